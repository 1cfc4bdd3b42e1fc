//! Boards, and how points grew, as pictures.

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
    let picture = daily(&public(Table::plain(vec![row(1, "Ana", None, Shown::Points(5))], Some(summary))));
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
