//! What an operator runs beside the bot: migrate, manifest, doctor, audit, export.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::json;

use crate::harness::{CHANNEL, Site, Slack, link};
use crate::program::{Run, pacesetter};

/// The sandbox's workspace.
const WORKSPACE: &str = "T0SANDBOX";

#[test]
fn migrate_can_be_run_again_and_serve_can_leave_it_out() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bare = Run::of(&mut site.command(&["serve", "--no-migrate"]));
    assert!(
        bare.failed(1).contains("DATABASE_URL") && bare.err.contains("run `pacesetter migrate`"),
        "{}",
        bare.err
    );
    for _ in 0..2 {
        assert_eq!(site.runs(&["migrate"]).succeeded(), "the database is up to date\n");
    }
    let mut serve = crate::program::Program::start(&mut site.command(&["serve", "--no-migrate"]));
    serve.logs("it is at work", |line| line.contains("connected to Slack").then_some(()));
}

#[test]
fn the_manifest_is_yaml_that_the_sandbox_takes() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = |args: &[&str]| {
        let run = Run::of(&mut pacesetter(folder.path(), &[&["manifest"], args].concat()));
        run.succeeded().to_owned()
    };
    let socket = manifest(&[]);
    for command in ["/share", "/contest", "/leaderboard", "/pace"] {
        assert!(socket.contains(&format!("command: \"{command}\"")), "{command}");
    }
    assert!(socket.contains("socket_mode_enabled: true"));
    let http = manifest(&["--http", "https://pace.example.com/"]);
    assert!(http.contains("socket_mode_enabled: false"));
    assert!(http.contains("\"https://pace.example.com/slack/events\""));
    for text in [socket, http] {
        std::fs::write(folder.path().join("manifest.yaml"), text).unwrap();
        let file = folder.path().join("manifest.yaml").display().to_string();
        let slack = Slack::empty_of_bots(&["--manifest", &file]);
        assert_eq!(slack.look("commands").len(), 4);
    }
}

#[test]
fn the_doctor_finds_nothing_wrong_with_a_bot_that_works() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    slack.starts_a_contest();
    let run = site.runs(&["doctor"]);
    let report = run.succeeded();
    assert!(report.lines().all(|line| line.starts_with("ok ")), "{report}");
    for what in
        ["configuration", "DATABASE_URL", "SLACK_BOT_TOKEN", "scopes", "clock", "channels", "SLACK_APP_TOKEN"]
    {
        assert!(report.contains(&format!("ok    {what}: ")), "{what}: {report}");
    }
    assert_eq!(bot.stops().0, Some(0));
}

/// Has the doctor look; it is to find these faults and no other.
#[track_caller]
fn doctor_finds(site: &Site, faults: &[&str]) {
    let run = site.runs(&["doctor"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    let found: Vec<&str> = run.out.lines().filter(|line| line.starts_with("FAIL")).collect();
    let expected =
        found.len() == faults.len() && faults.iter().zip(&found).all(|(it, line)| line.contains(it));
    assert!(expected, "{found:#?}");
    assert_eq!(run.err, format!("pacesetter: {} of these checks failed\n", faults.len()));
    assert!(!run.out.contains("HUSH"), "{}", run.out);
}

#[test]
fn the_doctor_names_what_is_wrong() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    doctor_finds(&site, &["DATABASE_URL: "]);
    site.runs(&["migrate"]).succeeded();
    let site = site.with("SLACK_BOT_TOKEN", "xoxb-HUSH");
    doctor_finds(&site, &["SLACK_BOT_TOKEN: invalid_auth"]);
    let site = site.with("SLACK_BOT_TOKEN", "xoxb-sandbox").with("SLACK_APP_TOKEN", "xapp-HUSH");
    doctor_finds(&site, &["SLACK_APP_TOKEN: invalid_auth"]);
    let site = site.without("SLACK_APP_TOKEN").without("SLACK_BOT_TOKEN");
    doctor_finds(&site, &["SLACK_BOT_TOKEN: is not set", "SLACK_APP_TOKEN: is not set"]);
}

#[test]
fn the_doctor_misses_a_scope_and_a_channel() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = Run::of(&mut pacesetter(folder.path(), &["manifest"])).succeeded().to_owned();
    let file = folder.path().join("manifest.yaml");
    std::fs::write(&file, manifest.replace("      - \"reactions:write\"\n", "")).unwrap();
    let slack = Slack::empty_of_bots(&["--manifest", &file.display().to_string()]);
    let site = Site::new(&slack);
    let bot = site.serves();
    slack.starts_a_contest();
    assert_eq!(bot.stops().0, Some(0));
    doctor_finds(&site, &["scopes: missing reactions:write"]);
    for channel in slack.look("channels") {
        if channel["bot_is_member"] == true {
            slack.post("member", &json!({"user": "U0BOT", "channel": channel["id"], "joined": false}));
        }
    }
    doctor_finds(&site, &["scopes: missing", &format!("channels: a contest runs in {CHANNEL}")]);
}

