//! Duels in words.

use chrono::{DateTime, Utc};

use super::Message;
use super::blocks::{action, actions, button, primary, section};
use super::escape::{named, typed};
use super::words::{moment, number};
use crate::domain::contest::Contest;
use crate::domain::duel::{Duel, DuelLine, DuelNews, DuelRefusal};

/// What the rival hears, with the buttons to answer.
pub fn challenge(contest: &Contest, duel: &Duel, challenger: &str, now: DateTime<Utc>) -> Message {
    let until = duel.lasts.after(now, contest.zone).min(contest.ends_at);
    let text = format!(
        ":crossed_swords: *{}* challenges you in *{}*: who earns more until {}? The challenge is open for a day.",
        typed(challenger),
        typed(&contest.title),
        moment(until, contest.zone, now)
    );
    let value = format!("{}|{}", contest.id, duel.id);
    let buttons =
        vec![primary("Accept", action::DUEL_ACCEPT, &value), button("Not now", action::DUEL_DECLINE, &value)];
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// What the challenger hears of a rival who does not want to.
pub fn declined(rival: &str) -> Message {
    Message::plain(format!("{} passes on the duel this time.", typed(rival)))
}

/// What the channel hears when it begins.
pub fn begins(
    contest: &Contest,
    one: &str,
    other: &str,
    ends_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Message {
    Message::plain(format!(
        ":crossed_swords: A duel in *{}*: *{}* against *{}*, until {}. Who earns more wins.",
        typed(&contest.title),
        typed(one),
        named(other),
        moment(ends_at, contest.zone, now)
    ))
}

/// What the channel hears when it is over.
pub fn over(contest: &Contest, line: &DuelLine) -> Message {
    let (one, other) = (line.challenger_points, line.rival_points);
    let title = typed(&contest.title);
    let score = |high, low| format!("{} to {}", number(high), number(low));
    Message::plain(match one.cmp(&other) {
        std::cmp::Ordering::Equal => format!(
            ":crossed_swords: The duel of *{}* and *{}* in *{title}* ends level, {}.",
            named(&line.challenger),
            named(&line.rival),
            score(one, other)
        ),
        std::cmp::Ordering::Greater => format!(
            ":crossed_swords: *{}* wins the duel with {} in *{title}*, {}.",
            typed(&line.challenger),
            named(&line.rival),
            score(one, other)
        ),
        std::cmp::Ordering::Less => format!(
            ":crossed_swords: *{}* wins the duel with {} in *{title}*, {}.",
            typed(&line.rival),
            named(&line.challenger),
            score(other, one)
        ),
    })
}

/// The duels that are fought, as a board tells of them; none where there are none.
pub(super) fn told(duels: &[DuelLine]) -> Option<String> {
    let duel = |line: &DuelLine| {
        format!(
            "{} {} : {} {}",
            typed(&line.challenger),
            number(line.challenger_points),
            number(line.rival_points),
            typed(&line.rival)
        )
    };
    let told: Vec<String> = duels.iter().take(5).map(duel).collect();
    (!told.is_empty()).then(|| format!("Duels: {}.", told.join(" · ")))
}

/// What whoever did something hears.
pub fn news(news: &DuelNews, now: DateTime<Utc>) -> Message {
    Message::plain(match news {
        DuelNews::Offered { rival, title } => format!(
            ":crossed_swords: I have asked {}. The duel in *{}* begins when they accept, within a day.",
            typed(rival),
            typed(title)
        ),
        DuelNews::Accepted { challenger, title, ends_at, zone } => format!(
            ":crossed_swords: It is on: you against {} in *{}* until {}.",
            typed(challenger),
            typed(title),
            moment(*ends_at, *zone, now)
        ),
        DuelNews::Declined { challenger } => format!("All right; I have told {}.", typed(challenger)),
    })
}

/// Why there is no duel.
pub(super) fn refusal(refusal: &DuelRefusal) -> String {
    match refusal {
        DuelRefusal::WithOneself => {
            "That is you; `/leaderboard` shows who is near you, and would be worth a duel.".to_owned()
        }
        DuelRefusal::NotRunning { title } => {
            format!("*{}* is not running, so there is nothing to duel in; wait until it is.", typed(title))
        }
        DuelRefusal::Already { rival } => {
            format!("You and {} have a duel, or a challenge, already; finish that first.", typed(rival))
        }
        DuelRefusal::TooMany { name: None, most } => {
            format!("You are in {most} duels and challenges already; finish one first.")
        }
        DuelRefusal::TooMany { name: Some(name), most } => {
            format!("{} is in {most} duels and challenges already; ask again later.", typed(name))
        }
        DuelRefusal::NotOpen => {
            "That challenge is no longer open; `/pace duel @name` offers one back.".to_owned()
        }
        DuelRefusal::BadLength => {
            "A duel lasts from an hour to two weeks: `/pace duel @name for 2d`.".to_owned()
        }
    }
}
