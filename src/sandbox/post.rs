//! Delivery without Socket Mode: signed requests to the app's own address.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::http::{Request, StatusCode, header};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hmac::{Hmac, Mac};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::watch;

use super::delivery::{Ack, Kind, Missed, PATIENCE, Retry};
use super::ids;

const MOST_ANSWER: usize = 1 << 20;

/// Posts to the app's address.
pub struct Poster {
    url: String,
    secret: String,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    verified: watch::Sender<bool>,
}

struct Answer {
    status: StatusCode,
    no_retry: bool,
    body: Bytes,
}

impl Poster {
    /// A poster to `url` that signs with `secret`.
    pub fn new(url: String, secret: String) -> anyhow::Result<Self> {
        // One provider for the whole program; it may be there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        url.parse::<axum::http::Uri>()
            .ok()
            .filter(|uri| uri.authority().is_some() && matches!(uri.scheme_str(), Some("http" | "https")))
            .ok_or_else(|| anyhow::anyhow!("--deliver: `{url}` is no http address"))?;
        let https = hyper_rustls::HttpsConnectorBuilder::new()
            .with_native_roots()?
            .https_or_http()
            .enable_http1()
            .build();
        let client = Client::builder(TokioExecutor::new()).build(https);
        Ok(Self { url, secret, client, verified: watch::Sender::new(false) })
    }

    /// Waits until the app has shown that the address is its own.
    pub async fn ready(&self) {
        // The sender lives as long as `self`, so that this cannot fail.
        let _ = self.verified.subscribe().wait_for(|verified| *verified).await;
    }

    /// Whether the app has shown that the address is its own.
    pub fn is_ready(&self) -> bool {
        *self.verified.borrow()
    }

    /// Asks the app to repeat a challenge, once; true if it did.
    pub async fn verify(&self) -> bool {
        let challenge = ids::fresh("");
        let body = json!({
            "type": "url_verification", "token": "sandbox-verification-token", "challenge": challenge,
        });
        let Ok(answer) = self.post("application/json", body.to_string(), None).await else { return false };
        let repeated = match serde_json::from_slice::<Value>(&answer.body) {
            Ok(Value::Object(said)) => said.get("challenge").and_then(Value::as_str) == Some(&challenge),
            _ => answer.body == challenge.as_bytes(),
        };
        let passed = answer.status == StatusCode::OK && repeated;
        self.verified.send_replace(passed);
        passed
    }

    /// Posts a delivery; the future waits for the answer.
    pub fn begin(
        &self,
        kind: Kind,
        payload: &Value,
        retry: Option<Retry>,
        twice: bool,
    ) -> BoxFuture<'static, Result<Ack, Missed>> {
        let (content_type, body) = match kind {
            Kind::Event => ("application/json", payload.to_string()),
            Kind::Command => (FORM, form(payload)),
            Kind::Interactive => (FORM, form(&json!({"payload": payload.to_string()}))),
        };
        let first = self.post(content_type, body.clone(), retry);
        let second = twice.then(|| self.post(content_type, body, retry));
        let task = tokio::spawn(async move {
            let (answer, _) = tokio::join!(first, async { second?.await.ok() });
            read(kind, &answer?)
        });
        async { task.await.unwrap_or(Err(Missed::Broken)) }.boxed()
    }

    fn post(
        &self,
        content_type: &str,
        body: String,
        retry: Option<Retry>,
    ) -> BoxFuture<'static, Result<Answer, Missed>> {
        // The receiver checks by its own clock, which is the machine's.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut request = Request::post(self.url.as_str())
            .header(header::CONTENT_TYPE, content_type)
            .header(header::USER_AGENT, "Slackbot 1.0 (+https://api.slack.com/robots)")
            .header("X-Slack-Request-Timestamp", now)
            .header("X-Slack-Signature", signature(&self.secret, now, &body));
        if let Some(retry) = retry {
            request = request
                .header("X-Slack-Retry-Num", retry.attempt)
                .header("X-Slack-Retry-Reason", reason(retry.missed));
        }
        let client = self.client.clone();
        async move {
            let request = request.body(Full::from(body)).map_err(|_| Missed::Broken)?;
            let exchange = async {
                let answer = client.request(request).await.map_err(|_| Missed::Broken)?;
                let (head, body) = answer.into_parts();
                let body = Limited::new(body, MOST_ANSWER).collect().await.map_err(|_| Missed::Broken)?;
                let no_retry = head.headers.get("x-slack-no-retry").is_some_and(|value| value == "1");
                Ok(Answer { status: head.status, no_retry, body: body.to_bytes() })
            };
            tokio::time::timeout(PATIENCE, exchange).await.unwrap_or(Err(Missed::Timeout))
        }
        .boxed()
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

fn reason(missed: Missed) -> &'static str {
    match missed {
        Missed::Timeout => "http_timeout",
        Missed::Status(_) => "http_error",
        _ => "connection_failed",
    }
}

fn read(kind: Kind, answer: &Answer) -> Result<Ack, Missed> {
    if !answer.status.is_success() {
        return Err(if answer.no_retry { Missed::Enough } else { Missed::Status(answer.status.as_u16()) });
    }
    let said = String::from_utf8_lossy(&answer.body);
    Ok(match serde_json::from_str::<Value>(&said) {
        Ok(json @ Value::Object(_)) => Some(json),
        // A plain answer to a command is shown as it is.
        _ if kind == Kind::Command && !said.trim().is_empty() => Some(json!({"text": said})),
        _ => None,
    })
}

fn form(fields: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.as_object().into_iter().flatten() {
        match value {
            Value::Null => {}
            Value::String(text) => drop(form.append_pair(name, text)),
            other => drop(form.append_pair(name, &other.to_string())),
        }
    }
    form.finish()
}

/// Slack's signature, version 0, of a body sent at `timestamp`.
pub fn signature(secret: &str, timestamp: u64, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new(); // HMAC takes keys of any length
    };
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    mac.finalize().into_bytes().iter().fold("v0=".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_slacks_own_example() {
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
                    channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&\
                    command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F\
                    T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.\
                    803a0bc887a14d10d2c447fce8b6703c";
        assert_eq!(
            signature("8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618, body),
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
        );
    }
}
