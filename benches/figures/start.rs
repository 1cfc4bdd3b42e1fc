//! How long a bot takes from its start, on a database that is in use, to the first share that it acknowledges.

use std::path::PathBuf;
use std::time::Instant;

use crate::ground::Ground;
use crate::load::{End, Load};
use crate::request::Door;
use crate::server::Side;
use crate::tally::median;

/// Connections that fill the database.
const CONNECTIONS: usize = 16;

/// Starts ours and Bolt in turn, and tells the medians.
pub async fn measure(ground: &mut Ground) -> anyhow::Result<()> {
    let sides = ground.sides();
    let mut databases = Vec::new();
    for side in &sides {
        databases.push(in_use(ground, *side).await?);
    }
    let mut times = vec![Vec::new(); sides.len()];
    for round in 1..=ground.lengths.starts {
        eprintln!("start: round {round}");
        for ((side, database), times) in sides.iter().zip(&databases).zip(&mut times) {
            let shares = ground.shares();
            let begun = Instant::now();
            let server = ground.start(*side, database)?;
            let share = || shares.body(shares.next(), Door::Command);
            let said = server.answers(share).await?;
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
            anyhow::ensure!(said.contains(server.target.receipt), "no receipt: {said}");
            server.stop()?;
        }
    }
    let mut medians = times.into_iter().map(median);
    let (ours, bolt) = (medians.next().unwrap_or(f64::NAN), medians.next());
    let starts = ground.lengths.starts;
    ground.table.heading(format!("Start (median of {starts})"));
    ground.table.figure("from start to the first share acknowledged", "ms", ours, bolt);
    Ok(())
}

/// A database with a share of everybody's in it, closed as a bot that is told to stop closes it.
async fn in_use(ground: &mut Ground, side: Side) -> anyhow::Result<PathBuf> {
    let database = ground.fresh(side, if side == Side::Ours { "start-ours" } else { "start-bolt" }).await?;
    let server = ground.start(side, &database)?;
    server.ready().await?;
    server.bear(&ground.shares(), Load::closed(CONNECTIONS, End::Shares(ground.lengths.people / 4))).await;
    server.stop()?;
    Ok(database)
}
