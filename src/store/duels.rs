//! Duels as they were offered, fought and ended.

use super::time::instant;
use super::values::{json, parse_json, parse_word, word};
use super::{Error, Result, Tx, execute, fetch_all, fetch_one, row};
use crate::domain::duel::Duel;
use crate::domain::id::{ContestId, UserId, WorkspaceId};

row! {
    struct DuelRow {
        duel_id: String,
        challenger: String,
        rival: String,
        state: String,
        lasts: String,
        offered_at: i64,
        starts_at: Option<i64>,
        ends_at: Option<i64>,
        challenger_points: Option<i64>,
        rival_points: Option<i64>,
    }
}

impl TryFrom<DuelRow> for Duel {
    type Error = Error;

    fn try_from(row: DuelRow) -> Result<Self> {
        let fought = row.starts_at.zip(row.ends_at);
        Ok(Self {
            id: row.duel_id.into(),
            challenger: row.challenger.into(),
            rival: row.rival.into(),
            state: parse_word(&row.state, "duels.state")?,
            lasts: parse_json(&row.lasts, "duels.lasts")?,
            offered_at: instant(row.offered_at)?,
            fought: fought
                .map(|(from, until)| Ok::<_, Error>((instant(from)?, instant(until)?)))
                .transpose()?,
            points: row.challenger_points.zip(row.rival_points),
        })
    }
}

/// The duels of a contest, the latest first, those that came to nothing left out.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Duel>> {
    fetch_all!(
        tx,
        DuelRow,
        "SELECT duel_id, challenger, rival, state, lasts, offered_at, starts_at, ends_at, challenger_points, rival_points
         FROM duels WHERE workspace_id = $1 AND contest_id = $2 AND state <> 'off' ORDER BY duel_id DESC",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(Duel::try_from)
    .collect()
}

/// Writes down a duel, or what has become of it.
pub async fn keep(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, duel: &Duel) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO duels (workspace_id, contest_id, duel_id, challenger, rival, state, lasts, offered_at, starts_at,
             ends_at, challenger_points, rival_points)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (workspace_id, contest_id, duel_id) DO UPDATE SET state = excluded.state,
             starts_at = excluded.starts_at, ends_at = excluded.ends_at,
             challenger_points = excluded.challenger_points, rival_points = excluded.rival_points",
        workspace.as_str(),
        contest.as_str(),
        duel.id.as_str(),
        duel.challenger.as_str(),
        duel.rival.as_str(),
        word(duel.state)?,
        json(&duel.lasts)?,
        duel.offered_at.timestamp_millis(),
        duel.fought.map(|(from, _)| from.timestamp_millis()),
        duel.fought.map(|(_, until)| until.timestamp_millis()),
        duel.points.map(|(challenger, _)| challenger),
        duel.points.map(|(_, rival)| rival),
    )?;
    Ok(())
}

/// What a rep earned in a contest from one instant to another, both in epoch milliseconds, the second left out. What was
/// taken back since counts for nothing.
pub async fn earned(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    (from, until): (i64, i64),
) -> Result<i64> {
    let (points,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(SUM(l.points), 0) AS BIGINT) FROM ledger l
         WHERE l.workspace_id = $1 AND l.contest_id = $2 AND l.user_id = $3 AND l.at >= $4 AND l.at < $5
             AND l.reverses IS NULL
             AND NOT EXISTS (SELECT 1 FROM ledger r WHERE r.workspace_id = $1 AND r.reverses = l.entry_id)",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        from,
        until,
    )?;
    Ok(points)
}

#[cfg(test)]
mod tests;
