//! Badges, levels and records: what a share earns beside its points, and what a rep has.

use std::collections::BTreeMap;

use super::praise::{Gain, Scene, Stand};
use super::submission::Taking;
use super::weigh::Worth;
use super::{Play, praise};
use crate::domain::badge::{Badge, Deed, Earned, Ground, OnShelf, Record, Shelf, ToCome};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::score::Verdict;
use crate::domain::streak::Streak;
use crate::store::grounds::Grounds;
use crate::store::praises;
use crate::store::{Batch, Result, Tx, badges, preferences};

/// Every record there is.
const RECORDS: [Record; 2] = [Record::Day, Record::Streak];

/// What a share earns, by what its grounds know already; what follows is added to the batch that writes the share.
pub(super) fn earned(
    batch: &mut Batch,
    taking: &Taking<'_>,
    worths: &[Worth],
    stands: &[Stand],
    streaks: (Streak, Streak),
    grounds: &Grounds,
) -> Result<Vec<Earned>> {
    let rules = &taking.play.presets.badges;
    let is_copy = worths.iter().all(|worth| worth.score.verdict == Verdict::Copied);
    let user = &taking.person.id;
    // Of streaks that are off nobody hears.
    let streaks = if grounds.without_streaks { Default::default() } else { streaks };
    let held = grounds.badges.iter().map(|(badge, times)| (badge.clone(), *times)).collect();
    let records: BTreeMap<Record, (bool, i64)> =
        grounds.records.iter().map(|(record, (holder, value))| (*record, (holder == user, *value))).collect();
    let deed = Deed {
        kind: (!is_copy).then_some(taking.draft().kind),
        contests: stands.iter().map(|stand| (stand.total, stand.shares)).collect(),
        streaks,
        day: worths.iter().map(|worth| day_points(worth, grounds)).max().unwrap_or(0),
        lifetime: grounds.lifetime,
        paid: worths.iter().map(|worth| worth.score.total()).sum(),
        held: &held,
        records: &records,
    };
    if is_copy {
        return Ok(Vec::new());
    }
    let (workspace, now) = (taking.workspace(), taking.now);
    for record in RECORDS {
        let value = deed.reaches(record);
        if value > grounds.bests.get(&record).copied().unwrap_or(0) {
            badges::keep_best(batch, workspace, user, (record, value), now)?;
        }
    }
    let earned = rules.earned(&deed);
    for one in &earned {
        if let Earned::Badge { id, .. } = one
            && let Some(badge) = rules.badges.iter().find(|badge| badge.id == *id)
        {
            badges::give(batch, workspace, user, (id, badge.ground), now)?;
        }
    }
    Ok(earned)
}

/// What the rep has in a contest on the day of the share, with it.
fn day_points(worth: &Worth, grounds: &Grounds) -> i64 {
    let day = (worth.contest.id.clone(), worth.facts.day);
    grounds.days.get(&day).copied().unwrap_or(0) + worth.score.total()
}

/// After points that no share earned: badges for so many points in a contest are earned by them, too.
pub(super) async fn after_points(tx: &mut Tx, gain: &Gain<'_>) -> Result<()> {
    let Scene { play, workspace, person, now, .. } = gain.scene;
    let reaches = |badge: &&Badge| matches!(badge.ground, Ground::ContestPoints(need) if gain.total >= need);
    let reached: Vec<&Badge> = play.presets.badges.badges.iter().filter(reaches).collect();
    if reached.is_empty() {
        return Ok(());
    }
    let held = badges::of_rep(tx, workspace, &person.id).await?;
    let (mut batch, mut earned) = (Batch::default(), Vec::new());
    for badge in reached.into_iter().filter(|badge| !held.contains_key(&badge.id)) {
        badges::give(&mut batch, workspace, &person.id, (&badge.id, badge.ground), now)?;
        earned.push(Earned::Badge { id: badge.id.clone(), name: badge.name.clone(), times: 0 });
    }
    batch.run(tx).await?;
    praise::badges(tx, &gain.scene, &earned).await
}

