//! Prizes of a contest: put up by managers, and given for points as they are reached and for places once the standings
//! are final.

use chrono::{DateTime, TimeDelta, Utc};

use super::due::Due;
use super::once::{Caller, Meant, Stopped, once};
use super::pick::{Picked, Wanted, is_same_name, pick_to_read};
use super::praise::Stand;
use super::roles::Right;
use super::submission::Taking;
use super::weigh::Worth;
use super::{Asker, Play, deciding, owing, raffles, tables};
use crate::domain::board::Winners;
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN};
use crate::domain::format::Side;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::reward::{
    Ground, LISTED, MOST, NAME_MOST, PLACES, Prize, PrizeList, PrizeNews, RewardRefusal, crossed,
};
use crate::domain::text;
use crate::fresh;
use crate::store::grounds::Grounds;
use crate::store::winnings::{self, NewWinning};
use crate::store::{Result, Tx, contests, prizes, standings, teams};
use crate::voice;

/// How many winners of a prize for points are named.
const NAMED: i64 = 5;

/// What a manager does with prizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrizeAct {
    /// Puts one up.
    Add {
        /// What for.
        ground: Ground,
        /// What it is.
        name: String,
        /// How many there are; as many as are won where unsaid.
        stock: Option<i64>,
    },
    /// Takes the one for a place away.
    RemovePlace(i64),
    /// Takes the one of that name away.
    RemoveNamed(String),
}

/// Changes the prizes of the contest that `wanted` means.
pub async fn change(
    play: &Play,
    asker: Asker,
    act: PrizeAct,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<PrizeNews>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &caller.user).await??;
        let title = contest.title.clone();
        if !contest.phase.is_live() {
            let (verb, phase) = ("prize".to_owned(), contest.phase);
            return Err(Refusal::WrongPhase { title, verb, phase }.into());
        }
        let all = prizes::all(tx, &caller.workspace, &contest.id).await?;
        match act {
            PrizeAct::Add { ground, name, stock } => {
                let prize = Prize { id: fresh::short_id(), ground, name, stock };
                add(tx, caller, &contest, prize, &all).await?;
            }
            PrizeAct::RemovePlace(place) => {
                remove(tx, caller, &contest, all.iter().find(|prize| prize.ground == Ground::Place(place)))
                    .await?;
            }
            PrizeAct::RemoveNamed(name) => {
                remove(tx, caller, &contest, all.iter().find(|prize| is_same_name(&prize.name, &name)))
                    .await?;
            }
        }
        let left = prizes::all(tx, &caller.workspace, &contest.id).await?;
        let is_more = left.len() > all.len();
        let list = PrizeList { title, prizes: left };
        Ok(if is_more { PrizeNews::Added(list) } else { PrizeNews::Removed(list) })
    })
    .await
}

async fn add(tx: &mut Tx, caller: &Caller, contest: &Contest, prize: Prize, all: &[Prize]) -> Stopped<()> {
    let no = |refusal| Err(Refusal::Reward(refusal).into());
    let Some(name) = text::name(&prize.name, NAME_MOST) else {
        return no(RewardRefusal::BadName { most: NAME_MOST });
    };
    let prize = Prize { name, ..prize };
    let (number, most) = match prize.ground {
        Ground::Place(at) => (at, PLACES),
        Ground::Points(at) => (at, MOST),
    };
    if !(1..=most).contains(&number) {
        return no(RewardRefusal::BadNumber { most });
    }
    if prize.stock.is_some_and(|stock| !(1..=MOST).contains(&stock)) {
        return no(RewardRefusal::BadNumber { most: MOST });
    }
    let is_place = matches!(prize.ground, Ground::Place(_));
    let is_same =
        |other: &&Prize| other.ground == prize.ground && (is_place || is_same_name(&other.name, &prize.name));
    if let Some(same) = all.iter().find(is_same) {
        return no(RewardRefusal::PrizeTaken { name: same.name.clone() });
    }
    if all.len() >= LISTED {
        return no(RewardRefusal::TooMany { most: LISTED });
    }
    prizes::add(tx, &caller.workspace, &contest.id, &prize, &caller.user, caller.now).await?;
    Ok(())
}

