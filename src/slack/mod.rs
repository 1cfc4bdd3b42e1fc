//! How Slack reaches us: over a socket or over HTTP, read by one parser, taken in by one [`Door`].

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use async_trait::async_trait;
use futures_util::FutureExt;
use serde_json::Value;

use self::inbound::Inbound;
use crate::cause::Cause;
use crate::figures::figures;

pub mod client;
pub mod http;
pub mod inbound;
pub mod manifest;
pub mod probe;
pub mod socket;
#[cfg(test)]
pub(crate) mod spoiled;

/// What takes in all that Slack hands us. The ways in ([`socket`], [`http`]) know nothing else of the bot.
#[async_trait]
pub trait Door: Send + Sync + 'static {
    /// Takes one delivery in and says what to acknowledge it with. By the time this returns, what the
    /// delivery causes has been committed: the acknowledgement follows at once and makes Slack forget it.
    /// Repeats come with the same `delivery` inside, and should be answered as the first one was.
    async fn take(&self, inbound: Inbound, from: Origin) -> Result<Ack, NotTaken>;

    /// Takes in what came when it could no longer be acknowledged. Slack sends an event again but not what a
    /// person waits for: that is answered in another way, where there is one. A door
    /// without one leaves it.
    async fn take_late(&self, _inbound: Inbound) {}
}

/// The way a delivery came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Over what.
    pub via: Via,
    /// Which repeat this is, 0 for the first attempt.
    pub retry: u32,
    /// Why Slack repeats it: `timeout`, `http_error`, ….
    pub retry_reason: Option<String>,
    /// The id of this delivery, which stands in the log and with what it causes.
    pub cause: Cause,
    /// When it was here.
    pub arrived: Instant,
}

impl Origin {
    /// Of a delivery that has just arrived.
    pub fn now(via: Via, retry: u32, retry_reason: Option<String>) -> Self {
        Self { via, retry, retry_reason, cause: Cause::fresh(), arrived: Instant::now() }
    }
}

/// What a delivery came over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Socket Mode.
    Socket,
    /// A signed HTTP request.
    Http,
}

impl Via {
    /// In a word, for operators.
    pub fn name(self) -> &'static str {
        match self {
            Self::Socket => "socket",
            Self::Http => "http",
        }
    }
}

/// An acknowledgement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ack {
    /// What to say along with it: the answer to a command, or the faults of a form. None for events.
    pub payload: Option<Value>,
}

/// The delivery was not taken in: it is not acknowledged, and Slack sends an event again. A command is never
/// sent again, so a door that cannot take one says so in an [`Ack`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the delivery was not taken in")]
pub struct NotTaken;

/// Hands `inbound` to `door`; a panic in there means "not taken" and stays in there. The present span is the
/// delivery's, and holds its id.
async fn hand_over(door: &dyn Door, inbound: Inbound, from: Origin) -> Result<Ack, NotTaken> {
    let (kind, via, arrived, cause) = (inbound.kind(), from.via.name(), from.arrived, from.cause);
    if from.retry > 0 {
        figures().repeated.of([kind, via]).increment(1);
    }
    // Nothing of ours is touched while the door works, so nothing can be left half-changed.
    let taken = cause.lead(AssertUnwindSafe(door.take(inbound, from)).catch_unwind()).await;
    let taken = taken.unwrap_or_else(|_| {
        tracing::error!("a delivery's handler panicked; Slack is left to send it again");
        Err(NotTaken)
    });
    let after = arrived.elapsed();
    match &taken {
        Ok(_) => figures().acknowledged.of([kind, via]).record(after),
        Err(NotTaken) => figures().not_taken.of([kind, via]).increment(1),
    }
    match (&taken, kind) {
        // Most events are none of our concern; those that are leave another line.
        (Ok(_), "event") => tracing::debug!(kind, via, ms = after.as_millis(), "acknowledged"),
        (Ok(_), _) => tracing::info!(kind, via, ms = after.as_millis(), "acknowledged"),
        (Err(NotTaken), _) => tracing::warn!(kind, via, ms = after.as_millis(), "not acknowledged"),
    }
    taken
}
