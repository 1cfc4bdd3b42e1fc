//! `/pace why`: what each share earned, and by which rule.

use crate::command::{Call, Verb};
use crate::play::pace;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/pace why`.
pub const VERB: Verb = Verb {
    name: "why",
    right: Right::Read,
    help: HelpLine { usage: "/pace why [\"Contest\"]", about: "explains each of your latest shares" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let wanted = call.titled(&call.words);
    let (workspace, user) = (&call.command.workspace, &call.command.user);
    Ok(match pace::why(&call.play, workspace, user, &wanted, &call.command.channel).await? {
        Ok(why) => voice::pace::why(&why, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}
