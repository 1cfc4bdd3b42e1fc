//! Quotas: set by managers, and how reps stand to them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::once::{Caller, Meant, Stopped, once};
use super::pick::{Picked, Wanted, pick_to_read};
use super::praise::Stand;
use super::roles::{self, Right};
use super::submission::Taking;
use super::weigh::Worth;
use super::whom::{self, PersonRef};
use super::{Asker, Play, owing};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::quota::{
    Days, Everybody, Holidays, MOST, Own, Pace, QuotaNews, QuotaRefusal, Stretch, Tally,
};
use crate::domain::refusal::{Outcome, Refusal};
use crate::fresh;
use crate::store::entrants::Entry;
use crate::store::grounds::Grounds;
use crate::store::posts::EventType;
use crate::store::quotas::{self, Asked};
use crate::store::{Result, Tx, contests, duels, entrants, roster};
use crate::voice;

/// How many a list names for everybody, and for a manager.
const SHOWN: usize = 15;
const SHOWN_TO_MANAGERS: usize = 30;

/// What a manager wants to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Points; none where nothing is to be asked any more (`is_off`), or only the visibility changes.
    pub points: Option<i64>,
    /// Nothing is to be asked any more.
    pub is_off: bool,
    /// Of whom; of everybody where nobody is named.
    pub whom: Option<PersonRef>,
    /// Whether everybody is to see everybody's; as it was where unsaid.
    pub is_public: Option<bool>,
}

/// Sets a quota in the contest that `wanted` means, or takes it off.
pub async fn set_quota(
    play: &Play,
    asker: Asker,
    wish: Wish,
    wanted: Wanted,
    here: ChannelId,
) -> Result<Outcome<QuotaNews>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        check(wish.points)?;
        let whom = match &wish.whom {
            Some(whom) => Some(whom::find(tx, &caller.workspace, whom).await??),
            None => None,
        };
        let meant = Meant { wanted, here, phases: Phase::LIVE };
        let held = whom.as_ref().map_or(&caller.user, |person| &person.id);
        let contest = caller.contest(tx, &meant, held).await??;
        if !contest.phase.is_live() {
            let (title, verb) = (contest.title, "set quota".to_owned());
            return Err(Refusal::WrongPhase { title, verb, phase: contest.phase }.into());
        }
        match whom {
            Some(person) => set_for(tx, caller, &contest, &wish, &person.id, person.name).await,
            None => set_for_all(tx, caller, &contest, &wish).await,
        }
    })
    .await
}

/// That so much can be asked.
pub(super) fn check(points: Option<i64>) -> Outcome<()> {
    match points {
        Some(points) if !(1..=MOST).contains(&points) => {
            Err(Refusal::Quota(QuotaRefusal::BadPoints { most: MOST }))
        }
        _ => Ok(()),
    }
}

async fn set_for_all(tx: &mut Tx, caller: &Caller, contest: &Contest, wish: &Wish) -> Stopped<QuotaNews> {
    let (workspace, now, title) = (&caller.workspace, caller.now, contest.title.clone());
    let not_set = || Refusal::Quota(QuotaRefusal::NotSet { title: title.clone() });
    if wish.is_off {
        return match quotas::clear(tx, workspace, &contest.id).await? {
            true => Ok(QuotaNews::Off { title }),
            false => Err(not_set().into()),
        };
    }
    if wish.points.is_none() && quotas::rule(tx, workspace, &contest.id).await?.is_none() {
        return Err(not_set().into());
    }
    if let Some(points) = wish.points {
        quotas::set(tx, workspace, &contest.id, None, points, &caller.user, now).await?;
    }
    if let Some(is_public) = wish.is_public {
        quotas::publish(tx, workspace, &contest.id, is_public, &caller.user, now).await?;
    }
    let rule = quotas::rule(tx, workspace, &contest.id).await?.ok_or_else(not_set)?;
    let message = voice::quota::told(contest, &rule);
    let key = format!("quota:{}:{}", contest.id, fresh::id());
    owing::publish(tx, workspace, contest, EventType::Notice, &key, &message, now).await?;
    Ok(QuotaNews::Set { title, rule })
}

