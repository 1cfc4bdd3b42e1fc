//! Templates: contests that start with one line.

use chrono::{DateTime, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::when::{Moment, Span};

/// A template as read from `config/presets/templates/*.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The word people type: `sprint-week`.
    pub name: String,
    /// One line that says what it is.
    pub about: String,
    /// The title when none is given.
    pub title: String,
    /// The rulebook it plays by.
    pub rulebook: String,
    /// When it starts by itself: the next such weekday and time; now where absent.
    #[serde(default)]
    pub starts: Option<WeekTime>,
    /// When it ends: the next such weekday and time after its start.
    #[serde(default)]
    pub ends: Option<WeekTime>,
    /// How long it runs where `ends` is absent.
    #[serde(default)]
    pub lasts: Option<String>,
    /// The prizes as announced, for example "first three and most improved".
    #[serde(default)]
    pub prizes: Option<String>,
}

/// A weekday and a local time, written `Mon 09:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeekTime {
    /// The day.
    pub day: Weekday,
    /// The local time.
    pub time: NaiveTime,
}

impl TryFrom<String> for WeekTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Err(format!("\"{text}\" is no weekday and time; write it like \"Mon 09:00\""))
    }
}

impl From<WeekTime> for String {
    fn from(at: WeekTime) -> Self {
        format!("{} {}", at.day, at.time.format("%H:%M"))
    }
}

/// What the person typed about the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `from …`
    pub from: Option<Moment>,
    /// `for …`
    pub lasts: Option<Span>,
    /// `until …`
    pub until: Option<Moment>,
}

impl Template {
    /// The start and the end of a contest started at `now`, in `zone`: with weekdays at its next one; with
    /// `for` or `until` but no `from`, and for templates without weekdays, now. A `from` without a time
    /// starts at 09:00, an `until` without a time ends at the end of that day. The end may lie before the
    /// start or in the past: that is the caller's to refuse.
    pub fn span(&self, asked: &Asked, now: DateTime<Utc>, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let _ = (asked, zone);
        (now, now)
    }
}
