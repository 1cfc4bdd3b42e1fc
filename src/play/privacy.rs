//! Erasing what is kept of a person, when they ask for it.

use chrono::{DateTime, Utc};

use super::once::once;
use super::roles::Right;
use super::{Asker, Play, home};
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::privacy::{BLANK, FORMER, StillPlaying};
use crate::domain::refusal::{Outcome, Refusal};
use crate::fresh;
use crate::store::forget::{self, Forgotten};
use crate::store::{Result, Tx, contests, homes, roster};

/// Whether the person could be erased now.
pub async fn check(play: &Play, workspace: &WorkspaceId, user: &UserId) -> Result<Outcome<()>> {
    let now = play.clock.now();
    play.store.read(async |tx| still_plays(tx, workspace, user, now).await).await
}

/// Erases what is kept of the asker: what points to them goes, what they earned stays under a name that tells nothing.
pub async fn erase(play: &Play, asker: Asker) -> Result<Outcome<()>> {
    let (workspace, user) = (asker.workspace.clone(), asker.user.clone());
    let erased = once(play, asker, async move |tx, caller| {
        let (workspace, user, now) = (&caller.workspace, &caller.user, caller.now);
        // Held first: no share of theirs is taken in meanwhile.
        roster::hold(tx, workspace, user).await?;
        caller.may(tx, Right::Own).await??;
        still_plays(tx, workspace, user, now).await??;
        // A new one each time, that tells nothing of the old.
        let stand_in = format!("former-{}", fresh::secret()).into();
        let gone = Forgotten { workspace, user, stand_in: &stand_in, name: FORMER, blank: BLANK };
        let had_home = homes::find(tx, workspace, user).await?.is_some();
        forget::forget(tx, &gone, now).await?;
        if had_home {
            // Slack goes on to show what it was last told.
            home::publish(tx, workspace, user, now).await?;
        }
        home::all_are_stale(tx, workspace, now).await?;
        tracing::info!(%workspace, "somebody had their data erased");
        Ok(())
    })
    .await?;
    if erased.is_ok() {
        play.met.forget(&workspace, &user);
    }
    Ok(erased)
}

/// Nobody is erased out of a contest whose scores can still change: they could come back, and begin in it anew. Of
/// several the one that lasts longest is told.
async fn still_plays(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<Outcome<()>> {
    let mut last: Option<StillPlaying> = None;
    for (id, has_left) in forget::joined(tx, workspace, user).await? {
        // Of a dry run they know nothing, and it goes on without a name.
        let contest = contests::find(tx, workspace, &id).await?.filter(|contest| !contest.is_dry());
        let Some(contest) = contest else { continue };
        let Some(until) = open_until(&contest, now) else { continue };
        let has_points = forget::has_entries(tx, workspace, &id, user).await?;
        let part = match (has_points, has_left, contest.phase.is_live()) {
            (false, true, _) => continue,
            (false, false, true) => None,
            _ => Some(until),
        };
        if last.as_ref().is_none_or(|known| known.until < part) {
            last = Some(StillPlaying { title: contest.title, until: part, zone: contest.zone });
        }
    }
    Ok(last.map_or(Ok(()), |still| Err(Refusal::StillPlaying(still))))
}

/// From when on the scores of a contest can no longer change, as it stands now; none if they cannot already.
fn open_until(contest: &Contest, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match contest.phase {
        Phase::Scheduled | Phase::Open | Phase::Paused => Some(contest.ends_at.max(now) + REOPEN_WITHIN),
        Phase::Closed => contest.closed_at.map(|at| at + REOPEN_WITHIN).filter(|until| *until >= now),
        Phase::Cancelled => None,
    }
}
