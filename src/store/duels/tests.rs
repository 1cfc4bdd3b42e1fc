//! Duels on both engines.

use super::*;
use crate::domain::duel::{DuelState, LASTS};
use crate::store::ledger;
use crate::store::testing::game::{acme, at, c1, c2, in_a_game, paid, score};

fn duel(id: &str) -> Duel {
    Duel {
        id: id.into(),
        challenger: "ann".into(),
        rival: "bob".into(),
        state: DuelState::Offered,
        lasts: LASTS,
        offered_at: at(0),
        fought: None,
        points: None,
    }
}

#[tokio::test]
async fn a_duel_is_kept_as_it_goes_on() {
    in_a_game(async |tx: &mut Tx| {
        keep(tx, &acme(), &c1(), &duel("d1")).await?;
        keep(tx, &acme(), &c1(), &duel("d2")).await?;
        assert_eq!(all(tx, &acme(), &c1()).await?, [duel("d2"), duel("d1")]);
        let fought = Duel { state: DuelState::Fought, fought: Some((at(1), at(9))), ..duel("d1") };
        keep(tx, &acme(), &c1(), &fought).await?;
        keep(tx, &acme(), &c1(), &Duel { state: DuelState::Off, ..duel("d2") }).await?;
        assert_eq!(all(tx, &acme(), &c1()).await?, std::slice::from_ref(&fought));
        let ended = Duel { state: DuelState::Ended, points: Some((3, 4)), ..fought };
        keep(tx, &acme(), &c1(), &ended).await?;
        assert_eq!(all(tx, &acme(), &c1()).await?, [ended]);
        assert_eq!(all(tx, &acme(), &c2()).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_earned_meanwhile_is_counted_and_what_was_taken_back_is_not() {
    in_a_game(async |tx: &mut Tx| {
        for (id, minute, points) in [("s0", 0, 1), ("s1", 5, 10), ("s2", 6, 20), ("s3", 9, 40)] {
            paid(tx, &c1(), id, "ann", minute, &score(points)).await?;
        }
        paid(tx, &c1(), "s4", "bob", 6, &score(80)).await?;
        let during = (at(5).timestamp_millis(), at(9).timestamp_millis());
        assert_eq!(earned(tx, &acme(), &c1(), &"ann".into(), during).await?, 30);
        // Taken back within the time: one of before, and one of the duel's own.
        for share in ["s0", "s2"] {
            let share = share.into();
            let scores = ledger::scores_of(tx, &acme(), &share).await?;
            ledger::reverse(tx, &acme(), &scores[0], &share, &"ann".into(), at(7)).await?;
        }
        assert_eq!(earned(tx, &acme(), &c1(), &"ann".into(), during).await?, 10);
        assert_eq!(earned(tx, &acme(), &c1(), &"cid".into(), during).await?, 0);
        Ok(())
    })
    .await;
}
