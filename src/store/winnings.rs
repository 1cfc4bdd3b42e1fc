//! Prizes that were won and rewards that were claimed, and what became of them.

use chrono::{DateTime, Utc};

use super::values::{json, parse_json, parse_word, word};
use super::{Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::reward::{Award, AwardState, Ground};

/// An award to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewWinning<'a> {
    /// The contest a prize was won in; none for a claim.
    pub contest: Option<&'a ContestId>,
    /// The prize's id, or the reward's.
    pub source: &'a str,
    /// Whose.
    pub user: &'a UserId,
    /// What it is.
    pub name: &'a str,
    /// Points it costs; 0 for a prize.
    pub price: i64,
    /// What the prize is for.
    pub ground: Option<Ground>,
}

/// Writes an award down, pending, and gives its number.
pub async fn make(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    new: &NewWinning<'_>,
    now: DateTime<Utc>,
) -> Result<i64> {
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "INSERT INTO winning_numbers (workspace_id, latest) VALUES ($1, 1)
         ON CONFLICT (workspace_id) DO UPDATE SET latest = winning_numbers.latest + 1 RETURNING latest",
        workspace.as_str(),
    )?;
    let ground = new.ground.as_ref().map(json).transpose()?;
    execute!(
        tx,
        "INSERT INTO winnings (workspace_id, number, contest_id, source_id, user_id, name, price, ground, state, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9)",
        workspace.as_str(),
        number,
        new.contest.map_or("", ContestId::as_str),
        new.source,
        new.user.as_str(),
        new.name,
        new.price,
        ground,
        now.timestamp_millis(),
    )?;
    Ok(number)
}

/// Whether the rep has won this very prize before, whatever became of it.
pub async fn has_won(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    prize: &str,
    user: &UserId,
) -> Result<bool> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "SELECT number FROM winnings
         WHERE workspace_id = $1 AND contest_id = $2 AND source_id = $3 AND user_id = $4 AND contest_id <> ''",
        workspace.as_str(),
        contest.as_str(),
        prize,
        user.as_str(),
    )?;
    Ok(row.is_some())
}

/// Takes back what a rep has won in a contest for more points than these and nobody has decided on; gives the prizes
/// and their names.
pub async fn withdraw(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    user: &UserId,
    points: i64,
) -> Result<Vec<(String, String)>> {
    let open = fetch_all!(
        tx,
        (i64, String, String, Option<String>),
        "SELECT number, source_id, name, ground FROM winnings
         WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 AND state = 'pending' AND contest_id <> ''",
        workspace.as_str(),
        contest.as_str(),
        user.as_str(),
    )?;
    let mut withdrawn = Vec::new();
    for (number, source, name, ground) in open {
        let ground: Option<Ground> = ground.map(|text| parse_json(&text, "winnings.ground")).transpose()?;
        if !matches!(ground, Some(Ground::Points(at)) if at > points) {
            continue;
        }
        let gone = execute!(
            tx,
            "DELETE FROM winnings WHERE workspace_id = $1 AND number = $2 AND state = 'pending'",
            workspace.as_str(),
            number,
        )?;
        if gone > 0 {
            withdrawn.push((source, name));
        }
    }
    Ok(withdrawn)
}

/// Moves an award from one state to the next; false if it is not in the first: somebody was faster.
pub async fn step(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    number: i64,
    (from, to): (AwardState, AwardState),
    (decided_by, reason): (&UserId, Option<&str>),
    now: DateTime<Utc>,
) -> Result<bool> {
    let moved = execute!(
        tx,
        "UPDATE winnings SET state = $4, reason = $5, decided_by = $6, decided_at = $7
         WHERE workspace_id = $1 AND number = $2 AND state = $3",
        workspace.as_str(),
        number,
        word(from)?,
        word(to)?,
        reason,
        decided_by.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(moved > 0)
}

/// An award with what it came from, for whoever decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The award.
    pub award: Award,
    /// Whose.
    pub user: UserId,
    /// The contest a prize was won in; none for a claim.
    pub contest: Option<ContestId>,
    /// The prize's id, or the reward's.
    pub source: String,
    /// Who decided, by name.
    pub by: Option<String>,
}

row! {
    struct AwardRow {
        number: i64,
        user_id: String,
        rep: String,
        name: String,
        price: i64,
        contest_id: String,
        title: Option<String>,
        source_id: String,
        ground: Option<String>,
        state: String,
        reason: Option<String>,
        decider: Option<String>,
    }
}

impl TryFrom<AwardRow> for Known {
    type Error = Error;

    fn try_from(row: AwardRow) -> Result<Self> {
        let ground: Option<Ground> =
            row.ground.map(|text| parse_json(&text, "winnings.ground")).transpose()?;
        Ok(Self {
            award: Award {
                number: row.number,
                rep: row.rep,
                name: row.name,
                price: row.price,
                won: ground.map(|ground| (ground, row.title.unwrap_or_default())),
                state: parse_word(&row.state, "winnings.state")?,
                reason: row.reason,
            },
            user: row.user_id.into(),
            contest: (!row.contest_id.is_empty()).then(|| row.contest_id.into()),
            source: row.source_id,
            by: row.decider,
        })
    }
}

