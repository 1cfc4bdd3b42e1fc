//! The page that people act through, and the stream that tells it when to look again.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::error::RecvError;

use super::workspace::{Change, Workspace};

/// The page's own routes.
pub fn routes() -> Router<Workspace> {
    Router::new()
        .route("/", get(async || asset(Path("index.html".into())).await))
        .route("/{name}", get(asset))
        .route("/sandbox/stream", get(changes))
}

macro_rules! assets {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("page/", $name)))),*] };
}

/// The page's files: it has no build step, and they are part of the program.
const ASSETS: &[(&str, &str)] = assets![
    "index.html" "style.css" "blocks.css" "tools.css" "api.js" "app.js" "blocks.js" "clock.js" "complete.js"
    "composer.js" "dialogs.js" "dock.js" "dom.js" "due.js" "elements.js" "emoji.js" "examples.js"
    "faults.js" "feed.js" "fields.js" "focus.js" "format.js" "forms.js" "header.js" "hint.js" "home.js" "inspector.js" "json.js"
    "keys.js" "media.js" "menu.js" "messages.js" "mrkdwn.js" "multi.js" "popover.js" "richtext.js"
    "sidebar.js" "state.js" "thread.js" "toolbar.js" "tour-steps.js" "tour.js" "typed.js" "wall.js"
];

async fn asset(Path(name): Path<String>) -> Response {
    let Some((_, content)) = ASSETS.iter().find(|(asset, _)| *asset == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    };
    ([(header::CONTENT_TYPE, kind)], *content).into_response()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_file_of_the_page_names_is_served() {
        let named = ASSETS.iter().flat_map(|(_, content)| content.split(['"', '\'']));
        let named =
            named.filter(|word| !word.contains(' ') && (word.starts_with("./") || word.starts_with('/')));
        let files = named.filter(|word| word.ends_with(".js") || word.ends_with(".css"));
        let mut count = 0;
        for file in files.map(|file| file.trim_start_matches("./").trim_start_matches('/')) {
            count += 1;
            assert!(ASSETS.iter().any(|(asset, _)| *asset == file), "{file} is not served");
        }
        assert!(count > ASSETS.len());
    }
}
