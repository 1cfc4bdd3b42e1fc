//! Swaps: a captain offers a player for another team's, and its captain answers; a manager exchanges the two at once.

use chrono::{DateTime, Utc};

use super::captains::name;
use super::once::{Caller, Stopped, once};
use super::roles::{self, Right};
use super::whom::{self, PersonRef};
use super::{Asker, Play, close_contest, owing};
use crate::domain::contest::Contest;
use crate::domain::format::Team;
use crate::domain::id::{ContestId, SwapId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::domain::swap::{Exchange, Swap, SwapNews, SwapState};
use crate::domain::teams::{TeamNews, TeamRefusal};
use crate::fresh;
use crate::store::team_changes::{self, Change};
use crate::store::{Result, Tx, contests, standings, swaps, teams};
use crate::voice;

/// Two players of two teams, as somebody would exchange them.
struct Pair<'a> {
    mine: &'a Person,
    own: &'a Team,
    theirs: &'a Person,
    other: &'a Team,
}

/// Offers to exchange two players of a contest that is held; a manager does it at once.
pub(super) async fn offer(
    tx: &mut Tx,
    caller: &Caller,
    contest: &Contest,
    all: &[Team],
    person: &Person,
    (mine, theirs): (&PersonRef, &PersonRef),
) -> Stopped<TeamNews> {
    let (workspace, now) = (&caller.workspace, caller.now);
    let mine = player(tx, workspace, mine).await??;
    let theirs = player(tx, workspace, theirs).await??;
    let own = team_of(tx, workspace, contest, all, &mine).await??;
    let other = team_of(tx, workspace, contest, all, &theirs).await??;
    let pair = Pair { mine: &mine, own, theirs: &theirs, other };
    let is_manager = roles::may(&caller.play.settings, person, Right::Steer);
    if !is_manager && own.captain.as_ref() != Some(&person.id) {
        let captain = match &own.captain {
            Some(captain) => Some(name(tx, workspace, captain).await?),
            None => None,
        };
        return Err(refused(TeamRefusal::NotCaptain { team: own.name.clone(), captain }).into());
    }
    check(&pair)?;
    if is_manager {
        let change = exchange(tx, workspace, contest, &pair, now).await?;
        for (player, from, to) in [(pair.mine, pair.own, pair.other), (pair.theirs, pair.other, pair.own)] {
            let moved =
                Change::Moved { user: player.id.clone(), from: Some(from.name.clone()), to: to.name.clone() };
            team_changes::note(tx, workspace, &contest.id, &moved, (&person.id, now)).await?;
        }
        return Ok(TeamNews::Swapped { change });
    }
    are_free(tx, workspace, contest, &pair).await??;
    let Some(captain) = &other.captain else {
        return Err(refused(TeamRefusal::NotCaptain { team: other.name.clone(), captain: None }).into());
    };
    let offered = swaps::offered(tx, workspace, &contest.id).await?;
    let is_same = |swap: &Swap| swap.is_open(now) && swap.mine == mine.id && swap.theirs == theirs.id;
    if offered.iter().any(is_same) {
        let captain = name(tx, workspace, captain).await?;
        return Err(refused(TeamRefusal::SwapOffered { captain }).into());
    }
    let swap = Swap {
        id: fresh::id().into(),
        offered_by: person.id.clone(),
        offered_to: captain.clone(),
        mine: mine.id.clone(),
        theirs: theirs.id.clone(),
        state: SwapState::Offered,
        offered_at: now,
    };
    swaps::keep(tx, workspace, &contest.id, &swap).await?;
    let change = told(&pair);
    let message = voice::swaps::offer(contest, &swap, &name(tx, workspace, &person.id).await?, &change);
    owing::tell(tx, workspace, captain, &format!("swap:{}", swap.id), &message, now).await?;
    let captain = name(tx, workspace, captain).await?;
    Ok(TeamNews::SwapOffered { captain, change })
}

/// The player meant, by the name that others read.
async fn player(tx: &mut Tx, workspace: &WorkspaceId, whom: &PersonRef) -> Result<Outcome<Person>> {
    let found = whom::find(tx, workspace, whom).await?;
    let Ok(person) = found else { return Ok(found) };
    Ok(Ok(Person { name: name(tx, workspace, &person.id).await?, ..person }))
}

