//! Statements that leave for the database together.
//!
//! On SQLite each statement costs two hops between threads, more than most take to run, so what a use case has to
//! say at once goes over in one trip. PostgreSQL takes one statement with values at a time, and gets them in turn.

use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use super::tx::Connection;
use super::{Result, Tx};

/// Statements in the order in which they run. None is run before [`Batch::run`].
#[derive(Debug, Default)]
pub struct Batch {
    statements: Vec<(&'static str, Vec<Value>)>,
}

/// What a statement is given.
#[derive(Debug)]
pub(in crate::store) enum Value {
    Text(Option<String>),
    Whole(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Whole(Some(number))
    }
}

/// Adds a statement with its values to a batch.
macro_rules! add {
    ($batch:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $batch.add($sql, vec![$($arg.into()),*])
    };
}

pub(in crate::store) use add;

/// Binds each value to a query of whichever engine.
macro_rules! bind_all {
    ($query:expr, $values:expr) => {
        $values.fold($query, |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Whole(number) => query.bind(number),
        })
    };
}

impl Batch {
    /// Adds a statement, its values numbered from `$1` like anywhere.
    pub(in crate::store) fn add(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.push((sql, values));
    }

    /// Runs the statements in order. If one fails, the transaction is to be given up as after any failure.
    pub async fn run(self, tx: &mut Tx) -> Result<()> {
        if self.statements.is_empty() {
            return Ok(());
        }
        match tx.connection() {
            Connection::Sqlite(tx) => {
                let sql = joined(&self.statements);
                let values = self.statements.into_iter().flat_map(|(_, values)| values);
                // The statements are ours, each a constant; only the numbers in them were raised.
                bind_all!(sqlx::query(AssertSqlSafe(sql)), values).execute(&mut **tx).await?;
            }
            Connection::Postgres(tx) => {
                for (sql, values) in self.statements {
                    bind_all!(sqlx::query(sql), values.into_iter()).execute(&mut **tx).await?;
                }
            }
        }
        Ok(())
    }
}

/// The statements as one text, the numbers of their values raised so that each finds its own.
fn joined(statements: &[(&'static str, Vec<Value>)]) -> String {
    let length: usize = statements.iter().map(|(sql, values)| sql.len() + 2 * values.len() + 2).sum();
    let mut all = String::with_capacity(length);
    let mut before = 0;
    for (sql, values) in statements {
        let mut parts = sql.split('$');
        all.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let number: usize = part[..digits].parse().unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = write!(all, "${}", number + before);
            all.push_str(&part[digits..]);
        }
        all.push_str(";\n");
        before += values.len();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::on_both_engines;
    use crate::store::{Error, fetch_all};

    const NOTE: &str =
        "INSERT INTO deliveries (workspace_id, delivery_id, seen_at, answer) VALUES ($1, $2, $3, $4)";

    fn note(batch: &mut Batch, id: &str, at: i64, answer: Option<&str>) {
        add!(batch, NOTE, "T1", id, at, answer);
    }

    async fn notes(tx: &mut Tx) -> Result<Vec<(String, i64, Option<String>)>> {
        let sql = "SELECT delivery_id, seen_at, answer FROM deliveries ORDER BY 1";
        Ok(fetch_all!(tx, (String, i64, Option<String>), sql)?)
    }

    #[test]
    fn each_statement_finds_its_own_values() {
        let statements =
            [("A $1, $2, $1", vec![1.into(), 2.into()]), ("B", vec![]), ("C $1 x", vec![3.into()])];
        assert_eq!(joined(&statements), "A $1, $2, $1;\nB;\nC $3 x;\n");
    }

    #[tokio::test]
    async fn all_statements_run_in_order_on_both_engines() {
        on_both_engines(async |store| {
            let story = async |tx: &mut Tx| {
                let mut batch = Batch::default();
                note(&mut batch, "a", 1, Some("one"));
                add!(batch, "UPDATE deliveries SET seen_at = seen_at + $2 WHERE delivery_id = $1", "a", 10);
                note(&mut batch, "b", 2, None);
                batch.run(tx).await?;
                Batch::default().run(tx).await?;
                assert_eq!(notes(tx).await?, [("a".into(), 11, Some("one".into())), ("b".into(), 2, None)]);
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn one_that_fails_fails_them_all() {
        on_both_engines(async |store| {
            let story = async |tx: &mut Tx| {
                let mut batch = Batch::default();
                note(&mut batch, "a", 1, None);
                note(&mut batch, "a", 2, None);
                note(&mut batch, "b", 3, None);
                batch.run(tx).await
            };
            assert!(matches!(store.write(story).await, Err(Error::Database(_))));
            assert_eq!(store.read(notes).await.unwrap(), []);
        })
        .await;
    }
}
