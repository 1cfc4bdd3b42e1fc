//! Changing the rules of a contest that runs: what is asked for, and what it would mean.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::bonus::Bonus;
use super::id::ContestId;
use super::nearest::nearest;
use super::rulebook::Rulebook;

/// The word for the day's most.
const DAILY: &str = "daily";
/// The word for the bonus of a week's first share.
const FIRST_OF_WEEK: &str = "first-of-week";

/// One number of a rulebook that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What people read: "original post".
    pub label: String,
    /// Points before.
    pub before: i64,
    /// Points from then on.
    pub after: i64,
}

/// A player who would stand elsewhere, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Who.
    pub name: String,
    /// Points as they are, and as they would be.
    pub points: (i64, i64),
    /// The place as it is, and as it would be.
    pub place: (i64, i64),
}

/// What a change would have meant, before it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Of which contest.
    pub contest: ContestId,
    /// Its title, as typed.
    pub title: String,
    /// Its zone.
    pub zone: Tz,
    /// From when on it would hold; at once where absent.
    pub from: Option<DateTime<Utc>>,
    /// What changes.
    pub changed: Vec<Changed>,
    /// Who would stand elsewhere, had it held from the start; some of them.
    pub moved: Vec<Moved>,
    /// How many would.
    pub movers: usize,
    /// How many shares were scored again.
    pub shares: usize,
    /// What the button says to make it so.
    pub ask: String,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRules {
    /// The contest's title, as typed.
    pub title: String,
    /// Its zone.
    pub zone: Tz,
    /// From when on it holds.
    pub from: DateTime<Utc>,
    /// What changes.
    pub changed: Vec<Changed>,
}

/// What was done about bonuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BonusNews {
    /// The contest's title, as typed.
    pub title: String,
    /// Its zone.
    pub zone: Tz,
    /// The bonus.
    pub bonus: Bonus,
    /// The name of the team it is for.
    pub team: Option<String>,
}

/// Why rules are not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum RulesRefusal {
    /// There is no such rule; the nearest one, and all there are.
    UnknownRule { word: String, nearest: Option<String>, known: Vec<String> },
    /// No whole number of points in reach.
    BadNumber { word: String, reason: String },
    /// A rule was given two numbers.
    Twice { name: String },
    /// There is such a bonus already.
    SetAlready { number: i64, label: String },
    /// The rules say so already.
    NothingChanges,
    /// Somebody changed them after the preview.
    Outdated { title: String },
    /// It would begin in the past, or after the contest's end.
    BadMoment,
    /// No multiplier that is allowed.
    BadFactor { least: u32, most: u32 },
    /// It would last too long.
    TooLong { days: i64 },
    /// A label that is empty or too long.
    BadLabel { most: usize },
    /// There are enough.
    TooMany { most: usize },
    /// There is no bonus of that number to come.
    NoBonus { number: i64 },
    /// There is no such kind of share.
    UnknownKind { word: String, nearest: Option<String> },
    /// The captain has chosen for this week.
    Chosen { label: String },
    /// A captain's multiplier is higher than the manager allows, which is this per cent.
    PlayTooHigh { most: u32 },
    /// The manager lets captains choose nothing.
    NoPlays { title: String },
}

/// The rulebook with these changes, each like `original=12`, and what they come to.
///
/// # Errors
/// Where a word is no rule, or its number out of reach, or nothing would change.
pub fn apply(book: &Rulebook, words: &[String]) -> Result<(Rulebook, Vec<Changed>), RulesRefusal> {
    let mut next = book.clone();
    let mut changed: Vec<Changed> = Vec::new();
    let mut named = std::collections::BTreeSet::new();
    for word in words {
        let (name, number) = word.split_once('=').unwrap_or((word, ""));
        let name = name.trim().to_lowercase();
        let bad = |reason: &str| RulesRefusal::BadNumber { word: word.clone(), reason: reason.to_owned() };
        let after: i64 = number.trim().parse().map_err(|_| bad("that is no whole number"))?;
        let (label, value) = place(&mut next, &name).ok_or_else(|| unknown(book, &name))?;
        if !named.insert(name.clone()) {
            return Err(RulesRefusal::Twice { name });
        }
        let before = std::mem::replace(value, after);
        next.check().map_err(|reason| bad(&reason))?;
        if before != after {
            changed.push(Changed { label, before, after });
        }
    }
    if changed.is_empty() { Err(RulesRefusal::NothingChanges) } else { Ok((next, changed)) }
}

