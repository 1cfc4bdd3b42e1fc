//! How a contest goes, told to its manager: once a week, or when something tips, with a proposal that a button carries out.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};

use super::bonuses::{self, Asked};
use super::due::Due;
use super::once::once;
use super::pick::Wanted;
use super::roles::{self, Right};
use super::{Asker, Play, for_everybody, owing, tables};
use crate::domain::calendar;
use crate::domain::change::BonusNews;
use crate::domain::contest::{Contest, Phase};
use crate::domain::health::{
    Concern, Fact, Limits, Memory, PLAYERS_LEAST, SETTLES, SILENCE, UNUSED_AFTER, Vitals, facts, to_tell,
};
use crate::domain::id::{ChannelId, ContestId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::rules::Rules;
use crate::store::{Result, Tx, concerns, contests, roster, rules, standings};
use crate::voice;

/// When a bonus hour begins that is proposed: late in the morning.
const HOUR: NaiveTime = NaiveTime::from_hms_opt(11, 0, 0).expect("eleven o'clock exists");

/// Days that count as lately, today among them.
const LATELY: Days = Days::new(6);

/// A morning's board is out: how the contest goes is looked at next.
pub(super) async fn plan(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.phase != Phase::Open || contest.is_dry() || now - contest.starts_at < SETTLES {
        return Ok(());
    }
    let at = for_everybody::of(tx, play, workspace).await?.quiet.after(now, contest.zone);
    let date = calendar::date(at, contest.zone);
    Due::Health { contest: contest.id.clone(), date }.plan(tx, workspace, at).await?;
    Ok(())
}

/// How a contest goes falls due to be looked at. What is looked at too late is left to the next day.
pub async fn look_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::Health { contest, date } = due else { return Ok(()) };
    let Some(contest) = contests::find(tx, workspace, contest).await? else { return Ok(()) };
    let awake_at = for_everybody::of(tx, play, workspace).await?.quiet.after(now, contest.zone);
    let is_in_time = tables::today(&contest, now) == *date && awake_at == now;
    if contest.phase != Phase::Open || contest.is_dry() || !is_in_time {
        return Ok(());
    }
    let manager = roster::person(tx, workspace, &contest.started_by).await?;
    if !manager.is_some_and(|manager| roles::may(&play.settings, &manager, Right::Steer)) {
        return Ok(());
    }
    let rules = rules::of(tx, workspace, &contest.id).await?;
    let Some(vitals) = vitals(tx, workspace, &contest, &rules, now).await? else { return Ok(()) };
    let found = facts(&vitals, limits(play));
    let known = concerns::all(tx, workspace, &contest.id).await?;
    let memory = |concern| {
        known.iter().find(|(of, _)| *of == concern).map_or(Memory::default(), |(_, memory)| *memory)
    };
    // Where a bonus is coming, something is being done.
    let is_helped =
        rules.bonuses.iter().any(|bonus| !bonus.is_rest() && bonus.team.is_none() && bonus.is_to_come(now));
    let proposed = proposed(&contest, *date).filter(|_| !is_helped);
    let told = match proposed {
        Some(_) => to_tell(found.clone(), memory, date.weekday() == Weekday::Mon, now),
        None => Vec::new(),
    };
    for concern in Concern::ALL {
        let holds = found.iter().any(|fact| fact.concern() == concern);
        // What could not be told yet tips again.
        let is_known = memory(concern).holds || told.iter().any(|fact| fact.concern() == concern);
        if memory(concern).holds != (holds && is_known) {
            concerns::keep(tx, workspace, &contest.id, concern, holds && is_known).await?;
        }
    }
    if let (Some(on), false) = (proposed, told.is_empty()) {
        let message = voice::health::told(&contest, &told, (on, HOUR), now);
        owing::tell(tx, workspace, &contest.started_by, &due.key(), &message, now).await?;
    }
    Ok(())
}

