//! SQLite called without a thread in between, for the one who writes.
//!
//! sqlx gives each connection of SQLite a thread of its own: every statement, and every row of an answer, is a message
//! from one thread to another. A share is a dozen statements, and waking each other up for them took several times as
//! long as the statements. The writer has a thread anyhow, so it calls SQLite itself; readers stay with sqlx.

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::types::FromSql;
use rusqlite::{CachedStatement, OpenFlags, Row, ToSql};
use sqlx::{SqlSafeStr, SqlStr};

use super::error::Fault;

/// Prepared statements kept: more than there are in this program.
const STATEMENTS: usize = 256;
/// The writer's cache in KiB, as SQLite's pragma wants it: a commit of many callers must fit in, or its pages are
/// written more than once.
const CACHE: &str = "-16384";

/// Pages in the log at which whoever commits copies it back, if [`sqlite_checkpoint`](super::sqlite_checkpoint) has
/// not: this should never be needed.
const BACKSTOP: &str = "100000";

/// A database file that is there, and how it is to be opened for writing.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// How many pages it may have.
    pub(super) most_pages: Option<u32>,
    /// How long to wait for another process that writes.
    pub(super) patience: Duration,
}

/// A connection.
#[derive(Debug)]
pub(in crate::store) struct Direct {
    connection: rusqlite::Connection,
}

/// What one statement's placeholders stand for.
type Values<'a> = &'a [&'a dyn ToSql];

impl Direct {
    pub(super) fn open(file: &File) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(&file.path, flags)?;
        connection.busy_timeout(file.patience)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        for (pragma, value) in [
            ("synchronous", "FULL"),
            ("foreign_keys", "ON"),
            // What a savepoint keeps to undo its caller by.
            ("temp_store", "MEMORY"),
            ("cache_size", CACHE),
            ("wal_autocheckpoint", BACKSTOP),
        ] {
            connection.pragma_update(None, pragma, value)?;
        }
        if let Some(pages) = file.most_pages {
            connection.pragma_update(None, "max_page_count", pages)?;
        }
        Ok(Self { connection })
    }

    /// Whether a transaction is open. SQLite ends one by itself when it finds, say, the disk full.
    pub(super) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// A statement that is ready to run.
    fn bound(&self, sql: impl SqlSafeStr, values: Values<'_>) -> rusqlite::Result<CachedStatement<'_>> {
        let sql: SqlStr = sql.into_sql_str();
        let mut statement = self.connection.prepare_cached(sql.as_str())?;
        for at in 1..=statement.parameter_count() {
            // To SQLite `$2` is a name, and what comes first is its first.
            let number = statement.parameter_name(at).and_then(|name| name.strip_prefix('$')?.parse().ok());
            let value = number.and_then(|number: usize| values.get(number.wrapping_sub(1)));
            let value = value.ok_or(rusqlite::Error::InvalidParameterCount(at, values.len()))?;
            statement.raw_bind_parameter(at, value)?;
        }
        Ok(statement)
    }

    /// Runs a statement that yields no rows; answers how many it touched.
    pub(super) fn execute(&self, sql: impl SqlSafeStr, values: Values<'_>) -> Result<u64, Fault> {
        Ok(self.bound(sql, values)?.raw_execute()? as u64)
    }

    /// Reads exactly one row.
    pub(super) fn fetch_one<T: FromSqlite>(
        &self,
        sql: impl SqlSafeStr,
        values: Values<'_>,
    ) -> Result<T, Fault> {
        Ok(self.fetch_optional(sql, values)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
    }

    /// Reads one row, if there is one.
    pub(super) fn fetch_optional<T: FromSqlite>(
        &self,
        sql: impl SqlSafeStr,
        values: Values<'_>,
    ) -> Result<Option<T>, Fault> {
        let mut statement = self.bound(sql, values)?;
        let mut rows = statement.raw_query();
        Ok(rows.next()?.map(T::try_from).transpose()?)
    }

    /// Reads all rows.
    pub(super) fn fetch_all<T: FromSqlite>(
        &self,
        sql: impl SqlSafeStr,
        values: Values<'_>,
    ) -> Result<Vec<T>, Fault> {
        let mut statement = self.bound(sql, values)?;
        let mut rows = statement.raw_query();
        let mut read = Vec::new();
        while let Some(row) = rows.next()? {
            read.push(T::try_from(row)?);
        }
        Ok(read)
    }
}

/// What can be read from a row: tuples by the order of the columns, and what [`row!`](super::row) defines by their names.
pub(in crate::store) trait FromSqlite:
    for<'r> TryFrom<&'r Row<'r>, Error = rusqlite::Error>
{
}

impl<T> FromSqlite for T where T: for<'r> TryFrom<&'r Row<'r>, Error = rusqlite::Error> {}

/// A row's columns, asked for by name, as a rule in their order: to go through all names for each would be much of
/// the reading.
pub(in crate::store) struct Columns<'r> {
    row: &'r Row<'r>,
    at: usize,
}

impl<'r> Columns<'r> {
    pub(in crate::store) fn of(row: &'r Row<'r>) -> Self {
        Self { row, at: 0 }
    }

    pub(in crate::store) fn next<T: FromSql>(&mut self, name: &str) -> rusqlite::Result<T> {
        let at = self.at;
        self.at += 1;
        match self.row.as_ref().column_name(at) {
            Ok(here) if here == name => self.row.get(at),
            _ => self.row.get(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::row;

    row! {
        #[derive(Debug, PartialEq, Eq)]
        struct Pair {
            a: i64,
            b: Option<String>,
        }
    }

    fn open(folder: &tempfile::TempDir) -> Direct {
        let path = folder.path().join("test.db");
        std::fs::File::create(&path).unwrap();
        let direct = Direct::open(&File { path, most_pages: None, patience: Duration::ZERO }).unwrap();
        direct.execute("CREATE TABLE pairs (a INTEGER, b TEXT) STRICT", &[]).unwrap();
        direct
    }

    #[test]
    fn a_placeholder_means_its_number_wherever_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let direct = open(&folder);
        let swapped = "INSERT INTO pairs (b, a) VALUES ($2, $1), ('again', $1)";
        assert_eq!(direct.execute(swapped, rusqlite::params![7, "seven"]).unwrap(), 2);
        let read: Vec<(String, i64)> = direct.fetch_all("SELECT b, a FROM pairs ORDER BY b", &[]).unwrap();
        assert_eq!(read, [("again".to_owned(), 7), ("seven".to_owned(), 7)]);
        assert!(direct.execute("DELETE FROM pairs WHERE a = $2", rusqlite::params![7]).is_err());
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let direct = open(&folder);
        direct.execute("INSERT INTO pairs VALUES (1, 'one'), (2, NULL)", &[]).unwrap();
        let one = Pair { a: 1, b: Some("one".into()) };
        let two = Pair { a: 2, b: None };
        let in_order = "SELECT a, b FROM pairs ORDER BY a";
        assert_eq!(direct.fetch_all::<Pair>(in_order, &[]).unwrap(), [one, two]);
        let turned = "SELECT b, 'more', a FROM pairs WHERE a = 2";
        assert_eq!(direct.fetch_one::<Pair>(turned, &[]).unwrap(), Pair { a: 2, b: None });
        assert_eq!(direct.fetch_optional::<Pair>("SELECT a, b FROM pairs WHERE a = 3", &[]).unwrap(), None);
        assert!(direct.fetch_one::<Pair>("SELECT a, b FROM pairs WHERE a = 3", &[]).is_err());
        assert!(direct.fetch_one::<Pair>("SELECT a FROM pairs", &[]).is_err());
    }
}
