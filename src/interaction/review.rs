//! The form that decides a review.

use super::answer::{Place, Reply};
use super::sending::{Opening, Sent};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::{Decided, ReviewRefusal};
use crate::play::reviews::{self, Decision};
use crate::play::{Asker, Play};
use crate::store::Result;
use crate::voice::forms::Form;
use crate::voice::forms::review::{self as view, field};
use crate::voice::{self, Message};

/// What a button of the queue, or its form, is about; a form notes the list that it was opened from, too.
fn read(value: &str) -> Option<(bool, i64, &str)> {
    let (verb, rest) = value.split_once('|')?;
    let (number, list) = rest.split_once('|').unwrap_or((rest, ""));
    let is_granted = match verb {
        "approve" => true,
        "decline" => false,
        _ => return None,
    };
    Some((is_granted, number.parse().ok()?, list))
}

fn unknown() -> Refusal {
    Refusal::Review(ReviewRefusal::Unknown { number: 0 })
}

/// Opens the form for the review that the button names, if it still waits.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, value, list, .. } = opening;
    let Some((is_granted, number, _)) = read(&value) else { return Ok(Err(unknown())) };
    let found = reviews::waiting(&play, &asker, number).await?;
    let list = list.as_ref().map_or("", Place::note);
    Ok(found.map(|(line, zone)| view::form(&line, is_granted, list, zone, play.clock.now())))
}

/// Decides.
pub(super) async fn submit(sent: Sent) -> Result<Outcome<Reply>> {
    let Some((is_granted, number, list)) = read(&sent.view.private_metadata) else {
        return Ok(Err(unknown()));
    };
    let reason = sent.filled().text(field::REASON).to_owned();
    let decision = match is_granted {
        // What is no number is refused like one that is out of bounds.
        true => {
            Decision::Approve { points: Some(sent.filled().text(field::POINTS).parse().unwrap_or(0)), reason }
        }
        false => Decision::Decline { reason },
    };
    let decided = match reviews::decide(&sent.play, sent.asker.clone(), number, decision).await? {
        Ok(decided) => decided,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let form = view::decided(&decided);
    Ok(Ok(match Place::noted(list) {
        None => Reply::Update(form),
        Some(place) => {
            let list = in_list(&sent.play, &sent.asker, &decided).await?;
            Reply::Settle { form, place, list }
        }
    }))
}

/// What stands in place of the list in which something was decided: that, and what still waits.
pub(super) async fn in_list(play: &Play, asker: &Asker, decided: &Decided) -> Result<Message> {
    let queue = reviews::list(play, asker, true).await?;
    Ok(voice::reviews::queue_after(decided, &queue, play.clock.now()))
}

/// The field that a refusal is about.
pub(super) fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::BadPoints { .. } | Refusal::Review(ReviewRefusal::NeedsPoints { .. }) => field::POINTS,
        _ => field::REASON,
    }
}
