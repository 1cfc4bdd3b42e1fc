//! Screens, in the words of Slack: made, listed, revoked.

use chrono::{DateTime, Utc};

use super::Message;
use super::escape::typed;
use super::words::{list, local, number};
use crate::domain::id::ChannelId;
use crate::domain::screen::{Reach, ScreenLine, ScreenMade, ScreenRefusal};

/// A screen was made. Its address, and how far that reaches, is there for the one who made it; not where the answer has to
/// be given a second time by a process that does not know it.
pub fn made(made: &ScreenMade, address: Option<(&str, Reach)>) -> Message {
    let n = made.number;
    let Some((url, reach)) = address else {
        return Message::plain(format!(
            "Screen {n} is made already, and its address is shown only once. `/contest tv off {n}` ends it; \
             `/contest tv` makes another."
        ));
    };
    let shows = shows(&made.channel, made.title.as_deref());
    let mut lines = vec![
        format!(
            ":tv: Screen {n} shows {shows}. Open this address in its browser; the page keeps itself up to date."
        ),
        format!("<{url}|{url}>"),
        format!(
            "Whoever has the address sees that board, so it is shown only here and now. `/contest tv off {n}` ends it."
        ),
    ];
    lines.extend(match reach {
        Reach::Public => None,
        Reach::Network => {
            Some("It works for browsers in the network of the machine that I run on.".to_owned())
        }
        Reach::Machine => Some(
            "It works for browsers on the machine that I run on, and no others; whoever runs me can set `public_url` to \
             change that."
                .to_owned(),
        ),
    });
    Message::plain(lines.join("\n"))
}

fn shows(channel: &ChannelId, title: Option<&str>) -> String {
    match title {
        Some(title) => format!("*{}*", typed(title)),
        None => format!("what runs in <#{channel}>"),
    }
}

/// The screens that are live.
pub fn live(screens: &[ScreenLine], now: DateTime<Utc>) -> Message {
    if screens.is_empty() {
        return Message::plain("No screen is live; `/contest tv` makes one for this channel's contests.");
    }
    let line = |screen: &ScreenLine| {
        let seen = match screen.seen_at {
            Some(at) => format!("last open {}", local(at, screen.zone, now)),
            None => "never opened".to_owned(),
        };
        format!(
            "• {}: {}, made by {} {}; {seen}",
            screen.number,
            shows(&screen.channel, screen.title.as_deref()),
            typed(&screen.made_by),
            local(screen.made_at, screen.zone, now),
        )
    };
    let mut lines = vec!["*Screens that are live*".to_owned()];
    lines.extend(screens.iter().map(line));
    lines.push(
        "`/contest tv off 1` ends the one of that number, `/contest tv off` all of this channel.".to_owned(),
    );
    Message::plain(lines.join("\n"))
}

/// Screens were revoked.
pub fn revoked(numbers: &[i64]) -> Message {
    let shown: Vec<String> = numbers.iter().map(|n| number(*n)).collect();
    let screens = if numbers.len() == 1 { "Screen" } else { "Screens" };
    let end = if numbers.len() == 1 {
        "shows no more, and its address is"
    } else {
        "show no more, and their addresses are"
    };
    Message::plain(format!("{screens} {} {end} dead.", list(&shown, "and")))
}

/// Why something about screens is not done.
pub(super) fn refusal(refusal: &ScreenRefusal) -> String {
    match refusal {
        ScreenRefusal::TooMany { most } => format!(
            "There are {} screens already, and no more can be; `/contest tv list` shows them, `/contest tv off 1` ends one.",
            number(*most)
        ),
        ScreenRefusal::Unknown { number: n } => {
            format!("No screen {} is live; `/contest tv list` shows those that are.", number(*n))
        }
        ScreenRefusal::NotInDirectMessage => {
            "A screen shows a channel's contests, or one: type it in the channel, or `/contest tv \"Title\"`."
                .to_owned()
        }
        ScreenRefusal::NoneHere => {
            "No screen of this channel is live; `/contest tv list` shows those of others.".to_owned()
        }
        ScreenRefusal::NoPages => {
            "I serve no pages here, so there is nothing to open; ask whoever runs me.".to_owned()
        }
    }
}
