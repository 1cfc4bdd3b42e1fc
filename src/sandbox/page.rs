//! The page that people act through, and the stream that tells it when to look again.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::error::RecvError;

use super::workspace::{Change, Workspace};

/// The page's own routes.
pub fn routes() -> Router<Workspace> {
    Router::new()
        .route("/", get(async || Html(include_str!("page/index.html"))))
        .route("/{module}", get(module))
        .route("/style.css", get(async || typed("text/css; charset=utf-8", include_str!("page/style.css"))))
        .route("/sandbox/stream", get(changes))
}

/// The page's modules: as they stand, since there is no build step.
macro_rules! modules {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("page/", $name)))),+]
    };
}

const MODULES: &[(&str, &str)] = modules![
    "api.js",
    "app.js",
    "blocks.js",
    "clock.js",
    "complete.js",
    "composer.js",
    "dialogs.js",
    "dom.js",
    "elements.js",
    "emoji.js",
    "feed.js",
    "format.js",
    "forms.js",
    "header.js",
    "hint.js",
    "media.js",
    "menu.js",
    "messages.js",
    "mrkdwn.js",
    "richtext.js",
    "sidebar.js",
    "state.js",
    "thread.js",
    "toolbar.js",
    "typed.js",
];

async fn module(Path(name): Path<String>) -> Response {
    match MODULES.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => typed("text/javascript; charset=utf-8", text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
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
