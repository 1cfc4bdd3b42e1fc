//! What is told of teams.

use serde::{Deserialize, Serialize};

use super::format::{Player, Team};
use super::swap::Exchange;
use super::text;

/// Most teams in a contest.
pub const TEAMS_MOST: usize = 50;

/// Most characters of a team's name.
pub const TEAM_NAME_MOST: usize = 40;

/// A team's name as it is kept, if it is one.
pub fn team_name(typed: &str) -> Result<String, TeamRefusal> {
    text::name(typed, TEAM_NAME_MOST).ok_or(TeamRefusal::BadName { most: TEAM_NAME_MOST })
}

/// Whether two names are the same to the ear.
pub fn is_same_team(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Names with commas between them, no two for one team.
pub fn team_names(typed: &str) -> Result<Vec<String>, TeamRefusal> {
    let mut names: Vec<String> = Vec::new();
    for name in typed.split(',').filter(|name| !name.trim().is_empty()) {
        let name = team_name(name)?;
        if names.iter().any(|other| is_same_team(other, &name)) {
            return Err(TeamRefusal::NameTaken { team: name });
        }
        names.push(name);
    }
    match names.len() > TEAMS_MOST {
        true => Err(TeamRefusal::TooMany { most: TEAMS_MOST }),
        false => Ok(names),
    }
}

/// What became of teams, told to whoever changed them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum TeamNews {
    /// A team was made, and the person leads it.
    Created { team: String, title: String },
    /// The person plays for a team now.
    Joined { team: String, title: String },
    /// The person plays for no team now.
    Left { team: String, title: String },
    /// A team has another name.
    Renamed { before: String, team: String },
    /// A team has another captain, called `name`.
    Captain { name: String, team: String },
    /// Somebody, called `name`, plays for another team.
    Moved { name: String, team: String },
    /// Another captain, called `captain`, is asked whether two players may change teams.
    SwapOffered { captain: String, change: Exchange },
    /// Two players have changed teams.
    Swapped { change: Exchange },
    /// All players were dealt into teams.
    Drafted { lineup: Lineup },
}

/// Why something about teams is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum TeamRefusal {
    /// The contest is not played in teams.
    NoTeams { title: String },
    /// There are as many teams as there can be.
    TooMany { most: usize },
    /// A team's name is missing, or too long.
    BadName { most: usize },
    /// Another team is called so.
    NameTaken { team: String },
    /// No team of that name; the nearest one, if any is near.
    Unknown { name: String, nearest: Option<String> },
    /// On that team already.
    OnIt { team: String },
    /// Somebody, called `name`, is on that team already.
    There { name: String, team: String },
    /// The person, or somebody called `name`, plays for no team.
    OnNone { name: Option<String> },
    /// Something was earned or shared for a team, so only a manager moves the person.
    Bound { team: String, points: i64 },
    /// A leg of the relay is run for a team, so only a manager moves the person.
    Runs { team: String },
    /// Only a team's captain may do that.
    NotCaptain { team: String, captain: Option<String> },
    /// The person leads no team.
    LeadsNone,
    /// The same swap waits for that captain's answer.
    SwapOffered { captain: String },
    /// That offer to swap was answered, or is too old, or no longer fits.
    SwapGone,
    /// Both play for the same team.
    SameTeam { team: String },
    /// Somebody, called `name`, leads the team and so stays with it.
    Leads { name: String, team: String },
    /// Somebody, called `name`, has points for a team, so only a manager moves them.
    BoundToo { name: String, team: String, points: i64 },
    /// So many players cannot be dealt into so many teams.
    CannotDraft { teams: usize, players: usize, most: usize },
}

/// The teams of a contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineup {
    /// The contest's title, as typed.
    pub title: String,
    /// Its teams.
    pub teams: Vec<Crew>,
    /// Names of players on none, as typed.
    pub loose: Vec<String>,
}

/// Who plays for a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crew {
    /// The team's name, as typed.
    pub name: String,
    /// The captain's name, as typed.
    pub captain: Option<String>,
    /// The other members' names, as typed, in the order of the alphabet.
    pub members: Vec<String>,
}

impl Lineup {
    /// The lineup of a contest with these teams and players.
    pub fn of(title: String, teams: &[Team], players: &[Player]) -> Self {
        let name = |player: &Player| player.standing.name.clone();
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let crew = |team: &Team| {
            let of_team = players.iter().filter(|player| player.team.as_ref() == Some(&team.id));
            let (led, others): (Vec<&Player>, Vec<&Player>) =
                of_team.partition(|player| Some(&player.standing.user) == team.captain.as_ref());
            Crew {
                name: team.name.clone(),
                captain: led.first().map(|player| name(player)),
                members: sorted(others.into_iter().map(name).collect()),
            }
        };
        let loose = players.iter().filter(|player| player.team.is_none()).map(name).collect();
        Self { title, teams: teams.iter().map(crew).collect(), loose: sorted(loose) }
    }
}
