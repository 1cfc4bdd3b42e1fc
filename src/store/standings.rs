//! Standings as kept beside the ledger: the boards are read off them.

use chrono::{DateTime, NaiveDate, Utc};

use super::batch::add;
use super::tallies::{self, Tally};
use super::time::instant;
use super::{Batch, Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::standing::Standing;

row! {
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
        "s.user_id, COALESCE(p.shown_as, p.name, s.user_id) AS name, s.points, s.shares, s.board_place, s.reached_at,
         CAST(CASE WHEN p.streak_day >= $3 AND p.streaks = 1 THEN p.streak_weeks ELSE 0 END AS BIGINT) AS streak_weeks"
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
             (SELECT CAST(COALESCE(SUM(t.players), 0) + 1 AS BIGINT) FROM tallies t
              WHERE t.workspace_id = $1 AND t.contest_id = $2 AND t.points > s.points),
             (SELECT MIN(t.points) FROM tallies t
              WHERE t.workspace_id = $1 AND t.contest_id = $2 AND t.points > s.points AND t.players > 0)
         FROM standings s
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.user_id = $3 AND s.hidden = 0",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(row.map(|(points, place, next_up)| Own { points, place, next_up }))
}

/// The place of a row `s`: one more than there are players above it.
macro_rules! place {
    () => {
        "(SELECT CAST(COALESCE(SUM(t.players), 0) + 1 AS BIGINT) FROM tallies t
          WHERE t.workspace_id = $1 AND t.contest_id = $2 AND t.points > s.points) AS place"
    };
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
        // Each way along the index that holds the board's order; points fall where all else rises, so that one
        // comparison of rows cannot say it.
        concat!(
            "WITH me AS (SELECT points, reached_at, user_id FROM standings
                 WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $4 AND hidden = 0),
             board AS (SELECT * FROM standings WHERE workspace_id = $1 AND contest_id = $2 AND hidden = 0),
             higher AS (SELECT * FROM board WHERE points > (SELECT points FROM me)
                 ORDER BY points, reached_at DESC, user_id DESC LIMIT $5),
             earlier AS (SELECT * FROM board WHERE points = (SELECT points FROM me)
                     AND (reached_at, user_id) < (SELECT reached_at, user_id FROM me)
                 ORDER BY reached_at DESC, user_id DESC LIMIT $5),
             later AS (SELECT * FROM board WHERE points = (SELECT points FROM me)
                     AND (reached_at, user_id) >= (SELECT reached_at, user_id FROM me)
                 ORDER BY reached_at, user_id LIMIT $5 + 1),
             lower AS (SELECT * FROM board WHERE points < (SELECT points FROM me)
                 ORDER BY points DESC, reached_at, user_id LIMIT $5)
             SELECT ",
            row_columns!(),
            ", ",
            place!(),
            " FROM (SELECT * FROM higher UNION ALL SELECT * FROM earlier
                    UNION ALL SELECT * FROM later UNION ALL SELECT * FROM lower) s
             LEFT JOIN people p ON p.workspace_id = $1 AND p.user_id = s.user_id
             ORDER BY s.points DESC, s.reached_at, s.user_id"
        ),
        workspace.as_str(),
        contest.as_str(),
        streak_since.to_string(),
        user.as_str(),
        around,
    )?;
    // Of those tied and those beyond the tie, both as many as asked for may have been found.
    let around = usize::try_from(around).unwrap_or(0);
    let rows = rows.into_iter().map(Standing::try_from).collect::<Result<Vec<_>>>()?;
    let me = rows.iter().position(|row| row.user == *user).unwrap_or(0);
    let first = me.saturating_sub(around);
    Ok(rows.into_iter().skip(first).take(me - first + 1 + around).collect())
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
        "SELECT CAST(COALESCE(SUM(players), 0) AS BIGINT), CAST(COALESCE(SUM(active), 0) AS BIGINT),
             CAST(COALESCE(SUM(points * players), 0) AS BIGINT), CAST(COALESCE(SUM(shares), 0) AS BIGINT)
         FROM tallies WHERE workspace_id = $1 AND contest_id = $2",
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
        // Places are worked out once for each score, not by sorting everybody.
        "WITH placed AS MATERIALIZED (
             SELECT points, 1 + SUM(players) OVER (ORDER BY points DESC) - players AS place FROM tallies
             WHERE workspace_id = $1 AND contest_id = $2 AND points > 0)
         SELECT COALESCE(p.shown_as, p.name, s.user_id), CAST(s.board_place - placed.place AS BIGINT)
         FROM standings s CROSS JOIN placed
         LEFT JOIN people p ON p.workspace_id = $1 AND p.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0 AND s.points = placed.points
             AND s.board_place > placed.place
         ORDER BY s.board_place - placed.place DESC, s.points DESC, s.reached_at, s.user_id LIMIT 1",
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
        "SELECT COALESCE(p.shown_as, p.name), p.streak_weeks FROM standings s
         JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0 AND p.streak_weeks >= 2
             AND p.streak_day >= $3 AND p.streaks = 1
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
        // Only rows that move: most stay where they are, and each row written is another for the disk.
        "UPDATE standings SET board_place = b.place
         FROM (SELECT points, CAST(1 + SUM(players) OVER (ORDER BY points DESC) - players AS BIGINT) AS place
               FROM tallies WHERE workspace_id = $1 AND contest_id = $2 AND points > 0) b
         WHERE standings.workspace_id = $1 AND standings.contest_id = $2 AND standings.hidden = 0
             AND standings.points = b.points AND standings.board_place IS DISTINCT FROM b.place",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(())
}

/// Keeps a player's place on the board just posted.
pub async fn keep_place(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    place: i64,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE standings SET board_place = $4 WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        place,
    )?;
    Ok(())
}

/// What the person brings to the board's tallies; none while they are not on it.
pub async fn tally(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
) -> Result<Option<Tally>> {
    let row = fetch_optional!(
        tx,
        (i64, i64),
        "SELECT points, shares FROM standings
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND hidden = 0",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    Ok(row.map(|(points, shares)| Tally { points, shares }))
}

/// Puts a player's row on the board, or takes it off; the score stays.
pub async fn show(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    is_shown: bool,
) -> Result<()> {
    let moved = fetch_optional!(
        tx,
        (i64, i64),
        "UPDATE standings SET hidden = $4
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND hidden <> $4 RETURNING points, shares",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        i64::from(!is_shown),
    )?;
    let tally = moved.map(|(points, shares)| Tally { points, shares });
    let (before, after) = if is_shown { (None, tally) } else { (tally, None) };
    let mut batch = Batch::default();
    tallies::move_player(&mut batch, workspace, contest, before, after);
    batch.run(tx).await
}

/// Puts a new player's row on the board, without points.
pub fn enter(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    now: DateTime<Utc>,
) {
    add!(
        batch,
        "INSERT INTO standings (workspace_id, contest_id, user_id, points, shares, reached_at, hidden)
         VALUES ($1, $2, $3, 0, 0, $4, 0)",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
        now.timestamp_millis(),
    );
    tallies::move_player(batch, workspace, contest, None, Some(Tally::default()));
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
