//! Badges and levels: what they are for, read from TOML, and when a share earns them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::preset::{PLAIN_NAME, PresetFault, Source, Step, is_plain_name};
use super::streak::{ActiveDays, Streak};

/// Most characters of the name of a badge or a level.
const NAME_MOST: usize = 40;

/// Most badges, and most levels.
const MOST: usize = 50;

/// A record that one rep of all holds at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// The most points in one day and contest.
    Day,
    /// The longest streak, in weeks.
    Streak,
}

/// What a badge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The first share, or the first of a kind.
    First(Option<Kind>),
    /// So many points in one contest.
    ContestPoints(i64),
    /// So many shares in one contest.
    ContestShares(i64),
    /// So many active weeks in a row.
    StreakWeeks(i64),
    /// Each week that is active on so many workdays.
    WeekDays(i64),
    /// The best of everybody, from so much on.
    Record(Record, i64),
}

/// One badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// The name that the database keeps.
    pub id: String,
    /// What people read.
    pub name: String,
    /// What it is for.
    pub ground: Ground,
    /// Whether the channel hears of it.
    pub shout_out: bool,
}

/// One level.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What people read.
    pub name: String,
    /// From so many points of all contests together on.
    pub points: i64,
}

/// All badges and levels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Badges {
    /// The badges, in the order in which they are shown.
    pub badges: Vec<Badge>,
    /// The levels, the lowest first.
    pub levels: Vec<Level>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    badges: Vec<GivenBadge>,
    levels: Vec<Level>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenBadge {
    id: String,
    name: String,
    #[serde(default)]
    shout_out: bool,
    first: Option<String>,
    contest_points: Option<i64>,
    contest_shares: Option<i64>,
    streak_weeks: Option<i64>,
    week_days: Option<i64>,
    record: Option<Record>,
    at_least: Option<i64>,
}

/// A key that holds a number: what was given, the most of it, and the ground that it makes.
type Numbered = (&'static str, Option<i64>, i64, fn(i64) -> Ground);

impl GivenBadge {
    /// What it is for, or the key at fault and why.
    fn ground(&self) -> Result<Ground, (&'static str, String)> {
        let within = |key: &'static str, n: i64, most: i64| match (1..=most).contains(&n) {
            true => Ok(n),
            false => Err((key, format!("{n}: give 1 to {most}"))),
        };
        let numbers: [Numbered; 4] = [
            ("contest_points", self.contest_points, 1_000_000, Ground::ContestPoints),
            ("contest_shares", self.contest_shares, 1_000_000, Ground::ContestShares),
            ("streak_weeks", self.streak_weeks, 100, Ground::StreakWeeks),
            ("week_days", self.week_days, 5, Ground::WeekDays),
        ];
        let mut grounds = Vec::new();
        for (key, number, most, ground) in numbers {
            if let Some(number) = number {
                grounds.push(ground(within(key, number, most)?));
            }
        }
        if let Some(first) = &self.first {
            let kind = match first.as_str() {
                "any" => None,
                "share" => Some(Kind::Share),
                word => {
                    let unknown = || ("first", format!("\"{word}\" is no kind of share"));
                    Some(Kind::named(word).ok_or_else(unknown)?)
                }
            };
            grounds.push(Ground::First(kind));
        }
        if let Some(record) = self.record {
            grounds.push(Ground::Record(record, within("at_least", self.at_least.unwrap_or(1), 1_000_000)?));
        }
        match (grounds.as_slice(), self.at_least, self.record) {
            (_, Some(_), None) => Err(("at_least", "only a record has it".to_owned())),
            ([one], ..) => Ok(*one),
            _ => Err(("id", "give it one ground, such as contest_points = 100".to_owned())),
        }
    }
}

