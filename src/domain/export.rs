//! A contest written out: its standings and its ledger, for a spreadsheet or another program.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::contest::Phase;
use super::id::ContestId;
use super::ledger::Reason;

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// For a spreadsheet.
    #[default]
    Csv,
    /// For a program.
    Json,
}

/// Which part of an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The standings.
    Standings,
    /// The ledger.
    Ledger,
}

/// A file that somebody is sent. What it holds is written when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FileWanted {
    /// Everything that is kept of the person themselves.
    OwnData,
    /// A contest, for a manager.
    Contest {
        /// Which.
        contest: ContestId,
        /// How it is written.
        form: Form,
        /// One part of it alone; both otherwise.
        part: Option<Part>,
    },
    /// The tickets that a contest's draw was made from, for everybody.
    Draw {
        /// Which contest.
        contest: ContestId,
    },
}

/// A contest with all that its points come from. Names are as typed; whoever shows them escapes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Export {
    /// The contest's id.
    pub contest: String,
    /// Its title.
    pub title: String,
    /// How it is won, by the name that templates use.
    pub format: &'static str,
    /// Where it stands.
    pub phase: Phase,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end.
    pub ends_at: DateTime<Utc>,
    /// Its zone.
    pub zone: String,
    /// Teams in their order, then players in theirs.
    pub standings: Vec<ExportRow>,
    /// Every entry, in the order in which it was written.
    pub ledger: Vec<ExportEntry>,
}

/// A row of the standings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportRow {
    /// Place, from 1; none where the format ranks nobody of this sort.
    pub place: Option<i64>,
    /// `rep` or `team`.
    pub kind: &'static str,
    /// Slack's id of the rep, or ours of the team.
    pub id: String,
    /// The name.
    pub name: String,
    /// The name of the team that a rep plays for.
    pub team: Option<String>,
    /// What the format ranks by, in words.
    pub score: Option<String>,
    /// Points.
    pub points: i64,
    /// Shares that counted.
    pub shares: i64,
}

/// An entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportEntry {
    /// Its id.
    pub entry: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Slack's id of the rep.
    pub rep: String,
    /// The rep's name.
    pub name: String,
    /// Points, below 0 where they were taken.
    pub points: i64,
    /// Why.
    pub reason: Reason,
    /// The rule that paid, by its id.
    pub rule: Option<String>,
    /// The link that was shared.
    pub link: Option<String>,
    /// What a manager said of a correction.
    pub note: Option<String>,
    /// The entry that it takes back.
    pub reverses: Option<String>,
}
