//! Correcting a score by hand: an entry with a reason, which the person it concerns is told.

use chrono::{DateTime, Utc};

use super::pick::{Picked, Wanted, pick, pick_to_read};
use super::roles::{self, Right};
use super::whom::{self, PersonRef};
use super::{Asker, Play, boards, close_contest, owing, praise, take_back};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN};
use crate::domain::correction::{Corrected, Correction, CorrectionLog, POINTS_MOST, REASON_MOST};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::store::corrections::{self, NewCorrection};
use crate::store::posts::{Call, EventType};
use crate::store::{Result, Tx, contests, deliveries, roster, standings};
use crate::voice;

/// The phases in which a score can be corrected; of a contest that is over, within the hour.
const CORRECTABLE: &[Phase] = &[Phase::Open, Phase::Paused, Phase::Closed];

/// How many corrections `/contest log` tells.
const TOLD: i64 = 20;

/// A correction as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whose score.
    pub whom: PersonRef,
    /// Points given, or taken where below 0.
    pub points: i64,
    /// Why.
    pub reason: String,
}

/// Corrects a score in the contest that `wanted` means, seen from `here`.
pub async fn correct_score(
    play: &Play,
    asker: Asker,
    asked: Asked,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<Corrected>> {
    let (now, play) = (play.clock.now(), play.clone());
    play.store
        .clone()
        .write(async move |tx| {
            let workspace = asker.workspace.clone();
            deliveries::once(tx, &workspace, &asker.delivery, now, async |tx| {
                let manager = match roles::check(tx, &play, &workspace, &asker.user, Right::Steer).await? {
                    Ok(person) => person,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                if let Err(refusal) = check(&asked) {
                    return Ok(Err(refusal));
                }
                let person = match whom::find(tx, &workspace, &asked.whom).await? {
                    Ok(person) => person,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                // Whoever scores for them at this moment is waited for.
                roster::hold(tx, &workspace, &person.id).await?;
                let contest = match pick(tx, &workspace, &wanted, &here, CORRECTABLE, "adjust", now).await? {
                    Picked::One(contest) => contest,
                    Picked::Refused(refusal) => return Ok(Err(refusal)),
                };
                let Some(contest) = contests::hold(tx, &workspace, &contest.id).await? else {
                    return Ok(Err(Refusal::NoContest));
                };
                if let Some(refusal) = too_late(&contest, now) {
                    return Ok(Err(refusal));
                }
                let title = contest.title.clone();
                let Some(stood) = standings::tally(tx, &workspace, &contest.id, &person.id).await? else {
                    return Ok(Err(Refusal::NotPlaying { name: person.name, title }));
                };
                let total = stood.points + asked.points;
                let new = NewCorrection {
                    contest: &contest,
                    user: &person.id,
                    made_by: &manager.id,
                    points: asked.points,
                    reason: &asked.reason,
                    stood,
                };
                let entry = corrections::make(tx, &workspace, &new, now).await?;
                let concerned = person.id.clone();
                let correction = Correction {
                    name: person.name,
                    made_by: manager.name,
                    points: asked.points,
                    reason: asked.reason,
                    at: now,
                };
                let corrected = Corrected { correction, title, total };
                let call = Call::DirectMessage {
                    user: person.id,
                    event_type: EventType::Notice,
                    message: owing::body(&voice::corrections::told(&corrected)),
                };
                owing::call(tx, &workspace, &format!("correction:{entry}"), call, now).await?;
                if asked.points < 0 {
                    let today = calendar::date(now, contest.zone);
                    take_back::note_leader(tx, &workspace, &contest.id, &concerned, today).await?;
                    // No streak depends on it.
                    praise::after_reversal(tx, &workspace, &contest, &concerned, u32::MAX).await?;
                }
                follow_up(tx, &workspace, &contest, entry.as_str(), total, now).await?;
                Ok(Ok(corrected))
            })
            .await
        })
        .await
}

fn check(asked: &Asked) -> Outcome<()> {
    let length = asked.reason.chars().count();
    let has_words = asked.reason.chars().any(char::is_alphanumeric);
    if !has_words || length > REASON_MOST {
        return Err(Refusal::BadReason { most: REASON_MOST });
    }
    if asked.points == 0 || asked.points.abs() > POINTS_MOST {
        return Err(Refusal::BadPoints { most: POINTS_MOST });
    }
    Ok(())
}

fn too_late(contest: &Contest, now: DateTime<Utc>) -> Option<Refusal> {
    let title = || contest.title.clone();
    match contest.phase {
        Phase::Open | Phase::Paused => None,
        Phase::Closed if contest.closed_at.is_some_and(|at| now - at <= REOPEN_WITHIN) => None,
        Phase::Closed => Some(Refusal::Settled { title: title() }),
        phase => Some(Refusal::WrongPhase { title: title(), verb: "adjust".to_owned(), phase }),
    }
}

/// A running contest may be won by it; of one that is over the standings are posted anew.
async fn follow_up(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    entry: &str,
    total: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.phase == Phase::Closed {
        let board = boards::last(tx, workspace, contest, contest.closed_at.unwrap_or(now)).await?;
        let key = format!("final:{}:{}:{entry}", contest.id, contest.closings);
        let message = voice::board::corrected(&board);
        owing::post(tx, workspace, &contest.channel, EventType::Final, &key, &message, now).await?;
    } else if contest.format.rules().may_decide(total) {
        close_contest::plan_decision(tx, workspace, contest, now).await?;
    }
    Ok(())
}

/// The latest corrections in the contest meant.
pub async fn log(
    play: &Play,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<CorrectionLog>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match pick_to_read(tx, workspace, wanted, here, "log", now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let corrections = corrections::latest(tx, workspace, &contest.id, None, TOLD).await?;
            Ok(Ok(CorrectionLog { title: contest.title, zone: contest.zone, corrections }))
        })
        .await
}
