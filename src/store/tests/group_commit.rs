//! SQLite's shared commits, proven: whatever the others do, each caller's work is kept whole or not at all, each
//! is answered, and nobody hears "done" before it is on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use proptest::prelude::*;
use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::timeout;

use super::super::testing::Ground;
use super::super::*;

/// Longer than anything here takes: who waits longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a caller's work goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Good,
    /// Writes this many rows more, in one statement.
    Large(i64),
    /// Lets others run in the middle of its work.
    Slow(u8),
    /// Answers an error of its own after both rows.
    Fails,
    /// Fails in its second statement: a row that is there already.
    FailsInSql,
    /// Panics between its two rows.
    Panics,
}

/// When a caller goes away without waiting for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    Never,
    /// Before it has asked.
    Unpolled,
    /// Once it is in the queue, after letting others run so many times.
    Queued(u8),
    /// While its work runs.
    Running,
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => Just(Deed::Good),
        1 => (1_i64..200).prop_map(Deed::Large),
        1 => (1_u8..5).prop_map(Deed::Slow),
        1 => Just(Deed::Fails),
        1 => Just(Deed::FailsInSql),
        1 => Just(Deed::Panics),
    ]
}

fn any_leave() -> impl Strategy<Value = Leave> {
    prop_oneof![
        8 => Just(Leave::Never),
        1 => Just(Leave::Unpolled),
        1 => (0_u8..20).prop_map(Leave::Queued),
        1 => Just(Leave::Running),
    ]
}

async fn bare() -> Ground {
    let ground = Ground::bare_sqlite().await;
    ground
        .store
        .write(async |tx| {
            execute!(
                tx,
                "CREATE TABLE halves (caller INTEGER, half INTEGER, PRIMARY KEY (caller, half)) STRICT"
            )?;
            execute!(tx, "CREATE TABLE heap (caller INTEGER NOT NULL, n INTEGER NOT NULL) STRICT")?;
            execute!(tx, "INSERT INTO halves VALUES (-1, 1), (-1, 2)")?;
            Ok(())
        })
        .await
        .unwrap();
    ground
}

async fn half(tx: &mut Tx, caller: i64, half: i64) -> Result<()> {
    execute!(tx, "INSERT INTO halves (caller, half) VALUES ($1, $2)", caller, half)?;
    Ok(())
}

