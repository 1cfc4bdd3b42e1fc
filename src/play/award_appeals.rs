//! Appeals against what a count or a result was paid.

use super::appeals::{WITHIN, give};
use super::asking::{self, Asking};
use super::once::{Caller, Stop, Stopped, once};
use super::roles::Right;
use super::{Asker, Play};
use crate::domain::id::{ContestId, EntryId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::{Matter, Paid, Review, ReviewRefusal};
use crate::store::{Result, Tx, awards, contests, reviews, roster};

/// A rep appeals against an award of theirs in a contest that is not over. Answers with the review's number.
pub async fn appeal(play: &Play, asker: Asker, contest: ContestId, entry: EntryId) -> Result<Outcome<i64>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let workspace = &caller.workspace;
        roster::hold(tx, workspace, &person.id).await?;
        let nothing = || Refusal::Review(ReviewRefusal::NothingToAppeal);
        let played = contests::find(tx, workspace, &contest).await?;
        let played = played.filter(|played| played.phase.is_live()).ok_or_else(nothing)?;
        let award = awards::find(tx, workspace, &contest, &person.id, &entry).await?;
        let award = award.filter(|award| award.stands && award.at >= caller.now - WITHIN);
        let award = award.ok_or_else(nothing)?;
        let subject = format!("award:{entry}");
        if let Some(review) = reviews::of(tx, workspace, &subject).await? {
            return Err(Refusal::Review(ReviewRefusal::Asked { number: review.number }).into());
        }
        let matter = Matter::Award { contest, entry, label: award.label, paid: award.points, cut: award.cut };
        let (note, managers) = (String::new(), vec![played.started_by]);
        Ok(asking::ask(tx, caller, &person, Asking { matter, subject, note, managers }).await??)
    })
    .await
}

/// Grants an appeal against an award that still stands, in a contest that is not over: points by hand.
pub(super) async fn grant(
    tx: &mut Tx,
    caller: &Caller,
    review: &Review,
    (contest, entry): (&ContestId, &EntryId),
    given: (i64, &str),
) -> Stopped<Vec<Paid>> {
    let workspace = &caller.workspace;
    let gone = || Stop::from(Refusal::Review(ReviewRefusal::Gone { number: review.number }));
    let award = awards::find(tx, workspace, contest, &review.user, entry).await?;
    award.filter(|award| award.stands).ok_or_else(gone)?;
    let played = contests::find(tx, workspace, contest).await?;
    let played = played.filter(|played| played.phase.is_live()).ok_or_else(gone)?;
    let person = roster::person(tx, workspace, &review.user).await?.ok_or_else(gone)?;
    let paid = give(tx, caller, &person, played, None, given).await?.ok_or_else(gone)?;
    Ok(vec![paid])
}
