use serde_json::{Value, json};

use super::rig::Rig;

const TOKEN: (&str, &str) = ("Authorization", "Bearer xoxb-sandbox");
const JSON: (&str, &str) = ("Content-Type", "application/json");

async fn traffic(rig: &Rig, after: u64) -> Vec<Value> {
    let (status, body) = rig.http("GET", &format!("/sandbox/traffic?after={after}"), &[], "").await;
    assert_eq!(status, 200);
    serde_json::from_str(&body).unwrap()
}

fn last(all: &[Value]) -> u64 {
    all.iter().filter_map(|it| it["id"].as_u64()).max().unwrap_or(0)
}

#[tokio::test]
async fn traffic_goes_both_ways_in_the_order_it_began_and_lets_nobody_in() {
    let rig = Rig::start().await;
    rig.http("POST", "/api/apps.connections.open?token=xapp-sandbox", &[], "").await;
    let mut app = rig.app().await;
    let command = rig.workspace.clone();
    let typed = tokio::spawn(async move { command.type_command("U0JO", "C0WINS", "/do", "it").await });
    let envelope = app.hear().await;
    // While the app is thinking, it calls.
    rig.http("POST", "/api/auth.test", &[TOKEN, JSON], "{}").await;
    app.ack(&envelope, json!({"text": "done"})).await;
    typed.await.unwrap().unwrap();
    let all = traffic(&rig, 0).await;
    let seen: Vec<_> = all
        .iter()
        .map(|it| (it["way"].as_str().unwrap(), it["name"].as_str().or(it["method"].as_str()).unwrap()))
        .collect();
    assert_eq!(seen, [("from_app", "apps.connections.open"), ("to_app", "/do"), ("from_app", "auth.test")]);
    assert_eq!(all[1]["kind"], "command");
    assert_eq!(all[1]["outcome"], "acknowledged");
    assert_eq!(all[1]["answer"]["text"], "done");
    assert_eq!(all[1]["payload"]["text"], "it");
    let text = json!(all).to_string();
    for secret in ["xapp-", "xoxb-", "ticket=", "/hooks/", "sandbox-verification-token"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.contains("\"response_url\":\"(masked)\""));
    // Who looks again gets only what is new.
    let mark = last(&all);
    assert!(traffic(&rig, mark).await.is_empty());
    rig.workspace.post_message("U0JO", "C0WINS", "hi", None).unwrap();
    app.event().await;
    rig.workspace.deliveries_settled().await;
    let fresh = traffic(&rig, mark).await;
    assert_eq!((fresh.len(), &fresh[0]["kind"], &fresh[0]["name"]), (1, &json!("event"), &json!("message")));
    let (_, about) = rig.http("GET", "/sandbox/workspace", &[], "").await;
    let about: Value = serde_json::from_str(&about).unwrap();
    assert_eq!(about["traffic"].as_u64(), Some(last(&fresh)));
}

#[tokio::test]
async fn what_went_wrong_is_in_the_traffic() {
    let rig = Rig::start().await;
    rig.act("fault", json!({"kind": "server_error", "method": "auth.test"})).await;
    rig.http("POST", "/api/auth.test", &[TOKEN, JSON], "{}").await;
    rig.workspace.type_command("U0JO", "C0WINS", "/do", "").await.unwrap_err();
    let all = traffic(&rig, 0).await;
    assert_eq!((&all[0]["fault"], &all[0]["answer"]), (&json!("server_error"), &Value::Null));
    assert_eq!((&all[1]["outcome"], &all[1]["retry"]), (&json!("no app connected"), &json!(0)));
    // An event that broke is sent again, and says so.
    let mut app = rig.app().await;
    rig.act("fault", json!({"kind": "duplicate"})).await;
    rig.workspace.post_message("U0JO", "C0WINS", "hi", None).unwrap();
    app.hear().await;
    drop(app);
    let mut app = rig.app().await;
    app.event().await;
    rig.workspace.deliveries_settled().await;
    let events: Vec<_> =
        traffic(&rig, last(&all)).await.into_iter().filter(|it| it["kind"] == "event").collect();
    assert_eq!((&events[0]["outcome"], &events[0]["twice"]), (&json!("connection broke"), &json!(true)));
    assert_eq!((&events[1]["outcome"], &events[1]["retry"]), (&json!("acknowledged"), &json!(1)));
}

#[tokio::test]
async fn no_more_is_kept_and_shown_than_there_is_room_for() {
    let rig = Rig::start().await;
    for count in 0..600 {
        let begun = rig.workspace.begin();
        rig.workspace.record(&begun, "api.test", &json!({"count": count}), json!({"ok": true}), None);
    }
    let all = traffic(&rig, 0).await;
    assert_eq!(all.len(), 500);
    assert_eq!((&all[0]["arguments"]["count"], &all[499]["arguments"]["count"]), (&json!(100), &json!(599)));
}
