//! Boards as pictures: the same facts in fewer words, and as lengths.

use unicode_segmentation::UnicodeSegmentation;

use super::board;
use super::escape::{isolated, plain};
use super::format;
use super::words::{list, number};
use crate::domain::board::{FinalBoard, Heading, PublicBoard};
use crate::domain::format::{Group, GroupKind, Row, Shown, Summary, Table};
use crate::domain::picture::{Bar, Change, Chart, Line, Motif, Picture, Ranking, Section, Way};
use crate::domain::progress::Progress;

/// Most bars of a picture: it has to be read on a phone.
const BARS_MOST: usize = 12;

/// Most characters of the words for those who do not see a picture. Slack takes 2,000.
const ALT_MOST: usize = 1_500;

/// Most characters of a title or a name that go into a picture; what does not fit is cut when it is drawn.
const NAME_MOST: usize = 120;

/// The daily board as a picture.
pub fn daily(board: &PublicBoard) -> Picture {
    let nobody = board::nobody_yet(&board.heading);
    let mut ranking = ranking(&board.table, board.table.summary.as_ref(), &board.heading, nobody);
    ranking.foot = vec![board::crowd(board)];
    ranked(&board.heading, board::day_and_left(&board.heading), ranking)
}

/// Final standings as a picture.
pub fn last(board: &FinalBoard) -> Picture {
    let nobody = board::nobody(&board.heading, board.points > 0);
    let mut ranking = ranking(&board.table, board::last_summary(board), &board.heading, nobody);
    let drawn = board.draw.as_ref().map(|draw| &draw.winners).filter(|winners| !winners.is_empty());
    let names = drawn.map(|winners| winners.iter().map(|name| named(name)).collect::<Vec<_>>());
    ranking.foot.extend(names.map(|names| format!("Drawn: {}.", list(&names, "and"))));
    ranking.foot.extend(board::improved(board, named));
    ranking.foot.push(board::together(board));
    ranked(&board.heading, "Final standings".to_owned(), ranking)
}

/// How points grew, as lines; none where there is no growth to show.
pub fn growth(title: &str, kicker: &str, progress: &Progress) -> Option<Picture> {
    if progress.marks.len() < 2 || progress.lines.is_empty() {
        return None;
    }
    let lines = progress
        .lines
        .iter()
        .map(|grown| Line { name: cut(&grown.name, NAME_MOST), points: grown.points.clone() });
    let chart = Chart {
        days: progress.marks.iter().map(|mark| mark.day.format("%-d %b").to_string()).collect(),
        lines: lines.collect(),
        foot: vec!["Points at the end of each day.".to_owned()],
    };
    let ends = progress.lines.iter().map(|grown| {
        let (first, last) = (grown.points.first().unwrap_or(&0), grown.points.last().unwrap_or(&0));
        format!("{} from {} to {}", named(&grown.name), number(*first), number(*last))
    });
    let days = format!(
        "from {} to {}",
        chart.days.first().map(String::as_str).unwrap_or_default(),
        chart.days.last().map(String::as_str).unwrap_or_default()
    );
    let alt = format!("{}, points day by day {days}: {}.", named(title), ends.collect::<Vec<_>>().join("; "));
    Some(Picture {
        alt: alt_text(&alt),
        kicker: kicker.to_owned(),
        title: cut(title, NAME_MOST),
        motif: Motif::Chart(chart),
    })
}

fn ranked(heading: &Heading, kicker: String, ranking: Ranking) -> Picture {
    Picture {
        alt: alt_text(&in_words(heading, &kicker, &ranking)),
        kicker,
        title: cut(&heading.title, NAME_MOST),
        motif: Motif::Ranking(ranking),
    }
}

fn ranking(table: &Table, summary: Option<&Summary>, heading: &Heading, nobody: &str) -> Ranking {
    let told = |summary| format::told(summary, heading, named);
    let is_told = board::is_told(table.rows());
    let (mut sections, mut left, mut more) = (Vec::new(), BARS_MOST, 0);
    for group in table.groups.iter().filter(|group| !group.rows.is_empty()) {
        let section = section(group, is_told);
        let Some(rest) = left.checked_sub(section.bars.len()) else {
            more += 1;
            continue;
        };
        left = rest;
        // Pairs are a list of their own.
        match sections.last_mut() {
            Some(Section { name: None, bars }) if section.name.is_none() => bars.extend(section.bars),
            _ => sections.push(section),
        }
    }
    let remark = match (sections.is_empty(), more) {
        (true, _) => Some(nobody.to_owned()),
        (false, 0) => None,
        (false, more) => Some(format!("… and {} more.", number(more))),
    };
    Ranking {
        note: summary.map(told),
        done: summary.and_then(format::done).map(|percent| thousandths(percent, 100)),
        sections,
        remark,
        foot: Vec::new(),
    }
}

