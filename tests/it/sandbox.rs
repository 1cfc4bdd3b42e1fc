//! `pacesetter sandbox`: a whole workspace in one command.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{CHANNEL, Slack, get};
use crate::program::{PATIENCE, until};

/// A Friday noon, for two whole weeks of workdays before it.
const NOON: &str = "2026-03-13T12:00:00Z";

fn stopped(mut slack: Slack) -> String {
    slack.program.terminate();
    assert_eq!(slack.program.ended(Duration::from_secs(10)).code(), Some(0));
    assert_eq!(slack.program.log(), "", "nothing to complain of");
    slack.program.printed()
}

fn board(slack: &Slack) -> String {
    slack.types("U0ANA", "/leaderboard", "").body["ack"].to_string()
}

#[test]
fn the_sandbox_prints_one_line_and_has_a_contest_with_history() {
    let slack = Slack::run(&["--at", NOON]);
    assert_eq!(slack.keys("announcement").len(), 1);
    assert!(slack.keys("board").len() >= 9, "a board for each workday: {:?}", slack.keys("board"));
    assert!(slack.keys("shout_out").len() >= 3);
    let board = board(&slack);
    assert!(board.contains("Open Season") && board.contains("Ana"), "{board}");
    assert!(slack.shares("U0ANA", "fresh").is_receipt());
    let address = slack.address.clone();
    assert_eq!(stopped(slack), format!("{address}\n"));
}

#[test]
fn the_page_and_every_module_of_it_are_served() {
    let slack = Slack::run(&["--empty"]);
    let (status, page) = get(&slack.address).unwrap();
    assert!(status == 200 && page.contains("<script"), "{status} {page}");
    let modules = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/page")).unwrap();
    let modules: Vec<_> = modules.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert!(modules.len() > 10);
    for module in modules {
        assert_eq!(get(&format!("{}/{module}", slack.address)).unwrap().0, 200, "{module}");
    }
}

#[test]
fn an_empty_sandbox_has_people_and_channels_but_no_contest() {
    let slack = Slack::run(&["--empty"]);
    assert!(slack.look("people").len() > 5 && slack.look("channels").len() >= 3);
    assert_eq!(slack.messages(), Vec::<Value>::new());
    let board = board(&slack);
    assert!(!board.contains("Open Season"), "{board}");
    stopped(slack);
}

#[test]
fn the_clock_starts_where_it_is_told_and_brings_the_next_board() {
    let slack = Slack::run(&["--at", NOON]);
    let clock = || get(&format!("{}/sandbox/clock", slack.address)).unwrap().1;
    assert!(clock().contains("2026-03-13T12:0"), "{}", clock());
    let boards = slack.keys("board").len();
    slack.post("clock", &serde_json::json!({"advance": "1d"}));
    assert!(clock().contains("2026-03-14T12:0"), "{}", clock());
    assert_eq!(slack.keys("board").len(), boards + 1);
}

#[test]
fn a_kept_workspace_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.db").display().to_string();
    let start = || Slack::run(&["--at", NOON, "--keep", &file]);
    let slack = start();
    assert!(slack.shares("U0ANA", "kept").is_receipt());
    let (messages, standings) = (slack.messages(), board(&slack));
    stopped(slack);
    let slack = start();
    let again = until("the messages", PATIENCE, || Some(slack.messages()).filter(|it| !it.is_empty()));
    assert_eq!(again, messages);
    assert_eq!(board(&slack), standings);
    let share = slack.shares("U0ANA", "kept");
    assert!(share.text().unwrap().contains("counted already"), "{}", share.body);
    stopped(slack);
}

#[test]
fn an_address_in_use_is_one_line() {
    let slack = Slack::empty_of_bots(&[]);
    let address = slack.address.trim_start_matches("http://");
    let folder = tempfile::tempdir().unwrap();
    let mut again = crate::program::pacesetter(folder.path(), &["sandbox", "--listen", address]);
    let run = crate::program::Run::of(&mut again);
    assert!(
        run.failed(2).starts_with(&format!("pacesetter: --listen: cannot listen on {address}")),
        "{}",
        run.err
    );
    assert!(slack.look("channels").iter().any(|channel| channel["id"] == CHANNEL));
}