/// The award of that number.
pub async fn find(tx: &mut Tx, workspace: &WorkspaceId, number: i64) -> Result<Option<Known>> {
    fetch_optional!(
        tx,
        AwardRow,
        "SELECT a.number, a.user_id, COALESCE(p.name, a.user_id) AS rep, a.name, a.price, a.contest_id, c.title,
             a.source_id, a.ground, a.state, a.reason, m.name AS decider
         FROM winnings a
         LEFT JOIN people p ON p.workspace_id = a.workspace_id AND p.user_id = a.user_id
         LEFT JOIN people m ON m.workspace_id = a.workspace_id AND m.user_id = a.decided_by
         LEFT JOIN contests c ON c.workspace_id = a.workspace_id AND c.contest_id = a.contest_id
         WHERE a.workspace_id = $1 AND a.number = $2",
        workspace.as_str(),
        number,
    )?
    .map(Known::try_from)
    .transpose()
}

/// A rep's latest awards, the latest first.
pub async fn of_rep(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId, most: i64) -> Result<Vec<Award>> {
    let rows = fetch_all!(
        tx,
        AwardRow,
        "SELECT a.number, a.user_id, COALESCE(p.name, a.user_id) AS rep, a.name, a.price, a.contest_id, c.title,
             a.source_id, a.ground, a.state, a.reason, m.name AS decider
         FROM winnings a
         LEFT JOIN people p ON p.workspace_id = a.workspace_id AND p.user_id = a.user_id
         LEFT JOIN people m ON m.workspace_id = a.workspace_id AND m.user_id = a.decided_by
         LEFT JOIN contests c ON c.workspace_id = a.workspace_id AND c.contest_id = a.contest_id
         WHERE a.workspace_id = $1 AND a.user_id = $2 ORDER BY a.number DESC LIMIT $3",
        workspace.as_str(),
        user.as_str(),
        most,
    )?;
    rows.into_iter().map(|row| Ok(Known::try_from(row)?.award)).collect()
}

/// What waits for a yes or a no, the oldest first, and how many wait in all.
pub async fn waiting(tx: &mut Tx, workspace: &WorkspaceId, most: i64) -> Result<(Vec<Known>, i64)> {
    let rows = fetch_all!(
        tx,
        AwardRow,
        "SELECT a.number, a.user_id, COALESCE(p.name, a.user_id) AS rep, a.name, a.price, a.contest_id, c.title,
             a.source_id, a.ground, a.state, a.reason, m.name AS decider
         FROM winnings a
         LEFT JOIN people p ON p.workspace_id = a.workspace_id AND p.user_id = a.user_id
         LEFT JOIN people m ON m.workspace_id = a.workspace_id AND m.user_id = a.decided_by
         LEFT JOIN contests c ON c.workspace_id = a.workspace_id AND c.contest_id = a.contest_id
         WHERE a.workspace_id = $1 AND a.state = 'pending' ORDER BY a.number LIMIT $2",
        workspace.as_str(),
        most,
    )?;
    let (all,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM winnings WHERE workspace_id = $1 AND state = 'pending'",
        workspace.as_str(),
    )?;
    Ok((rows.into_iter().map(Known::try_from).collect::<Result<_>>()?, all))
}

/// What a rep has spent, and what claims that are not decided reserve.
pub async fn spent(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<(i64, i64)> {
    Ok(fetch_one!(
        tx,
        (i64, i64),
        "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'approved' THEN price ELSE 0 END), 0) AS BIGINT),
             CAST(COALESCE(SUM(CASE WHEN state = 'pending' THEN price ELSE 0 END), 0) AS BIGINT)
         FROM winnings WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?)
}

/// How many awards were made of a prize or reward that still stand or wait, by who has them: each name once.
pub async fn winners(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    prize: &str,
    most: i64,
) -> Result<(Vec<String>, i64)> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT COALESCE(p.shown_as, p.name, a.user_id) FROM winnings a
         LEFT JOIN people p ON p.workspace_id = a.workspace_id AND p.user_id = a.user_id
         WHERE a.workspace_id = $1 AND a.contest_id = $2 AND a.source_id = $3 AND a.contest_id <> ''
             AND a.state IN ('pending', 'approved')
         ORDER BY a.number LIMIT $4",
        workspace.as_str(),
        contest.as_str(),
        prize,
        most,
    )?;
    let (all,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM winnings
         WHERE workspace_id = $1 AND contest_id = $2 AND source_id = $3 AND contest_id <> ''
             AND state IN ('pending', 'approved')",
        workspace.as_str(),
        contest.as_str(),
        prize,
    )?;
    Ok((rows.into_iter().map(|(name,)| name).collect(), all))
}

#[cfg(test)]
mod tests;
