//! The calls under `/sandbox/`: what people do, for the page and for scripts.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::acts::{ChannelChange, Click, PersonChange};
use super::channels::Kind;
use super::clockwork;
use super::faults::Fault;
use super::people::BOT_USER;
use super::refusal::{Refusal, Result};
use super::workspace::Workspace;

const MOST_BODY: usize = 1 << 20;

/// The routes under `/sandbox`.
pub fn routes() -> Router<Workspace> {
    Router::new()
        .route("/command", post(command))
        .route("/message", post(message))
        .route("/message/edit", post(edit))
        .route("/message/delete", post(delete))
        .route("/reaction", post(reaction))
        .route("/shortcut", post(shortcut))
        .route("/click", post(click))
        .route("/submit", post(submit))
        .route("/close", post(close))
        .route("/home", post(home))
        .route("/member", post(member))
        .route("/person", post(person))
        .route("/channel", post(channel))
        .route("/uninstall", post(uninstall))
        .route("/install", post(install))
        .route("/messages", get(messages))
        .route("/views", get(views))
        .route("/people", get(people))
        .route("/channels", get(channels))
        .route("/calls", get(calls))
        .route("/traffic", get(traffic))
        .route("/commands", get(commands))
        .route("/shortcuts", get(shortcuts))
        .route("/workspace", get(workspace))
        .route("/clock", get(clock).post(set_clock))
        .route("/fault", get(faults).post(fault).delete(clear_faults))
        .layer(DefaultBodyLimit::max(MOST_BODY))
}

/// What a call answers: JSON, or a refusal with its status.
type Answer = std::result::Result<Json<Value>, Refusal>;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self.error {
            "no_ack" => StatusCode::GATEWAY_TIMEOUT,
            "http_service_error" => StatusCode::BAD_GATEWAY,
            "unknown_command" | "unknown_shortcut" | "action_not_found" | "view_not_found"
            | "message_not_found" | "channel_not_found" | "user_not_found" => StatusCode::NOT_FOUND,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, Json(self.body())).into_response()
    }
}

/// A body of JSON, whatever it calls itself: scripts forget the header. A field that means nothing here is refused,
/// with those that do: a slip of the pen would else be done silently without.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal::with_messages("invalid_arguments", vec![error.to_string()]))
}

fn done() -> Answer {
    Ok(Json(json!({"ok": true})))
}

