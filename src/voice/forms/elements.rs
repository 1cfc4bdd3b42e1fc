//! What forms ask with: input blocks, each named by its field.

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Value, json};

/// The name of the one element in each input block.
pub const ELEMENT: &str = "value";

/// Most characters of a label or a hint.
const LABEL_MOST: usize = 2_000;
/// Most characters of a placeholder.
const PLACEHOLDER_MOST: usize = 150;
/// Most characters of an option's text and of its description.
const OPTION_MOST: usize = 75;
/// Most options of a select.
pub const OPTIONS_MOST: usize = 100;
/// Most characters that a text field takes.
pub const TEXT_MOST: usize = 3_000;

fn plain(text: &str, most: usize) -> Value {
    json!({"type": "plain_text", "text": text.chars().take(most).collect::<String>(), "emoji": true})
}

/// An input block on its way.
#[derive(Clone, Debug)]
pub struct Field(Value);

impl Field {
    fn new(field: &str, label: &str, mut element: Value) -> Self {
        element["action_id"] = ELEMENT.into();
        Self(json!({
            "type": "input",
            "block_id": field,
            "label": plain(label, LABEL_MOST),
            "element": element,
            "optional": false,
        }))
    }

    /// May be left empty.
    pub fn optional(mut self) -> Self {
        self.0["optional"] = true.into();
        self
    }

    /// With a line below that helps.
    pub fn hint(mut self, hint: &str) -> Self {
        self.0["hint"] = plain(hint, LABEL_MOST);
        self
    }

    /// The one that the cursor stands in when the form opens.
    pub fn focused(mut self) -> Self {
        self.0["element"]["focus_on_load"] = true.into();
        self
    }

    /// With a sample in it while it is empty.
    pub fn placeholder(mut self, sample: &str) -> Self {
        self.0["element"]["placeholder"] = plain(sample, PLACEHOLDER_MOST);
        self
    }

    /// Tells us at once when it is chosen, under that action's name.
    pub fn tells(mut self, action: &str) -> Self {
        self.0["dispatch_action"] = true.into();
        self.0["element"]["action_id"] = action.into();
        self
    }

    /// The block.
    pub fn block(self) -> Value {
        self.0
    }
}

/// One line of text, filled in with `initial` if that is not empty.
pub fn line(field: &str, label: &str, initial: &str, most: usize) -> Field {
    text(field, label, initial, most, false)
}

/// Several lines of text.
pub fn lines(field: &str, label: &str, initial: &str, most: usize) -> Field {
    text(field, label, initial, most, true)
}

fn text(field: &str, label: &str, initial: &str, most: usize, multiline: bool) -> Field {
    let most = most.min(TEXT_MOST);
    let mut element = json!({"type": "plain_text_input", "multiline": multiline, "max_length": most});
    if !initial.is_empty() {
        element["initial_value"] = initial.chars().take(most).collect::<String>().into();
    }
    Field::new(field, label, element)
}

/// A whole number from `least` to `most`.
pub fn number(field: &str, label: &str, initial: Option<i64>, (least, most): (i64, i64)) -> Field {
    let mut element = json!({
        "type": "number_input", "is_decimal_allowed": false,
        "min_value": least.to_string(), "max_value": most.to_string(),
    });
    if let Some(initial) = initial {
        element["initial_value"] = initial.to_string().into();
    }
    Field::new(field, label, element)
}

/// One of several things to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What comes back.
    pub value: String,
    /// What is read.
    pub text: String,
    /// What it means, in small words; may be empty.
    pub about: String,
}

impl Choice {
    /// A choice that needs no explanation.
    pub fn new(value: &str, text: &str) -> Self {
        Self { value: value.to_owned(), text: text.to_owned(), about: String::new() }
    }

    /// With small words that say what it means.
    pub fn about(self, about: &str) -> Self {
        Self { about: about.to_owned(), ..self }
    }

