//! The bare handlers, in a process of their own: the signature is checked, and there may be one transaction with
//! what Bolt's bot writes, each by itself.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::Mutex;
use url::form_urlencoded;

use crate::request::signature;

/// Set in the environment of the process that is to be a bare handler: where it listens.
pub const LISTEN: &str = "PACESETTER_FIGURES_LISTEN";
/// Its database, if it is to have one.
pub const DATABASE: &str = "PACESETTER_FIGURES_DATABASE";

type Database = Arc<Option<Mutex<SqliteConnection>>>;

/// Serves, if this process was started for it. Returns only where it was not.
pub fn serve_if_asked() -> anyhow::Result<()> {
    let Ok(address) = std::env::var(LISTEN) else { return Ok(()) };
    let address: SocketAddr = address.parse()?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let database: Database = Arc::new(match std::env::var_os(DATABASE) {
            Some(file) => Some(Mutex::new(open(&file).await?)),
            None => None,
        });
        let listener = tokio::net::TcpListener::bind(address).await?;
        let router = Router::new().route("/slack/events", post(answer)).with_state(database);
        axum::serve(listener, router).await?;
        anyhow::bail!("the bare handler ended")
    })
}

async fn open(file: &std::ffi::OsStr) -> anyhow::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await?;
    for table in [
        "CREATE TABLE submission (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (text))",
        "CREATE TABLE ledger (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, submission INTEGER NOT NULL, points INTEGER)",
        "CREATE INDEX ledger_user ON ledger (user_id, points)",
    ] {
        sqlx::query(table).execute(&mut connection).await?;
    }
    Ok(connection)
}

async fn answer(
    State(database): State<Database>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<String, StatusCode> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let at = header("x-slack-request-timestamp").parse().map_err(|_| StatusCode::UNAUTHORIZED)?;
    if header("x-slack-signature") != signature(at, &body) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let field = |name: &str| {
        let found = form_urlencoded::parse(&body).find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let (user, text) = (field("user_id"), field("text"));
    if let Some(database) = database.as_ref() {
        let kept = keep(&mut *database.lock().await, &user, &text).await;
        kept.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    }
    Ok(format!("You are {user}"))
}

async fn keep(connection: &mut SqliteConnection, user: &str, text: &str) -> sqlx::Result<()> {
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    let added = sqlx::query("INSERT INTO submission (user_id, text) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(user)
        .bind(text)
        .execute(&mut *tx)
        .await?;
    sqlx::query("INSERT INTO ledger (user_id, submission, points) VALUES ($1, $2, 10)")
        .bind(user)
        .bind(added.last_insert_rowid())
        .execute(&mut *tx)
        .await?;
    let _: (i64,) = sqlx::query_as("SELECT SUM(points) FROM ledger WHERE user_id = $1")
        .bind(user)
        .fetch_one(&mut *tx)
        .await?;
    tx.commit().await
}
