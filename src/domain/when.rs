//! Moments and spans as people type them: `tomorrow 9:00`, `Fri 15:00`, `2026-03-02`, `5d`, `2w`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A moment as typed: a date and perhaps a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The local date.
    pub date: NaiveDate,
    /// The local time, if one was given.
    pub time: Option<NaiveTime>,
}

/// Reads a moment out of `words` (already split at white space), seen from `now` in `zone`, and says how many
/// words it took: `now` · `today|tomorrow|Mon|monday|2026-03-02` then perhaps `9:00|15|3pm`, or a time alone.
/// A weekday means its next occurrence, today only while the time given is still to come. None where the
/// words are no moment.
pub fn moment(words: &[&str], now: DateTime<Utc>, zone: Tz) -> Option<(Moment, usize)> {
    let _ = (words, now, zone);
    None
}

/// A length of time counted on the calendar: `5d`, `2w`, `36h`, `90m`, or several together (`1d 2h`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Whole days: a day later is the same wall-clock time, whatever the clocks do between.
    pub days: u32,
    /// Minutes beyond the days, of elapsed time.
    pub minutes: u32,
}

impl Span {
    /// Reads `5d`, `2w`, `36h`, `90m`, `1d2h`. None where it is none, is zero or is over ten years.
    pub fn parse(text: &str) -> Option<Self> {
        let _ = text;
        None
    }

    /// The instant this long after `from`, counted in `zone`.
    pub fn after(self, from: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let _ = zone;
        from
    }
}
