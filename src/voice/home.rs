//! The Home tab: one's own day at a glance.

use serde_json::{Value, json};

use super::badges;
use super::blocks::{action, actions, button, context, divider, header, image_at, primary, section, with};
use super::board;
use super::escape::typed;
use super::health;
use super::pace::link;
use super::words::{count, list, local, number, things};
use crate::domain::board::PrivateBoard;
use crate::domain::contest::{Contest, Phase};
use crate::domain::home::{Desk, Home, HomeEntry, OwnPlay, Run, Week};

/// Small actions that are proposed, at most: five minutes are enough for two.
const TO_DO: usize = 2;

/// A picture that Slack can fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines<'a> {
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
    blocks.push(section(to_do(play)));
    blocks.push(actions(vec![
        primary("Share a post", action::FORM_SHARE, ""),
        button("Settings", action::FORM_SETTINGS, ""),
    ]));
    for board in &play.boards {
        blocks.push(divider());
        blocks.push(section(board::glance(board, home.zone)));
        blocks.push(actions(about(board)));
    }
    if play.more_boards > 0 {
        blocks.push(context(format!("You play in {} more: `/pace me`.", number(play.more_boards))));
    }
    blocks.extend(picture.map(|picture| image_at(picture.url, picture.alt)));
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

/// Small things that would help today, out of what is true for this person.
fn to_do(play: &OwnPlay) -> String {
    let running = || play.boards.iter().filter(|board| board.heading.phase == Phase::Open);
    let mut all: Vec<String> = running().filter_map(step).collect();
    all.extend(play.week.and_then(active_day));
    all.extend(running().filter_map(next_up));
    if let (true, Some(first)) = (play.boards.is_empty(), play.to_join.first()) {
        all.insert(0, format!("Join *{}*: your first share puts you on its board.", typed(&first.title)));
    }
    let all: Vec<String> = all.into_iter().take(TO_DO).map(|line| format!("• {line}")).collect();
    match (all.is_empty(), play.boards.is_empty()) {
        (false, _) => format!("*Five minutes today*\n{}", all.join("\n")),
        (true, true) => "No contest runs at the moment. What you share keeps your week active.".to_owned(),
        (true, false) => "*Nothing left for today.* Whatever you share now is on top.".to_owned(),
    }
}

/// What the day still asks for a quota.
fn step(board: &PrivateBoard) -> Option<String> {
    let today = board.quota.as_ref()?.today.filter(|today| *today > 0)?;
    let points = things(today, "point", "points");
    Some(format!(
        "{points} more in *{}* and today's step of your quota is done.",
        typed(&board.heading.title)
    ))
}

/// What the day can do for the week.
fn active_day(week: Week) -> Option<String> {
    let left = week.needed.saturating_sub(week.days);
    Some(match (left, week.streak) {
        _ if left == 0 || !week.today_helps => return None,
        (1, 0) => "One share today and this week is an active one.".to_owned(),
        (1, weeks) => {
            format!("One share today keeps your streak of {} going.", things(weeks.into(), "week", "weeks"))
        }
        _ => format!(
            "Share something today: {} active days make a week, and you have {}.",
            count(week.needed.into()),
            count(week.days.into())
        ),
    })
}

/// The next place up, where it is in sight.
fn next_up(board: &PrivateBoard) -> Option<String> {
    let own = board.own.as_ref()?;
    let behind = board.behind.filter(|behind| *behind > 0)?;
    Some(format!(
        "{} to the next place in *{}*.",
        super::format::distance_in_full(&own.shown, behind),
        typed(&board.heading.title)
    ))
}

fn about(board: &PrivateBoard) -> Vec<Value> {
    let id = board.heading.contest.as_str();
    vec![
        button("Board", action::WHERE_AM_I, id),
        button("Why these points", action::PICK, &format!("why|{id}")),
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
    let paid: Vec<String> =
        entry.paid.iter().map(|(title, paid)| format!("*+{}* in {}", number(*paid), typed(title))).collect();
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
