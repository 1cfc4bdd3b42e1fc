//! What is asked of everyone: so many points, or so many shares a week.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::field::count;
use super::table::{ranked, rep};
use super::{AT_LEAST_ONE, Field, Player, Rules, Shown, Summary, Table};
use crate::domain::calendar;

/// Everyone gets to so many points, each at their own pace. It runs to its end: who joins late can still make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EveryoneTo {
    /// So many.
    pub points: i64,
}

impl Rules for EveryoneTo {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (self.points < 1).then_some(("points", AT_LEAST_ONE))
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let goal = self.points;
        let row = |player: &Player| {
            let points = player.standing.points;
            rep(player, (player.through_at.map(Reverse), points.min(goal)), Shown::Towards { points, goal })
        };
        let done = field.players.iter().filter(|player| player.standing.points >= goal).count();
        let summary = Some(Summary::Through {
            done: count(done),
            players: count(field.players.len()),
            full_weeks: None,
        });
        Table::plain(ranked(field.players.iter().map(row).collect()), summary)
    }

    fn line(&self) -> Option<i64> {
        Some(self.points)
    }
}

/// Everyone shares so often in each week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EveryoneIn {
    /// Shares asked for in a week from Monday, whatever they pay.
    pub shares: i64,
}

impl EveryoneIn {
    /// Whether everyone who had joined by the end of a week did their part in it.
    fn is_full(&self, field: &Field<'_>, week: chrono::NaiveDate) -> bool {
        let next = week + chrono::Days::new(7);
        let joined_before = |player: &&Player| calendar::date(player.joined_at, field.zone) < next;
        let mut there = field.players.iter().filter(joined_before).peekable();
        there.peek().is_some() && there.all(|player| self.done(player, week))
    }

    fn done(&self, player: &Player, week: chrono::NaiveDate) -> bool {
        player.weeks.get(&week).copied().unwrap_or(0) >= self.shares
    }
}

impl Rules for EveryoneIn {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (self.shares < 1).then_some(("shares", AT_LEAST_ONE))
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let Some((&week, before)) = field.weeks.split_last() else { return Table::default() };
        let row = |player: &Player| {
            let shares = player.weeks.get(&week).copied().unwrap_or(0);
            rep(player, shares.min(self.shares), Shown::Shares { shares, asked: self.shares })
        };
        let done = field.players.iter().filter(|player| self.done(player, week)).count();
        let full = before.iter().filter(|&&week| self.is_full(field, week)).count();
        let summary = Some(Summary::Through {
            done: count(done),
            players: count(field.players.len()),
            full_weeks: Some((count(full), count(before.len()))),
        });
        Table::plain(ranked(field.players.iter().map(row).collect()), summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines, week};

    #[test]
    fn everyone_to_counts_who_is_through_and_is_never_over_early() {
        let mut ground = Ground::default();
        ground.rep("Ann", 60).through(5).rep("Bo", 50).through(3).rep("Cy", 10);
        let format = EveryoneTo { points: 50 };
        let table = format.table(&ground.field());
        assert_eq!(lines(&table), ["1 Bo 50/50", "2 Ann 60/50", "3 Cy 10/50"]);
        assert_eq!(table.summary, Some(Summary::Through { done: 2, players: 3, full_weeks: None }));
        assert!(!format.is_decided(&table));
    }

    #[test]
    fn everyone_in_asks_for_shares_week_by_week() {
        let mut ground = Ground::default();
        ground.rep("Ann", 9).shared(0, 3).shared(1, 4).rep("Bo", 9).shared(0, 3).shared(1, 1);
        let format = EveryoneIn { shares: 3 };
        let weeks = [week(0), week(1)];
        let table = format.table(&Field { weeks: &weeks, ..ground.field() });
        assert_eq!(lines(&table), ["1 Ann 4/3 shares", "2 Bo 1/3 shares"]);
        let through = |done, full_weeks| Some(Summary::Through { done, players: 2, full_weeks });
        assert_eq!(table.summary, through(1, Some((1, 1))));
        ground.players[1].weeks.insert(week(0), 2);
        let table = format.table(&Field { weeks: &weeks, ..ground.field() });
        assert_eq!(table.summary, through(1, Some((0, 1))));
    }

    #[test]
    fn who_joined_later_is_not_asked_for_the_weeks_before() {
        let mut ground = Ground::default();
        ground.rep("Ann", 9).shared(0, 3).rep("Bo", 0).joined(8);
        let weeks = [week(0), week(1)];
        let table = EveryoneIn { shares: 3 }.table(&Field { weeks: &weeks, ..ground.field() });
        assert_eq!(table.summary, Some(Summary::Through { done: 0, players: 2, full_weeks: Some((1, 1)) }));
    }

    #[test]
    fn a_contest_without_players_has_nobody_through() {
        let ground = Ground::default();
        let table = EveryoneTo { points: 5 }.table(&ground.field());
        assert_eq!(table.summary, Some(Summary::Through { done: 0, players: 0, full_weeks: None }));
        assert_eq!(EveryoneIn { shares: 3 }.table(&ground.field()), Table::default(), "no week has begun");
    }
}
