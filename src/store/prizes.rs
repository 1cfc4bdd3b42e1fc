//! Prizes of contests.

use chrono::{DateTime, Utc};

use super::values::unknown;
use super::{Error, Result, Tx, execute, fetch_all, fetch_optional, row};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::reward::{Ground, Prize};

row! {
    pub(super) struct PrizeRow {
        pub(super) prize_id: String,
        pub(super) kind: String,
        pub(super) at_number: i64,
        pub(super) name: String,
        pub(super) stock: Option<i64>,
    }
}

impl TryFrom<PrizeRow> for Prize {
    type Error = Error;

    fn try_from(row: PrizeRow) -> Result<Self> {
        let ground = match row.kind.as_str() {
            "place" => Ground::Place(row.at_number),
            "points" => Ground::Points(row.at_number),
            _ => return Err(unknown("prizes.kind")),
        };
        Ok(Self { id: row.prize_id, ground, name: row.name, stock: row.stock })
    }
}

/// The kind that the database keeps, and its number.
fn spelled(ground: Ground) -> (&'static str, i64) {
    match ground {
        Ground::Place(at) => ("place", at),
        Ground::Points(at) => ("points", at),
    }
}

/// Adds a prize.
pub async fn add(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    prize: &Prize,
    made_by: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    let (kind, at) = spelled(prize.ground);
    execute!(
        tx,
        "INSERT INTO prizes (workspace_id, contest_id, prize_id, kind, at_number, name, stock, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        workspace.as_str(),
        contest.as_str(),
        &prize.id,
        kind,
        at,
        &prize.name,
        prize.stock,
        made_by.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(())
}

/// Puts up the same prizes in the next contest of a series: of each as many as there were, whatever was won of them.
pub async fn copy(tx: &mut Tx, workspace: &WorkspaceId, from: &ContestId, to: &ContestId) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO prizes (workspace_id, contest_id, prize_id, kind, at_number, name, stock, made_by, made_at)
         SELECT p.workspace_id, $3, p.prize_id, p.kind, p.at_number, p.name,
             p.stock + (SELECT COUNT(*) FROM winnings w
                        WHERE w.workspace_id = $1 AND w.contest_id = $2 AND w.source_id = p.prize_id
                            AND w.state IN ('pending', 'approved')),
             p.made_by, p.made_at
         FROM prizes p WHERE p.workspace_id = $1 AND p.contest_id = $2",
        workspace.as_str(),
        from.as_str(),
        to.as_str(),
    )?;
    Ok(())
}

/// Takes a prize out of a contest; what was won of it stays won.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, prize: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM prizes WHERE workspace_id = $1 AND contest_id = $2 AND prize_id = $3",
        workspace.as_str(),
        contest.as_str(),
        prize,
    )?;
    Ok(())
}

/// A contest's prizes: those for places first, each kind by its number.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Prize>> {
    fetch_all!(
        tx,
        PrizeRow,
        "SELECT prize_id, kind, at_number, name, stock FROM prizes
         WHERE workspace_id = $1 AND contest_id = $2 ORDER BY kind, at_number, prize_id",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(Prize::try_from)
    .collect()
}

/// Takes one out of the stock; false if none is left. Where there is no end of them, none is taken.
pub async fn take(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, prize: &str) -> Result<bool> {
    let taken = execute!(
        tx,
        "UPDATE prizes SET stock = stock - 1
         WHERE workspace_id = $1 AND contest_id = $2 AND prize_id = $3 AND (stock IS NULL OR stock > 0)",
        workspace.as_str(),
        contest.as_str(),
        prize,
    )?;
    Ok(taken > 0)
}

/// Puts one back into the stock, where there is one and the prize is still there.
pub async fn put_back(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, prize: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE prizes SET stock = stock + 1 WHERE workspace_id = $1 AND contest_id = $2 AND prize_id = $3",
        workspace.as_str(),
        contest.as_str(),
        prize,
    )?;
    Ok(())
}

/// Who added a prize.
pub async fn made_by(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    prize: &str,
) -> Result<Option<UserId>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "SELECT made_by FROM prizes WHERE workspace_id = $1 AND contest_id = $2 AND prize_id = $3",
        workspace.as_str(),
        contest.as_str(),
        prize,
    )?;
    Ok(row.map(|(by,)| by.into()))
}
