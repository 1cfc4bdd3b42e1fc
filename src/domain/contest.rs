//! A contest and the phases it goes through.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::format::{Aside, Format};
use super::id::{ChannelId, ContestId, UserId};

/// How long after `/contest end` the standings can still be corrected and the contest reopened.
pub const REOPEN_WITHIN: TimeDelta = TimeDelta::hours(1);

/// The longest a contest lasts, and the furthest ahead it starts.
pub const LONGEST: TimeDelta = TimeDelta::days(366);

/// Most characters in a contest's title.
pub const TITLE_MOST: usize = 80;

/// Most characters of what is announced as its prizes.
pub const PRIZES_MOST: usize = 200;

/// One contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Its own id.
    pub id: ContestId,
    /// What people call it; as typed, to be escaped wherever it is shown.
    pub title: String,
    /// Where it is announced and its boards are posted.
    pub channel: ChannelId,
    /// The zone its days run in.
    pub zone: Tz,
    /// The first instant that counts.
    pub starts_at: DateTime<Utc>,
    /// The first instant that no longer counts.
    pub ends_at: DateTime<Utc>,
    /// Where it stands.
    pub phase: Phase,
    /// The template it was started from.
    pub template: String,
    /// How it is won.
    #[serde(default)]
    pub format: Format,
    /// The prizes as announced.
    pub prizes: Option<String>,
    /// The version of its rulebook.
    pub rulebook: i64,
    /// When the daily board is posted, local time.
    pub board_at: NaiveTime,
    /// Who started it.
    pub started_by: UserId,
    /// When it was closed, if it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// The round it is in, from 1; 0 where there is none.
    #[serde(default)]
    pub round: i64,
    /// How often it has been closed: each close posts final standings of its own.
    pub closings: i64,
    /// Of a dry run, which scores silently and which only managers see, the words that start it for real.
    #[serde(default)]
    pub dry_run: Option<String>,
}

impl Contest {
    /// Whether it scores silently.
    pub fn is_dry(&self) -> bool {
        self.dry_run.is_some()
    }
}

/// A contest as somebody has just joined or left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The contest.
    pub contest: Contest,
    /// Why whoever has joined stands in no row yet.
    pub aside: Option<Aside>,
}

/// A contest as somebody has just steered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steered {
    /// The contest.
    pub contest: Contest,
    /// When the next of its series starts, where this one is over.
    pub next_starts_at: Option<DateTime<Utc>>,
    /// What the draw to come is promised by, where one that was made is void.
    #[serde(default)]
    pub new_promise: Option<String>,
}

/// Where a contest stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Announced, not begun.
    Scheduled,
    /// Shares count.
    Open,
    /// Shares are refused for now; the end stays where it is.
    Paused,
    /// Over, standings posted.
    Closed,
    /// Called off.
    Cancelled,
}

impl Phase {
    const ALL: [Self; 5] = [Self::Scheduled, Self::Open, Self::Paused, Self::Closed, Self::Cancelled];

    /// Not over.
    pub const LIVE: &[Self] = &[Self::Scheduled, Self::Open, Self::Paused];

    /// The word the database keeps. Those of live phases are the last in the alphabet, so that `phase >= 'open'` finds
    /// them by one step into an index; for a list of words SQLite builds a table each time.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The phase spelled so, if there is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == word)
    }

    /// Whether the contest is still to come or under way.
    pub fn is_live(self) -> bool {
        Self::LIVE.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_phases_are_the_last_in_the_alphabet() {
        for phase in Phase::ALL {
            assert_eq!(phase.is_live(), phase.as_str() >= "open", "{phase:?}");
            assert_eq!(Phase::parse(phase.as_str()), Some(phase));
        }
    }
}
