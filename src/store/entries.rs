//! Single entries of the ledger, and taking entries back: the standing and its tally move in the same call.

use chrono::{DateTime, Utc};

use super::batch::add;
use super::standings;
use super::tallies::{self, Tally};
use super::{Batch, Result, Tx, execute};
use crate::domain::contest::Contest;
use crate::domain::id::{ContestId, EntryId, ShareId, UserId, WorkspaceId};
use crate::domain::ledger::Reason;
use crate::fresh;

/// An entry beside what shares earn.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// In which contest.
    pub contest: &'a Contest,
    /// Whose.
    pub user: &'a UserId,
    /// Points given, or taken where below 0.
    pub points: i64,
    /// What for.
    pub reason: Reason,
    /// The share that it goes with, if there is one: taken back, it takes this along.
    pub share: Option<&'a ShareId>,
    /// What the rep brings to the board's tallies before it.
    pub stood: Tally,
}

/// Writes an entry into the ledger, and moves the standing and its tally by it. Gives its name.
pub async fn enter(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    new: &NewEntry<'_>,
    now: DateTime<Utc>,
) -> Result<EntryId> {
    let entry = fresh::id();
    let (contest, user) = (new.contest.id.as_str(), new.user.as_str());
    let mut batch = Batch::default();
    add!(
        batch,
        "INSERT INTO ledger (workspace_id, entry_id, contest_id, user_id, share_id, points, reason, at, round)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        workspace.as_str(),
        entry.as_str(),
        contest,
        user,
        new.share.map(ShareId::as_str),
        new.points,
        new.reason.as_str(),
        now.timestamp_millis(),
        new.contest.round,
    );
    add!(
        batch,
        "UPDATE standings SET points = points + $4, round_points = round_points + $4,
             reached_at = CASE WHEN $5 > reached_at THEN $5 ELSE reached_at END,
             through_at = CASE WHEN points + $4 >= (SELECT line FROM contests WHERE workspace_id = $1 AND contest_id = $2)
                 THEN COALESCE(through_at, $5) END
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest,
        user,
        new.points,
        now.timestamp_millis(),
    );
    let stands = Tally { points: new.stood.points + new.points, ..new.stood };
    tallies::move_player(&mut batch, workspace, &new.contest.id, Some(new.stood), Some(stands));
    batch.run(tx).await?;
    Ok(entry.into())
}

/// An entry to be taken back.
#[derive(Clone, Debug)]
pub struct Paid {
    /// Its name.
    pub entry: String,
    /// What it paid.
    pub points: i64,
    /// What of that was paid in the contest's present round.
    pub points_of_round: i64,
}

/// Whose entries are taken back, and where.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// In which contest.
    pub contest: &'a ContestId,
    /// Whose.
    pub user: &'a UserId,
    /// The share they were paid for, if it was one.
    pub share: Option<&'a ShareId>,
}

/// Gives each entry its counter-entry, and makes the standing exactly what it was without them and without `shares`
/// shares.
pub async fn reverse(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    whose: Whose<'_>,
    entries: &[Paid],
    shares: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let stood = standings::tally(tx, workspace, whose.contest, whose.user).await?;
    for entry in entries {
        execute!(
            tx,
            "INSERT INTO ledger (workspace_id, entry_id, contest_id, user_id, share_id, points, reason, reverses,
                 at)
             VALUES ($1, $2, $3, $4, $5, $6, 'reversal', $7, $8)",
            workspace.as_str(),
            fresh::id(),
            whose.contest.as_str(),
            whose.user.as_str(),
            whose.share.map(ShareId::as_str),
            -entry.points,
            entry.entry.as_str(),
            now.timestamp_millis(),
        )?;
    }
    let taken: i64 = entries.iter().map(|entry| entry.points).sum();
    let taken_of_round: i64 = entries.iter().map(|entry| entry.points_of_round).sum();
    execute!(
        tx,
        "UPDATE standings SET points = points - $4, round_points = round_points - $6, shares = shares - $5,
             reached_at = COALESCE(
             (SELECT MAX(step.at) FROM (
                  SELECT e.at FROM ledger e
                  WHERE e.workspace_id = $1 AND e.contest_id = $2 AND e.user_id = $3 AND e.reverses IS NULL
                      AND NOT EXISTS (SELECT 1 FROM ledger r
                                      WHERE r.workspace_id = $1 AND r.reverses = e.entry_id)
                  UNION ALL
                  SELECT n.joined_at FROM entrants n
                  WHERE n.workspace_id = $1 AND n.contest_id = $2 AND n.user_id = $3) step), reached_at),
             through_at = CASE WHEN points - $4 >= (SELECT line FROM contests WHERE workspace_id = $1 AND contest_id = $2)
                 THEN through_at END
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        whose.contest.as_str(),
        whose.user.as_str(),
        taken,
        shares,
        taken_of_round,
    )?;
    let mut batch = Batch::default();
    let stands = stood.map(|stood| Tally { points: stood.points - taken, shares: stood.shares - shares });
    tallies::move_player(&mut batch, workspace, whose.contest, stood, stands);
    batch.run(tx).await
}
