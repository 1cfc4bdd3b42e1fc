//! One attempt to send what is owed: the calls to Slack.

use serde_json::{Value, json};

use super::homes::Published;
use super::trouble::{NOTHING_TO_SEND, Trouble};
use super::{Deliverer, pictures};
use crate::domain::export::FileWanted;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::play::files;
use crate::slack::client::{Failure, File};
use crate::store::posts::{self, Call, Claim, EventType, Message, Sent, Target, Whereabouts};

/// How far back an uncertain post is looked for; Slack gives no more at a time.
const LOOK_BACK: &str = "200";

/// What an attempt has done.
pub(super) enum Done {
    /// Something was sent.
    Sent(Sent),
    /// A home was published.
    Published(Published),
}

impl Deliverer {
    pub(super) async fn send(&self, claim: &Claim) -> Result<Done, Trouble> {
        let sent = match &claim.post.call {
            Call::PublishHome { user } => return self.publish(claim, user).await.map(Done::Published),
            Call::PostMessage { channel, event_type, message } => {
                self.say(claim, channel, *event_type, message).await
            }
            Call::DirectMessage { user, event_type, message } => {
                let channel = self.open(user).await.map_err(Trouble::before)?;
                self.say(claim, &channel, *event_type, message).await
            }
            Call::PostEphemeral { channel, user, message } => {
                let arguments = with_words(json!({"channel": channel, "user": user}), message);
                self.call("chat.postEphemeral", &arguments, channel, &[]).await
            }
            Call::Update { channel, target, message } => {
                let place = self.find(&claim.workspace, channel, target).await.map_err(Trouble::before)?;
                let arguments = with_words(json!({"channel": place.channel, "ts": place.ts}), message);
                self.call("chat.update", &arguments, &place.channel, &[]).await
            }
            Call::ShareFile { user, file } => self.share(claim, user, file).await,
            Call::AddReaction { channel, ts, name } => {
                let arguments = json!({"channel": channel, "timestamp": ts, "name": name});
                self.call("reactions.add", &arguments, channel, &["already_reacted"]).await
            }
            Call::RemoveReaction { channel, ts, name } => {
                let arguments = json!({"channel": channel, "timestamp": ts, "name": name});
                self.call("reactions.remove", &arguments, channel, &["no_reaction"]).await
            }
        };
        sent.map(Done::Sent)
    }

    /// Says something, unless an earlier attempt turns out to have said it.
    async fn say(
        &self,
        claim: &Claim,
        channel: &ChannelId,
        event_type: EventType,
        message: &Message,
    ) -> Result<Sent, Trouble> {
        let key = &claim.post.key;
        if claim.uncertain
            && let Some(sent) = self.look_for(channel, key).await.map_err(Trouble::before)?
        {
            return Ok(sent);
        }
        let metadata = json!({"event_type": event_type.as_str(), "event_payload": {"key": key}});
        let words = with_words(json!({"channel": channel, "metadata": metadata}), message);
        let pictures = self.pictures(claim, message).await?;
        if !pictures.is_empty() {
            let illustrated = pictures::beside(&words, pictures);
            match self.call("chat.postMessage", &illustrated, channel, &[]).await {
                Err(Trouble { failure: Failure::Refused { code }, .. }) if code == "invalid_blocks" => {
                    pictures::refused(claim)?;
                }
                outcome => return outcome,
            }
        }
        self.call("chat.postMessage", &words, channel, &[]).await
    }

