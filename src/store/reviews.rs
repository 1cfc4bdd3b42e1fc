//! What waits for a manager, and what was decided.

use chrono::{DateTime, Utc};

use super::time::instant;
use super::values::{json, parse_json, parse_word, word};
use super::{Engine, Error, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, row, workspaces};
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::review::{Review, ReviewState};

row! {
    struct ReviewRow {
        number: i64,
        user_id: String,
        matter: String,
        note: String,
        state: String,
        asked_at: i64,
    }
}

impl TryFrom<ReviewRow> for Review {
    type Error = Error;

    fn try_from(row: ReviewRow) -> Result<Self> {
        Ok(Self {
            number: row.number,
            user: row.user_id.into(),
            matter: parse_json(&row.matter, "reviews.matter")?,
            note: row.note,
            state: parse_word(&row.state, "reviews.state")?,
            asked_at: instant(row.asked_at)?,
        })
    }
}

macro_rules! review_columns {
    () => {
        "r.number, r.user_id, r.matter, r.note, r.state, r.asked_at"
    };
}

/// Asks for a review, under the workspace's next number. `subject` names what it is about: of one subject only one
/// review is open.
pub async fn ask(tx: &mut Tx, workspace: &WorkspaceId, review: &Review, subject: &str) -> Result<i64> {
    // Two who ask at once take turns, so that each gets a number of its own.
    workspaces::hold_left_at(tx, workspace).await?;
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM reviews WHERE workspace_id = $1",
        workspace.as_str(),
    )?;
    execute!(
        tx,
        "INSERT INTO reviews (workspace_id, number, user_id, subject, matter, note, state, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        workspace.as_str(),
        number,
        review.user.as_str(),
        subject,
        json(&review.matter)?,
        &review.note,
        word(review.state)?,
        review.asked_at.timestamp_millis(),
    )?;
    Ok(number)
}

/// The review of that number.
pub async fn find(tx: &mut Tx, workspace: &WorkspaceId, number: i64) -> Result<Option<Review>> {
    fetch_optional!(
        tx,
        ReviewRow,
        concat!("SELECT ", review_columns!(), " FROM reviews r WHERE r.workspace_id = $1 AND r.number = $2"),
        workspace.as_str(),
        number,
    )?
    .map(Review::try_from)
    .transpose()
}

/// The review of that number, held until the transaction ends: two managers who decide at once take turns.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId, number: i64) -> Result<Option<Review>> {
    if tx.engine() == Engine::Postgres {
        fetch_optional!(
            tx,
            (i64,),
            "SELECT number FROM reviews WHERE workspace_id = $1 AND number = $2 FOR UPDATE",
            workspace.as_str(),
            number,
        )?;
    }
    find(tx, workspace, number).await
}

/// The open review of a subject, or, where none is open, the latest that was decided.
pub async fn of(tx: &mut Tx, workspace: &WorkspaceId, subject: &str) -> Result<Option<Review>> {
    fetch_optional!(
        tx,
        ReviewRow,
        concat!(
            "SELECT ",
            review_columns!(),
            " FROM reviews r WHERE r.workspace_id = $1 AND r.subject = $2
              ORDER BY CASE WHEN r.state = 'open' THEN 0 ELSE 1 END, r.number DESC LIMIT 1"
        ),
        workspace.as_str(),
        subject,
    )?
    .map(Review::try_from)
    .transpose()
}

/// Somebody's reviews that are open, the latest first.
pub async fn open_of(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Vec<Review>> {
    fetch_all!(
        tx,
        ReviewRow,
        concat!(
            "SELECT ",
            review_columns!(),
            " FROM reviews r WHERE r.workspace_id = $1 AND r.state = 'open' AND r.user_id = $2 ORDER BY r.number DESC"
        ),
        workspace.as_str(),
        user.as_str(),
    )?
    .into_iter()
    .map(Review::try_from)
    .collect()
}

/// The reviews of a contest's players that are open, the oldest first.
pub async fn open_of_players(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<Vec<Review>> {
    fetch_all!(
        tx,
        ReviewRow,
        concat!(
            "SELECT ",
            review_columns!(),
            " FROM reviews r
              JOIN entrants e ON e.workspace_id = r.workspace_id AND e.contest_id = $2 AND e.user_id = r.user_id
              WHERE r.workspace_id = $1 AND r.state = 'open' AND e.left_at IS NULL ORDER BY r.number"
        ),
        workspace.as_str(),
        contest.as_str(),
    )?
    .into_iter()
    .map(Review::try_from)
    .collect()
}

/// Adds to what the rep says of an open review.
pub async fn note(tx: &mut Tx, workspace: &WorkspaceId, number: i64, note: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE reviews SET note = $3 WHERE workspace_id = $1 AND number = $2",
        workspace.as_str(),
        number,
        note,
    )?;
    Ok(())
}

/// Decides a review.
pub async fn decide(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    number: i64,
    state: ReviewState,
    by: &UserId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE reviews SET state = $3, decided_by = $4, reason = $5, decided_at = $6
         WHERE workspace_id = $1 AND number = $2 AND state = 'open'",
        workspace.as_str(),
        number,
        word(state)?,
        by.as_str(),
        reason,
        now.timestamp_millis(),
    )?;
    Ok(())
}

