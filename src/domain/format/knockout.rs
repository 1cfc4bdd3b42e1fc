//! The knockout: two by two, and whoever has more in the round goes on.

use serde::{Deserialize, Serialize};

use super::rounds::{Outcome, Pace, Plan, Round, Rounds, by_strength, played};
use super::table::{Group, GroupKind, Row, Side, ranked, rep};
use super::{Aside, Field, Player, Rules, Shown, Table, Ties};
use crate::domain::id::UserId;

/// Two by two by seeds; whoever has more points in the round goes on. A tie goes to the better seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Knockout {
    /// Places in the bracket: 4, 8 or 16. The strongest of those who joined get them; who is left without an opponent
    /// in the first round goes through.
    pub places: usize,
}

impl Default for Knockout {
    fn default() -> Self {
        Self { places: 8 }
    }
}

/// The seeds in the order in which they meet: the first meets the last, and the two best only in the final.
fn seeding(places: usize) -> Vec<usize> {
    let mut order = vec![0];
    while order.len() < places {
        let size = 2 * order.len();
        order = order.iter().flat_map(|&seed| [seed, size - 1 - seed]).collect();
    }
    order
}

/// Whether the first of a pair is ahead: a tie goes to the one who is named first, and who has left loses.
fn is_ahead(field: &Field<'_>, one: &UserId, other: &UserId) -> bool {
    let score = |user| field.player(user).map(|player| player.round_points);
    score(one) >= score(other)
}

impl Rounds for Knockout {
    fn pace(&self, first: &Plan) -> Pace {
        let pairs = if let Plan::Pairs(pairs) = first { pairs.len() } else { 1 };
        Pace::Even(1 + i64::from(pairs.max(1).ilog2()))
    }

    fn plan(&self, field: &Field<'_>) -> Option<Plan> {
        let Some(last) = field.rounds.last() else {
            let seeds: Vec<UserId> = by_strength(field)
                .iter()
                .take(self.places)
                .map(|player| player.standing.user.clone())
                .collect();
            if seeds.len() < 2 {
                return None;
            }
            let order = seeding(seeds.len().next_power_of_two());
            let pairs = order.chunks(2).map(|two| (seeds[two[0]].clone(), seeds.get(two[1]).cloned()));
            return Some(Plan::Pairs(pairs.collect()));
        };
        let Some(Outcome::Pairs(decided)) = &last.outcome else { return None };
        if decided.len() < 2 {
            return None;
        }
        let winners: Vec<&UserId> = decided.iter().map(|(winner, _)| winner).collect();
        Some(Plan::Pairs(
            winners.chunks(2).map(|two| (two[0].clone(), two.get(1).map(|other| (*other).clone()))).collect(),
        ))
    }

    fn outcome(&self, field: &Field<'_>) -> Option<Outcome> {
        let Plan::Pairs(pairs) = &field.rounds.last()?.plan else { return None };
        let decide = |(one, other): &(UserId, Option<UserId>)| {
            let Some(other) = other else { return (one.clone(), None) };
            match is_ahead(field, one, other) {
                true => (one.clone(), Some(other.clone())),
                false => (other.clone(), Some(one.clone())),
            }
        };
        Some(Outcome::Pairs(pairs.iter().map(decide).collect()))
    }
}

