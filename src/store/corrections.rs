//! Corrections: points by hand, each an entry of the ledger with a reason beside it.

use chrono::{DateTime, Utc};

use super::entries::{self, NewEntry};
use super::tallies::Tally;
use super::time::instant;
use super::{Result, Tx, execute, fetch_all, row};
use crate::domain::contest::Contest;
use crate::domain::correction::Correction;
use crate::domain::id::{ContestId, EntryId, ShareId, UserId, WorkspaceId};
use crate::domain::ledger::Reason;

/// A correction to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewCorrection<'a> {
    /// In which contest.
    pub contest: &'a Contest,
    /// Whom it concerns.
    pub user: &'a UserId,
    /// Who makes it.
    pub made_by: &'a UserId,
    /// Points given, or taken where below 0.
    pub points: i64,
    /// Why.
    pub reason: &'a str,
    /// The share that it adds to, if it does: once that is taken back, so is this.
    pub share: Option<&'a ShareId>,
    /// What the rep brings to the board's tallies before it.
    pub stood: Tally,
}

/// Writes a correction into the ledger, and moves the standing and its tally by it. Gives the entry it became.
pub async fn make(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    new: &NewCorrection<'_>,
    now: DateTime<Utc>,
) -> Result<EntryId> {
    let NewCorrection { contest, user, points, share, stood, .. } = *new;
    let one = NewEntry { contest, user, points, reason: Reason::Correction, share, stood };
    let entry = entries::enter(tx, workspace, &one, now).await?;
    execute!(
        tx,
        "INSERT INTO corrections (workspace_id, contest_id, entry_id, user_id, made_by, points, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        workspace.as_str(),
        new.contest.id.as_str(),
        entry.as_str(),
        new.user.as_str(),
        new.made_by.as_str(),
        new.points,
        new.reason,
        now.timestamp_millis(),
    )?;
    Ok(entry)
}

row! {
    struct CorrectionRow {
        name: String,
        made_by: String,
        points: i64,
        reason: String,
        at: i64,
        is_gone: i64,
    }
}

impl CorrectionRow {
    fn correction(self) -> Result<Correction> {
        let Self { name, made_by, points, reason, at, is_gone } = self;
        Ok(Correction { name, made_by, points, reason, at: instant(at)?, is_gone: is_gone != 0 })
    }
}

/// The latest corrections in a contest, latest first, at most `most`; of one rep, or of all.
pub async fn latest(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    of: Option<&UserId>,
    most: i64,
) -> Result<Vec<Correction>> {
    fetch_all!(
        tx,
        CorrectionRow,
        "SELECT COALESCE(p.name, c.user_id) AS name, COALESCE(m.name, c.made_by) AS made_by, c.points, c.reason, c.at,
             CAST(CASE WHEN l.entry_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_gone
         FROM corrections c
         LEFT JOIN ledger l ON l.workspace_id = c.workspace_id AND l.reverses = c.entry_id
         LEFT JOIN people p ON p.workspace_id = c.workspace_id AND p.user_id = c.user_id
         LEFT JOIN people m ON m.workspace_id = c.workspace_id AND m.user_id = c.made_by
         WHERE c.workspace_id = $1 AND c.contest_id = $2 AND c.user_id = COALESCE($3, c.user_id)
         ORDER BY c.entry_id DESC LIMIT $4",
        workspace.as_str(),
        contest.as_str(),
        of.map(UserId::as_str),
        most,
    )?
    .into_iter()
    .map(CorrectionRow::correction)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::game::{acme, at, c1, c2, contest, in_a_game, paid, score};
    use crate::store::{audit, ledger, standings};

    async fn correct(tx: &mut Tx, points: i64, minute: i64) -> Result<()> {
        let (contest, user, made_by) = (contest("c1", 5), UserId::from("ann"), UserId::from("dee"));
        let stood = standings::tally(tx, &acme(), &c1(), &user).await?.unwrap();
        let (user, made_by) = (&user, &made_by);
        let new =
            NewCorrection { contest: &contest, user, made_by, points, reason: "by hand", share: None, stood };
        make(tx, &acme(), &new, at(minute)).await?;
        Ok(())
    }

    #[tokio::test]
    async fn a_correction_is_an_entry_and_moves_the_standing() {
        in_a_game(async |tx: &mut Tx| {
            paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
            correct(tx, 5, 2).await?;
            correct(tx, -20, 3).await?;
            assert_eq!(standings::points(tx, &acme(), &c1(), &"ann".into()).await?, -5);
            assert_eq!(audit::audit(tx).await?, []);
            let told = |points, minute| Correction {
                name: "ANN".into(),
                made_by: "DEE".into(),
                points,
                reason: "by hand".into(),
                at: at(minute),
                is_gone: false,
            };
            assert_eq!(latest(tx, &acme(), &c1(), None, 9).await?, [told(-20, 3), told(5, 2)]);
            assert_eq!(latest(tx, &acme(), &c1(), Some(&"ann".into()), 1).await?, [told(-20, 3)]);
            assert_eq!(latest(tx, &acme(), &c1(), Some(&"bob".into()), 9).await?, []);
            assert_eq!(latest(tx, &acme(), &c2(), None, 9).await?, []);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn what_adds_to_a_share_is_taken_back_with_it() {
        in_a_game(async |tx: &mut Tx| {
            let (contest, user, made_by) = (contest("c1", 5), UserId::from("ann"), UserId::from("dee"));
            let share = paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
            let stood = standings::tally(tx, &acme(), &c1(), &user).await?.unwrap();
            let (contest, user, made_by, reason) = (&contest, &user, &made_by, "by hand");
            let new =
                NewCorrection { contest, user, made_by, points: 50, reason, share: Some(&share), stood };
            make(tx, &acme(), &new, at(2)).await?;
            correct(tx, 3, 3).await?;
            let scores = ledger::scores_of(tx, &acme(), &share).await?;
            assert_eq!(ledger::reverse(tx, &acme(), &scores[0], &share, user, at(4)).await?, 60);
            assert_eq!(standings::points(tx, &acme(), &c1(), user).await?, 3);
            assert_eq!(audit::audit(tx).await?, []);
            let told = latest(tx, &acme(), &c1(), None, 9).await?;
            let told: Vec<_> = told.iter().map(|it| (it.points, it.is_gone)).collect();
            assert_eq!(told, [(3, false), (50, true)]);
            Ok(())
        })
        .await;
    }
}
