//! A Slack on loopback that answers as it is told, for tests of what calls it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{Response, Uri};
use serde_json::{Map, Value, json};

use super::SlackApi;

/// How one call is answered.
pub(crate) enum Answer {
    /// With JSON.
    Json(Value),
    /// With a refusal in Slack's words.
    Refusal(&'static str),
    /// With 429 and this many seconds.
    TooFast(u64),
    /// With 200 and the words of the address that takes files.
    Ok,
    /// With this status and no sense.
    Status(u16),
    /// With 200 and a page for people.
    Html,
    /// With an answer that breaks off.
    Broken,
    /// Not at all.
    Never,
}

/// The server; it goes with the test's runtime.
#[derive(Clone, Default)]
pub(crate) struct FakeSlack(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    url: String,
    answers: VecDeque<Answer>,
    calls: Vec<(String, Value)>,
}

impl FakeSlack {
    /// A Slack that gives these answers in turn, and afterwards `{"ok": true, "channel": "C1", "ts": "N.0"}`, N
    /// being the number of the call, from 1; and a client for it.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> (Self, SlackApi) {
        let fake = Self::default();
        fake.then(answers);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/", listener.local_addr().unwrap());
        fake.0.lock().unwrap().url.clone_from(&url);
        let app = Router::new().fallback(answer).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let api = SlackApi::new(&url, &"xoxb-test".to_owned().into()).unwrap();
        (fake, api.with_time_out(Duration::from_millis(500)))
    }

    /// Its address, with a slash at its end.
    pub(crate) fn url(&self) -> String {
        self.0.lock().unwrap().url.clone()
    }

    /// Gives these answers to the next calls.
    pub(crate) fn then(&self, answers: impl IntoIterator<Item = Answer>) {
        self.0.lock().unwrap().answers.extend(answers);
    }

    /// The calls since this was last asked, each with its arguments.
    pub(crate) fn calls(&self) -> Vec<(String, Value)> {
        std::mem::take(&mut self.0.lock().unwrap().calls)
    }

    /// The methods called since the calls were last asked for.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.calls().into_iter().map(|(method, _)| method).collect()
    }
}

async fn answer(
    State(fake): State<FakeSlack>,
    uri: Uri,
    Query(query): Query<Map<String, Value>>,
    body: Bytes,
) -> Response<Body> {
    let method = uri.path().trim_start_matches("/api/").to_owned();
    let arguments = serde_json::from_slice(&body).unwrap_or(Value::Object(query));
    let answer = {
        let mut told = fake.0.lock().unwrap();
        told.calls.push((method, arguments));
        let ts = format!("{}.0", told.calls.len());
        told.answers.pop_front().unwrap_or(Answer::Json(json!({"ok": true, "channel": "C1", "ts": ts})))
    };
    let json = |body: Value| {
        Response::builder().header("content-type", "application/json").body(body.to_string().into())
    };
    match answer {
        Answer::Json(body) => json(body).unwrap(),
        Answer::Refusal(code) => json(json!({"ok": false, "error": code})).unwrap(),
        Answer::TooFast(seconds) => {
            let response = Response::builder().status(429).header("retry-after", seconds);
            let response = response.header("content-type", "application/json");
            response.body(json!({"ok": false, "error": "ratelimited"}).to_string().into()).unwrap()
        }
        Answer::Ok => Response::builder().body("OK - 7".into()).unwrap(),
        Answer::Status(status) => Response::builder().status(status).body("oh no".into()).unwrap(),
        Answer::Html => {
            Response::builder().header("content-type", "text/html").body("<h1>Hi".into()).unwrap()
        }
        Answer::Broken => {
            let pieces = [Ok(Bytes::from("{\"ok\":")), Err(std::io::Error::other("broken"))];
            Response::new(Body::from_stream(futures_util::stream::iter(pieces)))
        }
        Answer::Never => std::future::pending().await,
    }
}
