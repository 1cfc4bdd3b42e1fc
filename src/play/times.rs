//! Times as people type them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

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
