//! Events: the second door. It owns [`Event`], something that happened in a workspace.

mod message;
pub mod typed;

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod leaving;
#[cfg(test)]
#[cfg(feature = "sandbox")]
mod stories;

pub use typed::{Event, EventKind, MessageRef, Reaction};

use crate::domain::id::UserId;
use crate::play::learn::{self, ChannelChange};
use crate::play::{Play, home, leave};
use crate::store::Result;

/// Takes in what happened. `bot` is the bot's own user, whose coming and going tells where it can post.
///
/// # Errors
/// When the database fails: then nothing was done, and Slack should send the event again. An event of a
/// workspace that the app was removed from is [`store::Error::Removed`](crate::store::Error::Removed), and not
/// wanted again.
pub async fn take(play: &Play, event: Event, bot: &UserId) -> Result<()> {
    let workspace = event.workspace.clone();
    match event.kind {
        EventKind::MessagePosted { channel, user, text, ts, .. } => {
            message::posted(play, workspace, event.delivery, MessageRef { channel, ts }, user, &text).await
        }
        EventKind::MessageEdited { channel, user, ts, text, edit: Some(edit), .. } => {
            message::edited(play, workspace, event.delivery, MessageRef { channel, ts }, user, &text, edit)
                .await
        }
        EventKind::MessageDeleted { channel, ts, user } => {
            crate::play::take_back::delete_message(play, workspace, event.delivery, channel, ts, user).await
        }
        EventKind::MemberJoined { channel, user } if user == *bot => {
            learn::channel_changed(play, workspace, channel, ChannelChange::BotIsMember(true)).await
        }
        EventKind::MemberLeft { channel, user } if user == *bot => {
            learn::channel_changed(play, workspace, channel, ChannelChange::BotIsMember(false)).await
        }
        EventKind::ChannelRenamed { channel, name } => {
            learn::channel_changed(play, workspace, channel, ChannelChange::Renamed(name)).await
        }
        EventKind::ChannelArchived(channel) => {
            learn::channel_changed(play, workspace, channel, ChannelChange::Archived(true)).await
        }
        EventKind::ChannelUnarchived(channel) => {
            learn::channel_changed(play, workspace, channel, ChannelChange::Archived(false)).await
        }
        EventKind::UserChanged(person) | EventKind::TeamJoined(person) => {
            learn::people(play, workspace, vec![*person]).await
        }
        EventKind::AppHomeOpened { user } => home::open(play, workspace, user).await,
        EventKind::AppUninstalled | EventKind::TokensRevoked => {
            leave::leave(play, workspace, event.delivery, event.time).await
        }
        _ => Ok(()),
    }
}
