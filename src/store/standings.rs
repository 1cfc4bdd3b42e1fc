//! Standings as kept beside the ledger, and the audit that proves them equal to it.

use chrono::NaiveDate;

use super::time::instant;
use super::{Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::standing::Standing;

#[derive(sqlx::FromRow)]
struct StandingRow {
    user_id: String,
    name: String,
    points: i64,
    shares: i64,
    place: i64,
    board_place: Option<i64>,
    reached_at: i64,
    streak_weeks: i64,
}

impl TryFrom<StandingRow> for Standing {
    type Error = Error;

    fn try_from(row: StandingRow) -> Result<Self> {
        Ok(Self {
            user: row.user_id.into(),
            name: row.name,
            points: row.points,
            shares: row.shares,
            place: row.place,
            place_before: row.board_place,
            reached_at: instant(row.reached_at)?,
            streak: u32::try_from(row.streak_weeks).unwrap_or(0),
        })
    }
}

/// The columns of a [`Standing`], without its place. `$3` is the first day (ISO) on which a kept streak is
/// still alive.
macro_rules! row_columns {
    () => {
        "s.user_id, COALESCE(p.name, s.user_id) AS name, s.points, s.shares, s.board_place, s.reached_at,
         CAST(CASE WHEN p.streak_day >= $3 THEN p.streak_weeks ELSE 0 END AS BIGINT) AS streak_weeks"
    };
}

/// The top `most` rows in order: by points, then by who reached them first.
pub async fn top(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    streak_since: NaiveDate,
    most: i64,
) -> Result<Vec<Standing>> {
    let rows = fetch_all!(
        tx,
        StandingRow,
        concat!(
            "SELECT ",
            row_columns!(),
            ", CAST(RANK() OVER (ORDER BY s.points DESC) AS BIGINT) AS place
             FROM (SELECT * FROM standings WHERE workspace_id = $1 AND contest_id = $2 AND hidden = 0
                   ORDER BY points DESC, reached_at, user_id LIMIT $4) s
             LEFT JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
             ORDER BY s.points DESC, s.reached_at, s.user_id"
        ),
        workspace.as_str(),
        contest.as_str(),
        streak_since.to_string(),
        most,
    )?;
    rows.into_iter().map(Standing::try_from).collect()
}

/// Where one player stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Points.
    pub points: i64,
    /// Place, from 1.
    pub place: i64,
    /// The lowest score above, none for who leads.
    pub next_up: Option<i64>,
}

/// Where the person stands on the board, if they are on it.
pub async fn own(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
) -> Result<Option<Own>> {
    let row = fetch_optional!(
        tx,
        (i64, i64, Option<i64>),
        "SELECT s.points,
             (SELECT CAST(COUNT(*) + 1 AS BIGINT) FROM standings o WHERE o.workspace_id = $1 AND o.contest_id = $2
                  AND o.hidden = 0 AND o.points > s.points),
             (SELECT MIN(o.points) FROM standings o WHERE o.workspace_id = $1 AND o.contest_id = $2
                  AND o.hidden = 0 AND o.points > s.points)
         FROM standings s
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.user_id = $3 AND s.hidden = 0",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(row.map(|(points, place, next_up)| Own { points, place, next_up }))
}

/// The person's row with `around` neighbours each way, in board order.
pub async fn neighbours(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    streak_since: NaiveDate,
    user: &UserId,
    around: i64,
) -> Result<Vec<Standing>> {
    let rows = fetch_all!(
        tx,
        StandingRow,
        concat!(
            "WITH board AS (
                 SELECT b.*, RANK() OVER (ORDER BY b.points DESC) AS place,
                     ROW_NUMBER() OVER (ORDER BY b.points DESC, b.reached_at, b.user_id) AS line
                 FROM standings b WHERE b.workspace_id = $1 AND b.contest_id = $2 AND b.hidden = 0),
             me AS (SELECT line FROM board WHERE user_id = $4)
             SELECT ",
            row_columns!(),
            ", CAST(s.place AS BIGINT) AS place
             FROM me JOIN board s ON s.line BETWEEN me.line - $5 AND me.line + $5
             LEFT JOIN people p ON p.workspace_id = $1 AND p.user_id = s.user_id
             ORDER BY s.line"
        ),
        workspace.as_str(),
        contest.as_str(),
        streak_since.to_string(),
        user.as_str(),
        around,
    )?;
    rows.into_iter().map(Standing::try_from).collect()
}

/// A contest in a few numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Players on the board.
    pub players: i64,
    /// Players who have shared something.
    pub active: i64,
    /// Points of all together.
    pub points: i64,
    /// Shares of all together.
    pub shares: i64,
}

/// The contest's totals, of the players on its board.
pub async fn totals(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Totals> {
    let (players, active, points, shares) = fetch_one!(
        tx,
        (i64, i64, i64, i64),
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN shares > 0 THEN 1 ELSE 0 END), 0) AS BIGINT),
             CAST(COALESCE(SUM(points), 0) AS BIGINT), CAST(COALESCE(SUM(shares), 0) AS BIGINT)
         FROM standings WHERE workspace_id = $1 AND contest_id = $2 AND hidden = 0",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(Totals { players, active, points, shares })
}

