//! What can go wrong in the database. Each error reads as one line and never holds a secret.

use std::sync::Arc;

/// The answer of everything in [`store`](crate::store).
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A statement, connection or commit failed, says whoever spoke to the database.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// PostgreSQL, and those who read from SQLite.
    #[error(transparent)]
    Sqlx(#[from] sqlx::Error),
    /// The one who writes to SQLite.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// SQLite has undone everything by itself, as it does when the disk is full.
    #[error("SQLite has ended the transaction by itself")]
    Ended,
}

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A statement or connection failed.
    #[error("database: {}", one_line(.0))]
    Database(Fault),
    /// The work was done but the group of writes that it was part of could not be committed: nothing is kept.
    #[error("database: not committed: {}", one_line(.0))]
    NotCommitted(#[source] Arc<Fault>),
    /// The schema could not be brought up to date.
    #[error("database: migration: {}", one_line(.0))]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// `DATABASE_URL` names no database that we can open.
    #[error("DATABASE_URL: {0}")]
    Address(String),
    /// A newer program has changed the schema so that this one must not work on it.
    #[error("database: a newer version has changed it, and this one can no longer work on it; upgrade it")]
    TooNew,
    /// The work panicked; nothing of it is kept.
    #[error("database: the work panicked and was undone")]
    Panicked,
    /// The store was closed.
    #[error("database: closed")]
    Closed,
    /// A row holds what no version of ours can have written.
    #[error("database: damaged row: {what}")]
    Damaged {
        /// Which row, and what is wrong with it.
        what: String,
    },
    /// Another process has taken this work over: what was done for it must not be kept.
    #[error("database: lease lost: {key}")]
    LeaseLost {
        /// The key of the work.
        key: String,
    },
    /// The app was removed from the workspace: nothing is done for it.
    #[error("the app was removed from the workspace")]
    Removed,
    /// A failure of the caller's own.
    #[error("{}", one_line(.0))]
    Other(#[from] anyhow::Error),
}

impl Error {
    /// Whether PostgreSQL undid the work because it and another's stood in each other's way (a deadlock, or a
    /// serialization failure): it may well succeed when it is done again.
    pub fn is_for_anothers_sake(&self) -> bool {
        let Self::Database(Fault::Sqlx(sqlx::Error::Database(told))) = self else { return false };
        matches!(told.code().as_deref(), Some("40P01" | "40001"))
    }

    /// A row that cannot be read: `what` says which, `why` what is wrong with it.
    pub fn damaged(what: impl std::fmt::Display, why: impl std::fmt::Display) -> Self {
        Self::Damaged { what: one_line(&format!("{what}: {why}")) }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Sqlx(sqlx::Error::PoolClosed) => Self::Closed,
            other => Self::Database(other),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Fault::from(error).into()
    }
}

/// Logs and standard error take one line for each error; SQLite and PostgreSQL may send several.
fn one_line(error: &impl std::fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
