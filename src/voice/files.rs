//! Files that are sent, in words.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Message;
use super::escape::typed;
use super::words::moment;
use crate::domain::export::{FileWanted, Form, Part};

/// A file's name on a disk: letters and digits of the title, and the day.
pub fn contest_file(title: &str, form: Form, part: Option<Part>, now: DateTime<Utc>) -> String {
    let part = match part {
        None => "",
        Some(Part::Standings) => "-standings",
        Some(Part::Ledger) => "-ledger",
    };
    let ending = match form {
        Form::Csv => "csv",
        Form::Json => "json",
    };
    format!("{}{part}-{}.{ending}", plain(title), now.format("%Y-%m-%d"))
}

/// The name of the file with the tickets of a draw that was made on a day.
pub fn draw_file(title: &str, at: DateTime<Utc>) -> String {
    format!("{}-draw-{}.csv", plain(title), at.format("%Y-%m-%d"))
}

/// The letters and digits of a title.
fn plain(title: &str) -> String {
    let plain: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "contest".to_owned() } else { words.join("-").to_lowercase() }
}

/// The name of the file with somebody's own data.
pub fn own_data_file(now: DateTime<Utc>) -> String {
    format!("pacesetter-my-data-{}.json", now.format("%Y-%m-%d"))
}

/// What stands beside the file with a contest.
pub fn with_contest(title: &str, zone: Tz, now: DateTime<Utc>) -> Message {
    Message::plain(format!("*{}* as it stood {}.", typed(title), moment(now, zone, now)))
}

/// What stands beside the file with the tickets of a draw.
pub fn with_draw(title: &str) -> Message {
    Message::plain(format!(
        "The tickets that *{}* was drawn from, in their order. `/contest draw \"{}\"` tells how to check it.",
        typed(title),
        typed(title)
    ))
}

/// What stands beside the file with somebody's own data.
pub fn with_own_data(zone: Tz, now: DateTime<Utc>) -> Message {
    Message::plain(format!("Everything I keep of you, as of {}.", moment(now, zone, now)))
}

/// A file is on its way.
pub fn coming(wanted: &FileWanted) -> Message {
    Message::plain(match wanted {
        FileWanted::OwnData => {
            "Everything I keep of you is on its way, as a file in our direct message.".to_owned()
        }
        FileWanted::Contest { .. } => {
            "The export is on its way, as a file in our direct message. It names everybody, also those who hide \
             their name elsewhere."
                .to_owned()
        }
        FileWanted::Draw { .. } => "The tickets are on their way, as a file in our direct message.".to_owned(),
    })
}

/// A file could not be sent, and will not be; `code` is Slack's word for why.
pub fn not_sent(wanted: &FileWanted, code: &str) -> Message {
    let (what, again) = match wanted {
        FileWanted::OwnData => ("the file with your data", "`/pace privacy export`"),
        FileWanted::Contest { .. } => ("the export", "`/contest export`"),
        FileWanted::Draw { .. } => ("the tickets of the draw", "`/contest draw`"),
    };
    let why = match code {
        "missing_scope" => {
            "I lack the permission `files:write`. Ask an admin to install me again with today's manifest, then".to_owned()
        }
        "file_uploads_disabled" | "file_type_not_allowed" | "file_uploads_except_images_disabled" => {
            "this workspace does not allow such files. Ask an admin to allow them, then".to_owned()
        }
        "no_answer" => "Slack did not answer. In a while".to_owned(),
        code => format!("Slack refuses it ({}). In a while", typed(code)),
    };
    Message::plain(format!("I could not send {what}: {why} try {again} again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_contest_whatever_that_is_called() {
        let now = "2026-03-04T09:00:00Z".parse().unwrap();
        let called = |title: &str, part| contest_file(title, Form::Csv, part, now);
        assert_eq!(called("Spring Sprint", None), "spring-sprint-2026-03-04.csv");
        assert_eq!(
            called("../../etc/Łódź \"Q1\"\n", Some(Part::Ledger)),
            "etc-łódź-q1-ledger-2026-03-04.csv"
        );
        assert_eq!(called("///", Some(Part::Standings)), "contest-standings-2026-03-04.csv");
        assert!(called(&"x".repeat(5000), None).len() < 100);
        assert_eq!(contest_file("A", Form::Json, None, now), "a-2026-03-04.json");
    }
}
