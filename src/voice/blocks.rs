//! The few Block Kit shapes that we use.

use serde_json::{Value, json};

/// What our buttons are called, as Slack hands them back.
pub mod action {
    /// Join a contest; the value is its id.
    pub const JOIN: &str = "contest.join";
    /// Show how points work; the value is the contest's id.
    pub const RULES: &str = "contest.rules";
    /// Show the own place; the value is the contest's id.
    pub const WHERE_AM_I: &str = "board.where_am_i";
    /// Post the public board; the value is the contest's id.
    pub const POST_BOARD: &str = "board.post";
    /// One of several contests is meant; the action continues with a number, the value is `verb|contest`.
    pub const PICK: &str = "contest.pick";
}

/// Words in mrkdwn.
pub fn section(text: impl Into<String>) -> Value {
    json!({"type": "section", "text": {"type": "mrkdwn", "text": text.into()}})
}

/// Small words in mrkdwn.
pub fn context(text: impl Into<String>) -> Value {
    json!({"type": "context", "elements": [{"type": "mrkdwn", "text": text.into()}]})
}

/// A row of buttons.
pub fn actions(buttons: Vec<Value>) -> Value {
    json!({"type": "actions", "elements": buttons})
}

/// A button; its label is plain text, so it cannot carry markup.
pub fn button(label: &str, action: &str, value: &str) -> Value {
    json!({
        "type": "button",
        "text": {"type": "plain_text", "text": label.chars().take(75).collect::<String>(), "emoji": true},
        "action_id": action,
        "value": value,
    })
}

/// The same, marked as the one to press.
pub fn primary(label: &str, action: &str, value: &str) -> Value {
    let mut button = button(label, action, value);
    button["style"] = "primary".into();
    button
}
