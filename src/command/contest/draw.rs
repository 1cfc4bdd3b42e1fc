//! `/contest draw`: how a draw was made, for everybody.

use crate::command::{Call, Verb};
use crate::play::files;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/contest draw`.
pub const VERB: Verb = Verb {
    name: "draw",
    right: Right::Read,
    help: HelpLine {
        usage: "/contest draw [\"Title\"]",
        about: "shows how a raffle was drawn, and sends you all its tickets, so that you can check it",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (here, wanted) = (call.command.channel.clone(), call.titled(&call.words));
    Ok(match files::draw(&call.play, call.asker(), wanted, here).await? {
        Ok(news) => voice::draws::news(&news, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}
