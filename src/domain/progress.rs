//! How points grew over a contest: what each of a few had at the end of each day.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::calendar;

/// Most days that are told apart; of a longer contest some are passed over.
const DAYS_MOST: i64 = 32;

/// How the points of a few grew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The days, each with its end, or the contest's.
    pub marks: Vec<Mark>,
    /// Who, from the one that stands first.
    pub lines: Vec<Grown>,
}

/// A day at whose end one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day, in the contest's zone.
    pub day: NaiveDate,
    /// What was earned before this instant counts.
    pub until: DateTime<Utc>,
}

/// How one's points grew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grown {
    /// The name, as typed.
    pub name: String,
    /// Points at each mark.
    pub points: Vec<i64>,
}

/// The days of a contest that ran from one instant to another, first and last included, at most so many that a line
/// can be drawn through them.
pub fn marks(starts_at: DateTime<Utc>, ended_at: DateTime<Utc>, zone: Tz) -> Vec<Mark> {
    let first = calendar::date(starts_at, zone);
    // An end at midnight is the end of the day before.
    let last = calendar::date(ended_at - chrono::TimeDelta::milliseconds(1), zone).max(first);
    let steps = (last - first).num_days();
    let step = (steps / DAYS_MOST + 1).max(1);
    // Counted from the end, so that the last day is there.
    let mut back: Vec<i64> = (0..).map(|n| steps - n * step).take_while(|day| *day >= 0).collect();
    back.reverse();
    let days = back.into_iter().filter_map(|n| first.checked_add_days(Days::new(n.unsigned_abs())));
    let until = |day: NaiveDate| match day == last {
        true => ended_at,
        false => calendar::start_of(day + Days::new(1), zone),
    };
    days.map(|day| Mark { day, until: until(day) }).collect()
}

impl Grown {
    /// Of what was earned when, in the order of time; whatever came after the last mark belongs to it.
    pub fn from_earned(name: String, earned: &[(DateTime<Utc>, i64)], marks: &[Mark]) -> Self {
        let (mut points, mut sum, mut rest) = (Vec::with_capacity(marks.len()), 0_i64, earned);
        for (at, mark) in marks.iter().enumerate() {
            let is_last = at + 1 == marks.len();
            let within =
                if is_last { rest.len() } else { rest.partition_point(|(from, _)| *from < mark.until) };
            let (now, later) = rest.split_at(within);
            sum = now.iter().fold(sum, |sum, (_, points)| sum.saturating_add(*points));
            points.push(sum);
            rest = later;
        }
        Self { name, points }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_is_marked_day_by_day_and_ends_when_the_contest_does() {
        let marks = marks(at("2026-03-27T09:00:00Z"), at("2026-03-30T14:00:00Z"), chrono_tz::Europe::Berlin);
        let told: Vec<String> = marks.iter().map(|mark| format!("{} {}", mark.day, mark.until)).collect();
        assert_eq!(
            told,
            [
                "2026-03-27 2026-03-27 23:00:00 UTC",
                "2026-03-28 2026-03-28 23:00:00 UTC",
                // The clocks went forward.
                "2026-03-29 2026-03-29 22:00:00 UTC",
                "2026-03-30 2026-03-30 14:00:00 UTC",
            ]
        );
    }

    #[test]
    fn an_end_at_midnight_belongs_to_the_day_before_and_an_hour_is_one_day() {
        let days = |from: &str, until: &str| marks(at(from), at(until), chrono_tz::UTC).len();
        assert_eq!(days("2026-03-01T00:00:00Z", "2026-03-04T00:00:00Z"), 3);
        assert_eq!(days("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"), 1);
        assert_eq!(days("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"), 1);
    }

    #[test]
    fn points_add_up_to_what_there_was_at_each_mark() {
        let marks = marks(at("2026-03-02T09:00:00Z"), at("2026-03-04T15:00:00Z"), chrono_tz::UTC);
        let earned = [
            (at("2026-03-02T10:00:00Z"), 10),
            (at("2026-03-03T00:00:00Z"), 5),
            (at("2026-03-04T14:45:00Z"), -3),
            // A correction after the end.
            (at("2026-03-04T15:30:00Z"), 20),
        ];
        assert_eq!(Grown::from_earned("Ann".to_owned(), &earned, &marks).points, [10, 15, 32]);
        assert_eq!(Grown::from_earned("Bob".to_owned(), &[], &marks).points, [0, 0, 0]);
    }

    #[test]
    fn years_are_told_in_few_marks_of_which_the_last_is_the_end() {
        for days in [30, 31, 32, 33, 64, 365, 3650] {
            let (from, until) = (at("2026-01-01T00:00:00Z"), at("2026-01-01T12:00:00Z"));
            let until = until + chrono::TimeDelta::days(days);
            let marks = marks(from, until, chrono_tz::UTC);
            assert!((16..=33).contains(&marks.len()), "{days} days: {}", marks.len());
            assert_eq!(marks.last().unwrap().until, until);
            assert!(marks.is_sorted_by_key(|mark| mark.until));
        }
    }
}
