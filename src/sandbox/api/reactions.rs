//! Methods about reactions.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::people::BOT_USER;
use crate::sandbox::refusal::Result;

/// `reactions.add`
pub fn add(call: &Call<'_>) -> Result<Value> {
    react(call, false)
}

/// `reactions.remove`
pub fn remove(call: &Call<'_>) -> Result<Value> {
    react(call, true)
}

fn react(call: &Call<'_>, removed: bool) -> Result<Value> {
    let name = call.args.need("name")?;
    let channel = call.visible_channel("channel")?;
    let ts = call.args.text("timestamp").ok_or("no_item_specified")?;
    call.workspace.react_in(&channel, BOT_USER, &ts, &name, removed)?;
    Ok(json!({}))
}

/// `reactions.get`
pub fn get(call: &Call<'_>) -> Result<Value> {
    let channel = call.visible_channel("channel")?;
    let ts = call.args.text("timestamp").ok_or("no_item_specified")?;
    let state = call.workspace.state();
    let message = state.message(&channel.id, &ts)?.shown();
    Ok(json!({"type": "message", "channel": channel.id, "message": message}))
}
