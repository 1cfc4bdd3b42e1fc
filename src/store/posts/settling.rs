//! How a claim on a post ends.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Call, Claim, Sent};
use crate::store::{Result, Tx, execute, fetch_all};

/// Slack takes about one message a second in each channel.
const REST: TimeDelta = TimeDelta::seconds(1);

/// Settles a claimed post as delivered. Answers whether the claim still held.
pub async fn settle_done(tx: &mut Tx, claim: &Claim, sent: &Sent, now: DateTime<Utc>) -> Result<bool> {
    let settled = execute!(
        tx,
        "UPDATE owed_posts SET state = 'done', settled_at = $4, channel_id = $5, ts = $6, error = NULL \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.post.key,
        claim.fence,
        now.timestamp_millis(),
        sent.channel.as_str(),
        sent.ts.as_deref(),
    )?;
    rest(tx, claim, now).await?;
    Ok(settled > 0)
}

/// What of a claim's lane is not settled, the claim's own post included.
pub async fn waiting(tx: &mut Tx, claim: &Claim) -> Result<Vec<String>> {
    let keys = fetch_all!(
        tx,
        (String,),
        "SELECT key FROM owed_posts WHERE workspace_id = $1 AND lane = $2 AND settled_at IS NULL",
        claim.workspace.as_str(),
        claim.post.call.lane(),
    )?;
    Ok(keys.into_iter().map(|(key,)| key).collect())
}

/// Drops a claimed post that has been done, and with it others of its lane that its doing has covered. Nothing is kept of
/// them: for what is done again and again under new keys. Answers whether the claim still held.
pub async fn settle_away(tx: &mut Tx, claim: &Claim, covered: &[String], now: DateTime<Utc>) -> Result<bool> {
    let workspace = claim.workspace.as_str();
    let own = execute!(
        tx,
        "DELETE FROM owed_posts WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        workspace,
        &claim.post.key,
        claim.fence,
    )?;
    if own == 0 {
        return Ok(false);
    }
    for key in covered {
        execute!(
            tx,
            "DELETE FROM owed_posts WHERE workspace_id = $1 AND key = $2 AND lane = $3 AND state = 'owed'",
            workspace,
            key,
            claim.post.call.lane(),
        )?;
    }
    rest(tx, claim, now).await?;
    Ok(true)
}

/// Settles a claimed post as one that Slack will never take; its lane goes on. Answers whether the claim
/// still held.
pub async fn settle_failed(tx: &mut Tx, claim: &Claim, error: &str, now: DateTime<Utc>) -> Result<bool> {
    let settled = execute!(
        tx,
        "UPDATE owed_posts SET state = 'failed', settled_at = $4, error = $5 \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.post.key,
        claim.fence,
        now.timestamp_millis(),
        error,
    )?;
    rest(tx, claim, now).await?;
    Ok(settled > 0)
}

/// Puts a claimed post back until `ready_at`; its lane waits with it. `uncertain` says that this attempt, too,
/// may have reached Slack. Answers whether the claim still held.
pub async fn put_back(
    tx: &mut Tx,
    claim: &Claim,
    ready_at: DateTime<Utc>,
    uncertain: bool,
    error: &str,
) -> Result<bool> {
    let put_back = execute!(
        tx,
        "UPDATE owed_posts SET state = 'owed', ready_at = $4, uncertain = $5, error = $6 \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL",
        claim.workspace.as_str(),
        &claim.post.key,
        claim.fence,
        ready_at.timestamp_millis(),
        i64::from(uncertain),
        error,
    )?;
    Ok(put_back > 0)
}

/// Keeps what an attempt has come to before its end, so that the next one need not do it again: the call as it is now
/// owed. Answers whether the claim still held; what was changed meanwhile, because somebody was forgotten, stays so.
pub async fn keep_call(tx: &mut Tx, claim: &Claim, call: &Call) -> Result<bool> {
    let written = |call: &Call| serde_json::to_string(call).map_err(anyhow::Error::from);
    let kept = execute!(
        tx,
        "UPDATE owed_posts SET call = $5 \
         WHERE workspace_id = $1 AND key = $2 AND fence = $3 AND settled_at IS NULL AND call = $4",
        claim.workspace.as_str(),
        &claim.post.key,
        claim.fence,
        written(&claim.post.call)?,
        written(call)?,
    )?;
    Ok(kept > 0)
}

/// Lets the claim's lane rest from `now` on.
async fn rest(tx: &mut Tx, claim: &Claim, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO lanes (workspace_id, lane, rests_from, rests_until) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (workspace_id, lane) DO UPDATE SET rests_from = excluded.rests_from, \
         rests_until = excluded.rests_until",
        claim.workspace.as_str(),
        claim.post.call.lane(),
        now.timestamp_millis(),
        (now + REST).timestamp_millis(),
    )?;
    Ok(())
}