fn section(group: &Group, is_told: bool) -> Section {
    let most = group.rows.iter().map(|row| row.shown.value()).max().unwrap_or(0);
    match (group.kind, group.rows.as_slice()) {
        (GroupKind::Pair, rows) => Section { name: None, bars: pair(rows).into_iter().collect() },
        (GroupKind::Pool(pool), rows) => {
            // Before anybody has scored there is no order to tell.
            let has_begun = most > 0;
            let bars = rows.iter().take(BARS_MOST).map(|row| bar(row, most, is_told, has_begun));
            Section { name: Some(format!("Pool {pool}")), bars: bars.collect() }
        }
        (GroupKind::All, rows) => {
            let bars = rows.iter().take(BARS_MOST).map(|row| bar(row, most, is_told, true));
            Section { name: None, bars: bars.collect() }
        }
    }
}

/// Two who meet, or one who meets nobody.
fn pair(rows: &[Row]) -> Option<Bar> {
    match rows {
        [] => None,
        [alone] => Some(Bar::One {
            place: None,
            name: cut(&alone.name, NAME_MOST),
            value: String::new(),
            detail: "goes through".to_owned(),
            length: 0,
            change: None,
        }),
        [one, other, ..] => {
            let (left, right) = (one.shown.value(), other.shown.value());
            let most = left.max(right);
            Some(Bar::Two {
                names: (cut(&one.name, NAME_MOST), cut(&other.name, NAME_MOST)),
                values: (number(left), number(right)),
                lengths: (thousandths(left, most), thousandths(right, most)),
            })
        }
    }
}

fn bar(row: &Row, most: i64, is_told: bool, has_place: bool) -> Bar {
    let (value, detail) = format::set_apart(&row.shown);
    Bar::One {
        place: has_place.then_some(row.place),
        name: cut(&row.name, NAME_MOST),
        value,
        detail,
        length: length(&row.shown, most),
        change: change(row, is_told).filter(|_| has_place),
    }
}

fn change(row: &Row, is_told: bool) -> Option<Change> {
    let (way, words) = match row.moved() {
        Some(0) => return None,
        Some(up @ 1..) => (Way::Up, number(up)),
        Some(down) => (Way::Down, number(-down)),
        None if is_told => (Way::In, "new".to_owned()),
        None => return None,
    };
    Some(Change { way, words })
}

/// How long the bar of a row is: against what is asked for where something is, else against the best.
fn length(shown: &Shown, most: i64) -> u16 {
    match *shown {
        Shown::Towards { points, goal } => thousandths(points, goal),
        Shown::Percent { percent, .. } => thousandths(percent, most.max(100)),
        Shown::Tickets { tickets: 0, .. } => 0,
        Shown::Shares { shares, asked } => thousandths(shares, asked),
        Shown::Weeks { done, of } => thousandths(done, of),
        Shown::Legs { run, of, .. } => thousandths(run, of),
        _ => thousandths(shown.value(), most),
    }
}

fn thousandths(part: i64, whole: i64) -> u16 {
    let part = i128::from(part.max(0)) * 1000 / i128::from(whole.max(1));
    u16::try_from(part.min(1000)).unwrap_or(1000)
}

/// A picture's facts in words.
fn in_words(heading: &Heading, kicker: &str, ranking: &Ranking) -> String {
    let mut words = format!("{}. {kicker}.", named(&heading.title));
    let mut add = |sentence: &str| {
        words.push(' ');
        words.push_str(sentence);
    };
    ranking.note.iter().for_each(|note| add(note));
    for section in &ranking.sections {
        let bars: Vec<String> = section.bars.iter().map(bar_in_words).collect();
        let name = section.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        add(&format!("{name}{}.", bars.join("; ")));
    }
    ranking.remark.iter().chain(&ranking.foot).for_each(|line| add(line));
    words
}

fn bar_in_words(bar: &Bar) -> String {
    match bar {
        Bar::One { place, name, value, detail, .. } => {
            let place = place.map(|place| format!("{place}. ")).unwrap_or_default();
            format!("{place}{} {value} {detail}", named(name)).trim_end().to_owned()
        }
        Bar::Two { names: (one, other), values: (left, right), .. } => {
            format!("{} {left} : {right} {}", named(one), named(other))
        }
    }
}

/// A name or a title within a sentence.
fn named(name: &str) -> String {
    isolated(cut(&plain(name), NAME_MOST))
}

/// Plain words in which nothing typed can be markup, on one line and not too long.
fn alt_text(words: &str) -> String {
    let plain = words.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "‹").replace('>', "›");
    cut(&plain, ALT_MOST)
}

/// As much of a text as fits, by what people see as characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let (mut kept, mut room) = (String::new(), most - 1);
    for grapheme in text.graphemes(true) {
        let Some(rest) = room.checked_sub(grapheme.chars().count()) else { break };
        room = rest;
        kept.push_str(grapheme);
    }
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests;
