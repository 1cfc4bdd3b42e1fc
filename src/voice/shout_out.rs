//! Shout-outs: one praise, or several in one message.

use super::Message;
use super::escape::typed;
use super::words::{number, things};
use crate::domain::praise::Praise;

/// Most praises that one message names; beyond, it says how many more.
const NAMED: usize = 12;

/// What is said in the channel. `praises` is not empty.
pub fn shout_out(praises: &[Praise]) -> Message {
    if let [praise] = praises {
        return Message::plain(format!(":tada: {}", alone(praise)));
    }
    let mut named: Vec<String> = praises.iter().take(NAMED).map(among).collect();
    if praises.len() > NAMED {
        named.push(format!("and {} more", praises.len() - NAMED));
    }
    let count = i64::try_from(praises.len()).unwrap_or(i64::MAX);
    Message::plain(format!(
        ":tada: {} pieces of good news: {}",
        super::words::count_first(count),
        named.join(" · ")
    ))
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
            format!("*{}* has been active {weeks} weeks in a row.", typed(name))
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

fn among(praise: &Praise) -> String {
    match praise {
        Praise::Points { name, points, .. } => format!("*{}* {} points", typed(name), number(*points)),
        Praise::Streak { name, weeks } => format!("*{}* {weeks} active weeks in a row", typed(name)),
        Praise::Lead { name, ahead, .. } => {
            format!("*{}* in the lead, {} ahead", typed(name), number(*ahead))
        }
    }
}
