//! Interactions: clicks, forms and shortcuts, read into [`InteractionKind`].

use serde_json::Value;

use super::field::Fields;
use super::{Fault, Inbound, Parsed, state};
use crate::domain::id::WorkspaceId;
use crate::interaction::{Interaction, InteractionKind, View};

/// Reads the payload of an interaction, the shape that both ways in share.
pub(super) fn interaction(payload: &Value) -> Result<Parsed, Fault> {
    let fields = Fields::of("interaction", payload);
    let Some(name) = fields.word("/type") else {
        return Ok(Parsed::Useless("interaction without a type".to_owned()));
    };
    let Some(kind) = kind(fields, &name)? else { return Ok(Parsed::Useless(name)) };
    let trigger_id = fields.word("/trigger_id");
    Ok(Parsed::Inbound(Inbound::Interaction(Interaction {
        workspace: workspace(fields)?,
        user: fields.need("/user/id")?.into(),
        delivery: delivery(fields, &name, trigger_id.as_deref())?,
        trigger_id,
        response_url: fields.word("/response_url"),
        kind,
    })))
}

/// The installation that an interaction is meant for. A form opened in a shared channel names it itself; for
/// an organisation-wide installation `team` is null, and only the person's workspace is left.
fn workspace(fields: Fields<'_>) -> Result<WorkspaceId, Fault> {
    ["/view/app_installed_team_id", "/team/id", "/user/team_id"]
        .iter()
        .find_map(|pointer| fields.word(pointer))
        .map(Into::into)
        .ok_or(Fault::Lacks { what: "interaction", field: "/team/id" })
}

/// A trigger belongs to one deed; a form sent again after its faults were shown has a new one, though the view
/// and its hash stay the same. A form that was closed brings none: it closes once.
fn delivery(fields: Fields<'_>, name: &str, trigger_id: Option<&str>) -> Result<String, Fault> {
    match trigger_id {
        Some(trigger) => Ok(format!("{name}:{trigger}")),
        None if name == "view_closed" => Ok(format!("{name}:{}", fields.need("/view/id")?)),
        None => Err(Fault::Lacks { what: "interaction", field: "/trigger_id" }),
    }
}

/// None for kinds that nothing of ours gives rise to.
fn kind(fields: Fields<'_>, name: &str) -> Result<Option<InteractionKind>, Fault> {
    Ok(Some(match name {
        "block_actions" => click(fields)?,
        "view_submission" => InteractionKind::ViewSubmitted(need_view(fields)?),
        "view_closed" => InteractionKind::ViewClosed(need_view(fields)?),
        "shortcut" => InteractionKind::Shortcut { callback_id: fields.need("/callback_id")? },
        "message_action" => InteractionKind::MessageShortcut {
            callback_id: fields.need("/callback_id")?,
            channel: fields.need("/channel/id")?.into(),
            message_ts: match fields.word("/message/ts") {
                Some(ts) => ts,
                None => fields.need("/message_ts")?,
            },
            message_user: fields.word("/message/user").map(Into::into),
            message_text: fields.text("/message/text"),
        },
        _ => return Ok(None),
    }))
}

/// Slack sends one action at a time, though in a list.
fn click(fields: Fields<'_>) -> Result<InteractionKind, Fault> {
    Ok(InteractionKind::Click {
        action_id: fields.need("/actions/0/action_id")?,
        block_id: fields.word("/actions/0/block_id").unwrap_or_default(),
        value: chosen(fields),
        channel: fields.word("/channel/id").or_else(|| fields.word("/container/channel_id")).map(Into::into),
        message_ts: fields.word("/container/message_ts").or_else(|| fields.word("/message/ts")),
        ephemeral: fields.flag("/container/is_ephemeral"),
        view: view(fields)?,
        at: fields.word("/actions/0/action_ts").unwrap_or_default(),
    })
}

/// Each kind of element carries its choice in a field of its own.
fn chosen(fields: Fields<'_>) -> Option<String> {
    const PLACES: [&str; 7] = [
        "/actions/0/value",
        "/actions/0/selected_option/value",
        "/actions/0/selected_user",
        "/actions/0/selected_channel",
        "/actions/0/selected_conversation",
        "/actions/0/selected_date",
        "/actions/0/selected_time",
    ];
    PLACES.iter().find(|place| fields.at(place).is_some_and(Value::is_string)).map(|place| fields.text(place))
}

fn view(fields: Fields<'_>) -> Result<Option<View>, Fault> {
    let Some(view) = fields.inside("/view") else { return Ok(None) };
    Ok(Some(View {
        view_id: view.need("/id")?,
        callback_id: view.word("/callback_id").unwrap_or_default(),
        private_metadata: view.text("/private_metadata"),
        is_home: view.word("/type").as_deref() == Some("home"),
        filled: state::filled(view),
        hash: view.word("/hash"),
    }))
}

fn need_view(fields: Fields<'_>) -> Result<View, Fault> {
    view(fields)?.ok_or(Fault::Lacks { what: "interaction", field: "/view" })
}
