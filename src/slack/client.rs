//! Calls to Slack's Web API, each with a time-out and an honest account of how it ended.
//!
//! Calls go through slack-morphism bare of its typed answers: those fail to parse some messages *after* Slack
//! has taken them, and a repeat would post twice. What it hides from us: a 200 whose body is no JSON (a proxy's
//! page) comes back as an empty object, so that only the missing `ok` gives it away; and a 429 with
//! neither a body nor a content type (not Slack's own) comes back as a broken answer, its `Retry-After` lost.

mod answers;
#[cfg(test)]
pub(crate) mod fake;
mod files;
mod person;

use std::sync::Arc;
use std::time::Duration;

use hyper_rustls::HttpsConnectorBuilder;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use slack_morphism::errors::SlackClientError;
use slack_morphism::prelude::{SlackClientHyperConnector, SlackHyperClient};
use slack_morphism::{SlackApiToken, SlackClient, SlackClientApiCallContext, SlackClientHttpConnector};
use url::Url;

use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::roster::Person;

pub use answers::{Channel, Identity};
pub use files::File;
pub use person::person;

/// Slack answers within a second or two; a lease on an owed post is three times as long as this.
const TIME_OUT: Duration = Duration::from_secs(10);
/// How long to wait when Slack says "too fast" but not for how long.
const WAIT_UNSAID: Duration = Duration::from_secs(30);
/// Of lists, so many entries are asked for at a time (Slack recommends at most 200) ...
const PAGE: usize = 200;
/// ... and so many times, so that a cursor that runs in a circle ends.
const PAGES: usize = 500;

/// Slack's Web API, as one workspace's bot. Clones share connections.
#[derive(Clone)]
pub struct SlackApi {
    client: Arc<SlackHyperClient>,
    token: SlackApiToken,
    time_out: Duration,
}

/// How a call ended that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Slack did nothing and wants to be left alone for so long.
    #[error("ratelimited for {} s", after.as_secs())]
    RateLimited {
        /// Measured from the answer.
        after: Duration,
    },
    /// Slack did nothing, and says why in a word, such as `channel_not_found`.
    #[error("{code}")]
    Refused {
        /// Slack's word.
        code: String,
    },
    /// The call never reached Slack: repeating it is safe.
    #[error("not sent: {why}")]
    NotSent {
        /// For the log.
        why: String,
    },
    /// Nobody knows whether Slack did it: a time-out, a broken connection, an answer that makes no sense.
    #[error("outcome unknown: {why}")]
    Unknown {
        /// For the log.
        why: String,
    },
}

impl SlackApi {
    /// A client for the API at `api_url` (with or without a slash at its end). Connects when first used.
    ///
    /// # Errors
    /// When `api_url` is `https` and this machine has no certificates to trust.
    pub fn new(api_url: &str, bot_token: &SecretString) -> std::io::Result<Self> {
        let ring = rustls::crypto::ring::default_provider();
        let https = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(ring)?
            .https_or_http()
            .enable_http1()
            .build();
        let connector = SlackClientHyperConnector::with_connector(https)
            .with_slack_api_url(api_url.trim_end_matches('/'));
        let token = SlackApiToken::new(bot_token.expose_secret().into());
        Ok(Self { client: Arc::new(SlackClient::new(connector)), token, time_out: TIME_OUT })
    }

    /// The same with another time-out.
    pub fn with_time_out(self, time_out: Duration) -> Self {
        Self { time_out, ..self }
    }

    /// Calls a method that does something, with its arguments as JSON. Answers Slack's answer, whose `ok` is
    /// true.
    pub async fn call(&self, method: &str, arguments: &Value) -> Result<Value, Failure> {
        let session = self.client.open_session(&self.token);
        let call = session.http_session_api.http_post::<_, Value>(method, arguments, None);
        outcome(tokio::time::timeout(self.time_out, call).await)
    }

    /// Calls a method that looks something up; Slack takes those arguments in the address only.
    pub async fn look_up(&self, method: &str, arguments: &[(&str, &str)]) -> Result<Value, Failure> {
        let session = self.client.open_session(&self.token);
        let arguments = arguments.iter().map(|(name, value)| (*name, Some(*value))).collect::<Vec<_>>();
        let call = session.http_session_api.http_get::<Value, _, _>(method, &arguments, None);
        outcome(tokio::time::timeout(self.time_out, call).await)
    }

    /// Answers at the address that came with a command or a click. Such an address is a secret of its own: it
    /// needs no token, and is kept out of logs.
    pub async fn respond(&self, response_url: &str, message: &Value) -> Result<(), Failure> {
        let not_sent = |why: &dyn std::fmt::Display| Failure::NotSent { why: why.to_string() };
        let url = Url::parse(response_url).map_err(|why| not_sent(&why))?;
        let span = tracing::Span::none();
        let context = SlackClientApiCallContext {
            rate_control_params: None,
            token: None,
            tracing_span: &span,
            is_sensitive_url: true,
        };
        let connector = &self.client.http_api.connector;
        let sent = connector.http_post_uri::<_, Value>(url, message, context);
        match tokio::time::timeout(self.time_out, sent).await {
            Err(_) => Err(unknown("no answer in time")),
            Ok(Err(error)) => Err(classify(error)),
            // Slack says "ok" here, not JSON.
            Ok(Ok(_)) => Ok(()),
        }
    }

