//! Forms and Home tabs: what an app shows a person outside of messages.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::blocks::{self, Surface};
use super::ids;
use super::people::{APP, BOT, TEAM};
use super::refusal::{Refusal, Result};

/// Forms that can stand on each other.
pub const DEEPEST: usize = 3;

/// A view that is shown to somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct View {
    /// `V…`.
    pub id: String,
    /// Changes with each update: who sends another hash has seen an older view.
    pub hash: String,
    /// The first of the stack, and the one below.
    pub root: String,
    /// The view it was pushed onto.
    pub previous: Option<String>,
    /// As the app sent it, with ids filled in.
    pub body: Map<String, Value>,
    /// What was entered: block id → action id → Slack's shape of the input.
    pub entered: Map<String, Value>,
}

impl View {
    /// A view from what the app sent, if Slack would take it.
    pub fn accept(sent: &Value, surface: Surface) -> Result<Self> {
        let mut body = check(sent, surface)?;
        blocks::fill_ids(body.get_mut("blocks"));
        let id = ids::fresh("V");
        Ok(Self { hash: new_hash(), root: id.clone(), id, previous: None, body, entered: Map::new() })
    }

    /// The same view with another content. Inputs that are still there keep what was entered.
    pub fn replaced_by(&self, new: Self) -> Self {
        Self {
            id: self.id.clone(),
            root: self.root.clone(),
            previous: self.previous.clone(),
            entered: self.entered.clone(),
            ..new
        }
    }

    /// The view's blocks.
    pub fn blocks(&self) -> &[Value] {
        self.body.get("blocks").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A text field of the view, as its `callback_id`.
    pub fn field(&self, name: &str) -> &str {
        self.body.get(name).and_then(Value::as_str).unwrap_or("")
    }

    /// The view as Slack gives it.
    pub fn shown(&self) -> Value {
        let mut shown = json!({
            "id": self.id, "team_id": TEAM, "app_id": APP, "bot_id": BOT, "app_installed_team_id": TEAM,
            "hash": self.hash, "root_view_id": self.root, "previous_view_id": self.previous,
            "state": {"values": self.entered}, "type": "modal", "callback_id": "", "private_metadata": "",
            "external_id": "", "title": null, "close": null, "submit": null, "clear_on_close": false,
            "notify_on_close": false, "submit_disabled": false, "blocks": [],
        });
        for (field, value) in &self.body {
            shown[field] = value.clone();
        }
        shown
    }
}

fn new_hash() -> String {
    ids::fresh("").to_lowercase()
}

/// Slack's rules for a view as a whole; its blocks have their own.
fn check(sent: &Value, surface: Surface) -> Result<Map<String, Value>> {
    const SHARED: [&str; 6] = ["type", "blocks", "private_metadata", "callback_id", "external_id", "hash"];
    const MODAL: [&str; 6] =
        ["title", "close", "submit", "clear_on_close", "notify_on_close", "submit_disabled"];
    let Some(body) = sent.as_object() else { return Err(Refusal::missing("view")) };
    let mut faults = blocks::Faults::default();
    let wanted = if surface == Surface::Home { "home" } else { "modal" };
    if body.get("type").and_then(Value::as_str) != Some(wanted) {
        faults.add("/view/type", &format!("must be {wanted}"));
    }
    let known = |field: &str| SHARED.contains(&field) || surface == Surface::Modal && MODAL.contains(&field);
    for field in body.keys().filter(|field| !known(field)) {
        faults.add("/view", &format!("invalid additional property: {field}"));
    }
    if surface == Surface::Modal {
        check_modal(&mut faults, body);
    }
    for (field, most) in [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)] {
        faults.string(&format!("/view/{field}"), body.get(field).unwrap_or(&Value::Null), 0, most);
    }
    match body.get("blocks") {
        Some(list) => blocks::check(&mut faults, "/view/blocks", list, surface),
        None => faults.add("/view", "missing required field: blocks"),
    }
    faults.refuse("invalid_arguments")?;
    if sent.to_string().len() > 250_000 {
        return Err("view_too_large".into());
    }
    Ok(body
        .iter()
        .filter(|(field, value)| *field != "hash" && !value.is_null())
        .map(|(f, v)| (f.clone(), v.clone()))
        .collect())
}

/// What only a form has: a title, and buttons.
fn check_modal(faults: &mut blocks::Faults, body: &Map<String, Value>) {
    if !body.contains_key("title") {
        faults.add("/view", "missing required field: title");
    }
    for field in ["title", "submit", "close"] {
        if let Some(text) = body.get(field).filter(|text| !text.is_null()) {
            faults.plain_text(&format!("/view/{field}"), text, 24);
        }
    }
    let is_input = |block: &Value| block["type"] == "input";
    let asks = body.get("blocks").and_then(Value::as_array).is_some_and(|all| all.iter().any(is_input));
    if asks && body.get("submit").is_none_or(Value::is_null) {
        faults.add("/view", "a view with input blocks must have `submit`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(view: Value) -> bool {
        View::accept(&view, Surface::Modal).is_err()
    }

    #[test]
    fn a_form_needs_a_short_title_and_a_submit_button_for_inputs() {
        let text = |words: &str| json!({"type": "plain_text", "text": words});
        let input = json!({"type": "input", "label": text("L"), "element": {"type": "plain_text_input", "action_id": "a"}});
        assert!(!refused(json!({"type": "modal", "title": text("T"), "blocks": []})));
        assert!(!refused(
            json!({"type": "modal", "title": text("T"), "submit": text("S"), "blocks": [input]})
        ));
        assert!(refused(json!({"type": "modal", "title": text("T"), "blocks": [input]})));
        assert!(refused(json!({"type": "modal", "blocks": []})));
        assert!(refused(json!({"type": "modal", "title": text(&"t".repeat(25)), "blocks": []})));
        assert!(refused(json!({"type": "home", "title": text("T"), "blocks": []})));
        assert!(refused(json!({"type": "modal", "title": text("T"), "blocks": [], "colour": "red"})));
        let long = "m".repeat(3001);
        assert!(refused(
            json!({"type": "modal", "title": text("T"), "blocks": [], "private_metadata": long})
        ));
    }

    #[test]
    fn a_home_has_neither_title_nor_buttons() {
        let home = |more: Value| {
            let mut view = json!({"type": "home", "blocks": [], "callback_id": "c", "private_metadata": "m"});
            view.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            View::accept(&view, Surface::Home)
        };
        assert!(home(json!({})).is_ok());
        for field in ["title", "submit", "close"] {
            let refusal = home(json!({field: {"type": "plain_text", "text": "T"}})).unwrap_err();
            assert_eq!(
                refusal.beside["response_metadata"]["messages"],
                json!([format!("[ERROR] invalid additional property: {field} [json-pointer:/view]")])
            );
        }
        assert!(home(json!({"notify_on_close": true})).is_err());
    }
}
