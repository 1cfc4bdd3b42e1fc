//! `POST /slack/events`: Slack's deliveries as signed HTTP requests; commands, events and interactions alike.
//!
//! Whatever a caller sends is answered, with 200 or a 4xx. Only what went wrong on our side is a 503, which
//! makes Slack send an event again, up to three times (at once, after a minute, after five). A repeat is taken
//! in like any delivery and known by its own id, whatever its headers say; where a repeat would fare no better,
//! the answer asks Slack for none.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use secrecy::SecretString;
use serde_json::json;
use tokio::time::timeout;
use tracing::{Instrument, debug, error_span, info, warn};

use self::signature::Signature;
use super::inbound::{self, Inbound, Parsed};
use super::{Ack, Door, NotTaken, Origin, Via, hand_over};
use crate::clock::Clock;
use crate::web::body;

mod signature;
#[cfg(test)]
mod tests;

/// The path that Slack is to deliver to.
pub const PATH: &str = "/slack/events";

/// Most bytes of a body that we read.
const BODY_MOST: usize = 1 << 20;

/// How long a delivery may take to be taken in. Slack hangs up after three seconds; it learns more from an
/// answer just before.
const TAKE_WITHIN: Duration = Duration::from_millis(2700);

/// What a delivery is given when its time is up. The door minds its own, shorter time; where this process was
/// held up, both run out at once, and the door has yet to be asked for what it says then.
const LAST_WORD: Duration = Duration::from_millis(100);

/// Asks Slack not to send an event again.
const NO_RETRY: (&str, &str) = ("x-slack-no-retry", "1");

struct Receiver {
    signature: Signature,
    clock: Clock,
    door: Arc<dyn Door>,
    take_within: Duration,
}

/// The route for Slack's deliveries. Signatures are checked with `secret`, their age by `clock`.
pub fn router(secret: SecretString, clock: Clock, door: Arc<dyn Door>) -> Router {
    let receiver = Receiver { signature: Signature::new(secret), clock, door, take_within: TAKE_WITHIN };
    Router::new().route(PATH, post(receive)).with_state(Arc::new(receiver))
}

async fn receive(State(receiver): State<Arc<Receiver>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let bytes = match body::read(body, BODY_MOST).await {
        Ok(bytes) => bytes,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            return (StatusCode::PAYLOAD_TOO_LARGE, [NO_RETRY]).into_response();
        }
        Err(status) => return status.into_response(),
    };
    if let Err(fault) = receiver.signature.check(&head.headers, &bytes, receiver.clock.now()) {
        warn!(%fault, "a request that is not Slack's was refused");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match inbound::body(content_type(&head.headers), &bytes) {
        Ok(Parsed::Inbound(inbound)) => take(&receiver, inbound, origin(&head.headers)).await,
        Ok(Parsed::Challenge(challenge)) => Json(json!({ "challenge": challenge })).into_response(),
        Ok(Parsed::Useless(what)) => {
            debug!(what, "a request of no use");
            StatusCode::OK.into_response()
        }
        Err(fault) => {
            info!(%fault, "a signed request that cannot be read");
            (StatusCode::BAD_REQUEST, [NO_RETRY], fault.to_string()).into_response()
        }
    }
}

/// Has a delivery taken in, and answers with what came of it.
async fn take(receiver: &Receiver, inbound: Inbound, origin: Origin) -> Response {
    if origin.retry > 0 {
        let reason = origin.retry_reason.as_deref().unwrap_or("unsaid");
        info!(retry = origin.retry, reason, "Slack sends a delivery again");
    }
    let span = error_span!("delivery", id = %origin.cause, retry = origin.retry);
    let door = Arc::clone(&receiver.door);
    let work = async move { hand_over(door.as_ref(), inbound, origin).await }.instrument(span);
    // In a task of its own: when time is up, or Slack hangs up, what was begun is still finished, and known
    // when Slack sends it again.
    let mut work = tokio::spawn(work);
    let taken = match timeout(receiver.take_within, &mut work).await {
        Ok(taken) => Ok(taken),
        Err(_) => timeout(LAST_WORD, work).await,
    };
    match taken {
        Ok(Ok(Ok(Ack { payload: Some(payload) }))) => Json(payload).into_response(),
        Ok(Ok(Ok(Ack { payload: None }))) => StatusCode::OK.into_response(),
        Ok(Ok(Err(NotTaken)) | Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(_) => {
            warn!("a delivery takes longer than Slack waits");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
}

fn origin(headers: &HeaderMap) -> Origin {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let retry = text("x-slack-retry-num").and_then(|number| number.parse().ok()).unwrap_or(0);
    Origin::now(Via::Http, retry, text("x-slack-retry-reason").map(str::to_owned))
}
