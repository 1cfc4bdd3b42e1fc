//! The pictures that Home tabs carry, at `/tv/lines/<secret>.png`: Slack fetches them, and nobody else knows where they are. They stand beside the screens, so
//! that a proxy which passes those on passes these on, too.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::Semaphore;

use crate::picture;
use crate::play::{Play, glance};

/// How many are drawn at a time: each keeps a processor busy.
const AT_A_TIME: usize = 2;

/// Slack keeps what it has fetched; a home of another day has another address.
const KEPT: &str = "private, max-age=86400";

/// Draws what is asked for.
struct Easel {
    play: Play,
    places: Semaphore,
}

/// The pictures of homes.
pub fn router(play: Play) -> Router {
    let easel = Easel { play, places: Semaphore::new(AT_A_TIME) };
    Router::new().route("/tv/lines/{file}", get(lines)).with_state(Arc::new(easel))
}

async fn lines(State(easel): State<Arc<Easel>>, Path(file): Path<String>) -> Response {
    let (Some(secret), Some(look)) = (file.strip_suffix(".png"), easel.play.settings.pictures) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let picture = match glance::picture(&easel.play, secret).await {
        Ok(Some(picture)) => picture,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, "the picture of a home cannot be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let Ok(_place) = easel.places.acquire().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, KEPT),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    match tokio::task::spawn_blocking(move || picture::png(&picture, look)).await {
        Ok(Ok(bytes)) => (headers, bytes).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
