//! What an interaction is answered with.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::voice::Message;
use crate::voice::forms::Form;

/// What an interaction is answered with.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing.
    Nothing,
    /// Words, for that person alone.
    Say(Message),
    /// A form to open.
    Open {
        /// The form.
        form: Form,
        /// How to go on without it, should it not open.
        instead: Message,
    },
    /// The form in which something was chosen, as it looks now.
    Change(Form),
    /// What becomes of a form that was sent.
    Reply(Reply),
}

impl Answer {
    /// Words, where there are any.
    pub fn of(message: Option<Message>) -> Self {
        message.map_or(Self::Nothing, Self::Say)
    }

    /// The words that it says, if it says some.
    #[cfg(test)]
    pub(crate) fn said(self) -> Option<Message> {
        match self {
            Self::Say(message) => Some(message),
            Self::Open { instead, .. } => Some(instead),
            Self::Reply(Reply::Errors(errors)) => errors.into_values().next().map(Message::plain),
            Self::Nothing | Self::Change(_) | Self::Reply(_) => None,
        }
    }
}

/// What becomes of a form that was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// All forms close.
    Clear,
    /// It stays, with what is wrong under its fields: words by block, in plain text.
    Errors(BTreeMap<String, String>),
    /// Another takes its place.
    Update(Form),
    /// Another is laid on it.
    Push(Form),
}

impl Reply {
    /// Something that is wrong, under one block.
    pub fn error(block: &str, what: String) -> Self {
        Self::Errors(BTreeMap::from([(block.to_owned(), what)]))
    }

    /// The acknowledgement that tells Slack.
    pub fn to_ack(&self) -> Value {
        match self {
            Self::Clear => json!({"response_action": "clear"}),
            Self::Errors(errors) => json!({"response_action": "errors", "errors": errors}),
            Self::Update(form) => json!({"response_action": "update", "view": form.to_view()}),
            Self::Push(form) => json!({"response_action": "push", "view": form.to_view()}),
        }
    }
}