/// After points were taken back: a badge whose ground is gone goes too, unless it was praised; and so does what a rep
/// reached in a record.
pub(super) async fn after_reversal(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
) -> Result<()> {
    let held = badges::of_rep(tx, workspace, user).await?;
    let feats = badges::feats(tx, workspace, user).await?;
    let streak = feats.longest_streak(play.streak.workdays, play.streak.freeze_every);
    let day = feats.day.map_or(0, |(points, _)| points);
    badges::lower_best(tx, workspace, user, Record::Day, day).await?;
    badges::lower_best(tx, workspace, user, Record::Streak, streak).await?;
    for (id, (times, is_kept)) in held {
        let Some(badge) = play.presets.badges.badges.iter().find(|badge| badge.id == id) else { continue };
        let left = feats.times(badge.ground, streak);
        if is_kept || left >= times {
            continue;
        }
        // A count is kept true; what was said of it is not said again.
        let is_counted = matches!(badge.ground, Ground::WeekDays(_));
        if !is_counted && badges::is_praised(tx, workspace, user, &id).await? {
            badges::keep(tx, workspace, user, &id, (times, true)).await?;
            continue;
        }
        match left {
            0 => badges::take(tx, workspace, user, &id).await?,
            left => badges::keep(tx, workspace, user, &id, (left, false)).await?,
        }
    }
    // What waits to be said of badges and records that are gone is not said.
    let waiting = praises::unsaid(tx, workspace, None, user.as_str()).await?;
    let held = badges::of_rep(tx, workspace, user).await?;
    for (what, _) in waiting {
        let Some((id, count)) = what.strip_prefix("badge:").and_then(|rest| rest.rsplit_once(':')) else {
            continue;
        };
        let badge = play.presets.badges.badges.iter().find(|badge| badge.id == id);
        let is_gone = match badge.map(|badge| badge.ground) {
            Some(Ground::Record(record, _)) => {
                let reached = if record == Record::Day { day } else { streak };
                count.parse::<i64>().is_ok_and(|value| value > reached)
            }
            _ => held.get(id).is_none_or(|(times, _)| count.parse::<i64>().is_ok_and(|count| count > *times)),
        };
        if is_gone {
            praises::withdraw(tx, workspace, None, user.as_str(), &what).await?;
        }
    }
    Ok(())
}

/// What a rep has, and what comes next.
pub async fn shelf(play: &Play, workspace: &WorkspaceId, user: &UserId) -> Result<Shelf> {
    play.store.read(async |tx| on_shelf(tx, play, workspace, user).await).await
}

/// The same, as read in a transaction.
pub(super) async fn on_shelf(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
) -> Result<Shelf> {
    let rules = &play.presets.badges;
    let held = badges::of_rep(tx, workspace, user).await?;
    let mut records = BTreeMap::new();
    for record in RECORDS {
        records.insert(record, badges::holder(tx, workspace, record).await?);
    }
    let feats = badges::feats(tx, workspace, user).await?;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for badge in &rules.badges {
        let name = badge.name.clone();
        let holder = match badge.ground {
            Ground::Record(record, at_least) => {
                let holder = records.get(&record).cloned().flatten();
                holder.filter(|(.., value)| *value >= at_least).map(|holder| (record, holder))
            }
            _ => None,
        };
        match (holder, held.get(&badge.id)) {
            (Some((record, (holder, _, value))), _) if holder == *user => {
                own.push(OnShelf { name, times: 0, record: Some((record, value)) });
            }
            (Some((_, (_, holder, value))), _) => {
                let holder = Some((holder, value));
                others.push(ToCome { name, ground: badge.ground, holder });
            }
            (None, Some((times, _))) => {
                let is_repeatable = matches!(badge.ground, Ground::WeekDays(_));
                let times = if is_repeatable { *times } else { 0 };
                own.push(OnShelf { name, times, record: None });
            }
            (None, None) => others.push(ToCome { name, ground: badge.ground, holder: None }),
        }
    }
    let next = rules.next_level(feats.lifetime);
    let streak = match preferences::of(tx, workspace, user).await?.streaks {
        true => feats.longest_streak(play.streak.workdays, play.streak.freeze_every),
        false => 0,
    };
    Ok(Shelf {
        own,
        others,
        level: rules.level(feats.lifetime).map(|level| level.name.clone()),
        next: next.map(|level| (level.name.clone(), level.points)),
        longest_streak: streak,
        feats,
    })
}
