//! A load balancer in front of replicas, as simple as one can be.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::http;

/// Hands each request to the next replica in turn, and to another if that one takes no connection, breaks it
/// off without an answer, or answers 503. What Slack sends may come twice, so nothing is lost by that.
pub struct Balancer {
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    replicas: Arc<Mutex<Vec<String>>>,
}

/// How long a request looks for a replica that takes it.
const PATIENCE: Duration = Duration::from_millis(2500);

impl Balancer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let replicas: Arc<Mutex<Vec<String>>> = Arc::default();
        let (known, turn) = (replicas.clone(), Arc::new(AtomicUsize::new(0)));
        // Ends with the tests.
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                let (known, turn) = (known.clone(), turn.clone());
                thread::spawn(move || carry(caller, &known, &turn));
            }
        });
        Self { address, replicas }
    }

    /// Requests go to these from now on.
    pub fn leads_to<'a>(&self, replicas: impl Iterator<Item = &'a str>) {
        *self.replicas.lock().unwrap() = replicas.map(str::to_owned).collect();
    }
}

/// Carries one request and its answer.
fn carry(caller: TcpStream, replicas: &Mutex<Vec<String>>, turn: &AtomicUsize) -> Option<()> {
    let mut reader = BufReader::new(&caller);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let (mut headers, mut length) = (Vec::new(), 0);
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "host" | "connection" => {}
            _ => headers.push((name.to_owned(), value.to_owned())),
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    let (status, answer) = ask(&path, &headers, &body, replicas, turn).unwrap_or((503, String::new()));
    let head = format!("HTTP/1.1 {status} \r\ncontent-length: {}\r\nconnection: close\r\n\r\n", answer.len());
    (&caller).write_all((head + &answer).as_bytes()).ok()
}

fn ask(
    path: &str,
    headers: &[(String, String)],
    body: &str,
    replicas: &Mutex<Vec<String>>,
    turn: &AtomicUsize,
) -> Option<(u16, String)> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let known = replicas.lock().unwrap().clone();
        if !known.is_empty() {
            let replica = &known[turn.fetch_add(1, Ordering::Relaxed) % known.len()];
            let request = headers
                .iter()
                .fold(ureq::http::Request::post(format!("{replica}{path}")), |request, (name, value)| {
                    request.header(name, value)
                });
            let answer = http(request.body(body.to_owned()).unwrap());
            if let Some(answer) = answer.filter(|(status, _)| *status != 503) {
                return Some(answer);
            }
        }
        thread::sleep(Duration::from_millis(10));
    }
    None
}
