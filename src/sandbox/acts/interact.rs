//! Clicking, choosing a shortcut, and opening the Home tab.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{inputs, named, team, unanswered};
use crate::sandbox::blocks;
use crate::sandbox::channels::Channel;
use crate::sandbox::delivery::{Ack, Kind};
use crate::sandbox::manifest::ShortcutKind;
use crate::sandbox::people::{APP, BOT_USER};
use crate::sandbox::refusal::Result;
use crate::sandbox::state::State;
use crate::sandbox::workspace::Workspace;

/// A click on an element, or a pick from it, in a message or in a view.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Click {
    /// Who.
    pub user: String,
    /// On which element.
    pub action_id: String,
    /// In which block, where several have that element.
    #[serde(default)]
    pub block_id: Option<String>,
    /// What was picked or entered; for a button, which of several.
    #[serde(default)]
    pub value: Value,
    /// Where the message is.
    #[serde(default)]
    pub channel: Option<String>,
    /// Which message.
    #[serde(default)]
    pub ts: Option<String>,
    /// Which view.
    #[serde(default)]
    pub view_id: Option<String>,
    /// What else is entered in the view by then, which Slack sends along: by block id and action id.
    #[serde(default)]
    pub values: Value,
}

/// What became of a click, a shortcut or a form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Outcome {
    /// Whether the app took it up in time.
    pub acked: bool,
    /// What it said, if anything.
    pub ack: Option<Value>,
    /// What is wrong with a form: block id → words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Value>,
}

impl Workspace {
    /// Clicks on an element, or picks from it.
    pub async fn click(&self, click: &Click) -> Result<Outcome> {
        self.need_interactive()?;
        let payload = match (&click.view_id, &click.channel, &click.ts) {
            (Some(view), _, _) => self.click_in_view(click, view)?,
            (None, Some(channel), Some(ts)) => self.click_in_message(click, channel, ts)?,
            _ => return Err("invalid_arguments".into()),
        };
        self.interact(&payload).await
    }

    fn need_interactive(&self) -> Result<()> {
        if self.manifest.interactive() { Ok(()) } else { Err("interactivity_disabled".into()) }
    }

    async fn interact(&self, payload: &Value) -> Result<Outcome> {
        let ack: Ack = self.deliver(Kind::Interactive, payload).await.map_err(unanswered)?;
        Ok(Outcome { acked: true, ack, errors: None })
    }

    /// What all interactive payloads of a person have.
    pub(super) fn interaction(&self, state: &mut State, user: &str, kind: &str) -> Result<Value> {
        let person = named(state.actor(user)?);
        Ok(json!({
            "type": kind, "user": person, "api_app_id": APP, "token": "sandbox-verification-token",
            "trigger_id": state.triggers.pull(user, self.now()), "team": team(), "enterprise": null,
            "is_enterprise_install": false,
        }))
    }

    fn click_in_message(&self, click: &Click, place: &str, ts: &str) -> Result<Value> {
        let mut state = self.state();
        let state = &mut *state;
        let mut payload = self.interaction(state, &click.user, "block_actions")?;
        let channel = state.place(&click.user, place)?;
        let message = state.message_for(&click.user, &channel.id, ts)?.clone();
        let mut all: Vec<Value> =
            message.blocks.iter().filter_map(Value::as_array).flatten().cloned().collect();
        let attachments = message.attachments.iter().filter_map(Value::as_array).flatten();
        all.extend(attachments.filter_map(|it| it["blocks"].as_array()).flatten().cloned());
        let (block, action) = find(&all, click)?;
        let touched = touched(block, &action, &Map::new());
        let ephemeral = message.ephemeral_to.is_some();
        payload["container"] = json!({
            "type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": ephemeral,
        });
        payload["channel"] = named_channel(&channel);
        // Of a message that only one person sees, Slack sends no copy.
        if !ephemeral {
            payload["message"] = message.shown();
        }
        payload["state"] = inputs::state_of(&all, &touched);
        payload["actions"] = json!([stamped(state, action, self)]);
        payload["response_url"] = json!(self.new_hook(state, &click.user, &channel.id, Some(ts)));
        Ok(payload)
    }

    fn click_in_view(&self, click: &Click, view_id: &str) -> Result<Value> {
        let mut state = self.state();
        let state = &mut *state;
        let mut payload = self.interaction(state, &click.user, "block_actions")?;
        let user = click.user.as_str();
        let form = state.forms.get_mut(user).into_iter().flatten().find(|view| view.id == view_id);
        let view = match form {
            Some(view) => view,
            None => state.homes.get_mut(user).filter(|view| view.id == view_id).ok_or("view_not_found")?,
        };
        let (block, action) = find(view.blocks(), click)?;
        if !tells(view.blocks(), block) {
            return Err("action_not_dispatched".into());
        }
        let before = inputs::filled_in(view.blocks(), &view.entered, &click.values)?;
        let touched = touched(block, &action, &before);
        view.entered =
            inputs::state_of(view.blocks(), &touched)["values"].as_object().cloned().unwrap_or_default();
        payload["view"] = view.shown();
        payload["container"] = json!({"type": "view", "view_id": view_id});
        payload["actions"] = json!([stamped(state, action, self)]);
        Ok(payload)
    }

