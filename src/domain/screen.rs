//! Screens: a contest's board on a wall, at an address that only who has it can open.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::board::PublicBoard;
use super::id::{ChannelId, ContestId, UserId};
use super::praise::Praise;

/// Most screens of a workspace at once.
pub const SCREENS_MOST: i64 = 20;

/// What a screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its number in the workspace, from 1; none is used twice.
    pub number: i64,
    /// The channel whose contests it shows, or whose its one contest is.
    pub channel: ChannelId,
    /// The one contest that it shows, if it shows no other; or, once that is over, what came after it in its series.
    pub contest: Option<ContestId>,
    /// Who made it.
    pub made_by: UserId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was last seen to be open somewhere, within ten minutes.
    pub seen_at: Option<DateTime<Utc>>,
}

/// A screen that was just made. That is what is kept of the answer: the address is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenMade {
    /// Its number.
    pub number: i64,
    /// The channel.
    pub channel: ChannelId,
    /// The title of the one contest that it shows, as typed.
    pub title: Option<String>,
    /// The hash of the secret in its address.
    pub token_hash: String,
}

/// How far an address reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// As far as the operator says.
    Public,
    /// The network that the bot's machine is in.
    Network,
    /// The bot's machine alone.
    Machine,
}

/// A screen in the list of those that are live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenLine {
    /// Its number.
    pub number: i64,
    /// The channel.
    pub channel: ChannelId,
    /// The title of the one contest that it shows, as typed.
    pub title: Option<String>,
    /// The name of whoever made it, as typed.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was last seen to be open.
    pub seen_at: Option<DateTime<Utc>>,
    /// The reader's zone.
    pub zone: Tz,
}

/// Why something about screens is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum ScreenRefusal {
    /// There are as many as can be.
    TooMany { most: i64 },
    /// No screen of that number is live.
    Unknown { number: i64 },
    /// It shows a channel's contests, and this is none.
    NotInDirectMessage,
    /// None was made in this channel.
    NoneHere,
    /// The bot serves no pages.
    NoPages,
}

/// Everything that a screen shows at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The channel's name, without `#`, where it is known.
    pub channel: Option<String>,
    /// The boards that take turns: what runs, then what was over lately.
    pub boards: Vec<PublicBoard>,
    /// What starts next, where it is known.
    pub next: Option<NextStart>,
    /// What was praised in the channel lately, the latest first.
    pub shout_outs: Vec<ShoutOut>,
    /// The moment.
    pub now: DateTime<Utc>,
}

/// A contest to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStart {
    /// Its title, as typed.
    pub title: String,
    /// Its start.
    pub at: DateTime<Utc>,
    /// Its zone.
    pub zone: Tz,
}

/// What one message praised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShoutOut {
    /// When it fell due.
    pub at: DateTime<Utc>,
    /// What it praised, as those whom it names want it by now.
    pub praises: Vec<Praise>,
}
