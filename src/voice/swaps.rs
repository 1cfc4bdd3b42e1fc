//! Swaps of players, and a team's activity, in words.

use chrono::{DateTime, Utc};

use super::Message;
use super::blocks::{action, actions, button, primary, section};
use super::escape::typed;
use super::words::{local, things};
use crate::domain::contest::Contest;
use crate::domain::swap::{Activity, Exchange, MemberActivity, Swap, SwapNews};

/// What the captain hears who is asked, with the buttons to answer.
pub fn offer(contest: &Contest, swap: &Swap, captain: &str, change: &Exchange) -> Message {
    let text = format!(
        ":arrows_counterclockwise: *{}* offers a swap in *{}*: {} would play for your *{}*, and {} for *{}*. The offer \
         stands for a day.",
        typed(captain),
        typed(&contest.title),
        typed(&change.one),
        typed(&change.to),
        typed(&change.other),
        typed(&change.back)
    );
    let value = format!("{}|{}", contest.id, swap.id);
    let buttons =
        vec![primary("Accept", action::SWAP_ACCEPT, &value), button("Decline", action::SWAP_DECLINE, &value)];
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// What the captain hears whose offer was declined.
pub fn declined(captain: &str, theirs: &str) -> Message {
    Message::plain(format!("{} keeps {}; the teams stay as they are.", typed(captain), typed(theirs)))
}

/// What the captain hears whose offer was accepted.
pub fn accepted(captain: &str, change: &Exchange) -> Message {
    Message::plain(format!(":arrows_counterclockwise: {} accepts: {}.", typed(captain), exchanged(change)))
}

/// What a player hears who was exchanged.
pub fn moved(title: &str, team: &str, instead_of: &str) -> Message {
    Message::plain(format!(
        ":arrows_counterclockwise: You play for *{}* in *{}* now; you and {} have changed places.",
        typed(team),
        typed(title),
        typed(instead_of)
    ))
}

/// What the captain hears who has answered.
pub fn news(news: &SwapNews) -> Message {
    Message::plain(match news {
        SwapNews::Made { change } => format!("Done: {}.", exchanged(change)),
        SwapNews::Declined { captain } => format!("All right; I have told {}.", typed(captain)),
    })
}

/// Who plays for whom from now on.
pub(super) fn exchanged(change: &Exchange) -> String {
    format!(
        "{} plays for *{}* now, and {} for *{}*",
        typed(&change.one),
        typed(&change.to),
        typed(&change.other),
        typed(&change.back)
    )
}

/// What a team has been doing, for its captain.
pub fn activity(activity: &Activity, now: DateTime<Utc>) -> Message {
    let mut lines =
        vec![format!("*{}* in *{}*, for your eyes only:", typed(&activity.team), typed(&activity.title))];
    lines.extend(activity.members.iter().map(|member| member_line(member, activity, now)));
    if activity.members.is_empty() {
        lines.push("Nobody plays for them yet.".to_owned());
    }
    Message::plain(lines.join("\n"))
}

fn member_line(member: &MemberActivity, activity: &Activity, now: DateTime<Utc>) -> String {
    let Some(last) = member.last_share else { return format!("• {}: no share yet", typed(&member.name)) };
    format!(
        "• {}: {} this week, {} so far; last share {}",
        typed(&member.name),
        things(member.week_points, "point", "points"),
        things(member.active_days, "active day", "active days"),
        local(last, activity.zone, now)
    )
}
