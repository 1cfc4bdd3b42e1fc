//! Series of contests: their calendars, and which contests belong to them.

use super::values::{json, parse_json};
use super::{Error, Result, Tx, execute, fetch_all, fetch_optional, row};
use crate::domain::id::{ContestId, SeriesId, TeamId, UserId, WorkspaceId};
use crate::domain::season::{Rhythm, Season};

row! {
    struct SeasonRow {
        contest_id: String,
        series_id: String,
        title: String,
        number: i64,
        turn: i64,
        rhythm: Option<String>,
        latest: i64,
    }
}

impl TryFrom<SeasonRow> for Season {
    type Error = Error;

    fn try_from(row: SeasonRow) -> Result<Self> {
        Ok(Self {
            series: row.series_id.into(),
            title: row.title,
            is_latest: row.number == row.latest,
            number: row.number,
            turn: row.turn,
            rhythm: row.rhythm.map(|json| parse_json(&json, "series.rhythm")).transpose()?,
        })
    }
}

/// A series begins, with this contest.
pub async fn begin(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, season: &Season) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO series (workspace_id, series_id, title, rhythm) VALUES ($1, $2, $3, $4)",
        workspace.as_str(),
        season.series.as_str(),
        &season.title,
        season.rhythm.as_ref().map(json).transpose()?,
    )?;
    add(tx, workspace, contest, season).await
}

/// A contest is one of a series.
///
/// # Errors
/// Where the series has one of that number already.
pub async fn add(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, season: &Season) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO seasons (workspace_id, contest_id, series_id, number, turn) VALUES ($1, $2, $3, $4, $5)",
        workspace.as_str(),
        contest.as_str(),
        season.series.as_str(),
        season.number,
        season.turn,
    )?;
    Ok(())
}

/// Gives a series another calendar, counted from `contest`; none where it is to repeat no more.
pub async fn set_rhythm(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    series: &SeriesId,
    rhythm: Option<&Rhythm>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE series SET rhythm = $3 WHERE workspace_id = $1 AND series_id = $2",
        workspace.as_str(),
        series.as_str(),
        rhythm.map(json).transpose()?,
    )?;
    if rhythm.is_some() {
        execute!(
            tx,
            "UPDATE seasons SET turn = 0 WHERE workspace_id = $1 AND contest_id = $2",
            workspace.as_str(),
            contest.as_str(),
        )?;
    }
    Ok(())
}

/// The series that a contest belongs to, and its place there.
pub async fn find(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Option<Season>> {
    fetch_optional!(
        tx,
        SeasonRow,
        "SELECT n.contest_id, s.series_id, s.title, n.number, n.turn, s.rhythm,
             (SELECT MAX(l.number) FROM seasons l WHERE l.workspace_id = $1 AND l.series_id = n.series_id) AS latest
         FROM seasons n JOIN series s ON s.workspace_id = n.workspace_id AND s.series_id = n.series_id
         WHERE n.workspace_id = $1 AND n.contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
    )?
    .map(Season::try_from)
    .transpose()
}

/// Every contest that belongs to a series, the latest of each first.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Vec<(ContestId, Season)>> {
    let rows = fetch_all!(
        tx,
        SeasonRow,
        "SELECT n.contest_id, s.series_id, s.title, n.number, n.turn, s.rhythm,
             (SELECT MAX(l.number) FROM seasons l WHERE l.workspace_id = $1 AND l.series_id = n.series_id) AS latest
         FROM seasons n JOIN series s ON s.workspace_id = n.workspace_id AND s.series_id = n.series_id
         WHERE n.workspace_id = $1 ORDER BY n.series_id, n.number DESC",
        workspace.as_str(),
    )?;
    rows.into_iter().map(|row| Ok((ContestId::from(row.contest_id.clone()), row.try_into()?))).collect()
}

/// Somebody who played in a contest, or left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// Whether they left.
    pub has_left: bool,
    /// The team they played for.
    pub team: Option<TeamId>,
}

/// Everybody who ever joined a contest, in the order in which they did.
pub async fn members(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Member>> {
    let rows = fetch_all!(
        tx,
        (String, Option<i64>, Option<String>),
        "SELECT e.user_id, e.left_at, s.team_id FROM entrants e
         LEFT JOIN standings s ON s.workspace_id = e.workspace_id AND s.contest_id = e.contest_id AND s.user_id = e.user_id
         WHERE e.workspace_id = $1 AND e.contest_id = $2 ORDER BY e.joined_at, e.user_id",
        workspace.as_str(),
        contest.as_str(),
    )?;
    let member = |(user, left_at, team): (String, Option<i64>, Option<String>)| Member {
        user: user.into(),
        has_left: left_at.is_some(),
        team: team.map(TeamId::from),
    };
    Ok(rows.into_iter().map(member).collect())
}

#[cfg(test)]
mod tests;
