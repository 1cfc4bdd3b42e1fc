//! Duels: two reps of one contest, for a while, and whoever earns more.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::id::{DuelId, UserId};
use super::when::Span;

/// How long a challenge can be accepted.
pub const OPEN_FOR: TimeDelta = TimeDelta::days(1);

/// How long a duel lasts unless said otherwise.
pub const LASTS: Span = Span { days: 2, minutes: 0 };

/// Duels that one rep can be in at a time, challenges among them.
pub const MOST: usize = 3;

/// One duel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duel {
    /// Its own id.
    pub id: DuelId,
    /// Who challenged.
    pub challenger: UserId,
    /// Who was challenged.
    pub rival: UserId,
    /// How it stands.
    pub state: DuelState,
    /// How long it lasts once it is accepted.
    pub lasts: Span,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// From when to when it is fought; none before it is accepted.
    pub fought: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// What both earned meanwhile; none before it is over.
    pub points: Option<(i64, i64)>,
}

/// How a duel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuelState {
    /// The rival has not answered.
    Offered,
    /// It is fought.
    Fought,
    /// It was fought to its end.
    Ended,
    /// The rival declined, or it came to nothing.
    Off,
}

impl Duel {
    /// Whether the rival can still answer.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.state == DuelState::Offered && now - self.offered_at < OPEN_FOR
    }

    /// Whether somebody is in it, and it is not over.
    pub fn binds(&self, user: &UserId, now: DateTime<Utc>) -> bool {
        let is_theirs = self.challenger == *user || self.rival == *user;
        is_theirs && (self.state == DuelState::Fought || self.is_open(now))
    }
}

/// A duel as a board tells of it: names as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuelLine {
    /// The challenger's name.
    pub challenger: String,
    /// The rival's name.
    pub rival: String,
    /// What the challenger has earned so far.
    pub challenger_points: i64,
    /// What the rival has.
    pub rival_points: i64,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

/// What became of a duel, told to whoever did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum DuelNews {
    /// The rival was asked.
    Offered { rival: String, title: String },
    /// It begins.
    Accepted { challenger: String, title: String, ends_at: DateTime<Utc>, zone: chrono_tz::Tz },
    /// It does not.
    Declined { challenger: String },
}

/// Why a duel is not fought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum DuelRefusal {
    /// Nobody duels themselves.
    WithOneself,
    /// The contest does not run.
    NotRunning { title: String },
    /// The two are in a duel already.
    Already { rival: String },
    /// Somebody is in as many duels as they can be; none where it is the asker.
    TooMany { name: Option<String>, most: usize },
    /// The challenge was withdrawn, answered, or is too old.
    NotOpen,
    /// It would last less than an hour or more than two weeks.
    BadLength,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_open_for_a_day_and_a_duel_binds_until_it_is_over() {
        let now: DateTime<Utc> = "2026-03-03T10:00:00Z".parse().unwrap();
        let duel = Duel {
            id: "d".into(),
            challenger: "ann".into(),
            rival: "bob".into(),
            state: DuelState::Offered,
            lasts: LASTS,
            offered_at: now,
            fought: None,
            points: None,
        };
        let (ann, bob, cid) = ("ann".into(), "bob".into(), "cid".into());
        assert!(
            duel.is_open(now) && duel.binds(&ann, now) && duel.binds(&bob, now) && !duel.binds(&cid, now)
        );
        let later = now + OPEN_FOR;
        assert!(!duel.is_open(later) && !duel.binds(&ann, later));
        let fought = Duel { state: DuelState::Fought, ..duel.clone() };
        assert!(!fought.is_open(now) && fought.binds(&ann, later));
        let over = [DuelState::Ended, DuelState::Off].map(|state| Duel { state, ..duel.clone() });
        assert!(over.iter().all(|duel| !duel.is_open(now) && !duel.binds(&ann, now)));
    }
}
