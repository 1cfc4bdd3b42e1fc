//! Shout-outs: one praise, or several in one message.

use super::Message;
use super::escape::typed;
use super::words::{count, number, things};
use crate::domain::praise::Praise;

/// Most people that one message names; beyond, it says how many more.
const NAMED: usize = 12;

/// What is said in the channel. `praises` is not empty.
pub fn shout_out(praises: &[Praise]) -> Message {
    if let [praise] = praises {
        return Message::plain(format!(":tada: {}", alone(praise)));
    }
    let mut people: Vec<(&str, Vec<String>)> = Vec::new();
    for praise in praises {
        match people.iter_mut().find(|(name, _)| *name == about(praise)) {
            Some((_, feats)) => feats.push(feat(praise)),
            None => people.push((about(praise), vec![feat(praise)])),
        }
    }
    let mut named: Vec<String> = people
        .iter()
        .take(NAMED)
        .map(|(name, feats)| format!("*{}* {}", typed(name), super::words::list(feats, "and")))
        .collect();
    if people.len() > NAMED {
        named.push(format!("and {} more people", people.len() - NAMED));
    }
    let count = i64::try_from(praises.len()).unwrap_or(i64::MAX);
    let good_news = super::words::count_first(count);
    Message::plain(format!(":tada: {good_news} milestones: {}", named.join(" · ")))
}

/// Whom a praise is about, as typed.
fn about(praise: &Praise) -> &str {
    match praise {
        Praise::Points { name, .. } | Praise::Streak { name, .. } | Praise::Lead { name, .. } => name,
    }
}

fn alone(praise: &Praise) -> String {
    match praise {
        Praise::Points { name, points, shares } => {
            format!(
                "*{}* passed {} points with {}.",
                typed(name),
                number(*points),
                things(*shares, "share", "shares")
            )
        }
        Praise::Streak { name, weeks } => {
            format!("*{}* has been active {} weeks in a row.", typed(name), count((*weeks).into()))
        }
        Praise::Lead { name, ahead, before, title } => format!(
            "*{}* takes the lead in *{}*, {} ahead of *{}*.",
            typed(name),
            typed(title),
            number(*ahead),
            typed(before)
        ),
    }
}

/// What is praised, to stand behind a name.
fn feat(praise: &Praise) -> String {
    match praise {
        Praise::Points { points, .. } => format!("{} points", number(*points)),
        Praise::Streak { weeks, .. } => format!("{} active weeks in a row", count((*weeks).into())),
        Praise::Lead { ahead, .. } => format!("in the lead, {} ahead", number(*ahead)),
    }
}
