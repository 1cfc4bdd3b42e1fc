//! The bot's database, looked at and tampered with from outside: SQLite in a folder, or a PostgreSQL of the
//! tests' own (see `src/store/testing.rs`).

#[path = "../../src/store/testing/private_postgres.rs"]
mod private_postgres;

use std::path::Path;
use std::sync::OnceLock;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tokio::runtime::Runtime;

pub use private_postgres::Server;

/// A database, by its address.
pub struct Database {
    pub url: String,
    runtime: Runtime,
}

/// Runs `$body` with `$c` as a new connection.
macro_rules! connected {
    ($database:expr, $c:ident => $body:expr) => {
        $database.runtime.block_on(async {
            if $database.url.starts_with("sqlite") {
                let mut $c = SqliteConnection::connect(&$database.url).await.unwrap();
                let answer = $body.await.unwrap();
                $c.close().await.unwrap();
                answer
            } else {
                let mut $c = PgConnection::connect(&$database.url).await.unwrap();
                let answer = $body.await.unwrap();
                $c.close().await.unwrap();
                answer
            }
        })
    };
}

impl Database {
    /// SQLite in this folder.
    pub fn sqlite(folder: &Path) -> Self {
        Self::at(format!("sqlite://{}", folder.join("pacesetter.db").display()))
    }

    /// A new one on PostgreSQL, if there is any.
    pub fn postgres() -> Option<Self> {
        let server = Self::at(postgres_server()?.to_owned());
        let name = format!("pacesetter_it_{}", uuid::Uuid::now_v7().simple());
        server.execute(&format!("CREATE DATABASE {name}"));
        let mut url = url::Url::parse(&server.url).unwrap();
        url.set_path(&name);
        Some(Self::at(url.into()))
    }

    /// One on a PostgreSQL that the test can let go away, if there is any.
    pub fn postgres_of_its_own() -> Option<(Self, Server)> {
        let server = private_postgres::start();
        if server.is_none() {
            skipped();
        }
        server.map(|server| (Self::at(server.address.clone()), server))
    }

    fn at(url: String) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { url, runtime }
    }

    /// Runs a statement.
    pub fn execute(&self, sql: &str) {
        connected!(self, c => async { sqlx::query(AssertSqlSafe(sql)).execute(&mut c).await.map(drop) });
    }

    /// Reads a number.
    pub fn number(&self, sql: &str) -> i64 {
        connected!(self, c => sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(&mut c))
    }

    /// Reads texts with a number each.
    pub fn rows(&self, sql: &str) -> Vec<(String, i64)> {
        connected!(self, c => sqlx::query_as::<_, (String, i64)>(AssertSqlSafe(sql)).fetch_all(&mut c))
    }

    /// Keeps everybody else from writing while `work` runs (SQLite).
    pub fn locked<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut connection = self.runtime.block_on(SqliteConnection::connect(&self.url)).unwrap();
        let mut run = |sql: &'static str| {
            self.runtime.block_on(sqlx::query(sql).execute(&mut connection)).unwrap();
        };
        run("BEGIN IMMEDIATE");
        let answer = work();
        run("ROLLBACK");
        answer
    }

    /// Holds what `lock` locks while `work` runs (PostgreSQL).
    pub fn held<T>(&self, lock: &'static str, work: impl FnOnce() -> T) -> T {
        let mut connection = self.runtime.block_on(PgConnection::connect(&self.url)).unwrap();
        let mut run = |sql: &'static str| {
            self.runtime.block_on(sqlx::query(sql).execute(&mut connection)).unwrap();
        };
        run("BEGIN");
        run(lock);
        let answer = work();
        run("ROLLBACK");
        answer
    }
}

/// Somebody else with a connection of their own to the same file (SQLite).
pub struct Stranger {
    connection: SqliteConnection,
    runtime: Runtime,
}

impl Stranger {
    pub fn open(url: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(SqliteConnection::connect(url)).unwrap();
        // The first statement reads the schema: not to be waited for later.
        let mut stranger = Self { connection, runtime };
        stranger.counts("");
        stranger
    }

    /// The shares whose link is like this.
    pub fn counts(&mut self, like: &str) -> i64 {
        let sql = "SELECT COUNT(*) FROM shares WHERE link_key LIKE $1";
        let count = sqlx::query_scalar(sql).bind(like).fetch_one(&mut self.connection);
        self.runtime.block_on(count).unwrap()
    }
}

/// The server that `PACESETTER_TEST_POSTGRES` names, or one of our own; the test is skipped where there is none.
fn postgres_server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    // It lives as long as this process.
    let own = || Some(Box::leak(Box::new(private_postgres::start()?)).address.clone());
    let server = SERVER.get_or_init(|| std::env::var("PACESETTER_TEST_POSTGRES").ok().or_else(own));
    if server.is_none() {
        skipped();
    }
    server.as_deref()
}

fn skipped() {
    println!("skipped: no PostgreSQL programs found");
    let required = std::env::var("PACESETTER_REQUIRE_POSTGRES").is_ok_and(|v| v == "1");
    assert!(!required, "PACESETTER_REQUIRE_POSTGRES=1, but there is no PostgreSQL");
}
