//! What a shout-out praises.

use serde::{Deserialize, Serialize};

use super::badge::Earned;
use super::id::UserId;
use super::link::Network;

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
    /// A rep brought in a result through social channels.
    Result {
        /// The rep.
        user: UserId,
        /// The rep's name, as typed.
        name: String,
        /// What it is: "deal".
        label: String,
        /// The network it came through.
        network: Network,
        /// The contest's title, as typed.
        title: String,
    },
    /// All together, or a team, reached a part of their goal.
    Goal {
        /// The team's id; the contest's where it is the goal of all.
        whose: String,
        /// The team's name, as typed; none where it is the goal of all.
        team: Option<String>,
        /// The part, in per cent.
        percent: i64,
        /// The contest's title, as typed.
        title: String,
    },
    /// A rep earned a badge, or holds a record.
    Badge {
        /// The rep.
        user: UserId,
        /// The rep's name, as typed.
        name: String,
        /// What they earned.
        earned: Earned,
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
        /// Their id; praise that was noted before ids were kept has none.
        #[serde(default)]
        before_user: Option<UserId>,
        /// The contest's title, as typed.
        title: String,
    },
}

impl Praise {
    /// Whom it is about: what names them, and their name as typed; of a goal of all, the contest.
    pub fn about(&self) -> (&str, &str) {
        match self {
            Self::Points { user, name, .. }
            | Self::Streak { user, name, .. }
            | Self::Result { user, name, .. }
            | Self::Badge { user, name, .. }
            | Self::Lead { user, name, .. } => (user.as_str(), name),
            Self::Goal { whose, team, title, .. } => (whose, team.as_ref().unwrap_or(title)),
        }
    }

    /// The rep it is about, and their name; none of a goal.
    pub fn rep(&mut self) -> Option<(&UserId, &mut String)> {
        match self {
            Self::Points { user, name, .. }
            | Self::Streak { user, name, .. }
            | Self::Result { user, name, .. }
            | Self::Badge { user, name, .. }
            | Self::Lead { user, name, .. } => Some((user, name)),
            Self::Goal { .. } => None,
        }
    }

    /// Puts another id and name in place of a person's, and adds the names that it told of them to `told`.
    pub fn rename(&mut self, user: &UserId, other: &UserId, name: &str, told: &mut Vec<String>) {
        let mut change = |id: &mut UserId, called: &mut String| {
            if id == user {
                id.clone_from(other);
                told.push(std::mem::replace(called, name.to_owned()));
            }
        };
        match self {
            Self::Points { user, name, .. }
            | Self::Streak { user, name, .. }
            | Self::Result { user, name, .. }
            | Self::Badge { user, name, .. } => change(user, name),
            Self::Lead { user, name, before, before_user, .. } => {
                change(user, name);
                if let Some(before_user) = before_user {
                    change(before_user, before);
                }
            }
            Self::Goal { .. } => {}
        }
    }

    /// The contest's title, where it is about one.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Points { title, .. } | Self::Lead { title, .. } | Self::Result { title, .. } => Some(title),
            Self::Goal { title, team, .. } => team.as_ref().map(|_| title.as_str()),
            Self::Streak { .. } | Self::Badge { .. } => None,
        }
    }
}
