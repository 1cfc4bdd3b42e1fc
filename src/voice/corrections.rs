//! Corrections in words.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Message;
use super::escape::typed;
use super::words::{local, number, things};
use crate::domain::correction::{Corrected, Correction, CorrectionLog};

/// What the person hears whose score was corrected.
pub fn told(corrected: &Corrected) -> Message {
    let Corrected { correction, title, total } = corrected;
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
    let Corrected { correction, title, total } = corrected;
    Message::plain(format!(
        ":pencil2: {} has {} in *{}* now ({}), and has been told why.",
        typed(&correction.name),
        things(*total, "point", "points"),
        typed(title),
        signed(correction.points)
    ))
}

/// `/contest log`.
pub fn log(log: &CorrectionLog, now: DateTime<Utc>) -> Message {
    if log.corrections.is_empty() {
        return Message::plain(format!("No score in *{}* was corrected by hand.", typed(&log.title)));
    }
    let mut lines = vec![format!("*Corrections in {}*, the latest first", typed(&log.title))];
    lines.extend(log.corrections.iter().map(|correction| {
        let when = local(correction.at, log.zone, now);
        format!("• {when}: {} *{}*, {}", typed(&correction.name), signed(correction.points), by(correction))
    }));
    Message::plain(lines.join("\n"))
}

/// A correction as `/pace why` tells of it.
pub(super) fn line(correction: &Correction, zone: Tz, now: DateTime<Utc>) -> String {
    format!(
        "• {}: *{}*, corrected {}",
        local(correction.at, zone, now),
        signed(correction.points),
        by(correction)
    )
}

fn by(correction: &Correction) -> String {
    format!("by {}: {}", typed(&correction.made_by), typed(&correction.reason))
}

/// `+5`, `−5`.
fn signed(points: i64) -> String {
    if points > 0 { format!("+{}", number(points)) } else { number(points) }
}
