//! `/contest join` and `/contest leave`.

use crate::command::{Call, Verb};
use crate::play::join::{join, leave};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/contest join`.
pub const JOIN: Verb = Verb {
    name: "join",
    right: Right::Play,
    help: HelpLine { usage: "/contest join [\"Title\"]", about: "puts you on its board" },
    run: |call| Box::pin(run_join(call)),
};

/// `/contest leave`.
pub const LEAVE: Verb = Verb {
    name: "leave",
    right: Right::Play,
    help: HelpLine {
        usage: "/contest leave [\"Title\"]",
        about: "takes you off its board; your points wait",
    },
    run: |call| Box::pin(run_leave(call)),
};

async fn run_join(call: Call) -> Result<Message> {
    let (here, wanted) = (call.command.channel.clone(), call.titled(&call.words));
    Ok(match join(&call.play, call.asker(), wanted, here).await? {
        Ok(joined) => voice::contest::joined(&joined.contest.title, joined.aside),
        Err(refusal) => call.refuse(&refusal),
    })
}

async fn run_leave(call: Call) -> Result<Message> {
    let (here, wanted) = (call.command.channel.clone(), call.titled(&call.words));
    Ok(match leave(&call.play, call.asker(), wanted, here).await? {
        Ok(left) => voice::contest::left(&left.contest),
        Err(refusal) => call.refuse(&refusal),
    })
}
