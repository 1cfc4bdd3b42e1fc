//! A request's body, read whole before anything is judged: an answer that comes sooner can reach a caller that
//! is still sending as a broken connection.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use futures_util::StreamExt;
use tokio::time::timeout;

/// Most bytes that we let a caller send in all, so that a refusal can reach it.
const DISCARD_MOST: usize = 16 << 20;

/// How long a caller may take to send its body.
const WITHIN: Duration = Duration::from_secs(10);

/// Reads a whole body of at most `most` bytes. Of a larger one the rest is read and thrown away, to a bound.
///
/// # Errors
/// The status to answer with: 413 for a body that is too large, 408 for one that comes too slowly, 400 for one
/// that breaks off.
pub async fn read(body: Body, most: usize) -> Result<Vec<u8>, StatusCode> {
    timeout(WITHIN, bounded(body, most)).await.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

async fn bounded(body: Body, most: usize) -> Result<Vec<u8>, StatusCode> {
    let mut bytes = Vec::new();
    let mut seen = 0_usize;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        seen = seen.saturating_add(chunk.len());
        if seen > DISCARD_MOST {
            break;
        }
        if seen <= most {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    if seen > most { Err(StatusCode::PAYLOAD_TOO_LARGE) } else { Ok(bytes) }
}
