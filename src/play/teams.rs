//! Teams: made, joined, left, named, led and drafted.

use chrono::{DateTime, Utc};

use super::pick::{Picked, Wanted, pick, pick_to_read};
use super::roles::{self, Right};
use super::whom::{self, PersonRef};
use super::{Asker, Play, join, tables};
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::draft::deal;
use crate::domain::format::{Player, Team};
use crate::domain::id::{ChannelId, TeamId, UserId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::domain::teams::{Lineup, TEAM_NAME_MOST, TEAMS_MOST, TeamNews, TeamRefusal};
use crate::fresh;
use crate::store::field::{self, Of};
use crate::store::{Result, Tx, contests, deliveries, roster, standings, teams};

const LIVE: &[Phase] = &[Phase::Scheduled, Phase::Open, Phase::Paused];

/// What somebody does with teams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TeamAct {
    /// Makes a team and leads it.
    Create(String),
    /// Joins a team.
    Join(String),
    /// Leaves their team.
    Leave,
    /// Gives their team another name.
    Name(String),
    /// Hands their team to a member; a manager does so for any team.
    Captain(PersonRef),
    /// Puts somebody on a team: managers.
    Move(PersonRef, String),
    /// Deals all players into so many teams, or into those there are: managers.
    Draft(Option<usize>),
}

impl TeamAct {
    fn is_for_managers(&self) -> bool {
        matches!(self, Self::Move(..) | Self::Draft(_))
    }
}

/// The teams of the contest meant, with who plays for them.
pub async fn lineup(
    play: &Play,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Lineup>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match pick_to_read(tx, workspace, wanted, here, "team", now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            if !contest.format.has_teams() {
                return Ok(Err(Refusal::Team(TeamRefusal::NoTeams { title: contest.title })));
            }
            let rows = field::read(tx, workspace, &contest, Of::All, tables::today(&contest, now)).await?;
            Ok(Ok(Lineup::of(contest.title, &rows.teams, &rows.players)))
        })
        .await
}

