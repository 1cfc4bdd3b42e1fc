//! An edited message: nothing if it would score the same, else a reversal and a new score at its own time.

use chrono::{DateTime, TimeDelta, Utc};

use super::choose::Door;
use super::record_share::take_in;
use super::submission::Submission;
use super::take_back::{is_gone, take_back, tell_of_additions};
use super::{Asker, Play, dry_runs, owing};
use crate::domain::contest::Phase;
use crate::domain::id::ChannelId;
use crate::domain::refusal::Outcome;
use crate::domain::score::Verdict;
use crate::domain::share::Draft;
use crate::store::shares::Share;
use crate::store::{Result, Tx, contests, deliveries, grounds, ledger, roster, rules, shares};

/// How old a message may be whose first link comes with an edit: as far back as a share can be dated.
const FIRST_LINK_WITHIN: TimeDelta = TimeDelta::hours(48);

/// A message as it reads after an edit.
#[derive(Clone, Debug)]
pub struct Edited {
    /// Whose message, and under which delivery.
    pub asker: Asker,
    /// Where it stands.
    pub channel: ChannelId,
    /// Slack's name for it there.
    pub ts: String,
    /// What it says now, if that holds a link to score.
    pub draft: Option<Draft>,
    /// When it was posted.
    pub posted_at: DateTime<Utc>,
    /// Slack's name for the edit: later ones have greater ones.
    pub edit: String,
}

/// Corrects the score of an edited message.
pub async fn edit_message(play: &Play, edited: Edited) -> Result<()> {
    let (now, play) = (play.clock.now(), play.clone());
    play.store
        .clone()
        .write(async move |tx| {
            let asker = edited.asker.clone();
            deliveries::once(tx, &asker.workspace, &asker.delivery, now, async |tx| {
                correct(tx, &play, edited, now).await
            })
            .await
        })
        .await
}

async fn correct(tx: &mut Tx, play: &Play, edited: Edited, now: DateTime<Utc>) -> Result<()> {
    let (workspace, channel) = (&edited.asker.workspace, &edited.channel);
    roster::hold(tx, workspace, &edited.asker.user).await?;
    contests::hold_live(tx, workspace).await?;
    if is_gone(tx, workspace, channel, &edited.ts).await? || !is_latest(tx, &edited, now).await? {
        return Ok(());
    }
    let before = shares::of_message(tx, workspace, channel, &edited.ts).await?;
    let mut had_reaction = false;
    match &before {
        Some(share) if share.taken_back.is_none() => {
            if is_same(tx, &edited, share).await? || waits(tx, &edited, share).await? {
                return Ok(());
            }
            let taken = take_back(tx, play, workspace, share, now).await?;
            if taken.is_empty() {
                return Ok(());
            }
            tell_of_additions(tx, workspace, share, &taken, now).await?;
            had_reaction = true;
        }
        // Undone by its rep, or its link taken out: only a new link brings it back.
        Some(share) if edited.draft.as_ref().is_none_or(|draft| draft.link.key == share.link_key) => {
            return Ok(());
        }
        Some(_) => {}
        None if now - edited.posted_at > FIRST_LINK_WITHIN => return Ok(()),
        None => {}
    }
    dry_runs::take_message_back(tx, workspace, channel, &edited.ts, now).await?;
    let delivery = edited.asker.delivery.clone();
    let (workspace, channel, ts) = (workspace.clone(), channel.clone(), edited.ts.clone());
    let counts = match edited.draft {
        None => false,
        Some(draft) => {
            let door = Door::Message { channel: edited.channel, ts: edited.ts };
            let submission =
                Submission { asker: edited.asker, draft, door, at: edited.posted_at, is_vouched: false };
            match take_in(tx, play, &submission, now).await? {
                Some(Outcome::Ok(receipt)) => receipt.lead.score.verdict != Verdict::Copied,
                _ => false,
            }
        }
    };
    if had_reaction && !counts {
        let key = format!("unreact:{delivery}");
        owing::call(tx, &workspace, &key, owing::uncounted(channel, ts), now).await?;
    }
    Ok(())
}

/// Whether no later edit of the message has come before this one: Slack may tell us late, and out of order.
async fn is_latest(tx: &mut Tx, edited: &Edited, now: DateTime<Utc>) -> Result<bool> {
    let edits = grounds::edits(&edited.channel, &edited.ts);
    deliveries::comes_to(tx, &edited.asker.workspace, &edits, &edited.edit, now).await
}

/// Whether a new score has to wait: while one of its contests is paused nothing is taken in, and to take the old
/// score back then would cost the rep both.
async fn waits(tx: &mut Tx, edited: &Edited, share: &Share) -> Result<bool> {
    if edited.draft.is_none() {
        return Ok(false);
    }
    for score in ledger::scores_of(tx, &edited.asker.workspace, &share.id).await? {
        let contest = contests::find(tx, &edited.asker.workspace, &score.contest).await?;
        if contest.is_some_and(|contest| contest.phase == Phase::Paused) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the message would score as it did: same link, kind and length class. The classes are bounded by
/// what the rules ask of own words. A copy is looked at again once its words have changed at all.
async fn is_same(tx: &mut Tx, edited: &Edited, share: &Share) -> Result<bool> {
    let Some(draft) = &edited.draft else { return Ok(false) };
    if draft.link.key != share.link_key || draft.kind != share.kind {
        return Ok(false);
    }
    // Words that were added by form are none of the message's, and not lost by an edit of it.
    if share.is_worded && draft.words_len <= share.words_len {
        return Ok(true);
    }
    for score in ledger::scores_of(tx, &edited.asker.workspace, &share.id).await? {
        if score.verdict == Verdict::Copied && draft.words != share.words {
            return Ok(false);
        }
        let Some(contest) = contests::find(tx, &edited.asker.workspace, &score.contest).await? else {
            continue;
        };
        let rules = rules::of(tx, &edited.asker.workspace, &contest.id).await?;
        let book = &rules.at(edited.posted_at).book;
        let mut bounds = book.rules.iter().map(|rule| rule.min_words).chain([book.likeness.min_words]);
        if bounds.any(|bound| (draft.words_len >= bound) != (share.words_len >= bound)) {
            return Ok(false);
        }
    }
    Ok(true)
}
