//! Teams: made, joined, left, named, led and drafted.

use super::once::{Caller, Meant, Stopped, once};
use super::pick::{Picked, Wanted, pick_to_read};
use super::roles::{self, Right};
use super::whom::{self, PersonRef};
use super::{Asker, Play, captains, close_contest, join, owing, swaps, tables};
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::draft::deal;
use crate::domain::format::{Format, Player, Team};
use crate::domain::id::{ChannelId, TeamId, UserId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::domain::teams::{Lineup, TEAMS_MOST, TeamNews, TeamRefusal, is_same_team, team_name};
use crate::domain::text::one_line;
use crate::fresh;
use crate::store::field::{self, Of};
use crate::store::posts::EventType;
use crate::store::team_changes::{self, Change};
use crate::store::{Result, Tx, contests, preferences, standings, teams};
use crate::voice;

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
    /// Exchanges two players of two teams: their captains agree, or a manager does it.
    Swap(PersonRef, PersonRef),
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
            let wanted = the_only_one(tx, workspace, wanted).await?;
            let contest = match pick_to_read(tx, workspace, &wanted, here, now).await? {
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
    once(play, asker, async move |tx, caller| {
        let right = if act.is_for_managers() { Right::Steer } else { Right::Play };
        let person = caller.may(tx, right).await??;
        let wanted = the_only_one(tx, &caller.workspace, &wanted).await?;
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &person.id).await??;
        if !contest.format.has_teams() {
            return Err(Refusal::Team(TeamRefusal::NoTeams { title: contest.title }).into());
        }
        if !contest.phase.is_live() {
            let (title, verb) = (contest.title, "team".to_owned());
            return Err(Refusal::WrongPhase { title, verb, phase: contest.phase }.into());
        }
        let teams = teams::all(tx, &caller.workspace, &contest.id).await?;
        let news = Desk { caller, contest: &contest, teams, person }.run(tx, &act).await?;
        close_contest::after_change(tx, &caller.workspace, &contest, caller.now).await?;
        Ok(news)
    })
    .await
}

/// Of several contests, unsaid, the only one that is played in teams is meant.
pub(super) async fn the_only_one(tx: &mut Tx, workspace: &WorkspaceId, wanted: &Wanted) -> Result<Wanted> {
    if *wanted != Wanted::Unsaid {
        return Ok(wanted.clone());
    }
    let live = contests::live(tx, workspace).await?;
    let mut in_teams = live.into_iter().filter(|contest| contest.format.has_teams());
    Ok(match (in_teams.next(), in_teams.next()) {
        (Some(only), None) => Wanted::Id(only.id),
        _ => Wanted::Unsaid,
    })
}

/// A change of teams on the desk.
struct Desk<'a> {
    caller: &'a Caller,
    contest: &'a Contest,
    teams: Vec<Team>,
    person: Person,
}

