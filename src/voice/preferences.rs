//! `/pace settings` in words.

use super::Message;
use super::blocks::{action, actions, button, section};
use crate::domain::preferences::{Preference, Preferences, UNNAMED};
use crate::domain::workspace::ForEverybody;

/// What is chosen now, each with a button to choose otherwise; to managers also what they choose for everybody.
pub fn settings(chosen: &Preferences, all: Option<ForEverybody>) -> Message {
    let lines = Preference::ALL.iter().map(|&preference| {
        let on = chosen.is_on(preference);
        format!("• `{}` {}: {}", preference.word(), word(on), means(preference, on))
    });
    let mut text = format!(
        "*Your settings in this workspace*\n{}\n`/pace settings streaks off` does the same as its button.",
        lines.collect::<Vec<_>>().join("\n")
    );
    if let Some(all) = all {
        let change = "`/pace settings quiet 19:00 8:00`, `quiet off` and `board 9:30` change them.";
        text.push_str(&format!("\n*For everybody here*\n{}\n{change}", for_everybody(all).join("\n")));
    }
    let buttons = Preference::ALL.iter().enumerate().map(|(i, &preference)| {
        let on = !chosen.is_on(preference);
        let value = format!("{}|{}", preference.word(), word(on));
        button(label(preference, on), &format!("{}.{i}", action::SETTING), &value)
    });
    let mut buttons: Vec<_> = buttons.collect();
    buttons.push(button("All in a form", action::FORM_SETTINGS, ""));
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// What was just chosen.
pub fn chosen(preference: Preference, on: bool) -> Message {
    let (what, more) = match (preference, on) {
        (Preference::Streaks, true) => ("Streaks are on again", ""),
        (Preference::Streaks, false) => {
            ("Streaks are off now", " Your active weeks are kept, should you want them back.")
        }
        (Preference::Mentions, true) => ("Mentions are on now", ""),
        (Preference::Mentions, false) => ("Mentions are off now", ""),
        (Preference::Board, true) => ("Your name is shown", ""),
        (Preference::Board, false) => ("Your name is hidden now", " Managers still see it in their exports."),
    };
    Message::plain(format!("{what}: {}{more}", means(preference, on)))
}

/// What managers have chosen for everybody, a line each.
pub fn for_everybody(all: ForEverybody) -> [String; 2] {
    let [from, until, board] = [all.quiet.from, all.quiet.until, all.board_at].map(|at| at.format("%H:%M"));
    let quiet = match all.quiet.are_none() {
        true => "• *Quiet hours*: none.".to_owned(),
        false => format!("• *Quiet hours*: from {from} until {until}; shout-outs wait."),
    };
    [
        quiet,
        format!("• *Daily board*: at {board}, of contests to come; `/contest edit` changes one that runs."),
    ]
}

/// What was just chosen for everybody, with the rest of it.
pub fn chosen_for_everybody(all: ForEverybody) -> Message {
    Message::plain(format!("*For everybody here*\n{}", for_everybody(all).join("\n")))
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// What a choice means for the person.
pub(super) fn means(preference: Preference, on: bool) -> String {
    match (preference, on) {
        (Preference::Streaks, true) => "active weeks in a row raise what your shares earn.".to_owned(),
        (Preference::Streaks, false) => {
            "no multiplier, no praise and no word of active weeks in a row.".to_owned()
        }
        (Preference::Mentions, true) => "praise of you mentions you, so Slack notifies you.".to_owned(),
        (Preference::Mentions, false) => "praise names you without notifying you.".to_owned(),
        (Preference::Board, true) => "others read your name on boards and in shout-outs.".to_owned(),
        (Preference::Board, false) => format!("others read \"{UNNAMED}\" in place of your name."),
    }
}

fn label(preference: Preference, on: bool) -> &'static str {
    match (preference, on) {
        (Preference::Streaks, true) => "Switch streaks on",
        (Preference::Streaks, false) => "Switch streaks off",
        (Preference::Mentions, true) => "Allow mentions",
        (Preference::Mentions, false) => "Stop mentions",
        (Preference::Board, true) => "Show my name",
        (Preference::Board, false) => "Hide my name",
    }
}
