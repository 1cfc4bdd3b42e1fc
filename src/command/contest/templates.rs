//! `/contest templates`: what can be started with one line.

use crate::command::{Call, Verb};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/contest templates`.
pub const VERB: Verb = Verb {
    name: "templates",
    right: Right::Read,
    help: HelpLine { usage: "/contest templates", about: "lists what can be started with one line" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    Ok(voice::contest::templates(call.play.presets.templates.values()))
}
