//! What managers did to a contest, as it can be read afterwards.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::change::Changed;
use super::correction::Correction;
use super::review::ReviewLine;
use super::reward::AwardState;

/// The log of a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestLog {
    /// The contest's title, as typed.
    pub title: String,
    /// Its zone, in which times are told.
    pub zone: Tz,
    /// What was done, latest first.
    pub lines: Vec<LogLine>,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, by name as typed.
    pub by: String,
    /// What.
    pub deed: Deed,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // a handful of them live at a time
pub enum Deed {
    /// A score was corrected by hand.
    Corrected(Correction),
    /// A review was decided.
    Reviewed(ReviewLine),
    /// The rules became others.
    Ruled {
        /// The version's number.
        version: i64,
        /// From when on it holds.
        from: DateTime<Utc>,
        /// What changed.
        changed: Vec<Changed>,
    },
    /// A bonus or a rest was scheduled, or a captain chose a play of the week.
    Scheduled {
        /// Its number among the changes of rules.
        number: i64,
        /// What people read.
        label: String,
    },
    /// One of these was called off.
    CalledOff {
        /// Its number.
        number: i64,
        /// What people read.
        label: String,
    },
    /// A player was put on another team.
    Moved {
        /// Who, by name as typed.
        name: String,
        /// The team before, if any, as typed.
        from: Option<String>,
        /// The team since, as typed.
        to: String,
    },
    /// All players were dealt into teams.
    Dealt {
        /// Into so many.
        teams: i64,
    },
    /// A prize was approved, declined or taken back.
    Awarded {
        /// The award's number.
        number: i64,
        /// Whose, by name as typed.
        name: String,
        /// What, as typed.
        prize: String,
        /// Where it stands.
        state: AwardState,
        /// Why, as typed.
        reason: Option<String>,
    },
}
