//! Interactions: the third door. It owns [`Interaction`]: a button pressed, a form sent, a shortcut used.

mod answer;
mod buttons;
mod contest;
mod edit;
mod filled;
mod forms;
mod review;
mod sending;
mod settings;
mod share;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod stories;
pub mod typed;

pub use answer::{Answer, Place, Reply};
#[cfg(test)]
#[cfg(feature = "sandbox")]
pub(crate) use buttons::BUTTONS;
pub use filled::{Entered, Filled};
#[cfg(test)]
#[cfg(feature = "sandbox")]
pub(crate) use forms::FAMILIES;
pub(crate) use forms::under;
pub use typed::{Interaction, InteractionKind, View};

use crate::command::{self, Command};
use crate::domain::id::ChannelId;
use crate::domain::refusal::Refusal;
use crate::play::pick::Wanted;
use crate::play::roles;
use crate::play::share_form::Source;
use crate::play::{Asker, Play};
use crate::store::Result;
use crate::voice;
use crate::voice::blocks::action;
use crate::voice::forms::contest::CHOOSE_TEMPLATE;

use buttons::Click;
use sending::Opening;

/// The shortcut on a message, as the manifest names it.
pub const SCORE_THIS: &str = "score_this";
/// The shortcut from anywhere.
pub const SHARE_A_POST: &str = "share_a_post";

/// Does what a person asked for by a button, a form or a shortcut.
///
/// # Errors
/// When the database fails, or the app was removed from the workspace: then nothing was done.
pub async fn take(play: &Play, interaction: Interaction) -> Result<Answer> {
    match &interaction.kind {
        InteractionKind::Click { action_id, value: Some(template), view: Some(view), .. }
            if action_id == CHOOSE_TEMPLATE =>
        {
            forms::change(play, &asker(&interaction), view, template).await
        }
        InteractionKind::Click { action_id, value, channel, .. } => {
            let here = here(&interaction, channel.as_ref());
            match (forms::find(action_id), value) {
                (Some(family), value) => {
                    let value = value.clone().unwrap_or_default();
                    forms::open(play, family, opening(play, &interaction, here, value, None)).await
                }
                (None, Some(value)) => click(play, &interaction, action_id, value, here).await,
                (None, None) => Ok(Answer::Nothing),
            }
        }
        InteractionKind::ViewSubmitted(view) => {
            Ok(Answer::Reply(forms::submit(play, &interaction, view).await?))
        }
        InteractionKind::Shortcut { callback_id } if callback_id == SHARE_A_POST => {
            let opening = opening(play, &interaction, here(&interaction, None), String::new(), None);
            share(play, opening).await
        }
        InteractionKind::MessageShortcut { callback_id, channel, message_ts, message_user, message_text }
            if callback_id == SCORE_THIS =>
        {
            let source = Source {
                channel: channel.clone(),
                ts: message_ts.clone(),
                author: message_user.clone(),
                text: message_text.clone(),
            };
            let opening = opening(play, &interaction, channel.clone(), String::new(), Some(source));
            share(play, opening).await
        }
        InteractionKind::ViewClosed(_)
        | InteractionKind::Shortcut { .. }
        | InteractionKind::MessageShortcut { .. } => Ok(Answer::Nothing),
    }
}

/// Where it was done; outside of channels, the person's own conversation with the bot.
fn here(interaction: &Interaction, channel: Option<&ChannelId>) -> ChannelId {
    channel.cloned().unwrap_or_else(|| interaction.user.as_str().into())
}

fn asker(interaction: &Interaction) -> Asker {
    Asker {
        workspace: interaction.workspace.clone(),
        user: interaction.user.clone(),
        delivery: interaction.delivery.clone(),
    }
}

fn opening(
    play: &Play,
    interaction: &Interaction,
    here: ChannelId,
    value: String,
    message: Option<Source>,
) -> Opening {
    let list = list(interaction);
    Opening { play: play.clone(), asker: asker(interaction), here, value, message, list }
}

/// Where something was pressed, if only that person sees it.
fn list(interaction: &Interaction) -> Option<Place> {
    match &interaction.kind {
        InteractionKind::Click { view: Some(view), .. } => {
            (!view.is_home).then(|| Place::Form(view.view_id.clone()))
        }
        InteractionKind::Click { ephemeral: true, .. } => {
            interaction.response_url.clone().map(Place::Message)
        }
        _ => None,
    }
}

async fn share(play: &Play, opening: Opening) -> Result<Answer> {
    match forms::find(action::FORM_SHARE) {
        Some(family) => forms::open(play, family, opening).await,
        None => Ok(Answer::Nothing),
    }
}

/// Does what a button asks. The answer, if there is one, is for that person alone.
async fn click(
    play: &Play,
    interaction: &Interaction,
    action_id: &str,
    value: &str,
    here: ChannelId,
) -> Result<Answer> {
    if buttons::unnumbered(action_id) == action::PICK {
        return picked(play, interaction, value, here).await;
    }
    let Some((button, contest, more)) = buttons::find(action_id, value) else { return Ok(Answer::Nothing) };
    let refuse = |refusal: &Refusal| Answer::Say(voice::refusal::refusal(refusal, play.clock.now()));
    let admitted = roles::admit(play, &interaction.workspace, &interaction.user, button.right).await?;
    if let Err(refusal) = admitted {
        return Ok(refuse(&refusal));
    }
    let click = Click {
        play: play.clone(),
        asker: asker(interaction),
        here,
        wanted: Wanted::Id(contest.clone()),
        contest,
        more,
        is_in_list: list(interaction).is_some(),
    };
    Ok(match (button.run)(click).await? {
        Ok(Some(message)) if button.name == action::APPROVE => Answer::Replace(message),
        Ok(message) => Answer::of(message),
        Err(refusal) => refuse(&refusal),
    })
}

/// Goes on with a command that left open which contest it is about: as if it had been typed with this one's title.
async fn picked(play: &Play, interaction: &Interaction, value: &str, here: ChannelId) -> Result<Answer> {
    let Some((contest, line)) = voice::which::carried(value) else { return Ok(Answer::Nothing) };
    let (name, text) = line.split_once(' ').unwrap_or((&line, ""));
    let command = Command {
        workspace: interaction.workspace.clone(),
        user: interaction.user.clone(),
        user_name: String::new(),
        channel: here,
        channel_name: String::new(),
        name: name.to_owned(),
        text: text.to_owned(),
        trigger_id: interaction.trigger_id.clone().unwrap_or_default(),
        response_url: interaction.response_url.clone(),
        delivery: interaction.delivery.clone(),
        enterprise: None,
    };
    let command::Answer { said, form } = command::answer_about(play, command, Some(contest)).await?;
    Ok(match form {
        Some(form) => Answer::Open { form, instead: said },
        None => Answer::Say(said),
    })
}
