//! Asking a manager: what waits for one is kept, and the managers concerned hear of it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::once::{Caller, Stopped};
use super::{deciding, owing};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::{Decided, Matter, OPEN_MOST, Review, ReviewLine, ReviewRefusal, ReviewState};
use crate::domain::roster::Person;
use crate::store::{Result, Tx, posts, reviews, roster, shares};
use crate::voice;

/// Something for a manager to look at.
pub(super) struct Asking {
    /// What it is.
    pub(super) matter: Matter,
    /// What it is about, by its name: of one subject only one review is open.
    pub(super) subject: String,
    /// What the rep says to it.
    pub(super) note: String,
    /// Managers of the contests concerned.
    pub(super) managers: Vec<UserId>,
}

/// Whether somebody can ask for one more: to be seen to before anything is written.
pub(super) async fn has_room(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Outcome<()>> {
    let open = reviews::open(tx, workspace, Some(user)).await?;
    let is_full = open >= i64::try_from(OPEN_MOST).unwrap_or(i64::MAX);
    Ok(if is_full { Err(Refusal::Review(ReviewRefusal::TooMany { most: OPEN_MOST })) } else { Ok(()) })
}

/// Keeps a review, and tells the managers of it. Gives its number.
pub(super) async fn ask(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    asking: Asking,
) -> Result<Outcome<i64>> {
    let (workspace, now) = (&caller.workspace, caller.now);
    if let Err(refusal) = has_room(tx, workspace, &person.id).await? {
        return Ok(Err(refusal));
    }
    let mut review = Review {
        number: 0,
        user: person.id.clone(),
        matter: asking.matter,
        note: asking.note,
        state: ReviewState::Open,
        asked_at: now,
    };
    review.number = reviews::ask(tx, workspace, &review, &asking.subject).await?;
    let line = line(tx, workspace, review).await?;
    let mut managers = BTreeSet::new();
    for first in asking.managers.into_iter().map(Some).chain([None]) {
        // Somebody has to hear of it, even where no contest says who.
        if first.is_some() || managers.is_empty() {
            managers.extend(deciding::whom_to_ask(tx, &caller.play, workspace, first, &person.id).await?);
        }
    }
    for manager in &managers {
        let zone = roster::person(tx, workspace, manager).await?.map_or(chrono_tz::UTC, |person| person.zone);
        let message = voice::reviews::asked(&line, zone, now);
        let key = format!("review:{}:{manager}", line.number);
        owing::tell(tx, workspace, manager, &key, &message, now).await?;
    }
    Ok(Ok(line.number))
}

/// A review waits no more: wherever a manager was asked, what came of it takes the place of the buttons.
pub(super) async fn answered(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    decided: &Decided,
    now: DateTime<Utc>,
) -> Result<()> {
    let name = format!("review:{}", decided.line.number);
    for (asked, manager) in posts::told(tx, workspace, &name).await? {
        let zone =
            roster::person(tx, workspace, &manager).await?.map_or(chrono_tz::UTC, |person| person.zone);
        let message = voice::reviews::closed(decided, zone, now);
        let key = format!("{asked}:answered");
        owing::tell_instead(tx, workspace, &manager, &asked, &key, &message, now).await?;
    }
    Ok(())
}

/// A review with the names in it.
pub(super) async fn line(tx: &mut Tx, workspace: &WorkspaceId, review: Review) -> Result<ReviewLine> {
    let others = match &review.matter {
        Matter::Win(win) => {
            let mut others = Vec::new();
            for (user, percent) in win.credits.iter().skip(1) {
                others.push((name(tx, workspace, &user.as_str().into()).await?, *percent));
            }
            others
        }
        Matter::Post { first, .. } => match shares::find(tx, workspace, first).await? {
            None => Vec::new(),
            Some(share) => vec![(name(tx, workspace, &share.user).await?, 100)],
        },
        Matter::Count { .. } | Matter::Share { .. } | Matter::Award { .. } => Vec::new(),
    };
    let decided = match reviews::decision(tx, workspace, review.number).await? {
        None => None,
        Some((by, at, reason)) => Some((name(tx, workspace, &by).await?, at, reason)),
    };
    Ok(ReviewLine {
        number: review.number,
        name: name(tx, workspace, &review.user).await?,
        matter: review.matter,
        others,
        note: review.note,
        state: review.state,
        asked_at: review.asked_at,
        decided,
    })
}

async fn name(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<String> {
    let person = roster::person(tx, workspace, user).await?;
    Ok(person.map_or_else(|| user.to_string(), |person| person.name))
}

/// What was asked for already takes a reason while it waits; without one it is refused.
pub(super) async fn noted_reason(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    review: Review,
    note: &str,
) -> Stopped<i64> {
    if review.state != ReviewState::Open || note.is_empty() {
        return Err(Refusal::Review(ReviewRefusal::Asked { number: review.number }).into());
    }
    reviews::note(tx, workspace, review.number, note).await?;
    Ok(review.number)
}
