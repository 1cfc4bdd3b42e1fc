//! What to measure, and for how long.

use clap::{Parser, ValueEnum};

/// The figures of the whole program, beside a bot on Bolt for JavaScript and bare baselines, in one table.
#[derive(Parser)]
#[command(bin_name = "cargo bench --bench figures --", disable_version_flag = true)]
pub struct Settings {
    /// A smoke run of everything, in less than two minutes: its figures mean little
    #[arg(long, conflicts_with = "full")]
    quick: bool,
    /// A million shares before memory is told, and ten minutes of a morning's peak
    #[arg(long)]
    full: bool,
    /// Only these sections
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Section>,
    /// Leave Bolt out
    #[arg(long)]
    pub no_peer: bool,
    /// Seconds of each closed loop
    #[arg(long)]
    seconds: Option<u64>,
    /// Alternating runs of ours and Bolt, of which the medians are told
    #[arg(long)]
    rounds: Option<usize>,
    /// Shares before memory is told
    #[arg(long)]
    shares: Option<u64>,
    /// Ledger entries of the larger board; the smaller has a tenth
    #[arg(long)]
    entries: Option<u64>,
    /// Reps on the large boards
    #[arg(long)]
    reps: Option<u64>,
    /// Rounds of kill -9, for commands and for events
    #[arg(long)]
    kills: Option<usize>,
    /// Seconds of the morning's peak
    #[arg(long)]
    peak_seconds: Option<u64>,
    /// Given by `cargo bench`, but not by `cargo test`
    #[arg(long, hide = true)]
    bench: bool,
    /// Given by hand to see that it builds
    #[arg(long, hide = true)]
    test: bool,
}

/// A part of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Section {
    /// The disk, and bare handlers.
    Baselines,
    /// Closed and open loops, CPU.
    Speed,
    /// Resident memory.
    Memory,
    /// From start to the first ack.
    Start,
    /// Large boards.
    Board,
    /// kill -9 under load.
    Kill,
    /// A morning's peak on PostgreSQL.
    Peak,
}

/// How much of everything.
#[derive(Clone, Copy)]
pub struct Lengths {
    /// Seconds of each closed loop.
    pub closed: u64,
    /// Seconds of the open loop.
    pub open: u64,
    /// Alternating runs.
    pub rounds: usize,
    /// People who share, but in the peak and on the boards.
    pub people: u64,
    /// Shares of ours before memory is told.
    pub shares: u64,
    /// Shares of Bolt's before memory is told.
    pub peer_shares: u64,
    /// Starts, of which the median is told.
    pub starts: usize,
    /// Reps on the large boards.
    pub reps: u64,
    /// Ledger entries of the larger one.
    pub entries: u64,
    /// Times a board is asked for.
    pub looks: usize,
    /// Rounds of kill -9.
    pub kills: usize,
    /// Seconds of the peak.
    pub peak: u64,
    /// People in it.
    pub peak_people: u64,
}

const USUAL: Lengths = Lengths {
    closed: 5,
    open: 10,
    rounds: 3,
    people: 20_000,
    shares: 100_000,
    peer_shares: 50_000,
    starts: 5,
    reps: 100_000,
    entries: 5_000_000,
    looks: 1_000,
    kills: 10,
    peak: 60,
    peak_people: 24_000,
};

const QUICK: Lengths = Lengths {
    closed: 1,
    open: 2,
    rounds: 1,
    people: 5_000,
    shares: 2_000,
    peer_shares: 1_000,
    starts: 1,
    reps: 5_000,
    entries: 50_000,
    looks: 50,
    kills: 1,
    peak: 4,
    peak_people: 1_000,
};

impl Settings {
    /// Whether this is `cargo bench`; `cargo test --benches` only wants to know that it builds.
    pub fn is_bench(&self) -> bool {
        self.bench && !self.test
    }

    /// Whether a section was asked for.
    pub fn wants(&self, section: Section) -> bool {
        self.only.is_empty() || self.only.contains(&section)
    }

    /// How much of everything was asked for.
    pub fn lengths(&self) -> Lengths {
        let base = match (self.quick, self.full) {
            (true, _) => QUICK,
            (_, true) => Lengths { shares: 1_000_000, peak: 600, ..USUAL },
            _ => USUAL,
        };
        let entries = self.entries.unwrap_or(base.entries).max(10);
        Lengths {
            closed: self.seconds.unwrap_or(base.closed).max(1),
            rounds: self.rounds.unwrap_or(base.rounds).max(1),
            shares: self.shares.unwrap_or(base.shares).max(1),
            entries,
            reps: self.reps.unwrap_or(base.reps).clamp(1, entries / 10),
            kills: self.kills.unwrap_or(base.kills).max(1),
            peak: self.peak_seconds.unwrap_or(base.peak).max(1),
            ..base
        }
    }
}
