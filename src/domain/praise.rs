//! What a shout-out praises.

use serde::{Deserialize, Serialize};

use super::id::UserId;

/// One thing worth saying in the channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "praise", rename_all = "snake_case")]
pub enum Praise {
    /// A rep crossed a points milestone.
    Points {
        /// The rep.
        user: UserId,
        /// The rep's name, as typed.
        name: String,
        /// The threshold.
        points: i64,
        /// Shares that led there.
        shares: i64,
        /// The contest's title, as typed.
        title: String,
    },
    /// A rep's streak reached a milestone.
    Streak {
        /// The rep.
        user: UserId,
        /// The rep's name, as typed.
        name: String,
        /// Active weeks in a row.
        weeks: u32,
    },
    /// Another rep leads.
    Lead {
        /// The rep.
        user: UserId,
        /// The rep's name, as typed.
        name: String,
        /// By how many points.
        ahead: i64,
        /// Who led before.
        before: String,
        /// The contest's title, as typed.
        title: String,
    },
}

impl Praise {
    /// Whom it is about: id, and name as typed.
    pub fn about(&self) -> (&UserId, &str) {
        match self {
            Self::Points { user, name, .. }
            | Self::Streak { user, name, .. }
            | Self::Lead { user, name, .. } => (user, name),
        }
    }

    /// The contest's title, where it is about one.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Points { title, .. } | Self::Lead { title, .. } => Some(title),
            Self::Streak { .. } => None,
        }
    }
}
