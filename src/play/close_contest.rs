//! A contest's own time: it opens, passes its marks, and closes with final standings.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::due::{Due, Mark};
use super::owing::Illustrated;
use super::{Play, boards, duels, for_everybody, owing, prizes, raffles, rounds, series, tables, undecided};
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{UserId, WorkspaceId};
use crate::store::field::{self, Of};
use crate::store::posts::EventType;
use crate::store::{Result, Tx, agenda, contests, teams};
use crate::voice;

/// Closes a contest and owes its final standings. Each closing posts its own: a contest that was reopened
/// ends again.
pub async fn close(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    mut contest: Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    contest.phase = Phase::Closed;
    contest.closed_at = Some(now);
    contest.closings += 1;
    contests::update(tx, workspace, &contest).await?;
    rounds::close(tx, workspace, &contest, now).await?;
    raffles::make(tx, workspace, &contest, now).await?;
    duels::close(tx, workspace, &contest, now).await?;
    series::plan_next(tx, workspace, &contest, now).await?;
    prizes::plan_places(tx, workspace, &contest, now).await?;
    undecided::tell(tx, workspace, &contest, now).await?;
    let board = boards::last(tx, &play.settings.holidays, workspace, &contest, now).await?;
    let key = format!("final:{}:{}", contest.id, contest.closings);
    let pictures = boards::last_pictures(tx, workspace, &contest, &board).await?;
    let message = voice::board::last(&board);
    let message = Illustrated::with(&message, pictures);
    owing::publish(tx, workspace, &contest, EventType::Final, &key, message, now).await?;
    Ok(())
}

/// A contest's end falls due: it closes, unless somebody was faster or the end has moved.
pub async fn close_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::CloseContest { contest, closings } = due else { return Ok(()) };
    let Some(contest) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    let is_due = contest.phase.is_live() && contest.closings == *closings && contest.ends_at <= now;
    if is_due { close(tx, play, workspace, contest, now).await } else { Ok(()) }
}

/// Whether a contest is won falls due to be looked at: then it closes before its time.
pub async fn decide_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::Decide { contest, .. } = due else { return Ok(()) };
    let Some(contest) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    if contest.phase != Phase::Open {
        return Ok(());
    }
    let table = tables::read(tx, workspace, &contest, now).await?;
    match contest.format.rules().is_decided(&table) {
        true => close(tx, play, workspace, contest, now).await,
        false => Ok(()),
    }
}

/// How long it takes until a contest is looked at that a share may have won: shares that come together are looked at
/// together.
const DECIDED_WITHIN: TimeDelta = TimeDelta::seconds(2);

/// Plans to look whether a contest is won, after a share that may have won it.
pub async fn plan_decision(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let at = now.duration_trunc(DECIDED_WITHIN).unwrap_or(now) + DECIDED_WITHIN;
    let decide = |at| Due::Decide { contest: contest.id.clone(), at };
    Due::plan_from(tx, workspace, at, DECIDED_WITHIN, decide).await
}

/// Plans to look whether a contest is won, after its players or their teams have changed.
pub(super) async fn after_change(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.phase == Phase::Open && contest.format.rules().may_decide(i64::MAX) {
        plan_decision(tx, workspace, contest, now).await?;
    }
    Ok(())
}

/// A scheduled contest's start falls due.
pub async fn open_when_due(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::OpenContest { contest } = due else { return Ok(()) };
    let Some(mut contest) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    if contest.phase != Phase::Scheduled || contest.starts_at > now {
        return Ok(());
    }
    contest.phase = Phase::Open;
    contests::update(tx, workspace, &contest).await?;
    if contest.format.has_teams() {
        teams::drop_gone(tx, workspace, &contest.id).await?;
    }
    // Who joined before the start may have earned more since.
    let today = tables::today(&contest, now);
    let players = field::read(tx, workspace, &contest, Of::All, today).await?.players;
    let users: Vec<UserId> = players.into_iter().map(|player| player.standing.user).collect();
    field::keep_points_before(tx, workspace, &contest, &users).await?;
    let message = voice::contest::opening(&contest, now);
    let key = format!("opening:{}", contest.id);
    owing::publish(tx, workspace, &contest, EventType::Announcement, &key, &message, now).await?;
    Ok(())
}

/// How late a mark may be told: it is about the time left, so it does not keep.
const MARK_KEEPS: TimeDelta = TimeDelta::minutes(30);

/// The marks of a contest and when they fall. Short contests have fewer: a mark is told only while at least
/// as much time lies behind it as ahead.
fn marks(contest: &Contest) -> Vec<(Mark, DateTime<Utc>)> {
    let length = contest.ends_at - contest.starts_at;
    let mut marks = Vec::new();
    if length >= TimeDelta::days(2) {
        marks.push((Mark::Halfway, contest.starts_at + length / 2));
    }
    for (mark, before) in [(Mark::LastDay, TimeDelta::days(1)), (Mark::LastHour, TimeDelta::hours(1))] {
        if length > before * 2 {
            marks.push((mark, contest.ends_at - before));
        }
    }
    // Halfway and the last day of a two-day contest are the same moment: once is enough.
    marks.dedup_by_key(|(_, at)| *at);
    marks
}

/// Plans the marks that are still to come.
pub async fn plan_time_checks(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    for (mark, at) in marks(contest).into_iter().filter(|(_, at)| *at > now) {
        let (contest, ends_at) = (contest.id.clone(), contest.ends_at);
        let due = Due::TimeCheck { contest, mark, ends_at, has_waited: false };
        if !due.plan(tx, workspace, at).await? {
            // Planned for another start.
            agenda::move_to(tx, workspace, &due.key(), at).await?;
        }
    }
    Ok(())
}

/// How long before a contest's end a mark is no news any more: the next one tells more.
fn is_news_until(mark: Mark) -> TimeDelta {
    match mark {
        Mark::Halfway => TimeDelta::days(1),
        Mark::LastDay => TimeDelta::hours(1),
        Mark::LastHour => TimeDelta::zero(),
    }
}

/// A mark falls due: it is told, unless the end has moved since or the moment has passed. In quiet hours it waits for the
/// morning, if it is still news by then.
pub async fn tell_time_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::TimeCheck { contest, mark, ends_at, has_waited } = due else { return Ok(()) };
    let Some(contest) = contests::find(tx, workspace, contest).await? else { return Ok(()) };
    if contest.phase != Phase::Open || contest.ends_at != *ends_at || now - due_at > MARK_KEEPS {
        return Ok(());
    }
    // With a later start it may have become too short for it.
    if !marks(&contest).iter().any(|(kept, _)| kept == mark) {
        return Ok(());
    }
    let awake_at = for_everybody::of(tx, play, workspace).await?.quiet.after(now, contest.zone);
    if awake_at > now {
        if !has_waited && awake_at < contest.ends_at - is_news_until(*mark) {
            let (contest, ends_at) = (contest.id, contest.ends_at);
            let due = Due::TimeCheck { contest, mark: *mark, ends_at, has_waited: true };
            due.plan(tx, workspace, awake_at).await?;
        }
        return Ok(());
    }
    let left = contest.ends_at - due_at;
    let message = match mark {
        Mark::Halfway => voice::contest::halfway(&contest, left),
        Mark::LastDay | Mark::LastHour => voice::contest::time_check(&contest, left),
    };
    owing::publish(tx, workspace, &contest, EventType::Notice, &due.key(), &message, now).await?;
    Ok(())
}
