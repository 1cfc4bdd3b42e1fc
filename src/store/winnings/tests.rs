//! Prizes, rewards and awards on both engines.

use super::*;
use crate::domain::reward::{Prize, Reward};
use crate::store::testing::game::{acme, at, c1, c2, case, in_a_game, paid, score};
use crate::store::testing::on_both_engines;
use crate::store::{grounds, prizes, rewards, roster};

fn ann() -> UserId {
    "ann".into()
}

fn boss() -> UserId {
    "dee".into()
}

fn mug(stock: Option<i64>) -> Prize {
    Prize { id: "p2".into(), ground: Ground::Points(50), name: "Mug".into(), stock }
}

async fn won(tx: &mut Tx, user: &UserId, prize: &Prize) -> Result<i64> {
    let contest = Some(&c1());
    let (source, name, ground) = (prize.id.as_str(), prize.name.as_str(), Some(prize.ground));
    make(tx, &acme(), &NewWinning { contest, source, user, name, price: 0, ground }, at(1)).await
}

async fn claimed(tx: &mut Tx, user: &UserId, price: i64) -> Result<i64> {
    let new = NewWinning { contest: None, source: "r1", user, name: "Voucher", price, ground: None };
    make(tx, &acme(), &new, at(1)).await
}

#[tokio::test]
async fn prizes_are_listed_taken_and_put_back() {
    in_a_game(async |tx: &mut Tx| {
        let dinner = Prize { id: "p1".into(), ground: Ground::Place(1), name: "Dinner".into(), stock: None };
        prizes::add(tx, &acme(), &c1(), &mug(Some(1)), &boss(), at(0)).await?;
        prizes::add(tx, &acme(), &c1(), &dinner, &boss(), at(0)).await?;
        assert_eq!(prizes::all(tx, &acme(), &c1()).await?, [dinner.clone(), mug(Some(1))]);
        assert_eq!(prizes::all(tx, &acme(), &c2()).await?, []);
        let known = grounds::read(tx, &case(&ann(), "k")).await?.prizes;
        assert_eq!(known.into_iter().collect::<Vec<_>>(), [(c1(), vec![dinner, mug(Some(1))])]);
        assert!(prizes::take(tx, &acme(), &c1(), "p2").await?);
        assert!(!prizes::take(tx, &acme(), &c1(), "p2").await?, "none is left");
        assert!(prizes::take(tx, &acme(), &c1(), "p1").await?, "there is no end of them");
        prizes::put_back(tx, &acme(), &c1(), "p2").await?;
        assert!(prizes::take(tx, &acme(), &c1(), "p2").await?);
        assert_eq!(prizes::made_by(tx, &acme(), &c1(), "p2").await?, Some(boss()));
        prizes::remove(tx, &acme(), &c1(), "p2").await?;
        assert!(!prizes::take(tx, &acme(), &c1(), "p2").await?);
        assert_eq!(prizes::all(tx, &acme(), &c1()).await?.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_award_goes_from_pending_to_a_decision_once() {
    in_a_game(async |tx: &mut Tx| {
        assert_eq!(won(tx, &ann(), &mug(None)).await?, 1);
        assert_eq!(claimed(tx, &"bob".into(), 20).await?, 2);
        assert!(has_won(tx, &acme(), &c1(), "p2", &ann()).await?);
        assert!(!has_won(tx, &acme(), &c1(), "p2", &"bob".into()).await?);
        let known = find(tx, &acme(), 1).await?.unwrap();
        assert_eq!((known.award.rep.as_str(), known.award.state), ("ANN", AwardState::Pending));
        assert_eq!(known.award.won, Some((Ground::Points(50), "C1".into())));
        assert_eq!(waiting(tx, &acme(), 1).await?, (vec![known.clone()], 2));
        assert_eq!((known.contest, known.source.as_str(), known.by), (Some(c1()), "p2", None));
        assert_eq!(spent(tx, &acme(), &"bob".into()).await?, (0, 20));
        let yes = (AwardState::Pending, AwardState::Approved);
        assert!(step(tx, &acme(), 2, yes, (&boss(), None), at(2)).await?);
        assert!(!step(tx, &acme(), 2, yes, (&boss(), None), at(3)).await?, "somebody was faster");
        assert_eq!(spent(tx, &acme(), &"bob".into()).await?, (20, 0));
        let back = (AwardState::Approved, AwardState::Refunded);
        assert!(step(tx, &acme(), 2, back, (&boss(), Some("sold out")), at(4)).await?);
        assert_eq!(spent(tx, &acme(), &"bob".into()).await?, (0, 0));
        let known = find(tx, &acme(), 2).await?.unwrap();
        assert_eq!((known.award.reason.as_deref(), known.by.as_deref()), (Some("sold out"), Some("DEE")));
        assert_eq!(of_rep(tx, &acme(), &"bob".into(), 9).await?, [known.award]);
        assert_eq!(find(tx, &acme(), 3).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_won_for_points_that_are_gone_goes_back_while_nobody_has_decided() {
    in_a_game(async |tx: &mut Tx| {
        won(tx, &ann(), &mug(None)).await?;
        won(tx, &"bob".into(), &mug(None)).await?;
        assert_eq!(winners(tx, &acme(), &c1(), "p2", 1).await?, (vec!["ANN".into()], 2));
        assert_eq!(withdraw(tx, &acme(), &c1(), &ann(), 50).await?, []);
        assert_eq!(withdraw(tx, &acme(), &c1(), &ann(), 49).await?, [("p2".into(), "Mug".into())]);
        assert!(!has_won(tx, &acme(), &c1(), "p2", &ann()).await?, "it can be won again");
        let yes = (AwardState::Pending, AwardState::Approved);
        step(tx, &acme(), 2, yes, (&boss(), None), at(2)).await?;
        assert_eq!(withdraw(tx, &acme(), &c1(), &"bob".into(), 0).await?, [], "it was approved");
        assert_eq!(winners(tx, &acme(), &c1(), "p2", 5).await?, (vec!["BOB".into()], 1));
        assert_eq!(won(tx, &ann(), &mug(None)).await?, 3, "a number is never used again");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn rewards_have_a_price_and_a_stock() {
    in_a_game(async |tx: &mut Tx| {
        let voucher = |price, stock| Reward { id: "r1".into(), name: "Voucher".into(), price, stock };
        rewards::keep(tx, &acme(), &voucher(50, Some(1)), &boss(), at(0)).await?;
        assert_eq!(rewards::all(tx, &acme()).await?, [(voucher(50, Some(1)), boss())]);
        assert!(!rewards::take(tx, &acme(), &voucher(40, None)).await?, "its price has changed");
        assert!(rewards::take(tx, &acme(), &voucher(50, None)).await?);
        assert!(!rewards::take(tx, &acme(), &voucher(50, None)).await?);
        rewards::put_back(tx, &acme(), "r1").await?;
        rewards::keep(tx, &acme(), &voucher(60, None), &ann(), at(0)).await?;
        assert_eq!(rewards::all(tx, &acme()).await?, [(voucher(60, None), ann())]);
        assert!(rewards::take(tx, &acme(), &voucher(60, Some(1))).await?);
        rewards::remove(tx, &acme(), "r1").await?;
        assert_eq!(rewards::all(tx, &acme()).await?, []);
        assert_eq!(rewards::won(tx, &acme(), &ann()).await?, 0);
        paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        assert_eq!(rewards::won(tx, &acme(), &ann()).await?, 10);
        assert_eq!(
            roster::first_manager(tx, &acme(), &[ann()], &"x".into()).await?,
            Some(ann()),
            "no admin is known"
        );
        assert_eq!(roster::first_manager(tx, &acme(), &["nobody".into()], &"x".into()).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_at_once_cannot_take_the_last_one() {
    on_both_engines(async |store| {
        let reward = Reward { id: "r1".into(), name: "Voucher".into(), price: 5, stock: Some(1) };
        let kept = reward.clone();
        store.write(async move |tx| rewards::keep(tx, &acme(), &kept, &boss(), at(0)).await).await.unwrap();
        let take = |n: i64| {
            let (store, reward) = (store.clone(), reward.clone());
            async move {
                let work = async move |tx: &mut Tx| {
                    let taken = rewards::take(tx, &acme(), &reward).await?;
                    if taken {
                        let user = format!("u{n}").into();
                        claimed(tx, &user, 5).await?;
                    }
                    Ok(taken)
                };
                store.write(work).await.unwrap()
            }
        };
        let (one, two, three) = tokio::join!(take(1), take(2), take(3));
        assert_eq!([one, two, three].into_iter().filter(|taken| *taken).count(), 1);
        let left = store.read(async |tx| rewards::all(tx, &acme()).await).await.unwrap();
        assert_eq!(left[0].0.stock, Some(0));
    })
    .await;
}
