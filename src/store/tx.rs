//! A transaction on either engine.

use sqlx::{Postgres, Sqlite, Transaction};

use super::error::Fault;
use super::sqlite_direct::Direct;
use crate::cause::Cause;

/// The two engines. Where their SQL truly differs (locks, mostly), a visible `match` on this says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One writer at a time: nothing needs locking.
    Sqlite,
    /// Many writers: rows that a decision rests on are locked with `FOR UPDATE`.
    Postgres,
}

/// What a use case does its reading and writing with.
#[derive(Debug)]
pub struct Tx {
    connection: Connection,
    owes: bool,
    cause: Option<Cause>,
}

#[derive(Debug)]
pub(in crate::store) enum Connection {
    /// SQLite, by its one writer.
    Direct(Direct),
    /// SQLite, by anybody else.
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(in crate::store) fn new(connection: Connection) -> Self {
        Self { connection, owes: false, cause: None }
    }

    pub(in crate::store) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// The engine this transaction is on.
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Direct(_) | Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// Says what the work from here on is done for.
    pub(in crate::store) fn is_for(&mut self, cause: Option<Cause>) {
        self.cause = cause;
    }

    /// What this work is done for, as the database keeps it.
    pub(in crate::store) fn cause(&self) -> Option<String> {
        self.cause.map(|cause| cause.to_string())
    }

    /// Says that this transaction leaves something owed: after the commit, the loops look at once.
    pub(in crate::store) fn owes(&mut self) {
        self.owes = true;
    }

    /// Whether something was left owed since this was last asked.
    pub(in crate::store) fn take_owes(&mut self) -> bool {
        std::mem::take(&mut self.owes)
    }

    /// The same, to be asked again.
    pub(in crate::store) fn leaves_owed(&self) -> bool {
        self.owes
    }

    /// That SQLite has not ended the transaction by itself: what came after that would be a commit of its own.
    pub(in crate::store) fn check_open(&self) -> Result<(), Fault> {
        match &self.connection {
            Connection::Direct(direct) if !direct.is_in_transaction() => Err(Fault::Ended),
            _ => Ok(()),
        }
    }

    /// Commits; the writer gets its connection back.
    pub(in crate::store) async fn commit(self) -> Result<Option<Direct>, Fault> {
        match self.connection {
            Connection::Direct(direct) => {
                direct.execute("COMMIT", &[])?;
                return Ok(Some(direct));
            }
            Connection::Sqlite(tx) => tx.commit().await?,
            Connection::Postgres(tx) => tx.commit().await?,
        }
        Ok(None)
    }
}
