//! Contests, and their frozen rulebooks.

use chrono::NaiveTime;

use super::time::instant;
use super::values::{json, parse_json, unknown};
use super::{Engine, Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row};
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::Format;
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::rulebook::Rulebook;

row! {
    pub(super) struct ContestRow {
        pub(super) contest_id: String,
        pub(super) title: String,
        pub(super) channel_id: String,
        pub(super) zone: String,
        pub(super) starts_at: i64,
        pub(super) ends_at: i64,
        pub(super) phase: String,
        pub(super) template: String,
        pub(super) prizes: Option<String>,
        pub(super) rulebook: i64,
        pub(super) board_at: String,
        pub(super) started_by: String,
        pub(super) closed_at: Option<i64>,
        pub(super) closings: i64,
        pub(super) format: Option<String>,
        pub(super) round: i64,
        pub(super) dry_run: Option<String>,
    }
}

impl TryFrom<ContestRow> for Contest {
    type Error = Error;

    fn try_from(row: ContestRow) -> Result<Self> {
        Ok(Self {
            zone: row.zone.parse().map_err(|_| unknown("contests.zone"))?,
            phase: Phase::parse(&row.phase).ok_or_else(|| unknown("contests.phase"))?,
            board_at: NaiveTime::parse_from_str(&row.board_at, "%H:%M")
                .map_err(|_| unknown("contests.board_at"))?,
            id: row.contest_id.into(),
            title: row.title,
            channel: row.channel_id.into(),
            starts_at: instant(row.starts_at)?,
            ends_at: instant(row.ends_at)?,
            template: row.template,
            prizes: row.prizes,
            rulebook: row.rulebook,
            started_by: row.started_by.into(),
            closed_at: row.closed_at.map(instant).transpose()?,
            closings: row.closings,
            round: row.round,
            dry_run: row.dry_run,
            format: row.format.map_or(Ok(Format::default()), |json| parse_json(&json, "contests.format"))?,
        })
    }
}

/// The columns of a [`Contest`]; a macro because SQL is put together at compile time.
macro_rules! contest_columns {
    () => {
        "c.contest_id, c.title, c.channel_id, c.zone, c.starts_at, c.ends_at, c.phase, c.template, c.prizes,
         c.rulebook, c.board_at, c.started_by, c.closed_at, c.closings, c.format, c.round, c.dry_run"
    };
}

/// Writes down a new contest with the rulebook it is frozen with.
pub async fn create(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest, book: &Rulebook) -> Result<()> {
    let format = (contest.format != Format::default()).then(|| json(&contest.format)).transpose()?;
    execute!(
        tx,
        "INSERT INTO contests (workspace_id, contest_id, title, channel_id, zone, starts_at, ends_at, phase,
             template, prizes, rulebook, board_at, started_by, format, line, dry_run)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        workspace.as_str(),
        contest.id.as_str(),
        &contest.title,
        contest.channel.as_str(),
        contest.zone.name(),
        contest.starts_at.timestamp_millis(),
        contest.ends_at.timestamp_millis(),
        contest.phase.as_str(),
        &contest.template,
        contest.prizes.as_deref(),
        contest.rulebook,
        contest.board_at.format("%H:%M").to_string(),
        contest.started_by.as_str(),
        format,
        contest.format.rules().line(),
        contest.dry_run.as_deref(),
    )?;
    let body = json(book)?;
    execute!(
        tx,
        "INSERT INTO rulebooks (workspace_id, contest_id, version, body) VALUES ($1, $2, $3, $4)",
        workspace.as_str(),
        contest.id.as_str(),
        contest.rulebook,
        body,
    )?;
    tx.shows();
    Ok(())
}

