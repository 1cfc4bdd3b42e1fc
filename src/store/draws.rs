//! The seeds of draws, kept until they are drawn by.

use super::{Result, Tx, execute, fetch_optional};
use crate::domain::id::{ContestId, WorkspaceId};

/// Keeps the seed of a contest's draw.
pub async fn keep(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, seed: &str) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO draws (workspace_id, contest_id, seed) VALUES ($1, $2, $3)",
        workspace.as_str(),
        contest.as_str(),
        seed,
    )?;
    Ok(())
}

/// The seed of a contest's draw, if it has one.
pub async fn seed(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Option<String>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "SELECT seed FROM draws WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(row.map(|(seed,)| seed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::game::{acme, c1, c2, in_a_game};

    #[tokio::test]
    async fn a_seed_is_the_contests_own() {
        in_a_game(async |tx: &mut Tx| {
            keep(tx, &acme(), &c1(), "s1").await?;
            assert_eq!(seed(tx, &acme(), &c1()).await?.as_deref(), Some("s1"));
            assert_eq!(seed(tx, &acme(), &c2()).await?, None);
            Ok(())
        })
        .await;
    }
}
