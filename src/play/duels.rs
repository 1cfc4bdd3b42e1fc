//! Duels: offered, answered, and ended.

use chrono::{DateTime, TimeDelta, Utc};

use super::due::Due;
use super::once::{Meant, once};
use super::pick::Wanted;
use super::roles::Right;
use super::times::read_span;
use super::whom::{self, PersonRef};
use super::{Asker, Play, owing};
use crate::domain::contest::{Contest, Phase};
use crate::domain::duel::{Duel, DuelLine, DuelNews, DuelRefusal, DuelState, LASTS, MOST};
use crate::domain::id::{ChannelId, ContestId, DuelId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::fresh;
use crate::store::posts::EventType;
use crate::store::{Result, Tx, contests, duels, preferences, roster, standings};
use crate::voice;

/// The shortest duel, and the longest.
const LENGTHS: std::ops::RangeInclusive<TimeDelta> = TimeDelta::hours(1)..=TimeDelta::days(14);

/// Challenges somebody in the contest that `wanted` means; `lasts` as typed after `for`.
pub async fn challenge(
    play: &Play,
    asker: Asker,
    whom: PersonRef,
    lasts: Option<String>,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<DuelNews>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        let rival = whom::find(tx, workspace, &whom).await??;
        let meant = Meant { wanted, here, phases: &[Phase::Open] };
        let contest = caller.contest(tx, &meant, &person.id).await??;
        let duel = Duel {
            id: fresh::id().into(),
            challenger: person.id.clone(),
            rival: rival.id.clone(),
            state: DuelState::Offered,
            lasts: lasts.as_deref().map(read_span).transpose()?.unwrap_or(LASTS),
            offered_at: now,
            fought: None,
            points: None,
        };
        check(tx, workspace, &contest, &duel, &person, &rival, now).await??;
        duels::keep(tx, workspace, &contest.id, &duel).await?;
        let message = voice::duels::challenge(&contest, &duel, &person.name, now);
        owing::tell(tx, workspace, &rival.id, &format!("duel:{}", duel.id), &message, now).await?;
        Ok(DuelNews::Offered { rival: rival.name, title: contest.title })
    })
    .await
}

/// Whether a challenge can be made.
async fn check(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    duel: &Duel,
    person: &Person,
    rival: &Person,
    now: DateTime<Utc>,
) -> Result<Outcome<()>> {
    let no = |refusal| Ok(Err(Refusal::Duel(refusal)));
    if person.id == rival.id {
        return no(DuelRefusal::WithOneself);
    }
    if contest.phase != Phase::Open {
        return no(DuelRefusal::NotRunning { title: contest.title.clone() });
    }
    if !LENGTHS.contains(&(duel.lasts.after(now, contest.zone) - now)) {
        return no(DuelRefusal::BadLength);
    }
    let all = duels::all(tx, workspace, &contest.id).await?;
    for (one, name) in [(person, None), (rival, Some(rival.name.clone()))] {
        if standings::tally(tx, workspace, &contest.id, &one.id).await?.is_none() {
            let (name, title) = (one.name.clone(), contest.title.clone());
            return Ok(Err(Refusal::NotPlaying { name, title }));
        }
        let theirs: Vec<&Duel> = all.iter().filter(|duel| duel.binds(&one.id, now)).collect();
        if theirs.iter().any(|duel| duel.binds(&person.id, now) && duel.binds(&rival.id, now)) {
            return no(DuelRefusal::Already { rival: rival.name.clone() });
        }
        if theirs.len() >= MOST {
            return no(DuelRefusal::TooMany { name, most: MOST });
        }
    }
    Ok(Ok(()))
}

/// The rival accepts or declines.
pub async fn answer(
    play: &Play,
    asker: Asker,
    contest: ContestId,
    duel: DuelId,
    accepts: bool,
) -> Result<Outcome<DuelNews>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Play).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        let not_open = || Refusal::Duel(DuelRefusal::NotOpen);
        let contest = contests::hold(tx, workspace, &contest).await?.ok_or_else(not_open)?;
        let all = duels::all(tx, workspace, &contest.id).await?;
        let found = all.into_iter().find(|other| other.id == duel && other.rival == caller.user);
        let found = found.filter(|duel| duel.is_open(now) && contest.phase == Phase::Open);
        let duel = found.ok_or_else(not_open)?;
        let challenger = name(tx, workspace, &duel.challenger).await?;
        if accepts {
            let ends_at = begin(tx, workspace, &contest, duel, now).await?;
            return Ok(DuelNews::Accepted { challenger, title: contest.title, ends_at, zone: contest.zone });
        }
        let off = Duel { state: DuelState::Off, ..duel };
        duels::keep(tx, workspace, &contest.id, &off).await?;
        let message = voice::duels::declined(&name(tx, workspace, &off.rival).await?);
        owing::tell(tx, workspace, &off.challenger, &format!("duel:{}:off", off.id), &message, now).await?;
        Ok(DuelNews::Declined { challenger })
    })
    .await
}