impl Badges {
    /// Reads and checks the text; `file` is its name for faults.
    pub fn parse(file: &str, text: &str) -> Result<Self, PresetFault> {
        let source = Source { file, text };
        let given: Given = source.read()?;
        let fault = |list, i, key, reason: String| {
            Err(source.fault(&[Step::Key(list), Step::Item(i), Step::Key(key)], reason))
        };
        for (list, many) in [("badges", given.badges.len()), ("levels", given.levels.len())] {
            if many > MOST {
                return fault(list, MOST, "name", format!("give at most {MOST}"));
            }
        }
        let is_name =
            |name: &str| name.chars().any(char::is_alphanumeric) && name.chars().count() <= NAME_MOST;
        let bad_name = || format!("give a name of 1 to {NAME_MOST} characters");
        let mut badges: Vec<Badge> = Vec::new();
        for (i, badge) in given.badges.into_iter().enumerate() {
            if !is_plain_name(&badge.id) {
                return fault("badges", i, "id", PLAIN_NAME.to_owned());
            }
            if badges.iter().any(|other| other.id == badge.id) {
                return fault("badges", i, "id", format!("there is a badge \"{}\" already", badge.id));
            }
            if !is_name(&badge.name) {
                return fault("badges", i, "name", bad_name());
            }
            match badge.ground() {
                Err((key, reason)) => return fault("badges", i, key, reason),
                Ok(ground) => {
                    badges.push(Badge { id: badge.id, name: badge.name, ground, shout_out: badge.shout_out })
                }
            }
        }
        for (i, level) in given.levels.iter().enumerate() {
            if !is_name(&level.name) {
                return fault("levels", i, "name", bad_name());
            }
            let before = i.checked_sub(1).map_or(0, |before| given.levels[before].points);
            if level.points <= before {
                return fault("levels", i, "points", format!("{}: give more than {before}", level.points));
            }
        }
        Ok(Self { badges, levels: given.levels })
    }

    /// The level of so many points, if there is one.
    pub fn level(&self, points: i64) -> Option<&Level> {
        self.levels.iter().rev().find(|level| level.points <= points)
    }

    /// The next level above so many points.
    pub fn next_level(&self, points: i64) -> Option<&Level> {
        self.levels.iter().find(|level| level.points > points)
    }

    /// What a share earns its rep, in the order in which it is shown.
    pub fn earned(&self, deed: &Deed<'_>) -> Vec<Earned> {
        let mut earned: Vec<Earned> = self.badges.iter().filter_map(|badge| deed.earns(badge)).collect();
        let (before, after) = (deed.lifetime, deed.lifetime + deed.paid);
        if let Some(level) = self.level(after).filter(|level| self.level(before) != Some(level)) {
            earned.push(Earned::Level { name: level.name.clone() });
        }
        earned
    }
}

/// A share, as far as badges go by it.
#[derive(Clone, Debug)]
pub struct Deed<'a> {
    /// Its kind; none where it is a copy, which earns nothing.
    pub kind: Option<Kind>,
    /// Points and shares in each of its contests with it.
    pub contests: Vec<(i64, i64)>,
    /// The streak before it and with it.
    pub streaks: (Streak, Streak),
    /// The most points of its day in one of its contests, with it.
    pub day: i64,
    /// Points of all contests together before it.
    pub lifetime: i64,
    /// What it is paid in all of them.
    pub paid: i64,
    /// The badges that the rep has, and how often.
    pub held: &'a BTreeMap<String, i64>,
    /// Each record as it stands: whether the rep holds it, and how high it is.
    pub records: &'a BTreeMap<Record, (bool, i64)>,
}

/// Something that a share earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Earned {
    /// A badge, for the first time or once more.
    Badge {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// How often by now; 0 where there is no second time.
        times: i64,
    },
    /// A record passed to the rep.
    Record {
        /// The badge's id.
        id: String,
        /// The badge's name.
        name: String,
        /// Which record.
        record: Record,
        /// How high it is now.
        value: i64,
    },
    /// A level.
    Level {
        /// Its name.
        name: String,
    },
}

