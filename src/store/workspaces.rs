//! Workspaces: where the app is installed, where it was removed (there all work stands still until the data is
//! erased), and where Slack does not take our token for the moment (there what is owed waits).

use chrono::{DateTime, NaiveTime, SubsecRound, TimeDelta, Utc};

use super::time::instant;
use super::values::unknown;
use super::{Engine, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::domain::id::WorkspaceId;
use crate::domain::quiet::QuietHours;

/// How long what is posted from a copy is doubted: what fell due while the copy lay there has been caught up with
/// long before.
const DOUBTED_FOR: TimeDelta = TimeDelta::hours(1);

/// Notes that the token was proven to work at `at`, so the app is installed: a workspace that had left comes
/// back as it was, unless it left after that.
pub async fn arrive(tx: &mut Tx, workspace: &WorkspaceId, at: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO workspaces (workspace_id, signed_in_at) VALUES ($1, $2) \
         ON CONFLICT (workspace_id) DO UPDATE SET \
         signed_in_at = CASE WHEN workspaces.signed_in_at > excluded.signed_in_at \
           THEN workspaces.signed_in_at ELSE excluded.signed_in_at END, \
         left_at = CASE WHEN workspaces.left_at > excluded.signed_in_at THEN workspaces.left_at END",
        workspace.as_str(),
        at.trunc_subsecs(0).timestamp_millis(),
    )?;
    // What stood still goes on.
    tx.owes();
    Ok(())
}

/// Notes that the app was removed at `at`: nothing more is done for the workspace. Answers whether that is
/// news: it is none where we know already, or have signed in since. Both are compared to the second, which is
/// as much as Slack says.
pub async fn leave(tx: &mut Tx, workspace: &WorkspaceId, at: DateTime<Utc>) -> Result<bool> {
    let left = execute!(
        tx,
        "INSERT INTO workspaces (workspace_id, left_at) VALUES ($1, $2) \
         ON CONFLICT (workspace_id) DO UPDATE SET left_at = excluded.left_at \
         WHERE workspaces.left_at IS NULL AND COALESCE(workspaces.signed_in_at, 0) <= excluded.left_at",
        workspace.as_str(),
        at.trunc_subsecs(0).timestamp_millis(),
    )?;
    Ok(left > 0)
}

/// When the app was removed from a workspace; none where it is installed, or was never heard of.
pub async fn left_at(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Option<DateTime<Utc>>> {
    read_left_at(tx, "SELECT left_at FROM workspaces WHERE workspace_id = $1", workspace).await
}

/// The same, and nobody can bring the workspace back before this transaction ends.
pub async fn hold_left_at(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Option<DateTime<Utc>>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT left_at FROM workspaces WHERE workspace_id = $1",
        Engine::Postgres => "SELECT left_at FROM workspaces WHERE workspace_id = $1 FOR UPDATE",
    };
    read_left_at(tx, sql, workspace).await
}

/// Holds the workspace until the transaction ends: for what must be the only one of its kind there.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    hold_left_at(tx, workspace).await.map(drop)
}

async fn read_left_at(
    tx: &mut Tx,
    sql: &'static str,
    workspace: &WorkspaceId,
) -> Result<Option<DateTime<Utc>>> {
    let row = fetch_optional!(tx, (Option<i64>,), sql, workspace.as_str())?;
    row.and_then(|(left_at,)| left_at).map(instant).transpose()
}

/// The workspaces that the app was removed from and whose data is still here.
pub async fn left(tx: &mut Tx) -> Result<Vec<WorkspaceId>> {
    let sql = "SELECT workspace_id FROM workspaces WHERE left_at IS NOT NULL ORDER BY workspace_id";
    let rows = fetch_all!(tx, (String,), sql)?;
    Ok(rows.into_iter().map(|(workspace,)| workspace.into()).collect())
}

/// How many workspaces there are to work for.
pub async fn served(tx: &mut Tx) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM workspaces WHERE signed_in_at IS NOT NULL AND left_at IS NULL";
    Ok(fetch_one!(tx, (i64,), sql)?.0)
}

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

/// What managers chose for everybody; none where they have not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// When nobody is spoken to unasked.
    pub quiet: Option<QuietHours>,
    /// When the boards of contests to come are posted.
    pub board_at: Option<NaiveTime>,
}

