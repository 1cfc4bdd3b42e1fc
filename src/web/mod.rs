//! The bot's own HTTP side: whether it is alive and ready, its figures, boards on screens, pictures of homes, and the
//! server that Slack's deliveries share.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::time::timeout;

pub use lines::router as lines;
pub use server::serve;
pub use tv::router as screens;

pub mod body;
mod lines;
mod server;
mod tv;

/// How long the answer to "are you ready?" may take: less than those who ask usually wait.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// Prometheus' text format, by the version it has had since 2014.
const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// `GET /healthz`, 200 while the process runs, and `GET /readyz`, 200 while `ready` says so, else 503 with the
/// one line that `ready` gives: what is missing, in words fit for anybody to read.
pub fn router<F, R>(ready: F) -> Router
where
    F: Fn() -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<(), String>> + Send + 'static,
{
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(readyz::<F, R>))
        .with_state(ready)
}

/// `GET /metrics`: what `figures` says, in Prometheus' text format.
pub fn metrics<F, R>(figures: F) -> Router
where
    F: Fn() -> R + Clone + Send + Sync + 'static,
    R: Future<Output = String> + Send + 'static,
{
    let answer = async move || ([(header::CONTENT_TYPE, PROMETHEUS_TEXT)], figures().await);
    Router::new().route("/metrics", get(answer))
}

async fn readyz<F, R>(State(ready): State<F>) -> Response
where
    F: Fn() -> R,
    R: Future<Output = Result<(), String>>,
{
    let missing = match timeout(READY_WITHIN, ready()).await {
        Ok(Ok(())) => return "ready\n".into_response(),
        Ok(Err(missing)) => missing,
        Err(_) => "no answer in time".to_owned(),
    };
    let line = missing.lines().next().unwrap_or_default();
    (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {line}\n")).into_response()
}

#[cfg(test)]
mod tests;
