//! What holds for every write and read, on both engines.

use super::testing::{Ground, on_both_engines};
use super::*;

mod group_commit;

async fn with_notes(store: &Store) {
    store
        .write(async |tx| {
            execute!(tx, "CREATE TABLE notes (note TEXT NOT NULL PRIMARY KEY)")?;
            Ok(())
        })
        .await
        .unwrap();
}

async fn note(tx: &mut Tx, note: &str) -> Result<()> {
    execute!(tx, "INSERT INTO notes (note) VALUES ($1)", note)?;
    Ok(())
}

async fn notes(store: &Store) -> Vec<String> {
    let read = async |tx: &mut Tx| Ok(fetch_all!(tx, (String,), "SELECT note FROM notes ORDER BY note")?);
    store.read(read).await.unwrap().into_iter().map(|(note,)| note).collect()
}

#[tokio::test]
async fn many_callers_who_fail_panic_or_leave_undo_only_their_own() {
    on_both_engines(async |store| {
        with_notes(&store).await;
        let callers = (0..200).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let work = async move |tx: &mut Tx| {
                    note(tx, &format!("{n:03}")).await?;
                    match n % 4 {
                        1 => Err(anyhow::anyhow!("no thanks"))?,
                        2 => panic!("a test's panic"),
                        _ => Ok(n),
                    }
                };
                store.write(work).await
            })
        });
        for (n, caller) in callers.collect::<Vec<_>>().into_iter().enumerate() {
            if n % 4 == 3 {
                caller.abort();
                continue;
            }
            let said = caller.await.unwrap();
            match n % 4 {
                0 => assert_eq!(said.unwrap(), n),
                1 => assert!(matches!(said, Err(Error::Other(_)))),
                _ => assert!(matches!(said, Err(Error::Panicked))),
            }
        }
        // Once this is answered, so is everybody before it.
        store.write(async |tx| note(tx, "last").await).await.unwrap();
        let kept = notes(&store).await;
        let is_kept = |n: usize| kept.contains(&format!("{n:03}"));
        assert!((0..200).all(|n| match n % 4 {
            0 => is_kept(n),
            1 | 2 => !is_kept(n),
            _ => true,
        }));
    })
    .await;
}

#[tokio::test]
async fn a_failing_statement_undoes_the_whole_work_and_nothing_else() {
    on_both_engines(async |store| {
        with_notes(&store).await;
        store.write(async |tx| note(tx, "first").await).await.unwrap();
        let twice = async |tx: &mut Tx| {
            note(tx, "second").await?;
            note(tx, "first").await
        };
        assert!(matches!(store.write(twice).await, Err(Error::Database(_))));
        assert_eq!(notes(&store).await, ["first"]);
    })
    .await;
}

#[tokio::test]
async fn a_read_cannot_change_anything_and_sees_one_moment() {
    on_both_engines(async |store| {
        with_notes(&store).await;
        assert!(store.read(async |tx| note(tx, "sneaked in").await).await.is_err());
        let other = store.clone();
        let counts = async |tx: &mut Tx| {
            let count =
                async |tx: &mut Tx| Ok::<_, Error>(fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM notes")?.0);
            let before = count(tx).await?;
            other.write(async |tx| note(tx, "meanwhile").await).await?;
            Ok((before, count(tx).await?))
        };
        assert_eq!(store.read(counts).await.unwrap(), (0, 0));
        assert_eq!(notes(&store).await, ["meanwhile"]);
    })
    .await;
}

#[tokio::test]
async fn a_commit_that_leaves_something_owed_is_told_and_no_other() {
    on_both_engines(async |store| {
        let mut owed = store.watch_owed();
        let nothing = async |_: &mut Tx| Ok(());
        let undone = async |tx: &mut Tx| {
            tx.owes();
            Err::<(), _>(Error::Panicked)
        };
        store.write(nothing).await.unwrap();
        store.write(undone).await.unwrap_err();
        store.write(nothing).await.unwrap();
        assert!(!owed.has_changed().unwrap());
        let something = async |tx: &mut Tx| {
            tx.owes();
            Ok(())
        };
        store.write(something).await.unwrap();
        owed.changed().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn closing_lets_writes_finish_and_refuses_later_ones() {
    for ground in [Some(Ground::sqlite().await), Ground::postgres().await].into_iter().flatten() {
        let story = async |ground: &Ground| {
            with_notes(&ground.store).await;
            let writes = (0..20).map(|n| {
                let store = ground.store.clone();
                async move { store.write(async move |tx| note(tx, &n.to_string()).await).await }
            });
            let (done, ()) = tokio::join!(futures_util::future::join_all(writes), async {
                tokio::task::yield_now().await;
                ground.store.close().await;
            });
            let done = done.into_iter().filter(Result::is_ok).count();
            assert!(matches!(ground.store.write(async |_| Ok(())).await, Err(Error::Closed)));
            let again = Store::open(&ground.url).await.unwrap();
            assert_eq!(notes(&again).await.len(), done);
            again.close().await;
        };
        ground.run(story).await;
    }
}
