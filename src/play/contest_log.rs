//! `/contest log`: what managers did to a contest, whoever they were.

use super::pick::{Picked, Wanted, pick_to_read};
use super::{Play, asking};
use crate::domain::change::between;
use crate::domain::contest::{Contest, REOPEN_WITHIN};
use crate::domain::contest_log::{ContestLog, Deed, LogLine};
use crate::domain::id::{ChannelId, WorkspaceId};
use crate::domain::refusal::Outcome;
use crate::store::{Result, Tx, contest_log, corrections, reviews, rules, team_changes};

/// How much of it is told.
const TOLD: usize = 20;

/// What was done lately in the contest meant.
pub async fn log(
    play: &Play,
    workspace: &WorkspaceId,
    wanted: &Wanted,
    here: &ChannelId,
) -> Result<Outcome<ContestLog>> {
    let now = play.clock.now();
    play.store
        .read(async |tx| {
            let contest = match pick_to_read(tx, workspace, wanted, here, now).await? {
                Picked::One(contest) => contest,
                Picked::Refused(refusal) => return Ok(Err(refusal)),
            };
            let lines = lines(tx, workspace, &contest).await?;
            Ok(Ok(ContestLog { title: contest.title, zone: contest.zone, lines }))
        })
        .await
}

async fn lines(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<Vec<LogLine>> {
    let (id, most) = (&contest.id, i64::try_from(TOLD).unwrap_or(i64::MAX));
    let mut lines = contest_log::bonuses(tx, workspace, id, most).await?;
    lines.extend(contest_log::awards(tx, workspace, id, most).await?);
    lines.extend(team_changes::latest(tx, workspace, id, most).await?);
    for correction in corrections::latest(tx, workspace, id, None, most).await? {
        let (at, by) = (correction.at, correction.made_by.clone());
        lines.push(LogLine { at, by, deed: Deed::Corrected(correction) });
    }
    lines.extend(changes_of_rules(tx, workspace, contest, most).await?);
    lines.extend(decided(tx, workspace, contest, most).await?);
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines.truncate(TOLD);
    Ok(lines)
}

/// The later versions of the rules, each with what it changed in those that held before it.
async fn changes_of_rules(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    most: i64,
) -> Result<Vec<LogLine>> {
    let versions = contest_log::versions(tx, workspace, &contest.id, most).await?;
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let rules = rules::of(tx, workspace, &contest.id).await?;
    let line = |(number, by, at)| {
        let version = rules.numbered(number);
        let before = rules.before(number);
        let changed = between(&before.book, &version.book);
        LogLine { at, by, deed: Deed::Ruled { version: number, from: version.from, changed } }
    };
    Ok(versions.into_iter().map(line).collect())
}

/// The reviews of its players that were decided while it could still be corrected. A result or a count pays in each of
/// the contests that its rep plays in, so it stands in the log of each.
async fn decided(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest, most: i64) -> Result<Vec<LogLine>> {
    let until = contest.closed_at.unwrap_or(contest.ends_at) + REOPEN_WITHIN;
    let span = (contest.starts_at, until);
    let mut lines = Vec::new();
    for review in reviews::decided_of_players(tx, workspace, &contest.id, span, most).await? {
        let line = asking::line(tx, workspace, review).await?;
        if let Some((by, at, _)) = line.decided.clone() {
            lines.push(LogLine { at, by, deed: Deed::Reviewed(line) });
        }
    }
    Ok(lines)
}
