//! Methods about channels and what was said in them.

use serde_json::{Value, json};

use super::Call;
use super::args::paged;
use crate::sandbox::channels::{Channel, Kind};
use crate::sandbox::messages::Message;
use crate::sandbox::people::BOT_USER;
use crate::sandbox::refusal::Result;
use crate::sandbox::state::State;

impl Call<'_> {
    /// The channel in an argument, if the bot can see it: private ones are not there for others.
    pub fn visible_channel(&self, argument: &str) -> Result<Channel> {
        let id = self.args.need(argument)?;
        let state = self.workspace.state();
        let channel = state.channel(&id)?;
        if channel.open_to(BOT_USER) { Ok(channel.clone()) } else { Err("channel_not_found".into()) }
    }

    fn read_channel(&self, what: &str) -> Result<Channel> {
        let channel = self.visible_channel("channel")?;
        self.need_any(&[format!("{}:{what}", channel.family()).as_str()])?;
        Ok(channel)
    }

    fn types(&self) -> Result<Vec<String>> {
        const TYPES: [&str; 4] = ["public_channel", "private_channel", "im", "mpim"];
        let types = self.args.text("types").filter(|types| !types.is_empty());
        let types: Vec<String> = types
            .as_deref()
            .unwrap_or("public_channel")
            .split(',')
            .map(|kind| kind.trim().to_owned())
            .collect();
        if types.iter().any(|kind| !TYPES.contains(&kind.as_str())) {
            return Err("invalid_types".into());
        }
        for (kind, scope) in TYPES.iter().zip(["channels:read", "groups:read", "im:read", "mpim:read"]) {
            if types.iter().any(|asked| asked == kind) {
                self.need_any(&[scope])?;
            }
        }
        Ok(types)
    }

    fn listed(&self, belongs: impl Fn(&Channel) -> bool) -> Result<Value> {
        let page = self.args.page(100, 1000)?;
        let types = self.types()?;
        let without_archived = self.args.flag("exclude_archived");
        let state = self.workspace.state();
        let channels = state
            .channels
            .iter()
            .filter(|channel| types.iter().any(|kind| kind == channel.type_name()))
            .filter(|channel| channel.open_to(BOT_USER) && belongs(channel))
            .filter(|channel| !(without_archived && channel.archived))
            .map(Channel::shown)
            .collect();
        let (channels, cursor) = paged::<Value>(channels, page);
        Ok(json!({"channels": channels, "response_metadata": {"next_cursor": cursor}}))
    }
}

/// `conversations.list`
pub fn list(call: &Call<'_>) -> Result<Value> {
    call.listed(|_| true)
}

/// `users.conversations`
pub fn of_user(call: &Call<'_>) -> Result<Value> {
    let user = call.args.text("user").unwrap_or_else(|| BOT_USER.into());
    call.workspace.state().person(&user)?;
    call.listed(|channel| channel.has(&user))
}

/// `conversations.info`
pub fn info(call: &Call<'_>) -> Result<Value> {
    let channel = call.read_channel("read")?;
    let mut shown = channel.shown();
    if !call.args.flag("include_num_members")
        && let Some(shown) = shown.as_object_mut()
    {
        shown.remove("num_members");
    }
    Ok(json!({ "channel": shown }))
}

/// `conversations.members`
pub fn members(call: &Call<'_>) -> Result<Value> {
    let channel = call.read_channel("read")?;
    let (members, cursor) = paged(channel.members, call.args.page(100, 1000)?);
    Ok(json!({"members": members, "response_metadata": {"next_cursor": cursor}}))
}

