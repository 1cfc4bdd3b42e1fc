//! `/contest list`: what runs, and what is over.

use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::listing::list;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// How many contests that are over are listed beside those that run, and alone.
const PAST: (i64, i64) = (5, 20);

const USAGE: &str = "/contest list [past]";

/// `/contest list`.
pub const VERB: Verb = Verb {
    name: "list",
    right: Right::Read,
    help: HelpLine { usage: USAGE, about: "lists what runs, comes, and is over" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, user) = (&call.command.workspace, &call.command.user);
    match call.words.as_slice() {
        [] => {
            let (live, past) = list(&call.play, workspace, user, PAST.0).await?;
            Ok(voice::contest::list(&live, &past, call.now))
        }
        [word] if word.is("past") => {
            let (_, past) = list(&call.play, workspace, user, PAST.1).await?;
            Ok(voice::contest::past(&past, call.now))
        }
        _ => Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() })),
    }
}