/// How many players had a share that counts on `day`.
pub async fn active_on(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    day: NaiveDate,
) -> Result<i64> {
    let (active,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(DISTINCT sc.user_id) FROM scores sc
         JOIN standings s ON s.workspace_id = sc.workspace_id AND s.contest_id = sc.contest_id
             AND s.user_id = sc.user_id AND s.hidden = 0
         WHERE sc.workspace_id = $1 AND sc.contest_id = $2 AND sc.day = $3 AND sc.stands = 1
             AND sc.verdict <> 'copied'",
        workspace.as_str(),
        contest.as_str(),
        day.to_string(),
    )?;
    Ok(active)
}

/// Who has moved up most since the last board, and by how many places; none where nobody has.
pub async fn biggest_move(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<Option<(String, i64)>> {
    fetch_optional!(
        tx,
        (String, i64),
        "SELECT COALESCE(p.name, b.user_id), CAST(b.board_place - b.place AS BIGINT) FROM (
             SELECT s.*, RANK() OVER (ORDER BY s.points DESC) AS place FROM standings s
             WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0) b
         LEFT JOIN people p ON p.workspace_id = $1 AND p.user_id = b.user_id
         WHERE b.board_place > b.place AND b.points > 0
         ORDER BY b.board_place - b.place DESC, b.points DESC, b.reached_at, b.user_id LIMIT 1",
        workspace.as_str(),
        contest.as_str(),
    )
    .map_err(Into::into)
}

/// Whose streak is the longest of the players on the board, from two weeks on.
pub async fn longest_streak(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    streak_since: NaiveDate,
) -> Result<Option<(String, i64)>> {
    fetch_optional!(
        tx,
        (String, i64),
        "SELECT p.name, p.streak_weeks FROM standings s
         JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0 AND p.streak_weeks >= 2
             AND p.streak_day >= $3
         ORDER BY p.streak_weeks DESC, s.points DESC, s.user_id LIMIT 1",
        workspace.as_str(),
        contest.as_str(),
        streak_since.to_string(),
    )
    .map_err(Into::into)
}

/// Keeps every place as it stands now, for those who have points: movement is told against it until the next
/// board.
pub async fn keep_board_places(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<()> {
    execute!(
        tx,
        "UPDATE standings SET board_place = NULL
         WHERE workspace_id = $1 AND contest_id = $2 AND board_place IS NOT NULL AND (hidden = 1 OR points <= 0)",
        workspace.as_str(),
        contest.as_str(),
    )?;
    execute!(
        tx,
        "UPDATE standings SET board_place = b.place
         FROM (SELECT s.user_id AS who, RANK() OVER (ORDER BY s.points DESC) AS place FROM standings s
               WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0 AND s.points > 0) b
         WHERE standings.workspace_id = $1 AND standings.contest_id = $2 AND standings.user_id = b.who",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(())
}

/// A standing that the ledger does not bear out.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Difference {
    /// The workspace.
    pub workspace_id: String,
    /// The contest.
    pub contest_id: String,
    /// The person.
    pub user_id: String,
    /// Points as kept; none where the row is missing.
    pub points: Option<i64>,
    /// The ledger's sum.
    pub ledger_points: i64,
    /// Shares as kept.
    pub shares: Option<i64>,
    /// Standing scores that were no copies.
    pub scored_shares: i64,
}

/// Recomputes every standing from the ledger and the scores, in every workspace, and gives the rows that
/// differ.
pub async fn audit(tx: &mut Tx) -> Result<Vec<Difference>> {
    fetch_all!(
        tx,
        Difference,
        "WITH paid AS (
             SELECT workspace_id, contest_id, user_id, CAST(SUM(points) AS BIGINT) AS points FROM ledger
             GROUP BY workspace_id, contest_id, user_id),
         counted AS (
             SELECT workspace_id, contest_id, user_id, COUNT(*) AS shares FROM scores
             WHERE stands = 1 AND verdict <> 'copied' GROUP BY workspace_id, contest_id, user_id),
         everyone AS (
             SELECT workspace_id, contest_id, user_id FROM standings
             UNION SELECT workspace_id, contest_id, user_id FROM paid
             UNION SELECT workspace_id, contest_id, user_id FROM counted)
         SELECT e.workspace_id, e.contest_id, e.user_id, s.points,
             CAST(COALESCE(l.points, 0) AS BIGINT) AS ledger_points, s.shares,
             CAST(COALESCE(c.shares, 0) AS BIGINT) AS scored_shares
         FROM everyone e
         LEFT JOIN standings s ON s.workspace_id = e.workspace_id AND s.contest_id = e.contest_id
             AND s.user_id = e.user_id
         LEFT JOIN paid l ON l.workspace_id = e.workspace_id AND l.contest_id = e.contest_id
             AND l.user_id = e.user_id
         LEFT JOIN counted c ON c.workspace_id = e.workspace_id AND c.contest_id = e.contest_id
             AND c.user_id = e.user_id
         WHERE s.points IS NULL OR s.points <> COALESCE(l.points, 0) OR s.shares <> COALESCE(c.shares, 0)
         ORDER BY e.workspace_id, e.contest_id, e.user_id",
    )
    .map_err(Into::into)
}

/// How many standings there are, in every workspace.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,) = fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM standings")?;
    Ok(count)
}

/// How many shares of the person count in a contest.
pub async fn shares(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, user: &UserId) -> Result<i64> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "SELECT shares FROM standings WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(row.map_or(0, |(shares,)| shares))
}

/// The person's points in a contest, on its board or off it.
pub async fn points(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId, user: &UserId) -> Result<i64> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "SELECT points FROM standings WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(row.map_or(0, |(points,)| points))
}

#[cfg(test)]
mod tests;
