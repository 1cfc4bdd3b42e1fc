//! Correcting a score by hand: an entry with a reason, which the person it concerns is told.

use chrono::{DateTime, Utc};

use super::once::{Meant, once};
use super::owing::Illustrated;
use super::pick::Wanted;
use super::roles::Right;
use super::whom::{self, PersonRef};
use super::{
    Asker, Play, badges, boards, close_contest, deciding, gains, owing, praise, prizes, raffles, take_back,
};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN};
use crate::domain::correction::{Corrected, Correction, POINTS_MOST, REASON_MOST};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::store::corrections::{self, NewCorrection};
use crate::store::posts::EventType;
use crate::store::{Result, Tx, standings};
use crate::voice;

/// The phases in which a score can be corrected; of a contest that is over, within the hour.
const CORRECTABLE: &[Phase] = &[Phase::Open, Phase::Paused, Phase::Closed];

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
    once(play, asker, async move |tx, caller| {
        let manager = caller.may(tx, Right::Steer).await??;
        check(&asked)?;
        let (workspace, now) = (&caller.workspace, caller.now);
        let person = whom::find(tx, workspace, &asked.whom).await??;
        if person.id == manager.id && asked.points > 0 {
            deciding::is_left_to_others(tx, caller).await??;
        }
        let meant = Meant { wanted, here, phases: CORRECTABLE };
        let contest = caller.contest(tx, &meant, &person.id).await??;
        still_open(&contest, now)?;
        let title = contest.title.clone();
        let Some(stood) = standings::tally(tx, workspace, &contest.id, &person.id).await? else {
            return Err(Refusal::NotPlaying { name: person.name, title }.into());
        };
        // From the tickets as they were, if it is not.
        raffles::make(tx, workspace, &contest, now).await?;
        let is_drawn = raffles::made(tx, workspace, &contest).await?.is_some();
        let new = NewCorrection {
            contest: &contest,
            user: &person.id,
            made_by: &manager.id,
            points: asked.points,
            reason: &asked.reason,
            share: None,
            stood,
        };
        let entry = corrections::make(tx, workspace, &new, now).await?;
        let correction = Correction {
            name: person.name.clone(),
            made_by: manager.name.clone(),
            points: asked.points,
            reason: asked.reason.clone(),
            at: now,
            is_gone: false,
        };
        let corrected = Corrected { correction, title, total: stood.points + asked.points, is_drawn };
        let told = voice::corrections::told(&corrected);
        owing::tell(tx, workspace, &person.id, &format!("correction:{entry}"), &told, now).await?;
        if asked.points < 0 {
            let today = calendar::date(now, contest.zone);
            take_back::note_leader(tx, workspace, &contest.id, &person.id, today).await?;
            // No streak depends on it.
            praise::after_reversal(tx, workspace, &contest, &person.id, u32::MAX).await?;
            prizes::after_reversal(tx, workspace, &contest, &person.id, now).await?;
            badges::after_reversal(tx, &caller.play, workspace, &person.id).await?;
        }
        let scene = praise::Scene { play: &caller.play, workspace, contest: &contest, person: &person, now };
        gains::after_correction(tx, scene, stood, asked.points).await?;
        let moved = (stood.points, corrected.total);
        prizes::after_points(tx, &caller.play, workspace, &contest, &person.id, moved, now).await?;
        follow_up(tx, &caller.play, workspace, &contest, entry.as_str(), corrected.total, now).await?;
        Ok(corrected)
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

/// A running contest, or one that is over within the hour.
fn still_open(contest: &Contest, now: DateTime<Utc>) -> Outcome<()> {
    let title = contest.title.clone();
    match contest.phase {
        Phase::Open | Phase::Paused => Ok(()),
        Phase::Closed if contest.closed_at.is_some_and(|at| now - at <= REOPEN_WITHIN) => Ok(()),
        Phase::Closed => Err(Refusal::Settled { title }),
        phase => Err(Refusal::WrongPhase { title, verb: "adjust".to_owned(), phase }),
    }
}

/// A running contest may be won by it; of one that is over the standings are posted anew.
async fn follow_up(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    contest: &Contest,
    entry: &str,
    total: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.phase == Phase::Closed {
        let closed_at = contest.closed_at.unwrap_or(now);
        let board = boards::last(tx, &play.settings.holidays, workspace, contest, closed_at).await?;
        let key = format!("final:{}:{}:{entry}", contest.id, contest.closings);
        let pictures = boards::last_pictures(tx, workspace, contest, &board).await?;
        let message = voice::board::corrected(&board);
        let message = Illustrated::with(&message, pictures);
        owing::post(tx, workspace, &contest.channel, EventType::Final, &key, message, now).await?;
    } else if contest.format.rules().may_decide(total) {
        close_contest::plan_decision(tx, workspace, contest, now).await?;
    }
    Ok(())
}
