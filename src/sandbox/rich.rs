//! The rich text that Slack makes of a plain message: it comes with each message as its `blocks`.

use serde_json::{Map, Value, json};

/// The blocks of a message that was typed, or sent by an app as text alone.
pub fn blocks(kept: &str, ts: &str) -> Value {
    let mut elements = Vec::new();
    let mut rest = kept;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else { break };
        words(&mut elements, &rest[..start]);
        elements.push(control(&rest[start + 1..start + length]));
        rest = &rest[start + length + 1..];
    }
    words(&mut elements, rest);
    json!([{
        "type": "rich_text", "block_id": format!("r{}", ts.replace('.', "")),
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }])
}

fn words(elements: &mut Vec<Value>, text: &str) {
    if !text.is_empty() {
        elements.push(json!({"type": "text", "text": unescaped(text)}));
    }
}

fn control(inside: &str) -> Value {
    let (target, label) =
        inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    if let Some(user) = target.strip_prefix('@') {
        return json!({"type": "user", "user_id": user});
    }
    if let Some(channel) = target.strip_prefix('#') {
        return json!({"type": "channel", "channel_id": channel});
    }
    if let Some(range) = target.strip_prefix('!') {
        return json!({"type": "broadcast", "range": range});
    }
    let mut link =
        Map::from_iter([("type".to_owned(), json!("link")), ("url".to_owned(), json!(unescaped(target)))]);
    if let Some(label) = label {
        link.insert("text".into(), json!(unescaped(label)));
    }
    Value::Object(link)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_links_and_mentions_become_elements() {
        let made = blocks("a &amp; <@U1> <https://x.de|X>", "1.2");
        assert_eq!(
            made[0]["elements"][0]["elements"],
            json!([
                {"type": "text", "text": "a & "},
                {"type": "user", "user_id": "U1"},
                {"type": "text", "text": " "},
                {"type": "link", "url": "https://x.de", "text": "X"},
            ])
        );
    }
}
