//! Rewards that can be claimed for points won.

use chrono::{DateTime, Utc};

use super::{Result, Tx, execute, fetch_all, fetch_one, row};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::reward::Reward;

row! {
    struct RewardRow {
        reward_id: String,
        name: String,
        price: i64,
        stock: Option<i64>,
        made_by: String,
    }
}

/// What can be claimed, the cheapest first, each with who put it there.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Vec<(Reward, UserId)>> {
    let rows = fetch_all!(
        tx,
        RewardRow,
        "SELECT reward_id, name, price, stock, made_by FROM rewards WHERE workspace_id = $1
         ORDER BY price, name, reward_id",
        workspace.as_str(),
    )?;
    let reward = |row: RewardRow| {
        let made_by = row.made_by.into();
        (Reward { id: row.reward_id, name: row.name, price: row.price, stock: row.stock }, made_by)
    };
    Ok(rows.into_iter().map(reward).collect())
}

/// Adds a reward, or gives it another name, price and stock.
pub async fn keep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reward: &Reward,
    made_by: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO rewards (workspace_id, reward_id, name, price, stock, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (workspace_id, reward_id) DO UPDATE SET name = excluded.name, price = excluded.price,
             stock = excluded.stock, made_by = excluded.made_by",
        workspace.as_str(),
        &reward.id,
        &reward.name,
        reward.price,
        reward.stock,
        made_by.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(())
}

/// Takes a reward off the list; claims of it go on.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, reward: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM rewards WHERE workspace_id = $1 AND reward_id = $2",
        workspace.as_str(),
        reward,
    )?;
    Ok(())
}

/// Takes one out of the stock, at the price that was seen; false if none is left, or the price is another by now.
pub async fn take(tx: &mut Tx, workspace: &WorkspaceId, reward: &Reward) -> Result<bool> {
    let taken = execute!(
        tx,
        "UPDATE rewards SET stock = stock - 1
         WHERE workspace_id = $1 AND reward_id = $2 AND price = $3 AND (stock IS NULL OR stock > 0)",
        workspace.as_str(),
        &reward.id,
        reward.price,
    )?;
    Ok(taken > 0)
}

/// Puts one back into the stock, where there is one and the reward is still there.
pub async fn put_back(tx: &mut Tx, workspace: &WorkspaceId, reward: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE rewards SET stock = stock + 1 WHERE workspace_id = $1 AND reward_id = $2",
        workspace.as_str(),
        reward,
    )?;
    Ok(())
}

/// What a rep has won in contests that were not called off, on their boards or off them.
pub async fn won(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<i64> {
    let (points,) = fetch_one!(
        tx,
        (i64,),
        // Joined crosswise, so that SQLite begins with the person's few entries.
        "SELECT CAST(COALESCE(SUM(s.points), 0) AS BIGINT) FROM entrants e CROSS JOIN standings s CROSS JOIN contests c
         WHERE e.workspace_id = $1 AND e.user_id = $2
             AND s.workspace_id = $1 AND s.contest_id = e.contest_id AND s.user_id = $2
             AND c.workspace_id = $1 AND c.contest_id = e.contest_id AND c.phase <> 'cancelled' AND c.dry_run IS NULL",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(points)
}
