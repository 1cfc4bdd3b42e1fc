//! Socket Mode: the app's connections, what goes out on them, and what is acknowledged.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::delivery::{Ack, Kind, Missed, PATIENCE, Retry, Route};
use super::faults::LinkFault;
use super::people::APP;
use super::workspace::{Workspace, lock};

/// Connections that an app may have open.
const MOST_LINKS: usize = 10;
/// How long a ticket waits to be used.
const TICKET_LIFE: Duration = Duration::from_secs(30);
const PING_EVERY: Duration = Duration::from_secs(10);
/// Pings left unanswered before the connection counts as dead.
const MOST_PINGS: u8 = 3;

/// The app's connections.
pub struct Links {
    inner: Mutex<Inner>,
    count: watch::Sender<usize>,
}

#[derive(Default)]
struct Inner {
    links: Vec<Link>,
    last_id: u64,
    turn: usize,
    tickets: HashMap<String, Instant>,
    pending: HashMap<String, Pending>,
}

struct Link {
    id: u64,
    orders: mpsc::UnboundedSender<Order>,
}

struct Pending {
    link: u64,
    ack: oneshot::Sender<Ack>,
}

/// What a connection is told to do.
enum Order {
    Say(String),
    /// Say goodbye, then close.
    Disconnect(String),
    /// Break off without a word.
    Kill,
    /// Stay open and say nothing, for so long.
    Mute(Option<Duration>),
}

impl Default for Links {
    fn default() -> Self {
        Self { inner: Mutex::default(), count: watch::Sender::new(0) }
    }
}

impl Links {
    /// A ticket for one connection.
    pub fn new_ticket(&self) -> String {
        let ticket = uuid::Uuid::now_v7().to_string();
        let mut inner = lock(&self.inner);
        inner.tickets.retain(|_, made| made.elapsed() < TICKET_LIFE);
        inner.tickets.insert(ticket.clone(), Instant::now());
        ticket
    }

    fn take_ticket(&self, ticket: &str) -> bool {
        lock(&self.inner).tickets.remove(ticket).is_some_and(|made| made.elapsed() < TICKET_LIFE)
    }

    /// How many connections are open.
    pub fn count(&self) -> usize {
        *self.count.borrow()
    }

    /// Waits for a connection.
    pub async fn ready(&self) {
        // The sender lives as long as `self`, so that this cannot fail.
        let _ = self.count.subscribe().wait_for(|open| *open > 0).await;
    }

    /// Sends an envelope on the next connection in turn; the future waits for its acknowledgement.
    pub fn begin(
        &self,
        kind: Kind,
        payload: &Value,
        retry: Option<Retry>,
        twice: bool,
    ) -> BoxFuture<'static, Result<Ack, Missed>> {
        let id = uuid::Uuid::now_v7().to_string();
        let envelope = envelope(&id, kind, payload, retry);
        let mut inner = lock(&self.inner);
        if inner.links.is_empty() {
            return async { Err(Missed::Nobody) }.boxed();
        }
        let (ack, acked) = oneshot::channel();
        for _ in 0..=usize::from(twice) {
            let link = inner.next();
            // A connection that closes right now takes its pending envelopes with it, see `remove`.
            let _ = link.orders.send(Order::Say(envelope.clone()));
        }
        let link = inner.links[inner.turn].id;
        inner.pending.insert(id, Pending { link, ack });
        async {
            match tokio::time::timeout(PATIENCE, acked).await {
                Ok(Ok(ack)) => Ok(ack),
                Ok(Err(_)) => Err(Missed::Broken),
                Err(_) => Err(Missed::Timeout),
            }
        }
        .boxed()
    }

    /// What the app said on a connection. An acknowledgement of what is not awaited is passed over.
    fn hear(&self, frame: &str) {
        #[derive(Deserialize)]
        struct Acknowledgement {
            envelope_id: String,
            #[serde(default)]
            payload: Value,
        }
        let Ok(said) = serde_json::from_str::<Acknowledgement>(frame) else { return };
        if let Some(pending) = lock(&self.inner).pending.remove(&said.envelope_id) {
            // The waiter may have lost its patience.
            let _ = pending.ack.send(Some(said.payload).filter(|payload| !payload.is_null()));
        }
    }

    fn add(&self, orders: mpsc::UnboundedSender<Order>) -> u64 {
        let mut inner = lock(&self.inner);
        inner.last_id += 1;
        let id = inner.last_id;
        inner.links.push(Link { id, orders });
        self.count.send_replace(inner.links.len());
        id
    }

    /// Forgets a connection that has ended. What it was told to say and never said is said on another.
    fn remove(&self, id: u64, mut unsaid: mpsc::UnboundedReceiver<Order>) {
        let mut inner = lock(&self.inner);
        inner.links.retain(|link| link.id != id);
        while let Ok(order) = unsaid.try_recv() {
            if let Order::Say(envelope) = order
                && !inner.links.is_empty()
            {
                inner.pass_on(&envelope);
            }
        }
        // Dropping the sender tells the waiter that the connection broke.
        inner.pending.retain(|_, pending| pending.link != id && !pending.ack.is_closed());
        self.count.send_replace(inner.links.len());
    }

    /// Lets something go wrong on all open connections; false if none is open.
    pub fn disturb(&self, fault: &LinkFault) -> bool {
        let inner = lock(&self.inner);
        for link in &inner.links {
            let _ = link.orders.send(order(fault));
        }
        !inner.links.is_empty()
    }
}

