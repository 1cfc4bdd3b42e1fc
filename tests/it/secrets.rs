//! What must not be in a log: tokens, secrets, addresses that are as good as one, and what people write.

use serde_json::json;

use crate::by_hand::{FORM, JSON, free_address, signed_with};
use crate::database::Database;
use crate::harness::{Bot, MANAGER, Site, Slack};
use crate::program::{PATIENCE, Program, until};

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

/// Has the bot go through a day of requests over HTTP, among them some that are none of Slack's or make no
/// sense; gives the log.
fn log_of_a_day_over_http(database: Option<Database>) -> String {
    let address = free_address();
    let url = format!("http://{address}/slack/events");
    let secrets = ["--bot-token", BOT_TOKEN, "--app-token", APP_TOKEN, "--signing-secret", SIGNING_SECRET];
    let slack = Slack::empty_of_bots(&[&["--deliver", &url], &secrets[..]].concat());
    let mut site = Site::new(&slack)
        .without("SLACK_APP_TOKEN")
        .with("SLACK_BOT_TOKEN", BOT_TOKEN)
        .with("SLACK_SIGNING_SECRET", SIGNING_SECRET)
        .with("PACESETTER_LISTEN", &address)
        .with("NO_COLOR", "1")
        .with("RUST_LOG", "trace");
    if let Some(database) = database {
        site = site.on(database);
    }
    let bot = site.serves();
    let named = json!({"user": "U0ANA", "display_name": format!("Ana {WORDS}")});
    assert_eq!(slack.post("person", &named).status, 200);
    until("Slack to have verified the address", PATIENCE, || {
        slack.types("U0ANA", "/pace", "help").text().map(drop)
    });
    slack.starts_a_contest();
    assert!(
        slack
            .types("U0ANA", "/share", &format!("https://acme.example.com/{WORDS}?{WORDS}={WORDS}"))
            .is_receipt()
    );
    slack.is_counted(&slack.says("U0BO", &format!("{WORDS} https://acme.example.com/2 {WORDS}")));
    for text in [format!("start {WORDS}"), format!("end \"{WORDS}\""), format!("{WORDS} {WORDS}")] {
        slack.types(MANAGER, "/contest", &text);
    }
    slack.types("U0ANA", "/pace", "undo");
    // The bot cannot post, and keeps what it owes.
    slack.fault(&json!({"kind": "server_error", "method": "chat.postMessage", "times": 2}));
    slack.types(MANAGER, "/contest", "pause");
    let command = "team_id=T0SANDBOX&channel_id=C0WINS&user_id=U0ANA&command=%2Fshare&trigger_id=1.2.MARKER4\
         &response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FMARKER5&token=MARKER6&text=";
    let words = [format!("https%3A%2F%2Facme.example.com%2F3+{WORDS}"), format!("%00{WORDS}%ff%22")];
    for body in words.iter().map(|words| format!("{command}{words}")) {
        for secret in [SIGNING_SECRET, "wrong"] {
            signed_with(secret, &bot, FORM, &body);
        }
    }
    for body in [
        format!("{{\"{WORDS}\""),
        format!("{{\"type\":\"event_callback\",\"event\":\"{WORDS}\"}}"),
        format!("\"{WORDS}\""),
    ] {
        signed_with(SIGNING_SECRET, &bot, JSON, &body);
    }
    site.owes_nothing(PATIENCE);
    let (code, log) = bot.stops();
    assert_eq!(code, Some(0));
    for told in ["put back", "not Slack's", "cannot be read"] {
        assert!(log.contains(told), "{log}");
    }
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

#[test]
fn no_secret_is_in_the_log_over_http() {
    holds_no_secret(&log_of_a_day_over_http(None));
    if let Some(database) = Database::postgres() {
        holds_no_secret(&log_of_a_day_over_http(Some(database)));
    }
}

#[test]
fn a_database_that_cannot_be_reached_keeps_its_password() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("RUST_LOG", "trace");
    for url in
        ["postgres://ann:MARKER7@127.0.0.1:1/x", "postgres://ann:MARKER7@127.0.0.1:port/x", "MARKER7://x"]
    {
        for verb in ["serve", "migrate", "doctor", "audit"] {
            let mut program = Program::start(site.command(&[verb]).env("DATABASE_URL", url));
            let status = program.ended(PATIENCE);
            assert!(!status.success());
            let log = program.log();
            assert!(log.contains("DATABASE_URL") || verb == "doctor", "{log}");
            holds_no_secret(&log);
        }
    }
}
