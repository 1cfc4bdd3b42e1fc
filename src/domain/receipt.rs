//! What became of a share, told to its rep alone.

use serde::{Deserialize, Serialize};

use super::badge::Earned;
use super::format::{Aside, Shown};
use super::id::{ContestId, ShareId};
use super::quota::Pace;
use super::score::Score;

/// The private answer to a share that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The share.
    pub share: ShareId,
    /// The contest the receipt leads with: this channel's, else the one that ends first.
    pub lead: Line,
    /// The other contests it was scored in.
    pub others: Vec<Line>,
    /// Titles of the contests the rep joined by this share.
    pub joined: Vec<String>,
    /// What it earned beside points.
    #[serde(default)]
    pub earned: Vec<Earned>,
    /// The mark that a post shared for a prize should carry, where this one's words have none: `#ad`.
    #[serde(default)]
    pub disclose: Option<String>,
    /// The streak as it stands with this share.
    pub streak: StreakLine,
}

/// The share in one contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which contest.
    pub contest: ContestId,
    /// Its title, as typed.
    pub title: String,
    /// What the share is worth there.
    pub score: Score,
    /// The rule's label: "original post".
    pub label: Option<String>,
    /// The bonus that multiplied it, where that was more than the streak.
    #[serde(default)]
    pub bonus: Option<String>,
    /// How alike the words were to the likest earlier share, in per cent.
    pub likeness: u8,
    /// Points after it.
    pub total: i64,
    /// Place after it.
    pub place: i64,
    /// Place before it, if there was one.
    pub place_before: Option<i64>,
    /// Points to the next place up; none for the leader.
    pub behind: Option<i64>,
    /// What the rep, or their team, is ranked by, where the contest goes by more than a rep's points.
    #[serde(default)]
    pub shown: Option<Shown>,
    /// Why they stand in no row there.
    #[serde(default)]
    pub aside: Option<Aside>,
    /// Whether that is a team's.
    #[serde(default)]
    pub is_team: bool,
    /// How the rep stands to their quota there, if they have one; of the leading contest only.
    #[serde(default)]
    pub quota: Option<Pace>,
    /// The next points milestone.
    pub next_milestone: Option<i64>,
    /// The best rule that still pays today: its label and points.
    pub still_pays: Option<(String, i64)>,
}

/// The streak, as the receipt tells it; all 0 for a rep who has switched streaks off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreakLine {
    /// Active weeks in a row before this one.
    pub before: u32,
    /// Active workdays this week.
    pub days: u32,
    /// Active workdays that make a week.
    pub needed: u32,
}
