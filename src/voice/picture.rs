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
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use insta::assert_snapshot;

    use super::*;
    use crate::domain::board::Draw;
    use crate::domain::contest::Phase;
    use crate::domain::format::{Format, Side};
    use crate::domain::progress::{Grown, marks};

    fn row(place: i64, name: &str, place_before: Option<i64>, shown: Shown) -> Row {
        Row { side: Side::Rep(name.into()), name: name.to_owned(), place, place_before, shown }
    }

    fn heading() -> Heading {
        let now: DateTime<Utc> = "2026-03-04T09:00:00Z".parse().unwrap();
        Heading {
            contest: "c1".into(),
            title: "Spring Sprint".to_owned(),
            zone: chrono_tz::UTC,
            starts_at: now - TimeDelta::days(2),
            ends_at: now + TimeDelta::hours(54),
            phase: Phase::Open,
            now,
            players: 14,
            shares: 61,
            format: Format::default(),
        }
    }

    fn public(table: Table) -> PublicBoard {
        PublicBoard {
            heading: heading(),
            table,
            biggest_move: None,
            longest_streak: None,
            quota: None,
            duels: Vec::new(),
            active_yesterday: Some(9),
        }
    }

    fn finished(table: Table) -> FinalBoard {
        FinalBoard {
            heading: heading(),
            table,
            draw: Some(Draw { seed: "S".to_owned(), winners: vec!["Ana".to_owned(), "Bo".to_owned()] }),
            improved: Some(("Jo Park".to_owned(), 160)),
            winners: Vec::new(),
            quota: None,
            active: 12,
            points: 842,
            settled_at: heading().now,
            next_starts_at: None,
        }
    }

    #[test]
    fn a_name_that_runs_from_right_to_left_turns_no_number_around() {
        let king = Summary::Hill { king: Some("נועה\u{2069} לוי".to_owned()) };
        let board = public(Table::plain(vec![row(1, "נועה לוי", None, Shown::Points(95))], Some(king)));
        let picture = daily(&board);
        let Motif::Ranking(ranking) = &picture.motif else { panic!("a chart") };
        assert_eq!(ranking.note.as_deref(), Some("\u{2068}נועה לוי\u{2069} holds the hill."));
        assert!(picture.alt.contains("1. \u{2068}נועה לוי\u{2069} 95."), "{}", picture.alt);
        assert!(
            matches!(bars(&picture)[..], [Bar::One { name, .. }] if name == "נועה לוי"),
            "alone it needs nothing beside it"
        );
    }

    fn bars(picture: &Picture) -> Vec<&Bar> {
        let Motif::Ranking(ranking) = &picture.motif else { panic!("a chart") };
        ranking.sections.iter().flat_map(|section| &section.bars).collect()
    }

    #[test]
    fn a_daily_board_says_in_words_what_it_shows() {
        let rows = vec![
            row(1, "Ana Sørensen", Some(3), Shown::Points(1_200)),
            row(2, "<!channel> Bo", Some(1), Shown::Points(300)),
            row(3, "Kai", None, Shown::Points(0)),
        ];
        let picture = daily(&public(Table::plain(rows, None)));
        assert_snapshot!(picture.alt, @"Spring Sprint. Wednesday, 2 days 6 hours left. 1. Ana Sørensen 1,200; 2. ‹!channel› Bo 300; 3. Kai 0. 9 of 14 active yesterday; 61 shares so far.");
        let lengths: Vec<u16> = bars(&picture)
            .iter()
            .map(|bar| if let Bar::One { length, .. } = bar { *length } else { 1 })
            .collect();
        assert_eq!(lengths, [1000, 250, 0]);
        let Bar::One { name, change, .. } = bars(&picture)[1] else { panic!("two") };
        assert_eq!(name, "<!channel> Bo", "as typed");
        assert_eq!(change, &Some(Change { way: Way::Down, words: "1".to_owned() }));
        assert_snapshot!(daily(&public(Table::plain(Vec::new(), None))).alt, @"Spring Sprint. Wednesday, 2 days 6 hours left. Nobody has points yet: the first share takes the lead. 9 of 14 active yesterday; 61 shares so far.");
    }

    #[test]
    fn each_format_is_shown_its_own_way() {
        let shown = [
            Shown::Towards { points: 45, goal: 100 },
            Shown::Percent { percent: 85, points: 34, target: 40 },
            Shown::Average { hundredths: 1_250, active: 2, members: 3 },
            Shown::Tickets { tickets: 3, points: 30, qualify: 20 },
            Shown::Tickets { tickets: 0, points: 5, qualify: 20 },
            Shown::Shares { shares: 2, asked: 3 },
            Shown::Round { points: 12, total: 40 },
            Shown::Won { rounds: 1 },
            Shown::Held { days: 2, points: 5 },
            Shown::Legs { run: 2, of: 5, points: 41 },
        ];
        let told = shown.map(|shown| {
            let picture = daily(&public(Table::plain(vec![row(1, "Ana", None, shown)], None)));
            let Bar::One { value, detail, length, .. } = bars(&picture)[0].clone() else { panic!("two") };
            format!("{value} {detail}, {length}")
        });
        assert_snapshot!(told.join("\n"), @r"
        45 of 100, 450
        85 % 34 of 40, 850
        12.5 each, 1000
        3 tickets, 1000
        5 of 20 to qualify, 0
        2 of 3 shares, 666
        12 this round, 1000
        1 round, 1000
        2 days, 1000
        2 of 5 legs, 400
        ");
        let summary = Summary::Together { points: 842, goal: 1_000 };
        let picture =
            daily(&public(Table::plain(vec![row(1, "Ana", None, Shown::Points(5))], Some(summary))));
        let Motif::Ranking(ranking) = &picture.motif else { panic!("a chart") };
        assert_eq!(ranking.done, Some(840));
        assert_snapshot!(picture.alt, @"Spring Sprint. Wednesday, 2 days 6 hours left. 842 of 1,000 points together, 84 %. 1. Ana 5. 9 of 14 active yesterday; 61 shares so far.");
    }

    #[test]
    fn pairs_and_pools_are_told_apart_and_ten_thousand_people_fit() {
        let pair = |rows: Vec<Row>| Group { kind: GroupKind::Pair, rows };
        let round = |points| Shown::Round { points, total: points };
        let pairs = vec![
            pair(vec![row(1, "Ana", None, round(20)), row(2, "Bo", None, round(5))]),
            pair(vec![row(1, "Kai", None, round(0))]),
        ];
        let picture = daily(&public(Table { summary: None, groups: pairs }));
        assert_snapshot!(picture.alt, @"Spring Sprint. Wednesday, 2 days 6 hours left. Ana 20 : 5 Bo; Kai goes through. 9 of 14 active yesterday; 61 shares so far.");
        let pools = (1..=1_000).map(|pool| Group {
            kind: GroupKind::Pool(pool),
            rows: (1..=3).map(|place| row(place, &format!("Rep {pool}/{place}"), None, round(0))).collect(),
        });
        let picture = daily(&public(Table { summary: None, groups: pools.collect() }));
        assert_eq!(bars(&picture).len(), 12);
        assert!(matches!(bars(&picture)[0], Bar::One { place: None, .. }), "there is no order yet");
        assert!(
            picture.alt.ends_with("… and 996 more. 9 of 14 active yesterday; 61 shares so far."),
            "{}",
            picture.alt
        );
        let everybody = (1..=10_000).map(|place| row(place, &"長い名前".repeat(99), None, Shown::Points(1)));
        let picture = daily(&public(Table::plain(everybody.collect(), None)));
        assert_eq!(bars(&picture).len(), 12);
        assert!(picture.alt.chars().count() <= ALT_MOST);
        let kept = serde_json::to_string(&picture).unwrap();
        assert!(kept.len() < 30_000, "it is kept until it is sent: {}", kept.len());
    }

    #[test]
    fn final_standings_come_with_how_it_went() {
        let rows = vec![row(1, "Ana", None, Shown::Points(214)), row(2, "Bo", None, Shown::Points(210))];
        let board = finished(Table::plain(rows, None));
        assert_snapshot!(last(&board).alt, @"Spring Sprint. Final standings. 1. Ana 214; 2. Bo 210. Drawn: Ana and Bo. Most improved: Jo Park, +160 % on the four weeks before. Together: 842 points from 61 shares; 12 of 14 took part.");
        let marks = marks(board.heading.starts_at, board.heading.now, chrono_tz::UTC);
        let grown = |name: &str, points: &[i64]| Grown { name: name.to_owned(), points: points.to_vec() };
        let lines = vec![grown("Ana", &[10, 90, 214]), grown("Bo", &[30, 75, 210])];
        let progress = Progress { marks: marks.clone(), lines };
        assert_snapshot!(growth("Spring Sprint", "How it went", &progress).unwrap().alt, @"Spring Sprint, points day by day from 2 Mar to 4 Mar: Ana from 10 to 214; Bo from 30 to 210.");
        let one_day = Progress { marks: marks[..1].to_vec(), lines: vec![grown("Ana", &[10])] };
        assert_eq!(growth("Spring Sprint", "", &one_day), None, "a day has no growth to show");
        assert_eq!(growth("Spring Sprint", "", &Progress { marks, lines: Vec::new() }), None);
    }
}
