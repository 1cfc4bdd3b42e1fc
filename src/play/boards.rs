//! Boards: what they show, and the daily one that posts itself.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::due::Due;
use super::pick::{Picked, Wanted, pick};
use super::roles::{self, Right};
use super::{Asker, Play, owing};
use crate::domain::board::{FinalBoard, Heading, PrivateBoard, PublicBoard};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::standing::public_rows;
use crate::store::posts::EventType;
use crate::store::roster::Channel;
use crate::store::{Result, Tx, contests, deliveries, roster, standings};
use crate::voice;

/// Rows from the top on a private board.
const TOP: i64 = 3;

/// Neighbours each way on a private board.
const AROUND: i64 = 2;

/// The first day on which a kept streak is alive: last week's Monday.
fn streaks_since(contest: &Contest, now: DateTime<Utc>) -> NaiveDate {
    calendar::monday(calendar::date(now, contest.zone)) - Days::new(7)
}

async fn heading(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<(Heading, standings::Totals)> {
    let totals = standings::totals(tx, workspace, &contest.id).await?;
    let heading = Heading {
        contest: contest.id.clone(),
        title: contest.title.clone(),
        zone: contest.zone,
        starts_at: contest.starts_at,
        ends_at: contest.ends_at,
        phase: contest.phase,
        now,
        players: totals.players,
        shares: totals.shares,
    };
    Ok((heading, totals))
}

/// The board that everyone sees.
pub async fn public(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<PublicBoard> {
    Ok(with_totals(tx, workspace, contest, now).await?.0)
}

async fn with_totals(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<(PublicBoard, standings::Totals)> {
    let (heading, totals) = heading(tx, workspace, contest, now).await?;
    let since = streaks_since(contest, now);
    let most = public_rows(usize::try_from(totals.players).unwrap_or(0));
    let most = i64::try_from(most).unwrap_or(0);
    let mut rows = standings::top(tx, workspace, &contest.id, since, most).await?;
    rows.retain(|row| row.points > 0);
    let today = calendar::date(now, contest.zone);
    let active_yesterday = match calendar::date(contest.starts_at, contest.zone) < today {
        true => Some(standings::active_on(tx, workspace, &contest.id, today - Days::new(1)).await?),
        false => None,
    };
    let board = PublicBoard {
        heading,
        rows,
        biggest_move: standings::biggest_move(tx, workspace, &contest.id).await?,
        longest_streak: standings::longest_streak(tx, workspace, &contest.id, since).await?,
        active_yesterday,
    };
    Ok((board, totals))
}

/// The board as `user` sees it in the channel `here`.
pub async fn private(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    here: &ChannelId,
    now: DateTime<Utc>,
) -> Result<PrivateBoard> {
    let (heading, _) = heading(tx, workspace, contest, now).await?;
    let since = streaks_since(contest, now);
    let mut top = standings::top(tx, workspace, &contest.id, since, TOP).await?;
    top.retain(|row| row.points > 0 || row.user == *user);
    let around = standings::neighbours(tx, workspace, &contest.id, since, user, AROUND).await?;
    let own = standings::own(tx, workspace, &contest.id, user).await?;
    let channel = roster::channel(tx, workspace, here).await?;
    Ok(PrivateBoard {
        heading,
        top,
        own: around.iter().find(|row| row.user == *user).cloned(),
        around,
        behind: own.and_then(|own| own.next_up.map(|next| next - own.points)),
        can_post: channel.as_ref().is_some_and(Channel::takes_posts),
    })
}

/// The final standings.
pub async fn last(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<FinalBoard> {
    let (board, totals) = with_totals(tx, workspace, contest, now).await?;
    Ok(FinalBoard {
        heading: board.heading,
        rows: board.rows,
        active: totals.active,
        points: totals.points,
        settled_at: now + REOPEN_WITHIN,
    })
}

/// In each such stretch of time a channel is given a contest's board once, however many ask for it.
const ASKED_EVERY: TimeDelta = TimeDelta::minutes(10);

/// Any phase in which a board says something.
const ANY: &[Phase] = &[Phase::Scheduled, Phase::Open, Phase::Paused, Phase::Closed];

/// A person posts the public board to a channel that the bot is in.
pub async fn post_public(play: &Play, asker: Asker, wanted: Wanted, here: ChannelId) -> Result<Outcome<()>> {
    let (now, play) = (play.clock.now(), play.clone());
    play.store
        .clone()
        .write(async move |tx| {
            let workspace = asker.workspace.clone();
            deliveries::once(tx, &workspace, &asker.delivery, now, async |tx| {
                let contest = match pick(tx, &workspace, &wanted, &here, ANY, "leaderboard", now).await? {
                    Picked::One(contest) => contest,
                    Picked::Refused(refusal) => return Ok(Err(refusal)),
                };
                let may = roles::check(tx, &play, &workspace, &asker.user, Right::Play).await?;
                if let Err(refusal) = may {
                    return Ok(Err(refusal));
                }
                let channel = roster::channel(tx, &workspace, &here).await?;
                if !channel.as_ref().is_some_and(Channel::takes_posts) {
                    let name = channel.map(|channel| channel.name).unwrap_or_default();
                    return Ok(Err(Refusal::BotNotInChannel { name }));
                }
                let board = voice::board::public(&public(tx, &workspace, &contest, now).await?);
                let window = now.timestamp() / ASKED_EVERY.num_seconds();
                let key = format!("asked_board:{}:{here}:{window}", contest.id);
                let is_new = owing::post(tx, &workspace, &here, EventType::Board, &key, &board, now).await?;
                Ok(if is_new { Ok(()) } else { Err(Refusal::PostedJustNow) })
            })
            .await
        })
        .await
}

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
        let board = public(tx, workspace, &contest, now).await?;
        owing::post(
            tx,
            workspace,
            &contest.channel,
            EventType::Board,
            &due.key(),
            &voice::board::public(&board),
            now,
        )
        .await?;
        standings::keep_board_places(tx, workspace, &contest.id).await?;
    } else {
        tracing::warn!(contest = %contest.id, due = %due_at, "daily board skipped: it is too late for it");
    }
    // From the time that can still be caught up with: of several mornings missed, the last one is told.
    plan_next(tx, workspace, &contest, due_at.max(now - catch_up)).await
}
