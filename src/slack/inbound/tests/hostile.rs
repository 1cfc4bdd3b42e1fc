//! Payloads as nobody should send them: whatever they are, nothing panics.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Any JSON, made of the names and words that Slack uses as often as of others.
fn json_of_slacks() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "message",
        "event_callback",
        "message_changed",
        "tombstone",
        "block_actions",
        "view_submission",
        "view_closed",
        "message_action",
        "reaction_added",
        "user_change",
        "tokens_revoked",
        "slash_commands",
        "events_api",
        "interactive",
        "hello",
        "disconnect",
        "url_verification",
        "T1",
        "",
        "\u{0}",
    ]);
    let names = prop::sample::select(vec![
        "type",
        "subtype",
        "event",
        "payload",
        "envelope_id",
        "team_id",
        "team",
        "user",
        "user_id",
        "id",
        "channel",
        "channel_id",
        "message",
        "previous_message",
        "ts",
        "text",
        "item",
        "view",
        "state",
        "values",
        "actions",
        "action_id",
        "command",
        "trigger_id",
        "event_id",
        "event_time",
        "authorizations",
        "challenge",
        "tokens",
        "bot",
        "callback_id",
        "retry_attempt",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        words.prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 80, 12, move |inner| {
        let named = prop::collection::hash_map(names.clone().prop_map(str::to_owned), inner.clone(), 0..12);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            named.prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_it_panic(json in json_of_slacks()) {
        let text = json.to_string();
        let _ = frame(&text);
        let _ = body(None, text.as_bytes());
        for kind in ["slash_commands", "events_api", "interactive"] {
            let _ = enveloped(kind, &json);
        }
        let _ = event::callback(&json!({"event_id": "Ev1", "team_id": "T1", "event": json}));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = body(None, &bytes);
        let _ = body(Some("application/x-www-form-urlencoded"), &bytes);
        let _ = frame(&String::from_utf8_lossy(&bytes));
    }
}