/// A caller's work: two rows, and whatever else its deed asks. Answers its own number, so that nobody can get
/// somebody else's answer unseen.
async fn work(tx: &mut Tx, caller: i64, deed: Deed, running: &Notify) -> Result<i64> {
    half(tx, caller, 1).await?;
    running.notify_one();
    match deed {
        Deed::Large(rows) => {
            let many = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < $2) \
                        INSERT INTO heap SELECT $1, n FROM c";
            execute!(tx, many, caller, rows)?;
        }
        Deed::Slow(turns) => {
            for _ in 0..turns {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        Deed::FailsInSql => half(tx, -1, 1).await?,
        Deed::Panics => panic!("a test's panic"),
        Deed::Good | Deed::Fails => {}
    }
    half(tx, caller, 2).await?;
    if deed == Deed::Fails { Err(anyhow::anyhow!("no thanks"))? } else { Ok(caller) }
}

/// One caller from asking to its answer; none where it went away first.
async fn call(store: Store, caller: i64, deed: Deed, leave: Leave) -> Option<Result<i64>> {
    let running = Arc::new(Notify::new());
    let told = running.clone();
    let asked = store.write(async move |tx: &mut Tx| work(tx, caller, deed, &told).await);
    let mut asked = Box::pin(asked);
    match leave {
        Leave::Never => Some(timeout(PATIENCE, asked).await.expect("an answer")),
        Leave::Unpolled => None,
        Leave::Queued(turns) => {
            let turns = async {
                for _ in 0..turns {
                    yield_now().await;
                }
            };
            tokio::select! { biased; said = &mut asked => Some(said), () = turns => None }
        }
        Leave::Running => tokio::select! { said = &mut asked => Some(said), () = running.notified() => None },
    }
}

/// The halves that are there, by caller.
async fn halves(store: &Store) -> BTreeMap<i64, BTreeSet<i64>> {
    let read = async |tx: &mut Tx| Ok(fetch_all!(tx, (i64, i64), "SELECT caller, half FROM halves")?);
    let mut halves = BTreeMap::<i64, BTreeSet<i64>>::new();
    for (caller, half) in store.read(read).await.unwrap() {
        halves.entry(caller).or_default().insert(half);
    }
    halves
}

async fn prove(callers: Vec<(Deed, Leave)>) {
    let ground = bare().await;
    let store = &ground.store;
    let calls = callers.iter().zip(0..).map(|(&(deed, leave), caller)| {
        let store = store.clone();
        tokio::spawn(call(store, caller, deed, leave))
    });
    let said = join_all(calls.collect::<Vec<_>>()).await;
    // Once this is answered, everybody before it is done with, those included who went away.
    store.write(async |tx| half(tx, -2, 1).await).await.unwrap();
    let kept = halves(store).await;
    let whole = BTreeSet::from([1, 2]);
    for (((deed, leave), said), caller) in callers.iter().zip(said).zip(0..) {
        let kept = kept.get(&caller);
        assert!(kept.is_none_or(|kept| *kept == whole), "{deed:?} {leave:?}: half of it is kept");
        let is_bad = matches!(deed, Deed::Fails | Deed::FailsInSql | Deed::Panics);
        assert!(kept.is_none() || !is_bad, "{deed:?} {leave:?}: kept");
        match (said.expect("no caller's task panics"), deed) {
            (None, _) => assert!(*leave != Leave::Unpolled || kept.is_none()),
            (Some(Ok(number)), _) => assert!(number == caller && kept.is_some() && !is_bad),
            (Some(Err(Error::Other(_))), Deed::Fails)
            | (Some(Err(Error::Database(_))), Deed::FailsInSql)
            | (Some(Err(Error::Panicked)), Deed::Panics) => {}
            (Some(Err(error)), _) => panic!("{deed:?} {leave:?}: {error}"),
        }
    }
    let heaps = async |tx: &mut Tx| {
        let sql = "SELECT caller, COUNT(*) FROM heap GROUP BY caller";
        Ok(fetch_all!(tx, (i64, i64), sql)?)
    };
    let heaps: BTreeMap<i64, i64> = store.read(heaps).await.unwrap().into_iter().collect();
    for ((deed, _), caller) in callers.iter().zip(0..) {
        let due = match deed {
            Deed::Large(rows) if kept.contains_key(&caller) => Some(rows),
            _ => None,
        };
        assert_eq!(heaps.get(&caller), due);
    }
    ground.clear().await;
}

fn on_several_threads(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(work);
}

proptest! {
    // Each case is a database and up to 400 callers.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.div_ceil(24), ..ProptestConfig::default() })]
    #[test]
    fn each_caller_is_answered_and_kept_whole_or_not_at_all(
        callers in prop::collection::vec((any_deed(), any_leave()), 1..400),
    ) {
        on_several_threads(prove(callers));
    }
}

/// What somebody else's process would see.
async fn stranger(ground: &Ground) -> SqliteConnection {
    SqliteConnection::connect(&ground.url).await.unwrap()
}

async fn sees(stranger: &mut SqliteConnection, caller: i64) -> i64 {
    let sql = "SELECT COUNT(*) FROM halves WHERE caller = $1";
    sqlx::query_scalar(sql).bind(caller).fetch_one(stranger).await.unwrap()
}

#[test]
fn what_is_answered_is_there_for_everybody_to_see_at_that_instant() {
    on_several_threads(async {
        let ground = bare().await;
        let callers = (0..64).map(|lane| {
            let (store, url) = (ground.store.clone(), ground.url.clone());
            tokio::spawn(async move {
                let mut stranger = SqliteConnection::connect(&url).await.unwrap();
                for n in 0..20 {
                    let (caller, bad) = (lane * 100 + n, (lane + n) % 5 == 0);
                    let deed = if bad { Deed::Panics } else { Deed::Good };
                    let said = call(store.clone(), caller, deed, Leave::Never).await.unwrap();
                    assert_eq!(said.is_ok(), !bad);
                    assert_eq!(sees(&mut stranger, caller).await, if bad { 0 } else { 2 });
                }
            })
        });
        for caller in callers.collect::<Vec<_>>() {
            caller.await.unwrap();
        }
        ground.clear().await;
    });
}

/// While `work` of the first caller goes on in the transaction, nobody in it is answered and nothing of it seen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_answered_while_the_commit_is_still_to_come() {
    let ground = bare().await;
    let (entered, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (in_the_middle, wait) = (entered.clone(), go.clone());
    let early = Arc::new(AtomicBool::new(false));
    let store = ground.store.clone();
    // The writer is busy with this one while the others queue up behind it.
    let holder = tokio::spawn(async move {
        let held = async move |tx: &mut Tx| {
            half(tx, 1000, 1).await?;
            in_the_middle.notify_one();
            wait.notified().await;
            half(tx, 1000, 2).await
        };
        store.write(held).await
    });
    entered.notified().await;
    let others = (0..100).map(|caller| {
        let (store, early) = (ground.store.clone(), early.clone());
        tokio::spawn(async move {
            let said = call(store, caller, Deed::Good, Leave::Never).await.unwrap();
            early.store(true, Ordering::SeqCst);
            said
        })
    });
    let others = others.collect::<Vec<_>>();
    let mut stranger = stranger(&ground).await;
    for caller in [1000, 0, 99] {
        assert_eq!(sees(&mut stranger, caller).await, 0);
    }
    assert!(!early.load(Ordering::SeqCst) && !holder.is_finished());
    go.notify_one();
    holder.await.unwrap().unwrap();
    for said in join_all(others).await {
        said.unwrap().unwrap();
    }
    assert_eq!(halves(&ground.store).await.len(), 102);
    ground.clear().await;
}

/// Of callers in one group with a commit that fails, none hears "done", and none of their work is there.
#[test]
fn when_the_disk_is_full_nobody_is_told_it_is_done_who_was_not_kept() {
    on_several_threads(async {
        let ground = bare().await;
        let cap = async |tx: &mut Tx| Ok(fetch_one!(tx, (i64,), "PRAGMA max_page_count = 60")?);
        assert_eq!(ground.store.write(cap).await.unwrap(), (60,));
        let calls = (0..400).map(|caller| {
            let deed = if caller % 3 == 0 { Deed::Large(150) } else { Deed::Good };
            tokio::spawn(call(ground.store.clone(), caller, deed, Leave::Never))
        });
        let said = join_all(calls.collect::<Vec<_>>()).await;
        let kept = halves(&ground.store).await;
        let mut refused = 0;
        for (said, caller) in said.into_iter().zip(0..) {
            let done = said.unwrap().unwrap().is_ok();
            assert_eq!(done, kept.contains_key(&caller), "caller {caller}");
            refused += usize::from(!done);
        }
        assert!(refused > 0, "the disk was never full");
        ground.clear().await;
    });
}
