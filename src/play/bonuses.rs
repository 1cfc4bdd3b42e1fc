//! Bonuses and rests: scheduled, told, and called off; and the play of the week, which a captain chooses.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use super::change_rules::is_live;
use super::due::Due;
use super::once::{Caller, Meant, Stopped, once};
use super::pick::Wanted;
use super::roles::Right;
use super::times::{read_end, read_moment, read_span};
use super::{Asker, Play, owing};
use crate::domain::bonus::{self, Bonus, BonusTime, LABEL_MOST, LONGEST, MOST, PERCENT, TEAM_PLAY};
use crate::domain::calendar;
use crate::domain::change::{BonusNews, RulesRefusal};
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::Team;
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::teams::TeamRefusal;
use crate::domain::text;
use crate::store::posts::EventType;
use crate::store::rules::By;
use crate::store::{Result, Tx, contests, rules, teams};
use crate::voice;

/// A bonus that begins sooner than this is told of once.
const SOON: TimeDelta = TimeDelta::minutes(30);

/// A bonus as asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The multiplier as typed; none for a rest.
    pub factor: Option<String>,
    /// Whether it is for weekends.
    pub weekends: bool,
    /// The words after `from`.
    pub from: Option<String>,
    /// The words after `for`.
    pub lasts: Option<String>,
    /// The words after `until`.
    pub until: Option<String>,
    /// The kinds named after `on`.
    pub kinds: Vec<String>,
    /// What it is called, if it was given a name.
    pub label: Option<String>,
    /// Whether it is refused where a bonus begins at that very moment already: a button is soon pressed twice.
    pub is_proposed: bool,
}

/// Schedules a bonus, or a rest, in the contest that `wanted` means, seen from `here`.
pub async fn schedule(
    play: &Play,
    asker: Asker,
    asked: Asked,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<BonusNews>> {
    once(play, asker, async move |tx, caller| {
        let manager = caller.may(tx, Right::Steer).await??;
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &manager.id).await??;
        is_live(&contest, "rules")?;
        let bonus = read(&asked, &contest, caller.now)?;
        let rules = rules::of(tx, &caller.workspace, &contest.id).await?;
        let begins_then = |other: &Bonus| {
            matches!((other.time, bonus.time), (BonusTime::Once(other, _), BonusTime::Once(from, _)) if other == from)
        };
        if asked.is_proposed && rules.bonuses.iter().any(|it| it.off_at.is_none() && begins_then(it)) {
            return Err(Refusal::BonusSet.into());
        }
        let is_same = |other: &&Bonus| other.is_to_come(caller.now) && other.covers(&bonus);
        if let Some(same) = rules.bonuses.iter().find(is_same) {
            let (number, label) = (same.number, same.label.clone());
            return Err(Refusal::Rules(RulesRefusal::SetAlready { number, label }).into());
        }
        if rules.bonuses.iter().filter(|bonus| bonus.is_to_come(caller.now)).count() >= MOST {
            return Err(Refusal::Rules(RulesRefusal::TooMany { most: MOST }).into());
        }
        keep(tx, caller, &contest, bonus, None, &manager.id).await
    })
    .await
}

/// Writes a bonus down, tells its channel, and plans what is said when it begins.
async fn keep(
    tx: &mut Tx,
    caller: &Caller,
    contest: &Contest,
    bonus: Bonus,
    team: Option<String>,
    by: &UserId,
) -> Stopped<BonusNews> {
    let (workspace, now) = (&caller.workspace, caller.now);
    let bonus = rules::add_bonus(tx, workspace, contest, bonus, By { user: by, at: now }).await?;
    let news = BonusNews { title: contest.title.clone(), zone: contest.zone, bonus, team };
    let message = voice::rules::bonus(&news, now);
    let key = format!("bonus:{}:{}", contest.id, news.bonus.number);
    owing::post(tx, workspace, &contest.channel, EventType::Notice, &key, &message, now).await?;
    if let BonusTime::Once(from, _) = news.bonus.time
        && from - now >= SOON
    {
        let due = Due::BonusBegins { contest: contest.id.clone(), bonus: news.bonus.number };
        due.plan(tx, workspace, from).await?;
    }
    Ok(news)
}