/// What there is to be concerned about as it stands, whatever was told of it; nothing where it is too early to say.
pub(super) async fn concerns(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>> {
    if contest.phase != Phase::Open || now - contest.starts_at < SETTLES {
        return Ok(Vec::new());
    }
    let rules = rules::of(tx, workspace, &contest.id).await?;
    let vitals = vitals(tx, workspace, contest, &rules, now).await?;
    Ok(vitals.map_or_else(Vec::new, |vitals| facts(&vitals, limits(play))))
}

fn limits(play: &Play) -> Limits {
    let settings = &play.settings;
    Limits {
        lead_percent: settings.lead_alarm_percent,
        lead_points: settings.lead_alarm_points,
        active_percent: settings.active_alarm_percent,
    }
}

/// The workday after `date`, if a bonus hour still fits there.
fn proposed(contest: &Contest, date: NaiveDate) -> Option<NaiveDate> {
    let is_workday = |date: &NaiveDate| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let on = date.iter_days().skip(1).find(is_workday)?;
    (calendar::at(on, HOUR, contest.zone) < contest.ends_at).then_some(on)
}

/// What is measured; none where there are too few players.
async fn vitals(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Option<Vitals>> {
    let totals = standings::totals(tx, workspace, &contest.id).await?;
    if totals.players < PLAYERS_LEAST {
        return Ok(None);
    }
    let today = tables::today(contest, now);
    let top = match contest.format.tells_lead() {
        true => standings::top(tx, workspace, &contest.id, today, 2).await?,
        false => Vec::new(),
    };
    let leader = top.first().map(|first| (first.name.clone(), first.points));
    let second = top.get(1).map_or(0, |second| second.points);
    let active = concerns::active_since(tx, workspace, &contest.id, today - LATELY).await?;
    let unused = match now - contest.starts_at >= UNUSED_AFTER {
        true => unused(tx, workspace, contest, rules, now).await?,
        false => None,
    };
    Ok(Some(Vitals { leader, second, players: totals.players, active, unused }))
}

/// Of the kinds that nobody has shared lately the one that would pay most.
async fn unused(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Option<(Kind, String, i64)>> {
    let used = concerns::rules_used(tx, workspace, &contest.id, tables::today(contest, now) - LATELY).await?;
    let book = &rules.at(now).book;
    let idle = book.rules.iter().filter(|rule| rule.points > 0 && !used.contains(&rule.id));
    // What more than one kind falls under is no kind of its own.
    let idle = idle.filter_map(|rule| match rule.kinds.as_slice() {
        [kind] if *kind != Kind::Like => Some((*kind, rule.label.clone(), rule.points)),
        _ => None,
    });
    Ok(idle.max_by_key(|(_, _, points)| *points))
}

/// The manager wants the bonus hour that was proposed: on that day, for that kind or for all.
pub async fn schedule(
    play: &Play,
    asker: Asker,
    contest: ContestId,
    proposal: &str,
    here: ChannelId,
) -> Result<Outcome<BonusNews>> {
    let read = proposal.split_once('|').and_then(|(date, kind)| {
        let date: NaiveDate = date.parse().ok()?;
        Some((date, (kind != "all").then(|| kind.to_owned())))
    });
    let Some((date, kind)) = read else { return Ok(Err(Refusal::NoContest)) };
    let asked = Asked {
        factor: Some("x2".to_owned()),
        from: Some(format!("{date} {}", HOUR.format("%H:%M"))),
        lasts: Some("1h".to_owned()),
        kinds: kind.into_iter().collect(),
        is_proposed: true,
        ..Asked::default()
    };
    bonuses::schedule(play, asker, asked, Wanted::Id(contest), here).await
}

/// The manager does not want to hear of it now; `named` are the concerns. Answers until when nothing is said, and with
/// the contest.
pub async fn silence(
    play: &Play,
    asker: Asker,
    contest: ContestId,
    named: String,
) -> Result<Outcome<(Contest, DateTime<Utc>)>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let workspace = &caller.workspace;
        let contest = contests::hold(tx, workspace, &contest).await?.ok_or(Refusal::NoContest)?;
        let until = caller.now + SILENCE;
        for concern in voice::health::concerns(&named) {
            concerns::silence(tx, workspace, &contest.id, concern, until).await?;
        }
        Ok((contest, until))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bonus_hour_is_proposed_for_the_next_workday_that_fits() {
        let contest = crate::store::testing::game::contest("c1", 9);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(proposed(&contest, day("2026-03-03")), Some(day("2026-03-04")));
        assert_eq!(proposed(&contest, day("2026-03-06")), Some(day("2026-03-09")), "over the weekend");
        assert_eq!(proposed(&contest, day("2026-03-11")), None, "it ends before");
    }
}
