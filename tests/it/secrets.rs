//! What must not be in a log: tokens, secrets, addresses that are as good as one, and what people write.

use serde_json::json;

use crate::harness::{Bot, Site, Slack};
use crate::program::{PATIENCE, until};

const BOT_TOKEN: &str = "xoxb-MARKER1";
const APP_TOKEN: &str = "xapp-MARKER2";
const SIGNING_SECRET: &str = "MARKER3";
const WORDS: &str = "quarterly-zebra";

/// Tokens, words of a share, and the paths of Slack's secret addresses.
const MARKERS: [&str; 8] = [
    BOT_TOKEN,
    APP_TOKEN,
    SIGNING_SECRET,
    WORDS,
    "MARKER",
    "/hooks/",
    "ticket=",
    "sandbox-verification-token",
];

/// Has the bot go through all that it does, faults included, with this filter on its log; gives the log.
fn log_of_a_day(filter: &str, format: &str) -> String {
    let slack = Slack::empty_of_bots(&["--bot-token", BOT_TOKEN, "--app-token", APP_TOKEN]);
    let site = Site::new(&slack)
        .with("SLACK_BOT_TOKEN", BOT_TOKEN)
        .with("SLACK_APP_TOKEN", APP_TOKEN)
        .with("SLACK_SIGNING_SECRET", SIGNING_SECRET)
        .with("PACESETTER_LOG", format)
        .with("NO_COLOR", "1");
    let logged = site.with("RUST_LOG", filter);
    let mut program = crate::program::Program::start(&mut logged.command(&["serve"]));
    program.logs("it is at work", |line| line.contains("connected to Slack").then_some(()));
    let bot = Bot { program, address: String::new() };
    slack.starts_a_contest();
    assert!(
        slack.types("U0ANA", "/share", &format!("https://acme.example.com/{WORDS} {WORDS}")).is_receipt()
    );
    slack.is_counted(&slack.says("U0BO", &format!("{WORDS} https://acme.example.com/2?{WORDS}={WORDS}")));
    slack.says("U0BO", WORDS);
    slack.types("U0ANA", "/share", &format!("{WORDS} {WORDS}"));
    slack.types("U0MIA", "/contest", &format!("start most-points \"{WORDS}\" for 3w"));
    for kind in ["server_error", "html", "rate_limited", "drop_after"] {
        slack.fault(&json!({"kind": kind, "method": "chat.postMessage"}));
    }
    slack.fault(&json!({"kind": "html", "method": "apps.connections.open"}));
    slack.fault(&json!({"kind": "kill_socket"}));
    until("a command to be answered", PATIENCE, || {
        slack.types("U0MIA", "/contest", "pause").text().map(drop)
    });
    logged.database.locked(|| slack.types("U0ANA", "/share", &format!("https://acme.example.com/9 {WORDS}")));
    logged.owes_nothing(PATIENCE);
    let (code, log) = bot.stops();
    assert_eq!(code, Some(0));
    assert!(log.lines().count() > 10, "{log}");
    log
}

fn holds_no_secret(log: &str) {
    for marker in MARKERS {
        let found: Vec<&str> = log.lines().filter(|line| line.contains(marker)).take(5).collect();
        assert!(found.is_empty(), "{marker}: {found:#?}");
    }
}

#[test]
fn no_secret_is_in_the_log_at_debug() {
    holds_no_secret(&log_of_a_day("debug", "text"));
}

#[test]
fn no_secret_is_in_the_log_at_trace_whatever_its_form() {
    holds_no_secret(&log_of_a_day("trace", "json"));
}
