//! How a contest goes, and what its manager was told of it.

use chrono::{DateTime, NaiveDate, Utc};

use super::time::instant;
use super::values::{parse_word, word};
use super::{Result, Tx, execute, fetch_all, fetch_one};
use crate::domain::health::{Concern, Memory};
use crate::domain::id::{ContestId, WorkspaceId};

/// What is remembered of a contest's concerns.
pub async fn all(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<Vec<(Concern, Memory)>> {
    let rows = fetch_all!(
        tx,
        (String, i64, Option<i64>),
        "SELECT concern, holds, silent_until FROM concerns WHERE workspace_id = $1 AND contest_id = $2
         ORDER BY concern",
        workspace.as_str(),
        contest.as_str(),
    )?;
    rows.into_iter()
        .map(|(concern, holds, silent_until)| {
            let silent_until = silent_until.map(instant).transpose()?;
            Ok((parse_word(&concern, "concerns.concern")?, Memory { holds: holds != 0, silent_until }))
        })
        .collect()
}

/// Keeps whether a concern holds.
pub async fn keep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    concern: Concern,
    holds: bool,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO concerns (workspace_id, contest_id, concern, holds) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, contest_id, concern) DO UPDATE SET holds = excluded.holds",
        workspace.as_str(),
        contest.as_str(),
        word(concern)?,
        i64::from(holds),
    )?;
    Ok(())
}

/// Nothing is said of a concern until then.
pub async fn silence(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    concern: Concern,
    until: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO concerns (workspace_id, contest_id, concern, holds, silent_until) VALUES ($1, $2, $3, 1, $4)
         ON CONFLICT (workspace_id, contest_id, concern) DO UPDATE SET silent_until = excluded.silent_until",
        workspace.as_str(),
        contest.as_str(),
        word(concern)?,
        until.timestamp_millis(),
    )?;
    Ok(())
}

/// How many players had a share that counts on `day` or later.
pub async fn active_since(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    day: NaiveDate,
) -> Result<i64> {
    let (active,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(DISTINCT sc.user_id) FROM scores sc
         JOIN standings s ON s.workspace_id = sc.workspace_id AND s.contest_id = sc.contest_id
             AND s.user_id = sc.user_id AND s.hidden = 0
         WHERE sc.workspace_id = $1 AND sc.contest_id = $2 AND sc.day >= $3 AND sc.stands = 1
             AND sc.verdict <> 'copied'",
        workspace.as_str(),
        contest.as_str(),
        day.to_string(),
    )?;
    Ok(active)
}

/// The rules that have taken a share in a contest from `day` on, by their ids.
pub async fn rules_used(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    day: NaiveDate,
) -> Result<Vec<String>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT DISTINCT rule FROM scores
         WHERE workspace_id = $1 AND contest_id = $2 AND day >= $3 AND stands = 1 AND rule IS NOT NULL",
        workspace.as_str(),
        contest.as_str(),
        day.to_string(),
    )?;
    Ok(rows.into_iter().map(|(rule,)| rule).collect())
}

#[cfg(test)]
mod tests;
