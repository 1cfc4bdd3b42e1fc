//! `GET /metrics`: figures that move when things happen, each of them documented.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use crate::harness::{Bot, MANAGER, Site, Slack, get, link};
use crate::program::{PATIENCE, until};

/// All that is told at the moment.
fn scrape(bot: &Bot) -> String {
    let (status, text) = get(&format!("{}/metrics", bot.address)).unwrap();
    assert_eq!(status, 200, "{text}");
    text
}

/// One figure, by its name with its labels.
fn figure(text: &str, name: &str) -> f64 {
    let line = text.lines().find(|line| line.rsplit_once(' ').is_some_and(|(it, _)| it == name));
    let (_, value) = line.unwrap_or_else(|| panic!("no {name} in {text}")).rsplit_once(' ').unwrap();
    value.parse().unwrap()
}

/// Waits until a figure is at least so large.
fn reaches(bot: &Bot, name: &str, least: f64) {
    until(name, PATIENCE, || (figure(&scrape(bot), name) >= least).then_some(()));
}

#[test]
fn figures_move_when_things_happen() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    let before = scrape(&bot);
    let zero = [
        "pacesetter_commands_total{command=\"/share\",outcome=\"failed\"}",
        "pacesetter_posts_sent_total{kind=\"shout_out\"}",
        "pacesetter_jobs_total{kind=\"daily_board\",outcome=\"given_up\"}",
        "pacesetter_posts_due",
        "pacesetter_posts_oldest_due_age_seconds",
        "pacesetter_workspaces_paused",
    ];
    for name in zero {
        assert_eq!(figure(&before, name), 0.0, "{name}");
    }
    reaches(&bot, "pacesetter_socket_connections", 2.0);
    slack.starts_a_contest();
    for page in 0..5 {
        assert!(slack.shares("U0ANA", &page.to_string()).is_receipt());
    }
    slack.types("U0ANA", "/share", "no link at all");
    slack.types("U0ANA", "/contest", "frobnicate");
    slack.is_counted(&slack.says("U0BO", &link("said")));
    slack.has_posted("shout_out", 1);
    reaches(&bot, "pacesetter_posts_sent_total{kind=\"shout_out\"}", 1.0);
    let text = scrape(&bot);
    for (name, least) in [
        ("pacesetter_commands_total{command=\"/share\",outcome=\"answered\"}", 5.0),
        ("pacesetter_commands_total{command=\"/share\",outcome=\"refused\"}", 1.0),
        ("pacesetter_commands_total{command=\"/contest\",outcome=\"refused\"}", 1.0),
        ("pacesetter_acknowledgement_seconds_count{kind=\"command\",via=\"socket\"}", 8.0),
        ("pacesetter_acknowledgement_seconds_count{kind=\"event\",via=\"socket\"}", 1.0),
        ("pacesetter_acknowledgement_seconds_bucket{kind=\"command\",via=\"socket\",le=\"10\"}", 8.0),
        ("pacesetter_posts_sent_total{kind=\"announcement\"}", 1.0),
        ("pacesetter_posts_sent_total{kind=\"reaction\"}", 1.0),
        ("pacesetter_post_delay_seconds_count", 3.0),
        ("pacesetter_jobs_total{kind=\"shout_outs\",outcome=\"done\"}", 1.0),
        ("pacesetter_database_write_seconds_count", 8.0),
        ("pacesetter_database_read_seconds_count", 1.0),
        ("pacesetter_sqlite_commit_callers_sum", 8.0),
    ] {
        assert!(figure(&text, name) >= least, "{name} is not {least}: {text}");
    }
    let version = env!("CARGO_PKG_VERSION");
    let build = format!("pacesetter_build_info{{version=\"{version}\",database=\"sqlite\"}}");
    assert_eq!(figure(&text, &build), 1.0);
    assert!(!text.contains("U0ANA") && !text.contains("T0") && !text.contains("acme"), "{text}");
    assert_eq!(bot.stops().0, Some(0));
}

#[test]
fn what_is_stuck_shows_in_its_count_and_its_age() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    let fault = json!({"kind": "rate_limited", "method": "chat.postMessage", "retry_after": 5, "times": 1});
    slack.fault(&fault);
    slack.types(MANAGER, "/contest", "start most-points \"Race\" for 3w");
    reaches(&bot, "pacesetter_posts_retried_total{kind=\"announcement\"}", 1.0);
    reaches(&bot, "pacesetter_posts_oldest_due_age_seconds", 1.0);
    assert_eq!(figure(&scrape(&bot), "pacesetter_posts_due"), 1.0);
    slack.has_posted("announcement", 1);
    until("nothing due", PATIENCE, || {
        (figure(&scrape(&bot), "pacesetter_posts_oldest_due_age_seconds") == 0.0).then_some(())
    });
    slack.fault(&json!({"kind": "kill_socket"}));
    reaches(&bot, "pacesetter_socket_connections", 2.0);
}

#[test]
fn every_figure_is_explained() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    reaches(&bot, "pacesetter_post_delay_seconds_count", 1.0);
    let text = scrape(&bot);
    let told = |word: &str| -> BTreeSet<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(word));
        lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    let told_types = told("# TYPE ");
    assert_eq!(told("# HELP "), told_types);
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metrics.md");
    let page = std::fs::read_to_string(page).unwrap();
    let names = page.split('`').filter(|word| word.starts_with("pacesetter_") && !word.contains(' '));
    let explained: BTreeSet<String> = names.map(|name| name.split('{').next().unwrap().to_owned()).collect();
    let unexplained: Vec<_> = told_types.difference(&explained).collect();
    assert!(unexplained.is_empty(), "not in docs/metrics.md: {unexplained:?}");
    // These appear with their first event.
    let rare = ["pacesetter_deliveries_repeated_total", "pacesetter_deliveries_not_taken_total"];
    let gone: Vec<_> =
        explained.difference(&told_types).filter(|name| !rare.contains(&name.as_str())).collect();
    assert!(gone.is_empty(), "in docs/metrics.md, but not told: {gone:?}");
}
