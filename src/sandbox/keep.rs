//! Keeping the workspace in a SQLite file, so that it is there again after a restart: a JSON document for
//! each channel's messages, for each file, and for all the rest. The file may hold other tables too.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};

use super::state::State;
use super::workspace::Workspace;

/// Changes that come together are written together.
const PAUSE: Duration = Duration::from_millis(100);

/// The file that a workspace is kept in.
pub struct Keep {
    pool: SqlitePool,
    /// What stands in the file, to write only what is new.
    written: HashMap<String, String>,
}

impl Keep {
    /// Opens the file, or makes it.
    pub async fn open(path: &Path) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS sandbox_documents (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT",
        )
        .execute(&pool)
        .await?;
        Ok(Self { pool, written: HashMap::new() })
    }

    /// What was kept; nothing, in a new file.
    pub async fn load(&mut self) -> anyhow::Result<Option<State>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT name, body FROM sandbox_documents").fetch_all(&self.pool).await?;
        self.written = rows.into_iter().collect();
        let Some(rest) = self.written.get("workspace") else { return Ok(None) };
        let mut state: State = serde_json::from_str(rest)?;
        state.messages = self.family("messages:")?.collect();
        state.files = self.family("file:")?.collect();
        Ok(Some(state))
    }

    fn family<T: DeserializeOwned>(&self, prefix: &str) -> anyhow::Result<impl Iterator<Item = (String, T)>> {
        let named = self.written.iter().filter_map(|(name, body)| Some((name.strip_prefix(prefix)?, body)));
        let read = named.map(|(id, body)| Ok((id.to_owned(), serde_json::from_str(body)?)));
        Ok(read.collect::<anyhow::Result<Vec<_>>>()?.into_iter())
    }

    /// Writes what changed since it was last written.
    pub async fn save(&mut self, workspace: &Workspace) -> anyhow::Result<()> {
        let changed = self.changed(&workspace.state())?;
        if changed.is_empty() {
            return Ok(());
        }
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for (name, body) in &changed {
            sqlx::query(
                "INSERT INTO sandbox_documents (name, body) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET body = excluded.body",
            )
            .bind(name)
            .bind(body)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        self.written.extend(changed);
        Ok(())
    }

    fn changed(&self, state: &State) -> anyhow::Result<Vec<(String, String)>> {
        let mut changed = Vec::new();
        let mut consider = |name: String, body: String| {
            if self.written.get(&name) != Some(&body) {
                changed.push((name, body));
            }
        };
        consider("workspace".into(), written(state)?);
        for (channel, messages) in &state.messages {
            consider(format!("messages:{channel}"), written(messages)?);
        }
        for (id, file) in state.files.iter().filter(|(_, file)| file.complete) {
            consider(format!("file:{id}"), written(file)?);
        }
        Ok(changed)
    }
}

fn written(thing: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string(thing)?)
}

/// Keeps the workspace until it stops, and once more then.
pub async fn run(workspace: Workspace, mut keep: Keep) {
    loop {
        let stopping = tokio::select! {
            () = workspace.dirty.notified() => false,
            () = workspace.stop.cancelled() => true,
        };
        if !stopping {
            tokio::time::sleep(PAUSE).await;
        }
        if let Err(error) = keep.save(&workspace).await {
            tracing::error!(%error, "the workspace could not be kept");
            workspace.dirty.notify_one();
        }
        if stopping {
            keep.pool.close().await;
            return;
        }
    }
}
