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

#[cfg(test)]
#[cfg(feature = "sandbox")]
#[cfg(feature = "pictures")]
mod tests {
    use super::*;
    use crate::harness::{Stage, What, play};

    /// What is served there: whether it is a picture, or why not.
    async fn served(t: &Stage, file: &str) -> Result<Vec<u8>, StatusCode> {
        let easel = Easel { play: t.bot().clone(), places: Semaphore::new(1) };
        let answer = lines(State(Arc::new(easel)), Path(file.to_owned())).await;
        match answer.status() {
            StatusCode::OK => {
                let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
                Ok(body.to_vec())
            }
            other => Err(other),
        }
    }

    #[tokio::test]
    async fn slack_gets_the_picture_of_a_home_and_nobody_gets_another() {
        play(async |t| {
            t.sprint().await;
            let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
            ana.shares(What::Original).await;
            bo.shares(What::Words).await;
            t.skim().await;
            assert_eq!(ana.looks_at_home().await.picture(), None, "there is no day to compare");
            t.clock().set("2026-03-05 10:00").await;
            t.skim().await;
            let home = ana.looks_at_home().await;
            let file = home.picture().unwrap().rsplit('/').next().unwrap().to_owned();
            assert!(served(t, &file).await.unwrap().starts_with(b"\x89PNG"));
            for wrong in
                ["", ".png", "x.png", file.trim_end_matches(".png"), &format!("{}.png", "a".repeat(9_000))]
            {
                assert_eq!(served(t, wrong).await, Err(StatusCode::NOT_FOUND), "{wrong}");
            }
            // The same all day, another one the next.
            bo.shares(What::Article).await;
            t.skim().await;
            assert_eq!(ana.looks_at_home().await.picture(), home.picture());
            t.clock().set("2026-03-06 10:00").await;
            t.skim().await;
            assert_ne!(ana.looks_at_home().await.picture(), home.picture());
            assert_eq!(served(t, &file).await, Err(StatusCode::NOT_FOUND));
            // Whoever has left takes it along.
            let home = ana.looks_at_home().await;
            let file = home.picture().unwrap().rsplit('/').next().unwrap().to_owned();
            ana.is_deactivated(true).await;
            assert_eq!(served(t, &file).await, Err(StatusCode::NOT_FOUND));
            t.skim().await;
        })
        .await;
    }
}
