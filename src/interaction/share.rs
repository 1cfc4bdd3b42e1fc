//! The form for a share, and the one for own words.

use super::answer::Reply;
use super::sending::{Opening, Sent};
use crate::domain::forms::{ShareEntry, ShareNote};
use crate::domain::id::ChannelId;
use crate::domain::kind::Kind;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::share::Draft;
use crate::play::add_words;
use crate::play::choose::Door;
use crate::play::record_share::record_share;
use crate::play::share_form::{self, Origin};
use crate::play::submission::Submission;
use crate::store::Result;
use crate::voice::forms::Form;
use crate::voice::forms::share::{self as view, field};

/// Opens the form for a share; on a message of one's own that has counted already, the one for own words.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, here, value, message, .. } = opening;
    if let Some(source) = &message
        && let Some(words) = add_words::of_message(&play, &asker, source).await?
    {
        return Ok(Ok(view::words(&words)));
    }
    let from = match (message, value.as_str()) {
        (Some(source), _) => Origin::Message(source),
        (None, "") => Origin::Channel(here),
        (None, contest) => Origin::Contest(contest.into(), here),
    };
    let facts = share_form::share(&play, &asker.workspace, &asker.user, &from).await?;
    Ok(facts.map(|facts| view::form(&facts)))
}

/// Takes a share in.
pub(super) async fn submit(sent: Sent) -> Result<Outcome<Reply>> {
    let draft = match Draft::entered(&read(&sent)) {
        Ok(draft) => draft,
        Err(fault) => return Ok(Err(Refusal::Draft(fault))),
    };
    let submission = Submission {
        asker: sent.asker.clone(),
        draft,
        door: Door::Command { channel: channel(&sent) },
        at: sent.play.clock.now(),
        is_vouched: false,
    };
    Ok(match record_share(&sent.play, submission).await? {
        Some(outcome) => outcome.map(|receipt| Reply::Update(view::shared(&receipt))),
        None => Err(Refusal::NoContest),
    })
}

fn read(sent: &Sent) -> ShareEntry {
    let filled = sent.filled();
    ShareEntry {
        link: filled.text(field::LINK).to_owned(),
        words: filled.text(field::WORDS).to_owned(),
        kind: filled.pick(field::KIND).and_then(kind),
        yesterday: filled.pick(field::WHEN) == Some(view::YESTERDAY),
    }
}

fn kind(value: &str) -> Option<Kind> {
    const ALL: [Kind; 5] = [Kind::Share, Kind::Original, Kind::Article, Kind::Comment, Kind::Like];
    ALL.into_iter().find(|&kind| view::kind_value(kind) == value)
}

/// The channel that the form was opened for; what it notes went through Slack, so it may be anything.
fn channel(sent: &Sent) -> ChannelId {
    let note: ShareNote = serde_json::from_str(&sent.view.private_metadata).unwrap_or_default();
    match note.channel.is_empty() {
        true => sent.asker.user.as_str().into(),
        false => note.channel.into(),
    }
}

/// The field that a refusal is about.
pub(super) fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::BeforeStart { .. } => field::WHEN,
        _ => field::LINK,
    }
}

/// Opens the form for own words to the share that the button names.
pub(super) async fn open_words(opening: Opening) -> Result<Outcome<Form>> {
    let facts = add_words::facts(&opening.play, &opening.asker, &opening.value.as_str().into()).await?;
    Ok(facts.map(|facts| view::words(&facts)))
}

/// Adds own words.
pub(super) async fn submit_words(sent: Sent) -> Result<Outcome<Reply>> {
    let (share, words) =
        (sent.view.private_metadata.as_str().into(), sent.filled().text(field::WORDS).to_owned());
    let added = add_words::add_words(&sent.play, sent.asker, share, words).await?;
    Ok(added.map(|receipt| Reply::Update(view::shared(&receipt))))
}
