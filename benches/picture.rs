//! How long a picture takes to be drawn: a board of ten, one that was taken out of 10,000 players, and final standings with
//! how it went.

use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use pacesetter::domain::board::{FinalBoard, Heading, PublicBoard};
use pacesetter::domain::contest::Phase;
use pacesetter::domain::format::{Format, Row, Shown, Side, Table};
use pacesetter::domain::picture::Look;
use pacesetter::domain::progress::{Grown, Progress, marks};
use pacesetter::{picture, voice};

/// Names as they come.
const NAMES: [&str; 10] = [
    "Ana Sørensen",
    "Łukasz Żak",
    "María Núñez-Castellanos de la Fuente y Ortega",
    "Νίκος Παπαδόπουλος",
    "Дмитрий Шостакович 🎻",
    "山田 太郎",
    "김민준",
    "محمد عبد الله",
    "שרה כהן",
    "Bo Chen",
];

fn rows(many: usize) -> Vec<Row> {
    let row = |(place, name): (i64, &&str)| Row {
        side: Side::Rep(format!("U{place}").as_str().into()),
        name: (*name).to_owned(),
        place,
        place_before: Some(place + 1),
        shown: Shown::Points(20_000 - place),
    };
    (1..).zip(NAMES.iter().cycle().take(many)).map(row).collect()
}

fn heading(now: DateTime<Utc>) -> Heading {
    Heading {
        contest: "c".into(),
        title: "Spring Sprint".to_owned(),
        zone: chrono_tz::Europe::Berlin,
        starts_at: now - TimeDelta::days(28),
        ends_at: now,
        phase: Phase::Open,
        now,
        players: 10_000,
        shares: 61_000,
        format: Format::default(),
    }
}

fn daily(now: DateTime<Utc>, many: usize) -> PublicBoard {
    PublicBoard {
        heading: heading(now),
        table: Table::plain(rows(many), None),
        biggest_move: None,
        longest_streak: None,
        quota: None,
        duels: Vec::new(),
        active_yesterday: Some(8_000),
    }
}

fn pictures(c: &mut Criterion) {
    let now = DateTime::from_timestamp(1_772_524_800, 0).unwrap_or_default();
    let board = voice::picture::daily(&daily(now, 10));
    c.bench_function("draw a board of ten", |b| b.iter(|| picture::png(black_box(&board), Look::Light)));
    let large = daily(now, 10_000);
    c.bench_function("draw a board handed 10,000 rows", |b| {
        b.iter(|| picture::png(&voice::picture::daily(black_box(&large)), Look::Light));
    });
    let last = FinalBoard {
        heading: heading(now),
        table: Table::plain(rows(10), None),
        draw: None,
        improved: None,
        winners: Vec::new(),
        quota: None,
        active: 9_000,
        points: 842_000,
        settled_at: now,
        next_starts_at: None,
    };
    let marks = marks(now - TimeDelta::days(28), now, chrono_tz::Europe::Berlin);
    let grown = |(n, name): (i64, &&str)| Grown {
        name: (*name).to_owned(),
        points: (1..).zip(&marks).map(|(day, _)| day * day * (10 - n)).collect(),
    };
    let lines = (1..).zip(&NAMES[..5]).map(grown).collect();
    let progress = Progress { marks: marks.clone(), lines };
    let standings = voice::picture::last(&last);
    let chart = voice::picture::growth(&last.heading.title, "How it went", &progress);
    c.bench_function("draw final standings and how it went", |b| {
        b.iter(|| {
            let standings = picture::png(black_box(&standings), Look::Dark);
            (standings, chart.as_ref().map(|chart| picture::png(black_box(chart), Look::Dark)))
        });
    });
}

criterion_group!(benches, pictures);
criterion_main!(benches);
