//! Methods about messages.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::channels::{Channel, Kind};
use crate::sandbox::draft::Draft;
use crate::sandbox::files;
use crate::sandbox::ids;
use crate::sandbox::messages::Message;
use crate::sandbox::people::BOT_USER;
use crate::sandbox::refusal::{Refusal, Result};
use crate::sandbox::scheduled::Scheduled;
use crate::sandbox::state::State;

/// The text of an update; Slack allows less there.
const MOST_UPDATE: usize = 4_000;
/// How far ahead a message can be scheduled.
const MOST_AHEAD: i64 = 120 * 86_400;

impl Call<'_> {
    /// What an app asks to have posted. It gets its `ts` when it is.
    fn composed(&self) -> Result<Message> {
        let args = self.args;
        let draft = Draft {
            text: args.text("text").unwrap_or_default(),
            blocks: args.json("blocks", "invalid_blocks_format")?,
            attachments: args.json("attachments", "invalid_attachments")?,
            link_names: args.flag("link_names"),
        };
        let mut message = draft.compose(self.workspace.state().names())?;
        if let Some(blocks) = &message.blocks {
            let refusal = ("invalid_blocks", "/blocks");
            files::check_shown(&self.workspace.state(), refusal, blocks, self.workspace.now())?;
        }
        message.metadata = metadata(args.json("metadata", "invalid_metadata_format")?)?;
        message.thread_ts = args.text("thread_ts").filter(|ts| !ts.is_empty());
        message.broadcast = message.thread_ts.is_some() && args.flag("reply_broadcast");
        if let Some(name) = args.text("username") {
            self.need_any(&["chat:write.customize"])?;
            message.username = Some(name);
        }
        Ok(message)
    }

    /// Where an app asks to post: a channel's id or name, or a person for the direct message.
    fn destination(&self, state: &mut State) -> Result<Channel> {
        let place = self.args.need("channel")?;
        if let Ok(person) = state.person(&place) {
            if person.deactivated || person.role == crate::sandbox::people::Role::Bot {
                return Err("channel_not_found".into());
            }
            return Ok(state.direct(&place, BOT_USER));
        }
        let channel = state.place(BOT_USER, &place)?;
        let elsewhere = channel.kind == Kind::Public && !channel.has(BOT_USER) && !channel.archived;
        let manifest = &self.workspace.manifest;
        // Without any scopes in the manifest we do as for an app that has the usual ones.
        if elsewhere && !manifest.scopes().is_empty() && manifest.grants("chat:write.public") {
            return Ok(channel);
        }
        if channel.archived {
            return Err("is_archived".into());
        }
        state.may_post(BOT_USER, &channel)?;
        Ok(channel)
    }
}

fn check_thread(state: &State, channel: &Channel, message: &mut Message) -> Result<()> {
    if let Some(thread) = &message.thread_ts {
        let parent = state.message(&channel.id, thread).map_err(|_| Refusal::from("thread_not_found"))?;
        // An answer to an answer stands in the same thread.
        message.thread_ts = Some(parent.thread_ts.clone().unwrap_or_else(|| parent.ts.clone()));
    }
    Ok(())
}

fn metadata(sent: Option<Value>) -> Result<Option<Value>> {
    let Some(sent) = sent else { return Ok(None) };
    let named = sent["event_type"].as_str().is_some_and(|kind| !kind.is_empty());
    if !(named && sent["event_payload"].is_object()) {
        return Err("invalid_metadata_format".into());
    }
    if sent.to_string().len() > 16_000 {
        return Err("metadata_too_large".into());
    }
    Ok(Some(json!({"event_type": sent["event_type"], "event_payload": sent["event_payload"]})))
}

/// `chat.postMessage`
pub fn post(call: &Call<'_>) -> Result<Value> {
    let channel = call.destination(&mut call.workspace.state())?;
    let mut message = call.composed()?;
    let mut state = call.workspace.state();
    check_thread(&state, &channel, &mut message)?;
    let ts = call.workspace.post(&mut state, &channel, message);
    // The answer, unlike an event, always carries the metadata back.
    let message = state.message(&channel.id, &ts)?.shown_with_metadata();
    Ok(json!({"channel": channel.id, "ts": ts, "message": message}))
}

