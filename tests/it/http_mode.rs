//! HTTP mode: signed requests, from the sandbox and by hand.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::by_hand::{FORM, JSON, SECRET, command, free_address, now, posted, send, signature, signed};
use crate::database::Stranger;
use crate::harness::{CHANNEL, MANAGER, Site, Slack, http, link};
use crate::program::{PATIENCE, until};

/// A share of the page with this name, as Slack posts the command.
fn share(page: &str) -> String {
    command("U0ANA", "/share", &link(page))
}

/// A message with the page of this name, as Slack tells of it.
fn message(page: &str) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    posted("U0BO", &format!("{}.{:06}", since.as_secs(), since.subsec_micros()), &link(page))
}

#[test]
fn commands_events_and_clicks_work_over_http() {
    let address = free_address();
    let slack = Slack::empty_of_bots(&["--deliver", &format!("http://{address}/slack/events")]);
    let site = Site::new(&slack)
        .without("SLACK_APP_TOKEN")
        .with("SLACK_SIGNING_SECRET", SECRET)
        .with("PACESETTER_LISTEN", &address);
    let bot = site.serves();
    until("Slack to have verified the address", PATIENCE, || {
        slack.types("U0ANA", "/pace", "help").text().map(drop)
    });
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    slack.is_counted(&slack.says("U0BO", &link("2")));
    let announcement = slack.messages().into_iter().find(|it| it["metadata"]["event_type"] == "announcement");
    let announcement = announcement.unwrap();
    let action = find(&announcement["blocks"], "action_id").expect("a button").clone();
    let click = json!({"user": "U0JO", "channel": CHANNEL, "ts": announcement["ts"], "action_id": action});
    assert_eq!(slack.post("click", &click).status, 200);
    until("the answer to the click", PATIENCE, || {
        let seen = slack.look(&format!("messages?channel={CHANNEL}&user=U0JO"));
        seen.iter().any(|message| message["ephemeral"] == true).then_some(())
    });
    assert_eq!(bot.stops().0, Some(0));
}

/// The first value under `name`, however deep.
fn find<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(fields) => {
            fields.get(name).or_else(|| fields.values().find_map(|value| find(value, name)))
        }
        Value::Array(items) => items.iter().find_map(|value| find(value, name)),
        _ => None,
    }
}

#[test]
fn both_ways_in_work_side_by_side() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("SLACK_SIGNING_SECRET", SECRET);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0BO", "socket").is_receipt());
    let body = share("http");
    let (status, answer) = signed(&bot, FORM, &body);
    assert!(status == 200 && answer.contains("*+"), "{status} {answer}");
    let again = signed(&bot, FORM, &body);
    assert_eq!(again, (200, answer), "the same delivery is answered as before");
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 2);
    site.is_sound();
}

#[test]
fn what_is_not_slacks_is_refused_and_does_nothing() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("SLACK_SIGNING_SECRET", SECRET);
    let bot = site.serves();
    slack.starts_a_contest();
    let (body, at) = (share("evil"), now());
    assert_eq!(send(&bot, FORM, &body, at, &signature("wrong", at, &body)).0, 401);
    assert_eq!(send(&bot, FORM, &body, at, "v0=").0, 401);
    for old in [at - 301, at + 305] {
        assert_eq!(send(&bot, FORM, &body, old, &signature(SECRET, old, &body)).0, 401);
    }
    let large = format!("{body}&x={}", "x".repeat(1 << 20));
    assert_eq!(signed(&bot, FORM, &large).0, 413);
    for (kind, body) in [("application/json", "{"), ("application/json", "null"), (FORM, "payload=%7B")] {
        let (status, answer) = signed(&bot, kind, body);
        assert!(
            (400..500).contains(&status) || (body == "null" && status == 200),
            "{body}: {status} {answer}"
        );
    }
    let challenge = r#"{"type":"url_verification","challenge":"abc"}"#;
    assert_eq!(signed(&bot, JSON, challenge), (200, r#"{"challenge":"abc"}"#.to_owned()));
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 0);
    assert!(slack.types(MANAGER, "/contest", "list").text().is_some(), "and it is well");
}

