//! Leaving: where the app was removed all work stops at once, and after a time of grace the data is erased.
//!
//! That a workspace has left is a row in the database, and every process goes by it: nothing is claimed there
//! (`store::agenda`, `store::posts`), and nothing new is let in (`store::deliveries`, and [`check`] for what
//! only reads). Signing in again within the grace takes everything up as it stood.

use chrono::{DateTime, TimeDelta, Utc};

use super::Play;
use super::due::Due;
use crate::domain::id::WorkspaceId;
use crate::store::{Error, Result, Tx, deliveries, erase, workspaces};

/// Rows erased in one transaction: it is done in well under a second, and others get their turn between two.
const AT_A_TIME: i64 = 1_000;

/// Slack says that the app was removed, or its token revoked, at `at`. It says so twice, in any order and
/// perhaps late: what happened before we last signed in is over.
pub async fn leave(
    play: &Play,
    workspace: WorkspaceId,
    delivery: String,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    let (now, grace) = (play.clock.now(), grace(play));
    // Never in the future: Slack's clock may be ahead of ours, and we sign in by ours.
    let at = at.map_or(now, |at| at.min(now));
    let left = play.store.write(async move |tx| {
        deliveries::once(tx, &workspace, &delivery, now, async |tx| {
            if !workspaces::leave(tx, &workspace, at).await? {
                tracing::info!(%workspace, "late news of a removal: the app was installed again since");
                return Ok(());
            }
            let erased_at = at + grace;
            tracing::warn!(
                %workspace, %erased_at,
                "the app was removed: nothing more is done there, and its data is erased then, \
                 unless the bot signs in to it again"
            );
            Due::Erase { left_at: at }.plan(tx, &workspace, erased_at).await?;
            Ok(())
        })
        .await
    });
    match left.await {
        // Known already.
        Err(Error::Removed) => Ok(()),
        other => other,
    }
}

/// Fails with [`Error::Removed`] where the app was removed.
pub async fn check(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    match workspaces::left_at(tx, workspace).await? {
        Some(_) => Err(Error::Removed),
        None => Ok(()),
    }
}

/// How far erasing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasing {
    /// The app is installed again: nothing is erased.
    Back,
    /// The grace lasts until then.
    NotYet(DateTime<Utc>),
    /// A part is erased; there is more.
    More,
    /// Nothing is left.
    Done,
}

/// Erases a part of what is kept of a workspace, if its time has come: asked of the database in the transaction
/// that erases, since it may have come back, or left once more.
pub async fn erase(tx: &mut Tx, play: &Play, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<Erasing> {
    let Some(left_at) = workspaces::hold_left_at(tx, workspace).await? else { return Ok(Erasing::Back) };
    let erased_at = left_at + grace(play);
    if erased_at > now {
        return Ok(Erasing::NotYet(erased_at));
    }
    if !erase::some(tx, workspace, AT_A_TIME).await? {
        return Ok(Erasing::More);
    }
    tracing::info!(%workspace, "the app was removed, and the grace is over: its data is erased");
    Ok(Erasing::Done)
}

/// Erases every workspace whose time has come, at once: for a bot that Slack does not let in any more, and
/// which therefore does no work that falls due.
pub async fn erase_overdue(play: &Play) -> Result<()> {
    for workspace in play.store.read(workspaces::left).await? {
        loop {
            let (play, workspace, now) = (play.clone(), workspace.clone(), play.clock.now());
            let store = play.store.clone();
            let part = store.write(async move |tx| erase(tx, &play, &workspace, now).await);
            if part.await? != Erasing::More {
                break;
            }
        }
    }
    Ok(())
}

fn grace(play: &Play) -> TimeDelta {
    TimeDelta::days(play.settings.erase_after_days.into())
}
