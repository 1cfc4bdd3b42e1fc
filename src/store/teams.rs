//! Teams: who plays for which, and who leads them.

use chrono::{DateTime, Utc};

use super::tallies::Tally;
use super::time::instant;
use super::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::domain::format::Team;
use crate::domain::id::{ContestId, TeamId, UserId, WorkspaceId};

/// The teams of a contest, in the order in which they were made.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<Team>> {
    let rows = fetch_all!(
        tx,
        (String, String, Option<String>, Option<i64>),
        "SELECT team_id, name, captain, board_place FROM teams
         WHERE workspace_id = $1 AND contest_id = $2 ORDER BY team_id",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, name, captain, place_before)| Team {
            id: id.into(),
            name,
            captain: captain.map(UserId::from),
            place_before,
        })
        .collect())
}

/// Writes down a new team; its id sorts after those made before.
pub async fn create(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, team: &Team) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO teams (workspace_id, contest_id, team_id, name, captain) VALUES ($1, $2, $3, $4, $5)",
        workspace.as_str(),
        contest.as_str(),
        team.id.as_str(),
        &team.name,
        team.captain.as_ref().map(UserId::as_str),
    )?;
    Ok(())
}

/// Keeps what has changed of a team: its name and its captain.
pub async fn update(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, team: &Team) -> Result<()> {
    execute!(
        tx,
        "UPDATE teams SET name = $4, captain = $5 WHERE workspace_id = $1 AND contest_id = $2 AND team_id = $3",
        workspace.as_str(),
        contest.as_str(),
        team.id.as_str(),
        &team.name,
        team.captain.as_ref().map(UserId::as_str),
    )?;
    Ok(())
}

/// Keeps a team's place on the board just posted.
pub async fn keep_place(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    team: &TeamId,
    place: i64,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE teams SET board_place = $4 WHERE workspace_id = $1 AND contest_id = $2 AND team_id = $3",
        workspace.as_str(),
        contest.as_str(),
        team.as_str(),
        place,
    )?;
    Ok(())
}

/// The team that a player plays for, if they are on the board and on a team.
pub async fn of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
) -> Result<Option<TeamId>> {
    let row = fetch_optional!(
        tx,
        (Option<String>,),
        "SELECT team_id FROM standings WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(row.and_then(|(team,)| team).map(TeamId::from))
}

/// Those on the board who play for a team, whoever has most points at the front, and of several who joined first.
pub async fn members(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    team: &TeamId,
) -> Result<Vec<UserId>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT s.user_id FROM standings s
         JOIN entrants e ON e.workspace_id = s.workspace_id AND e.contest_id = s.contest_id AND e.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.team_id = $3 AND s.hidden = 0
         ORDER BY s.points DESC, e.joined_at, s.user_id",
        workspace.as_str(),
        contest.as_str(),
        team.as_str(),
    )?;
    Ok(rows.into_iter().map(|(user,)| user.into()).collect())
}

/// Who of a team has shared in a contest: on how many days, and when last.
pub async fn activity(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    team: &TeamId,
) -> Result<Vec<(UserId, i64, DateTime<Utc>)>> {
    let rows = fetch_all!(
        tx,
        (String, i64, i64),
        // Every score has a week; asking for one points SQLite to the index that holds the rep's.
        "SELECT sc.user_id, COUNT(DISTINCT sc.day), CAST(MAX(s.shared_at) AS BIGINT)
         FROM standings st CROSS JOIN scores sc CROSS JOIN shares s
         WHERE st.workspace_id = $1 AND st.contest_id = $2 AND st.team_id = $3 AND st.hidden = 0
             AND sc.workspace_id = $1 AND sc.contest_id = $2 AND sc.user_id = st.user_id AND sc.week > ''
             AND sc.stands = 1 AND sc.verdict <> 'copied'
             AND s.workspace_id = $1 AND s.share_id = sc.share_id
         GROUP BY sc.user_id",
        workspace.as_str(),
        contest.as_str(),
        team.as_str(),
    )?;
    rows.into_iter().map(|(user, days, last)| Ok((user.into(), days, instant(last)?))).collect()
}

/// What the members of a team have together, those who have left included.
pub async fn points(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, team: &TeamId) -> Result<i64> {
    let (points,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT) FROM standings
         WHERE workspace_id = $1 AND contest_id = $2 AND team_id = $3",
        workspace.as_str(),
        contest.as_str(),
        team.as_str(),
    )?;
    Ok(points)
}

/// What the person brought to a contest, be they on its board or off it.
pub async fn brought(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
) -> Result<Tally> {
    let row = fetch_optional!(
        tx,
        (i64, i64),
        "SELECT points, shares FROM standings WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(row.map_or_else(Tally::default, |(points, shares)| Tally { points, shares }))
}

/// Whether a team is anybody else's than `user`'s: another member's, or of somebody who left it something.
pub async fn has_others(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    team: &TeamId,
    user: &UserId,
) -> Result<bool> {
    let (others,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM standings
         WHERE workspace_id = $1 AND contest_id = $2 AND team_id = $3 AND user_id <> $4
             AND (hidden = 0 OR points <> 0 OR shares <> 0)",
        workspace.as_str(),
        contest.as_str(),
        team.as_str(),
        user.as_str(),
    )?;
    Ok(others > 0)
}

/// Takes those off their teams who are not on the board, as a contest begins: nobody has done anything yet.
pub async fn drop_gone(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<()> {
    execute!(
        tx,
        "UPDATE standings SET team_id = NULL
         WHERE workspace_id = $1 AND contest_id = $2 AND hidden = 1 AND team_id IS NOT NULL",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(())
}

/// Removes a team; whoever still plays for it plays for none.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, team: &TeamId) -> Result<()> {
    execute!(
        tx,
        "UPDATE standings SET team_id = NULL WHERE workspace_id = $1 AND contest_id = $2 AND team_id = $3",
        workspace.as_str(),
        contest.as_str(),
        team.as_str(),
    )?;
    execute!(
        tx,
        "DELETE FROM teams WHERE workspace_id = $1 AND contest_id = $2 AND team_id = $3",
        workspace.as_str(),
        contest.as_str(),
        team.as_str(),
    )?;
    Ok(())
}

/// Puts a player on a team, or on none; their points go with them. False if they are no player.
pub async fn put(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    team: Option<&TeamId>,
) -> Result<bool> {
    let put = execute!(
        tx,
        "UPDATE standings SET team_id = $4 WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        team.map(TeamId::as_str),
    )?;
    Ok(put > 0)
}

#[cfg(test)]
mod tests;
