//! How SQLite means to find rows: no statement of ours may go through a whole table that grows with play.
//!
//! Without statistics (we never `ANALYZE`) its planner takes any index that begins with the workspace for a
//! good one, so a missing index makes no noise: this is where it is heard.

use sqlx::{AssertSqlSafe, Row};

use super::testing::Ground;
use super::{Result, Store, Tx, fetch_all, grounds, look_alikes, tallies, tx::Connection};

/// Tables with a row, or many, for each share or player.
const GROWING: [&str; 9] =
    ["shares", "dry_shares", "scores", "claims", "prints", "ledger", "standings", "tallies", "entrants"];

/// Statements that go through a table all the same: once a day. (The audit is for the operator, and reads everything.)
const MAY_READ_ALL: [&str; 2] = [
    "UPDATE shares SET words = ''",
    "SELECT user_id, name, zone, membership, deactivated FROM people\n         WHERE workspace_id = $1 AND deactivated = 0",
];

/// Statements that are put together of parts.
const COMPOSED: [&str; 4] = [grounds::GROUNDS, look_alikes::FIND, look_alikes::FIND_LATEST, tallies::PLACES];

const SOURCES: [&str; 36] = [
    include_str!("awards.rs"),
    include_str!("badges.rs"),
    include_str!("claims.rs"),
    include_str!("concerns.rs"),
    include_str!("contest_log.rs"),
    include_str!("contests.rs"),
    include_str!("corrections.rs"),
    include_str!("counts.rs"),
    include_str!("draws.rs"),
    include_str!("dry_runs.rs"),
    include_str!("duels.rs"),
    include_str!("entries.rs"),
    include_str!("explained.rs"),
    include_str!("field.rs"),
    include_str!("forget.rs"),
    include_str!("forget/said.rs"),
    include_str!("ledger.rs"),
    include_str!("own_data.rs"),
    include_str!("praises.rs"),
    include_str!("preferences.rs"),
    include_str!("replays.rs"),
    include_str!("reviews.rs"),
    include_str!("preferences.rs"),
    include_str!("prizes.rs"),
    include_str!("quotas.rs"),
    include_str!("rewards.rs"),
    include_str!("roster.rs"),
    include_str!("rounds.rs"),
    include_str!("rules.rs"),
    include_str!("screens.rs"),
    include_str!("seasons.rs"),
    include_str!("shares.rs"),
    include_str!("standings.rs"),
    include_str!("swaps.rs"),
    include_str!("teams.rs"),
    include_str!("winnings.rs"),
];

/// Where the parenthesis ends whose inside `parts` begins with.
fn closing(parts: &str) -> usize {
    let (mut depth, mut is_text) = (0, false);
    let at = parts.char_indices().find(|&(_, c)| {
        is_text ^= c == '"';
        depth += match c {
            '(' if !is_text => 1,
            ')' if !is_text => -1,
            _ => 0,
        };
        depth < 0
    });
    at.unwrap().0
}

/// The statements in a source file. A macro within one stands for its columns.
pub(super) fn statements(source: &str) -> Vec<String> {
    const JOINED: &str = "concat!(";
    let mut statements = Vec::new();
    let mut rest = source;
    while let Some(start) = [rest.find('"'), rest.find(JOINED)].into_iter().flatten().min() {
        rest = &rest[start..];
        let (text, length) = match rest.strip_prefix(JOINED) {
            Some(parts) => {
                let end = closing(parts);
                let parts =
                    parts[..end].replace("_columns!()", "\"*\"").replace("place!()", "\"0 AS place\"");
                (parts.split('"').skip(1).step_by(2).collect(), JOINED.len() + end)
            }
            None => {
                let end = 1 + rest[1..].find('"').unwrap();
                (rest[1..end].to_owned(), end + 1)
            }
        };
        let verbs = ["SELECT ", "WITH ", "UPDATE ", "DELETE ", "INSERT "];
        if verbs.iter().any(|verb| text.starts_with(verb)) {
            statements.push(text);
        }
        rest = &rest[length..];
    }
    statements
}

/// The steps of SQLite's plan for a statement.
async fn plan(tx: &mut Tx, statement: &str) -> Result<Vec<String>> {
    let Connection::Sqlite(tx) = tx.connection() else { unreachable!("asked of SQLite alone") };
    let explain = format!("EXPLAIN QUERY PLAN {statement}");
    let rows = sqlx::query(AssertSqlSafe(explain)).fetch_all(&mut **tx).await?;
    Ok(rows.iter().map(|row| row.get::<String, _>("detail")).collect())
}

/// What a statement calls the growing tables: by name, or by what it renames them to.
fn names(statement: &str) -> Vec<&str> {
    let words: Vec<&str> = statement.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let grows = |word: &str| GROWING.contains(&word);
    words.windows(2).filter(|two| grows(two[0])).flat_map(|two| [two[0], two[1]]).collect()
}

#[tokio::test]
async fn no_statement_goes_through_a_whole_table_that_grows() {
    let read = async |store: &Store| {
        let written = SOURCES.iter().flat_map(|source| statements(source));
        let mut all: Vec<String> = written.chain(COMPOSED.map(str::to_owned)).collect();
        // Those that lock are PostgreSQL's; SQLite has the same without.
        all.retain(|statement| !statement.contains(" FOR "));
        assert!(all.len() > 50, "only {} statements were found", all.len());
        for statement in all.iter().filter(|s| !MAY_READ_ALL.iter().any(|may| s.starts_with(may))) {
            let steps = store.read(async |tx| plan(tx, statement).await).await.unwrap();
            let names = names(statement);
            let reads_all = |step: &&String| {
                let table = step.split(' ').nth(1).unwrap_or_default();
                names.contains(&table) && (step.starts_with("SCAN") || step.ends_with("(workspace_id=?)"))
            };
            assert_eq!(steps.iter().find(reads_all), None, "{statement}");
        }
    };
    Ground::sqlite().await.run(async |ground| read(&ground.store).await).await;
}

#[tokio::test]
async fn a_statement_without_its_index_is_found_out() {
    let read = async |tx: &mut Tx| {
        let steps = plan(tx, "SELECT * FROM ledger l WHERE l.workspace_id = $1 AND l.points = $2").await?;
        assert!(steps[0].ends_with("(workspace_id=?)"), "{steps:?}");
        assert!(fetch_all!(tx, (i64,), "SELECT points FROM ledger")?.is_empty());
        Ok(())
    };
    Ground::sqlite().await.run(async |ground| ground.store.read(read).await.unwrap()).await;
}
