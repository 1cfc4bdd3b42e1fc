//! What a use case leaves for the deliverer: posts, whispers and reactions, each under a key that is used once.

use chrono::{DateTime, Utc};

use super::home;
use crate::domain::contest::Contest;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::picture::Picture;
use crate::store::posts::{self, Call, EventType, Post, Target};
use crate::store::{Result, Tx};
use crate::voice::{self, Message};

/// The reaction that says: counted.
const COUNTED: &str = "white_check_mark";

/// A message counted: the reaction that says so.
pub(super) fn counted(channel: ChannelId, ts: String) -> Call {
    Call::AddReaction { channel, ts, name: COUNTED.to_owned() }
}

/// A message no longer counts: the reaction goes.
pub(super) fn uncounted(channel: ChannelId, ts: String) -> Call {
    Call::RemoveReaction { channel, ts, name: COUNTED.to_owned() }
}

/// The words of a message as the deliverer sends them.
pub(crate) fn body(message: &Message) -> posts::Message {
    let blocks = (!message.blocks.is_empty()).then(|| message.blocks.clone().into());
    posts::Message::new(message.text.as_str(), blocks)
}

/// A message with the pictures that stand beside it.
pub struct Illustrated<'m> {
    message: &'m Message,
    pictures: Vec<Picture>,
}

impl<'m> Illustrated<'m> {
    /// A message with these pictures.
    pub fn with(message: &'m Message, pictures: Vec<Picture>) -> Self {
        Self { message, pictures }
    }
}

impl<'m> From<&'m Message> for Illustrated<'m> {
    fn from(message: &'m Message) -> Self {
        Self { message, pictures: Vec::new() }
    }
}

/// Owes a call from `now` on, under a key that is used once for ever; false if it was owed before.
pub async fn call(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    key: &str,
    call: Call,
    now: DateTime<Utc>,
) -> Result<bool> {
    posts::owe(tx, workspace, &Post { key: key.to_owned(), call, due_at: now }).await
}

/// Owes `channel` a message. Of what it hears homes tell, too; what is said of points is not the first they hear of them.
pub async fn post(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    event_type: EventType,
    key: &str,
    message: impl Into<Illustrated<'_>>,
    now: DateTime<Utc>,
) -> Result<bool> {
    if !matches!(event_type, EventType::Board | EventType::ShoutOut) {
        home::all_are_stale(tx, workspace, now).await?;
    }
    let Illustrated { message, pictures } = message.into();
    let message = posts::Message { pictures, ..body(message) };
    let post = Call::PostMessage { channel: channel.clone(), event_type, message };
    call(tx, workspace, key, post, now).await
}

/// Owes whoever follows a contest a message: its channel. Of a dry run only the manager who started it hears, and of
/// nothing but its boards, in words.
pub async fn publish(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    event_type: EventType,
    key: &str,
    message: impl Into<Illustrated<'_>>,
    now: DateTime<Utc>,
) -> Result<()> {
    let message = message.into();
    let marked = match (contest.is_dry(), event_type) {
        (false, _) => {
            post(tx, workspace, &contest.channel, event_type, key, message, now).await?;
            return Ok(());
        }
        (true, EventType::Board) => voice::dry_runs::marked(message.message),
        (true, EventType::Final) => voice::dry_runs::result(message.message, contest),
        (true, _) => return Ok(()),
    };
    tell(tx, workspace, &contest.started_by, key, &marked, now).await?;
    Ok(())
}

/// Owes a person a direct message. Of what they hear their home tells, too.
pub async fn tell(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    key: &str,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<bool> {
    home::is_stale(tx, workspace, user, now).await?;
    let (user, message) = (user.clone(), body(message));
    call(tx, workspace, key, Call::DirectMessage { user, event_type: EventType::Notice, message }, now).await
}

/// Owes a person other words in place of what they were told under the key `of`: after it, where that has yet to go out.
pub async fn tell_instead(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    of: &str,
    key: &str,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<bool> {
    home::is_stale(tx, workspace, user, now).await?;
    let (channel, target) = (user.as_str().into(), Target::Key(of.to_owned()));
    call(tx, workspace, key, Call::Update { channel, target, message: body(message) }, now).await
}

/// Owes a person a message in `channel` that only they see.
pub async fn whisper(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    user: &UserId,
    key: &str,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<bool> {
    let whisper =
        Call::PostEphemeral { channel: channel.clone(), user: user.clone(), message: body(message) };
    call(tx, workspace, key, whisper, now).await
}