async fn remove(tx: &mut Tx, caller: &Caller, contest: &Contest, prize: Option<&Prize>) -> Stopped<()> {
    let title = contest.title.clone();
    let no_prize = || Refusal::Reward(RewardRefusal::NoPrize { title });
    let prize = prize.ok_or_else(no_prize)?;
    prizes::remove(tx, &caller.workspace, &contest.id, &prize.id).await?;
    Ok(())
}

/// The prizes of the contest meant.
pub async fn list(
    play: &Play,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<PrizeList>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match pick_to_read(tx, workspace, wanted, here, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let prizes = prizes::all(tx, workspace, &contest.id).await?;
            Ok(Ok(PrizeList { title: contest.title, prizes }))
        })
        .await
}

/// The prizes that a share brings its rep past, by contest.
pub(super) fn passed(worths: &[Worth], stands: &[Stand], grounds: &Grounds) -> Vec<(Contest, Vec<Prize>)> {
    let mut passed: Vec<(Contest, Vec<Prize>)> = worths
        .iter()
        .zip(stands)
        .filter_map(|(worth, stand)| {
            let prizes = grounds.prizes.get(&worth.contest.id)?;
            let passed = crossed(prizes, stand.total - worth.score.total(), stand.total);
            (!passed.is_empty()).then(|| (worth.contest.clone(), passed))
        })
        .collect();
    // In one order for everybody, so that two who share at once cannot wait for each other for ever.
    passed.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    passed
}

/// Gives what a share brought its rep past.
pub(super) async fn after_share(
    tx: &mut Tx,
    taking: &Taking<'_>,
    passed: &[(Contest, Vec<Prize>)],
) -> Result<()> {
    for (contest, prizes) in passed {
        for prize in prizes {
            let user = &taking.person.id;
            give(tx, taking.play, taking.workspace(), contest, prize, user, taking.now).await?;
        }
    }
    Ok(())
}

/// Gives what points beside a share's brought a rep past: from so many to so many.
pub(super) async fn after_points(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    (before, after): (i64, i64),
    now: DateTime<Utc>,
) -> Result<()> {
    let all = prizes::all(tx, workspace, &contest.id).await?;
    for prize in crossed(&all, before, after) {
        give(tx, play, workspace, contest, &prize, user, now).await?;
    }
    Ok(())
}

/// Gives a rep a prize, if there is one left and they have not had it.
async fn give(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    contest: &Contest,
    prize: &Prize,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    // Of a dry run nobody hears, so nobody wins anything in it.
    if contest.is_dry() || winnings::has_won(tx, workspace, &contest.id, &prize.id, user).await? {
        return Ok(());
    }
    if !prizes::take(tx, workspace, &contest.id, &prize.id).await? {
        let key = format!("prize_gone:{}:{}:{user}", contest.id, prize.id);
        let message = voice::rewards::gone(prize, &contest.title);
        owing::tell(tx, workspace, user, &key, &message, now).await?;
        return Ok(());
    }
    let new = NewWinning {
        contest: Some(&contest.id),
        source: &prize.id,
        user,
        name: &prize.name,
        price: 0,
        ground: Some(prize.ground),
    };
    let by = prizes::made_by(tx, workspace, &contest.id, &prize.id).await?;
    let by = by.or_else(|| Some(contest.started_by.clone()));
    deciding::make(tx, play, workspace, &new, by, now).await
}

/// After points were taken back: a prize for more than are left, on which nobody has decided, goes back.
pub(super) async fn after_reversal(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    let points = standings::points(tx, workspace, &contest.id, user).await?;
    for (prize, name) in winnings::withdraw(tx, workspace, &contest.id, user, points).await? {
        prizes::put_back(tx, workspace, &contest.id, &prize).await?;
        let message = voice::rewards::withdrawn(&name, &contest.title);
        let key = format!("prize_back:{}:{prize}:{user}:{}", contest.id, now.timestamp_millis());
        owing::tell(tx, workspace, user, &key, &message, now).await?;
    }
    Ok(())
}