/// What managers chose for everybody in a workspace.
pub async fn chosen(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Chosen> {
    let row = fetch_optional!(
        tx,
        (Option<String>, Option<String>, Option<String>),
        "SELECT quiet_from, quiet_until, board_at FROM workspaces WHERE workspace_id = $1",
        workspace.as_str(),
    )?;
    let Some((from, until, board_at)) = row else { return Ok(Chosen::default()) };
    let time =
        |text: String| NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| unknown("a time in workspaces"));
    let (from, until) = (from.map(time).transpose()?, until.map(time).transpose()?);
    let quiet = from.zip(until).map(|(from, until)| QuietHours { from, until });
    Ok(Chosen { quiet, board_at: board_at.map(time).transpose()? })
}

/// Keeps the quiet hours that managers chose.
pub async fn keep_quiet_hours(tx: &mut Tx, workspace: &WorkspaceId, hours: QuietHours) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO workspaces (workspace_id, quiet_from, quiet_until) VALUES ($1, $2, $3) \
         ON CONFLICT (workspace_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until",
        workspace.as_str(),
        hours.from.format("%H:%M").to_string(),
        hours.until.format("%H:%M").to_string(),
    )?;
    Ok(())
}

/// Keeps the time of boards that managers chose.
pub async fn keep_board_time(tx: &mut Tx, workspace: &WorkspaceId, at: NaiveTime) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO workspaces (workspace_id, board_at) VALUES ($1, $2) \
         ON CONFLICT (workspace_id) DO UPDATE SET board_at = excluded.board_at",
        workspace.as_str(),
        at.format("%H:%M").to_string(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::on_both_engines;

    #[tokio::test]
    async fn who_signed_in_after_leaving_has_come_back() {
        on_both_engines(async |store| {
            let story = async |tx: &mut Tx| {
                let (acme, other) = (WorkspaceId::from("T1"), WorkspaceId::from("T2"));
                let at = |millis: i64| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis);
                assert_eq!(served(tx).await?, 0);
                arrive(tx, &acme, at(10_900)).await?;
                arrive(tx, &other, at(10_900)).await?;
                assert!(!leave(tx, &acme, at(9_999)).await?, "late news of an earlier removal");
                assert_eq!((left_at(tx, &acme).await?, served(tx).await?), (None, 2));
                assert!(leave(tx, &acme, at(10_000)).await?, "Slack tells seconds");
                assert!(!leave(tx, &acme, at(12_000)).await?, "known already");
                assert_eq!(hold_left_at(tx, &acme).await?, Some(at(10_000)));
                assert_eq!((left(tx).await?, served(tx).await?), (vec![acme.clone()], 1));
                arrive(tx, &acme, at(9_000)).await?;
                assert_eq!(left_at(tx, &acme).await?, Some(at(10_000)), "proven before it left");
                arrive(tx, &acme, at(10_999)).await?;
                assert_eq!((left_at(tx, &acme).await?, served(tx).await?), (None, 2));
                arrive(tx, &acme, at(5_000)).await?;
                assert!(!leave(tx, &acme, at(9_000)).await?, "the latest proof counts");
                assert!(leave(tx, &"T3".into(), at(1)).await?, "never heard of");
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn what_is_chosen_for_everybody_holds_in_one_workspace() {
        on_both_engines(async |store| {
            let story = async |tx: &mut Tx| {
                let (acme, other) = (WorkspaceId::from("T1"), WorkspaceId::from("T2"));
                let hours = |from: &str, until: &str| QuietHours {
                    from: from.parse().unwrap(),
                    until: until.parse().unwrap(),
                };
                arrive(tx, &other, DateTime::UNIX_EPOCH).await?;
                for chosen in [hours("18:30:00", "09:00:00"), hours("00:00:00", "00:00:00")] {
                    keep_quiet_hours(tx, &acme, chosen).await?;
                    assert_eq!(super::chosen(tx, &acme).await?.quiet, Some(chosen));
                    assert_eq!(super::chosen(tx, &other).await?, Chosen::default());
                }
                let (at, quiet) = ("07:45:00".parse().unwrap(), hours("00:00:00", "00:00:00"));
                keep_board_time(tx, &acme, at).await?;
                let both = Chosen { quiet: Some(quiet), board_at: Some(at) };
                assert_eq!(super::chosen(tx, &acme).await?, both);
                keep_board_time(tx, &other, at).await?;
                assert_eq!(super::chosen(tx, &other).await?.quiet, None);
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }

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
