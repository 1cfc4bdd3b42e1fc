//! The next contest of a series starts: like the one before, with those who played in it.

use chrono::{DateTime, Utc};

use super::due::Due;
use super::pick::is_same_name;
use super::start_contest::set_up;
use super::{Play, owing, roles, series};
use crate::domain::bonus::{Bonus, BonusTime};
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::Team;
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::rules::Rules;
use crate::domain::season::{Season, Turn};
use crate::fresh;
use crate::store::posts::EventType;
use crate::store::rules::By;
use crate::store::seasons::{self, Member};
use crate::store::{Batch, Result, Tx, contests, entrants, field, prizes, quotas, roster, rules, teams};
use crate::voice;

/// The start of the next contest of a series falls due. Whatever was slept through is skipped; what is under way by now is
/// started late.
pub async fn succeed_when_due(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    due: &Due,
    now: DateTime<Utc>,
) -> Result<()> {
    let Due::Succeed { contest, closings, .. } = due else { return Ok(()) };
    // Held, so that nobody reopens it meanwhile.
    let Some(former) = contests::hold(tx, workspace, contest).await? else { return Ok(()) };
    if former.phase.is_live() || former.closings != *closings {
        return Ok(());
    }
    let Some(season) = seasons::find(tx, workspace, &former.id).await? else { return Ok(()) };
    match season.next(now, former.zone) {
        None => Ok(()),
        Some(next) if next.starts_at > now => {
            series::plan_next(tx, workspace, &former, now).await?;
            Ok(())
        }
        Some(next) => start(tx, play, workspace, &former, &season, next, now).await,
    }
}

async fn start(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    former: &Contest,
    season: &Season,
    next: Turn,
    now: DateTime<Utc>,
) -> Result<()> {
    let (number, title) = free_title(tx, workspace, season).await?;
    // Where the one before was extended into this one's time, this one starts later.
    let ended_at = former.closed_at.map(|closed_at| closed_at.min(former.ends_at));
    let contest = Contest {
        id: fresh::short_id().into(),
        title,
        starts_at: ended_at.map_or(next.starts_at, |ended_at| ended_at.max(next.starts_at)),
        ends_at: next.ends_at,
        phase: Phase::Open,
        rulebook: 1,
        closed_at: None,
        round: 0,
        closings: 0,
        ..former.clone()
    };
    // As they stood at the end.
    let rules = rules::of(tx, workspace, &former.id).await?;
    let book = rules.at(former.ends_at.min(now)).book.clone();
    let promise = set_up(tx, workspace, &contest, &book, now).await?;
    let place = Season { number, turn: next.turn, ..season.clone() };
    seasons::add(tx, workspace, &contest.id, &place).await?;
    carry_over(tx, play, workspace, former, &contest, now).await?;
    quotas::copy(tx, workspace, &former.id, &contest.id).await?;
    prizes::copy(tx, workspace, &former.id, &contest.id).await?;
    if let Some(percent) = rules::team_play(tx, workspace, &former.id).await? {
        rules::keep_team_play(tx, workspace, &contest.id, percent).await?;
    }
    let bonuses = keep_bonuses(tx, workspace, &contest, &rules, now).await?;
    let quota = quotas::rule(tx, workspace, &contest.id).await?.and_then(|rule| rule.points);
    let before = (former.title.as_str(), quota);
    let message = voice::contest::succession(&contest, &book, promise.as_deref(), before, &bonuses, now);
    let key = format!("announcement:{}", contest.id);
    owing::post(tx, workspace, &contest.channel, EventType::Announcement, &key, &message, now).await?;
    Ok(())
}

