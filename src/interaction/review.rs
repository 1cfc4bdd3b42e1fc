//! The form that decides a review.

use super::answer::Reply;
use super::sending::{Opening, Sent};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::ReviewRefusal;
use crate::play::reviews::{self, Decision};
use crate::store::Result;
use crate::voice::forms::Form;
use crate::voice::forms::review::{self as view, field};

/// What a button of the queue, or its form, is about.
fn read(value: &str) -> Option<(bool, i64)> {
    let (verb, number) = value.split_once('|')?;
    let is_granted = match verb {
        "approve" => true,
        "decline" => false,
        _ => return None,
    };
    Some((is_granted, number.parse().ok()?))
}

fn unknown() -> Refusal {
    Refusal::Review(ReviewRefusal::Unknown { number: 0 })
}

/// Opens the form for the review that the button names, if it still waits.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, value, .. } = opening;
    let Some((is_granted, number)) = read(&value) else { return Ok(Err(unknown())) };
    let found = reviews::waiting(&play, &asker, number).await?;
    Ok(found.map(|(line, zone)| view::form(&line, is_granted, zone, play.clock.now())))
}

/// Decides.
pub(super) async fn submit(sent: Sent) -> Result<Outcome<Reply>> {
    let Some((is_granted, number)) = read(&sent.view.private_metadata) else { return Ok(Err(unknown())) };
    let reason = sent.filled().text(field::REASON).to_owned();
    let decision = match is_granted {
        // What is no number is refused like one that is out of bounds.
        true => {
            Decision::Approve { points: Some(sent.filled().text(field::POINTS).parse().unwrap_or(0)), reason }
        }
        false => Decision::Decline { reason },
    };
    let decided = reviews::decide(&sent.play, sent.asker, number, decision).await?;
    Ok(decided.map(|decided| Reply::Update(view::decided(&decided))))
}

/// The field that a refusal is about.
pub(super) fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::BadPoints { .. } | Refusal::Review(ReviewRefusal::NeedsPoints { .. }) => field::POINTS,
        _ => field::REASON,
    }
}
