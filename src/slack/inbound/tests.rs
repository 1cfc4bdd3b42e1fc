//! Payloads as Slack's documentation shows them, and payloads as nobody should send them.

use serde_json::json;

use super::*;
use crate::domain::roster::{Membership, Person};
use crate::event::{EventKind, MessageRef, Reaction};
use chrono_tz::Tz;

mod hostile;
mod interactions;
mod spoiled;

fn event_of(inner: Value) -> Event {
    let payload = json!({
        "token": "XXYYZZ", "team_id": "THOST", "api_app_id": "A123ABC456", "type": "event_callback",
        "authorizations": [{"enterprise_id": null, "team_id": "T1", "user_id": "UB", "is_bot": true}],
        "event_context": "EC1", "event_id": "Ev1", "event_time": 1_234_567_890, "event": inner,
    });
    match event::callback(&payload) {
        Ok(Parsed::Inbound(Inbound::Event(event))) => event,
        other => panic!("{other:?}"),
    }
}

fn kind_of(inner: Value) -> EventKind {
    event_of(inner).kind
}

#[test]
fn a_command_reads_the_same_from_a_form_and_from_an_envelope() {
    let form = "token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0001&team_domain=example&enterprise_id=E0001\
        &enterprise_name=Globular%20Construct%20Inc&channel_id=C2147483705&channel_name=test\
        &user_id=U2147483697&user_name=Steve&command=/weather&text=94070+%26amp%3B&api_app_id=A123456\
        &response_url=https://hooks.slack.com/commands/1234/5678&trigger_id=13345224609.738474920.8088930838";
    let from_form = body(Some("application/x-www-form-urlencoded"), form.as_bytes()).unwrap();
    let payload: Value = form_urlencoded::parse(form.as_bytes())
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect::<Map<_, _>>()
        .into();
    let envelope = json!({
        "type": "slash_commands", "envelope_id": "e1", "accepts_response_payload": true, "payload": payload,
    });
    let Ok(Frame::Envelope { id, retry: 0, payload: Ok(from_envelope), .. }) = frame(&envelope.to_string())
    else {
        panic!("no envelope")
    };
    assert_eq!(id, "e1");
    assert_eq!(from_envelope, from_form);
    let Parsed::Inbound(Inbound::Command(command)) = from_form else { panic!("{from_form:?}") };
    assert_eq!(command.name, "/weather");
    assert_eq!(command.text, "94070 &amp;");
    assert_eq!(command.workspace.as_str(), "T0001");
    assert_eq!(command.channel_name, "test");
    assert_eq!(command.delivery, "command:13345224609.738474920.8088930838");
    assert_eq!(command.enterprise.as_deref(), Some("E0001"));
}

#[test]
fn the_first_of_two_fields_of_one_name_counts() {
    let form = b"command=/share&command=/pace&team_id=T1&user_id=U1&channel_id=C1&trigger_id=1";
    let parsed = body(Some("application/x-www-form-urlencoded; charset=utf-8"), form);
    assert!(matches!(parsed, Ok(Parsed::Inbound(Inbound::Command(command))) if command.name == "/share"));
}

#[test]
fn an_event_belongs_to_the_installation_it_is_authorized_for() {
    let event = event_of(json!({"type": "app_uninstalled"}));
    assert_eq!(event.workspace.as_str(), "T1");
    assert_eq!(event.delivery, "event:Ev1");
    assert_eq!(event.time.unwrap().to_string(), "2009-02-13 23:31:30 UTC");
    assert_eq!(event.kind, EventKind::AppUninstalled);
}

