//! Bonuses: for a while, or on weekends, what is shared is multiplied, or waits.

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar;
use super::id::TeamId;
use super::kind::Kind;

/// The per cent that a bonus may multiply by.
pub const PERCENT: std::ops::RangeInclusive<u32> = 110..=300;

/// The longest that a bonus lasts.
pub const LONGEST: TimeDelta = TimeDelta::days(31);

/// Most bonuses of a contest that are to come or under way.
pub const MOST: usize = 20;

/// What a team's play of the week multiplies by where no manager has said otherwise, in per cent.
pub const TEAM_PLAY: u32 = 150;

/// Most characters of its label.
pub const LABEL_MOST: usize = 40;

/// A scheduled multiplier of a contest, or a rest. Of several multipliers, the streak's among them, only the highest counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bonus {
    /// Its number among the contest's changes of rules.
    pub number: i64,
    /// What people read: "bonus hour".
    pub label: String,
    /// The multiplier in per cent; 0 for a rest, in which no share is taken in.
    pub percent: u32,
    /// When it holds.
    pub time: BonusTime,
    /// The kinds it multiplies; all where there are none.
    pub kinds: Vec<Kind>,
    /// The team it is for; all where absent.
    pub team: Option<TeamId>,
    /// The instant from which on it was called off, if it was.
    pub off_at: Option<DateTime<Utc>>,
}

/// When a bonus holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BonusTime {
    /// Once: from the first instant to the second, which is outside.
    Once(DateTime<Utc>, DateTime<Utc>),
    /// Each Saturday and Sunday in the contest's zone, from this instant on.
    Weekends(DateTime<Utc>),
}

