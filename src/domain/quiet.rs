//! Quiet hours: when nobody is spoken to who did not ask.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar;

/// The hours of each day in which channels hear no shout-outs and nothing of the time that is left, and managers no hints.
/// They may run over midnight; where both times are the same there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first minute.
    pub from: NaiveTime,
    /// The first minute after them.
    pub until: NaiveTime,
}

impl QuietHours {
    /// Whether there are any.
    pub fn are_none(self) -> bool {
        self.from == self.until
    }

    /// `at`, or the end of the quiet hours it falls into by the clocks of a zone.
    pub fn after(self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let (Self { from, until }, time) = (self, at.with_timezone(&zone).time());
        let is_quiet =
            if from <= until { (from..until).contains(&time) } else { time >= from || time < until };
        if is_quiet { calendar::next(at, until, zone) } else { at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn morning(from: u32, until: u32, at: &str) -> String {
        let time = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        let hours = QuietHours { from: time(from), until: time(until) };
        assert_eq!(hours.are_none(), from == until);
        hours.after(at.parse().unwrap(), Tz::Europe__Berlin).to_rfc3339()
    }

    #[test]
    fn quiet_hours_end_in_the_morning() {
        assert_eq!(morning(20, 8, "2026-03-02T18:59:00Z"), "2026-03-02T18:59:00+00:00");
        assert_eq!(morning(20, 8, "2026-03-02T19:00:00Z"), "2026-03-03T07:00:00+00:00");
        assert_eq!(morning(20, 8, "2026-03-03T06:59:00Z"), "2026-03-03T07:00:00+00:00");
        assert_eq!(morning(20, 8, "2026-03-03T07:00:00Z"), "2026-03-03T07:00:00+00:00");
        assert_eq!(morning(12, 14, "2026-03-03T11:30:00Z"), "2026-03-03T13:00:00+00:00");
        assert_eq!(morning(12, 12, "2026-03-03T11:00:00Z"), "2026-03-03T11:00:00+00:00");
    }
}
