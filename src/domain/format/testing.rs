//! A field to try formats on: a contest of two weeks from Monday, 2 March 2026, 00:00 UTC.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::rounds::{Outcome, Plan, Round};
use super::{Field, Player, Shown, Table, Team};
use crate::domain::id::UserId;
use crate::domain::standing::Standing;

pub(super) fn start() -> DateTime<Utc> {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

/// The Monday of the contest's n-th week, from 0.
pub(super) fn week(n: u64) -> NaiveDate {
    start().date_naive() + Days::new(7 * n)
}

#[derive(Default)]
pub(super) struct Ground {
    pub(super) players: Vec<Player>,
    pub(super) gone: Vec<Player>,
    pub(super) teams: Vec<Team>,
    pub(super) rounds: Vec<Round>,
    pub(super) former: BTreeMap<UserId, String>,
}

impl Ground {
    pub(super) fn field(&self) -> Field<'_> {
        let (starts_at, ends_at) = (start(), start() + TimeDelta::days(14));
        Field {
            players: &self.players,
            gone: &self.gone,
            teams: &self.teams,
            rounds: &self.rounds,
            first_draw: starts_at,
            zone: Tz::UTC,
            starts_at,
            ends_at,
            weeks: &[],
            ended_at: None,
            former: &self.former,
        }
    }

    pub(super) fn team(&mut self, name: &str) -> &mut Self {
        let (id, name) = (name.into(), name.to_owned());
        self.teams.push(Team { id, name, captain: None, place_before: None });
        self
    }

    /// One more player, active if they have points; each reached them a minute after the one before.
    pub(super) fn rep(&mut self, name: &str, points: i64) -> &mut Self {
        let minutes = i64::try_from(self.players.len()).unwrap();
        self.players.push(Player {
            standing: Standing {
                user: name.into(),
                name: name.to_owned(),
                points,
                shares: i64::from(points > 0),
                place: 0,
                place_before: None,
                reached_at: start() + TimeDelta::minutes(minutes),
                streak: 0,
            },
            joined_at: start(),
            team: None,
            through_at: None,
            round_points: 0,
            points_before: 0,
            weeks: [].into(),
        });
        self
    }

    /// A round begins, of so many; nobody has points in it yet.
    pub(super) fn play(&mut self, plan: Plan, of: i64) {
        let number = i64::try_from(self.rounds.len() + 1).unwrap();
        let (starts_at, ends_at) = (start(), start() + TimeDelta::days(1));
        self.rounds.push(Round { number, of, starts_at, ends_at, plan, outcome: None });
        self.players.iter_mut().for_each(|player| player.round_points = 0);
    }

    /// Points in the round that is played.
    pub(super) fn scored(&mut self, points: &[(&str, i64)]) {
        for (name, points) in points {
            let player = self.players.iter_mut().find(|player| player.standing.name == *name);
            player.unwrap().round_points = *points;
        }
    }

    /// The round that is played ends.
    pub(super) fn decide(&mut self, outcome: Outcome) {
        self.rounds.last_mut().unwrap().outcome = Some(outcome);
    }

    fn last(&mut self) -> &mut Player {
        self.players.last_mut().unwrap()
    }

    pub(super) fn on(&mut self, team: &str) -> &mut Self {
        self.last().team = Some(team.into());
        self
    }

    pub(super) fn through(&mut self, minute: i64) -> &mut Self {
        self.last().through_at = Some(start() + TimeDelta::minutes(minute));
        self
    }

    pub(super) fn joined(&mut self, day: i64) -> &mut Self {
        self.last().joined_at = start() + TimeDelta::days(day);
        self
    }

    pub(super) fn before(&mut self, points: i64) -> &mut Self {
        self.last().points_before = points;
        self
    }

    pub(super) fn shared(&mut self, of: u64, shares: i64) -> &mut Self {
        self.last().weeks.insert(week(of), shares);
        self
    }
}

/// Place, name and score of each row.
pub(super) fn lines(table: &Table) -> Vec<String> {
    let shown = |shown: &Shown| match *shown {
        Shown::Points(points) => points.to_string(),
        Shown::Towards { points, goal } => format!("{points}/{goal}"),
        Shown::Percent { percent, target, .. } => format!("{percent}% of {target}"),
        Shown::Average { hundredths, active, members } => {
            format!("{}.{:02} each of {active}/{members}", hundredths / 100, hundredths % 100)
        }
        Shown::Tickets { tickets, .. } => format!("{tickets} tickets"),
        Shown::Shares { shares, asked } => format!("{shares}/{asked} shares"),
        Shown::Weeks { done, of } => format!("{done}/{of} weeks"),
        Shown::Round { points, total } => format!("{points} in this round, {total} in all"),
        Shown::Won { rounds } => format!("{rounds} won"),
        Shown::Held { days, points } => format!("{days} days, {points} today"),
        Shown::Legs { run, of, points } => format!("{run}/{of} legs, {points}"),
    };
    table.rows().map(|row| format!("{} {} {}", row.place, row.name, shown(&row.shown))).collect()
}
