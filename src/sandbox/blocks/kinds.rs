//! The rules of each kind of block.

use std::collections::HashSet;

use serde_json::Value;

use super::{Faults, Surface, elements, rich};

/// Looks for what Slack refuses in one block.
pub fn check(faults: &mut Faults, at: &str, block: &Value, surface: Surface) {
    let Some(kind) = block["type"].as_str() else {
        return faults.add(at, "missing required field: type");
    };
    faults.string(&format!("{at}/block_id"), &block["block_id"], 1, 255);
    let in_messages = ["markdown", "table", "file", "context_actions"].contains(&kind);
    if in_messages && surface != Surface::Message {
        return faults.add(at, &format!("unsupported type: {kind}"));
    }
    match kind {
        "section" => section(faults, at, block),
        "divider" => faults.fields(at, block, &["type", "block_id"]),
        "image" => {
            faults.fields(at, block, &["type", "block_id", "image_url", "slack_file", "alt_text", "title"]);
            image(faults, at, block);
            if !block["title"].is_null() {
                faults.plain_text(&format!("{at}/title"), &block["title"], 2000);
            }
        }
        "actions" => {
            faults.fields(at, block, &["type", "block_id", "elements"]);
            interactive(faults, at, block, 25, elements::IN_ACTIONS);
        }
        "context_actions" => {
            faults.fields(at, block, &["type", "block_id", "elements"]);
            interactive(faults, at, block, 5, &["feedback_buttons", "icon_button"]);
        }
        "context" => context(faults, at, block),
        "header" => {
            faults.fields(at, block, &["type", "block_id", "text", "level"]);
            faults.plain_text(&format!("{at}/text"), &block["text"], 150);
        }
        "input" => input(faults, at, block),
        "rich_text" => {
            faults.fields(at, block, &["type", "block_id", "elements"]);
            rich::check(faults, &format!("{at}/elements"), &block["elements"]);
        }
        "markdown" => {
            faults.fields(at, block, &["type", "block_id", "text"]);
            required_string(faults, at, block, "text", 12_000);
        }
        "table" => table(faults, at, block),
        "video" => video(faults, at, block),
        "file" => {
            faults.fields(at, block, &["type", "block_id", "external_id", "source"]);
            required_string(faults, at, block, "external_id", 255);
        }
        other => faults.add(at, &format!("unsupported type: {other}")),
    }
}

fn required_string(faults: &mut Faults, at: &str, block: &Value, field: &str, most: usize) {
    match &block[field] {
        Value::Null => faults.add(at, &format!("missing required field: {field}")),
        text => faults.string(&format!("{at}/{field}"), text, 1, most),
    }
}

fn section(faults: &mut Faults, at: &str, block: &Value) {
    faults.fields(at, block, &["type", "block_id", "text", "fields", "accessory", "expand"]);
    faults.flag(&format!("{at}/expand"), &block["expand"]);
    let (text, fields) = (&block["text"], &block["fields"]);
    if text.is_null() && fields.is_null() {
        faults.add(at, "missing required field: text or fields");
    }
    if !text.is_null() {
        faults.any_text(&format!("{at}/text"), text, 3000);
    }
    if !fields.is_null() {
        let at = format!("{at}/fields");
        for (index, field) in faults.list(&at, fields, 1, 10).iter().enumerate() {
            faults.any_text(&format!("{at}/{index}"), field, 2000);
        }
    }
    let accessory = &block["accessory"];
    if !accessory.is_null() {
        let at = format!("{at}/accessory");
        if accessory["type"] == "image" {
            image(faults, &at, accessory);
        } else {
            elements::check(faults, &at, accessory, elements::IN_SECTION);
        }
    }
}

fn image(faults: &mut Faults, at: &str, image: &Value) {
    required_string(faults, at, image, "alt_text", 2000);
    match (&image["image_url"], &image["slack_file"]) {
        (Value::Null, Value::Null) => faults.add(at, "missing required field: image_url or slack_file"),
        (url, Value::Null) => {
            faults.string(&format!("{at}/image_url"), url, 1, 3000);
            if !url.as_str().is_some_and(|url| url.starts_with("http")) {
                faults.add(&format!("{at}/image_url"), "must be a valid URL");
            }
        }
        // One of the two, not both.
        (Value::Null, file) if file["id"].is_string() != file["url"].is_string() => {
            faults.fields(&format!("{at}/slack_file"), file, &["id", "url"]);
        }
        _ => faults.add(at, "must have one of image_url, slack_file"),
    }
}

fn interactive(faults: &mut Faults, at: &str, block: &Value, most: usize, allowed: &[&str]) {
    let at = format!("{at}/elements");
    let mut ids = HashSet::new();
    for (index, element) in faults.list(&at, &block["elements"], 1, most).iter().enumerate() {
        let at = format!("{at}/{index}");
        elements::check(faults, &at, element, allowed);
        if let Some(id) = element["action_id"].as_str().filter(|id| !ids.insert(*id)) {
            faults.add(&at, &format!("`action_id` must be unique in its block: {id}"));
        }
    }
}

fn context(faults: &mut Faults, at: &str, block: &Value) {
    faults.fields(at, block, &["type", "block_id", "elements"]);
    let at = format!("{at}/elements");
    for (index, element) in faults.list(&at, &block["elements"], 1, 10).iter().enumerate() {
        let at = format!("{at}/{index}");
        if element["type"] == "image" {
            image(faults, &at, element);
        } else {
            faults.any_text(&at, element, 3000);
        }
    }
}

fn input(faults: &mut Faults, at: &str, block: &Value) {
    faults.fields(
        at,
        block,
        &["type", "block_id", "label", "element", "dispatch_action", "hint", "optional"],
    );
    faults.plain_text(&format!("{at}/label"), &block["label"], 2000);
    if !block["hint"].is_null() {
        faults.plain_text(&format!("{at}/hint"), &block["hint"], 2000);
    }
    elements::check(faults, &format!("{at}/element"), &block["element"], elements::IN_INPUT);
}

fn table(faults: &mut Faults, at: &str, block: &Value) {
    faults.fields(at, block, &["type", "block_id", "rows", "column_settings"]);
    let rows = format!("{at}/rows");
    for (index, row) in faults.list(&rows, &block["rows"], 1, 100).iter().enumerate() {
        let row_at = format!("{rows}/{index}");
        for (column, cell) in faults.list(&row_at, row, 1, 20).iter().enumerate() {
            let at = format!("{row_at}/{column}");
            match cell["type"].as_str() {
                Some("raw_text") => required_string(faults, &at, cell, "text", 3000),
                Some("raw_number") if cell["value"].is_number() => {}
                Some("rich_text") => rich::check(faults, &format!("{at}/elements"), &cell["elements"]),
                _ => faults.add(&at, "must be one of: raw_text, raw_number, rich_text"),
            }
        }
    }
    if !block["column_settings"].is_null() {
        let at = format!("{at}/column_settings");
        for (index, column) in faults.list(&at, &block["column_settings"], 0, 20).iter().enumerate() {
            let at = format!("{at}/{index}");
            if !column.is_null() {
                faults.fields(&at, column, &["align", "is_wrapped"]);
                faults.one_of(&format!("{at}/align"), &column["align"], &["left", "center", "right"]);
            }
        }
    }
}

fn video(faults: &mut Faults, at: &str, block: &Value) {
    for field in ["alt_text", "thumbnail_url", "video_url"] {
        required_string(faults, at, block, field, 3000);
    }
    faults.plain_text(&format!("{at}/title"), &block["title"], 200);
}
