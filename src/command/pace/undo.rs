//! `/pace undo`: take the latest share back.

use crate::command::{Call, Verb};
use crate::play::roles::Right;
use crate::play::take_back::undo;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/pace undo`.
pub const VERB: Verb = Verb {
    name: "undo",
    right: Right::Play,
    help: HelpLine { usage: "/pace undo", about: "takes your latest share back, if it is only minutes old" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    Ok(match undo(&call.play, call.asker(), None).await? {
        Ok(undone) => voice::pace::undone(&undone),
        Err(refusal) => call.refuse(&refusal),
    })
}
