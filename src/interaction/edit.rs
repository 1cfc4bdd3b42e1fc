//! The form that changes a contest.

use chrono::{DateTime, Utc};

use super::answer::Reply;
use super::sending::{Opening, Sent};
use crate::domain::contest::{PRIZES_MOST, TITLE_MOST};
use crate::domain::forms::{Edit, EditNote, print};
use crate::domain::refusal::{Outcome, Refusal};
use crate::play::edit_contest::{edit, facts};
use crate::play::pick::Wanted;
use crate::store::Result;
use crate::voice::forms::edit::{self as view, field};
use crate::voice::forms::{self, Form};

/// Opens the form for the contest that the button names.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, here, value, .. } = opening;
    let wanted = if value.is_empty() { Wanted::Unsaid } else { Wanted::Id(value.as_str().into()) };
    let facts = facts(&play, &asker, &wanted, &here).await?;
    Ok(facts.map(|facts| view::form(&facts)))
}

/// Changes the contest.
pub(super) async fn submit(sent: Sent) -> Result<Outcome<Reply>> {
    let Ok(seen) = serde_json::from_str::<EditNote>(&sent.view.private_metadata) else {
        return Ok(Ok(Reply::Update(forms::not_done(&forms::outdated_form()))));
    };
    let wanted = differences(&sent, &seen);
    let now = sent.play.clock.now();
    let edited = edit(&sent.play, sent.asker, seen, wanted).await?;
    Ok(edited.map(|edited| Reply::Update(view::changed(&edited, now))))
}

/// What stands otherwise in the form than it did: the rest is left as it is by now.
fn differences(sent: &Sent, seen: &EditNote) -> Edit {
    let filled = sent.filled();
    let new = |field: &str, most: usize, old: u64| {
        let text = filled.text(field);
        (print(text, most) != old).then(|| text.to_owned())
    };
    let zone = seen.zone;
    // The fields show whole minutes.
    let shown = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local().format("%F %R").to_string();
    let moved = |date: &str, time: &str, old: DateTime<Utc>| {
        let entered = filled.date(date).zip(filled.time(time)).map(|(date, time)| date.and_time(time));
        entered.filter(|at| at.format("%F %R").to_string() != shown(old))
    };
    Edit {
        title: new(field::TITLE, TITLE_MOST, seen.title),
        starts: seen.starts_at.and_then(|old| moved(field::STARTS, field::FROM, old)),
        ends: moved(field::ENDS, field::UNTIL, seen.ends_at),
        prizes: new(field::PRIZES, PRIZES_MOST, seen.prizes),
        board_at: filled.time(field::BOARD).filter(|&at| at != seen.board_at),
    }
}

/// The field that a refusal is about.
pub(super) fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::StartsInPast => field::STARTS,
        Refusal::EndsTooSoon | Refusal::TooLong => field::ENDS,
        Refusal::BadPrizes { .. } => field::PRIZES,
        _ => field::TITLE,
    }
}
