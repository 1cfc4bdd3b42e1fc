//! How long a board takes to be worded: the public one of ten rows, and a private one.

use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use pacesetter::domain::board::{Heading, PrivateBoard, PublicBoard};
use pacesetter::domain::contest::Phase;
use pacesetter::domain::format::{Row, Shown, Side, Table};
use pacesetter::voice;

fn row(place: i64) -> Row {
    Row {
        side: Side::Rep(format!("U{place}").as_str().into()),
        name: format!("María Núñez <{place}>"),
        place,
        place_before: Some(place + 1),
        shown: Shown::Points(1000 - place),
    }
}

fn heading(now: DateTime<Utc>) -> Heading {
    Heading {
        contest: "c".into(),
        title: "Spring Sprint".to_owned(),
        zone: chrono_tz::Europe::Berlin,
        starts_at: now - TimeDelta::days(3),
        ends_at: now + TimeDelta::days(2),
        phase: Phase::Open,
        now,
        players: 10_000,
        shares: 61_000,
    }
}

fn boards(c: &mut Criterion) {
    let now = DateTime::from_timestamp(1_772_524_800, 0).unwrap_or_default();
    let public = PublicBoard {
        heading: heading(now),
        table: Table::plain((1..=10).map(row).collect(), None),
        biggest_move: Some(("Ana".to_owned(), 7)),
        duels: Vec::new(),
        longest_streak: Some(("Łukasz".to_owned(), 9)),
        active_yesterday: Some(8_000),
    };
    let around: Vec<Row> = (4_998..=5_002).map(row).collect();
    let private = PrivateBoard {
        heading: heading(now),
        summary: None,
        pool: None,
        top: (1..=3).map(row).collect(),
        own: around.get(2).cloned(),
        around,
        behind: Some(1),
        brought: None,
        needs_team: false,
        can_post: true,
    };
    c.bench_function("word the public board", |b| b.iter(|| voice::board::public(black_box(&public))));
    c.bench_function("word the private board", |b| b.iter(|| voice::board::private(black_box(&private))));
}

criterion_group!(benches, boards);
criterion_main!(benches);
