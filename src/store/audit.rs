//! The audit: proves that what is kept beside the ledger is what the ledger says.

use std::fmt;

use super::{Result, Tx, fetch_all, fetch_one, row};
pub use badges::{BadgeDifference, BestDifference};

mod badges;

/// Something kept that is not borne out by what it is kept from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A standing that differs from the ledger.
    Standing(StandingDifference),
    /// A tally that differs from the standings.
    Tally(TallyDifference),
    /// A standing whose points in the present round differ from the ledger.
    Round(RoundDifference),
    /// A badge that what stands does not bear out.
    Badge(BadgeDifference),
    /// A best day that the scores do not bear out.
    Best(BestDifference),
    /// A player who is through their contest's line without the points, or has the points and is not.
    Line(LineDifference),
}

/// A line for the operator.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = |n: Option<i64>| n.map_or_else(|| "none".to_owned(), |n| n.to_string());
        match self {
            Self::Standing(row) => write!(
                f,
                "workspace {} contest {} person {}: points {} (ledger {}), shares {} (scores {})",
                row.workspace_id,
                row.contest_id,
                row.user_id,
                kept(row.points),
                row.ledger_points,
                kept(row.shares),
                row.scored_shares
            ),
            Self::Badge(row) => row.fmt(f),
            Self::Best(row) => row.fmt(f),
            Self::Round(row) => write!(
                f,
                "workspace {} contest {} person {}: points in round {}: {} (ledger {})",
                row.workspace_id, row.contest_id, row.user_id, row.round, row.round_points, row.ledger_points
            ),
            Self::Line(row) => write!(
                f,
                "workspace {} contest {} person {}: points {} (line {}), through at {}",
                row.workspace_id,
                row.contest_id,
                row.user_id,
                row.points,
                kept(row.line),
                kept(row.through_at)
            ),
            Self::Tally(row) => write!(
                f,
                "workspace {} contest {} at {} points: players {} (standings {}), shares {} (standings {})",
                row.workspace_id,
                row.contest_id,
                row.points,
                kept(row.players),
                row.standing_players,
                kept(row.shares),
                row.standing_shares
            ),
        }
    }
}

/// Recomputes everything that is kept, in every workspace, and gives what differs.
pub async fn audit(tx: &mut Tx) -> Result<Vec<Finding>> {
    let standings = standings(tx).await?.into_iter().map(Finding::Standing);
    let tallies = tallies(tx).await?.into_iter().map(Finding::Tally);
    let lines = lines(tx).await?.into_iter().map(Finding::Line);
    let rounds = rounds(tx).await?.into_iter().map(Finding::Round);
    let badges = badges::badges(tx).await?.into_iter().map(Finding::Badge);
    let bests = badges::bests(tx).await?.into_iter().map(Finding::Best);
    Ok(standings.chain(tallies).chain(lines).chain(rounds).chain(badges).chain(bests).collect())
}

row! {
    /// A standing whose points in the present round the ledger does not bear out.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RoundDifference {
        /// The workspace.
        pub workspace_id: String,
        /// The contest.
        pub contest_id: String,
        /// The person.
        pub user_id: String,
        /// The contest's round; 0 where it has none.
        pub round: i64,
        /// Points as kept.
        pub round_points: i64,
        /// The ledger's sum of what was paid in that round and stands.
        pub ledger_points: i64,
    }
}

/// Recomputes what every standing has in the present round, in every workspace, and gives those that differ.
async fn rounds(tx: &mut Tx) -> Result<Vec<RoundDifference>> {
    fetch_all!(
        tx,
        RoundDifference,
        "WITH paid AS (
             SELECT l.workspace_id, l.contest_id, l.user_id, CAST(SUM(l.points) AS BIGINT) AS points
             FROM ledger l
             JOIN contests c ON c.workspace_id = l.workspace_id AND c.contest_id = l.contest_id
                 AND c.round = l.round
             LEFT JOIN ledger r ON r.workspace_id = l.workspace_id AND r.reverses = l.entry_id
             WHERE l.reverses IS NULL AND r.entry_id IS NULL
             GROUP BY l.workspace_id, l.contest_id, l.user_id)
         SELECT s.workspace_id, s.contest_id, s.user_id, c.round, s.round_points,
             CAST(COALESCE(p.points, 0) AS BIGINT) AS ledger_points
         FROM standings s
         JOIN contests c ON c.workspace_id = s.workspace_id AND c.contest_id = s.contest_id
         LEFT JOIN paid p ON p.workspace_id = s.workspace_id AND p.contest_id = s.contest_id
             AND p.user_id = s.user_id
         WHERE s.round_points <> COALESCE(p.points, 0)
         ORDER BY s.workspace_id, s.contest_id, s.user_id",
    )
    .map_err(Into::into)
}