/// A multiplier as people type it, `x2`, `×1.5`, `2x`, in per cent; none where it is none that a bonus may have.
pub fn percent(word: &str) -> Option<u32> {
    let bare = word.trim_matches(['x', 'X', '×']);
    let (whole, part) = bare.split_once(['.', ',']).unwrap_or((bare, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 2 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let hundreds: u32 = whole.parse().ok()?;
    let rest: u32 = format!("{part:0<2}").parse().ok()?;
    Some(hundreds * 100 + rest).filter(|percent| PERCENT.contains(percent))
}

/// The kind of share that a word means, in singular or plural.
pub fn kind(word: &str) -> Option<Kind> {
    let word = word.to_lowercase();
    let one = word.strip_suffix('s').unwrap_or(&word);
    if one == "share" { Some(Kind::Share) } else { Kind::named(one).filter(|kind| *kind != Kind::Like) }
}

/// The words that [`kind`] knows.
pub const KINDS: [&str; 4] = ["shares", "originals", "articles", "comments"];

impl Bonus {
    /// Whether nothing is taken in while it holds.
    pub fn is_rest(&self) -> bool {
        self.percent == 0
    }

    /// Whether it holds for what a rep of `team` shared at `at`, if it was of that kind.
    pub fn holds(&self, at: DateTime<Utc>, zone: Tz, kind: Kind, team: Option<&TeamId>) -> bool {
        let is_time = match self.time {
            BonusTime::Once(from, until) => (from..until).contains(&at),
            BonusTime::Weekends(from) => {
                let day = at.with_timezone(&zone).weekday();
                at >= from && matches!(day, Weekday::Sat | Weekday::Sun)
            }
        };
        is_time
            && self.off_at.is_none_or(|off| at < off)
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (self.team.is_none() || self.team.as_ref() == team)
    }

    /// The instant at which it ends, if it holds at `at`: of weekends, this one's.
    pub fn holds_until(&self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        match self.time {
            BonusTime::Once(_, until) => until,
            BonusTime::Weekends(_) => {
                calendar::start_of(calendar::monday(calendar::date(at, zone)) + Days::new(7), zone)
            }
        }
    }

    /// Whether it says all that another does: as much for the same, whenever that one holds.
    pub fn covers(&self, other: &Self) -> bool {
        let is_time = match (self.time, other.time) {
            (BonusTime::Weekends(from), BonusTime::Weekends(later)) => from <= later,
            (one, another) => one == another,
        };
        is_time && self.percent == other.percent && self.kinds == other.kinds && self.team == other.team
    }

    /// Whether it holds at `now` or later.
    pub fn is_to_come(&self, now: DateTime<Utc>) -> bool {
        self.off_at.is_none() && !matches!(self.time, BonusTime::Once(_, until) if until <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn bonus(time: BonusTime) -> Bonus {
        let label = "bonus hour".to_owned();
        Bonus { number: 2, label, percent: 200, time, kinds: Vec::new(), team: None, off_at: None }
    }

    const ZONE: Tz = Tz::Europe__Berlin;

    #[test]
    fn it_holds_from_its_first_instant_to_before_its_last() {
        let hour = bonus(BonusTime::Once(at("2026-03-03T10:00:00Z"), at("2026-03-03T11:00:00Z")));
        let holds = |text: &str| hour.holds(at(text), ZONE, Kind::Share, None);
        assert!(!holds("2026-03-03T09:59:59Z") && holds("2026-03-03T10:00:00Z"));
        assert!(holds("2026-03-03T10:59:59Z") && !holds("2026-03-03T11:00:00Z"));
        assert!(hour.is_to_come(at("2026-03-03T10:59:59Z")) && !hour.is_to_come(at("2026-03-03T11:00:00Z")));
    }

    #[test]
    fn multipliers_and_kinds_are_read_as_people_type_them() {
        assert_eq!(
            ["x2", "2x", "×1.5", "1,25", "X3", "x1.1"].map(percent),
            [200, 200, 150, 125, 300, 110].map(Some)
        );
        for bad in ["", "x", "x1", "x0", "x3.01", "x1.111", "x-2", "xx", "x1.05", "100"] {
            assert_eq!(percent(bad), None, "{bad}");
        }
        assert_eq!(
            ["Articles", "comment", "shares", "originals"].map(kind),
            [Some(Kind::Article), Some(Kind::Comment), Some(Kind::Share), Some(Kind::Original)]
        );
        assert_eq!(["likes", "", "s", "posts"].map(kind), [None; 4]);
    }

    #[test]
    fn a_weekend_is_the_contests_own() {
        let weekends = bonus(BonusTime::Weekends(at("2026-03-03T10:00:00Z")));
        let holds = |text: &str| weekends.holds(at(text), ZONE, Kind::Share, None);
        // Saturday begins in Berlin an hour before it does in London.
        assert!(!holds("2026-03-06T22:59:59Z") && holds("2026-03-06T23:00:00Z"));
        assert!(holds("2026-03-08T22:59:59Z") && !holds("2026-03-08T23:00:00Z"));
        assert!(!holds("2026-02-28T12:00:00Z"), "not before it was set");
        assert_eq!(weekends.holds_until(at("2026-03-07T12:00:00Z"), ZONE), at("2026-03-08T23:00:00Z"));
    }

    #[test]
    fn weekends_set_again_say_nothing_new() {
        let weekends = |from: &str| bonus(BonusTime::Weekends(at(from)));
        let (first, second) = (weekends("2026-03-03T10:00:00Z"), weekends("2026-03-04T10:00:00Z"));
        assert!(first.covers(&second) && first.covers(&first) && !second.covers(&first));
        assert!(!first.covers(&Bonus { percent: 0, ..second.clone() }));
        assert!(!first.covers(&Bonus { kinds: vec![Kind::Article], ..second }));
        let hour = |n: u32| {
            let at = |n: u32| at(&format!("2026-03-03T{n}:00:00Z"));
            bonus(BonusTime::Once(at(n), at(n + 1)))
        };
        assert!(hour(10).covers(&hour(10)) && !hour(10).covers(&hour(11)));
    }

    #[test]
    fn it_holds_for_its_kinds_and_its_team_until_it_is_called_off() {
        let all = bonus(BonusTime::Once(at("2026-03-03T10:00:00Z"), at("2026-03-04T10:00:00Z")));
        let noon = at("2026-03-03T12:00:00Z");
        let articles = Bonus { kinds: vec![Kind::Article], ..all.clone() };
        assert!(
            articles.holds(noon, ZONE, Kind::Article, None) && !articles.holds(noon, ZONE, Kind::Share, None)
        );
        let falcons = Bonus { team: Some("t1".into()), ..all.clone() };
        assert!(falcons.holds(noon, ZONE, Kind::Share, Some(&"t1".into())));
        assert!(!falcons.holds(noon, ZONE, Kind::Share, Some(&"t2".into())));
        assert!(!falcons.holds(noon, ZONE, Kind::Share, None));
        let off = Bonus { off_at: Some(noon), ..all };
        assert!(!off.holds(noon, ZONE, Kind::Share, None) && !off.is_to_come(noon));
        assert!(off.holds(noon - TimeDelta::seconds(1), ZONE, Kind::Share, None), "what it paid stays paid");
    }
}
