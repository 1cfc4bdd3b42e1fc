//! What everybody earned in a stretch of a contest.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Result, Tx, fetch_all};
use crate::domain::id::{ContestId, UserId, WorkspaceId};

/// A player in a stretch of a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earned {
    /// Who.
    pub user: UserId,
    /// The name, as typed.
    pub name: String,
    /// Points.
    pub points: i64,
}

/// What everybody on the board earned by shares that count on the days from `first` to `last`, and by what was awarded or
/// corrected from one instant to another; whoever earned nothing is left out.
pub async fn in_days(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    (first, last): (NaiveDate, NaiveDate),
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Earned>> {
    let rows = fetch_all!(
        tx,
        (String, String, i64),
        "SELECT s.user_id, COALESCE(p.shown_as, p.name, s.user_id), CAST(SUM(earned.points) AS BIGINT)
         FROM (SELECT user_id, points + first_of_week AS points FROM scores
               WHERE workspace_id = $1 AND contest_id = $2 AND day BETWEEN $3 AND $4 AND stands = 1
               UNION ALL
               SELECT user_id, points FROM awards
               WHERE workspace_id = $1 AND contest_id = $2 AND at >= $5 AND at < $6 AND stands = 1
               UNION ALL
               SELECT user_id, points FROM corrections
               WHERE workspace_id = $1 AND contest_id = $2 AND at >= $5 AND at < $6) earned
         JOIN standings s ON s.workspace_id = $1 AND s.contest_id = $2 AND s.user_id = earned.user_id AND s.hidden = 0
         LEFT JOIN people p ON p.workspace_id = $1 AND p.user_id = s.user_id
         GROUP BY s.user_id, p.shown_as, p.name HAVING SUM(earned.points) <> 0",
        workspace.as_str(),
        contest.as_str(),
        first.to_string(),
        last.to_string(),
        from.timestamp_millis(),
        until.timestamp_millis(),
    )?;
    Ok(rows.into_iter().map(earned).collect())
}

/// What everybody on the board was paid in one round, and was not taken back.
pub async fn in_round(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    round: i64,
) -> Result<Vec<Earned>> {
    let rows = fetch_all!(
        tx,
        (String, String, i64),
        "SELECT s.user_id, COALESCE(p.shown_as, p.name, s.user_id), CAST(SUM(l.points) AS BIGINT)
         FROM ledger l
         JOIN standings s ON s.workspace_id = l.workspace_id AND s.contest_id = l.contest_id
             AND s.user_id = l.user_id AND s.hidden = 0
         LEFT JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         LEFT JOIN ledger r ON r.workspace_id = l.workspace_id AND r.reverses = l.entry_id
         WHERE l.workspace_id = $1 AND l.contest_id = $2 AND l.round = $3 AND l.reverses IS NULL
             AND r.entry_id IS NULL
         GROUP BY s.user_id, p.shown_as, p.name HAVING SUM(l.points) <> 0",
        workspace.as_str(),
        contest.as_str(),
        round,
    )?;
    Ok(rows.into_iter().map(earned).collect())
}

fn earned((user, name, points): (String, String, i64)) -> Earned {
    Earned { user: user.into(), name, points }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::score::Score;
    use crate::store::testing::game::{acme, at, c1, c2, day, in_a_game, paid, score};
    use crate::store::{execute, ledger, standings};

    async fn told(tx: &mut Tx, first: i64, last: i64) -> Result<Vec<(String, i64)>> {
        let (days, minutes) = ((day(first), day(last)), 24 * 60);
        let instants = (at(first * minutes), at((last + 1) * minutes));
        let mut all = in_days(tx, &acme(), &c1(), days, instants).await?;
        all.sort_by(|a, b| a.user.cmp(&b.user));
        Ok(all.into_iter().map(|earned| (earned.name, earned.points)).collect())
    }

    #[tokio::test]
    async fn days_hold_what_counts_on_them() {
        in_a_game(async |tx: &mut Tx| {
            let day_later = 24 * 60;
            paid(tx, &c1(), "s1", "ann", 1, &Score { first_of_week: 5, ..score(10) }).await?;
            paid(tx, &c1(), "s2", "ann", day_later, &score(20)).await?;
            let gone = paid(tx, &c1(), "s3", "ann", 2, &score(40)).await?;
            let scores = ledger::scores_of(tx, &acme(), &gone).await?;
            ledger::reverse(tx, &acme(), &scores[0], &gone, &"ann".into(), at(day_later)).await?;
            paid(tx, &c1(), "s4", "bob", 1, &score(7)).await?;
            paid(tx, &c1(), "s5", "cid", 1, &score(0)).await?;
            paid(tx, &c1(), "s6", "dee", 1, &score(9)).await?;
            standings::show(tx, &acme(), &c1(), &"dee".into(), false).await?;
            execute!(
                tx,
                "INSERT INTO corrections (workspace_id, contest_id, entry_id, user_id, made_by, points, reason, at)
                 VALUES ('T1', 'c1', 'e1', 'bob', 'dee', -3, 'x', $1)",
                at(day_later).timestamp_millis(),
            )?;
            for (entry, stands) in [("e2", 1), ("e3", 0)] {
                execute!(
                    tx,
                    "INSERT INTO awards (workspace_id, contest_id, entry_id, user_id, rule, label, subject, week,
                         points, stands, at)
                     VALUES ('T1', 'c1', $1, 'cid', 'deal', 'Deal', 'win:1', '2026-03-02', 100, $2, $3)",
                    entry,
                    stands,
                    at(day_later).timestamp_millis(),
                )?;
            }
            let told_of = |name: &str, points| (name.to_owned(), points);
            assert_eq!(told(tx, 0, 0).await?, [told_of("ANN", 15), told_of("BOB", 7)]);
            let both = [told_of("ANN", 35), told_of("BOB", 4), told_of("CID", 100)];
            assert_eq!(told(tx, 0, 1).await?, both);
            assert_eq!(told(tx, 2, 9).await?, []);
            let none = in_days(tx, &acme(), &c2(), (day(0), day(9)), (at(0), at(99))).await?;
            assert_eq!(none, []);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_round_holds_what_was_paid_in_it() {
        in_a_game(async |tx: &mut Tx| {
            paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
            execute!(tx, "UPDATE contests SET round = 1 WHERE workspace_id = 'T1' AND contest_id = 'c1'")?;
            paid(tx, &c1(), "s2", "ann", 2, &score(20)).await?;
            let gone = paid(tx, &c1(), "s3", "bob", 2, &score(40)).await?;
            let scores = ledger::scores_of(tx, &acme(), &gone).await?;
            ledger::reverse(tx, &acme(), &scores[0], &gone, &"bob".into(), at(3)).await?;
            let ann = |points| Earned { user: "ann".into(), name: "ANN".into(), points };
            assert_eq!(in_round(tx, &acme(), &c1(), 0).await?, [ann(10)]);
            assert_eq!(in_round(tx, &acme(), &c1(), 1).await?, [ann(20)]);
            assert_eq!(in_round(tx, &acme(), &c1(), 2).await?, []);
            Ok(())
        })
        .await;
    }
}
