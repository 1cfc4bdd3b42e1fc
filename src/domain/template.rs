//! Templates: contests that start with one line.

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar;
use super::contest::TITLE_MOST;
use super::format::Format;
use super::preset::{PLAIN_NAME, PresetFault, Source, Step, is_plain_name};
use super::quota;
use super::season::Every;
use super::when::{self, Moment, Span};

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
    /// How it is won: a table of its own, `[format.raffle]`; most points where absent.
    #[serde(default)]
    pub format: Format,
    /// Points that everybody is asked for, where it has a quota.
    #[serde(default)]
    pub quota: Option<i64>,
    /// Whether everybody can see how everybody stands to it.
    #[serde(default)]
    pub quota_is_public: bool,
    /// The prizes as announced, for example "first three and most improved".
    #[serde(default)]
    pub prizes: Option<String>,
    /// How often it comes again: "week" or "month"; once where absent.
    #[serde(default)]
    pub every: Option<Every>,
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

impl WeekTime {
    /// The first such moment in `zone` from `earliest` on.
    fn first_from(self, earliest: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let dates = calendar::date(earliest, zone).iter_days().filter(|date| date.weekday() == self.day);
        // This week's may have passed, and a zone may leave a whole date out.
        let moments = dates.take(3).map(|date| calendar::at(date, self.time, zone));
        moments.into_iter().find(|&moment| moment >= earliest).unwrap_or(earliest)
    }
}

impl TryFrom<String> for WeekTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = || {
            let (day, time) = text.trim().split_once(' ')?;
            Some(Self { day: when::weekday(day)?, time: when::clock(time.trim())? })
        };
        read().ok_or_else(|| format!("\"{text}\" is no weekday and time; write it like \"Mon 09:00\""))
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
    /// `until …`. Where a `from` was given too, read it as seen from that start, lest `from Mon until Fri`
    /// end on the Friday before.
    pub until: Option<Moment>,
}

/// When a contest starts whose `from` names no time.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("nine o'clock exists");

impl Template {
    /// Reads and checks a template's text; `file` is its name for faults.
    pub fn parse(file: &str, text: &str) -> Result<Self, PresetFault> {
        let source = Source { file, text };
        let template: Self = source.read()?;
        if let Some((key, reason)) = template.fault() {
            return Err(source.fault(&[Step::Key(key)], reason));
        }
        match template.format.rules().fault() {
            None => Ok(template),
            Some((key, reason)) => {
                let path = ["format", template.format.name(), key].map(Step::Key);
                Err(source.fault(&path, reason))
            }
        }
    }

