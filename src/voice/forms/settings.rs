//! The form of one's own settings.

use super::elements::{Choice, checkboxes};
use super::{Form, said};
use crate::domain::preferences::{Preference, Preferences};
use crate::voice::Message;
use crate::voice::blocks::action;
use crate::voice::preferences::means;

/// The field of what is switched on.
pub const ON: &str = "on";

/// How to choose without the form.
pub const INSTEAD: &str = "`/pace settings` shows the same with a button for each.";

/// Asks what is to be on.
pub fn form(chosen: &Preferences) -> Form {
    let choices: Vec<Choice> = Preference::ALL
        .iter()
        .map(|&preference| Choice::new(preference.word(), label(preference)).about(&means(preference, true)))
        .collect();
    let is_on = |choice: &Choice| Preference::of(&choice.value).is_some_and(|it| chosen.is_on(it));
    Form {
        name: action::FORM_SETTINGS,
        title: "Your settings",
        submit: Some("Keep"),
        close: "Cancel",
        blocks: vec![checkboxes(ON, "For you, in this workspace", &choices, is_on).block()],
        metadata: String::new(),
    }
}

fn label(preference: Preference) -> &'static str {
    match preference {
        Preference::Streaks => "Streaks",
        Preference::Mentions => "Mentions",
        Preference::Board => "My name on boards",
    }
}

/// What holds from now on, in place of the form.
pub fn kept(chosen: &Preferences) -> Form {
    let lines = Preference::ALL.iter().map(|&preference| {
        format!("• *{}*: {}", label(preference), means(preference, chosen.is_on(preference)))
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    said(action::FORM_SETTINGS, "Kept", &Message::plain(text))
}
