//! Times as people type them.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::when::{self, Moment, Span};

/// The moment that all of `words` mean.
pub(super) fn read_moment(words: &str, now: DateTime<Utc>, zone: Tz) -> Outcome<Moment> {
    let split: Vec<&str> = words.split_whitespace().collect();
    all_of(words, split.len(), when::moment(&split, now, zone))
}

/// The same for the end of what begins at `start`.
pub(super) fn read_end(words: &str, start: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Outcome<Moment> {
    let split: Vec<&str> = words.split_whitespace().collect();
    all_of(words, split.len(), when::end(&split, start, now, zone))
}

fn all_of(words: &str, count: usize, read: Option<(Moment, usize)>) -> Outcome<Moment> {
    match read {
        Some((moment, taken)) if taken == count => Ok(moment),
        _ => Err(Refusal::BadTime { word: words.to_owned() }),
    }
}

/// The length of time that `words` mean.
pub(super) fn read_span(words: &str) -> Outcome<Span> {
    Span::parse(words).ok_or_else(|| Refusal::BadTime { word: words.to_owned() })
}

/// The instant at which something begins that all of `words` mean: of a date alone, its first.
pub(super) fn read_start(words: &str, now: DateTime<Utc>, zone: Tz) -> Outcome<DateTime<Utc>> {
    Ok(read_moment(words, now, zone)?.start(NaiveTime::MIN, zone))
}
