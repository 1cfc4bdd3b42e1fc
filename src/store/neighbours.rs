//! Workspaces share their tables and nothing else: each statement of ours is held to one of them.

use std::path::Path;

use super::plans::statements;
use super::testing::Ground;
use super::testing::rows::tables;

/// Statements that are about all workspaces at once, and why.
const OF_ALL: [(&str, &str); 26] = [
    (
        "WITH ready AS MATERIALIZED (SELECT workspace_id, key FROM agenda",
        "claims the next work, wherever it is",
    ),
    ("WITH ready AS MATERIALIZED (SELECT p.workspace_id, p.key", "claims the next posts, wherever they go"),
    ("SELECT MIN(ready_at) FROM agenda", "when to look for work again"),
    ("SELECT MIN(CASE", "when to look for posts again"),
    ("SELECT COUNT(*), COUNT(CASE WHEN due_at", "the operator's measure of what is owed"),
    ("SELECT COUNT(*), MIN(due_at) FROM agenda", "the operator's measure of what is due"),
    (
        "UPDATE owed_posts SET ready_at = $1 WHERE settled_at IS NULL",
        "frees what a dead process had taken up",
    ),
    ("UPDATE agenda SET ready_at = $1 WHERE settled_at IS NULL", "frees what a dead process had taken up"),
    (
        "UPDATE owed_posts SET ready_at = CASE state",
        "no wait is longer than it was meant, after a clock set back",
    ),
    (
        "UPDATE agenda SET ready_at = CASE state",
        "no wait is longer than it was meant, after a clock set back",
    ),
    ("INSERT INTO workspaces (workspace_id, doubted_until)", "a copy doubts what it owes, wherever"),
    ("SELECT workspace_id, paused_reason FROM workspaces", "tells the operator of tokens that fail"),
    ("SELECT workspace_id FROM workspaces WHERE left_at IS NOT NULL", "who is to be erased"),
    ("SELECT COUNT(*) FROM workspaces", "whether there is anybody to work for"),
    ("WITH paid AS", "the operator's audit"),
    ("WITH counted AS", "the operator's audit"),
    ("WITH earned AS", "the operator's audit"),
    ("WITH days AS", "the operator's audit"),
    ("SELECT s.workspace_id, s.contest_id, s.user_id, s.points, c.line", "the operator's audit"),
    ("SELECT workspace_id, contest_id FROM contests", "which contest the operator's export means"),
    ("SELECT COUNT(*) FROM standings", "the operator's audit"),
    ("SELECT COUNT(*) FROM people", "the operator's doctor"),
    ("SELECT CAST(1 AS BIGINT) FROM contests LIMIT 1", "whether a sandbox is new"),
    ("SELECT DISTINCT channel_id FROM contests", "the operator's doctor"),
    ("SELECT h.workspace_id, h.user_id FROM homes", "the secret in a picture's address says whose it is"),
    ("SELECT s.workspace_id, s.number FROM screens", "the secret in a screen's address says whose it is"),
];

/// The sources of the store, without what only tests.
fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_stem().unwrap().to_string_lossy().into_owned();
        if ["plans", "neighbours", "testing", "tests"].contains(&name.as_str()) {
            continue;
        }
        if entry.is_dir() {
            found.extend(sources(&entry));
        } else {
            let text = std::fs::read_to_string(&entry).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
            found.push(text);
        }
    }
    found
}

/// How often a statement names one of our tables to read it or write to it.
fn mentions(statement: &str, tables: &[String]) -> usize {
    let words: Vec<&str> = statement.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let names = |two: &&[&str]| {
        ["FROM", "JOIN", "INTO", "UPDATE"].contains(&two[0]) && tables.iter().any(|table| table == two[1])
    };
    words.windows(2).filter(names).count()
}

/// How often it says which workspace: by a value, by another table's, or by what it writes.
fn bounds(statement: &str) -> usize {
    let squeezed = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    let one_of = ["workspace_id = ", "USING (workspace_id"].map(|bound| squeezed.matches(bound).count());
    let written = squeezed.starts_with("INSERT") && squeezed.contains("(workspace_id");
    one_of.iter().sum::<usize>() + usize::from(written)
}

#[tokio::test]
async fn every_statement_is_bound_to_a_workspace() {
    let known = async |ground: &Ground| {
        let tables = ground.store.read(tables).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
        let all: Vec<String> = sources(&folder).iter().flat_map(|source| statements(source)).collect();
        let ours: Vec<&String> = all.iter().filter(|statement| mentions(statement, &tables) > 0).collect();
        assert!(ours.len() > 80, "only {} statements were found", ours.len());
        let is_loose = |statement: &&&String| {
            let is_of_all = OF_ALL.iter().any(|(start, _)| statement.starts_with(start));
            !is_of_all && bounds(statement) < mentions(statement, &tables)
        };
        let loose: Vec<_> = ours.iter().filter(is_loose).collect();
        assert!(loose.is_empty(), "these are not bound: {loose:#?}");
        for (start, why) in OF_ALL {
            assert!(
                ours.iter().any(|statement| statement.starts_with(start)),
                "no longer there: {start} ({why})"
            );
        }
    };
    Ground::sqlite().await.run(known).await;
}

#[test]
fn a_statement_that_is_not_bound_is_found_out() {
    let tables = ["shares", "scores"].map(str::to_owned);
    let loose =
        "SELECT s.words FROM shares s JOIN scores c ON c.share_id = s.share_id WHERE s.workspace_id = $1";
    assert!(bounds(loose) < mentions(loose, &tables));
    let bound = loose.replace("ON ", "ON c.workspace_id = s.workspace_id AND ");
    assert_eq!((bounds(&bound), mentions(&bound, &tables)), (2, 2));
}
