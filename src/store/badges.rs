//! Badges that reps have, the records they hold, and what they have done.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::batch::add;
use super::values::{day, parse_word, word};
use super::{Batch, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::domain::badge::{Feats, Ground, Record};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::streak::ActiveDays;

/// The word and the number that the database keeps of what a badge is for.
fn spelled(ground: Ground) -> Result<(String, i64)> {
    Ok(match ground {
        Ground::First(None) => ("first".to_owned(), 0),
        Ground::First(Some(kind)) => (format!("first:{}", word(kind)?), 0),
        Ground::ContestPoints(need) => ("contest_points".to_owned(), need),
        Ground::ContestShares(need) => ("contest_shares".to_owned(), need),
        Ground::StreakWeeks(need) => ("streak_weeks".to_owned(), need),
        Ground::WeekDays(need) => ("week_days".to_owned(), need),
        Ground::Record(..) => ("record".to_owned(), 0),
    })
}

/// Gives a rep a badge, or the same once more.
pub fn give(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    user: &UserId,
    (badge, ground): (&str, Ground),
    now: DateTime<Utc>,
) -> Result<()> {
    let (kind, need) = spelled(ground)?;
    add!(
        batch,
        "INSERT INTO badges (workspace_id, user_id, badge_id, times, kind, need, at)
         VALUES ($1, $2, $3, 1, $4, $5, $6)
         ON CONFLICT (workspace_id, user_id, badge_id) DO UPDATE SET times = badges.times + 1",
        workspace.as_str(),
        user.as_str(),
        badge,
        kind,
        need,
        now.timestamp_millis(),
    );
    Ok(())
}

/// Keeps how high a rep has reached in a record.
pub fn keep_best(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    user: &UserId,
    (record, value): (Record, i64),
    now: DateTime<Utc>,
) -> Result<()> {
    add!(
        batch,
        "INSERT INTO bests (workspace_id, user_id, record, value, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, user_id, record) DO UPDATE SET value = excluded.value, at = excluded.at",
        workspace.as_str(),
        user.as_str(),
        word(record)?,
        value,
        now.timestamp_millis(),
    );
    Ok(())
}

/// Lowers how high a rep has reached in a record, after something was taken back.
pub async fn lower_best(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    record: Record,
    value: i64,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE bests SET value = $4 WHERE workspace_id = $1 AND user_id = $2 AND record = $3 AND value > $4",
        workspace.as_str(),
        user.as_str(),
        word(record)?,
        value,
    )?;
    Ok(())
}

/// A rep's badges, by id: how often, and whether it is only kept for having been praised.
pub async fn of_rep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
) -> Result<BTreeMap<String, (i64, bool)>> {
    let rows = fetch_all!(
        tx,
        (String, i64, i64),
        "SELECT badge_id, times, is_kept FROM badges WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(rows.into_iter().map(|(badge, times, is_kept)| (badge, (times, is_kept != 0))).collect())
}

/// Takes a badge from a rep.
pub async fn take(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId, badge: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM badges WHERE workspace_id = $1 AND user_id = $2 AND badge_id = $3",
        workspace.as_str(),
        user.as_str(),
        badge,
    )?;
    Ok(())
}

/// Keeps how often a rep has a badge, and whether only because it was praised.
pub async fn keep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    badge: &str,
    (times, is_kept): (i64, bool),
) -> Result<()> {
    execute!(
        tx,
        "UPDATE badges SET times = $4, is_kept = $5 WHERE workspace_id = $1 AND user_id = $2 AND badge_id = $3",
        workspace.as_str(),
        user.as_str(),
        badge,
        times,
        i64::from(is_kept),
    )?;
    Ok(())
}

/// Who of those still here holds a record, by name as typed, and how high it is; of several the first to get there.
pub async fn holder(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    record: Record,
) -> Result<Option<(UserId, String, i64)>> {
    let row = fetch_optional!(
        tx,
        (String, String, i64),
        "SELECT b.user_id, COALESCE(p.shown_as, p.name), b.value FROM bests b
         JOIN people p ON p.workspace_id = b.workspace_id AND p.user_id = b.user_id
         WHERE b.workspace_id = $1 AND b.record = $2 AND b.value > 0 AND p.deactivated = 0
             AND (b.record <> 'streak' OR p.streaks = 1)
         ORDER BY b.value DESC, b.at LIMIT 1",
        workspace.as_str(),
        word(record)?,
    )?;
    Ok(row.map(|(user, name, value)| (user.into(), name, value)))
}

