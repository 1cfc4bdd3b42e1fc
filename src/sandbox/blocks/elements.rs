//! The rules of each kind of element that a person can act on.

use serde_json::Value;

use super::Faults;

/// What an `actions` block may hold.
pub const IN_ACTIONS: &[&str] = &[
    "button",
    "workflow_button",
    "overflow",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "checkboxes",
    "radio_buttons",
];

/// What may stand beside a `section`, images apart.
pub const IN_SECTION: &[&str] = &[
    "button",
    "workflow_button",
    "overflow",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
    "datepicker",
    "timepicker",
    "checkboxes",
    "radio_buttons",
];

/// What an `input` block may ask with.
pub const IN_INPUT: &[&str] = &[
    "plain_text_input",
    "rich_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "file_input",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "checkboxes",
    "radio_buttons",
];

/// Whether a person can act on an element of this kind.
pub fn is_interactive(kind: &str) -> bool {
    is_input(kind)
        || ["button", "workflow_button", "overflow", "icon_button", "feedback_buttons"].contains(&kind)
}

/// Whether an element of this kind keeps what was entered, so that it is part of a view's state.
pub fn is_input(kind: &str) -> bool {
    IN_INPUT.contains(&kind)
}

/// Looks for what Slack refuses in one element.
pub fn check(faults: &mut Faults, at: &str, element: &Value, allowed: &[&str]) {
    let kind = element["type"].as_str().unwrap_or("");
    if !allowed.contains(&kind) {
        return faults.add(at, &format!("unsupported type: {kind}"));
    }
    faults.string(&format!("{at}/action_id"), &element["action_id"], 1, 255);
    if !element["placeholder"].is_null() {
        faults.plain_text(&format!("{at}/placeholder"), &element["placeholder"], 150);
    }
    if !element["confirm"].is_null() {
        confirm(faults, &format!("{at}/confirm"), &element["confirm"]);
    }
    match kind {
        "button" => button(faults, at, element),
        "overflow" => options(faults, &format!("{at}/options"), &element["options"], 1, 5),
        "static_select" | "multi_static_select" => static_select(faults, at, element),
        "checkboxes" | "radio_buttons" => {
            options(faults, &format!("{at}/options"), &element["options"], 1, 10);
        }
        "plain_text_input" => {
            for (field, least) in [("min_length", 0), ("max_length", 1)] {
                let length = &element[field];
                if !length.is_null() && !length.as_u64().is_some_and(|n| (least..=3000).contains(&n)) {
                    faults.add(&format!("{at}/{field}"), &format!("must be from {least} to 3000"));
                }
            }
        }
        "number_input" if !element["is_decimal_allowed"].is_boolean() => {
            faults.add(at, "missing required field: is_decimal_allowed");
        }
        "datepicker" => picked(faults, at, &element["initial_date"], "initial_date", "0000-00-00"),
        "timepicker" => picked(faults, at, &element["initial_time"], "initial_time", "00:00"),
        _ => {}
    }
}

fn button(faults: &mut Faults, at: &str, button: &Value) {
    let known = ["type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"];
    faults.fields(at, button, &known);
    faults.plain_text(&format!("{at}/text"), &button["text"], 75);
    faults.string(&format!("{at}/value"), &button["value"], 1, 2000);
    faults.string(&format!("{at}/url"), &button["url"], 1, 3000);
    faults.string(&format!("{at}/accessibility_label"), &button["accessibility_label"], 1, 75);
    faults.one_of(&format!("{at}/style"), &button["style"], &["primary", "danger"]);
}

fn static_select(faults: &mut Faults, at: &str, select: &Value) {
    match (&select["options"], &select["option_groups"]) {
        (Value::Null, Value::Null) => faults.add(at, "missing required field: options"),
        (list, Value::Null) => options(faults, &format!("{at}/options"), list, 1, 100),
        (Value::Null, groups) => {
            let at = format!("{at}/option_groups");
            for (index, group) in faults.list(&at, groups, 1, 100).iter().enumerate() {
                faults.plain_text(&format!("{at}/{index}/label"), &group["label"], 75);
                options(faults, &format!("{at}/{index}/options"), &group["options"], 1, 100);
            }
        }
        _ => faults.add(at, "must have one of options, option_groups"),
    }
    let initial = &select["initial_option"];
    if !initial.is_null() && !choices(select).any(|option| option["value"] == initial["value"]) {
        faults.add(&format!("{at}/initial_option"), "must be one of the options");
    }
}

fn options(faults: &mut Faults, at: &str, list: &Value, least: usize, most: usize) {
    for (index, option) in faults.list(at, list, least, most).iter().enumerate() {
        let at = format!("{at}/{index}");
        faults.fields(&at, option, &["text", "value", "description", "url"]);
        faults.any_text(&format!("{at}/text"), &option["text"], 75);
        match &option["value"] {
            Value::Null => faults.add(&at, "missing required field: value"),
            value => faults.string(&format!("{at}/value"), value, 1, 150),
        }
        if !option["description"].is_null() {
            faults.any_text(&format!("{at}/description"), &option["description"], 75);
        }
    }
}

fn confirm(faults: &mut Faults, at: &str, confirm: &Value) {
    faults.fields(at, confirm, &["title", "text", "confirm", "deny", "style"]);
    faults.plain_text(&format!("{at}/title"), &confirm["title"], 100);
    faults.any_text(&format!("{at}/text"), &confirm["text"], 300);
    faults.plain_text(&format!("{at}/confirm"), &confirm["confirm"], 30);
    faults.plain_text(&format!("{at}/deny"), &confirm["deny"], 30);
}

/// A date or a time: digits where the pattern has them.
fn picked(faults: &mut Faults, at: &str, value: &Value, field: &str, pattern: &str) {
    let fits = |text: &str| {
        text.len() == pattern.len()
            && text
                .bytes()
                .zip(pattern.bytes())
                .all(|(a, b)| if b == b'0' { a.is_ascii_digit() } else { a == b })
    };
    if !value.is_null() && !value.as_str().is_some_and(fits) {
        faults.add(&format!("{at}/{field}"), "must be in the format of a date or time");
    }
}

/// The options of a select, in groups or not.
pub fn choices(element: &Value) -> impl Iterator<Item = &Value> {
    let plain = element["options"].as_array().into_iter().flatten();
    let groups = element["option_groups"].as_array().into_iter().flatten();
    plain.chain(groups.filter_map(|group| group["options"].as_array()).flatten())
}