/// The captain who was asked accepts or declines.
pub async fn answer(
    play: &Play,
    asker: Asker,
    contest: ContestId,
    swap: SwapId,
    accepts: bool,
) -> Result<Outcome<SwapNews>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Play).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        let gone = || refused(TeamRefusal::SwapGone);
        let contest = contests::hold(tx, workspace, &contest).await?.ok_or_else(gone)?;
        let offered = swaps::offered(tx, workspace, &contest.id).await?;
        let found = offered.into_iter().find(|other| other.id == swap && other.offered_to == caller.user);
        let found = found.filter(|swap| swap.is_open(now) && contest.phase.is_live());
        let swap = found.ok_or_else(gone)?;
        let key = format!("swap:{}:answer", swap.id);
        if !accepts {
            swaps::keep(tx, workspace, &contest.id, &Swap { state: SwapState::Off, ..swap.clone() }).await?;
            let (captain, theirs) =
                (name(tx, workspace, &caller.user).await?, name(tx, workspace, &swap.theirs).await?);
            let message = voice::swaps::declined(&captain, &theirs);
            owing::tell(tx, workspace, &swap.offered_by, &key, &message, now).await?;
            return Ok(SwapNews::Declined { captain: name(tx, workspace, &swap.offered_by).await? });
        }
        let all = teams::all(tx, workspace, &contest.id).await?;
        let by_id = |user: &UserId| PersonRef::Id(user.clone());
        let mine = player(tx, workspace, &by_id(&swap.mine)).await??;
        let theirs = player(tx, workspace, &by_id(&swap.theirs)).await??;
        // Much may have happened since it was offered.
        let own = team_of(tx, workspace, &contest, &all, &mine).await?.map_err(|_| gone())?;
        let other = team_of(tx, workspace, &contest, &all, &theirs).await?.map_err(|_| gone())?;
        if own.captain.as_ref() != Some(&swap.offered_by) || other.captain.as_ref() != Some(&caller.user) {
            return Err(gone().into());
        }
        let pair = Pair { mine: &mine, own, theirs: &theirs, other };
        check(&pair)?;
        are_free(tx, workspace, &contest, &pair).await??;
        let change = exchange(tx, workspace, &contest, &pair, now).await?;
        close_contest::after_change(tx, workspace, &contest, now).await?;
        swaps::keep(tx, workspace, &contest.id, &Swap { state: SwapState::Made, ..swap.clone() }).await?;
        let captain = name(tx, workspace, &caller.user).await?;
        let message = voice::swaps::accepted(&captain, &change);
        owing::tell(tx, workspace, &swap.offered_by, &key, &message, now).await?;
        Ok(SwapNews::Made { change })
    })
    .await
}

/// The two change teams, and hear of it.
async fn exchange(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    pair: &Pair<'_>,
    now: DateTime<Utc>,
) -> Result<Exchange> {
    let swap = fresh::id();
    for (person, to, instead_of) in [(pair.mine, pair.other, pair.theirs), (pair.theirs, pair.own, pair.mine)]
    {
        teams::put(tx, workspace, &contest.id, &person.id, Some(&to.id)).await?;
        let message = voice::swaps::moved(&contest.title, &to.name, &instead_of.name);
        owing::tell(tx, workspace, &person.id, &format!("swapped:{swap}:{}", person.id), &message, now)
            .await?;
    }
    Ok(told(pair))
}

fn told(pair: &Pair<'_>) -> Exchange {
    Exchange {
        one: pair.mine.name.clone(),
        to: pair.other.name.clone(),
        other: pair.theirs.name.clone(),
        back: pair.own.name.clone(),
    }
}

/// Whether the two can change places at all.
fn check(pair: &Pair<'_>) -> Outcome<()> {
    if pair.own.id == pair.other.id {
        return Err(refused(TeamRefusal::SameTeam { team: pair.own.name.clone() }));
    }
    for (person, team) in [(pair.mine, pair.own), (pair.theirs, pair.other)] {
        if team.captain.as_ref() == Some(&person.id) {
            return Err(refused(TeamRefusal::Leads { name: person.name.clone(), team: team.name.clone() }));
        }
    }
    Ok(())
}

/// Who has points for a team stays with it: only a manager takes them elsewhere.
async fn are_free(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    pair: &Pair<'_>,
) -> Result<Outcome<()>> {
    for (person, team) in [(pair.mine, pair.own), (pair.theirs, pair.other)] {
        let points = standings::points(tx, workspace, &contest.id, &person.id).await?;
        if points != 0 {
            let (name, team) = (person.name.clone(), team.name.clone());
            return Ok(Err(refused(TeamRefusal::BoundToo { name, team, points })));
        }
    }
    Ok(Ok(()))
}

async fn team_of<'a>(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    all: &'a [Team],
    person: &Person,
) -> Result<Outcome<&'a Team>> {
    // Who has left the contest is on no team that plays.
    let plays = standings::tally(tx, workspace, &contest.id, &person.id).await?.is_some();
    let of = teams::of(tx, workspace, &contest.id, &person.id).await?.filter(|_| plays);
    let team = all.iter().find(|team| Some(&team.id) == of.as_ref());
    Ok(team.ok_or_else(|| refused(TeamRefusal::OnNone { name: Some(person.name.clone()) })))
}

fn refused(refusal: TeamRefusal) -> Refusal {
    Refusal::Team(refusal)
}
