//! Interactions: the third door. It owns [`Interaction`]: a button pressed, a form sent, a shortcut used.

mod buttons;
pub mod typed;

#[cfg(test)]
#[cfg(feature = "sandbox")]
pub(crate) use buttons::{BUTTONS, PICKS};
pub use typed::{Interaction, InteractionKind, View};

use crate::domain::refusal::Refusal;
use crate::play::pick::Wanted;
use crate::play::roles;
use crate::play::{Asker, Play};
use crate::store::Result;
use crate::voice::{self, Message};

use buttons::Click;

/// Does what a person asked for by a button. The answer, if there is one, is for that person alone.
///
/// # Errors
/// When the database fails, or the app was removed from the workspace: then nothing was done.
pub async fn take(play: &Play, interaction: Interaction) -> Result<Option<Message>> {
    let InteractionKind::Click { action_id, value: Some(value), channel, .. } = &interaction.kind else {
        return Ok(None);
    };
    let Some((button, contest, more)) = buttons::find(action_id, value) else { return Ok(None) };
    let (workspace, user) = (&interaction.workspace, &interaction.user);
    let refuse = |refusal: &Refusal| voice::refusal::refusal(refusal, play.clock.now());
    if let Err(refusal) = roles::admit(play, workspace, user, button.right).await? {
        return Ok(Some(refuse(&refusal)));
    }
    let click = Click {
        play: play.clone(),
        asker: Asker {
            workspace: workspace.clone(),
            user: user.clone(),
            delivery: interaction.delivery.clone(),
        },
        here: channel.clone().unwrap_or_else(|| user.as_str().into()),
        wanted: Wanted::Id(contest.clone()),
        contest,
        more,
    };
    match (button.run)(click).await? {
        Ok(message) => Ok(message),
        Err(refusal) => Ok(Some(refuse(&refusal))),
    }
}
