//! The few Block Kit shapes that we use.

use serde_json::{Value, json};

use super::escape::plain;

/// What our buttons are called, as Slack hands them back.
pub mod action {
    /// Join a contest; the value is its id.
    pub const JOIN: &str = "contest.join";
    /// Show how points work; the value is the contest's id.
    pub const RULES: &str = "contest.rules";
    /// Show the own place; the value is the contest's id.
    pub const WHERE_AM_I: &str = "board.where_am_i";
    /// Post the public board; the value is the contest's id.
    pub const POST_BOARD: &str = "board.post";
    /// Accept a challenge; the value is `contest|duel`.
    pub const DUEL_ACCEPT: &str = "duel.accept";
    /// Decline one.
    pub const DUEL_DECLINE: &str = "duel.decline";
    /// Accept a swap of players; the value is `contest|swap`.
    pub const SWAP_ACCEPT: &str = "swap.accept";
    /// Decline one.
    pub const SWAP_DECLINE: &str = "swap.decline";
    /// Change the rules as the preview says; the value is `contest|version|moment|change`.
    pub const CHANGE_RULES: &str = "rules.change";
    /// Ask a manager to look at a share again; the value is `contest|share`.
    pub const APPEAL: &str = "share.appeal";
    /// Ask a manager to look at an award again.
    pub const APPEAL_AWARD: &str = "award.appeal";
    /// Grant what waits for a manager; the value is `review|number`.
    pub const APPROVE: &str = "review.approve";
    /// Decline it; the value is the same.
    pub const DECLINE: &str = "review.decline";
    /// Choose a setting; the value is `setting|on` or `setting|off`.
    pub const SETTING: &str = "settings.set";
    /// Erase all that is kept of a person; the value is their id, so that it works for them alone.
    pub const ERASE: &str = "privacy.erase";
    /// Schedule the bonus hour proposed; the value is `contest|date|kind`.
    pub const HEALTH_BONUS: &str = "health.bonus";
    /// Hear nothing of it for a while; the value is `contest|concerns`.
    pub const HEALTH_NOT_NOW: &str = "health.not_now";
    /// Say yes to a prize or a claim; the value is `|` and its number.
    pub const HAND_OUT: &str = "award.approve";
    /// Say no to one.
    pub const HOLD_BACK: &str = "award.decline";
    /// Claim a reward; the value is `|` and its id.
    pub const CLAIM: &str = "reward.claim";
    /// Open the form for a share; the value is empty, or a contest that it is counted from.
    pub const FORM_SHARE: &str = "form.share";
    /// Open the form for own words; the value is a share.
    pub const FORM_WORDS: &str = "form.words";
    /// Open the form for a new contest.
    pub const FORM_CONTEST: &str = "form.contest";
    /// Open the form that changes a contest; the value is its id.
    pub const FORM_EDIT: &str = "form.edit";
    /// Open the form that decides a review; the value is `approve|number` or `decline|number`.
    pub const FORM_REVIEW: &str = "form.review";
    /// Open the form of one's own settings.
    pub const FORM_SETTINGS: &str = "form.settings";
    /// Take back a share; the value is `|` and its id.
    pub const UNDO: &str = "share.undo";
    /// Show what waits for a manager; the value is `|`.
    pub const REVIEWS: &str = "review.queue";
    /// One of several contests is meant; the action continues with a number, the value is `contest|line`, the line as
    /// [`super::super::which`] writes it.
    pub const PICK: &str = "contest.pick";
}

/// Most characters of a section; Slack refuses the whole message beyond that.
const SECTION_MOST: usize = 3_000;

/// Words in mrkdwn; lines that would not fit are left out.
pub fn section(text: impl Into<String>) -> Value {
    json!({"type": "section", "text": mrkdwn(fitting(text.into()))})
}

/// Verbatim: Slack makes nothing of addresses, `@names` and `#channels` that are not marked up as such.
fn mrkdwn(text: String) -> Value {
    json!({"type": "mrkdwn", "text": text, "verbatim": true})
}

/// The text, or as many of its first lines as fit, with a mark that there were more.
fn fitting(text: String) -> String {
    if text.chars().count() <= SECTION_MOST {
        return text;
    }
    let mut kept = String::new();
    let mut room = SECTION_MOST - 2;
    for line in text.lines() {
        let Some(left) = room.checked_sub(line.chars().count() + 1) else { break };
        room = left;
        kept.push_str(line);
        kept.push('\n');
    }
    kept.push('…');
    kept
}

/// The section with a button beside it.
pub fn with(mut section: Value, button: Value) -> Value {
    section["accessory"] = button;
    section
}

/// A heading in plain text, which Slack shows large; at most 150 characters.
pub fn header(text: &str) -> Value {
    let text: String = text.chars().take(150).collect();
    json!({"type": "header", "text": {"type": "plain_text", "text": text}})
}

/// A line across.
pub fn divider() -> Value {
    json!({"type": "divider"})
}

/// A picture that Slack has, and the same in words.
pub fn image(file: &str, alt: &str) -> Value {
    json!({"type": "image", "slack_file": {"id": file}, "alt_text": alt})
}

/// A picture at an address that Slack can reach, and the same in words.
pub fn image_at(url: &str, alt: &str) -> Value {
    json!({"type": "image", "image_url": url, "alt_text": alt})
}

/// Small words in mrkdwn.
pub fn context(text: impl Into<String>) -> Value {
    json!({"type": "context", "elements": [mrkdwn(text.into())]})
}

/// A row of buttons.
pub fn actions(buttons: Vec<Value>) -> Value {
    json!({"type": "actions", "elements": buttons})
}

/// A button; its label is plain text, so it cannot carry markup, and what is invisible in it goes. One that stands for itself has an empty value.
pub fn button(label: &str, action: &str, value: &str) -> Value {
    let mut button = json!({
        "type": "button",
        "text": {"type": "plain_text", "text": plain(label).chars().take(75).collect::<String>(), "emoji": true},
        "action_id": action,
    });
    // Slack refuses an empty one.
    if !value.is_empty() {
        button["value"] = value.into();
    }
    button
}

/// The same, marked as the one to press.
pub fn primary(label: &str, action: &str, value: &str) -> Value {
    let mut button = button(label, action, value);
    button["style"] = "primary".into();
    button
}

/// The same, marked as one that cannot be taken back.
pub fn danger(label: &str, action: &str, value: &str) -> Value {
    let mut button = button(label, action, value);
    button["style"] = "danger".into();
    button
}

#[cfg(test)]
mod tests {
    use super::{button, section};

    #[test]
    fn a_button_says_what_can_be_seen() {
        let label = button("\u{202E}Spring\u{7} Sprint\n", "a", "v")["text"]["text"].clone();
        assert_eq!(label, "Spring Sprint ");
    }

    #[test]
    fn a_section_drops_the_lines_that_slack_would_refuse() {
        let long = format!("{}\n", "&amp;".repeat(80)).repeat(12);
        let text = section(long)["text"]["text"].as_str().unwrap().to_owned();
        assert!(text.chars().count() <= 3_000 && text.ends_with("\n…"), "{}", text.len());
        assert!(text.lines().take(7).all(|line| line.len() == 400), "whole lines only");
    }
}
