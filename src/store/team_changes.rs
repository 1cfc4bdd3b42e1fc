//! What managers changed in who plays for which team.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::{Result, Tx, execute, fetch_all};
use crate::domain::contest_log::{Deed, LogLine};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::fresh;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A player was put on another team.
    Moved {
        /// Who.
        user: UserId,
        /// The name of the team before, if any.
        from: Option<String>,
        /// That of the team since.
        to: String,
    },
    /// All players were dealt into so many teams.
    Dealt {
        /// How many.
        teams: i64,
    },
}

/// Notes a change: by whom, and when.
pub async fn note(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    change: &Change,
    (by, at): (&UserId, DateTime<Utc>),
) -> Result<()> {
    let (user, from, to, teams) = match change {
        Change::Moved { user, from, to } => (Some(user), from.as_deref(), Some(to.as_str()), None),
        Change::Dealt { teams } => (None, None, None, Some(*teams)),
    };
    execute!(
        tx,
        "INSERT INTO team_changes (workspace_id, contest_id, change_id, user_id, from_team, to_team, teams, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        workspace.as_str(),
        contest.as_str(),
        fresh::id(),
        user.map(UserId::as_str),
        from,
        to,
        teams,
        by.as_str(),
        at.timestamp_millis(),
    )?;
    Ok(())
}

/// The latest `most` changes in a contest, for its log.
pub async fn latest(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    most: i64,
) -> Result<Vec<LogLine>> {
    type Row = (Option<String>, Option<String>, Option<String>, Option<i64>, String, i64);
    let rows = fetch_all!(
        tx,
        Row,
        "SELECT COALESCE(p.name, c.user_id), c.from_team, c.to_team, c.teams, COALESCE(m.name, c.made_by), c.made_at
         FROM team_changes c
         LEFT JOIN people p ON p.workspace_id = c.workspace_id AND p.user_id = c.user_id
         LEFT JOIN people m ON m.workspace_id = c.workspace_id AND m.user_id = c.made_by
         WHERE c.workspace_id = $1 AND c.contest_id = $2 ORDER BY c.made_at DESC, c.change_id DESC LIMIT $3",
        workspace.as_str(),
        contest.as_str(),
        most,
    )?;
    let line = |(name, from, to, teams, by, at): Row| -> Result<LogLine> {
        let deed = match (name, to) {
            (Some(name), Some(to)) => Deed::Moved { name, from, to },
            _ => Deed::Dealt { teams: teams.unwrap_or(0) },
        };
        Ok(LogLine { at: instant(at)?, by, deed })
    };
    rows.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::game::{acme, at, c1, c2, in_a_game};

    #[tokio::test]
    async fn changes_are_found_by_contest_the_latest_first() {
        in_a_game(async |tx: &mut Tx| {
            let moved = |from: Option<&str>| {
                let from = from.map(str::to_owned);
                Change::Moved { user: "ann".into(), from, to: "Owls".into() }
            };
            let dee = "dee".into();
            note(tx, &acme(), &c1(), &moved(None), (&dee, at(1))).await?;
            note(tx, &acme(), &c1(), &moved(Some("Hawks")), (&dee, at(2))).await?;
            note(tx, &acme(), &c1(), &Change::Dealt { teams: 3 }, (&dee, at(3))).await?;
            let line = |minute, deed| LogLine { at: at(minute), by: "DEE".into(), deed };
            let from_hawks =
                Deed::Moved { name: "ANN".into(), from: Some("Hawks".into()), to: "Owls".into() };
            let lines = [line(3, Deed::Dealt { teams: 3 }), line(2, from_hawks)];
            assert_eq!(latest(tx, &acme(), &c1(), 2).await?, lines);
            assert_eq!(latest(tx, &acme(), &c1(), 9).await?.len(), 3);
            assert_eq!(latest(tx, &acme(), &c2(), 9).await?, []);
            Ok(())
        })
        .await;
    }
}
