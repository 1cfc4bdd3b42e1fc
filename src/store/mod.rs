//! The database: the only place with SQL, written once for two engines, SQLite and PostgreSQL.
//!
//! Use cases say [`Store::write`] or [`Store::read`] and hand in what to do with a [`Tx`]; no other code
//! begins or commits a transaction. Traps worth knowing:
//!
//! - No `write` inside a `write`, and no network inside one.
//! - An error undoes everything, what marks a delivery as seen included: a refusal is an `Ok` value.
//! - After a statement has failed, give the error back: PostgreSQL has aborted the transaction.
//! - A `write` whose caller goes away may still commit.
//! - On PostgreSQL rows are locked in order of workspace, then key, so that writers do not deadlock. Where
//!   one loses to another all the same ([`Error::is_for_anothers_sake`]), whoever asked for the work asks again.
//! - Never `ANALYZE` or `PRAGMA optimize` on SQLite: its statistics make every statement slower to prepare.

pub mod agenda;
pub mod audit;
pub mod awards;
mod backup;
pub mod badges;
mod batch;
pub mod claims;
pub mod concerns;
pub mod contest_log;
pub mod contests;
pub mod corrections;
pub mod counts;
pub mod deliveries;
pub mod draws;
pub mod dry_runs;
pub mod duels;
pub mod entrants;
pub mod entries;
pub mod erase;
mod error;
pub mod explained;
pub mod field;
pub mod forget;
pub mod grounds;
pub mod homes;
pub mod ledger;
pub mod look_alikes;
mod macros;
mod migrate;
#[cfg(test)]
mod neighbours;
mod open;
pub mod own_data;
#[cfg(test)]
mod plans;
pub mod posts;
pub mod praises;
pub mod preferences;
pub mod prizes;
pub mod progress;
pub mod quotas;
pub mod ranges;
pub mod replays;
pub mod reviews;
pub mod rewards;
pub mod roster;
pub mod rounds;
pub mod rules;
pub mod screens;
pub mod seasons;
pub mod shares;
mod sqlite_checkpoint;
mod sqlite_direct;
mod sqlite_writer;
pub mod standings;
pub mod swaps;
pub mod tallies;
pub mod team_changes;
pub mod teams;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

mod time;
mod tx;
mod values;
pub mod winnings;
pub mod workspaces;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{PgPool, SqlitePool};
use tokio::sync::watch;
use tracing::{Instrument, Span};

pub use backup::{BackupFault, Copied};
pub use batch::Batch;
pub use error::{Error, Fault, Result};
pub(crate) use macros::{execute, fetch_all, fetch_one, fetch_optional, on_engine, row};
pub use tx::{Engine, Tx};

use crate::cause::Cause;
use crate::figures::figures;
use sqlite_writer::Writer;
use tx::{Connection, Left};

/// A handle on the database; clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    wakes: Wakes,
}

/// What is changed after a commit, for those who wait for it.
#[derive(Clone, Debug, Default)]
struct Wakes {
    /// It left something owed.
    owed: watch::Sender<()>,
    /// A board may look otherwise.
    shown: watch::Sender<()>,
}

impl Wakes {
    fn after(&self, left: Left) {
        if left.owes {
            self.owed.send_replace(());
        }
        if left.shows {
            self.shown.send_replace(());
        }
    }
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { options: Arc<SqliteConnectOptions>, writer: Writer, readers: SqlitePool },
    Postgres(PgPool),
}

impl Store {
    /// Which of the two engines this store stands on.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `work` in one transaction: kept whole if it answers `Ok`, undone if it fails or panics.
    ///
    /// When this answers `Ok`, the work is on disk. On SQLite `work` shares a commit with other callers but not
    /// their fate. What it leaves owed is kept with the [`Cause`] of whoever asks.
    pub async fn write<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: AsyncFnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        let asked = Instant::now();
        // The work may run on another thread: it takes along what it is for, and where its log belongs.
        let (cause, span) = (Cause::current(), Span::current());
        let work = async move |tx: &mut Tx| {
            tx.is_for(cause);
            let answer = work(tx).instrument(span).await?;
            Ok((answer, tx.leaves_owed()))
        };
        let written = match &self.pools {
            Pools::Sqlite { writer, .. } => writer.write(work).await,
            Pools::Postgres(pool) => self.write_alone(pool, work).await,
        };
        match written {
            Ok((answer, owes)) => {
                figures().write.record(asked.elapsed());
                if owes && cause.is_some() {
                    tracing::info!("committed, and something is owed");
                }
                Ok(answer)
            }
            Err(error) => Err(noted(error, "write")),
        }
    }

    /// A transaction of its own, on PostgreSQL.
    async fn write_alone<T>(&self, pool: &PgPool, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let mut tx = Tx::new(Connection::Postgres(pool.begin().await?));
        let answer = guarded(work, &mut tx).await?;
        let left = tx.take_left();
        tx.commit().await?;
        self.wakes.after(left);
        Ok(answer)
    }

    /// Runs `work` on one consistent picture of the database; it cannot change anything.
    pub async fn read<T>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let asked = Instant::now();
        let answer = self.read_untimed(work).await.map_err(|error| noted(error, "read"))?;
        figures().read.record(asked.elapsed());
        Ok(answer)
    }

    async fn read_untimed<T>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let connection = match &self.pools {
            Pools::Sqlite { readers, .. } => Connection::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => Connection::Postgres(
                pool.begin_with("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?,
            ),
        };
        let mut tx = Tx::new(connection);
        let answer = guarded(work, &mut tx).await?;
        tx.commit().await?;
        Ok(answer)
    }

    /// Changes whenever this process commits something that it owes (a post, work on the agenda), so that
    /// the loops which do what is owed need not wait for their next look.
    pub fn watch_owed(&self) -> watch::Receiver<()> {
        self.wakes.owed.subscribe()
    }

    /// Changes whenever this process commits something by which a board may look otherwise. What other processes commit,
    /// and what is rarer than a share, is found by looking again now and then.
    pub fn watch_shown(&self) -> watch::Receiver<()> {
        self.wakes.shown.subscribe()
    }

    /// Lets writes under way finish, then closes. Later calls answer [`Error::Closed`].
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers, .. } => {
                writer.close().await;
                readers.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// Counts an error if it is the database's own.
fn noted(error: Error, operation: &'static str) -> Error {
    if matches!(error, Error::Database(_) | Error::NotCommitted(_)) {
        figures().database_failures.of([operation]).increment(1);
    }
    error
}

/// Runs `work`, turning a panic into an error so that it takes nobody else down.
async fn guarded<T>(work: impl AsyncFnOnce(&mut Tx) -> Result<T>, tx: &mut Tx) -> Result<T> {
    AssertUnwindSafe(async { work(tx).await }).catch_unwind().await.unwrap_or(Err(Error::Panicked))
}