    /// Chooses a shortcut: a global one, or one on a message.
    pub async fn shortcut(
        &self,
        user: &str,
        callback_id: &str,
        message: Option<(&str, &str)>,
    ) -> Result<Outcome> {
        self.need_interactive()?;
        let wanted = if message.is_some() { ShortcutKind::Message } else { ShortcutKind::Global };
        let listed =
            |it: &&crate::sandbox::manifest::Shortcut| it.callback_id == callback_id && it.kind == wanted;
        self.manifest.shortcuts().iter().find(listed).ok_or("unknown_shortcut")?;
        let kind = if message.is_some() { "message_action" } else { "shortcut" };
        let payload = {
            let mut state = self.state();
            let mut payload = self.interaction(&mut state, user, kind)?;
            payload["callback_id"] = json!(callback_id);
            payload["action_ts"] = json!(state.new_ts(self.now()));
            if let Some((place, ts)) = message {
                let channel = state.place(user, place)?;
                payload["message"] = state.message(&channel.id, ts)?.shown();
                payload["message_ts"] = json!(ts);
                payload["channel"] = named_channel(&channel);
                payload["response_url"] = json!(self.new_hook(&mut state, user, &channel.id, None));
            }
            payload
        };
        self.interact(&payload).await
    }

    /// Opens the app's Home tab.
    pub fn open_home(&self, user: &str) -> Result<()> {
        if !self.manifest.has_home() {
            return Err("not_enabled".into());
        }
        let mut state = self.state();
        state.actor(user)?;
        let channel = state.direct(user, BOT_USER);
        let at = state.new_ts(self.now());
        let mut event = json!({
            "type": "app_home_opened", "user": user, "channel": channel.id, "tab": "home", "event_ts": at,
        });
        if let Some(view) = state.homes.get(user) {
            event["view"] = view.shown();
        }
        self.emit("app_home_opened", event);
        drop(state);
        self.changed("home", None);
        Ok(())
    }

    /// A person's open forms (the topmost is `form`) and Home tab.
    pub fn views(&self, user: &str) -> Result<Value> {
        let state = self.state();
        state.person(user)?;
        let stack: Vec<Value> =
            state.forms.get(user).into_iter().flatten().map(|view| view.shown()).collect();
        let home = state.homes.get(user).map(|view| view.shown());
        Ok(json!({"form": stack.last(), "stack": stack, "home": home}))
    }
}

fn named_channel(channel: &Channel) -> Value {
    json!({"id": channel.id, "name": channel.command_name()})
}

/// The element that is clicked: its block's id, and what it reports.
fn find<'a>(all: &'a [Value], click: &Click) -> Result<(&'a str, Value)> {
    let fitting: Vec<(&str, &Value)> = blocks::actionable(all)
        .filter(|(_, element)| element["action_id"] == click.action_id.as_str())
        .filter(|(block, _)| click.block_id.as_ref().is_none_or(|wanted| wanted == block))
        .collect();
    let by_value =
        fitting.iter().find(|(_, element)| !click.value.is_null() && element["value"] == click.value);
    let &(block, element) = by_value.or_else(|| fitting.first()).ok_or("action_not_found")?;
    let mut action = if matches!(element["type"].as_str(), Some("button" | "workflow_button" | "icon_button"))
    {
        if !click.value.is_null() && element["value"] != click.value {
            return Err("action_not_found".into());
        }
        let mut button = json!({"type": element["type"], "text": element["text"]});
        for field in ["value", "style", "url"].into_iter().filter(|field| !element[*field].is_null()) {
            button[field] = element[field].clone();
        }
        button
    } else {
        inputs::entered(element, &click.value)?
    };
    action["action_id"] = json!(click.action_id);
    action["block_id"] = json!(block);
    Ok((block, action))
}

/// Whether the app hears at once of what is done in a block: of an input only where it asked to.
fn tells(all: &[Value], block: &str) -> bool {
    let found = all.iter().find(|it| it["block_id"] == block);
    found.is_some_and(|it| it["type"] != "input" || it["dispatch_action"] == true)
}

/// What was entered so far, and now this.
fn touched(block: &str, action: &Value, before: &Map<String, Value>) -> Map<String, Value> {
    let mut touched = before.clone();
    let (Some(id), Some(mut entry)) = (action["action_id"].as_str(), action.as_object().cloned()) else {
        return touched;
    };
    entry.remove("action_id");
    entry.remove("block_id");
    touched.entry(block).or_insert_with(|| json!({}))[id] = Value::Object(entry);
    touched
}

fn stamped(state: &mut State, mut action: Value, workspace: &Workspace) -> Value {
    action["action_ts"] = json!(state.new_ts(workspace.now()));
    action
}
