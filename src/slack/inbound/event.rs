//! Events: the inner event of an `event_callback`, read into [`EventKind`].

use chrono::DateTime;
use serde_json::Value;

use super::field::Fields;
use super::{Fault, Inbound, Parsed};
use crate::domain::id::WorkspaceId;
use crate::domain::roster::Person;
use crate::event::{Event, EventKind, MessageRef, Reaction};
use crate::slack::client::person;

/// Reads an `event_callback`, the shape that both ways in share.
pub(super) fn callback(payload: &Value) -> Result<Parsed, Fault> {
    let outer = Fields::of("event callback", payload);
    let event_id = outer.need("/event_id")?;
    let inner = payload.get("event").unwrap_or(&Value::Null);
    let seconds = outer.number("/event_time");
    // In a shared channel `team_id` can name the other side; the authorization names the installation.
    let workspace: WorkspaceId = match outer.word("/authorizations/0/team_id") {
        Some(team) => team.into(),
        None => outer.need("/team_id")?.into(),
    };
    Ok(Parsed::Inbound(Inbound::Event(Event {
        delivery: format!("event:{event_id}"),
        time: seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
        kind: kind(inner, &workspace)?,
        workspace,
    })))
}

fn kind(event: &Value, home: &WorkspaceId) -> Result<EventKind, Fault> {
    let fields = Fields::of("event", event);
    let name = fields.need("/type")?;
    Ok(match name.as_str() {
        "message" => message(fields)?,
        "reaction_added" => reaction(fields)?.map_or(EventKind::Other(name), EventKind::ReactionAdded),
        "reaction_removed" => reaction(fields)?.map_or(EventKind::Other(name), EventKind::ReactionRemoved),
        "member_joined_channel" => EventKind::MemberJoined {
            channel: fields.need("/channel")?.into(),
            user: fields.need("/user")?.into(),
        },
        "member_left_channel" => EventKind::MemberLeft {
            channel: fields.need("/channel")?.into(),
            user: fields.need("/user")?.into(),
        },
        "channel_rename" | "group_rename" => EventKind::ChannelRenamed {
            channel: fields.need("/channel/id")?.into(),
            name: fields.need("/channel/name")?,
        },
        "channel_archive" | "group_archive" => EventKind::ChannelArchived(fields.need("/channel")?.into()),
        "channel_unarchive" | "group_unarchive" => {
            EventKind::ChannelUnarchived(fields.need("/channel")?.into())
        }
        "user_change" => EventKind::UserChanged(user(fields, home)?),
        "team_join" => EventKind::TeamJoined(user(fields, home)?),
        "app_home_opened" => home_opened(fields)?,
        "app_uninstalled" => EventKind::AppUninstalled,
        // People's tokens are none of ours; only the bot's loss matters.
        "tokens_revoked" if fields.at("/tokens/bot/0").is_some() => EventKind::TokensRevoked,
        _ => EventKind::Other(name),
    })
}

fn message(fields: Fields<'_>) -> Result<EventKind, Fault> {
    let subtype = fields.word("/subtype");
    Ok(match subtype.as_deref() {
        Some("message_changed") => edited(fields)?,
        Some("message_deleted") => deleted(fields, fields.need("/deleted_ts")?)?,
        _ if is_bots(fields) => EventKind::BotMessage,
        // Nobody wrote it: sound, but none of ours.
        None if fields.at("/user").is_none() => EventKind::Other("message".to_owned()),
        None | Some("file_share" | "me_message" | "thread_broadcast") => EventKind::MessagePosted {
            channel: fields.need("/channel")?.into(),
            user: fields.need("/user")?.into(),
            text: fields.text("/text"),
            ts: fields.need("/ts")?,
            thread_ts: fields.word("/thread_ts"),
            channel_type: fields.word("/channel_type"),
        },
        Some(other) => EventKind::Other(format!("message:{other}")),
    })
}

/// Whether a message was written by a program: an app, a webhook, or Slack itself.
fn is_bots(message: Fields<'_>) -> bool {
    message.at("/bot_id").is_some()
        || message.word("/subtype").as_deref() == Some("bot_message")
        || message.word("/user").as_deref() == Some("USLACKBOT")
}

fn edited(fields: Fields<'_>) -> Result<EventKind, Fault> {
    let lacks = Fault::Lacks { what: "event", field: "/message" };
    let message = fields.inside("/message").ok_or(lacks)?;
    let subtype = message.word("/subtype");
    Ok(match subtype.as_deref() {
        // A message with a thread below it does not vanish when it is deleted.
        Some("tombstone") => deleted(fields, message.need("/ts")?)?,
        _ if is_bots(message) => EventKind::BotMessage,
        None if message.at("/user").is_none() => EventKind::Other("message_changed".to_owned()),
        None | Some("file_share" | "me_message" | "thread_broadcast") => EventKind::MessageEdited {
            channel: fields.need("/channel")?.into(),
            user: message.need("/user")?.into(),
            ts: message.need("/ts")?,
            text: message.text("/text"),
            previous_text: fields.inside("/previous_message").map(|previous| previous.text("/text")),
            edit: message.inside("/edited").map(|edit| edit.text("/ts")),
        },
        Some(other) => EventKind::Other(format!("message_changed:{other}")),
    })
}

fn deleted(fields: Fields<'_>, ts: String) -> Result<EventKind, Fault> {
    let previous = fields.inside("/previous_message");
    if previous.is_some_and(is_bots) {
        return Ok(EventKind::BotMessage);
    }
    let user = previous.and_then(|previous| previous.word("/user")).map(Into::into);
    Ok(EventKind::MessageDeleted { channel: fields.need("/channel")?.into(), ts, user })
}

/// None where the reaction is to something other than a message.
fn reaction(fields: Fields<'_>) -> Result<Option<Reaction>, Fault> {
    if fields.need("/item/type")? != "message" {
        return Ok(None);
    }
    Ok(Some(Reaction {
        user: fields.need("/user")?.into(),
        name: fields.need("/reaction")?,
        message: MessageRef { channel: fields.need("/item/channel")?.into(), ts: fields.need("/item/ts")? },
        author: fields.word("/item_user").map(Into::into),
    }))
}

/// The event is sent for the Messages tab too, which shows nothing of ours.
fn home_opened(fields: Fields<'_>) -> Result<EventKind, Fault> {
    Ok(match fields.word("/tab").as_deref() {
        None | Some("home") => EventKind::AppHomeOpened { user: fields.need("/user")?.into() },
        Some(tab) => EventKind::Other(format!("app_home_opened:{tab}")),
    })
}

fn user(fields: Fields<'_>, home: &WorkspaceId) -> Result<Box<Person>, Fault> {
    let lacks = Fault::Lacks { what: "event", field: "/user/id" };
    person(&fields.value("/user"), home).map(Box::new).ok_or(lacks)
}
