//! Numbers that people count, each time anew.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::values::unknown;
use super::{Result, Tx, claims, execute, fetch_one, fetch_optional};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::measure::Measure;

/// What became of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountState {
    /// It is what later ones are measured by.
    Stands,
    /// A manager looks at it first.
    Held,
    /// It was declined, or taken back.
    Off,
}

impl CountState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::Held => "held",
            Self::Off => "off",
        }
    }
}

/// What is known of a measure: the first count that stands, and the most that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The first.
    pub baseline: i64,
    /// The most.
    pub most: i64,
}

/// A count to be written down.
#[derive(Clone, Copy, Debug)]
pub struct NewCount<'a> {
    /// Its row.
    pub id: &'a str,
    /// Who counts.
    pub user: &'a UserId,
    /// What.
    pub measure: Measure,
    /// How many.
    pub value: i64,
    /// What becomes of it.
    pub state: CountState,
}

/// Writes down a count.
pub async fn keep(tx: &mut Tx, workspace: &WorkspaceId, new: NewCount<'_>, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO counts (workspace_id, user_id, measure, count_id, value, state, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        workspace.as_str(),
        new.user.as_str(),
        new.measure.name(),
        new.id,
        new.value,
        new.state.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(())
}

/// Changes what became of a count.
pub async fn set_state(tx: &mut Tx, workspace: &WorkspaceId, count: &str, state: CountState) -> Result<()> {
    execute!(
        tx,
        "UPDATE counts SET state = $3 WHERE workspace_id = $1 AND count_id = $2",
        workspace.as_str(),
        count,
        state.as_str(),
    )?;
    Ok(())
}

/// What is known of a rep's measure; none where nothing was counted yet. A count on its way to be decided is left out.
pub async fn known(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    measure: Measure,
) -> Result<Option<Known>> {
    let (first, most) = fetch_one!(
        tx,
        (Option<i64>, Option<i64>),
        "SELECT (SELECT f.value FROM counts f
                 WHERE f.workspace_id = $1 AND f.user_id = $2 AND f.measure = $3 AND f.state = 'stands'
                 ORDER BY f.count_id LIMIT 1),
                (SELECT MAX(m.value) FROM counts m
                 WHERE m.workspace_id = $1 AND m.user_id = $2 AND m.measure = $3 AND m.state = 'stands')",
        workspace.as_str(),
        user.as_str(),
        measure.name(),
    )?;
    Ok(first.zip(most).map(|(baseline, most)| Known { baseline, most }))
}

/// The rep's latest count of anything that stands, made at `since` or later: its row, measure and number.
pub async fn latest(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    since: DateTime<Utc>,
) -> Result<Option<(String, Measure, i64)>> {
    let row = fetch_optional!(
        tx,
        (String, String, i64),
        "SELECT count_id, measure, value FROM counts
         WHERE workspace_id = $1 AND user_id = $2 AND state = 'stands' AND at >= $3
         ORDER BY count_id DESC LIMIT 1",
        workspace.as_str(),
        user.as_str(),
        since.timestamp_millis(),
    )?;
    row.map(|(count, measure, value)| {
        let measure = Measure::parse(&measure).map_err(|_| unknown("counts.measure"))?;
        Ok((count, measure, value))
    })
    .transpose()
}

/// When a count was made.
pub async fn made_at(tx: &mut Tx, workspace: &WorkspaceId, count: &str) -> Result<Option<DateTime<Utc>>> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "SELECT at FROM counts WHERE workspace_id = $1 AND count_id = $2",
        workspace.as_str(),
        count,
    )?;
    row.map(|(at,)| instant(at)).transpose()
}

/// Who reported that result with that customer since, when, and whose name: the latest that was not declined.
pub async fn reported(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    subject: &str,
    since: DateTime<Utc>,
) -> Result<Option<(UserId, String, DateTime<Utc>)>> {
    let row = fetch_optional!(
        tx,
        (String, String, i64),
        "SELECT r.user_id, COALESCE(p.shown_as, p.name, r.user_id), r.asked_at FROM reviews r
         LEFT JOIN people p ON p.workspace_id = r.workspace_id AND p.user_id = r.user_id
         WHERE r.workspace_id = $1 AND r.subject IN ($2, $4) AND r.state IN ('open', 'approved') AND r.asked_at >= $3
         ORDER BY r.number DESC LIMIT 1",
        workspace.as_str(),
        subject,
        since.timestamp_millis(),
        claims::forgotten(subject),
    )?;
    row.map(|(user, name, at)| Ok((user.into(), name, instant(at)?))).transpose()
}
