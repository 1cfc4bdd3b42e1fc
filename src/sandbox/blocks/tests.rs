use serde_json::{Value, json};

use super::*;

fn refused(block: Value) -> bool {
    accept(json!([block])).is_err()
}

fn plain(length: usize) -> Value {
    json!({"type": "plain_text", "text": "x".repeat(length)})
}

fn mrkdwn(length: usize) -> Value {
    json!({"type": "mrkdwn", "text": "x".repeat(length)})
}

fn button(text: usize, value: usize, id: &str) -> Value {
    json!({"type": "button", "text": plain(text), "value": "v".repeat(value), "action_id": id})
}

fn repeated(thing: Value, times: usize) -> Value {
    Value::Array(vec![thing; times])
}

/// Each limit at its last allowed value, and one beyond.
#[test]
fn the_limits_of_block_kit_are_exact() {
    let section = |n| json!({"type": "section", "text": mrkdwn(n)});
    let header = |n| json!({"type": "header", "text": plain(n)});
    let fields = |n, length| json!({"type": "section", "fields": repeated(mrkdwn(length), n)});
    let context = |n| json!({"type": "context", "elements": repeated(mrkdwn(1), n)});
    let actions = |n: usize| {
        let buttons: Vec<Value> = (0..n).map(|i| button(1, 1, &i.to_string())).collect();
        json!({"type": "actions", "elements": buttons})
    };
    let one = |text, value, id: usize| json!({"type": "actions", "elements": [button(text, value, &"i".repeat(id))]});
    let select = |n, text| {
        let options = repeated(json!({"text": plain(text), "value": "v"}), n);
        json!({"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": options}]})
    };
    let table = |rows, columns| {
        let cell = json!({"type": "raw_text", "text": "x"});
        json!({"type": "table", "rows": repeated(repeated(cell, columns), rows)})
    };
    let named = |n: usize| json!({"type": "divider", "block_id": "b".repeat(n)});
    let markdown = |n: usize| json!({"type": "markdown", "text": "m".repeat(n)});
    for (fits, too_much) in [
        (section(3000), section(3001)),
        (section(1), section(0)),
        (header(150), header(151)),
        (fields(10, 1), fields(11, 1)),
        (fields(1, 2000), fields(1, 2001)),
        (context(10), context(11)),
        (actions(25), actions(26)),
        (one(75, 1, 1), one(76, 1, 1)),
        (one(1, 2000, 1), one(1, 2001, 1)),
        (one(1, 1, 255), one(1, 1, 256)),
        (select(100, 1), select(101, 1)),
        (select(1, 75), select(1, 76)),
        (table(100, 20), table(101, 20)),
        (table(100, 20), table(1, 21)),
        (named(255), named(256)),
        (markdown(12_000), markdown(12_001)),
    ] {
        assert!(!refused(fits.clone()), "{fits}");
        assert!(refused(too_much.clone()), "{too_much}");
    }
}

#[test]
fn what_slack_does_not_know_is_refused() {
    for block in [
        json!({"type": "leaderboard"}),
        json!({"text": "no type"}),
        json!("no object"),
        json!({"type": "section"}),
        json!({"type": "header", "text": mrkdwn(3)}),
        json!({"type": "divider", "colour": "red"}),
        json!({"type": "section", "text": mrkdwn(1), "expand": "yes"}),
        json!({"type": "image", "image_url": "https://x.de/a.png"}),
        json!({"type": "image", "alt_text": "a"}),
        json!({"type": "input", "label": plain(1), "element": button(1, 1, "a")}),
        json!({"type": "rich_text", "elements": [{"type": "text", "text": "loose"}]}),
        json!({"type": "actions", "elements": [button(1, 1, "same"), button(1, 1, "same")]}),
    ] {
        assert!(refused(block.clone()), "{block}");
    }
}

#[test]
fn a_message_holds_fifty_blocks_one_table_unique_ids_and_so_much_text() {
    let section = |n| json!({"type": "section", "text": mrkdwn(n)});
    assert!(accept(repeated(section(1), 50)).is_ok());
    assert_eq!(accept(repeated(section(1), 51)).unwrap_err().error, "invalid_blocks");
    assert_eq!(accept(repeated(section(3000), 5)).unwrap_err().error, "msg_blocks_too_long");
    let table = json!({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]});
    assert!(accept(repeated(table, 2)).is_err());
    assert!(accept(repeated(json!({"type": "divider", "block_id": "b"}), 2)).is_err());
}

#[test]
fn unnamed_blocks_and_elements_are_named() {
    let named =
        accept(json!([{"type": "actions", "elements": [{"type": "button", "text": plain(1)}]}])).unwrap();
    assert_eq!(named[0]["block_id"].as_str().map(str::len), Some(5));
    let (block, element) = actionable(named.as_array().unwrap()).next().unwrap();
    assert_eq!(block, named[0]["block_id"]);
    assert!(element["action_id"].is_string());
}

#[test]
fn the_refusal_points_at_the_place() {
    let refusal = accept(json!([{"type": "header", "text": plain(151)}])).unwrap_err();
    assert_eq!(
        refusal.beside["response_metadata"]["messages"][0],
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    );
}

