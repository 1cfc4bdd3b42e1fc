//! What managers did to a contest, in words.

use chrono::{DateTime, Utc};

use super::Message;
use super::corrections::signed;
use super::escape::typed;
use super::reviews::matter;
use super::rules::changes;
use super::words::{local, moment, things};
use crate::domain::contest_log::{ContestLog, Deed, LogLine};
use crate::domain::review::ReviewState;
use crate::domain::reward::AwardState;

/// `/contest log`.
pub fn log(log: &ContestLog, now: DateTime<Utc>) -> Message {
    let title = typed(&log.title);
    if log.lines.is_empty() {
        return Message::plain(format!(
            "No manager has changed anything in *{title}*: no score was corrected, no rule changed, nothing decided."
        ));
    }
    let mut lines = vec![format!("*What managers did in {title}*, the latest first")];
    lines.extend(log.lines.iter().map(|line| {
        format!("• {}, {}: {}", local(line.at, log.zone, now), typed(&line.by), deed(line, log, now))
    }));
    Message::plain(lines.join("\n"))
}

fn deed(line: &LogLine, log: &ContestLog, now: DateTime<Utc>) -> String {
    match &line.deed {
        Deed::Corrected(correction) => format!(
            "{} *{}*: {}",
            typed(&correction.name),
            signed(correction.points),
            typed(&correction.reason)
        ),
        Deed::Reviewed(review) => {
            let decided = match review.state {
                ReviewState::Declined => "declined",
                _ => "approved",
            };
            let reason = review.decided.as_ref().map_or("", |(.., reason)| reason.as_str());
            let (number, name) = (review.number, typed(&review.name));
            format!("{decided} *{number}*, {name}: {}{}", matter(review), because(Some(reason)))
        }
        Deed::Ruled { version, from, changed } => {
            let from = if *from <= line.at {
                "at once".to_owned()
            } else {
                format!("from {}", moment(*from, log.zone, now))
            };
            format!("changed the rules {from} (version {version}): {}", changes(changed))
        }
        Deed::Scheduled { number, label } => format!("scheduled the {} (*{number}*)", typed(label)),
        Deed::CalledOff { number, label } => format!("called off the {} (*{number}*)", typed(label)),
        Deed::Moved { name, from: Some(from), to } => {
            format!("moved {} from *{}* to *{}*", typed(name), typed(from), typed(to))
        }
        Deed::Moved { name, from: None, to } => format!("put {} on *{}*", typed(name), typed(to)),
        Deed::Dealt { teams } => format!("dealt all players into {}", things(*teams, "team", "teams")),
        Deed::Awarded { number, name, prize, state, reason } => {
            let decided = match state {
                AwardState::Declined => "declined",
                AwardState::Refunded => "took back",
                AwardState::Pending | AwardState::Approved => "approved",
            };
            let why = because(reason.as_deref());
            format!("{decided} *{number}*, the prize {} of {}.{why}", typed(prize), typed(name))
        }
    }
}

/// `. Why: too late`.
fn because(reason: Option<&str>) -> String {
    reason
        .filter(|reason| !reason.is_empty())
        .map_or_else(String::new, |reason| format!(" Why: {}", typed(reason)))
}
