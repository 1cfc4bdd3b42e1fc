//! Moments and spans as people type them: `tomorrow 9:00`, `Fri 15:00`, `2026-03-02`, `5d`, `2w`.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar;

/// Ten years in days: the longest span that is taken for meant.
const LONGEST: u64 = 3653;

/// A moment as typed: a date and perhaps a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The local date.
    pub date: NaiveDate,
    /// The local time, if one was given.
    pub time: Option<NaiveTime>,
    /// The very instant, where it is now: in autumn the clocks show an hour twice.
    pub instant: Option<DateTime<Utc>>,
}

impl Moment {
    /// The instant at which something begins: of a date alone, at `otherwise`.
    pub fn start(self, otherwise: NaiveTime, zone: Tz) -> DateTime<Utc> {
        self.instant.unwrap_or_else(|| calendar::at(self.date, self.time.unwrap_or(otherwise), zone))
    }

    /// The instant at which something ends: of a date alone, with that day.
    pub fn end(self, zone: Tz) -> DateTime<Utc> {
        match (self.instant, self.time) {
            (Some(instant), _) => instant,
            (None, Some(time)) => calendar::at(self.date, time, zone),
            (None, None) => calendar::start_of(self.date.succ_opt().unwrap_or(self.date), zone),
        }
    }
}

/// Reads a moment out of `words` (already split at white space), seen from `now` in `zone`, and says how many
/// words it took: `now` · `today|tomorrow|Mon|monday|2026-03-02` then perhaps `9:00|15|3pm`, or a time alone.
/// A weekday means its next occurrence, today only while the time given is still to come. None where the
/// words are no moment.
pub fn moment(words: &[&str], now: DateTime<Utc>, zone: Tz) -> Option<(Moment, usize)> {
    let (first, rest) = words.split_first()?;
    let local = now.with_timezone(&zone);
    let today = local.date_naive();
    let first = first.trim_end_matches(',').to_lowercase();
    if first == "now" {
        return Some((Moment { date: today, time: Some(local.time()), instant: Some(now) }, 1));
    }
    let Some(day) = Day::parse(&first) else {
        let (time, used) = time_of_day(words)?;
        let date = next_date(today, now, zone, Some(time), |_| true)?;
        return Some((Moment { date, time: Some(time), instant: None }, used));
    };
    let (time, used) = time_of_day(rest).map_or((None, 1), |(time, used)| (Some(time), used + 1));
    let date = match day {
        Day::Today => today,
        Day::Tomorrow => today.succ_opt()?,
        Day::On(date) => date,
        Day::Next(weekday) => next_date(today, now, zone, time, |date| date.weekday() == weekday)?,
    };
    Some((Moment { date, time, instant: None }, used))
}

/// The same for the end of what begins at `start`: a weekday or a time alone is the first after that, but today and tomorrow
/// are those of `now`.
pub fn end(words: &[&str], start: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Option<(Moment, usize)> {
    let first = words.first()?.trim_end_matches(',').to_lowercase();
    let is_of_now = ["now", "today", "tomorrow"].contains(&first.as_str());
    moment(words, if is_of_now { now } else { start }, zone)
}

/// The first date from `today` on that `fits`; today itself only while `time` is still to come.
fn next_date(
    today: NaiveDate,
    now: DateTime<Utc>,
    zone: Tz,
    time: Option<NaiveTime>,
    fits: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let to_come = |date| date > today || time.is_some_and(|time| calendar::at(date, time, zone) > now);
    today.iter_days().take(8).find(|&date| fits(date) && to_come(date))
}

/// A word that names a day.
enum Day {
    Today,
    Tomorrow,
    Next(Weekday),
    On(NaiveDate),
}

impl Day {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "today" => Some(Self::Today),
            "tomorrow" => Some(Self::Tomorrow),
            _ => weekday(word).map(Self::Next).or_else(|| iso_date(word).map(Self::On)),
        }
    }
}

/// `2026-03-02`, in this century or the next.
pub(super) fn iso_date(word: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(word, "%Y-%m-%d").ok()?;
    (2000..2200).contains(&date.year()).then_some(date)
}

/// `mon`, `Monday`, `tues`, …
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    match word.to_lowercase().as_str() {
        "mon" | "monday" => Some(Weekday::Mon),
        "tue" | "tues" | "tuesday" => Some(Weekday::Tue),
        "wed" | "weds" | "wednesday" => Some(Weekday::Wed),
        "thu" | "thur" | "thurs" | "thursday" => Some(Weekday::Thu),
        "fri" | "friday" => Some(Weekday::Fri),
        "sat" | "saturday" => Some(Weekday::Sat),
        "sun" | "sunday" => Some(Weekday::Sun),
        _ => None,
    }
}

/// A time of day at the head of `words`, and how many of them it took: `9:00`, `at noon`, `3 pm`.
fn time_of_day(words: &[&str]) -> Option<(NaiveTime, usize)> {
    let lead = usize::from(words.first()?.eq_ignore_ascii_case("at"));
    let word = words.get(lead)?;
    let half = words.get(lead + 1).map(|w| w.to_lowercase()).filter(|w| w == "am" || w == "pm");
    if let Some(time) = half.and_then(|half| clock(&format!("{word}{half}"))) {
        return Some((time, lead + 2));
    }
    Some((clock(word)?, lead + 1))
}

