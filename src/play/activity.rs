//! What a team has been doing: for its captain, and for managers.

use super::pick::{Picked, Wanted, pick_to_read};
use super::roles::{self, Right};
use super::teams::{the_only_one, unknown};
use super::{Asker, Play, captains, tables};
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::format::Team;
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::domain::swap::{Activity, MemberActivity};
use crate::domain::teams::{TeamRefusal, is_same_team};
use crate::store::field::{self, Of};
use crate::store::{Result, Tx, ranges, teams};

/// What the members of a team have been doing: the asker's own team, or the one a manager names.
pub async fn activity(
    play: &Play,
    asker: &Asker,
    name: Option<&str>,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Activity>> {
    let (workspace, now) = (&asker.workspace, play.clock.now());
    play.store
        .read(async |tx| {
            let person = match roles::check(tx, play, workspace, &asker.user, Right::Play).await? {
                Ok(person) => person,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let wanted = the_only_one(tx, workspace, wanted).await?;
            let contest = match pick_to_read(tx, workspace, &wanted, here, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            if !contest.format.has_teams() {
                return Ok(Err(Refusal::Team(TeamRefusal::NoTeams { title: contest.title })));
            }
            let team = match team(tx, play, workspace, &contest, &person, name).await? {
                Ok(team) => team,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let today = tables::today(&contest, now);
            let monday = calendar::monday(today);
            let instants = (calendar::start_of(monday, contest.zone), now);
            let earned = ranges::in_days(tx, workspace, &contest.id, (monday, today), instants).await?;
            let active = teams::activity(tx, workspace, &contest.id, &team.id).await?;
            let rows = field::read(tx, workspace, &contest, Of::Team(&team.id), today).await?;
            let mut members: Vec<MemberActivity> = rows
                .players
                .into_iter()
                .map(|player| {
                    let user = &player.standing.user;
                    let active = active.iter().find(|(of, ..)| of == user);
                    MemberActivity {
                        week_points: earned.iter().find(|one| one.user == *user).map_or(0, |one| one.points),
                        active_days: active.map_or(0, |(_, days, _)| *days),
                        last_share: active.map(|(_, _, last)| *last),
                        name: player.standing.name,
                    }
                })
                .collect();
            members.sort_by(|a, b| a.name.cmp(&b.name));
            Ok(Ok(Activity { team: team.name, title: contest.title, zone: contest.zone, members }))
        })
        .await
}

/// The team meant, if the person leads it or is a manager.
async fn team(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    contest: &Contest,
    person: &Person,
    name: Option<&str>,
) -> Result<Outcome<Team>> {
    let all = teams::all(tx, workspace, &contest.id).await?;
    let team = match name {
        Some(name) => match all.iter().find(|team| is_same_team(&team.name, name)) {
            Some(team) => team,
            None => return Ok(Err(unknown(&all, name))),
        },
        None => {
            let own = teams::of(tx, workspace, &contest.id, &person.id).await?;
            match all.iter().find(|team| Some(&team.id) == own.as_ref()) {
                Some(team) => team,
                None => return Ok(Err(Refusal::Team(TeamRefusal::OnNone { name: None }))),
            }
        }
    };
    if team.captain.as_ref() == Some(&person.id) || roles::may(&play.settings, person, Right::Steer) {
        return Ok(Ok(team.clone()));
    }
    let captain = match &team.captain {
        Some(captain) => Some(captains::name(tx, workspace, captain).await?),
        None => None,
    };
    Ok(Err(Refusal::Team(TeamRefusal::NotCaptain { team: team.name.clone(), captain })))
}
