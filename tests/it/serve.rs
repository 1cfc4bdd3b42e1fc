//! `pacesetter serve`: from its start to its end, over Socket Mode.

use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use serde_json::json;

use crate::harness::{REPS, Site, Slack, get, link};
use crate::program::{OverAtLast, PATIENCE, until};

#[test]
fn commands_and_messages_score_from_start_to_stop() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let begun = Instant::now();
    let bot = site.serves();
    slack.starts_a_contest();
    let reply = slack.shares("U0ANA", "1");
    println!("from start to the first contest and share: {:?}", begun.elapsed());
    assert!(reply.is_receipt(), "{}", reply.body);
    let ts = slack.says("U0BO", &format!("Worth a read: {}", link("2")));
    slack.is_counted(&ts);
    assert_eq!(get(&format!("{}/healthz", bot.address)).unwrap(), (200, "alive\n".to_owned()));
    let begun = Instant::now();
    let (code, log) = bot.stops();
    println!("from SIGTERM to the end: {:?}", begun.elapsed());
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 2);
    site.is_sound();
}

#[test]
fn it_starts_again_on_the_same_database_and_knows_what_it_counted() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    assert_eq!(bot.stops().0, Some(0));
    let begun = Instant::now();
    let _bot = site.starts();
    until("the first answer", PATIENCE, || slack.types("U0ANA", "/pace", "help").text().map(drop));
    println!("from start to the first ack on an existing database: {:?}", begun.elapsed());
    assert!(slack.shares("U0ANA", "1").text().unwrap().contains("counted already"));
}

#[test]
fn it_is_alive_but_not_ready_until_slack_is_reached() {
    let slack = Slack::empty_of_bots(&[]);
    slack.fault(&json!({"kind": "server_error", "method": "auth.test", "times": 2}));
    slack.fault(&json!({"kind": "rate_limited", "method": "auth.test"}));
    let site = Site::new(&slack);
    let bot = site.starts();
    assert_eq!(get(&format!("{}/healthz", bot.address)).unwrap().0, 200);
    assert_eq!(bot.readiness(), (503, "not ready: Slack has not let us in yet\n".to_owned()));
    bot.is_ready();
    let log = bot.program.log();
    let attempts: Vec<_> = log.lines().filter(|line| line.contains("Slack cannot be reached")).collect();
    assert_eq!(attempts.len(), 3, "one line for each attempt: {log}");
    assert!(attempts.iter().all(|line| line.contains("SLACK_API_URL") && line.contains("wait=")), "{log}");
}

#[test]
fn it_becomes_unready_when_its_connections_break_and_ready_again() {
    let slack = Slack::empty_of_bots(&[]);
    let bot = Site::new(&slack).serves();
    slack.fault(&json!({"kind": "server_error", "method": "apps.connections.open", "times": 4}));
    slack.fault(&json!({"kind": "kill_socket"}));
    until("503", PATIENCE, || {
        (bot.readiness() == (503, "not ready: Slack is not connected\n".into())).then_some(())
    });
    bot.is_ready();
}

#[test]
fn told_to_stop_before_slack_is_reached_it_stops() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("SLACK_API_URL", "http://127.0.0.1:9/api/");
    let mut bot = site.starts();
    bot.program.logs("an attempt", |line| line.contains("cannot be reached").then_some(()));
    let (code, log) = bot.stops();
    assert_eq!(code, Some(0), "{log}");
}

/// It is stopped in the middle of a burst: it ends in time, and nothing that it acknowledged is lost.
fn is_stopped_under_load(slack: &Slack, site: &Site, as_it_begins: impl Fn()) {
    let bot = site.serves();
    slack.starts_a_contest();
    as_it_begins();
    let (acked, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let type_on = |rep: &str| {
        let mut counted = Vec::new();
        for n in 0.. {
            let page = format!("{rep}-{n}");
            if over.load(Ordering::Relaxed) {
                break;
            }
            if slack.shares(rep, &page).is_receipt() {
                acked.fetch_add(1, Ordering::Relaxed);
                counted.push(page);
            }
        }
        counted
    };
    let counted: Vec<String> = thread::scope(|scope| {
        let over_at_last = OverAtLast(&over);
        let typing: Vec<_> = REPS.iter().map(|rep| scope.spawn(|| type_on(rep))).collect();
        until("some shares", PATIENCE, || (acked.load(Ordering::Relaxed) > 40).then_some(()));
        let begun = Instant::now();
        // Waits ten seconds for its end.
        let (code, log) = bot.stops();
        println!("from SIGTERM under load to the end: {:?}", begun.elapsed());
        drop(over_at_last);
        assert_eq!(code, Some(0), "{log}");
        typing.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    let pages = site.database.rows("SELECT link_url, COUNT(*) FROM shares GROUP BY link_url");
    for page in &counted {
        assert!(pages.contains(&(link(page), 1)), "{page} was acknowledged and is not there once");
    }
    site.is_sound();
}

#[test]
fn what_it_acknowledged_before_it_was_stopped_is_in_the_ledger() {
    let slack = Slack::empty_of_bots(&[]);
    is_stopped_under_load(&slack, &Site::new(&slack), || {});
}

#[test]
fn it_ends_in_time_under_load_while_slack_hangs_on_postgres_too() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = crate::database::Database::postgres() else { return };
    is_stopped_under_load(&slack, &Site::new(&slack).on(database), || {
        slack.fault(&json!({"kind": "mute", "method": "chat.postMessage", "times": 100}));
    });
}

#[test]
fn it_ends_in_time_under_load_over_http_too() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let slack = Slack::empty_of_bots(&["--deliver", &format!("http://{address}/slack/events")]);
    let site = Site::new(&slack)
        .without("SLACK_APP_TOKEN")
        .with("SLACK_SIGNING_SECRET", "sandbox-signing-secret")
        .with("PACESETTER_LISTEN", &address);
    is_stopped_under_load(&slack, &site, || {});
}

#[test]
fn a_slack_that_hangs_does_not_hold_up_its_end() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    slack.fault(&json!({"kind": "mute", "method": "chat.postMessage", "times": 10}));
    slack.types("U0MIA", "/contest", "start most-points \"Race\" for 3w");
    let hangs = "SELECT COUNT(*) FROM owed_posts WHERE state = 'sending'";
    until("the post to hang", PATIENCE, || (site.database.number(hangs) == 1).then_some(()));
    // A little under the ten seconds that `stops` allows.
    assert_eq!(bot.stops().0, Some(0));
}

#[test]
fn switched_off_socket_mode_ends_it_with_a_line() {
    let slack = Slack::empty_of_bots(&[]);
    let mut bot = Site::new(&slack).with("RUST_LOG", "off,pacesetter::web=info").serves();
    slack.fault(&json!({"kind": "disconnect", "reason": "link_disabled"}));
    assert_eq!(bot.program.ended(PATIENCE).code(), Some(2));
    let log = bot.program.log();
    let last = log.lines().last().unwrap();
    assert!(last.starts_with("pacesetter: SLACK_APP_TOKEN: Socket Mode is switched off"), "{log}");
}

#[test]
fn it_serves_from_postgres_too() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = crate::database::Database::postgres() else { return };
    let site = Site::new(&slack).on(database);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    slack.is_counted(&slack.says("U0BO", &link("2")));
    let (code, log) = bot.stops();
    assert_eq!(code, Some(0), "{log}");
    assert_eq!(site.runs(&["audit"]).succeeded(), "2 standings, all equal to the ledger\n");
}
