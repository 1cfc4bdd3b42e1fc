//! What we read of Slack's answers: as little as we use, and forgiving of the rest.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Failure;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};

/// Who a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Identity {
    /// The workspace.
    #[serde(rename = "team_id")]
    pub workspace: WorkspaceId,
    /// Its name.
    #[serde(default)]
    pub team: String,
    /// The bot, as a member of the workspace.
    #[serde(rename = "user_id")]
    pub user: UserId,
    /// The bot, as messages name it.
    #[serde(default)]
    pub bot_id: Option<String>,
}

/// Somebody in the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// The handle: unique, but not what people call them.
    #[serde(default)]
    pub name: String,
    /// What they are called.
    #[serde(default)]
    pub profile: Profile,
    /// Their time zone, as the IANA spells it.
    #[serde(default)]
    pub tz: Option<String>,
    /// Has left the workspace.
    #[serde(default)]
    pub deleted: bool,
    /// Is a program.
    #[serde(default)]
    pub is_bot: bool,
    /// Runs the workspace.
    #[serde(default)]
    pub is_admin: bool,
    /// Owns the workspace.
    #[serde(default)]
    pub is_owner: bool,
}

/// The names in somebody's profile; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// What they chose to be called.
    pub display_name: String,
    /// Their full name.
    pub real_name: String,
}

impl Person {
    /// The name to call them by.
    pub fn called(&self) -> &str {
        let names = [&self.profile.display_name, &self.profile.real_name, &self.name];
        names.into_iter().find(|name| !name.trim().is_empty()).map_or(self.id.as_str(), String::as_str)
    }
}

/// A channel, public or private.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// Its name, without `#`.
    #[serde(default)]
    pub name: String,
    /// We are in it.
    #[serde(default)]
    pub is_member: bool,
    /// Only its members see it.
    #[serde(default)]
    pub is_private: bool,
    /// Nobody can post there any more.
    #[serde(default)]
    pub is_archived: bool,
}

/// An answer that lacks what it must have is as good as none.
pub(super) fn read<T: DeserializeOwned>(answer: Value) -> Result<T, Failure> {
    serde_json::from_value(answer).map_err(|why| Failure::Unknown { why: why.to_string() })
}
