//! Forms: Slack's modals, each a pure function from facts to a view.
//!
//! The blocks of a form that ask for something are named by their field, and each holds one element. Slack keeps
//! what was filled in as long as block and element keep their names; a field that is to show another default is
//! therefore named anew, with a part behind a colon (`ends:sprint-week`) that is no part of its name.

pub mod contest;
pub mod edit;
pub mod elements;
pub mod review;
pub mod settings;
pub mod share;

use serde_json::{Value, json};

use super::Message;
use super::blocks::section;

/// Most characters of a form's title and of the labels of its buttons.
const TITLE_MOST: usize = 24;

/// A form as Slack shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Which of our forms it is; what is sent comes back under this name.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The button that sends it; none where there is nothing to send.
    pub submit: Option<&'static str>,
    /// The button that closes it.
    pub close: &'static str,
    /// What it asks and says.
    pub blocks: Vec<Value>,
    /// What we write into it for ourselves: ids and versions, nothing that a person must not know.
    pub metadata: String,
}

impl Form {
    /// The view for Slack.
    pub fn to_view(&self) -> Value {
        let plain = |text: &str| {
            let text: String = text.chars().take(TITLE_MOST).collect();
            json!({"type": "plain_text", "text": text})
        };
        let mut view = json!({
            "type": "modal",
            "callback_id": self.name,
            "title": plain(self.title),
            "close": plain(self.close),
            "blocks": self.blocks,
            "private_metadata": self.metadata,
        });
        if let Some(submit) = self.submit {
            view["submit"] = plain(submit);
        }
        view
    }
}

/// A form that only says something, with a button to close it.
pub fn said(name: &'static str, title: &'static str, message: &Message) -> Form {
    let blocks = match message.blocks.is_empty() {
        true => vec![section(message.text.clone())],
        false => message.blocks.clone(),
    };
    Form { name, title, submit: None, close: "Done", blocks, metadata: String::new() }
}

/// Why a form that asks nothing was not taken in, in its place; what is below it still has everything.
pub fn not_done(why: &Message) -> Form {
    Form { close: "Back", ..said("not_done", "Not done", why) }
}

/// Words in our markup as Slack shows them under a field: it takes plain text there.
///
/// Everything typed has been escaped before, so that whatever marks are left are ours.
pub fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    without_emoji(&text).to_owned()
}

/// The text without the emoji at its start, which would be read out by its name.
fn without_emoji(text: &str) -> &str {
    let name = text.strip_prefix(':').and_then(|rest| rest.split_once(": "));
    match name {
        Some((name, rest)) if name.chars().all(|c| c.is_ascii_lowercase() || c == '_') => rest,
        _ => text,
    }
}

/// A form did not open; what to type instead.
pub fn did_not_open(instead: &str) -> Message {
    Message::plain(format!("The form did not open this time; {instead}"))
}

/// A form that was sent could not be taken in, because something broke on our side; `id` finds it in the log.
pub fn trouble(id: &str) -> String {
    format!(
        "Something broke here, and nothing was taken in (quote {id}). Press the button again in a minute."
    )
}

/// What was sent takes longer than Slack lets us wait.
pub fn too_slow(id: &str) -> String {
    format!(
        "This takes longer than usual (quote {id}) and goes on by itself. Press the button again in a moment to see \
         what came of it: nothing is done twice."
    )
}

/// The same as a message.
pub fn outdated_form() -> Message {
    Message::plain(outdated())
}

/// What was sent belongs to a form that we no longer know, from before an update.
pub fn outdated() -> &'static str {
    "This form is from before an update, so nothing was taken in. Close it and open it again."
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::voice::escape::typed;

    #[test]
    fn under_a_field_marks_and_escapes_are_gone() {
        assert_eq!(
            plain(&format!("*{}* is over; `/contest list` shows more.", typed("A & B <c>"))),
            "A & B <c> is over; /contest list shows more."
        );
        assert_eq!(plain(":warning: That was not taken in."), "That was not taken in.");
        assert_eq!(plain(": no emoji"), ": no emoji");
        assert_eq!(plain("10:15: late"), "10:15: late");
    }
}
