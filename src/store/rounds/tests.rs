//! Rounds on both engines.

use super::*;
use crate::store::field::{self, Of};
use crate::store::testing::game::{acme, at, c1, c2, contest, day, in_a_game, paid, score};
use crate::store::{audit, contests, ledger};

fn round(number: i64) -> Round {
    let (starts_at, ends_at) = (at(10 * number), at(10 * number + 10));
    Round { number, of: 3, starts_at, ends_at, plan: Plan::Open, outcome: None }
}

async fn in_round(tx: &mut Tx) -> Result<(i64, i64)> {
    let user = "ann".into();
    let rows = field::read(tx, &acme(), &contest("c1", 5), Of::Rep(&user), day(0)).await?;
    Ok((rows.players[0].round_points, rows.players[0].standing.points))
}

#[tokio::test]
async fn points_belong_to_the_round_they_were_paid_in() {
    in_a_game(async |tx: &mut Tx| {
        let before = paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        begin(tx, &acme(), &c1(), &round(1)).await?;
        assert_eq!(in_round(tx).await?, (0, 10));
        let first = paid(tx, &c1(), "s2", "ann", 11, &score(7)).await?;
        assert_eq!(in_round(tx).await?, (7, 17));
        // What is taken back of an earlier round takes nothing from this one.
        for (share, left) in [(before, (7, 7)), (first, (0, 0))] {
            let scores = ledger::scores_of(tx, &acme(), &share).await?;
            ledger::reverse(tx, &acme(), &scores[0], &share, &"ann".into(), at(12)).await?;
            assert_eq!(in_round(tx).await?, left);
        }
        paid(tx, &c1(), "s3", "ann", 13, &score(5)).await?;
        begin(tx, &acme(), &c1(), &round(2)).await?;
        assert_eq!(in_round(tx).await?, (0, 5));
        assert_eq!(contests::find(tx, &acme(), &c1()).await?.unwrap().round, 2);
        assert_eq!(audit::audit(tx).await?, []);
        execute!(tx, "UPDATE standings SET round_points = 1 WHERE workspace_id = 'T1' AND user_id = 'ann'")?;
        let told: Vec<String> = audit::audit(tx).await?.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["workspace T1 contest c1 person ann: points in round 2: 1 (ledger 0)"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn rounds_are_kept_as_they_were_drawn_and_ended() {
    in_a_game(async |tx: &mut Tx| {
        begin(tx, &acme(), &c1(), &round(1)).await?;
        begin(tx, &acme(), &c1(), &round(2)).await?;
        let outcome = Outcome::King(Some("ann".into()));
        end(tx, &acme(), &c1(), 1, Some(&outcome)).await?;
        move_end(tx, &acme(), &c1(), 2, at(99)).await?;
        let first = Round { outcome: Some(outcome), ..round(1) };
        let second = Round { ends_at: at(99), ..round(2) };
        assert_eq!(all(tx, &acme(), &c1()).await?, [first, second.clone()]);
        end(tx, &acme(), &c1(), 1, None).await?;
        assert_eq!(all(tx, &acme(), &c1()).await?, [round(1), second]);
        assert_eq!(all(tx, &acme(), &c2()).await?, []);
        Ok(())
    })
    .await;
}
