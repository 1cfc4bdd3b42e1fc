//! What a screen shows: the boards that everybody sees, and what was praised.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, ContestId, WorkspaceId};
use crate::domain::screen::{NextStart, Screen, ShoutOut, Wall};
use crate::play::due::Due;
use crate::play::{Play, boards, preferences};
use crate::store::{Result, Tx, contests, praises, roster, screens, seasons};

/// Contests that take turns, at most.
const BOARDS_MOST: usize = 6;

/// How long final standings stay.
const OVER_FOR: TimeDelta = TimeDelta::hours(24);

/// Contests that are over and looked through for those of the screen.
const PAST: i64 = 50;

/// How long ago praise is shown …
const PRAISED_WITHIN: TimeDelta = TimeDelta::hours(12);

/// … and how many messages of it, of how many pieces in all.
const SHOUT_OUTS_MOST: usize = 5;
const PRAISES_MOST: i64 = 100;

/// Everything that a screen shows now; none where it was revoked.
///
/// # Errors
/// When the database fails.
pub async fn wall(play: &Play, workspace: &WorkspaceId, number: i64) -> Result<Option<Wall>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let Some(screen) = screens::find(tx, workspace, number).await? else { return Ok(None) };
            let all = shown(tx, workspace, &screen, now - OVER_FOR).await?;
            let (to_come, begun): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|contest| contest.phase == Phase::Scheduled);
            let mut boards = Vec::new();
            for contest in begun.iter().take(BOARDS_MOST) {
                boards.push(boards::public(tx, &play.settings.holidays, workspace, contest, now).await?.0);
            }
            let next = to_come.into_iter().min_by_key(|contest| contest.starts_at);
            Ok(Some(Wall {
                channel: roster::channel(tx, workspace, &screen.channel).await?.map(|channel| channel.name),
                boards,
                next: next.map(|next| NextStart { title: next.title, at: next.starts_at, zone: next.zone }),
                shout_outs: shout_outs(tx, workspace, &screen, now).await?,
                now,
            }))
        })
        .await
}

/// The contests of a screen: to come, under way, or over since `since`, those under way first.
async fn shown(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    screen: &Screen,
    since: DateTime<Utc>,
) -> Result<Vec<Contest>> {
    let mut all = contests::live(tx, workspace).await?;
    let past = contests::past(tx, workspace, PAST).await?;
    all.extend(past.into_iter().filter(|contest| contest.phase == Phase::Closed));
    match &screen.contest {
        Some(contest) => {
            let latest = latest(tx, workspace, contest).await?;
            all.retain(|contest| contest.id == latest);
            // It was chosen by name: its final standings stay, however long ago it ended.
            if all.is_empty() {
                let found = contests::find(tx, workspace, &latest).await?;
                all.extend(found.filter(|contest| contest.phase != Phase::Cancelled));
            }
        }
        None => all.retain(|contest| {
            let is_fresh = contest.phase.is_live() || contest.closed_at.is_some_and(|at| at >= since);
            contest.channel == screen.channel && is_fresh
        }),
    }
    Ok(all)
}

/// The contest, or the latest of the series that it belongs to.
async fn latest(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<ContestId> {
    let Some(season) = seasons::find(tx, workspace, contest).await? else { return Ok(contest.clone()) };
    let all = seasons::all(tx, workspace).await?;
    let latest = all.into_iter().find(|(_, other)| other.series == season.series && other.is_latest);
    Ok(latest.map_or_else(|| contest.clone(), |(latest, _)| latest))
}

/// What was praised lately in the screen's channel, the latest first.
async fn shout_outs(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    screen: &Screen,
    now: DateTime<Utc>,
) -> Result<Vec<ShoutOut>> {
    let key = |at| key(&screen.channel, at);
    let (first, last) = (key(now - PRAISED_WITHIN), key(now));
    let said = praises::said(tx, workspace, &screen.channel, (&first, &last), PRAISES_MOST).await?;
    let mut shown: Vec<(String, ShoutOut)> = Vec::new();
    for (post, praise) in said {
        let Some(at) = at(&post) else { continue };
        let is_full = shown.len() == SHOUT_OUTS_MOST;
        match shown.last_mut() {
            Some((known, shout_out)) if *known == post => shout_out.praises.push(praise),
            _ if is_full => break,
            _ => shown.push((post, ShoutOut { at, praises: vec![praise] })),
        }
    }
    let mut wanted = Vec::with_capacity(shown.len());
    for (_, shout_out) in shown {
        let (praises, _) = preferences::as_wanted(tx, workspace, shout_out.praises).await?;
        if !praises.is_empty() {
            wanted.push(ShoutOut { praises, ..shout_out });
        }
    }
    Ok(wanted)
}

/// The key of the post that praises what waited in a channel at an instant.
fn key(channel: &ChannelId, at: DateTime<Utc>) -> String {
    Due::ShoutOuts { channel: channel.clone(), zone: Tz::UTC, at }.key()
}

/// The instant in such a key.
fn at(key: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(key.rsplit(':').next()?.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_shout_out_tells_its_instant() {
        let when = "2026-03-04T09:00:00Z".parse().unwrap();
        let key = key(&"C1".into(), when);
        assert_eq!(at(&key), Some(when));
        assert_eq!(at("unsaid"), None);
    }
}
