//! Draws: the seeds that they are made by, and the rows of tickets that they were made from.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::{Result, Tx, execute, fetch_all, fetch_optional};
use crate::domain::draw::Holder;
use crate::domain::id::{ContestId, UserId, WorkspaceId};

/// Keeps the seed of the draw to come. One that was made before is void, and its seed with it.
pub async fn keep(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, seed: &str) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO draws (workspace_id, contest_id, seed) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, contest_id) DO UPDATE SET seed = excluded.seed, drawn_at = NULL",
        workspace.as_str(),
        contest.as_str(),
        seed,
    )?;
    execute!(
        tx,
        "DELETE FROM tickets WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(())
}

/// The seed of a contest's draw and when it was made, if the contest draws.
pub async fn seed(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<Option<(String, Option<DateTime<Utc>>)>> {
    let row = fetch_optional!(
        tx,
        (String, Option<i64>),
        "SELECT seed, drawn_at FROM draws WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
    )?;
    row.map(|(seed, at)| Ok((seed, at.map(instant).transpose()?))).transpose()
}

/// Keeps the row that a contest's draw is made from: once, until it is void. False where it was made already.
pub async fn make(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    row: &[(UserId, i64)],
    now: DateTime<Utc>,
) -> Result<bool> {
    let made = execute!(
        tx,
        "UPDATE draws SET drawn_at = $3 WHERE workspace_id = $1 AND contest_id = $2 AND drawn_at IS NULL",
        workspace.as_str(),
        contest.as_str(),
        now.timestamp_millis(),
    )?;
    if made == 0 {
        return Ok(false);
    }
    for (nth, (user, tickets)) in (1_i64..).zip(row) {
        execute!(
            tx,
            "INSERT INTO tickets (workspace_id, contest_id, nth, user_id, tickets) VALUES ($1, $2, $3, $4, $5)",
            workspace.as_str(),
            contest.as_str(),
            nth,
            user.as_str(),
            *tickets,
        )?;
    }
    Ok(true)
}

/// The row that a contest's draw was made from, in its order.
pub async fn row(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Holder>> {
    let rows = fetch_all!(
        tx,
        (String, String, i64),
        "SELECT t.user_id, COALESCE(p.shown_as, p.name, t.user_id), t.tickets FROM tickets t
         LEFT JOIN people p ON p.workspace_id = t.workspace_id AND p.user_id = t.user_id
         WHERE t.workspace_id = $1 AND t.contest_id = $2 ORDER BY t.nth",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(rows.into_iter().map(|(user, name, tickets)| Holder { user: user.into(), name, tickets }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::game::{acme, at, c1, c2, in_a_game};

    #[tokio::test]
    async fn a_seed_is_the_contests_own() {
        in_a_game(async |tx: &mut Tx| {
            keep(tx, &acme(), &c1(), "s1").await?;
            assert_eq!(seed(tx, &acme(), &c1()).await?, Some(("s1".into(), None)));
            assert_eq!(seed(tx, &acme(), &c2()).await?, None);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_draw_is_made_once_until_another_seed_makes_it_void() {
        in_a_game(async |tx: &mut Tx| {
            keep(tx, &acme(), &c1(), "s1").await?;
            let tickets = [("bob".into(), 2), ("ann".into(), 1)];
            assert!(make(tx, &acme(), &c1(), &tickets, at(1)).await?);
            assert!(!make(tx, &acme(), &c1(), &[("cid".into(), 9)], at(2)).await?);
            assert_eq!(seed(tx, &acme(), &c1()).await?, Some(("s1".into(), Some(at(1)))));
            let holder =
                |user: &str, tickets| Holder { user: user.into(), name: user.to_uppercase(), tickets };
            let kept = [holder("bob", 2), holder("ann", 1)];
            assert_eq!(row(tx, &acme(), &c1()).await?, kept, "as it was, in its order");
            keep(tx, &acme(), &c1(), "s2").await?;
            assert_eq!(seed(tx, &acme(), &c1()).await?, Some(("s2".into(), None)));
            assert_eq!(row(tx, &acme(), &c1()).await?, []);
            assert!(!make(tx, &acme(), &c2(), &tickets, at(3)).await?, "it draws nobody");
            Ok(())
        })
        .await;
    }
}
