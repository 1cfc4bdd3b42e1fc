//! `/contest show`: one contest at a glance.

use crate::command::{Call, Verb};
use crate::domain::contest::Phase;
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::Outcome;
use crate::play::Play;
use crate::play::pick::{Picked, Wanted, pick};
use crate::play::roles::Right;
use crate::store::{Result, prizes, rules, standings};
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/contest show`.
pub const VERB: Verb = Verb {
    name: "show",
    right: Right::Read,
    help: HelpLine {
        usage: "/contest show [\"Title\"]",
        about: "shows when it ends, who plays, how points work",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, here) = (&call.command.workspace, &call.command.channel);
    let shown = show(&call.play, workspace, &call.titled(&call.words), here).await?;
    Ok(shown.unwrap_or_else(|refusal| call.refuse(&refusal)))
}

/// The contest meant at a glance, worded.
pub async fn show(
    play: &Play,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Message>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match pick(tx, workspace, wanted, here, Phase::LIVE, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let rules = rules::of(tx, workspace, &contest.id).await?;
            let totals = standings::totals(tx, workspace, &contest.id).await?;
            let prizes = prizes::all(tx, workspace, &contest.id).await?;
            let counts = (totals.players, totals.shares);
            Ok(Ok(voice::contest::show(&contest, &rules, &prizes, counts, now)))
        })
        .await
}
