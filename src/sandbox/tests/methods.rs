use serde_json::{Value, json};

use super::rig::{Rig, nine, options};
use crate::sandbox::Manifest;

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("Content-Type", "application/json; charset=utf-8");
const BOT: (&str, &str) = ("Authorization", "Bearer xoxb-sandbox");

async fn post(rig: &Rig, method: &str, headers: &[(&str, &str)], body: &str) -> Value {
    let (status, body) = rig.http("POST", &format!("/api/{method}"), headers, body).await;
    assert_eq!(status, 200);
    serde_json::from_str(&body).unwrap()
}

#[tokio::test]
async fn tokens_are_told_apart() {
    let rig = Rig::start().await;
    for (headers, body, error) in [
        (vec![FORM], "", "not_authed"),
        (vec![FORM], "token=xoxb-other", "invalid_auth"),
        (vec![FORM], "token=xapp-sandbox", "not_allowed_token_type"),
        // In a JSON body, Slack does not look for the token.
        (vec![JSON], r#"{"token": "xoxb-sandbox"}"#, "not_authed"),
    ] {
        assert_eq!(post(&rig, "auth.test", &headers, body).await["error"], error, "{body}");
    }
    assert_eq!(post(&rig, "auth.test", &[FORM], "token=xoxb-sandbox").await["user_id"], "U0BOT");
    assert_eq!(post(&rig, "apps.connections.open", &[BOT], "").await["error"], "not_allowed_token_type");
    assert_eq!(post(&rig, "no.such", &[BOT], "").await["error"], "unknown_method");
}

#[tokio::test]
async fn arguments_come_as_form_as_json_and_in_parts() {
    let rig = Rig::start().await;
    let parts = "--x\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\nC0WINS\r\n--x\r\n\
                 Content-Disposition: form-data; name=\"text\"\r\n\r\nhi\r\n--x--\r\n";
    for (kind, body) in [
        (FORM, "channel=C0WINS&text=hi"),
        (JSON, r#"{"channel": "C0WINS", "text": "hi"}"#),
        (("Content-Type", "multipart/form-data; boundary=x"), parts),
    ] {
        let answer = post(&rig, "chat.postMessage", &[kind, BOT], body).await;
        assert_eq!(answer["message"]["text"], "hi", "{answer}");
    }
    let blocks = "channel=C0WINS&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D";
    assert_eq!(post(&rig, "chat.postMessage", &[FORM, BOT], blocks).await["ok"], true);
    assert_eq!(post(&rig, "chat.postMessage", &[JSON, BOT], "{").await["error"], "invalid_json");
    assert_eq!(post(&rig, "chat.postMessage", &[JSON, BOT], "null").await["error"], "json_not_object");
    // Methods that only read pass a JSON body over, as Slack's do.
    let read = post(&rig, "users.info", &[JSON, BOT], r#"{"user": "U0JO"}"#).await;
    assert_eq!(read["error"], "invalid_arguments");
}

#[tokio::test]
async fn a_message_is_refused_by_slacks_names() {
    let rig = Rig::start().await;
    for (arguments, error) in [
        (json!({"channel": "C0NONE", "text": "x"}), "channel_not_found"),
        (json!({"channel": "C0DEALS", "text": "x"}), "not_in_channel"),
        (json!({"channel": "C0OLD", "text": "x"}), "is_archived"),
        (json!({"channel": "C0NEWS", "text": "x"}), "restricted_action"),
        (json!({"channel": "U0DANA", "text": "x"}), "channel_not_found"),
        (json!({"channel": "C0WINS"}), "no_text"),
        (json!({"channel": "C0WINS", "text": " "}), "no_text"),
        (json!({"channel": "C0WINS", "text": "x".repeat(40_001)}), "msg_too_long"),
        (json!({"channel": "C0WINS", "blocks": [{"type": "odd"}]}), "invalid_blocks"),
        (json!({"channel": "C0WINS", "blocks": "[not json"}), "invalid_blocks_format"),
        (json!({"channel": "C0WINS", "text": "x", "thread_ts": "1.2"}), "thread_not_found"),
        (
            json!({"channel": "C0WINS", "text": "x", "metadata": {"event_type": "t"}}),
            "invalid_metadata_format",
        ),
        (json!({"text": "x"}), "invalid_arguments"),
    ] {
        assert_eq!(rig.refused("chat.postMessage", arguments.clone()), error, "{arguments}");
    }
    assert_eq!(
        rig.refused("chat.update", json!({"channel": "C0WINS", "ts": "1.2", "text": "x"})),
        "message_not_found"
    );
    let posted = rig.workspace.post_message("U0JO", "C0WINS", "mine", None).unwrap();
    let own = json!({"channel": "C0WINS", "ts": posted, "text": "x"});
    assert_eq!(rig.refused("chat.update", own.clone()), "cant_update_message");
    assert_eq!(rig.refused("chat.delete", own), "cant_delete_message");
    let only = json!({"channel": "C0LEADS", "user": "U0JO", "text": "x"});
    assert_eq!(rig.refused("chat.postEphemeral", only), "user_not_in_channel");
}

#[tokio::test]
async fn history_comes_in_pages_newest_first_and_metadata_only_on_request() {
    let rig = Rig::start().await;
    for n in 0..5 {
        let metadata = json!({"event_type": "board", "event_payload": {"key": n.to_string()}});
        rig.call(
            "chat.postMessage",
            json!({"channel": "C0WINS", "text": n.to_string(), "metadata": metadata}),
        );
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = json!({"channel": "C0WINS", "limit": 2, "cursor": cursor});
        let page = rig.call("conversations.history", page);
        seen.extend(
            page["messages"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap().to_owned()),
        );
        assert!(page["messages"][0].get("metadata").is_none());
        cursor = page["response_metadata"]["next_cursor"].as_str().unwrap_or("").into();
        if cursor.is_empty() {
            assert_eq!(page["has_more"], false);
            break;
        }
    }
    assert_eq!(seen, ["4", "3", "2", "1", "0"]);
    let all = rig.call("conversations.history", json!({"channel": "C0WINS", "include_all_metadata": true}));
    assert_eq!(all["messages"][0]["metadata"]["event_payload"]["key"], "4");
    let second = all["messages"][3]["ts"].clone();
    let newer = rig.call("conversations.history", json!({"channel": "C0WINS", "oldest": second}));
    assert_eq!(newer["messages"].as_array().unwrap().len(), 3);
    let inclusive = json!({"channel": "C0WINS", "oldest": second, "inclusive": true});
    assert_eq!(rig.call("conversations.history", inclusive)["messages"].as_array().unwrap().len(), 4);
    let lost = json!({"channel": "C0WINS", "cursor": "nowhere"});
    assert_eq!(rig.refused("conversations.history", lost), "invalid_cursor");
    assert_eq!(rig.refused("conversations.history", json!({"channel": "C0DEALS"})), "not_in_channel");
}

#[tokio::test]
async fn a_thread_stands_apart_from_its_channel() {
    let rig = Rig::start().await;
    let root = rig.call("chat.postMessage", json!({"channel": "C0WINS", "text": "root"}))["ts"].clone();
    rig.workspace.post_message("U0JO", "C0WINS", "answer", root.as_str()).unwrap();
    let history = rig.call("conversations.history", json!({"channel": "C0WINS"}));
    assert_eq!(history["messages"].as_array().unwrap().len(), 1);
    assert_eq!(history["messages"][0]["reply_users"], json!(["U0JO"]));
    let replies = rig.call("conversations.replies", json!({"channel": "C0WINS", "ts": root}));
    assert_eq!(replies["messages"][1]["text"], "answer");
    // What was answered leaves a stone.
    rig.call("chat.delete", json!({"channel": "C0WINS", "ts": root}));
    let replies = rig.call("conversations.replies", json!({"channel": "C0WINS", "ts": root}));
    assert_eq!(replies["messages"][0]["subtype"], "tombstone");
}

#[tokio::test]
async fn people_and_channels_are_listed_in_pages() {
    let rig = Rig::start().await;
    let first = rig.call("users.list", json!({"limit": 5}));
    let cursor = first["response_metadata"]["next_cursor"].as_str().unwrap();
    let second = rig.call("users.list", json!({"limit": 1000, "cursor": cursor}));
    assert_eq!(first["members"].as_array().unwrap().len() + second["members"].as_array().unwrap().len(), 14);
    assert_eq!(second["response_metadata"]["next_cursor"], "");
    let names = |answer: &Value| -> Vec<String> {
        answer["channels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let public = rig.call("conversations.list", json!({"exclude_archived": "true"}));
    assert_eq!(names(&public), ["general", "social-wins", "deal-room", "announcements"]);
    let own = rig.call("users.conversations", json!({"types": "private_channel"}));
    assert_eq!(names(&own), ["sales-leads"]);
    assert_eq!(rig.refused("users.info", json!({"user": "U0NOBODY"})), "user_not_found");
    assert_eq!(rig.refused("conversations.list", json!({"types": "odd"})), "invalid_types");
}

#[tokio::test]
async fn the_bot_joins_what_is_public() {
    let rig = Rig::start().await;
    rig.call("conversations.join", json!({"channel": "C0DEALS"}));
    rig.call("chat.postMessage", json!({"channel": "C0DEALS", "text": "hello"}));
    assert_eq!(rig.refused("conversations.join", json!({"channel": "C0OLD"})), "is_archived");
}

#[tokio::test]
async fn reactions_count_once() {
    let rig = Rig::start().await;
    let ts = rig.workspace.post_message("U0JO", "C0WINS", "nice", None).unwrap();
    let reaction = json!({"channel": "C0WINS", "timestamp": ts, "name": "tada"});
    rig.call("reactions.add", reaction.clone());
    assert_eq!(rig.refused("reactions.add", reaction.clone()), "already_reacted");
    rig.workspace.react("U0ANA", "C0WINS", &ts, "tada", false).unwrap();
    let shown = rig.call("reactions.get", json!({"channel": "C0WINS", "timestamp": ts}));
    assert_eq!(
        shown["message"]["reactions"],
        json!([{"name": "tada", "users": ["U0BOT", "U0ANA"], "count": 2}])
    );
    rig.call("reactions.remove", reaction.clone());
    assert_eq!(rig.refused("reactions.remove", reaction), "no_reaction");
}

#[tokio::test]
async fn a_method_needs_its_scope() {
    let manifest = Manifest::parse("oauth_config: { scopes: { bot: [commands, 'chat:write'] } }").unwrap();
    let rig = Rig::with(crate::sandbox::Options { manifest, ..options() }).await;
    let answer = rig.workspace.call("users.list", json!({}));
    assert_eq!(
        (&answer["error"], &answer["needed"], &answer["provided"]),
        (&json!("missing_scope"), &json!("users:read"), &json!("commands,chat:write"))
    );
}

#[tokio::test]
async fn an_app_whose_user_is_gone_can_do_nothing() {
    let rig = Rig::start().await;
    let (status, _) = rig.act("person", json!({"user": "U0BOT", "deactivated": true})).await;
    assert_eq!((status, rig.refused("auth.test", json!({}))), (200, "account_inactive".into()));
}

#[tokio::test]
async fn an_app_that_was_removed_hears_it_once_and_can_do_nothing_until_it_is_installed_again() {
    let rig = Rig::start().await;
    assert_eq!(rig.act("uninstall", json!({})).await.0, 200);
    assert_eq!(rig.refused("auth.test", json!({})), "account_inactive");
    assert_ne!(
        rig.refused("apps.connections.open", json!({})),
        "account_inactive",
        "that token is the app's"
    );
    let command = json!({"user": "U0JO", "channel": "C0WINS", "command": "/do", "text": "it"});
    assert_eq!(rig.act("command", command).await, (404, json!({"ok": false, "error": "unknown_command"})));
    assert_eq!(rig.act("install", json!({})).await.0, 200);
    rig.call("auth.test", json!({}));
}

#[tokio::test]
async fn scheduled_messages_wait_for_the_clock() {
    let rig = Rig::start().await;
    let at =
        |seconds: i64| json!({"channel": "C0WINS", "text": "later", "post_at": nine().timestamp() + seconds});
    assert_eq!(rig.refused("chat.scheduleMessage", at(0)), "time_in_past");
    assert_eq!(rig.refused("chat.scheduleMessage", at(121 * 86_400)), "time_too_far");
    let withdrawn = rig.call("chat.scheduleMessage", at(60))["scheduled_message_id"].clone();
    rig.call("chat.scheduleMessage", at(3600));
    let withdrawn = json!({"channel": "C0WINS", "scheduled_message_id": withdrawn});
    rig.call("chat.deleteScheduledMessage", withdrawn.clone());
    assert_eq!(rig.refused("chat.deleteScheduledMessage", withdrawn), "invalid_scheduled_message_id");
    rig.act("clock", json!({"advance": "59m"})).await;
    assert_eq!(rig.workspace.messages_seen_by(None, "C0WINS").unwrap().len(), 0);
    rig.act("clock", json!({"advance": "1d"})).await;
    let posted = rig.workspace.messages_seen_by(None, "C0WINS").unwrap();
    assert_eq!(posted[0]["ts"], format!("{}.000000", nine().timestamp() + 3600));
}

#[tokio::test]
async fn a_file_is_uploaded_then_shared() {
    let rig = Rig::start().await;
    let upload = rig.call("files.getUploadURLExternal", json!({"filename": "a.png", "length": 3}));
    let path = upload["upload_url"].as_str().unwrap().split_once("127.0.0.1").unwrap().1;
    let path = &path[path.find('/').unwrap()..];
    let share = json!({"files": [{"id": upload["file_id"], "title": "A"}], "channel_id": "C0WINS"});
    assert_eq!(rig.refused("files.completeUploadExternal", share.clone()), "file_not_found");
    assert_eq!(rig.http("POST", path, &[], "four").await.0, 400);
    assert_eq!(rig.http("POST", path, &[], "abc").await, (200, "OK - 3".into()));
    let elsewhere = |channel: &str| json!({"files": [{"id": upload["file_id"]}], "channel_id": channel});
    assert_eq!(rig.refused("files.completeUploadExternal", elsewhere("C0NOWHERE")), "channel_not_found");
    assert_eq!(rig.refused("files.completeUploadExternal", elsewhere("U0ANA")), "channel_not_found");
    assert_eq!(rig.refused("files.completeUploadExternal", json!({"files": []})), "invalid_arguments");
    assert_eq!(rig.refused("files.completeUploadExternal", json!({"files": "no"})), "invalid_arguments");
    let with_other = json!({"files": [{"id": upload["file_id"]}, {"id": "F0"}], "channel_id": "C0WINS"});
    assert_eq!(rig.refused("files.completeUploadExternal", with_other), "file_not_found");
    rig.call("files.completeUploadExternal", share.clone());
    assert_eq!(rig.refused("files.completeUploadExternal", share), "file_not_found", "once only");
    for (arguments, why) in [
        (json!({"filename": "a.png"}), "invalid_arguments"),
        (json!({"length": 3}), "invalid_arguments"),
        (json!({"filename": "a.png", "length": 0}), "missing_argument"),
        (json!({"filename": "", "length": 3}), "invalid_arguments"),
        (json!({"filename": "a.png", "length": "many"}), "invalid_arguments"),
        (json!({"filename": "a.png", "length": -3}), "invalid_arguments"),
        (json!({"filename": "a.png", "length": 1_u64 << 40}), "file_upload_size_restricted"),
        (json!({"filename": "a.png", "length": 3, "alt_txt": "x".repeat(1_001)}), "alt_txt_too_large"),
    ] {
        assert_eq!(rig.refused("files.getUploadURLExternal", arguments.clone()), why, "{arguments}");
    }
    let seen = rig.workspace.messages_seen_by(Some("U0JO"), "C0WINS").unwrap();
    assert_eq!(seen[0]["files"][0]["title"], "A");
    assert_eq!(
        rig.http("GET", &format!("/files/{}", upload["file_id"].as_str().unwrap()), &[], "").await.1,
        "abc"
    );
}

#[tokio::test]
async fn a_picture_stands_in_blocks_once_it_was_looked_through_and_is_seen_where_it_was_posted() {
    let rig = Rig::start().await;
    let uploaded = async |name: &str| {
        let upload = rig.call("files.getUploadURLExternal", json!({"filename": name, "length": 3}));
        let path = upload["upload_url"].as_str().unwrap().split_once("127.0.0.1").unwrap().1;
        rig.http("POST", &path[path.find('/').unwrap()..], &[], "abc").await;
        let id = upload["file_id"].as_str().unwrap().to_owned();
        rig.call("files.completeUploadExternal", json!({"files": [{"id": id}]}));
        id
    };
    let image = |file: Value| json!([{"type": "image", "slack_file": file, "alt_text": "Abc"}]);
    let post = |file: Value| json!({"channel": "C0WINS", "text": "hi", "blocks": image(file)});
    let (picture, other, table) = (uploaded("a.png").await, uploaded("b.png").await, uploaded("a.csv").await);
    let refused = |arguments: Value| {
        let answer = rig.workspace.call("chat.postMessage", arguments);
        assert_eq!(answer["error"], "invalid_blocks", "{answer}");
        answer["response_metadata"]["messages"][0].as_str().unwrap_or_default().to_owned()
    };
    let unknown = "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]";
    assert_eq!(refused(post(json!({"id": picture}))), unknown, "it is looked through");
    rig.act("clock", json!({"advance": "1m"})).await;
    assert_eq!(refused(post(json!({"id": "F0"}))), unknown);
    assert_eq!(refused(post(json!({"id": table}))), unknown, "it is no picture");
    assert!(
        refused(post(json!({"id": picture, "url": "http://127.0.0.1/files/F0"}))).contains("must have one")
    );
    let view = |id: &str| format!("/files/{id}");
    assert_eq!(rig.http("GET", &view(&picture), &[], "").await.0, 404, "nobody sees it yet");
    let ts = rig.call("chat.postMessage", post(json!({"id": picture})))["ts"].clone();
    assert_eq!(rig.http("GET", &view(&picture), &[], "").await, (200, "abc".into()));
    let edit = json!({"channel": "C0WINS", "ts": ts, "text": "hi", "blocks": image(json!({"id": other}))});
    rig.call("chat.update", edit);
    assert_eq!(rig.http("GET", &view(&other), &[], "").await.0, 404, "an edit shares nothing");
}
