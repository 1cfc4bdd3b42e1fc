//! Quiet hours: what managers chose for their workspace, else what the operator has set.

use super::once::once;
use super::roles::{self, Right};
use super::{Asker, Play};
use crate::domain::id::WorkspaceId;
use crate::domain::quiet::QuietHours;
use crate::domain::refusal::Outcome;
use crate::store::{Result, Tx, workspaces};

/// The quiet hours of a workspace.
pub async fn of(tx: &mut Tx, play: &Play, workspace: &WorkspaceId) -> Result<QuietHours> {
    let chosen = workspaces::quiet_hours(tx, workspace).await?;
    let (from, until) = (play.settings.quiet_from, play.settings.quiet_until);
    Ok(chosen.unwrap_or(QuietHours { from, until }))
}

/// The same for whoever may change them; none for anybody else.
pub async fn shown(play: &Play, asker: &Asker) -> Result<Option<QuietHours>> {
    let (workspace, user) = (&asker.workspace, &asker.user);
    play.store
        .read(async |tx| match roles::check(tx, play, workspace, user, Right::Steer).await? {
            Ok(_) => Ok(Some(of(tx, play, workspace).await?)),
            Err(_) => Ok(None),
        })
        .await
}

/// A manager chooses them for the whole workspace. What waits for a morning already is looked at again then.
pub async fn choose(play: &Play, asker: Asker, hours: QuietHours) -> Result<Outcome<QuietHours>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        workspaces::keep_quiet_hours(tx, &caller.workspace, hours).await?;
        let (workspace, from, until) = (&caller.workspace, hours.from, hours.until);
        tracing::info!(%workspace, %from, %until, "quiet hours were chosen");
        Ok(hours)
    })
    .await
}
