//! What we owe Slack: a row is written in the transaction that causes it, claimed with a lease by whoever
//! delivers it, and settled with Slack's answer.
//!
//! Posts of one lane (see [`Call::lane`]) go out strictly in order of their due instant, then as they were
//! owed: the first that is not settled holds up the rest. Between two of a lane there is a rest, kept in the
//! database so that all processes keep it.

mod call;
mod settling;

use chrono::{DateTime, TimeDelta, Utc};

use super::time::instant;
use super::{Engine, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row};
use crate::cause::Cause;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};

pub use call::{Call, EventType, KINDS, Message, Target};
pub use settling::{keep_call, put_back, settle_away, settle_done, settle_failed, waiting};

/// How long a row that this version cannot read (a newer one wrote it?) is left for others.
const UNREADABLE_FOR: TimeDelta = TimeDelta::minutes(10);

/// A call to Slack that is owed.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Unique in its workspace for ever: owing it again changes nothing, even after it went out.
    pub key: String,
    /// The call.
    pub call: Call,
    /// Not before this instant.
    pub due_at: DateTime<Utc>,
}

/// A post that this process has claimed. Whoever claims it next gets a higher fence, and then this claim
/// can settle nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Where it belongs.
    pub workspace: WorkspaceId,
    /// What is to be sent.
    pub post: Post,
    /// How many times it has been claimed, this time included.
    pub attempt: i64,
    /// An earlier attempt may have reached Slack: nobody knows.
    pub uncertain: bool,
    /// What owed it, if that is known.
    pub cause: Option<Cause>,
    fence: i64,
}

/// Where Slack put a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The channel, or the direct message.
    pub channel: ChannelId,
    /// Its timestamp, which is its name there. Calls that make no message have none.
    pub ts: Option<String>,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// It went out, and is there.
    Sent(Sent),
    /// It has yet to go out.
    Waiting,
    /// It will never go out: it failed, was withdrawn, or was never owed.
    Nowhere,
}

/// How much is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// How many posts are not settled, those included that are not due yet.
    pub owed: i64,
    /// How many posts are due and not settled.
    pub due: i64,
    /// Since when the oldest of them is.
    pub since: Option<DateTime<Utc>>,
}

/// Owes a post. Answers whether it is new.
pub async fn owe(tx: &mut Tx, workspace: &WorkspaceId, post: &Post) -> Result<bool> {
    let call = serde_json::to_string(&post.call).map_err(anyhow::Error::from)?;
    let cause = tx.cause();
    // The number orders posts of one instant. Transactions at the same moment may draw the same: then neither
    // was first.
    let owed = execute!(
        tx,
        "INSERT INTO owed_posts (workspace_id, key, lane, seq, kind, call, due_at, ready_at, state, attempts, \
         fence, uncertain, cause) VALUES ($1, $2, $3, (SELECT COALESCE(MAX(seq), 0) + 1 FROM owed_posts \
         WHERE workspace_id = $1 AND lane = $3 AND settled_at IS NULL), $4, $5, $6, $6, 'owed', 0, 0, 0, $7) \
         ON CONFLICT DO NOTHING",
        workspace.as_str(),
        &post.key,
        post.call.lane(),
        post.call.kind(),
        call,
        post.due_at.timestamp_millis(),
        cause,
    )?;
    tx.owes();
    Ok(owed > 0)
}

/// Takes back a post that has not been tried. Answers whether there was one.
pub async fn withdraw(tx: &mut Tx, workspace: &WorkspaceId, key: &str, now: DateTime<Utc>) -> Result<bool> {
    let withdrawn = execute!(
        tx,
        "UPDATE owed_posts SET state = 'withdrawn', settled_at = $3 \
         WHERE workspace_id = $1 AND key = $2 AND settled_at IS NULL AND state = 'owed' AND uncertain = 0",
        workspace.as_str(),
        key,
        now.timestamp_millis(),
    )?;
    // What waited behind it may be ready now.
    tx.owes();
    Ok(withdrawn > 0)
}

row! {
    /// What [`claim`] reads back.
    struct Row {
        workspace_id: String,
        key: String,
        call: String,
        due_at: i64,
        attempts: i64,
        uncertain: i64,
        fence: i64,
        cause: Option<String>,
    }
}

/// Posts `p` that stand first in their lane.
macro_rules! first_in_lane {
    () => {
        "p.settled_at IS NULL AND NOT EXISTS (SELECT 1 FROM owed_posts e \
         WHERE e.workspace_id = p.workspace_id AND e.lane = p.lane AND e.settled_at IS NULL \
         AND (e.due_at, e.seq, e.key) < (p.due_at, p.seq, p.key))"
    };
}

