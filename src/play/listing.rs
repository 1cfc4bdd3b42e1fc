//! What `/contest list` tells.

use super::roles::{self, Right};
use super::{Play, series};
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::season::{Listed, Season};
use crate::store::{Result, Tx, contests, dry_runs, seasons};

/// Contests to come or under way, the one that ends first at the front; and up to `most` that are over, the latest first.
/// Managers see dry runs behind them.
pub async fn list(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    most: i64,
) -> Result<(Vec<Listed>, Vec<Listed>)> {
    play.store
        .read(async |tx| {
            let mut live = contests::live(tx, workspace).await?;
            let mut past = contests::past(tx, workspace, most).await?;
            if roles::check(tx, play, workspace, user, Right::Steer).await?.is_ok() {
                let dry = dry_runs::all(tx, workspace, most).await?;
                let (dry_live, dry_past): (Vec<_>, Vec<_>) =
                    dry.into_iter().partition(|one| one.phase.is_live());
                live.extend(dry_live);
                past.extend(dry_past);
            }
            Ok((listed(tx, play, workspace, live).await?, listed(tx, play, workspace, past).await?))
        })
        .await
}

async fn listed(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    contests: Vec<Contest>,
) -> Result<Vec<Listed>> {
    let seasons = seasons::all(tx, workspace).await?;
    let mut listed = Vec::with_capacity(contests.len());
    for contest in contests {
        let season = seasons.iter().find(|(of, _)| *of == contest.id);
        let every = season.and_then(|(_, season): &(_, Season)| season.repeats());
        let is_over = matches!(contest.phase, Phase::Closed | Phase::Cancelled);
        let next = match every {
            Some(_) if is_over => series::next_start(tx, workspace, &contest, play.clock.now()).await?,
            _ => None,
        };
        listed.push(Listed { contest, every, next });
    }
    Ok(listed)
}
