//! Keeps SQLite's write-ahead log short, beside the writer rather than on its time.
//!
//! By default whoever commits copies the log back into the database when it has grown, and everybody who waits for
//! that commit waits for the copying too. Here a connection of its own does it: a page that many commits have
//! written is then copied once.

use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection as _, SqliteConnection};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// Pages in the log at which the writer does it after all: this should never be needed.
pub(super) const BACKSTOP: &str = "100000";
/// Callers served since the last time after which it is done again, or ...
const CALLERS: u64 = 1_000;
/// ... so long after the first of them.
const GATHER: Duration = Duration::from_millis(500);
/// Pages in the log from which on the writer is held up for a moment, to let the log begin anew: it cannot while
/// commits follow each other.
const LONG: i64 = 32_000;

/// Checkpoints after commits until `served`, the number of callers served so far, has no sender any more.
pub(super) async fn keep_short(options: Arc<SqliteConnectOptions>, mut served: watch::Receiver<u64>) {
    let mut connection = None;
    let mut done = *served.borrow_and_update();
    while served.changed().await.is_ok() {
        let until = Instant::now() + GATHER;
        let enough = served.wait_for(|served| *served >= done + CALLERS);
        let closed = matches!(timeout_at(until, enough).await, Ok(Err(_)));
        done = *served.borrow_and_update();
        if closed {
            break;
        }
        if let Err(error) = checkpoint(&options, &mut connection).await {
            tracing::warn!(%error, "DATABASE_URL: SQLite's log could not be copied back; it is tried again");
            connection = None;
        }
    }
    if let Some(connection) = connection {
        // Whoever closes last copies what is left.
        let _ = connection.close().await;
    }
}

async fn checkpoint(
    options: &SqliteConnectOptions,
    connection: &mut Option<SqliteConnection>,
) -> sqlx::Result<()> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(options.connect().await?),
    };
    // Whether it was in the way of others, pages in the log, pages copied.
    let passive = "PRAGMA wal_checkpoint(PASSIVE)";
    let (_, pages, _): (i64, i64, i64) = sqlx::query_as(passive).fetch_one(&mut *connection).await?;
    if pages > LONG {
        sqlx::query("PRAGMA wal_checkpoint(RESTART)").execute(&mut *connection).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::Ground;
    use crate::store::{Tx, execute};

    #[tokio::test]
    async fn the_log_is_copied_back_while_the_database_is_in_use() {
        let ground = Ground::sqlite().await;
        let path = ground.url.strip_prefix("sqlite://").unwrap().to_owned();
        let options = SqliteConnectOptions::new().filename(&path);
        let size = || std::fs::metadata(&path).unwrap().len();
        let before = size();
        for n in 0..20 {
            let write = async move |tx: &mut Tx| {
                let sql = "INSERT INTO deliveries (workspace_id, delivery_id, seen_at, answer) VALUES ('T', $1, 0, $2)";
                Ok(execute!(tx, sql, n.to_string(), "x".repeat(10_000))?)
            };
            ground.store.write(write).await.unwrap();
        }
        let mut connection = None;
        checkpoint(&options, &mut connection).await.unwrap();
        assert!(size() > before + 200_000, "the database has {} bytes, and had {before}", size());
        connection.unwrap().close().await.unwrap();
        ground.clear().await;
    }
}
