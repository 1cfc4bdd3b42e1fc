//! Adding own words to a share that counted without: it is taken back and taken in again, at its own time.

use chrono::TimeDelta;

use super::anew::{can_score_anew, draft_of};
use super::choose::Door;
use super::once::{Caller, Stopped, once};
use super::record_share::take_in;
use super::roles::Right;
use super::share_form::{Source, asked_words};
use super::submission::Submission;
use super::take_back::{take_back, tell_of_additions};
use super::{Asker, Play};
use crate::domain::contest::Phase;
use crate::domain::forms::{ShareEntry, WordsForm};
use crate::domain::id::{ShareId, UserId, WorkspaceId};
use crate::domain::receipt::Receipt;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::share::Draft;
use crate::store::shares::{self, Share};
use crate::store::{Error, Result, Tx, claims, contests, ledger, roster};

/// For so long words can be added: as far back as a share can be dated.
const WITHIN: TimeDelta = TimeDelta::hours(48);

/// What the form starts from: one's own share, as it stands.
pub async fn facts(play: &Play, asker: &Asker, share: &ShareId) -> Result<Outcome<WordsForm>> {
    play.store
        .read(async |tx| {
            let found = own(tx, play, &asker.workspace, &asker.user, share).await?;
            let Some(share) = found else { return Ok(Err(Refusal::WordsTooLate)) };
            let words_asked = asked(tx, play, &asker.workspace, &share).await?;
            Ok(Ok(WordsForm { share: share.id, url: share.link_url, words: share.words, words_asked }))
        })
        .await
}

/// The same for a message of one's own that has counted already; none where it has not.
pub async fn of_message(play: &Play, asker: &Asker, source: &Source) -> Result<Option<WordsForm>> {
    if source.author.as_ref() != Some(&asker.user) {
        return Ok(None);
    }
    let share = play
        .store
        .read(async |tx| shares::of_message(tx, &asker.workspace, &source.channel, &source.ts).await)
        .await?;
    let Some(share) = share.filter(|share| share.user == asker.user) else { return Ok(None) };
    Ok(facts(play, asker, &share.id).await?.ok())
}

/// Gives a share other words. Answers what it earns with them.
pub async fn add_words(play: &Play, asker: Asker, share: ShareId, words: String) -> Result<Outcome<Receipt>> {
    let delivery = asker.delivery.clone();
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let workspace = &caller.workspace;
        roster::hold(tx, workspace, &person.id).await?;
        contests::hold_live(tx, workspace).await?;
        let found = own(tx, &caller.play, workspace, &person.id, &share).await?;
        let share = found.ok_or(Refusal::WordsTooLate)?;
        is_not_paused(tx, workspace, &share).await??;
        let draft = with_words(&share, words)?;
        let is_anothers =
            claims::is_held_by_another(tx, workspace, &share.claim_key(), &person.id, &share.id).await?;
        if is_anothers || !can_score_anew(tx, caller, &person, &share, share.shared_at).await? {
            return Err(Refusal::WordsTooLate.into());
        }
        again(tx, caller, &share, draft, delivery).await
    })
    .await
}

/// While one of its contests is paused nothing is taken in, and so nothing is taken back.
async fn is_not_paused(tx: &mut Tx, workspace: &WorkspaceId, share: &Share) -> Result<Outcome<()>> {
    for score in ledger::scores_of(tx, workspace, &share.id).await? {
        let contest = contests::find(tx, workspace, &score.contest).await?;
        if let Some(contest) = contest.filter(|contest| contest.phase == Phase::Paused) {
            return Ok(Err(Refusal::Paused { title: contest.title }));
        }
    }
    Ok(Ok(()))
}

/// The share's draft with these words; refused where they are the ones it has.
fn with_words(share: &Share, words: String) -> Outcome<Draft> {
    let entry = ShareEntry { link: share.link_url.clone(), words, kind: Some(share.kind), yesterday: false };
    let entered = Draft::entered(&entry).map_err(Refusal::Draft)?;
    if entered.words.is_empty() || entered.words == share.words {
        return Err(Refusal::NoNewWords);
    }
    Ok(Draft { words: entered.words, words_len: entered.words_len, tags: entered.tags, ..draft_of(share) })
}

async fn again(
    tx: &mut Tx,
    caller: &Caller,
    share: &Share,
    draft: Draft,
    delivery: String,
) -> Stopped<Receipt> {
    let taken = take_back(tx, &caller.play, &caller.workspace, share, caller.now).await?;
    tell_of_additions(tx, &caller.workspace, share, &taken, caller.now).await?;
    let submission = Submission {
        asker: Asker { workspace: caller.workspace.clone(), user: share.user.clone(), delivery },
        draft,
        door: match &share.message_ts {
            Some(ts) => Door::Message { channel: share.channel.clone(), ts: ts.clone() },
            None => Door::Command { channel: share.channel.clone() },
        },
        at: share.shared_at,
        is_vouched: false,
    };
    match take_in(tx, &caller.play, &submission, caller.now).await? {
        Some(Ok(receipt)) => {
            if let Some(ts) = &share.message_ts {
                shares::keep_worded(tx, &caller.workspace, &share.channel, ts).await?;
            }
            Ok(receipt)
        }
        // It was seen before that it would be taken; should it not, nothing of this happens.
        _ => Err(Error::Damaged { what: "a share that was to be given words is refused".to_owned() }.into()),
    }
}

/// Somebody's own share that stands and is young enough; where that one was taken back to be given words, the one that took
/// its place: a receipt goes on naming the share that it was for.
async fn own(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    share: &ShareId,
) -> Result<Option<Share>> {
    let since = play.clock.now() - WITHIN;
    let found = shares::now_for(tx, workspace, user, share).await?;
    Ok(found.filter(|share| share.taken_back.is_none() && share.recorded_at >= since))
}

/// How many own words earn the most, where the share counts.
async fn asked(tx: &mut Tx, play: &Play, workspace: &WorkspaceId, share: &Share) -> Result<usize> {
    let mut most = 0;
    for score in ledger::scores_of(tx, workspace, &share.id).await? {
        let Some(contest) = contests::find(tx, workspace, &score.contest).await? else { continue };
        let rules = play.books.of(tx, workspace, &contest).await?;
        most = most.max(asked_words(&rules.at(share.shared_at).book));
    }
    Ok(most)
}
