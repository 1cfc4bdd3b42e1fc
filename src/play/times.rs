//! Times as people type them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::domain::calendar;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::when::{self, Moment, Span};

/// The moment that all of `words` mean.
pub(super) fn read_moment(words: &str, now: DateTime<Utc>, zone: Tz) -> Outcome<Moment> {
    let split: Vec<&str> = words.split_whitespace().collect();
    match when::moment(&split, now, zone) {
        Some((moment, taken)) if taken == split.len() => Ok(moment),
        _ => Err(Refusal::BadTime { word: words.to_owned() }),
    }
}

/// The length of time that `words` mean.
pub(super) fn read_span(words: &str) -> Outcome<Span> {
    Span::parse(words).ok_or_else(|| Refusal::BadTime { word: words.to_owned() })
}

/// The instant at which something begins that all of `words` mean: of a date alone, its first.
pub(super) fn read_start(words: &str, now: DateTime<Utc>, zone: Tz) -> Outcome<DateTime<Utc>> {
    let moment = read_moment(words, now, zone)?;
    Ok(match moment.time {
        Some(time) => calendar::at(moment.date, time, zone),
        None => calendar::start_of(moment.date, zone),
    })
}
