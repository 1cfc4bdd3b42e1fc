//! What a format makes of the field: rows in their order, ready to be worded.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::field::{Crew, Player};
use crate::domain::id::{TeamId, UserId};
use crate::domain::standing::{Standing, places};

/// Everybody in their order, and what the board says above them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What holds for all of them.
    pub summary: Option<Summary>,
    /// Those who are ranked with each other; most formats have one group of everybody.
    pub groups: Vec<Group>,
}

/// Rows that are ranked with each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What kind of group it is.
    pub kind: GroupKind,
    /// Its rows, from the top.
    pub rows: Vec<Row>,
}

/// What a group is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Everybody.
    #[default]
    All,
    /// Two who meet in this round, or one who meets nobody.
    Pair,
    /// The pool of this number, from 1 at the top.
    Pool(usize),
}

impl Table {
    /// A table of one group.
    pub fn plain(rows: Vec<Row>, summary: Option<Summary>) -> Self {
        Self { summary, groups: vec![Group { kind: GroupKind::All, rows }] }
    }

    /// All rows, group by group.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Whose.
    pub side: Side,
    /// The name to show, as typed.
    pub name: String,
    /// Place, from 1; equals share one.
    pub place: i64,
    /// Place on the last daily board, if there was one.
    pub place_before: Option<i64>,
    /// What puts them there.
    pub shown: Shown,
}

impl Row {
    /// Places gained since the last daily board (negative: lost); none for a newcomer.
    pub fn moved(&self) -> Option<i64> {
        self.place_before.map(|before| before - self.place)
    }
}

impl From<Standing> for Row {
    fn from(standing: Standing) -> Self {
        Self {
            side: Side::Rep(standing.user),
            name: standing.name,
            place: standing.place,
            place_before: standing.place_before,
            shown: Shown::Points(standing.points),
        }
    }
}

/// Who stands in a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A rep.
    Rep(UserId),
    /// A team.
    Team(TeamId),
}

/// What a row is ranked by, with what explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Points.
    Points(i64),
    /// Points on the way to so many.
    Towards {
        /// So far.
        points: i64,
        /// Asked for.
        goal: i64,
    },
    /// Per cent of a target of one's own.
    Percent {
        /// What is ranked.
        percent: i64,
        /// So far.
        points: i64,
        /// The target.
        target: i64,
    },
    /// Points for each active member.
    Average {
        /// In hundredths of a point.
        hundredths: i64,
        /// Members who have shared something.
        active: i64,
        /// All members.
        members: i64,
    },
    /// Tickets in a draw.
    Tickets {
        /// How many.
        tickets: i64,
        /// So far.
        points: i64,
        /// Points that qualify.
        qualify: i64,
    },
    /// Shares this week.
    Shares {
        /// So far.
        shares: i64,
        /// Asked for.
        asked: i64,
    },
    /// Weeks in which one did what was asked, once all is over.
    Weeks {
        /// So many.
        done: i64,
        /// Of those that one was there for.
        of: i64,
    },
    /// Points in this round.
    Round {
        /// In this round.
        points: i64,
        /// In the whole contest.
        total: i64,
    },
    /// Rounds won.
    Won {
        /// How many.
        rounds: i64,
    },
    /// Days on the hill.
    Held {
        /// Days held so far.
        days: i64,
        /// Points today.
        points: i64,
    },
    /// Legs of a relay.
    Legs {
        /// Run to their end.
        run: i64,
        /// All of them: one for each member.
        of: i64,
        /// Points of all legs, begun ones too.
        points: i64,
    },
}

impl Shown {
    /// The number that is told as a distance between two rows.
    pub fn value(&self) -> i64 {
        match *self {
            Self::Points(points) | Self::Towards { points, .. } | Self::Legs { points, .. } => points,
            Self::Percent { percent, .. } => percent,
            Self::Average { hundredths, .. } => hundredths,
            Self::Tickets { tickets, .. } => tickets,
            Self::Shares { shares, .. } => shares,
            Self::Weeks { done, .. } => done,
            Self::Round { points, .. } => points,
            Self::Won { rounds } => rounds,
            Self::Held { days, .. } => days,
        }
    }

