//! The shape of a rich text.

use serde_json::Value;

use super::Faults;

/// Looks for what Slack refuses in the elements of a `rich_text`.
pub fn check(faults: &mut Faults, at: &str, elements: &Value) {
    for (index, element) in faults.list(at, elements, 1, 1000).iter().enumerate() {
        let at = format!("{at}/{index}");
        match element["type"].as_str() {
            Some("rich_text_section" | "rich_text_quote" | "rich_text_preformatted") => {
                inline(faults, &format!("{at}/elements"), &element["elements"]);
            }
            Some("rich_text_list") => {
                faults.one_of(&format!("{at}/style"), &element["style"], &["bullet", "ordered"]);
                if element["style"].is_null() {
                    faults.add(&at, "missing required field: style");
                }
                let at = format!("{at}/elements");
                for (index, item) in faults.list(&at, &element["elements"], 1, 1000).iter().enumerate() {
                    if item["type"] != "rich_text_section" {
                        faults.add(&format!("{at}/{index}"), "must be a rich_text_section");
                    }
                    inline(faults, &format!("{at}/{index}/elements"), &item["elements"]);
                }
            }
            _ => faults.add(&at, "unsupported type"),
        }
    }
}

fn inline(faults: &mut Faults, at: &str, elements: &Value) {
    for (index, element) in faults.list(at, elements, 0, 1000).iter().enumerate() {
        let at = format!("{at}/{index}");
        let wanted = match element["type"].as_str() {
            Some("text") => "text",
            Some("link") => "url",
            Some("user") => "user_id",
            Some("channel") => "channel_id",
            Some("emoji") => "name",
            Some("usergroup") => "usergroup_id",
            Some("broadcast") => "range",
            Some("color") => "value",
            Some("date") => "format",
            _ => {
                faults.add(&at, "unsupported type");
                continue;
            }
        };
        match &element[wanted] {
            Value::Null => faults.add(&at, &format!("missing required field: {wanted}")),
            value => faults.string(&format!("{at}/{wanted}"), value, 1, usize::MAX - 1),
        }
    }
}
