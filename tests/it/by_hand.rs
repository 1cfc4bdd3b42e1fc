//! Deliveries made, signed and sent by hand, as Slack would over HTTP.

use std::net::TcpListener;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Bot, CHANNEL, http};

pub const SECRET: &str = "sandbox-signing-secret";
pub const FORM: &str = "application/x-www-form-urlencoded";
pub const JSON: &str = "application/json";
/// The sandbox's workspace.
const TEAM: &str = "T0SANDBOX";

/// An address that nobody listens on.
pub fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

pub fn signature(secret: &str, at: u64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v0:{at}:{body}").as_bytes());
    let hex = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("v0={hex}")
}

/// Sends a body to the bot as Slack would; gives the answer's status and body.
pub fn send(bot: &Bot, kind: &str, body: &str, at: u64, signature: &str) -> (u16, String) {
    let request = ureq::http::Request::post(format!("{}/slack/events", bot.address))
        .header("content-type", kind)
        .header("x-slack-request-timestamp", at.to_string())
        .header("x-slack-signature", signature);
    http(request.body(body.to_owned()).unwrap()).expect("an answer, never a broken connection")
}

/// Sends a body with a good signature.
pub fn signed(bot: &Bot, kind: &str, body: &str) -> (u16, String) {
    signed_with(SECRET, bot, kind, body)
}

/// Sends a body with the signature that `secret` makes.
pub fn signed_with(secret: &str, bot: &Bot, kind: &str, body: &str) -> (u16, String) {
    // One look at the clock: a second may turn between two.
    let at = now();
    send(bot, kind, body, at, &signature(secret, at, body))
}

/// A command as Slack posts it, with a trigger of its own.
pub fn command(user: &str, command: &str, text: &str) -> String {
    let trigger = uuid::Uuid::now_v7().to_string();
    let fields = [
        ("team_id", TEAM),
        ("channel_id", CHANNEL),
        ("user_id", user),
        ("command", command),
        ("text", text),
        ("trigger_id", trigger.as_str()),
    ];
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Somebody types a command; gives the answer's status and body.
pub fn types(bot: &Bot, user: &str, name: &str, text: &str) -> (u16, String) {
    signed(bot, FORM, &command(user, name, text))
}

/// What happened in the channel, as Slack posts it, with an id of its own.
pub fn event(mut what: Value) -> String {
    what["type"] = json!("message");
    what["channel"] = json!(CHANNEL);
    what["channel_type"] = json!("channel");
    let id = uuid::Uuid::now_v7().to_string();
    json!({"type": "event_callback", "team_id": TEAM, "event_id": id, "event": what}).to_string()
}

/// Hands the bot an event; gives the answer's status.
pub fn happens(bot: &Bot, event: &str) -> u16 {
    signed(bot, JSON, event).0
}

/// A message was posted.
pub fn posted(user: &str, ts: &str, text: &str) -> String {
    event(json!({"user": user, "ts": ts, "text": text}))
}

/// A message was edited, at an instant.
pub fn edited(user: &str, ts: &str, text: &str, at: &str) -> String {
    let message = json!({
        "type": "message", "user": user, "ts": ts, "text": text, "edited": {"user": user, "ts": at},
    });
    let before = json!({"type": "message", "user": user, "ts": ts, "text": "before"});
    event(json!({
        "subtype": "message_changed", "ts": at, "event_ts": at, "message": message,
        "previous_message": before,
    }))
}

/// A message was deleted.
pub fn deleted(user: &str, ts: &str) -> String {
    let before = json!({"type": "message", "user": user, "ts": ts, "text": "before"});
    event(json!({"subtype": "message_deleted", "deleted_ts": ts, "previous_message": before}))
}
