//! Changing a contest that is to come or under way: its title, its start, its end, its prizes, the time of its board.

use chrono::{DateTime, Utc};

use super::change_rules::is_live;
use super::once::{Caller, Meant, Stopped, once};
use super::pick::{Picked, Wanted, pick};
use super::roles::{self, Right};
use super::start_contest::{checked_prizes, checked_title, is_taken};
use super::steer_contest::{checked_end, move_end, move_start};
use super::{Asker, Play, daily_board, owing};
use crate::domain::calendar;
use crate::domain::contest::{Contest, LONGEST, PRIZES_MOST, Phase, TITLE_MOST};
use crate::domain::forms::{Edit, EditForm, EditNote, Edited, print};
use crate::domain::id::ChannelId;
use crate::domain::refusal::{Outcome, Refusal};
use crate::fresh;
use crate::store::posts::EventType;
use crate::store::{Result, Tx, contests, workspaces};
use crate::voice;

/// What the form shows of the contest that `wanted` means.
pub async fn facts(
    play: &Play,
    asker: &Asker,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<EditForm>> {
    let (workspace, now) = (&asker.workspace, play.clock.now());
    play.store
        .read(async |tx| {
            if let Err(refusal) = roles::check(tx, play, workspace, &asker.user, Right::Steer).await? {
                return Ok(Err(refusal));
            }
            let contest = match pick(tx, workspace, wanted, here, Phase::LIVE, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            if let Err(refusal) = is_live(&contest, "edit") {
                return Ok(Err(refusal));
            }
            Ok(Ok(EditForm {
                starts_at: is_movable(&contest).then_some(contest.starts_at),
                contest: contest.id,
                title: contest.title,
                zone: contest.zone,
                ends_at: contest.ends_at,
                prizes: contest.prizes.unwrap_or_default(),
                board_at: contest.board_at,
            }))
        })
        .await
}

/// Changes a contest, if it still is as the form showed it wherever it is to be changed. The channel hears of it.
pub async fn edit(play: &Play, asker: Asker, seen: EditNote, edit: Edit) -> Result<Outcome<Edited>> {
    let here = ChannelId::from(asker.user.as_str());
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let wanted = Wanted::Id(seen.contest.as_str().into());
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &caller.user).await??;
        is_live(&contest, "edit")?;
        is_as_seen(&contest, &seen, &edit)?;
        change(tx, caller, contest, edit).await
    })
    .await
}

/// Whether a contest can be given another start. Where it is played in rounds, those follow from the start.
fn is_movable(contest: &Contest) -> bool {
    contest.phase == Phase::Scheduled && contest.format.rules().rounds().is_none()
}

/// Whether what is to be changed still is what the form showed: two managers may have it open.
fn is_as_seen(contest: &Contest, seen: &EditNote, edit: &Edit) -> Outcome<()> {
    let prizes = contest.prizes.as_deref().unwrap_or_default();
    let differs = (edit.title.is_some() && print(&contest.title, TITLE_MOST) != seen.title)
        || (edit.starts.is_some() && is_movable(contest).then_some(contest.starts_at) != seen.starts_at)
        || (edit.ends.is_some() && contest.ends_at != seen.ends_at)
        || (edit.prizes.is_some() && print(prizes, PRIZES_MOST) != seen.prizes)
        || (edit.board_at.is_some() && contest.board_at != seen.board_at);
    match differs {
        true => Err(Refusal::ChangedMeanwhile { title: contest.title.clone() }),
        false => Ok(()),
    }
}

async fn change(tx: &mut Tx, caller: &Caller, before: Contest, edit: Edit) -> Stopped<Edited> {
    let (workspace, now) = (&caller.workspace, caller.now);
    let mut contest = before.clone();
    if let Some(title) = edit.title {
        let title = checked_title(&title)?;
        workspaces::hold(tx, workspace).await?;
        if !super::pick::is_same_name(&title, &before.title) && is_taken(tx, workspace, &title).await? {
            return Err(Refusal::TitleTaken { title }.into());
        }
        contest.title = title;
    }
    if let Some(starts) = edit.starts {
        contest.starts_at = calendar::at(starts.date(), starts.time(), contest.zone);
        if contest.starts_at <= now {
            return Err(Refusal::StartsInPast.into());
        }
    }
    if let Some(ends) = edit.ends {
        let ends_at = calendar::at(ends.date(), ends.time(), contest.zone);
        contest.ends_at = checked_end(ends_at, &contest, now)?;
    }
    if contest.starts_at != before.starts_at {
        has_room(&contest, now)?;
    }
    if let Some(prizes) = edit.prizes {
        contest.prizes = checked_prizes(&prizes)?;
    }
    contest.board_at = edit.board_at.unwrap_or(contest.board_at);
    if contest == before {
        return Err(Refusal::NothingChanged.into());
    }
    contests::update(tx, workspace, &contest).await?;
    contests::describe(tx, workspace, &contest).await?;
    if contest.starts_at != before.starts_at {
        move_start(tx, workspace, &contest, now).await?;
    }
    if contest.board_at != before.board_at {
        daily_board::move_next(tx, workspace, &before, &contest, now).await?;
    }
    if contest.ends_at != before.ends_at {
        move_end(tx, workspace, &contest, now).await?;
    }
    let edited = of(&before, &contest);
    announce(tx, caller, &contest, &edited, now).await?;
    Ok(edited)
}

/// Whether a contest with a new start is over after it, and not too late.
fn has_room(contest: &Contest, now: DateTime<Utc>) -> Outcome<()> {
    if contest.ends_at <= contest.starts_at {
        return Err(Refusal::EndsTooSoon);
    }
    match contest.ends_at - contest.starts_at > LONGEST || contest.starts_at - now > LONGEST {
        true => Err(Refusal::TooLong),
        false => Ok(()),
    }
}

fn of(before: &Contest, contest: &Contest) -> Edited {
    let prizes = contest.prizes.clone().unwrap_or_default();
    Edited {
        former: before.title.clone(),
        title: contest.title.clone(),
        zone: contest.zone,
        starts_at: (contest.starts_at != before.starts_at).then_some(contest.starts_at),
        ends_at: (contest.ends_at != before.ends_at).then_some(contest.ends_at),
        prizes: (contest.prizes != before.prizes).then_some(prizes),
        board_at: (contest.board_at != before.board_at).then_some(contest.board_at),
    }
}

async fn announce(
    tx: &mut Tx,
    caller: &Caller,
    contest: &Contest,
    edited: &Edited,
    now: DateTime<Utc>,
) -> Result<()> {
    let message = voice::forms::edit::announced(edited, now);
    let key = format!("notice:{}:{}", contest.id, fresh::id());
    owing::publish(tx, &caller.workspace, contest, EventType::Notice, &key, &message, now).await
}
