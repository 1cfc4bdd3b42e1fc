//! Statements gathered first and run later: what a use case decides is written once it has decided all of it.

use rusqlite::ToSql;
use rusqlite::types::ToSqlOutput;

use super::{Result, Tx, on_engine};

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

/// Binds each value to a query of sqlx's.
macro_rules! bind_all {
    ($query:expr, $values:expr) => {
        $values.into_iter().fold($query, |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Whole(number) => query.bind(number),
        })
    };
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Text(text) => text.to_sql(),
            Self::Whole(number) => number.to_sql(),
        }
    }
}

impl Batch {
    /// Adds a statement, its values numbered from `$1` like anywhere.
    pub(in crate::store) fn add(&mut self, sql: &'static str, values: Vec<Value>) {
        self.statements.push((sql, values));
    }

    /// Runs the statements in order. If one fails, the transaction is to be given up as after any failure.
    ///
    /// What is done in batches is paid, or somebody joins for it: a board may look otherwise.
    pub async fn run(self, tx: &mut Tx) -> Result<()> {
        tx.shows();
        for (sql, values) in self.statements {
            on_engine!(tx,
                direct => direct.execute(sql, &values.iter().map(|value| value as &dyn ToSql).collect::<Vec<_>>()),
                t => bind_all!(sqlx::query(sql), values).execute(&mut **t).await.map(|done| done.rows_affected()))?;
        }
        Ok(())
    }
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
