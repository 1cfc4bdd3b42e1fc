//! Screens on both engines.

use chrono_tz::Tz;

use super::*;
use crate::store::testing::game::{acme, at, c1, in_a_game};
use crate::store::workspaces;

async fn a_screen(tx: &mut Tx, hash: &str, contest: Option<&ContestId>) -> Result<i64> {
    hold(tx, &acme()).await?;
    make(tx, &acme(), hash, (&"C1".into(), contest), &"ann".into(), at(0)).await
}

#[tokio::test]
async fn a_screen_is_found_by_its_hash_until_it_is_revoked() {
    in_a_game(async |tx: &mut Tx| {
        workspaces::arrive(tx, &acme(), at(0)).await?;
        assert_eq!((a_screen(tx, "h1", None).await?, a_screen(tx, "h2", Some(&c1())).await?), (1, 2));
        assert_eq!(hold(tx, &acme()).await?, 2);
        assert_eq!(by_token(tx, "h1").await?, Some((acme(), 1)));
        assert_eq!(by_token(tx, "h3").await?, None);
        seen(tx, &acme(), 1, at(9)).await?;
        let found = find(tx, &acme(), 1).await?.unwrap();
        assert_eq!((found.seen_at, found.contest, found.channel), (Some(at(9)), None, "C1".into()));
        let lines = live(tx, &acme(), Tz::UTC).await?;
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2]);
        assert!(lines[0].title.is_none() && lines[1].title.is_some() && !lines[0].made_by.is_empty());
        assert_eq!(revoke(tx, &acme(), Which::Number(1), at(10)).await?, [1]);
        assert_eq!(revoke(tx, &acme(), Which::Number(1), at(10)).await?, [0_i64; 0]);
        assert_eq!((by_token(tx, "h1").await?, find(tx, &acme(), 1).await?), (None, None));
        assert_eq!(a_screen(tx, "h3", None).await?, 3, "no number is used twice");
        assert_eq!(revoke(tx, &acme(), Which::Of(&"C2".into()), at(11)).await?, [0_i64; 0]);
        assert_eq!(revoke(tx, &acme(), Which::Of(&"C1".into()), at(11)).await?, [2, 3]);
        assert_eq!((live(tx, &acme(), Tz::UTC).await?, hold(tx, &acme()).await?), (Vec::new(), 0));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn where_the_app_was_removed_nothing_is_shown() {
    in_a_game(async |tx: &mut Tx| {
        workspaces::arrive(tx, &acme(), at(0)).await?;
        a_screen(tx, "h1", None).await?;
        assert!(workspaces::leave(tx, &acme(), at(1)).await?);
        assert_eq!((by_token(tx, "h1").await?, find(tx, &acme(), 1).await?), (None, None));
        workspaces::arrive(tx, &acme(), at(2)).await?;
        assert_eq!(by_token(tx, "h1").await?, Some((acme(), 1)));
        Ok(())
    })
    .await;
}
