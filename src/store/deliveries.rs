//! What Slack already handed us. It may hand us the same thing again, also while we are still at it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::batch::add;
use super::values::json;
use super::{Batch, Error, Result, Tx, execute, fetch_optional};
use crate::domain::id::WorkspaceId;

/// Does `work` for a delivery and keeps its answer; a delivery seen before is answered as it was then, and
/// `work` is not run.
///
/// The mark is part of the caller's transaction: work that fails is as if it had never been delivered. On
/// PostgreSQL a delivery that arrives twice at once waits here for the first to commit (or to be undone).
///
/// What is new from a workspace that the app was removed from is [`Error::Removed`]. The statement that marks
/// the delivery sees to that too, so it holds in all processes at once and costs no statement of its own.
pub async fn once<T, W>(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    delivery_id: &str,
    now: DateTime<Utc>,
    work: W,
) -> Result<T>
where
    T: Serialize + DeserializeOwned,
    W: AsyncFnOnce(&mut Tx) -> Result<T>,
{
    let is_new = execute!(
        tx,
        "INSERT INTO deliveries (workspace_id, delivery_id, seen_at) SELECT $1, $2, $3 WHERE NOT EXISTS \
         (SELECT 1 FROM workspaces w WHERE w.workspace_id = $1 AND w.left_at IS NOT NULL) ON CONFLICT DO NOTHING",
        workspace.as_str(),
        delivery_id,
        now.timestamp_millis(),
    )?;
    if is_new == 0 {
        return earlier_answer(tx, workspace, delivery_id).await;
    }
    let answer = work(tx).await?;
    let json = json(&answer)?;
    execute!(
        tx,
        "UPDATE deliveries SET answer = $3 WHERE workspace_id = $1 AND delivery_id = $2",
        workspace.as_str(),
        delivery_id,
        json,
    )?;
    Ok(answer)
}

/// Marks a delivery as seen, with its answer, together with what it caused. The caller has looked before whether it
/// was seen ([`super::grounds`]), and holds whatever keeps the same delivery from being handled at once.
pub fn keep(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    delivery_id: &str,
    now: DateTime<Utc>,
    answer: &impl Serialize,
) -> Result<()> {
    add!(
        batch,
        "INSERT INTO deliveries (workspace_id, delivery_id, seen_at, answer) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        workspace.as_str(),
        delivery_id,
        now.timestamp_millis(),
        json(answer)?,
    );
    Ok(())
}

/// Notes something under a delivery of its own, in place of what was noted there before.
pub fn note(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    delivery_id: &str,
    now: DateTime<Utc>,
    what: &impl Serialize,
) -> Result<()> {
    add!(
        batch,
        "INSERT INTO deliveries (workspace_id, delivery_id, seen_at, answer) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, delivery_id) DO UPDATE SET seen_at = excluded.seen_at, answer = excluded.answer",
        workspace.as_str(),
        delivery_id,
        now.timestamp_millis(),
        json(what)?,
    );
    Ok(())
}

/// What was noted so, while it is remembered.
pub async fn noted<T: DeserializeOwned>(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    delivery_id: &str,
) -> Result<Option<T>> {
    let noted = number(tx, workspace, delivery_id).await?;
    noted.map(|what| parse(&what, workspace, delivery_id)).transpose()
}

/// Reads an answer that was kept.
pub fn parse<T: DeserializeOwned>(answer: &str, workspace: &WorkspaceId, delivery_id: &str) -> Result<T> {
    // Where it fails, not at what: the answer quotes what people typed.
    serde_json::from_str(answer).map_err(|why| {
        let at = format_args!("delivery {workspace}/{delivery_id}");
        Error::damaged(at, format_args!("column {}", why.column()))
    })
}

async fn earlier_answer<T: DeserializeOwned>(tx: &mut Tx, workspace: &WorkspaceId, id: &str) -> Result<T> {
    let seen = fetch_optional!(
        tx,
        (Option<String>,),
        "SELECT answer FROM deliveries WHERE workspace_id = $1 AND delivery_id = $2",
        workspace.as_str(),
        id,
    )?;
    // Neither new nor seen: it was not let in.
    let Some((json,)) = seen else { return Err(Error::Removed) };
    parse(json.as_deref().unwrap_or("null"), workspace, id)
}

/// Whether a delivery was seen.
pub async fn is_seen(tx: &mut Tx, workspace: &WorkspaceId, delivery_id: &str) -> Result<bool> {
    let seen = fetch_optional!(
        tx,
        (i64,),
        "SELECT seen_at FROM deliveries WHERE workspace_id = $1 AND delivery_id = $2",
        workspace.as_str(),
        delivery_id,
    )?;
    Ok(seen.is_some())
}

/// Notes that something numbered has come as far as `number`, under a delivery of its own. Answers false if it
/// has come further already: then `number` is late. Numbers are texts of one length.
pub async fn comes_to(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    delivery_id: &str,
    number: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let came = execute!(
        tx,
        "INSERT INTO deliveries (workspace_id, delivery_id, seen_at, answer) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (workspace_id, delivery_id) DO UPDATE SET seen_at = excluded.seen_at, \
         answer = excluded.answer WHERE deliveries.answer < excluded.answer",
        workspace.as_str(),
        delivery_id,
        now.timestamp_millis(),
        number,
    )?;
    Ok(came > 0)
}

