//! A message as an app words it: in a method, in the answer to a command, or at a response address.

use serde_json::{Value, json};

use super::blocks;
use super::messages::Message;
use super::people::BOT_USER;
use super::refusal::{Refusal, Result};
use super::text::{self, Names, Voice};

/// A message's text; more is refused.
const MOST_TEXT: usize = 40_000;

/// The words and blocks of a message, before it is posted.
#[derive(Debug, Default)]
pub struct Draft {
    /// As the app wrote it.
    pub text: String,
    /// Block Kit.
    pub blocks: Option<Value>,
    /// Old attachments.
    pub attachments: Option<Value>,
    /// Whether names become mentions.
    pub link_names: bool,
}

impl Draft {
    /// The draft in a payload: an acknowledgement, or what was posted to a response address.
    pub fn of(payload: &Value) -> Self {
        let list = |name: &str| payload.get(name).filter(|list| !list.is_null()).cloned();
        Self {
            text: payload["text"].as_str().unwrap_or("").into(),
            blocks: list("blocks"),
            attachments: list("attachments"),
            link_names: false,
        }
    }

    /// The message, without a `ts` yet, if Slack would take it.
    pub fn compose(self, names: Names<'_>) -> Result<Message> {
        let blocks = self.blocks.map(blocks::accept).transpose()?.filter(holds_something);
        let attachments = self.attachments.map(attachments).transpose()?;
        let attached = attachments.as_ref().is_some_and(holds_something);
        if self.text.trim().is_empty() && blocks.is_none() && !attached {
            return Err("no_text".into());
        }
        if self.text.chars().count() > MOST_TEXT {
            return Err("msg_too_long".into());
        }
        let voice = Voice::App { link_names: self.link_names };
        let mut message = Message::new(String::new(), BOT_USER, text::kept(&self.text, voice, names));
        // What Slack says for a message that has nothing but blocks.
        if message.text.is_empty() && blocks.is_some() {
            message.text = "This content can't be displayed.".into();
        }
        message.blocks = blocks;
        message.attachments = attachments;
        Ok(message)
    }
}

fn holds_something(list: &Value) -> bool {
    list.as_array().is_some_and(|items| !items.is_empty())
}

/// Attachments hold blocks of their own.
fn attachments(mut sent: Value) -> Result<Value> {
    let Some(list) = sent.as_array_mut() else { return Err("invalid_attachments".into()) };
    if list.len() > 100 {
        return Err("too_many_attachments".into());
    }
    for (index, attachment) in list.iter_mut().enumerate() {
        let Some(attachment) = attachment.as_object_mut() else { return Err("invalid_attachments".into()) };
        if let Some(inside) = attachment.get_mut("blocks").filter(|inside| !inside.is_null()) {
            *inside = blocks::accept(inside.take()).map_err(|refusal| Refusal {
                error: if refusal.error == "invalid_blocks" { "invalid_attachments" } else { refusal.error },
                ..refusal
            })?;
        }
        attachment.insert("id".into(), json!(index + 1));
    }
    Ok(sent)
}