/// Who decided a review, by id, when, and why.
pub async fn decision(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    number: i64,
) -> Result<Option<(UserId, DateTime<Utc>, String)>> {
    let row = fetch_optional!(
        tx,
        (Option<String>, Option<i64>, Option<String>),
        "SELECT decided_by, decided_at, reason FROM reviews WHERE workspace_id = $1 AND number = $2",
        workspace.as_str(),
        number,
    )?;
    let Some((Some(by), Some(at), reason)) = row else { return Ok(None) };
    Ok(Some((by.into(), instant(at)?, reason.unwrap_or_default())))
}

/// Reviews that are open, the oldest first, or that were decided, the latest first; at most `most`.
pub async fn list(tx: &mut Tx, workspace: &WorkspaceId, are_open: bool, most: i64) -> Result<Vec<Review>> {
    let rows = match are_open {
        true => fetch_all!(
            tx,
            ReviewRow,
            concat!(
                "SELECT ",
                review_columns!(),
                " FROM reviews r WHERE r.workspace_id = $1 AND r.state = 'open' ORDER BY r.number LIMIT $2"
            ),
            workspace.as_str(),
            most,
        )?,
        false => fetch_all!(
            tx,
            ReviewRow,
            concat!(
                "SELECT ",
                review_columns!(),
                " FROM reviews r WHERE r.workspace_id = $1 AND r.state <> 'open'
                  ORDER BY r.decided_at DESC, r.number DESC LIMIT $2"
            ),
            workspace.as_str(),
            most,
        )?,
    };
    rows.into_iter().map(Review::try_from).collect()
}

/// The reviews of a contest's players that were approved or declined within a span of time, latest first.
pub async fn decided_of_players(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    most: i64,
) -> Result<Vec<Review>> {
    fetch_all!(
        tx,
        ReviewRow,
        concat!(
            "SELECT ",
            review_columns!(),
            " FROM reviews r
              JOIN entrants e ON e.workspace_id = r.workspace_id AND e.contest_id = $2 AND e.user_id = r.user_id
              WHERE r.workspace_id = $1 AND r.state IN ('approved', 'declined') AND r.decided_at BETWEEN $3 AND $4
              ORDER BY r.decided_at DESC, r.number DESC LIMIT $5"
        ),
        workspace.as_str(),
        contest.as_str(),
        from.timestamp_millis(),
        until.timestamp_millis(),
        most,
    )?
    .into_iter()
    .map(Review::try_from)
    .collect()
}

/// How many reviews are open: of one person, or of all.
pub async fn open(tx: &mut Tx, workspace: &WorkspaceId, of: Option<&UserId>) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM reviews
         WHERE workspace_id = $1 AND state = 'open' AND user_id = COALESCE($2, user_id)",
        workspace.as_str(),
        of.map(UserId::as_str),
    )?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::link::Network;
    use crate::domain::measure::{Counted, Measure};
    use crate::domain::review::Matter;
    use crate::store::testing::game::{acme, at, c1, c2, in_a_game};

    fn review(user: &str) -> Review {
        let measure = Measure { network: Network::Linkedin, what: Counted::Connections };
        let matter = Matter::Count { count: "n1".into(), measure, most: 5, value: 900 };
        let (note, state) = ("new here".to_owned(), ReviewState::Open);
        Review { number: 0, user: user.into(), matter, note, state, asked_at: at(1) }
    }

    #[tokio::test]
    async fn a_review_is_asked_for_listed_and_decided_once() {
        in_a_game(async |tx: &mut Tx| {
            assert_eq!(ask(tx, &acme(), &review("ann"), "count:n1").await?, 1);
            assert_eq!(ask(tx, &acme(), &review("bob"), "count:n2").await?, 2);
            assert_eq!(open(tx, &acme(), None).await?, 2);
            assert_eq!(open(tx, &acme(), Some(&"ann".into())).await?, 1);
            note(tx, &acme(), 1, "a fair").await?;
            let first = Review { number: 1, note: "a fair".into(), ..review("ann") };
            assert_eq!(hold(tx, &acme(), 1).await?, Some(first.clone()));
            assert_eq!(of(tx, &acme(), "count:n1").await?, Some(first));
            assert_eq!(of(tx, &acme(), "count:n3").await?, None);
            let numbers = |list: Vec<Review>| list.iter().map(|review| review.number).collect::<Vec<_>>();
            assert_eq!(numbers(open_of(tx, &acme(), &"bob".into()).await?), [2]);
            assert_eq!(numbers(open_of_players(tx, &acme(), &c1()).await?), [1, 2]);
            assert_eq!(open_of_players(tx, &acme(), &c2()).await?, []);
            let boss = "dee".into();
            decide(tx, &acme(), 1, ReviewState::Declined, &boss, "too many", at(2)).await?;
            decide(tx, &acme(), 1, ReviewState::Approved, &boss, "late", at(3)).await?;
            assert_eq!(decision(tx, &acme(), 1).await?, Some((boss, at(2), "too many".into())));
            assert_eq!(decision(tx, &acme(), 2).await?, None);
            assert_eq!(numbers(list(tx, &acme(), true, 9).await?), [2]);
            assert_eq!(numbers(list(tx, &acme(), false, 9).await?), [1]);
            let span = (at(2), at(3));
            assert_eq!(numbers(decided_of_players(tx, &acme(), &c1(), span, 9).await?), [1]);
            assert_eq!(decided_of_players(tx, &acme(), &c1(), (at(3), at(9)), 9).await?, []);
            Ok(())
        })
        .await;
    }
}