/// `chat.postEphemeral`
pub fn post_ephemeral(call: &Call<'_>) -> Result<Value> {
    let channel = call.destination(&mut call.workspace.state())?;
    let user = call.args.need("user")?;
    let mut message = call.composed()?;
    let mut state = call.workspace.state();
    if !channel.has(&user) {
        return Err("user_not_in_channel".into());
    }
    check_thread(&state, &channel, &mut message)?;
    message.ephemeral_to = Some(user);
    let ts = call.workspace.post(&mut state, &channel, message);
    Ok(json!({"message_ts": ts}))
}

/// `chat.scheduleMessage`
pub fn schedule(call: &Call<'_>) -> Result<Value> {
    let channel = call.destination(&mut call.workspace.state())?;
    let mut message = call.composed()?;
    let post_at = call.args.number("post_at").ok_or("invalid_time")?;
    let now = call.workspace.now().timestamp();
    if post_at <= now {
        return Err("time_in_past".into());
    }
    if post_at > now + MOST_AHEAD {
        return Err("time_too_far".into());
    }
    let mut state = call.workspace.state();
    check_thread(&state, &channel, &mut message)?;
    let scheduled = Scheduled { id: ids::fresh("Q"), channel: channel.id, post_at, message };
    let mut shown = scheduled.message.shown();
    if let Some(shown) = shown.as_object_mut() {
        shown.remove("ts");
    }
    let answer = json!({
        "channel": scheduled.channel, "scheduled_message_id": scheduled.id, "post_at": post_at, "message": shown,
    });
    state.scheduled.push(scheduled);
    drop(state);
    call.workspace.scheduled.notify_one();
    call.workspace.dirty.notify_one();
    Ok(answer)
}

/// `chat.deleteScheduledMessage`
pub fn unschedule(call: &Call<'_>) -> Result<Value> {
    let channel = call.visible_channel("channel")?;
    let id = call.args.need("scheduled_message_id")?;
    let mut state = call.workspace.state();
    let at = state.scheduled.iter().position(|later| later.id == id && later.channel == channel.id);
    state.scheduled.remove(at.ok_or("invalid_scheduled_message_id")?);
    drop(state);
    call.workspace.dirty.notify_one();
    Ok(json!({}))
}

/// `chat.update`
pub fn update(call: &Call<'_>) -> Result<Value> {
    let channel = call.visible_channel("channel")?;
    let ts = call.args.need("ts")?;
    call.own_message(&channel, &ts, "cant_update_message")?;
    if call.args.text("text").is_some_and(|text| text.chars().count() > MOST_UPDATE) {
        return Err("msg_too_long".into());
    }
    let new = call.composed()?;
    let mut state = call.workspace.state();
    let at = state.new_ts(call.workspace.now());
    let message = state.message_mut(&channel.id, &ts)?;
    let before = message.shown();
    // Words without blocks take the old blocks away, and show as edited.
    if call.args.text("text").is_some() || new.blocks.is_some() {
        message.text = new.text;
        message.edited = new.blocks.is_none().then(|| (BOT_USER.into(), at.clone()));
        message.blocks = new.blocks;
    }
    if new.attachments.is_some() {
        message.attachments = new.attachments;
    }
    if new.metadata.is_some() {
        message.metadata = new.metadata;
    }
    let after = message.clone();
    drop(state);
    call.workspace.emit_edit(&channel, &at, before, &after);
    call.workspace.changed("edit", Some(&channel.id));
    Ok(json!({"channel": channel.id, "ts": ts, "text": after.text, "message": after.shown()}))
}

/// `chat.delete`
pub fn delete(call: &Call<'_>) -> Result<Value> {
    let channel = call.visible_channel("channel")?;
    let ts = call.args.need("ts")?;
    call.own_message(&channel, &ts, "cant_delete_message")?;
    call.workspace.take_away(&channel, &ts)?;
    Ok(json!({"channel": channel.id, "ts": ts}))
}

impl Call<'_> {
    /// Refuses unless the message is there and the app's own.
    fn own_message(&self, channel: &Channel, ts: &str, error: &'static str) -> Result<()> {
        if channel.archived {
            return Err("is_archived".into());
        }
        if self.workspace.state().message(&channel.id, ts)?.by_app() { Ok(()) } else { Err(error.into()) }
    }
}

/// `chat.getPermalink`
pub fn permalink(call: &Call<'_>) -> Result<Value> {
    let channel = call.visible_channel("channel")?;
    let ts = call.args.need("message_ts")?;
    call.workspace.state().message(&channel.id, &ts)?;
    let path = format!("/archives/{}/p{}", channel.id, ts.replace('.', ""));
    Ok(json!({"channel": channel.id, "permalink": call.workspace.url("http", &path)}))
}
