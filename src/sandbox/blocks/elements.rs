//! The rules of each kind of element that a person can act on.

use chrono::{NaiveDate, NaiveTime};
use serde_json::Value;
use url::Url;

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
    if let Some(own) = own_fields(kind) {
        let shared = ["type", "action_id"];
        faults.fields(at, element, &[&shared[..], own].concat());
    }
    faults.string(&format!("{at}/action_id"), &element["action_id"], 1, 255);
    faults.flag(&format!("{at}/focus_on_load"), &element["focus_on_load"]);
    let most = &element["max_selected_items"];
    if !most.is_null() && most.as_u64().is_none_or(|most| most == 0) {
        faults.add(&format!("{at}/max_selected_items"), "must be at least 1");
    }
    if !element["placeholder"].is_null() {
        faults.plain_text(&format!("{at}/placeholder"), &element["placeholder"], 150);
    }
    if !element["confirm"].is_null() {
        confirm(faults, &format!("{at}/confirm"), &element["confirm"]);
    }
    match kind {
        "button" => button(faults, at, element),
        "overflow" => {
            options(faults, &format!("{at}/options"), &element["options"], (1, 5), &["url"]);
            for (index, option) in choices(element).enumerate() {
                address(faults, &format!("{at}/options/{index}/url"), &option["url"]);
            }
        }
        "static_select" | "multi_static_select" => static_select(faults, at, element),
        "checkboxes" | "radio_buttons" => {
            options(faults, &format!("{at}/options"), &element["options"], (1, 10), &[]);
            initial_choices(faults, at, element);
        }
        "plain_text_input" => text_input(faults, at, element),
        "number_input" => number_input(faults, at, element),
        "datepicker" => picked(faults, at, &element["initial_date"], "initial_date", "%Y-%m-%d"),
        "timepicker" => picked(faults, at, &element["initial_time"], "initial_time", "%H:%M"),
        "datetimepicker" => instant(faults, at, &element["initial_date_time"]),
        "conversations_select" | "multi_conversations_select" => filter(faults, at, &element["filter"]),
        _ => {}
    }
    initial_ids(faults, at, element);
}

/// The fields that Slack's reference gives an element of this kind, beside its type and its name. The others look
/// at theirs themselves.
fn own_fields(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "static_select" => {
            &["placeholder", "options", "option_groups", "initial_option", "confirm", "focus_on_load"]
        }
        "external_select" => {
            &["placeholder", "initial_option", "min_query_length", "confirm", "focus_on_load"]
        }
        "users_select" => &["placeholder", "initial_user", "confirm", "focus_on_load"],
        "conversations_select" => &[
            "placeholder",
            "initial_conversation",
            "default_to_current_conversation",
            "confirm",
            "response_url_enabled",
            "filter",
            "focus_on_load",
        ],
        "channels_select" => {
            &["placeholder", "initial_channel", "confirm", "response_url_enabled", "focus_on_load"]
        }
        "multi_static_select" => &[
            "placeholder",
            "options",
            "option_groups",
            "initial_options",
            "confirm",
            "max_selected_items",
            "focus_on_load",
        ],
        "multi_external_select" => &[
            "placeholder",
            "initial_options",
            "min_query_length",
            "confirm",
            "max_selected_items",
            "focus_on_load",
        ],
        "multi_users_select" => {
            &["placeholder", "initial_users", "confirm", "max_selected_items", "focus_on_load"]
        }
        "multi_conversations_select" => &[
            "placeholder",
            "initial_conversations",
            "default_to_current_conversation",
            "confirm",
            "max_selected_items",
            "filter",
            "focus_on_load",
        ],
        "multi_channels_select" => {
            &["placeholder", "initial_channels", "confirm", "max_selected_items", "focus_on_load"]
        }
        _ => return None,
    })
}

fn text_input(faults: &mut Faults, at: &str, element: &Value) {
    let known = [
        "type",
        "action_id",
        "initial_value",
        "multiline",
        "min_length",
        "max_length",
        "dispatch_action_config",
        "focus_on_load",
        "placeholder",
    ];
    faults.fields(at, element, &known);
    for (field, least) in [("min_length", 0), ("max_length", 1)] {
        let length = &element[field];
        if !length.is_null() && !length.as_u64().is_some_and(|n| (least..=3000).contains(&n)) {
            faults.add(&format!("{at}/{field}"), &format!("must be from {least} to 3000"));
        }
    }
    let most = element["max_length"].as_u64().and_then(|most| usize::try_from(most).ok()).unwrap_or(3000);
    faults.string(&format!("{at}/initial_value"), &element["initial_value"], 0, most);
}

/// Its numbers are texts.
fn number_input(faults: &mut Faults, at: &str, element: &Value) {
    if !element["is_decimal_allowed"].is_boolean() {
        faults.add(at, "missing required field: is_decimal_allowed");
    }
    for field in ["initial_value", "min_value", "max_value"] {
        let value = &element[field];
        let is_number = |text: &str| text.parse::<f64>().is_ok();
        if !value.is_null() && !value.as_str().is_some_and(is_number) {
            faults.add(&format!("{at}/{field}"), "must be a number in a string");
        }
    }
    let bound = |field: &str| element[field].as_str().and_then(|text| text.parse::<f64>().ok());
    if bound("min_value").zip(bound("max_value")).is_some_and(|(least, most)| least > most) {
        faults.add(&format!("{at}/min_value"), "must be less than max_value");
    }
}

