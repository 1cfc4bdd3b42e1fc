//! Badges, levels and records in words.

use chrono::NaiveDate;

use super::Message;
use super::blocks::section;
use super::escape::typed;
use super::words::{list, number, things};
use crate::domain::badge::{Earned, Ground, OnShelf, Record, Shelf, ToCome};
use crate::domain::kind::Kind;

/// `/pace badges`.
pub fn shelf(shelf: &Shelf) -> Message {
    let mut lines = vec![level(shelf)];
    let own: Vec<String> = shelf.own.iter().map(on_shelf).collect();
    lines.push(match own.is_empty() {
        true => "*Badges*: none yet; your next share changes that.".to_owned(),
        false => format!("*Badges*: {}", own.join(" · ")),
    });
    if !shelf.others.is_empty() {
        let others = shelf.others.iter().map(other);
        lines.push(format!("*To come*: {}", others.collect::<Vec<_>>().join(" · ")));
    }
    lines.extend(bests(shelf));
    let text = lines.join("\n");
    Message { blocks: vec![section(text.clone())], text }
}

/// The level and the badges, each in a few words, for who has any.
pub(super) fn in_short(shelf: &Shelf) -> Vec<String> {
    const SHOWN: usize = 6;
    let mut parts: Vec<String> = shelf.level.iter().map(|level| format!("*{}*", typed(level))).collect();
    parts.extend(shelf.own.iter().take(SHOWN).map(on_shelf));
    if shelf.own.len() > SHOWN {
        parts.push("more: `/pace badges`".to_owned());
    }
    parts
}

fn level(shelf: &Shelf) -> String {
    let lifetime = shelf.feats.lifetime;
    let has = format!("{} in all contests", things(lifetime, "point", "points"));
    let next = shelf.next.as_ref().map_or_else(String::new, |(name, at)| {
        format!(" Next: {} at {}, {} to go.", typed(name), number(*at), number(at - lifetime))
    });
    match &shelf.level {
        Some(level) => format!("*{}*, with {has}.{next}", typed(level)),
        None => format!("You have {has}.{next}"),
    }
}

fn on_shelf(badge: &OnShelf) -> String {
    let name = typed(&badge.name);
    match (badge.record, badge.times) {
        (Some((record, value)), _) => format!("{name} ({})", measured(record, value)),
        (None, 2..) => format!("{name} ×{}", number(badge.times)),
        (None, _) => name,
    }
}

fn measured(record: Record, value: i64) -> String {
    match record {
        Record::Day => things(value, "point", "points"),
        Record::Streak => things(value, "week", "weeks"),
    }
}

fn other(badge: &ToCome) -> String {
    let what = match (badge.ground, &badge.holder) {
        (Ground::Record(record, _), Some((holder, value))) => {
            format!("{} holds it with {}", typed(holder), measured(record, *value))
        }
        (Ground::Record(Record::Day, at_least), None) => format!("most points in a day, from {at_least} on"),
        (Ground::Record(Record::Streak, at_least), None) => {
            format!("longest streak, from {} on", things(at_least, "week", "weeks"))
        }
        (Ground::First(None), _) => "your first share".to_owned(),
        (Ground::First(Some(kind)), _) => format!("your first {}", named(kind)),
        (Ground::ContestPoints(need), _) => format!("{} in one contest", things(need, "point", "points")),
        (Ground::ContestShares(need), _) => format!("{} in one contest", things(need, "share", "shares")),
        (Ground::StreakWeeks(need), _) => format!("{} in a row", things(need, "active week", "active weeks")),
        (Ground::WeekDays(need), _) => {
            format!("{} of one week active", things(need, "workday", "workdays"))
        }
    };
    format!("{} ({what})", typed(&badge.name))
}

fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Share => "share of something with own words",
        Kind::Original => "original post",
        Kind::Article => "article",
        Kind::Comment => "comment",
        Kind::Like => "like",
    }
}

/// The best of one's own; none where nothing was done yet.
fn bests(shelf: &Shelf) -> Option<String> {
    let feats = &shelf.feats;
    let date = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    let day = feats.day.map(|(points, at)| format!("day {} ({})", number(points), date(at)));
    let week = feats.week.map(|(points, at)| format!("week {} (from {})", number(points), date(at)));
    let contest = feats
        .contest
        .as_ref()
        .map(|(points, title)| format!("contest {} (*{}*)", number(*points), typed(title)));
    let streak = (shelf.longest_streak > 0)
        .then(|| format!("streak {}", things(shelf.longest_streak, "week", "weeks")));
    let all: Vec<String> = [day, week, contest, streak].into_iter().flatten().collect();
    (!all.is_empty()).then(|| format!("*Your bests*: {}", all.join(" · ")))
}

/// What a share earned beside its points, in a few words for its receipt; none where it earned nothing.
pub(super) fn told(earned: &[Earned]) -> Option<String> {
    let badges: Vec<String> = earned.iter().filter_map(badge).collect();
    let mut told = match badges.len() {
        0 => Vec::new(),
        1 => vec![format!("New badge: {}.", badges[0])],
        _ => vec![format!("New badges: {}.", list(&badges, "and"))],
    };
    told.extend(earned.iter().filter_map(|earned| match earned {
        Earned::Badge { .. } => None,
        Earned::Record { name, record, value, .. } => {
            Some(format!("You hold {} now, with {}.", typed(name), measured(*record, *value)))
        }
        Earned::Level { name } => Some(format!("You are at level {} now.", typed(name))),
    }));
    (!told.is_empty()).then(|| told.join(" "))
}

fn badge(earned: &Earned) -> Option<String> {
    match earned {
        Earned::Badge { name, times, .. } if *times > 1 => {
            Some(format!("{} ×{}", typed(name), number(*times)))
        }
        Earned::Badge { name, .. } => Some(typed(name)),
        Earned::Record { .. } | Earned::Level { .. } => None,
    }
}

/// The same for a channel, to stand behind a name: `holds *Day record* with 35 points`.
pub(super) fn praised(earned: &Earned) -> String {
    match earned {
        Earned::Badge { name, times, .. } if *times > 1 => {
            format!("has the badge *{}* for the {} time", typed(name), super::words::place(*times))
        }
        Earned::Badge { name, .. } => format!("has the badge *{}*", typed(name)),
        Earned::Record { name, record, value, .. } => {
            format!("holds *{}* with {}", typed(name), measured(*record, *value))
        }
        Earned::Level { name } => format!("is at level *{}*", typed(name)),
    }
}
