//! Boards: the public one, the private one, and the final standings.

mod own;

use super::Message;
use super::blocks::{action, actions, button, context, section};
use super::escape::typed;
use super::format;
use super::words::{list, moment, number, span, things};
use crate::domain::board::{Draw, FinalBoard, Heading, PublicBoard};
use crate::domain::contest::Phase;
use crate::domain::format::{Group, GroupKind, Row, Summary, Table};

pub(super) use own::glance;
pub use own::{private, ranged};

/// What a board without rows says: points that stand in no row do not go without saying.
pub(super) fn nobody_yet(heading: &Heading) -> &'static str {
    let format = &heading.format;
    match heading.phase {
        Phase::Closed | Phase::Cancelled => nobody(heading, heading.shares > 0),
        _ if format.has_teams() && heading.shares > 0 => "No team has points yet.",
        Phase::Open if format.counts_weeks() => "Nobody has shared anything yet this week.",
        Phase::Open => "Nobody has points yet: the first share takes the lead.",
        _ => "Nobody has points yet.",
    }
}

/// What final standings without rows say, where points may have been earned all the same.
pub(super) fn nobody(heading: &Heading, has_points: bool) -> &'static str {
    match has_points {
        true if heading.format.has_teams() => "No team scored this time.",
        true if heading.format.counts_weeks() => "Nobody did their part in a whole week this time.",
        _ => "Nobody scored this time.",
    }
}

/// The daily board, or the one a person posts.
pub fn public(board: &PublicBoard) -> Message {
    let heading = &board.heading;
    let is_told = is_told(board.table.rows());
    let mut rows = match groups(&board.table, is_told) {
        none if none.is_empty() => nobody_yet(heading).to_owned(),
        rows => rows,
    };
    if let Some(tally) = &board.quota {
        rows.push_str(&format!("\n{}", super::quota::tally_line(tally)));
    }
    let title = titled(
        format!("*{}* — {}", typed(&heading.title), day_and_left(heading)),
        board.table.summary.as_ref(),
        heading,
    );
    let news = news(board);
    let id = heading.contest.as_str();
    let blocks = vec![
        section(format!("{title}\n{rows}")),
        context(news.clone()),
        actions(vec![
            button("Share a post", action::FORM_SHARE, id),
            button("Where am I?", action::WHERE_AM_I, id),
            button("How points work", action::RULES, id),
        ]),
    ];
    Message { text: format!("{title}\n{rows}\n{news}"), blocks }
}

/// The title, and below it what holds for the whole board.
fn titled(title: String, summary: Option<&Summary>, heading: &Heading) -> String {
    match summary {
        Some(summary) => format!("{title}\n{}", format::summary(summary, heading)),
        None => title,
    }
}

/// Most groups that one message shows: ten thousand players make a thousand pools.
pub(super) const GROUPS_MOST: usize = 16;

/// The rows of all groups, each in its own way; empty where there are none.
pub(super) fn groups(table: &Table, is_told: bool) -> String {
    let groups: Vec<&Group> = table.groups.iter().filter(|group| !group.rows.is_empty()).collect();
    let mut lines: Vec<String> = groups.iter().take(GROUPS_MOST).map(|group| rows(group, is_told)).collect();
    if groups.len() > GROUPS_MOST {
        let more = i64::try_from(groups.len() - GROUPS_MOST).unwrap_or(i64::MAX);
        lines.push(format!("… and {} more pools; `/leaderboard` shows yours.", number(more)));
    }
    lines.join("\n")
}

fn rows(group: &Group, is_told: bool) -> String {
    match (group.kind, group.rows.as_slice()) {
        (GroupKind::Pair, [one, other]) => format!(
            "• {} {} : {} {}",
            typed(&one.name),
            number(one.shown.value()),
            number(other.shown.value()),
            typed(&other.name)
        ),
        (GroupKind::Pair, alone) => {
            format!("• {} goes through", alone.iter().map(|row| typed(&row.name)).collect::<String>())
        }
        (GroupKind::Pool(pool), rows) => {
            // Before anybody has scored there is no order to tell.
            let has_begun = rows.iter().any(|row| row.shown.value() > 0);
            let rows = rows.iter().map(|row| match has_begun {
                true => format!("{}. {} {}", row.place, typed(&row.name), number(row.shown.value())),
                false => typed(&row.name),
            });
            format!("*Pool {pool}*: {}", rows.collect::<Vec<_>>().join(" · "))
        }
        (GroupKind::All, rows) => {
            rows.iter().map(|row| public_row(row, is_told)).collect::<Vec<_>>().join("\n")
        }
    }
}

fn public_row(row: &Row, is_told: bool) -> String {
    format!("{}{}", place_and_points(row), moved(row, is_told))
}

/// Whether there was a daily board that movement can be told against.
pub(super) fn is_told<'a>(mut rows: impl Iterator<Item = &'a Row>) -> bool {
    rows.any(|row| row.place_before.is_some())
}

fn place_and_points(row: &Row) -> String {
    format!("{}. {} — {}", row.place, typed(&row.name), format::shown(&row.shown))
}

