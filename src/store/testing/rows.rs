//! The schema's tables and their rows as the engine itself tells them, so that no table can be forgotten.

use sqlx::AssertSqlSafe;

use crate::store::{Engine, Result, Store, Tx, fetch_all};

/// The tables that hold rows of a workspace.
pub(crate) async fn tables(tx: &mut Tx) -> Result<Vec<String>> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.name = 'workspace_id' ORDER BY 1"
        }
        Engine::Postgres => {
            "SELECT table_name::TEXT FROM information_schema.columns \
             WHERE table_schema = 'public' AND column_name = 'workspace_id' ORDER BY 1"
        }
    };
    Ok(fetch_all!(tx, (String,), sql)?.into_iter().map(|(name,)| name).collect())
}

/// A table's columns, the workspace's left out.
pub(crate) async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<String>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT name FROM pragma_table_info($1) WHERE name <> 'workspace_id'",
        Engine::Postgres => {
            "SELECT column_name::TEXT FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = $1 AND column_name <> 'workspace_id'"
        }
    };
    Ok(fetch_all!(tx, (String,), sql, table)?.into_iter().map(|(name,)| name).collect())
}

/// Every row of a workspace: its table, and its values one after the other.
pub(crate) async fn all_of(store: &Store, workspace: &str) -> Vec<(String, String)> {
    let read = async |tx: &mut Tx| {
        let mut all = Vec::new();
        for table in tables(tx).await? {
            let values: Vec<String> = columns(tx, &table)
                .await?
                .iter()
                .map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')"))
                .collect();
            let sql = format!(
                "SELECT {} FROM {table} WHERE workspace_id = $1 ORDER BY 1",
                values.join(" || ' ' || ")
            );
            let rows = fetch_all!(tx, (String,), AssertSqlSafe(sql), workspace)?;
            all.extend(rows.into_iter().map(|(row,)| (table.clone(), row)));
        }
        Ok(all)
    };
    store.read(read).await.unwrap()
}
