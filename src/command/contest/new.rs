//! `/contest new`: a contest by form.

use crate::command::{Call, Verb};
use crate::play::contest_form::{Chosen, facts};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::Message;
use crate::voice::forms::contest as view;
use crate::voice::help::HelpLine;

/// `/contest new`.
pub const VERB: Verb = Verb {
    name: "new",
    right: Right::Steer,
    help: HelpLine { usage: "/contest new", about: "starts a contest by a form, with a preview (managers)" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let here = call.command.channel.clone();
    Ok(match facts(&call.play, &call.asker(), &Chosen::default(), &here).await? {
        Ok(facts) => call.open(view::form(&facts), view::INSTEAD),
        Err(refusal) => call.refuse(&refusal),
    })
}
