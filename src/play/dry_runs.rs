//! Dry runs: a share counts there silently, beside whatever it is told to have earned. Nothing here is said to anybody,
//! and nothing is written that any other contest goes by: no share, no claim, no print, no active day, no praise.

use chrono::{DateTime, Days, Utc};

use super::choose::{Door, Rests, is_open};
use super::submission::{Submission, Taking};
use super::weigh::{self, Weighed, Worth};
use super::{Play, close_contest, roles};
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::id::{ChannelId, ContestId, ShareId, UserId, WorkspaceId};
use crate::domain::score::Verdict;
use crate::fresh;
use crate::store::dry_runs::{self, DryShare};
use crate::store::entrants::{self, Entry};
use crate::store::grounds::Grounds;
use crate::store::ledger::{self, Scored};
use crate::store::shares::Share;
use crate::store::{Batch, Result, Tx, contests, field};

/// Counts a share in each dry run that it belongs to, whatever becomes of it elsewhere. It comes first, so that tallies
/// of dry runs are held before all others, by everybody.
pub(super) async fn count(
    tx: &mut Tx,
    play: &Play,
    submission: &Submission,
    grounds: &Grounds,
    now: DateTime<Utc>,
) -> Result<()> {
    let person = grounds.person.clone().filter(|person| roles::may_play(&play.settings, person));
    let (false, Some(person)) = (grounds.dry.is_empty(), person) else { return Ok(()) };
    let (workspace, key) = (&submission.asker.workspace, submission.claim_key());
    let counted = dry_runs::counted(tx, workspace, &person.id, &key).await?;
    let takes = |contest: &Contest| {
        let is_here =
            matches!(submission.door, Door::Command { .. }) || contest.channel == *submission.door.channel();
        let had_begun = submission.day_in(contest) >= calendar::date(contest.starts_at, contest.zone);
        is_here
            && had_begun
            && is_open(contest, submission.at, &Rests::new())
            && !counted.contains(&contest.id)
    };
    let mut open: Vec<Contest> =
        grounds.dry.iter().map(|one| &one.contest).filter(|contest| takes(contest)).cloned().collect();
    if open.is_empty() {
        return Ok(());
    }
    // In one order for everybody, so that two who share at once cannot wait for each other for ever.
    open.sort_by(|a, b| a.id.cmp(&b.id));
    let back = u64::from(submission.draft.yesterday);
    let taking = Taking {
        rep_day: calendar::date(submission.at, person.zone) - Days::new(back),
        shared_at: submission.counts_at(),
        play,
        submission,
        person,
        id: fresh::id().into(),
        now,
    };
    let weeks = match grounds.without_streaks {
        true => 0,
        false => weigh::on(taking.rep_day, &grounds.active, &play.streak).before,
    };
    let mut weighed = weigh::weigh(tx, &taking, &open, grounds, weeks).await?;
    weighed.worths.retain(|worth| worth.score.verdict != Verdict::Copied);
    let mut batch = Batch::default();
    for worth in &weighed.worths {
        write(&mut batch, &taking, grounds, worth, &weighed, &key)?;
    }
    batch.run(tx).await?;
    for worth in &weighed.worths {
        follow_up(tx, &taking, grounds, worth).await?;
    }
    Ok(())
}

fn write(
    batch: &mut Batch,
    taking: &Taking<'_>,
    grounds: &Grounds,
    worth: &Worth,
    weighed: &Weighed,
    link_key: &str,
) -> Result<()> {
    let (workspace, user, contest) = (taking.workspace(), &taking.person.id, &worth.contest.id);
    let is_new = grounds.dry.iter().any(|one| one.contest.id == *contest && one.entry == Entry::Outside);
    if is_new {
        entrants::enter(batch, workspace, contest, user, taking.now);
    }
    let door = &taking.submission.door;
    let share = DryShare {
        user,
        link_key,
        share: &taking.id,
        channel: door.channel(),
        message_ts: door.message_ts(),
        recorded_at: taking.now,
    };
    dry_runs::keep(batch, workspace, contest, share);
    let scored = Scored {
        contest,
        share: &taking.id,
        user,
        network: taking.draft().link.network,
        day: worth.facts.day,
        likeness: weighed.likeness,
        likest: weighed.likest,
        score: &worth.score,
        round: worth.contest.round,
        rules: worth.rules,
        bonus: worth.bonus.as_deref(),
        streak_weeks: worth.facts.streak_weeks,
        stood: Some(grounds.stood.get(contest).copied().unwrap_or_default()),
    };
    ledger::pay(batch, workspace, &scored, taking.now)
}

/// What a format goes by beyond points: where its players came from, and whether it is won.
async fn follow_up(tx: &mut Tx, taking: &Taking<'_>, grounds: &Grounds, worth: &Worth) -> Result<()> {
    let (workspace, contest) = (taking.workspace(), &worth.contest);
    let stood = grounds.stood.get(&contest.id).copied();
    if stood.is_none() {
        field::keep_points_before(tx, workspace, contest, std::slice::from_ref(&taking.person.id)).await?;
    }
    let total = stood.unwrap_or_default().points + worth.score.total();
    if worth.score.total() > 0 && contest.format.rules().may_decide(total) {
        close_contest::plan_decision(tx, workspace, contest, taking.now).await?;
    }
    Ok(())
}

/// Takes a share back where it counted silently, too.
pub(super) async fn take_back(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &Share,
    now: DateTime<Utc>,
) -> Result<()> {
    let counted =
        dry_runs::of_share(tx, workspace, &share.user, &share.claim_key(), share.recorded_at).await?;
    reverse(tx, workspace, counted, now).await
}

/// The same of a message, whether or not it counted anywhere else.
pub(super) async fn take_message_back(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    ts: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let counted = dry_runs::of_message(tx, workspace, channel, ts).await?;
    reverse(tx, workspace, counted, now).await
}

/// The contests are held, as for whatever is reversed.
async fn reverse(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    counted: Vec<(ContestId, ShareId, UserId)>,
    now: DateTime<Utc>,
) -> Result<()> {
    for (contest, share, user) in counted {
        let is_live = contests::find(tx, workspace, &contest).await?.is_some_and(|one| one.phase.is_live());
        if !is_live {
            continue;
        }
        for score in
            ledger::scores_of(tx, workspace, &share).await?.iter().filter(|score| score.contest == contest)
        {
            ledger::reverse(tx, workspace, score, &share, &user, now).await?;
        }
        dry_runs::forget(tx, workspace, &contest, &share, &user).await?;
    }
    Ok(())
}