impl Inner {
    /// Sends an envelope on the next connection instead of on the one that it was meant for.
    fn pass_on(&mut self, envelope: &str) {
        let (next, orders) = {
            let link = self.next();
            (link.id, link.orders.clone())
        };
        let id = serde_json::from_str::<Value>(envelope).ok().map(|it| it["envelope_id"].clone());
        if let Some(pending) = id.as_ref().and_then(Value::as_str).and_then(|id| self.pending.get_mut(id)) {
            pending.link = next;
            let _ = orders.send(Order::Say(envelope.to_owned()));
        }
    }

    /// The next connection in turn. There is one.
    fn next(&mut self) -> &Link {
        self.turn = (self.turn + 1) % self.links.len();
        &self.links[self.turn]
    }
}

fn order(fault: &LinkFault) -> Order {
    match fault {
        LinkFault::Disconnect(reason) => Order::Disconnect(reason.clone()),
        LinkFault::Kill => Order::Kill,
        LinkFault::Mute(how_long) => Order::Mute(*how_long),
    }
}

fn envelope(id: &str, kind: Kind, payload: &Value, retry: Option<Retry>) -> String {
    let (kind, answers) = match kind {
        Kind::Event => ("events_api", false),
        Kind::Command => ("slash_commands", true),
        Kind::Interactive => ("interactive", true),
    };
    let mut envelope =
        json!({"type": kind, "envelope_id": id, "accepts_response_payload": answers, "payload": payload});
    if kind == "events_api" {
        envelope["retry_attempt"] = json!(retry.map_or(0, |retry| retry.attempt));
        envelope["retry_reason"] = json!(match retry.map(|retry| retry.missed) {
            None => "",
            Some(Missed::Timeout) => "timeout",
            Some(_) => "connection_failed",
        });
    }
    envelope.to_string()
}

fn debug_info() -> Value {
    json!({
        "host": "applink-sandbox", "started": "sandbox", "build_number": 1,
        "approximate_connection_time": 18060,
    })
}

fn disconnect(reason: &str) -> String {
    json!({"type": "disconnect", "reason": reason, "debug_info": debug_info()}).to_string()
}

/// What the address of a connection carries.
#[derive(Deserialize)]
pub struct Door {
    #[serde(default)]
    ticket: String,
}

/// `GET /link`: opens a connection for who has a ticket.
pub async fn open(
    State(workspace): State<Workspace>,
    Query(door): Query<Door>,
    upgrade: WebSocketUpgrade,
) -> Response {
    match &workspace.route {
        Route::Socket(links) if links.take_ticket(&door.ticket) => {
            upgrade.on_upgrade(move |socket| async move { serve(workspace, socket).await })
        }
        _ => (StatusCode::NOT_FOUND, "no such connection").into_response(),
    }
}

