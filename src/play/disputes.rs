//! Whose a post is: two submitted one person's post, and a manager decides.

use super::anew::{asker, loose, score_anew, standing, taking};
use super::asking::{self, Asking};
use super::choose::Door;
use super::once::{Caller, Stop, Stopped};
use super::submission::Submission;
use super::take_back::take_back;
use super::{owing, roles};
use crate::domain::id::{ChannelId, ShareId};
use crate::domain::refusal::Refusal;
use crate::domain::review::{Matter, NOTE_MOST, Paid, Review, ReviewRefusal};
use crate::domain::roster::Person;
use crate::domain::share::Draft;
use crate::store::shares::{self, Share};
use crate::store::{Tx, claims, deliveries, grounds, preferences, reviews, roster};
use crate::voice;

/// The second of two who submitted one person's post asks a manager whose it is. What counts, should it be theirs, is
/// what was refused, while that is remembered; `said` is why it is theirs. Else the words are both.
pub(super) async fn dispute(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    said: Draft,
    channel: ChannelId,
) -> Stopped<i64> {
    let workspace = &caller.workspace;
    let refused = grounds::refused(&person.id, &said.link.key);
    let refused: Option<Draft> = deliveries::noted(tx, workspace, &refused).await?;
    let is_repeated = refused.as_ref().is_some_and(|refused| refused.words == said.words);
    let note: String = if is_repeated { String::new() } else { said.words.chars().take(NOTE_MOST).collect() };
    let draft = Draft { yesterday: false, ..refused.unwrap_or(said) };
    let key = draft.kind.claim_key(&draft.link.key);
    let owner = claims::owner(tx, workspace, &key).await?;
    let (first, _) = owner.ok_or(Refusal::Review(ReviewRefusal::NothingToAppeal))?;
    let subject = format!("post:{key}:{}", person.id);
    if let Some(review) = reviews::of(tx, workspace, &subject).await? {
        return asking::noted_reason(tx, workspace, review, &note).await;
    }
    let share = shares::find(tx, workspace, &first).await?;
    let share = share.ok_or(Refusal::Review(ReviewRefusal::NothingToAppeal))?;
    let mut managers = Vec::new();
    for (contest, _) in standing(tx, workspace, &share).await? {
        managers.push(contest.started_by);
    }
    let matter = Matter::Post { first, draft, channel };
    Ok(asking::ask(tx, caller, person, Asking { matter, subject, note, managers }).await??)
}

/// Decides that a post is the second rep's: all by which the first claims it is taken back, wherever they counted it,
/// and they are told.
pub(super) async fn hand_over(
    tx: &mut Tx,
    caller: &Caller,
    review: &Review,
    (first, draft, channel): (&ShareId, &Draft, &ChannelId),
) -> Stopped<Vec<Paid>> {
    let workspace = &caller.workspace;
    let gone = || Stop::from(Refusal::Review(ReviewRefusal::Gone { number: review.number }));
    let first = shares::find(tx, workspace, first).await?.ok_or_else(gone)?;
    let person = roster::person(tx, workspace, &review.user).await?.ok_or_else(gone)?;
    let is_counted = roles::may_play(&caller.play.settings, &person)
        && !taking(tx, caller, &person, review.asked_at).await?.is_empty();
    let theirs = claimed_by(tx, caller, &first, draft).await?;
    if !is_counted || theirs.is_empty() {
        return Err(gone());
    }
    let mut lost = Vec::new();
    for share in &theirs {
        let taken = take_back(tx, &caller.play, workspace, share, caller.now).await?;
        lost.extend(taken.into_iter().map(|taken| (taken.title, taken.points)));
        if let Some(ts) = &share.message_ts {
            let unreact = owing::uncounted(share.channel.clone(), ts.clone());
            let key = format!("unreact:review:{}:{}", review.number, share.id);
            owing::call(tx, workspace, &key, unreact, caller.now).await?;
        }
    }
    let owner =
        preferences::public(tx, workspace, &person.id).await?.map_or(person.name.clone(), |it| it.name);
    let message = voice::reviews::handed_over(&first.link_url, &owner, &lost);
    let key = format!("review:{}:first", review.number);
    owing::tell(tx, workspace, &first.user, &key, &message, caller.now).await?;
    let submission = Submission {
        asker: asker(caller, &person.id, review),
        draft: draft.clone(),
        door: Door::Command { channel: channel.clone() },
        at: review.asked_at,
        is_vouched: false,
    };
    score_anew(tx, caller, &person, &submission, review).await
}

/// The shares by which the rep of the `first` claims a post; none where it is theirs no more, or one of them stands where
/// nothing changes any more.
async fn claimed_by(tx: &mut Tx, caller: &Caller, first: &Share, draft: &Draft) -> Stopped<Vec<Share>> {
    let (workspace, key) = (&caller.workspace, draft.kind.claim_key(&draft.link.key));
    let owner = claims::owner(tx, workspace, &key).await?;
    if owner.is_none_or(|(_, user)| user != first.user) {
        return Ok(Vec::new());
    }
    let mut theirs = Vec::new();
    for share in claims::shares_of(tx, workspace, &key, &first.user).await? {
        let Some(share) = shares::find(tx, workspace, &share).await? else { continue };
        if loose(tx, workspace, &share).await?.is_none() {
            return Ok(Vec::new());
        }
        theirs.push(share);
    }
    Ok(theirs)
}
