//! Taking a share back: undo, and messages that were edited or deleted. Every entry is reversed, never erased.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::once::once;
use super::weigh;
use super::{Asker, Play, badges, dry_runs, home, owing, praise, prizes, roles};
use crate::domain::calendar;
use crate::domain::id::{ChannelId, ContestId, ShareId, UserId, WorkspaceId};
use crate::domain::originality::prints;
use crate::domain::pace::Undone;
use crate::domain::refusal::{Outcome, Refusal};
use crate::store::claims::{self, Link};
use crate::store::shares::Share;
use crate::store::{
    Result, Tx, contests, deliveries, grounds, ledger, look_alikes, roster, shares, standings,
};
use crate::voice;

/// How soon after a share was taken back the same button is one press repeated.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

/// `/pace undo`: takes back the rep's latest share, or the one that is meant, if it was taken in within the time that the
/// operator allows.
pub async fn undo(play: &Play, asker: Asker, meant: Option<ShareId>) -> Result<Outcome<Undone>> {
    once(play, asker, async move |tx, caller| {
        let (play, workspace, user, now) = (&caller.play, &caller.workspace, &caller.user, caller.now);
        let minutes = i64::from(play.settings.undo_minutes);
        let person = roster::held(tx, workspace, user).await?;
        if !person.is_some_and(|person| roles::may_play(&play.settings, &person)) {
            return Err(Refusal::NotAPlayer.into());
        }
        let since = now - TimeDelta::minutes(minutes);
        let nothing = || Refusal::NothingToUndo { minutes };
        let share = match &meant {
            None => shares::latest(tx, workspace, user, since).await?,
            Some(share) => {
                let found = shares::now_for(tx, workspace, user, share).await?;
                found.filter(|share| share.recorded_at >= since)
            }
        };
        let share = share.ok_or_else(nothing)?;
        // Pressed twice, it is answered alike.
        if share.taken_back.is_some_and(|at| now - at <= AGAIN) {
            return Ok(Undone { contests: was_taken_back(tx, workspace, &share).await? });
        }
        if share.taken_back.is_some() {
            return Err(nothing().into());
        }
        let taken = take_back(tx, play, workspace, &share, now).await?;
        if taken.is_empty() {
            return Err(nothing().into());
        }
        if let Some(ts) = &share.message_ts {
            // Not by the delivery, whose name holds a key to open forms with.
            let key = format!("unreact:{}:{}", share.id, now.timestamp_millis());
            let unreact = owing::uncounted(share.channel.clone(), ts.clone());
            owing::call(tx, workspace, &key, unreact, now).await?;
        }
        Ok(Undone { contests: taken.into_iter().map(|taken| (taken.title, taken.points)).collect() })
    })
    .await
}

/// What a share that was taken back had been paid, in each of its contests.
async fn was_taken_back(tx: &mut Tx, workspace: &WorkspaceId, share: &Share) -> Result<Vec<(String, i64)>> {
    let mut all = Vec::new();
    for score in ledger::scores_reversed(tx, workspace, &share.id).await? {
        let contest = contests::find(tx, workspace, &score.contest).await?;
        all.extend(contest.map(|contest| (contest.title, score.paid)));
    }
    Ok(all)
}

/// A message was deleted, `author`'s as far as Slack tells: what it earned goes with it.
pub async fn delete_message(
    play: &Play,
    workspace: WorkspaceId,
    delivery: String,
    channel: ChannelId,
    ts: String,
    author: Option<UserId>,
) -> Result<()> {
    let (now, play) = (play.clock.now(), play.clone());
    play.store
        .clone()
        .write(async move |tx| {
            deliveries::once(tx, &workspace, &delivery, now, async |tx| {
                // A share of this very message that is being scored is waited for.
                if let Some(author) = &author {
                    roster::hold(tx, &workspace, author).await?;
                }
                mark_gone(tx, &workspace, &channel, &ts, now).await?;
                let share = shares::of_message(tx, &workspace, &channel, &ts).await?;
                if let Some(share) = share.filter(|share| share.taken_back.is_none()) {
                    roster::hold(tx, &workspace, &share.user).await?;
                    let taken = take_back(tx, &play, &workspace, &share, now).await?;
                    tell_of_additions(tx, &workspace, &share, &taken, now).await?;
                }
                // It may have counted silently, and nowhere else.
                contests::hold_live(tx, &workspace).await?;
                dry_runs::take_message_back(tx, &workspace, &channel, &ts, now).await
            })
            .await
        })
        .await
}

