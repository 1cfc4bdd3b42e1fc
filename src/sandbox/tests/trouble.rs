use serde_json::{Value, json};

use super::rig::Rig;

const TOKEN: (&str, &str) = ("Authorization", "Bearer xoxb-sandbox");
const JSON: (&str, &str) = ("Content-Type", "application/json");

async fn post_message(rig: &Rig) -> (u16, String) {
    rig.http("POST", "/api/chat.postMessage", &[TOKEN, JSON], r#"{"channel": "C0WINS", "text": "x"}"#).await
}

fn posted(rig: &Rig) -> usize {
    rig.workspace.messages_seen_by(None, "C0WINS").unwrap().len()
}

#[tokio::test]
async fn calls_fail_as_they_are_told_and_then_no_more() {
    let rig = Rig::start().await;
    for (fault, status, in_answer, took_effect) in [
        (
            json!({"kind": "rate_limited", "method": "chat.postMessage", "retry_after": 7}),
            429,
            "ratelimited",
            0,
        ),
        (json!({"kind": "server_error"}), 500, "Server Error", 0),
        (json!({"kind": "html"}), 200, "<!DOCTYPE", 0),
        (json!({"kind": "drop_before"}), 0, "", 0),
        (json!({"kind": "drop_after"}), 0, "", 1),
        (json!({"kind": "mute", "method": "chat.postMessage", "ms": 1}), 0, "", 0),
        (json!({"kind": "delay", "ms": 1}), 200, "\"ok\":true", 1),
    ] {
        let before = posted(&rig);
        assert_eq!(rig.act("fault", fault.clone()).await.0, 200);
        // Other methods go on.
        if fault["method"].is_string() {
            assert_eq!(rig.http("GET", "/api/users.list?token=xoxb-sandbox", &[], "").await.0, 200);
        }
        let (got, answer) = post_message(&rig).await;
        assert_eq!((got, posted(&rig) - before), (status, took_effect), "{fault}");
        assert!(answer.contains(in_answer), "{fault}: {answer}");
    }
    assert_eq!(post_message(&rig).await.0, 200);
}

#[tokio::test]
async fn a_fault_lasts_its_times_or_until_it_is_cleared() {
    let rig = Rig::start().await;
    rig.act("fault", json!({"kind": "server_error", "times": 2})).await;
    assert_eq!((post_message(&rig).await.0, post_message(&rig).await.0), (500, 500));
    assert_eq!(post_message(&rig).await.0, 200);
    rig.act("fault", json!({"kind": "server_error", "times": 9})).await;
    rig.http("DELETE", "/sandbox/fault", &[], "").await;
    assert_eq!(post_message(&rig).await.0, 200);
    assert_eq!(rig.act("fault", json!({"kind": "earthquake"})).await.0, 400);
}

#[tokio::test]
async fn connections_are_closed_broken_and_struck_dumb() {
    let rig = Rig::start().await;
    let mut app = rig.app().await;
    rig.act("fault", json!({"kind": "disconnect"})).await;
    assert_eq!(app.hear().await["reason"], "refresh_requested");
    assert_eq!(app.hear().await, Value::Null);
    let mut app = rig.app().await;
    rig.act("fault", json!({"kind": "kill_socket"})).await;
    assert_eq!(app.hear().await, Value::Null);
    // Where none is open, the next one is hit: this one hears nothing at all until it is over.
    let mut app = rig.silent_app().await;
    assert_eq!(app.hear().await["type"], "hello");
    rig.act("fault", json!({"kind": "mute", "times": 1})).await;
    rig.workspace.post_message("U0JO", "C0WINS", "lost on it", None).unwrap();
    let mut other = rig.app().await;
    drop(app);
    rig.http("DELETE", "/sandbox/fault", &[], "").await;
    assert_eq!(other.event().await["text"], "lost on it");
}

#[tokio::test]
async fn every_call_is_on_record_without_its_token() {
    let rig = Rig::start().await;
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let body = "token=xoxb-sandbox&channel=C0WINS&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D";
    rig.http("POST", "/api/chat.postMessage", &[form], body).await;
    let calls: Value = serde_json::from_str(&rig.http("GET", "/sandbox/calls", &[], "").await.1).unwrap();
    assert_eq!(calls[0]["method"], "chat.postMessage");
    assert_eq!(calls[0]["arguments"], json!({"channel": "C0WINS", "blocks": [{"type": "divider"}]}));
    assert_eq!(calls[0]["answer"]["ok"], true);
    assert!(!calls.to_string().contains("xoxb"));
}

#[tokio::test]
async fn nothing_that_is_sent_breaks_the_sandbox() {
    let rig = Rig::start().await;
    let calls = [
        "command",
        "message",
        "message/edit",
        "message/delete",
        "reaction",
        "shortcut",
        "click",
        "submit",
        "close",
        "home",
        "member",
        "person",
        "channel",
        "clock",
        "fault",
    ];
    let bodies = [
        "",
        "null",
        "[]",
        "{",
        "{\"user\":1}",
        "\u{feff}",
        "{\"user\":\"U0JO\",\"channel\":\"C0WINS\",\"ts\":\"\"}",
    ];
    for call in calls {
        for body in bodies {
            let (status, _) = rig.http("POST", &format!("/sandbox/{call}"), &[], body).await;
            assert!(
                (400..500).contains(&status) || ["home", "person", "channel"].contains(&call),
                "{call} {body}: {status}"
            );
        }
    }
    for arguments in
        [json!({}), json!({"channel": "C0WINS", "ts": [], "limit": -1}), json!({"view": 1, "users": {}})]
    {
        for method in
            ["chat.update", "conversations.history", "views.open", "conversations.open", "files.info"]
        {
            assert_ne!(rig.refused(method, arguments.clone()), "");
        }
    }
    let large = "x".repeat(3 << 20);
    assert!(matches!(rig.http("POST", "/api/chat.postMessage", &[TOKEN], &large).await.0, 413 | 0));
    assert_eq!(post_message(&rig).await.0, 200);
}
