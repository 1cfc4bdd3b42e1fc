//! Slack's Web API: the one table of methods, and what all of them have in common: arguments, tokens,
//! scopes, the record of calls, and the faults.

mod args;
mod chat;
mod conversations;
mod files;
mod reactions;
mod team;
mod trouble;
mod users;
mod views;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub use self::args::Args;
use super::people::BOT_USER;
use super::refusal::{Refusal, Result};
use super::workspace::Workspace;

/// A call under way.
pub struct Call<'a> {
    /// Where.
    pub workspace: &'a Workspace,
    /// With what.
    pub args: &'a Args,
}

/// Which token a method takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    None,
    Bot,
    App,
}

/// How a method takes its arguments. Those that only read take forms and queries, as in Slack.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Forms,
    Json,
}

struct Method {
    name: &'static str,
    token: Token,
    takes: Takes,
    /// Any of these will do.
    scopes: &'static [&'static str],
    run: fn(&Call<'_>) -> Result<Value>,
}

const fn read(
    name: &'static str,
    scopes: &'static [&'static str],
    run: fn(&Call<'_>) -> Result<Value>,
) -> Method {
    Method { name, token: Token::Bot, takes: Takes::Forms, scopes, run }
}

const fn write(
    name: &'static str,
    scopes: &'static [&'static str],
    run: fn(&Call<'_>) -> Result<Value>,
) -> Method {
    Method { name, token: Token::Bot, takes: Takes::Json, scopes, run }
}

const SEE_CHANNELS: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
const SEE_MESSAGES: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];
const OPEN: &[&str] = &["channels:manage", "groups:write", "im:write", "mpim:write"];

const METHODS: &[Method] = &[
    Method { name: "api.test", token: Token::None, takes: Takes::Json, scopes: &[], run: team::test },
    Method {
        name: "apps.connections.open",
        token: Token::App,
        takes: Takes::Json,
        scopes: &[],
        run: team::connect,
    },
    write("auth.test", &[], team::who),
    read("bots.info", &["users:read"], team::bot),
    write("chat.delete", &["chat:write"], chat::delete),
    write("chat.deleteScheduledMessage", &["chat:write"], chat::unschedule),
    read("chat.getPermalink", &[], chat::permalink),
    write("chat.postEphemeral", &["chat:write"], chat::post_ephemeral),
    write("chat.postMessage", &["chat:write"], chat::post),
    write("chat.scheduleMessage", &["chat:write"], chat::schedule),
    write("chat.update", &["chat:write"], chat::update),
    read("conversations.history", SEE_MESSAGES, conversations::history),
    read("conversations.info", SEE_CHANNELS, conversations::info),
    write("conversations.join", &["channels:join"], conversations::join),
    read("conversations.list", SEE_CHANNELS, conversations::list),
    read("conversations.members", SEE_CHANNELS, conversations::members),
    write("conversations.open", OPEN, conversations::open),
    read("conversations.replies", SEE_MESSAGES, conversations::replies),
    write("files.completeUploadExternal", &["files:write"], files::complete),
    read("files.getUploadURLExternal", &["files:write"], files::upload_url),
    read("files.info", &["files:read"], files::info),
    write("reactions.add", &["reactions:write"], reactions::add),
    read("reactions.get", &["reactions:read"], reactions::get),
    write("reactions.remove", &["reactions:write"], reactions::remove),
    read("team.info", &["team:read"], team::info),
    read("users.conversations", SEE_CHANNELS, conversations::of_user),
    read("users.info", &["users:read"], users::info),
    read("users.list", &["users:read"], users::list),
    write("views.open", &[], views::open),
    write("views.publish", &[], views::publish),
    write("views.push", &[], views::push),
    write("views.update", &[], views::update),
];

impl Call<'_> {
    fn answer(&self, name: &str) -> Result<Value> {
        let method = METHODS.iter().find(|method| method.name == name).ok_or("unknown_method")?;
        self.authorize(method)?;
        if let Some(problem) = self.args.problem() {
            return Err(problem.into());
        }
        let readable = Args::clone(self.args);
        let args = if method.takes == Takes::Json { &readable } else { &readable.without_json() };
        let mut answer = (method.run)(&Call { workspace: self.workspace, args })?;
        answer["ok"] = json!(true);
        Ok(answer)
    }

    fn authorize(&self, method: &Method) -> Result<()> {
        if method.token == Token::None {
            return Ok(());
        }
        let token = self.args.token().ok_or("not_authed")?;
        let secrets = &self.workspace.secrets;
        let held = match token {
            _ if token == secrets.bot_token => Token::Bot,
            _ if token == secrets.app_token => Token::App,
            _ => return Err("invalid_auth".into()),
        };
        if held != method.token {
            return Err("not_allowed_token_type".into());
        }
        // The app's own token outlives what is installed.
        let is_gone = held == Token::Bot && self.workspace.is_app_removed();
        if is_gone || self.workspace.state().person(BOT_USER)?.deactivated {
            return Err("account_inactive".into());
        }
        if method.token == Token::Bot && !method.scopes.is_empty() {
            self.need_any(method.scopes)?;
        }
        Ok(())
    }

    /// Refuses if the bot was granted none of these scopes.
    fn need_any(&self, scopes: &[&str]) -> Result<()> {
        let manifest = &self.workspace.manifest;
        if scopes.iter().any(|scope| manifest.grants(scope)) {
            return Ok(());
        }
        let refusal = Refusal::from("missing_scope").with("needed", json!(scopes.join(",")));
        Err(refusal.with("provided", json!(manifest.scopes().join(","))))
    }
}

impl Workspace {
    /// Calls a method of the Web API as the bot, without the network and its faults.
    pub fn call(&self, method: &str, arguments: Value) -> Value {
        let token =
            if method.starts_with("apps.") { &self.secrets.app_token } else { &self.secrets.bot_token };
        self.run(method, &Args::of(arguments, token))
    }

    fn run(&self, method: &str, args: &Args) -> Value {
        let call = Call { workspace: self, args };
        call.answer(method).unwrap_or_else(|refusal| refusal.body())
    }
}

/// `/api/<method>`.
pub async fn serve(
    State(workspace): State<Workspace>,
    Path(method): Path<String>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST_BODY).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "too large").into_response();
    };
    let args = Args::read(&head, &body).await;
    let begun = workspace.begin();
    let fault = workspace.faults.for_call(&method);
    let (answer, response) = match &fault {
        Some(fault) => trouble::answered(&workspace, &method, &args, fault).await,
        None => answered(&workspace, &method, &args),
    };
    workspace.record(&begun, &method, &args.shown(), answer, fault.map(|fault| fault.kind));
    response
}

/// Arguments of a call, all in all.
const MOST_BODY: usize = 2 << 20;

fn answered(workspace: &Workspace, method: &str, args: &Args) -> (Value, Response) {
    let answer = workspace.run(method, args);
    let mut response = axum::Json(answer.clone()).into_response();
    // Slack tells them only to who has a right to them.
    if args.token() == Some(workspace.secrets.bot_token.as_str()) {
        let accepted =
            METHODS.iter().find(|known| known.name == method).map_or(&[][..], |known| known.scopes);
        tell(&mut response, "x-oauth-scopes", &workspace.manifest.scopes().join(","));
        tell(&mut response, "x-accepted-oauth-scopes", &accepted.join(","));
    }
    (answer, response)
}

/// Sets a header, unless there is nothing to tell.
fn tell(response: &mut Response, header: &'static str, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text)
        && !text.is_empty()
    {
        response.headers_mut().insert(header, value);
    }
}
