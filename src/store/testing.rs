//! Databases for tests: SQLite in a temporary folder, always; PostgreSQL where there is one.
//!
//! PostgreSQL is the server that `PACESETTER_TEST_POSTGRES` names (an address whose user may create
//! databases), or a private one made from the programs on this machine. Where there is neither, that half of a
//! test says that it was skipped, or fails if `PACESETTER_REQUIRE_POSTGRES=1`.

pub(crate) mod books;
pub(crate) mod crowd;
pub(crate) mod game;
mod private_postgres;
pub(crate) mod rows;

use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;

use futures_util::FutureExt;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::Store;

/// An empty database of its own, its schema up to date.
pub(crate) struct Ground {
    /// The store that stands on it.
    pub(crate) store: Store,
    /// Its address, to open it a second time.
    pub(crate) url: String,
    home: Home,
}

/// What to take away afterwards.
enum Home {
    Folder { _folder: tempfile::TempDir },
    Database { server: String, name: String },
}

impl Ground {
    /// On SQLite.
    pub(crate) async fn sqlite() -> Self {
        let ground = Self::bare_sqlite().await;
        ground.store.migrate().await.unwrap();
        ground
    }

    /// On PostgreSQL, if there is one.
    pub(crate) async fn postgres() -> Option<Self> {
        let ground = Self::bare_postgres().await?;
        ground.store.migrate().await.unwrap();
        Some(ground)
    }

    /// On SQLite, without a schema.
    pub(crate) async fn bare_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self { store: Store::open(&url).await.unwrap(), url, home: Home::Folder { _folder: folder } }
    }

    /// On PostgreSQL, if there is one, without a schema.
    pub(crate) async fn bare_postgres() -> Option<Self> {
        let server = postgres_server()?;
        let name = format!("pacesetter_test_{}", uuid::Uuid::now_v7().simple());
        on_server(server, &format!("CREATE DATABASE {name}")).await;
        let url = address_of(server, &name);
        let home = Home::Database { server: server.to_owned(), name };
        Some(Self { store: Store::open(&url).await.unwrap(), url, home })
    }

    /// Closes the store and takes the database away.
    pub(crate) async fn clear(self) {
        self.store.close().await;
        if let Home::Database { server, name } = &self.home {
            on_server(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// Runs `story` here, and clears up even if it fails.
    pub(crate) async fn run(self, story: impl AsyncFnOnce(&Self)) {
        let outcome = AssertUnwindSafe(story(&self)).catch_unwind().await;
        self.clear().await;
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    }
}

/// Tells `story` on SQLite, and again on PostgreSQL if there is one.
pub(crate) async fn on_both_engines(story: impl AsyncFn(Store)) {
    Ground::sqlite().await.run(async |ground| story(ground.store.clone()).await).await;
    if let Some(ground) = Ground::postgres().await {
        println!("the same on PostgreSQL");
        ground.run(async |ground| story(ground.store.clone()).await).await;
    }
}

/// The address of the server to make databases on.
fn postgres_server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    let server = SERVER.get_or_init(|| match std::env::var("PACESETTER_TEST_POSTGRES") {
        Ok(address) => Some(address),
        // It lives as long as this process.
        Err(_) => private_postgres::start().map(|server| Box::leak(Box::new(server)).address.clone()),
    });
    if server.is_none() {
        println!("skipped: no PostgreSQL programs found");
        let required = std::env::var("PACESETTER_REQUIRE_POSTGRES").is_ok_and(|v| v == "1");
        assert!(!required, "PACESETTER_REQUIRE_POSTGRES=1, but there is no PostgreSQL");
    }
    server.as_deref()
}

/// The same server, another database.
fn address_of(server: &str, database: &str) -> String {
    let mut address = url::Url::parse(server).unwrap();
    address.set_path(database);
    address.into()
}

async fn on_server(server: &str, statement: &str) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
