//! Rounds in words.

use chrono::{DateTime, Utc};

use super::Message;
use super::blocks::{action, actions, button, section};
use super::board::{GROUPS_MOST, groups};
use super::escape::typed;
use super::words::{moment, number};
use crate::domain::contest::Contest;
use crate::domain::format::rounds::Outcome;
use crate::domain::format::{Field, Table};
use crate::domain::id::UserId;

/// A round was drawn: how the one before ended, and who meets whom.
pub fn drawn(contest: &Contest, field: &Field<'_>, table: &Table, now: DateTime<Utc>) -> Message {
    let mut lines = Vec::new();
    let [.., before, _] = field.rounds else { return first(contest, field, table, now) };
    lines.push(format!(":crossed_swords: *{}*: round {} is over.", typed(&contest.title), before.number));
    lines.extend(before.outcome.as_ref().map(|outcome| ended(outcome, field)));
    lines.extend(coming(contest, field, table, now));
    said(contest, &lines)
}

fn first(contest: &Contest, field: &Field<'_>, table: &Table, now: DateTime<Utc>) -> Message {
    let mut lines = vec![format!(":crossed_swords: *{}*: the first round is drawn.", typed(&contest.title))];
    lines.extend(coming(contest, field, table, now));
    said(contest, &lines)
}

/// The round that is played now.
fn coming(contest: &Contest, field: &Field<'_>, table: &Table, now: DateTime<Utc>) -> Vec<String> {
    let Some(round) = field.rounds.last() else { return Vec::new() };
    let until = moment(round.ends_at, contest.zone, now);
    let name = match round.of - round.number {
        0 => "The last round".to_owned(),
        _ => format!("Round {} of {}", round.number, round.of),
    };
    vec![format!("{name}, until {until}:"), groups(table, false)]
}

/// How a round ended.
fn ended(outcome: &Outcome, field: &Field<'_>) -> String {
    let name = |user: &UserId| format!("*{}*", typed(field.name(user)));
    match outcome {
        Outcome::King(king) => king.as_ref().map(&name).unwrap_or_default(),
        Outcome::Pairs(pairs) => {
            let beats = pairs.iter().map(|(winner, loser)| match loser {
                Some(loser) => format!("{} beats {}", name(winner), name(loser)),
                None => format!("{} goes through", name(winner)),
            });
            format!("{}.", beats.collect::<Vec<_>>().join(" · "))
        }
        Outcome::Pools(pools) => {
            let best = pools
                .iter()
                .enumerate()
                .take(GROUPS_MOST)
                .filter_map(|(i, pool)| Some(format!("Pool {}: {} first", i + 1, name(pool.first()?))));
            let more = pools.len().saturating_sub(GROUPS_MOST);
            let more =
                (more > 0).then(|| format!("and {} more", number(i64::try_from(more).unwrap_or(i64::MAX))));
            format!("{}.", best.chain(more).collect::<Vec<_>>().join(" · "))
        }
    }
}

fn said(contest: &Contest, lines: &[String]) -> Message {
    let text = lines.join("\n");
    let button = button("Where am I?", action::WHERE_AM_I, contest.id.as_str());
    Message { blocks: vec![section(text.clone()), actions(vec![button])], text }
}
