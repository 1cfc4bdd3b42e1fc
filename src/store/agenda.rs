//! Work that falls due: it is put down in the transaction that causes it, claimed with a lease when its
//! instant has come, and settled in the transaction that holds its effect.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::time::instant;
use super::{Engine, Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::cause::Cause;
use crate::domain::id::WorkspaceId;

/// A piece of work to be done at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Unique in its workspace for ever: putting it down again changes nothing, even after it is done.
    pub key: String,
    /// Which kind of work: a name in the table of jobs.
    pub kind: String,
    /// What the job of this kind is told, as JSON.
    pub args: String,
    /// When it falls due.
    pub due_at: DateTime<Utc>,
}

impl Work {
    /// Work of `kind` with its typed arguments.
    pub fn new(
        key: impl Into<String>,
        kind: impl Into<String>,
        args: &impl Serialize,
        due_at: DateTime<Utc>,
    ) -> Result<Self> {
        let args = serde_json::to_string(args).map_err(anyhow::Error::from)?;
        Ok(Self { key: key.into(), kind: kind.into(), args, due_at })
    }

    /// The arguments, as the job of this kind knows them.
    pub fn args<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.args).map_err(|why| Error::damaged(format_args!("work {}", self.key), why))
    }
}

/// Work that this process has claimed. Whoever claims it next gets a higher fence, and then this claim can
/// neither settle it nor fail it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Where it belongs.
    pub workspace: WorkspaceId,
    /// What is to be done.
    pub work: Work,
    /// How many times it has been claimed, this time included.
    pub attempt: i64,
    /// What put it down, if that is known.
    pub cause: Option<Cause>,
    fence: i64,
}

/// How much is due and not settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// How many pieces of work.
    pub due: i64,
    /// Since when the oldest of them is.
    pub since: Option<DateTime<Utc>>,
}

/// Puts work down. Answers whether it is new.
pub async fn put(tx: &mut Tx, workspace: &WorkspaceId, work: &Work) -> Result<bool> {
    let cause = tx.cause();
    let put = execute!(
        tx,
        "INSERT INTO agenda (workspace_id, key, kind, args, due_at, ready_at, state, attempts, fence, \
         cause) VALUES ($1, $2, $3, $4, $5, $5, 'due', 0, 0, $6) ON CONFLICT DO NOTHING",
        workspace.as_str(),
        &work.key,
        &work.kind,
        &work.args,
        work.due_at.timestamp_millis(),
        cause,
    )?;
    tx.owes();
    Ok(put > 0)
}

/// Whether the work of that key was done, given up or withdrawn.
pub async fn is_settled(tx: &mut Tx, workspace: &WorkspaceId, key: &str) -> Result<bool> {
    let row = fetch_optional!(
        tx,
        (Option<i64>,),
        "SELECT settled_at FROM agenda WHERE workspace_id = $1 AND key = $2",
        workspace.as_str(),
        key,
    )?;
    Ok(row.is_some_and(|(settled_at,)| settled_at.is_some()))
}

/// Moves work that is not settled to another instant. If it is running, what it does is undone: its
/// transaction will find the lease lost. Answers whether there was any.
pub async fn move_to(tx: &mut Tx, workspace: &WorkspaceId, key: &str, due_at: DateTime<Utc>) -> Result<bool> {
    let moved = execute!(
        tx,
        "UPDATE agenda SET due_at = $3, ready_at = $3, state = 'due', attempts = 0, fence = fence + 1 \
         WHERE workspace_id = $1 AND key = $2 AND settled_at IS NULL",
        workspace.as_str(),
        key,
        due_at.timestamp_millis(),
    )?;
    tx.owes();
    Ok(moved > 0)
}

/// Takes work that is not settled off the agenda, for ever; what it does, if it is running, is undone.
/// Answers whether there was any.
pub async fn withdraw(tx: &mut Tx, workspace: &WorkspaceId, key: &str, now: DateTime<Utc>) -> Result<bool> {
    let withdrawn = execute!(
        tx,
        "UPDATE agenda SET state = 'withdrawn', settled_at = $3, fence = fence + 1 \
         WHERE workspace_id = $1 AND key = $2 AND settled_at IS NULL",
        workspace.as_str(),
        key,
        now.timestamp_millis(),
    )?;
    Ok(withdrawn > 0)
}

