//! How points grew, summed from the ledger.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::{Result, Tx, fetch_all};
use crate::domain::format::Side;
use crate::domain::id::{ContestId, WorkspaceId};

/// A quarter of an hour: all zones' days begin at one.
const QUARTER: i64 = 15 * 60 * 1000;
/// Of a contest of more days than this, that again and so on, the sums are of longer stretches.
const DAYS: i64 = 100;

/// What one side earned: each stretch of time in which it earned anything, by its beginning, with the sum, in order. As
/// many rows as a contest of `days` has stretches, however many play.
pub async fn earned(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    side: &Side,
    days: i64,
) -> Result<Vec<(DateTime<Utc>, i64)>> {
    let stretch = QUARTER * (1 + days.max(0) / DAYS);
    let (workspace, contest) = (workspace.as_str(), contest.as_str());
    let rows = match side {
        Side::Rep(user) => fetch_all!(
            tx,
            (i64, i64),
            "SELECT at / $4, CAST(SUM(points) AS BIGINT) FROM ledger
             WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3 GROUP BY 1 ORDER BY 1",
            workspace,
            contest,
            user.as_str(),
            stretch,
        )?,
        Side::Team(team) => fetch_all!(
            tx,
            (i64, i64),
            "SELECT l.at / $4, CAST(SUM(l.points) AS BIGINT) FROM standings s
             JOIN ledger l ON l.workspace_id = s.workspace_id AND l.contest_id = s.contest_id AND l.user_id = s.user_id
             WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.team_id = $3
             GROUP BY 1 ORDER BY 1",
            workspace,
            contest,
            team.as_str(),
            stretch,
        )?,
    };
    rows.into_iter().map(|(number, points)| Ok((instant(number * stretch)?, points))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::game::{acme, at, c1, c2, in_a_game, paid, score};
    use crate::store::{execute, ledger, standings};

    async fn of(tx: &mut Tx, side: Side, days: i64) -> Result<Vec<(i64, i64)>> {
        let earned = earned(tx, &acme(), &c1(), &side, days).await?;
        Ok(earned.into_iter().map(|(from, points)| ((from - at(0)).num_minutes(), points)).collect())
    }

    #[tokio::test]
    async fn what_was_earned_is_summed_by_the_quarter_of_an_hour() {
        in_a_game(async |tx: &mut Tx| {
            paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
            paid(tx, &c1(), "s2", "ann", 14, &score(5)).await?;
            let gone = paid(tx, &c1(), "s3", "ann", 29, &score(40)).await?;
            let scores = ledger::scores_of(tx, &acme(), &gone).await?;
            ledger::reverse(tx, &acme(), &scores[0], &gone, &"ann".into(), at(47)).await?;
            paid(tx, &c1(), "s4", "bob", 2, &score(7)).await?;
            let ann = || Side::Rep("ann".into());
            assert_eq!(of(tx, ann(), 5).await?, [(0, 15), (15, 40), (45, -40)]);
            assert_eq!(of(tx, ann(), 399).await?, [(0, 15)], "an hour at a time, and nothing is lost");
            assert_eq!(of(tx, Side::Rep("cid".into()), 5).await?, []);
            assert_eq!(earned(tx, &acme(), &c2(), &ann(), 5).await?, []);
            execute!(
                tx,
                "UPDATE standings SET team_id = 'x' WHERE workspace_id = 'T1' AND contest_id = 'c1' \
                 AND user_id IN ('ann', 'bob')",
            )?;
            let team = || Side::Team("x".into());
            assert_eq!(of(tx, team(), 5).await?, [(0, 22), (15, 40), (45, -40)]);
            standings::show(tx, &acme(), &c1(), &"bob".into(), false).await?;
            assert_eq!(
                of(tx, team(), 5).await?[0],
                (0, 22),
                "who left the board goes on counting for the team"
            );
            Ok(())
        })
        .await;
    }
}
