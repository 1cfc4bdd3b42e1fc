//! Block Kit's rules: what Slack refuses in a message or a view, with its words for it.

mod elements;
mod kinds;
mod rich;

use std::collections::HashSet;

use serde_json::{Value, json};

use super::ids;
use super::refusal::{Refusal, Result};

pub use elements::{choices, is_input};

/// Where blocks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// In a channel.
    Message,
    /// In a form.
    Modal,
    /// In the app's Home tab.
    Home,
}

/// All the text of a message's blocks together; more is refused as `msg_blocks_too_long`.
const MOST_TEXT: usize = 13_200;

/// What is wrong with a message's blocks or a view, in Slack's words.
#[derive(Debug, Default)]
pub struct Faults(Vec<String>);

impl Faults {
    /// Notes a fault at a place.
    pub fn add(&mut self, at: &str, what: &str) {
        self.0.push(format!("[ERROR] {what} [json-pointer:{at}]"));
    }

    /// Refuses with all that was found, if anything was.
    pub fn refuse(self, error: &'static str) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::with_messages(error, self.0)) }
    }

    /// A string of so many characters; absent is fine.
    pub fn string(&mut self, at: &str, value: &Value, least: usize, most: usize) {
        match value {
            Value::Null => {}
            Value::String(text) => {
                let length = text.chars().count();
                if length < least {
                    self.add(at, &format!("must be more than {} characters", least.saturating_sub(1)));
                } else if length > most {
                    self.add(at, &format!("must be less than {} characters", most + 1));
                }
            }
            _ => self.add(at, "must be a string"),
        }
    }

    /// A list of so many items.
    pub fn list<'a>(&mut self, at: &str, value: &'a Value, least: usize, most: usize) -> &'a [Value] {
        let Some(items) = value.as_array() else {
            self.add(at, "must provide an array");
            return &[];
        };
        if items.len() < least {
            self.add(at, &format!("no fewer than {least} items allowed"));
        }
        if items.len() > most {
            self.add(at, &format!("no more than {most} items allowed"));
        }
        items
    }

    /// A text object that must be `plain_text`.
    pub fn plain_text(&mut self, at: &str, value: &Value, most: usize) {
        self.text_object(at, value, &["plain_text"], most);
    }

    /// A text object of either kind.
    pub fn any_text(&mut self, at: &str, value: &Value, most: usize) {
        self.text_object(at, value, &["plain_text", "mrkdwn"], most);
    }

    fn text_object(&mut self, at: &str, value: &Value, kinds: &[&str], most: usize) {
        let kind = value["type"].as_str().unwrap_or("");
        if !kinds.contains(&kind) {
            return self.add(at, &format!("must be one of: {}", kinds.join(", ")));
        }
        self.fields(
            at,
            value,
            if kind == "mrkdwn" { &["type", "text", "verbatim"] } else { &["type", "text", "emoji"] },
        );
        match &value["text"] {
            Value::Null => self.add(at, "missing required field: text"),
            text => self.string(&format!("{at}/text"), text, 1, most),
        }
    }

    /// Slack knows these fields here, and refuses others.
    pub fn fields(&mut self, at: &str, value: &Value, known: &[&str]) {
        let Some(object) = value.as_object() else { return self.add(at, "must provide an object") };
        for field in object.keys().filter(|field| !known.contains(&field.as_str())) {
            self.add(at, &format!("invalid additional property: {field}"));
        }
    }

    /// A yes or a no; absent is fine.
    pub fn flag(&mut self, at: &str, value: &Value) {
        if !value.is_null() && !value.is_boolean() {
            self.add(at, "must be a boolean");
        }
    }

    /// One of these words; absent is fine.
    pub fn one_of(&mut self, at: &str, value: &Value, words: &[&str]) {
        if !value.is_null() && !value.as_str().is_some_and(|word| words.contains(&word)) {
            self.add(at, &format!("must be one of: {}", words.join(", ")));
        }
    }
}

/// The blocks of a message, if Slack would take them, with ids filled in.
pub fn accept(sent: Value) -> Result<Value> {
    let mut faults = Faults::default();
    check(&mut faults, "/blocks", &sent, Surface::Message);
    faults.refuse("invalid_blocks")?;
    if text_length(&sent) > MOST_TEXT {
        return Err("msg_blocks_too_long".into());
    }
    let mut blocks = sent;
    fill_ids(Some(&mut blocks));
    Ok(blocks)
}

/// Looks for what Slack refuses in a list of blocks.
pub fn check(faults: &mut Faults, at: &str, list: &Value, surface: Surface) {
    let most = if surface == Surface::Message { 50 } else { 100 };
    let list = faults.list(at, list, 0, most);
    let mut ids = HashSet::new();
    for (index, block) in list.iter().enumerate() {
        let at = format!("{at}/{index}");
        kinds::check(faults, &at, block, surface);
        if let Some(id) = block["block_id"].as_str().filter(|id| !ids.insert(*id)) {
            faults.add(&at, &format!("`block_id` must be unique: {id}"));
        }
    }
    let focused = actionable(list).filter(|(_, element)| element["focus_on_load"] == true).count();
    if surface != Surface::Message && focused > 1 {
        faults.add(at, "only one element can have `focus_on_load` set to true");
    }
    if list.iter().filter(|block| block["type"] == "table").count() > 1 {
        faults.add(at, "only_one_table_allowed");
    }
    let markdown: usize = list
        .iter()
        .filter(|block| block["type"] == "markdown")
        .filter_map(|block| block["text"].as_str())
        .map(|text| text.chars().count())
        .sum();
    if markdown > 12_000 {
        faults.add(at, "markdown blocks hold no more than 12000 characters together");
    }
}

/// Names the blocks and elements that the app left unnamed, as Slack does.
pub fn fill_ids(blocks: Option<&mut Value>) {
    for block in blocks.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut) {
        block.entry("block_id").or_insert_with(|| json!(ids::fresh("")[..5].to_owned()));
        for place in ["elements", "accessory", "element"] {
            let inside = block.get_mut(place);
            let elements = match inside {
                Some(Value::Array(list)) => list.iter_mut().collect(),
                Some(one) => vec![one],
                None => vec![],
            };
            for element in elements {
                let acts = element["type"].as_str().is_some_and(elements::is_interactive);
                if let Some(element) = element.as_object_mut().filter(|_| acts) {
                    element.entry("action_id").or_insert_with(|| json!(ids::fresh("")[..5].to_owned()));
                }
            }
        }
    }
}

fn text_length(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(text_length).sum(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) if name == "text" => text.chars().count(),
                other => text_length(other),
            })
            .sum(),
        _ => 0,
    }
}

/// The elements of some blocks that a person can act on, each with its block's id.
pub fn actionable(blocks: &[Value]) -> impl Iterator<Item = (&str, &Value)> {
    blocks.iter().flat_map(|block| {
        let id = block["block_id"].as_str().unwrap_or("");
        let listed = block["elements"].as_array().into_iter().flatten();
        let single = ["accessory", "element"].into_iter().filter_map(|place| block.get(place));
        listed
            .chain(single)
            .filter(|element| element["type"].as_str().is_some_and(elements::is_interactive))
            .map(move |element| (id, element))
    })
}

#[cfg(test)]
mod tests;
