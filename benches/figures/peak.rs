//! A morning's peak: a contest all over Europe, on PostgreSQL, with two replicas that take turns.

use std::rc::Rc;
use std::time::Duration;

use crate::ground::{Ground, prepare};
use crate::load::{End, Load, Target};
use crate::postgres::Postgres;
use crate::request::Shares;
use crate::server::Server;

/// Shares a second.
const RATE: u64 = 50;
/// Shares that warm each replica up.
const WARM: u64 = 200;

/// Measures it, or says that there is no PostgreSQL.
pub async fn measure(ground: &mut Ground) -> anyhow::Result<()> {
    let (people, seconds) = (ground.lengths.peak_people, ground.lengths.peak);
    eprintln!("peak: {people} people, {seconds} s");
    let Some(postgres) = Postgres::start()? else {
        ground
            .table
            .columns("A morning's peak on PostgreSQL: skipped, no PostgreSQL programs found", ["", ""]);
        return Ok(());
    };
    prepare(&ground.slack, &postgres.url(), people, ground.folder()).await?;
    let replicas = [(); 2].map(|()| Server::ours(&ground.slack, &postgres.url(), ground.folder()));
    let replicas = replicas.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    for replica in &replicas {
        replica.ready().await?;
    }
    let target = Target {
        addresses: replicas.iter().flat_map(|replica| replica.target.addresses.clone()).collect(),
        receipt: replicas[0].target.receipt,
    };
    let shares = Rc::new(Shares::by(people));
    crate::load::run(&target, &shares, Load::closed(4, End::Shares(WARM))).await;
    let before: f64 = replicas.iter().map(|replica| replica.process.cpu()).sum();
    let tally = crate::load::run(&target, &shares, Load::open(RATE, Duration::from_secs(seconds))).await;
    let cpu = replicas.iter().map(|replica| replica.process.cpu()).sum::<f64>() - before;
    let memory = replicas.iter().map(|replica| replica.process.memory().0).fold(0.0, f64::max);
    for replica in replicas {
        replica.stop()?;
    }
    let where_to = crate::table::files_of(postgres.folder());
    let table = &mut ground.table;
    let title = format!(
        "A morning's peak: {people} people, {RATE} shares/s for {seconds} s, {} on {where_to}, two replicas",
        postgres.version
    );
    table.columns(title, ["ours", ""]);
    for (name, part) in [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)] {
        table.figure(name, "ms", tally.within(part), None);
    }
    table.figure("acknowledged", "1/s", tally.rate(), None);
    table.figure("NOT answered with a receipt", "requests", tally.faults() as f64, None);
    if let Some((what, times)) = tally.commonest_fault() {
        table.note(format!("{times} times: {what}"));
    }
    table.figure(
        "CPU for 1,000 shares, both replicas",
        "s",
        cpu / (tally.acked.len() as f64 / 1_000.0),
        None,
    );
    table.figure("resident memory of the larger replica", "MB", memory, None);
    Ok(())
}