/// What a rep has done, in all contests that were not called off.
pub async fn feats(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Feats> {
    let (workspace, user) = (workspace.as_str(), user.as_str());
    let standings = fetch_all!(
        tx,
        (String, i64, i64),
        // Joined crosswise, so that SQLite begins with the person's few entries.
        "SELECT c.title, s.points, s.shares FROM entrants e CROSS JOIN standings s CROSS JOIN contests c
         WHERE e.workspace_id = $1 AND e.user_id = $2
             AND s.workspace_id = $1 AND s.contest_id = e.contest_id AND s.user_id = $2
             AND c.workspace_id = $1 AND c.contest_id = e.contest_id AND c.phase <> 'cancelled'
             AND c.dry_run IS NULL
         ORDER BY s.contest_id",
        workspace,
        user,
    )?;
    let kinds = fetch_all!(
        tx,
        (String,),
        "SELECT DISTINCT s.kind FROM shares s
         WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.taken_back IS NULL AND EXISTS (
             SELECT 1 FROM scores sc WHERE sc.workspace_id = s.workspace_id AND sc.share_id = s.share_id
                 AND sc.stands = 1 AND sc.verdict <> 'copied')",
        workspace,
        user,
    )?;
    let weeks = fetch_all!(
        tx,
        (String, i64),
        "SELECT week, days FROM active_weeks WHERE workspace_id = $1 AND user_id = $2",
        workspace,
        user,
    )?;
    let active: Result<ActiveDays> = weeks
        .into_iter()
        .map(|(week, days)| Ok((day(&week, "active_weeks.week")?, u8::try_from(days & 0x7f).unwrap_or(0))))
        .collect();
    let best =
        standings.iter().rev().max_by_key(|(_, points, _)| *points).filter(|(_, points, _)| *points > 0);
    Ok(Feats {
        kinds: kinds.into_iter().map(|(kind,)| parse_word(&kind, "shares.kind")).collect::<Result<_>>()?,
        lifetime: standings.iter().map(|(_, points, _)| points).sum(),
        contest: best.map(|(title, points, _)| (*points, title.clone())),
        shares: standings.iter().map(|(.., shares)| *shares).max().unwrap_or(0),
        day: best_day(tx, workspace, user).await?,
        week: best_week(tx, workspace, user).await?,
        active: active?,
    })
}

async fn best_day(tx: &mut Tx, workspace: &str, user: &str) -> Result<Option<(i64, NaiveDate)>> {
    let row = fetch_optional!(
        tx,
        (i64, String),
        "SELECT CAST(SUM(sc.points + sc.first_of_week) AS BIGINT) AS earned, sc.day
         FROM entrants e CROSS JOIN contests c CROSS JOIN scores sc
         WHERE e.workspace_id = $1 AND e.user_id = $2
             AND c.workspace_id = $1 AND c.contest_id = e.contest_id AND c.dry_run IS NULL
             AND sc.workspace_id = $1 AND sc.contest_id = e.contest_id AND sc.user_id = $2 AND sc.week > ''
             AND sc.stands = 1 AND sc.verdict <> 'copied'
         GROUP BY sc.contest_id, sc.day ORDER BY earned DESC, sc.day LIMIT 1",
        workspace,
        user,
    )?;
    let row = row.filter(|(earned, _)| *earned > 0);
    row.map(|(earned, at)| Ok((earned, day(&at, "scores.day")?))).transpose()
}

async fn best_week(tx: &mut Tx, workspace: &str, user: &str) -> Result<Option<(i64, NaiveDate)>> {
    let row = fetch_optional!(
        tx,
        (i64, String),
        "SELECT CAST(SUM(sc.points + sc.first_of_week) AS BIGINT) AS earned, sc.week
         FROM entrants e CROSS JOIN contests c CROSS JOIN scores sc
         WHERE e.workspace_id = $1 AND e.user_id = $2
             AND c.workspace_id = $1 AND c.contest_id = e.contest_id AND c.dry_run IS NULL
             AND sc.workspace_id = $1 AND sc.contest_id = e.contest_id AND sc.user_id = $2 AND sc.week > ''
             AND sc.stands = 1 AND sc.verdict <> 'copied'
         GROUP BY sc.contest_id, sc.week ORDER BY earned DESC, sc.week LIMIT 1",
        workspace,
        user,
    )?;
    let row = row.filter(|(earned, _)| *earned > 0);
    row.map(|(earned, at)| Ok((earned, day(&at, "scores.week")?))).transpose()
}

/// Whether a badge was praised already: then it stays, whatever its ground.
pub async fn is_praised(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId, badge: &str) -> Result<bool> {
    let (praised,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM praises
         WHERE workspace_id = $1 AND contest_id = '' AND subject = $2 AND what LIKE $3
             AND post_key IS NOT NULL AND post_key <> 'unsaid'",
        workspace.as_str(),
        user.as_str(),
        format!("badge:{badge}:%"),
    )?;
    Ok(praised > 0)
}

#[cfg(test)]
mod tests;