#[test]
fn the_doctor_sees_that_the_clock_is_wrong() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    site.runs(&["migrate"]).succeeded();
    let site = site.with("SLACK_API_URL", &slack_of_another_time());
    let run = site.runs(&["doctor"]);
    assert!(
        run.code == Some(1)
            && run.out.contains("FAIL  clock: ")
            && run.out.contains("set this machine's clock"),
        "{}",
        run.out
    );
}

/// A Slack whose clock stands in 2020; all that it says is "ok".
fn slack_of_another_time() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the test's process.
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut request = [0; 4096];
            let _ = connection.read(&mut request);
            let body = r#"{"ok":true,"team_id":"T1","team":"T","user_id":"U1","channels":[]}"#;
            let head = "HTTP/1.1 200 OK\r\ndate: Wed, 01 Jan 2020 12:00:00 GMT\r\nconnection: close\r\n";
            let kind = "content-type: application/json\r\n";
            let _ = write!(connection, "{head}{kind}content-length: {}\r\n\r\n{body}", body.len());
        }
    });
    format!("http://{address}/api/")
}

#[test]
fn the_audit_sees_what_was_tampered_with() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    std::fs::write(site.folder().join("pacesetter.db"), "").unwrap();
    let unready = site.runs(&["audit"]);
    assert!(unready.failed(1).contains("run `pacesetter migrate`"), "{}", unready.err);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    slack.is_counted(&slack.says("U0BO", &link("2")));
    assert_eq!(bot.stops().0, Some(0));
    assert_eq!(site.runs(&["audit"]).succeeded(), "2 standings, all equal to the ledger\n");
    site.database.execute("UPDATE standings SET points = points + 1 WHERE user_id = 'U0ANA'");
    let run = site.runs(&["audit"]);
    assert_eq!(
        run.failed(1),
        "pacesetter: 1 of 2 standings differ from the ledger; 2 tallies differ from the standings"
    );
    assert!(run.out.contains("person U0ANA: points 7 (ledger 6)"), "{}", run.out);
}

#[test]
fn a_contest_is_exported_by_its_title() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    let unknown = site.runs(&["export", "No Such Thing"]);
    assert_eq!(unknown.failed(1), "pacesetter: there is no contest \"No Such Thing\"");
    // While the bot runs, and whatever the case.
    let run = site.runs(&["export", "race"]);
    let tables: Vec<&str> = run.succeeded().split("\r\n\r\n").collect();
    assert_eq!(tables.len(), 2, "{}", run.out);
    assert!(
        tables[0].starts_with("place,kind,id,name,team,score,points,shares\r\n1,rep,U0ANA,"),
        "{}",
        run.out
    );
    assert!(
        tables[1].starts_with("entry,at,rep,name,points,reason,rule,link,note,reverses\r\n"),
        "{}",
        run.out
    );
    let json = site.runs(&["export", "RACE", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(json.succeeded()).unwrap();
    assert_eq!((&json["title"], &json["standings"][0]["id"]), (&"Race".into(), &"U0ANA".into()));
    let by_id = json["contest"].as_str().unwrap();
    let ledger =
        site.runs(&["export", by_id, "--table", "ledger", "--format", "json", "--workspace", WORKSPACE]);
    let ledger: serde_json::Value = serde_json::from_str(ledger.succeeded()).unwrap();
    assert_eq!(ledger, json["ledger"]);
    assert_eq!(site.runs(&["export", by_id, "--workspace", "T0OTHER"]).failed(1).lines().count(), 1);
    assert_eq!(bot.stops().0, Some(0));
}
