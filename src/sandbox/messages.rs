//! Messages, and how Slack shows one.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::people::{APP, BOT, BOT_USER, TEAM};
use super::rich;

/// What some people answered a message with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reaction {
    /// Without the colons.
    pub name: String,
    /// Who, first come first.
    pub users: Vec<String>,
}

/// A message of a person or of the app.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Message {
    /// When it was posted, and its name in the channel.
    pub ts: String,
    /// Who wrote it; the bot user for the app.
    pub user: String,
    /// As Slack keeps it.
    pub text: String,
    /// Block Kit, of an app.
    pub blocks: Option<Value>,
    /// Old attachments, or what a link unfurled to.
    pub attachments: Option<Value>,
    /// The `ts` of the message it answers.
    pub thread_ts: Option<String>,
    /// Also shown in the channel.
    pub broadcast: bool,
    /// By whom and when it was last edited.
    pub edited: Option<(String, String)>,
    /// In the order they came.
    pub reactions: Vec<Reaction>,
    /// Read only by apps that ask for it.
    pub metadata: Option<Value>,
    /// The one person who sees it.
    pub ephemeral_to: Option<String>,
    /// `tombstone`, `channel_join`, …
    pub subtype: Option<String>,
    /// What was uploaded with it.
    pub files: Vec<Value>,
    /// The name that the app gave itself for this message.
    pub username: Option<String>,
}

impl Message {
    /// A new message.
    pub fn new(ts: String, user: &str, text: String) -> Self {
        Self { ts, user: user.into(), text, ..Self::default() }
    }

    /// Whether the app wrote it.
    pub fn by_app(&self) -> bool {
        self.user == BOT_USER
    }

    /// Whether it stands in the channel itself, not only in a thread.
    pub fn in_channel(&self) -> bool {
        self.broadcast || self.thread_ts.as_ref().is_none_or(|parent| *parent == self.ts)
    }

    /// The message as Slack's events and methods give it. Its metadata is added only for who asks.
    pub fn shown(&self) -> Value {
        let mut shown =
            json!({"type": "message", "ts": self.ts, "user": self.user, "text": self.text, "team": TEAM});
        if self.by_app() {
            shown["bot_id"] = json!(BOT);
            shown["app_id"] = json!(APP);
            shown["bot_profile"] = json!({"id": BOT, "app_id": APP, "team_id": TEAM, "deleted": false});
        } else if self.subtype.is_none() {
            shown["client_msg_id"] = json!(format!("sandbox-{}", self.ts));
        }
        if let Some(blocks) = &self.blocks {
            shown["blocks"] = blocks.clone();
        } else if self.subtype.is_none() {
            shown["blocks"] = rich::blocks(&self.text, &self.ts);
        }
        let optional = [
            ("attachments", self.attachments.clone()),
            ("thread_ts", self.thread_ts.clone().map(Value::from)),
            ("edited", self.edited.as_ref().map(|(user, ts)| json!({"user": user, "ts": ts}))),
            ("username", self.username.clone().map(Value::from)),
            ("subtype", self.subtype().map(Value::from)),
            ("files", (!self.files.is_empty()).then(|| json!(self.files))),
            ("is_ephemeral", self.ephemeral_to.as_ref().map(|_| json!(true))),
            ("reactions", (!self.reactions.is_empty()).then(|| self.reactions_shown())),
        ];
        for (field, value) in optional {
            if let Some(value) = value {
                shown[field] = value;
            }
        }
        shown
    }

    fn subtype(&self) -> Option<&str> {
        if self.broadcast {
            return Some("thread_broadcast");
        }
        self.subtype.as_deref().or(self.username.as_ref().map(|_| "bot_message"))
    }

    /// The reactions as Slack counts them.
    pub fn reactions_shown(&self) -> Value {
        self.reactions
            .iter()
            .map(|it| json!({"name": it.name, "users": it.users, "count": it.users.len()}))
            .collect()
    }

    /// The message as an answer to `include_all_metadata`.
    pub fn shown_with_metadata(&self) -> Value {
        let mut shown = self.shown();
        if let Some(metadata) = &self.metadata {
            shown["metadata"] = metadata.clone();
        }
        shown
    }

    /// Adds or takes back a reaction; false if there was nothing to do.
    pub fn react(&mut self, user: &str, name: &str, removed: bool) -> bool {
        let place = self.reactions.iter().position(|reaction| reaction.name == name);
        let there = place.is_some_and(|at| self.reactions[at].users.iter().any(|one| one == user));
        match (removed, there, place) {
            (true, true, Some(at)) => {
                self.reactions[at].users.retain(|one| one != user);
                self.reactions.retain(|reaction| !reaction.users.is_empty());
            }
            (false, false, Some(at)) => self.reactions[at].users.push(user.into()),
            (false, false, None) => {
                self.reactions.push(Reaction { name: name.into(), users: vec![user.into()] });
            }
            _ => return false,
        }
        true
    }
}
