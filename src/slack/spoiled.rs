//! JSON as Slack sends it, spoiled: fields taken away, put elsewhere, of other types, too long, too deep.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// Most bytes that a text is repeated to.
const LONGEST: usize = 1 << 20;

/// One change to a document.
#[derive(Clone, Debug)]
enum Spoil {
    /// Takes one of an object's fields or an array's items away.
    Remove(Index),
    /// Puts something else in its place.
    Put(Value),
    /// Puts it into a list, or a list of lists, so deep.
    Wrap(usize),
    /// Gives it a field of that name.
    Add(&'static str, Value),
    /// Writes this into the middle of a text.
    Insert(&'static str),
    /// Repeats a text so often.
    Repeat(usize),
}

/// A change, where it is made, and where within a text.
#[derive(Clone, Debug)]
pub(crate) struct Spoiling {
    spoil: Spoil,
    place: Index,
    middle: Index,
}

fn any_value() -> impl Strategy<Value = Value> {
    let number = prop::sample::select(vec![
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(0.1),
    ]);
    let text = prop::sample::select(vec![
        "",
        " ",
        "\u{0}",
        "\u{0}\u{0}",
        "\u{1}",
        "\u{200B}",
        "\u{202E}x",
        "\u{FFFF}",
        "null",
        "U1",
        "T1",
        "é",
        "👩\u{200D}👧",
    ]);
    prop_oneof![
        2 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::from),
        4 => number,
        6 => text.prop_map(Value::from),
        1 => Just(json!([])),
        1 => Just(json!({})),
        1 => Just(json!([{"id": "U1", "type": "message"}])),
    ]
}

/// Some changes.
pub(crate) fn any_spoilings() -> impl Strategy<Value = Vec<Spoiling>> {
    let names = prop::sample::select(vec![
        "type", "subtype", "bot_id", "user", "text", "id", "", "a/b", "~0", "\u{0}",
    ]);
    let spoil = prop_oneof![
        6 => any::<Index>().prop_map(Spoil::Remove),
        6 => any_value().prop_map(Spoil::Put),
        1 => (1_usize..300).prop_map(Spoil::Wrap),
        2 => (names, any_value()).prop_map(|(name, value)| Spoil::Add(name, value)),
        2 => prop::sample::select(vec!["\u{0}", "\n", "<", "&lt;", "\u{202E}", "'", "%00"]).prop_map(Spoil::Insert),
        1 => prop_oneof![9 => 2_usize..50, 1 => Just(50_000)].prop_map(Spoil::Repeat),
    ];
    let spoiling = (spoil, any::<Index>(), any::<Index>());
    let spoiling = spoiling.prop_map(|(spoil, place, middle)| Spoiling { spoil, place, middle });
    prop::collection::vec(spoiling, 0..5)
}

/// The document with these changes made to it, one after the other.
pub(crate) fn spoiled(mut json: Value, spoilings: &[Spoiling]) -> Value {
    for Spoiling { spoil, place, middle } in spoilings {
        let mut left = place.index(count(&json));
        change(&mut json, &mut left, spoil, *middle);
    }
    json
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum::<usize>(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// Finds the value that `left` others come before; true once the change is made.
fn change(value: &mut Value, left: &mut usize, spoil: &Spoil, middle: Index) -> bool {
    if *left == 0 {
        make(value, spoil, middle);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| change(item, left, spoil, middle)),
        Value::Object(fields) => fields.values_mut().any(|field| change(field, left, spoil, middle)),
        _ => false,
    }
}

fn make(value: &mut Value, spoil: &Spoil, middle: Index) {
    match (spoil, value) {
        (Spoil::Remove(which), Value::Array(items)) if !items.is_empty() => {
            items.remove(which.index(items.len()));
        }
        (Spoil::Remove(which), Value::Object(fields)) if !fields.is_empty() => {
            let name = fields.keys().nth(which.index(fields.len())).cloned();
            fields.remove(&name.unwrap_or_default());
        }
        (Spoil::Add(name, added), Value::Object(fields)) => {
            fields.insert((*name).to_owned(), added.clone());
        }
        (Spoil::Insert(noise), Value::String(text)) => {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            text.insert_str(ends[middle.index(ends.len())], noise);
        }
        (Spoil::Repeat(times), Value::String(text)) => {
            // Repeated again and again, a text would soon fill all memory.
            *text = text.repeat((*times).min(LONGEST / text.len().max(1)).max(1));
        }
        (Spoil::Wrap(depth), value) => {
            for _ in 0..*depth {
                *value = Value::Array(vec![value.take()]);
            }
        }
        (Spoil::Put(other), value) => *value = other.clone(),
        (_, value) => *value = Value::Null,
    }
}
