//! The form that changes a contest, and what is said of a change.

use chrono::{DateTime, Utc};

use super::elements::{Field, date, line, time};
use super::{Form, said};
use crate::domain::contest::{PRIZES_MOST, TITLE_MOST};
use crate::domain::forms::{EditForm, EditNote, Edited, print};
use crate::domain::refusal::Refusal;
use crate::voice::Message;
use crate::voice::blocks::action;
use crate::voice::escape::typed;
use crate::voice::words::{list, moment, zone};

/// The fields of the form that changes a contest.
pub mod field {
    /// Its title.
    pub const TITLE: &str = "title";
    /// The date it starts on, of a contest to come.
    pub const STARTS: &str = "starts";
    /// The time it starts at.
    pub const FROM: &str = "from";
    /// The date it ends on.
    pub const ENDS: &str = "ends";
    /// The time it ends at.
    pub const UNTIL: &str = "until";
    /// Its prizes.
    pub const PRIZES: &str = "prizes";
    /// When its board comes.
    pub const BOARD: &str = "board";
}

/// How to change a contest without the form.
pub const INSTEAD: &str = "`/contest extend \"Title\" until Fri 15:00` gives it another end.";

/// Asks what is to be different.
pub fn form(facts: &EditForm) -> Form {
    asking(facts, |ends| ends)
}

/// The same for whoever wants another end: that comes first.
pub fn form_at_end(facts: &EditForm) -> Form {
    asking(facts, Field::focused)
}

fn asking(facts: &EditForm, end: fn(Field) -> Field) -> Form {
    let ends = facts.ends_at.with_timezone(&facts.zone).naive_local();
    let zone = zone(facts.zone);
    let note = EditNote {
        contest: facts.contest.to_string(),
        title: print(&facts.title, TITLE_MOST),
        zone: facts.zone,
        starts_at: facts.starts_at,
        ends_at: facts.ends_at,
        prizes: print(&facts.prizes, PRIZES_MOST),
        board_at: facts.board_at,
    };
    let mut blocks = vec![line(field::TITLE, "Title", &facts.title, TITLE_MOST).block()];
    if let Some(starts_at) = facts.starts_at {
        let starts = starts_at.with_timezone(&facts.zone).naive_local();
        blocks.extend([
            date(field::STARTS, "Starts on", Some(starts.date())).block(),
            time(field::FROM, &format!("Starts at ({zone} time)"), Some(starts.time())).block(),
        ]);
    }
    blocks.extend([
        end(date(field::ENDS, "Ends on", Some(ends.date()))).block(),
        time(field::UNTIL, &format!("Ends at ({zone} time)"), Some(ends.time())).block(),
        line(field::PRIZES, "Prizes", &facts.prizes, PRIZES_MOST).optional().block(),
        time(field::BOARD, &format!("Daily board at ({zone} time)"), Some(facts.board_at))
            .hint("From the next board on.")
            .block(),
    ]);
    Form {
        name: action::FORM_EDIT,
        title: "Change the contest",
        submit: Some("Change"),
        close: "Cancel",
        blocks,
        metadata: serde_json::to_string(&note).unwrap_or_default(),
    }
}

/// What the channel reads of a change.
pub fn announced(edited: &Edited, now: DateTime<Utc>) -> Message {
    let mut news = Vec::new();
    if edited.title != edited.former {
        news.push(format!("is now called *{}*", typed(&edited.title)));
    }
    if let Some(starts_at) = edited.starts_at {
        news.push(format!("now starts {}", moment(starts_at, edited.zone, now)));
    }
    if let Some(ends_at) = edited.ends_at {
        news.push(format!("now runs until {}", moment(ends_at, edited.zone, now)));
    }
    match edited.prizes.as_deref() {
        Some("") => news.push("has no prizes any more".to_owned()),
        Some(prizes) => news.push(format!("has these prizes: {}", typed(prizes))),
        None => {}
    }
    if let Some(at) = edited.board_at {
        news.push(format!("posts its board at {} from now on", at.format("%-H:%M")));
    }
    Message::plain(format!(":pencil2: *{}* {}.", typed(&edited.former), list(&news, "and")))
}

/// The same, for whoever changed it, in place of the form.
pub fn changed(edited: &Edited, now: DateTime<Utc>) -> Form {
    said(action::FORM_EDIT, "Changed", &announced(edited, now))
}

/// A refusal in the words of this form, where its usual ones are for those who start a contest.
pub fn refusal(refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::StartsInPast => {
            Some("That is in the past; choose a start that is still to come.".to_owned())
        }
        refusal => super::contest::refusal(refusal),
    }
}
