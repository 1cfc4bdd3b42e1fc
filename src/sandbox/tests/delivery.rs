use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};

use super::rig::{App, Rig, options};
use crate::sandbox::{Fault, FaultKind, Options, post as signing};

#[tokio::test]
async fn a_ticket_opens_one_connection() {
    let rig = Rig::start().await;
    let url = rig.call("apps.connections.open", json!({}))["url"].as_str().unwrap().to_owned();
    assert!(App::connect(&url).await.is_some());
    assert!(App::connect(&url).await.is_none());
}

#[tokio::test]
async fn connections_take_turns_and_the_eleventh_is_sent_away() {
    let rig = Rig::start().await;
    let mut apps = Vec::new();
    for _ in 0..10 {
        apps.push(rig.app().await);
    }
    assert_eq!(rig.silent_app().await.hear().await["reason"], "too_many_websockets");
    for _ in 0..10 {
        rig.workspace.post_message("U0JO", "C0WINS", "hi", None).unwrap();
    }
    for mut app in apps {
        assert_eq!(app.event().await["text"], "hi");
    }
}

#[tokio::test]
async fn an_event_whose_connection_breaks_comes_again_on_another() {
    let rig = Rig::start().await;
    let mut first = rig.app().await;
    rig.workspace.post_message("U0JO", "C0WINS", "hi", None).unwrap();
    let unacknowledged = first.hear().await;
    assert_eq!(unacknowledged["retry_attempt"], 0);
    let mut second = rig.app().await;
    drop(first);
    let again = second.hear().await;
    assert_eq!(again["payload"]["event_id"], unacknowledged["payload"]["event_id"]);
    assert_eq!(again["retry_attempt"], 1);
    // An acknowledgement of what nobody waits for does no harm, nor does nonsense.
    second.ack(&unacknowledged, Value::Null).await;
    second.say(json!([1, 2])).await;
    second.ack(&again, Value::Null).await;
    second.ack(&again, Value::Null).await;
    rig.workspace.deliveries_settled().await;
}

/// What the app's own address received, and what it is to answer.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<(HeaderMap, String)>>>);

async fn receive(State(received): State<Received>, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).unwrap();
    let retry = headers.contains_key("x-slack-retry-num");
    received.0.lock().unwrap().push((headers, body.clone()));
    let said: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
    match said["type"].as_str() {
        Some("url_verification") => said["challenge"].as_str().unwrap().to_owned().into_response(),
        Some(_) if !retry => axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Some(_) => "".into_response(),
        None => "plain words".into_response(),
    }
}

#[tokio::test]
async fn without_socket_mode_signed_requests_are_sent_and_repeated() {
    let received = Received::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/slack/events", listener.local_addr().unwrap());
    let router = Router::new().route("/slack/events", post(receive)).with_state(received.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let rig = Rig::with(Options { deliver: Some(url), ..options() }).await;
    rig.workspace.connected().await;
    let answer = rig.workspace.type_command("U0JO", "C0WINS", "/do", "this & that").await.unwrap();
    assert_eq!(answer.ack.unwrap()["text"], "plain words");
    rig.workspace.post_message("U0JO", "C0WINS", "hi", None).unwrap();
    rig.workspace.deliveries_settled().await;
    let received = received.0.lock().unwrap();
    for (headers, body) in received.iter() {
        let stamp = headers["x-slack-request-timestamp"].to_str().unwrap().parse().unwrap();
        assert_eq!(headers["x-slack-signature"], signing::signature("sandbox-signing-secret", stamp, body));
    }
    assert!(received[1].1.contains("text=this+%26amp%3B+that"), "{}", received[1].1);
    assert_eq!(received[2].1, received[3].1);
    assert_eq!(
        (&received[3].0["x-slack-retry-num"], &received[3].0["x-slack-retry-reason"]),
        (&"1".parse().unwrap(), &"http_error".parse().unwrap())
    );
    assert_eq!(rig.refused("apps.connections.open", json!({})), "socket_mode_not_enabled");
}

#[tokio::test]
async fn a_duplicate_comes_word_for_word_on_the_next_connection() {
    let rig = Rig::start().await;
    let (mut one, mut other) = (rig.app().await, rig.app().await);
    rig.workspace.fault(serde_json::from_value::<Fault>(json!({"kind": "duplicate"})).unwrap());
    assert_eq!(rig.workspace.faults_to_come()[0].kind, FaultKind::Duplicate);
    rig.workspace.post_message("U0JO", "C0WINS", "hi", None).unwrap();
    assert_eq!(one.hear().await, other.hear().await);
}