/// Seconds since 1970, in ten digits.
fn instant(faults: &mut Faults, at: &str, value: &Value) {
    let ten_digits = 1_000_000_000..10_000_000_000_i64;
    if !value.is_null() && !value.as_i64().is_some_and(|seconds| ten_digits.contains(&seconds)) {
        faults.add(&format!("{at}/initial_date_time"), "must be a UNIX timestamp of 10 digits");
    }
}

/// Who or what is picked at first is named by an id that could be somebody's.
fn initial_ids(faults: &mut Faults, at: &str, element: &Value) {
    let is_id = |value: &Value, kinds: &str| {
        value.as_str().and_then(|id| id.split_at_checked(1)).is_some_and(|(kind, rest)| {
            let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
            kinds.contains(kind) && !rest.is_empty() && rest.chars().all(plain)
        })
    };
    // A direct message may be named by the other person.
    for (field, what, kinds) in
        [("user", "user", "UW"), ("channel", "channel", "CG"), ("conversation", "conversation", "CGDUW")]
    {
        let one = format!("initial_{field}");
        if !element[&one].is_null() && !is_id(&element[&one], kinds) {
            faults.add(&format!("{at}/{one}"), &format!("must be the id of a valid {what}"));
        }
        let several = format!("initial_{field}s");
        if !element[&several].is_null() {
            let at = format!("{at}/{several}");
            if !faults.list(&at, &element[&several], 0, 100).iter().all(|one| is_id(one, kinds)) {
                faults.add(&at, &format!("must be the ids of valid {what}s"));
            }
        }
    }
}

/// An address that a browser can load, or an app of the person's own opens.
fn address(faults: &mut Faults, at: &str, value: &Value) {
    faults.string(at, value, 1, 3000);
    let loads = |text: &str| {
        Url::parse(text).is_ok_and(|url| ["http", "https", "mailto", "slack"].contains(&url.scheme()))
    };
    if value.as_str().is_some_and(|text| !loads(text)) {
        faults.add(at, "invalid url");
    }
}

/// What conversations are shown: at least one kind, if any are named.
fn filter(faults: &mut Faults, at: &str, filter: &Value) {
    if filter.is_null() {
        return;
    }
    let at = format!("{at}/filter");
    faults.fields(&at, filter, &["include", "exclude_external_shared_channels", "exclude_bot_users"]);
    let known = ["im", "mpim", "private", "public"];
    if !filter["include"].is_null() {
        for (index, kind) in
            faults.list(&format!("{at}/include"), &filter["include"], 1, 4).iter().enumerate()
        {
            faults.one_of(&format!("{at}/include/{index}"), kind, &known);
        }
    }
}

/// What is chosen at first is among the choices, word for word; and no list is empty.
fn initial_choices(faults: &mut Faults, at: &str, element: &Value) {
    let is_provided = |initial: &Value| {
        choices(element).any(|option| {
            option["value"] == initial["value"] && option["text"]["text"] == initial["text"]["text"]
        })
    };
    let initial = &element["initial_option"];
    if !initial.is_null() && !is_provided(initial) {
        faults.add(&format!("{at}/initial_option"), "must be one of the provided options");
    }
    let initial = &element["initial_options"];
    if !initial.is_null() {
        let at = format!("{at}/initial_options");
        let list = faults.list(&at, initial, 1, 100);
        if !list.iter().all(is_provided) {
            faults.add(&at, "must be one of the provided options");
        }
    }
}

fn button(faults: &mut Faults, at: &str, button: &Value) {
    let known = ["type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"];
    faults.fields(at, button, &known);
    faults.plain_text(&format!("{at}/text"), &button["text"], 75);
    faults.string(&format!("{at}/value"), &button["value"], 1, 2000);
    address(faults, &format!("{at}/url"), &button["url"]);
    faults.string(&format!("{at}/accessibility_label"), &button["accessibility_label"], 1, 75);
    faults.one_of(&format!("{at}/style"), &button["style"], &["primary", "danger"]);
}

fn static_select(faults: &mut Faults, at: &str, select: &Value) {
    match (&select["options"], &select["option_groups"]) {
        (Value::Null, Value::Null) => faults.add(at, "missing required field: options"),
        (list, Value::Null) => options(faults, &format!("{at}/options"), list, (1, 100), &[]),
        (Value::Null, groups) => {
            let at = format!("{at}/option_groups");
            for (index, group) in faults.list(&at, groups, 1, 100).iter().enumerate() {
                faults.plain_text(&format!("{at}/{index}/label"), &group["label"], 75);
                options(faults, &format!("{at}/{index}/options"), &group["options"], (1, 100), &[]);
            }
        }
        _ => faults.add(at, "must have one of options, option_groups"),
    }
    // Menus show plain text alone; beside boxes and radio buttons there may be markup.
    for (index, option) in choices(select).enumerate() {
        for field in ["text", "description"] {
            if option[field]["type"] == "mrkdwn" {
                faults.add(&format!("{at}/options/{index}/{field}"), "must be one of: plain_text");
            }
        }
    }
    initial_choices(faults, at, select);
}

/// So many options; `more` are the fields that only those of this kind of element have.
fn options(faults: &mut Faults, at: &str, list: &Value, (least, most): (usize, usize), more: &[&str]) {
    for (index, option) in faults.list(at, list, least, most).iter().enumerate() {
        let at = format!("{at}/{index}");
        faults.fields(&at, option, &[&["text", "value", "description"][..], more].concat());
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

/// A date or a time that there is.
fn picked(faults: &mut Faults, at: &str, value: &Value, field: &str, format: &str) {
    let fits = |text: &str| match field {
        "initial_date" => text.len() == 10 && NaiveDate::parse_from_str(text, format).is_ok(),
        _ => text.len() == 5 && NaiveTime::parse_from_str(text, format).is_ok(),
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
