//! Methods about files: an address to upload to, then the words that share what was uploaded.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::files::{File, MOST_BYTES};
use crate::sandbox::ids;
use crate::sandbox::messages::Message;
use crate::sandbox::people::BOT_USER;
use crate::sandbox::refusal::{Refusal, Result};
use crate::sandbox::text::{self, Voice};

/// Characters of a picture's description.
const MOST_ALT_TEXT: usize = 1_000;

/// `files.getUploadURLExternal`
pub fn upload_url(call: &Call<'_>) -> Result<Value> {
    let name = call.args.need("filename")?;
    let length = call.args.need("length")?;
    if length == "0" {
        return Err("missing_argument".into());
    }
    let length: usize = length.parse().map_err(|_| Refusal::from("invalid_arguments"))?;
    if name.is_empty() {
        return Err("invalid_arguments".into());
    }
    if length > MOST_BYTES {
        return Err("file_upload_size_restricted".into());
    }
    if call.args.text("alt_txt").is_some_and(|text| text.chars().count() > MOST_ALT_TEXT) {
        return Err("alt_txt_too_large".into());
    }
    let id = ids::fresh("F");
    let file = File { id: id.clone(), title: name.clone(), name, length, ..File::default() };
    call.workspace.state().files.insert(id.clone(), file);
    Ok(json!({"upload_url": call.workspace.url("http", &format!("/upload/{id}")), "file_id": id}))
}

/// `files.completeUploadExternal`
pub fn complete(call: &Call<'_>) -> Result<Value> {
    let listed = call.args.json("files", "invalid_arguments")?.ok_or_else(|| Refusal::missing("files"))?;
    let channel = match call.args.text("channel_id").filter(|id| !id.is_empty()) {
        Some(_) => Some(call.visible_channel("channel_id")?),
        None => None,
    };
    let workspace = call.workspace;
    let mut state = workspace.state();
    if let Some(channel) = &channel {
        state.may_post(BOT_USER, channel)?;
    }
    let listed = listed.as_array().filter(|list| !list.is_empty()).ok_or("invalid_arguments")?;
    let blocks =
        call.args.json("blocks", "invalid_blocks")?.map(crate::sandbox::blocks::accept).transpose()?;
    // All or none of them, and each once.
    for entry in listed {
        let id = entry["id"].as_str().ok_or("invalid_arguments")?;
        let is_ready = |file: &&File| !file.bytes.is_empty() && !file.complete;
        state.files.get(id).filter(is_ready).ok_or("file_not_found")?;
    }
    let mut shared = Vec::new();
    for entry in listed {
        let file = entry["id"].as_str().and_then(|id| state.files.get_mut(id)).ok_or("file_not_found")?;
        if let Some(title) = entry["title"].as_str() {
            file.title = title.into();
        }
        (file.complete, file.completed_at) = (true, workspace.now());
        file.shared = channel.is_some();
        shared.push(file.shown(workspace));
    }
    if let Some(channel) = channel {
        let words = call.args.text("initial_comment").unwrap_or_default();
        // Slack passes blocks over where there are words.
        let blocks = blocks.filter(|_| words.is_empty());
        let words = text::kept(&words, Voice::App { link_names: false }, state.names());
        let mut message = Message::new(String::new(), BOT_USER, words);
        message.files = shared.clone();
        message.thread_ts = call.args.text("thread_ts").filter(|ts| !ts.is_empty());
        message.blocks = blocks;
        workspace.post(&mut state, &channel, message);
    }
    Ok(json!({ "files": shared }))
}

/// `files.info`
pub fn info(call: &Call<'_>) -> Result<Value> {
    let id = call.args.need("file")?;
    let state = call.workspace.state();
    let file = state.files.get(&id).filter(|file| file.complete).ok_or("file_not_found")?;
    Ok(json!({"file": file.shown(call.workspace), "comments": [], "response_metadata": {"next_cursor": ""}}))
}
