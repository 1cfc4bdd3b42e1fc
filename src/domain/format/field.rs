//! The field: who plays, with what the formats go by.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::round::Round;
use crate::domain::id::{TeamId, UserId};
use crate::domain::privacy::FORMER;
use crate::domain::standing::Standing;

/// Everybody on a contest's board.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The players.
    pub players: &'a [Player],
    /// Those who have left, where what they did goes on counting: for their team, or for all together.
    pub gone: &'a [Player],
    /// The teams, in the order in which they were made; none where there are none.
    pub teams: &'a [Team],
    /// The zone its days run in.
    pub zone: Tz,
    /// The contest's first instant.
    pub starts_at: DateTime<Utc>,
    /// The first instant after its last.
    pub ends_at: DateTime<Utc>,
    /// The rounds drawn so far, the last of which may be under way.
    pub rounds: &'a [Round],
    /// When the first round is drawn.
    pub first_draw: DateTime<Utc>,
    /// The weeks that can be told, by their Mondays in the contest's zone: those begun.
    pub weeks: &'a [NaiveDate],
    /// When the contest was over, if it is.
    pub ended_at: Option<DateTime<Utc>>,
    /// The names of those who have left it, of whom its rounds may still tell.
    pub former: &'a BTreeMap<UserId, String>,
}

/// One player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// Points, shares, when they were reached; the place is none of a format's and means nothing here.
    pub standing: Standing,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// The team they play for.
    pub team: Option<TeamId>,
    /// When their points came to the format's line, if they have.
    pub through_at: Option<DateTime<Utc>>,
    /// Points in the round that is played.
    pub round_points: i64,
    /// Points in the four weeks before the contest.
    pub points_before: i64,
    /// Shares in each week.
    pub weeks: BTreeMap<NaiveDate, i64>,
}

/// One team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its own id.
    pub id: TeamId,
    /// Its name, as typed.
    pub name: String,
    /// Who leads it.
    pub captain: Option<UserId>,
    /// Its place on the last daily board.
    pub place_before: Option<i64>,
}

/// A team with all that its members brought, those included who have left since.
pub(super) struct Crew<'a> {
    pub(super) team: &'a Team,
    pub(super) members: Vec<&'a Player>,
    /// How many have left who had done nothing.
    pub(super) idle_gone: i64,
}

impl Crew<'_> {
    pub(super) fn points(&self) -> i64 {
        self.members.iter().map(|player| player.standing.points).sum()
    }

    pub(super) fn size(&self) -> i64 {
        count(self.members.len())
    }

    /// Members who have shared something.
    pub(super) fn active(&self) -> i64 {
        count(self.members.iter().filter(|player| player.standing.shares > 0).count())
    }

    /// When the last of its points came in.
    pub(super) fn reached_at(&self) -> DateTime<Utc> {
        let scored = self.members.iter().filter(|player| player.standing.points != 0);
        scored.map(|player| player.standing.reached_at).max().unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

impl<'a> Field<'a> {
    /// The player with this id, if they are on the board.
    pub(super) fn player(&self, user: &UserId) -> Option<&'a Player> {
        self.players.iter().find(|player| player.standing.user == *user)
    }

    /// The name of somebody who plays, or of whom a round tells though they have left.
    pub fn name(&self, user: &UserId) -> &'a str {
        let player = self.player(user).map(|player| player.standing.name.as_str());
        player.or_else(|| self.former.get(user).map(String::as_str)).unwrap_or(FORMER)
    }

    /// Each team with its members. Who leaves takes nothing away from it: else a team could choose by whom it is judged.
    pub(super) fn crews(&self) -> Vec<Crew<'a>> {
        let mut crews: Vec<Crew<'a>> =
            self.teams.iter().map(|team| Crew { team, members: Vec::new(), idle_gone: 0 }).collect();
        let at: BTreeMap<&TeamId, usize> =
            self.teams.iter().enumerate().map(|(i, team)| (&team.id, i)).collect();
        let crew_of = |player: &Player| player.team.as_ref().and_then(|team| at.get(team)).copied();
        for player in self.players {
            if let Some(i) = crew_of(player) {
                crews[i].members.push(player);
            }
        }
        for player in self.gone {
            match crew_of(player) {
                Some(i) if player.standing.has_done_something() => crews[i].members.push(player),
                Some(i) => crews[i].idle_gone += 1,
                None => {}
            }
        }
        crews
    }
}

/// A length as points are counted.
pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
