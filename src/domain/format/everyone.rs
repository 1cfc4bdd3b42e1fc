//! What is asked of everyone: so many points, or so many shares a week.

use std::cmp::Reverse;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::field::count;
use super::table::{ranked, rep};
use super::{AT_LEAST_ONE, Field, Player, Rules, Shown, Summary, Table, Ties};
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

    fn ties(&self) -> Ties {
        Ties::Arrival
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
    fn is_full(&self, field: &Field<'_>, week: NaiveDate) -> bool {
        let mut there = field.players.iter().filter(|player| was_there(field, player, week)).peekable();
        there.peek().is_some() && there.all(|player| self.done(player, week))
    }

    fn done(&self, player: &Player, week: NaiveDate) -> bool {
        player.weeks.get(&week).copied().unwrap_or(0) >= self.shares
    }

    /// Once all is over: in how many of the weeks that they were there for everybody did their part.
    fn last_table(&self, field: &Field<'_>, weeks: &[NaiveDate]) -> Table {
        let (mut through, mut players) = (0, 0);
        let row = |player: &Player| {
            let asked = weeks.iter().filter(|week| was_there(field, player, **week));
            let (mut done, mut of) = (0, 0);
            for week in asked {
                of += 1;
                done += i64::from(self.done(player, *week));
            }
            players += i64::from(of > 0);
            through += i64::from(of > 0 && done == of);
            rep(player, (of > 0, Reverse(of - done), done), Shown::Weeks { done, of })
        };
        let rows = ranked(field.players.iter().map(row).collect());
        let full = weeks.iter().filter(|week| self.is_full(field, **week)).count();
        let (full, weeks) = (count(full), count(weeks.len()));
        Table::plain(rows, Some(Summary::Weeks { done: through, players, full, weeks }))
    }
}

/// Whether a player had joined by the end of a week.
fn was_there(field: &Field<'_>, player: &Player, week: NaiveDate) -> bool {
    calendar::date(player.joined_at, field.zone) < week + Days::new(7)
}

/// The weeks that a contest is judged by once it is over: one that the end cut off before its Friday asks for nothing,
/// unless there is no other.
fn judged<'a>(field: &Field<'a>, ended_at: DateTime<Utc>) -> &'a [NaiveDate] {
    let last_day = calendar::date(ended_at - TimeDelta::milliseconds(1), field.zone);
    let lasted = field.weeks.partition_point(|monday| *monday + Days::new(4) <= last_day);
    if lasted == 0 { field.weeks } else { &field.weeks[..lasted] }
}

impl Rules for EveryoneIn {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (self.shares < 1).then_some(("shares", AT_LEAST_ONE))
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let Some((&week, before)) = field.weeks.split_last() else { return Table::default() };
        if let Some(ended_at) = field.ended_at {
            return self.last_table(field, judged(field, ended_at));
        }
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
    use crate::domain::format::testing::{Ground, lines, start, week};

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
    fn at_the_end_whole_weeks_are_told_and_one_that_was_cut_off_is_not() {
        let mut ground = Ground::default();
        ground.rep("Ann", 9).shared(0, 3).shared(1, 3).rep("Bo", 9).shared(0, 2).shared(1, 5);
        ground.rep("Cy", 9).shared(1, 3).joined(8).rep("Di", 9).shared(2, 9).joined(15);
        let weeks = [week(0), week(1), week(2)];
        let ended = |days| Some(start() + chrono::TimeDelta::days(days));
        let format = EveryoneIn { shares: 3 };
        let table = format.table(&Field { weeks: &weeks, ended_at: ended(16), ..ground.field() });
        assert_eq!(
            lines(&table),
            ["1 Ann 2/2 weeks", "2 Cy 1/1 weeks", "3 Bo 1/2 weeks", "4 Di 0/0 weeks"],
            "the third week had no Friday"
        );
        assert_eq!(table.summary, Some(Summary::Weeks { done: 2, players: 3, full: 1, weeks: 2 }));
        let table = format.table(&Field { weeks: &weeks, ended_at: ended(19), ..ground.field() });
        assert_eq!(table.summary, Some(Summary::Weeks { done: 1, players: 4, full: 1, weeks: 3 }));
        let table = format.table(&Field { weeks: &weeks[..1], ended_at: ended(2), ..ground.field() });
        assert_eq!(lines(&table)[0], "1 Ann 1/1 weeks", "there is no other");
    }

    #[test]
    fn a_contest_without_players_has_nobody_through() {
        let ground = Ground::default();
        let table = EveryoneTo { points: 5 }.table(&ground.field());
        assert_eq!(table.summary, Some(Summary::Through { done: 0, players: 0, full_weeks: None }));
        assert_eq!(EveryoneIn { shares: 3 }.table(&ground.field()), Table::default(), "no week has begun");
    }
}
