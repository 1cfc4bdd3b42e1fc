//! Opening a database by its address.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, Executor};

use super::sqlite_direct::File;
use super::sqlite_writer::Writer;
use super::{Error, Pools, Result, Store, Wakes};

/// Connections that read beside SQLite's one writer.
const SQLITE_READERS: u32 = 4;
/// Connections to PostgreSQL of one process.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a caller waits for a connection or a lock; Slack gives up on us after three seconds anyway.
const PATIENCE: Duration = Duration::from_secs(5);
/// Prepared statements kept for each connection: more than there are in this program.
const STATEMENTS: usize = 256;

impl Store {
    /// Opens `sqlite://PATH` (made if it is missing; `?max_page_count=N` caps its size) or `postgres://…`. The
    /// schema is left as it is: see [`Store::migrate`].
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_as(url, true).await
    }

    /// The same, for a database that is there: a SQLite file that is missing is an error that names it.
    pub async fn open_existing(url: &str) -> Result<Self> {
        Self::open_as(url, false).await
    }

    async fn open_as(url: &str, make: bool) -> Result<Self> {
        let wakes = Wakes::default();
        let pools = match url.split_once(':') {
            Some(("sqlite", _)) => open_sqlite(url, make, &wakes).await?,
            Some(("postgres" | "postgresql", _)) => open_postgres(url).await?,
            _ => return Err(Error::Address("must begin with sqlite:// or postgres://".into())),
        };
        Ok(Self { pools, wakes })
    }
}

async fn open_sqlite(url: &str, make: bool, wakes: &Wakes) -> Result<Pools> {
    let (url, pages) = without_cap(url)?;
    let options: SqliteConnectOptions = url.parse().map_err(|error| bad_address("SQLite", &error))?;
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Error::Address("SQLite must be in a file: readers and writer share it".into()));
    }
    let file = options.get_filename();
    if !make && !file.is_file() {
        let file = file.display();
        return Err(Error::Address(format!(
            "there is no file {file}; `pacesetter migrate` makes a new database"
        )));
    }
    let options = options
        .create_if_missing(make)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(STATEMENTS)
        // Statements are no news, and their errors come back to whoever ran them.
        .disable_statement_logging();
    let options = match pages {
        Some(pages) => options.pragma("max_page_count", pages.to_string()),
        None => options,
    };
    // Once by hand: makes the file, and tells at once if that cannot be.
    options.connect().await?.close().await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .connect_lazy_with(options.clone().pragma("query_only", "ON"));
    let file = File { path: options.get_filename().into(), most_pages: pages, patience: PATIENCE };
    Ok(Pools::Sqlite { options: options.into(), writer: Writer::start(file, wakes.clone())?, readers })
}

/// Takes our own parameter out of an address of SQLite: `max_page_count=N` caps the file at so many pages (of
/// 4096 bytes).
fn without_cap(url: &str) -> Result<(String, Option<u32>)> {
    let Some((path, query)) = url.split_once('?') else { return Ok((url.to_owned(), None)) };
    let (caps, rest): (Vec<&str>, Vec<&str>) =
        query.split('&').partition(|parameter| parameter.starts_with("max_page_count="));
    let pages = caps.first().map(|cap| {
        let pages = cap.split_once('=').and_then(|(_, pages)| pages.parse().ok()).filter(|pages| *pages > 0);
        pages.ok_or_else(|| Error::Address("max_page_count: must be a number of pages".into()))
    });
    let url = if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) };
    Ok((url, pages.transpose()?))
}

async fn open_postgres(url: &str) -> Result<Pools> {
    let options: PgConnectOptions = url.parse().map_err(|error| bad_address("PostgreSQL", &error))?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                // A process that vanishes or is frozen must not keep its locks: others wait for them.
                connection.execute("SET idle_in_transaction_session_timeout = '10s'").await?;
                Ok(())
            })
        })
        .connect_with(options.application_name("pacesetter").statement_cache_capacity(STATEMENTS))
        .await?;
    Ok(Pools::Postgres(pool))
}

/// The address itself stays out of the message: it may hold a password.
fn bad_address(engine: &str, error: &sqlx::Error) -> Error {
    Error::Address(format!("not an address of {engine}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_bad_address_is_refused_in_one_line_without_its_password() {
        for url in [
            "mysql://ann:hunter2@db/x",
            "postgres://ann:hunter2@db:port/x",
            "sqlite::memory:",
            "",
            "x",
            "sqlite://x.db?max_page_count=many",
        ] {
            let said = Store::open(url).await.unwrap_err().to_string();
            assert!(said.starts_with("DATABASE_URL: ") && !said.contains("hunter2"), "{url}: {said}");
            assert_eq!(said.lines().count(), 1);
        }
    }

    #[test]
    fn a_cap_on_the_size_is_taken_out_of_the_address() {
        let read = |url| without_cap(url).unwrap();
        assert_eq!(read("sqlite://x.db"), ("sqlite://x.db".to_owned(), None));
        assert_eq!(read("sqlite://x.db?max_page_count=90"), ("sqlite://x.db".to_owned(), Some(90)));
        let both = read("sqlite://x.db?mode=rwc&max_page_count=90");
        assert_eq!(both, ("sqlite://x.db?mode=rwc".to_owned(), Some(90)));
    }

    #[tokio::test]
    async fn a_file_that_must_be_there_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mistyped.db");
        let url = format!("sqlite://{}", file.display());
        let said = Store::open_existing(&url).await.unwrap_err().to_string();
        assert!(
            said.starts_with("DATABASE_URL: there is no file ") && said.contains("mistyped.db"),
            "{said}"
        );
        assert!(!file.exists());
        Store::open(&url).await.unwrap().close().await;
        Store::open_existing(&url).await.unwrap().close().await;
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_is_an_error() {
        assert!(Store::open("sqlite:///nowhere/at/all.db").await.is_err());
    }
}
