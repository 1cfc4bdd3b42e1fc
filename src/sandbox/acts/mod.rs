//! What people do: the calls under `/sandbox/` and the tests do it through these functions.

mod command;
mod form;
mod inputs;
mod interact;
mod membership;
mod talk;

pub use command::Answer;
pub use interact::{Click, Outcome};
pub use membership::{ChannelChange, PersonChange};

use serde_json::{Value, json};

use super::delivery::Missed;
use super::people::{Person, TEAM, TEAM_DOMAIN};
use super::refusal::Refusal;

/// A person as interactive payloads name one.
fn named(person: &Person) -> Value {
    json!({"id": person.id, "username": person.handle, "name": person.handle, "team_id": TEAM})
}

fn team() -> Value {
    json!({"id": TEAM, "domain": TEAM_DOMAIN})
}

/// What the person sees whose act the app did not take up.
fn unanswered(missed: Missed) -> Refusal {
    match missed {
        Missed::Status(status) => Refusal::from("http_service_error").with("status", json!(status)),
        _ => "no_ack".into(),
    }
}
