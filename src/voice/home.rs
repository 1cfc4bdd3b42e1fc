//! The Home tab: one's own day at a glance.

use serde_json::{Value, json};

use super::badges;
use super::blocks::{action, actions, button, context, divider, header, image_at, primary, section, with};
use super::board;
use super::escape::typed;
use super::health;
use super::pace::link;
use super::to_do;
use super::words::{list, local, number, things};
use crate::domain::board::PrivateBoard;
use crate::domain::contest::{Contest, Phase};
use crate::domain::home::{Desk, Home, HomeEntry, OwnPlay, Run};
use crate::domain::id::ContestId;

/// A picture that Slack can fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines<'a> {
    /// Of which contest.
    pub contest: &'a ContestId,
    /// Where.
    pub url: &'a str,
    /// The same in words.
    pub alt: &'a str,
}

/// The view to publish.
pub fn view(home: &Home, picture: Option<Lines<'_>>) -> Value {
    let mut blocks = vec![header(&home.now.with_timezone(&home.zone).format("%A, %-d %B").to_string())];
    match &home.play {
        Some(play) => own_play(&mut blocks, home, play, picture),
        None => blocks.push(section("You can look on here; members of this workspace play.")),
    }
    if let Some(desk) = &home.desk {
        own_desk(&mut blocks, home, desk);
    }
    view_of(blocks)
}

/// What is published for whom nothing is kept.
pub fn blank() -> Value {
    view_of(vec![section(
        "Nothing is kept of you here. `/share` and a link starts it; `/pace help` tells more.",
    )])
}

fn view_of(blocks: Vec<Value>) -> Value {
    json!({"type": "home", "blocks": blocks})
}

fn own_play(blocks: &mut Vec<Value>, home: &Home, play: &OwnPlay, picture: Option<Lines<'_>>) {
    blocks.push(section(to_do::to_do(home, play)));
    blocks.push(actions(vec![
        primary("Share a post", action::FORM_SHARE, ""),
        button("Settings", action::FORM_SETTINGS, ""),
    ]));
    for board in &play.boards {
        blocks.push(divider());
        let today = to_do::so_far(play, board).map(|today| format!("\n{today}")).unwrap_or_default();
        blocks.push(section(format!("{}{today}", board::glance(board, home.zone))));
        blocks.push(actions(about(board)));
        let own = picture.filter(|picture| *picture.contest == board.heading.contest);
        blocks.extend(own.map(|picture| image_at(picture.url, picture.alt)));
    }
    if play.more_boards > 0 {
        blocks.push(context(format!("You play in {} more: `/pace me`.", number(play.more_boards))));
    }
    if !play.to_join.is_empty() {
        blocks.push(divider());
        blocks.extend(play.to_join.iter().map(|contest| to_join(contest, home)));
    }
    if play.more_to_join > 0 {
        blocks.push(context(format!("{} more to join: `/contest list`.", number(play.more_to_join))));
    }
    if !play.entries.is_empty() {
        blocks.push(divider());
        blocks.push(section("*Your latest shares*"));
        blocks.extend(play.entries.iter().map(|entry| shared(entry, home)));
    }
    let so_far = so_far(play);
    if !so_far.is_empty() {
        blocks.push(divider());
        blocks.push(context(so_far));
    }
}

fn about(board: &PrivateBoard) -> Vec<Value> {
    let id = board.heading.contest.as_str();
    vec![
        button("Board", action::WHERE_AM_I, id),
        button("Why these points", action::PICK, &format!("{id}|/pace why")),
        button("How points work", action::RULES, id),
    ]
}

fn to_join(contest: &Contest, home: &Home) -> Value {
    let when = match contest.phase {
        Phase::Scheduled => format!("starts {}", local(contest.starts_at, home.zone, home.now)),
        _ => format!("runs until {}", local(contest.ends_at, home.zone, home.now)),
    };
    let text = section(format!("*{}* {when}", typed(&contest.title)));
    with(text, primary("Join", action::JOIN, contest.id.as_str()))
}

fn shared(entry: &HomeEntry, home: &Home) -> Value {
    let when = local(entry.shared_at, home.zone, home.now);
    let paid = entry.paid.iter().filter(|(_, paid)| *paid > 0);
    let paid: Vec<String> =
        paid.map(|(title, paid)| format!("*+{}* in {}", number(*paid), typed(title))).collect();
    let paid = if paid.is_empty() { "no points".to_owned() } else { list(&paid, "and") };
    let line = section(format!("{when}: {paid} ({})", link(&entry.url)));
    match entry.can_undo {
        true => with(line, button("Undo", action::UNDO, &format!("|{}", entry.share))),
        false => line,
    }
}

/// The week, the level and the badges.
fn so_far(play: &OwnPlay) -> String {
    let mut parts = Vec::new();
    if let Some(week) = play.week {
        let streak = match week.streak {
            0 => "No streak yet".to_owned(),
            weeks => things(weeks.into(), "active week", "active weeks in a row"),
        };
        parts.push(format!("{streak}; this week {} of {} days", week.days.min(week.needed), week.needed));
    }
    parts.extend(badges::in_short(&play.shelf));
    parts.join(" · ")
}

fn own_desk(blocks: &mut Vec<Value>, home: &Home, desk: &Desk) {
    blocks.push(divider());
    blocks.push(section("*Contests you run*"));
    for run in &desk.contests {
        let edit = button("Change", action::FORM_EDIT, run.contest.id.as_str());
        blocks.push(with(section(of_run(run, home)), edit));
    }
    if desk.contests.is_empty() {
        blocks.push(context("None at the moment."));
    }
    if desk.more_contests > 0 {
        blocks.push(context(format!("{} more: `/contest list`.", number(desk.more_contests))));
    }
    if desk.reviews > 0 {
        let waiting = things(desk.reviews, "review waits", "reviews wait");
        let look = button("Look", action::REVIEWS, "|");
        blocks.push(with(section(format!(":eyes: {waiting} for a manager.")), look));
    }
    blocks.push(actions(vec![button("New contest", action::FORM_CONTEST, "")]));
}

fn of_run(run: &Run, home: &Home) -> String {
    let contest = &run.contest;
    let when = match contest.phase {
        Phase::Scheduled => format!("starts {}", local(contest.starts_at, home.zone, home.now)),
        Phase::Paused => format!("paused, ends {}", local(contest.ends_at, home.zone, home.now)),
        _ => format!("ends {}", local(contest.ends_at, home.zone, home.now)),
    };
    let players = things(run.players, "player", "players");
    let mut text = format!("*{}*: {players}; {when}.", typed(&contest.title));
    for concern in &run.concerns {
        text.push_str(&format!("\n:stethoscope: {}", health::fact(concern)));
    }
    text
}
