//! The figures of the whole program, in one table: `cargo bench --bench figures`.
//!
//! The release binary runs over loopback and is sent signed requests; beside it, in the same run, a bot on Bolt
//! for JavaScript, handlers that do next to nothing, and the disk. `docs/benchmarks.md` says what each row means.

#![allow(clippy::print_stdout)] // the table is what it is for

mod bare;
mod baselines;
mod board;
mod bolt;
mod fill;
mod ground;
mod kill;
mod load;
mod memory;
mod peak;
mod postgres;
mod process;
mod request;
mod server;
mod settings;
mod slack;
mod speed;
mod start;
mod table;
mod tally;

use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use tokio::task::LocalSet;

use crate::bolt::Bolt;
use crate::ground::Ground;
use crate::settings::{Section, Settings};

fn main() -> anyhow::Result<ExitCode> {
    bare::serve_if_asked()?;
    let settings = Settings::parse();
    if !settings.is_bench() {
        return Ok(ExitCode::SUCCESS);
    }
    let begun = Instant::now();
    let bolt = match settings.no_peer {
        true => Err("not asked for".to_owned()),
        false => Bolt::install().map_err(|why| format!("{why:#}")),
    };
    // Beside the build, on a disk: a temporary folder may be in memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let machine = table::machine(folder.path());
    let peer = match &bolt {
        Ok(bolt) => format!("Bolt for JavaScript 5.1.0 on Node.js {}", bolt.node),
        Err(why) => format!("Bolt: skipped, {why}"),
    };
    eprintln!("{machine}\n{peer}");
    // One thread: what the generator takes from the processors, it takes from both sides alike.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut ground = Ground::new(settings.lengths(), bolt, folder)?;
    let mut has_failed = false;
    for section in Section::value_variants() {
        if settings.wants(*section) {
            let outcome = LocalSet::new().block_on(&runtime, run(*section, &mut ground));
            if let Err(fault) = outcome {
                has_failed = true;
                ground.table.remark(format!("{section:?} FAILED: {fault:#}"));
            }
        }
    }
    let took = begun.elapsed().as_secs();
    println!("\n{machine}\n{peer}\n{}", ground.table.text());
    println!("Took {} min {} s; load average at the end {}.", took / 60, took % 60, table::load_average());
    Ok(if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn run(section: Section, ground: &mut Ground) -> anyhow::Result<()> {
    match section {
        Section::Baselines => baselines::measure(ground).await,
        Section::Speed => speed::measure(ground).await,
        Section::Memory => memory::measure(ground).await,
        Section::Start => start::measure(ground).await,
        Section::Board => board::measure(ground).await,
        Section::Kill => kill::measure(ground).await,
        Section::Peak => peak::measure(ground).await,
    }
}
