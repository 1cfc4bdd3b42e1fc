//! The board as one person sees it: the top, the own row and its neighbours.

use std::cmp::Ordering;

use chrono_tz::Tz;

use super::{is_told, left, moved, nobody_yet, place_and_points, public_row, titled};
use crate::domain::board::{PrivateBoard, RangeBoard};
use crate::domain::contest::Phase;
use crate::domain::format::{Row, Summary, Ties};
use crate::domain::range::Range;
use crate::voice::blocks::{action, actions, button, context, section};
use crate::voice::escape::typed;
use crate::voice::words::{local, number, place, things};
use crate::voice::{Message, format, quota};

/// The board as one person sees it.
pub fn private(board: &PrivateBoard) -> Message {
    let heading = &board.heading;
    let mut title =
        titled(format!("*{}* — {}", typed(&heading.title), left(heading)), board.summary.as_ref(), heading);
    if let Some(pool) = board.pool {
        title.push_str(&format!("\n*Pool {pool}*"));
    }
    let ties = heading.format.rules().ties();
    let rows = match private_rows(&board.top, &board.around, board.own.as_ref(), ties) {
        none if none.is_empty() && heading.players == 0 => "Nobody has joined yet.".to_owned(),
        none if none.is_empty() => nobody_yet(heading).to_owned(),
        rows => rows,
    };
    let mut own = own_line(board);
    if let Some(pace) = &board.quota {
        own.push_str(&format!("\n{}", quota::bar_line(pace)));
    }
    let id = heading.contest.as_str();
    let mut text = format!("{title}\n{rows}\n{own}");
    let mut blocks = vec![section(format!("{title}\n{rows}")), section(own)];
    if let Some(rule) = format::tie_rule(heading) {
        text.push_str(&format!("\n{rule}"));
        blocks.push(context(rule));
    }
    let mut buttons = Vec::new();
    if board.can_post {
        buttons.push(button("Post the board here", action::POST_BOARD, id));
    }
    if board.own.is_none() && board.aside.is_none() && heading.phase.is_live() {
        buttons.push(button("Join", action::JOIN, id));
    }
    buttons.push(button("How points work", action::RULES, id));
    blocks.push(actions(buttons));
    Message { text, blocks }
}

/// The top, and the own row with its neighbours, by their places; empty where there are none.
fn private_rows(top: &[Row], around: &[Row], own: Option<&Row>, ties: Ties) -> String {
    let is_told = is_told(top.iter().chain(around));
    let more = around.iter().filter(|row| !top.iter().any(|top| top.side == row.side));
    let mut rows: Vec<&Row> = top.iter().chain(more).collect();
    // Stable: of those on one place the order stays.
    rows.sort_by_key(|row| row.place);
    let next = |told: &[String]| i64::try_from(told.len() + 1).unwrap_or(i64::MAX);
    let mut lines: Vec<String> = Vec::new();
    let mut is_cut = false;
    for row in rows {
        if !is_cut && row.place > next(&lines) {
            lines.push("…".to_owned());
            is_cut = true;
        }
        lines.push(private_row(row, own, ties, is_told));
    }
    lines.join("\n")
}

/// Where one person stands, in a few lines: the place, the neighbours, the quota.
pub(in crate::voice) fn glance(board: &PrivateBoard, zone: Tz) -> String {
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
        let ties = heading.format.rules().ties();
        lines.extend(near.into_iter().map(|row| private_row(row, board.own.as_ref(), ties, is_told)));
    }
    lines.extend(board.quota.as_ref().map(quota::bar_line));
    lines.join("\n")
}

