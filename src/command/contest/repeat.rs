//! `/contest repeat`: a contest comes again, or no more.

use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::season::Every;
use crate::play::roles::Right;
use crate::play::series::repeat;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest repeat weekly | monthly | off [\"Title\"]";

/// `/contest repeat`.
pub const VERB: Verb = Verb {
    name: "repeat",
    right: Right::Steer,
    help: HelpLine {
        usage: USAGE,
        about: "starts it anew every week or month with the same people, or no more (managers)",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let how_often = call.words.split_first().and_then(|(first, title)| {
        if first.quoted {
            return None;
        }
        let every = if first.is("off") { None } else { Some(Every::parse(&first.text)?) };
        Some((every, title))
    });
    let Some((every, title)) = how_often else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    let here = call.command.channel.clone();
    Ok(match repeat(&call.play, call.asker(), every, call.titled(title), here).await? {
        Ok(news) => voice::seasons::news(&news, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}
