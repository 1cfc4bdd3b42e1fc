//! King of the hill: each day's best takes it, and who held it longest wins.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rounds::{Outcome, Pace, Plan, Rounds};
use super::table::{ranked, rep};
use super::{Field, Player, Rules, Shown, Summary, Table, Ties};
use crate::domain::id::UserId;

/// The day's best takes the hill at midnight and holds it for a day; most days win. A tie leaves it with whoever holds
/// it, else with whoever has more points in all; a day on which nobody scores changes nothing and counts for nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hill {}

/// Who took the hill last.
fn king<'a>(field: &Field<'a>) -> Option<&'a UserId> {
    field.rounds.iter().rev().find_map(|round| match &round.outcome {
        Some(Outcome::King(king)) => king.as_ref(),
        _ => None,
    })
}

impl Rounds for Hill {
    fn pace(&self, _first: &Plan) -> Pace {
        Pace::Daily
    }

    fn plan(&self, field: &Field<'_>) -> Option<Plan> {
        let is_over = field.rounds.last().is_some_and(|last| last.number >= last.of);
        (!is_over).then_some(Plan::Open)
    }

    fn outcome(&self, field: &Field<'_>) -> Option<Outcome> {
        field.rounds.last()?;
        let holder = king(field);
        let scored = field.players.iter().filter(|player| player.round_points > 0);
        let best = scored.max_by_key(|player| {
            let is_holder = holder == Some(&player.standing.user);
            // Of those level in all this too, whoever got there first.
            (
                player.round_points,
                is_holder,
                player.standing.points,
                std::cmp::Reverse(player.standing.reached_at),
            )
        });
        Some(Outcome::King(best.map(|player| player.standing.user.clone())))
    }
}

impl Rules for Hill {
    fn rounds(&self) -> Option<&dyn Rounds> {
        Some(self)
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let mut days: BTreeMap<&UserId, i64> = BTreeMap::new();
        for round in field.rounds {
            if let Some(Outcome::King(Some(king))) = &round.outcome {
                *days.entry(king).or_default() += 1;
            }
        }
        let is_played = field.rounds.last().is_some_and(|round| round.outcome.is_none());
        let row = |player: &Player| {
            let days = days.get(&player.standing.user).copied().unwrap_or(0);
            let points = if is_played { player.round_points } else { 0 };
            rep(player, (days, player.standing.points), Shown::Held { days, points })
        };
        let name = |user: &UserId| {
            let player = field.players.iter().find(|player| player.standing.user == *user);
            player.map(|player| player.standing.name.clone())
        };
        let summary = Summary::Hill { king: king(field).and_then(name) };
        Table::plain(ranked(field.players.iter().map(row).collect()), Some(summary))
    }

    fn ties(&self) -> Ties {
        Ties::Total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    fn day(ground: &mut Ground, scored: &[(&str, i64)]) -> Option<UserId> {
        let plan = Hill {}.plan(&ground.field()).unwrap();
        ground.play(plan, 9);
        ground.scored(scored);
        let outcome = Hill {}.outcome(&ground.field()).unwrap();
        ground.decide(outcome.clone());
        let Outcome::King(king) = outcome else { panic!() };
        king
    }

    #[test]
    fn the_days_best_takes_it_and_a_tie_leaves_it() {
        let mut ground = Ground::default();
        ground.rep("Ann", 50).rep("Bo", 40).rep("Cy", 60);
        assert_eq!(day(&mut ground, &[("Ann", 5), ("Bo", 7)]), Some("Bo".into()));
        assert_eq!(
            day(&mut ground, &[("Ann", 5), ("Bo", 5), ("Cy", 5)]),
            Some("Bo".into()),
            "who holds it keeps it"
        );
        assert_eq!(day(&mut ground, &[("Ann", 5), ("Cy", 5)]), Some("Cy".into()), "else who has more in all");
        assert_eq!(day(&mut ground, &[]), None);
        let table = Hill {}.table(&ground.field());
        assert_eq!(lines(&table), ["1 Bo 2 days, 0 today", "2 Cy 1 days, 0 today", "3 Ann 0 days, 0 today"]);
        assert_eq!(
            table.summary,
            Some(Summary::Hill { king: Some("Cy".into()) }),
            "a day without shares changes nothing"
        );
    }

    #[test]
    fn an_empty_hill_has_no_king() {
        let ground = Ground::default();
        let table = Hill {}.table(&ground.field());
        assert_eq!((table.rows().count(), table.summary), (0, Some(Summary::Hill { king: None })));
    }
}
