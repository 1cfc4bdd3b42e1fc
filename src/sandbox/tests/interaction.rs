use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::rig::{App, Rig, nine};

fn plain(text: &str) -> Value {
    json!({"type": "plain_text", "text": text})
}

fn form() -> Value {
    json!({
        "type": "modal", "title": plain("Form"), "submit": plain("Go"), "callback_id": "form",
        "private_metadata": "kept",
        "blocks": [
            {"type": "input", "block_id": "name", "label": plain("Name"),
             "element": {"type": "plain_text_input", "action_id": "it", "min_length": 2}},
            {"type": "input", "block_id": "pick", "label": plain("Pick"), "optional": true,
             "element": {"type": "static_select", "action_id": "it",
                         "options": [{"text": plain("A"), "value": "a"}]}},
        ],
    })
}

fn buttons() -> Value {
    json!([{"type": "actions", "block_id": "b", "elements": [
        {"type": "button", "text": plain("Go"), "action_id": "go", "value": "1"},
        {"type": "users_select", "action_id": "who", "placeholder": plain("Who")},
    ]}])
}

/// The app acknowledges what comes next with `answer`, and hands itself back.
fn taking(mut app: App, answer: Value) -> JoinHandle<(App, Value)> {
    tokio::spawn(async move {
        let payload = app.take(answer).await;
        (app, payload)
    })
}

/// A trigger of Jo's, just pulled.
async fn trigger(rig: &Rig, app: App) -> (App, Value) {
    let taking = taking(app, Value::Null);
    rig.workspace.shortcut("U0JO", "any", None).await.unwrap();
    let (app, payload) = taking.await.unwrap();
    assert_eq!((&payload["type"], &payload["callback_id"]), (&json!("shortcut"), &json!("any")));
    (app, payload["trigger_id"].clone())
}

#[tokio::test]
async fn a_click_tells_where_on_what_and_how_to_answer() {
    let rig = Rig::start().await;
    let app = rig.app().await;
    let ts =
        rig.call("chat.postMessage", json!({"channel": "C0LEADS", "text": "t", "blocks": buttons()}))["ts"]
            .clone();
    let taking = taking(app, Value::Null);
    let click = json!({"user": "U0ANA", "action_id": "go", "channel": "C0LEADS", "ts": ts});
    assert_eq!(rig.act("click", click.clone()).await.0, 200);
    let (_, payload) = taking.await.unwrap();
    assert_eq!(payload["actions"][0]["value"], "1");
    assert_eq!(payload["container"]["message_ts"], ts);
    assert_eq!(payload["message"]["text"], "t");
    assert_eq!(payload["channel"]["name"], "privategroup");
    let url = payload["response_url"].as_str().unwrap();
    let hook = url.rsplit('/').next().unwrap();
    rig.workspace.respond(hook, &json!({"replace_original": true, "text": "gone"})).unwrap();
    assert_eq!(rig.workspace.messages_seen_by(Some("U0ANA"), "C0LEADS").unwrap()[0]["text"], "gone");
    assert_eq!(rig.act("click", click).await.1["error"], "action_not_found");
}

#[tokio::test]
async fn an_ephemeral_message_can_be_clicked_by_the_one_who_sees_it() {
    let rig = Rig::start().await;
    let app = rig.app().await;
    let only = json!({"channel": "C0WINS", "user": "U0JO", "text": "t", "blocks": buttons()});
    let ts = rig.call("chat.postEphemeral", only)["message_ts"].clone();
    let pick = |user: &str| json!({"user": user, "action_id": "who", "value": "U0ANA", "channel": "C0WINS", "ts": ts});
    assert_eq!(rig.act("click", pick("U0ANA")).await.1["error"], "message_not_found");
    let taking = taking(app, Value::Null);
    rig.act("click", pick("U0JO")).await;
    let (_, payload) = taking.await.unwrap();
    assert_eq!(payload["actions"][0]["selected_user"], "U0ANA");
    assert_eq!(payload["state"]["values"]["b"]["who"]["selected_user"], "U0ANA");
    assert_eq!((payload.get("message"), &payload["container"]["is_ephemeral"]), (None, &json!(true)));
    let hook = payload["response_url"].as_str().unwrap().rsplit('/').next().unwrap();
    rig.workspace.respond(hook, &json!({"delete_original": true})).unwrap();
    assert!(rig.workspace.messages_seen_by(Some("U0JO"), "C0WINS").unwrap().is_empty());
}

#[tokio::test]
async fn a_form_opens_by_a_fresh_trigger_once() {
    let rig = Rig::start().await;
    let (app, fresh) = trigger(&rig, rig.app().await).await;
    let open = |trigger: &Value| json!({"trigger_id": trigger, "view": form()});
    rig.call("views.open", open(&fresh));
    assert_eq!(rig.refused("views.open", open(&fresh)), "exchanged_trigger_id");
    assert_eq!(rig.refused("views.open", open(&json!("1.2.x"))), "invalid_trigger_id");
    let (_, late) = trigger(&rig, app).await;
    rig.clock.set(nine() + TimeDelta::seconds(4));
    assert_eq!(rig.refused("views.open", open(&late)), "expired_trigger_id");
}