/// What [`claim`] reads back.
type ClaimRow = (String, String, String, String, i64, i64, i64, Option<String>);

/// Where the app was removed, erasing is all that is left to do.
macro_rules! stands {
    () => {
        "settled_at IS NULL AND (kind = 'erase' OR NOT EXISTS (SELECT 1 FROM workspaces w \
         WHERE w.workspace_id = agenda.workspace_id AND w.left_at IS NOT NULL))"
    };
}

macro_rules! claim_sql {
    ($lock:literal) => {
        concat!(
            "WITH ready AS MATERIALIZED (SELECT workspace_id, key FROM agenda WHERE ",
            stands!(),
            " AND ready_at <= $1 ORDER BY due_at, key LIMIT $2",
            $lock,
            ") UPDATE agenda SET state = 'running', attempts = attempts + 1, fence = fence + 1, ready_at = $3 \
             FROM ready WHERE agenda.workspace_id = ready.workspace_id AND agenda.key = ready.key \
             RETURNING agenda.workspace_id, agenda.key, kind, args, due_at, attempts, fence, cause"
        )
    };
}

/// Claims up to `limit` pieces of work that are due, earliest first, for as long as `lease`. What was claimed
/// before and not settled within its lease is due again.
pub async fn claim(tx: &mut Tx, now: DateTime<Utc>, lease: TimeDelta, limit: i64) -> Result<Vec<Claim>> {
    let sql = match tx.engine() {
        Engine::Sqlite => claim_sql!(""),
        // Rows that another process is claiming are its own.
        Engine::Postgres => claim_sql!(" FOR UPDATE SKIP LOCKED"),
    };
    let until = (now + lease).timestamp_millis();
    let rows = fetch_all!(tx, ClaimRow, sql, now.timestamp_millis(), limit, until)?;
    let claim = |(workspace, key, kind, args, due_at, attempt, fence, cause): ClaimRow| {
        let work = Work { key, kind, args, due_at: instant(due_at)? };
        let cause = cause.and_then(|cause| cause.parse().ok());
        Ok(Claim { workspace: workspace.into(), work, attempt, cause, fence })
    };
    let mut claims = rows.into_iter().map(claim).collect::<Result<Vec<_>>>()?;
    claims.sort_by(|a, b| (a.work.due_at, &a.work.key).cmp(&(b.work.due_at, &b.work.key)));
    Ok(claims)
}

/// Marks claimed work as done, in the transaction that holds its effect.
///
/// [`Error::LeaseLost`] means that another process has claimed it meanwhile, or that it was moved or
/// withdrawn; the caller gives that error on, so that the effect is undone.
pub async fn settle(tx: &mut Tx, claim: &Claim, now: DateTime<Utc>) -> Result<()> {
    let settled = execute!(
        tx,
        "UPDATE agenda SET state = 'done', settled_at = $4, error = NULL \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.work.key,
        claim.fence,
        now.timestamp_millis(),
    )?;
    if settled == 0 {
        return Err(Error::LeaseLost { key: claim.work.key.clone() });
    }
    Ok(())
}

/// Forgets work of one kind that was settled before `before`: for what recurs often, under keys that never come again.
pub async fn prune(tx: &mut Tx, workspace: &WorkspaceId, kind: &str, before: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM agenda WHERE workspace_id = $1 AND kind = $2 AND settled_at < $3",
        workspace.as_str(),
        kind,
        before.timestamp_millis(),
    )?;
    Ok(())
}

