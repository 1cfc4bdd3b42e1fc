//! A Slack with two methods: it hands out an address, and delivers what a test tells it to.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

use crate::slack::inbound::Inbound;
use crate::slack::socket::{Options, SocketMode};
use crate::slack::{Ack, Door, NotTaken, Origin};

/// Nothing that a test waits for takes so long.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct FakeSlack {
    api: String,
    answers: Arc<Mutex<VecDeque<Value>>>,
    opened: Arc<AtomicUsize>,
    lines: mpsc::UnboundedReceiver<WebSocketStream<TcpStream>>,
}

impl FakeSlack {
    pub(super) async fn start() -> Self {
        let (answers, opened) = (Arc::<Mutex<VecDeque<Value>>>::default(), Arc::<AtomicUsize>::default());
        let sockets = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}/link?ticket=secret", sockets.local_addr().unwrap());
        let open = post({
            let (answers, opened) = (Arc::clone(&answers), Arc::clone(&opened));
            async move || {
                opened.fetch_add(1, Ordering::SeqCst);
                let next = answers.lock().unwrap().pop_front();
                answer(next.unwrap_or(json!({"ok": true, "url": url}))).await
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}/api/", listener.local_addr().unwrap());
        let router = Router::new().route("/api/apps.connections.open", open);
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        let (sender, lines) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = sockets.accept().await {
                let _ = sender.send(accept_async(stream).await.unwrap());
            }
        });
        Self { api, answers, opened, lines }
    }

    /// What the next requests for an address are answered with, before they are answered well again.
    pub(super) fn answers(&mut self, answers: impl IntoIterator<Item = Value>) {
        self.answers.lock().unwrap().extend(answers);
    }

    pub(super) fn connect(&self, door: &Arc<TestDoor>, options: Options) -> SocketMode {
        SocketMode::start(&self.api, &"xapp-secret".into(), door.clone(), options).unwrap()
    }

    /// How often an address was asked for.
    pub(super) fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }

    pub(super) async fn line_without_hello(&mut self) -> Line {
        Line(timeout(PATIENCE, self.lines.recv()).await.expect("nobody connects").unwrap())
    }

    /// The next connection, greeted.
    pub(super) async fn line(&mut self) -> Line {
        let mut line = self.line_without_hello().await;
        line.sends(r#"{"type":"hello"}"#).await;
        line
    }
}

async fn answer(answer: Value) -> Response {
    match answer.as_str() {
        Some("hang") => std::future::pending().await,
        Some(text) => ([(header::CONTENT_TYPE, "application/json")], text.to_owned()).into_response(),
        None => Json(answer).into_response(),
    }
}

/// One connection, seen from Slack's side.
pub(super) struct Line(WebSocketStream<TcpStream>);

impl Line {
    pub(super) async fn sends(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// Delivers a command with this text.
    pub(super) async fn delivers(&mut self, envelope: &str, text: &str) {
        let payload = json!({
            "team_id": "T1", "user_id": "U1", "channel_id": "C1", "command": "/share", "text": text,
            "trigger_id": envelope,
        });
        let envelope = json!({
            "type": "slash_commands", "envelope_id": envelope, "accepts_response_payload": true,
            "payload": payload,
        });
        self.sends(&envelope.to_string()).await;
    }

    /// The next text that the bot sends.
    pub(super) async fn hears(&mut self) -> Value {
        timeout(PATIENCE, self.text()).await.expect("nothing is heard").expect("the line is closed")
    }

    pub(super) async fn says_nothing_for(&mut self, moment: Duration) {
        if let Ok(heard) = timeout(moment, self.text()).await {
            panic!("heard {heard:?}");
        }
    }

    /// Waits until the bot has closed the connection, without another word.
    pub(super) async fn is_closed(&mut self) {
        let heard = timeout(PATIENCE, self.text()).await.expect("the line stays open");
        assert_eq!(heard, None);
    }

    async fn text(&mut self) -> Option<Value> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_))) => {
                    // The answering close has been queued; Slack sends it.
                    let _ = self.0.flush().await;
                    return None;
                }
                Some(Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }
}

/// How a quick delivery is acknowledged.
pub(super) fn quick(envelope: &str) -> Value {
    json!({"envelope_id": envelope, "payload": {"text": "did quick"}})
}

/// A door that does what the command's text says.
pub(super) struct TestDoor {
    begun: watch::Sender<Vec<String>>,
    done: Mutex<Vec<String>>,
    released: Semaphore,
}

impl TestDoor {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            begun: watch::Sender::default(),
            done: Mutex::default(),
            released: Semaphore::new(0),
        })
    }

    /// Lets one slow delivery be done.
    pub(super) fn release(&self) {
        self.released.add_permits(1);
    }

    /// What was committed, in order.
    pub(super) fn done(&self) -> Vec<String> {
        self.done.lock().unwrap().clone()
    }

    pub(super) async fn has_begun(&self, text: &str) {
        self.begun.subscribe().wait_for(|begun| begun.iter().any(|one| one == text)).await.unwrap();
    }
}

#[async_trait]
impl Door for TestDoor {
    async fn take(&self, inbound: Inbound, _from: Origin) -> Result<Ack, NotTaken> {
        let Inbound::Command(command) = inbound else { panic!("no command: {inbound:?}") };
        let text = command.text;
        self.begun.send_modify(|begun| begun.push(text.clone()));
        match text.as_str() {
            "panic" => panic!("as asked"),
            "refuse" => return Err(NotTaken),
            "slow" => self.released.acquire().await.unwrap().forget(),
            _ => {}
        }
        self.done.lock().unwrap().push(text.clone());
        Ok(Ack { payload: Some(json!({"text": format!("did {text}")})) })
    }
}
