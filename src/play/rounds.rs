//! Rounds: drawn, ended, and told.

use chrono::{DateTime, TimeDelta, Utc};

use super::due::Due;
use super::{owing, tables};
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::Format;
use crate::domain::format::rounds::{Pace, Plan, Round, first_draw};
use crate::domain::id::WorkspaceId;
use crate::store::field::{self, FieldRows, Of};
use crate::store::posts::EventType;
use crate::store::{Result, Tx, contests, rounds};
use crate::voice;

/// Plans the first round, where there are rounds.
pub(super) async fn plan_first(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.format.rules().rounds().is_none() {
        return Ok(());
    }
    let at = first_draw(&contest.format, contest.starts_at, contest.ends_at);
    plan_turn(tx, workspace, contest, 1, at.max(now)).await
}

async fn plan_turn(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    number: i64,
    at: DateTime<Utc>,
) -> Result<()> {
    // The last round ends with its contest.
    if at < contest.ends_at {
        Due::Round { contest: contest.id.clone(), number, at }.plan(tx, workspace, at).await?;
    }
    Ok(())
}

/// A round falls due: the one that is played ends, and the next is drawn.
pub async fn turn_when_due(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::Round { contest, number, .. } = due else { return Ok(()) };
    let Some(contest) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    let is_played = matches!(contest.phase, Phase::Open | Phase::Paused) && now < contest.ends_at;
    if !is_played || contest.round + 1 != *number {
        return Ok(());
    }
    let Some(rules) = contest.format.rules().rounds() else { return Ok(()) };
    let mut rows = field::read(tx, workspace, &contest, Of::All, tables::today(&contest, now)).await?;
    end(tx, workspace, &contest, &mut rows).await?;
    let Some(plan) = rules.plan(&rows.of(&contest)) else {
        if contest.round == 0 {
            // Too few have joined yet.
            let again = now + TimeDelta::days(1).min((contest.ends_at - now) / 4).max(TimeDelta::minutes(10));
            plan_turn(tx, workspace, &contest, 1, again).await?;
        }
        return Ok(());
    };
    let round = drawn(&contest, &rows, rules.pace(&plan), plan, now);
    rounds::begin(tx, workspace, &contest.id, &round).await?;
    plan_turn(tx, workspace, &contest, round.number + 1, round.ends_at).await?;
    if !matches!(contest.format, Format::Hill(_)) {
        rows.begin(round);
        let table = contest.format.rules().table(&rows.of(&contest));
        let message = voice::rounds::drawn(&contest, &rows.of(&contest), &table, now);
        owing::publish(tx, workspace, &contest, EventType::Notice, &due.key(), &message, now).await?;
    }
    Ok(())
}

/// The next round: of the first it is said how many there will be, the others go by that.
fn drawn(contest: &Contest, rows: &FieldRows, pace: Pace, plan: Plan, now: DateTime<Utc>) -> Round {
    let number = contest.round + 1;
    let of = match rows.rounds.first() {
        Some(first) => first.of,
        None => pace.count(now, contest.ends_at, contest.zone),
    };
    let pace = if let Pace::Even(_) = pace { Pace::Even(of) } else { pace };
    let ends_at = pace.end(now, of - number + 1, contest.ends_at, contest.zone);
    Round { number, of, starts_at: now, ends_at, plan, outcome: None }
}

/// Ends the round that is played, if one is.
async fn end(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest, rows: &mut FieldRows) -> Result<()> {
    let Some(rules) = contest.format.rules().rounds() else { return Ok(()) };
    if rows.rounds.last().is_none_or(|round| round.outcome.is_some()) {
        return Ok(());
    }
    let outcome = rules.outcome(&rows.of(contest));
    if let (Some(round), Some(outcome)) = (rows.rounds.last_mut(), outcome) {
        rounds::end(tx, workspace, &contest.id, round.number, Some(&outcome)).await?;
        round.outcome = Some(outcome);
    }
    Ok(())
}

/// A contest closes: its last round ends.
pub(super) async fn close(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.round == 0 {
        return Ok(());
    }
    let mut rows = field::read(tx, workspace, contest, Of::All, tables::today(contest, now)).await?;
    end(tx, workspace, contest, &mut rows).await
}

/// A contest that was closed goes on: so does its last round, and what remained to be drawn is planned anew.
pub(super) async fn reopen(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.round == 0 {
        return plan_first(tx, workspace, contest, now).await;
    }
    rounds::end(tx, workspace, &contest.id, contest.round, None).await?;
    move_end(tx, workspace, contest, now).await
}

/// A contest has another end: its last round ends with it, an earlier one as was said.
pub(super) async fn move_end(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let all = rounds::all(tx, workspace, &contest.id).await?;
    let Some(round) = all.last() else { return Ok(()) };
    if round.number == round.of {
        return rounds::move_end(tx, workspace, &contest.id, round.number, contest.ends_at).await;
    }
    // What fell due while the contest was closed came to nothing, and its key is spent.
    plan_turn(tx, workspace, contest, round.number + 1, round.ends_at.max(now)).await
}
