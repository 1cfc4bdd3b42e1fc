//! What we read of Slack's answers: as little as we use, and forgiving of the rest.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Failure;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};

/// Who a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Identity {
    /// The workspace.
    #[serde(rename = "team_id", deserialize_with = "name")]
    pub workspace: WorkspaceId,
    /// Its name.
    #[serde(default, deserialize_with = "text")]
    pub team: String,
    /// The bot, as a member of the workspace.
    #[serde(rename = "user_id", deserialize_with = "name")]
    pub user: UserId,
    /// The bot, as messages name it.
    #[serde(default)]
    pub bot_id: Option<String>,
}

/// A channel, public or private.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Channel {
    /// Its id.
    #[serde(deserialize_with = "name")]
    pub id: ChannelId,
    /// Its name, without `#`.
    #[serde(default, deserialize_with = "text")]
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

/// Text without NUL, which PostgreSQL cannot keep.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.contains('\0') { Err(D::Error::custom("there is a NUL in it")) } else { Ok(text) }
}

/// An id, which names something.
fn name<'de, D: Deserializer<'de>, T: From<String>>(from: D) -> Result<T, D::Error> {
    let text = text(from)?;
    if text.is_empty() { Err(D::Error::custom("an id is empty")) } else { Ok(text.into()) }
}
