//! Clicks, forms and shortcuts as Slack's documentation shows them.

use serde_json::json;

use super::*;
use crate::interaction::{Entered, Filled, InteractionKind, View};

fn interaction_of(payload: &Value) -> Interaction {
    match interaction::interaction(payload) {
        Ok(Parsed::Inbound(Inbound::Interaction(interaction))) => interaction,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_click_in_a_message() {
    let payload = json!({
        "type": "block_actions", "team": {"id": "T1", "domain": "example"}, "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "12321423423.333649436676.d8c1", "response_url": "https://hooks.slack.com/actions/1",
        "container": {"type": "message", "message_ts": "1.0", "channel_id": "C1", "is_ephemeral": true},
        "channel": {"id": "C1", "name": "wins"},
        "actions": [{"type": "button", "action_id": "join", "block_id": "b1", "value": "c-1", "action_ts": "2.0"}],
    });
    let interaction = interaction_of(&payload);
    assert_eq!(interaction.delivery, "block_actions:12321423423.333649436676.d8c1");
    assert_eq!(
        interaction.kind,
        InteractionKind::Click {
            action_id: "join".to_owned(),
            block_id: "b1".to_owned(),
            value: Some("c-1".to_owned()),
            channel: Some("C1".into()),
            message_ts: Some("1.0".to_owned()),
            ephemeral: true,
            view: None,
            at: "2.0".to_owned(),
        }
    );
}

#[test]
fn each_kind_of_choice_is_the_clicks_value() {
    for action in [
        json!({"selected_option": {"text": {"type": "plain_text", "text": "Five"}, "value": "5"}}),
        json!({"selected_user": "5"}),
        json!({"selected_channel": "5"}),
        json!({"selected_conversation": "5"}),
        json!({"selected_date": "5"}),
        json!({"selected_time": "5"}),
    ] {
        let mut payload = json!({
            "type": "block_actions", "team": null, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "1",
            "actions": [action],
        });
        payload["actions"][0]["action_id"] = json!("pick");
        let interaction = interaction_of(&payload);
        assert_eq!(interaction.workspace.as_str(), "T1");
        assert!(
            matches!(&interaction.kind, InteractionKind::Click { value: Some(value), .. } if value == "5"),
            "{interaction:?}"
        );
    }
}

#[test]
fn forms_sent_and_closed() {
    let values = json!({"link": {"input": {"type": "plain_text_input", "value": "https://a.example"}}});
    let mut payload = json!({
        "type": "view_submission", "team": {"id": "T2"}, "user": {"id": "U1"}, "trigger_id": "1.2",
        "view": {
            "id": "V1", "callback_id": "share", "private_metadata": "m", "hash": "156772938.1827394",
            "state": {"values": values}, "app_installed_team_id": "T1",
        },
    });
    let view = View {
        view_id: "V1".to_owned(),
        callback_id: "share".to_owned(),
        private_metadata: "m".to_owned(),
        is_home: false,
        filled: {
            let mut filled = Filled::default();
            filled.put("link".into(), Some(Entered::Text("https://a.example".into())));
            filled
        },
        hash: Some("156772938.1827394".to_owned()),
    };
    let sent = interaction_of(&payload);
    assert_eq!((sent.workspace.as_str(), sent.delivery.as_str()), ("T1", "view_submission:1.2"));
    assert_eq!(sent.kind, InteractionKind::ViewSubmitted(view.clone()));
    payload["type"] = json!("view_closed");
    payload["trigger_id"] = Value::Null;
    let closed = interaction_of(&payload);
    assert_eq!((closed.trigger_id, closed.delivery.as_str()), (None, "view_closed:V1"));
    assert_eq!(closed.kind, InteractionKind::ViewClosed(view));
}

#[test]
fn shortcuts() {
    let mut payload = json!({
        "type": "shortcut", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "1", "callback_id": "share",
    });
    let callback_id = "share".to_owned();
    let kind = interaction_of(&payload).kind;
    assert_eq!(kind, InteractionKind::Shortcut { callback_id: callback_id.clone() });
    payload["type"] = json!("message_action");
    payload["channel"] = json!({"id": "C1", "name": "wins"});
    payload["message"] = json!({"type": "message", "user": "U2", "ts": "1.0", "text": "hi"});
    assert_eq!(
        interaction_of(&payload).kind,
        InteractionKind::MessageShortcut {
            callback_id,
            channel: "C1".into(),
            message_ts: "1.0".to_owned(),
            message_user: Some("U2".into()),
            message_text: "hi".to_owned(),
        }
    );
}

#[test]
fn kinds_that_nothing_of_ours_gives_rise_to_are_of_no_use() {
    let payload = json!({"type": "block_suggestion", "user": {"id": "U1"}});
    assert_eq!(interaction::interaction(&payload), Ok(Parsed::Useless("block_suggestion".to_owned())));
}
