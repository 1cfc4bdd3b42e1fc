//! What went between the workspace and its app, both ways: for the page's inspector and for scripts.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::delivery::{Ack, Kind, Missed, Retry};
use super::faults;
use super::workspace::{Workspace, lock};

/// Calls that are remembered.
const CALLS: usize = 10_000;
/// Deliveries that are remembered.
const DELIVERIES: usize = 2_000;
/// Exchanges that are shown at once.
const MOST_SHOWN: usize = 500;
/// Stands for what would let somebody in.
const MASK: &str = "(masked)";

/// What is remembered of the traffic, oldest first.
#[derive(Default)]
pub struct Traffic {
    last: AtomicU64,
    calls: Mutex<VecDeque<Value>>,
    deliveries: Mutex<VecDeque<Value>>,
}

/// An exchange that is under way.
pub struct Begun {
    order: u64,
    at: Instant,
    time: DateTime<Utc>,
}

impl Traffic {
    /// The id of the latest exchange, at most.
    pub fn last(&self) -> u64 {
        self.last.load(Ordering::Relaxed)
    }

    fn count(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Keeps an exchange that has ended: `began` tells its place in the order, `id` when it was complete.
    fn keep(&self, kept: &Mutex<VecDeque<Value>>, most: usize, begun: &Begun, mut exchange: Value) {
        exchange["began"] = json!(begun.order);
        exchange["time"] = json!(begun.time);
        exchange["took_ms"] = json!(u64::try_from(begun.at.elapsed().as_millis()).unwrap_or(u64::MAX));
        let mut kept = lock(kept);
        exchange["id"] = json!(self.count());
        if kept.len() == most {
            kept.pop_front();
        }
        kept.push_back(exchange);
    }
}

impl Workspace {
    /// Notes that an exchange begins.
    pub fn begin(&self) -> Begun {
        Begun { order: self.traffic.count(), at: Instant::now(), time: self.now() }
    }

    /// Remembers a call of the app, and what was made to go wrong with it.
    pub fn record(
        &self,
        begun: &Begun,
        method: &str,
        arguments: &Value,
        answer: Value,
        fault: Option<faults::Kind>,
    ) {
        let mut call = json!({"method": method, "arguments": arguments, "answer": answer});
        if let Some(kind) = fault {
            call["fault"] = json!(kind);
        }
        self.traffic.keep(&self.traffic.calls, CALLS, begun, call);
        self.changed("call", None);
    }

    /// Remembers a delivery to the app, and what became of it.
    pub fn record_delivery(&self, begun: &Begun, sent: &Sent<'_>, outcome: &Result<Ack, Missed>) {
        let mut delivery = json!({
            "kind": sent.kind.name(), "name": name_of(sent.kind, sent.payload), "payload": sent.payload,
            "retry": sent.retry.map_or(0, |retry| retry.attempt), "twice": sent.twice,
        });
        match outcome {
            Ok(ack) => {
                delivery["outcome"] = json!("acknowledged");
                delivery["answer"] = json!(ack);
            }
            Err(missed) => delivery["outcome"] = json!(missed.to_string()),
        }
        self.traffic.keep(&self.traffic.deliveries, DELIVERIES, begun, delivery);
        self.changed("delivery", None);
    }

    /// Every Web API call, oldest first: method, arguments, answer, time.
    pub fn calls(&self) -> Vec<Value> {
        lock(&self.traffic.calls).iter().cloned().collect()
    }

    /// The latest exchanges that were complete after the one with the id `after`, in the order they began. What would
    /// let somebody in is masked.
    pub fn traffic_after(&self, after: u64) -> Vec<Value> {
        let ways = [("from_app", &self.traffic.calls), ("to_app", &self.traffic.deliveries)];
        let mut found: Vec<Value> = Vec::new();
        for (way, kept) in ways {
            let kept = lock(kept);
            let later = kept.iter().rev().take_while(|it| it["id"].as_u64() > Some(after)).take(MOST_SHOWN);
            found.extend(later.map(|exchange| {
                let mut shown = self.masked(exchange);
                shown["way"] = json!(way);
                shown
            }));
        }
        found.sort_by_key(|exchange| exchange["began"].as_u64());
        found.split_off(found.len().saturating_sub(MOST_SHOWN))
    }

    fn masked(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.masked(item)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| {
                    let opens = match (name.as_str(), value.as_str()) {
                        ("token" | "response_url" | "upload_url", Some(_)) => true,
                        ("url", Some(url)) => url.contains("ticket="),
                        _ => false,
                    };
                    (name.clone(), if opens { json!(MASK) } else { self.masked(value) })
                })
                .collect(),
            Value::String(text) if [&self.secrets.bot_token, &self.secrets.app_token].contains(&text) => {
                json!(MASK)
            }
            other => other.clone(),
        }
    }
}

/// A delivery as it went out.
pub struct Sent<'a> {
    /// What kind.
    pub kind: Kind,
    /// What it said.
    pub payload: &'a Value,
    /// Whether it was sent before.
    pub retry: Option<Retry>,
    /// Whether a fault doubled it.
    pub twice: bool,
}

/// What people call a delivery: the command, the event, or what was clicked.
fn name_of(kind: Kind, payload: &Value) -> Value {
    match kind {
        Kind::Command => payload["command"].clone(),
        Kind::Event => payload["event"]["type"].clone(),
        Kind::Interactive => {
            let touched = [
                &payload["actions"][0]["action_id"],
                &payload["view"]["callback_id"],
                &payload["callback_id"],
            ];
            let touched = touched.into_iter().find_map(Value::as_str).unwrap_or("");
            json!(format!("{} {touched}", payload["type"].as_str().unwrap_or("")).trim_end())
        }
    }
}