impl Deed<'_> {
    /// How high the deed reaches in a record.
    pub fn reaches(&self, record: Record) -> i64 {
        match record {
            Record::Day => self.day,
            Record::Streak => self.streaks.1.weeks().into(),
        }
    }

    fn earns(&self, badge: &Badge) -> Option<Earned> {
        let kind = self.kind?;
        let had = self.held.get(&badge.id).copied();
        let (id, name) = (badge.id.clone(), badge.name.clone());
        let (before, after) = self.streaks;
        let is_earned = match badge.ground {
            Ground::First(None) => kind != Kind::Like,
            Ground::First(Some(of)) => kind == of,
            Ground::ContestPoints(need) => self.contests.iter().any(|(points, _)| *points >= need),
            Ground::ContestShares(need) => self.contests.iter().any(|(_, shares)| *shares >= need),
            Ground::StreakWeeks(need) => i64::from(after.weeks()) >= need,
            Ground::WeekDays(need) => {
                let is_now =
                    i64::from(before.days_this_week) < need && i64::from(after.days_this_week) >= need;
                return is_now.then(|| Earned::Badge { id, name, times: had.unwrap_or(0) + 1 });
            }
            Ground::Record(record, at_least) => {
                let (is_own, top) = self.records.get(&record).copied().unwrap_or((false, 0));
                let value = self.reaches(record);
                let passes = !is_own && value > top && value >= at_least;
                // One's own record only counts once it is high enough.
                let grows_in = is_own && top < at_least && value >= at_least;
                return (passes || grows_in).then_some(Earned::Record { id, name, record, value });
            }
        };
        (is_earned && had.is_none()).then_some(Earned::Badge { id, name, times: 0 })
    }
}

/// What a rep has done, as it stands: what badges are checked by once something was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feats {
    /// Kinds of the shares that stand and are no copies.
    pub kinds: Vec<Kind>,
    /// Points of all contests together.
    pub lifetime: i64,
    /// The most points in one contest, and its title, as typed.
    pub contest: Option<(i64, String)>,
    /// The most shares in one contest.
    pub shares: i64,
    /// The most points in one day and contest: how many, and when.
    pub day: Option<(i64, NaiveDate)>,
    /// The most points in one week and contest: how many, and the Monday.
    pub week: Option<(i64, NaiveDate)>,
    /// The days active.
    pub active: ActiveDays,
}

impl Feats {
    /// The longest streak there ever was, in weeks, by the rule of so many workdays and a freeze every so many weeks.
    pub fn longest_streak(&self, workdays: u32, freeze_every: u32) -> i64 {
        let streaks = self
            .active
            .keys()
            .map(|monday| Streak::on(*monday, &self.active, workdays, freeze_every).weeks());
        streaks.max().unwrap_or(0).into()
    }

    /// How often a badge is earned by what stands. Of a record: 1, since that is looked up elsewhere.
    pub fn times(&self, ground: Ground, streak: i64) -> i64 {
        let holds = match ground {
            Ground::First(None) => self.kinds.iter().any(|kind| *kind != Kind::Like),
            Ground::First(Some(kind)) => self.kinds.contains(&kind),
            Ground::ContestPoints(need) => self.contest.as_ref().is_some_and(|(points, _)| *points >= need),
            Ground::ContestShares(need) => self.shares >= need,
            Ground::StreakWeeks(need) => streak >= need,
            Ground::WeekDays(need) => {
                let is_full = |days: &&u8| i64::from((**days & 0b1_1111).count_ones()) >= need;
                return i64::try_from(self.active.values().filter(is_full).count()).unwrap_or(i64::MAX);
            }
            Ground::Record(..) => true,
        };
        i64::from(holds)
    }
}

/// A badge on a rep's shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnShelf {
    /// Its name.
    pub name: String,
    /// How often; 0 where there is no second time.
    pub times: i64,
    /// How high the record is, where it is one.
    pub record: Option<(Record, i64)>,
}

/// A badge that a rep does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToCome {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub ground: Ground,
    /// Of a record, who holds it, as typed, and how high it is.
    pub holder: Option<(String, i64)>,
}

/// What a rep has, and what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Their badges.
    pub own: Vec<OnShelf>,
    /// The others.
    pub others: Vec<ToCome>,
    /// Their level's name.
    pub level: Option<String>,
    /// The next level's name, and the points it begins at.
    pub next: Option<(String, i64)>,
    /// What they have done.
    pub feats: Feats,
    /// The longest streak there ever was, in weeks.
    pub longest_streak: i64,
}

#[cfg(test)]
mod tests;
