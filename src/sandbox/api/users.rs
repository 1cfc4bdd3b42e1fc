//! Methods about people.

use serde_json::{Value, json};

use super::Call;
use super::args::paged;
use crate::sandbox::refusal::Result;

/// `users.info`
pub fn info(call: &Call<'_>) -> Result<Value> {
    let id = call.args.need("user")?;
    let state = call.workspace.state();
    Ok(json!({"user": state.person(&id)?.shown(call.workspace.now())}))
}

/// `users.list`
pub fn list(call: &Call<'_>) -> Result<Value> {
    // Without a limit Slack gives everybody, as long as they are not too many.
    let page = call.args.page(1000, 1000)?;
    let now = call.workspace.now();
    let everybody = call.workspace.state().people.iter().map(|person| person.shown(now)).collect();
    let (members, cursor) = paged::<Value>(everybody, page);
    Ok(json!({"members": members, "cache_ts": now.timestamp(), "response_metadata": {"next_cursor": cursor}}))
}
