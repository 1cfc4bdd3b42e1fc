//! Tallies: how many players of a board have exactly so many points. They make a place a short sum over the scores
//! above it, however many players there are. Whatever moves a standing moves its tally in the same transaction.

use super::batch::add;
use super::{Batch, Result, Tx, fetch_one};
use crate::domain::id::{ContestId, WorkspaceId};

/// What one player on a board brings to its tallies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Their points.
    pub points: i64,
    /// Their shares.
    pub shares: i64,
}

/// A change of one row.
struct Step {
    points: i64,
    players: i64,
    active: i64,
    shares: i64,
}

impl Step {
    fn of(tally: Tally, sign: i64) -> Self {
        let active = sign * i64::from(tally.shares > 0);
        Self { points: tally.points, players: sign, active, shares: sign * tally.shares }
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            points: self.points,
            players: self.players + other.players,
            active: self.active + other.active,
            shares: self.shares + other.shares,
        }
    }
}

macro_rules! step_sql {
    ($rows:literal) => {
        concat!(
            "INSERT INTO tallies (workspace_id, contest_id, points, players, active, shares) VALUES ",
            $rows,
            " ON CONFLICT (workspace_id, contest_id, points) DO UPDATE SET
                 players = tallies.players + excluded.players, active = tallies.active + excluded.active,
                 shares = tallies.shares + excluded.shares"
        )
    };
}

/// Moves a player from one tally to another; none stands for off the board.
///
/// On PostgreSQL the rows are locked until the end: the lower score first in each contest, and contests in order
/// of their ids, so that nobody waits in a circle.
pub fn move_player(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    contest: &ContestId,
    before: Option<Tally>,
    after: Option<Tally>,
) {
    let (before, after) = (before.map(|tally| Step::of(tally, -1)), after.map(|tally| Step::of(tally, 1)));
    let (workspace, contest) = (workspace.as_str(), contest.as_str());
    let (first, second) = match (before, after) {
        (None, None) => return,
        (Some(one), None) | (None, Some(one)) => (one, None),
        (Some(a), Some(b)) if a.points == b.points => (a.and(&b), None),
        (Some(a), Some(b)) if a.points < b.points => (a, Some(b)),
        (Some(a), Some(b)) => (b, Some(a)),
    };
    let Step { points, players, active, shares } = first;
    match second {
        None => {
            let sql = step_sql!("($1, $2, $3, $4, $5, $6)");
            add!(batch, sql, workspace, contest, points, players, active, shares);
        }
        Some(b) => {
            let sql = step_sql!("($1, $2, $3, $4, $5, $6), ($1, $2, $7, $8, $9, $10)");
            add!(
                batch, sql, workspace, contest, points, players, active, shares, b.points, b.players,
                b.active, b.shares
            );
        }
    }
}

/// Where a player stands who goes from one score to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The place that the old score had.
    pub before: i64,
    /// The place of the new score.
    pub after: i64,
    /// The lowest score above the new one, none for who leads.
    pub next_up: Option<i64>,
    /// How many stood at the new score already; with an unchanged score, the player too.
    pub level: i64,
}

pub(super) const PLACES: &str =
    "SELECT CAST(COALESCE(SUM(CASE WHEN points > $3 THEN players ELSE 0 END), 0) + 1 AS BIGINT),
     CAST(COALESCE(SUM(CASE WHEN points > $4 THEN players ELSE 0 END), 0) + 1 AS BIGINT),
     MIN(CASE WHEN points > $4 AND players > 0 THEN points END),
     CAST(COALESCE(SUM(CASE WHEN points = $4 THEN players ELSE 0 END), 0) AS BIGINT)
 FROM tallies WHERE workspace_id = $1 AND contest_id = $2 AND points >= $3";

/// The places of a player who goes from `before` points up to `after`.
pub async fn places(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    before: i64,
    after: i64,
) -> Result<Places> {
    let (place_before, place_after, next_up, level) = fetch_one!(
        tx,
        (i64, i64, Option<i64>, i64),
        PLACES,
        workspace.as_str(),
        contest.as_str(),
        before,
        after,
    )?;
    Ok(Places { before: place_before, after: place_after, next_up, level })
}

#[cfg(test)]
mod tests;
