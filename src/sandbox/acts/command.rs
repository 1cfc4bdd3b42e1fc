//! Typing a command.

use std::time::Instant;

use serde::Serialize;
use serde_json::{Value, json};

use super::unanswered;
use crate::sandbox::delivery::Kind;
use crate::sandbox::people::{APP, TEAM, TEAM_DOMAIN};
use crate::sandbox::refusal::Result;
use crate::sandbox::text::{self, Voice};
use crate::sandbox::workspace::Workspace;

/// What fits into the message field.
const MOST_WORDS: usize = 40_000;

/// What the app answered a command with.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Whether it did in time.
    pub acked: bool,
    /// What it said, if anything.
    pub ack: Option<Value>,
    /// How long it took.
    pub latency_ms: u64,
    /// The `ts` of the message that became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<String>,
    /// Why Slack would not show what it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Value>,
}

impl Workspace {
    /// Types a command, and shows the app's answer where Slack would.
    pub async fn type_command(&self, user: &str, place: &str, command: &str, words: &str) -> Result<Answer> {
        let (payload, channel) = self.command_payload(user, place, command, words)?;
        let asked = Instant::now();
        let ack = self.deliver(Kind::Command, &payload).await.map_err(unanswered)?;
        let latency_ms = u64::try_from(asked.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut answer = Answer { acked: true, ack, latency_ms, ts: None, refused: None };
        if let Some(ack) = answer.ack.as_ref().filter(|ack| says_something(ack)) {
            match self.reply(user, &channel, ack) {
                Ok(ts) => answer.ts = Some(ts),
                Err(refusal) => answer.refused = Some(refusal.body()),
            }
        }
        Ok(answer)
    }

    fn command_payload(
        &self,
        user: &str,
        place: &str,
        command: &str,
        words: &str,
    ) -> Result<(Value, String)> {
        let listed = self.manifest.commands().iter().find(|listed| listed.command == command);
        let listed = listed.ok_or("unknown_command")?;
        if self.is_app_removed() {
            return Err("unknown_command".into());
        }
        let mut state = self.state();
        let handle = state.actor(user)?.handle.clone();
        let channel = state.place(user, place)?;
        if !channel.has(user) {
            return Err("not_in_channel".into());
        }
        if channel.archived {
            return Err("is_archived".into());
        }
        let words = words.trim();
        if words.chars().count() > MOST_WORDS {
            return Err("msg_too_long".into());
        }
        let words = if listed.should_escape {
            text::kept(words, Voice::Command, state.names())
        } else {
            text::escape(words)
        };
        let trigger = state.triggers.pull(user, self.now());
        let response_url = self.new_hook(&mut state, user, &channel.id, None);
        let payload = json!({
            "token": "sandbox-verification-token", "team_id": TEAM, "team_domain": TEAM_DOMAIN,
            "channel_id": channel.id, "channel_name": channel.command_name(), "user_id": user,
            "user_name": handle, "command": command, "text": words, "api_app_id": APP,
            "is_enterprise_install": "false", "response_url": response_url, "trigger_id": trigger,
        });
        Ok((payload, channel.id))
    }
}

fn says_something(ack: &Value) -> bool {
    ["text", "blocks", "attachments"]
        .into_iter()
        .any(|field| ack.get(field).is_some_and(|said| !said.is_null()))
}