impl Desk<'_> {
    async fn run(&self, tx: &mut Tx, act: &TeamAct) -> Stopped<TeamNews> {
        match act {
            TeamAct::Create(name) => self.create(tx, name).await,
            TeamAct::Join(name) => self.join(tx, name).await,
            TeamAct::Leave => self.leave(tx).await,
            TeamAct::Name(name) => self.name(tx, name).await,
            TeamAct::Captain(whom) => self.captain(tx, whom).await,
            TeamAct::Swap(mine, theirs) => {
                swaps::offer(tx, self.caller, self.contest, &self.teams, &self.person, (mine, theirs)).await
            }
            TeamAct::Move(whom, name) => self.move_to(tx, whom, name).await,
            TeamAct::Draft(teams) => self.draft(tx, *teams).await,
        }
    }

    async fn create(&self, tx: &mut Tx, name: &str) -> Stopped<TeamNews> {
        let name = self.free_name(name, None)?;
        if self.teams.len() >= TEAMS_MOST {
            return Err(Refusal::Team(TeamRefusal::TooMany { most: TEAMS_MOST }).into());
        }
        self.is_free(tx).await??;
        self.abandon(tx).await?;
        let captain = Some(self.person.id.clone());
        let team = Team { id: fresh::short_id().into(), name: name.clone(), captain, place_before: None };
        teams::create(tx, &self.caller.workspace, &self.contest.id, &team).await?;
        self.enter(tx, &team.id).await?;
        Ok(TeamNews::Created { team: name, title: self.contest.title.clone() })
    }

    async fn join(&self, tx: &mut Tx, name: &str) -> Stopped<TeamNews> {
        let team = self.team(name)?;
        let mine = teams::of(tx, &self.caller.workspace, &self.contest.id, &self.person.id).await?;
        if mine.as_ref() == Some(&team.id) {
            return Err(Refusal::Team(TeamRefusal::OnIt { team: team.name.clone() }).into());
        }
        self.is_free(tx).await??;
        self.abandon(tx).await?;
        self.enter(tx, &team.id).await?;
        Ok(TeamNews::Joined { team: team.name.clone(), title: self.contest.title.clone() })
    }

    async fn leave(&self, tx: &mut Tx) -> Stopped<TeamNews> {
        let team = self.own(tx).await??.name.clone();
        self.is_free(tx).await??;
        self.abandon(tx).await?;
        Ok(TeamNews::Left { team, title: self.contest.title.clone() })
    }

    async fn name(&self, tx: &mut Tx, name: &str) -> Stopped<TeamNews> {
        let team = self.own(tx).await??.clone();
        if team.captain.as_ref() != Some(&self.person.id) {
            return Err(self.not_captain(tx, &team).await?.into());
        }
        let name = self.free_name(name, Some(&team.id))?;
        let before = team.name.clone();
        let named = Team { name: name.clone(), ..team };
        teams::update(tx, &self.caller.workspace, &self.contest.id, &named).await?;
        Ok(TeamNews::Renamed { before, team: name })
    }

    async fn captain(&self, tx: &mut Tx, whom: &PersonRef) -> Stopped<TeamNews> {
        let other = whom::find(tx, &self.caller.workspace, whom).await??;
        let of = teams::of(tx, &self.caller.workspace, &self.contest.id, &other.id).await?;
        let Some(team) = self.teams.iter().find(|team| Some(&team.id) == of.as_ref()) else {
            return Err(Refusal::Team(TeamRefusal::OnNone { name: Some(other.name) }).into());
        };
        let is_captain = team.captain.as_ref() == Some(&self.person.id);
        if !is_captain && !roles::may(&self.caller.play.settings, &self.person, Right::Steer) {
            return Err(self.not_captain(tx, team).await?.into());
        }
        let led = Team { captain: Some(other.id), ..team.clone() };
        teams::update(tx, &self.caller.workspace, &self.contest.id, &led).await?;
        Ok(TeamNews::Captain { name: other.name, team: team.name.clone() })
    }

    async fn move_to(&self, tx: &mut Tx, whom: &PersonRef, name: &str) -> Stopped<TeamNews> {
        let team = self.team(name)?;
        let other = whom::find(tx, &self.caller.workspace, whom).await??;
        if standings::tally(tx, &self.caller.workspace, &self.contest.id, &other.id).await?.is_none() {
            return Err(Refusal::NotPlaying { name: other.name, title: self.contest.title.clone() }.into());
        }
        let of = teams::of(tx, &self.caller.workspace, &self.contest.id, &other.id).await?;
        if of.as_ref() == Some(&team.id) {
            let (name, team) = (other.name, team.name.clone());
            return Err(Refusal::Team(TeamRefusal::There { name, team }).into());
        }
        let from = self.teams.iter().find(|team| Some(&team.id) == of.as_ref()).map(|from| from.name.clone());
        self.give_up(tx, &other.id).await?;
        self.put(tx, &other.id, &team.id).await?;
        if other.id != self.person.id {
            let title = &self.contest.title;
            let message = voice::teams::moved(title, from.as_deref(), &team.name, &self.person.name);
            let key = format!("team_moved:{}", fresh::id());
            owing::tell(tx, &self.caller.workspace, &other.id, &key, &message, self.caller.now).await?;
        }
        self.note(tx, &Change::Moved { user: other.id, from, to: team.name.clone() }).await?;
        Ok(TeamNews::Moved { name: other.name, team: team.name.clone() })
    }

    async fn draft(&self, tx: &mut Tx, asked: Option<usize>) -> Stopped<TeamNews> {
        let today = tables::today(self.contest, self.caller.now);
        let mut players =
            field::read(tx, &self.caller.workspace, self.contest, Of::All, today).await?.players;
        players.sort_by(|a, b| a.standing.user.cmp(&b.standing.user));
        let count = asked.unwrap_or(self.teams.len());
        if !(2..=TEAMS_MOST).contains(&count) || count > players.len() {
            return Err(Refusal::Team(TeamRefusal::CannotDraft {
                teams: count,
                players: players.len(),
                most: TEAMS_MOST,
            })
            .into());
        }
        let mut all = self.teams.clone();
        // Teams beyond those asked for lose their players, and with them their reason to be.
        for team in all.drain(count.min(self.teams.len())..) {
            teams::remove(tx, &self.caller.workspace, &self.contest.id, &team.id).await?;
        }
        while all.len() < count {
            let name = self.numbered(&all);
            let team = Team { id: fresh::short_id().into(), name, captain: None, place_before: None };
            teams::create(tx, &self.caller.workspace, &self.contest.id, &team).await?;
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
            teams::update(tx, &self.caller.workspace, &self.contest.id, &Team { captain, ..team.clone() })
                .await?;
        }
        let rows = field::read(tx, &self.caller.workspace, self.contest, Of::All, today).await?;
        let lineup = Lineup::of(self.contest.title.clone(), &rows.teams, &rows.players);
        self.note(tx, &Change::Dealt { teams: i64::try_from(count).unwrap_or(i64::MAX) }).await?;
        let message = voice::teams::dealt(&lineup);
        let (workspace, key) = (&self.caller.workspace, format!("dealt:{}", fresh::id()));
        owing::publish(tx, workspace, self.contest, EventType::Notice, &key, &message, self.caller.now)
            .await?;
        Ok(TeamNews::Drafted { lineup })
    }

    /// Notes what a manager changed, for the contest's log.
    async fn note(&self, tx: &mut Tx, change: &Change) -> Result<()> {
        let by = (&self.person.id, self.caller.now);
        team_changes::note(tx, &self.caller.workspace, &self.contest.id, change, by).await
    }

    /// The first "Team 1", "Team 2" … that no team is called.
    fn numbered(&self, teams: &[Team]) -> String {
        let mut names = (1..).map(|n| format!("Team {n}"));
        names.find(|name| teams.iter().all(|team| !is_same_team(&team.name, name))).unwrap_or_default()
    }

    /// A name that can be given, in one line.
    fn free_name(&self, name: &str, own: Option<&TeamId>) -> Outcome<String> {
        let name = team_name(name).map_err(Refusal::Team)?;
        match self.teams.iter().find(|team| is_same_team(&team.name, &name) && Some(&team.id) != own) {
            Some(team) => Err(Refusal::Team(TeamRefusal::NameTaken { team: team.name.clone() })),
            None => Ok(name),
        }
    }

    fn team(&self, name: &str) -> Outcome<&Team> {
        let name = one_line(name);
        self.teams
            .iter()
            .find(|team| is_same_team(&team.name, &name))
            .ok_or_else(|| unknown(&self.teams, &name))
    }

    /// The team that the person plays for.
    async fn own(&self, tx: &mut Tx) -> Result<Outcome<&Team>> {
        let of = teams::of(tx, &self.caller.workspace, &self.contest.id, &self.person.id).await?;
        let team = self.teams.iter().find(|team| Some(&team.id) == of.as_ref());
        Ok(team.ok_or(Refusal::Team(TeamRefusal::OnNone { name: None })))
    }

    /// Who has points for a team, or shared anything, stays with it: only a manager takes them elsewhere. In a relay that
    /// runs so does everybody, since with them a leg would go.
    async fn is_free(&self, tx: &mut Tx) -> Result<Outcome<()>> {
        let (workspace, contest, user) = (&self.caller.workspace, &self.contest.id, &self.person.id);
        let of = teams::of(tx, workspace, contest, user).await?;
        let Some(team) = self.teams.iter().find(|team| Some(&team.id) == of.as_ref()) else {
            return Ok(Ok(()));
        };
        let brought = teams::brought(tx, workspace, contest, user).await?;
        if brought.points != 0 || brought.shares != 0 {
            let (team, points) = (team.name.clone(), brought.points);
            return Ok(Err(Refusal::Team(TeamRefusal::Bound { team, points })));
        }
        let runs = matches!(self.contest.format, Format::Relay(_)) && self.contest.phase != Phase::Scheduled;
        if runs && teams::has_others(tx, workspace, contest, &team.id, user).await? {
            return Ok(Err(Refusal::Team(TeamRefusal::Runs { team: team.name.clone() })));
        }
        Ok(Ok(()))
    }

    async fn not_captain(&self, tx: &mut Tx, team: &Team) -> Result<Refusal> {
        let captain = match &team.captain {
            Some(captain) => {
                preferences::public(tx, &self.caller.workspace, captain).await?.map(|found| found.name)
            }
            None => None,
        };
        Ok(Refusal::Team(TeamRefusal::NotCaptain { team: team.name.clone(), captain }))
    }

    async fn abandon(&self, tx: &mut Tx) -> Result<()> {
        self.give_up(tx, &self.person.id).await
    }

    /// Takes somebody off their team. A captain's place goes to another member; a team that is nobody's, and that nobody
    /// left anything, is no more.
    async fn give_up(&self, tx: &mut Tx, user: &UserId) -> Result<()> {
        let of = teams::of(tx, &self.caller.workspace, &self.contest.id, user).await?;
        let Some(team) = self.teams.iter().find(|team| Some(&team.id) == of.as_ref()) else { return Ok(()) };
        teams::put(tx, &self.caller.workspace, &self.contest.id, user, None).await?;
        let (workspace, contest) = (&self.caller.workspace, self.contest);
        if !teams::has_others(tx, workspace, &contest.id, &team.id, user).await? {
            return teams::remove(tx, workspace, &contest.id, &team.id).await;
        }
        captains::hand_over(tx, workspace, contest, team, user, self.caller.now).await
    }

    /// Puts the person on a team, and into the contest if need be.
    async fn enter(&self, tx: &mut Tx, team: &TeamId) -> Result<()> {
        join::let_in(tx, &self.caller.workspace, self.contest, &self.person.id, self.caller.now).await?;
        self.put(tx, &self.person.id, team).await
    }

    async fn put(&self, tx: &mut Tx, user: &UserId, team: &TeamId) -> Result<()> {
        teams::put(tx, &self.caller.workspace, &self.contest.id, user, Some(team)).await?;
        Ok(())
    }
}

/// That no team is called so, and which one may be meant.
pub(super) fn unknown(teams: &[Team], name: &str) -> Refusal {
    let nearest = nearest(name, teams.iter().map(|team| team.name.as_str())).map(str::to_owned);
    Refusal::Team(TeamRefusal::Unknown { nearest, name: name.to_owned() })
}
