//! Dry runs: contests that score silently, and what counted in them. Every other list of contests leaves them out.

use chrono::{DateTime, Utc};

use super::batch::add;
use super::contests::ContestRow;
use super::{Batch, Result, Tx, execute, fetch_all};
use crate::domain::contest::Contest;
use crate::domain::id::{ChannelId, ContestId, ShareId, UserId, WorkspaceId};

/// The dry runs of a workspace: those to come or under way first, then up to `most` that are over, the latest first.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId, most: i64) -> Result<Vec<Contest>> {
    let live = fetch_all!(
        tx,
        ContestRow,
        "SELECT c.contest_id, c.title, c.channel_id, c.zone, c.starts_at, c.ends_at, c.phase, c.template, c.prizes,
             c.rulebook, c.board_at, c.started_by, c.closed_at, c.closings, c.format, c.round, c.dry_run
         FROM contests c WHERE c.workspace_id = $1 AND c.phase >= 'open' AND c.dry_run IS NOT NULL
         ORDER BY c.ends_at, c.contest_id",
        workspace.as_str(),
    )?;
    let past = fetch_all!(
        tx,
        ContestRow,
        "SELECT c.contest_id, c.title, c.channel_id, c.zone, c.starts_at, c.ends_at, c.phase, c.template, c.prizes,
             c.rulebook, c.board_at, c.started_by, c.closed_at, c.closings, c.format, c.round, c.dry_run
         FROM contests c
         WHERE c.workspace_id = $1 AND c.phase IN ('closed', 'cancelled') AND c.dry_run IS NOT NULL
         ORDER BY COALESCE(c.closed_at, c.ends_at) DESC, c.contest_id DESC LIMIT $2",
        workspace.as_str(),
        most,
    )?;
    live.into_iter().chain(past).map(Contest::try_from).collect()
}

/// A share that counts in dry runs.
#[derive(Clone, Copy, Debug)]
pub struct DryShare<'a> {
    /// Whose.
    pub user: &'a UserId,
    /// The link as it would be claimed.
    pub link_key: &'a str,
    /// The share's name there: no other share has it.
    pub share: &'a ShareId,
    /// Where it came in.
    pub channel: &'a ChannelId,
    /// The message it is, if it is one.
    pub message_ts: Option<&'a str>,
    /// When it was taken in.
    pub recorded_at: DateTime<Utc>,
}

/// Keeps that a share counted in a dry run.
pub fn keep(batch: &mut Batch, workspace: &WorkspaceId, contest: &ContestId, share: DryShare<'_>) {
    add!(
        batch,
        "INSERT INTO dry_shares (workspace_id, contest_id, user_id, link_key, share_id, channel_id, message_ts, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        workspace.as_str(),
        contest.as_str(),
        share.user.as_str(),
        share.link_key,
        share.share.as_str(),
        share.channel.as_str(),
        share.message_ts,
        share.recorded_at.timestamp_millis(),
    );
}

/// In which dry runs a rep's link has counted.
pub async fn counted(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    link_key: &str,
) -> Result<Vec<ContestId>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT contest_id FROM dry_shares WHERE workspace_id = $1 AND user_id = $2 AND link_key = $3",
        workspace.as_str(),
        user.as_str(),
        link_key,
    )?;
    Ok(rows.into_iter().map(|(contest,)| contest.into()).collect())
}

/// What a rep's share of a link, taken in at that instant, counted as: its name there.
pub async fn of_share(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    link_key: &str,
    recorded_at: DateTime<Utc>,
) -> Result<Vec<(ContestId, ShareId, UserId)>> {
    let rows = fetch_all!(
        tx,
        (String, String, String),
        "SELECT contest_id, share_id, user_id FROM dry_shares
         WHERE workspace_id = $1 AND user_id = $2 AND link_key = $3 AND recorded_at = $4 ORDER BY contest_id",
        workspace.as_str(),
        user.as_str(),
        link_key,
        recorded_at.timestamp_millis(),
    )?;
    Ok(rows.into_iter().map(named).collect())
}

/// The same of a message.
pub async fn of_message(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    ts: &str,
) -> Result<Vec<(ContestId, ShareId, UserId)>> {
    let rows = fetch_all!(
        tx,
        (String, String, String),
        "SELECT contest_id, share_id, user_id FROM dry_shares
         WHERE workspace_id = $1 AND channel_id = $2 AND message_ts = $3 ORDER BY contest_id",
        workspace.as_str(),
        channel.as_str(),
        ts,
    )?;
    Ok(rows.into_iter().map(named).collect())
}

fn named((contest, share, user): (String, String, String)) -> (ContestId, ShareId, UserId) {
    (contest.into(), share.into(), user.into())
}

/// Forgets that a share counted in a dry run: its link can count there again.
pub async fn forget(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    share: &ShareId,
    user: &UserId,
) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM dry_shares WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND share_id = $4",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        share.as_str(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
