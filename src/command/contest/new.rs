//! `/contest new`: a contest by form.

use crate::command::words::{Word, joined, seen};
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
    help: HelpLine {
        usage: "/contest new [template]",
        about: "starts a contest by a form, with a preview (managers)",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let here = call.command.channel.clone();
    Ok(match facts(&call.play, &call.asker(), &chosen(&call.words), &here).await? {
        Ok(facts) => call.open(view::form(&facts), view::INSTEAD),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// The template is named as its list does, or with spaces; what stands in quotes is a title.
fn chosen(words: &[Word]) -> Chosen {
    let (titles, names): (Vec<Word>, Vec<Word>) = words.iter().cloned().partition(|word| word.quoted);
    Chosen { template: seen(&joined(&names)).replace(' ', "-"), title: seen(&joined(&titles)) }
}
