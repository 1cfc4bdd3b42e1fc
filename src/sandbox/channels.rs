//! The channels of the workspace and its direct messages, and how Slack shows one.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::people::{BOT_USER, TEAM};

/// Who can find a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// All.
    Public,
    /// Its members.
    Private,
    /// The two who talk.
    Direct,
}

/// A channel, or a direct message between two.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Channel {
    /// `C…`, or `D…` for a direct message.
    pub id: String,
    /// Without the `#`; empty for a direct message.
    pub name: String,
    /// Who can find it.
    pub kind: Kind,
    /// Who is in it.
    pub members: Vec<String>,
    /// Closed for ever, but to be read.
    pub archived: bool,
    /// Only admins may post.
    pub restricted: bool,
    /// Said under the name.
    pub topic: String,
    /// Who made it.
    pub creator: String,
    /// When, in seconds.
    pub created: i64,
}

impl Channel {
    /// Whether `user` is in it.
    pub fn has(&self, user: &str) -> bool {
        self.members.iter().any(|member| member == user)
    }

    /// Whether `user` may look inside.
    pub fn open_to(&self, user: &str) -> bool {
        self.kind == Kind::Public || self.has(user)
    }

    /// As in an event's `channel_type`.
    pub fn event_kind(&self) -> &'static str {
        match self.kind {
            Kind::Public => "channel",
            Kind::Private => "group",
            Kind::Direct => "im",
        }
    }

    /// As in a scope (`channels:read`) and in the name of a subscription (`message.channels`).
    pub fn family(&self) -> &'static str {
        match self.kind {
            Kind::Public => "channels",
            Kind::Private => "groups",
            Kind::Direct => "im",
        }
    }

    /// As in `conversations.list`'s `types`.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Public => "public_channel",
            Kind::Private => "private_channel",
            Kind::Direct => "im",
        }
    }

    /// The name that a command or a click carries: Slack keeps the private ones to itself.
    pub fn command_name(&self) -> &str {
        match self.kind {
            Kind::Public => &self.name,
            Kind::Private => "privategroup",
            Kind::Direct => "directmessage",
        }
    }

    /// The channel as `conversations.info` gives it to the bot.
    pub fn shown(&self) -> Value {
        if self.kind == Kind::Direct {
            let other = self.members.iter().find(|member| *member != BOT_USER);
            return json!({
                "id": self.id, "created": self.created, "is_archived": false, "is_im": true,
                "is_org_shared": false, "context_team_id": TEAM, "user": other,
                "is_user_deleted": false, "priority": 0,
            });
        }
        json!({
            "id": self.id, "name": self.name, "name_normalized": self.name,
            "is_channel": self.kind == Kind::Public, "is_group": self.kind == Kind::Private,
            "is_im": false, "is_mpim": false, "is_private": self.kind == Kind::Private,
            "created": self.created, "updated": self.created * 1000, "creator": self.creator,
            "is_archived": self.archived, "is_general": self.name == "general", "unlinked": 0,
            "is_shared": false, "is_org_shared": false, "is_ext_shared": false,
            "is_pending_ext_shared": false, "pending_shared": [], "pending_connected_team_ids": [],
            "context_team_id": TEAM, "shared_team_ids": [TEAM], "parent_conversation": null,
            "is_member": self.has(BOT_USER), "num_members": self.members.len(), "previous_names": [],
            "topic": {"value": self.topic, "creator": self.creator, "last_set": self.created},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        })
    }
}

/// The demo's channels.
pub fn all(now: i64) -> Vec<Channel> {
    const STAFF: [&str; 10] =
        ["U0ANA", "U0LUKASZ", "U0MARIA", "U0JO", "U0BO", "U0NOOR", "U0TOMAS", "U0PRIYA", "U0KAI", "U0MIA"];
    let channel = |id: &str, name: &str, kind, members: &[&str], bot: bool| Channel {
        id: id.into(),
        name: name.into(),
        kind,
        members: members.iter().copied().chain(bot.then_some(BOT_USER)).map(Into::into).collect(),
        archived: false,
        restricted: false,
        topic: String::new(),
        creator: "U0MIA".into(),
        created: now,
    };
    let with_guest: Vec<&str> = STAFF.into_iter().chain(["U0GIL"]).collect();
    vec![
        channel("C0GENERAL", "general", Kind::Public, &with_guest, true),
        channel("C0WINS", "social-wins", Kind::Public, &with_guest, true),
        channel("C0DEALS", "deal-room", Kind::Public, &STAFF, false),
        channel("C0LEADS", "sales-leads", Kind::Private, &["U0KAI", "U0MIA", "U0ANA"], true),
        Channel { restricted: true, ..channel("C0NEWS", "announcements", Kind::Public, &STAFF, true) },
        Channel { archived: true, ..channel("C0OLD", "old-wins", Kind::Public, &STAFF, true) },
    ]
}