async fn set_for(
    tx: &mut Tx,
    caller: &Caller,
    contest: &Contest,
    wish: &Wish,
    user: &UserId,
    name: String,
) -> Stopped<QuotaNews> {
    let (workspace, now, title) = (&caller.workspace, caller.now, contest.title.clone());
    let news = match wish.points {
        Some(points) => {
            quotas::set(tx, workspace, &contest.id, Some(user), points, &caller.user, now).await?;
            if let Some(is_public) = wish.is_public {
                quotas::publish(tx, workspace, &contest.id, is_public, &caller.user, now).await?;
            }
            QuotaNews::SetFor { name, points, title }
        }
        None if quotas::take_off(tx, workspace, &contest.id, user).await? => {
            let rule = quotas::rule(tx, workspace, &contest.id).await?;
            QuotaNews::OffFor { name, points: rule.and_then(|rule| rule.points), title }
        }
        None => return Err(Refusal::Quota(QuotaRefusal::NotSetFor { name, title }).into()),
    };
    if *user != caller.user {
        let manager = roster::person(tx, workspace, &caller.user).await?.map(|person| person.name);
        let message = voice::quota::told_rep(&news, &manager.unwrap_or_default());
        let key = format!("quota:{}:{}", contest.id, fresh::id());
        owing::tell(tx, workspace, user, &key, &message, now).await?;
    }
    Ok(news)
}

/// What is set in the contest meant.
pub async fn rule(
    play: &Play,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<QuotaNews>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match pick_to_read(tx, workspace, wanted, here, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let title = contest.title;
            Ok(match quotas::rule(tx, workspace, &contest.id).await? {
                Some(rule) => Ok(QuotaNews::Set { title, rule }),
                None => Err(Refusal::Quota(QuotaRefusal::NotSet { title })),
            })
        })
        .await
}

/// How the asker stands to their quota in the contest meant.
pub async fn own(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Own>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match mine_or_picked(tx, workspace, user, wanted, here, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let title = contest.title.clone();
            let Some(rule) = quotas::rule(tx, workspace, &contest.id).await? else {
                return Ok(Err(Refusal::Quota(QuotaRefusal::NotSet { title })));
            };
            let pace = pace(tx, &play.settings.holidays, workspace, &contest, user, now).await?;
            let is_there = entrants::in_play(tx, workspace, user)
                .await?
                .into_iter()
                .any(|in_play| in_play.contest.id == contest.id && in_play.entry != Entry::Joined);
            Ok(match pace {
                Some(pace) => Ok(Own {
                    title,
                    pace,
                    has_begun: contest.starts_at <= now,
                    is_over: !contest.phase.is_live(),
                    is_public: rule.is_public,
                }),
                None if is_there => Err(Refusal::NotJoined { title }),
                None => Err(Refusal::Quota(QuotaRefusal::NotSet { title })),
            })
        })
        .await
}

/// The contest picked; where several could be meant, the only one that asks something of the person.
async fn mine_or_picked(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
    now: DateTime<Utc>,
) -> Result<Picked> {
    let picked = pick_to_read(tx, workspace, wanted, here, now).await?;
    let Picked::Refused(Refusal::WhichContest { .. }) = &picked else { return Ok(picked) };
    let mut mine = Vec::new();
    for contest in contests::live(tx, workspace).await? {
        if quotas::asked_of(tx, workspace, &contest.id, user).await?.is_some() {
            mine.push(contest);
        }
    }
    Ok(match mine.as_slice() {
        [one] => Picked::One(one.clone()),
        _ => picked,
    })
}

/// How everybody stands in the contest meant, for whoever may see it.
pub async fn everybody(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Everybody>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match pick_to_read(tx, workspace, wanted, here, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let title = contest.title.clone();
            let Some(rule) = quotas::rule(tx, workspace, &contest.id).await? else {
                return Ok(Err(Refusal::Quota(QuotaRefusal::NotSet { title })));
            };
            let person = roster::person(tx, workspace, user).await?;
            let is_manager = person.is_some_and(|person| roles::may(&play.settings, &person, Right::Steer));
            if !rule.is_public && !is_manager {
                return Ok(Err(Refusal::Quota(QuotaRefusal::Private { title })));
            }
            let mut all = paces(tx, &play.settings.holidays, workspace, &contest, now).await?;
            let mut tally = Tally::default();
            all.iter().for_each(|(_, pace)| tally.add(pace));
            all.sort_by(|(a, one), (b, other)| {
                (other.percent(), &a.name, &a.user).cmp(&(one.percent(), &b.name, &b.user))
            });
            let most = if is_manager { SHOWN_TO_MANAGERS } else { SHOWN };
            let mut shown: Vec<(Asked, Pace)> = Vec::new();
            for (at, one) in all.into_iter().enumerate() {
                if at < most || one.0.user == *user {
                    shown.push(one);
                }
            }
            let named = |asked: Asked| {
                if is_manager || asked.user == *user { asked.name } else { asked.shown }
            };
            let shown = shown.into_iter().map(|(asked, pace)| (named(asked), pace)).collect();
            Ok(Ok(Everybody { title, shown, tally, is_public: rule.is_public }))
        })
        .await
}

