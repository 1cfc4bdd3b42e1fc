//! Help: what each command does, read from the same table that runs it.

use super::Message;

/// One line of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// How it is typed: `/contest end ["Title"]`.
    pub usage: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// The help of one command.
pub fn help(about: &str, lines: &[HelpLine]) -> Message {
    let mut text = format!("{about}\n");
    text.push_str(
        &lines.iter().map(|line| format!("• `{}` {}", line.usage, line.about)).collect::<Vec<_>>().join("\n"),
    );
    Message::plain(text)
}