#[test]
fn a_persons_message_is_posted() {
    let mut message = json!({
        "type": "message", "channel": "C1", "user": "U1", "text": "Look: <https://a.example>",
        "ts": "1355517523.000005", "event_ts": "1355517523.000005", "channel_type": "channel",
    });
    let posted = EventKind::MessagePosted {
        channel: "C1".into(),
        user: "U1".into(),
        text: "Look: <https://a.example>".to_owned(),
        ts: "1355517523.000005".to_owned(),
        thread_ts: None,
        channel_type: Some("channel".to_owned()),
    };
    assert_eq!(kind_of(message.clone()), posted);
    for subtype in ["file_share", "me_message", "thread_broadcast"] {
        message["subtype"] = json!(subtype);
        assert_eq!(kind_of(message.clone()), posted, "{subtype}");
    }
    message["subtype"] = json!("channel_join");
    assert_eq!(kind_of(message.clone()), EventKind::Other("message:channel_join".to_owned()));
    message["subtype"] = json!("bot_message");
    assert_eq!(kind_of(message.clone()), EventKind::BotMessage);
    message["subtype"] = Value::Null;
    message["bot_id"] = json!("B1");
    assert_eq!(kind_of(message), EventKind::BotMessage);
}

#[test]
fn an_edit_is_told_from_slacks_own_preview_of_a_link() {
    let mut change = json!({
        "type": "message", "subtype": "message_changed", "hidden": true, "channel": "C1", "ts": "2.0",
        "message": {"type": "message", "user": "U1", "text": "new", "ts": "1.0", "edited": {"user": "U1", "ts": "2.0"}},
        "previous_message": {"type": "message", "user": "U1", "text": "old", "ts": "1.0"},
    });
    let expected = |edit: Option<&str>| EventKind::MessageEdited {
        channel: "C1".into(),
        user: "U1".into(),
        ts: "1.0".to_owned(),
        text: "new".to_owned(),
        previous_text: Some("old".to_owned()),
        edit: edit.map(str::to_owned),
    };
    assert_eq!(kind_of(change.clone()), expected(Some("2.0")));
    change["message"]["edited"] = Value::Null;
    assert_eq!(kind_of(change.clone()), expected(None));
    change["message"]["bot_id"] = json!("B1");
    assert_eq!(kind_of(change), EventKind::BotMessage);
}

#[test]
fn a_deleted_message_is_deleted_even_if_a_thread_keeps_its_tombstone() {
    let deleted =
        EventKind::MessageDeleted { channel: "C1".into(), ts: "1.0".to_owned(), user: Some("U1".into()) };
    let previous = json!({"type": "message", "user": "U1", "text": "old", "ts": "1.0"});
    assert_eq!(
        kind_of(json!({
            "type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "2.0",
            "deleted_ts": "1.0", "previous_message": previous,
        })),
        deleted
    );
    assert_eq!(
        kind_of(json!({
            "type": "message", "subtype": "message_changed", "channel": "C1", "ts": "2.0",
            "message": {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "ts": "1.0"},
            "previous_message": previous,
        })),
        deleted
    );
}

#[test]
fn channels_and_members() {
    let (channel, user) = (json!("C1"), json!("U1"));
    let joined = EventKind::MemberJoined { channel: "C1".into(), user: "U1".into() };
    let left = EventKind::MemberLeft { channel: "C1".into(), user: "U1".into() };
    let renamed = EventKind::ChannelRenamed { channel: "C1".into(), name: "wins".to_owned() };
    let renaming = json!({"id": "C1", "name": "wins", "created": 1_360_782_804});
    for (name, channel, expected) in [
        ("member_joined_channel", &channel, &joined),
        ("member_left_channel", &channel, &left),
        ("channel_rename", &renaming, &renamed),
        ("group_rename", &renaming, &renamed),
        ("channel_archive", &channel, &EventKind::ChannelArchived("C1".into())),
        ("group_archive", &channel, &EventKind::ChannelArchived("C1".into())),
        ("channel_unarchive", &channel, &EventKind::ChannelUnarchived("C1".into())),
        ("group_unarchive", &channel, &EventKind::ChannelUnarchived("C1".into())),
        ("emoji_changed", &channel, &EventKind::Other("emoji_changed".to_owned())),
    ] {
        let event = json!({"type": name, "channel": channel, "user": user});
        assert_eq!(kind_of(event), *expected, "{name}");
    }
}

