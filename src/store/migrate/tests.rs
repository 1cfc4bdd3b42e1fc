//! The schema on both engines, replayed, raced for, and seen by programs of another age.

use super::*;
use crate::store::testing::{Ground, on_both_engines};
use crate::store::{Tx, agenda, execute, fetch_all, posts};
use chrono::DateTime;

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
    for ground in [Some(Ground::bare_sqlite().await), Ground::bare_postgres().await].into_iter().flatten() {
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
    for sql in [
        "INSERT INTO agenda (workspace_id, key, kind, args, due_at, ready_at, state, attempts, fence) \
         VALUES ('T1', 'board-1', 'board', '{}', 0, 0, 'due', 0, 0)",
        "INSERT INTO owed_posts (workspace_id, key, lane, seq, kind, call, due_at, ready_at, state, attempts, \
         fence, uncertain) VALUES ('T1', 'board-1', 'C1', 1, 'notice', '{\"call\":\"post_message\",\"channel\":\"C1\",\
         \"event_type\":\"notice\",\"text\":\"hi\"}', 0, 0, 'owed', 0, 0, 0)",
    ] {
        execute!(tx, sql)?;
    }
    Ok(())
}

#[test]
fn both_folders_hold_the_same_steps() {
    let steps = |of: &Migrator| of.iter().map(|m| (m.version, m.description.to_string())).collect::<Vec<_>>();
    assert_eq!(steps(&SQLITE), steps(&POSTGRES));
}

/// Notes a migration that no program of today knows.
async fn from_the_future(tx: &mut Tx) -> Result<()> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (99990101000000, 'from the future', TRUE, x'00', 0)"
        }
        Engine::Postgres => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (99990101000000, 'from the future', TRUE, '\\x00', 0)"
        }
    };
    execute!(tx, sql)?;
    Ok(())
}

#[tokio::test]
async fn a_newer_database_is_worked_on_until_it_says_that_one_must_know_more() {
    on_both_engines(async |store| {
        store.write(from_the_future).await.unwrap();
        store.migrate().await.unwrap();
        assert!(store.is_up_to_date().await.unwrap());
        let raise = "INSERT INTO schema_floor (needs) VALUES (99990101000000)";
        store.write(async move |tx| Ok(execute!(tx, raise)?)).await.unwrap();
        assert!(matches!(store.migrate().await, Err(Error::TooNew)));
        assert!(matches!(store.is_up_to_date().await, Err(Error::TooNew)));
    })
    .await;
}

#[tokio::test]
async fn many_may_bring_one_database_up_to_date_at_once() {
    for ground in [Some(Ground::bare_sqlite().await), Ground::bare_postgres().await].into_iter().flatten() {
        let story = async |ground: &Ground| {
            let opened = (0..4).map(|_| Store::open(&ground.url));
            let stores = futures_util::future::try_join_all(opened).await.unwrap();
            let migrations = stores.iter().map(Store::migrate);
            for migrated in futures_util::future::join_all(migrations).await {
                migrated.unwrap();
            }
            for store in stores {
                assert!(store.is_up_to_date().await.unwrap());
                store.close().await;
            }
        };
        ground.run(story).await;
    }
}
