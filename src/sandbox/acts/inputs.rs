//! What a person enters or picks, in the shape that each kind of element reports it.

use serde_json::{Map, Value, json};

use crate::sandbox::blocks::{self, choices, is_input};
use crate::sandbox::refusal::{Refusal, Result};

/// How a kind of element reports: under which name, and as what.
fn shape(kind: &str) -> (&'static str, Shape) {
    match kind {
        "static_select" | "external_select" | "radio_buttons" | "overflow" => {
            ("selected_option", Shape::Option)
        }
        "multi_static_select" | "multi_external_select" | "checkboxes" => {
            ("selected_options", Shape::Options)
        }
        "users_select" => ("selected_user", Shape::Text),
        "channels_select" => ("selected_channel", Shape::Text),
        "conversations_select" => ("selected_conversation", Shape::Text),
        "multi_users_select" => ("selected_users", Shape::Texts),
        "multi_channels_select" => ("selected_channels", Shape::Texts),
        "multi_conversations_select" => ("selected_conversations", Shape::Texts),
        "datepicker" => ("selected_date", Shape::Text),
        "timepicker" => ("selected_time", Shape::Text),
        "datetimepicker" => ("selected_date_time", Shape::Number),
        "rich_text_input" => ("rich_text_value", Shape::Any),
        "file_input" => ("files", Shape::Any),
        _ => ("value", Shape::Text),
    }
}

enum Shape {
    Text,
    Number,
    Texts,
    Option,
    Options,
    Any,
}

/// What `element` reports when `given` is entered: plain words, or Slack's own shape of them.
pub fn entered(element: &Value, given: &Value) -> Result<Value> {
    let kind = element["type"].as_str().unwrap_or("");
    let (name, shape) = shape(kind);
    let given = given.get(name).unwrap_or(given);
    let option = |value: &Value| -> Result<Value> {
        let wanted = value.get("value").unwrap_or(value);
        // What an external select offers, only the app knows.
        if kind.ends_with("external_select") {
            return Ok(if value.is_object() { value.clone() } else { json!({"value": wanted}) });
        }
        choices(element)
            .find(|choice| choice["value"] == *wanted)
            .cloned()
            .ok_or_else(|| "invalid_option".into())
    };
    let list = |given: &Value| given.as_array().cloned().ok_or_else(|| Refusal::from("invalid_value"));
    let reported = match shape {
        _ if given.is_null() => Value::Null,
        Shape::Text => json!(
            given
                .as_str()
                .map(ToOwned::to_owned)
                .or_else(|| given.as_number().map(ToString::to_string))
                .ok_or("invalid_value")?
        ),
        Shape::Number => json!(given.as_i64().ok_or("invalid_value")?),
        Shape::Texts => json!(list(given)?),
        Shape::Option => option(given)?,
        Shape::Options => Value::Array(list(given)?.iter().map(option).collect::<Result<_>>()?),
        Shape::Any => given.clone(),
    };
    Ok(json!({"type": kind, (name): reported}))
}

/// What `element` reports before anybody touched it.
fn untouched(element: &Value) -> Value {
    let kind = element["type"].as_str().unwrap_or("");
    let (name, shape) = shape(kind);
    let initial = &element[name
        .replace("selected_", "initial_")
        .replace("value", "initial_value")
        .replace("rich_text_initial", "initial")];
    let nothing = if matches!(shape, Shape::Options | Shape::Texts) { json!([]) } else { Value::Null };
    json!({"type": kind, (name): if initial.is_null() { nothing } else { initial.clone() }})
}

/// What was entered in a view before, with `values`, which go by block id and action id.
pub fn filled_in(
    blocks: &[Value],
    before: &Map<String, Value>,
    values: &Value,
) -> Result<Map<String, Value>> {
    let mut filled = before.clone();
    for (block, actions) in values.as_object().into_iter().flatten() {
        for (action, given) in actions.as_object().into_iter().flatten() {
            let element = blocks::actionable(blocks)
                .find(|(id, element)| id == block && element["action_id"] == action.as_str())
                .map(|(_, element)| element)
                .ok_or_else(|| Refusal::from("input_not_found").with("input", json!([block, action])))?;
            filled.entry(block).or_insert_with(|| json!({}))[action] = entered(element, given)?;
        }
    }
    Ok(filled)
}

/// The state of some blocks: what was entered, and what stands in the elements nobody touched.
pub fn state_of(blocks: &[Value], entered: &Map<String, Value>) -> Value {
    let mut values = Map::new();
    for (block, element) in blocks::actionable(blocks) {
        let (Some(kind), Some(action)) = (element["type"].as_str(), element["action_id"].as_str()) else {
            continue;
        };
        if is_input(kind) {
            let kept = entered.get(block).and_then(|block| block.get(action)).cloned();
            let slot = values.entry(block).or_insert_with(|| json!({}));
            slot[action] = kept.unwrap_or_else(|| untouched(element));
        }
    }
    json!({ "values": values })
}

