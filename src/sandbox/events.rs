//! What happened, as the Events API tells the app: only what its manifest asked for, and only from where
//! the bot is.

use serde_json::{Value, json};

use super::channels::Channel;
use super::ids;
use super::messages::Message;
use super::people::{APP, BOT_USER, TEAM};
use super::state::State;
use super::workspace::Workspace;

impl Workspace {
    /// Sends an event to the app if it subscribed to `subscription`.
    pub fn emit(&self, subscription: &str, event: Value) {
        if !self.manifest.subscribes(subscription) || self.is_app_removed() {
            return;
        }
        let mut id = ids::fresh("Ev");
        id.truncate(11);
        let callback = json!({
            "type": "event_callback", "token": "sandbox-verification-token", "team_id": TEAM,
            "context_team_id": TEAM, "context_enterprise_id": null, "api_app_id": APP,
            "event": event, "event_id": id, "event_time": self.now().timestamp(),
            "authorizations": [{
                "enterprise_id": null, "team_id": TEAM, "user_id": BOT_USER, "is_bot": true,
                "is_enterprise_install": false,
            }],
            "is_ext_shared_channel": false, "event_context": ids::fresh("4-"),
        });
        self.unsettled.send_modify(|left| *left += 1);
        if self.outbox.send(callback).is_err() {
            self.unsettled.send_modify(|left| *left -= 1);
        }
    }

    fn emit_in(&self, channel: &Channel, mut event: Value) {
        if !channel.has(BOT_USER) {
            return;
        }
        event["channel"] = json!(channel.id);
        event["channel_type"] = json!(channel.event_kind());
        self.emit(&format!("message.{}", channel.family()), event);
    }

    /// A message was posted, by a person or by the app itself.
    pub fn emit_message(&self, state: &State, channel: &Channel, message: &Message) {
        let mut event = message.shown_with_metadata();
        event["event_ts"] = json!(message.ts);
        if let Some(parent) = message.thread_ts.as_deref().filter(|parent| *parent != message.ts) {
            event["parent_user_id"] =
                json!(state.message(&channel.id, parent).map_or("", |parent| &parent.user));
        }
        if channel.has(BOT_USER) && !message.by_app() && message.text.contains(&format!("<@{BOT_USER}>")) {
            let mut mention = event.clone();
            mention["type"] = json!("app_mention");
            mention["channel"] = json!(channel.id);
            self.emit("app_mention", mention);
        }
        self.emit_in(channel, event);
    }

    /// A message is not what it was: an edit, or what Slack made of a link.
    pub fn emit_edit(&self, channel: &Channel, ts: &str, before: Value, after: &Message) {
        let event = json!({
            "type": "message", "subtype": "message_changed", "hidden": true, "ts": ts, "event_ts": ts,
            "message": after.shown_with_metadata(), "previous_message": before,
        });
        self.emit_in(channel, event);
    }

    /// A message is gone.
    pub fn emit_deletion(&self, channel: &Channel, ts: &str, gone: &Message) {
        let event = json!({
            "type": "message", "subtype": "message_deleted", "hidden": true, "ts": ts, "event_ts": ts,
            "deleted_ts": gone.ts, "previous_message": gone.shown(),
        });
        self.emit_in(channel, event);
    }

    /// Somebody answered a message with a reaction, or took it back.
    pub fn emit_reaction(
        &self,
        channel: &Channel,
        message: &Message,
        at: &str,
        user: &str,
        name: &str,
        removed: bool,
    ) {
        if !channel.has(BOT_USER) {
            return;
        }
        let kind = if removed { "reaction_removed" } else { "reaction_added" };
        let event = json!({
            "type": kind, "user": user, "reaction": name, "item_user": message.user, "event_ts": at,
            "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        });
        self.emit(kind, event);
    }

    /// Somebody came or went.
    pub fn emit_membership(&self, channel: &Channel, at: &str, user: &str, joined: bool) {
        if !channel.has(BOT_USER) && user != BOT_USER {
            return;
        }
        let kind = if joined { "member_joined_channel" } else { "member_left_channel" };
        let initial = channel.event_kind().chars().next().map_or('C', |letter| letter.to_ascii_uppercase());
        let event = json!({
            "type": kind, "user": user, "channel": channel.id, "channel_type": initial.to_string(),
            "team": TEAM, "event_ts": at,
        });
        self.emit(kind, event);
        if user == BOT_USER && !joined {
            let left = if channel.family() == "groups" { "group_left" } else { "channel_left" };
            self.emit(left, json!({"type": left, "channel": channel.id, "actor_id": user, "event_ts": at}));
        }
    }
}
