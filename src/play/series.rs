//! Contests that repeat: made to, stopped, and the next one planned when one is over.

use chrono::{DateTime, Utc};

use super::due::Due;
use super::once::{Meant, once};
use super::pick::Wanted;
use super::roles::Right;
use super::{Asker, Play};
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::season::{Every, Repeats, Rhythm, Season, SeasonRefusal};
use crate::fresh;
use crate::store::{Result, Tx, seasons};

/// … and in which it can be told not to: between two of a series the last one is over.
const ANY: &[Phase] = &[Phase::Scheduled, Phase::Open, Phase::Paused, Phase::Closed, Phase::Cancelled];

/// Makes the contest that `wanted` means come again, or no more.
pub async fn repeat(
    play: &Play,
    asker: Asker,
    every: Option<Every>,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<Repeats>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let workspace = &caller.workspace;
        let phases = if every.is_some() { Phase::LIVE } else { ANY };
        let meant = Meant { wanted, here, phases };
        let contest = caller.contest(tx, &meant, &caller.user).await??;
        let title = contest.title.clone();
        let season = seasons::find(tx, workspace, &contest.id).await?;
        let next = match (every, season) {
            (None, Some(season)) if season.rhythm.is_some() => {
                seasons::set_rhythm(tx, workspace, &contest.id, &season.series, None).await?;
                None
            }
            (None, _) => return Err(Refusal::Season(SeasonRefusal::Once { title }).into()),
            (Some(_), _) if !contest.phase.is_live() => {
                let verb = "repeat".to_owned();
                return Err(Refusal::WrongPhase { title, verb, phase: contest.phase }.into());
            }
            (Some(every), season) => {
                let rhythm = rhythm(&caller.play, &contest, every)?;
                let season = match season {
                    Some(season) => {
                        seasons::set_rhythm(tx, workspace, &contest.id, &season.series, Some(&rhythm))
                            .await?;
                        Season { rhythm: Some(rhythm), turn: 0, ..season }
                    }
                    None => begin(tx, workspace, &contest, rhythm).await?,
                };
                season.next(contest.ends_at, contest.zone).map(|next| next.starts_at.max(contest.ends_at))
            }
        };
        Ok(Repeats { title, every, next, zone: contest.zone })
    })
    .await
}

/// The calendar by which a contest comes again.
pub(super) fn rhythm(play: &Play, contest: &Contest, every: Every) -> Outcome<Rhythm> {
    let template = play.presets.templates.get(&contest.template);
    let by_weekday = template.is_some_and(|template| template.starts.is_some());
    Rhythm::of(contest, every, by_weekday).ok_or(Refusal::Season(SeasonRefusal::TooLong { every }))
}

/// A series begins with a contest.
pub(super) async fn begin(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    rhythm: Rhythm,
) -> Result<Season> {
    let season = Season::first(fresh::short_id().into(), &contest.title, rhythm);
    seasons::begin(tx, workspace, &contest.id, &season).await?;
    Ok(season)
}

/// A contest is over, or called off: the next of its series is planned. Answers when it starts.
pub(super) async fn plan_next(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let season = seasons::find(tx, workspace, &contest.id).await?;
    let Some(next) = season.and_then(|season| season.next(now, contest.zone)) else { return Ok(None) };
    let due = Due::Succeed { contest: contest.id.clone(), closings: contest.closings, turn: next.turn };
    let starts_at = next.starts_at.max(now);
    due.plan(tx, workspace, starts_at).await?;
    Ok(Some(starts_at))
}

/// When the next of a contest's series starts, seen at `now`, when the contest is over.
pub(super) async fn next_start(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let season = seasons::find(tx, workspace, &contest.id).await?;
    let next = season.and_then(|season| season.next(now, contest.zone));
    Ok(next.map(|next| next.starts_at.max(now)))
}
