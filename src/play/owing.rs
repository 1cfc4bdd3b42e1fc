//! What a use case leaves for the deliverer: posts, whispers and reactions, each under a key that is used once.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::store::posts::{self, Call, Kind, Post};
use crate::store::{Result, Tx};
use crate::voice::Message;

/// Owes `channel` a message; false if the same was owed before.
pub async fn post(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    kind: Kind,
    key: &str,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<bool> {
    let call = Call::PostMessage {
        channel: channel.clone(),
        text: message.text.clone(),
        blocks: message.blocks.clone(),
    };
    posts::owe(tx, workspace, &Post { key: key.to_owned(), kind, call, due_at: now }, now).await
}

/// Owes a person a message that only they see, in `channel`.
pub async fn whisper(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    user: &UserId,
    key: &str,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<bool> {
    let call = Call::PostEphemeral {
        channel: channel.clone(),
        user: user.clone(),
        text: message.text.clone(),
        blocks: message.blocks.clone(),
    };
    posts::owe(tx, workspace, &Post { key: key.to_owned(), kind: Kind::Ephemeral, call, due_at: now }, now).await
}

/// Owes a message a reaction.
pub async fn react(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    ts: &str,
    name: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let call = Call::AddReaction { channel: channel.clone(), ts: ts.to_owned(), name: name.to_owned() };
    posts::owe(tx, workspace, &Post { key: key.to_owned(), kind: Kind::Reaction, call, due_at: now }, now).await
}

/// Owes a message the end of a reaction of ours.
pub async fn unreact(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    ts: &str,
    name: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let call = Call::RemoveReaction { channel: channel.clone(), ts: ts.to_owned(), name: name.to_owned() };
    posts::owe(tx, workspace, &Post { key: key.to_owned(), kind: Kind::Reaction, call, due_at: now }, now).await
}
