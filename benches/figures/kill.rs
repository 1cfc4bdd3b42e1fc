//! kill -9 under load: what was acknowledged must be in the ledger.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use sqlx::{Connection as _, SqliteConnection};
use tokio::time::sleep;

use crate::ground::{Ground, sqlite};
use crate::load::{End, Load};
use crate::request::{Door, number_in};
use crate::server::Side;

/// Connections under load.
const CONNECTIONS: usize = 64;
/// Shares that warm a bot up; they are looked for like the others.
const WARM: u64 = 100;
/// The load ends with the kill, and at the latest after this.
const AT_MOST: Duration = Duration::from_secs(10);

/// What all rounds found.
#[derive(Default)]
struct Found {
    acked: usize,
    kept: usize,
    lost: usize,
    doubled: usize,
    rounds_with_loss: usize,
}

/// Kills ours and Bolt in turn, under commands and under events.
pub async fn measure(ground: &mut Ground) -> anyhow::Result<()> {
    let rounds = ground.lengths.kills;
    ground.table.heading(format!("kill -9 under 64 connections ({rounds} rounds each)"));
    for (door, name) in [(Door::Command, "commands"), (Door::Event, "events")] {
        let mut all = Vec::new();
        for side in ground.sides() {
            eprintln!("kill: {name}, {}", if side == Side::Ours { "ours" } else { "Bolt" });
            let mut found = Found::default();
            for round in 0..rounds {
                one(ground, side, door, round, &mut found).await?;
            }
            all.push(found);
        }
        let (ours, bolt) = (&all[0], all.get(1));
        let mut row = |what: &str, of: fn(&Found) -> usize| {
            let counts = (of(ours) as f64, bolt.map(|bolt| of(bolt) as f64));
            ground.table.figure(format!("{name}: {what}"), "shares", counts.0, counts.1);
        };
        row("acknowledged", |found| found.acked);
        row("in the ledger", |found| found.kept);
        row("ACKNOWLEDGED AND LOST", |found| found.lost);
        let bolts = bolt.map_or_else(String::new, |bolt| format!(", Bolt in {}", bolt.rounds_with_loss));
        ground.table.note(format!("ours in {} of {rounds} rounds{bolts}", ours.rounds_with_loss));
        let mut row = |what: &str, of: fn(&Found) -> usize| {
            let counts = (of(ours) as f64, bolt.map(|bolt| of(bolt) as f64));
            ground.table.figure(format!("{name}: {what}"), "shares", counts.0, counts.1);
        };
        row("in the ledger twice", |found| found.doubled);
    }
    Ok(())
}

/// One life and death, on a fresh database.
async fn one(
    ground: &mut Ground,
    side: Side,
    door: Door,
    round: usize,
    found: &mut Found,
) -> anyhow::Result<()> {
    let database = ground.fresh(side, "kill").await?;
    let mut server = ground.start(side, &database)?;
    server.ready().await?;
    let (target, shares) = (server.target.clone(), ground.shares());
    let warm = Load { door, ..Load::closed(CONNECTIONS, End::Shares(WARM)) };
    let mut acked: HashSet<u64> = server.bear(&shares, warm).await.acked.into_iter().collect();
    let load = Load { door, ..Load::closed(CONNECTIONS, End::After(AT_MOST)) };
    let stop = load.stop.clone();
    // At another moment in each round, so that it meets each step of the work.
    let lives = Duration::from_micros(400_000 + round as u64 * 67_891 % 500_000);
    let kill = async {
        sleep(lives).await;
        // In one step: what is answered from here on is answered by nobody.
        let killed = server.process.kill();
        stop.set(true);
        killed
    };
    let (tally, killed) = tokio::join!(crate::load::run(&target, &shares, load), kill);
    killed?;
    let kept = kept(&database, side).await?;
    let said = tally.commonest_fault().map(|(what, times)| format!("{times} times: {what}"));
    acked.extend(tally.acked);
    anyhow::ensure!(!acked.is_empty(), "nothing was acknowledged before the kill: {said:?}");
    let lost = acked.iter().filter(|number| !kept.contains_key(number)).count();
    found.acked += acked.len();
    found.kept += kept.len();
    found.lost += lost;
    found.doubled += kept.values().filter(|times| **times > 1).count();
    found.rounds_with_loss += usize::from(lost > 0);
    Ok(())
}

/// The numbers of the shares that are in the ledger, and how often each was paid as a share.
async fn kept(database: &Path, side: Side) -> anyhow::Result<HashMap<u64, i64>> {
    let sql = match side {
        Side::Ours => {
            "SELECT s.link_url, COUNT(*) FROM shares s
             JOIN ledger l ON l.workspace_id = s.workspace_id AND l.user_id = s.user_id AND l.share_id = s.share_id
             WHERE l.reason = 'share' GROUP BY s.share_id, s.link_url"
        }
        Side::Bolt => {
            "SELECT s.url, COUNT(*) FROM submission s JOIN ledger l ON l.submission_id = s.id GROUP BY s.id, s.url"
        }
    };
    let mut connection = SqliteConnection::connect(&sqlite(database)).await?;
    let rows: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(&mut connection).await?;
    connection.close().await?;
    let mut kept = HashMap::new();
    for (link, times) in rows {
        if let Some(number) = number_in(&link) {
            *kept.entry(number).or_default() += times;
        }
    }
    Ok(kept)
}
