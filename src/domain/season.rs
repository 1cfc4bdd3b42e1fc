//! Seasons: a contest that comes again every week or month, as one of a series.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar;
use super::contest::{Contest, TITLE_MOST};
use super::id::SeriesId;

/// How often a contest comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Each week, on the same day.
    Week,
    /// Each month, on the same date; or, where its template goes by weekdays, on the same weekday of the month.
    Month,
}

impl Every {
    /// Reads `week` or `weekly`, `month` or `monthly`, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "week" | "weekly" => Some(Self::Week),
            "month" | "monthly" => Some(Self::Month),
            _ => None,
        }
    }

    /// The word that [`Every::parse`] reads.
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

/// The calendar of a series, counted from one of its contests: its turn 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// How often.
    pub every: Every,
    /// When that contest starts, by the clock in its zone …
    pub starts: NaiveDateTime,
    /// … and when it ends.
    pub ends: NaiveDateTime,
    /// Monthly on the same weekday of the month (its second Monday, or its last) rather than on the same date.
    pub by_weekday: bool,
}

/// One turn of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Which, from 0.
    pub turn: i64,
    /// When its contest starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends: at the latest when the next one starts.
    pub ends_at: DateTime<Utc>,
}

/// Turns that are looked through for one that is still to come: a century of weeks.
const TURNS_MOST: i64 = 5_300;

/// A contest is started late while at least one in so many parts of its time is left.
const LATEST: i32 = 10;

impl Rhythm {
    /// The calendar that begins with a contest; none if the contest is longer than the time to the next.
    pub fn of(contest: &Contest, every: Every, by_weekday: bool) -> Option<Self> {
        let local = |at: DateTime<Utc>| at.with_timezone(&contest.zone).naive_local();
        let (starts, ends) = (local(contest.starts_at), local(contest.ends_at));
        let most = match every {
            Every::Week => TimeDelta::days(7),
            // What is longer than a short month is cut there.
            Every::Month => TimeDelta::days(31),
        };
        (ends - starts <= most).then_some(Self { every, starts, ends, by_weekday })
    }

    /// A turn's time in `zone`.
    pub fn turn(&self, turn: i64, zone: Tz) -> Turn {
        let start = |turn| calendar::at(self.date(turn), self.starts.time(), zone);
        let days = (self.ends.date() - self.starts.date()).num_days();
        let last = self.date(turn).checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        let ends_at = calendar::at(last, self.ends.time(), zone).min(start(turn + 1));
        Turn { turn, starts_at: start(turn), ends_at }
    }

    /// The first turn after `turn` that is worth starting at `now`: to come, or not yet as good as over.
    pub fn next(&self, turn: i64, now: DateTime<Utc>, zone: Tz) -> Option<Turn> {
        let is_worth_it =
            |turn: &Turn| turn.ends_at - now.max(turn.starts_at) > (turn.ends_at - turn.starts_at) / LATEST;
        (turn + 1..turn + TURNS_MOST).map(|turn| self.turn(turn, zone)).find(is_worth_it)
    }

    fn date(&self, turn: i64) -> NaiveDate {
        let (first, turn) = (self.starts.date(), u32::try_from(turn).unwrap_or(0));
        let date = match (self.every, self.by_weekday) {
            (Every::Week, _) => first.checked_add_days(Days::new(u64::from(turn) * 7)),
            // A month that is too short has it on its last day, and the one after on the date again.
            (Every::Month, false) => first.checked_add_months(Months::new(turn)),
            (Every::Month, true) => same_weekday(first, turn),
        };
        date.unwrap_or(first)
    }
}

/// The same weekday of a month that comes so many months later: the third Tuesday, say. Where there is no fifth, the last.
fn same_weekday(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    let month = first.with_day(1)?.checked_add_months(Months::new(months))?;
    let lead = (7 + first.weekday().num_days_from_monday() - month.weekday().num_days_from_monday()) % 7;
    let date = month + Days::new(u64::from(lead) + 7 * u64::from(first.day0() / 7));
    Some(if date.month() == month.month() { date } else { date - Days::new(7) })
}

