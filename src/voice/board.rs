//! Boards: the public one, the private one, and the final standings.

use chrono_tz::Tz;

use super::Message;
use super::blocks::{action, actions, button, context, section};
use super::escape::typed;
use super::format;
use super::words::{list, local, moment, number, span, things};
use crate::domain::board::{Draw, FinalBoard, Heading, PrivateBoard, PublicBoard, RangeBoard};
use crate::domain::contest::Phase;
use crate::domain::format::{Group, GroupKind, Row, Summary, Table};
use crate::domain::range::Range;

/// How ties are told apart, in one line.
const TIE_RULE: &str = "Equal points share a place; for prizes, whoever got there first is ahead.";

/// A daily board without rows.
pub(super) const NOBODY_YET: &str = "Nobody has points yet: the first share takes the lead.";

/// Final standings without rows.
pub(super) const NOBODY: &str = "Nobody scored this time.";

/// The daily board, or the one a person posts.
pub fn public(board: &PublicBoard) -> Message {
    let heading = &board.heading;
    let is_told = is_told(board.table.rows());
    let mut rows = match groups(&board.table, is_told) {
        none if none.is_empty() => NOBODY_YET.to_owned(),
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
        Some(summary) => format!("{title}\n{}", format::summary(summary, heading.zone, heading.now)),
        None => title,
    }
}

/// Most groups that one message shows: ten thousand players make a thousand pools.
const GROUPS_MOST: usize = 16;

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

/// The board as one person sees it.
pub fn private(board: &PrivateBoard) -> Message {
    let heading = &board.heading;
    let mut title =
        titled(format!("*{}* — {}", typed(&heading.title), left(heading)), board.summary.as_ref(), heading);
    if let Some(pool) = board.pool {
        title.push_str(&format!("\n*Pool {pool}*"));
    }
    let rows = match private_rows(&board.top, &board.around, board.own.as_ref()) {
        none if none.is_empty() => "Nobody has joined yet.".to_owned(),
        rows => rows,
    };
    let mut own = own_line(board);
    if let Some(pace) = &board.quota {
        own.push_str(&format!("\n{}", super::quota::bar_line(pace)));
    }
    let id = heading.contest.as_str();
    let mut blocks = vec![section(format!("{title}\n{rows}")), section(own.clone()), context(TIE_RULE)];
    let mut buttons = Vec::new();
    if board.can_post {
        buttons.push(button("Post the board here", action::POST_BOARD, id));
    }
    if board.own.is_none() && !board.needs_team && heading.phase.is_live() {
        buttons.push(button("Join", action::JOIN, id));
    }
    buttons.push(button("How points work", action::RULES, id));
    blocks.push(actions(buttons));
    Message { text: format!("{title}\n{rows}\n{own}\n{TIE_RULE}"), blocks }
}

/// The top, and below it the own row with its neighbours; empty where there are none.
fn private_rows(top: &[Row], around: &[Row], own: Option<&Row>) -> String {
    let is_told = is_told(top.iter().chain(around));
    let mut lines: Vec<String> = top.iter().map(|row| private_row(row, own, is_told)).collect();
    let below: Vec<&Row> = around.iter().filter(|row| !top.iter().any(|top| top.side == row.side)).collect();
    if below.first().is_some_and(|row| row.place > i64::try_from(top.len() + 1).unwrap_or(i64::MAX)) {
        lines.push("…".to_owned());
    }
    lines.extend(below.into_iter().map(|row| private_row(row, own, is_told)));
    lines.join("\n")
}

/// Where one person stands, in a few lines: the place, the neighbours, the quota.
pub(super) fn glance(board: &PrivateBoard, zone: Tz) -> String {
    let heading = &board.heading;
    // Not what is left: it would be another text each minute.
    let when = match heading.phase {
        Phase::Scheduled => format!("starts {}", local(heading.starts_at, zone, heading.now)),
        Phase::Paused => format!("paused; ends {}", local(heading.ends_at, zone, heading.now)),
        _ => format!("until {}", local(heading.ends_at, zone, heading.now)),
    };
    let mut lines = vec![format!("*{}* — {when}", typed(&heading.title)), own_line(board)];
    let near: Vec<&Row> = board.nearest().collect();
    if near.len() > 1 {
        let is_told = is_told(near.iter().copied());
        lines.extend(near.into_iter().map(|row| private_row(row, board.own.as_ref(), is_told)));
    }
    lines.extend(board.quota.as_ref().map(super::quota::bar_line));
    lines.join("\n")
}

