//! The daily board, which posts itself.

use chrono::{DateTime, TimeDelta, Utc};

use super::boards::public;
use super::due::Due;
use super::owing::Illustrated;
use super::{Play, health, owing, tables};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::WorkspaceId;
use crate::store::posts::EventType;
use crate::store::{Result, Tx, agenda, contests, standings};
use crate::voice;

/// Plans the first daily board after `after`, if one falls before the contest's end.
pub async fn plan_next(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    after: DateTime<Utc>,
) -> Result<()> {
    let at = calendar::next(after, contest.board_at, contest.zone);
    if at < contest.ends_at {
        let date = calendar::date(at, contest.zone);
        Due::DailyBoard { contest: contest.id.clone(), date }.plan(tx, workspace, at).await?;
    }
    Ok(())
}

/// The time of a contest's board has changed: the next one, planned for the time it had `before`, comes at the new
/// one, today if it had none yet. A day that has had its board gets no second.
pub(super) async fn move_next(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    before: &Contest,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let (from, zone) = (contest.starts_at.max(now), contest.zone);
    let planned = calendar::date(calendar::next(from, before.board_at, zone), zone);
    let wanted = calendar::date(calendar::next(from, contest.board_at, zone), zone);
    let key = Due::DailyBoard { contest: contest.id.clone(), date: planned }.key();
    let at = calendar::at(planned, contest.board_at, zone);
    if wanted > planned || at >= contest.ends_at {
        agenda::withdraw(tx, workspace, &key, now).await?;
    } else {
        agenda::move_to(tx, workspace, &key, at).await?;
    }
    plan_next(tx, workspace, contest, from).await
}

/// A morning's board falls due: it is posted, unless the morning is too long past, and the next is planned.
pub async fn post_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::DailyBoard { contest, .. } = due else { return Ok(()) };
    let Some(contest) = contests::find(tx, workspace, contest).await? else { return Ok(()) };
    if !contest.phase.is_live() {
        return Ok(());
    }
    let catch_up = TimeDelta::hours(play.settings.board_catch_up_hours.into());
    // After downtime the board can come up before the work that opens the contest: there is nothing to show.
    if contest.phase == Phase::Scheduled {
        tracing::info!(contest = %contest.id, "no daily board before the contest has opened");
    } else if now - due_at <= catch_up && now < contest.ends_at {
        let (board, table) = public(tx, &play.settings.holidays, workspace, &contest, now).await?;
        let (message, picture) = (voice::board::public(&board), voice::picture::daily(&board));
        let message = Illustrated::with(&message, vec![picture]);
        owing::publish(tx, workspace, &contest, EventType::Board, &due.key(), message, now).await?;
        match contest.format.is_plain() {
            true => standings::keep_board_places(tx, workspace, &contest.id).await?,
            false => tables::keep_places(tx, workspace, &contest, &table).await?,
        }
        health::plan(tx, play, workspace, &contest, now).await?;
    } else {
        tracing::warn!(contest = %contest.id, due = %due_at, "daily board skipped: it is too late for it");
    }
    // From the time that can still be caught up with: of several mornings missed, the last one is told.
    plan_next(tx, workspace, &contest, due_at.max(now - catch_up)).await
}
