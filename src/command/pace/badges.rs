//! `/pace badges`: what one has, and what comes next.

use crate::command::{Call, Verb};
use crate::play::badges;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/pace badges`.
pub const VERB: Verb = Verb {
    name: "badges",
    right: Right::Read,
    help: HelpLine {
        usage: "/pace badges",
        about: "shows your badges and level, what comes next, and your bests",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let shelf = badges::shelf(&call.play, &call.command.workspace, &call.command.user).await?;
    Ok(voice::badges::shelf(&shelf))
}