    fn option(&self) -> Value {
        let mut option = json!({"text": plain(&self.text, OPTION_MOST), "value": self.value});
        if !self.about.is_empty() {
            option["description"] = plain(&shortened(&self.about), OPTION_MOST);
        }
        option
    }
}

/// Cut at a word, with a mark, where it is too long for an option.
fn shortened(text: &str) -> String {
    if text.chars().count() <= OPTION_MOST {
        return text.to_owned();
    }
    let head: String = text.chars().take(OPTION_MOST - 1).collect();
    let whole = head.rfind(' ').map_or(head.as_str(), |at| &head[..at]);
    format!("{}…", whole.trim_end_matches([',', ';', ' ']))
}

/// One choice out of a menu; `initial` is a value among the choices.
pub fn select(field: &str, label: &str, choices: &[Choice], initial: Option<&str>) -> Field {
    picked("static_select", field, label, choices, initial)
}

/// One choice out of a few that are all in sight.
pub fn radio(field: &str, label: &str, choices: &[Choice], initial: Option<&str>) -> Field {
    picked("radio_buttons", field, label, choices, initial)
}

fn picked(kind: &str, field: &str, label: &str, choices: &[Choice], initial: Option<&str>) -> Field {
    let choices = &choices[..choices.len().min(OPTIONS_MOST)];
    let mut element = json!({"type": kind, "options": options(choices)});
    if let Some(chosen) = choices.iter().find(|choice| Some(choice.value.as_str()) == initial) {
        element["initial_option"] = chosen.option();
    }
    Field::new(field, label, element)
}

/// Any number of choices, those `on` ticked.
pub fn checkboxes(field: &str, label: &str, choices: &[Choice], on: impl Fn(&Choice) -> bool) -> Field {
    let mut element = json!({"type": "checkboxes", "options": options(choices)});
    let ticked: Vec<Value> = choices.iter().filter(|choice| on(choice)).map(Choice::option).collect();
    // Slack refuses an empty list here.
    if !ticked.is_empty() {
        element["initial_options"] = ticked.into();
    }
    Field::new(field, label, element).optional()
}

fn options(choices: &[Choice]) -> Vec<Value> {
    choices.iter().map(Choice::option).collect()
}

/// A date.
pub fn date(field: &str, label: &str, initial: Option<NaiveDate>) -> Field {
    let mut element = json!({"type": "datepicker"});
    if let Some(date) = initial {
        element["initial_date"] = date.format("%Y-%m-%d").to_string().into();
    }
    Field::new(field, label, element)
}

/// A time of day.
pub fn time(field: &str, label: &str, initial: Option<NaiveTime>) -> Field {
    let mut element = json!({"type": "timepicker"});
    if let Some(time) = initial {
        element["initial_time"] = time.format("%H:%M").to_string().into();
    }
    Field::new(field, label, element)
}

/// A channel that the person can see.
pub fn channel(field: &str, label: &str, initial: Option<&str>) -> Field {
    let mut element = json!({
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": true, "exclude_external_shared_channels": false},
    });
    if let Some(channel) = initial {
        element["initial_conversation"] = channel.into();
    }
    Field::new(field, label, element)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_explanation_is_cut_at_a_word() {
        let about =
            "everybody shares three posts a week, and the whole team earns the reward that was promised";
        let choice = Choice::new("everyone-in", "everyone-in").about(about).option();
        let shown = choice["description"]["text"].as_str().unwrap();
        assert_eq!(shown, "everybody shares three posts a week, and the whole team earns the reward…");
    }

    #[test]
    fn what_is_not_among_the_choices_is_not_chosen() {
        let choices = [Choice::new("a", "A"), Choice::new("b", "B")];
        let select = |initial| select("f", "F", &choices, initial).block()["element"].clone();
        assert_eq!(select(Some("b"))["initial_option"]["value"], "b");
        assert!(select(Some("c")).get("initial_option").is_none());
        assert!(select(None).get("initial_option").is_none());
    }
}
