//! Socket Mode against a small Slack on this machine.

use std::time::Duration;

use serde_json::json;

use self::fake::{FakeSlack, TestDoor, quick};
use super::{Options, SocketFault, SocketMode};

mod fake;

/// Short enough for a test to wait for, long enough for a busy machine.
const A_MOMENT: Duration = Duration::from_millis(60);

fn options() -> Options {
    Options {
        connections: 1,
        linger: Duration::from_millis(10),
        retry_from: Duration::from_millis(10),
        retry_at_most: Duration::from_millis(40),
        ..Options::default()
    }
}

#[tokio::test]
async fn a_slow_delivery_holds_up_nobody_and_is_acknowledged_when_it_is_done() {
    let mut slack = FakeSlack::start().await;
    let door = TestDoor::new();
    let _socket = slack.connect(&door, options());
    let mut line = slack.line().await;
    line.delivers("e1", "slow").await;
    line.delivers("e2", "quick").await;
    assert_eq!(line.hears().await, quick("e2"));
    assert_eq!(door.done(), ["quick"]);
    door.release();
    assert_eq!(line.hears().await, json!({"envelope_id": "e1", "payload": {"text": "did slow"}}));
    assert_eq!(door.done(), ["quick", "slow"]);
}

#[tokio::test]
async fn what_panics_or_is_not_taken_in_is_not_acknowledged_and_harms_nothing_else() {
    let mut slack = FakeSlack::start().await;
    let _socket = slack.connect(&TestDoor::new(), options());
    let mut line = slack.line().await;
    line.delivers("e1", "panic").await;
    line.delivers("e2", "refuse").await;
    line.delivers("e3", "quick").await;
    assert_eq!(line.hears().await, quick("e3"));
    line.says_nothing_for(A_MOMENT).await;
}

#[tokio::test]
async fn work_that_never_ends_is_given_up_unacknowledged() {
    let mut slack = FakeSlack::start().await;
    let door = TestDoor::new();
    let options = Options { slow_after: A_MOMENT / 4, take_within: A_MOMENT / 2, at_once: 1, ..options() };
    let _socket = slack.connect(&door, options);
    let mut line = slack.line().await;
    line.delivers("e1", "slow").await;
    line.delivers("e2", "quick").await;
    assert_eq!(line.hears().await, quick("e2"));
}

#[tokio::test]
async fn no_more_is_read_than_may_be_in_flight() {
    let mut slack = FakeSlack::start().await;
    let door = TestDoor::new();
    let _socket = slack.connect(&door, Options { at_once: 1, ..options() });
    let mut line = slack.line().await;
    line.delivers("e1", "slow").await;
    line.delivers("e2", "quick").await;
    line.says_nothing_for(A_MOMENT).await;
    door.release();
    assert_eq!(line.hears().await["envelope_id"], "e1");
    assert_eq!(line.hears().await, quick("e2"));
}

