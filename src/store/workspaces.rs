//! Workspaces where Slack no longer takes our token: what is owed there waits.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Result, Tx, execute, fetch_all, fetch_optional};
use crate::domain::id::WorkspaceId;

/// How long what is posted from a copy is doubted: what fell due while the copy lay there has been caught up with
/// long before.
const DOUBTED_FOR: TimeDelta = TimeDelta::hours(1);

/// Stops posting to a workspace until `until`. Answers whether it was not paused already.
pub async fn pause(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reason: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let before = fetch_optional!(
        tx,
        (Option<String>,),
        "SELECT paused_reason FROM workspaces WHERE workspace_id = $1",
        workspace.as_str(),
    )?;
    execute!(
        tx,
        "INSERT INTO workspaces (workspace_id, paused_reason, paused_at, paused_until) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (workspace_id) DO UPDATE SET paused_reason = excluded.paused_reason, \
         paused_at = excluded.paused_at, paused_until = excluded.paused_until",
        workspace.as_str(),
        reason,
        now.timestamp_millis(),
        until.timestamp_millis(),
    )?;
    Ok(before.is_none_or(|(reason,)| reason.is_none()))
}

/// Posts to a workspace again: its token works. Answers whether it was paused.
pub async fn resume(tx: &mut Tx, workspace: &WorkspaceId) -> Result<bool> {
    let resumed = execute!(
        tx,
        "UPDATE workspaces SET paused_reason = NULL, paused_at = NULL, paused_until = NULL \
         WHERE workspace_id = $1 AND paused_reason IS NOT NULL",
        workspace.as_str(),
    )?;
    if resumed > 0 {
        tx.owes();
    }
    Ok(resumed > 0)
}

/// The workspaces that are paused, each with Slack's word for why.
pub async fn paused(tx: &mut Tx) -> Result<Vec<(WorkspaceId, String)>> {
    let rows = fetch_all!(
        tx,
        (String, String),
        "SELECT workspace_id, paused_reason FROM workspaces WHERE paused_reason IS NOT NULL \
         ORDER BY workspace_id",
    )?;
    Ok(rows.into_iter().map(|(workspace, reason)| (workspace.into(), reason)).collect())
}

/// Marks this database as a copy of an earlier state: what it owes, and what its agenda is about to owe, may have
/// been posted since. After its next start, for an hour, each post is looked for in Slack before it is sent.
pub async fn doubt(tx: &mut Tx) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO workspaces (workspace_id, doubted_until) \
         SELECT workspace_id, 0 FROM agenda UNION SELECT workspace_id, 0 FROM owed_posts WHERE TRUE \
         ON CONFLICT (workspace_id) DO UPDATE SET doubted_until = 0",
    )?;
    Ok(())
}

/// The bot starts to serve a workspace: if this is a copy, its hour of doubt begins. Answers whether it is.
pub async fn begin_doubt(tx: &mut Tx, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<bool> {
    let begun = execute!(
        tx,
        "UPDATE workspaces SET doubted_until = $2 WHERE workspace_id = $1 AND doubted_until = 0",
        workspace.as_str(),
        (now + DOUBTED_FOR).timestamp_millis(),
    )?;
    Ok(begun > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::on_both_engines;

    #[tokio::test]
    async fn a_workspace_is_paused_once_and_resumed_once() {
        on_both_engines(async |store| {
            let story = async |tx: &mut Tx| {
                let (acme, now) = (WorkspaceId::from("T1"), DateTime::UNIX_EPOCH);
                let until = now + TimeDelta::minutes(5);
                assert!(!resume(tx, &acme).await?);
                assert!(pause(tx, &acme, "token_revoked", now, until).await?);
                assert!(!pause(tx, &acme, "account_inactive", now, until).await?);
                assert_eq!(paused(tx).await?, [(acme.clone(), "account_inactive".to_owned())]);
                assert!(resume(tx, &acme).await?);
                assert!(!resume(tx, &acme).await?);
                assert!(paused(tx).await?.is_empty());
                assert!(pause(tx, &acme, "token_revoked", now, until).await?);
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }
}
