//! The state of a form: what stands in its fields, each kind of element in its own shape.

use chrono::{DateTime, NaiveDate, NaiveTime};
use serde_json::Value;

use super::field::Fields;
use crate::interaction::{Entered, Filled};

/// Most blocks of a view, and so most fields.
const BLOCKS_MOST: usize = 100;
/// Most things that one field can have chosen.
const PICKS_MOST: usize = 100;

/// Reads `view.state.values`: block id → action id → what stands there. Each of our blocks holds one element; of
/// several the first that can be read counts. What cannot be read is an empty field.
pub(super) fn filled(view: Fields<'_>) -> Filled {
    let mut filled = Filled::default();
    let blocks = view.at("/state/values").and_then(Value::as_object);
    for (block, elements) in blocks.into_iter().flatten().take(BLOCKS_MOST) {
        let Some(block) = Fields::of("field", &Value::String(block.clone())).word("") else { continue };
        let Some(elements) = elements.as_object() else { continue };
        filled.put(block, elements.values().find_map(entered));
    }
    filled
}

/// What stands in an element; none where that is nothing.
fn entered(element: &Value) -> Option<Entered> {
    let fields = Fields::of("element", element);
    let one = |at: &str| fields.word(at).map(Entered::Pick);
    let many = |at: &str, inner: &str| {
        let items = fields.at(at)?.as_array()?.iter().take(PICKS_MOST);
        let picks: Vec<String> = items.filter_map(|item| Fields::of("choice", item).word(inner)).collect();
        (!picks.is_empty()).then_some(Entered::Picks(picks))
    };
    match fields.word("/type")?.as_str() {
        "plain_text_input" | "url_text_input" | "email_text_input" | "number_input" => {
            let text = fields.text("/value");
            (!text.is_empty()).then_some(Entered::Text(text))
        }
        "static_select" | "external_select" | "radio_buttons" => one("/selected_option/value"),
        "users_select" => one("/selected_user"),
        "channels_select" => one("/selected_channel"),
        "conversations_select" => one("/selected_conversation"),
        "checkboxes" | "multi_static_select" | "multi_external_select" => many("/selected_options", "/value"),
        "multi_users_select" => many("/selected_users", ""),
        "multi_channels_select" => many("/selected_channels", ""),
        "multi_conversations_select" => many("/selected_conversations", ""),
        "datepicker" => {
            let date = NaiveDate::parse_from_str(&fields.word("/selected_date")?, "%Y-%m-%d").ok()?;
            Some(Entered::Date(date))
        }
        "timepicker" => {
            let time = NaiveTime::parse_from_str(&fields.word("/selected_time")?, "%H:%M").ok()?;
            Some(Entered::Time(time))
        }
        "datetimepicker" => {
            DateTime::from_timestamp(fields.number("/selected_date_time")?, 0).map(Entered::Instant)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(element: Value) -> Option<Entered> {
        let view = json!({"state": {"values": {"b": {"value": element}}}});
        let filled = filled(Fields::of("view", &view));
        assert_eq!(filled.block("b"), Some("b"));
        entered(&view["state"]["values"]["b"]["value"])
    }

    #[test]
    fn each_kind_of_element_is_read_in_its_own_shape() {
        let pick = |value: &str| Some(Entered::Pick(value.to_owned()));
        for (element, expected) in [
            (json!({"type": "plain_text_input", "value": "a\u{0}b"}), Some(Entered::Text("ab".into()))),
            (json!({"type": "number_input", "value": "300"}), Some(Entered::Text("300".into()))),
            (json!({"type": "static_select", "selected_option": {"value": "a"}}), pick("a")),
            (json!({"type": "radio_buttons", "selected_option": {"value": "a"}}), pick("a")),
            (json!({"type": "conversations_select", "selected_conversation": "C1"}), pick("C1")),
            (
                json!({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": 1}, {"value": "b"}]}),
                Some(Entered::Picks(vec!["a".into(), "b".into()])),
            ),
            (
                json!({"type": "multi_users_select", "selected_users": ["U1", null]}),
                Some(Entered::Picks(vec!["U1".into()])),
            ),
            (
                json!({"type": "datepicker", "selected_date": "2026-03-02"}),
                NaiveDate::from_ymd_opt(2026, 3, 2).map(Entered::Date),
            ),
            (
                json!({"type": "timepicker", "selected_time": "09:30"}),
                NaiveTime::from_hms_opt(9, 30, 0).map(Entered::Time),
            ),
            (
                json!({"type": "datetimepicker", "selected_date_time": 86_400}),
                DateTime::from_timestamp(86_400, 0).map(Entered::Instant),
            ),
            // Nothing, or nothing that makes sense.
            (json!({"type": "plain_text_input", "value": null}), None),
            (json!({"type": "plain_text_input", "value": ["a"]}), None),
            (json!({"type": "static_select", "selected_option": null}), None),
            (json!({"type": "checkboxes", "selected_options": []}), None),
            (json!({"type": "datepicker", "selected_date": "2026-02-30"}), None),
            (json!({"type": "timepicker", "selected_time": "24:00"}), None),
            (json!({"type": "datetimepicker", "selected_date_time": i64::MAX}), None),
            (json!({"value": "no type"}), None),
            (json!("no object"), None),
        ] {
            assert_eq!(read(element.clone()), expected, "{element}");
        }
    }
}