row! {
    /// A standing whose note of having crossed the line its points do not bear out.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LineDifference {
        /// The workspace.
        pub workspace_id: String,
        /// The contest.
        pub contest_id: String,
        /// The person.
        pub user_id: String,
        /// Points as kept.
        pub points: i64,
        /// The contest's line; none where it has none.
        pub line: Option<i64>,
        /// When the line was crossed, as kept, in epoch milliseconds.
        pub through_at: Option<i64>,
    }
}

/// Compares every note of having crossed a line with the points, in every workspace, and gives those that differ.
async fn lines(tx: &mut Tx) -> Result<Vec<LineDifference>> {
    fetch_all!(
        tx,
        LineDifference,
        "SELECT s.workspace_id, s.contest_id, s.user_id, s.points, c.line, s.through_at
         FROM contests c
         JOIN standings s ON s.workspace_id = c.workspace_id AND s.contest_id = c.contest_id
         WHERE (s.through_at IS NULL) = (c.line IS NOT NULL AND s.points >= c.line)
         ORDER BY s.workspace_id, s.contest_id, s.user_id",
    )
    .map_err(Into::into)
}

row! {
    /// A standing that the ledger does not bear out.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StandingDifference {
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
}

/// Recomputes every standing from the ledger and the scores, in every workspace, and gives the rows that
/// differ.
async fn standings(tx: &mut Tx) -> Result<Vec<StandingDifference>> {
    fetch_all!(
        tx,
        StandingDifference,
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
pub async fn count_standings(tx: &mut Tx) -> Result<i64> {
    let (count,) = fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM standings")?;
    Ok(count)
}

row! {
    /// A tally that the standings do not bear out.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TallyDifference {
        /// The workspace.
        pub workspace_id: String,
        /// The contest.
        pub contest_id: String,
        /// The score.
        pub points: i64,
        /// Players as tallied; none where the row is missing.
        pub players: Option<i64>,
        /// Players by the standings.
        pub standing_players: i64,
        /// Shares as tallied.
        pub shares: Option<i64>,
        /// Shares by the standings.
        pub standing_shares: i64,
    }
}

/// Recounts every tally from the standings, in every workspace, and gives the rows that differ.
async fn tallies(tx: &mut Tx) -> Result<Vec<TallyDifference>> {
    fetch_all!(
        tx,
        TallyDifference,
        "WITH counted AS (
             SELECT workspace_id, contest_id, points, COUNT(*) AS players,
                 CAST(SUM(CASE WHEN shares > 0 THEN 1 ELSE 0 END) AS BIGINT) AS active,
                 CAST(SUM(shares) AS BIGINT) AS shares
             FROM standings WHERE hidden = 0 GROUP BY workspace_id, contest_id, points),
         every AS (
             SELECT workspace_id, contest_id, points FROM tallies
             UNION SELECT workspace_id, contest_id, points FROM counted)
         SELECT e.workspace_id, e.contest_id, e.points, t.players,
             CAST(COALESCE(c.players, 0) AS BIGINT) AS standing_players, t.shares,
             CAST(COALESCE(c.shares, 0) AS BIGINT) AS standing_shares
         FROM every e
         LEFT JOIN tallies t ON t.workspace_id = e.workspace_id AND t.contest_id = e.contest_id
             AND t.points = e.points
         LEFT JOIN counted c ON c.workspace_id = e.workspace_id AND c.contest_id = e.contest_id
             AND c.points = e.points
         WHERE t.players IS NULL OR t.players <> COALESCE(c.players, 0)
             OR t.active <> COALESCE(c.active, 0) OR t.shares <> COALESCE(c.shares, 0)
         ORDER BY e.workspace_id, e.contest_id, e.points",
    )
    .map_err(Into::into)
}

#[cfg(test)]
mod tests;