/// A contest's place in its series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// The series.
    pub series: SeriesId,
    /// What the series is called, as typed.
    pub title: String,
    /// Which of the series this contest is, from 1.
    pub number: i64,
    /// The turn of the calendar that it was started for.
    pub turn: i64,
    /// The calendar; none where the series no longer repeats.
    pub rhythm: Option<Rhythm>,
    /// Whether no other was started since.
    pub is_latest: bool,
}

impl Season {
    /// A contest as the first of its series. What is called "Sprint #3" goes on with "Sprint #4".
    pub fn first(series: SeriesId, title: &str, rhythm: Rhythm) -> Self {
        let (title, number) = unnumbered(title);
        let title = title.to_owned();
        Self { series, title, number, turn: 0, rhythm: Some(rhythm), is_latest: true }
    }

    /// The next of the series, as seen when this one ends at `now`; none where the series ends with this one, or has gone on.
    pub fn next(&self, now: DateTime<Utc>, zone: Tz) -> Option<Turn> {
        self.rhythm.filter(|_| self.is_latest)?.next(self.turn, now, zone)
    }

    /// How often it comes again, if it does.
    pub fn repeats(&self) -> Option<Every> {
        self.rhythm.filter(|_| self.is_latest).map(|rhythm| rhythm.every)
    }

    /// The title of the contest of that number: "Sprint #4".
    pub fn title_of(&self, number: i64) -> String {
        let mark = format!(" #{number}");
        let room = TITLE_MOST - mark.chars().count();
        let title: String = self.title.chars().take(room).collect();
        format!("{}{mark}", title.trim_end())
    }
}

/// A title without the number behind it, and the number: 1 where there is none.
fn unnumbered(title: &str) -> (&str, i64) {
    let numbered =
        title.rsplit_once(" #").and_then(|(title, number)| Some((title.trim(), number.parse().ok()?)));
    numbered
        .filter(|(title, number)| !title.is_empty() && (1..1_000_000).contains(number))
        .unwrap_or((title, 1))
}

/// What came of making a contest repeat, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    /// The contest's title, as typed.
    pub title: String,
    /// How often it comes again; none where it does not any more.
    pub every: Option<Every>,
    /// When the next starts, if this one ends as planned.
    pub next: Option<DateTime<Utc>>,
    /// The contest's zone.
    pub zone: Tz,
}

/// Why something about a series is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum SeasonRefusal {
    /// The contest lasts longer than the time to the next.
    TooLong { every: Every },
    /// The contest does not repeat as it is.
    Once { title: String },
    /// The next of the series runs already.
    GoneOn { title: String, next: String },
}

