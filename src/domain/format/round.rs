//! One round: who meets whom, and how it ended.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::id::UserId;

/// One round of a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// From 1.
    pub number: i64,
    /// How many there are.
    pub of: i64,
    /// The first instant that counts in it.
    pub starts_at: DateTime<Utc>,
    /// The first instant that no longer does.
    pub ends_at: DateTime<Utc>,
    /// Who meets whom.
    pub plan: Plan,
    /// How it ended; none while it is played.
    pub outcome: Option<Outcome>,
}

/// Who meets whom in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Everybody meets everybody.
    Open,
    /// Two by two; the better seed first. Who has nobody to meet goes through.
    Pairs(Vec<(UserId, Option<UserId>)>),
    /// Pools, the highest first.
    Pools(Vec<Vec<UserId>>),
}

/// How a round ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Who took it, if anybody scored.
    King(Option<UserId>),
    /// Winner and loser of each pair, in the order of the pairs.
    Pairs(Vec<(UserId, Option<UserId>)>),
    /// The pools, each in the order in which it ended.
    Pools(Vec<Vec<UserId>>),
}
