//! `/contest show`: one contest at a glance.

use super::wanted;
use crate::command::{Call, Verb};
use crate::domain::contest::Phase;
use crate::play::pick::{Picked, pick};
use crate::store::{Result, contests, standings};
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const LIVE: &[Phase] = &[Phase::Scheduled, Phase::Open, Phase::Paused];

/// `/contest show`.
pub const VERB: Verb = Verb {
    name: "show",
    help: HelpLine {
        usage: "/contest show [\"Title\"]",
        about: "shows when it ends, who plays, how points work",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, here) = (&call.command.workspace, &call.command.channel);
    let wanted = wanted(&call.words);
    let shown = call
        .play
        .store
        .read(async |tx| {
            let contest = match pick(tx, workspace, &wanted, here, LIVE, "show").await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let book = contests::rulebook(tx, workspace, &contest).await?;
            let totals = standings::totals(tx, workspace, &contest.id).await?;
            Ok(Ok((contest, book, totals)))
        })
        .await?;
    Ok(match shown {
        Ok((contest, book, totals)) => {
            voice::contest::show(&contest, &book, totals.players, totals.shares, call.now)
        }
        Err(refusal) => call.refuse(&refusal),
    })
}
