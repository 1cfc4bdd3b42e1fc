//! Places: ties share one (1-2-2-4); for prizes, whoever reached the score first is ahead.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::UserId;

/// One row of a board, already in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whose.
    pub user: UserId,
    /// The name to show, as typed, to be escaped wherever it is shown.
    pub name: String,
    /// Points.
    pub points: i64,
    /// Shares that counted.
    pub shares: i64,
    /// Place, from 1; equal points share one.
    pub place: i64,
    /// Place on the last daily board, if the rep had points then.
    pub place_before: Option<i64>,
    /// When the present score was reached.
    pub reached_at: DateTime<Utc>,
    /// Active weeks in a row.
    pub streak: u32,
}

impl Standing {
    /// Places gained since the last daily board (negative: lost); None for a newcomer.
    pub fn moved(&self) -> Option<i64> {
        self.place_before.map(|before| before - self.place)
    }
}

/// How many rows the public board shows of `players`: the upper half, rounded up, at most ten, and from six
/// players on at least three. Nobody is shown at the bottom.
pub fn public_rows(players: usize) -> usize {
    let half = players.div_ceil(2).min(10);
    if players >= 6 { half.max(3) } else { half }
}

/// Places for scores sorted from the top: equal scores share a place, the next place counts them all.
pub fn places(sorted: &[i64]) -> Vec<i64> {
    let mut places: Vec<i64> = Vec::with_capacity(sorted.len());
    for (i, points) in sorted.iter().enumerate() {
        match (i.checked_sub(1), places.last()) {
            (Some(before), Some(&place)) if sorted[before] == *points => places.push(place),
            _ => places.push(i64::try_from(i + 1).unwrap_or(i64::MAX)),
        }
    }
    places
}
