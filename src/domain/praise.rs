//! What a shout-out praises.

use serde::{Deserialize, Serialize};

/// One thing worth saying in the channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "praise", rename_all = "snake_case")]
pub enum Praise {
    /// A rep crossed a points milestone.
    Points {
        /// The rep's name, as typed.
        name: String,
        /// The threshold.
        points: i64,
        /// Shares that led there.
        shares: i64,
    },
    /// A rep's streak reached a milestone.
    Streak {
        /// The rep's name, as typed.
        name: String,
        /// Active weeks in a row.
        weeks: u32,
    },
    /// Another rep leads.
    Lead {
        /// Who leads now.
        name: String,
        /// By how many points.
        ahead: i64,
        /// Who led before.
        before: String,
        /// The contest's title, as typed.
        title: String,
    },
}