/// What comes every weekend goes on; what had a date is over.
async fn keep_bonuses(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    former: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<Bonus>> {
    let mut kept: Vec<Bonus> = Vec::new();
    for bonus in &former.bonuses {
        if !matches!(bonus.time, BonusTime::Weekends(_)) || bonus.off_at.is_some() {
            continue;
        }
        let rulebook = kept.last().map_or(contest.rulebook, |last| last.number);
        let changed = Contest { rulebook, ..contest.clone() };
        let bonus = Bonus { time: BonusTime::Weekends(contest.starts_at), ..bonus.clone() };
        let by = By { user: &contest.started_by, at: now };
        kept.push(rules::add_bonus(tx, workspace, &changed, bonus, by).await?);
    }
    Ok(kept)
}

/// The next number whose title no live contest has.
async fn free_title(tx: &mut Tx, workspace: &WorkspaceId, season: &Season) -> Result<(i64, String)> {
    let live = contests::live(tx, workspace).await?;
    let mut number = season.number + 1;
    loop {
        let title = season.title_of(number);
        if !live.iter().any(|other| is_same_name(&other.title, &title)) {
            return Ok((number, title));
        }
        number += 1;
    }
}

/// Whoever played goes on, in the same teams; who left stays out, until they join again.
async fn carry_over(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    former: &Contest,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut playing = Vec::new();
    let mut batch = Batch::default();
    let mut out = Vec::new();
    for member in seasons::members(tx, workspace, &former.id).await? {
        let person = roster::person(tx, workspace, &member.user).await?;
        if !person.is_some_and(|person| roles::may_play(&play.settings, &person)) {
            continue;
        }
        entrants::enter(&mut batch, workspace, &contest.id, &member.user, now);
        if member.has_left { out.push(member.user) } else { playing.push(member) }
    }
    batch.run(tx).await?;
    for user in &out {
        entrants::leave(tx, workspace, &contest.id, user, now).await?;
    }
    let users: Vec<UserId> = playing.iter().map(|member| member.user.clone()).collect();
    field::keep_points_before(tx, workspace, contest, &users).await?;
    if contest.format.has_teams() {
        keep_teams(tx, workspace, &former.id, &contest.id, &playing).await?;
    }
    Ok(())
}

/// The teams of the contest before, with those of them who go on.
async fn keep_teams(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    former: &ContestId,
    contest: &ContestId,
    playing: &[Member],
) -> Result<()> {
    for team in teams::all(tx, workspace, former).await? {
        let crew: Vec<&UserId> = playing
            .iter()
            .filter(|member| member.team.as_ref() == Some(&team.id))
            .map(|one| &one.user)
            .collect();
        let Some(first) = crew.first() else { continue };
        let captain =
            team.captain.filter(|captain| crew.contains(&captain)).unwrap_or_else(|| (*first).clone());
        let id = fresh::short_id().into();
        let kept = Team { id, name: team.name, captain: Some(captain), place_before: None };
        teams::create(tx, workspace, contest, &kept).await?;
        for user in crew {
            teams::put(tx, workspace, contest, user, Some(&kept.id)).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::config::{Presets, Settings};
    use crate::domain::roster::{Membership, Person};
    use crate::domain::season::Every;
    use crate::play::start_contest::{StartRequest, start_contest};
    use crate::play::{Asker, close_contest, learn};
    use crate::store::Store;
    use crate::store::roster::Channel;
    use crate::store::testing::on_both_engines;

    const WORKSPACE: &str = "T1";

    /// A weekly contest of four days, begun on Monday at 9 in Berlin.
    async fn begun(store: Store) -> (Play, Contest) {
        let clock = Clock::frozen_at("2026-03-02T08:00:00Z".parse().unwrap());
        let (presets, settings) = (Presets::load(None).unwrap(), Settings::load(None).unwrap());
        let play = Play::new(store, clock, presets, settings).unwrap();
        let (zone, standing) = (chrono_tz::Tz::Europe__Berlin, Membership::Admin);
        let boss = Person { id: "U1".into(), name: "Boss".into(), zone, standing, deactivated: false };
        let channel = Channel { id: "C1".into(), name: "wins".into(), bot_is_member: true, archived: false };
        learn::people(&play, WORKSPACE.into(), vec![boss]).await.unwrap();
        learn::channels(&play, WORKSPACE.into(), vec![channel]).await.unwrap();
        let asker = Asker { workspace: WORKSPACE.into(), user: "U1".into(), delivery: "d1".into() };
        let request = StartRequest {
            template: "most-points".into(),
            lasts: Some("4d".into()),
            every: Some(Every::Week),
            ..StartRequest::default()
        };
        let started = start_contest(&play, asker, request, "C1".into()).await.unwrap().unwrap();
        (play, started.contest)
    }

    async fn succeeds(play: &Play, contest: &Contest, turn: i64) {
        let due = Due::Succeed { contest: contest.id.clone(), closings: 1, turn };
        let (deps, now) = (play.clone(), play.clock.now());
        let workspace = WorkspaceId::from(WORKSPACE);
        let work = play.store.write(async move |tx| succeed_when_due(tx, &deps, &workspace, &due, now).await);
        work.await.unwrap();
    }

    #[tokio::test]
    async fn two_that_start_the_next_at_once_start_one() {
        on_both_engines(async |store| {
            let (play, first) = begun(store).await;
            let close = Due::CloseContest { contest: first.id.clone(), closings: 0 };
            play.clock.set(first.ends_at);
            let now = first.ends_at;
            let (deps, workspace) = (play.clone(), WorkspaceId::from(WORKSPACE));
            let closed = async move |tx: &mut Tx| {
                close_contest::close_when_due(tx, &deps, &workspace, &close, now).await
            };
            play.store.write(closed).await.unwrap();
            succeeds(&play, &first, 1).await;
            let live = async |tx: &mut Tx| contests::live(tx, &WORKSPACE.into()).await;
            assert_eq!(play.store.read(live).await.unwrap(), [], "before its time nothing starts");
            play.clock.set("2026-03-09T08:00:00Z".parse().unwrap());
            futures_util::join!(succeeds(&play, &first, 1), succeeds(&play, &first, 1));
            succeeds(&play, &first, 1).await;
            let titles: Vec<String> =
                play.store.read(live).await.unwrap().into_iter().map(|contest| contest.title).collect();
            assert_eq!(titles, ["Most Points #2"]);
        })
        .await;
    }
}
