//! Starting a contest: frozen rules, an announcement, and everything that will fall due.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::close_contest::plan_time_checks;
use super::due::Due;
use super::once::{Caller, Stop, Stopped, once};
use super::pick::is_same_name;
use super::roles::Right;
use super::times::{read_moment, read_span};
use super::{Asker, Play, boards, owing, quotas, rounds, series};
use crate::domain::contest::{Contest, LONGEST, PRIZES_MOST, Phase, TITLE_MOST};
use crate::domain::format::{Format, raffle};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::rulebook::Rulebook;
use crate::domain::season::{Every, Rhythm};
use crate::domain::template::{Asked, Template};
use crate::fresh;
use crate::store::posts::EventType;
use crate::store::roster::Channel;
use crate::store::{Result, Tx, contests, draws, dry_runs, quotas as store_quotas, roster, seasons};
use crate::voice::{self, Message};

/// What was typed after `/contest start`, or chosen in its form, not yet understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StartRequest {
    /// The template's name.
    pub template: String,
    /// The title, if one was given.
    pub title: Option<String>,
    /// The words after `from`.
    pub from: Option<String>,
    /// The words after `for`.
    pub lasts: Option<String>,
    /// The words after `until`.
    pub until: Option<String>,
    /// The points that everybody is asked for after `quota`, and whether all may see how all stand.
    pub quota: Option<(i64, bool)>,
    /// Whether nothing is asked for, though the template has a quota.
    pub without_quota: bool,
    /// The channel after `in`.
    pub channel: Option<ChannelRef>,
    /// What was typed after `every`.
    pub every: Option<Every>,
    /// Whether it is not to come again, though its template says so.
    pub once: bool,
    /// The number that its format asks for, where that is not the template's.
    pub goal: Option<i64>,
    /// The prizes as announced, where those are not the template's; empty where there are none.
    pub prizes: Option<String>,
    /// When its board comes, where that is not the operator's time.
    pub board_at: Option<NaiveTime>,
    /// The rulebook it plays by, where that is not the template's.
    pub rulebook: Option<String>,
    /// Whether it is to score silently, to be tried out.
    pub dry: bool,
}

/// A channel as a person names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelRef {
    /// As Slack escapes it: `<#C123|name>`.
    Id(ChannelId),
    /// As typed: `#name`.
    Name(String),
}

/// A contest that was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The contest.
    pub contest: Contest,
    /// How often it comes again, if it does.
    pub every: Option<Every>,
}

/// Starts a contest, in `here` unless the request names a channel.
pub async fn start_contest(
    play: &Play,
    asker: Asker,
    request: StartRequest,
    here: ChannelId,
) -> Result<Outcome<Started>> {
    once(play, asker, async move |tx, caller| {
        let (workspace, now) = (&caller.workspace, caller.now);
        let Planned { contest, book, rhythm } = plan(tx, caller, &request, here).await?;
        let promise = set_up(tx, workspace, &contest, &book, now).await?;
        if let Some(rhythm) = rhythm {
            series::begin(tx, workspace, &contest, rhythm).await?;
        }
        let every = rhythm.map(|rhythm| rhythm.every);
        if contest.is_dry() {
            return Ok(Started { contest, every });
        }
        let quota = ask(tx, caller, &contest, &request).await?;
        let message = voice::contest::announcement(&contest, &book, promise.as_deref(), (quota, every), now);
        let key = format!("announcement:{}", contest.id);
        owing::post(tx, workspace, &contest.channel, EventType::Announcement, &key, &message, now).await?;
        Ok(Started { contest, every })
    })
    .await
}

/// Tells whoever started a contest by form what came of it: the form is closed by then.
pub async fn confirm(play: &Play, asker: &Asker, started: &Started) -> Result<()> {
    let (contest, now) = (&started.contest, play.clock.now());
    let message = match contest.is_dry() {
        true => voice::dry_runs::started(contest, now),
        false => voice::contest::started_by_form(contest, started.every, now),
    };
    let (key, Asker { workspace, user, .. }) = (format!("started:{}", contest.id), asker.clone());
    let tell =
        async move |tx: &mut Tx| owing::tell(tx, &workspace, &user, &key, &message, now).await.map(drop);
    play.store.write(tell).await
}

