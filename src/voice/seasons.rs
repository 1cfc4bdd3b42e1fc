//! Contests that come again, in words.

use chrono::{DateTime, Utc};

use super::Message;
use super::escape::typed;
use super::words::moment;
use crate::domain::season::{Every, Repeats, SeasonRefusal};

/// `every week`.
pub(super) fn every(every: Every) -> &'static str {
    match every {
        Every::Week => "every week",
        Every::Month => "every month",
    }
}

/// `repeats weekly`.
pub(super) fn repeats(every: Every) -> &'static str {
    match every {
        Every::Week => "repeats weekly",
        Every::Month => "repeats monthly",
    }
}

/// What the manager hears who made a contest repeat, or not.
pub fn news(news: &Repeats, now: DateTime<Utc>) -> Message {
    let title = typed(&news.title);
    Message::plain(match (news.every, news.next) {
        (None, _) => {
            format!(
                "*{title}* does not come again. What runs goes on to its end; `/contest repeat weekly` brings it back."
            )
        }
        (Some(often), Some(next)) => {
            let (often, next) = (every(often), moment(next, news.zone, now));
            format!(":repeat: *{title}* comes again {often}, the next time {next}, with the same people.")
        }
        (Some(often), None) => {
            format!(":repeat: *{title}* comes again {}, with the same people.", every(often))
        }
    })
}

/// Why something about a series is not done.
pub(super) fn refusal(refusal: &SeasonRefusal) -> String {
    match refusal {
        SeasonRefusal::TooLong { every: Every::Week } => {
            "It lasts longer than a week, so it cannot come again every week; give an earlier end, or `every month`."
                .to_owned()
        }
        SeasonRefusal::TooLong { every: Every::Month } => {
            "It lasts longer than a month, so it cannot come again every month; give an earlier end.".to_owned()
        }
        SeasonRefusal::Once { title } => {
            format!("*{}* does not repeat; `/contest repeat weekly` would change that.", typed(title))
        }
        SeasonRefusal::GoneOn { title, next } => format!(
            "*{}* runs already, so *{}* stays closed; within the hour of its end `/contest adjust` still corrects a score.",
            typed(next),
            typed(title)
        ),
    }
}