/// How the place changed since the last daily board, if there was one.
fn moved(row: &Row, is_told: bool) -> String {
    match row.moved() {
        Some(up @ 1..) => format!(" (up {up})"),
        Some(down @ ..=-1) => format!(" (down {})", -down),
        Some(0) => String::new(),
        None if is_told => " (new)".to_owned(),
        None => String::new(),
    }
}

/// The day and what is left: `Wednesday, 2 days 6 hours left`.
pub(super) fn day_and_left(heading: &Heading) -> String {
    let day = heading.now.with_timezone(&heading.zone).format("%A");
    format!("{day}, {}", left(heading))
}

fn left(heading: &Heading) -> String {
    match heading.phase {
        Phase::Scheduled => format!("starts {}", moment(heading.starts_at, heading.zone, heading.now)),
        Phase::Open => format!("{} left", span(heading.ends_at - heading.now)),
        Phase::Paused => format!("paused, {} left", span(heading.ends_at - heading.now)),
        Phase::Closed => "over".to_owned(),
        Phase::Cancelled => "cancelled".to_owned(),
    }
}

/// What is told below the rows.
pub(super) fn news(board: &PublicBoard) -> String {
    let mut news = Vec::new();
    if let Some((name, places)) = &board.biggest_move {
        news.push(format!("Biggest move: {}, up {places}.", typed(name)));
    }
    if let Some((name, weeks)) = &board.longest_streak {
        news.push(format!("Longest streak: {}, {weeks} weeks.", typed(name)));
    }
    news.extend(super::duels::told(&board.duels));
    news.push(crowd(board));
    news.join(" ")
}

/// How many take part, and what they did.
pub(super) fn crowd(board: &PublicBoard) -> String {
    let shares = things(board.heading.shares, "share", "shares");
    match board.active_yesterday {
        Some(active @ 1..) => {
            format!("{active} of {} active yesterday; {shares} so far.", board.heading.players)
        }
        _ => format!("{}; {shares} so far.", things(board.heading.players, "player", "players")),
    }
}

/// The final standings.
pub fn last(board: &FinalBoard) -> Message {
    ended(board, "is over")
}

/// The same again, after a manager has corrected a score.
pub fn corrected(board: &FinalBoard) -> Message {
    ended(board, "is over, and a score was corrected")
}

fn ended(board: &FinalBoard, how: &str) -> Message {
    let heading = &board.heading;
    let podium = match groups(&board.table, false) {
        none if none.is_empty() => nobody(heading, board.points > 0).to_owned(),
        podium => podium,
    };
    let title = titled(format!(":trophy: *{}* {how}.", typed(&heading.title)), last_summary(board), heading);
    let mut lines = vec![title, podium];
    lines.extend(board.draw.as_ref().map(|made| draw(made, &heading.title)));
    lines.extend(board.quota.as_ref().map(super::quota::last_line));
    lines.extend(super::rewards::told_last(&board.winners));
    lines.extend(improved(board, typed));
    let told = lines.join("\n");
    let mut together = together(board);
    if let Some(rule) = format::tie_rule(heading) {
        together.push_str(&format!(" {rule}"));
    }
    // Once the next one has begun, it stays as it is.
    let settled_at = board.next_starts_at.map_or(board.settled_at, |next| next.min(board.settled_at));
    if settled_at > heading.now {
        let until = moment(settled_at, heading.zone, heading.now);
        together.push_str(&format!(" A manager can still reopen it until {until}."));
    }
    if let Some(next) = board.next_starts_at {
        together.push_str(&format!(" The next one starts {}.", moment(next, heading.zone, heading.now)));
    }
    let blocks = vec![section(told.clone()), context(together.clone())];
    Message { text: format!("{told}\n{together}"), blocks }
}

/// What holds for all of a contest that is over: which round it was is nobody's news now, but that there was none.
pub(super) fn last_summary(board: &FinalBoard) -> Option<&Summary> {
    let summary = board.table.summary.as_ref();
    summary.filter(|summary| !matches!(summary, Summary::Round { number: 1.., .. }))
}

/// Who improved most; `named` writes a name.
pub(super) fn improved(board: &FinalBoard, named: impl Fn(&str) -> String) -> Option<String> {
    let (name, percent) = board.improved.as_ref()?;
    Some(format!("Most improved: {}, +{} % on the four weeks before.", named(name), number(*percent)))
}

/// What all did together.
pub(super) fn together(board: &FinalBoard) -> String {
    format!(
        "Together: {} from {}; {} of {} took part.",
        things(board.points, "point", "points"),
        things(board.heading.shares, "share", "shares"),
        board.active,
        board.heading.players,
    )
}

/// Who was drawn, and what lets anyone repeat it.
fn draw(draw: &Draw, title: &str) -> String {
    let names: Vec<String> = draw.winners.iter().map(|name| format!("*{}*", typed(name))).collect();
    match names.as_slice() {
        [] => "Nobody held a ticket, so nobody was drawn.".to_owned(),
        names => format!(
            "Drawn: {}. The seed was `{}`: its SHA-256 is the hash that was promised. `/contest draw \"{}\"` sends \
             everybody the tickets, to check it.",
            list(names, "and"),
            draw.seed,
            typed(title)
        ),
    }
}