/// Everybody with how they stand, but for what today still asks: that takes a look at each one's day.
async fn paces(
    tx: &mut Tx,
    holidays: &Holidays,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Vec<(Asked, Pace)>> {
    // Thousands play, and most of them have the same days.
    let mut known = HashMap::new();
    let asked = quotas::asked(tx, workspace, &contest.id).await?;
    let paces = asked.into_iter().map(|asked| {
        let stretch = stretch(contest, &asked);
        let joined = calendar::date(stretch.joined_at.max(contest.starts_at), asked.zone);
        let days = known.entry((asked.zone, joined)).or_insert_with(|| Days::of(&stretch, holidays, now));
        let pace = Pace::on(asked.target, days, asked.points, 0);
        (asked, pace)
    });
    Ok(paces.collect())
}

/// How all stand together, where everybody may see it.
pub(super) async fn tally(
    tx: &mut Tx,
    holidays: &Holidays,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Option<Tally>> {
    if !quotas::rule(tx, workspace, &contest.id).await?.is_some_and(|rule| rule.is_public) {
        return Ok(None);
    }
    let mut tally = Tally::default();
    let paces = paces(tx, holidays, workspace, contest, now).await?;
    paces.iter().for_each(|(_, pace)| tally.add(pace));
    Ok((tally.all() > 0).then_some(tally))
}

/// How one rep stands; none for whom nothing is asked of.
pub(super) async fn pace(
    tx: &mut Tx,
    holidays: &Holidays,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<Option<Pace>> {
    let Some(asked) = quotas::asked_of(tx, workspace, &contest.id, user).await? else { return Ok(None) };
    let days = Days::of(&stretch(contest, &asked), holidays, now);
    let today = earned_today(tx, workspace, contest, &asked, &days, now).await?;
    Ok(Some(Pace::on(asked.target, &days, asked.points, today)))
}

/// How a rep stands in a contest once a share is paid there, by what the share's grounds know.
pub(super) async fn after_share(
    tx: &mut Tx,
    taking: &Taking<'_>,
    worth: &Worth,
    stand: &Stand,
    grounds: &Grounds,
) -> Result<Option<Pace>> {
    let (workspace, contest, now) = (taking.workspace(), &worth.contest, taking.now);
    let Some((target, joined_at)) = grounds.quotas.get(&contest.id).copied() else { return Ok(None) };
    let asked = Asked {
        user: taking.person.id.clone(),
        name: String::new(),
        shown: String::new(),
        zone: taking.person.zone,
        target,
        joined_at: joined_at.unwrap_or(now),
        points: stand.total,
    };
    let holidays = &taking.play.settings.holidays;
    let days = Days::of(&stretch(contest, &asked), holidays, now);
    let before = earned_today(tx, workspace, contest, &asked, &days, now).await?;
    Ok(Some(Pace::on(target, &days, stand.total, before + worth.score.total())))
}

fn stretch(contest: &Contest, asked: &Asked) -> Stretch {
    let (starts_at, ends_at) = (contest.starts_at, contest.ends_at);
    Stretch { starts_at, ends_at, joined_at: asked.joined_at, zone: asked.zone }
}

/// What the rep has earned since the day began where they are; nothing on a day that asks for nothing.
async fn earned_today(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    asked: &Asked,
    days: &Days,
    now: DateTime<Utc>,
) -> Result<i64> {
    if !days.is_today {
        return Ok(0);
    }
    let since = calendar::start_of(calendar::date(now, asked.zone), asked.zone).timestamp_millis();
    duels::earned(tx, workspace, &contest.id, &asked.user, (since, i64::MAX)).await
}