/// What the announcement of a contest will be, before it is started; of a dry run, what managers will hear.
pub async fn preview(
    play: &Play,
    asker: &Asker,
    request: &StartRequest,
    here: ChannelId,
) -> Result<Outcome<Message>> {
    let Asker { workspace, user, .. } = asker.clone();
    let caller = Caller { play: play.clone(), workspace, user, now: play.clock.now() };
    let planned = play.store.read(async |tx| match plan(tx, &caller, request, here).await {
        Ok(planned) => Ok(Ok(planned)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    });
    let planned = planned.await?;
    Ok(planned.map(|Planned { contest, book, rhythm }| {
        if contest.is_dry() {
            return voice::dry_runs::started(&contest, caller.now);
        }
        // The seed is made when it starts, and so is what promises it.
        let promise = matches!(contest.format, Format::Raffle(_)).then_some("…");
        let asked = (quota_of(play, &contest, request).map(|(points, _)| points), rhythm.map(|it| it.every));
        voice::contest::announcement(&contest, &book, promise, asked, caller.now)
    }))
}

/// Writes a contest down with its rulebook, and everything that will fall due in its life. Answers what a draw is
/// promised by, where its format draws.
pub(super) async fn set_up(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    book: &Rulebook,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    contests::create(tx, workspace, contest, book).await?;
    let promise = promise(tx, workspace, contest).await?;
    put_on_agenda(tx, workspace, contest, now).await?;
    Ok(promise)
}

/// Asks everybody for the quota that was typed, or that the template has.
async fn ask(tx: &mut Tx, caller: &Caller, contest: &Contest, request: &StartRequest) -> Result<Option<i64>> {
    let Some((points, is_public)) = quota_of(&caller.play, contest, request) else { return Ok(None) };
    let (workspace, user, now) = (&caller.workspace, &caller.user, caller.now);
    store_quotas::set(tx, workspace, &contest.id, None, points, user, now).await?;
    store_quotas::publish(tx, workspace, &contest.id, is_public, user, now).await?;
    Ok(Some(points))
}

/// The points that everybody is asked for, and whether all may see how all stand.
fn quota_of(play: &Play, contest: &Contest, request: &StartRequest) -> Option<(i64, bool)> {
    let template = play.presets.templates.get(&contest.template);
    let of_template = template.and_then(|template| Some((template.quota?, template.quota_is_public)));
    // A form without a quota wants none.
    request.quota.or(of_template.filter(|_| !request.without_quota))
}

/// What a draw is promised by: the hash of a seed that is kept secret until then.
async fn promise(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<Option<String>> {
    if !matches!(contest.format, Format::Raffle(_)) {
        return Ok(None);
    }
    let seed = fresh::secret();
    draws::keep(tx, workspace, &contest.id, &seed).await?;
    Ok(Some(raffle::commitment(&seed)))
}

/// Everything that will fall due in a contest's life.
async fn put_on_agenda(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = &contest.id;
    if contest.phase == Phase::Scheduled {
        Due::OpenContest { contest: id.clone() }.plan(tx, workspace, contest.starts_at).await?;
    }
    let close = Due::CloseContest { contest: id.clone(), closings: contest.closings };
    close.plan(tx, workspace, contest.ends_at).await?;
    boards::plan_next(tx, workspace, contest, contest.starts_at.max(now)).await?;
    rounds::plan_first(tx, workspace, contest, now).await?;
    plan_time_checks(tx, workspace, contest, now).await
}

/// A contest about to be started.
struct Planned {
    contest: Contest,
    book: Rulebook,
    rhythm: Option<Rhythm>,
}

/// Understands the request, or says what is wrong with it.
async fn plan(tx: &mut Tx, caller: &Caller, request: &StartRequest, here: ChannelId) -> Stopped<Planned> {
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
    let mut contest = Contest {
        id: fresh::short_id().into(),
        dry_run: request.dry.then(|| for_real(request, &title, &channel.name, ends_at - now)),
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
        board_at: request.board_at.unwrap_or(play.settings.board_at),
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
    Ok(Planned { contest, book: book.clone(), rhythm })
}

/// Whether a live contest is called so, or the series that it belongs to.
pub(super) async fn is_taken(tx: &mut Tx, workspace: &WorkspaceId, title: &str) -> Result<bool> {
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

/// The words that start a dry run for real, once it is over: the same again, from then on.
fn for_real(request: &StartRequest, title: &str, channel: &str, left: TimeDelta) -> String {
    let mut words = format!("{} \"{title}\"", request.template.to_lowercase());
    match (&request.lasts, &request.until) {
        (Some(lasts), _) => words.push_str(&format!(" for {lasts}")),
        // That day will be over by then.
        (None, Some(_)) => words.push_str(&format!(" for {}h", left.num_hours().max(1))),
        (None, None) => {}
    }
    format!("{words} in #{channel}")
}

fn template<'a>(play: &'a Play, request: &StartRequest) -> Outcome<(&'a Template, &'a Rulebook)> {
    let (presets, word) = (&play.presets, request.template.as_str());
    let found = presets.templates.get(&word.to_lowercase());
    let book = |template: &'a Template| {
        let chosen = request.rulebook.as_ref().and_then(|name| presets.rulebooks.get(name));
        chosen.or_else(|| presets.rulebooks.get(&template.rulebook))
    };
    match found.and_then(|template| Some((template, book(template)?))) {
        Some(found) => Ok(found),
        None => Err(Refusal::UnknownTemplate {
            word: word.to_owned(),
            nearest: nearest(word, presets.templates.keys().map(String::as_str)).map(str::to_owned),
        }),
    }
}

fn title(request: &StartRequest, template: &Template) -> Outcome<String> {
    checked_title(request.title.as_ref().unwrap_or(&template.title))
}

/// A title with its white space folded, if it is one.
pub(super) fn checked_title(title: &str) -> Outcome<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_shown = title.chars().any(|c| c.is_alphanumeric());
    if !is_shown || title.chars().count() > TITLE_MOST {
        return Err(Refusal::BadTitle { most: TITLE_MOST });
    }
    Ok(title)
}

/// How it is won, with the number that was chosen.
fn format(request: &StartRequest, template: &Template) -> Outcome<Format> {
    match request.goal {
        None => Ok(template.format.clone()),
        Some(number) => {
            template.format.with_number(number).map_err(|why| Refusal::BadGoal { why: why.to_owned() })
        }
    }
}

fn prizes(request: &StartRequest, template: &Template) -> Outcome<Option<String>> {
    match &request.prizes {
        None => Ok(template.prizes.clone()),
        Some(prizes) => checked_prizes(prizes),
    }
}

/// Prizes as they are announced, on one line; none where nothing is said.
pub(super) fn checked_prizes(prizes: &str) -> Outcome<Option<String>> {
    let prizes = prizes.split_whitespace().collect::<Vec<_>>().join(" ");
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
        until: request.until.as_deref().map(|words| read_moment(words, seen_from, zone)).transpose()?,
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
