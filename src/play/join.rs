//! Joining and leaving a contest.

use chrono::{DateTime, Utc};

use super::once::once;
use super::pick::{Picked, Wanted, pick};
use super::{Asker, Play, captains, close_contest, home, roles, tables};
use crate::domain::contest::{Contest, Joined, Phase};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::store::{Result, Tx, contests, entrants, field, roster};

/// Makes the asker a player of the contest meant.
pub async fn join(play: &Play, asker: Asker, wanted: Wanted, here: ChannelId) -> Result<Outcome<Joined>> {
    change(play, asker, wanted, here, true).await
}

/// Takes the asker off the contest's board; their points wait.
pub async fn leave(play: &Play, asker: Asker, wanted: Wanted, here: ChannelId) -> Result<Outcome<Joined>> {
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
    let is_new = entrants::join(tx, workspace, &contest.id, user, now).await?;
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
) -> Result<Outcome<Joined>> {
    once(play, asker, async move |tx, caller| {
        let (workspace, user, now) = (&caller.workspace, &caller.user, caller.now);
        let verb = if joins { "join" } else { "leave" };
        let person = roster::held(tx, workspace, user).await?;
        if !person.is_some_and(|person| roles::may_play(&caller.play.settings, &person)) {
            return Err(Refusal::NotAPlayer.into());
        }
        let contest = match pick(tx, workspace, &wanted, &here, Phase::LIVE, now).await? {
            Picked::One(contest) => contest,
            Picked::Refused(refusal) => return Err(refusal.into()),
        };
        let title = contest.title.clone();
        if !contest.phase.is_live() {
            return Err(Refusal::WrongPhase { title, verb: verb.into(), phase: contest.phase }.into());
        }
        let is_led = !joins && contest.format.has_teams();
        if is_led {
            // Nobody changes its teams meanwhile.
            contests::hold(tx, workspace, &contest.id).await?;
        }
        let changed = match joins {
            true => let_in(tx, workspace, &contest, user, now).await?,
            false => entrants::leave(tx, workspace, &contest.id, user, now).await?,
        };
        if changed && is_led {
            captains::left_contest(tx, workspace, &contest, user, now).await?;
        }
        if changed && joins {
            // Who comes back brings their points along.
            close_contest::after_change(tx, workspace, &contest, now).await?;
        }
        if changed {
            home::changed(tx, workspace, user, now).await?;
        }
        let aside = match joins {
            true => tables::aside_now(tx, workspace, &contest, user, now).await?,
            false => None,
        };
        match (changed, joins) {
            (true, _) => Ok(Joined { contest, aside }),
            (false, true) => Err(Refusal::AlreadyJoined { title, aside }.into()),
            (false, false) => Err(Refusal::NotJoined { title }.into()),
        }
    })
    .await
}