/// A contest has closed: once its standings are final, its places are given their prizes.
pub(super) async fn plan_places(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let all = prizes::all(tx, workspace, &contest.id).await?;
    if all.iter().any(|prize| matches!(prize.ground, Ground::Place(_))) {
        let due = Due::GivePrizes { contest: contest.id.clone(), closings: contest.closings };
        // The last instant within the hour can still change them.
        due.plan(tx, workspace, now + REOPEN_WITHIN + TimeDelta::seconds(1)).await?;
    }
    Ok(())
}

/// The standings of a contest are final: its places are given their prizes, unless it was reopened since.
pub async fn give_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::GivePrizes { contest, closings } = due else { return Ok(()) };
    let Some(contest) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    if contest.phase != Phase::Closed || contest.closings != *closings {
        return Ok(());
    }
    raffles::make(tx, workspace, &contest, now).await?;
    for (prize, users) in places(tx, workspace, &contest, now).await? {
        for (user, _) in users {
            give(tx, play, workspace, &contest, &prize, &user, now).await?;
        }
    }
    Ok(())
}

/// Each prize for a place with whom it goes to as things stand: of those level, whoever got there first is ahead. A team's
/// goes to each of its members.
async fn places(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Vec<(Prize, Vec<(UserId, String)>)>> {
    let all = prizes::all(tx, workspace, &contest.id).await?;
    let at = |prize: &Prize| if let Ground::Place(at) = prize.ground { Some(at) } else { None };
    let Some(lowest) = all.iter().filter_map(at).max() else { return Ok(Vec::new()) };
    let ranked = ranked(tx, workspace, contest, lowest, now).await?;
    let mut places = Vec::new();
    for prize in all {
        let Some(at) = at(&prize) else { continue };
        let side = usize::try_from(at - 1).ok().and_then(|at| ranked.get(at));
        let users = match side {
            None => Vec::new(),
            Some((Side::Rep(user), name)) => vec![(user.clone(), name.clone())],
            Some((Side::Team(team), name)) => {
                let members = teams::members(tx, workspace, &contest.id, team).await?;
                members.into_iter().map(|user| (user, name.clone())).collect()
            }
        };
        places.push((prize, users));
    }
    Ok(places)
}

/// The first `most` of a contest who have anything to show, in the order for prizes.
async fn ranked(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    most: i64,
    now: DateTime<Utc>,
) -> Result<Vec<(Side, String)>> {
    if contest.format.is_plain() {
        let top = standings::top(tx, workspace, &contest.id, tables::today(contest, now), most).await?;
        let top = top.into_iter().filter(|row| row.points > 0);
        return Ok(top.map(|row| (Side::Rep(row.user), row.name)).collect());
    }
    if let Some(made) = raffles::made(tx, workspace, contest).await? {
        let drawn = made.winners().map(|holder| (Side::Rep(holder.user.clone()), holder.name.clone()));
        return Ok(drawn.collect());
    }
    let table = tables::read(tx, workspace, contest, now).await?;
    let mut rows: Vec<_> = table.rows().filter(|row| row.shown.counts()).cloned().collect();
    // Stable: of those on one place the order stays.
    rows.sort_by_key(|row| row.place);
    Ok(rows.into_iter().map(|row| (row.side, row.name)).collect())
}

/// The prizes of a contest that is over, with whom they go to, for its final board.
pub(super) async fn winners(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Vec<Winners>> {
    let mut all = Vec::new();
    for (prize, users) in places(tx, workspace, contest, now).await? {
        let mut names: Vec<String> = users.into_iter().map(|(_, name)| name).collect();
        names.dedup();
        all.push(Winners { prize: prize.name, names, more: 0 });
    }
    for prize in prizes::all(tx, workspace, &contest.id).await? {
        if let Ground::Points(_) = prize.ground {
            let (names, won) = winnings::winners(tx, workspace, &contest.id, &prize.id, NAMED).await?;
            let more = won - i64::try_from(names.len()).unwrap_or(won);
            all.push(Winners { prize: prize.name, names, more });
        }
    }
    all.retain(|prize| !prize.names.is_empty());
    Ok(all)
}
