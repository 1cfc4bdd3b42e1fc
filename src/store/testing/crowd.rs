//! A contest with ten thousand players, by SQL.

use sqlx::AssertSqlSafe;

use crate::domain::contest::Contest;
use crate::store::{Store, Tx, execute};

/// Puts ten thousand on a contest's board: with points, and on teams where it has some. SQLite only.
pub(crate) async fn fill(store: &Store, contest: &Contest) {
    let (id, round, line) = (contest.id.to_string(), contest.round, contest.format.rules().line());
    let has_teams = contest.format.has_teams();
    let now = contest.starts_at.timestamp_millis();
    let fill = async move |tx: &mut Tx| {
        const N: &str = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) ";
        let people = format!(
            "{N} INSERT INTO people (workspace_id, user_id, name, zone, membership, deactivated, learned_at)
             SELECT 'T1', printf('UX%05d', i), 'Person number ' || i, 'Europe/Berlin', 'member', 0, 0 FROM n
             WHERE true ON CONFLICT DO NOTHING"
        );
        execute!(tx, AssertSqlSafe(people))?;
        let entrants = format!(
            "{N} INSERT INTO entrants (workspace_id, contest_id, user_id, joined_at)
             SELECT 'T1', $1, printf('UX%05d', i), $2 FROM n"
        );
        execute!(tx, AssertSqlSafe(entrants), id.as_str(), now)?;
        let ledger = format!(
            "{N} INSERT INTO ledger (workspace_id, entry_id, contest_id, user_id, points, reason, at, round)
             SELECT 'T1', $1 || 'E' || i, $1, printf('UX%05d', i), i % 997, 'correction', $2, $3 FROM n"
        );
        execute!(tx, AssertSqlSafe(ledger), id.as_str(), now, round)?;
        let standings = format!(
            "{N} INSERT INTO standings (workspace_id, contest_id, user_id, points, shares, reached_at, hidden, team_id,
                 through_at, points_before, round_points)
             SELECT 'T1', $1, printf('UX%05d', i), i % 997, 0, $2, 0,
                 CASE WHEN $3 = 1 THEN 'team' || (i % 50) END,
                 CASE WHEN i % 997 >= $4 THEN $2 END, i % 300, i % 997 FROM n"
        );
        let line = line.unwrap_or(i64::MAX);
        execute!(tx, AssertSqlSafe(standings), id.as_str(), now, i64::from(has_teams), line)?;
        execute!(
            tx,
            "INSERT INTO tallies (workspace_id, contest_id, points, players, active, shares)
             SELECT workspace_id, contest_id, points, COUNT(*), 0, SUM(shares) FROM standings
             WHERE contest_id = $1 AND hidden = 0 GROUP BY workspace_id, contest_id, points",
            id.as_str(),
        )?;
        if has_teams {
            let teams = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49)
                 INSERT INTO teams (workspace_id, contest_id, team_id, name, captain)
                 SELECT 'T1', $1, 'team' || i, 'Team number ' || i, printf('UX%05d', i) FROM n";
            execute!(tx, teams, id.as_str())?;
        }
        Ok(())
    };
    store.write(fill).await.unwrap();
}
