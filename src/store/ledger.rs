//! Scores and the ledger they are paid into; standings follow in the same call, so that they cannot drift.

use chrono::{DateTime, NaiveDate, Utc};

use super::batch::add;
use super::entries::{self, Paid, Whose};
use super::tallies::{self, Tally};
use super::time::instant;
use super::values::{parse_word, unknown, word};
use super::{Batch, Result, Tx, execute, fetch_all, row};
use crate::domain::calendar;
use crate::domain::export::ExportEntry;
use crate::domain::id::{ContestId, ShareId, UserId, WorkspaceId};
use crate::domain::kind::Kind;
use crate::domain::ledger::Reason;
use crate::domain::link::Network;
use crate::domain::score::{Score, Verdict};
use crate::fresh;

/// A share's score in one contest, with what names it.
#[derive(Clone, Debug)]
pub struct Scored<'a> {
    /// The contest.
    pub contest: &'a ContestId,
    /// The share.
    pub share: &'a ShareId,
    /// Its rep.
    pub user: &'a UserId,
    /// Where it was shared.
    pub network: Network,
    /// The day it counts on, in the contest's zone.
    pub day: NaiveDate,
    /// How alike its words were to the likest earlier share, in per cent.
    pub likeness: u8,
    /// Its worth.
    pub score: &'a Score,
    /// The contest's round.
    pub round: i64,
    /// The version of the rules it was scored by.
    pub rules: i64,
    /// The label of the bonus that multiplied it.
    pub bonus: Option<&'a str>,
    /// Active weeks in a row before this one.
    pub streak_weeks: u32,
    /// What kind of earlier share its words are likest to.
    pub likest: Option<Kind>,
    /// What the rep has brought to the board's tallies so far; none where they are not on it yet.
    pub stood: Option<Tally>,
}

/// Keeps a score, writes what it pays into the ledger, and raises the standing and its tally by it. `shares` on the
/// board counts shares that were no copies. Under a clock that was set back the score counts as reached at the
/// latest instant any part of it was.
pub fn pay(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    scored: &Scored<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let score = scored.score;
    let (contest, user, share) = (scored.contest.as_str(), scored.user.as_str(), scored.share.as_str());
    add!(
        batch,
        "INSERT INTO scores (workspace_id, contest_id, share_id, user_id, verdict, rule, network, day, week, base,
             multiplier, likeness, points, cut, first_of_week, stands, rulebook, bonus, streak_weeks,
             likest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $17, $18, $19)",
        workspace.as_str(),
        contest,
        share,
        user,
        word(score.verdict)?,
        score.rule.as_deref(),
        word(scored.network)?,
        scored.day.to_string(),
        calendar::monday(scored.day).to_string(),
        score.base,
        i64::from(score.multiplier),
        i64::from(scored.likeness),
        score.points,
        score.cut,
        score.first_of_week,
        scored.rules,
        scored.bonus,
        i64::from(scored.streak_weeks),
        scored.likest.map(word).transpose()?.as_deref(),
    );
    for (points, reason) in [(score.points, Reason::Share), (score.first_of_week, Reason::FirstOfWeek)] {
        if points != 0 {
            add!(
                batch,
                "INSERT INTO ledger (workspace_id, entry_id, contest_id, user_id, share_id, points, reason, at, round)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                workspace.as_str(),
                fresh::id(),
                contest,
                user,
                share,
                points,
                reason.as_str(),
                now.timestamp_millis(),
                scored.round,
            );
        }
    }
    let (paid, shares) = (score.total(), i64::from(score.verdict != Verdict::Copied));
    if paid == 0 && shares == 0 {
        return Ok(());
    }
    add!(
        batch,
        "UPDATE standings SET points = points + $4, round_points = round_points + $4, shares = shares + $5,
             reached_at = CASE WHEN $4 <> 0 AND $6 > reached_at THEN $6 ELSE reached_at END,
             through_at = CASE WHEN points + $4 >= (SELECT line FROM contests WHERE workspace_id = $1 AND contest_id = $2)
                 THEN COALESCE(through_at, $6) END
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
        workspace.as_str(),
        contest,
        user,
        paid,
        shares,
        now.timestamp_millis(),
    );
    if let Some(stood) = scored.stood {
        let stands = Tally { points: stood.points + paid, shares: stood.shares + shares };
        tallies::move_player(batch, workspace, scored.contest, Some(stood), Some(stands));
    }
    Ok(())
}

/// A score that stands, of one share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingScore {
    /// The contest it stands in.
    pub contest: ContestId,
    /// What became of the share there.
    pub verdict: Verdict,
    /// What it was paid there, all told.
    pub paid: i64,
}

/// The scores of a share that still stand.
pub async fn scores_of(tx: &mut Tx, workspace: &WorkspaceId, share: &ShareId) -> Result<Vec<StandingScore>> {
    scores(tx, workspace, share, true).await
}

