//! What holds for everybody in a workspace: what managers chose for it, else what the operator has set.

use chrono::NaiveTime;

use super::once::once;
use super::roles::{self, Right};
use super::{Asker, Play};
use crate::domain::id::WorkspaceId;
use crate::domain::quiet::QuietHours;
use crate::domain::refusal::Outcome;
use crate::domain::workspace::ForEverybody;
use crate::store::{Result, Tx, workspaces};

/// What a manager chooses for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// When nobody is spoken to unasked. What waits for a morning already is looked at again then.
    Quiet(QuietHours),
    /// When the boards of contests to come are posted.
    BoardAt(NaiveTime),
}

/// What holds in a workspace.
pub async fn of(tx: &mut Tx, play: &Play, workspace: &WorkspaceId) -> Result<ForEverybody> {
    let chosen = workspaces::chosen(tx, workspace).await?;
    let (from, until) = (play.settings.quiet_from, play.settings.quiet_until);
    Ok(ForEverybody {
        quiet: chosen.quiet.unwrap_or(QuietHours { from, until }),
        board_at: chosen.board_at.unwrap_or(play.settings.board_at),
    })
}

/// The same for whoever may change it; none for anybody else.
pub async fn shown(play: &Play, asker: &Asker) -> Result<Option<ForEverybody>> {
    let (workspace, user) = (&asker.workspace, &asker.user);
    play.store
        .read(async |tx| match roles::check(tx, play, workspace, user, Right::Steer).await? {
            Ok(_) => Ok(Some(of(tx, play, workspace).await?)),
            Err(_) => Ok(None),
        })
        .await
}

/// A manager chooses for the whole workspace; what holds then.
pub async fn choose(play: &Play, asker: Asker, choice: Choice) -> Result<Outcome<ForEverybody>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let workspace = &caller.workspace;
        match choice {
            Choice::Quiet(hours) => workspaces::keep_quiet_hours(tx, workspace, hours).await?,
            Choice::BoardAt(time) => workspaces::keep_board_time(tx, workspace, time).await?,
        }
        tracing::info!(%workspace, ?choice, "a manager chose for everybody");
        Ok(of(tx, &caller.play, workspace).await?)
    })
    .await
}
