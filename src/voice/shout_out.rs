//! Shout-outs: one praise, or several in one message.

use super::Message;
use super::escape::typed;
use super::words::{count, network_name, number, things};
use crate::domain::praise::Praise;

/// Most people that one message names; beyond, it says how many more.
const NAMED: usize = 12;

/// What is said in the channel. `praises` is not empty.
pub fn shout_out(praises: &[Praise]) -> Message {
    if let [praise] = praises {
        return Message::plain(format!(":tada: {}", alone(praise)));
    }
    let mut titles: Vec<&str> = praises.iter().filter_map(Praise::title).collect();
    titles.sort_unstable();
    titles.dedup();
    let tell_title = titles.len() > 1;
    let mut people: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for praise in praises {
        let (user, name) = praise.about();
        match people.iter_mut().find(|(known, ..)| *known == user) {
            Some((.., feats)) => feats.push(feat(praise, tell_title)),
            None => people.push((user, name, vec![feat(praise, tell_title)])),
        }
    }
    let mut named: Vec<String> = people
        .iter()
        .take(NAMED)
        .map(|(_, name, feats)| format!("*{}* {}", typed(name), super::words::list(feats, "and")))
        .collect();
    if people.len() > NAMED {
        named.push(format!("and {} more people", people.len() - NAMED));
    }
    let has_lead = praises.iter().any(|praise| matches!(praise, Praise::Lead { .. } | Praise::Result { .. }));
    let what = if has_lead { "pieces of good news" } else { "milestones" };
    let count = super::words::count_first(i64::try_from(praises.len()).unwrap_or(i64::MAX));
    Message::plain(format!(":tada: {count} {what}: {}", named.join(" · ")))
}

fn alone(praise: &Praise) -> String {
    match praise {
        Praise::Points { name, points, shares, .. } => {
            format!(
                "*{}* passed {} points with {}.",
                typed(name),
                number(*points),
                things(*shares, "share", "shares")
            )
        }
        Praise::Streak { name, weeks, .. } => {
            format!("*{}* has been active {} weeks in a row.", typed(name), count((*weeks).into()))
        }
        Praise::Result { name, label, network, .. } => {
            format!("*{}* brought in a {} through {}.", typed(name), typed(label), network_name(*network))
        }
        Praise::Goal { team, percent, title, .. } => {
            let (who, of) = match team {
                Some(team) => (format!("*{}* are", typed(team)), format!("their goal in *{}*", typed(title))),
                None => ("We are".to_owned(), format!("our goal in *{}*", typed(title))),
            };
            match percent {
                100 => format!("{who} there: {of} is reached."),
                101.. => format!("{who} beyond it: {percent} % of {of}."),
                _ => format!("{who} at {percent} % of {of}."),
            }
        }
        Praise::Lead { name, ahead, before, title, .. } => format!(
            "*{}* takes the lead in *{}*, {} ahead of *{}*.",
            typed(name),
            typed(title),
            number(*ahead),
            typed(before)
        ),
    }
}

/// What is praised, to stand behind a name; with the contest where several are spoken of.
fn feat(praise: &Praise, tell_title: bool) -> String {
    let feat = match praise {
        Praise::Points { points, .. } => format!("{} points", number(*points)),
        Praise::Streak { weeks, .. } => format!("{} active weeks in a row", count((*weeks).into())),
        Praise::Result { label, network, .. } => {
            format!("a {} through {}", typed(label), network_name(*network))
        }
        Praise::Goal { percent, team, .. } => {
            format!("{percent} % of {} goal", if team.is_some() { "their" } else { "our" })
        }
        Praise::Lead { ahead, .. } => format!("in the lead, {} ahead", number(*ahead)),
    };
    match praise.title().filter(|_| tell_title) {
        Some(title) => format!("{feat} in *{}*", typed(title)),
        None => feat,
    }
}
