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
    left: Left,
    cause: Option<Cause>,
}

/// What a transaction leaves that somebody waits for.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::store) struct Left {
    /// Something is owed.
    pub(in crate::store) owes: bool,
    /// A board may look otherwise.
    pub(in crate::store) shows: bool,
}

impl Left {
    /// What both leave together.
    pub(in crate::store) fn with(self, other: Self) -> Self {
        Self { owes: self.owes || other.owes, shows: self.shows || other.shows }
    }
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
        Self { connection, left: Left::default(), cause: None }
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
        self.left.owes = true;
    }

    /// Says that a board may look otherwise from now on: after the commit, whoever shows one looks at once.
    pub(in crate::store) fn shows(&mut self) {
        self.left.shows = true;
    }

    /// What was left since this was last asked.
    pub(in crate::store) fn take_left(&mut self) -> Left {
        std::mem::take(&mut self.left)
    }

    /// Whether something was left owed, to be asked again.
    pub(in crate::store) fn leaves_owed(&self) -> bool {
        self.left.owes
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
