//! Appeals: a rep asks a manager to look again at what a share earned. (Whose a post is: `disputes` knows.)

use chrono::TimeDelta;

use super::anew::{asker, can_score_anew, draft_of, score_anew, standing};
use super::asking::{self, Asking};
use super::choose::Door;
use super::once::{Caller, Stop, Stopped, once};
use super::roles::Right;
use super::submission::Submission;
use super::take_back::take_back;
use super::{Asker, Play, close_contest, disputes, gains, praise, prizes};
use crate::domain::contest::Contest;
use crate::domain::id::{ChannelId, ShareId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::{Matter, NOTE_MOST, Paid, Review, ReviewRefusal};
use crate::domain::roster::Person;
use crate::domain::share::{Draft, DraftFault};
use crate::store::corrections::{self, NewCorrection};
use crate::store::shares::{self, Share};
use crate::store::{Result, Tx, claims, reviews, roster, standings};

/// For so long a share or an award can be appealed.
pub(super) const WITHIN: TimeDelta = TimeDelta::days(14);

/// A rep appeals: against what `text` names by its link, else against their latest share. What else they say is their
/// reason. Answers with the review's number.
pub async fn appeal(play: &Play, asker: Asker, text: String, here: ChannelId) -> Result<Outcome<i64>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let workspace = &caller.workspace;
        roster::hold(tx, workspace, &person.id).await?;
        let draft = match Draft::parse(&text) {
            Ok(draft) => Some(draft),
            Err(DraftFault::NoLink) => None,
            Err(fault) => return Err(Refusal::Draft(fault).into()),
        };
        let since = caller.now - WITHIN;
        let Some(draft) = draft else {
            let share = shares::latest_of_all(tx, workspace, &person.id, since).await?;
            if let Some(number) = add_reason(tx, caller, &person, share.as_ref(), text.trim()).await? {
                return Ok(number);
            }
            let share = share.ok_or(Refusal::Review(ReviewRefusal::NothingToAppeal))?;
            return against(tx, caller, &person, share, text.trim()).await;
        };
        let own = shares::of_link(tx, workspace, &person.id, &draft.link.key, since).await?;
        if let Some(share) = own {
            return against(tx, caller, &person, share, &draft.words.clone()).await;
        }
        disputes::dispute(tx, caller, &person, draft, here).await
    })
    .await
}

/// The same from a button, which names the share.
pub async fn appeal_share(play: &Play, asker: Asker, share: ShareId) -> Result<Outcome<i64>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        roster::hold(tx, &caller.workspace, &person.id).await?;
        let found = shares::find(tx, &caller.workspace, &share).await?;
        let share = found.filter(|share| share.user == person.id && share.taken_back.is_none());
        let share = share.ok_or(Refusal::Review(ReviewRefusal::NothingToAppeal))?;
        against(tx, caller, &person, share, "").await
    })
    .await
}

/// Words without a link are the reason of the latest appeal, if that has none yet and its rep has shared nothing since.
async fn add_reason(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    latest: Option<&Share>,
    words: &str,
) -> Stopped<Option<i64>> {
    let waits = |review: &Review| {
        let is_appeal = matches!(review.matter, Matter::Share { .. } | Matter::Post { .. });
        let is_latest = latest.is_none_or(|share| share.recorded_at <= review.asked_at);
        is_appeal && is_latest && review.note.is_empty()
    };
    let open = reviews::open_of(tx, &caller.workspace, &person.id).await?;
    let Some(review) = open.into_iter().find(waits).filter(|_| !words.is_empty()) else { return Ok(None) };
    let note: String = words.chars().take(NOTE_MOST).collect();
    Ok(Some(asking::noted_reason(tx, &caller.workspace, review, &note).await?))
}

