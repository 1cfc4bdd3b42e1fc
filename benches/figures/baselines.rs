//! What this machine can do at all: its disk, and handlers that do next to nothing, under the same generator.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::bare::{DATABASE, LISTEN};
use crate::ground::Ground;
use crate::load::{self, End, Load, Target};
use crate::process::{Process, free_address};
use crate::request::{self, user};
use crate::speed::{CONNECTIONS, Found};

/// How long the disk is measured.
const DISK_FOR: Duration = Duration::from_secs(2);
/// What is written before each wait for the disk: a page of SQLite's.
const PAGE: usize = 4_096;

/// Measures the disk, then each bare handler.
pub async fn measure(ground: &mut Ground) -> anyhow::Result<()> {
    ground.table.columns("Baselines: this machine without any bot, under the same generator", ["", ""]);
    eprintln!("baselines: the disk");
    let (syncs, p99) = disk(ground.folder())?;
    ground.table.figure("the disk: 4 KiB written and synced, one after another", "1/s", syncs, None);
    ground.table.figure("the disk: p99 of one", "ms", p99, None);
    for (name, database) in
        [("bare, the signature only", None), ("bare, a transaction each", Some("bare.db"))]
    {
        eprintln!("baselines: {name}");
        for (connections, found) in bare(ground, database).await? {
            let s = if connections == 1 { "" } else { "s" };
            let what = format!("{name}: {connections} connection{s}");
            ground.table.figure(what, "1/s", found.rate, None);
            ground.table.note(format!(
                "p50 {:.2}, p99 {:.2} ms, CPU {:.3} s for 1,000, {} faults",
                found.p50, found.p99, found.cpu, found.faults
            ));
        }
    }
    Ok(())
}

/// Syncs a second, and the time within which 99 of 100 were done, in milliseconds.
fn disk(folder: &Path) -> anyhow::Result<(f64, f64)> {
    let path = folder.join("disk");
    let file = File::create(&path)?;
    let page = [0x5A_u8; PAGE];
    // A log grows until it is begun anew: so does this.
    let pages = 1_000;
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < DISK_FOR {
        let from = Instant::now();
        file.write_all_at(&page, (times.len() % pages * PAGE) as u64)?;
        file.sync_data()?;
        times.push(from.elapsed().as_secs_f64() * 1_000.0);
    }
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    times.sort_by(f64::total_cmp);
    Ok((rate, crate::tally::percentile(&times, 0.99).unwrap_or(f64::NAN)))
}

/// This very program again, as a bare handler.
async fn bare(ground: &Ground, database: Option<&str>) -> anyhow::Result<Vec<(usize, Found)>> {
    let address = free_address()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.env(LISTEN, address.to_string());
    if let Some(database) = database {
        command.env(DATABASE, ground.folder().join(database));
    }
    let process = Process::start(&mut command, ground.folder())?;
    let target = Target { addresses: vec![address], receipt: "You are" };
    load::until_answered(&process, &target, || request::command(&user(0), "/share", "", "0")).await?;
    let mut all = Vec::new();
    for connections in CONNECTIONS {
        let end = End::After(Duration::from_secs(ground.lengths.closed.min(3)));
        let before = process.cpu();
        let tally = load::run(&target, &ground.shares(), Load::closed(connections, end)).await;
        let cpu = (process.cpu() - before) / (tally.acked.len() as f64 / 1_000.0);
        all.push((connections, Found { cpu, ..Found::of(&tally) }));
    }
    process.stop()?;
    Ok(all)
}
