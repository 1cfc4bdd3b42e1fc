//! Resident memory: idle, and after many shares.

use std::rc::Rc;
use std::time::Duration;

use crate::ground::Ground;
use crate::load::{End, Load};
use crate::request::Shares;
use crate::server::Side;

/// Connections that put the shares in.
const CONNECTIONS: usize = 64;
/// A bot is idle when it has had nothing to do for so long.
const IDLE: Duration = Duration::from_secs(2);

/// Measures ours, then Bolt.
pub async fn measure(ground: &mut Ground) -> anyhow::Result<()> {
    ground.table.heading("Resident memory (the shares come through 64 connections)");
    let mut found = Vec::new();
    for side in ground.sides() {
        found.push(one(ground, side).await?);
    }
    let ours = &found[0];
    let bolt = found.get(1);
    let table = &mut ground.table;
    table.figure("idle, before any share", "MB", ours.idle, bolt.map(|bolt| bolt.idle));
    table.figure("after its shares", "MB", ours.busy, bolt.map(|bolt| bolt.busy));
    table.figure("at its highest", "MB", ours.highest, bolt.map(|bolt| bolt.highest));
    table.figure("shares until then", "thousand", ours.thousands, bolt.map(|bolt| bolt.thousands));
    table.figure("acknowledged meanwhile", "1/s", ours.rate, bolt.map(|bolt| bolt.rate));
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_pacesetter"))?.len();
    table.figure("the program's file", "MB", size as f64 / 1e6, None);
    Ok(())
}

struct Found {
    idle: f64,
    busy: f64,
    highest: f64,
    thousands: f64,
    rate: f64,
}

async fn one(ground: &mut Ground, side: Side) -> anyhow::Result<Found> {
    let (name, count) = match side {
        Side::Ours => ("ours", ground.lengths.shares),
        Side::Bolt => ("Bolt", ground.lengths.peer_shares.min(ground.lengths.shares)),
    };
    eprintln!("memory: {count} shares, {name}");
    // At a company's pace nobody shares a hundred times in one day.
    let people = ground.lengths.people.max(count / 10);
    let database = ground.fresh_with(side, "memory", people).await?;
    let server = ground.start(side, &database)?;
    server.ready().await?;
    tokio::time::sleep(IDLE).await;
    let (idle, _) = server.process.memory();
    let shares = Rc::new(Shares::by(people));
    let tally = server.bear(&shares, Load::closed(CONNECTIONS, End::Shares(count))).await;
    let (busy, highest) = server.process.memory();
    if let Some((what, times)) = tally.commonest_fault() {
        ground.table.remark(format!("{name}: {} without a receipt, {times} times: {what}", tally.faults()));
    }
    server.stop()?;
    Ok(Found { idle, busy, highest, thousands: tally.acked.len() as f64 / 1_000.0, rate: tally.rate() })
}
