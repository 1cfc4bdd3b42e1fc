//! The app is removed: the real program stops at once, in all processes, and erases in the end.

use serde_json::json;

use crate::database::Database;
use crate::harness::{Bot, Site, Slack};
use crate::program::{PATIENCE, until};

/// Long ago enough for everything to be erased.
const LONG_AGO: &str = "UPDATE workspaces SET left_at = left_at - CAST(31 AS BIGINT) * 86400000";

fn is_not_served(bot: &Bot) {
    until("the bot to say so", PATIENCE, || {
        let (status, text) = bot.readiness();
        (status == 503 && text.contains("removed")).then_some(())
    });
}

fn stops_comes_back_and_is_erased(slack: &Slack, site: &Site, more: usize) {
    let bots: Vec<Bot> = (0..=more).map(|_| site.serves()).collect();
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    site.owes_nothing(PATIENCE);
    // Something is owed, and must not go out.
    slack.fault(&json!({"kind": "server_error", "method": "chat.postMessage", "times": 3}));
    assert!(slack.types("U0MIA", "/contest", "pause").text().is_some());
    assert_eq!(slack.post("uninstall", &json!({})).status, 200);
    bots.iter().for_each(is_not_served);
    let posted = slack.calls("chat.postMessage").len();
    assert_eq!(slack.shares("U0ANA", "2").status, 404, "Slack knows the command no more");
    // Twice as long as the loops look for what is owed.
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert!(slack.calls("chat.postMessage").len() <= posted + 1, "one was under way at most");
    for bot in bots {
        let (code, log) = bot.stops();
        assert_eq!(code, Some(0), "it runs on until it is stopped");
        assert!(!log.contains("panicked"), "{log}");
    }
    let refused = site.runs(&["serve"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("SLACK_BOT_TOKEN") && refused.err.contains("account_inactive"));
    assert_eq!(site.database.number("SELECT COUNT(*) FROM shares"), 1);

    assert_eq!(slack.post("install", &json!({})).status, 200);
    let bot = site.serves();
    site.owes_nothing(PATIENCE);
    assert!(slack.types("U0MIA", "/contest", "resume").text().is_some());
    assert!(
        slack.shares("U0ANA", "3").text().is_some_and(|text| text.contains("with 7")),
        "1 + 5 before, and 1"
    );
    site.is_sound();

    slack.post("uninstall", &json!({}));
    is_not_served(&bot);
    site.database.execute(LONG_AGO);
    assert_eq!(bot.stops().0, Some(0));
    assert_eq!(site.runs(&["serve"]).code, Some(2));
    for table in
        ["shares", "ledger", "people", "contests", "deliveries", "owed_posts", "agenda", "workspaces"]
    {
        assert_eq!(site.database.number(&format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
    }
}

#[test]
fn on_sqlite_it_stops_comes_back_and_is_erased() {
    let slack = Slack::empty_of_bots(&[]);
    stops_comes_back_and_is_erased(&slack, &Site::new(&slack), 0);
}

#[test]
fn two_replicas_on_postgres_stop_both() {
    let Some(database) = Database::postgres() else { return };
    let slack = Slack::empty_of_bots(&[]);
    stops_comes_back_and_is_erased(&slack, &Site::new(&slack).on(database), 1);
}
