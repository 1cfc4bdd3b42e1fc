//! Who plays in a contest.

use chrono::{DateTime, Utc};

use super::batch::add;
use super::contests::live;
use super::{Batch, Result, Tx, execute, fetch_all, fetch_optional, standings};
use crate::domain::contest::Contest;
use crate::domain::id::{ContestId, UserId, WorkspaceId};

/// A live contest as one person sees it.
#[derive(Clone, Debug)]
pub struct InPlay {
    /// The contest.
    pub contest: Contest,
    /// How the person stands to it.
    pub entry: Entry,
}

/// Whether a person plays in a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Never joined.
    Outside,
    /// Plays.
    Joined,
    /// Joined once and left.
    Left,
}

/// Every live contest, with how `user` stands to it; the one that ends first at the front.
pub async fn in_play(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<InPlay>> {
    let contests = live(tx, workspace).await?;
    let entries = fetch_all!(
        tx,
        (String, Option<i64>),
        "SELECT contest_id, left_at FROM entrants WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?;
    let entry = |id: &ContestId| match entries.iter().find(|(contest, _)| contest == id.as_str()) {
        None => Entry::Outside,
        Some((_, None)) => Entry::Joined,
        Some((_, Some(_))) => Entry::Left,
    };
    Ok(contests.into_iter().map(|contest| InPlay { entry: entry(&contest.id), contest }).collect())
}

/// Makes the person a player, with a row of their own on the board. False if they were one already.
pub async fn join(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let is_back = execute!(
        tx,
        "UPDATE entrants SET left_at = NULL
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND left_at IS NOT NULL",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    if is_back > 0 {
        standings::show(tx, workspace, contest, user, true).await?;
        return Ok(true);
    }
    let plays = fetch_optional!(
        tx,
        (i64,),
        "SELECT joined_at FROM entrants WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    if plays.is_some() {
        return Ok(false);
    }
    let mut batch = Batch::default();
    enter(&mut batch, workspace, contest, user, now);
    batch.run(tx).await?;
    Ok(true)
}

/// Makes somebody who never joined a player, with a row of their own on the board.
pub fn enter(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    now: DateTime<Utc>,
) {
    add!(
        batch,
        "INSERT INTO entrants (workspace_id, contest_id, user_id, joined_at) VALUES ($1, $2, $3, $4)",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        now.timestamp_millis(),
    );
    standings::enter(batch, workspace, contest, user, now);
}

/// Takes the person off the board; the score waits for them. False if they did not play.
pub async fn leave(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let left = execute!(
        tx,
        "UPDATE entrants SET left_at = $4
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND left_at IS NULL",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        now.timestamp_millis(),
    )?;
    standings::show(tx, workspace, contest, user, false).await?;
    Ok(left > 0)
}

#[cfg(test)]
mod tests;
