//! `/pace privacy` in words.

use chrono::{DateTime, Utc};

use super::Message;
use super::blocks::{action, actions, danger, section};
use super::escape::typed;
use super::words::{moment, number};
use crate::domain::privacy::{FORMER, StillPlaying};

/// What is kept, and for how long; own words for `days`, for ever where that is 0.
pub fn kept(days: u32) -> Message {
    let words = match days {
        0 => "your own words".to_owned(),
        days => format!("your own words (for {} days)", number(days.into())),
    };
    Message::plain(format!(
        "*What I keep of you*\n\
         • Your name and time zone, as Slack tells them, and your `/pace settings`.\n\
         • Of each share: its link, {words}, when and where you sent it, and what it earned.\n\
         • Your points in each contest, your active days, duels, praise and corrections by hand.\n\
         • What I answered you, for three days. All of it stays in this bot's database, and goes to nobody but Slack.\n\
         `/pace privacy export` sends you all of it; `/pace privacy erase` erases it; `/pace settings board off` hides \
         your name."
    ))
}

/// Asks once more before everything of a person is erased; the button is for `user` alone.
pub fn ask(user: &str) -> Message {
    let text = format!(
        ":warning: *Erase what I keep of you?* Your name, words and links, the ids of your messages, your streak and your \
         settings go. Your points stay in past contests, under \"{FORMER}\"; links that counted stay used. This cannot be \
         undone, and what was said in Slack stays there."
    );
    let button = danger("Erase it for good", action::ERASE, user);
    Message { blocks: vec![section(text.clone()), actions(vec![button])], text }
}

/// It is done.
pub fn erased() -> Message {
    Message::plain(
        "Done: nothing that I keep of the past points to you any more. Should you play again, you begin as somebody new.",
    )
}

/// Why it cannot be done yet.
pub(super) fn still_playing(refusal: &StillPlaying, now: DateTime<Utc>) -> String {
    let title = typed(&refusal.title);
    match refusal.until {
        None => format!(
            "You have joined *{title}*: leave it with `/contest leave \"{title}\"`, then ask again to be erased."
        ),
        Some(until) => format!(
            "You have a part in *{title}*, whose scores can still change until {}: ask again then, and until then \
             `/pace settings board off` hides your name.",
            moment(until, refusal.zone, now)
        ),
    }
}
