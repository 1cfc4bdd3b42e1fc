//! Submitting and closing a form.

use serde_json::{Map, Value, json};

use super::{Outcome, inputs, unanswered};
use crate::sandbox::blocks::Surface;
use crate::sandbox::delivery::Kind;
use crate::sandbox::refusal::Result;
use crate::sandbox::views::View;
use crate::sandbox::workspace::Workspace;

impl Workspace {
    /// Fills in a form and submits it. `values` goes by block id and action id; what it leaves out stays
    /// as it stands in the form.
    pub async fn submit(&self, user: &str, view_id: &str, values: &Value) -> Result<Outcome> {
        let payload = match self.filled(user, view_id, values)? {
            Ok(payload) => payload,
            Err(errors) => return Ok(Outcome { errors: Some(errors), ..Outcome::default() }),
        };
        let ack = self.deliver(Kind::Interactive, &payload).await.map_err(unanswered)?;
        let errors = self.after_submit(user, view_id, ack.as_ref())?;
        self.changed("view", None);
        Ok(Outcome { acked: true, ack, errors })
    }

    /// The submission for the app, or what Slack itself says is wrong.
    fn filled(&self, user: &str, view_id: &str, values: &Value) -> Result<std::result::Result<Value, Value>> {
        let mut state = self.state();
        let mut payload = self.interaction(&mut state, user, "view_submission")?;
        let stack = state.forms.get_mut(user).ok_or("view_not_found")?;
        let view = stack.last_mut().filter(|view| view.id == view_id).ok_or("view_not_found")?;
        let entered = inputs::filled_in(view.blocks(), &view.entered, values)?;
        let filled = inputs::state_of(view.blocks(), &entered);
        let complaints = inputs::complaints(view.blocks(), &filled);
        if !complaints.is_empty() {
            return Ok(Err(Value::Object(complaints)));
        }
        view.entered = filled["values"].as_object().cloned().unwrap_or_default();
        payload["view"] = view.shown();
        payload["response_urls"] = json!([]);
        Ok(Ok(payload))
    }

    /// Does with the form what the app's answer says; the errors that it names.
    fn after_submit(&self, user: &str, view_id: &str, ack: Option<&Value>) -> Result<Option<Value>> {
        let action = ack.and_then(|ack| ack["response_action"].as_str());
        let sent = ack.map_or(&Value::Null, |ack| &ack["view"]);
        match action {
            None => self.drop_form(user, view_id, false),
            Some("clear") => self.drop_form(user, view_id, true),
            Some("errors") => return self.checked_errors(user, view_id, ack).map(Some),
            Some("update") => {
                let new = View::accept(sent, Surface::Modal)?;
                let mut state = self.state();
                let stack = state.forms.get_mut(user).into_iter().flatten();
                let view = stack.into_iter().find(|view| view.id == view_id).ok_or("view_not_found")?;
                *view = view.replaced_by(new);
            }
            Some("push") => {
                self.push_form(user, View::accept(sent, Surface::Modal)?)?;
            }
            Some(_) => return Err("invalid_response_action".into()),
        }
        Ok(None)
    }

    /// Slack shows errors only under inputs that the form has.
    fn checked_errors(&self, user: &str, view_id: &str, ack: Option<&Value>) -> Result<Value> {
        let errors = ack.and_then(|ack| ack["errors"].as_object()).filter(|errors| !errors.is_empty());
        let errors = errors.ok_or("invalid_response_errors")?;
        let state = self.state();
        let view = state.forms.get(user).into_iter().flatten().find(|view| view.id == view_id);
        let has = |id: &String| {
            view.is_some_and(|view| {
                view.blocks().iter().any(|it| it["type"] == "input" && it["block_id"] == id.as_str())
            })
        };
        if errors.iter().all(|(id, said)| has(id) && said.is_string()) {
            Ok(json!(errors))
        } else {
            Err("invalid_response_errors".into())
        }
    }

    fn drop_form(&self, user: &str, view_id: &str, all: bool) {
        let mut state = self.state();
        if let Some(stack) = state.forms.get_mut(user) {
            stack.retain(|view| !all && view.id != view_id);
        }
        state.forms.retain(|_, stack| !stack.is_empty());
    }

    /// Closes a form, with `all` also those below it; the app hears of it if it asked to.
    pub async fn close(&self, user: &str, view_id: &str, all: bool) -> Result<()> {
        let payload = {
            let mut state = self.state();
            let mut payload = self.interaction(&mut state, user, "view_closed")?;
            let view = state.forms.get(user).into_iter().flatten().find(|view| view.id == view_id);
            let view = view.ok_or("view_not_found")?;
            let told = view.body.get("notify_on_close") == Some(&json!(true));
            payload["view"] = view.shown();
            payload["is_cleared"] = json!(all);
            if let Some(payload) = payload.as_object_mut().map(|it: &mut Map<String, Value>| it) {
                payload.remove("trigger_id");
            }
            told.then_some(payload)
        };
        self.drop_form(user, view_id, all);
        self.changed("view", None);
        if let Some(payload) = payload {
            // Nobody waits for what the app makes of it.
            let _ = self.deliver(Kind::Interactive, &payload).await;
        }
        Ok(())
    }
}