/// `conversations.join`
pub fn join(call: &Call<'_>) -> Result<Value> {
    let channel = call.visible_channel("channel")?;
    match channel.kind {
        _ if channel.archived => return Err("is_archived".into()),
        Kind::Public => {}
        Kind::Private | Kind::Direct => return Err("method_not_supported_for_channel_type".into()),
    }
    if channel.has(BOT_USER) {
        return Ok(json!({
            "channel": channel.shown(), "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }));
    }
    let channel = call.workspace.set_member(BOT_USER, &channel.id, true)?;
    Ok(json!({"channel": channel.shown()}))
}

/// `conversations.open`
pub fn open(call: &Call<'_>) -> Result<Value> {
    let mut state = call.workspace.state();
    let channel = match (call.args.text("channel"), call.args.text("users")) {
        (Some(id), _) => state.channel(&id).cloned().and_then(|channel| match channel.kind {
            Kind::Direct if channel.has(BOT_USER) => Ok(channel),
            _ => Err("channel_not_found".into()),
        })?,
        (None, Some(users)) => {
            if users.contains(',') {
                return Err("method_not_supported_for_channel_type".into());
            }
            let person = state.person(&users)?;
            if person.deactivated {
                return Err("user_disabled".into());
            }
            if person.is_app() || person.id == "USLACKBOT" {
                return Err("cannot_dm_bot".into());
            }
            state.direct(&users, BOT_USER)
        }
        (None, None) => return Err("users_list_not_supplied".into()),
    };
    drop(state);
    call.workspace.changed("channel", Some(&channel.id));
    let shown = if call.args.flag("return_im") { channel.shown() } else { json!({"id": channel.id}) };
    Ok(json!({ "channel": shown }))
}

/// `conversations.history`
pub fn history(call: &Call<'_>) -> Result<Value> {
    let channel = call.readable_channel()?;
    let state = call.workspace.state();
    let newest_first = state.said(&channel.id).iter().rev().filter(|message| message.in_channel()).collect();
    call.messages(&state, &channel, newest_first)
}

/// `conversations.replies`
pub fn replies(call: &Call<'_>) -> Result<Value> {
    let channel = call.readable_channel()?;
    let ts = call.args.need("ts")?;
    let state = call.workspace.state();
    let asked = state.message(&channel.id, &ts).map_err(|_| "thread_not_found")?;
    let parent = asked.thread_ts.as_deref().unwrap_or(&asked.ts);
    let root = state.message(&channel.id, parent).map_err(|_| "thread_not_found")?;
    let thread = std::iter::once(root).chain(state.replies(&channel.id, parent)).collect();
    call.messages(&state, &channel, thread)
}

impl Call<'_> {
    fn readable_channel(&self) -> Result<Channel> {
        let channel = self.read_channel("history")?;
        if channel.has(BOT_USER) { Ok(channel) } else { Err("not_in_channel".into()) }
    }

    /// A page of messages between `oldest` and `latest`.
    fn messages(&self, state: &State, channel: &Channel, mut messages: Vec<&Message>) -> Result<Value> {
        let page = self.args.page(100, 999)?;
        let bound = |name: &str, error| match self.args.text(name).filter(|bound| !bound.is_empty()) {
            None => Ok(None),
            Some(bound) => micros(&bound).map(Some).ok_or(error),
        };
        let oldest = bound("oldest", "invalid_ts_oldest")?;
        let latest = bound("latest", "invalid_ts_latest")?;
        let inclusive = self.args.flag("inclusive");
        let metadata = self.args.flag("include_all_metadata");
        messages.retain(|message| {
            let at = micros(&message.ts).unwrap_or(0);
            let within = |bound: i128, past: bool| past || (inclusive && at == bound);
            message.ephemeral_to.is_none()
                && oldest.is_none_or(|bound| within(bound, at > bound))
                && latest.is_none_or(|bound| within(bound, at < bound))
        });
        let shown = |message: &Message| {
            let mut shown = if metadata { message.shown_with_metadata() } else { message.shown() };
            thread(state, channel, message, &mut shown);
            shown
        };
        let (messages, cursor) = paged(messages, page);
        let messages: Vec<Value> = messages.into_iter().map(shown).collect();
        let mut answer = json!({"messages": messages, "has_more": !cursor.is_empty(), "pin_count": 0});
        if !cursor.is_empty() {
            answer["response_metadata"] = json!({ "next_cursor": cursor });
        }
        Ok(answer)
    }
}

/// A message that was answered says by whom.
fn thread(state: &State, channel: &Channel, message: &Message, shown: &mut Value) {
    let replies: Vec<&Message> = state.replies(&channel.id, &message.ts).collect();
    let Some(last) = replies.last() else { return };
    let mut users: Vec<&str> = Vec::new();
    for reply in &replies {
        if !users.contains(&reply.user.as_str()) {
            users.push(&reply.user);
        }
    }
    shown["thread_ts"] = json!(message.ts);
    shown["reply_count"] = json!(replies.len());
    shown["reply_users_count"] = json!(users.len());
    shown["reply_users"] = json!(users);
    shown["latest_reply"] = json!(last.ts);
    shown["is_locked"] = json!(false);
    shown["subscribed"] = json!(false);
}

/// A `ts`, or a time in seconds with or without a fraction, in microseconds.
fn micros(ts: &str) -> Option<i128> {
    let (seconds, fraction) = ts.split_once('.').unwrap_or((ts, ""));
    let fraction: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Some(i128::from(seconds.parse::<i64>().ok()?) * 1_000_000 + i128::from(fraction.parse::<u32>().ok()?))
}
