//! What the form for a new contest starts from.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::roles::{self, Right};
use super::start_contest::{is_taken, unknown_template};
use super::{Asker, Play, for_everybody};
use crate::domain::forms::{ContestForm, Rates};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::Outcome;
use crate::domain::rulebook::Rulebook;
use crate::domain::template::{Asked, Template};
use crate::store::{Result, Tx, contests, roster};

/// The template that is proposed, where there is one of that name.
const PROPOSED: &str = "sprint-week";

/// How many titles are tried for one that is free.
const TITLES: usize = 50;

/// What stands in the form so far: a template, and a title if one was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The template's name; empty before one is chosen.
    pub template: String,
    /// The title that was typed; empty where there is none.
    pub title: String,
}

/// What the form shows once `chosen` is.
pub async fn facts(
    play: &Play,
    asker: &Asker,
    chosen: &Chosen,
    here: &ChannelId,
) -> Result<Outcome<ContestForm>> {
    let (workspace, user, now) = (&asker.workspace, &asker.user, play.clock.now());
    play.store
        .read(async |tx| {
            let person = match roles::check(tx, play, workspace, user, Right::Steer).await? {
                Ok(person) => person,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let Some(template) = template(play, &chosen.template) else {
                return Ok(Err(unknown_template(play, &chosen.template)));
            };
            let title = match is_typed(play, &chosen.title) {
                true => chosen.title.clone(),
                false => free_title(tx, workspace, &template.title).await?,
            };
            let zone = play.settings.zone.unwrap_or(person.zone);
            let channel = channel(tx, workspace, here).await?;
            let board_at = for_everybody::of(tx, play, workspace).await?.board_at;
            Ok(Ok(of(play, template, (title, zone, channel, board_at), here, now)))
        })
        .await
}

fn template<'a>(play: &'a Play, name: &str) -> Option<&'a Template> {
    let templates = &play.presets.templates;
    match name.is_empty() {
        false => templates.get(&name.to_lowercase()),
        true => templates.get(PROPOSED).or_else(|| templates.values().next()),
    }
}

/// Whether a title is somebody's own, and not what a template proposed.
fn is_typed(play: &Play, title: &str) -> bool {
    let proposed = |template: &Template| {
        let rest = title.strip_prefix(template.title.as_str());
        rest.is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
    };
    !title.is_empty() && !play.presets.templates.values().any(proposed)
}

/// The title, or with a number behind it the first that no contest has.
async fn free_title(tx: &mut Tx, workspace: &WorkspaceId, title: &str) -> Result<String> {
    for number in 1..=TITLES {
        let title = if number == 1 { title.to_owned() } else { format!("{title} {number}") };
        if !is_taken(tx, workspace, &title).await? {
            return Ok(title);
        }
    }
    Ok(title.to_owned())
}

/// The channel it was asked for in; else that of the contest which ended last, since people share there.
async fn channel(tx: &mut Tx, workspace: &WorkspaceId, here: &ChannelId) -> Result<Option<ChannelId>> {
    let mut candidates = vec![here.clone()];
    let live = contests::live(tx, workspace).await?;
    let past = contests::past(tx, workspace, 1).await?;
    candidates.extend(live.into_iter().chain(past).map(|contest| contest.channel));
    for candidate in candidates {
        if roster::channel(tx, workspace, &candidate).await?.is_some_and(|channel| channel.takes_posts()) {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

fn of(
    play: &Play,
    template: &Template,
    (title, zone, channel, board_at): (String, Tz, Option<ChannelId>, NaiveTime),
    here: &ChannelId,
    now: DateTime<Utc>,
) -> ContestForm {
    let (starts_at, ends_at) = template.span(&Asked::default(), now, zone);
    let local = |at: DateTime<Utc>| -> NaiveDateTime { at.with_timezone(&zone).naive_local() };
    let templates = play.presets.templates.values();
    let mut rulebooks: Vec<Rates> = play.presets.rulebooks.values().map(rates).collect();
    rulebooks.sort_by_key(|rates| rates.name != template.rulebook);
    ContestForm {
        templates: templates.map(|it| (it.name.clone(), it.title.clone(), it.about.clone())).collect(),
        template: template.name.clone(),
        title,
        zone,
        starts: (starts_at > now).then(|| local(starts_at)),
        ends: local(ends_at),
        channel,
        format: template.format.clone(),
        quota: template.quota,
        prizes: template.prizes.clone().unwrap_or_default(),
        every: template.every,
        board_at,
        rulebooks,
        here: here.clone(),
    }
}

fn rates(book: &Rulebook) -> Rates {
    let mut pays: Vec<(String, i64)> = book
        .rules
        .iter()
        .filter(|rule| rule.points > 0)
        .map(|rule| (rule.label.clone(), rule.points))
        .collect();
    pays.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    Rates { name: book.name.clone(), pays, daily: book.daily_points }
}
