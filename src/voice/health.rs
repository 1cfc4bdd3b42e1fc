//! How a contest goes, told to its manager: facts, and one proposal.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::Message;
use super::blocks::{action, actions, button, primary, section};
use super::escape::typed;
use super::words::{local, number, zone};
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::health::{Concern, Fact};
use crate::domain::kind::Kind;

/// What the manager hears, with a bonus hour at `hour` as the way on.
pub fn told(
    contest: &Contest,
    facts: &[Fact],
    (on, hour): (NaiveDate, NaiveTime),
    now: DateTime<Utc>,
) -> Message {
    let from = calendar::at(on, hour, contest.zone);
    let until = (from + TimeDelta::hours(1)).with_timezone(&contest.zone).format("%H:%M");
    let when = format!("{} to {until} ({})", local(from, contest.zone, now), zone(contest.zone));
    let (what, value) = match facts {
        [Fact::Unused { kind, label, .. }] => (format!("on each {}", typed(label)), word(*kind)),
        _ => ("on everything".to_owned(), "all"),
    };
    let told: Vec<String> = facts.iter().map(fact).collect();
    let text = format!(
        ":stethoscope: *{}*: {} A bonus hour {when}, double points {what}, would give them a reason.",
        typed(&contest.title),
        told.join(" ")
    );
    let named: Vec<&str> = facts.iter().map(|fact| name(fact.concern())).collect();
    let buttons = vec![
        primary("Schedule it", action::HEALTH_BONUS, &format!("{}|{on}|{value}", contest.id)),
        button("Not now", action::HEALTH_NOT_NOW, &format!("{}|{}", contest.id, named.join(","))),
    ];
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// One thing to be concerned about.
pub(super) fn fact(fact: &Fact) -> String {
    match fact {
        Fact::Lead { name, points, ahead } => {
            format!("{} leads with {}, {} ahead.", typed(name), number(*points), number(*ahead))
        }
        Fact::Activity { active, players } => {
            format!("Active in the last seven days: {} of {} players.", number(*active), number(*players))
        }
        Fact::Unused { label, points, .. } => {
            format!("Nobody used \"{}\" ({} points) in the last seven days.", typed(label), number(*points))
        }
    }
}

/// That nothing is said of it until then.
pub fn silenced(contest: &Contest, until: DateTime<Utc>, now: DateTime<Utc>) -> Message {
    Message::plain(format!(
        "All right; of that you hear nothing in *{}* until {}.",
        typed(&contest.title),
        local(until, contest.zone, now)
    ))
}

/// The concerns that a button names.
pub fn concerns(named: &str) -> Vec<Concern> {
    Concern::ALL.into_iter().filter(|concern| named.split(',').any(|word| word == name(*concern))).collect()
}

fn name(concern: Concern) -> &'static str {
    match concern {
        Concern::Lead => "lead",
        Concern::Activity => "activity",
        Concern::Unused => "unused",
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Original => "original",
        Kind::Article => "article",
        Kind::Comment => "comment",
        Kind::Share | Kind::Like => "share",
    }
}
