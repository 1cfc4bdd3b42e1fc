//! An event as it reached us, whichever way Slack delivered it.

use chrono::{DateTime, Utc};

use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::roster::Person;

/// Something that happened in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The workspace whose installation of the bot the event is meant for.
    pub workspace: WorkspaceId,
    /// What makes this delivery itself: the same for each repeat of it.
    pub delivery: String,
    /// When it happened, to the second, as far as Slack says so.
    pub time: Option<DateTime<Utc>>,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A person posted a message (also into a thread, with a file, or as `/me`).
    MessagePosted {
        /// Where.
        channel: ChannelId,
        /// Who.
        user: UserId,
        /// What, in Slack's markup.
        text: String,
        /// Slack's name for the message within its channel.
        ts: String,
        /// The message that its thread hangs on.
        thread_ts: Option<String>,
        /// `channel`, `group`, `im` or `mpim`.
        channel_type: Option<String>,
    },
    /// A person's message changed.
    MessageEdited {
        /// Where.
        channel: ChannelId,
        /// Who wrote it.
        user: UserId,
        /// Which.
        ts: String,
        /// What it says now.
        text: String,
        /// What it said before.
        previous_text: Option<String>,
        /// Slack's name for the edit, if a person edited it: later edits have greater ones. Slack reports its
        /// own previews of links as changes too: those carry no mark of an edit, or that of an earlier one.
        edit: Option<String>,
    },
    /// A message was deleted, or replaced by a tombstone because a thread hangs on it.
    MessageDeleted {
        /// Where.
        channel: ChannelId,
        /// Which.
        ts: String,
        /// Who wrote it, where Slack says so.
        user: Option<UserId>,
    },
    /// A message of a bot, ours among them, was posted, changed or deleted: never scored, never answered.
    BotMessage,
    /// Somebody reacted to a message.
    ReactionAdded(Reaction),
    /// Somebody took a reaction back.
    ReactionRemoved(Reaction),
    /// Somebody (perhaps the bot) joined a channel.
    MemberJoined {
        /// Which channel.
        channel: ChannelId,
        /// Who.
        user: UserId,
    },
    /// Somebody (perhaps the bot) left a channel.
    MemberLeft {
        /// Which channel.
        channel: ChannelId,
        /// Who.
        user: UserId,
    },
    /// A channel, public or private, has a new name.
    ChannelRenamed {
        /// Which channel.
        channel: ChannelId,
        /// Its name from now on.
        name: String,
    },
    /// A channel, public or private, was archived.
    ChannelArchived(ChannelId),
    /// A channel, public or private, is open again.
    ChannelUnarchived(ChannelId),
    /// A person's profile, zone, role or account changed.
    UserChanged(Box<Person>),
    /// A person is new in the workspace.
    TeamJoined(Box<Person>),
    /// A person opened the app's Home tab.
    AppHomeOpened {
        /// Who.
        user: UserId,
    },
    /// The app was removed from the workspace.
    AppUninstalled,
    /// The bot's token was revoked.
    TokensRevoked,
    /// Anything else, by Slack's name for it.
    Other(String),
}

/// A message, by the two names Slack gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageRef {
    /// Where it stands.
    pub channel: ChannelId,
    /// Its name within that channel.
    pub ts: String,
}

/// A reaction to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// Who reacted.
    pub user: UserId,
    /// The emoji's name without colons.
    pub name: String,
    /// The message reacted to.
    pub message: MessageRef,
    /// Who wrote that message, where Slack says so.
    pub author: Option<UserId>,
}