/// Puts claimed work back to go on at once, having done a part of it in this transaction. As with [`settle`],
/// [`Error::LeaseLost`] undoes the part.
pub async fn go_on(tx: &mut Tx, claim: &Claim, now: DateTime<Utc>) -> Result<()> {
    let put_back = execute!(
        tx,
        "UPDATE agenda SET state = 'due', ready_at = $4, attempts = 0, fence = fence + 1 \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.work.key,
        claim.fence,
        now.timestamp_millis(),
    )?;
    if put_back == 0 {
        return Err(Error::LeaseLost { key: claim.work.key.clone() });
    }
    tx.owes();
    Ok(())
}

/// Puts claimed work back until `ready_at`, having failed with `error`. Answers whether the claim still held.
pub async fn put_back(tx: &mut Tx, claim: &Claim, ready_at: DateTime<Utc>, error: &str) -> Result<bool> {
    let put_back = execute!(
        tx,
        "UPDATE agenda SET state = 'due', ready_at = $4, error = $5 \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.work.key,
        claim.fence,
        ready_at.timestamp_millis(),
        error,
    )?;
    Ok(put_back > 0)
}

/// Gives claimed work up, having failed with `error`. Answers whether the claim still held.
pub async fn fail(tx: &mut Tx, claim: &Claim, now: DateTime<Utc>, error: &str) -> Result<bool> {
    let failed = execute!(
        tx,
        "UPDATE agenda SET state = 'failed', settled_at = $4, error = $5 \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.work.key,
        claim.fence,
        now.timestamp_millis(),
        error,
    )?;
    Ok(failed > 0)
}

/// Nobody else is at work on this database: what was being done is due at once.
pub async fn release_all(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE agenda SET ready_at = $1 WHERE settled_at IS NULL AND state = 'running'";
    execute!(tx, sql, now.timestamp_millis())?;
    Ok(())
}

/// The clock was set back to `now`: what failed waits for its own instant at most, and no claim lasts longer
/// than `lease` from now. What was due by the old clock and is not by the new one is due when that gets there.
pub async fn clock_set_back(tx: &mut Tx, now: DateTime<Utc>, lease: TimeDelta) -> Result<()> {
    execute!(
        tx,
        "UPDATE agenda SET ready_at = CASE state WHEN 'running' THEN $2 ELSE due_at END \
         WHERE settled_at IS NULL AND ready_at > $1 \
         AND ready_at > CASE state WHEN 'running' THEN $2 ELSE due_at END",
        now.timestamp_millis(),
        (now + lease).timestamp_millis(),
    )?;
    Ok(())
}

/// Lengthens a claim to `until`: the work takes a while. Answers whether the claim still held.
pub async fn renew(tx: &mut Tx, claim: &Claim, until: DateTime<Utc>) -> Result<bool> {
    let renewed = execute!(
        tx,
        "UPDATE agenda SET ready_at = $4 \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL AND state = 'running'",
        claim.workspace.as_str(),
        &claim.work.key,
        claim.fence,
        until.timestamp_millis(),
    )?;
    Ok(renewed > 0)
}

/// Whether claimed work is still this claim's to settle.
pub async fn is_held(tx: &mut Tx, claim: &Claim) -> Result<bool> {
    let held = fetch_optional!(
        tx,
        (i64,),
        "SELECT fence FROM agenda WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.work.key,
        claim.fence,
    )?;
    Ok(held.is_some())
}

/// When the next work can be claimed: past, if some can be now.
pub async fn next_due(tx: &mut Tx) -> Result<Option<DateTime<Utc>>> {
    let (next,) =
        fetch_one!(tx, (Option<i64>,), concat!("SELECT MIN(ready_at) FROM agenda WHERE ", stands!()))?;
    next.map(instant).transpose()
}

/// How much is due at `now` and not settled.
pub async fn backlog(tx: &mut Tx, now: DateTime<Utc>) -> Result<Backlog> {
    let (due, since) = fetch_one!(
        tx,
        (i64, Option<i64>),
        "SELECT COUNT(*), MIN(due_at) FROM agenda WHERE settled_at IS NULL AND due_at <= $1",
        now.timestamp_millis(),
    )?;
    Ok(Backlog { due, since: since.map(instant).transpose()? })
}

#[cfg(test)]
mod tests;