#[tokio::test]
async fn what_cannot_be_read_is_put_away_and_does_not_end_the_connection() {
    let mut slack = FakeSlack::start().await;
    let _socket = slack.connect(&TestDoor::new(), options());
    let mut line = slack.line().await;
    for text in ["", "garbage", "null", "[1]", r#"{"type":7}"#, r#"{"type":"new"}"#] {
        line.sends(text).await;
    }
    line.sends(r#"{"type":"slash_commands","envelope_id":"e1","payload":null}"#).await;
    assert_eq!(line.hears().await, json!({"envelope_id": "e1"}));
    line.sends(r#"{"type":"new_kind","envelope_id":"e2"}"#).await;
    assert_eq!(line.hears().await, json!({"envelope_id": "e2"}));
}

#[tokio::test]
async fn the_successor_is_up_before_a_leaving_connection_is_let_go() {
    let mut slack = FakeSlack::start().await;
    let door = TestDoor::new();
    let socket = slack.connect(&door, options());
    let mut old = slack.line().await;
    old.delivers("e1", "slow").await;
    old.sends(r#"{"type":"disconnect","reason":"warning"}"#).await;
    let mut new = slack.line().await;
    new.delivers("e2", "quick").await;
    assert_eq!(new.hears().await, quick("e2"));
    assert!(*socket.connected().borrow());
    door.release();
    assert_eq!(old.hears().await["envelope_id"], "e1");
    old.is_closed().await;
    new.delivers("e3", "quick").await;
    assert_eq!(new.hears().await, quick("e3"));
}

#[tokio::test]
async fn a_lost_connection_is_opened_anew() {
    let mut slack = FakeSlack::start().await;
    let socket = slack.connect(&TestDoor::new(), options());
    let mut connected = socket.connected();
    let line = slack.line().await;
    connected.wait_for(|up| *up).await.unwrap();
    drop(line);
    connected.wait_for(|up| !up).await.unwrap();
    let mut line = slack.line().await;
    connected.wait_for(|up| *up).await.unwrap();
    line.delivers("e1", "quick").await;
    assert_eq!(line.hears().await, quick("e1"));
}

#[tokio::test]
async fn a_silent_connection_is_given_up() {
    let mut slack = FakeSlack::start().await;
    let _socket = slack.connect(&TestDoor::new(), Options { quiet_within: A_MOMENT, ..options() });
    let _silent = slack.line().await;
    slack.line().await;
}

#[tokio::test]
async fn answered_pings_keep_an_idle_connection() {
    let mut slack = FakeSlack::start().await;
    let options = Options { quiet_within: A_MOMENT * 2, ping_every: A_MOMENT / 6, ..options() };
    let socket = slack.connect(&TestDoor::new(), options);
    let mut line = slack.line().await;
    line.says_nothing_for(A_MOMENT * 5).await;
    assert!(*socket.connected().borrow());
    assert_eq!(slack.opened(), 1);
}

#[tokio::test]
async fn a_connection_without_hello_is_given_up() {
    let mut slack = FakeSlack::start().await;
    let socket = slack.connect(&TestDoor::new(), Options { hello_within: A_MOMENT, ..options() });
    let mut mute = slack.line_without_hello().await;
    mute.is_closed().await;
    assert!(!*socket.connected().borrow());
    slack.line().await;
}

#[tokio::test]
async fn a_host_that_answers_nothing_is_given_up() {
    let mut slack = FakeSlack::start().await;
    slack.answers([json!("hang"), json!({"ok": false, "error": "internal_error"}), json!("broken")]);
    let _socket = slack.connect(&TestDoor::new(), Options { hello_within: A_MOMENT, ..options() });
    slack.line().await;
    assert_eq!(slack.opened(), 4);
}

#[tokio::test]
async fn shutting_down_acknowledges_what_is_in_flight() {
    let mut slack = FakeSlack::start().await;
    let door = TestDoor::new();
    let socket = slack.connect(&door, options());
    let mut line = slack.line().await;
    line.delivers("e1", "slow").await;
    door.has_begun("slow").await;
    let ending = tokio::spawn(socket.shutdown());
    line.says_nothing_for(A_MOMENT).await;
    assert!(!ending.is_finished());
    // Too late to be taken, and lying unread when the connection closes.
    line.delivers("e2", "quick").await;
    door.release();
    assert_eq!(line.hears().await["envelope_id"], "e1");
    line.is_closed().await;
    ending.await.unwrap();
    assert_eq!(door.done(), ["slow"]);
}

#[tokio::test]
async fn shutting_down_does_not_wait_for_ever() {
    let mut slack = FakeSlack::start().await;
    let door = TestDoor::new();
    let socket =
        slack.connect(&door, Options { drain_within: A_MOMENT, take_within: A_MOMENT * 3, ..options() });
    let mut line = slack.line().await;
    line.delivers("e1", "slow").await;
    door.has_begun("slow").await;
    tokio::join!(socket.shutdown(), line.is_closed());
}

#[tokio::test]
async fn a_refused_token_ends_it_with_a_word_for_the_operator() {
    for code in ["invalid_auth", "not_allowed_token_type"] {
        let mut slack = FakeSlack::start().await;
        slack.answers(vec![json!({"ok": false, "error": code}); 9]);
        let socket = slack.connect(&TestDoor::new(), options());
        let fault = socket.stopped().await;
        assert_eq!(fault, SocketFault::Token(code.to_owned()));
        assert!(fault.to_string().starts_with("SLACK_APP_TOKEN: "), "{fault}");
        assert!(!fault.to_string().contains("xapp-secret"), "{fault}");
        socket.shutdown().await;
        assert_eq!(slack.opened(), 1);
    }
}

#[tokio::test]
async fn an_app_without_socket_mode_ends_it() {
    let mut slack = FakeSlack::start().await;
    let socket = slack.connect(&TestDoor::new(), options());
    let mut line = slack.line().await;
    line.sends(r#"{"type":"disconnect","reason":"link_disabled"}"#).await;
    assert_eq!(socket.stopped().await, SocketFault::Disabled);
    line.is_closed().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_at_once() {
    let door = TestDoor::new();
    for address in ["", "slack", "ftp://slack.com/api"] {
        let started = SocketMode::start(address, &"xapp-secret".into(), door.clone(), options());
        assert!(matches!(started, Err(SocketFault::Unreachable(_))), "{address}");
    }
}
