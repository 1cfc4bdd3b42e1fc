//! Slack's own payloads, spoiled: nothing panics or hangs, both ways in agree, and what is let in is fit to keep.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::json;

use super::super::field::TEXT_MOST;
use super::*;
use crate::interaction::{Entered, InteractionKind};
use crate::slack::spoiled::{any_spoilings, spoiled};

const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

/// What a payload is delivered as, and one of its kind.
fn any_payload() -> impl Strategy<Value = (&'static str, Value)> {
    let message = json!({"type": "message", "user": "U1", "text": "see <https://a.co|a>", "ts": "1.0", "channel": "C1",
        "channel_type": "channel", "thread_ts": "0.9", "edited": {"user": "U1", "ts": "2.0"}});
    let ann = json!({"id": "U1", "team_id": "T1", "name": "ann", "deleted": false, "tz": "Europe/Berlin",
        "is_admin": true, "is_bot": null, "profile": {"real_name": "Ann Lee", "display_name": "Ann"}});
    let changed = json!({"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "2.0",
        "message": message, "previous_message": message});
    let gone = json!({"type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "2.0", "deleted_ts": "1.0",
        "previous_message": message});
    let reaction = json!({"type": "reaction_added", "user": "U1", "reaction": "tada", "item_user": "U2",
        "item": {"type": "message", "channel": "C1", "ts": "1.0"}});
    let events = [
        message,
        changed,
        gone,
        reaction,
        json!({"type": "member_joined_channel", "channel": "C1", "user": "U1"}),
        json!({"type": "channel_rename", "channel": {"id": "C1", "name": "wins"}}),
        json!({"type": "channel_archive", "channel": "C1"}),
        json!({"type": "user_change", "user": ann}),
        json!({"type": "app_home_opened", "user": "U1", "tab": "home"}),
        json!({"type": "tokens_revoked", "tokens": {"bot": ["UB"], "oauth": ["U1"]}}),
    ];
    let callback = |inner: Value| {
        json!({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event_time": 1_234_567_890,
            "authorizations": [{"enterprise_id": null, "team_id": "T1", "is_bot": true}], "event": inner})
    };
    let view = json!({"id": "V1", "callback_id": "share", "private_metadata": "m", "hash": "1.a",
    "state": {"values": {
        "link": {"value": {"type": "plain_text_input", "value": "https://a.co"}},
        "kind": {"value": {"type": "static_select", "selected_option": {"value": "original"}}},
        "when": {"value": {"type": "radio_buttons", "selected_option": {"value": "today"}}},
        "quota": {"value": {"type": "number_input", "value": "300"}},
        "starts": {"value": {"type": "datepicker", "selected_date": "2026-03-02"}},
        "from": {"value": {"type": "timepicker", "selected_time": "09:00"}},
        "at": {"value": {"type": "datetimepicker", "selected_date_time": 1_772_000_000}},
        "channel": {"value": {"type": "conversations_select", "selected_conversation": "C1"}},
        "whom": {"value": {"type": "multi_users_select", "selected_users": ["U1", "U2"]}},
        "more": {"value": {"type": "checkboxes", "selected_options": [{"value": "dry"}]}},
    }}});
    let of_ann = |kind: &str, more: Value| {
        let mut all = json!({"type": kind, "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "1.2",
            "response_url": "https://hooks.slack.com/actions/1"});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let action = json!({"type": "button", "action_id": "join", "block_id": "b1", "value": "c-1"});
    let container = json!({"type": "message", "message_ts": "1.0", "channel_id": "C1", "is_ephemeral": true});
    let interactions = [
        of_ann(
            "block_actions",
            json!({"container": container, "channel": {"id": "C1"}, "actions": [action], "view": view}),
        ),
        of_ann("view_submission", json!({"view": view})),
        of_ann("view_closed", json!({"view": view, "trigger_id": null})),
        of_ann("shortcut", json!({"callback_id": "share"})),
        of_ann(
            "message_action",
            json!({"callback_id": "share", "channel": {"id": "C1"},
            "message": {"user": "U2", "ts": "1.0", "text": "hi"}}),
        ),
    ];
    let command = json!({"team_id": "T1", "user_id": "U1", "user_name": "ann", "channel_id": "C1", "channel_name": "wins",
        "command": "/share", "text": "<https://a.co> so true", "trigger_id": "1.2", "response_url": "https://hooks.slack.com/1",
        "enterprise_id": "E1"});
    let events = events.map(|inner| ("events_api", callback(inner)));
    let interactions = interactions.map(|payload| ("interactive", payload));
    let all: Vec<_> = events.into_iter().chain(interactions).chain([("slash_commands", command)]).collect();
    prop::sample::select(all)
}

fn is_fit_field(entered: Option<&Entered>) -> bool {
    let text = |text: &str| text.chars().count() <= TEXT_MOST && !text.contains('\0');
    match entered {
        Some(Entered::Text(words)) => !words.is_empty() && text(words),
        Some(Entered::Pick(value)) => !value.is_empty() && text(value),
        Some(Entered::Picks(values)) => {
            !values.is_empty() && values.len() <= 100 && values.iter().all(|it| text(it))
        }
        Some(Entered::Date(_) | Entered::Time(_) | Entered::Instant(_)) | None => true,
    }
}

/// What is let in is fit to keep: names that name something, texts of bounded length, and NUL nowhere.
fn is_fit(parsed: &Result<Parsed, Fault>) -> bool {
    let word = |word: &str| !word.is_empty() && word.len() <= 1_100 && !word.contains('\0');
    let text = |text: &str| text.chars().count() <= TEXT_MOST && !text.contains('\0');
    match parsed {
        Ok(Parsed::Inbound(Inbound::Command(it))) => {
            [it.workspace.as_str(), it.user.as_str(), it.channel.as_str(), &it.name, &it.delivery]
                .into_iter()
                .all(word)
                && text(&it.text)
                && text(&it.user_name)
                && text(&it.channel_name)
        }
        Ok(Parsed::Inbound(Inbound::Event(it))) => {
            let kind = match &it.kind {
                EventKind::MessagePosted { channel, user, text: said, ts, .. }
                | EventKind::MessageEdited { channel, user, text: said, ts, .. } => {
                    word(channel.as_str()) && word(user.as_str()) && word(ts) && text(said)
                }
                EventKind::MessageDeleted { channel, ts, .. } => word(channel.as_str()) && word(ts),
                EventKind::ChannelRenamed { channel, name } => word(channel.as_str()) && word(name),
                EventKind::UserChanged(person) | EventKind::TeamJoined(person) => {
                    word(person.id.as_str()) && word(&person.name) && person.name.chars().count() <= 80
                }
                _ => true,
            };
            word(it.workspace.as_str()) && word(&it.delivery) && kind
        }
        Ok(Parsed::Inbound(Inbound::Interaction(it))) => {
            let kind = match &it.kind {
                InteractionKind::Click { action_id, value, .. } => {
                    word(action_id) && value.as_deref().is_none_or(text)
                }
                InteractionKind::ViewSubmitted(view) | InteractionKind::ViewClosed(view) => {
                    word(&view.view_id)
                        && text(&view.private_metadata)
                        && view.filled.all().all(|(block, entered)| word(block) && is_fit_field(entered))
                }
                InteractionKind::Shortcut { callback_id } => word(callback_id),
                InteractionKind::MessageShortcut { callback_id, message_text, .. } => {
                    word(callback_id) && text(message_text)
                }
            };
            word(it.workspace.as_str()) && word(it.user.as_str()) && word(&it.delivery) && kind
        }
        Ok(Parsed::Challenge(challenge)) => word(challenge),
        Ok(Parsed::Useless(what)) => word(what),
        Err(fault) => !fault.to_string().contains(['\0', '\n']),
    }
}

proptest! {
    #[test]
    fn spoiled_payloads_are_let_in_fit_to_keep_or_not_at_all(
        (kind, payload) in any_payload(), spoilings in any_spoilings(),
    ) {
        let payload = spoiled(payload, &spoilings);
        let bare = enveloped(kind, &payload);
        prop_assert!(is_fit(&bare), "{bare:?}");
        // The same by either way in, wherever its text can be read at all: serde_json goes 128 deep.
        let envelope = json!({"type": kind, "envelope_id": "e1", "payload": payload}).to_string();
        if let Ok(Frame::Envelope { payload: framed, .. }) = frame(&envelope) {
            prop_assert_eq!(&framed, &bare);
            let posted = match kind {
                "events_api" if payload["type"] == "event_callback" => body(None, payload.to_string().as_bytes()),
                "interactive" => {
                    let form = form_urlencoded::Serializer::new(String::new())
                        .append_pair("payload", &payload.to_string())
                        .finish();
                    body(FORM, form.as_bytes())
                }
                _ => framed,
            };
            prop_assert_eq!(&posted, &bare);
        }
    }

    #[test]
    fn spoiled_frames_are_read_or_put_away((kind, payload) in any_payload(), spoilings in any_spoilings()) {
        let envelope = json!({"type": kind, "envelope_id": "e1", "retry_attempt": 1, "retry_reason": "timeout",
            "accepts_response_payload": true, "payload": payload});
        match frame(&spoiled(envelope, &spoilings).to_string()) {
            Ok(Frame::Envelope { id, payload, .. }) => {
                prop_assert!(!id.is_empty() && id.len() <= 1_000);
                prop_assert!(is_fit(&payload), "{payload:?}");
            }
            Ok(Frame::Hello | Frame::Disconnect(_) | Frame::Other(_)) | Err(_) => {}
        }
    }

    #[test]
    fn payloads_spoiled_as_text_are_let_in_fit_to_keep_or_not_at_all(
        (_, payload) in any_payload(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, noise()), 1..4),
        as_form in any::<bool>(),
    ) {
        let mut bytes = if as_form {
            let fields = payload.as_object().unwrap().iter();
            let fields = fields.filter_map(|(name, value)| Some((name, value.as_str()?)));
            form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
        } else {
            payload.to_string().into_bytes()
        };
        for (at, drop, noise) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + drop).min(bytes.len());
            bytes.splice(at..end, noise);
        }
        for parsed in [body(FORM, &bytes), body(None, &bytes)] {
            prop_assert!(is_fit(&parsed), "{parsed:?}");
        }
        let form = [b"payload=".as_slice(), &bytes].concat();
        prop_assert!(is_fit(&body(FORM, &form)));
        let _ = frame(&String::from_utf8_lossy(&bytes));
    }
}

