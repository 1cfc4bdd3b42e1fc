//! What a person's Home tab tells: their own day at a glance.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::badge::Shelf;
use super::board::PrivateBoard;
use super::contest::Contest;
use super::health::Fact;
use super::id::ShareId;
use super::today::Today;

/// One person's day at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The person's zone, in which times are told.
    pub zone: Tz,
    /// The moment it was read.
    pub now: DateTime<Utc>,
    /// What they play; none where they may not.
    pub play: Option<OwnPlay>,
    /// What they run; none where they may not.
    pub desk: Option<Desk>,
}

/// What concerns a player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPlay {
    /// This week; none where they have switched streaks off.
    pub week: Option<Week>,
    /// The running contests that they play in, as they see them; the one that ends first at the front.
    pub boards: Vec<PrivateBoard>,
    /// Today in those of them that take shares, in the same order.
    pub today: Vec<Today>,
    /// How many more of those there are.
    pub more_boards: i64,
    /// Contests that they could join, the one that ends first at the front.
    pub to_join: Vec<Contest>,
    /// How many more of those there are.
    pub more_to_join: i64,
    /// Their latest shares that stand, latest first.
    pub entries: Vec<HomeEntry>,
    /// What they have won by playing.
    pub shelf: Shelf,
}

/// A rep's week, as their streak sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Active weeks in a row, this one included once it is active.
    pub streak: u32,
    /// Active workdays so far.
    pub days: u32,
    /// Active workdays that make a week.
    pub needed: u32,
    /// Whether a share today would help: it is a workday without one, and enough are left.
    pub today_helps: bool,
}

/// A share that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeEntry {
    /// Which.
    pub share: ShareId,
    /// Its link.
    pub url: String,
    /// When it counted.
    pub shared_at: DateTime<Utc>,
    /// The contests it counted in, by title as typed, each with what it was paid there.
    pub paid: Vec<(String, i64)>,
    /// Whether it can still be taken back.
    pub can_undo: bool,
}

/// What concerns a manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The contests that they started and that are not over.
    pub contests: Vec<Run>,
    /// How many more of those there are.
    pub more_contests: i64,
    /// How many reviews wait for a manager.
    pub reviews: i64,
}

/// A contest, as whoever runs it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The contest.
    pub contest: Contest,
    /// Its players.
    pub players: i64,
    /// What there is to be concerned about.
    pub concerns: Vec<Fact>,
}
