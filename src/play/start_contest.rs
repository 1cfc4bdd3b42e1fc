//! Starting a contest: frozen rules, an announcement, and everything that will fall due.

mod line;
mod plan;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::close_contest::plan_time_checks;
use super::due::Due;
use super::once::{Caller, Stop, once};
use super::{Asker, Play, daily_board, owing, raffles, rounds, series};
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::{Format, Team};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::Outcome;
use crate::domain::rulebook::Rulebook;
use crate::domain::season::Every;
use crate::fresh;
use crate::store::posts::EventType;
use crate::store::{Result, Tx, contests, quotas, teams, workspaces};
use crate::voice::{self, Message};

use plan::{Planned, plan};
pub(super) use plan::{checked_prizes, checked_title, is_taken, unknown_template};

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
    /// The numbers that its format is played by, where those are not the template's, by their keys.
    pub numbers: BTreeMap<String, i64>,
    /// The prizes as announced, where those are not the template's; empty where there are none.
    pub prizes: Option<String>,
    /// When its board comes, where that is not the operator's time.
    pub board_at: Option<NaiveTime>,
    /// The rulebook it plays by, where that is not the template's.
    pub rulebook: Option<String>,
    /// The names of the teams that it begins with, with commas between them.
    pub teams: Option<String>,
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
        // Two who take one title at once: the second finds it taken.
        workspaces::hold(tx, &caller.workspace).await?;
        let Planned { contest, book, rhythm, teams: names } = plan(tx, caller, &request, here).await?;
        let promise = set_up(tx, workspace, &contest, &book, now).await?;
        for name in names {
            let team = Team { id: fresh::short_id().into(), name, captain: None, place_before: None };
            teams::create(tx, workspace, &contest.id, &team).await?;
        }
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
        Err(Stop::Refused(refusal) | Stop::Undone(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    });
    let planned = planned.await?;
    Ok(planned.map(|Planned { contest, book, rhythm, .. }| {
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
    let promise = raffles::promise(tx, workspace, contest).await?;
    put_on_agenda(tx, workspace, contest, now).await?;
    Ok(promise)
}

/// Asks everybody for the quota that was typed, or that the template has.
async fn ask(tx: &mut Tx, caller: &Caller, contest: &Contest, request: &StartRequest) -> Result<Option<i64>> {
    let Some((points, is_public)) = quota_of(&caller.play, contest, request) else { return Ok(None) };
    let (workspace, user, now) = (&caller.workspace, &caller.user, caller.now);
    quotas::set(tx, workspace, &contest.id, None, points, user, now).await?;
    quotas::publish(tx, workspace, &contest.id, is_public, user, now).await?;
    Ok(Some(points))
}

/// The points that everybody is asked for, and whether all may see how all stand.
fn quota_of(play: &Play, contest: &Contest, request: &StartRequest) -> Option<(i64, bool)> {
    let template = play.presets.templates.get(&contest.template);
    let of_template = template.and_then(|template| Some((template.quota?, template.quota_is_public)));
    // A form without a quota wants none.
    request.quota.or(of_template.filter(|_| !request.without_quota))
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
    daily_board::plan_next(tx, workspace, contest, contest.starts_at.max(now)).await?;
    rounds::plan_first(tx, workspace, contest, now).await?;
    plan_time_checks(tx, workspace, contest, now).await
}
