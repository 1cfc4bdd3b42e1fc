//! `/contest edit`: another title, start, end, prizes or board time, by form.

use crate::command::{Call, Verb};
use crate::play::edit_contest::facts;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::Message;
use crate::voice::forms::edit as view;
use crate::voice::help::HelpLine;

/// `/contest edit`.
pub const VERB: Verb = Verb {
    name: "edit",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest edit [\"Title\"]",
        about: "changes its title, start, end, prizes or board time by a form (managers)",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (here, wanted) = (call.command.channel.clone(), call.titled(&call.words));
    Ok(match facts(&call.play, &call.asker(), &wanted, &here).await? {
        Ok(facts) => call.open(view::form(&facts), view::INSTEAD),
        Err(refusal) => call.refuse(&refusal),
    })
}
