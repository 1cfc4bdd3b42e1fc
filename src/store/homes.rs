//! Home tabs: who has opened theirs, and what Slack shows there.

use chrono::{DateTime, Utc};

use super::{Result, Tx, execute, fetch_all, fetch_optional, row};
use crate::domain::id::{UserId, WorkspaceId};

/// What Slack shows in a home, as far as we know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Slack's mark of the view; none where we do not know it.
    pub hash: Option<String>,
    /// Our print of it.
    pub print: Option<u64>,
    /// The secret in the address of the picture that it carries.
    pub picture: Option<String>,
    /// The same in words.
    pub picture_alt: Option<String>,
    /// Of what and which day the picture is.
    pub picture_of: Option<String>,
}

row! {
    struct Row {
        hash: Option<String>,
        print: Option<i64>,
        picture: Option<String>,
        picture_alt: Option<String>,
        picture_of: Option<String>,
    }
}

/// Keeps that somebody opened their home. What it shows is not taken for known any more: Slack may have lost it, as when
/// the app was installed anew.
pub async fn open(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO homes (workspace_id, user_id, opened_at) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, user_id) DO UPDATE SET opened_at = excluded.opened_at, print = NULL",
        workspace.as_str(),
        user.as_str(),
        now.timestamp_millis(),
    )?;
    Ok(())
}

/// What a home shows; none for whom no home is kept.
pub async fn find(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<Option<Shown>> {
    let row = fetch_optional!(
        tx,
        Row,
        "SELECT hash, print, picture, picture_alt, picture_of FROM homes WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(row.map(|row| Shown {
        hash: row.hash,
        print: row.print.map(i64::cast_unsigned),
        picture: row.picture,
        picture_alt: row.picture_alt,
        picture_of: row.picture_of,
    }))
}

/// Keeps what was published.
pub async fn keep_view(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    hash: Option<&str>,
    print: u64,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE homes SET hash = $3, print = $4 WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
        hash,
        print.cast_signed(),
    )?;
    Ok(())
}

/// Keeps the secret of the picture that the home is to carry, with its alt text; or that there is none of `of`.
pub async fn keep_picture(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    picture: Option<(&str, &str)>,
    of: &str,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE homes SET picture = $3, picture_alt = $4, picture_of = $5
         WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
        picture.map(|(secret, _)| secret),
        picture.map(|(_, alt)| alt),
        of,
    )?;
    Ok(())
}

/// Whose picture a secret stands for.
pub async fn of_picture(tx: &mut Tx, secret: &str) -> Result<Option<(WorkspaceId, UserId)>> {
    let row = fetch_optional!(
        tx,
        (String, String),
        "SELECT h.workspace_id, h.user_id FROM homes h WHERE h.picture = $1
         AND NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.workspace_id = h.workspace_id AND w.left_at IS NOT NULL)",
        secret,
    )?;
    Ok(row.map(|(workspace, user)| (workspace.into(), user.into())))
}

/// Forgets all pictures, since one that somebody is named in is to go: they are drawn anew.
pub async fn forget_pictures(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    execute!(
        tx,
        "UPDATE homes SET picture = NULL, picture_alt = NULL, picture_of = NULL, print = NULL WHERE workspace_id = $1",
        workspace.as_str(),
    )?;
    Ok(())
}

/// Those who opened theirs since `since`, the latest first, at most `most`: they may be looking at it.
pub async fn opened_since(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    since: DateTime<Utc>,
    most: i64,
) -> Result<Vec<UserId>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT user_id FROM homes WHERE workspace_id = $1 AND opened_at >= $2
         ORDER BY opened_at DESC, user_id LIMIT $3",
        workspace.as_str(),
        since.timestamp_millis(),
        most,
    )?;
    Ok(rows.into_iter().map(|(user,)| user.into()).collect())
}

/// Keeps no home for the person any more, until they open it again.
pub async fn close(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM homes WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_str(),
        user.as_str(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::on_both_engines;

    fn at(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(ms).unwrap()
    }

    #[tokio::test]
    async fn a_home_is_kept_from_its_first_opening_and_what_it_shows_is_doubted_at_the_next() {
        on_both_engines(async |store| {
            let story = async |tx: &mut Tx| {
                let (acme, ann) = (WorkspaceId::from("T1"), UserId::from("U1"));
                keep_view(tx, &acme, &ann, Some("a"), 1).await?;
                assert_eq!(find(tx, &acme, &ann).await?, None, "what was published alone keeps no home");
                open(tx, &acme, &ann, at(1)).await?;
                assert_eq!(find(tx, &acme, &ann).await?, Some(Shown::default()));
                keep_view(tx, &acme, &ann, Some("b"), u64::MAX).await?;
                keep_picture(tx, &acme, &ann, Some(("S1", "lines")), "c1|2026-03-03").await?;
                let shown = Shown {
                    hash: Some("b".into()),
                    print: Some(u64::MAX),
                    picture: Some("S1".into()),
                    picture_alt: Some("lines".into()),
                    picture_of: Some("c1|2026-03-03".into()),
                };
                assert_eq!(find(tx, &acme, &ann).await?, Some(shown.clone()));
                assert_eq!(of_picture(tx, "S1").await?, Some((acme.clone(), ann.clone())));
                assert_eq!(of_picture(tx, "S2").await?, None);
                open(tx, &acme, &ann, at(2)).await?;
                assert_eq!(find(tx, &acme, &ann).await?, Some(Shown { print: None, ..shown.clone() }));
                let without = Shown { picture: None, picture_alt: None, print: None, ..shown.clone() };
                keep_picture(tx, &acme, &ann, None, "c1|2026-03-03").await?;
                assert_eq!(find(tx, &acme, &ann).await?, Some(without.clone()));
                forget_pictures(tx, &"T2".into()).await?;
                assert_eq!(find(tx, &acme, &ann).await?, Some(without.clone()));
                forget_pictures(tx, &acme).await?;
                assert_eq!(find(tx, &acme, &ann).await?, Some(Shown { picture_of: None, ..without }));
                assert_eq!(find(tx, &"T2".into(), &ann).await?, None);
                close(tx, &acme, &ann).await?;
                assert_eq!(find(tx, &acme, &ann).await?, None);
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn who_opened_theirs_lately_comes_first() {
        on_both_engines(async |store| {
            let story = async |tx: &mut Tx| {
                let acme = WorkspaceId::from("T1");
                for (user, when) in [("U1", 10), ("U2", 30), ("U3", 20)] {
                    open(tx, &acme, &user.into(), at(when)).await?;
                }
                open(tx, &"T2".into(), &"U9".into(), at(40)).await?;
                let both = ["U2".into(), "U3".into()];
                assert_eq!(opened_since(tx, &acme, at(20), 9).await?, both);
                assert_eq!(opened_since(tx, &acme, at(0), 2).await?, both);
                Ok(())
            };
            store.write(story).await.unwrap();
        })
        .await;
    }
}
