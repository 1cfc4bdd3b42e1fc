//! The schema, embedded in the program, and bringing a database up to it.
//!
//! Replicas are upgraded one after another, so for a while an older program works on a newer database. It can as
//! long as migrations only add. One that takes away, or demands, what earlier programs do not know of raises the
//! floor: the number of the newest migration that a program must know to work there.

use std::sync::LazyLock;

use sqlx::error::DatabaseError;
use sqlx::migrate::Migrator;
use sqlx::{ConnectOptions, Connection as _, Executor};

use super::{Engine, Error, Fault, Pools, Result, Store, fetch_one};

static SQLITE: LazyLock<Migrator> = LazyLock::new(|| tolerant(sqlx::migrate!("migrations/sqlite")));
static POSTGRES: LazyLock<Migrator> = LazyLock::new(|| tolerant(sqlx::migrate!("migrations/postgres")));

/// Migrations that we do not know are a newer program's; the floor says what they mean to us.
fn tolerant(mut migrator: Migrator) -> Migrator {
    migrator.set_ignore_missing(true);
    migrator
}

impl Store {
    /// Brings the schema up to date; processes that do so at the same time wait for each other.
    ///
    /// # Errors
    /// [`Error::TooNew`] where a newer program has changed the database so that this one cannot work on it.
    pub async fn migrate(&self) -> Result<()> {
        self.check_floor().await?;
        self.migrate_to(None).await
    }

    /// Whether the schema is what this program needs, or newer in a way that it can work on.
    ///
    /// # Errors
    /// [`Error::TooNew`], as [`migrate`](Self::migrate).
    pub async fn is_up_to_date(&self) -> Result<bool> {
        self.check_floor().await?;
        let applied = self.number("SELECT MAX(version) FROM _sqlx_migrations WHERE success").await?;
        Ok(applied >= self.newest())
    }

    async fn check_floor(&self) -> Result<()> {
        let needs = self.number("SELECT MAX(needs) FROM schema_floor").await?;
        if needs > self.newest() { Err(Error::TooNew) } else { Ok(()) }
    }

    /// The number of the newest migration that this program knows.
    fn newest(&self) -> Option<i64> {
        let migrator = match self.engine() {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        };
        migrator.iter().map(|migration| migration.version).max()
    }

    /// Reads a number; none where the database is too young to have the table.
    async fn number(&self, sql: &'static str) -> Result<Option<i64>> {
        match self.read(async |tx| Ok(fetch_one!(tx, (Option<i64>,), sql)?.0)).await {
            Err(Error::Database(Fault::Sqlx(sqlx::Error::Database(fault)))) if is_no_such_table(&*fault) => {
                Ok(None)
            }
            read => read,
        }
    }

    /// Brings the schema up to the migration with this number, or to the newest.
    async fn migrate_to(&self, version: Option<i64>) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { options, .. } => {
                let mut connection = options.connect().await?;
                // Another process may be at it, and take its time. sqlx knows no lock for SQLite: whoever begins
                // first keeps the others out, and they find all done.
                connection.execute("PRAGMA busy_timeout = 60000").await?;
                let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
                SQLITE.run_direct(version, &mut *tx, false).await?;
                tx.commit().await?;
                connection.close().await?;
            }
            Pools::Postgres(pool) => {
                // A connection of its own: the lock on it goes with it, however this ends.
                let mut connection = pool.acquire().await?.detach();
                POSTGRES.run_direct(version, &mut connection, false).await?;
                connection.close().await?;
            }
        }
        Ok(())
    }
}

/// SQLite has one code for all that is wrong with a statement; of ours, only the table can be missing.
fn is_no_such_table(fault: &dyn DatabaseError) -> bool {
    matches!(fault.code().as_deref(), Some("1" | "42P01"))
}

#[cfg(test)]
mod tests;
