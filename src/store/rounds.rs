//! Rounds as they were drawn and as they ended.

use super::time::instant;
use super::values::{json, parse_json};
use super::{Result, Tx, execute, fetch_all};
use crate::domain::format::rounds::{Outcome, Plan, Round};
use crate::domain::id::{ContestId, WorkspaceId};

/// The rounds of a contest that were drawn, in order.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Round>> {
    fetch_all!(
        tx,
        (i64, i64, i64, i64, String, Option<String>),
        "SELECT round, of_rounds, starts_at, ends_at, plan, outcome FROM rounds
         WHERE workspace_id = $1 AND contest_id = $2 ORDER BY round",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(|(number, of, starts_at, ends_at, plan, outcome)| {
        Ok(Round {
            number,
            of,
            starts_at: instant(starts_at)?,
            ends_at: instant(ends_at)?,
            plan: parse_json(&plan, "rounds.plan")?,
            outcome: outcome.map(|outcome| parse_json(&outcome, "rounds.outcome")).transpose()?,
        })
    })
    .collect()
}

/// Begins a round: nobody has points in it yet.
pub async fn begin(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, round: &Round) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO rounds (workspace_id, contest_id, round, of_rounds, starts_at, ends_at, plan)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        workspace.as_str(),
        contest.as_str(),
        round.number,
        round.of,
        round.starts_at.timestamp_millis(),
        round.ends_at.timestamp_millis(),
        json(&round.plan)?,
    )?;
    execute!(
        tx,
        "UPDATE contests SET round = $3 WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
        round.number,
    )?;
    execute!(
        tx,
        "UPDATE standings SET round_points = 0
         WHERE workspace_id = $1 AND contest_id = $2 AND round_points <> 0",
        workspace.as_str(),
        contest.as_str(),
    )?;
    if round.plan != Plan::Open {
        // Places of the round before are among other people.
        execute!(
            tx,
            "UPDATE standings SET board_place = NULL
             WHERE workspace_id = $1 AND contest_id = $2 AND board_place IS NOT NULL",
            workspace.as_str(),
            contest.as_str(),
        )?;
    }
    Ok(())
}

/// Keeps how a round ended, or, with none, that it goes on.
pub async fn end(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    number: i64,
    outcome: Option<&Outcome>,
) -> Result<()> {
    let outcome = outcome.map(json).transpose()?;
    execute!(
        tx,
        "UPDATE rounds SET outcome = $4 WHERE workspace_id = $1 AND contest_id = $2 AND round = $3",
        workspace.as_str(),
        contest.as_str(),
        number,
        outcome,
    )?;
    Ok(())
}

/// Keeps when a round ends now that its contest ends at another time.
pub async fn move_end(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    number: i64,
    ends_at: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE rounds SET ends_at = $4 WHERE workspace_id = $1 AND contest_id = $2 AND round = $3",
        workspace.as_str(),
        contest.as_str(),
        number,
        ends_at.timestamp_millis(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
