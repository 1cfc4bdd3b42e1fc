//! Corrections in words.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Message;
use super::escape::typed;
use super::words::{local, number, things};
use crate::domain::correction::{Corrected, Correction};

/// What the person hears whose score was corrected.
pub fn told(corrected: &Corrected) -> Message {
    let Corrected { correction, title, total, .. } = corrected;
    Message::plain(format!(
        ":pencil2: {} corrected your score in *{}*: *{}*, so you have {} now. Why: {}",
        typed(&correction.made_by),
        typed(title),
        signed(correction.points),
        number(*total),
        typed(&correction.reason)
    ))
}

/// What the manager hears who made it.
pub fn made(corrected: &Corrected) -> Message {
    let Corrected { correction, title, total, is_drawn } = corrected;
    let draw = if *is_drawn { " The draw stands as it was made at the end." } else { "" };
    Message::plain(format!(
        ":pencil2: {} has {} in *{}* now ({}), and has been told why.{draw}",
        typed(&correction.name),
        things(*total, "point", "points"),
        typed(title),
        signed(correction.points)
    ))
}

/// A correction as `/pace why` tells of it.
pub(super) fn line(correction: &Correction, zone: Tz, now: DateTime<Utc>) -> String {
    let (when, points) = (local(correction.at, zone, now), signed(correction.points));
    match correction.is_gone {
        false => format!("• {when}: *{points}*, corrected {}", by(correction)),
        true => format!("• {when}: taken back (was {points}), corrected {}", by(correction)),
    }
}

fn by(correction: &Correction) -> String {
    format!("by {}: {}", typed(&correction.made_by), typed(&correction.reason))
}

/// `+5`, `−5`.
pub(super) fn signed(points: i64) -> String {
    if points > 0 { format!("+{}", number(points)) } else { number(points) }
}
