//! Learning people and channels: all of them once, then what changes.

use super::{Play, captains, leave};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::roster::Person;
use crate::store::roster::{self, Channel};
use crate::store::{Result, Tx};

/// Writes down people as Slack describes them.
pub async fn people(play: &Play, workspace: WorkspaceId, people: Vec<Person>) -> Result<()> {
    let now = play.clock.now();
    play.store
        .write(async move |tx| {
            leave::check(tx, &workspace).await?;
            for person in &people {
                let led = captains::led_by(tx, &workspace, person).await?;
                roster::learn(tx, &workspace, person, now).await?;
                for contest in led {
                    captains::left_contest(tx, &workspace, &contest, &person.id, now).await?;
                }
            }
            Ok(())
        })
        .await
}

/// Writes down channels as Slack describes them.
pub async fn channels(play: &Play, workspace: WorkspaceId, channels: Vec<Channel>) -> Result<()> {
    play.store
        .write(async move |tx| {
            leave::check(tx, &workspace).await?;
            for channel in &channels {
                roster::learn_channel(tx, &workspace, channel).await?;
            }
            Ok(())
        })
        .await
}

/// What has changed about a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelChange {
    /// The bot is in it now, or no longer.
    BotIsMember(bool),
    /// A new name.
    Renamed(String),
    /// Archived, or brought back.
    Archived(bool),
}

/// Notes what has changed about a channel.
pub async fn channel_changed(
    play: &Play,
    workspace: WorkspaceId,
    channel: ChannelId,
    change: ChannelChange,
) -> Result<()> {
    play.store
        .write(async move |tx| {
            leave::check(tx, &workspace).await?;
            match &change {
                ChannelChange::BotIsMember(is_member) => {
                    roster::bot_moved(tx, &workspace, &channel, *is_member).await
                }
                ChannelChange::Renamed(name) => roster::renamed(tx, &workspace, &channel, name).await,
                ChannelChange::Archived(archived) => {
                    roster::archived(tx, &workspace, &channel, *archived).await
                }
            }
        })
        .await
}

/// The person, if we have learned of them.
pub async fn person(play: &Play, workspace: &WorkspaceId, user: &UserId) -> Result<Option<Person>> {
    play.store.read(async |tx: &mut Tx| roster::person(tx, workspace, user).await).await
}
