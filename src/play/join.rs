//! Joining and leaving a contest.

use chrono::{DateTime, Utc};

use super::pick::{Picked, Wanted, pick};
use super::{Asker, Play, roles};
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::store::{Result, Tx, contests, deliveries, field, roster};

const LIVE: &[Phase] = &[Phase::Scheduled, Phase::Open, Phase::Paused];

/// Makes the asker a player of the contest meant.
pub async fn join(play: &Play, asker: Asker, wanted: Wanted, here: ChannelId) -> Result<Outcome<Contest>> {
    change(play, asker, wanted, here, true).await
}

/// Takes the asker off the contest's board; their points wait.
pub async fn leave(play: &Play, asker: Asker, wanted: Wanted, here: ChannelId) -> Result<Outcome<Contest>> {
    change(play, asker, wanted, here, false).await
}

/// Makes somebody a player, with what they earned in the four weeks before. False if they were one already.
pub(super) async fn let_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let is_new = contests::join(tx, workspace, &contest.id, user, now).await?;
    if is_new {
        field::keep_points_before(tx, workspace, contest, std::slice::from_ref(user)).await?;
    }
    Ok(is_new)
}

async fn change(
    play: &Play,
    asker: Asker,
    wanted: Wanted,
    here: ChannelId,
    joins: bool,
) -> Result<Outcome<Contest>> {
    let (now, play) = (play.clock.now(), play.clone());
    let verb = if joins { "join" } else { "leave" };
    play.store
        .clone()
        .write(async move |tx| {
            let workspace = asker.workspace.clone();
            deliveries::once(tx, &workspace, &asker.delivery, now, async |tx| {
                let person = roster::hold(tx, &workspace, &asker.user).await?;
                if !person.is_some_and(|person| roles::may_play(&play.settings, &person)) {
                    return Ok(Err(Refusal::NotAPlayer));
                }
                let contest = match pick(tx, &workspace, &wanted, &here, LIVE, verb, now).await? {
                    Picked::One(contest) => contest,
                    Picked::Refused(refusal) => return Ok(Err(refusal)),
                };
                let title = contest.title.clone();
                if !contest.phase.is_live() {
                    return Ok(Err(Refusal::WrongPhase { title, verb: verb.into(), phase: contest.phase }));
                }
                let changed = match joins {
                    true => let_in(tx, &workspace, &contest, &asker.user, now).await?,
                    false => contests::leave(tx, &workspace, &contest.id, &asker.user, now).await?,
                };
                Ok(match (changed, joins) {
                    (true, _) => Ok(contest),
                    (false, true) => Err(Refusal::AlreadyJoined { title }),
                    (false, false) => Err(Refusal::NotJoined { title }),
                })
            })
            .await
        })
        .await
}
