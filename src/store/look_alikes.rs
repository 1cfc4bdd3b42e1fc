//! The index of look-alikes: a few prints of each share's words, by which texts that read alike are found.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::batch::add;
use super::values::parse_word;
use super::{Batch, Result, Tx, execute, fetch_all};
use crate::domain::id::{ShareId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::originality::{KEPT, PRINTS};

/// Who left any of the prints: a share comes once for each. The numbers stand in the texts, since SQLite prepares a
/// statement anew each time a limit is bound.
pub(super) const FIND: &str = "SELECT share_id FROM prints
     WHERE workspace_id = $1 AND shared_at >= $2
         AND print IN ($3, $4, $5, $6, $7, $8, $9, $10)
     LIMIT 128";

/// Rows at which [`FIND`] stops. A turn of phrase that everybody uses would bring up everybody.
const MANY: usize = 128;

/// The latest shares that left one print.
macro_rules! latest_with {
    ($print:literal) => {
        concat!(
            "SELECT share_id FROM (SELECT share_id FROM prints
             WHERE workspace_id = $1 AND print = ",
            $print,
            " AND shared_at >= $2 ORDER BY share_id DESC LIMIT 32) AS latest"
        )
    };
    ($print:literal, $($more:literal),+) => {
        concat!(latest_with!($print), " UNION ALL ", latest_with!($($more),+))
    };
}

/// The same where there are many: the latest of each print, which takes three times as long. A copy has rarer prints
/// too.
pub(super) const FIND_LATEST: &str = latest_with!("$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10");

/// Runs one of the two.
macro_rules! look_up {
    ($tx:expr, $sql:expr, $workspace:expr, $since:expr, $p:expr) => {
        fetch_all!(
            $tx,
            (String,),
            $sql,
            $workspace.as_str(),
            $since.timestamp_millis(),
            $p[0],
            $p[1],
            $p[2],
            $p[3],
            $p[4],
            $p[5],
            $p[6],
            $p[7],
        )
    };
}

/// How many are compared word by word, at most: a copy has more prints in common than a turn of phrase brings.
const COMPARED: usize = 4;

/// Words and kinds of standing shares since `since` that share prints with a text, the likest first. `prints` holds at
/// most [`PRINTS`].
pub async fn find(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    prints: &[i64],
    since: DateTime<Utc>,
) -> Result<Vec<(String, Kind)>> {
    let p: [Option<i64>; PRINTS] = std::array::from_fn(|i| prints.get(i).copied());
    let mut rows = look_up!(tx, FIND, workspace, since, p)?;
    if rows.len() >= MANY {
        rows = look_up!(tx, FIND_LATEST, workspace, since, p)?;
    }
    let mut shared = BTreeMap::<String, u32>::new();
    for (share,) in rows {
        *shared.entry(share).or_default() += 1;
    }
    let mut near: Vec<(u32, String)> = shared.into_iter().map(|(share, prints)| (prints, share)).collect();
    near.sort_unstable_by(|a, b| b.cmp(a));
    near.truncate(COMPARED);
    words_of(tx, workspace, near).await
}

/// The words of shares, those with the most prints in common first.
async fn words_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    near: Vec<(u32, String)>,
) -> Result<Vec<(String, Kind)>> {
    if near.is_empty() {
        return Ok(Vec::new());
    }
    let s: [Option<&str>; COMPARED] = std::array::from_fn(|i| near.get(i).map(|(_, share)| share.as_str()));
    let rows = fetch_all!(
        tx,
        (String, String, String),
        "SELECT share_id, words, kind FROM shares
         WHERE workspace_id = $1 AND share_id IN ($2, $3, $4, $5)",
        workspace.as_str(),
        s[0],
        s[1],
        s[2],
        s[3],
    )?;
    let mut words = BTreeMap::new();
    for (share, text, kind) in rows {
        words.insert(share, (text, parse_word(&kind, "shares.kind")?));
    }
    Ok(near.iter().filter_map(|(_, share)| words.remove(share)).collect())
}

/// Puts a share's words into the index of look-alikes, by the first [`KEPT`] of their prints.
pub fn keep(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    share: &ShareId,
    prints: &[i64],
    shared_at: DateTime<Utc>,
) {
    let Some(last) = prints.last() else { return };
    // One statement for any number: a text with fewer repeats its last.
    let p: [i64; KEPT] = std::array::from_fn(|i| *prints.get(i).unwrap_or(last));
    add!(
        batch,
        "INSERT INTO prints (workspace_id, share_id, shared_at, print) VALUES
             ($1, $2, $3, $4), ($1, $2, $3, $5), ($1, $2, $3, $6),
             ($1, $2, $3, $7), ($1, $2, $3, $8), ($1, $2, $3, $9)
         ON CONFLICT (workspace_id, print, share_id) DO NOTHING",
        workspace.as_str(),
        share.as_str(),
        shared_at.timestamp_millis(),
        p[0],
        p[1],
        p[2],
        p[3],
        p[4],
        p[5],
    );
}

/// Takes a share's words out of the index of look-alikes, given the prints that they left.
pub async fn forget(tx: &mut Tx, workspace: &WorkspaceId, share: &ShareId, prints: &[i64]) -> Result<()> {
    for print in prints {
        execute!(
            tx,
            "DELETE FROM prints WHERE workspace_id = $1 AND print = $2 AND share_id = $3",
            workspace.as_str(),
            *print,
            share.as_str(),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
