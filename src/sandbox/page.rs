//! The page that people act through, and the stream that tells it when to look again.

use std::convert::Infallible;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::error::RecvError;

use super::workspace::{Change, Workspace};

/// The page's own routes.
pub fn routes() -> Router<Workspace> {
    Router::new()
        .route("/", get(async || Html(include_str!("page/index.html"))))
        .route("/app.js", get(async || typed("text/javascript; charset=utf-8", include_str!("page/app.js"))))
        .route("/style.css", get(async || typed("text/css; charset=utf-8", include_str!("page/style.css"))))
        .route("/sandbox/stream", get(changes))
}

fn typed(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], content)
}

/// `GET /sandbox/stream`: a line for each change. Who is too slow misses some, and looks at all anew.
async fn changes(State(workspace): State<Workspace>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stop = workspace.stop.clone();
    let all = stream::unfold(workspace.watch(), |mut watch| async {
        let change = match watch.recv().await {
            Ok(change) => change,
            Err(RecvError::Lagged(_)) => Change { channel: None, kind: "missed" },
            Err(RecvError::Closed) => return None,
        };
        Some((change, watch))
    });
    let lines = all.filter_map(async |change| Event::default().json_data(&change).ok().map(Ok));
    Sse::new(lines.take_until(stop.cancelled_owned())).keep_alive(KeepAlive::default())
}