fn shown(thing: impl serde::Serialize) -> Answer {
    serde_json::to_value(thing).map(Json).map_err(|_| "fatal_error".into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    user: String,
    channel: String,
    command: String,
    #[serde(default)]
    text: String,
}

async fn command(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Command = read(&body)?;
    shown(workspace.type_command(&it.user, &it.channel, &it.command, &it.text).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Post {
    user: String,
    channel: String,
    text: String,
    thread_ts: Option<String>,
}

async fn message(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Post = read(&body)?;
    let ts = workspace.post_message(&it.user, &it.channel, &it.text, it.thread_ts.as_deref())?;
    Ok(Json(json!({ "ts": ts })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnMessage {
    user: String,
    channel: String,
    ts: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    removed: bool,
}

async fn edit(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: OnMessage = read(&body)?;
    workspace.edit(&it.user, &it.channel, &it.ts, &it.text)?;
    done()
}

async fn delete(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: OnMessage = read(&body)?;
    workspace.delete(&it.user, &it.channel, &it.ts)?;
    done()
}

async fn reaction(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: OnMessage = read(&body)?;
    workspace.react(&it.user, &it.channel, &it.ts, &it.name, it.removed)?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shortcut {
    user: String,
    callback_id: String,
    channel: Option<String>,
    ts: Option<String>,
}

async fn shortcut(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Shortcut = read(&body)?;
    let message = it.channel.as_deref().zip(it.ts.as_deref());
    shown(workspace.shortcut(&it.user, &it.callback_id, message).await?)
}

async fn click(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Click = read(&body)?;
    shown(workspace.click(&it).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    user: String,
    #[serde(default)]
    view_id: String,
    #[serde(default)]
    values: Value,
}

async fn submit(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Form = read(&body)?;
    shown(workspace.submit(&it.user, &it.view_id, &it.values).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Closing {
    user: String,
    view_id: String,
    #[serde(default)]
    all: bool,
}

async fn close(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Closing = read(&body)?;
    workspace.close(&it.user, &it.view_id, it.all).await?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visit {
    user: String,
}

async fn home(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Visit = read(&body)?;
    workspace.open_home(&it.user)?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Membership {
    user: String,
    channel: String,
    joined: bool,
}

async fn member(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let it: Membership = read(&body)?;
    workspace.set_member(&it.user, &it.channel, it.joined)?;
    done()
}

async fn person(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    workspace.change_person(&read::<PersonChange>(&body)?)?;
    done()
}

async fn channel(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let channel = workspace.change_channel(&read::<ChannelChange>(&body)?)?;
    Ok(Json(json!({"id": channel.id})))
}

async fn uninstall(State(workspace): State<Workspace>) -> Answer {
    workspace.remove_app();
    done()
}

async fn install(State(workspace): State<Workspace>) -> Answer {
    workspace.install_app();
    done()
}

#[derive(Deserialize)]
struct Looking {
    channel: Option<String>,
    user: Option<String>,
}

async fn messages(State(workspace): State<Workspace>, Query(at): Query<Looking>) -> Answer {
    let channel = at.channel.ok_or_else(|| Refusal::missing("channel"))?;
    shown(workspace.messages_seen_by(at.user.as_deref(), &channel)?)
}

async fn views(State(workspace): State<Workspace>, Query(of): Query<Looking>) -> Answer {
    let user = of.user.ok_or_else(|| Refusal::missing("user"))?;
    Ok(Json(workspace.views(&user)?))
}

async fn people(State(workspace): State<Workspace>) -> Json<Value> {
    let state = workspace.state();
    let people = state.people.iter().map(|it| {
        json!({
            "id": it.id, "name": it.shown_name(), "role": it.role, "guest": it.guest,
            "deactivated": it.deactivated, "tz": it.tz,
        })
    });
    Json(people.collect())
}

async fn channels(State(workspace): State<Workspace>) -> Json<Value> {
    let state = workspace.state();
    let channels = state.channels.iter().filter(|it| it.kind != Kind::Direct).map(|it| {
        json!({
            "id": it.id, "name": it.name, "members": it.members, "bot_is_member": it.has(BOT_USER),
            "private": it.kind == Kind::Private, "archived": it.archived, "restricted": it.restricted,
        })
    });
    Json(channels.collect())
}

async fn calls(State(workspace): State<Workspace>) -> Json<Value> {
    Json(Value::Array(workspace.calls()))
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: u64,
}

async fn traffic(State(workspace): State<Workspace>, Query(it): Query<After>) -> Json<Value> {
    Json(Value::Array(workspace.traffic_after(it.after)))
}

async fn commands(State(workspace): State<Workspace>) -> Answer {
    shown(workspace.manifest.commands())
}

async fn shortcuts(State(workspace): State<Workspace>) -> Answer {
    shown(workspace.manifest.shortcuts())
}

async fn workspace(State(workspace): State<Workspace>) -> Json<Value> {
    Json(workspace.about())
}

async fn clock(State(workspace): State<Workspace>) -> Json<Value> {
    Json(json!({"now": workspace.now()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hands {
    advance: Option<String>,
    now: Option<DateTime<Utc>>,
}

async fn set_clock(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    let hands: Hands = read(&body)?;
    let now = match (hands.advance, hands.now) {
        (Some(by), None) => workspace.advance(clockwork::span(&by)?).await?,
        (None, Some(now)) => workspace.set_clock(now).await?,
        _ => return Err(Refusal::missing("advance or now")),
    };
    Ok(Json(json!({ "now": now })))
}

async fn faults(State(workspace): State<Workspace>) -> Answer {
    shown(workspace.faults_to_come())
}

async fn fault(State(workspace): State<Workspace>, body: Bytes) -> Answer {
    workspace.fault(read::<Fault>(&body)?);
    done()
}

async fn clear_faults(State(workspace): State<Workspace>) -> Answer {
    workspace.clear_faults();
    done()
}
