//! What a board shows, ready to be worded.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::contest::Phase;
use super::duel::DuelLine;
use super::format::{Aside, Format, Row, Summary, Table};
use super::id::ContestId;
use super::quota::{Pace, Tally};
use super::range::Range;

/// What every board says of its contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Which contest.
    pub contest: ContestId,
    /// Its title, as typed.
    pub title: String,
    /// Its zone.
    pub zone: Tz,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end.
    pub ends_at: DateTime<Utc>,
    /// Where it stands.
    pub phase: Phase,
    /// The moment the board was drawn.
    pub now: DateTime<Utc>,
    /// Players on the board.
    pub players: i64,
    /// Shares of all together.
    pub shares: i64,
    /// How it is won.
    #[serde(default)]
    pub format: Format,
}

/// The board that everyone sees: the top, never the bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicBoard {
    /// Its contest.
    pub heading: Heading,
    /// The rows shown, from the top, and what holds for all.
    pub table: Table,
    /// Who moved up most since the last board, and by how many places.
    pub biggest_move: Option<(String, i64)>,
    /// Whose streak is the longest, and its weeks.
    pub longest_streak: Option<(String, i64)>,
    /// How all stand to their quotas, where everybody may see that.
    #[serde(default)]
    pub quota: Option<Tally>,
    /// The duels that are fought.
    pub duels: Vec<DuelLine>,
    /// Players with a share yesterday; none on the first day.
    pub active_yesterday: Option<i64>,
}

/// The board that one person sees: the top, the own row and its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateBoard {
    /// Its contest.
    pub heading: Heading,
    /// What holds for the whole board, where its format says something of it.
    pub summary: Option<Summary>,
    /// The pool the rows are of, from 1.
    pub pool: Option<usize>,
    /// The rows from the top.
    pub top: Vec<Row>,
    /// The asker's row, or their team's, and two neighbours each way; empty if they do not play.
    pub around: Vec<Row>,
    /// The asker's own row, or their team's.
    pub own: Option<Row>,
    /// How far the next place up is, in what the rows are ranked by; none for the leader.
    pub behind: Option<i64>,
    /// What the asker brought to their team.
    pub brought: Option<i64>,
    /// Why the asker, who has joined, stands in no row.
    #[serde(default)]
    pub aside: Option<Aside>,
    /// How the asker stands to their quota, if they have one.
    #[serde(default)]
    pub quota: Option<Pace>,
    /// Whether the public board can be posted where it was asked for.
    pub can_post: bool,
}

impl PrivateBoard {
    /// The own row with the one above and the one below.
    pub fn nearest(&self) -> impl Iterator<Item = &Row> {
        let own =
            self.around.iter().position(|row| self.own.as_ref().is_some_and(|own| own.side == row.side));
        let near = own.map_or(0..0, |own| own.saturating_sub(1)..(own + 2).min(self.around.len()));
        self.around[near].iter()
    }
}

/// A stretch of a contest as one person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeBoard {
    /// The contest's title, as typed.
    pub title: String,
    /// The stretch.
    pub range: Range,
    /// The rows from the top.
    pub top: Vec<Row>,
    /// The asker's row and two neighbours each way; empty if they earned nothing.
    pub around: Vec<Row>,
    /// The asker's own row.
    pub own: Option<Row>,
    /// How many earned something.
    pub players: i64,
}

/// The final standings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalBoard {
    /// Its contest.
    pub heading: Heading,
    /// The rows shown, from the top, ties in the order in which the score was reached.
    pub table: Table,
    /// The draw, where there was one.
    pub draw: Option<Draw>,
    /// Who improved most on the month before, as typed, and by how many per cent.
    pub improved: Option<(String, i64)>,
    /// The prizes, with whom they go to.
    #[serde(default)]
    pub winners: Vec<Winners>,
    /// How all came out against their quotas, where everybody may see that.
    #[serde(default)]
    pub quota: Option<Tally>,
    /// Players who shared something.
    pub active: i64,
    /// Points of all together.
    pub points: i64,
    /// Until when a manager can correct the standings.
    pub settled_at: DateTime<Utc>,
    /// When the next contest of the series starts, if there is one.
    pub next_starts_at: Option<DateTime<Utc>>,
}

/// A prize and whom it goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Winners {
    /// What it is, as typed.
    pub prize: String,
    /// Names, as typed.
    pub names: Vec<String>,
    /// How many more.
    pub more: i64,
}

/// A draw that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The seed it was made by, secret until now.
    pub seed: String,
    /// Names of those drawn, as typed, in order.
    pub winners: Vec<String>,
}
