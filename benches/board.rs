//! How long a board takes to be worded, the public one of ten rows and a private one; and how long formats take to put
//! 10,000 players in their order.

use std::collections::BTreeMap;
use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use pacesetter::domain::board::{Heading, PrivateBoard, PublicBoard};
use pacesetter::domain::contest::Phase;
use pacesetter::domain::format::{
    Average, Field, Format, League, OwnTarget, Player, Raffle, Row, Shown, Side, Table, Team,
};
use pacesetter::domain::standing::Standing;
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
        format: Format::default(),
    }
}

fn boards(c: &mut Criterion) {
    let now = DateTime::from_timestamp(1_772_524_800, 0).unwrap_or_default();
    let public = PublicBoard {
        heading: heading(now),
        table: Table::plain((1..=10).map(row).collect(), None),
        biggest_move: Some(("Ana".to_owned(), 7)),
        quota: None,
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
        aside: None,
        quota: None,
        can_post: true,
    };
    c.bench_function("word the public board", |b| b.iter(|| voice::board::public(black_box(&public))));
    c.bench_function("word the private board", |b| b.iter(|| voice::board::private(black_box(&private))));
}

/// So many players, a tenth of them on each of ten teams.
fn players(many: usize) -> Vec<Player> {
    let player = |i: usize| Player {
        standing: Standing {
            user: format!("U{i:06}").as_str().into(),
            name: format!("Person {i}"),
            points: i64::try_from(i * 2_654_435_761 % 997).unwrap_or(0),
            shares: i64::try_from(i % 40).unwrap_or(0),
            place: 0,
            place_before: None,
            reached_at: DateTime::UNIX_EPOCH,
            streak: 0,
        },
        joined_at: DateTime::UNIX_EPOCH,
        team: Some(format!("t{}", i % 10).as_str().into()),
        through_at: None,
        round_points: 0,
        points_before: 100,
        weeks: [].into(),
    };
    (0..many).map(player).collect()
}

/// How long a format takes to put 10,000 players in their order.
fn formats(c: &mut Criterion) {
    let players = players(10_000);
    let team = |i: usize| Team {
        id: format!("t{i}").as_str().into(),
        name: format!("Team {i}"),
        captain: None,
        place_before: None,
    };
    let teams: Vec<Team> = (0..10).map(team).collect();
    let start = DateTime::UNIX_EPOCH;
    let field = Field {
        players: &players,
        gone: &[],
        teams: &teams,
        rounds: &[],
        first_draw: start,
        zone: chrono_tz::UTC,
        starts_at: start,
        ends_at: start + TimeDelta::days(14),
        weeks: &[],
        ended_at: None,
        former: &BTreeMap::new(),
    };
    let all = [
        Format::Raffle(Raffle::default()),
        Format::OwnTarget(OwnTarget::default()),
        Format::Average(Average {}),
        Format::League(League::default()),
    ];
    for format in all {
        let name = format!("order 10,000 players: {}", format.name());
        c.bench_function(&name, |b| b.iter(|| black_box(format.rules().table(black_box(&field)))));
    }
}

criterion_group!(benches, boards, formats);
criterion_main!(benches);
