//! Local days, weeks and times of day as instants. Everything that turns a wall clock into an instant comes here.

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

/// The instant at which a clock in `zone` shows `time` on `date`. A time that a change of the clocks skips
/// moves to the first instant after the gap; one that occurs twice takes the earlier.
pub fn at(date: NaiveDate, time: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let local = date.and_time(time);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) => instant.to_utc(),
        LocalResult::Ambiguous(one, other) => one.min(other).to_utc(),
        LocalResult::None => end_of_gap(local, zone),
    }
}

/// The first instant whose wall clock lies past `local`, a time the clocks of `zone` skip.
fn end_of_gap(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    // No offset reaches a whole day, so a day either way encloses the change; then halve, to the second.
    let shown = |instant: DateTime<Utc>| instant.with_timezone(&zone).naive_local();
    let middle = local.and_utc();
    let (mut before, mut after) = (middle - TimeDelta::days(1), middle + TimeDelta::days(1));
    while after - before > TimeDelta::seconds(1) {
        let halfway = before + TimeDelta::seconds((after - before).num_seconds() / 2);
        if shown(halfway) < local { before = halfway } else { after = halfway }
    }
    // Where `local` carries a fraction of a second, so do both bounds; the change itself does not.
    DateTime::from_timestamp(after.timestamp(), 0).unwrap_or(after)
}

/// The date in `zone` at `instant`.
pub fn date(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}

/// The Monday of `date`'s week.
pub fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

/// The first instant after `after` at which a clock in `zone` shows `time`, each date's as [`at`] has it:
/// once a day, even on days that show the time twice or skip it. A date that a zone leaves out altogether
/// (Samoa had no 30 December 2011) has none.
pub fn next(after: DateTime<Utc>, time: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let today = date(after, zone);
    // A day earlier, since a time skipped before midnight moves into the next date; and later days enough
    // for a date that is left out.
    let nearby = today.pred_opt().unwrap_or(today).iter_days().take(5);
    nearby
        .filter(|&day| exists(day, zone))
        .map(|day| at(day, time, zone))
        .find(|&instant| instant > after)
        .unwrap_or(after + TimeDelta::days(1))
}

/// Whether `date` has any instant in `zone`.
fn exists(date: NaiveDate, zone: Tz) -> bool {
    date.succ_opt().is_none_or(|tomorrow| start_of(date, zone) < start_of(tomorrow, zone))
}

/// The first instant of `date` in `zone`.
pub fn start_of(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    at(date, NaiveTime::MIN, zone)
}

