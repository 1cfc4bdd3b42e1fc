//! Methods about forms and Home tabs.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::blocks::Surface;
use crate::sandbox::files;
use crate::sandbox::refusal::{Refusal, Result};
use crate::sandbox::views::{DEEPEST, View};

impl Call<'_> {
    fn sent_view(&self) -> Result<Value> {
        let view = self.args.json("view", "invalid_arguments")?.ok_or_else(|| Refusal::missing("view"))?;
        let (state, now) = (self.workspace.state(), self.workspace.now());
        files::check_shown(&state, ("invalid_arguments", "/view/blocks"), &view["blocks"], now)?;
        Ok(view)
    }

    /// Whoever's trigger it is, who can be shown a form now.
    fn triggered(&self) -> Result<String> {
        let trigger = self.args.text("trigger_id").ok_or_else(|| Refusal::missing("trigger_id"))?;
        self.workspace.state().triggers.exchange(&trigger, self.workspace.now())
    }
}

/// `views.open`
pub fn open(call: &Call<'_>) -> Result<Value> {
    let view = View::accept(&call.sent_view()?, Surface::Modal)?;
    let user = call.triggered()?;
    let shown = view.shown();
    call.workspace.state().forms.insert(user, vec![view]);
    call.workspace.changed("view", None);
    Ok(json!({ "view": shown }))
}

/// `views.push`
pub fn push(call: &Call<'_>) -> Result<Value> {
    let view = View::accept(&call.sent_view()?, Surface::Modal)?;
    let user = call.triggered()?;
    let shown = call.workspace.push_form(&user, view)?.shown();
    Ok(json!({ "view": shown }))
}

/// `views.update`
pub fn update(call: &Call<'_>) -> Result<Value> {
    let sent = call.sent_view()?;
    let surface = if sent["type"] == "home" { Surface::Home } else { Surface::Modal };
    let new = View::accept(&sent, surface)?;
    let (id, external) = (call.args.text("view_id"), call.args.text("external_id"));
    if id.is_none() && external.is_none() {
        return Err(Refusal::missing("view_id"));
    }
    let mut state = call.workspace.state();
    let state = &mut *state;
    let view = state
        .forms
        .values_mut()
        .flatten()
        .chain(state.homes.values_mut())
        .find(|view| {
            id.as_ref().map_or(Some(view.field("external_id")) == external.as_deref(), |id| view.id == *id)
        })
        .ok_or("not_found")?;
    if call.args.text("hash").is_some_and(|hash| hash != view.hash) {
        return Err("hash_conflict".into());
    }
    *view = view.replaced_by(new);
    let shown = view.shown();
    call.workspace.changed("view", None);
    Ok(json!({ "view": shown }))
}

/// `views.publish`
pub fn publish(call: &Call<'_>) -> Result<Value> {
    if !call.workspace.manifest.has_home() {
        return Err("not_enabled".into());
    }
    let user = call.args.need("user_id")?;
    let new = View::accept(&call.sent_view()?, Surface::Home)?;
    let mut state = call.workspace.state();
    state.person(&user)?;
    let view = match state.homes.get(&user) {
        Some(old) if call.args.text("hash").is_some_and(|hash| hash != old.hash) => {
            return Err("hash_conflict".into());
        }
        Some(old) => old.replaced_by(new),
        None => new,
    };
    let shown = view.shown();
    state.homes.insert(user, view);
    drop(state);
    call.workspace.changed("home", None);
    Ok(json!({ "view": shown }))
}

impl crate::sandbox::workspace::Workspace {
    /// Lays a form on a person's open one.
    pub fn push_form(&self, user: &str, mut view: View) -> Result<View> {
        let mut state = self.state();
        let stack = state.forms.get_mut(user).filter(|stack| !stack.is_empty()).ok_or("not_found")?;
        if stack.len() >= DEEPEST {
            return Err("push_limit_reached".into());
        }
        if let Some(top) = stack.last() {
            view.root = top.root.clone();
            view.previous = Some(top.id.clone());
        }
        stack.push(view.clone());
        drop(state);
        self.changed("view", None);
        Ok(view)
    }
}