/// What two rulebooks differ in, as far as points go.
pub fn between(before: &Rulebook, after: &Rulebook) -> Vec<Changed> {
    let mut before = before.clone();
    let mut after = after.clone();
    let mut all = [names(&after), names(&before)].concat();
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|name| seen.insert(name.clone()));
    let mut changed = Vec::new();
    for name in all {
        let old = place(&mut before, &name).map(|(label, value)| (label, *value));
        let new = place(&mut after, &name).map(|(label, value)| (label, *value));
        let (label, was, is) = match (old, new) {
            (Some((_, was)), Some((label, is))) => (label, was, is),
            (None, Some((label, is))) => (label, 0, is),
            (Some((label, was)), None) => (label, was, 0),
            (None, None) => continue,
        };
        if was != is {
            changed.push(Changed { label, before: was, after: is });
        }
    }
    changed
}

/// Everything with a number of points: the rules, what grows, results, and what holds for all.
fn names(book: &Rulebook) -> Vec<String> {
    let rules = book.rules.iter().map(|rule| &rule.id);
    let counts = book.counts.iter().map(|rule| &rule.id);
    let results = book.results.iter().map(|rule| &rule.id);
    let named = rules.chain(counts).chain(results).cloned();
    named.chain([DAILY.to_owned(), FIRST_OF_WEEK.to_owned()]).collect()
}

/// Where the number of that name stands, and what people call it.
fn place<'a>(book: &'a mut Rulebook, name: &str) -> Option<(String, &'a mut i64)> {
    match name {
        DAILY => Some(("at most a day".to_owned(), &mut book.daily_points)),
        FIRST_OF_WEEK => Some(("first share of a week".to_owned(), &mut book.first_of_week)),
        _ => {
            let rules = book.rules.iter_mut().map(|rule| (&rule.id, &rule.label, &mut rule.points));
            let counts = book.counts.iter_mut().map(|rule| (&rule.id, &rule.label, &mut rule.points));
            let results = book.results.iter_mut().map(|rule| (&rule.id, &rule.label, &mut rule.points));
            let (_, label, points) =
                rules.chain(counts).chain(results).find(|(id, ..)| id.as_str() == name)?;
            Some((label.clone(), points))
        }
    }
}

fn unknown(book: &Rulebook, word: &str) -> RulesRefusal {
    let known = names(book);
    RulesRefusal::UnknownRule {
        word: word.to_owned(),
        nearest: nearest(word, known.iter().map(String::as_str)).map(str::to_owned),
        known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Presets;

    fn book() -> Rulebook {
        Presets::load(None).unwrap().rulebooks["habit"].clone()
    }

    fn change(words: &str) -> Result<(Rulebook, Vec<Changed>), RulesRefusal> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        apply(&book(), &words)
    }

    #[test]
    fn numbers_are_changed_by_name() {
        let (next, changed) = change("original=12 daily=40 first-of-week=0").unwrap();
        assert_eq!((next.rules[0].points, next.daily_points, next.first_of_week), (12, 40, 0));
        let told: Vec<_> = changed.iter().map(|c| (c.label.as_str(), c.before, c.after)).collect();
        assert_eq!(
            told,
            [("original post", 10, 12), ("at most a day", 30, 40), ("first share of a week", 5, 0)]
        );
        assert_eq!(between(&book(), &next), changed);
        assert_eq!(between(&book(), &book()), []);
    }

    #[test]
    fn what_grows_and_results_are_rules_like_any_other() {
        let (next, changed) = change("deal=150 connections=2").unwrap();
        assert_eq!((next.results[0].points, next.counts[0].points), (150, 2));
        assert_eq!(changed.iter().map(|c| (c.before, c.after)).collect::<Vec<_>>(), [(100, 150), (1, 2)]);
        assert_eq!(between(&book(), &next).len(), 2);
        assert!(matches!(change("deal=0"), Err(RulesRefusal::BadNumber { .. })));
    }

    #[test]
    fn what_cannot_be_changed_is_refused_by_name() {
        let refused = |words| change(words).unwrap_err();
        assert!(
            matches!(refused("orignal=12"), RulesRefusal::UnknownRule { nearest: Some(near), .. } if near == "original")
        );
        for bad in ["original=", "original", "original=1.5", "original=-1", "daily=0", "daily=99999999999"] {
            assert!(matches!(refused(bad), RulesRefusal::BadNumber { .. }), "{bad}");
        }
        assert_eq!(refused("original=12 Original=13"), RulesRefusal::Twice { name: "original".into() });
        assert_eq!(refused("original=10 daily=30"), RulesRefusal::NothingChanges);
        assert_eq!(refused(""), RulesRefusal::NothingChanges);
    }
}
