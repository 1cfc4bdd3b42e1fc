//! The schema, embedded in the program, and bringing a database up to it.

use sqlx::migrate::Migrator;

use super::{Pools, Result, Store};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

impl Store {
    /// Brings the schema up to date. Processes that do so at the same time wait for each other. A database
    /// newer than this program is an error.
    pub async fn migrate(&self) -> Result<()> {
        self.migrate_to(None).await
    }

    /// Brings the schema up to the migration with this number, or to the newest.
    async fn migrate_to(&self, version: Option<i64>) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let mut connection = writer.connect().await?;
                SQLITE.run_direct(version, &mut connection, false).await?;
                sqlx::Connection::close(connection).await?;
            }
            Pools::Postgres(pool) => {
                POSTGRES.run_direct(version, &mut *pool.acquire().await?, false).await?;
            }
        }
        Ok(())
    }
}