/// Rests hold from their beginning only: a clock that is set back does not lengthen them.
macro_rules! claim_sql {
    ($lock:literal) => {
        concat!(
            "WITH ready AS MATERIALIZED (SELECT p.workspace_id, p.key FROM owed_posts p WHERE p.ready_at <= $1 AND ",
            first_in_lane!(),
            " AND NOT EXISTS (SELECT 1 FROM lanes l WHERE l.workspace_id = p.workspace_id AND l.lane = p.lane \
               AND l.rests_from <= $1 AND l.rests_until > $1) \
             AND NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.workspace_id = p.workspace_id \
               AND (w.left_at IS NOT NULL OR (w.paused_at <= $1 AND w.paused_until > $1))) \
             ORDER BY p.due_at, p.seq, p.key LIMIT $2",
            $lock,
            ") UPDATE owed_posts SET state = 'sending', attempts = attempts + 1, fence = fence + 1, ready_at = $3, \
             uncertain = CASE WHEN state = 'sending' OR EXISTS (SELECT 1 FROM workspaces w \
               WHERE w.workspace_id = owed_posts.workspace_id AND (w.doubted_until = 0 OR w.doubted_until > $1)) \
               THEN 1 ELSE uncertain END \
             FROM ready WHERE owed_posts.workspace_id = ready.workspace_id AND owed_posts.key = ready.key \
             RETURNING owed_posts.workspace_id, owed_posts.key, call, due_at, attempts, uncertain, fence, cause"
        )
    };
}

/// Claims up to `limit` posts that are ready, each the first of its lane, for as long as `lease`.
///
/// A claim that was not settled within its lease is ready again, and uncertain: its holder may have died
/// between sending and settling. So is each one while the database is doubted (see
/// [`workspaces::doubt`](super::workspaces::doubt)).
pub async fn claim(tx: &mut Tx, now: DateTime<Utc>, lease: TimeDelta, limit: i64) -> Result<Vec<Claim>> {
    let sql = match tx.engine() {
        Engine::Sqlite => claim_sql!(""),
        // Rows that another process is claiming are its own.
        Engine::Postgres => claim_sql!(" FOR UPDATE OF p SKIP LOCKED"),
    };
    let until = (now + lease).timestamp_millis();
    let rows = fetch_all!(tx, Row, sql, now.timestamp_millis(), limit, until)?;
    let mut claims = Vec::with_capacity(rows.len());
    for row in rows {
        claims.extend(read_claim(tx, row, now).await?);
    }
    claims.sort_by(|a, b| (a.post.due_at, &a.post.key).cmp(&(b.post.due_at, &b.post.key)));
    Ok(claims)
}

/// One row that cannot be read must not keep the others from being claimed: it is put back, and logged.
async fn read_claim(tx: &mut Tx, row: Row, now: DateTime<Utc>) -> Result<Option<Claim>> {
    let call = match serde_json::from_str(&row.call) {
        Ok(call) => call,
        Err(why) => {
            // Where it fails, not at what: the row holds what is to be said.
            let (workspace, key, column) = (&row.workspace_id, &row.key, why.column());
            tracing::error!(workspace, key, column, "owed post cannot be read");
            execute!(
                tx,
                "UPDATE owed_posts SET state = 'owed', ready_at = $3 WHERE workspace_id = $1 AND key = $2",
                row.workspace_id,
                row.key,
                (now + UNREADABLE_FOR).timestamp_millis(),
            )?;
            return Ok(None);
        }
    };
    Ok(Some(Claim {
        workspace: row.workspace_id.into(),
        post: Post { key: row.key, call, due_at: instant(row.due_at)? },
        attempt: row.attempts,
        uncertain: row.uncertain != 0,
        cause: row.cause.and_then(|cause| cause.parse().ok()),
        fence: row.fence,
    }))
}

/// Nobody else is at work on this database: what was being sent is ready at once.
pub async fn release_all(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE owed_posts SET ready_at = $1 WHERE settled_at IS NULL AND state = 'sending'";
    execute!(tx, sql, now.timestamp_millis())?;
    Ok(())
}

/// The clock, which had come to `latest`, was set back to `now`: what was due stays due, and no claim lasts
/// longer than `lease` from now.
pub async fn clock_set_back(
    tx: &mut Tx,
    latest: DateTime<Utc>,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE owed_posts SET ready_at = CASE state WHEN 'sending' THEN $3 ELSE $2 END \
         WHERE settled_at IS NULL AND due_at <= $1 AND ready_at > CASE state WHEN 'sending' THEN $3 ELSE $2 END",
        latest.timestamp_millis(),
        now.timestamp_millis(),
        (now + lease).timestamp_millis(),
    )?;
    Ok(())
}

