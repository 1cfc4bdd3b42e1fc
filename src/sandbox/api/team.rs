//! The workspace, the app, and its connections.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::delivery::Route;
use crate::sandbox::people::{APP, BOT, BOT_USER, TEAM, TEAM_DOMAIN, TEAM_NAME};
use crate::sandbox::refusal::Result;

/// `api.test`
pub fn test(call: &Call<'_>) -> Result<Value> {
    match call.args.text("error") {
        // Slack repeats whatever name it is given; one will do here.
        Some(_) => Err("invalid_arguments".into()),
        None => Ok(json!({"args": call.args.shown()})),
    }
}

/// `auth.test`
pub fn who(call: &Call<'_>) -> Result<Value> {
    let state = call.workspace.state();
    Ok(json!({
        "url": call.workspace.url("http", "/"), "team": TEAM_NAME, "user": state.person(BOT_USER)?.handle,
        "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": false,
    }))
}

/// `apps.connections.open`
pub fn connect(call: &Call<'_>) -> Result<Value> {
    match &call.workspace.route {
        Route::Socket(links) => {
            let path = format!("/link?ticket={}&app_id={APP}", links.new_ticket());
            Ok(json!({"url": call.workspace.url("ws", &path)}))
        }
        Route::Http(_) => Err("socket_mode_not_enabled".into()),
    }
}

/// `team.info`
pub fn info(call: &Call<'_>) -> Result<Value> {
    let team = json!({
        "id": TEAM, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "",
        "url": call.workspace.url("http", "/"), "icon": {"image_default": true},
    });
    Ok(json!({ "team": team }))
}

/// `bots.info`
pub fn bot(call: &Call<'_>) -> Result<Value> {
    if call.args.text("bot").is_some_and(|bot| bot != BOT) {
        return Err("bot_not_found".into());
    }
    let name = call.workspace.manifest.bot_name();
    Ok(json!({"bot": {
        "id": BOT, "app_id": APP, "user_id": BOT_USER, "name": name, "deleted": false, "updated": 0, "icons": {},
    }}))
}