    /// Writes a file, uploads it and shares it in the direct message with a person. Where nobody knows whether it was
    /// shared it is shared again: of a file, twice is better than never.
    async fn share(&self, claim: &Claim, user: &UserId, wanted: &FileWanted) -> Result<Sent, Trouble> {
        let (workspace, now) = (&claim.workspace, self.clock.now());
        let written = self.store.read(async |tx| files::write(tx, workspace, user, wanted, now).await).await;
        let file = match written {
            Ok(Some(file)) => file,
            Ok(None) => return Err(Trouble::before(Failure::Refused { code: NOTHING_TO_SEND.into() })),
            Err(error) => return Err(Trouble::before(Failure::NotSent { why: error.to_string() })),
        };
        let channel = self.open(user).await.map_err(Trouble::before)?;
        let upload = File { name: file.name, bytes: file.bytes };
        let id = self.slack.upload(upload).await.map_err(Trouble::before)?;
        let shared = self.slack.share_file(&id, &file.title, &channel, &file.words).await;
        shared.map_err(Trouble::in_deed)?;
        Ok(Sent { channel, ts: None })
    }

    /// The call that does the deed; a refusal among `as_good` says that it was done already.
    async fn call(
        &self,
        method: &str,
        arguments: &Value,
        channel: &ChannelId,
        as_good: &[&str],
    ) -> Result<Sent, Trouble> {
        let answer = match self.slack.call(method, arguments).await {
            Ok(answer) => answer,
            Err(Failure::Refused { code }) if as_good.contains(&code.as_str()) => Value::Null,
            Err(failure) => return Err(Trouble::in_deed(failure)),
        };
        let channel = answer["channel"].as_str().map_or_else(|| channel.clone(), ChannelId::from);
        Ok(Sent { channel, ts: answer["ts"].as_str().map(str::to_owned) })
    }

    /// The direct message with a person.
    async fn open(&self, user: &UserId) -> Result<ChannelId, Failure> {
        let answer = self.slack.call("conversations.open", &json!({"users": user})).await?;
        let channel = answer["channel"]["id"].as_str().map(ChannelId::from);
        channel.ok_or_else(|| Failure::Unknown { why: "conversations.open names no channel".into() })
    }

    /// Looks for the message with this key among a channel's latest.
    async fn look_for(&self, channel: &ChannelId, key: &str) -> Result<Option<Sent>, Failure> {
        let arguments =
            [("channel", channel.as_str()), ("limit", LOOK_BACK), ("include_all_metadata", "true")];
        let answer = match self.slack.look_up("conversations.history", &arguments).await {
            Ok(answer) => answer,
            Err(Failure::Refused { code }) => {
                tracing::warn!(%channel, key, code, "channel history is closed to us: a post may appear twice");
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        };
        let messages = answer["messages"].as_array().map_or(&[][..], Vec::as_slice);
        let ours = messages.iter().find(|message| message["metadata"]["event_payload"]["key"] == *key);
        let ts = ours.and_then(|message| message["ts"].as_str());
        Ok(ts.map(|ts| Sent { channel: channel.clone(), ts: Some(ts.to_owned()) }))
    }

    /// Where the message is that an update changes.
    async fn find(
        &self,
        workspace: &WorkspaceId,
        channel: &ChannelId,
        target: &Target,
    ) -> Result<Sent, Failure> {
        let key = match target {
            Target::Ts(ts) => return Ok(Sent { channel: channel.clone(), ts: Some(ts.clone()) }),
            Target::Key(key) => key,
        };
        let found = self.store.read(async |tx| posts::whereabouts(tx, workspace, key).await).await;
        match found {
            Ok(Whereabouts::Sent(sent)) if sent.ts.is_some() => Ok(sent),
            Ok(Whereabouts::Waiting) => Err(Failure::NotSent { why: format!("{key} has yet to go out") }),
            Ok(Whereabouts::Sent(_) | Whereabouts::Nowhere) => {
                Err(Failure::Refused { code: "message_not_found".into() })
            }
            Err(error) => Err(Failure::NotSent { why: error.to_string() }),
        }
    }
}

/// Adds what a message says to a call's arguments.
fn with_words(mut arguments: Value, message: &Message) -> Value {
    arguments["text"] = message.text.as_str().into();
    if let Some(blocks) = &message.blocks {
        arguments["blocks"] = blocks.clone();
    }
    arguments
}