    /// Whether there is anything to show for it yet: rows without are not on a public board.
    pub fn counts(&self) -> bool {
        match *self {
            Self::Tickets { points, .. } | Self::Percent { points, .. } => points > 0,
            Self::Round { total, .. } => total > 0,
            Self::Held { days, points } => days > 0 || points > 0,
            // Who lost at once has a place too.
            Self::Won { .. } => true,
            _ => self.value() > 0,
        }
    }
}

/// What holds for the whole board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Summary {
    /// All together, on the way to a goal.
    Together {
        /// So far.
        points: i64,
        /// The goal.
        goal: i64,
    },
    /// How many have done what is asked of everyone.
    Through {
        /// Those who have.
        done: i64,
        /// All players.
        players: i64,
        /// Weeks before this one in which everyone had; none where it is not asked week by week.
        full_weeks: Option<(i64, i64)>,
    },
    /// How many did what was asked of everyone week by week, once all is over.
    Weeks {
        /// Those who did in each week they were there for.
        done: i64,
        /// All who were there for one.
        players: i64,
        /// Weeks in which everyone did.
        full: i64,
        /// All weeks.
        weeks: i64,
    },
    /// The round that is played.
    Round {
        /// Its number, from 1; 0 before the first is drawn.
        number: i64,
        /// Of so many.
        of: i64,
        /// When it ends; of round 0, when the first is drawn.
        ends_at: DateTime<Utc>,
    },
    /// Who holds the hill.
    Hill {
        /// Who took it last, as typed.
        king: Option<String>,
    },
    /// The pot of a draw.
    Pot {
        /// All tickets.
        tickets: i64,
        /// People who hold any.
        holders: i64,
    },
    /// Where the rope is.
    Rope {
        /// The team that is ahead, as typed; none where the rope has not moved.
        ahead: Option<String>,
        /// By how much.
        by: i64,
        /// The lead that wins.
        margin: i64,
    },
}

/// Who of those with the same number is ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// Nobody: they share a place, and a prize goes to who got there first.
    #[default]
    Shared,
    /// Whoever got there first, however many points others have by now.
    Arrival,
    /// Whoever has more points in all.
    Total,
    /// The better seed.
    Seed,
    /// It matters little: lots are drawn.
    Draw,
}

/// Why somebody who has joined stands in no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aside {
    /// They are on no team yet.
    NoTeam,
    /// They joined after the pairs of a knockout were drawn.
    Late,
    /// A knockout had fewer places than players.
    NotDrawn,
    /// They were beaten.
    Beaten {
        /// In this round.
        round: i64,
    },
    /// They joined after the pools of a round were drawn, and are in those of the next.
    NextRound,
    /// They joined after the last pools were drawn.
    NoMoreRounds,
}

/// A row that is yet to be placed: what ranks it (more is better), when it got there, and the row.
pub(super) type Unplaced<K> = (K, DateTime<Utc>, Row);

/// Rows in order: the higher key first, then who got there first. Equal keys share a place.
pub(super) fn ranked<K: Ord + Clone>(mut rows: Vec<Unplaced<K>>) -> Vec<Row> {
    rows.sort_by(|a, b| (Reverse(&a.0), a.1, &a.2.side).cmp(&(Reverse(&b.0), b.1, &b.2.side)));
    let places = places(&rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>());
    rows.into_iter().zip(places).map(|((_, _, row), place)| Row { place, ..row }).collect()
}

/// A player's row, without its place.
pub(super) fn rep<K>(player: &Player, key: K, shown: Shown) -> Unplaced<K> {
    let standing = &player.standing;
    let row = Row {
        side: Side::Rep(standing.user.clone()),
        name: standing.name.clone(),
        place: 0,
        place_before: standing.place_before,
        shown,
    };
    (key, standing.reached_at, row)
}

/// A team's row, without its place.
pub(super) fn team<K>(crew: &Crew<'_>, key: K, shown: Shown) -> Unplaced<K> {
    let row = Row {
        side: Side::Team(crew.team.id.clone()),
        name: crew.team.name.clone(),
        place: 0,
        place_before: crew.team.place_before,
        shown,
    };
    (key, crew.reached_at(), row)
}
