//! Points that a manager gives or takes by hand, with a reason.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Most points of one correction, either way.
pub const POINTS_MOST: i64 = 10_000;

/// Most characters of a reason.
pub const REASON_MOST: usize = 200;

/// One correction, as people read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Whom it concerns, by name as typed.
    pub name: String,
    /// Who made it, by name as typed.
    pub made_by: String,
    /// Points given, or taken where below 0.
    pub points: i64,
    /// Why, as typed.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was taken back since, with the share that it had been added to.
    #[serde(default)]
    pub is_gone: bool,
}

/// What came of a correction, told to whoever made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// The correction.
    pub correction: Correction,
    /// The contest's title, as typed.
    pub title: String,
    /// Points with it.
    pub total: i64,
    /// Whether the contest is over and its draw made, which it changes nothing of.
    #[serde(default)]
    pub is_drawn: bool,
}
