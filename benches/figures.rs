//! The figures of a whole process, from the real binary over loopback: time from a command to its
//! acknowledgement, cold start, memory. One command prints them: `cargo bench --bench figures`.

#![allow(clippy::print_stdout)] // the figures are what it is for

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Shares whose time to the acknowledgement is told.
const TIMED: usize = 1_000;
/// Shares after which memory is told.
const ALL: usize = 10_000;
/// People who share.
const PEOPLE: usize = 1_000;
/// Cold starts, of which the median is told.
const STARTS: usize = 5;

fn main() {
    // `cargo test --benches` only wants to know that this builds.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let slack = Slack::start();
    let database = folder.path().join("figures.db");
    let mut starts = vec![cold_start(&slack, &database)];
    let bot = Bot::start(&slack, &database);
    slack.wait_for_bot();
    let idle = bot.memory();
    slack.prepare();
    let mut times: Vec<Duration> = (0..TIMED).map(|n| slack.share(n)).collect();
    for n in TIMED..ALL {
        slack.share(n);
    }
    let busy = bot.memory();
    drop(bot);
    starts.extend((1..STARTS).map(|_| cold_start(&slack, &database)));
    times.sort_unstable();
    starts.sort_unstable();
    let binary = std::fs::metadata(program()).map_or(0, |meta| meta.len());
    println!(
        "command to ack, {TIMED} shares   p50 {:?}  p99 {:?}",
        times[TIMED / 2],
        times[TIMED * 99 / 100]
    );
    println!("start of `serve` to first ack  median of {STARTS}: {:?}", starts[STARTS / 2]);
    println!("resident memory of `serve`     idle {idle} kB, after {ALL} shares {busy} kB");
    println!("binary                         {} kB", binary / 1024);
}

/// The time from starting `serve` to the first command that it acknowledges.
fn cold_start(slack: &Slack, database: &Path) -> Duration {
    let began = Instant::now();
    let _bot = Bot::start(slack, database);
    let ask = json!({"user": "U0ANA", "channel": "C0WINS", "command": "/pace", "text": "me"});
    while slack.act("command", &ask).is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    began.elapsed()
}

fn program() -> &'static str {
    env!("CARGO_BIN_EXE_pacesetter")
}

/// A process that ends with its handle.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The sandbox's Slack, without a bot in it.
struct Slack {
    _process: Process,
    address: String,
}

impl Slack {
    fn start() -> Self {
        let mut child = Command::new(program())
            .args(["sandbox", "--slack-only", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the sandbox starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = lines
            .find_map(|line| {
                Some(line.ok()?.strip_prefix("SLACK_API_URL=")?.trim_end_matches("/api/").to_owned())
            })
            .expect("it tells its address");
        Self { _process: Process(child), address }
    }

    /// Acts in the workspace; none where it is refused.
    fn act(&self, what: &str, body: &Value) -> Option<Value> {
        let answer = ureq::post(format!("{}/sandbox/{what}", self.address)).send_json(body);
        answer.ok()?.body_mut().read_json().ok()
    }

    fn wait_for_bot(&self) {
        let connected = || -> Option<bool> {
            let mut answer = ureq::get(format!("{}/sandbox/workspace", self.address)).call().ok()?;
            answer.body_mut().read_json::<Value>().ok()?["connected"].as_bool()
        };
        while connected() != Some(true) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A contest, and people to play in it.
    fn prepare(&self) {
        for n in 0..PEOPLE {
            let user = format!("U0P{n}");
            self.act("person", &json!({"user": user, "display_name": format!("Person {n}")}))
                .expect("a person");
            let joins = json!({"user": user, "channel": "C0WINS", "joined": true});
            self.act("member", &joins).expect("a member of the channel");
        }
        let start = json!({"user": "U0MIA", "channel": "C0WINS", "command": "/contest",
            "text": "start most-points \"Figures\" for 2w"});
        self.act("command", &start).expect("a contest");
    }

    /// Types the `n`th share; the time until it was acknowledged.
    fn share(&self, n: usize) -> Duration {
        let words = words(n);
        let link = format!(
            "https://www.linkedin.com/posts/p_x-activity-{}-aa",
            7_000_000_000_000_000_000 + n as u64
        );
        let body = json!({"user": format!("U0P{}", n % PEOPLE), "channel": "C0WINS", "command": "/share",
            "text": format!("{link} original {words}")});
        let began = Instant::now();
        let answer = self.act("command", &body).expect("an answer");
        let took = began.elapsed();
        let text = answer["ack"]["text"].as_str().unwrap_or_default();
        assert!(text.contains("You are"), "no receipt: {text}");
        took
    }
}

/// About 150 characters that no other share has.
fn words(n: usize) -> String {
    let mut state = n as u64 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:x}", state >> 24)
    };
    (0..14).map(|_| next()).collect::<Vec<_>>().join(" ")
}

/// The bot's own process.
struct Bot(Process);

impl Bot {
    fn start(slack: &Slack, database: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let child = Command::new(program())
            .arg("serve")
            .env("SLACK_API_URL", format!("{}/api/", slack.address))
            .env("SLACK_BOT_TOKEN", "xoxb-sandbox")
            .env("SLACK_APP_TOKEN", "xapp-sandbox")
            .env("DATABASE_URL", format!("sqlite://{}", database.display()))
            .env("PACESETTER_LISTEN", format!("127.0.0.1:{port}"))
            .env("RUST_LOG", "error")
            .spawn()
            .expect("the bot starts");
        Self(Process(child))
    }

    /// Resident memory in kB, as the kernel tells it.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    }
}
