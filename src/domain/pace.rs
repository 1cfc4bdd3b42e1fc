//! What `/pace` tells a rep.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::correction::Correction;
use super::format::{Aside, Shown};
use super::id::{ContestId, ShareId};
use super::kind::Kind;
use super::measure::Award;
use super::quota::Pace;
use super::score::Verdict;

/// Where a rep stands, contest by contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The running contests they play in.
    pub contests: Vec<MyContest>,
    /// Active weeks in a row, this one included once it is active.
    pub streak_weeks: u32,
    /// Active workdays this week.
    pub days_this_week: u32,
    /// Active workdays that make a week; 0 for whoever has switched streaks off.
    pub days_needed: u32,
}

/// A rep in one running contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyContest {
    /// Its title, as typed.
    pub title: String,
    /// Points.
    pub points: i64,
    /// Place, from 1.
    pub place: i64,
    /// Points to the next place up; none for who leads.
    pub behind: Option<i64>,
    /// What they, or their team, are ranked by, where the contest goes by more than a rep's points.
    pub shown: Option<Shown>,
    /// Why they stand in no row.
    pub aside: Option<Aside>,
    /// Whether that is their team's.
    pub is_team: bool,
    /// How they stand to their quota, if they have one.
    pub quota: Option<Pace>,
    /// Time until its end.
    pub left: TimeDelta,
}

/// A rep's shares in one contest, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The contest.
    pub contest: ContestId,
    /// Its title, as typed.
    pub title: String,
    /// The rep's zone, in which times are told.
    pub zone: Tz,
    /// Points of all that stands.
    pub total: i64,
    /// The latest shares, latest first.
    pub lines: Vec<WhyLine>,
    /// The latest corrections by hand, latest first.
    pub corrections: Vec<Correction>,
    /// What the latest counts and results were paid, latest first.
    pub awards: Vec<Award>,
}

/// One share, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyLine {
    /// The share.
    pub share: ShareId,
    /// Its link.
    pub url: String,
    /// When it counted.
    pub shared_at: DateTime<Utc>,
    /// Whether it still stands.
    pub stands: bool,
    /// What became of it.
    pub verdict: Verdict,
    /// The rule's label.
    pub label: Option<String>,
    /// The rule's points.
    pub base: i64,
    /// The rule that would have paid more, had its cap not been spent: its label and points.
    pub spent: Option<(String, i64)>,
    /// Whether likeness halved it.
    pub halved: bool,
    /// How alike its words were, in per cent …
    pub likeness: u8,
    /// … to an earlier share of this kind.
    pub likest: Option<Kind>,
    /// The multiplier in per cent.
    pub multiplier: u32,
    /// The bonus that it came from, if it was not the streak.
    pub bonus: Option<String>,
    /// The version of the rules it was scored by.
    pub rules: i64,
    /// Points that the day's most cut away.
    pub cut: i64,
    /// The bonus for the first of the week.
    pub first_of_week: i64,
    /// Everything it was paid.
    pub paid: i64,
}

/// A share taken back by its rep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Titles of the contests it counted in, with what it had been paid there.
    pub contests: Vec<(String, i64)>,
}
