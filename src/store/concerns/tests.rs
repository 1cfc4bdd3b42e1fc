//! Concerns on both engines.

use super::*;
use crate::store::standings;
use crate::store::testing::game::{acme, at, c1, c2, copied, day, in_a_game, paid, score};

#[tokio::test]
async fn a_concern_is_remembered_with_its_silence() {
    in_a_game(async |tx: &mut Tx| {
        assert_eq!(all(tx, &acme(), &c1()).await?, []);
        keep(tx, &acme(), &c1(), Concern::Lead, true).await?;
        silence(tx, &acme(), &c1(), Concern::Lead, at(9)).await?;
        silence(tx, &acme(), &c1(), Concern::Activity, at(5)).await?;
        keep(tx, &acme(), &c1(), Concern::Lead, false).await?;
        let memory = |holds, minutes| Memory { holds, silent_until: Some(at(minutes)) };
        let both = [(Concern::Activity, memory(true, 5)), (Concern::Lead, memory(false, 9))];
        assert_eq!(all(tx, &acme(), &c1()).await?, both);
        assert_eq!(all(tx, &acme(), &c2()).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_was_active_and_what_was_used_lately() {
    in_a_game(async |tx: &mut Tx| {
        let later = 3 * 24 * 60;
        paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        paid(tx, &c1(), "s2", "ann", later, &score(10)).await?;
        paid(tx, &c1(), "s3", "bob", later, &score(10)).await?;
        paid(tx, &c1(), "s4", "cid", later, &copied()).await?;
        paid(tx, &c1(), "s5", "dee", later, &score(10)).await?;
        standings::show(tx, &acme(), &c1(), &"dee".into(), false).await?;
        assert_eq!(active_since(tx, &acme(), &c1(), day(0)).await?, 2);
        assert_eq!(active_since(tx, &acme(), &c1(), day(4)).await?, 0);
        assert_eq!(rules_used(tx, &acme(), &c1(), day(0)).await?.len(), 1);
        assert_eq!(rules_used(tx, &acme(), &c2(), day(0)).await?, [""; 0]);
        Ok(())
    })
    .await;
}
