//! Steering a contest: pause, resume, extend, end, reopen, cancel.

use chrono::{DateTime, Utc};

use super::close_contest::{close, plan_decision, plan_time_checks};
use super::due::Due;
use super::once::{Meant, once};
use super::pick::Wanted;
use super::roles::Right;
use super::times::{read_moment, read_span};
use super::{Asker, Play, daily_board, owing, raffles, rounds, series};
use crate::domain::contest::{Contest, LONGEST, Phase, REOPEN_WITHIN, Steered};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::season::SeasonRefusal;
use crate::fresh;
use crate::store::posts::EventType;
use crate::store::{Result, Tx, agenda, contests, seasons};
use crate::voice;

/// What a manager does with a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Steer {
    /// Shares are refused until it goes on.
    Pause,
    /// It goes on.
    Resume,
    /// A new end.
    Extend(NewEnd),
    /// It ends now.
    End,
    /// The end is taken back; with a new end where it had run out by itself.
    Reopen(Option<NewEnd>),
    /// It is called off.
    Cancel,
}

/// A new end as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewEnd {
    /// So much later than the present end (or than now, once that is over): `2d`.
    For(String),
    /// At a moment: `Fri 15:00`.
    Until(String),
}

impl Steer {
    /// The verb that says it.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Extend(_) => "extend",
            Self::End => "end",
            Self::Reopen(_) => "reopen",
            Self::Cancel => "cancel",
        }
    }

    /// The phases it can be said in.
    fn phases(&self) -> &'static [Phase] {
        match self {
            Self::Pause => &[Phase::Open],
            Self::Resume => &[Phase::Paused],
            Self::Extend(_) | Self::Cancel => &[Phase::Scheduled, Phase::Open, Phase::Paused],
            Self::End => &[Phase::Open, Phase::Paused],
            Self::Reopen(_) => &[Phase::Closed],
        }
    }
}

/// Steers the contest that `wanted` means, seen from `here`.
pub async fn steer_contest(
    play: &Play,
    asker: Asker,
    steer: Steer,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<Steered>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let meant = Meant { wanted, here, phases: steer.phases() };
        let contest = caller.contest_or_dry_run(tx, &meant, &caller.user).await??;
        Ok(apply(tx, &caller.play, &caller.workspace, &steer, contest, caller.now).await??)
    })
    .await
}

async fn apply(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    steer: &Steer,
    mut contest: Contest,
    now: DateTime<Utc>,
) -> Result<Outcome<Steered>> {
    if !steer.phases().contains(&contest.phase) {
        let verb = steer.verb().to_owned();
        return Ok(Err(Refusal::WrongPhase { title: contest.title, verb, phase: contest.phase }));
    }
    if let Some(refusal) = gone_on(tx, workspace, steer, &contest).await? {
        return Ok(Err(refusal));
    }
    if let Err(refusal) = change(steer, &mut contest, now) {
        return Ok(Err(refusal));
    }
    if *steer == Steer::End {
        close(tx, play, workspace, contest.clone(), now).await?;
        let next_starts_at = series::next_start(tx, workspace, &contest, now).await?;
        Ok(Ok(Steered { contest, next_starts_at, new_promise: None }))
    } else {
        contests::update(tx, workspace, &contest).await?;
        replan(tx, workspace, steer, &contest, now).await?;
        let next_starts_at = match steer {
            Steer::Cancel => series::plan_next(tx, workspace, &contest, now).await?,
            _ => None,
        };
        let new_promise = match steer {
            Steer::Reopen(_) => raffles::promise(tx, workspace, &contest).await?,
            _ => None,
        };
        let steered = Steered { contest, next_starts_at, new_promise };
        let message = voice::contest::steered(&steered, steer.verb(), now);
        let contest = &steered.contest;
        // Not by the delivery, whose name holds a key to open forms with.
        let key = format!("notice:{}:{}", contest.id, fresh::id());
        owing::publish(tx, workspace, contest, EventType::Notice, &key, &message, now).await?;
        Ok(Ok(steered))
    }
}

