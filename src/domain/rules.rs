//! The rules of a contest over time: the versions of its rulebook, each from a moment on, and the bonuses beside them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::bonus::Bonus;
use super::id::TeamId;
use super::kind::Kind;
use super::rulebook::Rulebook;

/// A rulebook, and from when on it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number among the contest's changes of rules, from 1.
    pub number: i64,
    /// The first instant it holds at.
    pub from: DateTime<Utc>,
    /// The rules.
    pub book: Arc<Rulebook>,
}

/// All that ever held, holds, and will hold in a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    first: Version,
    later: Vec<Version>,
    /// The bonuses, in the order in which they were set.
    pub bonuses: Vec<Bonus>,
}

impl Rules {
    /// The rules of `versions`, the first of which holds from the beginning on. None where there is none.
    pub fn of(mut versions: Vec<Version>, bonuses: Vec<Bonus>) -> Option<Self> {
        versions.sort_by_key(|version| version.number);
        let mut versions = versions.into_iter();
        Some(Self { first: versions.next()?, later: versions.collect(), bonuses })
    }

    /// The version that holds at an instant: of those that have begun, the one that was made last.
    pub fn at(&self, at: DateTime<Utc>) -> &Version {
        self.later.iter().rev().find(|version| version.from <= at).unwrap_or(&self.first)
    }

    /// The version of that number; the first where there is none.
    pub fn numbered(&self, number: i64) -> &Version {
        self.later.iter().find(|version| version.number == number).unwrap_or(&self.first)
    }

    /// What held, when the version of that number began, but for it and those that were made later.
    pub fn before(&self, number: i64) -> &Version {
        let from = self.numbered(number).from;
        let earlier = self.later.iter().rev().find(|version| version.number < number && version.from <= from);
        earlier.unwrap_or(&self.first)
    }

    /// The versions that have yet to begin, and will: one that was made later and holds by then takes their place.
    pub fn to_come(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Version> {
        self.later
            .iter()
            .filter(move |version| version.from > now && self.at(version.from).number == version.number)
    }

    /// The highest bonus that holds for a share.
    pub fn bonus(&self, at: DateTime<Utc>, zone: Tz, kind: Kind, team: Option<&TeamId>) -> Option<&Bonus> {
        let holding =
            self.bonuses.iter().filter(|bonus| !bonus.is_rest() && bonus.holds(at, zone, kind, team));
        holding.max_by_key(|bonus| bonus.percent)
    }

    /// Until when nothing is taken in, if there is a rest at that instant.
    pub fn rests_until(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let rests =
            self.bonuses.iter().filter(|bonus| bonus.is_rest() && bonus.holds(at, zone, Kind::Share, None));
        rests.map(|rest| rest.holds_until(at, zone)).max()
    }

    /// Whether some bonus at that instant is for one team alone.
    pub fn asks_for_team(&self, at: DateTime<Utc>, zone: Tz, kind: Kind) -> bool {
        self.bonuses
            .iter()
            .any(|bonus| bonus.team.is_some() && bonus.holds(at, zone, kind, bonus.team.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::config::Presets;
    use crate::domain::bonus::BonusTime;

    fn hour(n: i64) -> DateTime<Utc> {
        "2026-03-03T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(n)
    }

    fn version(number: i64, from: i64) -> Version {
        let book = Presets::load(None).unwrap().rulebooks["habit"].clone();
        Version { number, from: hour(from), book: Arc::new(book) }
    }

    fn bonus(number: i64, percent: u32, team: Option<&str>) -> Bonus {
        let (time, team) = (BonusTime::Once(hour(10), hour(12)), team.map(Into::into));
        Bonus { number, label: number.to_string(), percent, time, kinds: Vec::new(), team, off_at: None }
    }

    #[test]
    fn a_version_holds_from_its_moment_on_until_a_later_made_one_begins() {
        let rules = Rules::of(vec![version(4, 5), version(1, 0), version(2, 8)], Vec::new()).unwrap();
        let at = |n| rules.at(hour(n)).number;
        assert_eq!((at(-1), at(0), at(4), at(5), at(9)), (1, 1, 1, 4, 4));
        assert_eq!(rules.numbered(2).number, 2);
        assert_eq!(rules.numbered(9).number, 1);
        let before = |n| rules.before(n).number;
        assert_eq!((before(2), before(4)), (1, 1), "the second begins after the fourth");
        let to_come = |n| rules.to_come(hour(n)).map(|version| version.number).collect::<Vec<_>>();
        assert_eq!(
            (to_come(4), to_come(6)),
            (vec![4], vec![]),
            "the second never comes: the fourth took its place"
        );
        assert_eq!(Rules::of(Vec::new(), Vec::new()), None);
    }

    #[test]
    fn of_bonuses_the_highest_counts_and_a_rest_stands_beside_them() {
        let of = |bonuses: Vec<Bonus>, team: Option<&str>| {
            let team = team.map(TeamId::from);
            let rules = Rules::of(vec![version(1, 0)], bonuses).unwrap();
            rules.bonus(hour(11), Tz::UTC, Kind::Share, team.as_ref()).map(|bonus| bonus.number)
        };
        let (low, high, rest) = (bonus(2, 120, None), bonus(3, 200, Some("t1")), bonus(4, 0, None));
        assert_eq!(of(vec![low.clone(), high.clone()], Some("t1")), Some(3));
        assert_eq!(of(vec![low.clone(), high.clone()], Some("t2")), Some(2));
        assert_eq!(of(vec![low, high, rest.clone()], Some("t1")), Some(3));
        assert_eq!(of(Vec::new(), None), None);
        let rules = Rules::of(vec![version(1, 0)], vec![rest]).unwrap();
        assert_eq!(rules.rests_until(hour(11), Tz::UTC), Some(hour(12)));
        assert_eq!(rules.rests_until(hour(12), Tz::UTC), None);
    }
}