/// One word as a time of day: `9`, `9:00`, `09.00`, `3pm`, `3:30pm`, `noon`, `midnight`.
pub fn clock(word: &str) -> Option<NaiveTime> {
    let word = word.to_lowercase();
    match word.as_str() {
        "noon" => return NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => return Some(NaiveTime::MIN),
        _ => {}
    }
    let (digits, afternoon) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(false)),
        (_, Some(digits)) => (digits, Some(true)),
        _ => (word.as_str(), None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (number(hour)?, number(minute)?),
        Some(_) => return None,
        None => (number(digits)?, 0),
    };
    let hour = match afternoon {
        None => hour,
        Some(afternoon) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        Some(_) => return None,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// One or two digits and nothing else.
fn number(digits: &str) -> Option<u32> {
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
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
        let mut span = Self::default();
        let mut seen = String::new();
        let mut digits = String::new();
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let unit = c.to_ascii_lowercase();
            let count: u32 = digits.parse().ok()?;
            if seen.contains(unit) {
                return None;
            }
            match unit {
                'w' => span.days = span.days.checked_add(count.checked_mul(7)?)?,
                'd' => span.days = span.days.checked_add(count)?,
                'h' => span.minutes = span.minutes.checked_add(count.checked_mul(60)?)?,
                'm' => span.minutes = span.minutes.checked_add(count)?,
                _ => return None,
            }
            seen.push(unit);
            digits.clear();
        }
        let minutes = u64::from(span.days) * 24 * 60 + u64::from(span.minutes);
        (digits.is_empty() && minutes > 0 && minutes <= LONGEST * 24 * 60).then_some(span)
    }

    /// The instant this long after `from`, counted in `zone`.
    pub fn after(self, from: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let rest = TimeDelta::minutes(i64::from(self.minutes));
        if self.days == 0 {
            // Not by way of the wall clock, which shows some times twice.
            return from + rest;
        }
        let local = from.with_timezone(&zone);
        let date = local.date_naive();
        let date = date.checked_add_days(Days::new(u64::from(self.days))).unwrap_or(date);
        calendar::at(date, local.time(), zone) + rest
    }
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;
    use chrono_tz::TZ_VARIANTS;
    use proptest::prelude::*;

    use super::*;

    const ZONE: Tz = Tz::Europe__Berlin;

    /// Wednesday, 17 June 2026, 10:00 in Berlin.
    fn now() -> DateTime<Utc> {
        "2026-06-17T08:00:00Z".parse().unwrap()
    }

    /// What the words mean, written out, and how many were taken.
    fn read(text: &str) -> Option<(String, usize)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (moment, used) = moment(&words, now(), ZONE)?;
        let time = moment.time.map(|t| t.format(" %H:%M").to_string()).unwrap_or_default();
        Some((format!("{}{time}", moment.date), used))
    }

    fn assert_reads(text: &str, meaning: &str, used: usize) {
        assert_eq!(read(text), Some((meaning.to_owned(), used)), "{text}");
    }

    #[test]
    fn days_by_name_and_date() {
        assert_reads("now", "2026-06-17 10:00", 1);
        assert_reads("today", "2026-06-17", 1);
        assert_reads("Tomorrow 9:00 for 5d", "2026-06-18 09:00", 2);
        assert_reads("Mon for 5d", "2026-06-22", 1);
        assert_reads("FRIDAY, 15:00", "2026-06-19 15:00", 2);
        assert_reads("2026-03-02 noon", "2026-03-02 12:00", 2);
    }

    #[test]
    fn a_weekday_is_today_only_while_its_time_is_to_come() {
        assert_reads("Wed 15:00", "2026-06-17 15:00", 2);
        assert_reads("Wed 9:00", "2026-06-24 09:00", 2);
        assert_reads("Wed 10:00", "2026-06-24 10:00", 2);
        assert_reads("Wed", "2026-06-24", 1);
    }

    #[test]
    fn a_time_alone_is_its_next_occurrence() {
        assert_reads("15:30", "2026-06-17 15:30", 1);
        assert_reads("9", "2026-06-18 09:00", 1);
        assert_reads("at 3 pm sharp", "2026-06-17 15:00", 3);
    }

    #[test]
    fn an_end_is_seen_from_the_start_but_today_and_tomorrow_from_now() {
        let start = "2026-06-18T07:00:00Z".parse().unwrap(); // tomorrow, 09:00
        let read = |text: &str| {
            let words: Vec<&str> = text.split_whitespace().collect();
            end(&words, start, now(), ZONE).unwrap().0.end(ZONE).to_string()
        };
        assert_eq!(read("tomorrow 17:00"), "2026-06-18 15:00:00 UTC");
        assert_eq!(read("tomorrow"), "2026-06-18 22:00:00 UTC");
        assert_eq!(read("Today"), "2026-06-17 22:00:00 UTC");
        assert_eq!(read("17:00"), "2026-06-18 15:00:00 UTC");
        assert_eq!(read("Wed"), "2026-06-24 22:00:00 UTC");
        assert_eq!(read("2026-06-20"), "2026-06-20 22:00:00 UTC");
    }

    #[test]
    fn now_is_the_instant_it_is_though_the_clocks_show_it_twice() {
        for now in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] {
            let now = now.parse().unwrap(); // 02:30 in Berlin, both
            let (read, _) = moment(&["now"], now, ZONE).unwrap();
            assert_eq!((read.start(NaiveTime::MIN, ZONE), read.end(ZONE)), (now, now));
        }
    }

    #[test]
    fn times_in_every_common_spelling() {
        for (word, time) in [
            ("9", "09:00"),
            ("9:00", "09:00"),
            ("09.00", "09:00"),
            ("3pm", "15:00"),
            ("3:30PM", "15:30"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("15:30", "15:30"),
            ("noon", "12:00"),
            ("midnight", "00:00"),
        ] {
            assert_eq!(clock(word).map(|t| t.format("%H:%M").to_string()).as_deref(), Some(time), "{word}");
        }
        for word in ["24:00", "9:60", "9:0", "13pm", "0am", "", ":", "pm", "+9", "123", "9:00:00", "5d"] {
            assert_eq!(clock(word), None, "{word}");
        }
    }

    #[test]
    fn other_words_are_no_moment() {
        for text in ["", "soon", "in #sales", "2026-02-30", "1999-01-01", "9999-01-01", "at", "\u{130}"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn spans() {
        let span = |days, minutes| Some(Span { days, minutes });
        assert_eq!(Span::parse("5d"), span(5, 0));
        assert_eq!(Span::parse("2W"), span(14, 0));
        assert_eq!(Span::parse("36h"), span(0, 36 * 60));
        assert_eq!(Span::parse("1d 2h"), span(1, 120));
        assert_eq!(Span::parse("1w1d1h1m"), span(8, 61));
        for text in ["", "5", "d", "0d", "5y", "1d1d", "600w", "99999999999d", "4294967295h", "5 days", "-1d"]
        {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_later_is_the_same_time_of_day_though_the_clocks_change() {
        let saturday = "2026-03-28T08:00:00Z".parse().unwrap(); // 09:00 in Berlin
        let later = |text| Span::parse(text).unwrap().after(saturday, ZONE).to_string();
        assert_eq!(later("1d"), "2026-03-29 07:00:00 UTC");
        assert_eq!(later("24h"), "2026-03-29 08:00:00 UTC");
    }

    #[test]
    fn minutes_within_a_repeated_hour_are_elapsed_time() {
        let second_half_past_two = "2026-10-25T01:30:00Z".parse().unwrap();
        let later = Span::parse("30m").unwrap().after(second_half_past_two, ZONE);
        assert_eq!(later.to_string(), "2026-10-25 02:00:00 UTC");
    }

    /// Any moment of two centuries, to the second, and any zone.
    fn any_now() -> impl Strategy<Value = (DateTime<Utc>, Tz)> {
        let now = (0_i64..7_200_000_000).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap());
        (now, prop::sample::select(&TZ_VARIANTS[..]))
    }

    fn any_words() -> impl Strategy<Value = Vec<String>> {
        let known = "now|today|tomorrow|Mon|tues|SUNDAY,|at|noon|midnight|am|pm|[0-9]{1,3}|[0-9]{1,2}[:.][0-9]{1,2}(am|pm)?\
            |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[-+]?[0-9]{1,12}";
        prop::collection::vec(prop_oneof![4 => known, 1 => "\\PC{0,8}"], 0..4)
    }

    proptest! {
        #[test]
        fn a_moment_is_read_again_as_it_is_printed((now, zone) in any_now(), words in any_words()) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            if let Some((read, used)) = moment(&words, now, zone) {
                prop_assert!((1..=words.len()).contains(&used));
                let date = read.date.format("%Y-%m-%d").to_string();
                let time = read.time.map(|time| time.format("%H:%M").to_string());
                let printed: Vec<&str> = [Some(date.as_str()), time.as_deref()].into_iter().flatten().collect();
                let again = moment(&printed, now, zone).map(|(moment, _)| moment);
                let to_the_minute = read.time.is_none_or(|time| time.second() == 0);
                // Printed, now is a time like others.
                let read = Moment { instant: None, ..read };
                prop_assert!(again == Some(read) || !to_the_minute || read.date.year() < 2000, "{printed:?} {again:?}");
            }
        }

        #[test]
        fn a_span_is_read_again_as_it_is_printed_and_leads_onward(
            (now, zone) in any_now(), text in prop_oneof!["([0-9]{1,4}[wdhmWDHM ]){0,4}", "\\PC{0,12}"],
        ) {
            if let Some(span) = Span::parse(&text) {
                prop_assert_eq!(Span::parse(&format!("{}d {}m", span.days, span.minutes)), Some(span));
                prop_assert!(span.after(now, zone) > now);
            }
        }
    }
}
