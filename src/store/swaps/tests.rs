//! Swaps on both engines.

use super::*;
use crate::domain::swap::SwapState;
use crate::store::testing::game::{acme, at, c1, c2, in_a_game};

fn swap(id: &str) -> Swap {
    Swap {
        id: id.into(),
        offered_by: "ann".into(),
        offered_to: "bob".into(),
        mine: "cid".into(),
        theirs: "dee".into(),
        state: SwapState::Offered,
        offered_at: at(0),
    }
}

#[tokio::test]
async fn an_offer_stands_until_it_is_answered() {
    in_a_game(async |tx: &mut Tx| {
        keep(tx, &acme(), &c1(), &swap("s1")).await?;
        keep(tx, &acme(), &c1(), &swap("s2")).await?;
        assert_eq!(offered(tx, &acme(), &c1()).await?, [swap("s2"), swap("s1")]);
        keep(tx, &acme(), &c1(), &Swap { state: SwapState::Off, ..swap("s2") }).await?;
        assert_eq!(offered(tx, &acme(), &c1()).await?, [swap("s1")]);
        assert_eq!(offered(tx, &acme(), &c2()).await?, []);
        Ok(())
    })
    .await;
}