#[cfg(test)]
mod tests {
    use chrono::Offset;
    use chrono_tz::TZ_VARIANTS;
    use jiff::{Timestamp, ToSpan, civil, tz};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn clock(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_skipped_time_moves_to_the_end_of_the_gap_not_by_its_length() {
        let found = at(day("2026-03-29"), clock("02:10"), Tz::Europe__Berlin);
        assert_eq!(found, utc("2026-03-29T01:00:00Z")); // 03:00, not 03:10
        let half_hour = at(day("2026-10-04"), clock("02:15"), Tz::Australia__Lord_Howe);
        assert_eq!(half_hour, utc("2026-10-03T15:30:00Z"));
        let fraction = NaiveTime::from_hms_milli_opt(2, 10, 5, 678).unwrap();
        assert_eq!(at(day("2026-03-29"), fraction, Tz::Europe__Berlin), utc("2026-03-29T01:00:00Z"));
    }

    #[test]
    fn a_time_that_occurs_twice_takes_the_earlier() {
        let found = at(day("2026-10-25"), clock("02:30"), Tz::Europe__Berlin);
        assert_eq!(found, utc("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn a_day_may_begin_at_one_in_the_morning() {
        // Cairo puts its clocks forward at midnight.
        assert_eq!(start_of(day("2024-04-26"), Tz::Africa__Cairo), utc("2024-04-25T22:00:00Z"));
        assert_eq!(date(utc("2024-04-25T22:00:00Z"), Tz::Africa__Cairo), day("2024-04-26"));
    }

    #[test]
    fn samoa_had_no_thirtieth_of_december() {
        let zone = Tz::Pacific__Apia;
        let new_day = utc("2011-12-30T10:00:00Z");
        assert_eq!(at(day("2011-12-30"), clock("09:00"), zone), new_day);
        assert_eq!(start_of(day("2011-12-31"), zone), new_day);
        assert_eq!(next(utc("2011-12-30T01:00:00Z"), clock("09:00"), zone), utc("2011-12-30T19:00:00Z"));
    }

    #[test]
    fn next_comes_once_a_day_through_both_changes_of_the_clocks() {
        let zone = Tz::Europe__Berlin;
        for (from, time) in [("2026-03-27T12:00:00Z", "02:30"), ("2026-10-23T12:00:00Z", "02:30")] {
            let mut instant = utc(from);
            let mut dates = Vec::new();
            for _ in 0..5 {
                instant = next(instant, clock(time), zone);
                dates.push(date(instant, zone));
            }
            assert!(dates.windows(2).all(|w| w[1] == w[0].succ_opt().unwrap()), "{dates:?}");
        }
        let strictly = next(utc("2026-01-05T08:00:00Z"), clock("09:00"), zone);
        assert_eq!(strictly, utc("2026-01-06T08:00:00Z"));
    }

    #[test]
    fn weeks_begin_on_monday_across_the_year() {
        assert_eq!(monday(day("2027-01-03")), day("2026-12-28"));
        assert_eq!(monday(day("2026-12-28")), day("2026-12-28"));
    }

    /// What jiff makes of a wall clock by our rules, or None where the two tables of zones differ nearby.
    fn by_jiff(local: NaiveDateTime, ours: Tz, theirs: &tz::TimeZone) -> Option<DateTime<Utc>> {
        let stamp = |t: DateTime<Utc>| Timestamp::from_second(t.timestamp()).unwrap();
        let civil: civil::DateTime = local.format("%Y-%m-%dT%H:%M:%S").to_string().parse().unwrap();
        let answer = match theirs.to_ambiguous_timestamp(civil).offset() {
            tz::AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(civil).unwrap(),
            tz::AmbiguousOffset::Fold { before, .. } => before.to_timestamp(civil).unwrap(),
            tz::AmbiguousOffset::Gap { after, .. } => {
                // Read with the offset after the gap, the time lies before the change, at most a day.
                let just_before = after.to_timestamp(civil).unwrap() - 1.second();
                theirs.following(just_before).next().unwrap().timestamp()
            }
        };
        let answer = utc(&answer.to_string());
        let agree = [-30, -3, -2, -1, 0, 1, 2, 3, 30].into_iter().all(|hours| {
            let instant = answer + TimeDelta::hours(hours);
            let here = ours.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc();
            here == theirs.to_offset(stamp(instant)).seconds()
        });
        agree.then_some(answer)
    }

    /// The wall clocks worth asking about: around each change of the clocks, and nine o'clock every 50 days.
    fn samples(theirs: &tz::TimeZone) -> Vec<NaiveDateTime> {
        let (first, last) = (utc("2019-01-01T00:00:00Z"), utc("2031-01-01T00:00:00Z"));
        let mut samples: Vec<_> =
            day("2019-01-01").iter_days().step_by(50).take(88).map(|d| d.and_time(clock("09:00"))).collect();
        let mut offset = theirs.to_offset(Timestamp::from_second(first.timestamp()).unwrap()).seconds();
        for change in theirs.following(Timestamp::from_second(first.timestamp()).unwrap()) {
            if change.timestamp().as_second() >= last.timestamp() {
                break;
            }
            let instant = utc(&change.timestamp().to_string()).naive_utc();
            let shown = |seconds: i32| instant + TimeDelta::seconds(i64::from(seconds));
            let (old, new) = (shown(offset), shown(change.offset().seconds()));
            offset = change.offset().seconds();
            let second = TimeDelta::seconds(1);
            samples.extend([old - second, old, old + (new - old) / 2, new - second, new]);
            let date = old.date();
            let days = [date.pred_opt().unwrap(), date, date.succ_opt().unwrap()];
            samples.extend(days.map(|d| d.and_time(NaiveTime::MIN)));
        }
        samples
    }

    #[test]
    fn agrees_with_jiff_in_every_zone() {
        let (mut asked, mut differing) = (0, 0);
        let bundled = tz::TimeZoneDatabase::bundled();
        for zone in TZ_VARIANTS {
            let Ok(theirs) = bundled.get(zone.name()) else { continue };
            for local in samples(&theirs) {
                asked += 1;
                match by_jiff(local, zone, &theirs) {
                    Some(expected) => {
                        assert_eq!(at(local.date(), local.time(), zone), expected, "{local} {zone}")
                    }
                    None => differing += 1,
                }
            }
        }
        assert!(asked > 50_000, "only {asked} asked");
        assert!(differing < asked / 20, "the tables differ in {differing} of {asked}");
    }
}
