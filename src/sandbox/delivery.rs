//! The way of commands, clicks and events to the app: over Socket Mode or as signed requests, with Slack's
//! patience and its retries.

use std::fmt;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::sync::mpsc;

use super::post::Poster;
use super::socket::Links;
use super::traffic::Sent;
use super::workspace::Workspace;

/// How long Slack waits for the app.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// The pauses before an event is sent again. The first is just long enough to see that an app which dies loses all
/// its connections.
const PAUSES: [Duration; 3] = [Duration::from_millis(200), Duration::from_secs(60), Duration::from_secs(300)];

/// What is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something happened.
    Event,
    /// Somebody typed a command.
    Command,
    /// Somebody clicked, submitted, or chose a shortcut.
    Interactive,
}

impl Kind {
    /// Its name in the record of the traffic.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Command => "command",
            Self::Interactive => "interaction",
        }
    }
}

/// An event that is sent again.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// From 1.
    pub attempt: usize,
    /// What became of the attempt before.
    pub missed: Missed,
}

/// Why a delivery failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Nobody there to deliver to.
    Nobody,
    /// No answer in time.
    Timeout,
    /// The connection broke.
    Broken,
    /// An HTTP answer that is none of success.
    Status(u16),
    /// The app asked not to be sent it again.
    Enough,
}

impl fmt::Display for Missed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => out.write_str("no app connected"),
            Self::Timeout => out.write_str("no answer in time"),
            Self::Broken => out.write_str("connection broke"),
            Self::Status(status) => write!(out, "HTTP {status}"),
            Self::Enough => out.write_str("refused for good"),
        }
    }
}

/// What the app acknowledged with, if it said anything.
pub type Ack = Option<Value>;

/// How things reach the app.
pub enum Route {
    /// Through the app's open connections.
    Socket(Links),
    /// As requests to the app's address.
    Http(Box<Poster>),
}

impl Route {
    /// Hands a delivery over at once, in the order of the calls; the future waits for the app's answer.
    pub fn begin(
        &self,
        kind: Kind,
        payload: &Value,
        retry: Option<Retry>,
        twice: bool,
    ) -> BoxFuture<'static, Result<Ack, Missed>> {
        match self {
            Self::Socket(links) => links.begin(kind, payload, retry, twice),
            Self::Http(poster) => poster.begin(kind, payload, retry, twice),
        }
    }

    /// Waits until there is somebody to deliver to.
    pub async fn ready(&self) {
        match self {
            Self::Socket(links) => links.ready().await,
            Self::Http(poster) => poster.ready().await,
        }
    }

    /// Whether there is somebody to deliver to.
    pub fn is_ready(&self) -> bool {
        match self {
            Self::Socket(links) => links.count() > 0,
            Self::Http(poster) => poster.is_ready(),
        }
    }
}

impl Workspace {
    /// Delivers what a person waits for. Slack tries once.
    pub async fn deliver(&self, kind: Kind, payload: &Value) -> Result<Ack, Missed> {
        self.hand_over(kind, payload, None).await
    }

    /// Hands a delivery over at once, and remembers what becomes of it.
    fn hand_over(
        &self,
        kind: Kind,
        payload: &Value,
        retry: Option<Retry>,
    ) -> BoxFuture<'static, Result<Ack, Missed>> {
        let begun = self.begin();
        let twice = self.faults.doubles();
        let answered = self.route.begin(kind, payload, retry, twice);
        let (workspace, payload) = (self.clone(), payload.clone());
        async move {
            let outcome = answered.await;
            workspace.record_delivery(&begun, &Sent { kind, payload: &payload, retry, twice }, &outcome);
            outcome
        }
        .boxed()
    }
}

/// Delivers events in their order, each until it is acknowledged or Slack gives up.
pub async fn carry(workspace: Workspace, mut outbox: mpsc::UnboundedReceiver<Value>) {
    while let Some(event) = outbox.recv().await {
        workspace.route.ready().await;
        let first = workspace.hand_over(Kind::Event, &event, None);
        let workspace = workspace.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = see_through(&workspace, &event, first) => {}
                () = workspace.stop.cancelled() => {}
            }
            workspace.unsettled.send_modify(|left| *left -= 1);
        });
    }
}

async fn see_through(workspace: &Workspace, event: &Value, first: BoxFuture<'static, Result<Ack, Missed>>) {
    let Err(mut missed) = first.await else { return };
    for (before, pause) in PAUSES.into_iter().enumerate() {
        if missed == Missed::Enough {
            return;
        }
        tokio::time::sleep(pause).await;
        workspace.route.ready().await;
        let retry = Retry { attempt: before + 1, missed };
        match workspace.hand_over(Kind::Event, event, Some(retry)).await {
            Ok(_) => return,
            Err(again) => missed = again,
        }
    }
    tracing::warn!(event = %event["event_id"], "the app never acknowledged an event");
}
