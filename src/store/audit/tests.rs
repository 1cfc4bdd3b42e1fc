//! The audit on both engines.

use super::*;
use crate::domain::score::Score;
use crate::store::execute;
use crate::store::testing::game::{c1, in_a_game, paid, score};

/// Pays each rep so many points, a minute after the one before.
async fn with_points(tx: &mut Tx, points: &[(&str, i64)]) -> Result<()> {
    for (minute, (rep, points)) in (1..).zip(points) {
        paid(tx, &c1(), &format!("{rep}-{minute}"), rep, minute, &score(*points)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_audit_finds_what_the_ledger_does_not_bear_out() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("bob", 7)]).await?;
        paid(tx, &c1(), "c", "cid", 4, &Score { first_of_week: 5, ..score(2) }).await?;
        assert_eq!(audit(tx).await?, []);
        assert_eq!(count_standings(tx).await?, 12);
        execute!(tx, "UPDATE standings SET points = 10 WHERE workspace_id = 'T1' AND user_id = 'ann'")?;
        execute!(tx, "DELETE FROM standings WHERE workspace_id = 'T1' AND user_id = 'bob'")?;
        execute!(tx, "UPDATE standings SET shares = 3 WHERE workspace_id = 'T1' AND user_id = 'dee'")?;
        let difference = |user: &str, points, ledger_points, shares, scored_shares| StandingDifference {
            workspace_id: "T1".into(),
            contest_id: "c1".into(),
            user_id: user.into(),
            points,
            ledger_points,
            shares,
            scored_shares,
        };
        let found = [
            difference("ann", Some(10), 9, Some(1), 1),
            difference("bob", None, 7, None, 1),
            difference("dee", Some(0), 0, Some(3), 0),
        ];
        assert_eq!(standings(tx).await?, found);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_audit_finds_who_is_through_a_line_without_the_points() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("bob", 7), ("cid", 9)]).await?;
        execute!(tx, "UPDATE contests SET line = 9 WHERE workspace_id = 'T1' AND contest_id = 'c1'")?;
        execute!(
            tx,
            "UPDATE standings SET through_at = 5 WHERE workspace_id = 'T1' AND user_id IN ('ann', 'bob')"
        )?;
        let difference = |user: &str, points, through_at| LineDifference {
            workspace_id: "T1".into(),
            contest_id: "c1".into(),
            user_id: user.into(),
            points,
            line: Some(9),
            through_at,
        };
        assert_eq!(lines(tx).await?, [difference("bob", 7, Some(5)), difference("cid", 9, None)]);
        let told = audit(tx).await?.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told[0], "workspace T1 contest c1 person bob: points 7 (line 9), through at 5");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_audit_finds_tallies_that_the_standings_do_not_bear_out() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("bob", 9)]).await?;
        execute!(tx, "UPDATE tallies SET players = 1 WHERE workspace_id = 'T1' AND points = 9")?;
        execute!(tx, "DELETE FROM tallies WHERE workspace_id = 'T1' AND points = 0")?;
        let difference = |points, players, standing_players, shares, standing_shares| TallyDifference {
            workspace_id: "T1".into(),
            contest_id: "c1".into(),
            points,
            players,
            standing_players,
            shares,
            standing_shares,
        };
        let found = [difference(0, None, 2, None, 0), difference(9, Some(1), 2, Some(2), 2)];
        assert_eq!(tallies(tx).await?, found);
        let told = audit(tx).await?.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            told[1],
            "workspace T1 contest c1 at 9 points: players 1 (standings 2), shares 2 (standings 2)"
        );
        Ok(())
    })
    .await;
}
