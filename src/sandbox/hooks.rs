//! Response addresses: what the app may still say about a command or a click, five times within half an
//! hour.

use axum::Json;
use axum::extract::{Path, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::draft::Draft;
use super::ids;
use super::refusal::{Refusal, Result};
use super::state::State;
use super::workspace::Workspace;

const LIFE: TimeDelta = TimeDelta::minutes(30);
const MOST_USES: u8 = 5;
const MOST_BODY: usize = 1 << 20;

/// A response address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hook {
    user: String,
    channel: String,
    /// The message that was clicked in.
    original: Option<String>,
    made: DateTime<Utc>,
    uses: u8,
}

impl Workspace {
    /// A new response address for what `user` did in `channel`.
    pub fn new_hook(&self, state: &mut State, user: &str, channel: &str, original: Option<&str>) -> String {
        let now = self.now();
        state.hooks.retain(|_, hook| now - hook.made < LIFE + LIFE);
        let id = ids::fresh("");
        let hook = Hook {
            user: user.into(),
            channel: channel.into(),
            original: original.map(Into::into),
            made: now,
            uses: 0,
        };
        state.hooks.insert(id.clone(), hook);
        self.url("http", &format!("/hooks/{id}"))
    }

    /// Takes what an app says at a response address.
    pub fn respond(&self, id: &str, payload: &Value) -> Result<()> {
        let hook = {
            let mut state = self.state();
            let hook = state.hooks.get_mut(id).ok_or("invalid_url")?;
            if self.now() - hook.made > LIFE {
                return Err("expired_url".into());
            }
            if hook.uses >= MOST_USES {
                return Err("used_url".into());
            }
            hook.uses += 1;
            hook.clone()
        };
        let original = hook.original.as_deref();
        match original {
            Some(ts) if payload["delete_original"] == true => self.remove_original(&hook, ts),
            Some(ts) if payload["replace_original"] == true => self.replace_original(&hook, ts, payload),
            _ => self.reply(&hook.user, &hook.channel, payload).map(drop),
        }
    }

    /// Shows an app's answer to what `user` did in `channel`: to them alone unless it says `in_channel`.
    /// An app may answer so even where it is no member.
    pub fn reply(&self, user: &str, channel: &str, payload: &Value) -> Result<String> {
        let mut state = self.state();
        let channel = state.channel(channel)?.clone();
        let mut message = Draft::of(payload).compose(state.names())?;
        message.thread_ts = payload["thread_ts"].as_str().map(Into::into);
        if payload["response_type"] != "in_channel" {
            message.ephemeral_to = Some(user.into());
        }
        Ok(self.post(&mut state, &channel, message))
    }

    fn remove_original(&self, hook: &Hook, ts: &str) -> Result<()> {
        let mut state = self.state();
        let channel = state.channel(&hook.channel)?.clone();
        if state.message_for(&hook.user, &channel.id, ts)?.ephemeral_to.is_none() {
            drop(state);
            return self.take_away(&channel, ts);
        }
        if let Some(messages) = state.messages.get_mut(&channel.id) {
            messages.retain(|message| message.ts != ts);
        }
        drop(state);
        self.changed("delete", Some(&channel.id));
        Ok(())
    }

    fn replace_original(&self, hook: &Hook, ts: &str, payload: &Value) -> Result<()> {
        let mut state = self.state();
        let new = Draft::of(payload).compose(state.names())?;
        let channel = state.channel(&hook.channel)?.clone();
        let at = state.new_ts(self.now());
        let message = state.message_for(&hook.user, &channel.id, ts)?;
        let before = message.shown();
        (message.text, message.blocks, message.attachments) = (new.text, new.blocks, new.attachments);
        message.edited = Some((message.user.clone(), at.clone()));
        let after = message.clone();
        drop(state);
        if after.ephemeral_to.is_none() {
            self.emit_edit(&channel, &at, before, &after);
        }
        self.changed("edit", Some(&channel.id));
        Ok(())
    }
}

/// `POST /hooks/{id}`
pub async fn serve(
    Shared(workspace): Shared<Workspace>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let Ok(body) = axum::body::to_bytes(request.into_body(), MOST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let begun = workspace.begin();
    let payload: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let outcome = if payload.is_object() {
        workspace.respond(&id, &payload)
    } else {
        Err(Refusal::from("invalid_payload"))
    };
    let answer = outcome.as_ref().map_or_else(Refusal::body, |()| json!({"ok": true}));
    workspace.record(&begun, "response_url", &payload, answer.clone(), None);
    match outcome {
        Ok(()) => "ok".into_response(),
        Err(refusal) => {
            let gone = ["expired_url", "used_url", "invalid_url"].contains(&refusal.error);
            let status = if gone { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
            (status, Json(answer)).into_response()
        }
    }
}
