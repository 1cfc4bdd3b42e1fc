//! `/pace rewards` and `/pace claim`: what points won can be spent on.

use crate::command::words::{joined, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::rewards::{self, Claimed};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const CLAIM_USAGE: &str = "/pace claim \"Coffee voucher\"";

/// `/pace rewards`.
pub const REWARDS: Verb = Verb {
    name: "rewards",
    right: Right::Read,
    help: HelpLine {
        usage: "/pace rewards",
        about: "shows what you can claim, and the points you have for it",
    },
    run: |call| Box::pin(list(call)),
};

/// `/pace claim`.
pub const CLAIM: Verb = Verb {
    name: "claim",
    right: Right::Play,
    help: HelpLine { usage: CLAIM_USAGE, about: "claims it; a manager says yes or no" },
    run: |call| Box::pin(claim(call)),
};

async fn list(call: Call) -> Result<Message> {
    let (workspace, user) = (&call.command.workspace, &call.command.user);
    Ok(voice::rewards::catalogue(&rewards::catalogue(&call.play, workspace, user).await?))
}

async fn claim(call: Call) -> Result<Message> {
    if call.words.is_empty() {
        return Ok(call.refuse(&Refusal::Usage { usage: CLAIM_USAGE.to_owned() }));
    }
    let what = Claimed::Named(seen(&joined(&call.words)).trim().to_owned());
    Ok(match rewards::claim(&call.play, call.asker(), what).await? {
        Ok(news) => voice::rewards::news(&news),
        Err(refusal) => call.refuse(&refusal),
    })
}
