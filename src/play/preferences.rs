//! What people choose for themselves.

use std::collections::BTreeSet;

use super::once::once;
use super::roles::Right;
use super::{Asker, Play, home};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::praise::Praise;
use crate::domain::preferences::{Preference, Preferences};
use crate::domain::refusal::Outcome;
use crate::store::{Result, Tx, homes, preferences, roster};

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
        if preference == Preference::Board {
            // Others have pictures with the name in it.
            homes::forget_pictures(tx, workspace).await?;
        }
        home::changed(tx, workspace, user, caller.now).await?;
        Ok(chosen)
    })
    .await
}

/// Praise as those whom it names want it by now, and who of them may be mentioned.
pub(super) async fn as_wanted(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    praises: Vec<Praise>,
) -> Result<(Vec<Praise>, BTreeSet<UserId>)> {
    let mut mentioned = BTreeSet::new();
    let mut wanted = Vec::with_capacity(praises.len());
    for mut praise in praises {
        if let Some((user, name)) = praise.rep()
            && let Some(found) = preferences::public(tx, workspace, user).await?
        {
            *name = found.name;
            if found.chosen.mentions && found.chosen.named {
                mentioned.insert(user.clone());
            }
            if matches!(praise, Praise::Streak { .. }) && !found.chosen.streaks {
                continue;
            }
        }
        if let Praise::Lead { before, before_user: Some(user), .. } = &mut praise
            && let Some(found) = preferences::public(tx, workspace, user).await?
        {
            *before = found.name;
        }
        wanted.push(praise);
    }
    Ok((wanted, mentioned))
}
