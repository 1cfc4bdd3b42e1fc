//! The form for a new contest: a template, its fields, a preview, and the start.

use super::answer::Reply;
use super::filled::Filled;
use super::sending::{Opening, Sent};
use super::typed::View;
use crate::domain::id::ChannelId;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::season::Every;
use crate::play::contest_form::{Chosen, facts};
use crate::play::start_contest::{self, ChannelRef, StartRequest, confirm, preview};
use crate::play::{Asker, Play};
use crate::store::Result;
use crate::voice::forms::contest::{self as view, field};
use crate::voice::forms::{self, Form};

/// Opens the form with the template that is proposed.
pub(super) async fn open(opening: Opening) -> Result<Outcome<Form>> {
    let Opening { play, asker, here, .. } = opening;
    let facts = facts(&play, &asker, &Chosen::default(), &here).await?;
    Ok(facts.map(|facts| view::form(&facts)))
}

/// Shows the fields of the template that was chosen. A title that was typed stays.
pub(super) async fn change(play: &Play, asker: &Asker, form: &View, template: &str) -> Result<Outcome<Form>> {
    let chosen = Chosen { template: template.to_owned(), title: form.filled.text(field::TITLE).to_owned() };
    let facts = facts(play, asker, &chosen, &here(&form.private_metadata)).await?;
    Ok(facts.map(|facts| view::form(&facts)))
}

fn here(metadata: &str) -> ChannelId {
    metadata.into()
}

/// Shows what the announcement will be; or, where the fields are another template's, those of the one chosen.
pub(super) async fn submit(sent: Sent) -> Result<Outcome<Reply>> {
    let here = here(&sent.view.private_metadata);
    let request = read(&sent);
    if !belongs(&sent, &request.template) {
        let changed = change(&sent.play, &sent.asker, &sent.view, &request.template).await?;
        return Ok(changed.map(Reply::Update));
    }
    if let Err(refusal) = has_whole_start(sent.filled()) {
        return Ok(Err(refusal));
    }
    let announcement = match preview(&sent.play, &sent.asker, &request, here.clone()).await? {
        Ok(announcement) => announcement,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let is_dry = request.dry;
    let note = serde_json::to_string(&(here, request)).unwrap_or_default();
    Ok(Ok(Reply::Push(view::preview(&announcement, is_dry, note))))
}

/// Whether the fields are those of the template: somebody may press before they have come.
fn belongs(sent: &Sent, template: &str) -> bool {
    let block = sent.filled().block(field::ENDS).unwrap_or_default();
    block.split_once(':').is_none_or(|(_, of)| of == template)
}

/// Whether the start has a date and a time, or neither: half of one would mean another start than is shown.
fn has_whole_start(filled: &Filled) -> Outcome<()> {
    match (filled.date(field::STARTS), filled.time(field::FROM)) {
        (None, Some(_)) => Err(Refusal::StartLacks { date: true }),
        (Some(_), None) => Err(Refusal::StartLacks { date: false }),
        (Some(_), Some(_)) | (None, None) => Ok(()),
    }
}

/// Starts what was previewed.
pub(super) async fn start(sent: Sent) -> Result<Outcome<Reply>> {
    let noted = serde_json::from_str::<(ChannelId, StartRequest)>(&sent.view.private_metadata);
    let Ok((here, request)) = noted else {
        return Ok(Ok(Reply::Update(forms::not_done(&forms::outdated_form()))));
    };
    let (play, asker) = (sent.play, sent.asker);
    let manager = asker.clone();
    Ok(match start_contest::start_contest(&play, asker, request, here).await? {
        Ok(started) => {
            confirm(&play, &manager, &started).await?;
            Ok(Reply::Clear)
        }
        Err(refusal) => Err(refusal),
    })
}

/// What was filled in, in the words of `/contest start`.
fn read(sent: &Sent) -> StartRequest {
    let filled = sent.filled();
    let template = filled.pick(field::TEMPLATE).unwrap_or_default().to_owned();
    let number = |field: &str| match filled.text(field) {
        "" => None,
        // What is no number is refused like one that is none of use, wherever it stands.
        digits => Some(digits.parse().unwrap_or(-1)),
    };
    let moment = |date: &str, time: &str| {
        let time = filled.time(time).map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
        filled.date(date).map(|date| format!("{date} {time}").trim_end().to_owned())
    };
    let known = sent.play.presets.templates.get(&template);
    let is_public = known.is_some_and(|template| template.quota_is_public);
    let keys = known.map(|template| template.format.numbers()).unwrap_or_default();
    let numbers = keys.into_iter().filter_map(|(key, _)| Some((key.to_owned(), number(key)?)));
    let quota = number(field::QUOTA);
    let every = filled.pick(field::EVERY).and_then(Every::parse);
    StartRequest {
        title: Some(filled.text(field::TITLE).to_owned()),
        from: moment(field::STARTS, field::FROM),
        lasts: None,
        until: moment(field::ENDS, field::UNTIL),
        quota: quota.map(|points| (points, is_public)),
        without_quota: quota.is_none(),
        channel: filled.pick(field::CHANNEL).map(|channel| ChannelRef::Id(channel.into())),
        every,
        once: every.is_none(),
        numbers: numbers.collect(),
        prizes: Some(filled.text(field::PRIZES).to_owned()),
        board_at: filled.time(field::BOARD),
        rulebook: filled.pick(field::RULEBOOK).map(str::to_owned),
        teams: Some(filled.text(field::TEAMS).to_owned()),
        dry: filled.ticks(field::MORE, view::DRY),
        template,
    }
}

/// The field that a refusal is about.
pub(super) fn field_of(refusal: &Refusal) -> &str {
    match refusal {
        Refusal::BadTitle { .. } | Refusal::TitleTaken { .. } => field::TITLE,
        Refusal::StartsInPast | Refusal::StartLacks { date: true } => field::STARTS,
        Refusal::StartLacks { date: false } => field::FROM,
        Refusal::EndsTooSoon | Refusal::TooLong | Refusal::BadTime { .. } => field::ENDS,
        Refusal::UnknownChannel { .. }
        | Refusal::BotNotInChannel { .. }
        | Refusal::ChannelArchived { .. }
        | Refusal::NotHere => field::CHANNEL,
        Refusal::BadNumber { key, .. } => key,
        Refusal::Quota(_) => field::QUOTA,
        Refusal::Team(_) => field::TEAMS,
        Refusal::BadPrizes { .. } => field::PRIZES,
        Refusal::Season(_) => field::EVERY,
        Refusal::NoDryTeams => field::MORE,
        _ => field::TEMPLATE,
    }
}
