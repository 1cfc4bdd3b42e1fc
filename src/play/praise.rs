//! Praise: what points crossed, who leads, and what of it the channel hears.

use chrono::{DateTime, Utc};

use super::submission::Taking;
use super::weigh::Worth;
use super::{Play, shout_outs};
use crate::domain::badge::Earned;
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::format::{By, Format};
use crate::domain::id::{ContestId, TeamId, UserId, WorkspaceId};
use crate::domain::link::Network;
use crate::domain::milestone;
use crate::domain::praise::Praise;
use crate::domain::roster::Person;
use crate::domain::rulebook::Rulebook;
use crate::domain::streak::Streak;
use crate::store::praises::{self, NewPraise};
use crate::store::tallies::{Places, Tally};
use crate::store::{Result, Tx, contests, field, standings, teams};

/// How a rep stands in one contest once a share is paid.
pub(super) struct Stand {
    /// What they brought to the board's tallies before; none where they join by this share.
    pub(super) before: Option<Tally>,
    /// Points with the share.
    pub(super) total: i64,
    /// Shares with this one.
    pub(super) shares: i64,
    /// Their places before and after.
    pub(super) places: Places,
    /// Who led before, as last told.
    pub(super) leader: Option<UserId>,
}

/// Where something is praised, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) play: &'a Play,
    pub(super) workspace: &'a WorkspaceId,
    /// The contest whose channel hears of it.
    pub(super) contest: &'a Contest,
    pub(super) person: &'a Person,
    pub(super) now: DateTime<Utc>,
}

/// Points that somebody was just paid in a contest, for a share or beside shares.
pub(super) struct Gain<'a> {
    pub(super) scene: Scene<'a>,
    /// The rules that hold.
    pub(super) book: &'a Rulebook,
    /// How many.
    pub(super) points: i64,
    /// What the rep has with them.
    pub(super) total: i64,
    /// The rep's shares so far.
    pub(super) shares: i64,
}

fn scene<'a>(taking: &'a Taking<'_>, worth: &'a Worth) -> Scene<'a> {
    let (play, workspace) = (taking.play, taking.workspace());
    Scene { play, workspace, contest: &worth.contest, person: &taking.person, now: taking.now }
}

/// Notes everything worth praise in a share that was just paid, and plans the shout-out. `streaks`: before
/// the share and with it.
pub(super) async fn after_share(
    tx: &mut Tx,
    taking: &Taking<'_>,
    worths: &[Worth],
    stands: &[Stand],
    streaks: (Streak, Streak),
) -> Result<()> {
    // In one order for everybody, so that two who share at once cannot wait for each other for ever.
    let mut by_contest: Vec<(&Worth, &Stand)> = worths.iter().zip(stands).collect();
    by_contest.sort_by(|(a, _), (b, _)| a.contest.id.cmp(&b.contest.id));
    for (worth, stand) in by_contest {
        let (scene, points) = (scene(taking, worth), worth.score.total());
        let (total, shares) = (stand.total, stand.shares);
        let gain = Gain { scene, book: &worth.book, points, total, shares };
        let mut news = milestones(tx, &gain).await?;
        // Most shares end here, by what is known already.
        let leads_alone = stand.places.after == 1 && stand.places.level == 0 && points > 0;
        if leads_alone && stand.leader.as_ref() != Some(&taking.person.id) {
            news |= lead(tx, &gain).await?;
        }
        news |= goal(tx, &gain).await?;
        if news {
            plan(tx, &scene).await?;
        }
    }
    streak(tx, taking, worths, streaks).await
}

/// Notes everything worth praise in points that no share earned, and plans the shout-out. `result`: of a result that
/// the channel hears of, its name, what it is, and the network it came through.
pub(super) async fn after_points(
    tx: &mut Tx,
    gain: &Gain<'_>,
    result: Option<(&str, &str, Network)>,
) -> Result<()> {
    let Scene { contest, person, .. } = gain.scene;
    let mut news = false;
    if let Some((result, label, network)) = result {
        let (user, name, title) = (person.id.clone(), person.name.clone(), contest.title.clone());
        let praise = Praise::Result { user, name, label: label.to_owned(), network, title };
        news |= note(tx, &gain.scene, Some(&contest.id), &format!("result:{result}"), &praise, true).await?;
    }
    news |= milestones(tx, gain).await?;
    news |= lead(tx, gain).await?;
    news |= goal(tx, gain).await?;
    if news {
        plan(tx, &gain.scene).await?;
    }
    Ok(())
}

async fn plan(tx: &mut Tx, scene: &Scene<'_>) -> Result<()> {
    let Scene { play, workspace, contest, now, .. } = *scene;
    shout_outs::plan(tx, play, workspace, &contest.channel, contest.zone, now).await
}

