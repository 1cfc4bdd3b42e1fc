//! What people choose for themselves.

use super::once::once;
use super::roles::Right;
use super::{Asker, Play};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::preferences::{Preference, Preferences};
use crate::domain::refusal::Outcome;
use crate::store::{Result, preferences, roster};

/// What the person has chosen.
pub async fn show(play: &Play, workspace: &WorkspaceId, user: &UserId) -> Result<Preferences> {
    play.store.read(async |tx| preferences::of(tx, workspace, user).await).await
}

/// Chooses one thing for the asker.
pub async fn choose(
    play: &Play,
    asker: Asker,
    preference: Preference,
    on: bool,
) -> Result<Outcome<Preferences>> {
    once(play, asker, async move |tx, caller| {
        let (workspace, user) = (&caller.workspace, &caller.user);
        // Held first: two buttons pressed at once take turns.
        roster::hold(tx, workspace, user).await?;
        caller.may(tx, Right::Own).await??;
        let chosen = preferences::of(tx, workspace, user).await?.with(preference, on);
        preferences::keep(tx, workspace, user, chosen).await?;
        Ok(chosen)
    })
    .await
}