/// What was taken back of a share in one contest.
pub(super) struct Taken {
    /// The contest's title.
    pub(super) title: String,
    /// Points, all told.
    pub(super) points: i64,
    /// What a manager had added to it by hand; part of the points.
    added: i64,
}

/// Reverses a share in every contest that is not over, and frees its link and caps. What was added to it by hand goes
/// with it. Gives what that was in each of those contests; nothing where all of them are over, and then nothing changes.
pub(super) async fn take_back(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    share: &Share,
    now: DateTime<Utc>,
) -> Result<Vec<Taken>> {
    // Before tallies, like whoever scores or steers: nobody waits in a circle, and no contest closes meanwhile.
    contests::hold_live(tx, workspace).await?;
    dry_runs::take_back(tx, workspace, share, now).await?;
    let key = share.claim_key();
    let link = Link { key: &key, user: &share.user, share: &share.id };
    let scores = ledger::scores_of(tx, workspace, &share.id).await?;
    let all = scores.len();
    let mut reversed = Vec::new();
    for score in scores {
        let Some(contest) = contests::find(tx, workspace, &score.contest).await? else { continue };
        if !contest.phase.is_live() {
            continue;
        }
        let points = ledger::reverse(tx, workspace, &score, &share.id, &share.user, now).await?;
        claims::free_in(tx, workspace, &score.contest, link).await?;
        let taken = Taken { title: contest.title.clone(), points, added: points - score.paid };
        reversed.push((contest, taken));
    }
    // Only now, so that tallies are held before contests, as everywhere.
    for (contest, _) in &reversed {
        note_leader(tx, workspace, &contest.id, &share.user, share.rep_day).await?;
    }
    if reversed.is_empty() {
        return Ok(Vec::new());
    }
    if reversed.len() == all {
        shares::take_back(tx, workspace, share, now).await?;
    } else {
        // It still stands where the contest is over; elsewhere its words are free to be shared again.
        look_alikes::forget(tx, workspace, &share.id, &prints(&share.words)).await?;
    }
    let weeks = weigh::without(tx, &play.streak, workspace, &share.user, share.rep_day).await?;
    for (contest, _) in &reversed {
        praise::after_reversal(tx, workspace, contest, &share.user, weeks).await?;
        prizes::after_reversal(tx, workspace, contest, &share.user, now).await?;
    }
    badges::after_reversal(tx, play, workspace, &share.user).await?;
    home::changed(tx, workspace, &share.user, now).await?;
    Ok(reversed.into_iter().map(|(_, taken)| taken).collect())
}

/// A share was taken back without a word to its rep: they hear of it where what a manager had added went with it.
pub(super) async fn tell_of_additions(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &Share,
    taken: &[Taken],
    now: DateTime<Utc>,
) -> Result<()> {
    let added: Vec<(String, i64)> =
        taken.iter().filter(|it| it.added != 0).map(|it| (it.title.clone(), it.added)).collect();
    if added.is_empty() {
        return Ok(());
    }
    let message = voice::reviews::addition_gone(&share.link_url, &added);
    owing::tell(tx, workspace, &share.user, &format!("addition_gone:{}", share.id), &message, now).await?;
    Ok(())
}

/// Whoever leads after a reversal is the leader from now on, without a word: the way down is nobody's news.
pub(super) async fn note_leader(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    today: NaiveDate,
) -> Result<()> {
    let (leader, day, told) = contests::leader(tx, workspace, contest).await?;
    if leader.as_ref() != Some(user) {
        return Ok(());
    }
    let top = standings::top(tx, workspace, contest, calendar::monday(today), 1).await?;
    if let Some(first) = top.first().filter(|first| first.user != *user) {
        let day = day.unwrap_or_default();
        contests::keep_leader(tx, workspace, contest, &first.user, &day, told).await?;
    }
    Ok(())
}

async fn mark_gone(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    ts: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    deliveries::once(tx, workspace, &grounds::gone(channel, ts), now, async |_| Ok(())).await
}

/// Whether a message is known to have been deleted.
pub(super) async fn is_gone(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    ts: &str,
) -> Result<bool> {
    deliveries::is_seen(tx, workspace, &grounds::gone(channel, ts)).await
}