    /// What is wrong with it beyond its shape: the key, and why.
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        let lasts = self.lasts.as_deref();
        let faults = [
            (!is_plain_name(&self.name), "name", PLAIN_NAME),
            (self.about.trim().is_empty(), "about", "say in a line what it is"),
            (self.title.trim().is_empty(), "title", "the title is empty"),
            (self.title.chars().count() > TITLE_MOST, "title", "the title is longer than 80 characters"),
            (!is_plain_name(&self.rulebook), "rulebook", "name the rulebook it plays by"),
            (
                lasts.is_some_and(|text| Span::parse(text).is_none()),
                "lasts",
                "write it like \"5d\" or \"2w\"",
            ),
            (self.ends.is_none() && lasts.is_none(), "name", "give it an end: \"ends\" or \"lasts\""),
            (
                self.quota.is_some_and(|points| !(1..=quota::MOST).contains(&points)),
                "quota",
                "give 1 to 1000000 points",
            ),
            (self.quota_is_public && self.quota.is_none(), "quota_is_public", "there is no quota"),
            (self.ends.is_some() && lasts.is_some(), "lasts", "give \"ends\" or \"lasts\", not both"),
        ];
        faults.into_iter().find(|fault| fault.0).map(|(_, key, reason)| (key, reason))
    }

    /// The start and the end of a contest started at `now`, in `zone`: with weekdays at its next one; with
    /// `for` or `until` but no `from`, and for templates without weekdays, now. A `from` without a time
    /// starts at 09:00, an `until` without a time ends at the end of that day. The end may lie before the
    /// start or in the past: that is the caller's to refuse.
    pub fn span(&self, asked: &Asked, now: DateTime<Utc>, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let at_once = asked.lasts.is_some() || asked.until.is_some();
        let start = match (asked.from, self.starts) {
            (Some(from), _) => from.start(MORNING, zone),
            (None, Some(weekly)) if !at_once => weekly.first_from(now, zone),
            _ => now,
        };
        (start, self.end(asked, start, zone))
    }

    fn end(&self, asked: &Asked, start: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        if let Some(until) = asked.until {
            return until.end(zone);
        }
        match (asked.lasts, self.ends, self.lasts.as_deref().and_then(Span::parse)) {
            (Some(span), _, _) | (None, None, Some(span)) => span.after(start, zone),
            (None, Some(weekly), _) => weekly.first_from(start + TimeDelta::minutes(1), zone),
            (None, None, None) => start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPRINT: &str = include_str!("../../config/presets/templates/sprint-week.toml");
    const PLAIN: &str = include_str!("../../config/presets/templates/most-points.toml");
    const ZONE: Tz = Tz::Europe__Berlin;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Start and end in local time, as asked for on Wednesday, 17 June 2026, 10:00.
    fn span(text: &str, from: &str, lasts: &str, until: &str) -> [String; 2] {
        let now = instant("2026-06-17T08:00:00Z");
        let read = |text: &str| {
            let words: Vec<&str> = text.split_whitespace().collect();
            when::moment(&words, now, ZONE).map(|(moment, _)| moment)
        };
        let asked = Asked { from: read(from), lasts: Span::parse(lasts), until: read(until) };
        let (start, end) = Template::parse("x.toml", text).unwrap().span(&asked, now, ZONE);
        [start, end].map(|t| t.with_timezone(&ZONE).format("%a %m-%d %H:%M").to_string())
    }

    #[test]
    fn a_sprint_week_starts_next_monday_and_ends_on_friday() {
        assert_eq!(span(SPRINT, "", "", ""), ["Mon 06-22 09:00", "Fri 06-26 15:00"]);
    }

    #[test]
    fn with_for_or_until_it_starts_now() {
        assert_eq!(span(SPRINT, "", "5d", ""), ["Wed 06-17 10:00", "Mon 06-22 10:00"]);
        assert_eq!(span(SPRINT, "", "", "Fri 12:00"), ["Wed 06-17 10:00", "Fri 06-19 12:00"]);
        assert_eq!(span(PLAIN, "", "", ""), ["Wed 06-17 10:00", "Wed 07-01 10:00"]);
    }

    #[test]
    fn from_without_a_time_starts_at_nine_and_until_ends_with_its_day() {
        assert_eq!(span(PLAIN, "tomorrow", "", ""), ["Thu 06-18 09:00", "Thu 07-02 09:00"]);
        assert_eq!(span(PLAIN, "tomorrow", "", "Fri"), ["Thu 06-18 09:00", "Sat 06-20 00:00"]);
        assert_eq!(span(SPRINT, "tomorrow 8:00", "", ""), ["Thu 06-18 08:00", "Fri 06-19 15:00"]);
    }

    #[test]
    fn an_end_may_lie_before_the_start() {
        assert_eq!(span(PLAIN, "Mon", "", "today"), ["Mon 06-22 09:00", "Thu 06-18 00:00"]);
    }

    #[test]
    fn started_on_the_minute_it_begins_at_once_and_ends_this_week() {
        let monday = instant("2026-06-22T07:00:00Z");
        let sprint = Template::parse("x.toml", SPRINT).unwrap();
        let (start, end) = sprint.span(&Asked::default(), monday, ZONE);
        assert_eq!((start, end), (monday, instant("2026-06-26T13:00:00Z")));
        let (start, _) = sprint.span(&Asked::default(), monday + TimeDelta::seconds(1), ZONE);
        assert_eq!(start, instant("2026-06-29T07:00:00Z"));
    }

    #[test]
    fn a_fault_names_its_line_and_reason() {
        let fault = |from: &str, to: &str| {
            let fault = Template::parse("s.toml", &SPRINT.replace(from, to)).unwrap_err();
            (fault.line, fault.reason)
        };
        let line = |text: &str| SPRINT.lines().position(|l| l.starts_with(text)).unwrap() + 1;
        let (at, reason) = fault("Mon 09:00", "Someday");
        assert_eq!(at, line("starts"));
        assert!(reason.contains("\"Someday\" is no weekday and time"), "{reason}");
        assert_eq!(fault("sprint-week", "Sprint Week").0, line("name"));
        assert_eq!(fault("title = \"Sprint Week\"", "title = \"\"").0, line("title"));
        assert!(fault("ends = \"Fri 15:00\"\n", "").1.contains("give it an end"));
        assert_eq!(fault("ends =", "lasts = \"5d\"\nends =").0, line("ends"));
        assert_eq!(fault("ends = \"Fri 15:00\"", "lasts = \"forever\"").0, line("ends"));
        assert!(fault("prizes", "prices").1.contains("unknown field `prices`"));
        let line = |format: &str| {
            let fault =
                Template::parse("s.toml", &format!("{SPRINT}\n[format.first-to]\n{format}")).unwrap_err();
            (fault.line - SPRINT.lines().count(), fault.reason)
        };
        assert_eq!(line("points = 0"), (3, "give at least 1".to_owned()));
        assert!(line("points = 10\nby = \"everybody\"").1.contains("unknown variant `everybody`"));
        let fault = Template::parse("s.toml", &format!("{SPRINT}\n[format.frist-to]\n")).unwrap_err();
        assert!(fault.reason.contains("unknown variant `frist-to`"), "{fault}");
    }

    #[test]
    fn a_week_time_is_written_as_it_is_read() {
        let at = WeekTime::try_from("friday 3pm".to_owned()).unwrap();
        assert_eq!(String::from(at), "Fri 15:00");
        for text in ["", "Mon", "09:00", "Mon 25:00", "Mon 09:00 sharp"] {
            assert!(WeekTime::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
