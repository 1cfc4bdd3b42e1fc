//! Slack's deliveries over HTTP: what is let in, what is not, and that everything is answered.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method};
use chrono::{DateTime, TimeDelta};
use hmac::{Hmac, Mac};
use proptest::prelude::*;
use sha2::Sha256;

use super::*;
use crate::event::EventKind;
use crate::slack::inbound::Inbound;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const COMMAND: &str =
    "team_id=T1&user_id=U1&user_name=ann&channel_id=C1&command=%2Fshare&text=a+b%26c&trigger_id=1.2";
const EVENT: &str =
    r#"{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"app_uninstalled"}}"#;

/// Answers commands, takes events in unless the bot's token is gone, and panics at the rest.
#[derive(Default)]
struct TestDoor(Mutex<Vec<(Inbound, Origin)>>);

#[async_trait]
impl Door for TestDoor {
    async fn take(&self, inbound: Inbound, from: Origin) -> Result<Ack, NotTaken> {
        self.0.lock().unwrap().push((inbound.clone(), from));
        match inbound {
            Inbound::Command(_) => Ok(Ack { payload: Some(json!({"text": "done"})) }),
            Inbound::Event(event) if event.kind == EventKind::TokensRevoked => Err(NotTaken),
            Inbound::Event(_) => Ok(Ack::default()),
            Inbound::Interaction(_) => panic!("as asked"),
        }
    }
}

struct Bot {
    door: Arc<TestDoor>,
    clock: Clock,
}

impl Bot {
    fn new() -> Self {
        let noon = "2026-03-02T12:00:00Z".parse().unwrap();
        Self { door: Arc::default(), clock: Clock::frozen_at(noon) }
    }

    /// A request that Slack could have sent `ago` seconds ago.
    fn signed(&self, ago: i64, content_type: &str, body: impl Into<Vec<u8>>) -> Request {
        let timestamp = (self.clock.now() - TimeDelta::seconds(ago)).timestamp().to_string();
        self.stamped(&timestamp, content_type, body)
    }