/// A contest whose successor has begun stays closed: two of a series at once would be one too many.
async fn gone_on(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    steer: &Steer,
    contest: &Contest,
) -> Result<Option<Refusal>> {
    if !matches!(steer, Steer::Reopen(_)) {
        return Ok(None);
    }
    let all = seasons::all(tx, workspace).await?;
    let Some((_, season)) = all.iter().find(|(of, _)| *of == contest.id) else { return Ok(None) };
    let latest = all.iter().find(|(_, other)| other.series == season.series && other.number > season.number);
    let Some((latest, _)) = latest else { return Ok(None) };
    let next = contests::find(tx, workspace, latest).await?.map(|next| next.title).unwrap_or_default();
    Ok(Some(Refusal::Season(SeasonRefusal::GoneOn { title: contest.title.clone(), next })))
}

/// What the verb makes of the contest.
fn change(steer: &Steer, contest: &mut Contest, now: DateTime<Utc>) -> Outcome<()> {
    match steer {
        Steer::Pause => contest.phase = Phase::Paused,
        Steer::Resume => contest.phase = Phase::Open,
        Steer::Cancel => contest.phase = Phase::Cancelled,
        Steer::Extend(end) => contest.ends_at = new_end(end, contest, now)?,
        Steer::End => {}
        Steer::Reopen(end) => {
            let title = contest.title.clone();
            if contest.closed_at.is_none_or(|at| now - at > REOPEN_WITHIN) {
                return Err(Refusal::ReopenTooLate { title });
            }
            if let Some(end) = end {
                contest.ends_at = new_end(end, contest, now)?;
            }
            if contest.ends_at <= now {
                return Err(Refusal::ReopenNeedsEnd { title });
            }
            contest.phase = Phase::Open;
            contest.closed_at = None;
        }
    }
    Ok(())
}

fn new_end(end: &NewEnd, contest: &Contest, now: DateTime<Utc>) -> Outcome<DateTime<Utc>> {
    let ends_at = match end {
        NewEnd::For(span) => read_span(span)?.after(contest.ends_at.max(now), contest.zone),
        NewEnd::Until(words) => read_moment(words, now, contest.zone)?.end(contest.zone),
    };
    checked_end(ends_at, contest, now)
}

/// A new end, if the contest can have it.
pub(super) fn checked_end(
    ends_at: DateTime<Utc>,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Outcome<DateTime<Utc>> {
    if ends_at <= now || ends_at <= contest.starts_at {
        return Err(Refusal::EndsTooSoon);
    }
    if ends_at - now > LONGEST {
        return Err(Refusal::TooLong);
    }
    Ok(ends_at)
}

/// Moves what falls due along with the contest.
async fn replan(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    steer: &Steer,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let close = Due::CloseContest { contest: contest.id.clone(), closings: contest.closings };
    match steer {
        Steer::Extend(_) => move_end(tx, workspace, contest, now).await?,
        Steer::Reopen(_) => {
            close.plan(tx, workspace, contest.ends_at).await?;
            daily_board::plan_next(tx, workspace, contest, now).await?;
            plan_time_checks(tx, workspace, contest, now).await?;
            rounds::reopen(tx, workspace, contest, now).await?;
        }
        // It may have been won by a share that came just before the pause.
        Steer::Resume if contest.format.rules().may_decide(i64::MAX) => {
            plan_decision(tx, workspace, contest, now).await?;
        }
        Steer::Pause | Steer::Resume | Steer::End | Steer::Cancel => {}
    }
    Ok(())
}

/// Moves what falls due at a contest's end, and before it, to where it belongs now.
pub(super) async fn move_end(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let close = Due::CloseContest { contest: contest.id.clone(), closings: contest.closings };
    agenda::move_to(tx, workspace, &close.key(), contest.ends_at).await?;
    daily_board::plan_next(tx, workspace, contest, now).await?;
    plan_time_checks(tx, workspace, contest, now).await?;
    rounds::move_end(tx, workspace, contest, now).await
}

/// Moves what falls due at the start of a contest to come, and what follows from it, to where it belongs now.
pub(super) async fn move_start(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let open = Due::OpenContest { contest: contest.id.clone() };
    agenda::move_to(tx, workspace, &open.key(), contest.starts_at).await?;
    // A board that was planned for an earlier start shows nothing yet, and plans the next.
    daily_board::plan_next(tx, workspace, contest, contest.starts_at).await?;
    plan_time_checks(tx, workspace, contest, now).await
}
