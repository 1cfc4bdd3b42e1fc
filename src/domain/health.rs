//! How a contest goes: what its manager should know of, and when.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::kind::Kind;

/// Fewer players than this are few enough to talk to.
pub const PLAYERS_LEAST: i64 = 4;

/// So long a contest is left alone after its start.
pub const SETTLES: TimeDelta = TimeDelta::days(2);

/// So long a contest has to run before it is told that nobody uses a kind of share.
pub const UNUSED_AFTER: TimeDelta = TimeDelta::days(7);

/// So long nothing is said of what the manager does not want to hear of now.
pub const SILENCE: TimeDelta = TimeDelta::days(14);

/// Something to be concerned about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Somebody leads so far that the others give up.
    Lead,
    /// Few of the players still play.
    Activity,
    /// Nobody shares something that would pay.
    Unused,
}

impl Concern {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Lead, Self::Activity, Self::Unused];
}

/// A concern with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum Fact {
    /// Somebody, called `name`, has so many points and is so far ahead of the next.
    Lead { name: String, points: i64, ahead: i64 },
    /// So many of the players shared something in the last seven days.
    Activity { active: i64, players: i64 },
    /// Nobody has shared anything of this kind, which pays so much, by its label.
    Unused { kind: Kind, label: String, points: i64 },
}

impl Fact {
    /// What it is about.
    pub fn concern(&self) -> Concern {
        match self {
            Self::Lead { .. } => Concern::Lead,
            Self::Activity { .. } => Concern::Activity,
            Self::Unused { .. } => Concern::Unused,
        }
    }
}

/// From where on something is a concern. What is 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A leader is ahead by more than so many per cent of the own points …
    pub lead_percent: u32,
    /// … and by at least so many points.
    pub lead_points: u32,
    /// Fewer than so many per cent of the players were active.
    pub active_percent: u32,
}

/// What is measured of a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vitals {
    /// Who leads, by name, and with how many points; none where that decides nothing.
    pub leader: Option<(String, i64)>,
    /// What the next has.
    pub second: i64,
    /// Players on the board.
    pub players: i64,
    /// How many of them shared something in the last seven days.
    pub active: i64,
    /// The kind that pays most of those that nobody shared: its label and points; none before it could be told.
    pub unused: Option<(Kind, String, i64)>,
}

/// What there is to be concerned about.
pub fn facts(vitals: &Vitals, limits: Limits) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some((name, points)) = &vitals.leader {
        let ahead = points - vitals.second;
        let is_far = limits.lead_percent > 0
            && ahead * 100 > points * i64::from(limits.lead_percent)
            && ahead >= i64::from(limits.lead_points);
        if is_far {
            facts.push(Fact::Lead { name: name.clone(), points: *points, ahead });
        }
    }
    if vitals.active * 100 < vitals.players * i64::from(limits.active_percent) {
        facts.push(Fact::Activity { active: vitals.active, players: vitals.players });
    }
    if let Some((kind, label, points)) = &vitals.unused {
        facts.push(Fact::Unused { kind: *kind, label: label.clone(), points: *points });
    }
    facts
}

/// What is remembered of a concern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Whether it held when the contest was last looked at.
    pub holds: bool,
    /// Until when nothing is said of it.
    pub silent_until: Option<DateTime<Utc>>,
}

/// Which of the facts are told: once a week all that hold, else those that did not hold before; and of the latter only
/// what can tip from one day to the next. Nothing of what is to be silent.
pub fn to_tell(
    facts: Vec<Fact>,
    memory: impl Fn(Concern) -> Memory,
    is_weekly: bool,
    now: DateTime<Utc>,
) -> Vec<Fact> {
    let is_told = |fact: &Fact| {
        let memory = memory(fact.concern());
        let has_tipped = !memory.holds && fact.concern() != Concern::Unused;
        memory.silent_until.is_none_or(|until| until <= now) && (is_weekly || has_tipped)
    };
    facts.into_iter().filter(is_told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { lead_percent: 50, lead_points: 50, active_percent: 50 };

    fn vitals(points: i64, second: i64, active: i64) -> Vitals {
        Vitals { leader: Some(("Ann".into(), points)), second, players: 8, active, unused: None }
    }

    fn told(vitals: &Vitals) -> Vec<Concern> {
        facts(vitals, LIMITS).iter().map(Fact::concern).collect()
    }

    #[test]
    fn a_lead_is_far_by_share_and_by_points() {
        assert_eq!(told(&vitals(120, 59, 8)), [Concern::Lead]);
        assert_eq!(told(&vitals(120, 60, 8)), [], "half of them is not more than half");
        assert_eq!(told(&vitals(60, 11, 8)), [], "49 points are too few");
        assert_eq!(told(&vitals(60, 10, 8)), [Concern::Lead]);
        assert_eq!(told(&Vitals { leader: None, ..vitals(120, 0, 8) }), []);
        assert_eq!(facts(&vitals(120, 0, 8), Limits { lead_percent: 0, ..LIMITS }), []);
    }

    #[test]
    fn under_half_is_few() {
        assert_eq!(told(&vitals(0, 0, 4)), []);
        assert_eq!(told(&vitals(0, 0, 3)), [Concern::Activity]);
        assert_eq!(facts(&vitals(0, 0, 0), Limits { active_percent: 0, ..LIMITS }), []);
    }

    #[test]
    fn it_is_told_when_it_tips_and_once_a_week_but_not_while_it_is_to_be_silent() {
        let now: DateTime<Utc> = "2026-03-09T08:00:00Z".parse().unwrap();
        let unused = Some((Kind::Article, "article".to_owned(), 15));
        let all = facts(&Vitals { unused, ..vitals(120, 0, 1) }, LIMITS);
        let told = |holds, silent_until, is_weekly| {
            let memory = |_| Memory { holds, silent_until };
            let told = to_tell(all.clone(), memory, is_weekly, now);
            told.iter().map(Fact::concern).collect::<Vec<_>>()
        };
        assert_eq!(told(false, None, false), [Concern::Lead, Concern::Activity]);
        assert_eq!(told(true, None, false), []);
        assert_eq!(told(true, None, true), Concern::ALL);
        assert_eq!(told(false, Some(now + TimeDelta::seconds(1)), true), []);
        assert_eq!(told(true, Some(now), true), Concern::ALL);
    }
}