/// Changes teams of the contest that `wanted` means, seen from `here`.
pub async fn act(
    play: &Play,
    asker: Asker,
    act: TeamAct,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<TeamNews>> {
    let (now, play) = (play.clock.now(), play.clone());
    play.store
        .clone()
        .write(async move |tx| {
            let workspace = asker.workspace.clone();
            deliveries::once(tx, &workspace, &asker.delivery, now, async |tx| {
                let right = if act.is_for_managers() { Right::Steer } else { Right::Play };
                let person = match roles::check(tx, &play, &workspace, &asker.user, right).await? {
                    Ok(person) => person,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                let contest = match pick(tx, &workspace, &wanted, &here, LIVE, "team", now).await? {
                    Picked::One(contest) => contest,
                    Picked::Refused(refusal) => return Ok(Err(refusal)),
                };
                // Held, so that two who change teams at once take turns; the person first, as everywhere.
                roster::hold(tx, &workspace, &asker.user).await?;
                let Some(contest) = contests::hold(tx, &workspace, &contest.id).await? else {
                    return Ok(Err(Refusal::NoContest));
                };
                if !contest.format.has_teams() {
                    return Ok(Err(Refusal::Team(TeamRefusal::NoTeams { title: contest.title })));
                }
                if !contest.phase.is_live() {
                    let (title, verb) = (contest.title, "team".to_owned());
                    return Ok(Err(Refusal::WrongPhase { title, verb, phase: contest.phase }));
                }
                let teams = teams::all(tx, &workspace, &contest.id).await?;
                let desk = Desk { play: &play, workspace: &workspace, contest: &contest, teams, person };
                desk.run(tx, &act, now).await
            })
            .await
        })
        .await
}

/// A change of teams on the desk.
struct Desk<'a> {
    play: &'a Play,
    workspace: &'a WorkspaceId,
    contest: &'a Contest,
    teams: Vec<Team>,
    person: Person,
}

impl Desk<'_> {
    async fn run(&self, tx: &mut Tx, act: &TeamAct, now: DateTime<Utc>) -> Result<Outcome<TeamNews>> {
        match act {
            TeamAct::Create(name) => self.create(tx, name, now).await,
            TeamAct::Join(name) => self.join(tx, name, now).await,
            TeamAct::Leave => self.leave(tx).await,
            TeamAct::Name(name) => self.name(tx, name).await,
            TeamAct::Captain(whom) => self.captain(tx, whom).await,
            TeamAct::Move(whom, name) => self.move_to(tx, whom, name).await,
            TeamAct::Draft(teams) => self.draft(tx, *teams, now).await,
        }
    }

    async fn create(&self, tx: &mut Tx, name: &str, now: DateTime<Utc>) -> Result<Outcome<TeamNews>> {
        let name = match self.free_name(name, None) {
            Ok(name) => name,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if self.teams.len() >= TEAMS_MOST {
            return Ok(Err(Refusal::Team(TeamRefusal::TooMany { most: TEAMS_MOST })));
        }
        if let Some(refusal) = self.bound(tx).await? {
            return Ok(Err(refusal));
        }
        self.abandon(tx).await?;
        let captain = Some(self.person.id.clone());
        let team = Team { id: fresh::short_id().into(), name: name.clone(), captain, place_before: None };
        teams::create(tx, self.workspace, &self.contest.id, &team).await?;
        self.enter(tx, &team.id, now).await?;
        Ok(Ok(TeamNews::Created { team: name, title: self.contest.title.clone() }))
    }

    async fn join(&self, tx: &mut Tx, name: &str, now: DateTime<Utc>) -> Result<Outcome<TeamNews>> {
        let team = match self.team(name) {
            Ok(team) => team,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mine = teams::of(tx, self.workspace, &self.contest.id, &self.person.id).await?;
        if mine.as_ref() == Some(&team.id) {
            return Ok(Err(Refusal::Team(TeamRefusal::OnIt { team: team.name.clone() })));
        }
        if let Some(refusal) = self.bound(tx).await? {
            return Ok(Err(refusal));
        }
        self.abandon(tx).await?;
        self.enter(tx, &team.id, now).await?;
        Ok(Ok(TeamNews::Joined { team: team.name.clone(), title: self.contest.title.clone() }))
    }

    async fn leave(&self, tx: &mut Tx) -> Result<Outcome<TeamNews>> {
        let team = match self.own(tx).await? {
            Ok(team) => team.name.clone(),
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some(refusal) = self.bound(tx).await? {
            return Ok(Err(refusal));
        }
        self.abandon(tx).await?;
        Ok(Ok(TeamNews::Left { team, title: self.contest.title.clone() }))
    }

    async fn name(&self, tx: &mut Tx, name: &str) -> Result<Outcome<TeamNews>> {
        let team = match self.own(tx).await? {
            Ok(team) if team.captain.as_ref() == Some(&self.person.id) => team.clone(),
            Ok(team) => return Ok(Err(self.not_captain(tx, team).await?)),
            Err(refusal) => return Ok(Err(refusal)),
        };
        Ok(match self.free_name(name, Some(&team.id)) {
            Err(refusal) => Err(refusal),
            Ok(name) => {
                let before = team.name.clone();
                teams::update(tx, self.workspace, &self.contest.id, &Team { name: name.clone(), ..team })
                    .await?;
                Ok(TeamNews::Renamed { before, team: name })
            }
        })
    }

    async fn captain(&self, tx: &mut Tx, whom: &PersonRef) -> Result<Outcome<TeamNews>> {
        let other = match whom::find(tx, self.workspace, whom).await? {
            Ok(person) => person,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let of = teams::of(tx, self.workspace, &self.contest.id, &other.id).await?;
        let Some(team) = self.teams.iter().find(|team| Some(&team.id) == of.as_ref()) else {
            return Ok(Err(Refusal::Team(TeamRefusal::OnNone { name: Some(other.name) })));
        };
        let is_captain = team.captain.as_ref() == Some(&self.person.id);
        if !is_captain && !roles::may(&self.play.settings, &self.person, Right::Steer) {
            return Ok(Err(self.not_captain(tx, team).await?));
        }
        let led = Team { captain: Some(other.id), ..team.clone() };
        teams::update(tx, self.workspace, &self.contest.id, &led).await?;
        Ok(Ok(TeamNews::Captain { name: other.name, team: team.name.clone() }))
    }

    async fn move_to(&self, tx: &mut Tx, whom: &PersonRef, name: &str) -> Result<Outcome<TeamNews>> {
        let team = match self.team(name) {
            Ok(team) => team,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let other = match whom::find(tx, self.workspace, whom).await? {
            Ok(person) => person,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if standings::tally(tx, self.workspace, &self.contest.id, &other.id).await?.is_none() {
            return Ok(Err(Refusal::NotPlaying { name: other.name, title: self.contest.title.clone() }));
        }
        self.give_up(tx, &other.id).await?;
        self.put(tx, &other.id, &team.id).await?;
        Ok(Ok(TeamNews::Moved { name: other.name, team: team.name.clone() }))
    }

    async fn draft(
        &self,
        tx: &mut Tx,
        asked: Option<usize>,
        now: DateTime<Utc>,
    ) -> Result<Outcome<TeamNews>> {
        let today = tables::today(self.contest, now);
        let mut players = field::read(tx, self.workspace, self.contest, Of::All, today).await?.players;
        players.sort_by(|a, b| a.standing.user.cmp(&b.standing.user));
        let count = asked.unwrap_or(self.teams.len());
        if !(2..=TEAMS_MOST).contains(&count) || count > players.len() {
            return Ok(Err(Refusal::Team(TeamRefusal::CannotDraft {
                teams: count,
                players: players.len(),
                most: TEAMS_MOST,
            })));
        }
        let mut all = self.teams.clone();
        // Teams beyond those asked for lose their players, and with them their reason to be.
        for team in all.drain(count.min(self.teams.len())..) {
            teams::remove(tx, self.workspace, &self.contest.id, &team.id).await?;
        }
        while all.len() < count {
            let name = self.numbered(&all);
            let team = Team { id: fresh::short_id().into(), name, captain: None, place_before: None };
            teams::create(tx, self.workspace, &self.contest.id, &team).await?;
            all.push(team);
        }
        let strength = |player: &Player| player.points_before + player.standing.points;
        let dealt = deal(&players.iter().map(strength).collect::<Vec<_>>(), count);
        for (player, &team) in players.iter().zip(&dealt) {
            self.put(tx, &player.standing.user, &all[team].id).await?;
        }
        for (i, team) in all.iter().enumerate() {
            let crew: Vec<&Player> =
                players.iter().zip(&dealt).filter(|(_, of)| **of == i).map(|(p, _)| p).collect();
            let stays = |player: &&&Player| Some(&player.standing.user) == team.captain.as_ref();
            let captain = crew.iter().find(stays).or(crew.iter().max_by_key(|player| strength(player)));
            let captain = captain.map(|player| player.standing.user.clone());
            teams::update(tx, self.workspace, &self.contest.id, &Team { captain, ..team.clone() }).await?;
        }
        let rows = field::read(tx, self.workspace, self.contest, Of::All, today).await?;
        let lineup = Lineup::of(self.contest.title.clone(), &rows.teams, &rows.players);
        Ok(Ok(TeamNews::Drafted { lineup }))
    }

    /// The first "Team 1", "Team 2" … that no team is called.
    fn numbered(&self, teams: &[Team]) -> String {
        let mut names = (1..).map(|n| format!("Team {n}"));
        names.find(|name| teams.iter().all(|team| !is_same(&team.name, name))).unwrap_or_default()
    }

    /// A name that can be given, in one line.
    fn free_name(&self, name: &str, own: Option<&TeamId>) -> Outcome<String> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_shown = name.chars().any(char::is_alphanumeric);
        if !is_shown || name.chars().count() > TEAM_NAME_MOST {
            return Err(Refusal::Team(TeamRefusal::BadName { most: TEAM_NAME_MOST }));
        }
        match self.teams.iter().find(|team| is_same(&team.name, &name) && Some(&team.id) != own) {
            Some(team) => Err(Refusal::Team(TeamRefusal::NameTaken { team: team.name.clone() })),
            None => Ok(name),
        }
    }

    fn team(&self, name: &str) -> Outcome<&Team> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.teams.iter().find(|team| is_same(&team.name, &name)).ok_or_else(|| {
            Refusal::Team(TeamRefusal::Unknown {
                nearest: nearest(&name, self.teams.iter().map(|team| team.name.as_str())).map(str::to_owned),
                name,
            })
        })
    }

    /// The team that the person plays for.
    async fn own(&self, tx: &mut Tx) -> Result<Outcome<&Team>> {
        let of = teams::of(tx, self.workspace, &self.contest.id, &self.person.id).await?;
        let team = self.teams.iter().find(|team| Some(&team.id) == of.as_ref());
        Ok(team.ok_or(Refusal::Team(TeamRefusal::OnNone { name: None })))
    }

    /// Who has points for a team stays with it: only a manager takes them elsewhere.
    async fn bound(&self, tx: &mut Tx) -> Result<Option<Refusal>> {
        let of = teams::of(tx, self.workspace, &self.contest.id, &self.person.id).await?;
        let points = standings::points(tx, self.workspace, &self.contest.id, &self.person.id).await?;
        let team = self.teams.iter().find(|team| Some(&team.id) == of.as_ref());
        Ok(team
            .filter(|_| points != 0)
            .map(|team| Refusal::Team(TeamRefusal::Bound { team: team.name.clone(), points })))
    }

    async fn not_captain(&self, tx: &mut Tx, team: &Team) -> Result<Refusal> {
        let captain = match &team.captain {
            Some(captain) => roster::person(tx, self.workspace, captain).await?.map(|person| person.name),
            None => None,
        };
        Ok(Refusal::Team(TeamRefusal::NotCaptain { team: team.name.clone(), captain }))
    }

    async fn abandon(&self, tx: &mut Tx) -> Result<()> {
        self.give_up(tx, &self.person.id).await
    }

    /// Takes somebody off their team. A captain's place goes to another member; a team without members is no more.
    async fn give_up(&self, tx: &mut Tx, user: &UserId) -> Result<()> {
        let of = teams::of(tx, self.workspace, &self.contest.id, user).await?;
        let Some(team) = self.teams.iter().find(|team| Some(&team.id) == of.as_ref()) else { return Ok(()) };
        teams::put(tx, self.workspace, &self.contest.id, user, None).await?;
        let left = teams::members(tx, self.workspace, &self.contest.id, &team.id).await?;
        match left.first() {
            None => teams::remove(tx, self.workspace, &self.contest.id, &team.id).await,
            Some(next) if team.captain.as_ref() == Some(user) => {
                let led = Team { captain: Some(next.clone()), ..team.clone() };
                teams::update(tx, self.workspace, &self.contest.id, &led).await
            }
            Some(_) => Ok(()),
        }
    }

    /// Puts the person on a team, and into the contest if need be.
    async fn enter(&self, tx: &mut Tx, team: &TeamId, now: DateTime<Utc>) -> Result<()> {
        join::let_in(tx, self.workspace, self.contest, &self.person.id, now).await?;
        self.put(tx, &self.person.id, team).await
    }

    async fn put(&self, tx: &mut Tx, user: &UserId, team: &TeamId) -> Result<()> {
        teams::put(tx, self.workspace, &self.contest.id, user, Some(team)).await?;
        Ok(())
    }
}

/// Whether two names are the same to the ear.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