/// What was earned in a stretch of a contest, as one person sees it.
pub fn ranged(board: &RangeBoard) -> Message {
    let title = format!("*{}* — {}", typed(&board.title), range(board.range));
    let rows = match private_rows(&board.top, &board.around, board.own.as_ref(), Ties::Shared) {
        none if none.is_empty() => "Nobody earned anything then.".to_owned(),
        rows => rows,
    };
    let own = match &board.own {
        Some(own) => format!(
            "You are *{}* with {}, of {} who scored.",
            place(own.place),
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
fn private_row(row: &Row, own: Option<&Row>, ties: Ties, is_told: bool) -> String {
    let gap = match own {
        Some(own) if row.side == own.side => return format!("*{}* ← you", public_row(row, is_told)),
        Some(own) => format!(", {}", gap(row, own, ties)),
        None => String::new(),
    };
    format!("{}{gap}{}", place_and_points(row), moved(row, is_told))
}

/// How a row stands to one's own. The place decides: what is ahead may have the same number, or less.
fn gap(row: &Row, own: &Row, ties: Ties) -> String {
    let by = row.shown.value() - own.shown.value();
    match (row.place.cmp(&own.place), by) {
        (Ordering::Equal, _) => "level with you".to_owned(),
        (Ordering::Less, 1..) => format!("{} ahead", format::distance(&row.shown, by)),
        (Ordering::Greater, ..=-1) => format!("{} behind", format::distance(&row.shown, -by)),
        (side, _) => format::edge(&row.shown, ties, side == Ordering::Less).to_owned(),
    }
}

/// Whether a knockout's draw gave one nobody to play against in this round.
fn is_let_through(board: &PrivateBoard) -> bool {
    let is_drawn = matches!(board.summary, Some(Summary::Round { number: 1.., .. }));
    let is_pair = is_drawn && board.pool.is_none();
    is_pair && board.heading.phase.is_live() && board.around.len() == 1
}

fn own_line(board: &PrivateBoard) -> String {
    let Some(own) = &board.own else {
        return match board.aside {
            Some(aside) => format::aside(aside, board.heading.phase),
            None => "You are not in this contest yet.".to_owned(),
        };
    };
    if is_let_through(board) {
        return "Nobody was drawn against you, so you go through to the next round.".to_owned();
    }
    let (who, brought) = match board.brought {
        Some(points) => (
            format!("*{}* are", typed(&own.name)),
            format!(" You brought {} of that.", things(points, "point", "points")),
        ),
        None => ("You are".to_owned(), String::new()),
    };
    let stands = format!("{who} *{}* with {}", place(own.place), format::shown(&own.shown));
    let moved = match (own.place_before, own.moved()) {
        (Some(before), Some(moved)) if moved != 0 => {
            format!("; {} on the last daily board", place(before))
        }
        (Some(_), _) => "; the same as on the last daily board".to_owned(),
        (None, _) => String::new(),
    };
    let next = match board.behind {
        Some(behind @ 1..) => {
            format!("{moved}. {} to the next place up.", format::distance_in_full(&own.shown, behind))
        }
        Some(_) => {
            let ties = board.heading.format.rules().ties();
            format!("{moved}. {}", format::edge_in_full(&own.shown, ties))
        }
        None if own.shown.counts() => {
            format!("{moved}. Nobody is ahead of {}.", if board.brought.is_some() { "them" } else { "you" })
        }
        None => ". Your first share puts you on the board.".to_owned(),
    };
    format!("{stands}{next}{brought}")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::domain::format::{Shown, Side};

    fn row(place: i64, name: &str, shown: Shown) -> Row {
        Row { side: Side::Rep(name.into()), name: name.to_owned(), place, place_before: None, shown }
    }

    #[test]
    fn rows_stand_by_their_places_and_say_what_tells_them_apart() {
        let held = |days, points| Shown::Held { days, points };
        let rows = [
            row(1, "Ana", held(1, 0)),
            row(2, "Bo", held(0, 0)),
            row(3, "Cy", held(0, 5)),
            row(4, "Di", held(0, 0)),
        ];
        let top = [rows[0].clone(), rows[2].clone()];
        assert_snapshot!(private_rows(&top, &rows, Some(&rows[2]), Ties::Total), @r"
        1. Ana — 1 day on the hill, 1 day ahead
        2. Bo — 0 days on the hill, ahead by points in all
        *3. Cy — 0 days on the hill (5 today)* ← you
        4. Di — 0 days on the hill, behind by points in all
        ");
        assert_snapshot!(private_rows(&rows[..1], &rows[2..], Some(&rows[2]), Ties::Total), @r"
        1. Ana — 1 day on the hill, 1 day ahead
        …
        *3. Cy — 0 days on the hill (5 today)* ← you
        4. Di — 0 days on the hill, behind by points in all
        ");
    }

    #[test]
    fn who_got_there_first_is_ahead_of_more_points() {
        let towards = |points| Shown::Towards { points, goal: 100 };
        let rows = [row(1, "Bo", towards(100)), row(2, "Ann", towards(130)), row(3, "Cy", towards(99))];
        assert_snapshot!(private_rows(&rows, &rows, Some(&rows[1]), Ties::Arrival), @r"
        1. Bo — 100 of 100, there before you
        *2. Ann — 130 of 100* ← you
        3. Cy — 99 of 100, 31 behind
        ");
    }
}
