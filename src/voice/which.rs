//! Which of several contests is meant: asked by buttons that go on with what was typed.

use serde_json::Value;

use super::Message;
use super::blocks::{action, actions, button, section};
use super::escape::typed;
use super::words::list;
use crate::domain::id::ContestId;
use crate::domain::refusal::Choice;

/// Most characters of a button's value; Slack refuses the whole message beyond that.
const VALUE_MOST: usize = 2_000;
/// Most characters of a line that is said again with a title behind it.
const SAID_MOST: usize = 80;
/// Most buttons.
const BUTTONS_MOST: usize = 10;

/// What Slack may change on the way to a button and back, and what stands for it there.
const MARKS: [(char, &str); 4] = [('%', "%25"), ('&', "%26"), ('<', "%3C"), ('>', "%3E")];

/// Asks which contest is meant. `line` is the command as it was typed, in Slack's markup, and `seen` the same as the person
/// saw it. A line that is too long for a button has to be typed again.
pub fn which(line: &str, seen: &str, options: &[Choice]) -> Message {
    let (line, seen) = (line.trim(), seen.trim());
    let options = &options[..options.len().min(BUTTONS_MOST)];
    let labelled = |(i, choice): (usize, &Choice)| {
        let value = value(&choice.contest, line)?;
        Some(button(&choice.title, &format!("{}.{i}", action::PICK), &value))
    };
    let buttons: Option<Vec<Value>> = options.iter().enumerate().map(labelled).collect();
    let Some(buttons) = buttons else {
        let titles: Vec<String> =
            options.iter().map(|choice| format!("*{}*", typed(&choice.title))).collect();
        return Message::plain(format!(
            "Which contest do you mean, {}? That line is too long for a button; type it once more with `of \"Title\"` at \
             its end.",
            list(&titles, "or")
        ));
    };
    let hint = match seen.chars().count() <= SAID_MOST {
        true => format!("`{} of \"Title\"` says it at once.", typed(seen)),
        false => "Typed at the end, `of \"Title\"` says it at once.".to_owned(),
    };
    let text = format!("Which contest do you mean? {hint}");
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// What a button carries: a contest, and the line to go on with; none where that is too long.
fn value(contest: &ContestId, line: &str) -> Option<String> {
    let mut value = format!("{contest}|");
    for c in line.chars() {
        match MARKS.into_iter().find(|(mark, _)| *mark == c) {
            Some((_, written)) => value.push_str(written),
            None => value.push(c),
        }
    }
    (value.chars().count() <= VALUE_MOST).then_some(value)
}

/// The contest and the line that a button carries.
pub fn carried(value: &str) -> Option<(ContestId, String)> {
    let (contest, line) = value.split_once('|')?;
    // What stands for the sign of them all comes last, lest one is made of it.
    let line = MARKS
        .iter()
        .rev()
        .fold(line.to_owned(), |line, (mark, written)| line.replace(written, mark.encode_utf8(&mut [0; 4])));
    Some((contest.into(), line))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;

    fn two() -> Vec<Choice> {
        let choice = |id: &str, title: &str| Choice { contest: id.into(), title: title.into() };
        vec![choice("c1", "One"), choice("c2", "Two")]
    }

    #[test]
    fn the_words_show_how_to_say_it_at_once() {
        let said = |line: &str| which(line, line, &two()).text;
        assert_snapshot!(said("/leaderboard "), @r#"Which contest do you mean? `/leaderboard of "Title"` says it at once."#);
        assert_snapshot!(said("/contest end"), @r#"Which contest do you mean? `/contest end of "Title"` says it at once."#);
        assert_snapshot!(said("/contest repeat off"), @r#"Which contest do you mean? `/contest repeat off of "Title"` says it at once."#);
        let long = format!("/contest adjust @ana +3 {}", "late ".repeat(20));
        assert_snapshot!(said(&long), @r#"Which contest do you mean? Typed at the end, `of "Title"` says it at once."#);
    }

    #[test]
    fn a_line_that_no_button_can_hold_is_to_be_typed_again() {
        let line = format!("/contest adjust @ana +3 {}", "late ".repeat(400));
        let asked = which(&line, &line, &two());
        assert!(asked.blocks.iter().all(|block| block["type"] != "actions"), "{asked:?}");
        assert_snapshot!(asked.text, @r#"Which contest do you mean, *One* or *Two*? That line is too long for a button; type it once more with `of "Title"` at its end."#);
    }

    proptest! {
        #[test]
        fn a_button_carries_what_was_typed(line in prop_oneof![any::<String>(), "[%&<>|2536CE@ ab]{0,60}"]) {
            if let Some(value) = value(&"c1".into(), &line) {
                prop_assert!(!value.contains(['<', '>', '&']));
                prop_assert_eq!(carried(&value), Some(("c1".into(), line)));
            }
        }
    }
}