impl Rules for Knockout {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (![4, 8, 16].contains(&self.places)).then_some(("places", "give 4, 8 or 16"))
    }

    fn rounds(&self) -> Option<&dyn Rounds> {
        Some(self)
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let Some(round) = field.rounds.last() else {
            let row = |player: &Player| {
                let points = player.standing.points;
                rep(player, points, Shown::Points(points))
            };
            let rows = ranked(field.players.iter().map(row).collect());
            return Table::plain(rows, Some(played(field)));
        };
        if let (Some(Outcome::Pairs(last)), true) = (&round.outcome, round.number == round.of) {
            return Table::plain(final_rows(field, last), None);
        }
        let Plan::Pairs(pairs) = &round.plan else { return Table::default() };
        let group = |(one, other): &(UserId, Option<UserId>)| {
            // Named by their seeds; who is ahead is told by the place.
            let leads = other.as_ref().is_none_or(|other| is_ahead(field, one, other));
            let pair = [(Some(one), leads), (other.as_ref(), !leads)];
            let rows = pair.into_iter().filter_map(|(user, leads)| {
                let user = user?;
                Some(row(field, user, if leads { 1 } else { 2 }, now(field, user)))
            });
            Group { kind: GroupKind::Pair, rows: rows.collect() }
        };
        Table { summary: Some(played(field)), groups: pairs.iter().map(group).collect() }
    }

    fn ties(&self) -> Ties {
        Ties::Seed
    }

    fn aside(&self, field: &Field<'_>, player: &Player) -> Option<Aside> {
        let (first, last) = (field.rounds.first()?, field.rounds.last()?);
        match field.rounds.iter().rev().find(|round| plays_in(round, &player.standing.user)) {
            Some(round) if round.number == last.number => None,
            Some(round) => Some(Aside::Beaten { round: round.number }),
            None if player.joined_at >= first.starts_at => Some(Aside::Late),
            None => Some(Aside::NotDrawn),
        }
    }
}

fn plays_in(round: &Round, user: &UserId) -> bool {
    let Plan::Pairs(pairs) = &round.plan else { return false };
    pairs.iter().any(|(one, other)| one == user || other.as_ref() == Some(user))
}

fn now(field: &Field<'_>, user: &UserId) -> Shown {
    let (points, total) =
        field.player(user).map_or((0, 0), |player| (player.round_points, player.standing.points));
    Shown::Round { points, total }
}

/// A row of the bracket. Who has left the contest is still in it.
fn row(field: &Field<'_>, user: &UserId, place: i64, shown: Shown) -> Row {
    let name = field.name(user).to_owned();
    Row { side: Side::Rep(user.clone()), name, place, place_before: None, shown }
}

