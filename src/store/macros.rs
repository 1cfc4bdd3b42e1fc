//! Statements, written once and run on whichever engine the transaction is on.
//!
//! All take a `&mut Tx` and SQL with `$1` placeholders, and fail with a [`Fault`](super::error::Fault). Whole numbers
//! are bound as `i64`.

/// Runs one expression with SQLite's writer as `$direct`, or the other with sqlx's transaction as `$t`.
macro_rules! on_engine {
    ($tx:expr, $direct:ident => $called:expr, $t:ident => $asked:expr) => {
        match (&mut *$tx).connection() {
            $crate::store::tx::Connection::Direct($direct) => $called,
            $crate::store::tx::Connection::Sqlite($t) => $asked.map_err($crate::store::Fault::from),
            $crate::store::tx::Connection::Postgres($t) => $asked.map_err($crate::store::Fault::from),
        }
    };
}

/// Runs a statement; answers how many rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx,
            direct => direct.execute($sql, rusqlite::params![$($arg),*]),
            t => sqlx::query($sql)$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected()))
    };
}

/// Reads exactly one row as a `$row`.
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx,
            direct => direct.fetch_one::<$row>($sql, rusqlite::params![$($arg),*]),
            t => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_one(&mut **t).await)
    };
}

/// Reads one row as a `$row`, if there is one.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx,
            direct => direct.fetch_optional::<$row>($sql, rusqlite::params![$($arg),*]),
            t => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **t).await)
    };
}

/// Reads all rows as `$row`s.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::store::on_engine!($tx,
            direct => direct.fetch_all::<$row>($sql, rusqlite::params![$($arg),*]),
            t => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **t).await)
    };
}

/// Defines a struct that is read from a row by the names of its columns, whoever fetched it.
macro_rules! row {
    (
        $(#[$about:meta])* $sight:vis struct $name:ident {
            $($(#[$meaning:meta])* $field_sight:vis $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(sqlx::FromRow)]
        $sight struct $name {
            $($(#[$meaning])* $field_sight $field: $type,)*
        }

        impl<'r> TryFrom<&'r rusqlite::Row<'r>> for $name {
            type Error = rusqlite::Error;

            fn try_from(row: &'r rusqlite::Row<'r>) -> Result<Self, rusqlite::Error> {
                let mut columns = $crate::store::sqlite_direct::Columns::of(row);
                Ok(Self { $($field: columns.next(stringify!($field))?,)* })
            }
        }
    };
}

pub(crate) use {execute, fetch_all, fetch_one, fetch_optional, on_engine, row};
