//! What people chose for themselves, and the name by which others read of them.
//!
//! `people.shown_as` is what is said in public in place of a name. Whatever reads a name that others will see reads
//! `COALESCE(p.shown_as, p.name, …)`.

use super::{Result, Tx, execute, fetch_optional};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::preferences::{Preferences, UNNAMED};
use crate::domain::privacy::FORMER;

/// What the person chose; what holds for everybody, where we do not know them.
pub async fn of(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Preferences> {
    let row = fetch_optional!(
        tx,
        (i64, i64, Option<String>),
        "SELECT streaks, mentions, shown_as FROM people WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(row.map_or_else(Preferences::default, |(streaks, mentions, shown_as)| Preferences {
        streaks: streaks != 0,
        mentions: mentions != 0,
        named: shown_as.is_none(),
    }))
}

/// Keeps what the person chose.
pub async fn keep(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId, chosen: Preferences) -> Result<()> {
    execute!(
        tx,
        "UPDATE people SET streaks = $3, mentions = $4, shown_as = $5 WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
        i64::from(chosen.streaks),
        i64::from(chosen.mentions),
        (!chosen.named).then_some(UNNAMED),
    )?;
    tx.shows();
    Ok(())
}

/// How somebody is told of to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Public {
    /// The name that others read.
    pub name: String,
    /// What they chose.
    pub chosen: Preferences,
}

/// How the person is told of to others; none where we do not know them.
pub async fn public(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Option<Public>> {
    let row = fetch_optional!(
        tx,
        (String, i64, i64, i64),
        "SELECT COALESCE(p.shown_as, p.name), p.streaks, p.mentions,
             CAST(CASE WHEN p.shown_as IS NULL THEN 1 ELSE 0 END AS BIGINT)
         FROM people p WHERE p.workspace_id = $1 AND p.user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(row.map(|(name, streaks, mentions, named)| Public {
        name,
        chosen: Preferences { streaks: streaks != 0, mentions: mentions != 0, named: named != 0 },
    }))
}

/// The name that others read of the person; of whom we know nothing any more, what stands for those who were forgotten.
pub async fn public_name(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<String> {
    Ok(public(tx, workspace, user).await?.map_or_else(|| FORMER.to_owned(), |found| found.name))
}

#[cfg(test)]
mod tests;
