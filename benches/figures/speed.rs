//! How many shares are acknowledged, how fast, and at what cost to the processors.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::ground::Ground;
use crate::load::{End, Load};
use crate::process::own_cpu;
use crate::server::Side;
use crate::tally::{Tally, median};

/// Connections of the closed loops.
pub const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// Shares a second in the open loop.
const STEADY: u64 = 600;
/// Shares that warm a bot up and are not counted.
const WARM: u64 = 300;

/// What one run found.
#[derive(Clone, Copy)]
pub struct Found {
    /// Acknowledged shares a second.
    pub rate: f64,
    /// Milliseconds within which half of the answers came.
    pub p50: f64,
    /// Milliseconds within which 99 of 100 came.
    pub p99: f64,
    /// Milliseconds until the slowest came.
    pub max: f64,
    /// Processor seconds of the bot for 1,000 shares.
    pub cpu: f64,
    /// The same of Slack.
    pub slack: f64,
    /// The same of the generator.
    pub generator: f64,
    /// Requests without a receipt.
    pub faults: u64,
}

impl Found {
    /// What a tally says, without the processors' part.
    pub fn of(tally: &Tally) -> Self {
        Self {
            rate: tally.rate(),
            p50: tally.within(0.5),
            p99: tally.within(0.99),
            max: tally.within(1.0),
            cpu: f64::NAN,
            slack: f64::NAN,
            generator: f64::NAN,
            faults: tally.faults(),
        }
    }
}

/// What all runs of one kind found.
#[derive(Default)]
pub struct Runs(Vec<Found>);

impl Runs {
    /// Adds a run.
    pub fn push(&mut self, found: Found) {
        self.0.push(found);
    }

    /// The median of a figure.
    pub fn median(&self, of: impl Fn(&Found) -> f64) -> f64 {
        median(self.0.iter().map(of).collect())
    }

    fn worst(&self) -> f64 {
        self.0.iter().map(|found| found.max).fold(f64::NAN, f64::max)
    }

    fn faults(&self) -> u64 {
        self.0.iter().map(|found| found.faults).sum()
    }
}

/// Runs ours and Bolt in turn, and tells the medians.
pub async fn measure(ground: &mut Ground) -> anyhow::Result<()> {
    let mut found: BTreeMap<(usize, bool), Runs> = BTreeMap::new();
    for round in 1..=ground.lengths.rounds {
        for side in ground.sides() {
            let is_ours = side == Side::Ours;
            eprintln!("speed: round {round}, {}", if is_ours { "ours" } else { "Bolt" });
            for (kind, run) in one_round(ground, side).await?.into_iter().enumerate() {
                found.entry((kind, is_ours)).or_default().push(run);
            }
        }
    }
    let rounds = ground.lengths.rounds;
    ground.table.heading(format!(
        "Shares acknowledged on SQLite, synchronous FULL (medians of {rounds} alternating runs; max: the worst of all)"
    ));
    let kinds = CONNECTIONS.map(|n| format!("{n} connection{}", if n == 1 { "" } else { "s" }));
    for (kind, name) in kinds.into_iter().chain([format!("steady {STEADY}/s")]).enumerate() {
        tell(ground, &name, kind, &found);
    }
    Ok(())
}

/// Each closed loop, then the open one, on one fresh bot.
async fn one_round(ground: &mut Ground, side: Side) -> anyhow::Result<Vec<Found>> {
    let database = ground.fresh(side, "speed").await?;
    let server = ground.start(side, &database)?;
    server.ready().await?;
    let shares = ground.shares();
    server.bear(&shares, Load::closed(4, End::Shares(WARM))).await;
    let closed = Duration::from_secs(ground.lengths.closed);
    let mut loads: Vec<Load> = CONNECTIONS.iter().map(|n| Load::closed(*n, End::After(closed))).collect();
    loads.push(Load::open(STEADY, Duration::from_secs(ground.lengths.open)));
    let mut found = Vec::new();
    for load in loads {
        let before = (server.process.cpu(), ground.slack.cpu(), own_cpu());
        let tally = server.bear(&shares, load).await;
        let thousands = tally.acked.len() as f64 / 1_000.0;
        if let Some((what, times)) = tally.commonest_fault() {
            eprintln!("      {} without a receipt, {times} times: {what}", tally.faults());
        }
        found.push(Found {
            cpu: (server.process.cpu() - before.0) / thousands,
            slack: (ground.slack.cpu() - before.1) / thousands,
            generator: (own_cpu() - before.2) / thousands,
            ..Found::of(&tally)
        });
    }
    server.stop()?;
    Ok(found)
}

fn tell(ground: &mut Ground, name: &str, kind: usize, found: &BTreeMap<(usize, bool), Runs>) {
    let Some(ours) = found.get(&(kind, true)) else { return };
    let bolt = found.get(&(kind, false));
    let table = &mut ground.table;
    let mut row = |what: &str, unit: &'static str, of: fn(&Runs) -> f64| {
        table.figure(format!("{name}: {what}"), unit, of(ours), bolt.map(of));
    };
    row("acknowledged", "1/s", |runs| runs.median(|found| found.rate));
    row("p50", "ms", |runs| runs.median(|found| found.p50));
    row("p99", "ms", |runs| runs.median(|found| found.p99));
    row("max", "ms", Runs::worst);
    row("CPU for 1,000 shares", "s", |runs| runs.median(|found| found.cpu));
    let slack = ours.median(|found| found.slack);
    let generator = ours.median(|found| found.generator);
    if slack.is_finite() {
        table.note(format!("beside it, ours: Slack {slack:.3} s, the generator {generator:.3} s"));
    }
    if ours.faults() + bolt.map_or(0, Runs::faults) > 0 {
        let faults = (ours.faults() as f64, bolt.map(|bolt| bolt.faults() as f64));
        table.figure(format!("{name}: NOT answered with a receipt"), "requests", faults.0, faults.1);
    }
}
