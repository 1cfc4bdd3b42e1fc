//! `/contest list`: what runs, and what is over.

use crate::command::{Call, Verb};
use crate::play::roles::Right;
use crate::store::{Result, contests};
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// How many contests that are over are listed.
const PAST: i64 = 5;

/// `/contest list`.
pub const VERB: Verb = Verb {
    name: "list",
    right: Right::Read,
    help: HelpLine { usage: "/contest list", about: "lists what runs, comes, and is over" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let workspace = &call.command.workspace;
    let (live, past) = call
        .play
        .store
        .read(async |tx| {
            Ok((contests::live(tx, workspace).await?, contests::past(tx, workspace, PAST).await?))
        })
        .await?;
    Ok(voice::contest::list(&live, &past, call.now))
}
