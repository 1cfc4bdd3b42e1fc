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
    /// Words in place of those in which something was pressed: a list that only that person sees.
    Replace(Message),
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
            Self::Say(message) | Self::Replace(message) => Some(message),
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
    /// Another takes its place, and so does what came of it in the list that it was opened from.
    Settle {
        /// What takes the form's place.
        form: Form,
        /// Where the list is.
        place: Place,
        /// The list as it is now.
        list: Message,
    },
}

/// Where a list stands that only one person sees, so that it can be shown anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a message: the address that came with what was pressed in it.
    Message(String),
    /// In a form: Slack's id of that.
    Form(String),
}

impl Place {
    /// As a form that was opened from there notes it.
    pub fn note(&self) -> &str {
        match self {
            Self::Message(place) | Self::Form(place) => place,
        }
    }

    /// What such a note means; nothing where it is empty.
    pub fn noted(note: &str) -> Option<Self> {
        match note {
            "" => None,
            address if address.starts_with("http") => Some(Self::Message(address.to_owned())),
            view => Some(Self::Form(view.to_owned())),
        }
    }
}

impl Reply {
    /// Something that is wrong, under one block.
    pub fn error(block: &str, what: String) -> Self {
        Self::Errors(BTreeMap::from([(block.to_owned(), what)]))
    }

    /// The form that takes its place, if one does.
    pub fn in_its_place(&self) -> Option<&Form> {
        match self {
            Self::Update(form) | Self::Settle { form, .. } => Some(form),
            Self::Clear | Self::Errors(_) | Self::Push(_) => None,
        }
    }

    /// The acknowledgement that tells Slack.
    pub fn to_ack(&self) -> Value {
        match self {
            Self::Clear => json!({"response_action": "clear"}),
            Self::Errors(errors) => json!({"response_action": "errors", "errors": errors}),
            Self::Update(form) | Self::Settle { form, .. } => {
                json!({"response_action": "update", "view": form.to_view()})
            }
            Self::Push(form) => json!({"response_action": "push", "view": form.to_view()}),
        }
    }
}
