//! What only the headers of Slack's answers tell: the token's scopes, and Slack's own time. slack-morphism
//! keeps headers to itself, so this one call goes around it.

use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use http_body_util::Empty;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use secrecy::{ExposeSecret, SecretString};

/// How long the answer may take.
const TIME_OUT: Duration = Duration::from_secs(10);

/// What the headers told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The scopes that the token was granted.
    pub scopes: Vec<String>,
    /// Slack's time when it answered.
    pub date: Option<DateTime<Utc>>,
}

/// Calls `auth.test` at the Web API `api_url` and reads the headers of the answer.
///
/// # Errors
/// When Slack cannot be reached.
pub async fn probe(api_url: &str, token: &SecretString) -> anyhow::Result<Told> {
    let https = HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())?
        .https_or_http()
        .enable_http1()
        .build();
    let client = Client::builder(TokioExecutor::new()).build::<_, Empty<axum::body::Bytes>>(https);
    let request = axum::http::Request::post(format!("{}/auth.test", api_url.trim_end_matches('/')))
        .header("authorization", format!("Bearer {}", token.expose_secret()))
        .body(Empty::new())?;
    let answer =
        tokio::time::timeout(TIME_OUT, client.request(request)).await.context("no answer in time")??;
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    Ok(Told {
        scopes: header("x-oauth-scopes")
            .map(|scopes| scopes.split(',').map(|scope| scope.trim().to_owned()).collect())
            .unwrap_or_default(),
        date: header("date")
            .and_then(|date| DateTime::parse_from_rfc2822(date).ok())
            .map(|date| date.with_timezone(&Utc)),
    })
}
