//! The calls to Slack that can be owed, as the database keeps them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::export::FileWanted;
use crate::domain::id::{ChannelId, UserId};
use crate::domain::picture::Picture;

/// A call that we owe Slack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Call {
    /// Says something in a channel.
    PostMessage {
        /// Where.
        channel: ChannelId,
        /// What sort of message it is.
        event_type: EventType,
        /// What to say.
        #[serde(flatten)]
        message: Message,
    },
    /// Says something to one person, in the direct message with them.
    DirectMessage {
        /// To whom.
        user: UserId,
        /// What sort of message it is.
        event_type: EventType,
        /// What to say.
        #[serde(flatten)]
        message: Message,
    },
    /// Says something in a channel that only one person sees.
    PostEphemeral {
        /// Where.
        channel: ChannelId,
        /// Who sees it.
        user: UserId,
        /// What to say.
        #[serde(flatten)]
        message: Message,
    },
    /// Says something else in place of an earlier message.
    Update {
        /// Where that message is, or whose direct message it is in; the update keeps its order among what is said there.
        channel: ChannelId,
        /// The message.
        target: Target,
        /// What it shall say.
        #[serde(flatten)]
        message: Message,
    },
    /// Sends one person a file, in the direct message with them.
    ShareFile {
        /// To whom.
        user: UserId,
        /// What it holds: it is written when it is sent.
        file: FileWanted,
    },
    /// Publishes somebody's Home tab, as it is when it is sent.
    PublishHome {
        /// Whose.
        user: UserId,
    },
    /// Adds our reaction to a message.
    AddReaction {
        /// Where the message is.
        channel: ChannelId,
        /// The message.
        ts: String,
        /// The emoji, without colons.
        name: String,
    },
    /// Takes our reaction back.
    RemoveReaction {
        /// Where the message is.
        channel: ChannelId,
        /// The message.
        ts: String,
        /// The emoji, without colons.
        name: String,
    },
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// For notifications and readers of plain text; Slack's own escaping is the caller's.
    pub text: String,
    /// Block Kit's array of blocks, if there is more to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Value>,
    /// Pictures beside the blocks: drawn when the message is sent, which goes out without them where Slack takes none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// Slack's names for the pictures, in their order, once it has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

impl Message {
    /// Words, and blocks if there is more to show.
    pub fn new(text: impl Into<String>, blocks: Option<Value>) -> Self {
        Self { text: text.into(), blocks, pictures: Vec::new(), files: Vec::new() }
    }
}

/// The message that an update changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The one with this timestamp in the update's channel.
    Ts(String),
    /// The one that was owed under this key, wherever it went.
    Key(String),
}

/// The sorts of message that we post: the `event_type` of their metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    /// A contest begins, is halfway, is about to end.
    Announcement,
    /// The leaderboard.
    Board,
    /// Public praise.
    ShoutOut,
    /// How a contest ended.
    Final,
    /// Anything else.
    Notice,
}

impl EventType {
    /// As Slack's message metadata spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Announcement => "announcement",
            Self::Board => "board",
            Self::ShoutOut => "shout_out",
            Self::Final => "final",
            Self::Notice => "notice",
        }
    }
}

/// All that [`Call::kind`] may say.
pub const KINDS: [&str; 10] = [
    "announcement",
    "board",
    "shout_out",
    "final",
    "notice",
    "ephemeral",
    "update",
    "file",
    "home",
    "reaction",
];

impl Call {
    /// What goes out one after another: what is said in a channel, what is said to a person, and, so that
    /// they do not wait behind messages, reactions in a channel, what one person sees there, and homes.
    pub fn lane(&self) -> String {
        match self {
            Self::PostMessage { channel, .. } | Self::Update { channel, .. } => channel.to_string(),
            Self::DirectMessage { user, .. } | Self::ShareFile { user, .. } => user.to_string(),
            Self::PostEphemeral { channel, user, .. } => format!("{channel}#{user}"),
            Self::PublishHome { user } => format!("home#{user}"),
            Self::AddReaction { channel, .. } | Self::RemoveReaction { channel, .. } => {
                format!("{channel}#reactions")
            }
        }
    }

    /// The sort of call, for operators: a message's event type, or what else it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PostMessage { event_type, .. } | Self::DirectMessage { event_type, .. } => {
                event_type.as_str()
            }
            Self::PostEphemeral { .. } => "ephemeral",
            Self::Update { .. } => "update",
            Self::ShareFile { .. } => "file",
            Self::PublishHome { .. } => "home",
            Self::AddReaction { .. } | Self::RemoveReaction { .. } => "reaction",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::picture::{Chart, Motif};

    #[test]
    fn the_database_keeps_calls_in_a_form_that_does_not_change() {
        let message = Message::new("hi", Some(serde_json::json!([{"type": "divider"}])));
        let update = Call::Update { channel: "C1".into(), target: Target::Key("board-1".into()), message };
        let json = serde_json::to_string(&update).unwrap();
        insta::assert_snapshot!(json, @r#"{"call":"update","channel":"C1","target":{"key":"board-1"},"text":"hi","blocks":[{"type":"divider"}]}"#);
        assert_eq!(serde_json::from_str::<Call>(&json).unwrap(), update);

        let picture = Picture {
            alt: "a".into(),
            kicker: "k".into(),
            title: "t".into(),
            motif: Motif::Chart(Chart { days: Vec::new(), lines: Vec::new(), foot: Vec::new() }),
        };
        let message =
            Message { pictures: vec![picture], files: vec!["F1".into()], ..Message::new("hi", None) };
        let board = Call::PostMessage { channel: "C1".into(), event_type: EventType::Board, message };
        let json = serde_json::to_string(&board).unwrap();
        insta::assert_snapshot!(json, @r#"{"call":"post_message","channel":"C1","event_type":"board","text":"hi","pictures":[{"alt":"a","kicker":"k","title":"t","motif":{"chart":{"days":[],"lines":[],"foot":[]}}}],"files":["F1"]}"#);
        assert_eq!(serde_json::from_str::<Call>(&json).unwrap(), board);

        let file = Call::ShareFile { user: "U1".into(), file: FileWanted::OwnData };
        let json = serde_json::to_string(&file).unwrap();
        insta::assert_snapshot!(json, @r#"{"call":"share_file","user":"U1","file":{"what":"own_data"}}"#);
        assert_eq!(serde_json::from_str::<Call>(&json).unwrap(), file);

        let message = Message::new("hi", None);
        let post = Call::PostMessage { channel: "C1".into(), event_type: EventType::ShoutOut, message };
        insta::assert_snapshot!(serde_json::to_string(&post).unwrap(), @r#"{"call":"post_message","channel":"C1","event_type":"shout_out","text":"hi"}"#);
    }
}
