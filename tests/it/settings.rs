//! Wrong settings: one line that names the setting at fault, the right exit code, and never a secret.

use std::net::TcpListener;

use serde_json::json;

use crate::harness::{Site, Slack};
use crate::program::{Run, pacesetter};

/// Starts the bot, which is to fail by itself; gives the one line that it leaves.
fn fault_of(site: &Site, code: i32) -> String {
    let run = Run::of(site.command(&["serve"]).env("RUST_LOG", "error"));
    let line = run.failed(code).to_owned();
    assert!(!line.contains("HUSH"), "{line}");
    line
}

fn slack() -> Slack {
    Slack::empty_of_bots(&[])
}

#[test]
fn wrong_tokens_are_named() {
    let slack = slack();
    let site = Site::new(&slack).with("SLACK_BOT_TOKEN", "xoxb-HUSH");
    assert_eq!(fault_of(&site, 2), "pacesetter: SLACK_BOT_TOKEN: Slack refuses it (invalid_auth)");
    let site = Site::new(&slack).with("SLACK_APP_TOKEN", "xapp-HUSH");
    assert!(fault_of(&site, 2).starts_with("pacesetter: SLACK_APP_TOKEN: Slack refuses it (invalid_auth)"));
    let site = Site::new(&slack).with("SLACK_BOT_TOKEN", "xapp-sandbox");
    assert!(
        fault_of(&site, 2).starts_with("pacesetter: SLACK_BOT_TOKEN: Slack refuses it (not_allowed_token")
    );
    let site = Site::new(&slack).with("SLACK_BOT_TOKEN", "xoxb-HUSH xoxb-HUSH");
    assert!(fault_of(&site, 2).starts_with("pacesetter: SLACK_BOT_TOKEN: holds a blank"));
}

#[test]
fn missing_tokens_are_named() {
    let slack = slack();
    for blank in
        [Site::new(&slack).without("SLACK_BOT_TOKEN"), Site::new(&slack).with("SLACK_BOT_TOKEN", " ")]
    {
        assert!(fault_of(&blank, 2).starts_with("pacesetter: SLACK_BOT_TOKEN: is not set"));
    }
    for blank in [Site::new(&slack).without("SLACK_APP_TOKEN"), Site::new(&slack).with("SLACK_APP_TOKEN", "")]
    {
        assert!(fault_of(&blank, 2).starts_with("pacesetter: SLACK_APP_TOKEN: is not set"));
    }
}

#[test]
fn wrong_addresses_are_named_without_their_passwords() {
    let slack = slack();
    let database = |url: &str| Site::new(&slack).with("DATABASE_URL", url);
    for url in ["mysql://ann:HUSH@db/x", "postgres://ann:HUSH@db:port/x", "pacesetter.db", ""] {
        assert!(fault_of(&database(url), 2).starts_with("pacesetter: DATABASE_URL: "), "{url}");
    }
    for url in ["postgres://ann:HUSH@127.0.0.1:9/x", "sqlite:///nowhere/at/all.db"] {
        assert!(fault_of(&database(url), 1).starts_with("pacesetter: DATABASE_URL: "), "{url}");
    }
    for url in ["slack.com", "ftp://slack.com/api/", ""] {
        let line = fault_of(&Site::new(&slack).with("SLACK_API_URL", url), 2);
        assert!(line.starts_with("pacesetter: SLACK_API_URL: "), "{line}");
    }
    for listen in ["3000", "nowhere"] {
        let line = fault_of(&Site::new(&slack).with("PACESETTER_LISTEN", listen), 2);
        assert!(line.starts_with("pacesetter: PACESETTER_LISTEN: "), "{line}");
    }
}

#[test]
fn an_address_in_use_is_named_before_slack_hears_of_us() {
    let slack = slack();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = fault_of(&Site::new(&slack).with("PACESETTER_LISTEN", &address), 2);
    assert!(
        line.starts_with(&format!("pacesetter: PACESETTER_LISTEN: cannot listen on {address}: ")),
        "{line}"
    );
    assert_eq!(slack.look("calls"), Vec::<serde_json::Value>::new());
}