/// How far something numbered has come ([`comes_to`]), if it has begun.
pub async fn number(tx: &mut Tx, workspace: &WorkspaceId, delivery_id: &str) -> Result<Option<String>> {
    let seen = fetch_optional!(
        tx,
        (Option<String>,),
        "SELECT answer FROM deliveries WHERE workspace_id = $1 AND delivery_id = $2",
        workspace.as_str(),
        delivery_id,
    )?;
    Ok(seen.and_then(|(number,)| number))
}

/// Forgets deliveries seen before `before`; Slack sends nothing again after some minutes. Answers how many.
pub async fn prune(tx: &mut Tx, workspace: &WorkspaceId, before: DateTime<Utc>) -> Result<u64> {
    Ok(execute!(
        tx,
        "DELETE FROM deliveries WHERE workspace_id = $1 AND seen_at < $2",
        workspace.as_str(),
        before.timestamp_millis(),
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::testing::on_both_engines;
    use crate::store::workspaces;

    fn nine() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    async fn deliver(store: &Store, id: &'static str, answer: &'static str) -> Result<String> {
        let work = async move |tx: &mut Tx| {
            once(tx, &"T1".into(), id, nine(), async move |_| match answer {
                "fail" => Err(anyhow::anyhow!("no").into()),
                answer => Ok(answer.to_owned()),
            })
            .await
        };
        store.write(work).await
    }

    #[tokio::test]
    async fn what_is_numbered_does_not_go_back() {
        on_both_engines(async |store| {
            let comes_to = async |number: &'static str| {
                let come = async move |tx: &mut Tx| comes_to(tx, &"T1".into(), "edits", number, nine()).await;
                store.write(come).await.unwrap()
            };
            assert!(comes_to("1767600000.000200").await);
            assert!(!comes_to("1767600000.000100").await);
            assert!(!comes_to("1767600000.000200").await);
            assert!(comes_to("1767600001.000100").await);
        })
        .await;
    }

    #[tokio::test]
    async fn the_latest_note_is_remembered() {
        on_both_engines(async |store| {
            let noted = store.write(async |tx: &mut Tx| {
                for (what, minute) in [("one", 1), ("two", 2)] {
                    let mut batch = Batch::default();
                    note(&mut batch, &"T1".into(), "n1", nine() + chrono::TimeDelta::minutes(minute), &what)?;
                    batch.run(tx).await?;
                }
                let other: Option<String> = noted(tx, &"T1".into(), "n2").await?;
                Ok((noted::<String>(tx, &"T1".into(), "n1").await?, other))
            });
            assert_eq!(noted.await.unwrap(), (Some("two".to_owned()), None));
        })
        .await;
    }

    #[tokio::test]
    async fn what_comes_again_is_answered_as_before() {
        on_both_engines(async |store| {
            assert_eq!(deliver(&store, "Ev1", "one").await.unwrap(), "one");
            assert_eq!(deliver(&store, "Ev1", "two").await.unwrap(), "one");
            assert_eq!(deliver(&store, "Ev2", "two").await.unwrap(), "two");
        })
        .await;
    }

    #[tokio::test]
    async fn a_delivery_that_failed_was_not_seen() {
        on_both_engines(async |store| {
            deliver(&store, "Ev1", "fail").await.unwrap_err();
            assert_eq!(deliver(&store, "Ev1", "again").await.unwrap(), "again");
        })
        .await;
    }

    #[tokio::test]
    async fn nothing_new_is_let_in_from_a_workspace_that_left() {
        on_both_engines(async |store| {
            deliver(&store, "Ev1", "one").await.unwrap();
            let leave = async |tx: &mut Tx| workspaces::leave(tx, &"T1".into(), nine()).await;
            assert!(store.write(leave).await.unwrap());
            assert!(matches!(deliver(&store, "Ev2", "two").await, Err(Error::Removed)));
            assert_eq!(deliver(&store, "Ev1", "two").await.unwrap(), "one");
            let arrive = async |tx: &mut Tx| workspaces::arrive(tx, &"T1".into(), nine()).await;
            store.write(arrive).await.unwrap();
            assert_eq!(deliver(&store, "Ev2", "two").await.unwrap(), "two");
        })
        .await;
    }

    #[tokio::test]
    async fn of_two_at_once_the_second_gets_the_answer_of_the_first() {
        on_both_engines(async |store| {
            let both = (0..20).map(|n| deliver(&store, "Ev1", ["one", "two"][n % 2]));
            let said = futures_util::future::join_all(both).await;
            let first = said[0].as_ref().unwrap();
            assert!(said.iter().all(|said| said.as_ref().unwrap() == first));
        })
        .await;
    }

    #[tokio::test]
    async fn old_deliveries_are_forgotten() {
        on_both_engines(async |store| {
            deliver(&store, "Ev1", "one").await.unwrap();
            let prune_at =
                async |at| store.write(async move |tx| prune(tx, &"T1".into(), at).await).await.unwrap();
            assert_eq!(prune_at(nine()).await, 0);
            assert_eq!(prune_at(nine() + chrono::TimeDelta::seconds(1)).await, 1);
            assert_eq!(deliver(&store, "Ev1", "anew").await.unwrap(), "anew");
        })
        .await;
    }
}