/// The scores of a share that were reversed, as they stood.
pub async fn scores_reversed(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &ShareId,
) -> Result<Vec<StandingScore>> {
    scores(tx, workspace, share, false).await
}

async fn scores(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &ShareId,
    stand: bool,
) -> Result<Vec<StandingScore>> {
    fetch_all!(
        tx,
        (String, String, i64),
        "SELECT contest_id, verdict, CAST(points + first_of_week AS BIGINT) FROM scores
         WHERE workspace_id = $1 AND share_id = $2 AND stands = $3 ORDER BY contest_id",
        workspace.as_str(),
        share.as_str(),
        i64::from(stand),
    )?
    .into_iter()
    .map(|(contest, verdict, paid)| {
        Ok(StandingScore { contest: contest.into(), verdict: parse_word(&verdict, "scores.verdict")?, paid })
    })
    .collect()
}

/// Reverses everything a share was paid in one contest: each entry gets its counter-entry, the score no
/// longer stands, and the standing is exactly what it was without the share; what was added to the share by hand goes
/// with it. What was reversed before stays as it is. Gives the points of all that.
pub async fn reverse(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    score: &StandingScore,
    share: &ShareId,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<i64> {
    let stood = execute!(
        tx,
        "UPDATE scores SET stands = 0
         WHERE workspace_id = $1 AND contest_id = $2 AND share_id = $3 AND stands = 1",
        workspace.as_str(),
        score.contest.as_str(),
        share.as_str(),
    )?;
    if stood == 0 {
        return Ok(0);
    }
    let entries: Vec<Paid> = fetch_all!(
        tx,
        (String, i64, i64),
        "SELECT e.entry_id, e.points, CAST(CASE WHEN e.round = c.round THEN e.points ELSE 0 END AS BIGINT)
         FROM ledger e
         JOIN contests c ON c.workspace_id = e.workspace_id AND c.contest_id = e.contest_id
         WHERE e.workspace_id = $1 AND e.share_id = $2 AND e.contest_id = $3 AND e.user_id = $4
             AND e.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM ledger r WHERE r.workspace_id = $1 AND r.reverses = e.entry_id)
         ORDER BY e.entry_id",
        workspace.as_str(),
        share.as_str(),
        score.contest.as_str(),
        user.as_str(),
    )?
    .into_iter()
    .map(|(entry, points, points_of_round)| Paid { entry, points, points_of_round })
    .collect();
    let shares = i64::from(score.verdict != Verdict::Copied);
    let whose = Whose { contest: &score.contest, user, share: Some(share) };
    entries::reverse(tx, workspace, whose, &entries, shares, now).await?;
    Ok(entries.iter().map(|entry| entry.points).sum())
}

row! {
    struct EntryRow {
        entry_id: String,
        at: i64,
        user_id: String,
        name: String,
        points: i64,
        reason: String,
        rule: Option<String>,
        link_url: Option<String>,
        note: Option<String>,
        reverses: Option<String>,
    }
}

/// The ledger of a contest in the order in which it was written, with what explains each entry.
pub async fn entries(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<Vec<ExportEntry>> {
    fetch_all!(
        tx,
        EntryRow,
        "SELECT l.entry_id, l.at, l.user_id, COALESCE(p.name, l.user_id) AS name, l.points, l.reason,
             COALESCE(sc.rule, a.rule) AS rule, s.link_url, COALESCE(c.reason, a.label) AS note, l.reverses
         FROM ledger l
         LEFT JOIN people p ON p.workspace_id = l.workspace_id AND p.user_id = l.user_id
         LEFT JOIN shares s ON s.workspace_id = l.workspace_id AND s.share_id = l.share_id
         LEFT JOIN scores sc ON sc.workspace_id = l.workspace_id AND sc.share_id = l.share_id
             AND sc.contest_id = l.contest_id
         LEFT JOIN corrections c ON c.workspace_id = l.workspace_id AND c.contest_id = l.contest_id
             AND c.entry_id = l.entry_id
         LEFT JOIN awards a ON a.workspace_id = l.workspace_id AND a.contest_id = l.contest_id
             AND a.user_id = l.user_id AND a.entry_id = l.entry_id
         WHERE l.workspace_id = $1 AND l.contest_id = $2 ORDER BY l.at, l.entry_id",
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(|row| {
        Ok(ExportEntry {
            reason: Reason::parse(&row.reason).ok_or_else(|| unknown("ledger.reason"))?,
            at: instant(row.at)?,
            entry: row.entry_id,
            rep: row.user_id,
            name: row.name,
            points: row.points,
            rule: row.rule,
            link: row.link_url,
            note: row.note,
            reverses: row.reverses,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests;
