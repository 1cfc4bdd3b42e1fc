//! What a request to start a contest comes to, or what is wrong with it.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::line::Usual;
use super::{ChannelRef, StartRequest};
use crate::domain::contest::{Contest, LONGEST, PRIZES_MOST, Phase, TITLE_MOST};
use crate::domain::format::Format;
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::rulebook::Rulebook;
use crate::domain::season::Rhythm;
use crate::domain::teams::team_names;
use crate::domain::template::{Asked, Template};
use crate::domain::text;
use crate::fresh;
use crate::play::once::{Caller, Stopped};
use crate::play::pick::is_same_name;
use crate::play::roles::Right;
use crate::play::times::{read_end, read_moment, read_span};
use crate::play::{Play, for_everybody, quotas, series};
use crate::store::roster::Channel;
use crate::store::{Result, Tx, contests, dry_runs, roster, seasons};

/// A contest about to be started.
pub(super) struct Planned {
    pub(super) contest: Contest,
    pub(super) book: Rulebook,
    pub(super) rhythm: Option<Rhythm>,
    /// The teams that it begins with.
    pub(super) teams: Vec<String>,
}

/// Understands the request, or says what is wrong with it.
pub(super) async fn plan(
    tx: &mut Tx,
    caller: &Caller,
    request: &StartRequest,
    here: ChannelId,
) -> Stopped<Planned> {
    let (play, workspace, now) = (&caller.play, &caller.workspace, caller.now);
    let person = caller.may(tx, Right::Steer).await??;
    let (template, book) = template(play, request)?;
    let title = title(request, template)?;
    if is_taken(tx, workspace, &title).await? {
        return Err(Refusal::TitleTaken { title }.into());
    }
    let zone = play.settings.zone.unwrap_or(person.zone);
    let (starts_at, ends_at) = span(request, template, now, zone)?;
    quotas::check(request.quota.map(|(points, _)| points))?;
    let format = format(request, template)?;
    let prizes = prizes(request, template)?;
    let channel = channel(tx, workspace, request.channel.as_ref(), here).await??;
    if request.dry && template.format.has_teams() {
        return Err(Refusal::NoDryTeams.into());
    }
    let teams = match &request.teams {
        Some(typed) if format.has_teams() => team_names(typed).map_err(Refusal::Team)?,
        _ => Vec::new(),
    };
    let usual = Usual { template, board_at: for_everybody::of(tx, play, workspace).await?.board_at };
    let for_real = request.dry.then(|| request.for_real(&title, &channel.name, ends_at - starts_at, &usual));
    let mut contest = Contest {
        id: fresh::short_id().into(),
        dry_run: for_real,
        channel: channel.id,
        title,
        zone,
        starts_at,
        ends_at,
        phase: if starts_at <= now { Phase::Open } else { Phase::Scheduled },
        template: template.name.clone(),
        format,
        prizes,
        rulebook: 1,
        board_at: request.board_at.unwrap_or(usual.board_at),
        started_by: person.id,
        closed_at: None,
        round: 0,
        closings: 0,
    };
    // What is tried out is tried once.
    let every = match request.every {
        _ if request.dry => None,
        None if request.once => None,
        asked => asked.or(template.every),
    };
    let rhythm = every.map(|every| series::rhythm(play, &contest, every)).transpose()?;
    if let Some(rhythm) = rhythm {
        contest.ends_at = rhythm.turn(0, zone).ends_at;
    }
    Ok(Planned { contest, book: book.clone(), rhythm, teams })
}

/// Whether a live contest is called so, or the series that it belongs to.
pub(in crate::play) async fn is_taken(tx: &mut Tx, workspace: &WorkspaceId, title: &str) -> Result<bool> {
    let live = contests::live(tx, workspace).await?;
    let seasons = seasons::all(tx, workspace).await?;
    let is_called = |contest: &Contest| {
        let season = seasons.iter().find(|(of, _)| *of == contest.id);
        is_same_name(&contest.title, title)
            || season.is_some_and(|(_, season)| is_same_name(&season.title, title))
    };
    // A dry run can be named, too, by those who see it.
    let dry = dry_runs::all(tx, workspace, 0).await?;
    Ok(live.iter().any(is_called) || dry.iter().any(|contest| is_same_name(&contest.title, title)))
}

fn template<'a>(play: &'a Play, request: &StartRequest) -> Outcome<(&'a Template, &'a Rulebook)> {
    let (presets, word) = (&play.presets, request.template.as_str());
    let found = presets.templates.get(&word.to_lowercase());
    let template = found.ok_or_else(|| unknown_template(play, word))?;
    let name = request.rulebook.as_ref().unwrap_or(&template.rulebook);
    match presets.rulebooks.get(name) {
        Some(book) => Ok((template, book)),
        None => Err(Refusal::UnknownRulebook {
            word: name.clone(),
            known: presets.rulebooks.keys().cloned().collect(),
        }),
    }
}

