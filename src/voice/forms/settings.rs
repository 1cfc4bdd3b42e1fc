//! The form of one's own settings.

use super::elements::{Choice, checkboxes, time};
use super::{Form, said};
use crate::domain::preferences::{Preference, Preferences};
use crate::domain::quiet::QuietHours;
use crate::domain::workspace::ForEverybody;
use crate::voice::Message;
use crate::voice::blocks::action;
use crate::voice::preferences::{for_everybody, means};

/// The field of what is switched on.
pub const ON: &str = "on";
/// The field of when quiet hours begin.
pub const QUIET_FROM: &str = "quiet_from";
/// The field of when they are over.
pub const QUIET_UNTIL: &str = "quiet_until";

/// The field of when boards come.
pub const BOARD_AT: &str = "board_at";

/// How to choose without the form.
pub const INSTEAD: &str = "`/pace settings` shows the same with a button for each.";

/// Asks what is to be on; of managers also what is to hold for everybody.
pub fn form(chosen: &Preferences, all: Option<ForEverybody>) -> Form {
    let choices: Vec<Choice> = Preference::ALL
        .iter()
        .map(|&preference| Choice::new(preference.word(), label(preference)).about(&means(preference, true)))
        .collect();
    let is_on = |choice: &Choice| Preference::of(&choice.value).is_some_and(|it| chosen.is_on(it));
    let mut blocks = vec![checkboxes(ON, "For you, in this workspace", &choices, is_on).block()];
    if let Some(ForEverybody { quiet: QuietHours { from, until }, board_at }) = all {
        let hint = "Of contests to come, by the clock of each; a running one is changed by its own form.";
        blocks.push(time(BOARD_AT, "For everybody here: daily board at", Some(board_at)).hint(hint).block());
        blocks.push(time(QUIET_FROM, "For everybody here: quiet from", Some(from)).block());
        let hint = "Shout-outs and hints to managers wait until then, by the clock of each contest. Twice the same time: none.";
        blocks.push(time(QUIET_UNTIL, "Quiet until", Some(until)).hint(hint).block());
    }
    Form {
        name: action::FORM_SETTINGS,
        title: "Your settings",
        submit: Some("Keep"),
        close: "Cancel",
        blocks,
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
pub fn kept(chosen: &Preferences, all: Option<ForEverybody>) -> Form {
    let lines = Preference::ALL.iter().map(|&preference| {
        format!("• *{}*: {}", label(preference), means(preference, chosen.is_on(preference)))
    });
    let mut lines: Vec<String> = lines.collect();
    if let Some(all) = all {
        lines.push("*For everybody here*".to_owned());
        lines.extend(for_everybody(all));
    }
    let text = lines.join("\n");
    said(action::FORM_SETTINGS, "Kept", &Message::plain(text))
}
