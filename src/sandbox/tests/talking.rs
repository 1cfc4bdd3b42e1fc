use serde_json::{Value, json};

use super::rig::{App, Rig};

#[tokio::test]
async fn the_app_hears_what_is_said_where_it_is() {
    let rig = Rig::start().await;
    let mut app = rig.app().await;
    rig.workspace.post_message("U0JO", "C0DEALS", "not for the bot", None).unwrap();
    let (_, posted) =
        rig.act("message", json!({"user": "U0JO", "channel": "social-wins", "text": "a < b"})).await;
    let event = app.event().await;
    assert_eq!(
        (&event["text"], &event["ts"], &event["channel_type"]),
        (&json!("a &lt; b"), &posted["ts"], &json!("channel"))
    );
    rig.act("message/edit", json!({"user": "U0JO", "channel": "C0WINS", "ts": posted["ts"], "text": "b"}))
        .await;
    let event = app.event().await;
    assert_eq!((&event["subtype"], &event["message"]["text"]), (&json!("message_changed"), &json!("b")));
    assert_eq!(event["previous_message"]["text"], "a &lt; b");
    rig.act("reaction", json!({"user": "U0JO", "channel": "C0WINS", "ts": posted["ts"], "name": "tada"}))
        .await;
    assert_eq!(app.event().await["reaction"], "tada");
    rig.act("message/delete", json!({"user": "U0MIA", "channel": "C0WINS", "ts": posted["ts"]})).await;
    let event = app.event().await;
    assert_eq!((&event["subtype"], &event["deleted_ts"]), (&json!("message_deleted"), &posted["ts"]));
    rig.workspace.post_message("U0JO", "U0JO", "psst", None).unwrap();
    assert_eq!(app.event().await["channel_type"], "im");
    rig.call("chat.postMessage", json!({"channel": "C0WINS", "text": "own"}));
    assert_eq!(app.event().await["bot_id"], "B0SANDBOX");
}

#[tokio::test]
async fn slack_unfurls_a_link_with_an_edit_of_its_own() {
    let rig = Rig::start().await;
    let mut app = rig.app().await;
    rig.workspace.post_message("U0JO", "C0WINS", "https://x.de/a", None).unwrap();
    let said = app.event().await;
    let unfurled = app.event().await;
    assert_eq!(unfurled["message"]["text"], said["text"]);
    assert_eq!(unfurled["message"].get("edited"), None);
    assert_eq!(unfurled["message"]["attachments"][0]["from_url"], "https://x.de/a");
}

#[tokio::test]
async fn people_are_held_to_slacks_rules() {
    let rig = Rig::start().await;
    let ts = rig.workspace.post_message("U0JO", "C0WINS", "mine", None).unwrap();
    let on = |user: &str| json!({"user": user, "channel": "C0WINS", "ts": ts, "text": "x", "name": "tada"});
    for (path, body, status, error) in [
        ("message", json!({"user": "U0DANA", "channel": "C0WINS", "text": "x"}), 400, "account_inactive"),
        ("message", json!({"user": "U0GIL", "channel": "C0DEALS", "text": "x"}), 400, "not_in_channel"),
        ("message", json!({"user": "U0JO", "channel": "C0LEADS", "text": "x"}), 404, "channel_not_found"),
        ("message", json!({"user": "U0JO", "channel": "C0OLD", "text": "x"}), 400, "is_archived"),
        ("message", json!({"user": "U0JO", "channel": "C0NEWS", "text": "x"}), 400, "restricted_action"),
        ("message", json!({"user": "U0JO", "channel": "C0WINS", "text": " "}), 400, "no_text"),
        ("message", json!({"user": "U0JO"}), 400, "invalid_arguments"),
        ("message/edit", on("U0ANA"), 400, "cant_update_message"),
        ("message/delete", on("U0ANA"), 400, "cant_delete_message"),
        ("command", json!({"user": "U0JO", "channel": "C0WINS", "command": "/no"}), 404, "unknown_command"),
    ] {
        let (got, answer) = rig.act(path, body).await;
        assert_eq!((got, &answer["error"]), (status, &json!(error)), "{path}");
    }
}

