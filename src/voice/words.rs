//! Numbers, places, times and spans in words.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::link::Network;

/// A whole number with its thousands grouped: `1,234`.
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "−" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A small count in words, as prose has it: `one` to `ten`, and digits from there on.
pub fn count(n: i64) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    usize::try_from(n).ok().and_then(|i| WORDS.get(i)).map_or_else(|| number(n), |&word| word.into())
}

/// The same at the start of a sentence.
pub fn count_first(n: i64) -> String {
    capitalised(&count(n))
}

/// The text with its first letter large.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub fn place(n: i64) -> String {
    let suffix = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{suffix}", number(n))
}

/// `one point`, `5 points`: a number with its noun.
pub fn things(n: i64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", number(n)) }
}

/// A multiplier given in per cent: `1.2` for 120.
pub fn multiplier(percent: u32) -> String {
    let text = format!("{}.{:02}", percent / 100, percent % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A zone by its city: `Berlin`, `New York`, `UTC`.
pub fn zone(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// A moment as read from `now`: `Friday, 15:00 (Berlin)`, with the date when it is not within six days.
pub fn moment(at: DateTime<Utc>, in_zone: Tz, now: DateTime<Utc>) -> String {
    format!("{} ({})", local(at, in_zone, now), zone(in_zone))
}

/// The same without the zone's name, where it stands nearby already.
pub fn local(at: DateTime<Utc>, in_zone: Tz, now: DateTime<Utc>) -> String {
    let there = at.with_timezone(&in_zone);
    let days = (there.date_naive() - now.with_timezone(&in_zone).date_naive()).num_days();
    let time = there.format("%H:%M");
    match days {
        0 => format!("today, {time}"),
        1 => format!("tomorrow, {time}"),
        -1 => format!("yesterday, {time}"),
        -6..=6 => format!("{}, {time}", there.format("%A")),
        _ if there.year() == now.with_timezone(&in_zone).year() => {
            format!("{}, {time}", there.format("%A %-d %B"))
        }
        _ => format!("{}, {time}", there.format("%A %-d %B %Y")),
    }
}

/// A span in its two largest units: `2 days 6 hours`, `5 minutes`. A minute that has begun counts: what is
/// said of "a day left" comes out a moment after that mark.
pub fn span(span: TimeDelta) -> String {
    let minutes = (span + TimeDelta::minutes(1) - TimeDelta::milliseconds(1)).num_minutes().max(0);
    let units = [
        (minutes / 1440, "day", "days"),
        (minutes / 60 % 24, "hour", "hours"),
        (minutes % 60, "minute", "minutes"),
    ];
    let Some(first) = units.iter().position(|(n, ..)| *n > 0) else {
        return "less than a minute".into();
    };
    units[first..]
        .iter()
        .take(2)
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| things(*n, one, many))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A network as people write it.
pub fn network_name(network: Network) -> &'static str {
    match network {
        Network::Linkedin => "LinkedIn",
        Network::X => "X",
        Network::Youtube => "YouTube",
        Network::Facebook => "Facebook",
        Network::Instagram => "Instagram",
        Network::Tiktok => "TikTok",
        Network::Web => "the web",
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_places_end_as_spoken() {
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(-999), "−999");
        assert_eq!(
            [1, 2, 3, 4, 11, 22, 113].map(place),
            ["1st", "2nd", "3rd", "4th", "11th", "22nd", "113th"]
        );
    }

    #[test]
    fn a_multiplier_shows_no_empty_decimals() {
        assert_eq!([100, 120, 125].map(multiplier), ["1", "1.2", "1.25"]);
    }

    #[test]
    fn a_span_shows_its_two_largest_units() {
        assert_eq!(span(TimeDelta::minutes(2 * 1440 + 6 * 60 + 5)), "2 days 6 hours");
        assert_eq!(span(TimeDelta::minutes(1440 + 5)), "1 day");
        assert_eq!(span(TimeDelta::days(1) - TimeDelta::seconds(3)), "1 day");
        assert_eq!(span(TimeDelta::seconds(20)), "1 minute");
        assert_eq!(span(TimeDelta::zero()), "less than a minute");
    }

    #[test]
    fn a_moment_is_named_by_its_day_while_that_is_clear() {
        let now = "2026-03-02T08:00:00Z".parse().unwrap();
        let at = |text: &str| moment(text.parse().unwrap(), Tz::Europe__Berlin, now);
        assert_eq!(at("2026-03-06T14:00:00Z"), "Friday, 15:00 (Berlin)");
        assert_eq!(at("2026-03-02T14:00:00Z"), "today, 15:00 (Berlin)");
        assert_eq!(at("2026-03-20T14:00:00Z"), "Friday 20 March, 15:00 (Berlin)");
    }
}