#[test]
fn reactions_to_messages_alone() {
    let mut event = json!({
        "type": "reaction_added", "user": "U1", "reaction": "tada", "item_user": "U2",
        "item": {"type": "message", "channel": "C1", "ts": "1.0"}, "event_ts": "2.0",
    });
    let reaction = Reaction {
        user: "U1".into(),
        name: "tada".to_owned(),
        message: MessageRef { channel: "C1".into(), ts: "1.0".to_owned() },
        author: Some("U2".into()),
    };
    assert_eq!(kind_of(event.clone()), EventKind::ReactionAdded(reaction.clone()));
    event["type"] = json!("reaction_removed");
    assert_eq!(kind_of(event.clone()), EventKind::ReactionRemoved(reaction));
    event["item"]["type"] = json!("file");
    assert_eq!(kind_of(event), EventKind::Other("reaction_removed".to_owned()));
}

#[test]
fn people_are_read_with_what_slack_leaves_out() {
    let user = json!({
        "id": "U1", "team_id": "T1", "name": "ann", "deleted": false, "tz": "Europe/Berlin", "tz_offset": 3600,
        "is_admin": true, "is_bot": null, "profile": {"real_name": "Ann Lee", "display_name": "Ann"},
    });
    let expected = Box::new(Person {
        id: "U1".into(),
        name: "Ann".to_owned(),
        zone: Tz::Europe__Berlin,
        standing: Membership::Admin,
        deactivated: false,
    });
    let changed = kind_of(json!({"type": "user_change", "user": user}));
    assert_eq!(changed, EventKind::UserChanged(expected.clone()));
    assert_eq!(kind_of(json!({"type": "team_join", "user": user})), EventKind::TeamJoined(expected));
}

#[test]
fn only_the_bots_own_token_and_the_home_tab_count() {
    let revoked = |tokens| kind_of(json!({"type": "tokens_revoked", "tokens": tokens}));
    assert_eq!(revoked(json!({"oauth": ["U1"], "bot": ["UB"]})), EventKind::TokensRevoked);
    assert_eq!(revoked(json!({"oauth": ["U1"], "bot": []})), EventKind::Other("tokens_revoked".to_owned()));
    let opened = |tab| kind_of(json!({"type": "app_home_opened", "user": "U1", "tab": tab}));
    assert_eq!(opened("home"), EventKind::AppHomeOpened { user: "U1".into() });
    assert_eq!(opened("messages"), EventKind::Other("app_home_opened:messages".to_owned()));
}

#[test]
fn frames_of_the_connection_itself() {
    let hello = r#"{"type":"hello","num_connections":1,"debug_info":{"host":"applink-1"},"connection_info":{"app_id":"A1"}}"#;
    assert_eq!(frame(hello), Ok(Frame::Hello));
    let warning = r#"{"type":"disconnect","reason":"warning","debug_info":{"host":"applink-1"}}"#;
    assert_eq!(frame(warning), Ok(Frame::Disconnect("warning".to_owned())));
    let repeated =
        r#"{"type":"events_api","envelope_id":"e1","retry_attempt":2,"retry_reason":"timeout","payload":{}}"#;
    let Ok(Frame::Envelope { retry: 2, retry_reason, payload: Err(_), .. }) = frame(repeated) else {
        panic!("no repeat")
    };
    assert_eq!(retry_reason.as_deref(), Some("timeout"));
}

#[test]
fn a_fault_never_quotes_what_it_found() {
    let fault = body(None, br#"{"type":"event_callback","event_id":"secret","team_id":7}"#).unwrap_err();
    assert_eq!(fault.to_string(), "the event callback lacks a usable /team_id");
}
