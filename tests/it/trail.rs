//! One id from a command to what comes of it: in each line of the log, in the database, and in what people quote.

use serde_json::Value;

use crate::harness::{Bot, Site, Slack, link};
use crate::program::{PATIENCE, until};

/// A line of the log.
#[derive(Debug)]
struct Line {
    id: String,
    message: String,
    fields: Value,
}

/// The lines that carry an id.
fn lines(bot: &Bot) -> Vec<Line> {
    let log = bot.program.log();
    let lines = log.lines().filter_map(|line| {
        let line: Value = serde_json::from_str(line).ok()?;
        let id = line["spans"].as_array()?.iter().find_map(|span| span["id"].as_str())?.to_owned();
        assert_eq!(line["span"]["id"], id.as_str(), "at hand in each line: {line}");
        let message = line["fields"]["message"].as_str()?.to_owned();
        Some(Line { id, message, fields: line["fields"].clone() })
    });
    lines.collect()
}

/// Waits for the line that says that such a post went out.
fn sent(bot: &Bot, kind: &str) -> Line {
    until(&format!("{kind} in the log"), PATIENCE, || {
        lines(bot).into_iter().find(|it| it.message == "post sent" && it.fields["kind"] == kind)
    })
}

/// What the log says under this id, in its order.
fn under(bot: &Bot, id: &str) -> Vec<String> {
    lines(bot).into_iter().filter(|line| line.id == id).map(|line| line.message).collect()
}

#[track_caller]
fn has_in_order(said: &[String], wanted: &[&str]) {
    let mut rest = said.iter();
    for message in wanted {
        assert!(rest.any(|it| it == message), "{message} is missing in {said:?}");
    }
}

#[test]
fn one_id_leads_from_a_contests_start_to_its_announcement() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("PACESETTER_LOG", "json");
    let bot = site.serves();
    slack.starts_a_contest();
    let post = sent(&bot, "announcement");
    assert!(post.id.len() == 8 && post.fields["late_ms"].is_i64(), "{post:?}");
    assert!(post.fields["key"].as_str().unwrap().starts_with("announcement:"));
    let said = until("the acknowledgement", PATIENCE, || {
        Some(under(&bot, &post.id)).filter(|said| said.iter().any(|it| it == "acknowledged"))
    });
    has_in_order(&said, &["committed, and something is owed", "acknowledged"]);
    has_in_order(&said, &["committed, and something is owed", "post sent"]);
    let owed =
        site.database.rows("SELECT cause, COUNT(*) FROM owed_posts WHERE kind = 'announcement' GROUP BY 1");
    assert_eq!(owed, [(post.id.clone(), 1)]);
    let planned = format!("SELECT COUNT(*) FROM agenda WHERE cause = '{}' AND kind = 'daily_board'", post.id);
    assert_eq!(site.database.number(&planned), 1, "and to its first board");
}

fn leads_from_a_share_to_its_shout_out(slack: &Slack, site: &Site, share: impl Fn(usize)) {
    let bot = site.serves();
    slack.starts_a_contest();
    for n in 0..5 {
        share(n);
    }
    slack.has_posted("shout_out", 1);
    let post = sent(&bot, "shout_out");
    let said = under(&bot, &post.id);
    has_in_order(&said, &["committed, and something is owed", "work done", "post sent"]);
    let command = "SELECT cause, COUNT(*) FROM agenda WHERE kind = 'shout_outs' GROUP BY 1";
    assert_eq!(site.database.rows(command), [(post.id, 1)]);
}

#[test]
fn one_id_leads_from_a_typed_share_to_its_shout_out() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).with("PACESETTER_LOG", "json");
    leads_from_a_share_to_its_shout_out(&slack, &site, |n| {
        assert!(slack.shares("U0ANA", &n.to_string()).is_receipt());
    });
}

#[test]
fn one_id_leads_from_a_message_to_its_shout_out_on_postgres() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = crate::database::Database::postgres() else { return };
    let site = Site::new(&slack).on(database).with("PACESETTER_LOG", "json");
    leads_from_a_share_to_its_shout_out(&slack, &site, |n| {
        slack.is_counted(&slack.says("U0ANA", &link(&n.to_string())));
    });
}
