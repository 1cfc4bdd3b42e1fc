//! Slack's signature on a request: HMAC-SHA256 of `v0:TIMESTAMP:BODY`, in hexadecimal.
//!
//! Our own rather than slack-morphism's verifier, which goes by the system's clock (ours can be moved) and takes
//! only bodies that are UTF-8.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// How far, in seconds, a request's timestamp may be from now, either way.
const AGE_MOST: u64 = 300;

/// Why a request is not taken for Slack's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SignatureFault {
    #[error("no signature or timestamp, or more than one, or one that is malformed")]
    Malformed,
    #[error("the timestamp is more than 300 s away from now")]
    Stale,
    #[error("the signature does not fit")]
    Wrong,
}

pub(super) struct Signature {
    secret: SecretString,
}

impl Signature {
    pub(super) fn new(secret: SecretString) -> Self {
        Self { secret }
    }

    /// Checks that `headers` hold one sound signature on `body`, made within 300 s of `now`.
    pub(super) fn check(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), SignatureFault> {
        let timestamp = only(headers, "x-slack-request-timestamp")?;
        let signature = only(headers, "x-slack-signature")?.strip_prefix("v0=");
        let signature = signature.and_then(unhex).ok_or(SignatureFault::Malformed)?;
        if seconds(timestamp)?.abs_diff(now.timestamp()) > AGE_MOST {
            return Err(SignatureFault::Stale);
        }
        // Compares in constant time.
        self.mac(timestamp, body)?.verify_slice(&signature).map_err(|_| SignatureFault::Wrong)
    }

    fn mac(&self, timestamp: &str, body: &[u8]) -> Result<Hmac<Sha256>, SignatureFault> {
        let secret = self.secret.expose_secret();
        if secret.is_empty() {
            // Anybody can sign with an empty secret.
            return Err(SignatureFault::Wrong);
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| SignatureFault::Wrong)?;
        for part in [b"v0:", timestamp.as_bytes(), b":", body] {
            mac.update(part);
        }
        Ok(mac)
    }
}

/// The header's value, where it is there once. Of two, a proxy and we could believe different ones.
fn only<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, SignatureFault> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().map_err(|_| SignatureFault::Malformed),
        _ => Err(SignatureFault::Malformed),
    }
}

/// A number as we would write it: without plus, blank or leading zero.
fn seconds(timestamp: &str) -> Result<i64, SignatureFault> {
    let seconds: Option<i64> = timestamp.parse().ok();
    let plain = seconds.filter(|seconds| seconds.to_string() == timestamp);
    plain.ok_or(SignatureFault::Malformed)
}

/// The 32 bytes that 64 hexadecimal digits spell, in lower case as Slack writes them.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let mut bytes = [0; 32];
    if digits.len() != 2 * bytes.len() {
        return None;
    }
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = value(pair[0])? << 4 | value(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example in Slack's own documentation.
    #[test]
    fn slacks_own_example_is_accepted() {
        let signature = Signature::new("8f742231b10e8888abcd99yyyzzz85a5".into());
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        let mut headers = HeaderMap::new();
        headers.insert("x-slack-request-timestamp", "1531420618".parse().unwrap());
        headers.insert(
            "x-slack-signature",
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503".parse().unwrap(),
        );
        let now = DateTime::from_timestamp(1_531_420_918, 0).unwrap();
        assert_eq!(signature.check(&headers, body.as_bytes(), now), Ok(()));
        assert_eq!(
            Signature::new("".into()).check(&headers, body.as_bytes(), now),
            Err(SignatureFault::Wrong)
        );
    }
}