/// A duel begins, and its channel hears of it. Answers when it ends: at the latest with its contest.
async fn begin(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    duel: Duel,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>> {
    let ends_at = duel.lasts.after(now, contest.zone).min(contest.ends_at);
    let duel = Duel { state: DuelState::Fought, fought: Some((now, ends_at)), ..duel };
    duels::keep(tx, workspace, &contest.id, &duel).await?;
    let due = Due::EndDuel { contest: contest.id.clone(), duel: duel.id.clone() };
    due.plan(tx, workspace, ends_at).await?;
    let one = preferences::public_name(tx, workspace, &duel.challenger).await?;
    let other = preferences::public_name(tx, workspace, &duel.rival).await?;
    let message = voice::duels::begins(contest, &one, &other, ends_at, now);
    let key = format!("duel:{}:on", duel.id);
    owing::post(tx, workspace, &contest.channel, EventType::Notice, &key, &message, now).await?;
    Ok(ends_at)
}

/// A duel's end falls due.
pub async fn end_when_due(tx: &mut Tx, workspace: &WorkspaceId, due: &Due, now: DateTime<Utc>) -> Result<()> {
    let Due::EndDuel { contest, duel } = due else { return Ok(()) };
    let Some(contest) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    let all = duels::all(tx, workspace, &contest.id).await?;
    let fought = all.into_iter().find(|other| other.id == *duel && other.state == DuelState::Fought);
    match (fought, contest.phase) {
        (None, _) => Ok(()),
        (Some(duel), Phase::Cancelled) => {
            duels::keep(tx, workspace, &contest.id, &Duel { state: DuelState::Off, ..duel }).await
        }
        (Some(duel), _) => end(tx, workspace, &contest, duel, now).await,
    }
}

/// A contest closes: so do its duels.
pub(super) async fn close(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    for duel in duels::all(tx, workspace, &contest.id).await? {
        if duel.state == DuelState::Fought {
            end(tx, workspace, contest, duel, now).await?;
        }
    }
    Ok(())
}

async fn end(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    duel: Duel,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(line) = line(tx, workspace, contest, &duel).await? else { return Ok(()) };
    let points = Some((line.challenger_points, line.rival_points));
    duels::keep(tx, workspace, &contest.id, &Duel { state: DuelState::Ended, points, ..duel.clone() })
        .await?;
    let message = voice::duels::over(contest, &line);
    let key = format!("duel:{}:over", duel.id);
    owing::post(tx, workspace, &contest.channel, EventType::Notice, &key, &message, now).await?;
    Ok(())
}

/// The duels that are fought in a contest, as its board tells of them.
pub(super) async fn lines(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<Vec<DuelLine>> {
    let mut lines = Vec::new();
    for duel in duels::all(tx, workspace, &contest.id).await? {
        if duel.state == DuelState::Fought {
            lines.extend(line(tx, workspace, contest, &duel).await?);
        }
    }
    Ok(lines)
}

async fn line(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    duel: &Duel,
) -> Result<Option<DuelLine>> {
    let Some((from, ends_at)) = duel.fought else { return Ok(None) };
    let during = (from.timestamp_millis(), ends_at.timestamp_millis());
    Ok(Some(DuelLine {
        challenger: preferences::public_name(tx, workspace, &duel.challenger).await?,
        rival: preferences::public_name(tx, workspace, &duel.rival).await?,
        challenger_points: duels::earned(tx, workspace, &contest.id, &duel.challenger, during).await?,
        rival_points: duels::earned(tx, workspace, &contest.id, &duel.rival, during).await?,
        ends_at,
    }))
}

/// A name for the other of the two, who knows it.
async fn name(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<String> {
    let person = roster::person(tx, workspace, user).await?;
    Ok(person.map_or_else(|| user.to_string(), |person| person.name))
}