async fn serve(workspace: Workspace, mut socket: WebSocket) {
    let Route::Socket(links) = &workspace.route else { return };
    if links.count() >= MOST_LINKS {
        let _ = socket.send(Message::Text(disconnect("too_many_websockets").into())).await;
        return;
    }
    let (orders, mut inbox) = mpsc::unbounded_channel();
    let mut line = Line { links, socket, silent_until: None, unanswered: 0 };
    let id = links.add(orders.clone());
    let hello = json!({
        "type": "hello", "num_connections": links.count(), "debug_info": debug_info(),
        "connection_info": {"app_id": APP},
    });
    let hello = Order::Say(hello.to_string());
    // A connection that is struck dumb gets no hello either.
    let first = match workspace.faults.for_link() {
        Some(fault @ LinkFault::Mute(_)) => vec![order(&fault), hello],
        Some(fault) => vec![hello, order(&fault)],
        None => vec![hello],
    };
    for order in first {
        let _ = orders.send(order);
    }
    drop(orders);
    line.run(&mut inbox, &workspace.stop).await;
    links.remove(id, inbox);
}

/// One open connection.
struct Line<'a> {
    links: &'a Links,
    socket: WebSocket,
    /// Until then it neither says nor hears anything.
    silent_until: Option<Instant>,
    /// Pings that no pong came for.
    unanswered: u8,
}

impl Line<'_> {
    async fn run(&mut self, inbox: &mut mpsc::UnboundedReceiver<Order>, stop: &CancellationToken) {
        let mut pings = tokio::time::interval_at(tokio::time::Instant::now() + PING_EVERY, PING_EVERY);
        let mut open = true;
        while open {
            self.silent_until = self.silent_until.filter(|until| Instant::now() < *until);
            let silent = self.silent_until.is_some();
            let woken = tokio::time::sleep_until(self.silent_until.unwrap_or_else(Instant::now).into());
            open = tokio::select! {
                order = inbox.recv() => self.obey(order).await,
                frame = self.socket.next(), if !silent => self.take(frame),
                _ = pings.tick() => self.ping().await,
                () = woken, if silent => true,
                () = stop.cancelled() => {
                    let _ = self.socket.close().await;
                    false
                }
            };
        }
    }

    /// Does as it is told; false if the connection ends with it.
    async fn obey(&mut self, order: Option<Order>) -> bool {
        match order {
            Some(Order::Say(_)) if self.silent_until.is_some() => true,
            Some(Order::Say(text)) => self.socket.send(Message::Text(text.into())).await.is_ok(),
            Some(Order::Disconnect(reason)) => {
                let _ = self.socket.send(Message::Text(disconnect(&reason).into())).await;
                // After a warning the connection stands a little longer.
                if reason == "warning" {
                    return true;
                }
                let _ = self.socket.close().await;
                false
            }
            Some(Order::Mute(how_long)) => {
                self.silent_until = Some(silence(how_long));
                true
            }
            Some(Order::Kill) | None => false,
        }
    }

    /// Hears what the app says; false if it is gone.
    fn take(&mut self, frame: Option<Result<Message, axum::Error>>) -> bool {
        match frame {
            Some(Ok(Message::Text(text))) => self.links.hear(&text),
            Some(Ok(Message::Pong(_))) => self.unanswered = 0,
            Some(Ok(Message::Close(_)) | Err(_)) | None => return false,
            Some(Ok(_)) => {}
        }
        true
    }

    /// Asks whether the app is still there; false if it has not said so for long.
    async fn ping(&mut self) -> bool {
        if self.unanswered == MOST_PINGS {
            return false;
        }
        self.unanswered += 1;
        let ping = Message::Ping("Ping from applink-sandbox".into());
        self.silent_until.is_some() || self.socket.send(ping).await.is_ok()
    }
}

fn silence(how_long: Option<Duration>) -> Instant {
    Instant::now() + how_long.unwrap_or(Duration::from_secs(24 * 3600))
}
