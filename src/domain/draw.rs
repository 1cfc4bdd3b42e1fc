//! A draw as it was made, told so that anybody can make it again.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::id::UserId;

/// Somebody in the row that was drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub user: UserId,
    /// The name that others read, as typed.
    pub name: String,
    /// How many tickets they held.
    pub tickets: i64,
}

/// A draw that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The seed.
    pub seed: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The row, in its order.
    pub row: Vec<Holder>,
    /// Where in the row those drawn stand, from 0, in the order in which they were drawn.
    pub drawn: Vec<usize>,
}

impl Made {
    /// Those drawn, in their order.
    pub fn winners(&self) -> impl Iterator<Item = &Holder> {
        self.drawn.iter().filter_map(|at| self.row.get(*at))
    }
}

/// How a contest's draw stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawNews {
    /// It is made at the end.
    Ahead {
        /// The contest's title, as typed.
        title: String,
        /// What promises the seed: its SHA-256.
        promise: String,
        /// When the contest ends.
        ends_at: DateTime<Utc>,
        /// Its zone.
        zone: Tz,
    },
    /// It was made, and its row is sent as a file.
    Made {
        /// The contest's title, as typed.
        title: String,
        /// The seed.
        seed: String,
        /// What had promised it.
        promise: String,
        /// All tickets.
        tickets: i64,
        /// How many people held them.
        holders: i64,
        /// Names of those drawn, as typed, in their order.
        winners: Vec<String>,
        /// When.
        at: DateTime<Utc>,
        /// The contest's zone.
        zone: Tz,
    },
}
