//! The form that decides a review, where that takes words or a number.

use chrono::{DateTime, Utc};

use super::elements::{lines, number};
use super::{Form, said};
use crate::domain::correction::{POINTS_MOST, REASON_MOST};
use crate::domain::refusal::Refusal;
use crate::domain::review::{Decided, ReviewLine, ReviewRefusal};
use crate::voice::blocks::{action, section};
use crate::voice::reviews::{decision, open_line};

/// The fields of the form.
pub mod field {
    /// What the rep is told.
    pub const REASON: &str = "reason";
    /// How much the share gets.
    pub const POINTS: &str = "points";
}

/// How to decide without the form.
pub const INSTEAD: &str =
    "type `/contest review decline 3 because …`, with the number that it has in `/contest review`.";

/// Asks for what the decision takes.
///
/// `list` says where the list stands that it was opened from, to be shown anew; empty where it was opened from none.
pub fn form(
    line: &ReviewLine,
    is_granted: bool,
    list: &str,
    zone: chrono_tz::Tz,
    now: DateTime<Utc>,
) -> Form {
    let mut blocks = vec![section(open_line(line, zone, now))];
    let reason = lines(field::REASON, "Why?", "", REASON_MOST);
    if is_granted {
        blocks.push(number(field::POINTS, "How many points?", None, (0, POINTS_MOST)).block());
        blocks.push(reason.hint("They read it with their points.").optional().block());
    } else {
        blocks.push(reason.hint("They read it, so that they know what to do otherwise.").block());
    }
    Form {
        name: action::FORM_REVIEW,
        title: if is_granted { "Give points" } else { "Decline" },
        submit: Some(if is_granted { "Give them" } else { "Decline" }),
        close: "Cancel",
        blocks,
        metadata: format!("{}|{list}", decision(is_granted, line.number)),
    }
}

/// What was decided, in place of the form.
pub fn decided(decided: &Decided) -> Form {
    said(action::FORM_REVIEW, "Decided", &crate::voice::reviews::decided(decided))
}

/// A refusal in the words of a form, where its usual ones are for those who type.
pub fn refusal(refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::Review(ReviewRefusal::NoReason { most, .. }) => {
            Some(format!("Say why, in at most {most} characters; they hear it."))
        }
        Refusal::BadPoints { most } => {
            Some(format!("Give 1 to {} points.", crate::voice::words::number(*most)))
        }
        _ => None,
    }
}
