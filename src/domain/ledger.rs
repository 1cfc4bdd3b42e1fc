//! Points with a reason. Entries are only ever added; a wrong one is corrected by a reversal.

use serde::{Deserialize, Serialize};

/// Why points were given or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A share scored by a rule.
    Share,
    /// The flat bonus for the first paying share of a week.
    FirstOfWeek,
    /// A number that grew.
    Count,
    /// A result that came through social channels.
    Result,
    /// A manager's correction by hand.
    Correction,
    /// An earlier entry taken back: undo, an edited or deleted message.
    Reversal,
}

impl Reason {
    /// The word the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::FirstOfWeek => "first_of_week",
            Self::Count => "count",
            Self::Result => "result",
            Self::Correction => "correction",
            Self::Reversal => "reversal",
        }
    }

    /// The reason spelled so, if there is one.
    pub fn parse(word: &str) -> Option<Self> {
        let all =
            [Self::Share, Self::FirstOfWeek, Self::Count, Self::Result, Self::Correction, Self::Reversal];
        all.into_iter().find(|r| r.as_str() == word)
    }
}
