//! The review queue: what waits for a manager is listed, and decided with a reason.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::once::{Caller, Stopped, once};
use super::roles::Right;
use super::{Asker, Play, appeals, asking, award_appeals, deciding, disputes, measures, owing, wins};
use crate::domain::correction::{POINTS_MOST, REASON_MOST};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::{
    Decided, Matter, Paid, Review, ReviewLine, ReviewList, ReviewRefusal, ReviewState,
};
use crate::domain::score::Verdict;
use crate::store::counts::{self, CountState};
use crate::store::{Result, Tx, contests, reviews, roster, shares};
use crate::voice;

/// How many reviews are shown at once.
const SHOWN: i64 = 10;

/// What a manager decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Granted; where it is not about likeness, with so many points.
    Approve {
        /// Points by hand.
        points: Option<i64>,
        /// What the manager says to it; may be empty.
        reason: String,
    },
    /// Not granted.
    Decline {
        /// Why.
        reason: String,
    },
}

/// What waits for a manager; or what was decided lately.
pub async fn list(play: &Play, asker: &Asker, are_open: bool) -> Result<ReviewList> {
    let workspace = &asker.workspace;
    play.store
        .read(async |tx| {
            let zone = roster::person(tx, workspace, &asker.user).await?.map_or(chrono_tz::UTC, |p| p.zone);
            let mut lines = Vec::new();
            for review in reviews::list(tx, workspace, are_open, SHOWN).await? {
                lines.push(asking::line(tx, workspace, review).await?);
            }
            let open = if are_open { reviews::open(tx, workspace, None).await? } else { 0 };
            let more = usize::try_from(open).unwrap_or(0).saturating_sub(lines.len());
            Ok(ReviewList { zone, lines, more })
        })
        .await
}

/// One that still waits, and the zone in which the asker reads its times.
pub async fn waiting(play: &Play, asker: &Asker, number: i64) -> Result<Outcome<(ReviewLine, Tz)>> {
    let workspace = &asker.workspace;
    play.store
        .read(async |tx| {
            let zone = roster::person(tx, workspace, &asker.user).await?.map_or(chrono_tz::UTC, |p| p.zone);
            let Some(review) = reviews::find(tx, workspace, number).await? else {
                return Ok(Err(Refusal::Review(ReviewRefusal::Unknown { number })));
            };
            match is_open(tx, workspace, &review).await? {
                Ok(()) => Ok(Ok((asking::line(tx, workspace, review).await?, zone))),
                Err(refusal) => Ok(Err(refusal)),
            }
        })
        .await
}

/// Decides a review; those concerned are told.
pub async fn decide(play: &Play, asker: Asker, number: i64, decision: Decision) -> Result<Outcome<Decided>> {
    once(play, asker, async move |tx, caller| {
        let manager = caller.may(tx, Right::Steer).await??;
        let workspace = &caller.workspace;
        let unknown = || Refusal::Review(ReviewRefusal::Unknown { number });
        let seen = reviews::find(tx, workspace, number).await?.ok_or_else(unknown)?;
        // People before contests before reviews, as everywhere.
        for user in concerned(tx, workspace, &seen).await? {
            roster::hold(tx, workspace, &user).await?;
        }
        contests::hold_all(tx, workspace).await?;
        let review = reviews::hold(tx, workspace, number).await?.ok_or_else(unknown)?;
        is_open(tx, workspace, &review).await??;
        if has_part(tx, workspace, &review, &caller.user).await? {
            deciding::is_left_to_others(tx, caller).await??;
        }
        let (state, reason) = match &decision {
            Decision::Decline { reason } => (ReviewState::Declined, checked(number, reason)?),
            Decision::Approve { reason, .. } => (ReviewState::Approved, reason.clone()),
        };
        let paid = match &decision {
            Decision::Decline { .. } => decline(tx, workspace, &review).await?,
            Decision::Approve { points, .. } => approve(tx, caller, &review, *points, &reason).await?,
        };
        reviews::decide(tx, workspace, number, state, &manager.id, &reason, caller.now).await?;
        let line = asking::line(tx, workspace, Review { state, ..review.clone() }).await?;
        let decided = Decided { line, paid };
        tell(tx, caller, &review, &decided).await?;
        asking::answered(tx, workspace, &decided, caller.now).await?;
        Ok(decided)
    })
    .await
}

