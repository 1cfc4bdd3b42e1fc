//! `POST /slack/events`: Slack's deliveries as signed HTTP requests; commands, events and interactions alike.
//!
//! Whatever a caller sends is answered, with 200 or a 4xx. The whole body is read before anything is judged
//! (to a bound): an answer before that can reach a caller as a broken connection. Only what went wrong on our
//! side is a 503, which makes Slack send an event again.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use futures_util::StreamExt;
use secrecy::SecretString;
use serde_json::json;
use tokio::time::timeout;
use tracing::{Instrument, debug, error_span, info, warn};

use self::signature::Signature;
use super::inbound::{self, Parsed};
use super::{Ack, Door, NotTaken, Origin, Via, hand_over};
use crate::clock::Clock;

mod signature;
#[cfg(test)]
mod tests;

/// The path that Slack is to deliver to.
pub const PATH: &str = "/slack/events";

/// Most bytes of a body that we read.
const BODY_MOST: usize = 1 << 20;

/// Most bytes that we let a caller send in all, so that a refusal can reach it.
const DISCARD_MOST: usize = 16 << 20;

/// How long a caller may take to send its body.
const BODY_WITHIN: Duration = Duration::from_secs(10);

struct Receiver {
    signature: Signature,
    clock: Clock,
    door: Arc<dyn Door>,
}

/// The route for Slack's deliveries. Signatures are checked with `secret`, their age by `clock`.
pub fn router(secret: SecretString, clock: Clock, door: Arc<dyn Door>) -> Router {
    let receiver = Arc::new(Receiver { signature: Signature::new(secret), clock, door });
    Router::new().route(PATH, post(receive)).with_state(receiver)
}

async fn receive(State(receiver): State<Arc<Receiver>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let bytes = match timeout(BODY_WITHIN, read(body)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(status)) => return status.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    if let Err(fault) = receiver.signature.check(&head.headers, &bytes, receiver.clock.now()) {
        warn!(%fault, "a request that is not Slack's was refused");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match inbound::body(content_type(&head.headers), &bytes) {
        Ok(Parsed::Inbound(inbound)) => {
            let origin = origin(&head.headers);
            let span = error_span!("delivery", id = %origin.cause, retry = origin.retry);
            let door = Arc::clone(&receiver.door);
            let take = async move { hand_over(door.as_ref(), inbound, origin).await }.instrument(span);
            // In a task of its own: when Slack hangs up after three seconds, what was begun is still finished,
            // and known when Slack sends it again.
            answer(tokio::spawn(take).await.unwrap_or(Err(NotTaken)))
        }
        Ok(Parsed::Challenge(challenge)) => Json(json!({ "challenge": challenge })).into_response(),
        Ok(Parsed::Useless(what)) => {
            debug!(what, "a request of no use");
            StatusCode::OK.into_response()
        }
        Err(fault) => {
            info!(%fault, "a signed request that cannot be read");
            (StatusCode::BAD_REQUEST, fault.to_string()).into_response()
        }
    }
}

fn answer(taken: Result<Ack, NotTaken>) -> Response {
    match taken {
        Ok(Ack { payload: Some(payload) }) => Json(payload).into_response(),
        Ok(Ack { payload: None }) => StatusCode::OK.into_response(),
        Err(NotTaken) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Reads a whole body, or as much of it as can be borne.
async fn read(body: Body) -> Result<Vec<u8>, StatusCode> {
    let mut bytes = Vec::new();
    let mut seen = 0_usize;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        seen = seen.saturating_add(chunk.len());
        if seen > DISCARD_MOST {
            break;
        }
        if seen <= BODY_MOST {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    if seen > BODY_MOST { Err(StatusCode::PAYLOAD_TOO_LARGE) } else { Ok(bytes) }
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
}

fn origin(headers: &HeaderMap) -> Origin {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let retry = text("x-slack-retry-num").and_then(|number| number.parse().ok()).unwrap_or(0);
    Origin::now(Via::Http, retry, text("x-slack-retry-reason").map(str::to_owned))
}
