//! The agenda on both engines.

use super::*;
use crate::store::Store;
use crate::store::testing::{Ground, on_both_engines};

const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Minutes after nine.
fn at(minutes: i64) -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

fn acme() -> WorkspaceId {
    "T1".into()
}

fn board(key: &str, due: i64) -> Work {
    Work::new(key, "board", &("contest", 7), at(due)).unwrap()
}

async fn put_all(store: &Store, work: Vec<Work>) {
    let put_all = async move |tx: &mut Tx| {
        for work in work {
            assert!(put(tx, &acme(), &work).await?);
        }
        Ok(())
    };
    store.write(put_all).await.unwrap();
}

async fn claim_at(store: &Store, minutes: i64) -> Vec<Claim> {
    store.write(async move |tx| claim(tx, at(minutes), LEASE, 10).await).await.unwrap()
}

async fn claim_one(store: &Store, minutes: i64) -> Claim {
    let mut claims = claim_at(store, minutes).await;
    assert_eq!(claims.len(), 1);
    claims.remove(0)
}

async fn next(store: &Store) -> Option<DateTime<Utc>> {
    store.read(next_due).await.unwrap()
}

#[tokio::test]
async fn work_is_claimed_when_it_is_due_in_order_and_settled_once() {
    on_both_engines(async |store| {
        put_all(&store, vec![board("late", 20), board("early", 10), board("later", 99)]).await;
        assert_eq!(next(&store).await, Some(at(10)));
        assert!(claim_at(&store, 9).await.is_empty());
        let claims = claim_at(&store, 20).await;
        assert_eq!(claims.iter().map(|c| c.work.key.as_str()).collect::<Vec<_>>(), ["early", "late"]);
        assert_eq!(claims[0].work.args::<(String, i64)>().unwrap(), ("contest".to_owned(), 7));
        for claim in claims {
            let settle_twice = async move |tx: &mut Tx| {
                assert!(is_held(tx, &claim).await?);
                settle(tx, &claim, at(20)).await?;
                assert!(!is_held(tx, &claim).await?);
                assert!(matches!(settle(tx, &claim, at(20)).await, Err(Error::LeaseLost { .. })));
                Ok(())
            };
            store.write(settle_twice).await.unwrap();
        }
        assert_eq!(next(&store).await, Some(at(99)));
        assert!(!store.write(async |tx| put(tx, &acme(), &board("early", 30)).await).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_holder_whose_lease_ran_out_can_neither_settle_nor_fail() {
    on_both_engines(async |store| {
        put_all(&store, vec![board("a", 0)]).await;
        let slow = claim_one(&store, 0).await;
        assert!(claim_at(&store, 0).await.is_empty());
        let quick = claim_one(&store, 1).await;
        assert_eq!(quick.attempt, 2);
        let late = async move |tx: &mut Tx| {
            assert!(!put_back(tx, &slow, at(5), "late").await?);
            assert!(!fail(tx, &slow, at(5), "late").await?);
            settle(tx, &slow, at(5)).await
        };
        assert!(matches!(store.write(late).await, Err(Error::LeaseLost { .. })));
        store.write(async move |tx| settle(tx, &quick, at(1)).await).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_moved_or_withdrawn_while_it_runs_is_undone() {
    on_both_engines(async |store| {
        put_all(&store, vec![board("moved", 0), board("withdrawn", 0)]).await;
        let claims = claim_at(&store, 0).await;
        let change = async |tx: &mut Tx| {
            assert!(move_to(tx, &acme(), "moved", at(30)).await?);
            assert!(withdraw(tx, &acme(), "withdrawn", at(0)).await?);
            assert!(!withdraw(tx, &acme(), "withdrawn", at(0)).await?);
            assert!(!move_to(tx, &acme(), "withdrawn", at(30)).await?);
            Ok(())
        };
        store.write(change).await.unwrap();
        for claim in claims {
            assert!(store.write(async move |tx| settle(tx, &claim, at(0)).await).await.is_err());
        }
        let moved = claim_one(&store, 30).await;
        assert_eq!((moved.work.key.as_str(), moved.work.due_at, moved.attempt), ("moved", at(30), 1));
    })
    .await;
}

#[tokio::test]
async fn failed_work_waits_and_is_given_up_in_the_end() {
    on_both_engines(async |store| {
        put_all(&store, vec![board("a", 0)]).await;
        let first = claim_one(&store, 0).await;
        assert!(store.write(async move |tx| put_back(tx, &first, at(3), "no").await).await.unwrap());
        assert_eq!(next(&store).await, Some(at(3)));
        let second = claim_one(&store, 3).await;
        assert_eq!((second.attempt, second.work.due_at), (2, at(0)));
        assert!(store.write(async move |tx| fail(tx, &second, at(3), "no").await).await.unwrap());
        assert_eq!(next(&store).await, None);
    })
    .await;
}

#[tokio::test]
async fn two_who_claim_at_once_never_get_the_same_work() {
    let Some(ground) = Ground::postgres().await else { return };
    let story = async |ground: &Ground| {
        put_all(&ground.store, (0..40).map(|n| board(&format!("{n:02}"), 0)).collect()).await;
        let claims = (0..16).map(|_| ground.store.write(async |tx| claim(tx, at(0), LEASE, 5).await));
        let claims = futures_util::future::join_all(claims).await;
        let mut keys: Vec<_> = claims.into_iter().flat_map(Result::unwrap).map(|c| c.work.key).collect();
        keys.sort();
        let claimed = keys.len();
        keys.dedup();
        assert_eq!((claimed, keys.len()), (40, 40));
    };
    ground.run(story).await;
}

#[tokio::test]
async fn a_claim_is_lengthened_by_its_holder_alone() {
    on_both_engines(async |store| {
        put_all(&store, vec![board("a", 0)]).await;
        let claim = claim_one(&store, 0).await;
        let renew = async |claim: &Claim, until: i64| {
            let claim = claim.clone();
            store.write(async move |tx| renew(tx, &claim, at(until)).await).await.unwrap()
        };
        assert!(renew(&claim, 5).await);
        assert!(claim_at(&store, 4).await.is_empty());
        let taken_over = claim_one(&store, 5).await;
        assert!(!renew(&claim, 99).await);
        store.write(async move |tx| settle(tx, &taken_over, at(5)).await).await.unwrap();
        assert_eq!(next(&store).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_keeps_no_work_waiting_and_brings_none_forward() {
    on_both_engines(async |store| {
        put_all(&store, vec![board("failed", 60), board("claimed", 60), board("tomorrow", 1500)]).await;
        for claim in claim_at(&store, 60).await {
            if claim.work.key == "failed" {
                let put_back = async move |tx: &mut Tx| put_back(tx, &claim, at(70), "no ink").await;
                assert!(store.write(put_back).await.unwrap());
            }
        }
        store.write(async |tx| clock_set_back(tx, at(0), LEASE).await).await.unwrap();
        assert_eq!(next(&store).await, Some(at(1)), "the claim lasts a lease from now");
        assert_eq!(claim_one(&store, 1).await.work.key, "claimed");
        assert_eq!(claim_at(&store, 60).await.len(), 2, "the failed one at its own instant");
        assert!(claim_at(&store, 60).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_start_after_a_crash_releases_what_the_dead_had_claimed() {
    on_both_engines(async |store| {
        put_all(&store, vec![board("a", 0), board("b", 9)]).await;
        let dead = claim_one(&store, 0).await;
        store.write(async |tx| release_all(tx, at(0)).await).await.unwrap();
        let claim = claim_one(&store, 0).await;
        assert_eq!((claim.work.key.as_str(), claim.attempt), ("a", 2));
        let settle = async move |tx: &mut Tx| settle(tx, &dead, at(0)).await;
        assert!(matches!(store.write(settle).await, Err(Error::LeaseLost { .. })));
    })
    .await;
}

#[tokio::test]
async fn settled_work_of_a_kind_is_forgotten_after_a_while() {
    on_both_engines(async |store| {
        let homes = Work::new("homes:1", "homes", &(), at(0)).unwrap();
        put_all(&store, vec![homes, board("one", 0)]).await;
        for claim in claim_at(&store, 0).await {
            store.write(async move |tx| settle(tx, &claim, at(1)).await).await.unwrap();
        }
        put_all(&store, vec![Work::new("homes:2", "homes", &(), at(9)).unwrap()]).await;
        let left = async |tx: &mut Tx, before| {
            prune(tx, &acme(), "homes", at(before)).await?;
            let rows = fetch_all!(tx, (String,), "SELECT key FROM agenda ORDER BY key")?;
            Ok::<_, Error>(rows.into_iter().map(|(key,)| key).collect::<Vec<_>>())
        };
        assert_eq!(
            store.write(async move |tx| left(tx, 1).await).await.unwrap(),
            ["homes:1", "homes:2", "one"]
        );
        assert_eq!(store.write(async move |tx| left(tx, 2).await).await.unwrap(), ["homes:2", "one"]);
    })
    .await;
}
