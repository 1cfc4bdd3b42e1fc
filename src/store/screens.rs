//! Screens, found by the hash of the secret in their address.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::{Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row, workspaces};
use crate::domain::id::{ChannelId, ContestId, UserId, WorkspaceId};
use crate::domain::screen::{Screen, ScreenLine};

row! {
    struct ScreenRow {
        number: i64,
        channel_id: String,
        contest_id: Option<String>,
        made_by: String,
        made_at: i64,
        seen_at: Option<i64>,
    }
}

impl TryFrom<ScreenRow> for Screen {
    type Error = Error;

    fn try_from(row: ScreenRow) -> Result<Self> {
        Ok(Self {
            number: row.number,
            channel: row.channel_id.into(),
            contest: row.contest_id.map(ContestId::from),
            made_by: row.made_by.into(),
            made_at: instant(row.made_at)?,
            seen_at: row.seen_at.map(instant).transpose()?,
        })
    }
}

/// Holds the workspace's screens until the transaction ends, so that two who make one at once take turns, and gives how
/// many are live.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId) -> Result<i64> {
    workspaces::hold_left_at(tx, workspace).await?;
    let (live,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM screens WHERE workspace_id = $1 AND revoked_at IS NULL",
        workspace.as_str(),
    )?;
    Ok(live)
}

/// Makes a screen, under the workspace's next number; the caller [holds](hold) them.
pub async fn make(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    token_hash: &str,
    (channel, contest): (&ChannelId, Option<&ContestId>),
    made_by: &UserId,
    now: DateTime<Utc>,
) -> Result<i64> {
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "INSERT INTO screens (workspace_id, number, token_hash, channel_id, contest_id, made_by, made_at)
         SELECT $1, CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT), $2, $3, $4, $5, CAST($6 AS BIGINT)
         FROM screens WHERE workspace_id = $1 RETURNING number",
        workspace.as_str(),
        token_hash,
        channel.as_str(),
        contest.map(ContestId::as_str),
        made_by.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(number)
}

/// The screen whose secret has this hash, and whose it is; none if it was revoked, or the workspace left.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<(WorkspaceId, i64)>> {
    let found = fetch_optional!(
        tx,
        (String, i64),
        "SELECT s.workspace_id, s.number FROM screens s JOIN workspaces w ON w.workspace_id = s.workspace_id
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND w.left_at IS NULL",
        token_hash,
    )?;
    Ok(found.map(|(workspace, number)| (workspace.into(), number)))
}

/// The screen of that number; none if it was revoked, or the workspace left.
pub async fn find(tx: &mut Tx, workspace: &WorkspaceId, number: i64) -> Result<Option<Screen>> {
    fetch_optional!(
        tx,
        ScreenRow,
        "SELECT s.number, s.channel_id, s.contest_id, s.made_by, s.made_at, s.seen_at
         FROM screens s JOIN workspaces w ON w.workspace_id = s.workspace_id
         WHERE s.workspace_id = $1 AND s.number = $2 AND s.revoked_at IS NULL AND w.left_at IS NULL",
        workspace.as_str(),
        number,
    )?
    .map(Screen::try_from)
    .transpose()
}

row! {
    struct LineRow {
        number: i64,
        channel_id: String,
        title: Option<String>,
        made_by: String,
        made_at: i64,
        seen_at: Option<i64>,
    }
}

/// The screens that are live, the oldest first, for a reader in `zone`.
pub async fn live(tx: &mut Tx, workspace: &WorkspaceId, zone: chrono_tz::Tz) -> Result<Vec<ScreenLine>> {
    let rows = fetch_all!(
        tx,
        LineRow,
        "SELECT s.number, s.channel_id, c.title, COALESCE(p.shown_as, p.name, s.made_by) AS made_by, s.made_at, s.seen_at
         FROM screens s
         LEFT JOIN contests c ON c.workspace_id = s.workspace_id AND c.contest_id = s.contest_id
         LEFT JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.made_by
         WHERE s.workspace_id = $1 AND s.revoked_at IS NULL ORDER BY s.number",
        workspace.as_str(),
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(ScreenLine {
                number: row.number,
                channel: row.channel_id.into(),
                title: row.title,
                made_by: row.made_by,
                made_at: instant(row.made_at)?,
                seen_at: row.seen_at.map(instant).transpose()?,
                zone,
            })
        })
        .collect()
}

/// Which screens are meant.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// The one of that number.
    Number(i64),
    /// All of a channel.
    Of(&'a ChannelId),
}

/// Revokes screens. Gives the numbers of those that were live.
pub async fn revoke(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    which: Which<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<i64>> {
    let (number, channel) = match which {
        Which::Number(number) => (number, ""),
        Which::Of(channel) => (0, channel.as_str()),
    };
    let rows = fetch_all!(
        tx,
        (i64,),
        "UPDATE screens SET revoked_at = $4
         WHERE workspace_id = $1 AND (number = $2 OR channel_id = $3) AND revoked_at IS NULL RETURNING number",
        workspace.as_str(),
        number,
        channel,
        now.timestamp_millis(),
    )?;
    tx.shows();
    let mut numbers: Vec<i64> = rows.into_iter().map(|(number,)| number).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The screen was seen to be open.
pub async fn seen(tx: &mut Tx, workspace: &WorkspaceId, number: i64, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "UPDATE screens SET seen_at = $3 WHERE workspace_id = $1 AND number = $2",
        workspace.as_str(),
        number,
        now.timestamp_millis(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
