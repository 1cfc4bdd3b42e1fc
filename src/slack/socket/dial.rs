//! Opens a connection: asks Slack for an address, with the app's token, and connects to it.

use std::sync::Arc;
use std::time::Duration;

use hyper_rustls::{ConfigBuilderExt, HttpsConnectorBuilder};
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret, SecretString};
use slack_morphism::api::SlackApiAppsConnectionOpenRequest;
use slack_morphism::errors::SlackClientError;
use slack_morphism::prelude::{SlackClientHyperConnector, SlackHyperClient};
use slack_morphism::{SlackApiToken, SlackClient};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};
use url::Url;

/// A connection to Slack.
pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Far above any payload of Slack's: what is refused here would be sent again for ever.
const MESSAGE_MOST: usize = 16 << 20;

/// Why no connection came about. Says nothing of tokens or addresses: the address holds a ticket.
#[derive(Debug)]
pub(super) enum DialFault {
    /// Slack refuses the token, with this word: trying again is of no use.
    Refused(String),
    /// Something that may pass, after the time that Slack asks for, if it does.
    Failed { why: String, wait: Option<Duration> },
}

impl DialFault {
    pub(super) fn passing(why: impl Into<String>) -> Self {
        Self::Failed { why: why.into(), wait: None }
    }
}

pub(super) struct Dialler {
    client: SlackHyperClient,
    token: SlackApiToken,
    tls: Arc<ClientConfig>,
}

impl Dialler {
    /// Fails where `api_url` is no address, or one that nothing could be verified at.
    pub(super) fn new(api_url: &str, app_token: &SecretString) -> Result<Self, String> {
        let url = Url::parse(api_url).map_err(|fault| fault.to_string())?;
        let tls = tls(url.scheme())?;
        let https =
            HttpsConnectorBuilder::new().with_tls_config(tls.clone()).https_or_http().enable_http1().build();
        let connector = SlackClientHyperConnector::with_connector(https)
            .with_slack_api_url(api_url.trim_end_matches('/'));
        Ok(Self {
            client: SlackClient::new(connector),
            token: SlackApiToken::new(app_token.expose_secret().into()),
            tls: Arc::new(tls),
        })
    }

    pub(super) async fn dial(&self) -> Result<Socket, DialFault> {
        let session = self.client.open_session(&self.token);
        let opened = session.apps_connections_open(&SlackApiAppsConnectionOpenRequest::new()).await;
        let address = opened.map_err(fault)?.url;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE_MOST))
            .max_frame_size(Some(MESSAGE_MOST));
        let tls = Connector::Rustls(Arc::clone(&self.tls));
        connect_async_tls_with_config(address.0.as_str(), Some(config), true, Some(tls))
            .await
            .map(|(socket, _)| socket)
            .map_err(|fault| DialFault::passing(format!("the connection failed: {fault}")))
    }
}

/// The machine's own roots of trust. A plain address (the sandbox) needs none, and must work on a machine that
/// has none.
fn tls(scheme: &str) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|fault| fault.to_string())?;
    let builder = match scheme {
        "http" => builder.with_root_certificates(RootCertStore::empty()),
        "https" => builder
            .with_native_roots()
            .map_err(|fault| format!("no root certificates on this machine to verify it by: {fault}"))?,
        other => return Err(format!("{other}: is neither http: nor https:")),
    };
    Ok(builder.with_no_client_auth())
}

/// Slack's words for a token that will not become good by waiting.
const REFUSALS: [&str; 11] = [
    "access_denied",
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "team_disabled",
    "token_expired",
    "token_revoked",
    "user_removed_from_team",
];

fn fault(error: SlackClientError) -> DialFault {
    // Not the errors' own words: those quote the answer, which can hold the address with its ticket.
    match error {
        SlackClientError::ApiError(api) if REFUSALS.contains(&api.code.as_str()) => {
            DialFault::Refused(api.code)
        }
        SlackClientError::ApiError(api) => DialFault::passing(format!("Slack says {}", api.code)),
        SlackClientError::RateLimitError(limit) => {
            DialFault::Failed { why: "Slack says ratelimited".to_owned(), wait: limit.retry_after }
        }
        SlackClientError::HttpError(http) => {
            DialFault::passing(format!("Slack answers with HTTP {}", http.status_code))
        }
        SlackClientError::ProtocolError(_) => DialFault::passing("Slack's answer cannot be read"),
        SlackClientError::HttpProtocolError(_) => DialFault::passing("Slack cannot be reached"),
        _ => DialFault::passing("the request to Slack failed"),
    }
}
