//! The generator of load: signed requests in a closed loop (so many connections, each sends when it was answered)
//! or an open one (so many a second, whoever is still waiting; a latency begins when its request was due).

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use futures_util::future::join_all;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc};
use tokio::task::spawn_local;
use tokio::time::{sleep, timeout};

use crate::process::Process;
use crate::request::{Body, Door, Shares};
use crate::tally::Tally;

/// How long a load may take beyond its length before what is unanswered is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a server may take to start.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// Whom to ask.
#[derive(Clone)]
pub struct Target {
    /// Connections take turns among these.
    pub addresses: Vec<SocketAddr>,
    /// What is in the answer to a command that was taken in.
    pub receipt: &'static str,
}

/// How the requests follow one another.
#[derive(Clone, Copy)]
pub enum Pace {
    /// So many connections; each sends again when it was answered.
    Closed(usize),
    /// So many a second, over so many connections at most.
    Open(u64, usize),
}

/// When it ends.
#[derive(Clone, Copy)]
pub enum End {
    /// After this time.
    After(Duration),
    /// After so many shares.
    Shares(u64),
}

/// A load.
#[derive(Clone)]
pub struct Load {
    /// The way in.
    pub door: Door,
    /// The pace.
    pub pace: Pace,
    /// The end.
    pub end: End,
    /// Set to end it at once.
    pub stop: Rc<Cell<bool>>,
}

impl Load {
    /// Commands in a closed loop.
    pub fn closed(connections: usize, end: End) -> Self {
        Self { door: Door::Command, pace: Pace::Closed(connections), end, stop: Rc::default() }
    }

    /// Commands in an open loop.
    pub fn open(rate: u64, end: Duration) -> Self {
        Self { door: Door::Command, pace: Pace::Open(rate, 256), end: End::After(end), stop: Rc::default() }
    }
}

/// What the workers of a load share.
struct Job {
    target: Target,
    shares: Rc<Shares>,
    load: Load,
    begun: Instant,
    sent: Cell<u64>,
    tally: RefCell<Tally>,
}

impl Job {
    fn is_over(&self) -> bool {
        self.load.stop.get()
            || match self.load.end {
                End::After(length) => self.begun.elapsed() >= length,
                End::Shares(most) => self.sent.get() >= most,
            }
    }