    fn stamped(&self, timestamp: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Request {
        let body = body.into();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(&[b"v0:", timestamp.as_bytes(), b":", &body].concat());
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        Request::builder()
            .method(Method::POST)
            .uri(PATH)
            .header(header::CONTENT_TYPE, content_type)
            .header("x-slack-request-timestamp", timestamp)
            .header("x-slack-signature", format!("v0={hex}"))
            .body(Body::from(body))
            .unwrap()
    }

    async fn answers(&self, request: Request) -> (u16, String) {
        let receiver = Receiver {
            signature: Signature::new(SECRET.into()),
            clock: self.clock.clone(),
            door: self.door.clone(),
            take_within: Duration::from_secs(60),
        };
        let response = receive(State(Arc::new(receiver)), request).await;
        let status = response.status().as_u16();
        // A repeat is asked for exactly where one may fare better.
        let no_retry = response.headers().contains_key(NO_RETRY.0);
        assert_eq!(no_retry, [400, 413].contains(&status), "{status}");
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn status(&self, request: Request) -> u16 {
        self.answers(request).await.0
    }

    fn taken(&self) -> usize {
        self.door.0.lock().unwrap().len()
    }
}

#[tokio::test]
async fn a_signed_command_is_taken_in_and_answered() {
    let bot = Bot::new();
    let mut request = bot.signed(0, FORM, COMMAND);
    request.headers_mut().insert("x-slack-retry-num", "2".parse().unwrap());
    request.headers_mut().insert("x-slack-retry-reason", "http_timeout".parse().unwrap());
    assert_eq!(bot.answers(request).await, (200, r#"{"text":"done"}"#.to_owned()));
    let taken = bot.door.0.lock().unwrap();
    let (Inbound::Command(command), origin) = &taken[0] else { panic!("{taken:?}") };
    assert_eq!((command.name.as_str(), command.text.as_str()), ("/share", "a b&c"));
    let retry_reason = Some("http_timeout".to_owned());
    assert_eq!((origin.via, origin.retry, &origin.retry_reason), (Via::Http, 2, &retry_reason));
}

#[tokio::test]
async fn an_event_is_acknowledged_without_a_word() {
    let bot = Bot::new();
    assert_eq!(bot.answers(bot.signed(0, JSON, EVENT)).await, (200, String::new()));
    assert_eq!(bot.taken(), 1);
}

#[tokio::test]
async fn what_is_not_taken_in_is_left_for_slack_to_send_again() {
    let bot = Bot::new();
    let revoked = EVENT
        .replace(r#"{"type":"app_uninstalled"}"#, r#"{"type":"tokens_revoked","tokens":{"bot":["UB"]}}"#);
    assert_eq!(bot.status(bot.signed(0, JSON, revoked)).await, 503);
    // The door panics.
    let click = r#"payload={"type":"shortcut","team":{"id":"T1"},"user":{"id":"U1"},"trigger_id":"1","callback_id":"c"}"#;
    assert_eq!(bot.status(bot.signed(0, FORM, click)).await, 503);
    assert_eq!(bot.taken(), 2);
}

#[tokio::test]
async fn a_challenge_is_echoed() {
    let bot = Bot::new();
    let body = r#"{"token":"x","challenge":"3eZbrw1aB","type":"url_verification"}"#;
    let answer = bot.answers(bot.signed(0, "application/json; charset=utf-8", body)).await;
    assert_eq!(answer, (200, r#"{"challenge":"3eZbrw1aB"}"#.to_owned()));
}

#[tokio::test]
async fn a_signature_holds_for_three_hundred_seconds_either_way() {
    let bot = Bot::new();
    for (ago, status) in [(0, 200), (300, 200), (301, 401), (-300, 200), (-301, 401)] {
        assert_eq!(bot.status(bot.signed(ago, FORM, COMMAND)).await, status, "{ago}");
    }
    assert_eq!(bot.taken(), 3);
}

#[tokio::test]
async fn the_given_clock_decides_what_is_stale() {
    let bot = Bot::new();
    let request = bot.signed(0, FORM, COMMAND);
    bot.clock.set(bot.clock.now() + TimeDelta::days(1));
    assert_eq!(bot.status(request).await, 401);
}

#[tokio::test]
async fn what_is_not_soundly_signed_is_refused_and_changes_nothing() {
    const STAMP: &str = "x-slack-request-timestamp";
    const SIGNATURE: &str = "x-slack-signature";
    let bot = Bot::new();
    let zeros = format!("v0={}", "0".repeat(64));
    let not_text = axum::http::HeaderValue::from_bytes(b"v0=\xff").unwrap();
    let upper = |headers: &mut HeaderMap| {
        let signature = headers[SIGNATURE].to_str().unwrap().to_uppercase().replace("V0", "v0");
        headers.insert(SIGNATURE, signature.parse().unwrap())
    };
    let with = |before: &str, after: &str, headers: &mut HeaderMap| {
        let signature = format!("{before}{}{after}", headers[SIGNATURE].to_str().unwrap());
        headers.insert(SIGNATURE, signature.parse().unwrap())
    };
    let spoil: [&dyn Fn(&mut HeaderMap); 15] = [
        &|headers| _ = headers.remove(STAMP),
        &|headers| _ = headers.remove(SIGNATURE),
        &|headers| _ = headers.append(STAMP, headers[STAMP].clone()),
        &|headers| _ = headers.append(SIGNATURE, headers[SIGNATURE].clone()),
        &|headers| _ = headers.append(SIGNATURE, zeros.parse().unwrap()),
        &|headers| _ = headers.insert(SIGNATURE, zeros.parse().unwrap()),
        &|headers| _ = headers.insert(SIGNATURE, "v0=".parse().unwrap()),
        &|headers| _ = headers.insert(SIGNATURE, "v1=00".parse().unwrap()),
        &|headers| _ = headers.insert(SIGNATURE, not_text.clone()),
        &|headers| _ = headers.insert(STAMP, "".parse().unwrap()),
        &|headers| _ = upper(headers),
        &|headers| _ = with("", " ", headers),
        &|headers| _ = with(" ", "", headers),
        &|headers| _ = with("", "00", headers),
        &|headers| _ = with("v0=", "", headers),
    ];
    for (case, spoil) in spoil.iter().enumerate() {
        let mut request = bot.signed(0, FORM, COMMAND);
        spoil(request.headers_mut());
        assert_eq!(bot.status(request).await, 401, "case {case}");
    }
    // Signed, but with a timestamp that is none.
    let now = bot.clock.now().timestamp();
    let odd =
        [format!("+{now}"), format!("{now} "), format!("0{now}"), format!("{now}.0"), format!("-{now}")];
    let far = [i64::MAX.to_string(), i64::MIN.to_string(), "9".repeat(40), "0".to_owned()];
    let none = ["", "now", "1.5", "-1", "1e9", "0x1", "NaN"].map(str::to_owned);
    for stamp in odd.iter().chain(&far).chain(&none) {
        assert_eq!(bot.status(bot.stamped(stamp, FORM, COMMAND)).await, 401, "{stamp:?}");
    }
    let mut request = bot.signed(0, FORM, COMMAND);
    *request.body_mut() = Body::from(format!("{COMMAND}&more=1"));
    assert_eq!(bot.status(request).await, 401);
    assert_eq!(bot.taken(), 0);
}

#[tokio::test]
async fn signed_bodies_that_cannot_be_read_are_400_and_those_of_no_use_200() {
    let bot = Bot::new();
    let deep = "[".repeat(100_000);
    let cases: [(&str, &[u8], u16); 18] = [
        (JSON, b"", 400),
        (JSON, b"{", 400),
        (JSON, b"\xff\xfe", 400),
        (JSON, deep.as_bytes(), 400),
        (JSON, br#"{"type":"event_callback"}"#, 400),
        (JSON, br#"{"type":"event_callback","team_id":7,"event_id":"Ev1","event":null}"#, 400),
        (JSON, br#"{"type":"url_verification"}"#, 400),
        (JSON, b"null", 200),
        (JSON, b"[]", 200),
        (JSON, b"7", 200),
        (JSON, br#"{"type":7}"#, 200),
        (JSON, br#"{"type":"app_rate_limited"}"#, 200),
        (FORM, b"", 400),
        (FORM, b"%zz=\xff", 400),
        (FORM, b"command=%2Fshare", 400),
        (FORM, b"payload=no", 400),
        (FORM, b"payload=null", 200),
        (FORM, b"ssl_check=1&token=x", 200),
    ];
    for (content_type, body, status) in cases {
        let said = String::from_utf8_lossy(&body[..body.len().min(80)]);
        assert_eq!(bot.status(bot.signed(0, content_type, body)).await, status, "{said:?}");
    }
    assert_eq!(bot.taken(), 0);
}

#[tokio::test]
async fn a_body_may_be_one_mebibyte_and_no_more() {
    let bot = Bot::new();
    let filled = |most: usize| format!("{COMMAND}&filler={}", "x".repeat(most - COMMAND.len() - 8));
    assert_eq!(bot.status(bot.signed(0, FORM, filled(BODY_MOST))).await, 200);
    assert_eq!(bot.status(bot.signed(0, FORM, filled(BODY_MOST + 1))).await, 413);
    assert_eq!(bot.taken(), 1);
}

#[tokio::test]
async fn what_takes_too_long_is_answered_before_slack_hangs_up_and_goes_on() {
    /// Says when it is entered, and then waits to be let go.
    struct Slow(tokio::sync::Semaphore, tokio::sync::Semaphore);
    #[async_trait]
    impl Door for Slow {
        async fn take(&self, _: Inbound, _: Origin) -> Result<Ack, NotTaken> {
            self.0.acquire().await.unwrap().forget();
            self.1.add_permits(1);
            Ok(Ack::default())
        }
    }
    let bot = Bot::new();
    let door = Arc::new(Slow(tokio::sync::Semaphore::new(0), tokio::sync::Semaphore::new(0)));
    let receiver = Receiver {
        signature: Signature::new(SECRET.into()),
        clock: bot.clock.clone(),
        door: door.clone(),
        take_within: Duration::from_millis(1),
    };
    let response = receive(State(Arc::new(receiver)), bot.signed(0, JSON, EVENT)).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    door.0.add_permits(1);
    door.1.acquire().await.unwrap().forget();
}

#[tokio::test]
async fn where_all_time_ran_out_before_the_door_was_asked_its_word_still_counts() {
    let bot = Bot::new();
    let receiver = Receiver {
        signature: Signature::new(SECRET.into()),
        clock: bot.clock.clone(),
        door: bot.door.clone(),
        take_within: Duration::ZERO,
    };
    let response = receive(State(Arc::new(receiver)), bot.signed(0, FORM, COMMAND)).await;
    assert_eq!(response.status(), StatusCode::OK);
}

proptest! {
    /// Of all that can stand in the two headers, only Slack's own pair opens the door.
    #[test]
    fn nothing_but_the_true_signature_is_accepted(
        stamp in prop_oneof!["[ +0]?17724528(00|01)[ .0]?", "\\PC{0,20}", any::<i64>().prop_map(|n| n.to_string())],
        change in prop_oneof!["", "[ ,;v0=a-fA-F]{0,3}"],
        at in 0_usize..70,
        drop in 0_usize..3,
        noise in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let signature = Signature::new(SECRET.into());
        let now = DateTime::from_timestamp(1_772_452_800, 0).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(&[b"v0:", stamp.as_bytes(), b":body"].concat());
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let sound = format!("v0={hex}");
        let mut spoiled = sound.clone();
        let at = at.min(spoiled.len());
        spoiled.replace_range(at..(at + drop).min(spoiled.len()), &change);
        let check = |signed: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert("x-slack-request-timestamp", HeaderValue::from_bytes(stamp.as_bytes()).ok()?);
            headers.insert("x-slack-signature", HeaderValue::from_bytes(signed).ok()?);
            Some(signature.check(&headers, b"body", now))
        };
        let is_plain = stamp == "1772452800" || stamp == "1772452801" || {
            stamp.parse::<i64>().is_ok_and(|n| n.to_string() == stamp && n.abs_diff(now.timestamp()) <= 300)
        };
        if let Some(said) = check(sound.as_bytes()) {
            prop_assert_eq!(said == Ok(()), is_plain, "{}", stamp);
        }
        for signed in [spoiled.as_bytes(), &noise] {
            if let Some(said) = check(signed) {
                prop_assert!(said.is_err() || (signed == sound.as_bytes() && is_plain));
            }
        }
    }
}

#[tokio::test]
async fn a_body_far_too_large_is_refused_and_not_merely_dropped() {
    let bot = Bot::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{PATH}", listener.local_addr().unwrap());
    let cancel = tokio_util::sync::CancellationToken::new();
    let router = router(SECRET.into(), bot.clock.clone(), bot.door.clone());
    let server = tokio::spawn(crate::web::serve(listener, router, cancel.clone()));
    let sent = tokio::task::spawn_blocking(move || ureq::post(url).send(vec![b'x'; 8 << 20].as_slice()));
    assert!(matches!(sent.await.unwrap(), Err(ureq::Error::StatusCode(413))));
    cancel.cancel();
    server.await.unwrap().unwrap();
}
