//! Fields of a payload, read tolerantly: what is absent, null or of the wrong type is not there.

use serde_json::Value;

use super::Fault;

/// Most characters of a text that a person wrote; Slack cuts messages at the same length.
pub(super) const TEXT_MOST: usize = 40_000;

/// Most bytes of a name, an id or an address. Slack's longest (a trigger, a response address) stay well below.
const WORD_MOST: usize = 1_000;

/// An object of Slack's, and what to call it when it lacks something.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    what: &'static str,
    json: &'a Value,
}

impl<'a> Fields<'a> {
    pub(super) fn of(what: &'static str, json: &'a Value) -> Self {
        Self { what, json }
    }

    /// The value at a JSON pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&'a Value> {
        self.json.pointer(pointer).filter(|value| !value.is_null())
    }

    /// The object at a JSON pointer, to be read in its turn.
    pub(super) fn inside(&self, pointer: &'static str) -> Option<Fields<'a>> {
        self.at(pointer).filter(|value| value.is_object()).map(|json| Fields { what: self.what, json })
    }

    /// Text of any length, made fit to keep; empty where there is none.
    pub(super) fn text(&self, pointer: &str) -> String {
        self.at(pointer).and_then(Value::as_str).map(fit).unwrap_or_default()
    }

    /// A name, an id or an address: neither empty nor overlong. NUL never stands in one.
    pub(super) fn word(&self, pointer: &str) -> Option<String> {
        let word = self.at(pointer)?.as_str()?;
        (!word.is_empty() && word.len() <= WORD_MOST && !word.contains('\0')).then(|| word.to_owned())
    }

    /// The same, where the object is of no use without it.
    pub(super) fn need(&self, pointer: &'static str) -> Result<String, Fault> {
        self.word(pointer).ok_or(Fault::Lacks { what: self.what, field: pointer })
    }

    /// A whole value, each text in it made fit to keep; null where there is none.
    pub(super) fn value(&self, pointer: &str) -> Value {
        self.at(pointer).map_or(Value::Null, fit_all)
    }

    /// Whether a flag is set.
    pub(super) fn flag(&self, pointer: &str) -> bool {
        self.at(pointer).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A whole number, bare or as text.
    pub(super) fn number(&self, pointer: &str) -> Option<i64> {
        let value = self.at(pointer)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }
}

/// `text` without NUL, which Postgres cannot keep, and cut to [`TEXT_MOST`] characters.
fn fit(text: &str) -> String {
    text.chars().filter(|&c| c != '\0').take(TEXT_MOST).collect()
}

fn fit_all(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(fit(text)),
        Value::Array(items) => items.iter().map(fit_all).collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (fit(name), fit_all(value))).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_is_cut_and_freed_of_nul() {
        let json =
            json!({"long": "é".repeat(TEXT_MOST + 1), "nul": "a\u{0}b", "number": 7, "in": [{"b": "\u{0}"}]});
        let fields = Fields::of("thing", &json);
        assert_eq!(fields.text("/long").chars().count(), TEXT_MOST);
        assert_eq!(fields.text("/nul"), "ab");
        assert_eq!(fields.text("/number"), "");
        assert_eq!(fields.value("/in"), json!([{"b": ""}]));
    }

    #[test]
    fn a_word_is_neither_empty_nor_overlong_nor_broken() {
        let json =
            json!({"id": "U1", "empty": "", "long": "x".repeat(1_001), "nul": "U\u{0}1", "null": null});
        let fields = Fields::of("thing", &json);
        assert_eq!(fields.word("/id").as_deref(), Some("U1"));
        for field in ["/empty", "/long", "/nul", "/null", "/absent"] {
            assert_eq!(fields.word(field), None, "{field}");
        }
    }
}
