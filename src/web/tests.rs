//! Alive, ready, and served until told to end; and what a caller can do to the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::server::{Bounds, serve_within};
use super::*;

async fn get(url: String) -> (u16, String) {
    let answer = tokio::task::spawn_blocking(move || {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut response = agent.get(url).call().unwrap();
        (response.status().as_u16(), response.body_mut().read_to_string().unwrap())
    });
    answer.await.unwrap()
}

#[tokio::test]
async fn readiness_comes_and_goes_while_the_bot_is_alive() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let database = Arc::new(AtomicBool::new(false));
    let router = router({
        let database = Arc::clone(&database);
        move || {
            let up = database.load(Ordering::SeqCst);
            async move { if up { Ok(()) } else { Err("no database\nbacktrace".to_owned()) } }
        }
    });
    let cancel = CancellationToken::new();
    let server = tokio::spawn(serve(listener, router, cancel.clone()));
    assert_eq!(get(format!("{base}/healthz")).await, (200, "alive\n".to_owned()));
    assert_eq!(get(format!("{base}/readyz")).await, (503, "not ready: no database\n".to_owned()));
    database.store(true, Ordering::SeqCst);
    assert_eq!(get(format!("{base}/readyz")).await, (200, "ready\n".to_owned()));
    cancel.cancel();
    server.await.unwrap().unwrap();
}

/// A server with something at `/take`, which reads what is posted to it.
struct Server {
    address: std::net::SocketAddr,
    cancel: CancellationToken,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    async fn start(head_within: Duration, connections: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let take = async |request: axum::extract::Request| match body::read(request.into_body(), 8).await {
            Ok(bytes) => (StatusCode::OK, bytes),
            Err(status) => (status, Vec::new()),
        };
        let router = router(async || Ok(())).merge(Router::new().route("/take", axum::routing::post(take)));
        let cancel = CancellationToken::new();
        let bounds = Bounds { head_within, connections };
        let task = tokio::spawn(serve_within(bounds, listener, router, cancel.clone()));
        Self { address, cancel, task }
    }

    /// Sends these bytes and nothing more; gives the status line and body of each answer.
    async fn says(&self, bytes: &[u8]) -> Vec<String> {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        connection.write_all(bytes).await.unwrap();
        connection.shutdown().await.unwrap();
        let mut said = String::new();
        connection.read_to_string(&mut said).await.unwrap();
        let answers = said.split("HTTP/1.").skip(1);
        answers
            .map(|it| {
                format!("{} {}", &it[2..5], it.split("\r\n\r\n").nth(1).unwrap_or("")).trim().to_owned()
            })
            .collect()
    }

    async fn ends(self) {
        self.cancel.cancel();
        self.task.await.unwrap().unwrap();
    }
}

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn whatever_a_caller_sends_is_answered() {
    let server = Server::start(LONG, 8).await;
    let large = "x".repeat(1 << 20);
    let post = |path: &str, body: &str| {
        format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    };
    let cases: [(String, &[&str]); 17] = [
        ("GET /take HTTP/1.1\r\nhost: a\r\n\r\n".into(), &["405"]),
        ("DELETE /healthz HTTP/1.1\r\nhost: a\r\n\r\n".into(), &["405"]),
        ("GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n".into(), &["404"]),
        ("OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n".into(), &["404"]),
        ("GET /healthz HTTP/1.0\r\n\r\n".into(), &["200 alive"]),
        ("POST /take HTTP/1.0\r\ncontent-length: 2\r\n\r\nhi".into(), &["200 hi"]),
        (post("/take", "hi").repeat(3), &["200 hi"; 3]),
        (post("/take", "12345678"), &["200 12345678"]),
        (post("/take", "123456789"), &["413"]),
        (
            "POST /take HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n8\r\n12345678\r\n0\r\n\r\n".into(),
            &["200 12345678"],
        ),
        (
            "POST /take HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n4\r\n6789\r\n0\r\n\r\n"
                .into(),
            &["413"],
        ),
        ("POST /take HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".into(), &["400"]),
        (
            "POST /take HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\nhi".into(),
            &["100", "200 hi"],
        ),
        (post("/nowhere", &large), &["404"]),
        (post("/healthz", &large), &["405"]),
        ("garbage\r\n\r\n".into(), &["400"]),
        (format!("GET /healthz HTTP/1.1\r\nx: {large}\r\n\r\n"), &["431"]),
    ];
    for (request, answers) in cases {
        assert_eq!(server.says(request.as_bytes()).await, answers, "{}", &request[..request.len().min(90)]);
    }
    server.ends().await;
}

#[tokio::test]
async fn who_never_ends_a_head_is_let_go_and_makes_room() {
    let server = Server::start(Duration::from_millis(200), 2).await;
    let mut idle = Vec::new();
    for said in ["", "POST /take HTTP/1.1\r\n"] {
        let mut connection = TcpStream::connect(server.address).await.unwrap();
        connection.write_all(said.as_bytes()).await.unwrap();
        idle.push(connection);
    }
    // There is no room until they are let go.
    assert_eq!(server.says(b"GET /healthz HTTP/1.0\r\n\r\n").await, ["200 alive"]);
    for mut connection in idle {
        let mut said = Vec::new();
        connection.read_to_end(&mut said).await.unwrap();
        assert_eq!(said, b"");
    }
    server.ends().await;
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_the_end() {
    let server = Server::start(LONG, 8).await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let mut answer = [0; 12];
    idle.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    tokio::time::timeout(Duration::from_secs(5), server.ends()).await.expect("it ends at once");
}