#[test]
fn before_slack_is_reached_requests_are_sent_away_to_come_again() {
    let slack = Slack::empty_of_bots(&[]);
    slack.fault(&json!({"kind": "server_error", "method": "auth.test", "times": 100}));
    let bot = Site::new(&slack).with("SLACK_SIGNING_SECRET", SECRET).starts();
    let (status, answer) = signed(&bot, FORM, &share("early"));
    assert!(status == 200 && answer.contains("only just starting"), "{status} {answer}");
    assert_eq!(signed(&bot, JSON, &message("early")).0, 503);
    assert_eq!(send(&bot, FORM, "x=1", now(), "v0=00").0, 401);
}

#[test]
fn an_event_sent_again_counts_once_and_the_log_says_so() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("SLACK_SIGNING_SECRET", SECRET);
    let bot = site.serves();
    slack.starts_a_contest();
    let body = message("again");
    for attempt in 0..4 {
        let at = now();
        let request = ureq::http::Request::post(format!("{}/slack/events", bot.address))
            .header("content-type", "application/json")
            .header("x-slack-request-timestamp", at.to_string())
            .header("x-slack-signature", signature(SECRET, at, &body));
        let request = match attempt {
            0 => request,
            n => request
                .header("x-slack-retry-num", n.to_string())
                .header("x-slack-retry-reason", "http_timeout"),
        };
        assert_eq!(http(request.body(body.clone()).unwrap()), Some((200, String::new())));
    }
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 1);
    site.is_sound();
    let (_, log) = bot.stops();
    assert!(log.contains("Slack sends a delivery again") && log.contains("http_timeout"), "{log}");
}

#[test]
fn while_the_database_is_held_commands_are_answered_and_events_are_to_come_again() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("SLACK_SIGNING_SECRET", SECRET);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0BO", "before").is_receipt());
    let typed = share("typed");
    let said = message("said");
    site.database.locked(|| {
        let asked = std::time::Instant::now();
        let (status, answer) = signed(&bot, FORM, &typed);
        assert!(status == 200 && answer.contains("(quote "), "{status} {answer}");
        assert_eq!(signed(&bot, JSON, &said), (503, String::new()));
        assert!(asked.elapsed() < PATIENCE, "{:?}", asked.elapsed());
    });
    until("the event sent again to be taken in", PATIENCE, || {
        (signed(&bot, JSON, &said).0 == 200).then_some(())
    });
    let again = signed(&bot, FORM, &typed);
    assert!(again.0 == 200 && again.1.contains("*+"), "{again:?}");
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 3);
    site.is_sound();
}

/// The promise behind every receipt: once it has left, the share is on disk for everybody to see.
#[test]
fn each_of_many_shares_at_once_is_on_disk_when_its_receipt_arrives() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("SLACK_SIGNING_SECRET", SECRET);
    let bot = site.serves();
    slack.starts_a_contest();
    let (bot, url) = (&bot, &site.database.url);
    std::thread::scope(|threads| {
        for n in 0..64 {
            let body = share(&format!("burst-{n}"));
            threads.spawn(move || {
                // Opened before, so that the look follows the receipt at once.
                let mut stranger = Stranger::open(url);
                // On a machine that is very busy, some are told to ask again.
                let seen = until("a receipt", PATIENCE, || {
                    let (status, answer) = signed(bot, FORM, &body);
                    let seen = stranger.counts(&format!("%/news/burst-{n}"));
                    assert!(status == 200, "{status} {answer}");
                    answer.contains("*+").then_some(seen)
                });
                assert_eq!(seen, 1, "share {n} was answered and is not on disk");
            });
        }
    });
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 64);
    site.is_sound();
}
