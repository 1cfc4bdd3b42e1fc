//! Statements, written once and run on whichever engine the transaction is on.
//!
//! All take a `&mut Tx` and SQL with `$1` placeholders, and give back an [`sqlx::Result`]. Whole numbers are
//! bound as `i64`.

/// Runs `$body` with `$t` as the engine's own transaction.
macro_rules! on_engine {
    ($tx:expr, $t:ident => $body:expr) => {
        match (&mut *$tx).connection() {
            $crate::store::tx::Connection::Sqlite($t) => $body,
            $crate::store::tx::Connection::Postgres($t) => $body,
        }
    };
}

/// Runs a statement; answers how many rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx, t => {
            sqlx::query($sql)$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected())
        })
    };
}

/// Reads exactly one row as a `$row`.
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx, t => {
            sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_one(&mut **t).await
        })
    };
}

/// Reads one row as a `$row`, if there is one.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx, t => {
            sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **t).await
        })
    };
}

/// Reads all rows as `$row`s.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx, t => {
            sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **t).await
        })
    };
}

pub(crate) use {execute, fetch_all, fetch_one, fetch_optional, on_engine};
