//! Claims: whom a link belongs to, in a contest or, one person's own post, in the whole workspace.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::batch::add;
use super::{Batch, Engine, Result, Tx, execute, fetch_all, fetch_optional};
use crate::domain::id::{ContestId, ShareId, UserId, WorkspaceId};

/// Who holds a claim, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The contest it holds in; none for one person's own post, which is claimed in the whole workspace.
    pub contest: Option<ContestId>,
    /// Whose it is.
    pub user: UserId,
    /// When the share behind it counted.
    pub shared_at: DateTime<Utc>,
    /// What it was paid there, all told.
    pub points: i64,
}

const CLAIM: &str = "INSERT INTO claims (workspace_id, link_key, contest_id, claimant, user_id, share_id)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, link_key, claimant, contest_id) DO NOTHING";

/// What stands in place of a link that was claimed by somebody who is forgotten: nobody reads the link off it, and
/// the same link finds it.
pub fn forgotten(key: &str) -> String {
    let hash = Sha256::digest(key.as_bytes());
    hash.iter().fold("forgotten:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// A link, as it is claimed for a share.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    /// Its canonical spelling, marked where it is only commented on or liked.
    pub key: &'a str,
    /// The rep.
    pub user: &'a UserId,
    /// The share.
    pub share: &'a ShareId,
}

/// The share by which somebody's own post is claimed in the whole workspace, and by whom.
pub async fn owner(tx: &mut Tx, workspace: &WorkspaceId, key: &str) -> Result<Option<(ShareId, UserId)>> {
    let row = fetch_optional!(
        tx,
        (String, String),
        "SELECT share_id, user_id FROM claims
         WHERE workspace_id = $1 AND link_key = $2 AND claimant = '' AND contest_id = ''",
        workspace.as_str(),
        key,
    )?;
    Ok(row.map(|(share, user)| (share.into(), user.into())))
}

/// The shares by which somebody claims a link, wherever.
pub async fn shares_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    key: &str,
    user: &UserId,
) -> Result<Vec<ShareId>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT DISTINCT share_id FROM claims
         WHERE workspace_id = $1 AND link_key = $2 AND claimant IN ($3, '') AND user_id = $3 ORDER BY share_id",
        workspace.as_str(),
        key,
        user.as_str(),
    )?;
    Ok(rows.into_iter().map(|(share,)| share.into()).collect())
}

/// Whether a link that concerns somebody is claimed, but not by this share of theirs: a copy claims nothing, so another may
/// have come after it.
pub async fn is_held_by_another(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    key: &str,
    user: &UserId,
    share: &ShareId,
) -> Result<bool> {
    let row = fetch_optional!(
        tx,
        (String,),
        "SELECT share_id FROM claims
         WHERE workspace_id = $1 AND link_key = $2 AND claimant IN ($3, '') AND share_id <> $4 LIMIT 1",
        workspace.as_str(),
        key,
        user.as_str(),
        share.as_str(),
    )?;
    Ok(row.is_some())
}

/// Claims a link within a contest. If it was claimed there before, that stays.
pub fn claim(batch: &mut Batch, workspace: &WorkspaceId, contest: &ContestId, link: Link<'_>) {
    let user = link.user.as_str();
    add!(batch, CLAIM, workspace.as_str(), link.key, contest.as_str(), user, user, link.share.as_str());
}

/// Claims one person's own post in the whole workspace; false if it is taken.
///
/// On PostgreSQL it is claimed now: two who race for it cannot both have it. On SQLite nobody can have come
/// between since claims were last looked at, so it goes with the rest of the batch.
pub async fn claim_own_post(
    tx: &mut Tx,
    batch: &mut Batch,
    workspace: &WorkspaceId,
    link: Link<'_>,
) -> Result<bool> {
    let (workspace, user, share) = (workspace.as_str(), link.user.as_str(), link.share.as_str());
    match tx.engine() {
        Engine::Sqlite => {
            add!(batch, CLAIM, workspace, link.key, "", "", user, share);
            Ok(true)
        }
        Engine::Postgres => Ok(execute!(tx, CLAIM, workspace, link.key, "", "", user, share)? > 0),
    }
}

/// Frees a share's link in one contest.
pub async fn free_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    link: Link<'_>,
) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM claims WHERE workspace_id = $1 AND link_key = $2 AND claimant = $3 AND contest_id = $4
             AND share_id = $5",
        workspace.as_str(),
        link.key,
        link.user.as_str(),
        contest.as_str(),
        link.share.as_str(),
    )?;
    Ok(())
}

/// Frees whatever a share still claims. A personal post that its rep counted again in another contest stays
/// theirs.
pub async fn free(tx: &mut Tx, workspace: &WorkspaceId, link: Link<'_>) -> Result<()> {
    execute!(
        tx,
        "UPDATE claims SET share_id = (
             SELECT MIN(o.share_id) FROM claims o
             WHERE o.workspace_id = claims.workspace_id AND o.link_key = claims.link_key
                 AND o.claimant = claims.user_id AND o.share_id <> $3)
         WHERE workspace_id = $1 AND link_key = $2 AND claimant = '' AND contest_id = '' AND share_id = $3
             AND EXISTS (
             SELECT 1 FROM claims o
             WHERE o.workspace_id = claims.workspace_id AND o.link_key = claims.link_key
                 AND o.claimant = claims.user_id AND o.share_id <> $3)",
        workspace.as_str(),
        link.key,
        link.share.as_str(),
    )?;
    execute!(
        tx,
        "DELETE FROM claims
         WHERE workspace_id = $1 AND link_key = $2 AND claimant IN ($3, '') AND share_id = $4",
        workspace.as_str(),
        link.key,
        link.user.as_str(),
        link.share.as_str(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