/// Forgets what was settled before `before` and left nothing in a channel that an update could be for: reactions,
/// whispers and homes, of which there is one for every share.
pub async fn prune(tx: &mut Tx, workspace: &WorkspaceId, before: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM owed_posts WHERE workspace_id = $1 AND kind IN ('reaction', 'ephemeral', 'home') AND settled_at < $2",
        workspace.as_str(),
        before.timestamp_millis(),
    )?;
    Ok(())
}

/// Where the post with this key is.
pub async fn whereabouts(tx: &mut Tx, workspace: &WorkspaceId, key: &str) -> Result<Whereabouts> {
    let row = fetch_optional!(
        tx,
        (Option<i64>, Option<String>, Option<String>),
        "SELECT settled_at, channel_id, ts FROM owed_posts WHERE workspace_id = $1 AND key = $2",
        workspace.as_str(),
        key,
    )?;
    Ok(match row {
        Some((None, ..)) => Whereabouts::Waiting,
        Some((Some(_), Some(channel), ts)) => Whereabouts::Sent(Sent { channel: channel.into(), ts }),
        Some((Some(_), None, _)) | None => Whereabouts::Nowhere,
    })
}

/// What people were told under this name, with their ids behind it: the key of each message that is out, or has yet to
/// go, and whom it is for.
pub async fn told(tx: &mut Tx, workspace: &WorkspaceId, name: &str) -> Result<Vec<(String, UserId)>> {
    let rows = fetch_all!(
        tx,
        (String, String),
        "SELECT p.key, u.user_id FROM people u
         JOIN owed_posts p ON p.workspace_id = u.workspace_id AND p.key = $2 || u.user_id
         WHERE u.workspace_id = $1 AND (p.settled_at IS NULL OR p.ts IS NOT NULL) ORDER BY u.user_id",
        workspace.as_str(),
        format!("{name}:"),
    )?;
    Ok(rows.into_iter().map(|(key, user)| (key, user.into())).collect())
}

/// Whom the direct message with this key is for, if it is out, or has yet to go.
pub async fn told_to(tx: &mut Tx, workspace: &WorkspaceId, key: &str) -> Result<Option<UserId>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "SELECT lane FROM owed_posts
         WHERE workspace_id = $1 AND key = $2 AND (settled_at IS NULL OR ts IS NOT NULL)",
        workspace.as_str(),
        key,
    )?;
    Ok(row.map(|(lane,)| lane.into()))
}

/// When the next post can be claimed, as seen at `now`: past, if one can be now.
pub async fn next_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let (next,) = fetch_one!(
        tx,
        (Option<i64>,),
        concat!(
            "SELECT MIN(CASE \
               WHEN COALESCE(w.paused_until, 0) > p.ready_at AND w.paused_until > COALESCE(l.rests_until, 0) \
                 THEN w.paused_until \
               WHEN l.rests_until > p.ready_at THEN l.rests_until \
               ELSE p.ready_at END) \
             FROM owed_posts p \
             LEFT JOIN lanes l ON l.workspace_id = p.workspace_id AND l.lane = p.lane \
               AND l.rests_from <= $1 AND l.rests_until > $1 \
             LEFT JOIN workspaces w ON w.workspace_id = p.workspace_id \
               AND w.paused_at <= $1 AND w.paused_until > $1 \
             WHERE NOT EXISTS (SELECT 1 FROM workspaces g WHERE g.workspace_id = p.workspace_id \
               AND g.left_at IS NOT NULL) AND ",
            first_in_lane!(),
        ),
        now.timestamp_millis(),
    )?;
    next.map(instant).transpose()
}

/// How much is owed where the app is installed, and how much of it is due at `now`.
pub async fn backlog(tx: &mut Tx, now: DateTime<Utc>) -> Result<Backlog> {
    let (owed, due, since) = fetch_one!(
        tx,
        (i64, i64, Option<i64>),
        "SELECT COUNT(*), COUNT(CASE WHEN due_at <= $1 THEN 1 END), MIN(CASE WHEN due_at <= $1 THEN due_at END) \
         FROM owed_posts p WHERE settled_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.workspace_id = p.workspace_id \
         AND w.left_at IS NOT NULL)",
        now.timestamp_millis(),
    )?;
    Ok(Backlog { owed, due, since: since.map(instant).transpose()? })
}

#[cfg(test)]
mod tests;