/// There is no such template; the nearest one, if any is near.
pub(in crate::play) fn unknown_template(play: &Play, word: &str) -> Refusal {
    let names = play.presets.templates.keys().map(String::as_str);
    Refusal::UnknownTemplate { word: word.to_owned(), nearest: nearest(word, names).map(str::to_owned) }
}

fn title(request: &StartRequest, template: &Template) -> Outcome<String> {
    checked_title(request.title.as_ref().unwrap_or(&template.title))
}

/// A title with its white space folded, if it is one.
pub(in crate::play) fn checked_title(title: &str) -> Outcome<String> {
    text::name(title, TITLE_MOST).ok_or(Refusal::BadTitle { most: TITLE_MOST })
}

/// How it is won, with the numbers that were chosen.
fn format(request: &StartRequest, template: &Template) -> Outcome<Format> {
    let has: Vec<String> = template.format.numbers().into_iter().map(|(key, _)| key.to_owned()).collect();
    if let Some(word) = request.numbers.keys().find(|key| !has.contains(key)).cloned() {
        return Err(Refusal::NoNumber { word, has });
    }
    let bad = |(key, why): (&str, &str)| Refusal::BadNumber { key: key.to_owned(), why: why.to_owned() };
    template.format.with_numbers(&request.numbers).map_err(bad)
}

fn prizes(request: &StartRequest, template: &Template) -> Outcome<Option<String>> {
    match &request.prizes {
        None => Ok(template.prizes.clone()),
        Some(prizes) => checked_prizes(prizes),
    }
}

/// Prizes as they are announced, on one line; none where nothing is said.
pub(in crate::play) fn checked_prizes(prizes: &str) -> Outcome<Option<String>> {
    let prizes = text::one_line(prizes);
    if prizes.chars().count() > PRIZES_MOST {
        return Err(Refusal::BadPrizes { most: PRIZES_MOST });
    }
    Ok((!prizes.is_empty()).then_some(prizes))
}

fn span(
    request: &StartRequest,
    template: &Template,
    now: DateTime<Utc>,
    zone: Tz,
) -> Outcome<(DateTime<Utc>, DateTime<Utc>)> {
    let from = request.from.as_deref().map(|words| read_moment(words, now, zone)).transpose()?;
    // `from Mon until Fri` means the Friday after that Monday.
    let seen_from = match from {
        Some(_) => template.span(&Asked { from, ..Asked::default() }, now, zone).0.max(now),
        None => now,
    };
    let asked = Asked {
        from,
        lasts: request.lasts.as_deref().map(read_span).transpose()?,
        until: request.until.as_deref().map(|words| read_end(words, seen_from, now, zone)).transpose()?,
    };
    let (starts_at, ends_at) = template.span(&asked, now, zone);
    // `from now` and `from today 9:00` at 9:00:30 mean now.
    let starts_at = if (now - TimeDelta::minutes(1)..now).contains(&starts_at) { now } else { starts_at };
    if starts_at < now {
        return Err(Refusal::StartsInPast);
    }
    if ends_at <= starts_at || ends_at <= now {
        return Err(Refusal::EndsTooSoon);
    }
    if ends_at - starts_at > LONGEST || starts_at - now > LONGEST {
        return Err(Refusal::TooLong);
    }
    Ok((starts_at, ends_at))
}

/// The channel meant, if the bot can post there.
async fn channel(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    asked: Option<&ChannelRef>,
    here: ChannelId,
) -> Result<Outcome<Channel>> {
    let known = match asked {
        None => roster::channel(tx, workspace, &here).await?,
        Some(ChannelRef::Id(id)) => roster::channel(tx, workspace, id).await?,
        Some(ChannelRef::Name(name)) => match roster::channel_named(tx, workspace, name).await? {
            None => return Ok(Err(Refusal::UnknownChannel { name: name.clone() })),
            known => known,
        },
    };
    Ok(match known {
        Some(channel) if channel.takes_posts() => Ok(channel),
        Some(channel) if channel.archived => Err(Refusal::ChannelArchived { name: channel.name }),
        Some(channel) => Err(Refusal::BotNotInChannel { name: channel.name }),
        None if asked.is_none() && here.as_str().starts_with('D') => Err(Refusal::NotHere),
        None => Err(Refusal::BotNotInChannel { name: String::new() }),
    })
}
