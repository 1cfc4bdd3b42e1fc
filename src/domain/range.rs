//! Stretches of a contest as people name them: `today`, `last week`, `since 3 Feb`, `round 2`.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{calendar, when};

/// A stretch of a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Range {
    /// Days in the contest's zone, both included.
    Days {
        /// The first.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
    /// One of its rounds, from 1.
    Round(i64),
}

impl Range {
    /// Reads a range that all of `words` mean, seen on `today`; weeks begin on Monday. None where they mean none.
    pub fn parse(words: &[&str], today: NaiveDate) -> Option<Self> {
        let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let days = |first, last| Some(Self::Days { first, last });
        let monday = calendar::monday(today);
        let first_of_month = today.with_day(1)?;
        match words.as_slice() {
            ["today"] => days(today, today),
            ["yesterday"] => days(today.pred_opt()?, today.pred_opt()?),
            ["week"] | ["this", "week"] => days(monday, today),
            ["last", "week"] => days(monday - Days::new(7), monday - Days::new(1)),
            ["month"] | ["this", "month"] => days(first_of_month, today),
            ["last", "month"] => days(first_of_month - Months::new(1), first_of_month.pred_opt()?),
            ["since", since @ ..] => days(past(since, today)?, today),
            ["round", number] => {
                let number: i64 = number.parse().ok()?;
                (number > 0).then_some(Self::Round(number))
            }
            _ => None,
        }
    }
}

/// The latest day, not after today, that the words name: `3 Feb`, `Feb 3`, `Mon`, `2026-02-03`.
fn past(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let date = match words {
        ["yesterday"] => today.pred_opt()?,
        [word] => match when::weekday(word) {
            Some(weekday) => {
                let back = (7 + today.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
                today - Days::new(back.into())
            }
            None => when::iso_date(word)?,
        },
        [day, month] | [month, day] if month_of(month).is_some() => {
            let day = day.trim_end_matches(['.', ',']).trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let (month, day) = (month_of(month)?, day.parse().ok()?);
            let this_year = NaiveDate::from_ymd_opt(today.year(), month, day)?;
            match this_year <= today {
                true => this_year,
                false => NaiveDate::from_ymd_opt(today.year() - 1, month, day)?,
            }
        }
        _ => return None,
    };
    (date <= today).then_some(date)
}

/// The month that a word of three letters or more begins the name of.
fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches(['.', ',']);
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen on Wednesday, 4 March 2026.
    fn read(text: &str) -> Option<String> {
        let today = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        let range = Range::parse(&text.split_whitespace().collect::<Vec<_>>(), today)?;
        Some(match range {
            Range::Days { first, last } => format!("{first} {last}"),
            Range::Round(number) => format!("round {number}"),
        })
    }

    #[test]
    fn ranges_are_read_as_people_mean_them() {
        let table = [
            ("today", "2026-03-04 2026-03-04"),
            ("Yesterday", "2026-03-03 2026-03-03"),
            ("this week", "2026-03-02 2026-03-04"),
            ("week", "2026-03-02 2026-03-04"),
            ("last week", "2026-02-23 2026-03-01"),
            ("month", "2026-03-01 2026-03-04"),
            ("last month", "2026-02-01 2026-02-28"),
            ("since 3 Feb", "2026-02-03 2026-03-04"),
            ("since Feb 3", "2026-02-03 2026-03-04"),
            ("since 3rd february", "2026-02-03 2026-03-04"),
            ("since 24 Dec", "2025-12-24 2026-03-04"),
            ("since Mon", "2026-03-02 2026-03-04"),
            ("since Wednesday", "2026-03-04 2026-03-04"),
            ("since Thu", "2026-02-26 2026-03-04"),
            ("since 2026-02-03", "2026-02-03 2026-03-04"),
            ("since yesterday", "2026-03-03 2026-03-04"),
            ("round 2", "round 2"),
        ];
        for (text, range) in table {
            assert_eq!(read(text).as_deref(), Some(range), "{text}");
        }
    }

    #[test]
    fn words_that_mean_no_range_are_none() {
        let none = [
            "",
            "all",
            "next week",
            "last",
            "since",
            "since 2026-03-05",
            "since 30 Feb",
            "since Ma 3",
            "round",
            "round 0",
            "round two",
            "today now",
            "since 3",
            "since Feb",
        ];
        for text in none {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
