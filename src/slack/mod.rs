//! How Slack reaches us: over a socket or over HTTP, read by one parser, taken in by one [`Door`].

use std::panic::AssertUnwindSafe;

use async_trait::async_trait;
use futures_util::FutureExt;
use serde_json::Value;

use self::inbound::Inbound;

pub mod client;
pub mod http;
pub mod inbound;
pub mod manifest;
pub mod probe;
pub mod socket;

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
}

/// What a delivery came over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Socket Mode.
    Socket,
    /// A signed HTTP request.
    Http,
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

/// Hands `inbound` to `door`; a panic in there means "not taken" and stays in there.
async fn hand_over(door: &dyn Door, inbound: Inbound, from: Origin) -> Result<Ack, NotTaken> {
    // Nothing of ours is touched while the door works, so nothing can be left half-changed.
    AssertUnwindSafe(door.take(inbound, from)).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!("a delivery's handler panicked; Slack is left to send it again");
        Err(NotTaken)
    })
}