    /// Who we are: proves that the token works.
    pub async fn auth_test(&self) -> Result<Identity, Failure> {
        answers::read(self.call("auth.test", &json!({})).await?)
    }

    /// One person, as seen from the workspace `home`.
    pub async fn users_info(&self, home: &WorkspaceId, user: &UserId) -> Result<Person, Failure> {
        let answer = self.look_up("users.info", &[("user", user.as_str())]).await?;
        person(&answer["user"], home).ok_or_else(|| unknown("the answer holds nobody"))
    }

    /// Everybody in the workspace `home`, bots and people who have left included.
    pub async fn users_list(&self, home: &WorkspaceId) -> Result<Vec<Person>, Failure> {
        let people: Vec<Value> = self.list("users.list", &[], "members").await?;
        Ok(people.iter().filter_map(|user| person(user, home)).collect())
    }

    /// One channel.
    pub async fn conversations_info(&self, channel: &ChannelId) -> Result<Channel, Failure> {
        let mut answer = self.look_up("conversations.info", &[("channel", channel.as_str())]).await?;
        answers::read(answer["channel"].take())
    }

    /// The channels that we can see: the public ones, and the private ones that we are in.
    pub async fn conversations(&self) -> Result<Vec<Channel>, Failure> {
        self.list("conversations.list", &[("types", "public_channel,private_channel")], "channels").await
    }

    /// All pages of a list. An entry that we cannot read is left out.
    async fn list<T: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        arguments: &[(&str, &str)],
        entries: &str,
    ) -> Result<Vec<T>, Failure> {
        let (mut all, mut cursor, page) = (Vec::new(), String::new(), PAGE.to_string());
        for _ in 0..PAGES {
            let mut arguments = arguments.to_vec();
            arguments.push(("limit", &page));
            if !cursor.is_empty() {
                arguments.push(("cursor", &cursor));
            }
            let mut answer = self.look_up(method, &arguments).await?;
            if let Value::Array(found) = answer[entries].take() {
                all.extend(found.into_iter().filter_map(|entry| serde_json::from_value(entry).ok()));
            }
            cursor = answer["response_metadata"]["next_cursor"].as_str().unwrap_or_default().to_owned();
            if cursor.is_empty() {
                return Ok(all);
            }
        }
        Err(Failure::Unknown { why: format!("{method} has no end") })
    }
}

/// The token stays out of logs.
impl std::fmt::Debug for SlackApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SlackApi").finish_non_exhaustive()
    }
}

type Called = Result<Result<Value, SlackClientError>, tokio::time::error::Elapsed>;

fn outcome(called: Called) -> Result<Value, Failure> {
    match called {
        Err(_) => Err(unknown("no answer in time")),
        Ok(Err(error)) => Err(classify(error)),
        Ok(Ok(answer)) if answer["ok"] == true => Ok(answer),
        Ok(Ok(_)) => Err(unknown("the answer is not Slack's")),
    }
}

/// The errors' own words hold whole bodies, so we use ours.
fn classify(error: SlackClientError) -> Failure {
    match error {
        SlackClientError::ApiError(refused) => refusal(refused.code),
        SlackClientError::RateLimitError(limit) => rate_limited(limit.retry_after),
        SlackClientError::HttpError(error) => unknown(&format!("HTTP {}", error.status_code.as_u16())),
        SlackClientError::HttpProtocolError(error) => {
            let cause = error.cause.as_ref();
            let of_hyper = cause.and_then(|cause| cause.downcast_ref::<hyper_util::client::legacy::Error>());
            let why = cause.map_or_else(|| "unsaid".to_owned(), |cause| with_sources(cause.as_ref()));
            match of_hyper {
                Some(error) if error.is_connect() => Failure::NotSent { why },
                Some(_) => Failure::Unknown { why },
                // No request came of it: a bad address, say.
                None => Failure::NotSent { why },
            }
        }
        SlackClientError::ProtocolError(_) => unknown("the answer is not JSON"),
        SlackClientError::EndOfStream(_) => unknown("the answer broke off"),
        SlackClientError::SystemError(_) => unknown("the answer could not be read"),
        SlackClientError::SocketModeProtocolError(error) => unknown(&error.message),
    }
}

/// Most of Slack's words are refusals; with some it says that it stumbled, and may have done it all the same.
fn refusal(code: String) -> Failure {
    match code.as_str() {
        "ratelimited" | "rate_limited" => rate_limited(None),
        "fatal_error" | "internal_error" | "request_timeout" | "service_unavailable" => unknown(&code),
        _ => Failure::Refused { code },
    }
}

/// Waits of no length would have us call without pause.
fn rate_limited(after: Option<Duration>) -> Failure {
    Failure::RateLimited { after: after.unwrap_or(WAIT_UNSAID).max(Duration::from_secs(1)) }
}

fn unknown(why: &str) -> Failure {
    Failure::Unknown { why: why.to_owned() }
}

/// hyper says "client error (Connect)" and leaves the rest to its sources.
fn with_sources(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod spoiled;
#[cfg(test)]
mod tests;
