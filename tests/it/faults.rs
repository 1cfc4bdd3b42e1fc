//! What goes wrong around the bot: at posting, on its connections, in its database. It recovers by itself.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::harness::{MANAGER, Site, Slack, link};
use crate::program::{PATIENCE, until};

/// Starts two contests under a fault at posting: both are announced, once each, in their order.
fn announces_in_spite_of(slack: &Slack, site: &Site, fault: Value) {
    let before = slack.keys("").len();
    slack.fault(&fault);
    for nth in ["first", "second"] {
        // Titles are unlike, since live contests may not share one.
        let text = format!("start most-points \"After {before} posts, the {nth}\" for 3w");
        let reply = slack.types(MANAGER, "/contest", &text);
        assert!(reply.text().is_some_and(|text| text.contains(nth)), "{}", reply.body);
    }
    slack.has_posted("", before + 2);
    site.owes_nothing(PATIENCE);
    let posts: Vec<Value> = slack.messages().into_iter().filter(|it| it["metadata"].is_object()).collect();
    let said: Vec<String> = posts[before..].iter().map(|it| it["text"].to_string()).collect();
    assert_eq!(said.len(), 2, "{fault}: {said:#?}");
    assert!(said[0].contains("first") && said[1].contains("second"), "{fault}: {said:#?}");
    assert_eq!(slack.look("fault"), Vec::<Value>::new(), "the fault has happened");
}

fn posting(kind: &str, times: u32) -> Value {
    json!({"kind": kind, "method": "chat.postMessage", "times": times})
}

#[test]
fn posts_come_through_faults_once_and_in_order() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    for fault in [
        posting("server_error", 2),
        posting("html", 1),
        posting("drop_before", 1),
        posting("drop_after", 1),
        json!({"kind": "drop_after", "method": "chat.postMessage", "times": 2}),
    ] {
        announces_in_spite_of(&slack, &site, fault);
    }
}

#[test]
fn a_post_that_slack_is_slow_to_answer_appears_once() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    // The bot gives up after ten seconds.
    let delay = json!({"kind": "delay", "method": "chat.postMessage", "ms": 11_000});
    announces_in_spite_of(&slack, &site, delay);
}

#[test]
fn retry_after_is_obeyed() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    announces_in_spite_of(
        &slack,
        &site,
        json!({"kind": "rate_limited", "method": "chat.postMessage", "retry_after": 3}),
    );
    let at = |call: &Value| call["time"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    let calls = slack.calls("chat.postMessage");
    assert_eq!(calls[0]["answer"]["error"], "ratelimited");
    let waited = at(&calls[1]) - at(&calls[0]);
    assert!(waited.num_milliseconds() >= 2990, "called again after {waited}");
}

#[test]
fn connections_that_end_are_opened_anew() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    slack.starts_a_contest();
    for (n, fault) in [
        json!({"kind": "disconnect"}),
        json!({"kind": "disconnect", "reason": "warning"}),
        json!({"kind": "kill_socket"}),
        json!({"kind": "mute", "ms": 1500}),
    ]
    .into_iter()
    .enumerate()
    {
        slack.fault(&fault);
        let ts = slack.says("U0ANA", &link(&format!("said-{n}")));
        slack.is_counted(&ts);
        let page = format!("typed-{n}");
        until("a command to be answered", PATIENCE, || slack.shares("U0BO", &page).text().map(drop));
    }
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 8);
    site.is_sound();
}

#[test]
fn deliveries_that_come_twice_count_once() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    slack.fault(&json!({"kind": "duplicate", "times": 100}));
    slack.starts_a_contest();
    for n in 0..5 {
        assert!(slack.shares("U0BO", &format!("typed-{n}")).is_receipt());
        slack.is_counted(&slack.says("U0ANA", &link(&format!("said-{n}"))));
    }
    site.owes_nothing(PATIENCE);
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 10);
    assert_eq!(site.database.number("SELECT COUNT(*) FROM contests"), 1);
    assert_eq!(slack.keys("announcement").len(), 1);
    site.is_sound();
}

#[test]
fn while_the_database_is_held_people_are_told_and_events_wait() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0BO", "before").is_receipt());
    let ts = site.database.locked(|| {
        let ts = slack.says("U0ANA", &link("meanwhile"));
        let reply = slack.shares("U0BO", "typed");
        let said = reply.text().unwrap_or_else(|| panic!("no answer in time: {}", reply.body)).to_owned();
        let id = said.split("(quote ").nth(1).and_then(|rest| rest.split(')').next()).expect("an id");
        assert!(bot.program.log().lines().any(|line| line.contains(id)), "{id} is in the log");
        ts
    });
    slack.is_counted(&ts);
    let again = until("the share to count", PATIENCE, || {
        let reply = slack.shares("U0BO", "typed");
        reply.text().filter(|text| text.contains("*+") || text.contains("counted already")).map(str::to_owned)
    });
    println!("typed again: {again}");
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 3);
    site.is_sound();
}
