//! Quotas: what a contest asks of everybody, and of single reps.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::time::instant;
use super::values::unknown;
use super::{Error, Result, Tx, execute, fetch_all, fetch_optional, row};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::quota::{Rule, Target};

/// Sets what is asked of a rep, or (`user` none) of everybody.
pub async fn set(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: Option<&UserId>,
    points: i64,
    set_by: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO quotas (workspace_id, contest_id, user_id, points, set_by, set_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workspace_id, contest_id, user_id) DO UPDATE SET points = excluded.points,
             set_by = excluded.set_by, set_at = excluded.set_at",
        workspace.as_str(),
        contest.as_str(),
        user.map_or("", UserId::as_str),
        points,
        set_by.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(())
}

/// Whether everybody can see everybody's, from now on.
pub async fn publish(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    is_public: bool,
    set_by: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO quotas (workspace_id, contest_id, user_id, points, is_public, set_by, set_at)
         VALUES ($1, $2, '', 0, $3, $4, $5)
         ON CONFLICT (workspace_id, contest_id, user_id) DO UPDATE SET is_public = excluded.is_public",
        workspace.as_str(),
        contest.as_str(),
        i64::from(is_public),
        set_by.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(())
}

/// Asks a rep for nothing of their own any more; false if nothing was.
pub async fn take_off(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
) -> Result<bool> {
    let gone = execute!(
        tx,
        "DELETE FROM quotas WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(gone > 0)
}

/// Asks nobody for anything any more; false if nothing was.
pub async fn clear(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<bool> {
    let gone = execute!(
        tx,
        "DELETE FROM quotas WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(gone > 0)
}

/// Asks for the same in the next contest of a series: of everybody, and of single reps.
pub async fn copy(tx: &mut Tx, workspace: &WorkspaceId, from: &ContestId, to: &ContestId) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO quotas (workspace_id, contest_id, user_id, points, is_public, set_by, set_at)
         SELECT workspace_id, $3, user_id, points, is_public, set_by, set_at FROM quotas
         WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        from.as_str(),
        to.as_str(),
    )?;
    Ok(())
}

/// What is set in a contest; none where nothing is.
pub async fn rule(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Option<Rule>> {
    let rows = fetch_all!(
        tx,
        (String, i64, i64),
        "SELECT user_id, points, is_public FROM quotas
         WHERE workspace_id = $1 AND contest_id = $2 AND (user_id = '' OR points > 0)",
        workspace.as_str(),
        contest.as_str(),
    )?;
    let mut rule = Rule::default();
    for (user, points, is_public) in rows {
        match user.is_empty() {
            true => (rule.points, rule.is_public) = ((points > 0).then_some(points), is_public != 0),
            false => rule.own += 1,
        }
    }
    Ok((rule.points.is_some() || rule.own > 0).then_some(rule))
}

/// What is asked of one rep, from when, and what they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The rep.
    pub user: UserId,
    /// The rep's name, as typed.
    pub name: String,
    /// The name that others may read.
    pub shown: String,
    /// The rep's zone.
    pub zone: Tz,
    /// What is asked.
    pub target: Target,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// Their points.
    pub points: i64,
}

row! {
    struct AskedRow {
        user_id: String,
        name: String,
        shown: String,
        zone: String,
        quota: i64,
        is_own: i64,
        joined_at: i64,
        points: i64,
    }
}

impl TryFrom<AskedRow> for Asked {
    type Error = Error;

    fn try_from(row: AskedRow) -> Result<Self> {
        Ok(Self {
            user: row.user_id.into(),
            name: row.name,
            shown: row.shown,
            zone: row.zone.parse().map_err(|_| unknown("people.zone"))?,
            target: Target { points: row.quota, is_own: row.is_own != 0 },
            joined_at: instant(row.joined_at)?,
            points: row.points,
        })
    }
}

/// Whoever is on the board and has a quota.
pub async fn asked(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Asked>> {
    fetch_all!(
        tx,
        AskedRow,
        "SELECT s.user_id, p.name, COALESCE(p.shown_as, p.name) AS shown, p.zone, COALESCE(own.points, every.points) AS quota,
             CAST(CASE WHEN own.points IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_own, e.joined_at, s.points
         FROM standings s
         JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         JOIN entrants e ON e.workspace_id = s.workspace_id AND e.contest_id = s.contest_id AND e.user_id = s.user_id
         LEFT JOIN quotas own ON own.workspace_id = s.workspace_id AND own.contest_id = s.contest_id
             AND own.user_id = s.user_id
         LEFT JOIN quotas every ON every.workspace_id = s.workspace_id AND every.contest_id = s.contest_id
             AND every.user_id = ''
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0
             AND COALESCE(own.points, every.points) > 0",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(Asked::try_from)
    .collect()
}

/// The same of one rep, if they are on the board and have a quota.
pub async fn asked_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
) -> Result<Option<Asked>> {
    fetch_optional!(
        tx,
        AskedRow,
        "SELECT s.user_id, p.name, COALESCE(p.shown_as, p.name) AS shown, p.zone, COALESCE(own.points, every.points) AS quota,
             CAST(CASE WHEN own.points IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_own, e.joined_at, s.points
         FROM standings s
         JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         JOIN entrants e ON e.workspace_id = s.workspace_id AND e.contest_id = s.contest_id AND e.user_id = s.user_id
         LEFT JOIN quotas own ON own.workspace_id = s.workspace_id AND own.contest_id = s.contest_id
             AND own.user_id = s.user_id
         LEFT JOIN quotas every ON every.workspace_id = s.workspace_id AND every.contest_id = s.contest_id
             AND every.user_id = ''
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.user_id = $3 AND s.hidden = 0
             AND COALESCE(own.points, every.points) > 0",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?
    .map(Asked::try_from)
    .transpose()
}

#[cfg(test)]
mod tests;
