//! Swaps: two captains exchange a player each; and what a captain sees of the team.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::id::{SwapId, UserId};

/// How long an offer stands.
pub const STANDS: TimeDelta = TimeDelta::days(1);

/// An offer to exchange two players.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// Its own id.
    pub id: SwapId,
    /// The captain who offers.
    pub offered_by: UserId,
    /// The captain who is asked.
    pub offered_to: UserId,
    /// Who leaves the team of the captain who offers.
    pub mine: UserId,
    /// Who comes instead.
    pub theirs: UserId,
    /// What has become of it.
    pub state: SwapState,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
}

/// What has become of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwapState {
    /// It waits for an answer.
    Offered,
    /// It was taken.
    Made,
    /// It was declined.
    Off,
}

impl Swap {
    /// Whether it can still be answered at `now`.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.state == SwapState::Offered && now - self.offered_at < STANDS
    }
}

/// What came of an answer, told to the captain who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum SwapNews {
    /// The two have changed teams.
    Made { change: Exchange },
    /// The captain who offered was told no.
    Declined { captain: String },
}

/// Two players who change teams, by names as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// One of them.
    pub one: String,
    /// The team that this one plays for from now on.
    pub to: String,
    /// The other.
    pub other: String,
    /// The team that the other plays for from now on.
    pub back: String,
}

/// What a team has been doing, as its captain sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The team's name, as typed.
    pub team: String,
    /// The contest's title, as typed.
    pub title: String,
    /// The contest's zone.
    pub zone: Tz,
    /// Its members, in the order of the alphabet: it is no ranking.
    pub members: Vec<MemberActivity>,
}

/// What one member has been doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberActivity {
    /// The name, as typed.
    pub name: String,
    /// Points since Monday.
    pub week_points: i64,
    /// Days with a share in this contest.
    pub active_days: i64,
    /// When the last share counted.
    pub last_share: Option<DateTime<Utc>>,
}