    /// Sends the next share; the latency counts from `due`, or from when it is sent.
    async fn share(&self, connection: &mut Connection, due: Option<Instant>) {
        self.sent.set(self.sent.get() + 1);
        let number = self.shares.next();
        let request = self.shares.body(number, self.load.door).signed();
        let from = due.unwrap_or_else(Instant::now);
        let answer = connection.send(request).await;
        let took = from.elapsed();
        let outcome = answer.and_then(|(status, body)| self.judge(status, &body));
        let is_lost = outcome.is_err();
        self.tally.borrow_mut().note(number, took, outcome);
        if is_lost && connection.is_lost() && !self.load.stop.get() {
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Only a 200 with the receipt in it counts; an event's answer says nothing.
    fn judge(&self, status: u16, body: &[u8]) -> anyhow::Result<()> {
        let body = String::from_utf8_lossy(body);
        if status != 200 {
            bail!("{status} {}", body.chars().take(80).collect::<String>());
        }
        if self.load.door == Door::Command && !body.contains(self.target.receipt) {
            // The beginning of what it says, short enough to be the same each time.
            let said = body.split_once("\"text\":\"").map_or(body.as_ref(), |(_, text)| text);
            bail!("no receipt: {}", said.chars().take(40).collect::<String>());
        }
        Ok(())
    }
}

/// Runs a load to its end.
pub async fn run(target: &Target, shares: &Rc<Shares>, load: Load) -> Tally {
    let job = Rc::new(Job {
        target: target.clone(),
        shares: Rc::clone(shares),
        begun: Instant::now(),
        sent: Cell::new(0),
        tally: RefCell::default(),
        load,
    });
    let workers: Vec<_> = match job.load.pace {
        Pace::Closed(connections) => {
            (0..connections).map(|n| spawn_local(closed(Rc::clone(&job), n))).collect()
        }
        Pace::Open(rate, connections) => {
            let due = Rc::new(Mutex::new(schedule(&job, rate)));
            (0..connections).map(|n| spawn_local(open(Rc::clone(&job), n, Rc::clone(&due)))).collect()
        }
    };
    let stops: Vec<_> = workers.iter().map(tokio::task::JoinHandle::abort_handle).collect();
    let within = match job.load.end {
        End::After(length) => length,
        // Fifty a second is slower than anything measured here.
        End::Shares(most) => Duration::from_secs(most / 50),
    };
    let ended = timeout(within + PATIENCE, join_all(workers)).await;
    stops.iter().for_each(tokio::task::AbortHandle::abort);
    let mut tally = job.tally.take();
    if ended.is_err() {
        let waiting = job.sent.get() - tally.asked();
        tally.lost(waiting, "never answered");
    }
    tally.ended(job.begun.elapsed());
    tally
}

async fn closed(job: Rc<Job>, n: usize) {
    let mut connection = Connection::to(&job.target, n);
    while !job.is_over() {
        job.share(&mut connection, None).await;
    }
}

type Due = Rc<Mutex<mpsc::UnboundedReceiver<Instant>>>;

async fn open(job: Rc<Job>, n: usize, due: Due) {
    let mut connection = Connection::to(&job.target, n);
    loop {
        let next = due.lock().await.recv().await;
        let Some(at) = next else { return };
        if job.load.stop.get() {
            return;
        }
        job.share(&mut connection, Some(at)).await;
    }
}

/// Hands out the instants at which requests are due. A thread of its own: a sleep of tokio's is good to a
/// millisecond, this one to a tenth of one.
fn schedule(job: &Job, rate: u64) -> mpsc::UnboundedReceiver<Instant> {
    let (sender, receiver) = mpsc::unbounded_channel();
    let begun = job.begun;
    let count = match job.load.end {
        End::After(length) => (length.as_secs_f64() * rate as f64) as u64,
        End::Shares(most) => most,
    };
    std::thread::spawn(move || {
        for n in 0..count {
            let at = begun + Duration::from_secs_f64(n as f64 / rate as f64);
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            if sender.send(at).is_err() {
                return;
            }
        }
    });
    receiver
}

/// A connection that is kept, and opened anew when it was lost.
pub struct Connection {
    address: SocketAddr,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Connection {
    /// The `n`th connection to a target.
    pub fn to(target: &Target, n: usize) -> Self {
        Self { address: target.addresses[n % target.addresses.len()], sender: None }
    }

    fn is_lost(&self) -> bool {
        self.sender.is_none()
    }

    async fn send(&mut self, request: hyper::Request<Full<Bytes>>) -> anyhow::Result<(u16, Bytes)> {
        if self.sender.as_ref().is_none_or(SendRequest::is_closed) {
            self.sender = None;
            let stream = TcpStream::connect(self.address).await.context("connecting")?;
            stream.set_nodelay(true)?;
            let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
            // How it ends is told to whoever waits for an answer on it.
            spawn_local(async move { drop(connection.await) });
            self.sender = Some(sender);
        }
        let answer = match &mut self.sender {
            Some(sender) => exchange(sender, request).await,
            None => bail!("not connected"),
        };
        if answer.is_err() {
            self.sender = None;
        }
        answer
    }

    /// Asks something; gives the answer's status and text.
    pub async fn ask(&mut self, body: Body) -> anyhow::Result<(u16, String)> {
        let (status, bytes) = self.send(body.signed()).await?;
        Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
    }
}

async fn exchange(
    sender: &mut SendRequest<Full<Bytes>>,
    request: hyper::Request<Full<Bytes>>,
) -> anyhow::Result<(u16, Bytes)> {
    sender.ready().await?;
    let answer = sender.send_request(request).await?;
    let status = answer.status().as_u16();
    Ok((status, answer.into_body().collect().await?.to_bytes()))
}

/// What the bot answers a command while it is not let in by Slack yet.
const STARTING: &str = "only just starting";

/// Asks again and again, from the moment a process is started, until it answers with 200; gives the answer.
pub async fn until_answered(
    process: &Process,
    target: &Target,
    body: impl Fn() -> Body,
) -> anyhow::Result<String> {
    let begun = Instant::now();
    let mut connection = Connection::to(target, 0);
    loop {
        let answer = connection.ask(body()).await;
        let is_late = process.has_ended() || begun.elapsed() > STARTS_WITHIN;
        let said = || process.said().unwrap_or_else(|| "it says nothing".to_owned());
        match answer {
            // It says in so many words that it cannot yet.
            Ok((200, text)) if !text.contains(STARTING) => return Ok(text),
            Ok((status, text)) if is_late => bail!("it answers {status} {text}: {}", said()),
            Err(error) if is_late => bail!("it does not answer ({error:#}): {}", said()),
            _ => sleep(Duration::from_millis(1)).await,
        }
    }
}