/// A contest as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The contest.
    pub contest: Contest,
    /// How often it comes again, if it does.
    pub every: Option<Every>,
    /// When the next of its series starts, where this one is over.
    pub next: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Tz::Europe__Berlin as ZONE;

    fn rhythm(every: Every, starts: &str, ends: &str, by_weekday: bool) -> Rhythm {
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        Rhythm { every, starts: local(starts), ends: local(ends), by_weekday }
    }

    fn told(turn: Turn) -> String {
        let local = |at: DateTime<Utc>| at.with_timezone(&ZONE).format("%a %m-%d %H:%M").to_string();
        format!("{} to {}", local(turn.starts_at), local(turn.ends_at))
    }

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_week_is_the_same_time_of_day_though_the_clocks_change() {
        let weekly = rhythm(Every::Week, "2026-03-23 09:00", "2026-03-27 15:00", true);
        assert_eq!(told(weekly.turn(0, ZONE)), "Mon 03-23 09:00 to Fri 03-27 15:00");
        let second = weekly.turn(1, ZONE);
        assert_eq!(told(second), "Mon 03-30 09:00 to Fri 04-03 15:00");
        assert_eq!(second.starts_at, instant("2026-03-30T07:00:00Z"), "an hour earlier by UTC");
    }

    #[test]
    fn a_start_that_the_clocks_skip_is_the_end_of_the_gap_and_only_there() {
        let weekly = rhythm(Every::Week, "2026-03-22 02:30", "2026-03-22 12:00", false);
        assert_eq!(told(weekly.turn(1, ZONE)), "Sun 03-29 03:00 to Sun 03-29 12:00");
        assert_eq!(told(weekly.turn(2, ZONE)), "Sun 04-05 02:30 to Sun 04-05 12:00");
    }

    #[test]
    fn a_date_that_a_month_lacks_is_its_last_day_and_the_date_comes_back() {
        let monthly = rhythm(Every::Month, "2026-01-31 09:00", "2026-02-07 09:00", false);
        let starts: Vec<String> =
            (0..5).map(|turn| told(monthly.turn(turn, ZONE))[4..9].to_owned()).collect();
        assert_eq!(starts, ["01-31", "02-28", "03-31", "04-30", "05-31"]);
    }

    #[test]
    fn a_month_long_one_ends_at_the_latest_when_the_next_starts() {
        let monthly = rhythm(Every::Month, "2026-01-01 09:00", "2026-01-31 09:00", false);
        assert_eq!(told(monthly.turn(0, ZONE)), "Thu 01-01 09:00 to Sat 01-31 09:00");
        assert_eq!(told(monthly.turn(1, ZONE)), "Sun 02-01 09:00 to Sun 03-01 09:00");
    }

    #[test]
    fn by_weekday_it_is_the_same_one_of_the_month() {
        let second = rhythm(Every::Month, "2026-03-09 09:00", "2026-03-13 15:00", true);
        assert_eq!(told(second.turn(1, ZONE)), "Mon 04-13 09:00 to Fri 04-17 15:00");
        assert_eq!(told(second.turn(2, ZONE)), "Mon 05-11 09:00 to Fri 05-15 15:00");
        let fifth = rhythm(Every::Month, "2026-03-30 09:00", "2026-04-03 15:00", true);
        let starts: Vec<String> = (1..4).map(|turn| told(fifth.turn(turn, ZONE))[4..9].to_owned()).collect();
        assert_eq!(starts, ["04-27", "05-25", "06-29"]);
    }

    #[test]
    fn what_was_slept_through_is_skipped_and_what_runs_is_caught_up_with() {
        let weekly = rhythm(Every::Week, "2026-03-02 09:00", "2026-03-06 15:00", true);
        let next = |now: &str| told(weekly.next(0, instant(now), ZONE).unwrap());
        assert_eq!(next("2026-03-06T14:00:00Z"), "Mon 03-09 09:00 to Fri 03-13 15:00");
        assert_eq!(
            next("2026-03-12T14:00:00Z"),
            "Mon 03-09 09:00 to Fri 03-13 15:00",
            "late, and not too late"
        );
        assert_eq!(next("2026-03-13T13:00:00Z"), "Mon 03-16 09:00 to Fri 03-20 15:00", "as good as over");
        assert_eq!(next("2026-04-01T12:00:00Z"), "Mon 03-30 09:00 to Fri 04-03 15:00");
    }

    #[test]
    fn the_next_is_called_by_its_number() {
        let weekly = rhythm(Every::Week, "2026-03-02 09:00", "2026-03-06 15:00", true);
        let season = |title: &str| Season::first("s1".into(), title, weekly);
        assert_eq!(season("Spring Sprint").title_of(2), "Spring Sprint #2");
        let third = season("Spring Sprint #3");
        assert_eq!((third.title.as_str(), third.number), ("Spring Sprint", 3));
        assert_eq!(season("We are #1!").number, 1);
        let long = season(&"é".repeat(TITLE_MOST)).title_of(12);
        assert_eq!((long.chars().count(), long.ends_with("é #12")), (TITLE_MOST, true));
    }
}
