//! `/leaderboard`: the private board.

use super::{Call, Spec, wanted};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::refusal::Outcome;
use crate::play::Play;
use crate::play::boards;
use crate::play::pick::{Picked, Wanted, pick_to_read};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/leaderboard [contest]`.
pub const SPEC: Spec = Spec {
    name: "/leaderboard",
    usage_hint: "[\"Contest\"]",
    about: "See where you stand; only you see it",
    verbs: &[],
    plain: Some((Right::Read, |call| Box::pin(run(call)))),
    lines: &[
        HelpLine { usage: "/leaderboard", about: "shows this channel's contest, or the only one" },
        HelpLine { usage: "/leaderboard \"Spring Sprint\"", about: "shows the contest of that name" },
    ],
};

async fn run(call: Call) -> Result<Message> {
    let wanted = wanted(&call.words);
    let (workspace, user) = (&call.command.workspace, &call.command.user);
    Ok(match private_board(&call.play, workspace, user, &wanted, &call.command.channel).await? {
        Ok(board) => board,
        Err(refusal) => call.refuse(&refusal),
    })
}

/// The private board of the contest meant, worded.
pub async fn private_board(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<Message>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            Ok(match pick_to_read(tx, workspace, wanted, here, "leaderboard", now).await? {
                Picked::One(contest) => {
                    let board = boards::private(tx, workspace, &contest, user, here, now).await?;
                    Ok(voice::board::private(&board))
                }
                Picked::Refused(refusal) => Err(refusal),
            })
        })
        .await
}
