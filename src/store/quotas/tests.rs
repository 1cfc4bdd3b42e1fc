//! Quotas on both engines.

use super::*;
use crate::store::entrants;
use crate::store::grounds;
use crate::store::testing::game::{acme, at, c1, c2, case, in_a_game, paid, score};

fn by() -> UserId {
    "boss".into()
}

async fn numbers(tx: &mut Tx) -> Result<Vec<(String, i64, bool, i64)>> {
    let mut asked = asked(tx, &acme(), &c1()).await?;
    asked.sort_by(|a, b| a.user.cmp(&b.user));
    let told = asked.into_iter();
    Ok(told.map(|one| (one.user.to_string(), one.target.points, one.target.is_own, one.points)).collect())
}

#[tokio::test]
async fn everybody_is_asked_and_single_reps_have_their_own() {
    in_a_game(async |tx: &mut Tx| {
        assert_eq!(rule(tx, &acme(), &c1()).await?, None);
        assert_eq!(numbers(tx).await?, []);
        set(tx, &acme(), &c1(), Some(&"bob".into()), 80, &by(), at(1)).await?;
        assert_eq!(numbers(tx).await?, [("bob".into(), 80, true, 0)]);
        assert_eq!(rule(tx, &acme(), &c1()).await?, Some(Rule { points: None, own: 1, is_public: false }));
        publish(tx, &acme(), &c1(), true, &by(), at(2)).await?;
        assert_eq!(rule(tx, &acme(), &c1()).await?, Some(Rule { points: None, own: 1, is_public: true }));
        set(tx, &acme(), &c1(), None, 300, &by(), at(3)).await?;
        assert_eq!(
            rule(tx, &acme(), &c1()).await?,
            Some(Rule { points: Some(300), own: 1, is_public: true })
        );
        paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        entrants::leave(tx, &acme(), &c1(), &"cid".into(), at(4)).await?;
        let (ann, bob, dee) =
            (("ann".into(), 300, false, 10), ("bob".into(), 80, true, 0), ("dee".into(), 300, false, 0));
        assert_eq!(numbers(tx).await?, [ann, bob, dee]);
        let own = asked_of(tx, &acme(), &c1(), &"bob".into()).await?.unwrap();
        assert_eq!((own.name.as_str(), own.zone, own.joined_at), ("BOB", Tz::Asia__Tokyo, at(0)));
        assert_eq!(asked_of(tx, &acme(), &c1(), &"cid".into()).await?, None, "off the board");
        assert_eq!(asked_of(tx, &acme(), &c2(), &"bob".into()).await?, None);
        assert!(take_off(tx, &acme(), &c1(), &"bob".into()).await?);
        assert!(!take_off(tx, &acme(), &c1(), &"bob".into()).await?);
        assert!(clear(tx, &acme(), &c1()).await?);
        assert!(!clear(tx, &acme(), &c1()).await?);
        assert_eq!(rule(tx, &acme(), &c1()).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_share_knows_what_is_asked_of_its_rep() {
    in_a_game(async |tx: &mut Tx| {
        let asked = async |tx: &mut Tx, user: &str| {
            let user = user.into();
            Ok::<_, Error>(grounds::read(tx, &case(&user, "k")).await?.quotas)
        };
        assert!(asked(tx, "bob").await?.is_empty());
        set(tx, &acme(), &c1(), None, 300, &by(), at(1)).await?;
        set(tx, &acme(), &c2(), Some(&"bob".into()), 80, &by(), at(1)).await?;
        publish(tx, &acme(), &c2(), true, &by(), at(2)).await?;
        let of_all = |points| Target { points, is_own: false };
        let own = Target { points: 80, is_own: true };
        let bob = [(c1(), (of_all(300), Some(at(0)))), (c2(), (own, None))];
        assert_eq!(asked(tx, "bob").await?.into_iter().collect::<Vec<_>>(), bob);
        assert_eq!(asked(tx, "ann").await?.into_iter().collect::<Vec<_>>(), bob[..1], "0 asks for nothing");
        Ok(())
    })
    .await;
}
