//! Dry runs, told to managers alone.

use chrono::{DateTime, Utc};

use super::Message;
use super::escape::{escaped, typed};
use super::words::moment;
use crate::domain::contest::Contest;

/// What the manager hears after starting one.
pub fn started(contest: &Contest, now: DateTime<Utc>) -> Message {
    Message::plain(format!(
        ":test_tube: *{0}* {1} silently in <#{2}> and runs until {3}: what everybody shares is scored, and only managers \
         see it. You get the board each morning and the result at the end; `/leaderboard \"{0}\"` shows it at any time.",
        typed(&contest.title),
        match contest.starts_at <= now {
            true => "has started".to_owned(),
            false => format!("starts {}", moment(contest.starts_at, contest.zone, now)),
        },
        contest.channel,
        moment(contest.ends_at, contest.zone, now),
    ))
}

/// Something about a dry run, marked as such. Its buttons are for everybody, so it goes without.
pub fn marked(message: &Message) -> Message {
    Message::plain(format!(":test_tube: Dry run, seen by managers only.\n{}", bare(&message.text)))
}

/// The result, and how to start it for real.
pub fn result(message: &Message, contest: &Contest) -> Message {
    let mut told = marked(message).text;
    if let Some(words) = &contest.dry_run {
        told.push_str(&format!("\nWorth playing? `/contest start {}` starts it for real.", escaped(words)));
    }
    Message::plain(told)
}

/// The words without the emoji at their head.
fn bare(text: &str) -> &str {
    let emoji = text.strip_prefix(':').and_then(|rest| rest.split_once(": "));
    emoji.filter(|(name, _)| !name.contains(char::is_whitespace)).map_or(text, |(_, rest)| rest)
}

/// Why teams cannot be tried out.
pub(super) fn no_teams() -> String {
    "People have to make teams, and nobody knows of a dry run; try `/contest start most-points dry`."
        .to_owned()
}