/// Keeps what has changed of a contest: its times, phase and closings.
pub async fn update(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<()> {
    execute!(
        tx,
        "UPDATE contests SET starts_at = $3, ends_at = $4, phase = $5, closed_at = $6, closings = $7
         WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.id.as_str(),
        contest.starts_at.timestamp_millis(),
        contest.ends_at.timestamp_millis(),
        contest.phase.as_str(),
        contest.closed_at.map(|at| at.timestamp_millis()),
        contest.closings,
    )?;
    tx.shows();
    Ok(())
}

/// Keeps how a contest is described: its title, its prizes, and when its board comes.
pub async fn describe(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<()> {
    execute!(
        tx,
        "UPDATE contests SET title = $3, prizes = $4, board_at = $5 WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.id.as_str(),
        &contest.title,
        contest.prizes.as_deref(),
        contest.board_at.format("%H:%M").to_string(),
    )?;
    Ok(())
}

/// The contest, if there is one of that id.
pub async fn find(tx: &mut Tx, workspace: &WorkspaceId, id: &ContestId) -> Result<Option<Contest>> {
    fetch_optional!(
        tx,
        ContestRow,
        concat!(
            "SELECT ",
            contest_columns!(),
            " FROM contests c WHERE c.workspace_id = $1 AND c.contest_id = $2"
        ),
        workspace.as_str(),
        id.as_str(),
    )?
    .map(Contest::try_from)
    .transpose()
}

/// The contest, held until the transaction ends, so that two managers who steer it at once take turns.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId, id: &ContestId) -> Result<Option<Contest>> {
    if tx.engine() == Engine::Postgres {
        fetch_optional!(
            tx,
            (String,),
            "SELECT contest_id FROM contests WHERE workspace_id = $1 AND contest_id = $2 FOR UPDATE",
            workspace.as_str(),
            id.as_str(),
        )?;
    }
    find(tx, workspace, id).await
}

/// Contests to come or under way, the one that ends first at the front; dry runs are in a list of their own.
pub async fn live(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Vec<Contest>> {
    fetch_all!(
        tx,
        ContestRow,
        concat!(
            "SELECT ",
            contest_columns!(),
            " FROM contests c WHERE c.workspace_id = $1 AND c.phase >= 'open' AND c.dry_run IS NULL
              ORDER BY c.ends_at, c.contest_id"
        ),
        workspace.as_str(),
    )?
    .into_iter()
    .map(Contest::try_from)
    .collect()
}

/// Holds every live contest against being closed until the transaction ends, without keeping other shares out:
/// what is scored here is in the final standings, or is refused. SQLite has one writer, so there is nothing to
/// hold.
pub async fn hold_live(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        fetch_all!(
            tx,
            (String,),
            "SELECT contest_id FROM contests WHERE workspace_id = $1 AND phase >= 'open'
             ORDER BY contest_id FOR KEY SHARE",
            workspace.as_str(),
        )?;
    }
    Ok(())
}

/// Holds every live contest against all who score or change anything there, until the transaction ends: for what moves
/// the standings of several people, who otherwise could wait for each other for ever.
pub async fn hold_all(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        fetch_all!(
            tx,
            (String,),
            "SELECT contest_id FROM contests WHERE workspace_id = $1 AND phase >= 'open'
             ORDER BY contest_id FOR UPDATE",
            workspace.as_str(),
        )?;
    }
    Ok(())
}

/// Contests that are over, the latest first, at most `most`; no dry runs.
pub async fn past(tx: &mut Tx, workspace: &WorkspaceId, most: i64) -> Result<Vec<Contest>> {
    fetch_all!(
        tx,
        ContestRow,
        concat!(
            "SELECT ",
            contest_columns!(),
            " FROM contests c WHERE c.workspace_id = $1 AND c.phase IN ('closed', 'cancelled')
                  AND c.dry_run IS NULL
              ORDER BY COALESCE(c.closed_at, c.ends_at) DESC, c.contest_id DESC LIMIT $2"
        ),
        workspace.as_str(),
        most,
    )?
    .into_iter()
    .map(Contest::try_from)
    .collect()
}

/// Who leads, as last told, and how often that changed on `day` (the contest's date).
pub async fn leader(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<(Option<UserId>, Option<String>, i64)> {
    let (leader, day, changes) = fetch_one!(
        tx,
        (Option<String>, Option<String>, i64),
        "SELECT leader, lead_day, lead_changes FROM contests WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok((leader.map(UserId::from), day, changes))
}

/// Keeps who leads, and how often that was told on `day`.
pub async fn keep_leader(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    leader: &UserId,
    day: &str,
    changes: i64,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE contests SET leader = $3, lead_day = $4, lead_changes = $5
         WHERE workspace_id = $1 AND contest_id = $2",
        workspace.as_str(),
        contest.as_str(),
        leader.as_str(),
        day,
        changes,
    )?;
    Ok(())
}

/// The contests of that title or id, in every workspace.
pub async fn named(tx: &mut Tx, text: &str) -> Result<Vec<(WorkspaceId, Contest)>> {
    let rows = fetch_all!(
        tx,
        (String, String),
        "SELECT workspace_id, contest_id FROM contests
         WHERE contest_id = $1 OR LOWER(title) = LOWER($1) ORDER BY workspace_id, contest_id",
        text,
    )?;
    let mut named = Vec::new();
    for (workspace, contest) in rows {
        let workspace = WorkspaceId::from(workspace);
        let contest = find(tx, &workspace, &contest.into()).await?;
        named.extend(contest.map(|contest| (workspace, contest)));
    }
    Ok(named)
}

/// Whether there is any contest, in any workspace.
pub async fn any(tx: &mut Tx) -> Result<bool> {
    let row = fetch_optional!(tx, (i64,), "SELECT CAST(1 AS BIGINT) FROM contests LIMIT 1")?;
    Ok(row.is_some())
}

/// The channels that live contests post to, in every workspace, each named once.
pub async fn watched_channels(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT DISTINCT channel_id FROM contests WHERE phase >= 'open'
         ORDER BY channel_id",
    )?;
    Ok(rows.into_iter().map(|(channel,)| channel).collect())
}

#[cfg(test)]
mod tests;
