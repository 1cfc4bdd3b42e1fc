//! A contest so far, scored again by other rules: who would stand where.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::calendar;
use super::id::UserId;
use super::rulebook::Rulebook;
use super::score::{Facts, Past, score};
use super::standing::places;

/// A share as it was scored.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// Its rep.
    pub user: UserId,
    /// What its score went by.
    pub facts: Facts,
    /// What it was paid, all told.
    pub paid: i64,
}

/// How a player would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover {
    /// Who.
    pub user: UserId,
    /// Points as they are, and as they would be.
    pub points: (i64, i64),
    /// The place as it is, and as it would be.
    pub place: (i64, i64),
}

/// What each rep's shares would pay more, or less, by `book`. `shares` come in the order in which they were scored.
pub fn differences(book: &Rulebook, shares: &[Replayed]) -> BTreeMap<UserId, i64> {
    let mut past: BTreeMap<(&UserId, NaiveDate), Vec<Past>> = BTreeMap::new();
    let mut differences: BTreeMap<UserId, i64> = BTreeMap::new();
    for share in shares {
        let week = past.entry((&share.user, calendar::monday(share.facts.day))).or_default();
        let score = score(book, &share.facts, week);
        week.push(score.past(&share.facts));
        *differences.entry(share.user.clone()).or_default() += score.total() - share.paid;
    }
    differences
}

/// How everybody on a board would stand, given the points they have and what would change: those whose points or place
/// change, the highest place to be at the front.
pub fn movers(points: &[(UserId, i64)], differences: &BTreeMap<UserId, i64>) -> Vec<Mover> {
    let after: Vec<(UserId, i64)> = points
        .iter()
        .map(|(user, had)| (user.clone(), had + differences.get(user).copied().unwrap_or(0)))
        .collect();
    let (before, after) = (ranked(points), ranked(&after));
    let mut movers: Vec<Mover> = after
        .into_iter()
        .filter_map(|(user, (points, place))| {
            let (had, stood) = before.get(&user).copied()?;
            (had != points || stood != place).then_some(Mover {
                user,
                points: (had, points),
                place: (stood, place),
            })
        })
        .collect();
    movers.sort_by(|a, b| (a.place.1, a.place.0, &a.user).cmp(&(b.place.1, b.place.0, &b.user)));
    movers
}

/// Points and place of each.
fn ranked(points: &[(UserId, i64)]) -> BTreeMap<UserId, (i64, i64)> {
    let mut sorted: Vec<&(UserId, i64)> = points.iter().collect();
    sorted.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    let scores: Vec<i64> = sorted.iter().map(|(_, points)| *points).collect();
    sorted
        .into_iter()
        .zip(places(&scores))
        .map(|((user, points), place)| (user.clone(), (*points, place)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Presets;
    use crate::domain::kind::Kind;
    use crate::domain::link::Network;

    fn book() -> Rulebook {
        Presets::load(None).unwrap().rulebooks["habit"].clone()
    }

    fn facts(kind: Kind, day: &str) -> Facts {
        Facts {
            kind,
            network: Network::Linkedin,
            words_len: 200,
            day: day.parse().unwrap(),
            likeness: 0,
            streak_weeks: 0,
            bonus: None,
        }
    }

    /// Shares as `book` scored them.
    fn scored(book: &Rulebook, shares: &[(&str, Kind, &str)]) -> Vec<Replayed> {
        let unpaid: Vec<Replayed> = shares
            .iter()
            .map(|(user, kind, day)| Replayed { user: (*user).into(), facts: facts(*kind, day), paid: 0 })
            .collect();
        let mut played: Vec<Replayed> = Vec::new();
        for share in unpaid {
            played.push(share);
            let user = played.last().unwrap().user.clone();
            let paid: i64 = played.iter().filter(|other| other.user == user).map(|other| other.paid).sum();
            let total = differences(
                book,
                &played.iter().map(|s| Replayed { paid: 0, ..s.clone() }).collect::<Vec<_>>(),
            );
            played.last_mut().unwrap().paid = total[&user] - paid;
        }
        played
    }

    const SHARES: &[(&str, Kind, &str)] = &[
        ("ann", Kind::Original, "2026-03-03"),
        ("ann", Kind::Original, "2026-03-03"),
        ("bob", Kind::Article, "2026-03-03"),
        ("bob", Kind::Comment, "2026-03-10"),
    ];

    #[test]
    fn under_the_same_rules_nothing_would_change() {
        let shares = scored(&book(), SHARES);
        assert_eq!(shares.iter().map(|share| share.paid).collect::<Vec<_>>(), [15, 5, 20, 7]);
        assert!(differences(&book(), &shares).values().all(|&difference| difference == 0));
    }

    #[test]
    fn other_rules_are_tried_on_the_shares_in_their_order_with_their_caps() {
        let shares = scored(&book(), SHARES);
        let mut richer = book();
        richer.rules[0].points = 18;
        richer.daily_points = 20;
        let differences = differences(&richer, &shares);
        // 18 and 5, cut to the day's 20, instead of 10 and 5.
        assert_eq!(differences[&"ann".into()], 5);
        assert_eq!(differences[&"bob".into()], 0);
        let points = [("ann".into(), 20), ("bob".into(), 27), ("cid".into(), 22)];
        let moved = movers(&points, &differences);
        let told: Vec<_> = moved.iter().map(|m| (m.user.as_str(), m.points, m.place)).collect();
        assert_eq!(told, [("ann", (20, 25), (3, 2)), ("cid", (22, 22), (2, 3))]);
    }
}