#[test]
fn what_an_element_begins_with_has_to_be_possible() {
    let option = |value: &str| json!({"text": plain(1), "value": value});
    let of = |element: Value| {
        let block = json!({"type": "input", "label": plain(1), "element": element});
        let mut faults = Faults::default();
        check(&mut faults, "/view/blocks", &json!([block]), Surface::Modal);
        faults.refuse("invalid_arguments").is_ok()
    };
    let marked = json!({"text": mrkdwn(1), "value": "a"});
    for (element, fits) in [
        (json!({"type": "static_select", "options": [option("a")], "initial_option": option("a")}), true),
        (json!({"type": "static_select", "options": [option("a")], "initial_option": option("b")}), false),
        (json!({"type": "static_select", "options": [marked]}), false),
        (json!({"type": "radio_buttons", "options": [marked]}), true),
        (json!({"type": "checkboxes", "options": [option("a")], "initial_options": [option("a")]}), true),
        (json!({"type": "checkboxes", "options": [option("a")], "initial_options": []}), false),
        (json!({"type": "checkboxes", "options": [option("a")], "initial_options": [option("b")]}), false),
        (json!({"type": "number_input", "is_decimal_allowed": false, "initial_value": "3"}), true),
        (json!({"type": "number_input", "is_decimal_allowed": false, "initial_value": 3}), false),
        (
            json!({"type": "number_input", "is_decimal_allowed": false, "min_value": "4", "max_value": "3"}),
            false,
        ),
        (json!({"type": "number_input"}), false),
        (json!({"type": "plain_text_input", "max_length": 3, "initial_value": "abc"}), true),
        (json!({"type": "plain_text_input", "max_length": 3, "initial_value": "abcd"}), false),
        (json!({"type": "plain_text_input", "max_length": 3001}), false),
        (json!({"type": "plain_text_input", "colour": "red"}), false),
        (json!({"type": "datepicker", "initial_date": "2026-02-28"}), true),
        (json!({"type": "datepicker", "initial_date": "2026-02-30"}), false),
        (json!({"type": "timepicker", "initial_time": "23:59"}), true),
        (json!({"type": "timepicker", "initial_time": "24:00"}), false),
        (json!({"type": "static_select", "options": [option("a")], "colour": "red"}), false),
        (
            json!({"type": "static_select", "options": [{"text": plain(1), "value": "a", "url": "https://a.example"}]}),
            false,
        ),
        (json!({"type": "users_select", "initial_users": ["U0JO"]}), false),
        (json!({"type": "users_select", "initial_user": "U0JO"}), true),
        (json!({"type": "users_select", "initial_user": "nobody"}), false),
        (json!({"type": "multi_users_select", "initial_users": ["U0JO", "nobody"]}), false),
        (json!({"type": "multi_users_select", "initial_users": ["U0JO"], "max_selected_items": 1}), true),
        (json!({"type": "multi_users_select", "max_selected_items": 0}), false),
        (json!({"type": "channels_select", "initial_channel": "C0WINS"}), true),
        (json!({"type": "channels_select", "initial_channel": "#wins"}), false),
        (json!({"type": "conversations_select", "initial_conversation": "D0BOT"}), true),
        (json!({"type": "datetimepicker", "initial_date_time": 1_628_633_820}), true),
        (json!({"type": "datetimepicker", "initial_date_time": 12}), false),
        (json!({"type": "datetimepicker", "initial_date_time": "1628633820"}), false),
        (json!({"type": "plain_text_input", "focus_on_load": "yes"}), false),
        (json!({"type": "conversations_select", "filter": {"include": ["public"]}}), true),
        (json!({"type": "conversations_select", "filter": {"include": []}}), false),
        (json!({"type": "conversations_select", "filter": {"include": ["secret"]}}), false),
    ] {
        assert_eq!(of(element.clone()), fits, "{element}");
    }
}

#[test]
fn a_button_leads_to_an_address_that_a_browser_loads() {
    let button = |url: &str| json!({"type": "button", "text": plain(1), "url": url});
    let overflow =
        |url: &str| json!({"type": "overflow", "options": [{"text": plain(1), "value": "v", "url": url}]});
    for (url, fits) in [
        ("https://example.com/a?b=c", true),
        ("slack://app?team=T1&id=A1", true),
        ("javascript:alert(1)", false),
        ("example.com", false),
        ("", false),
    ] {
        for element in [button(url), overflow(url)] {
            assert_eq!(!refused(json!({"type": "actions", "elements": [element]})), fits, "{url}");
        }
    }
    let refusal = accept(json!([{"type": "actions", "elements": [button("javascript:x")]}])).unwrap_err();
    assert_eq!(
        refusal.beside["response_metadata"]["messages"],
        json!(["[ERROR] invalid url [json-pointer:/blocks/0/elements/0/url]"])
    );
}

#[test]
fn one_element_of_a_view_has_the_focus_at_first() {
    let input = |focused: bool| {
        let element = json!({"type": "plain_text_input", "focus_on_load": focused});
        json!({"type": "input", "label": plain(1), "element": element})
    };
    let taken = |blocks: Value| {
        let mut faults = Faults::default();
        check(&mut faults, "/view/blocks", &blocks, Surface::Modal);
        faults.refuse("invalid_arguments").is_ok()
    };
    assert!(taken(json!([input(true), input(false)])));
    assert!(!taken(json!([input(true), input(true)])));
}
