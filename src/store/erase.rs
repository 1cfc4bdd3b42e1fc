//! Erasing all that is kept of a workspace, a bounded part in each transaction.

use super::{Result, Tx, execute};
use crate::domain::id::WorkspaceId;

/// Every table with rows of a workspace, and what names a row there; those that grow with play come first.
/// The agenda and the workspace itself go last, so that an erasing that broke off is known, and goes on.
macro_rules! of_each_table {
    ($do:ident) => {
        $do! {
            "prints" "workspace_id, print, share_id",
            "ledger" "workspace_id, contest_id, user_id, entry_id",
            "scores" "workspace_id, share_id, contest_id",
            "claims" "workspace_id, link_key, claimant, contest_id",
            "shares" "workspace_id, share_id",
            "standings" "workspace_id, contest_id, user_id",
            "tallies" "workspace_id, contest_id, points",
            "active_weeks" "workspace_id, user_id, week",
            "entrants" "workspace_id, contest_id, user_id",
            "dry_shares" "workspace_id, user_id, link_key, contest_id",
            "teams" "workspace_id, contest_id, team_id",
            "corrections" "workspace_id, contest_id, entry_id",
            "awards" "workspace_id, contest_id, user_id, entry_id",
            "counts" "workspace_id, user_id, measure, count_id",
            "reviews" "workspace_id, number",
            "draws" "workspace_id, contest_id",
            "tickets" "workspace_id, contest_id, nth",
            "duels" "workspace_id, contest_id, duel_id",
            "winnings" "workspace_id, number",
            "winning_numbers" "workspace_id",
            "badges" "workspace_id, user_id, badge_id",
            "bests" "workspace_id, user_id, record",
            "prizes" "workspace_id, contest_id, prize_id",
            "rewards" "workspace_id, reward_id",
            "quotas" "workspace_id, contest_id, user_id",
            "rounds" "workspace_id, contest_id, round",
            "seasons" "workspace_id, contest_id",
            "series" "workspace_id, series_id",
            "team_changes" "workspace_id, contest_id, change_id",
            "swaps" "workspace_id, contest_id, swap_id",
            "concerns" "workspace_id, contest_id, concern",
            "screens" "workspace_id, number",
            "homes" "workspace_id, user_id",
            "owed_posts" "workspace_id, key",
            "deliveries" "workspace_id, delivery_id",
            "people" "workspace_id, user_id",
            "praises" "workspace_id, contest_id, subject, what",
            "shout_out_times" "workspace_id, channel_id",
            "lanes" "workspace_id, lane",
            "rulebooks" "workspace_id, contest_id, version",
            "bonuses" "workspace_id, contest_id, version",
            "contests" "workspace_id, contest_id",
            "channels" "workspace_id, channel_id",
        }
    };
}

macro_rules! deletions {
    ($($table:literal $key:literal,)*) => {
        [$(concat!(
            "DELETE FROM ", $table, " WHERE workspace_id = $1 AND (", $key, ") IN (SELECT ", $key, " FROM ", $table,
            " WHERE workspace_id = $1 LIMIT $2)"
        )),*]
    };
}

/// Erases up to `most` rows of a workspace. Once nothing else is left, its agenda and its own row go too.
/// Answers whether all is gone.
pub async fn some(tx: &mut Tx, workspace: &WorkspaceId, most: i64) -> Result<bool> {
    let mut room = most;
    for statement in of_each_table!(deletions) {
        let erased = execute!(tx, statement, workspace.as_str(), room)?;
        room -= i64::try_from(erased).unwrap_or(room);
        if room <= 0 {
            return Ok(false);
        }
    }
    let settled = execute!(
        tx,
        "DELETE FROM agenda WHERE workspace_id = $1 AND key IN (SELECT key FROM agenda \
         WHERE workspace_id = $1 AND kind <> 'erase' LIMIT $2)",
        workspace.as_str(),
        room,
    )?;
    if i64::try_from(settled).unwrap_or(room) >= room {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM agenda WHERE workspace_id = $1", workspace.as_str())?;
    execute!(tx, "DELETE FROM workspaces WHERE workspace_id = $1", workspace.as_str())?;
    Ok(true)
}

#[cfg(test)]
mod tests;