/// An appeal against what a share earned. Who has appealed already adds words to it.
async fn against(tx: &mut Tx, caller: &Caller, person: &Person, share: Share, note: &str) -> Stopped<i64> {
    let workspace = &caller.workspace;
    let note: String = note.chars().take(NOTE_MOST).collect();
    let subject = format!("share:{}", share.id);
    if let Some(review) = reviews::of(tx, workspace, &subject).await? {
        return asking::noted_reason(tx, workspace, review, &note).await;
    }
    let standing = standing(tx, workspace, &share).await?;
    let Some((_, worst)) = standing.iter().min_by_key(|(_, worth)| worth.points) else {
        return Err(Refusal::Review(ReviewRefusal::NothingToAppeal).into());
    };
    let matter = Matter::Share {
        share: share.id.clone(),
        url: share.link_url.clone(),
        verdict: worst.verdict,
        likeness: worst.likeness,
        halved: worst.halved,
        paid: worst.points + worst.first_of_week,
    };
    let managers = standing.iter().map(|(contest, _)| contest.started_by.clone()).collect();
    Ok(asking::ask(tx, caller, person, Asking { matter, subject, note, managers }).await??)
}

/// Grants an appeal against likeness: the share is scored again, and nothing is compared. What it pays then, by contest.
pub(super) async fn rescore(
    tx: &mut Tx,
    caller: &Caller,
    review: &Review,
    share: &ShareId,
) -> Stopped<Vec<Paid>> {
    let workspace = &caller.workspace;
    let gone = || Stop::from(Refusal::Review(ReviewRefusal::Gone { number: review.number }));
    let share = shares::find(tx, workspace, share).await?.ok_or_else(gone)?;
    let person = roster::person(tx, workspace, &share.user).await?.ok_or_else(gone)?;
    if !can_score_anew(tx, caller, &person, &share, share.shared_at).await?
        || claims::is_held_by_another(tx, workspace, &share.claim_key(), &person.id, &share.id).await?
    {
        return Err(gone());
    }
    take_back(tx, &caller.play, workspace, &share, caller.now).await?;
    let submission = Submission {
        asker: asker(caller, &person.id, review),
        draft: draft_of(&share),
        door: match &share.message_ts {
            Some(ts) => Door::Message { channel: share.channel.clone(), ts: ts.clone() },
            None => Door::Command { channel: share.channel.clone() },
        },
        at: share.shared_at,
        is_vouched: true,
    };
    let paid = score_anew(tx, caller, &person, &submission, review).await?;
    if let (true, Some(ts)) = (share.is_worded, &share.message_ts) {
        shares::keep_worded(tx, workspace, &share.channel, ts).await?;
    }
    Ok(paid)
}

/// Grants an appeal that has nothing to do with likeness: points by hand, in each live contest where the share stands.
pub(super) async fn give_points(
    tx: &mut Tx,
    caller: &Caller,
    review: &Review,
    share: &ShareId,
    (points, reason): (i64, &str),
) -> Stopped<Vec<Paid>> {
    let workspace = &caller.workspace;
    let gone = || Stop::from(Refusal::Review(ReviewRefusal::Gone { number: review.number }));
    let share = shares::find(tx, workspace, share).await?.filter(|share| share.taken_back.is_none());
    let share = share.ok_or_else(gone)?;
    let person = roster::person(tx, workspace, &share.user).await?.ok_or_else(gone)?;
    let mut paid = Vec::new();
    for (contest, _) in standing(tx, workspace, &share).await? {
        paid.extend(give(tx, caller, &person, contest, Some(&share.id), (points, reason)).await?);
    }
    if paid.is_empty() { Err(gone()) } else { Ok(paid) }
}

/// Gives somebody points by hand in a live contest, if they are on its board. What adds to a share goes when that goes.
pub(super) async fn give(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    contest: Contest,
    share: Option<&ShareId>,
    (points, reason): (i64, &str),
) -> Result<Option<Paid>> {
    let (workspace, user, now) = (&caller.workspace, &person.id, caller.now);
    let Some(stood) = standings::tally(tx, workspace, &contest.id, user).await? else { return Ok(None) };
    let made_by = &caller.user;
    let new = NewCorrection { contest: &contest, user, made_by, points, reason, share, stood };
    corrections::make(tx, workspace, &new, now).await?;
    let scene = praise::Scene { play: &caller.play, workspace, contest: &contest, person, now };
    gains::after_correction(tx, scene, stood, points).await?;
    let moved = (stood.points, stood.points + points);
    prizes::after_points(tx, &caller.play, workspace, &contest, user, moved, now).await?;
    if contest.format.rules().may_decide(moved.1) {
        close_contest::plan_decision(tx, workspace, &contest, now).await?;
    }
    Ok(Some(Paid { user: user.clone(), name: person.name.clone(), title: contest.title, points }))
}
