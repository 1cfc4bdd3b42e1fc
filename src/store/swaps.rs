//! Swaps of players between teams as they were offered and answered.

use super::time::instant;
use super::values::{parse_word, word};
use super::{Error, Result, Tx, execute, fetch_all, row};
use crate::domain::id::{ContestId, WorkspaceId};
use crate::domain::swap::Swap;

row! {
    struct SwapRow {
        swap_id: String,
        offered_by: String,
        offered_to: String,
        mine: String,
        theirs: String,
        state: String,
        offered_at: i64,
    }
}

impl TryFrom<SwapRow> for Swap {
    type Error = Error;

    fn try_from(row: SwapRow) -> Result<Self> {
        Ok(Self {
            id: row.swap_id.into(),
            offered_by: row.offered_by.into(),
            offered_to: row.offered_to.into(),
            mine: row.mine.into(),
            theirs: row.theirs.into(),
            state: parse_word(&row.state, "swaps.state")?,
            offered_at: instant(row.offered_at)?,
        })
    }
}

/// The swaps of a contest that wait for an answer, the latest first.
pub async fn offered(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Swap>> {
    fetch_all!(
        tx,
        SwapRow,
        "SELECT swap_id, offered_by, offered_to, mine, theirs, state, offered_at FROM swaps
         WHERE workspace_id = $1 AND contest_id = $2 AND state = 'offered' ORDER BY swap_id DESC",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(Swap::try_from)
    .collect()
}

/// Writes down a swap, or what has become of it.
pub async fn keep(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, swap: &Swap) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO swaps (workspace_id, contest_id, swap_id, offered_by, offered_to, mine, theirs, state, offered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (workspace_id, contest_id, swap_id) DO UPDATE SET state = excluded.state",
        workspace.as_str(),
        contest.as_str(),
        swap.id.as_str(),
        swap.offered_by.as_str(),
        swap.offered_to.as_str(),
        swap.mine.as_str(),
        swap.theirs.as_str(),
        word(swap.state)?,
        swap.offered_at.timestamp_millis(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
