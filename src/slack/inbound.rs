//! What Slack hands us, read into the doors' types. Socket Mode envelopes and HTTP bodies meet here, so both
//! ways in mean the same.
//!
//! Slack's payloads grow fields, lose them, and send null where an object stood; typed models of the whole
//! reject what we could well have used. So this reads only the fields that we need, each tolerantly, and
//! distinguishes two failures: a payload that lacks what makes it usable is a [`Fault`]; one that is sound but
//! of no interest is [`Parsed::Useless`]. Nothing here panics, whatever it is given.

use serde_json::{Map, Value};
use url::form_urlencoded;

use self::field::Fields;
use crate::command::Command;
use crate::event::Event;
use crate::interaction::Interaction;

mod event;
mod field;
mod interaction;
mod state;
#[cfg(test)]
mod tests;

/// A delivery for a [`Door`](super::Door).
#[derive(Clone, Debug, PartialEq)]
pub enum Inbound {
    /// A slash command.
    Command(Command),
    /// An event.
    Event(Event),
    /// A click, a form or a shortcut.
    Interaction(Interaction),
}

impl Inbound {
    /// Which of the three, in a word for operators.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Command(_) => "command",
            Self::Event(_) => "event",
            Self::Interaction(_) => "interaction",
        }
    }
}

/// What a payload turned out to be.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one lives for the length of a delivery; none is kept")]
pub enum Parsed {
    /// Something for the door.
    Inbound(Inbound),
    /// Slack asks whether we are there: to be echoed.
    Challenge(String),
    /// Sound, but nothing we act on; says what it is.
    Useless(String),
}

/// Why a payload cannot be read. Never holds any of it: it may be secret, private or hostile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no JSON.
    #[error("not valid JSON")]
    Json,
    /// It is no form.
    #[error("not a valid form")]
    Form,
    /// It is of a kind we know but lacks a part that it cannot do without.
    #[error("the {what} lacks a usable {field}")]
    Lacks {
        /// What it is.
        what: &'static str,
        /// Which part, as a JSON pointer.
        field: &'static str,
    },
}

/// One text frame of a Socket Mode connection.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one lives for the length of a delivery; none is kept")]
pub enum Frame {
    /// The connection is up.
    Hello,
    /// Slack is about to close the connection, for this reason.
    Disconnect(String),
    /// A delivery, to be acknowledged by its id.
    Envelope {
        /// The envelope's id.
        id: String,
        /// Which repeat this is, 0 for the first attempt.
        retry: u32,
        /// Why Slack repeats it.
        retry_reason: Option<String>,
        /// What is inside.
        payload: Result<Parsed, Fault>,
    },
    /// Anything else, by its name.
    Other(String),
}

/// Reads a text frame of a Socket Mode connection.
pub fn frame(text: &str) -> Result<Frame, Fault> {
    let json: Value = serde_json::from_str(text).map_err(|_| Fault::Json)?;
    let fields = Fields::of("frame", &json);
    let kind = fields.need("/type")?;
    Ok(match kind.as_str() {
        "hello" => Frame::Hello,
        "disconnect" => Frame::Disconnect(fields.word("/reason").unwrap_or_default()),
        _ => match fields.word("/envelope_id") {
            None => Frame::Other(kind),
            Some(id) => Frame::Envelope {
                id,
                retry: fields.number("/retry_attempt").and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
                retry_reason: fields.word("/retry_reason"),
                payload: enveloped(&kind, json.get("payload").unwrap_or(&Value::Null)),
            },
        },
    })
}

fn enveloped(kind: &str, payload: &Value) -> Result<Parsed, Fault> {
    match kind {
        "slash_commands" => command(payload),
        "events_api" => event::callback(payload),
        "interactive" => interaction::interaction(payload),
        other => Ok(Parsed::Useless(other.to_owned())),
    }
}

/// Reads the body of a signed HTTP request: a form for commands and interactions, JSON for events.
pub fn body(content_type: Option<&str>, bytes: &[u8]) -> Result<Parsed, Fault> {
    let is_form = content_type
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    if is_form { form_body(bytes) } else { json_body(bytes) }
}

fn json_body(bytes: &[u8]) -> Result<Parsed, Fault> {
    let json: Value = serde_json::from_slice(bytes).map_err(|_| Fault::Json)?;
    let fields = Fields::of("challenge", &json);
    match fields.word("/type").as_deref() {
        Some("url_verification") => fields.need("/challenge").map(Parsed::Challenge),
        Some("event_callback") => event::callback(&json),
        // Among them `app_rate_limited`, which tells that Slack withholds events for a minute.
        Some(other) => Ok(Parsed::Useless(other.to_owned())),
        None => Ok(Parsed::Useless("JSON without a type".to_owned())),
    }
}

fn form_body(bytes: &[u8]) -> Result<Parsed, Fault> {
    if bytes.is_empty() || !is_form(bytes) {
        return Err(Fault::Form);
    }
    let mut form = Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        // Of a field given twice the first one counts.
        form.entry(name.into_owned()).or_insert_with(|| Value::String(value.into_owned()));
    }
    if let Some(Value::String(payload)) = form.get("payload") {
        let payload: Value = serde_json::from_str(payload).map_err(|_| Fault::Json)?;
        return interaction::interaction(&payload);
    }
    if form.contains_key("command") {
        return command(&Value::Object(form));
    }
    // Slack checks our certificate with `ssl_check=1`.
    Ok(Parsed::Useless("form without a command".to_owned()))
}

/// Whether `bytes` can be a form at all: text without control characters, each `%` before two hexadecimal
/// digits. What is sound in a browser's eyes (bare spaces, letters of any script) is sound here.
fn is_form(bytes: &[u8]) -> bool {
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let sound = |(at, &byte): (usize, &u8)| match byte {
        b'%' => is_hex(at + 1) && is_hex(at + 2),
        _ => !byte.is_ascii_control(),
    };
    std::str::from_utf8(bytes).is_ok() && bytes.iter().enumerate().all(sound)
}

fn command(payload: &Value) -> Result<Parsed, Fault> {
    let fields = Fields::of("command", payload);
    let trigger_id = fields.need("/trigger_id")?;
    Ok(Parsed::Inbound(Inbound::Command(Command {
        workspace: fields.need("/team_id")?.into(),
        user: fields.need("/user_id")?.into(),
        user_name: fields.text("/user_name"),
        channel: fields.need("/channel_id")?.into(),
        channel_name: fields.text("/channel_name"),
        name: fields.need("/command")?,
        text: fields.text("/text"),
        delivery: format!("command:{trigger_id}"),
        trigger_id,
        response_url: fields.word("/response_url"),
        enterprise: fields.word("/enterprise_id"),
    })))
}