/// Everybody whom a decision can pay, or take from, in the order in which they are held.
async fn concerned(tx: &mut Tx, workspace: &WorkspaceId, review: &Review) -> Result<BTreeSet<UserId>> {
    let mut users = BTreeSet::from([review.user.clone()]);
    match &review.matter {
        Matter::Win(win) => users.extend(win.credits.iter().map(|(user, _)| user.as_str().into())),
        Matter::Post { first, .. } => {
            let first = shares::find(tx, workspace, first).await?;
            users.extend(first.map(|share| share.user));
        }
        Matter::Count { .. } | Matter::Share { .. } | Matter::Award { .. } => {}
    }
    Ok(users)
}

async fn is_open(tx: &mut Tx, workspace: &WorkspaceId, review: &Review) -> Result<Outcome<()>> {
    if review.state == ReviewState::Open {
        return Ok(Ok(()));
    }
    let line = asking::line(tx, workspace, review.clone()).await?;
    let by = line.decided.map_or_else(String::new, |(by, ..)| by);
    Ok(Err(Refusal::Review(ReviewRefusal::Closed { number: review.number, by, state: review.state })))
}

/// Whether somebody asks for a review, or could lose by it.
async fn has_part(tx: &mut Tx, workspace: &WorkspaceId, review: &Review, user: &UserId) -> Result<bool> {
    Ok(concerned(tx, workspace, review).await?.contains(user))
}

fn checked(number: i64, reason: &str) -> Outcome<String> {
    let reason = reason.trim();
    if !reason.chars().any(char::is_alphanumeric) || reason.chars().count() > REASON_MOST {
        return Err(Refusal::Review(ReviewRefusal::NoReason { number, most: REASON_MOST }));
    }
    Ok(reason.to_owned())
}

async fn decline(tx: &mut Tx, workspace: &WorkspaceId, review: &Review) -> Result<Vec<Paid>> {
    if let Matter::Count { count, .. } = &review.matter {
        counts::set_state(tx, workspace, count, CountState::Off).await?;
    }
    Ok(Vec::new())
}

async fn approve(
    tx: &mut Tx,
    caller: &Caller,
    review: &Review,
    points: Option<i64>,
    reason: &str,
) -> Stopped<Vec<Paid>> {
    if points.is_some_and(|points| !(1..=POINTS_MOST).contains(&points)) {
        return Err(Refusal::BadPoints { most: POINTS_MOST }.into());
    }
    let gone = || Refusal::Review(ReviewRefusal::Gone { number: review.number });
    if points.is_some() && !matches!(review.matter, Matter::Share { .. } | Matter::Award { .. }) {
        return Err(Refusal::Usage { usage: format!("/contest review approve {}", review.number) }.into());
    }
    let needs_points = || Refusal::Review(ReviewRefusal::NeedsPoints { number: review.number });
    let said = if reason.is_empty() { "your appeal" } else { reason };
    match &review.matter {
        Matter::Count { count, measure, value, .. } => {
            let person = roster::person(tx, &caller.workspace, &review.user).await?.ok_or_else(gone)?;
            let counted = (count.as_str(), *measure, *value);
            Ok(measures::grant_count(tx, caller, &person, counted).await?.ok_or_else(gone)?)
        }
        Matter::Win(win) => {
            let subject = format!("review:{}", review.number);
            let paid = wins::grant_win(tx, caller, win, &subject, review.asked_at).await?;
            Ok(paid.ok_or_else(gone)?)
        }
        Matter::Post { first, draft, channel } => {
            disputes::hand_over(tx, caller, review, (first, draft, channel)).await
        }
        Matter::Share { share, verdict, halved, .. } => match points {
            Some(points) => appeals::give_points(tx, caller, review, share, (points, said)).await,
            None if *halved || *verdict == Verdict::Copied => {
                appeals::rescore(tx, caller, review, share).await
            }
            None => Err(needs_points().into()),
        },
        Matter::Award { contest, entry, .. } => {
            let points = points.ok_or_else(needs_points)?;
            award_appeals::grant(tx, caller, review, (contest, entry), (points, said)).await
        }
    }
}

/// Whoever asked is told, and whoever has a part in it.
async fn tell(tx: &mut Tx, caller: &Caller, review: &Review, decided: &Decided) -> Result<()> {
    let mut users = BTreeSet::from([review.user.clone()]);
    users.extend(decided.paid.iter().map(|paid| paid.user.clone()));
    for user in users {
        let message = voice::reviews::told(decided, &user, user == review.user);
        let key = format!("review:{}:told:{user}", review.number);
        owing::tell(tx, &caller.workspace, &user, &key, &message, caller.now).await?;
    }
    Ok(())
}