/// The champion, the other finalist, and everybody else by the round they were beaten in.
fn final_rows(field: &Field<'_>, last: &[(UserId, Option<UserId>)]) -> Vec<Row> {
    let mut rows = Vec::new();
    let of = field.rounds.last().map_or(0, |round| round.of);
    if let Some((champion, _)) = last.first() {
        rows.push(row(field, champion, 1, Shown::Won { rounds: of }));
    }
    let beaten = |round: &Round| -> Vec<UserId> {
        let Some(Outcome::Pairs(pairs)) = &round.outcome else { return Vec::new() };
        pairs.iter().filter_map(|(_, loser)| loser.clone()).collect()
    };
    for round in field.rounds.iter().rev() {
        let place = i64::try_from(rows.len() + 1).unwrap_or(i64::MAX);
        let won = Shown::Won { rounds: round.number - 1 };
        rows.extend(beaten(round).iter().map(|user| row(field, user, place, won)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    fn pairs(plan: &Plan) -> Vec<String> {
        let Plan::Pairs(pairs) = plan else { panic!("{plan:?}") };
        let other = |user: &Option<UserId>| user.as_ref().map_or("-".to_owned(), ToString::to_string);
        pairs.iter().map(|(one, two)| format!("{one}:{}", other(two))).collect()
    }

    fn eight() -> Ground {
        let mut ground = Ground::default();
        for (i, name) in ["A", "B", "C", "D", "E", "F", "G", "H"].into_iter().enumerate() {
            ground.rep(name, 0).before(80 - 10 * i64::try_from(i).unwrap());
        }
        ground
    }

    #[test]
    fn the_best_meet_last() {
        assert_eq!(seeding(8), [0, 7, 3, 4, 1, 6, 2, 5]);
        let ground = eight();
        let plan = Knockout::default().plan(&ground.field()).unwrap();
        assert_eq!(pairs(&plan), ["A:H", "D:E", "B:G", "C:F"]);
        assert_eq!(Knockout::default().pace(&plan), Pace::Even(3));
    }

    #[test]
    fn the_strongest_get_the_places_and_byes_go_to_the_best() {
        let ground = eight();
        let four = Knockout { places: 4 };
        assert_eq!(pairs(&four.plan(&ground.field()).unwrap()), ["A:D", "B:C"]);
        let mut five = eight();
        five.players.truncate(5);
        let plan = Knockout::default().plan(&five.field()).unwrap();
        assert_eq!(pairs(&plan), ["A:-", "D:E", "B:-", "C:-"]);
        let mut one = eight();
        one.players.truncate(1);
        assert_eq!(four.plan(&one.field()), None, "nobody to play against");
    }

    #[test]
    fn more_points_in_the_round_go_on_and_a_tie_goes_to_the_better_seed() {
        let mut ground = eight();
        ground.players.truncate(5);
        let knockout = Knockout::default();
        ground.play(knockout.plan(&ground.field()).unwrap(), 3);
        ground.scored(&[("D", 5), ("E", 6)]);
        ground.decide(knockout.outcome(&ground.field()).unwrap());
        let plan = knockout.plan(&ground.field()).unwrap();
        assert_eq!(pairs(&plan), ["A:E", "B:C"]);
        ground.play(plan, 3);
        ground.scored(&[("E", 9), ("A", 9), ("B", 1), ("C", 2)]);
        assert_eq!(
            lines(&knockout.table(&ground.field())),
            [
                "1 A 9 in this round, 0 in all",
                "2 E 9 in this round, 0 in all",
                "2 B 1 in this round, 0 in all",
                "1 C 2 in this round, 0 in all"
            ]
        );
        ground.decide(knockout.outcome(&ground.field()).unwrap());
        let plan = knockout.plan(&ground.field()).unwrap();
        assert_eq!(pairs(&plan), ["A:C"]);
        ground.play(plan, 3);
        ground.decide(knockout.outcome(&ground.field()).unwrap());
        assert_eq!(knockout.plan(&ground.field()), None, "it is over");
        assert_eq!(
            lines(&knockout.table(&ground.field())),
            ["1 A 3 won", "2 C 2 won", "3 E 1 won", "3 B 1 won", "5 D 0 won"]
        );
    }

    #[test]
    fn who_leaves_loses() {
        let mut ground = eight();
        let knockout = Knockout { places: 4 };
        ground.play(knockout.plan(&ground.field()).unwrap(), 2);
        ground.players.retain(|player| player.standing.user != "A".into());
        let Some(Outcome::Pairs(decided)) = knockout.outcome(&ground.field()) else { panic!() };
        assert_eq!(decided[0], ("D".into(), Some("A".into())));
    }

    #[test]
    fn who_has_left_is_called_by_the_name_others_read_of_them() {
        let mut ground = eight();
        let knockout = Knockout { places: 4 };
        ground.play(knockout.plan(&ground.field()).unwrap(), 2);
        ground.players.retain(|player| !["A", "B"].contains(&player.standing.name.as_str()));
        ground.former.insert("A".into(), "A player".to_owned());
        assert_eq!(
            lines(&knockout.table(&ground.field())),
            [
                "2 A player 0 in this round, 0 in all",
                "1 D 0 in this round, 0 in all",
                "2 A former player 0 in this round, 0 in all",
                "1 C 0 in this round, 0 in all"
            ]
        );
    }

    #[test]
    fn who_is_in_no_pair_can_be_told_why() {
        let mut ground = eight();
        // They have joined before the draw, which is at the start here.
        ground.players.iter_mut().for_each(|player| player.joined_at -= chrono::TimeDelta::hours(1));
        let knockout = Knockout { places: 4 };
        let why = |ground: &Ground, name: &str| {
            let field = ground.field();
            knockout.aside(&field, field.player(&name.into()).unwrap())
        };
        assert_eq!(why(&ground, "A"), None, "nothing is drawn yet");
        ground.play(knockout.plan(&ground.field()).unwrap(), 2);
        ground.rep("Late", 11).joined(1);
        assert_eq!(why(&ground, "D"), None);
        assert_eq!(why(&ground, "H"), Some(Aside::NotDrawn));
        assert_eq!(why(&ground, "Late"), Some(Aside::Late));
        ground.decide(knockout.outcome(&ground.field()).unwrap());
        ground.play(knockout.plan(&ground.field()).unwrap(), 2);
        assert_eq!(why(&ground, "D"), Some(Aside::Beaten { round: 1 }));
    }
}