#[test]
fn a_fault_in_the_configuration_names_file_line_and_reason() {
    let slack = slack();
    let site = Site::new(&slack);
    std::fs::write(site.config().join("pacesetter.toml"), "undo_minutes = 5\nundo_minuets = 6\n").unwrap();
    let line = fault_of(&site, 2);
    assert!(
        line.starts_with("pacesetter: ") && line.contains("/pacesetter.toml:2: unknown field `undo_minuets`"),
        "{line}"
    );
    let line = fault_of(&Site::new(&slack).with("PACESETTER_CONFIG", "/nowhere"), 2);
    assert!(line.contains("PACESETTER_CONFIG") && line.contains("/nowhere"), "{line}");
}

#[test]
fn a_wrong_log_setting_is_named() {
    let slack = slack();
    let run = Run::of(Site::new(&slack).command(&["serve"]).env("RUST_LOG", "info,=="));
    assert!(run.failed(2).starts_with("pacesetter: RUST_LOG: "), "{}", run.err);
    let run = Run::of(Site::new(&slack).command(&["serve"]).env("PACESETTER_LOG", "xml"));
    assert_eq!(run.failed(2), "pacesetter: PACESETTER_LOG: is \"json\" or \"text\"");
}

#[test]
fn the_log_can_be_json() {
    let slack = slack();
    let site = Site::new(&slack);
    let mut bot = crate::program::Program::start(site.command(&["serve"]).env("PACESETTER_LOG", "json"));
    let line = bot.logs("a line", |line| serde_json::from_str::<serde_json::Value>(line).ok());
    assert_eq!(line["level"], json!("INFO"));
}

#[test]
fn a_dotenv_file_is_read_and_the_environment_goes_before_it() {
    let slack = slack();
    let site = Site::new(&slack).without("SLACK_BOT_TOKEN");
    std::fs::write(site.folder().join(".env"), "SLACK_BOT_TOKEN=xoxb-sandbox\nSLACK_APP_TOKEN=xapp-HUSH\n")
        .unwrap();
    let bot = site.serves();
    assert_eq!(bot.stops().0, Some(0));
    std::fs::write(site.folder().join(".env"), "SLACK_BOT_TOKEN 'xoxb-HUSH\n").unwrap();
    assert_eq!(fault_of(&site, 2), "pacesetter: .env: cannot be read; each line is NAME=value");
}

#[test]
fn a_dotenv_file_of_anything_is_read_or_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let heap = "X=".repeat(1 << 19);
    let cases: [&[u8]; 16] = [
        b"",
        b"\xEF\xBB\xBFA=HUSH",
        b"A=HUSH\0",
        b"A=\"HUSH\0\"",
        b"\xff\xfe",
        b"A=\xffHUSH",
        b"=HUSH",
        b"A",
        b"A='HUSH",
        b"A=\"HUSH\nB=1",
        b"A=HUSH\\",
        b"A=${HUSH",
        b"A=$A$A$A",
        b"A=1\r\nA=2\r\n",
        b"# HUSH\n\n  # x\nexport A=1",
        heap.as_bytes(),
    ];
    for text in cases {
        std::fs::write(folder.path().join(".env"), text).unwrap();
        let run = Run::of(&mut pacesetter(folder.path(), &["manifest"]));
        let said = String::from_utf8_lossy(&text[..text.len().min(40)]);
        if run.code != Some(0) {
            assert_eq!(
                run.failed(2),
                "pacesetter: .env: cannot be read; each line is NAME=value",
                "{said:?}"
            );
        }
        assert!(!run.err.contains("HUSH"), "{said:?}");
    }
}

#[test]
fn wrong_usage_is_one_line_and_help_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| Run::of(&mut pacesetter(folder.path(), args));
    let line = run(&["serve", "--lissen", "x"]).failed(2).to_owned();
    assert!(line.starts_with("pacesetter: unexpected argument '--lissen'"), "{line}");
    assert!(run(&["dance"]).failed(2).contains("'dance'"));
    assert!(run(&["sandbox", "--at", "noon"]).failed(2).contains("--at"));
    assert!(run(&["sandbox", "--deliver", "http://x"]).failed(2).contains("--slack-only"));
    assert!(run(&["--help"]).succeeded().contains("sandbox"));
    assert!(run(&["--version"]).succeeded().starts_with("pacesetter "));
    let nothing = run(&[]);
    assert!(nothing.code == Some(2) && nothing.err.contains("serve"), "{}", nothing.err);
}
