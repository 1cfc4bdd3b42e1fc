//! Shout-outs: one praise, or several in one message.

use std::collections::BTreeSet;

use super::Message;
use super::escape::{named, typed};
use super::words::{count, network_name, number, things};
use crate::domain::id::UserId;
use crate::domain::praise::Praise;

/// Most people that one message names; beyond, it says how many more.
const NAMED: usize = 12;

/// What is said in the channel; whoever is among the `mentioned` is mentioned where the others are named. `praises` is
/// not empty.
pub fn shout_out(praises: &[Praise], mentioned: &BTreeSet<UserId>) -> Message {
    let called = |user: &str, name: &str| match mentioned.contains(&UserId::from(user)) {
        true => format!("<@{user}>"),
        false => format!("*{}*", typed(name)),
    };
    if let [praise] = praises {
        let (user, name) = praise.about();
        return Message::plain(format!(":tada: {}", alone(praise, &called(user, name))));
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
        .map(|(user, name, feats)| format!("{} {}", called(user, name), super::words::list(feats, "and")))
        .collect();
    if people.len() > NAMED {
        named.push(format!("and {} more people", people.len() - NAMED));
    }
    let has_lead = praises.iter().any(|praise| matches!(praise, Praise::Lead { .. } | Praise::Result { .. }));
    let what = if has_lead { "pieces of good news" } else { "milestones" };
    let count = super::words::count_first(i64::try_from(praises.len()).unwrap_or(i64::MAX));
    Message::plain(format!(":tada: {count} {what}: {}", named.join(" · ")))
}

/// One praise, of a rep who is `called` so.
fn alone(praise: &Praise, called: &str) -> String {
    match praise {
        Praise::Points { points, shares, .. } => {
            let shares = match shares {
                // Counts and results bring points, too.
                0 => String::new(),
                shares => format!(" with {}", things(*shares, "share", "shares")),
            };
            format!("{called} passed {} points{shares}.", number(*points))
        }
        Praise::Streak { weeks, .. } => {
            format!("{called} has been active {} weeks in a row.", count((*weeks).into()))
        }
        Praise::Result { label, network, .. } => {
            format!("{called} brought in a {} through {}.", typed(label), network_name(*network))
        }
        Praise::Badge { earned, .. } => format!("{called} {}.", super::badges::praised(earned)),
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
        Praise::Lead { ahead, before, title, .. } => format!(
            "{called} takes the lead in *{}*, {} ahead of *{}*.",
            typed(title),
            number(*ahead),
            named(before)
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
        Praise::Badge { earned, .. } => super::badges::praised(earned),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_allows_it_is_mentioned_alone_and_among_others() {
        let points = |user: &str| Praise::Points {
            user: user.into(),
            name: user.to_lowercase(),
            points: 25,
            shares: 2,
            title: "Cup".into(),
        };
        let mentioned = BTreeSet::from(["U1".into()]);
        let alone = shout_out(&[points("U1")], &mentioned).text;
        assert_eq!(alone, ":tada: <@U1> passed 25 points with 2 shares.");
        let both = shout_out(&[points("U1"), points("U2")], &mentioned).text;
        assert_eq!(both, ":tada: Two milestones: <@U1> 25 points · *u2* 25 points");
    }
}
