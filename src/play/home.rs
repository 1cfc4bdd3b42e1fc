//! Home tabs: published when they are opened, and again after what changes them.
//!
//! What is owed is only that somebody's home is to be published: what it shows is read when it is sent, and all that was
//! owed by then goes out with it. A home is fresh whenever it is opened, since to open it publishes it. What its owner
//! does, and hears of, publishes it at once. What others do concerns whoever may be looking at theirs: those who opened
//! it within the hour, and theirs are published once a minute.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::due::Due;
use super::{Play, leave};
use crate::domain::id::{UserId, WorkspaceId};
use crate::fresh;
use crate::store::posts::{self, Call, Post};
use crate::store::{Result, Tx, homes, roster};

/// Who opened theirs so long ago may still be looking at it.
pub(super) const LOOKED_AT: TimeDelta = TimeDelta::hours(1);

/// How often those are published for what others do.
const EVERY: TimeDelta = TimeDelta::minutes(1);

/// How many at a time: Slack takes about a hundred views a minute.
const AT_A_TIME: i64 = 50;

/// Somebody opened their Home tab.
///
/// # Errors
/// When the database fails, or the app was removed from the workspace: then nothing was done.
pub async fn open(play: &Play, workspace: WorkspaceId, user: UserId) -> Result<()> {
    let now = play.clock.now();
    play.store
        .write(async move |tx| {
            leave::check(tx, &workspace).await?;
            // A share under way that saw no home yet is waited for.
            roster::hold(tx, &workspace, &user).await?;
            homes::open(tx, &workspace, &user, now).await?;
            publish(tx, &workspace, &user, now).await
        })
        .await
}

/// Something that a person's home tells has changed.
pub(super) async fn is_stale(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    match homes::find(tx, workspace, user).await? {
        Some(_) => publish(tx, workspace, user, now).await,
        None => Ok(()),
    }
}

/// Somebody's points have changed, and so have places.
pub(super) async fn changed(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    is_stale(tx, workspace, user, now).await?;
    all_are_stale(tx, workspace, now).await
}

/// Something has changed that many homes may tell of.
pub(super) async fn all_are_stale(tx: &mut Tx, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<()> {
    match homes::opened_since(tx, workspace, now - LOOKED_AT, 1).await?.is_empty() {
        true => Ok(()),
        false => plan(tx, workspace, now).await,
    }
}

/// Plans that the homes that may be looked at are published, with all that happens until then.
pub(super) async fn plan(tx: &mut Tx, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<()> {
    let at = now.duration_trunc(EVERY).unwrap_or(now) + EVERY;
    Due::plan_from(tx, workspace, at, EVERY, |at| Due::Homes { at }).await
}

/// The homes that may be looked at fall due to be published.
pub async fn publish_when_due(tx: &mut Tx, workspace: &WorkspaceId, now: DateTime<Utc>) -> Result<()> {
    for user in homes::opened_since(tx, workspace, now - LOOKED_AT, AT_A_TIME).await? {
        publish(tx, workspace, &user, now).await?;
    }
    Ok(())
}

/// Owes that a person's home is published.
pub(crate) async fn publish(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    let (key, call) = (format!("home:{}", fresh::id()), Call::PublishHome { user: user.clone() });
    posts::owe(tx, workspace, &Post { key, call, due_at: now }).await?;
    Ok(())
}
