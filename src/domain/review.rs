//! What waits for a manager: counts and results to be confirmed, and appeals.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::id::{ChannelId, ContestId, EntryId, ShareId, UserId};
use super::measure::{Measure, Win};
use super::score::Verdict;
use super::share::Draft;

/// Most reviews of one person that are open at a time.
pub const OPEN_MOST: usize = 10;

/// Most characters of what somebody says to it.
pub const NOTE_MOST: usize = 300;

/// Something that waits for a manager, or was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its number in the workspace, from 1.
    pub number: i64,
    /// Who asks.
    pub user: UserId,
    /// For what.
    pub matter: Matter,
    /// What they say to it, as typed; may be empty.
    pub note: String,
    /// Where it stands.
    pub state: ReviewState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
}

/// What a review is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)] // few of them live at a time
pub enum Matter {
    /// A number that jumped.
    Count {
        /// Its row.
        count: String,
        /// What was counted.
        measure: Measure,
        /// The most before.
        most: i64,
        /// How many now.
        value: i64,
    },
    /// A result to be confirmed.
    Win(Win),
    /// A share that earned less than its rep thinks right.
    Share {
        /// Which.
        share: ShareId,
        /// Its link, to show.
        url: String,
        /// What became of it.
        verdict: Verdict,
        /// How alike its words were to an earlier share's, in per cent.
        likeness: u8,
        /// Whether that halved it.
        halved: bool,
        /// What it was paid, all told.
        paid: i64,
    },
    /// An award that its rep thinks wrong.
    Award {
        /// In which contest.
        contest: ContestId,
        /// Which.
        entry: EntryId,
        /// What it was for, as typed.
        label: String,
        /// What it paid.
        paid: i64,
        /// What the week's most cut away.
        cut: i64,
    },
    /// A post that somebody else submitted first.
    Post {
        /// The share that counts.
        first: ShareId,
        /// What the second rep would have submitted.
        draft: Draft,
        /// From where.
        channel: ChannelId,
    },
}

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// A manager has yet to decide.
    Open,
    /// Granted.
    Approved,
    /// Not granted.
    Declined,
    /// What it was about is gone.
    Withdrawn,
}

/// A review as people read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewLine {
    /// Its number.
    pub number: i64,
    /// Who asks, by name as typed.
    pub name: String,
    /// For what.
    pub matter: Matter,
    /// Names of those whose credit it is, or whose post it is now, with their per cent.
    pub others: Vec<(String, i64)>,
    /// What the rep says to it, as typed.
    pub note: String,
    /// Where it stands.
    pub state: ReviewState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Who decided, when, and why, as typed.
    pub decided: Option<(String, DateTime<Utc>, String)>,
}

/// The reviews of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewList {
    /// The zone in which times are told.
    pub zone: Tz,
    /// Some of them.
    pub lines: Vec<ReviewLine>,
    /// How many more there are.
    pub more: usize,
}

/// What came of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The review, as decided.
    pub line: ReviewLine,
    /// What it paid, by name and contest.
    pub paid: Vec<Paid>,
}

/// Points that somebody was paid somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// Who, by id.
    pub user: UserId,
    /// By name, as typed.
    pub name: String,
    /// In which contest, by its title.
    pub title: String,
    /// How much.
    pub points: i64,
}

/// Why a review is not asked for, or not decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum ReviewRefusal {
    /// There is no review of that number.
    Unknown { number: i64 },
    /// Somebody has decided it already.
    Closed { number: i64, by: String, state: ReviewState },
    /// It is one's own.
    Own { others: Vec<String> },
    /// Declining takes words that say why.
    NoReason { number: i64, most: usize },
    /// The person asks for too much at once.
    TooMany { most: usize },
    /// What it is about was asked for already.
    Asked { number: i64 },
    /// There is no share or award of theirs to look at.
    NothingToAppeal,
    /// Granting it takes a number of points.
    NeedsPoints { number: i64 },
    /// What it was about was taken back, or its contest is over.
    Gone { number: i64 },
}