/// What was earned in a stretch of a contest, as one person sees it.
pub fn ranged(board: &RangeBoard) -> Message {
    let title = format!("*{}* — {}", typed(&board.title), range(board.range));
    let rows = match private_rows(&board.top, &board.around, board.own.as_ref()) {
        none if none.is_empty() => "Nobody earned anything then.".to_owned(),
        rows => rows,
    };
    let own = match &board.own {
        Some(own) => format!(
            "You are *{}* with {}, of {} who scored.",
            super::words::place(own.place),
            format::shown(&own.shown),
            number(board.players)
        ),
        None => "You have no points in that time.".to_owned(),
    };
    Message::plain(format!("{title}\n{rows}\n{own}"))
}

/// A stretch in words: `3 March`, `2 to 8 March`, `round 2`.
fn range(range: Range) -> String {
    let (first, last) = match range {
        Range::Round(number) => return format!("round {number}"),
        Range::Days { first, last } => (first, last),
    };
    let full = |date: chrono::NaiveDate| date.format("%-d %B").to_string();
    match (first == last, first.format("%Y-%m").to_string() == last.format("%Y-%m").to_string()) {
        (true, _) => full(first),
        (false, true) => format!("{} to {}", first.format("%-d"), full(last)),
        (false, false) => format!("{} to {}", full(first), full(last)),
    }
}

/// A row with its distance to the asker's own.
fn private_row(row: &Row, own: Option<&Row>, is_told: bool) -> String {
    let gap = match own.map(|own| (row.side == own.side, row.shown.value() - own.shown.value())) {
        Some((true, _)) => return format!("*{}* ← you", public_row(row, is_told)),
        Some((_, ahead @ 1..)) => format!(", {} ahead", format::distance(&row.shown, ahead)),
        Some((_, behind @ ..=-1)) => format!(", {} behind", format::distance(&row.shown, -behind)),
        Some((_, 0)) => ", level with you".to_owned(),
        None => String::new(),
    };
    format!("{}{gap}{}", place_and_points(row), moved(row, is_told))
}

fn own_line(board: &PrivateBoard) -> String {
    let Some(own) = &board.own else {
        return match board.needs_team {
            true => "You are on no team yet: `/contest team` shows them.".to_owned(),
            false => "You are not in this contest yet.".to_owned(),
        };
    };
    let (who, brought) = match board.brought {
        Some(points) => (
            format!("*{}* are", typed(&own.name)),
            format!(" You brought {} of that.", things(points, "point", "points")),
        ),
        None => ("You are".to_owned(), String::new()),
    };
    let place = format!("{who} *{}* with {}", super::words::place(own.place), format::shown(&own.shown));
    let moved = match (own.place_before, own.moved()) {
        (Some(before), Some(moved)) if moved != 0 => {
            format!("; {} on the last daily board", super::words::place(before))
        }
        (Some(_), _) => "; the same as on the last daily board".to_owned(),
        (None, _) => String::new(),
    };
    let next = match board.behind {
        Some(behind @ 1..) => {
            format!("{moved}. {} to the next place up.", format::distance_in_full(&own.shown, behind))
        }
        Some(_) => format!("{moved}. The next place up got there first."),
        None if own.shown.counts() => {
            format!("{moved}. Nobody is ahead of {}.", if board.brought.is_some() { "them" } else { "you" })
        }
        None => ". Your first share puts you on the board.".to_owned(),
    };
    format!("{place}{next}{brought}")
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
        none if none.is_empty() => NOBODY.to_owned(),
        podium => podium,
    };
    let title = titled(format!(":trophy: *{}* {how}.", typed(&heading.title)), last_summary(board), heading);
    let mut lines = vec![title, podium];
    lines.extend(board.draw.as_ref().map(draw));
    lines.extend(super::rewards::told_last(&board.winners));
    lines.extend(improved(board, typed));
    let told = lines.join("\n");
    let mut together = format!("{} {TIE_RULE}", together(board));
    // Once the next one has begun, it stays as it is.
    let settled_at = board.next_starts_at.map_or(board.settled_at, |next| next.min(board.settled_at));
    if settled_at > heading.now {
        let until = local(settled_at, heading.zone, heading.now);
        together.push_str(&format!(" A manager can still reopen it until {until}."));
    }
    if let Some(next) = board.next_starts_at {
        together.push_str(&format!(" The next one starts {}.", local(next, heading.zone, heading.now)));
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
fn draw(draw: &Draw) -> String {
    let names: Vec<String> = draw.winners.iter().map(|name| format!("*{}*", typed(name))).collect();
    match names.as_slice() {
        [] => "Nobody held a ticket, so nobody was drawn.".to_owned(),
        names => format!(
            "Drawn: {}. The seed was `{}`: its SHA-256 is the hash that the announcement promised.",
            list(names, "and"),
            draw.seed
        ),
    }
}
