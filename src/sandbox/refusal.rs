//! A refusal by its name: `{"ok": false, "error": "channel_not_found"}` and what Slack says beside it.

use serde_json::{Map, Value, json};

/// Why a call, or an act of a person, was refused: Slack's error name, and further fields of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Slack's name for it, as `channel_not_found`.
    pub error: &'static str,
    /// What stands beside the name in the answer, as `response_metadata`.
    pub beside: Map<String, Value>,
}

impl Refusal {
    /// A refusal that says more: the messages go where Slack puts them.
    pub fn with_messages(error: &'static str, messages: Vec<String>) -> Self {
        Self::from(error).with("response_metadata", json!({ "messages": messages }))
    }

    /// The same refusal with one more field in its answer.
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.beside.insert(field.to_owned(), value);
        self
    }

    /// An argument that must be there is not.
    pub fn missing(argument: &str) -> Self {
        Self::with_messages("invalid_arguments", vec![format!("[ERROR] missing required field: {argument}")])
    }

    /// The refusal as the Web API answers it.
    pub fn body(&self) -> Value {
        let mut body = self.beside.clone();
        body.insert("ok".into(), json!(false));
        body.insert("error".into(), json!(self.error));
        Value::Object(body)
    }
}

impl From<&'static str> for Refusal {
    fn from(error: &'static str) -> Self {
        Self { error, beside: Map::new() }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.error)?;
        match self.beside.get("response_metadata").and_then(|more| more["messages"].as_array()) {
            Some(messages) => {
                messages.iter().try_for_each(|line| write!(f, "; {}", line.as_str().unwrap_or("")))
            }
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}

/// What an act or a call comes to.
pub type Result<T> = std::result::Result<T, Refusal>;