#[tokio::test]
async fn a_form_is_checked_by_slack_then_by_the_app_then_closes() {
    let rig = Rig::start().await;
    let (app, fresh) = trigger(&rig, rig.app().await).await;
    let view = rig.call("views.open", json!({"trigger_id": fresh, "view": form()}))["view"]["id"].clone();
    let submit = |values: Value| json!({"user": "U0JO", "view_id": view, "values": values});
    let (_, answer) = rig.act("submit", submit(json!({}))).await;
    assert_eq!(answer["errors"]["name"], "Please complete this required field.");
    let (_, answer) = rig.act("submit", submit(json!({"name": {"it": "x"}}))).await;
    assert_eq!(answer["errors"]["name"], "This must be at least 2 characters.");
    let (_, answer) = rig.act("submit", submit(json!({"name": {"other": "x"}}))).await;
    assert_eq!(answer["error"], "input_not_found");
    let good = json!({"name": {"it": "Jo"}, "pick": {"it": "a"}});
    let errors = json!({"response_action": "errors", "errors": {"name": "Taken."}});
    let first = taking(app, errors);
    let (_, answer) = rig.act("submit", submit(good.clone())).await;
    assert_eq!(answer["errors"]["name"], "Taken.");
    let (app, payload) = first.await.unwrap();
    assert_eq!(payload["view"]["state"]["values"]["name"]["it"]["value"], "Jo");
    assert_eq!(payload["view"]["state"]["values"]["pick"]["it"]["selected_option"]["value"], "a");
    assert_eq!(payload["view"]["private_metadata"], "kept");
    let second = taking(app, Value::Null);
    rig.act("submit", submit(good)).await;
    second.await.unwrap();
    assert_eq!(rig.workspace.views("U0JO").unwrap()["form"], Value::Null);
}

#[tokio::test]
async fn forms_stack_three_high_and_an_old_hash_is_refused() {
    let rig = Rig::start().await;
    let mut app = rig.app().await;
    let mut fresh;
    for (method, error) in
        [("views.open", ""), ("views.push", ""), ("views.push", ""), ("views.push", "push_limit_reached")]
    {
        (app, fresh) = trigger(&rig, app).await;
        assert_eq!(rig.refused(method, json!({"trigger_id": fresh, "view": form()})), error);
    }
    let top = rig.workspace.views("U0JO").unwrap()["form"].clone();
    assert!(top["previous_view_id"].is_string());
    let update = |hash: &Value| json!({"view_id": top["id"], "hash": hash, "view": form()});
    rig.call("views.update", update(&top["hash"]));
    assert_eq!(rig.refused("views.update", update(&top["hash"])), "hash_conflict");
    assert_eq!(rig.refused("views.update", json!({"view_id": "V0", "view": form()})), "not_found");
    // Closing takes the topmost away, or all of them.
    let close = |all: bool| json!({"user": "U0JO", "view_id": rig.workspace.views("U0JO").unwrap()["form"]["id"], "all": all});
    rig.act("close", close(false)).await;
    assert_eq!(rig.workspace.views("U0JO").unwrap()["stack"].as_array().map(Vec::len), Some(2));
    rig.act("close", close(true)).await;
    assert_eq!(rig.workspace.views("U0JO").unwrap()["stack"], json!([]));
}

#[tokio::test]
async fn the_home_tab_is_published_and_opened() {
    let rig = Rig::start().await;
    let mut app = rig.app().await;
    rig.act("home", json!({"user": "U0JO"})).await;
    let event = app.event().await;
    assert_eq!((&event["tab"], event.get("view")), (&json!("home"), None));
    rig.call("views.publish", json!({"user_id": "U0JO", "view": {"type": "home", "blocks": buttons()}}));
    let home = rig.workspace.views("U0JO").unwrap()["home"].clone();
    let taking = taking(app, Value::Null);
    rig.act("click", json!({"user": "U0JO", "action_id": "go", "view_id": home["id"]})).await;
    assert_eq!(taking.await.unwrap().1["container"]["view_id"], home["id"]);
}

#[tokio::test]
async fn a_message_shortcut_brings_the_message() {
    let rig = Rig::start().await;
    let mut app = rig.app().await;
    let ts = rig.workspace.post_message("U0JO", "C0WINS", "look", None).unwrap();
    app.event().await;
    let taking = taking(app, Value::Null);
    let chosen = json!({"user": "U0ANA", "callback_id": "here", "channel": "C0WINS", "ts": ts});
    assert_eq!(rig.act("shortcut", chosen).await.0, 200);
    assert_eq!(taking.await.unwrap().1["message"]["text"], "look");
    let wrong = json!({"user": "U0ANA", "callback_id": "here"});
    assert_eq!(rig.act("shortcut", wrong).await.1["error"], "unknown_shortcut");
}