/// The points milestones that were crossed. Of several only the highest is said.
async fn milestones(tx: &mut Tx, gain: &Gain<'_>) -> Result<bool> {
    let (milestones, Scene { contest, person, .. }) = (&gain.book.milestones, gain.scene);
    let before = gain.total - gain.points;
    let crossed = milestone::crossed(&milestones.points, milestones.then_every, before, gain.total);
    let Some(highest) = crossed.last().copied() else { return Ok(false) };
    let mut said = false;
    for points in crossed {
        let (user, name, title) = (person.id.clone(), person.name.clone(), contest.title.clone());
        let praise = Praise::Points { user, name, points, shares: gain.shares, title };
        let is_said = points == highest;
        let new =
            note(tx, &gain.scene, Some(&contest.id), &format!("points:{points}"), &praise, is_said).await?;
        said |= new && is_said;
    }
    Ok(said)
}

/// The parts of a goal that everybody, or the rep's team, has come to and that were not praised yet: two who share at
/// once may cross one together. Of several only the highest is said.
async fn goal(tx: &mut Tx, gain: &Gain<'_>) -> Result<bool> {
    let Scene { workspace, contest, person, .. } = gain.scene;
    let Format::Goal(goal) = &contest.format else { return Ok(false) };
    let team = match goal.by {
        By::Reps => None,
        By::Teams => match teams::of(tx, workspace, &contest.id, &person.id).await? {
            None => return Ok(false),
            team => team,
        },
    };
    let points = goal_points(tx, workspace, contest, team.as_ref()).await?;
    let parts = &gain.book.milestones.goal_percent;
    let mut reached = milestone::crossed(parts, 0, 0, points.saturating_mul(100) / goal.points);
    let Some(highest) = reached.last().copied() else { return Ok(false) };
    let whose = team.as_ref().map_or(contest.id.as_str(), TeamId::as_str);
    let known = praises::known(tx, workspace, &contest.id, whose).await?;
    let what = |percent: i64| format!("goal:{percent}");
    reached.retain(|percent| !known.contains(&what(*percent)));
    if reached.is_empty() {
        return Ok(false);
    }
    let all = teams::all(tx, workspace, &contest.id).await?;
    let named = all.into_iter().find(|other| Some(&other.id) == team.as_ref());
    let mut said = false;
    for percent in reached {
        let praise = Praise::Goal {
            whose: whose.to_owned(),
            team: named.as_ref().map(|team| team.name.clone()),
            percent,
            title: contest.title.clone(),
        };
        let is_said = percent == highest;
        let new = note(tx, &gain.scene, Some(&contest.id), &what(percent), &praise, is_said).await?;
        said |= new && is_said;
    }
    Ok(said)
}

/// What all have, or a team, on the way to a goal.
async fn goal_points(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    team: Option<&TeamId>,
) -> Result<i64> {
    match team {
        None => {
            let here = standings::totals(tx, workspace, &contest.id).await?.points;
            Ok(here + field::points_of_gone(tx, workspace, &contest.id).await?)
        }
        Some(team) => teams::points(tx, workspace, &contest.id, team).await,
    }
}

/// The streak milestones that the share reached, once in a lifetime each.
async fn streak(
    tx: &mut Tx,
    taking: &Taking<'_>,
    worths: &[Worth],
    (before, after): (Streak, Streak),
) -> Result<()> {
    let Some(worth) = worths.first() else { return Ok(()) };
    let scene = scene(taking, worth);
    let reached =
        (before.weeks() + 1..=after.weeks()).filter(|weeks| taking.play.streak.praised.contains(weeks));
    for weeks in reached.collect::<Vec<_>>() {
        let (user, name) = (taking.person.id.clone(), taking.person.name.clone());
        let praise = Praise::Streak { user, name, weeks };
        if note(tx, &scene, None, &format!("streak:{weeks}"), &praise, true).await? {
            plan(tx, &scene).await?;
        }
    }
    Ok(())
}

/// What a share earned beside points, for the channel of the contest that the receipt leads with.
pub(super) async fn badges_of_share(
    tx: &mut Tx,
    taking: &Taking<'_>,
    worths: &[Worth],
    earned: &[Earned],
) -> Result<()> {
    let Some(worth) = worths.first() else { return Ok(()) };
    badges(tx, &scene(taking, worth), earned).await
}