#[tokio::test]
async fn the_app_hears_who_comes_and_changes_if_it_asked() {
    let rig = Rig::start().await;
    let mut app = rig.app().await;
    rig.act("member", json!({"user": "U0GIL", "channel": "general", "joined": false})).await;
    assert_eq!(app.event().await["subtype"], "channel_leave");
    rig.act("member", json!({"user": "U0BOT", "channel": "deal-room", "joined": true})).await;
    assert_eq!(app.event().await["subtype"], "channel_join");
    assert_eq!(app.event().await["type"], "member_joined_channel");
    rig.act("person", json!({"user": "U0JO", "display_name": "Joe", "tz": "Europe/Berlin"})).await;
    assert_eq!(app.event().await["user"]["profile"]["display_name"], "Joe");
    rig.act("person", json!({"user": "U0NEW", "display_name": "New One"})).await;
    assert_eq!(app.event().await["type"], "team_join");
    rig.act("channel", json!({"channel": "deal-room", "name": "deals"})).await;
    assert_eq!(app.event().await["channel"]["name"], "deals");
}

#[tokio::test]
async fn what_means_nothing_to_a_call_is_refused_with_what_does() {
    let rig = Rig::start().await;
    let (status, answer) = rig.act("person", json!({"user": "U0JO", "name": "Joe"})).await;
    assert_eq!((status, &answer["error"]), (400, &json!("invalid_arguments")));
    let said = answer["response_metadata"]["messages"][0].as_str().unwrap();
    assert!(said.contains("unknown field `name`") && said.contains("`display_name`"), "{said}");
    for (call, body) in [
        ("command", json!({"user": "U0JO", "channel": "C0WINS", "command": "/do", "words": "x"})),
        ("message", json!({"user": "U0JO", "channel": "C0WINS", "text": "x", "thread": "1.2"})),
        ("reaction", json!({"user": "U0JO", "channel": "C0WINS", "ts": "1.2", "name": "x", "remove": true})),
        ("shortcut", json!({"user": "U0JO", "callback_id": "any", "message": "1.2"})),
        ("click", json!({"user": "U0JO", "action_id": "go", "view": "V1"})),
        ("submit", json!({"user": "U0JO", "view_id": "V1", "state": {}})),
        ("close", json!({"user": "U0JO", "view_id": "V1", "cleared": true})),
        ("home", json!({"user": "U0JO", "tab": "home"})),
        ("member", json!({"user": "U0JO", "channel": "C0DEALS", "joined": true, "left": false})),
        ("channel", json!({"channel": "deal-room", "archive": true})),
        ("clock", json!({"advance": "1h", "by": "1h"})),
        ("fault", json!({"kind": "server_error", "count": 2})),
    ] {
        let (status, answer) = rig.act(call, body).await;
        assert_eq!((status, &answer["error"]), (400, &json!("invalid_arguments")), "{call}");
        let said = answer["response_metadata"]["messages"][0].as_str().unwrap();
        assert!(said.contains("unknown field"), "{call}: {said}");
    }
    assert_eq!(rig.workspace.calls().len(), 0);
}

