//! Socket Mode: Slack's deliveries over WebSockets that we open.
//!
//! slack-morphism opens the address (`apps.connections.open`); the connections are our own, over the same
//! tokio-tungstenite. The crate's manager cannot be made sound from outside: an acknowledgement can be sent
//! only by returning from its callback, the callbacks of a connection run one after another, so one slow write
//! holds up everybody behind it; its restart closes the old connection before the new one is open, and its
//! shutdown drops acknowledgements already due; nothing in it has a time limit; and a token that Slack refuses
//! is tried again every thirty seconds for ever. Here:
//!
//! - a delivery is acknowledged after the door has taken it in, never before, and never if the door failed or
//!   panicked: Slack then sends it again;
//! - deliveries of one connection are taken in side by side, up to a bound, beyond which we stop reading;
//! - a connection that says no `hello`, or falls silent, is given up and opened anew, with growing, jittered
//!   waits; when Slack announces the end of one, its successor is open before it is let go;
//! - [`SocketMode::shutdown`] stops reading, lets what is in flight finish, sends its acknowledgements, closes;
//! - what an operator must mend (a refused token, Socket Mode switched off) ends it, and
//!   [`SocketMode::stopped`] says so.
//!
//! `dial` opens a connection, `link` runs one, and each `keeper` sees to it that there is one.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::warn;

use self::dial::Dialler;
use self::keeper::Keeper;
use super::Door;

mod backoff;
mod dial;
mod keeper;
mod link;
#[cfg(test)]
mod tests;

/// The patience and the measure of Socket Mode.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections held open. Slack spreads deliveries over them and allows ten.
    pub connections: usize,
    /// Deliveries taken in at once on one connection.
    pub at_once: usize,
    /// From the first attempt to reach Slack until its `hello`.
    pub hello_within: Duration,
    /// A connection on which nothing came for so long, not even the answer to a ping, is dead.
    pub quiet_within: Duration,
    /// How often we ping. Several times within `quiet_within`.
    pub ping_every: Duration,
    /// After so long a delivery is logged as slow: Slack waits three seconds.
    pub slow_after: Duration,
    /// After so long a delivery is given up. Far beyond Slack's patience on purpose: cutting work off at that
    /// mark would throw away, under load, what is nearly done, only to begin it again when Slack repeats it.
    pub take_within: Duration,
    /// How long a connection that has a successor is still read, for what Slack sent before it knew.
    pub linger: Duration,
    /// How long shutting down waits for what is in flight.
    pub drain_within: Duration,
    /// The first wait before connecting again.
    pub retry_from: Duration,
    /// The longest such wait; a connection that lasted longer begins anew with the first.
    pub retry_at_most: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 2,
            at_once: 32,
            hello_within: Duration::from_secs(30),
            quiet_within: Duration::from_secs(75),
            ping_every: Duration::from_secs(20),
            slow_after: Duration::from_millis(2500),
            take_within: Duration::from_secs(30),
            linger: Duration::from_secs(5),
            drain_within: Duration::from_secs(8),
            retry_from: Duration::from_millis(500),
            retry_at_most: Duration::from_secs(30),
        }
    }
}

/// What ends Socket Mode until an operator mends it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SocketFault {
    /// Slack refuses the token, with this word.
    #[error(
        "SLACK_APP_TOKEN: Slack refuses it ({0}); it must be an app-level token (xapp-…) with the scope connections:write"
    )]
    Token(String),
    /// The app does not allow Socket Mode.
    #[error("SLACK_APP_TOKEN: Socket Mode is switched off in this app's settings (link_disabled)")]
    Disabled,
    /// There is no way to reach any address.
    #[error("SLACK_API_URL: {0}")]
    Unreachable(String),
}

/// Socket Mode at work. Dropping it ends it without waiting; [`shutdown`](Self::shutdown) ends it well.
pub struct SocketMode {
    keeper: Arc<Keeper>,
    stop: DropGuard,
}

impl SocketMode {
    /// Starts connecting and returns at once. Must be called within a tokio runtime.
    pub fn start(
        api_url: &str,
        app_token: &SecretString,
        door: Arc<dyn Door>,
        options: Options,
    ) -> Result<Self, SocketFault> {
        let dialler = Dialler::new(api_url, app_token).map_err(SocketFault::Unreachable)?;
        let stop = CancellationToken::new();
        let keeper = Arc::new(Keeper::new(dialler, door, options, stop.clone()));
        for number in 1..=keeper.options.connections {
            keeper.tasks.spawn(Arc::clone(&keeper).keep(number));
        }
        Ok(Self { keeper, stop: stop.drop_guard() })
    }

    /// Whether at least one connection is up, as it changes.
    pub fn connected(&self) -> watch::Receiver<bool> {
        self.keeper.up.subscribe()
    }

    /// Waits until Socket Mode has ended for good, and says why: something for an operator to mend.
    pub async fn stopped(&self) -> SocketFault {
        let mut fault = self.keeper.fault.subscribe();
        loop {
            if let Some(fault) = fault.borrow_and_update().clone() {
                return fault;
            }
            if fault.changed().await.is_err() {
                // Never: the sender lives as long as `self`.
                std::future::pending::<()>().await;
            }
        }
    }

    /// Takes nothing more, finishes and acknowledges what is in flight, and closes the connections; waits
    /// little longer than [`Options::drain_within`].
    pub async fn shutdown(self) {
        let Self { keeper, stop } = self;
        drop(stop);
        keeper.tasks.close();
        let within = keeper.options.drain_within + link::SEND_WITHIN * 3;
        if timeout(within, keeper.tasks.wait()).await.is_err() {
            warn!(left = keeper.tasks.len(), "shutting down while deliveries are still in flight");
        }
    }
}
