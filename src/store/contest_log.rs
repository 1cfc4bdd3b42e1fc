//! What managers did to a contest: read from where each thing is kept.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::values::parse_word;
use super::{Result, Tx, fetch_all};
use crate::domain::contest_log::{Deed, LogLine};
use crate::domain::id::{ContestId, WorkspaceId};

/// A version of the rules that was made later than the first: its number, by whom, and when.
pub async fn versions(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    most: i64,
) -> Result<Vec<(i64, String, DateTime<Utc>)>> {
    fetch_all!(
        tx,
        (i64, String, i64),
        "SELECT r.version, COALESCE(m.name, r.made_by, ''), r.made_at FROM rulebooks r
         LEFT JOIN people m ON m.workspace_id = r.workspace_id AND m.user_id = r.made_by
         WHERE r.workspace_id = $1 AND r.contest_id = $2 AND r.version > 1 AND r.made_at IS NOT NULL
         ORDER BY r.version DESC LIMIT $3",
        workspace.as_str(),
        contest.as_str(),
        most,
    )?
    .into_iter()
    .map(|(version, by, at)| Ok((version, by, instant(at)?)))
    .collect()
}

/// What was scheduled in a contest, and called off.
pub async fn bonuses(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    most: i64,
) -> Result<Vec<LogLine>> {
    let rows = fetch_all!(
        tx,
        (i64, String, String, i64, Option<String>, Option<i64>),
        "SELECT b.version, b.label, COALESCE(m.name, b.made_by), b.made_at, COALESCE(o.name, b.off_by), b.off_at
         FROM bonuses b
         LEFT JOIN people m ON m.workspace_id = b.workspace_id AND m.user_id = b.made_by
         LEFT JOIN people o ON o.workspace_id = b.workspace_id AND o.user_id = b.off_by
         WHERE b.workspace_id = $1 AND b.contest_id = $2 ORDER BY b.version DESC LIMIT $3",
        workspace.as_str(),
        contest.as_str(),
        most,
    )?;
    let mut lines = Vec::new();
    for (number, label, by, at, off_by, off_at) in rows {
        if let (Some(by), Some(at)) = (off_by, off_at) {
            lines.push(LogLine {
                at: instant(at)?,
                by,
                deed: Deed::CalledOff { number, label: label.clone() },
            });
        }
        lines.push(LogLine { at: instant(at)?, by, deed: Deed::Scheduled { number, label } });
    }
    Ok(lines)
}

/// What was decided of a contest's prizes; of each the latest.
pub async fn awards(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    most: i64,
) -> Result<Vec<LogLine>> {
    fetch_all!(
        tx,
        (i64, String, String, String, Option<String>, String, i64),
        "SELECT a.number, COALESCE(p.name, a.user_id), a.name, a.state, a.reason, COALESCE(m.name, a.decided_by),
             a.decided_at
         FROM winnings a
         LEFT JOIN people p ON p.workspace_id = a.workspace_id AND p.user_id = a.user_id
         LEFT JOIN people m ON m.workspace_id = a.workspace_id AND m.user_id = a.decided_by
         WHERE a.workspace_id = $1 AND a.contest_id = $2 AND a.decided_by IS NOT NULL AND a.decided_at IS NOT NULL
         ORDER BY a.decided_at DESC, a.number DESC LIMIT $3",
        workspace.as_str(),
        contest.as_str(),
        most,
    )?
    .into_iter()
    .map(|(number, name, prize, state, reason, by, at)| {
        let state = parse_word(&state, "winnings.state")?;
        Ok(LogLine { at: instant(at)?, by, deed: Deed::Awarded { number, name, prize, state, reason } })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bonus::{Bonus, BonusTime};
    use crate::store::contests;
    use crate::store::rules::{self, By};
    use crate::store::testing::game::{acme, at, book, c1, c2, contest, in_a_game};

    #[tokio::test]
    async fn what_was_done_is_found_by_contest_with_who_and_when() {
        in_a_game(async |tx: &mut Tx| {
            let by = |user, minute| By { user, at: at(minute) };
            let (dee, bob) = ("dee".into(), "bob".into());
            rules::add_version(tx, &acme(), &contest("c1", 5), &book(), at(60), by(&dee, 1)).await?;
            let held = contests::hold(tx, &acme(), &c1()).await?.unwrap();
            let time = BonusTime::Once(at(10), at(70));
            let bonus = Bonus {
                number: 0,
                label: "bonus hour".into(),
                percent: 200,
                time,
                kinds: Vec::new(),
                team: None,
                off_at: None,
            };
            let bonus = rules::add_bonus(tx, &acme(), &held, bonus, by(&dee, 2)).await?;
            let held = contests::hold(tx, &acme(), &c1()).await?.unwrap();
            rules::call_off(tx, &acme(), &held, bonus.number, by(&bob, 3)).await?;
            assert_eq!(versions(tx, &acme(), &c1(), 9).await?, [(2, "DEE".to_owned(), at(1))]);
            let (number, label) = (3, "bonus hour".to_owned());
            assert_eq!(
                bonuses(tx, &acme(), &c1(), 9).await?,
                [
                    LogLine {
                        at: at(3),
                        by: "BOB".into(),
                        deed: Deed::CalledOff { number, label: label.clone() }
                    },
                    LogLine { at: at(2), by: "DEE".into(), deed: Deed::Scheduled { number, label } },
                ]
            );
            assert_eq!(versions(tx, &acme(), &c2(), 9).await?, []);
            assert_eq!(bonuses(tx, &acme(), &c2(), 9).await?, []);
            assert_eq!(awards(tx, &acme(), &c1(), 9).await?, []);
            Ok(())
        })
        .await;
    }
}