#[tokio::test]
async fn a_command_reaches_the_app_and_its_answer_the_person() {
    let rig = Rig::start().await;
    let app = rig.app().await;
    let typed =
        json!({"user": "U0JO", "channel": "social-wins", "command": "/do", "text": " @Ana Sørensen x.com "});
    let answering = answering(app, json!({"text": "done"}));
    let (status, answer) = rig.act("command", typed).await;
    let payload = answering.await.unwrap();
    assert_eq!((status, &answer["acked"], &answer["ack"]["text"]), (200, &json!(true), &json!("done")));
    assert_eq!(payload["text"], "<@U0ANA|ana.sorensen> <http://x.com|x.com>");
    for (field, value) in [
        ("command", "/do"),
        ("user_id", "U0JO"),
        ("user_name", "jo.park"),
        ("channel_id", "C0WINS"),
        ("channel_name", "social-wins"),
        ("team_id", "T0SANDBOX"),
        ("is_enterprise_install", "false"),
    ] {
        assert_eq!(payload[field], value);
    }
    let seen = |user| rig.workspace.messages_seen_by(Some(user), "C0WINS").unwrap();
    assert_eq!((&seen("U0JO")[0]["ephemeral"], seen("U0ANA").len()), (&json!(true), 0));
}

fn answering(mut app: App, answer: Value) -> tokio::task::JoinHandle<Value> {
    tokio::spawn(async move { app.take(answer).await })
}

#[tokio::test]
async fn a_commands_text_is_plain_unless_the_manifest_says_otherwise() {
    let rig = Rig::start().await;
    let answering = answering(rig.app().await, json!({"response_type": "in_channel", "text": "all"}));
    rig.workspace.type_command("U0JO", "C0WINS", "/raw", "@Jo Park https://x.de").await.unwrap();
    assert_eq!(answering.await.unwrap()["text"], "@Jo Park https://x.de");
    assert_eq!(rig.workspace.messages_seen_by(Some("U0ANA"), "C0WINS").unwrap()[0]["text"], "all");
}

#[tokio::test]
async fn an_answer_that_slack_would_not_show_is_not_shown() {
    let rig = Rig::start().await;
    let answering = answering(rig.app().await, json!({"blocks": [{"type": "odd"}]}));
    let answer = rig.workspace.type_command("U0JO", "C0WINS", "/do", "").await.unwrap();
    answering.await.unwrap();
    assert_eq!(answer.refused.unwrap()["error"], "invalid_blocks");
    assert!(rig.workspace.messages_seen_by(Some("U0JO"), "C0WINS").unwrap().is_empty());
}

#[tokio::test]
async fn without_an_app_a_command_fails_at_once_and_an_event_waits() {
    let rig = Rig::start().await;
    let typed = json!({"user": "U0JO", "channel": "C0WINS", "command": "/do"});
    let (status, answer) = rig.act("command", typed).await;
    assert_eq!((status, &answer["error"]), (504, &json!("no_ack")));
    rig.workspace.post_message("U0JO", "C0WINS", "anybody?", None).unwrap();
    assert_eq!(rig.app().await.event().await["text"], "anybody?");
    rig.workspace.deliveries_settled().await;
}

#[tokio::test]
async fn a_response_address_serves_five_times_within_half_an_hour() {
    let rig = Rig::start().await;
    let answering = answering(rig.app().await, Value::Null);
    rig.workspace.type_command("U0JO", "C0WINS", "/do", "").await.unwrap();
    let url = answering.await.unwrap()["response_url"].as_str().unwrap().to_owned();
    let path = url[url.find("/hooks").unwrap()..].to_owned();
    for (body, status) in [("{\"text\":\"one\"}", 200), ("", 400), ("{}", 400), ("{\"text\":\"four\"}", 200)]
    {
        assert_eq!(rig.http("POST", &path, &[], body).await.0, status, "{body}");
    }
    assert_eq!(
        rig.http("POST", &path, &[], "{\"text\":\"x\",\"response_type\":\"in_channel\"}").await.1,
        "ok"
    );
    assert_eq!(rig.workspace.messages_seen_by(Some("U0ANA"), "C0WINS").unwrap().len(), 1);
    assert_eq!(rig.http("POST", &path, &[], "{\"text\":\"y\"}").await.0, 200);
    assert!(rig.http("POST", &path, &[], "{\"text\":\"z\"}").await.1.contains("used_url"));
}
