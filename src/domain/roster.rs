//! The people of a workspace and what they may do.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::id::UserId;

/// A person as Slack last described them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Slack's id.
    pub id: UserId,
    /// The name to show: display name, else real name, else user name.
    pub name: String,
    /// The zone the person has set in Slack.
    pub zone: Tz,
    /// Where the person stands in the workspace.
    pub standing: Membership,
    /// Whether the account has been deactivated.
    pub deactivated: bool,
}

/// A person's place in the workspace, as far as playing and steering depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// Workspace admin or owner: a manager without being named one.
    Admin,
    /// An ordinary member.
    Member,
    /// A single- or multi-channel guest, or somebody of another organisation.
    Guest,
    /// A bot or an app: never plays.
    Bot,
}