/// Bytes that parsers stumble over.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "\\ud800",
        "\\udfff\\ud800",
        "\\u0000",
        "%00",
        "%ff",
        "%",
        "%u0041",
        "1e999",
        "-0",
        "99999999999999999999",
        "NaN",
        "\"",
        "\\",
        "{",
        "}",
        "[[[[",
        "null",
        "&",
        "=",
        "&&",
        "+",
        ";",
        "\u{FEFF}",
        "\r\n",
        ",\"type\":\"message\"",
        "\"team_id\":\"T2\",",
        "&text=",
    ]);
    prop_oneof![known.prop_map(|text| text.as_bytes().to_vec()), prop::collection::vec(any::<u8>(), 0..4)]
}

#[test]
fn a_mebibyte_of_anything_is_read_in_time() {
    let started = Instant::now();
    let heaps = [
        "[",
        "{\"a\":",
        "\"",
        "\\u0000",
        "\\ud800",
        "1",
        "a=b&",
        "%00",
        "&",
        "=",
        "payload=",
        "text=%F0%9F%98%80&",
        "<",
        "\u{0}",
        "é",
    ];
    for heap in heaps {
        let heap = heap.repeat((1 << 20) / heap.len());
        let in_text = json!({"type": "event_callback", "team_id": "T1", "event_id": "Ev1",
            "event": {"type": "message", "user": "U1", "channel": "C1", "ts": "1.0", "text": heap}});
        for bytes in [heap.as_bytes(), in_text.to_string().as_bytes()] {
            assert!(is_fit(&body(None, bytes)) && is_fit(&body(FORM, bytes)));
            let _ = frame(&String::from_utf8_lossy(bytes));
        }
        assert!(is_fit(&enveloped("events_api", &in_text)));
    }
    // Quadratic work would take hours; a slow machine in a debug build is allowed for.
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}
