//! The schema, embedded in the program, and bringing a database up to it.

use sqlx::error::DatabaseError;
use sqlx::migrate::Migrator;

use super::{Engine, Error, Pools, Result, Store, fetch_one};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

impl Store {
    /// Brings the schema up to date. On PostgreSQL, processes that do so at the same time wait for each other.
    /// A database newer than this program is an error.
    pub async fn migrate(&self) -> Result<()> {
        self.migrate_to(None).await
    }

    /// Whether the schema is what this program needs, or newer.
    pub async fn is_up_to_date(&self) -> Result<bool> {
        let migrator = match self.engine() {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        };
        let newest = migrator.iter().map(|migration| migration.version).max();
        let applied = self.read(async |tx| {
            let sql = "SELECT MAX(version) FROM _sqlx_migrations WHERE success";
            Ok(fetch_one!(tx, (Option<i64>,), sql)?.0)
        });
        match applied.await {
            Ok(applied) => Ok(applied >= newest),
            Err(Error::Database(sqlx::Error::Database(fault))) if is_no_such_table(&*fault) => Ok(false),
            Err(error) => Err(error),
        }
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

/// SQLite has one code for all that is wrong with a statement; of ours, only the table can be missing.
fn is_no_such_table(fault: &dyn DatabaseError) -> bool {
    matches!(fault.code().as_deref(), Some("1" | "42P01"))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::store::agenda::{self, Work};
    use crate::store::testing::Ground;
    use crate::store::{Tx, fetch_all, posts};

    /// Table, column, whether it is never null, its place in the primary key, its type.
    type Column = (String, String, i64, i64, String);

    const SQLITE_COLUMNS: &str = "SELECT t.name, c.name, c.\"notnull\", c.pk, c.type \
        FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c \
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY 1, 2";

    const POSTGRES_COLUMNS: &str = "SELECT t.relname::TEXT, c.attname::TEXT, c.attnotnull::INT::BIGINT, \
        COALESCE(array_position(string_to_array(k.indkey::TEXT, ' '), c.attnum::TEXT), 0)::BIGINT, \
        format_type(c.atttypid, c.atttypmod) \
        FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped \
        LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary \
        WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_sqlx%' \
        ORDER BY t.relname::TEXT COLLATE \"C\", c.attname::TEXT COLLATE \"C\"";

    async fn columns(store: &Store) -> Vec<Column> {
        let read = async |tx: &mut Tx| {
            Ok(match tx.engine() {
                Engine::Sqlite => fetch_all!(tx, Column, SQLITE_COLUMNS)?,
                Engine::Postgres => fetch_all!(tx, Column, POSTGRES_COLUMNS)?,
            })
        };
        let alike = |mut column: Column| {
            column.4 = match column.4.as_str() {
                "bigint" => "INTEGER".into(),
                "double precision" => "REAL".into(),
                other => other.to_uppercase(),
            };
            column
        };
        store.read(read).await.unwrap().into_iter().map(alike).collect()
    }

    #[tokio::test]
    async fn both_engines_have_the_same_tables() {
        let Some(postgres) = Ground::postgres().await else { return };
        let compare = async |postgres: &Ground| {
            let sqlite = Ground::sqlite().await;
            let (ours, theirs) = (columns(&sqlite.store).await, columns(&postgres.store).await);
            assert!(ours.iter().any(|column| column.0 == "owed_posts"));
            for column in ours.iter().filter(|column| column.3 == 1) {
                assert_eq!(column.1, "workspace_id", "the key of {} begins with it", column.0);
            }
            assert_eq!(ours, theirs);
            sqlite.clear().await;
        };
        postgres.run(compare).await;
    }

    #[tokio::test]
    async fn migrations_replay_over_data_and_again_over_their_own_work() {
        for ground in [Some(Ground::bare_sqlite().await), Ground::bare_postgres().await].into_iter().flatten()
        {
            let story = async |ground: &Ground| {
                let store = &ground.store;
                let first = SQLITE.iter().next().unwrap().version;
                store.migrate_to(Some(first)).await.unwrap();
                store.write(async |tx| fill(tx).await).await.unwrap();
                store.migrate().await.unwrap();
                store.migrate().await.unwrap();
                let claim = async |tx: &mut Tx| {
                    agenda::claim(tx, DateTime::UNIX_EPOCH, chrono::TimeDelta::zero(), 9).await
                };
                assert_eq!(store.write(claim).await.unwrap().len(), 1);
                let backlog = async |tx: &mut Tx| posts::backlog(tx, DateTime::UNIX_EPOCH).await;
                assert_eq!(store.read(backlog).await.unwrap().due, 1);
            };
            ground.run(story).await;
        }
    }

    /// What a bot that only knew the first migration leaves behind.
    async fn fill(tx: &mut Tx) -> Result<()> {
        let due_at = DateTime::UNIX_EPOCH;
        agenda::put(tx, &"T1".into(), &Work::new("board-1", "board", &json!({}), due_at)?).await?;
        let message = posts::Message { text: "hi".into(), blocks: None };
        let event_type = posts::EventType::Board;
        let call = posts::Call::PostMessage { channel: "C1".into(), event_type, message };
        posts::owe(tx, &"T1".into(), &posts::Post { key: "board-1".into(), call, due_at }).await?;
        Ok(())
    }

    #[test]
    fn both_folders_hold_the_same_steps() {
        let steps =
            |of: &Migrator| of.iter().map(|m| (m.version, m.description.to_string())).collect::<Vec<_>>();
        assert_eq!(steps(&SQLITE), steps(&POSTGRES));
    }

    #[tokio::test]
    async fn a_database_newer_than_the_program_is_refused() {
        let ground = Ground::sqlite().await;
        let newer = async |tx: &mut Tx| {
            let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                       VALUES (99990101000000, 'from the future', 1, x'00', 0)";
            Ok(crate::store::execute!(tx, sql)?)
        };
        ground.store.write(newer).await.unwrap();
        assert!(matches!(ground.store.migrate().await, Err(Error::Migration(_))));
        ground.clear().await;
    }
}
