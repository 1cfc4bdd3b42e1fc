//! `/pace appeal`: asks a manager to look again.

use crate::command::{Call, Verb};
use crate::play::appeals::appeal;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/pace appeal`.
pub const VERB: Verb = Verb {
    name: "appeal",
    right: Right::Play,
    help: HelpLine {
        usage: "/pace appeal [<link>] [why]",
        about: "asks a manager to look again at your latest share, or at whose post a link is",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    // The text itself, since links are read in Slack's markup.
    let text = call.command.text.trim_start();
    let text = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).to_owned();
    let here = call.command.channel.clone();
    Ok(match appeal(&call.play, call.asker(), text, here).await? {
        Ok(number) => voice::reviews::appealed(number),
        Err(refusal) => call.refuse(&refusal),
    })
}
