//! `/pace me`: where one stands.

use crate::command::{Call, Verb};
use crate::play::pace;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/pace me`.
pub const VERB: Verb = Verb {
    name: "me",
    right: Right::Read,
    help: HelpLine { usage: "/pace me", about: "shows your place in each contest, and your streak" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let me = pace::me(&call.play, &call.command.workspace, &call.command.user).await?;
    Ok(voice::pace::me(&me))
}