/// The bonus that is meant.
fn read(asked: &Asked, contest: &Contest, now: DateTime<Utc>) -> Outcome<Bonus> {
    let percent = match &asked.factor {
        None => 0,
        Some(word) => bonus::percent(word).ok_or(Refusal::Rules(RulesRefusal::BadFactor {
            least: *PERCENT.start(),
            most: *PERCENT.end(),
        }))?,
    };
    let time = time(asked, contest, now)?;
    let mut kinds = Vec::new();
    for word in &asked.kinds {
        let kind = kind(word)?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let label = match &asked.label {
        None => default_label(percent, time),
        Some(label) => text::name(label, LABEL_MOST)
            .ok_or(Refusal::Rules(RulesRefusal::BadLabel { most: LABEL_MOST }))?,
    };
    Ok(Bonus { number: 0, label, percent, time, kinds, team: None, off_at: None })
}

fn kind(word: &str) -> Outcome<Kind> {
    bonus::kind(word).ok_or_else(|| {
        let nearest = nearest(word, bonus::KINDS.into_iter()).map(str::to_owned);
        Refusal::Rules(RulesRefusal::UnknownKind { word: word.to_owned(), nearest })
    })
}

fn default_label(percent: u32, time: BonusTime) -> String {
    let label = match (percent, time) {
        (0, BonusTime::Weekends(_)) => "weekend off",
        (0, _) => "rest",
        (_, BonusTime::Weekends(_)) => "weekend bonus",
        (_, BonusTime::Once(from, until)) if until - from <= TimeDelta::hours(1) => "bonus hour",
        // A day as a date names it, or nearly: even the one on which the clocks change.
        (_, BonusTime::Once(from, until)) if until - from < TimeDelta::hours(23) => "bonus hours",
        (_, BonusTime::Once(from, until)) if until - from <= TimeDelta::hours(25) => "bonus day",
        _ => "bonus",
    };
    label.to_owned()
}

/// When it holds: from its start, or now, until its end; an hour where nothing is said, a day where only a date is.
fn time(asked: &Asked, contest: &Contest, now: DateTime<Utc>) -> Outcome<BonusTime> {
    let bad = Refusal::Rules(RulesRefusal::BadMoment);
    let start = asked.from.as_deref().map(|words| read_moment(words, now, contest.zone)).transpose()?;
    let (from, is_day) = match start {
        None => (now.max(contest.starts_at), false),
        Some(start) => {
            // The rest of today is meant where today is said.
            (start.start(NaiveTime::MIN, contest.zone), start.time.is_none())
        }
    };
    let is_today = is_day && calendar::date(from, contest.zone) == calendar::date(now, contest.zone);
    let from = if is_today || (now - TimeDelta::minutes(1)..now).contains(&from) { now } else { from };
    if from < now || from >= contest.ends_at {
        return Err(bad);
    }
    if asked.weekends {
        return Ok(BonusTime::Weekends(from));
    }
    let until = match (asked.lasts.as_deref(), asked.until.as_deref()) {
        (Some(span), _) => read_span(span)?.after(from, contest.zone),
        (None, Some(words)) => read_end(words, from, now, contest.zone)?.end(contest.zone),
        (None, None) if is_day => {
            calendar::start_of(calendar::date(from, contest.zone) + Days::new(1), contest.zone)
        }
        (None, None) => from + TimeDelta::hours(1),
    };
    if until <= from {
        return Err(bad);
    }
    if until - from > LONGEST {
        return Err(Refusal::Rules(RulesRefusal::TooLong { days: LONGEST.num_days() }));
    }
    Ok(BonusTime::Once(from, until.min(contest.ends_at)))
}

/// Calls a bonus off: what it multiplied until now stays.
pub async fn call_off(
    play: &Play,
    asker: Asker,
    number: i64,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<BonusNews>> {
    once(play, asker, async move |tx, caller| {
        let manager = caller.may(tx, Right::Steer).await??;
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &manager.id).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        let rules = rules::of(tx, workspace, &contest.id).await?;
        let found = rules.bonuses.into_iter().find(|bonus| bonus.number == number && bonus.is_to_come(now));
        let bonus = found.ok_or(Refusal::Rules(RulesRefusal::NoBonus { number }))?;
        rules::call_off(tx, workspace, &contest, number, By { user: &manager.id, at: now }).await?;
        let team = team_named(tx, workspace, &contest, &bonus).await?;
        let bonus = Bonus { off_at: Some(now), ..bonus };
        let news = BonusNews { title: contest.title.clone(), zone: contest.zone, bonus, team };
        let message = voice::rules::bonus_off(&news);
        let key = format!("bonus:{}:{number}:off", contest.id);
        owing::post(tx, workspace, &contest.channel, EventType::Notice, &key, &message, now).await?;
        Ok(news)
    })
    .await
}

async fn team_named(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    bonus: &Bonus,
) -> Result<Option<String>> {
    let Some(id) = &bonus.team else { return Ok(None) };
    let teams = teams::all(tx, workspace, &contest.id).await?;
    Ok(teams.into_iter().find(|team| team.id == *id).map(|team| team.name))
}

/// A bonus that was told of earlier begins.
pub async fn begin_when_due(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::BonusBegins { contest, bonus } = due else { return Ok(()) };
    let Some(contest) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    let rules = rules::of(tx, workspace, &contest.id).await?;
    let found = rules.bonuses.into_iter().find(|other| other.number == *bonus && other.is_to_come(now));
    let Some(bonus) = found.filter(|_| contest.phase == Phase::Open) else { return Ok(()) };
    let team = team_named(tx, workspace, &contest, &bonus).await?;
    let news = BonusNews { title: contest.title.clone(), zone: contest.zone, bonus, team };
    let message = voice::rules::bonus(&news, now);
    let key = format!("bonus:{}:{}:on", contest.id, news.bonus.number);
    owing::post(tx, workspace, &contest.channel, EventType::Notice, &key, &message, now).await?;
    Ok(())
}

/// A captain chooses what counts more for their team: at once or from a moment on, at longest until that week is over, and
/// by no more than the manager allows.
pub async fn choose_play(
    play: &Play,
    asker: Asker,
    asked: Asked,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<BonusNews>> {
    once(play, asker, async move |tx, caller| {
        let person = caller.may(tx, Right::Play).await??;
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &person.id).await??;
        is_live(&contest, "rules")?;
        let (workspace, now) = (&caller.workspace, caller.now);
        let team = led(tx, workspace, &contest, &person.id).await??;
        let percent = rules::team_play(tx, workspace, &contest.id).await?.unwrap_or(TEAM_PLAY);
        if percent == 0 {
            return Err(Refusal::Rules(RulesRefusal::NoPlays { title: contest.title }).into());
        }
        let bonus = read(&asked, &contest, now)?;
        if bonus.percent > percent {
            return Err(Refusal::Rules(RulesRefusal::PlayTooHigh { most: percent }).into());
        }
        let BonusTime::Once(from, asked_until) = bonus.time else {
            return Err(Refusal::Rules(RulesRefusal::BadMoment).into());
        };
        let monday = calendar::monday(calendar::date(from, contest.zone));
        let week = calendar::start_of(monday, contest.zone);
        let week_ends = calendar::start_of(monday + Days::new(7), contest.zone).min(contest.ends_at);
        let is_whole_week = asked.lasts.is_none() && asked.until.is_none();
        let until = if is_whole_week { week_ends } else { asked_until.min(week_ends) };
        let rules = rules::of(tx, workspace, &contest.id).await?;
        let chosen = rules.bonuses.iter().find(|bonus| {
            let begins = matches!(bonus.time, BonusTime::Once(from, _) if from >= week && from < week_ends);
            bonus.team.as_ref() == Some(&team.id) && bonus.off_at.is_none() && begins
        });
        if let Some(chosen) = chosen {
            return Err(Refusal::Rules(RulesRefusal::Chosen { label: chosen.label.clone() }).into());
        }
        let bonus = Bonus {
            label: "play of the week".to_owned(),
            percent: if asked.factor.is_some() { bonus.percent } else { percent },
            time: BonusTime::Once(from, until),
            team: Some(team.id),
            ..bonus
        };
        keep(tx, caller, &contest, bonus, Some(team.name), &person.id).await
    })
    .await
}

/// The team that somebody leads.
async fn led(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
) -> Result<Outcome<Team>> {
    if !contest.format.has_teams() {
        let title = contest.title.clone();
        return Ok(Err(Refusal::Team(TeamRefusal::NoTeams { title })));
    }
    let teams = teams::all(tx, workspace, &contest.id).await?;
    let led = teams.into_iter().find(|team| team.captain.as_ref() == Some(user));
    Ok(led.ok_or(Refusal::Team(TeamRefusal::LeadsNone)))
}

/// A manager says what captains may multiply for a week; nothing where `factor` is absent. Answers with the contest's
/// title and the per cent.
pub async fn allow_plays(
    play: &Play,
    asker: Asker,
    factor: Option<String>,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<(String, u32)>> {
    once(play, asker, async move |tx, caller| {
        let manager = caller.may(tx, Right::Steer).await??;
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let contest = caller.contest(tx, &meant, &manager.id).await??;
        is_live(&contest, "rules")?;
        if !contest.format.has_teams() {
            return Err(Refusal::Team(TeamRefusal::NoTeams { title: contest.title }).into());
        }
        let percent = match &factor {
            None => 0,
            Some(word) => bonus::percent(word).ok_or(Refusal::Rules(RulesRefusal::BadFactor {
                least: *PERCENT.start(),
                most: *PERCENT.end(),
            }))?,
        };
        rules::keep_team_play(tx, &caller.workspace, &contest.id, percent).await?;
        Ok((contest.title, percent))
    })
    .await
}
