//! Tallies on both engines: whatever moves a standing, they follow.

use super::*;
use crate::domain::id::UserId;
use crate::domain::roster::Person;
use crate::store::testing::game::{acme, at, c1, c2, copied, in_a_game, paid, person, score};
use crate::store::{audit, entrants, fetch_all, ledger, roster};

fn ann() -> UserId {
    "ann".into()
}

/// Points, players, active players, shares; rows that nobody stands at left out.
async fn rows(tx: &mut Tx) -> Result<Vec<(i64, i64, i64, i64)>> {
    assert_eq!(audit::audit(tx).await?, []);
    let sql = "SELECT points, players, active, shares FROM tallies
               WHERE workspace_id = 'T1' AND contest_id = 'c1' AND players > 0 ORDER BY points";
    Ok(fetch_all!(tx, (i64, i64, i64, i64), sql)?)
}

#[tokio::test]
async fn a_share_moves_its_rep_from_one_tally_to_the_next_and_back_again() {
    in_a_game(async |tx| {
        assert_eq!(rows(tx).await?, [(0, 4, 0, 0)]);
        paid(tx, &c1(), "s1", "ann", 1, &score(5)).await?;
        paid(tx, &c1(), "s2", "bob", 2, &score(5)).await?;
        paid(tx, &c1(), "s3", "bob", 3, &score(0)).await?;
        paid(tx, &c1(), "s4", "cid", 4, &copied()).await?;
        assert_eq!(rows(tx).await?, [(0, 2, 0, 0), (5, 2, 2, 3)]);
        let scores = ledger::scores_of(tx, &acme(), &"s1".into()).await?;
        ledger::reverse(tx, &acme(), &scores[0], &"s1".into(), &ann(), at(5)).await?;
        assert_eq!(rows(tx).await?, [(0, 3, 0, 0), (5, 1, 1, 2)]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_is_off_the_board_is_in_no_tally() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 1, &score(5)).await?;
        let here = rows(tx).await?;
        let away = [(0, 3, 0, 0)];
        entrants::leave(tx, &acme(), &c1(), &ann(), at(2)).await?;
        assert_eq!(rows(tx).await?, away);
        let scores = ledger::scores_of(tx, &acme(), &"s1".into()).await?;
        entrants::join(tx, &acme(), &c1(), &ann(), at(3)).await?;
        assert_eq!(rows(tx).await?, here);
        let gone = Person { deactivated: true, ..person("ann") };
        roster::learn(tx, &acme(), &gone, at(4)).await?;
        roster::learn(tx, &acme(), &gone, at(4)).await?;
        assert_eq!(rows(tx).await?, away);
        ledger::reverse(tx, &acme(), &scores[0], &"s1".into(), &ann(), at(5)).await?;
        assert_eq!(rows(tx).await?, away, "what happens meanwhile is seen on coming back");
        roster::learn(tx, &acme(), &person("ann"), at(6)).await?;
        assert_eq!(rows(tx).await?, [(0, 4, 0, 0)]);
        entrants::join(tx, &acme(), &c2(), &ann(), at(7)).await?;
        assert_eq!(audit::audit(tx).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn places_are_told_before_the_points_are_paid() {
    in_a_game(async |tx| {
        for (id, rep, points) in [("s1", "ann", 9), ("s2", "bob", 5), ("s3", "cid", 5)] {
            paid(tx, &c1(), id, rep, 1, &score(points)).await?;
        }
        let up = async |tx: &mut Tx, before, after| places(tx, &acme(), &c1(), before, after).await;
        let told = |before, after, next_up, level| Places { before, after, next_up, level };
        assert_eq!(up(tx, 0, 3).await?, told(4, 4, Some(5), 0));
        assert_eq!(up(tx, 0, 5).await?, told(4, 2, Some(9), 2));
        assert_eq!(up(tx, 5, 9).await?, told(2, 1, None, 1));
        assert_eq!(up(tx, 5, 10).await?, told(2, 1, None, 0));
        assert_eq!(up(tx, 5, 5).await?, told(2, 2, Some(9), 2), "oneself among them");
        let empty = places(tx, &acme(), &c2(), 0, 5).await?;
        assert_eq!(empty, told(1, 1, None, 0));
        Ok(())
    })
    .await;
}