/// What Slack itself finds missing or wrong before it troubles the app: block id → what it says there.
pub fn complaints(blocks: &[Value], state: &Value) -> Map<String, Value> {
    let mut complaints = Map::new();
    for block in blocks.iter().filter(|block| block["type"] == "input") {
        let element = &block["element"];
        let (Some(id), Some(action)) = (block["block_id"].as_str(), element["action_id"].as_str()) else {
            continue;
        };
        let (name, _) = shape(element["type"].as_str().unwrap_or(""));
        let value = &state["values"][id][action][name];
        let empty =
            value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
        let length = value.as_str().map_or(0, |text| text.chars().count() as u64);
        let said = if empty && block["optional"] != true {
            Some("Please complete this required field.".to_owned())
        } else if empty {
            None
        } else if element["min_length"].as_u64().is_some_and(|least| length < least) {
            Some(format!("This must be at least {} characters.", element["min_length"]))
        } else if element["max_length"].as_u64().is_some_and(|most| length > most) {
            Some(format!("This must be at most {} characters.", element["max_length"]))
        } else {
            value.as_str().and_then(|text| unfit(element, text))
        };
        if let Some(said) = said {
            complaints.insert(id.into(), json!(said));
        }
    }
    complaints
}

/// What is wrong with an entry that has a shape of its own: a number, an address.
fn unfit(element: &Value, text: &str) -> Option<String> {
    match element["type"].as_str()? {
        "number_input" => {
            let bound = |field: &str| element[field].as_str().and_then(|bound| bound.parse::<f64>().ok());
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            let is_whole = text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit());
            match number {
                None => Some("Enter a number.".to_owned()),
                Some(_) if element["is_decimal_allowed"] != true && !is_whole => {
                    Some("Enter a whole number.".to_owned())
                }
                Some(number) if bound("min_value").is_some_and(|least| number < least) => {
                    Some(format!("Enter a number of at least {}.", element["min_value"].as_str()?))
                }
                Some(number) if bound("max_value").is_some_and(|most| number > most) => {
                    Some(format!("Enter a number of at most {}.", element["max_value"].as_str()?))
                }
                Some(_) => None,
            }
        }
        "url_text_input" => {
            let is_address = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
            (!is_address).then(|| "Enter a valid URL.".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_reports_in_its_own_shape() {
        let options = json!([{"text": {"type": "plain_text", "text": "A"}, "value": "a"}]);
        for (kind, given, reported) in [
            ("plain_text_input", json!("hi"), json!({"value": "hi"})),
            ("plain_text_input", json!({"type": "plain_text_input", "value": "hi"}), json!({"value": "hi"})),
            ("static_select", json!("a"), json!({"selected_option": options[0]})),
            (
                "static_select",
                json!({"selected_option": {"value": "a"}}),
                json!({"selected_option": options[0]}),
            ),
            ("checkboxes", json!(["a"]), json!({"selected_options": options})),
            ("users_select", json!("U1"), json!({"selected_user": "U1"})),
            ("datepicker", json!("2026-03-02"), json!({"selected_date": "2026-03-02"})),
            ("datetimepicker", json!(17), json!({"selected_date_time": 17})),
        ] {
            let mut reported = reported;
            reported["type"] = json!(kind);
            let element = json!({"type": kind, "options": options});
            assert_eq!(entered(&element, &given).unwrap(), reported);
        }
        let select = json!({"type": "static_select", "options": options});
        assert_eq!(entered(&select, &json!("b")).unwrap_err().error, "invalid_option");
    }

    #[test]
    fn untouched_elements_report_what_they_began_with() {
        for (element, reported) in [
            (json!({"type": "plain_text_input", "initial_value": "x"}), json!({"value": "x"})),
            (json!({"type": "plain_text_input"}), json!({"value": null})),
            (json!({"type": "users_select", "initial_user": "U1"}), json!({"selected_user": "U1"})),
            (json!({"type": "checkboxes"}), json!({"selected_options": []})),
            (json!({"type": "datetimepicker", "initial_date_time": 5}), json!({"selected_date_time": 5})),
        ] {
            let mut reported = reported;
            reported["type"] = element["type"].clone();
            assert_eq!(untouched(&element), reported);
        }
    }

    #[test]
    fn slack_itself_minds_numbers_and_addresses() {
        let said = |element: Value, value: &str| {
            let (kind, mut element) = (element["type"].clone(), element);
            element["action_id"] = json!("a");
            let blocks = [json!({"type": "input", "block_id": "b", "element": element})];
            let state = json!({"values": {"b": {"a": {"type": kind, "value": value}}}});
            complaints(&blocks, &state).remove("b").and_then(|said| said.as_str().map(str::to_owned))
        };
        let number =
            json!({"type": "number_input", "is_decimal_allowed": false, "min_value": "0", "max_value": "9"});
        for (value, fits) in
            [("0", true), ("9", true), ("-1", false), ("10", false), ("1.5", false), ("x", false)]
        {
            assert_eq!(said(number.clone(), value).is_none(), fits, "{value}");
        }
        let address = json!({"type": "url_text_input"});
        assert_eq!(said(address.clone(), "https://a.example"), None);
        assert!(said(address, "a.example").is_some());
    }
}