/// Badges, and records that passed to the rep: those that the channel hears of.
pub(super) async fn badges(tx: &mut Tx, scene: &Scene<'_>, earned: &[Earned]) -> Result<()> {
    for one in earned {
        let (id, times) = match one {
            Earned::Badge { id, times, .. } => (id, *times.max(&1)),
            Earned::Record { id, value, .. } => (id, *value),
            Earned::Level { .. } => continue,
        };
        let rules = &scene.play.presets.badges;
        if !rules.badges.iter().any(|badge| badge.id == *id && badge.shout_out) {
            continue;
        }
        let (user, name) = (scene.person.id.clone(), scene.person.name.clone());
        let praise = Praise::Badge { user, name, earned: one.clone() };
        if note(tx, scene, None, &format!("badge:{id}:{times}"), &praise, true).await? {
            plan(tx, scene).await?;
        }
    }
    Ok(())
}

/// A change of who leads alone, told at most so often a day.
async fn lead(tx: &mut Tx, gain: &Gain<'_>) -> Result<bool> {
    let Scene { play, workspace, contest, person, now } = gain.scene;
    let user = &person.id;
    if !contest.format.tells_lead() {
        return Ok(false);
    }
    let (leader, told_on, told) = contests::leader(tx, workspace, &contest.id).await?;
    if leader.as_ref() == Some(user) {
        return Ok(false);
    }
    let today = calendar::date(now, contest.zone);
    let top = standings::top(tx, workspace, &contest.id, today, 2).await?;
    let today = today.to_string();
    if top.first().is_none_or(|first| first.user != *user) {
        return Ok(false);
    }
    let Some(second) = top.get(1) else {
        contests::keep_leader(tx, workspace, &contest.id, user, &today, told).await?;
        return Ok(false);
    };
    let ahead = gain.total - second.points;
    if ahead == 0 {
        return Ok(false);
    }
    let told = if told_on.as_deref() == Some(today.as_str()) { told } else { 0 };
    let is_told = leader.is_some() && told < i64::from(play.settings.lead_changes_a_day);
    contests::keep_leader(tx, workspace, &contest.id, user, &today, told + i64::from(is_told)).await?;
    if !is_told {
        return Ok(false);
    }
    let praise = Praise::Lead {
        user: user.clone(),
        name: person.name.clone(),
        ahead,
        before: second.name.clone(),
        before_user: Some(second.user.clone()),
        title: contest.title.clone(),
    };
    note(tx, &gain.scene, Some(&contest.id), &format!("lead:{today}:{told}"), &praise, true).await
}

async fn note(
    tx: &mut Tx,
    scene: &Scene<'_>,
    contest: Option<&ContestId>,
    what: &str,
    praise: &Praise,
    is_said: bool,
) -> Result<bool> {
    let subject = match praise {
        Praise::Lead { .. } => "contest",
        Praise::Goal { whose, .. } => whose,
        Praise::Points { .. } | Praise::Streak { .. } | Praise::Badge { .. } | Praise::Result { .. } => {
            scene.person.id.as_str()
        }
    };
    let new = NewPraise { contest, subject, what, channel: &scene.contest.channel, praise, is_said };
    praises::note(tx, scene.workspace, &new, scene.now).await
}

/// After a share was taken back: what waits to be said of its rep and is no longer true is not said.
pub(super) async fn after_reversal(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    streak_weeks: u32,
) -> Result<()> {
    if let Format::Goal(goal) = &contest.format {
        let team = match goal.by {
            By::Reps => None,
            By::Teams => teams::of(tx, workspace, &contest.id, user).await?,
        };
        let points = goal_points(tx, workspace, contest, team.as_ref()).await?;
        let whose = team.as_ref().map_or(contest.id.as_str(), TeamId::as_str);
        for (what, praise) in praises::unsaid(tx, workspace, Some(&contest.id), whose).await? {
            if matches!(praise, Praise::Goal { percent, .. } if percent * goal.points > points * 100) {
                praises::withdraw(tx, workspace, Some(&contest.id), whose, &what).await?;
            }
        }
    }
    let contest = &contest.id;
    let points = standings::points(tx, workspace, contest, user).await?;
    for (what, praise) in praises::unsaid(tx, workspace, Some(contest), user.as_str()).await? {
        if matches!(praise, Praise::Points { points: at, .. } if at > points) {
            praises::withdraw(tx, workspace, Some(contest), user.as_str(), &what).await?;
        }
    }
    for (what, praise) in praises::unsaid(tx, workspace, None, user.as_str()).await? {
        if matches!(praise, Praise::Streak { weeks, .. } if weeks > streak_weeks) {
            praises::withdraw(tx, workspace, None, user.as_str(), &what).await?;
        }
    }
    for (what, praise) in praises::unsaid(tx, workspace, Some(contest), "contest").await? {
        if praise.about().0 == user.as_str() {
            praises::withdraw(tx, workspace, Some(contest), "contest", &what).await?;
        }
    }
    Ok(())
}
