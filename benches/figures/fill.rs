//! Fills a database with a large contest, by SQL rather than share by share, and keeps it between runs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::bolt::cache;
use crate::ground::{Ground, prepare, sqlite, the_contest};
use crate::request::TEAM;

/// To be raised when what is filled in changes, and the schema does not.
const VERSION: u32 = 1;
/// Bytes on the disk for an entry, at most: in the new file, and in its copy in the cache.
const ENTRY: u64 = 1_000;

/// A contest's file with so many reps and ledger entries, from an earlier run if the schema is the same.
pub async fn board(ground: &mut Ground, reps: u64, entries: u64) -> anyhow::Result<PathBuf> {
    let folder = cache("pacesetter-figures")?;
    std::fs::create_dir_all(&folder)?;
    let schema = schema()?;
    let file = folder.join(format!("board-{schema}-{reps}-{entries}.db"));
    if file.exists() {
        ground
            .table
            .remark(format!("board of {entries} entries: kept from an earlier run, same schema {schema}"));
        return Ok(file);
    }
    remove_others(&folder, &schema)?;
    anyhow::ensure!(has_room(&folder, entries * ENTRY), "too little room in {}", folder.display());
    let begun = Instant::now();
    let new = ground.folder().join("board.db");
    prepare(&ground.slack, &sqlite(&new), 0, ground.folder()).await?;
    let store = pacesetter::store::Store::open(&sqlite(&new)).await?;
    let contest = the_contest(&store).await?.id;
    store.close().await;
    let mut connection = SqliteConnection::connect(&sqlite(&new)).await?;
    fill(&mut connection, contest.as_str(), reps, entries).await?;
    connection.close().await?;
    // By its name only when it is whole.
    let near = folder.join("filling.db");
    std::fs::copy(&new, &near)?;
    std::fs::rename(&near, &file)?;
    std::fs::remove_file(&new)?;
    let took = begun.elapsed().as_secs();
    ground.table.remark(format!(
        "board of {entries} entries: filled in {took} s, schema {schema}, kept in the cache"
    ));
    Ok(file)
}

/// What becomes of a database does not depend on which entries it has, so they are plain: each rep has as many as
/// the others, of 1 to 15 points.
///
/// WHOEVER CHANGES THE SCHEMA: everything that the store keeps about a contest's ledger is filled in here.
async fn fill(
    connection: &mut SqliteConnection,
    contest: &str,
    reps: u64,
    entries: u64,
) -> anyhow::Result<()> {
    let each = entries / reps;
    let people =
        format!("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1) ", reps);
    let rows = format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1) ",
        each * reps
    );
    let who = "printf('U0P%06d', i)";
    let mut steps = vec![
        // Nobody misses a file that was left half filled.
        "PRAGMA journal_mode = OFF".to_owned(),
        "PRAGMA synchronous = OFF".to_owned(),
        "PRAGMA cache_size = -200000".to_owned(),
        format!(
            "{people} INSERT INTO people (workspace_id, user_id, name, zone, membership, deactivated, learned_at)
             SELECT '{TEAM}', {who}, 'Person ' || i, 'Europe/Berlin', 'member', 0, 0 FROM n"
        ),
        format!(
            "{people} INSERT INTO entrants (workspace_id, contest_id, user_id, joined_at)
             SELECT '{TEAM}', '{contest}', {who}, 0 FROM n"
        ),
        // In the order of reps, so that every index grows at its end. Points by a multiplicative hash.
        format!(
            "{rows} INSERT INTO ledger (workspace_id, entry_id, contest_id, user_id, share_id, points, reason, at)
             SELECT '{TEAM}', printf('018f0000-0000-7000-8000-%012x', i), '{contest}',
                 printf('U0P%06d', i / {each}), printf('018f0000-0001-7000-8000-%012x', i),
                 1 + (i * 2654435761 >> 16) % 15, 'share', 1700000000000 + i FROM n"
        ),
        format!(
            "INSERT INTO standings (workspace_id, contest_id, user_id, points, round_points, shares, reached_at, hidden)
             SELECT workspace_id, contest_id, user_id, SUM(points), SUM(points), COUNT(*), MAX(at), 0
             FROM ledger GROUP BY workspace_id, contest_id, user_id"
        ),
    ];
    let (has_tallies,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'tallies'")
        .fetch_one(&mut *connection)
        .await?;
    if has_tallies > 0 {
        steps.push(
            "INSERT INTO tallies (workspace_id, contest_id, points, players, active, shares)
             SELECT workspace_id, contest_id, points, COUNT(*), SUM(shares > 0), SUM(shares)
             FROM standings WHERE hidden = 0 GROUP BY workspace_id, contest_id, points"
                .to_owned(),
        );
    }
    for step in steps {
        sqlx::query(AssertSqlSafe(step)).execute(&mut *connection).await?;
    }
    let (all,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM ledger").fetch_one(&mut *connection).await?;
    anyhow::ensure!(all.cast_unsigned() == each * reps, "{all} entries were filled in");
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut *connection).await?;
    Ok(())
}

/// The schema by a name of its own: a hash over its migrations, and over what is filled in.
fn schema() -> anyhow::Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.sort();
    let mut hash = Sha256::new();
    hash.update(VERSION.to_le_bytes());
    for file in files {
        hash.update(std::fs::read(file)?);
    }
    Ok(hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect())
}

/// Boards of other schemas are of no use any more.
fn remove_others(folder: &Path, schema: &str) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("board-") && !name.starts_with(&format!("board-{schema}-")) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether so many bytes are free: a disk that is full in the middle helps nobody.
fn has_room(folder: &Path, bytes: u64) -> bool {
    let output = Command::new("df").args(["--output=avail", "-B1"]).arg(folder).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().nth(1).and_then(|line| line.trim().parse::<u64>().ok()).is_none_or(|free| free > bytes)
}
