//! `/pace privacy`: what is kept of oneself, to have it, and to have it erased.

use crate::command::words::seen;
use crate::command::{Call, Verb};
use crate::domain::nearest::nearest;
use crate::domain::refusal::Refusal;
use crate::play::roles::Right;
use crate::play::{files, privacy};
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/pace privacy [export | erase]";
const DEEDS: [&str; 2] = ["export", "erase"];

/// `/pace privacy`.
pub const VERB: Verb = Verb {
    name: "privacy",
    right: Right::Own,
    help: HelpLine { usage: USAGE, about: "says what I keep of you, sends you all of it, or erases it" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, user) = (&call.command.workspace, &call.command.user);
    Ok(match call.words.as_slice() {
        [] => voice::privacy::kept(call.play.settings.retention_days),
        [help] if help.is("help") => voice::privacy::kept(call.play.settings.retention_days),
        [export] if export.is("export") => match files::own_data(&call.play, call.asker()).await? {
            Ok(wanted) => voice::files::coming(&wanted),
            Err(refusal) => call.refuse(&refusal),
        },
        [erase] if erase.is("erase") => match privacy::check(&call.play, workspace, user).await? {
            Ok(()) => voice::privacy::ask(user.as_str()),
            Err(refusal) => call.refuse(&refusal),
        },
        [word, ..] if DEEDS.iter().any(|deed| word.is(deed)) => {
            call.refuse(&Refusal::Usage { usage: USAGE.to_owned() })
        }
        [word, ..] => call.refuse(&Refusal::UnknownWord {
            command: "/pace privacy".to_owned(),
            nearest: nearest(&word.text, DEEDS.into_iter()).map(str::to_owned),
            word: seen(&word.text),
        }),
    })
}
