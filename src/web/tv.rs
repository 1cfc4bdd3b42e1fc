//! Boards on a screen: the page at `/tv/<secret>`, and the stream that keeps it up to date.
//!
//! The page is the same for every screen; what it shows comes by the stream. It names its files and its stream by where it
//! stands itself, so that a proxy may put a path in front. An address with a secret that is wrong, or was revoked, is
//! answered like any that never was.

mod hall;

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use self::hall::{Hall, Latest, Place};
use crate::clock::Clock;
use crate::domain::id::WorkspaceId;
use crate::play::Play;
use crate::play::screens;

const PAGE: &str = include_str!("tv/page.html");
const GONE: &str = include_str!("tv/gone.html");
const AWAY: &str = include_str!("tv/away.html");
const STYLE: &str = include_str!("tv/tv.css");
const SCRIPT: &str = include_str!("tv/tv.js");
const BOARD: &str = include_str!("tv/board.js");

/// The version of the page: one that was loaded from another loads itself anew.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all = [PAGE, STYLE, SCRIPT, BOARD].concat();
    screens::token_hash(&all).chars().take(12).collect()
});

/// How often a stream says something, so that neither a proxy nor the page takes it for dead. It finds out, too, that the
/// browser is gone.
const ALIVE_EVERY: Duration = Duration::from_secs(15);

const HTML: &str = "text/html; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The page may load what this program serves, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What all answers have in common: nobody keeps them, and the address is told to nobody.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    // What is streamed goes through proxies at once.
    (HeaderName::from_static("x-accel-buffering"), "no"),
];

/// The pages of screens. Streams end with `stop`.
pub fn router(play: Play, stop: CancellationToken) -> Router {
    Router::new()
        .route("/tv/tv.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/tv/tv.js", get(async || file(JAVASCRIPT, SCRIPT)))
        .route("/tv/board.js", get(async || file(JAVASCRIPT, BOARD)))
        .route("/tv/{token}", get(page))
        .route("/tv/{token}/events", get(events))
        .with_state(Arc::new(Hall::new(play, stop)))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    (HEADERS, [(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Whose the screen is, and its number; else the answer to give.
async fn screen(hall: &Hall, token: &str) -> Result<(WorkspaceId, i64), Response> {
    match screens::by_token(hall.play(), token).await {
        Ok(Some(screen)) => Ok(screen),
        Ok(None) => Err((StatusCode::NOT_FOUND, file(HTML, GONE)).into_response()),
        Err(error) => {
            tracing::warn!(%error, "a screen cannot be read");
            Err((StatusCode::SERVICE_UNAVAILABLE, file(HTML, AWAY)).into_response())
        }
    }
}

async fn page(State(hall): State<Arc<Hall>>, Path(token): Path<String>) -> Response {
    match screen(&hall, &token).await {
        Ok(_) => file(HTML, PAGE),
        Err(answer) => answer,
    }
}

async fn events(State(hall): State<Arc<Hall>>, Path(token): Path<String>) -> Response {
    let screen = match screen(&hall, &token).await {
        Ok(screen) => screen,
        Err(answer) => return answer,
    };
    let Some((place, latest)) = hall.join(screen) else {
        tracing::warn!("as many screens are open as can be: another was turned away");
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "30")], file(HTML, AWAY))
            .into_response();
    };
    let open = Open { latest, clock: hall.play().clock.clone(), is_over: false, _place: place };
    let lines = stream::unfold(open, Open::next).take_until(hall.stop().cancelled_owned());
    (HEADERS, Sse::new(lines)).into_response()
}

/// A stream to one browser.
struct Open {
    latest: watch::Receiver<Latest>,
    clock: Clock,
    is_over: bool,
    _place: Place,
}

impl Open {
    /// The next thing to say. A browser that is slow to read misses what is no longer so.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if self.is_over {
            return None;
        }
        let latest = match timeout(ALIVE_EVERY, self.latest.changed()).await {
            Ok(Ok(())) => self.latest.borrow_and_update().clone(),
            // Nobody looks any more.
            Ok(Err(_)) => return None,
            Err(_) => Latest::Unread,
        };
        let now = self.clock.now().timestamp_millis();
        let event = match latest {
            Latest::Unread => Event::default().event("alive").data(now.to_string()),
            Latest::Wall(wall) => {
                let data = format!("{{\"now\":{now},\"version\":\"{}\",\"wall\":{wall}}}", *VERSION);
                Event::default().event("wall").data(data)
            }
            Latest::Gone => {
                self.is_over = true;
                // Without data, browsers would drop it.
                Event::default().event("gone").data("gone")
            }
        };
        Some((Ok(event), self))
    }
}

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests;
