//! A sandbox with a small app's manifest, and an app on a socket that the test plays itself.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::clock::Clock;
use crate::sandbox::{Manifest, Options, Sandbox, Workspace};

const MANIFEST: &str = "
display_information: { name: Tester }
features:
  app_home: { home_tab_enabled: true }
  slash_commands:
    - { command: /do, description: Does, usage_hint: '[what]', should_escape: true }
    - { command: /raw, description: Does not escape }
  shortcuts:
    - { name: Anywhere, type: global, callback_id: any, description: A }
    - { name: Here, type: message, callback_id: here, description: H }
settings:
  interactivity: { is_enabled: true }
  event_subscriptions:
    bot_events: [message.channels, message.im, reaction_added, app_home_opened, member_joined_channel,
                 team_join, user_change, channel_rename]
";

/// A sandbox, its workspace, and the clock that stands at nine.
pub struct Rig {
    pub sandbox: Sandbox,
    pub workspace: Workspace,
    pub clock: Clock,
}

pub fn nine() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

pub fn options() -> Options {
    Options { listen: ([127, 0, 0, 1], 0).into(), ..Options::new(Manifest::parse(MANIFEST).unwrap()) }
}

impl Rig {
    pub async fn start() -> Self {
        Self::with(options()).await
    }

    pub async fn with(options: Options) -> Self {
        let clock = Clock::frozen_at(nine());
        let sandbox = Sandbox::start(options, clock.clone()).await.unwrap();
        Self { workspace: sandbox.workspace(), sandbox, clock }
    }

    /// Calls a method as the bot; its error, if it was refused.
    pub fn refused(&self, method: &str, arguments: Value) -> String {
        self.workspace.call(method, arguments)["error"].as_str().unwrap_or("").to_owned()
    }

    /// Calls a method as the bot, which must go well.
    pub fn call(&self, method: &str, arguments: Value) -> Value {
        let answer = self.workspace.call(method, arguments);
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer
    }

    /// An HTTP request to the sandbox: status, body.
    pub async fn http(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, String) {
        let url = format!("http://{}{path}", self.sandbox.address());
        let request = headers
            .iter()
            .fold(ureq::http::Request::builder().method(method).uri(url), |it, (name, value)| {
                it.header(*name, *value)
            })
            .body(body.to_owned())
            .unwrap();
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let answer = tokio::task::spawn_blocking(move || {
            agent.run(request).map(|mut it| (it.status().as_u16(), it.body_mut().read_to_string().unwrap()))
        });
        answer.await.unwrap().unwrap_or_else(|error| (0, error.to_string()))
    }

    /// A call under `/sandbox/`: status, answer.
    pub async fn act(&self, path: &str, body: Value) -> (u16, Value) {
        let (status, answer) = self.http("POST", &format!("/sandbox/{path}"), &[], &body.to_string()).await;
        (status, serde_json::from_str(&answer).unwrap())
    }

    /// The app on a new connection, greeted.
    pub async fn app(&self) -> App {
        let mut app = self.silent_app().await;
        assert_eq!(app.hear().await["type"], "hello");
        app
    }

    /// The app on a new connection.
    pub async fn silent_app(&self) -> App {
        let url = self.call("apps.connections.open", json!({}))["url"].as_str().unwrap().to_owned();
        App::connect(&url).await.expect("the ticket is good")
    }
}

/// One Socket Mode connection of the app. Speaks just enough WebSocket.
pub struct App(TcpStream);

impl App {
    pub async fn connect(url: &str) -> Option<Self> {
        let (host, path) = url.strip_prefix("ws://").unwrap().split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let hello = format!(
            "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(hello.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        head.starts_with(b"HTTP/1.1 101").then_some(Self(stream))
    }

    /// The next frame: its kind and content; nothing when the connection ended.
    async fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let kind = self.0.read_u8().await.ok()? & 0x0f;
        let length = match self.0.read_u8().await.ok()? {
            126 => u64::from(self.0.read_u16().await.ok()?),
            127 => self.0.read_u64().await.ok()?,
            short => u64::from(short),
        };
        let mut content = vec![0; usize::try_from(length).unwrap()];
        self.0.read_exact(&mut content).await.ok()?;
        Some((kind, content))
    }

    /// What Slack says next; null when the connection ended.
    pub async fn hear(&mut self) -> Value {
        let next = async {
            loop {
                match self.frame().await {
                    Some((1, content)) => return serde_json::from_slice(&content).unwrap(),
                    Some((8, _)) | None => return Value::Null,
                    Some(_) => {}
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), next).await.expect("nothing was said")
    }

    pub async fn say(&mut self, said: Value) {
        let content = said.to_string().into_bytes();
        let length = u16::try_from(content.len()).unwrap();
        let mut frame = vec![0x81, 0x80 | 126];
        frame.extend(length.to_be_bytes());
        frame.extend([0; 4]);
        frame.extend(content);
        self.0.write_all(&frame).await.unwrap();
    }

    /// Acknowledges an envelope, with or without words.
    pub async fn ack(&mut self, envelope: &Value, payload: Value) {
        self.say(json!({"envelope_id": envelope["envelope_id"], "payload": payload})).await;
    }

    /// Hears the next envelope, acknowledges it, and gives its payload.
    pub async fn take(&mut self, answer: Value) -> Value {
        let envelope = self.hear().await;
        self.ack(&envelope, answer).await;
        envelope["payload"].clone()
    }

    /// The next event.
    pub async fn event(&mut self) -> Value {
        self.take(Value::Null).await["event"].clone()
    }
}
