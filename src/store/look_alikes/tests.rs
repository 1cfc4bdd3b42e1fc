//! The index of look-alikes on both engines.

use super::*;
use crate::domain::originality;
use crate::store::shares;
use crate::store::testing::game::{acme, at, in_a_game, share};

/// Takes in a share with these prints.
async fn with_prints(tx: &mut Tx, id: &str, minute: i64, prints: &[i64]) -> Result<()> {
    let mut batch = Batch::default();
    shares::insert(&mut batch, &acme(), &share(id, "ann", minute))?;
    keep(&mut batch, &acme(), &id.into(), prints, at(minute));
    batch.run(tx).await
}

async fn alike(tx: &mut Tx, prints: &[i64], since: i64) -> Result<Vec<String>> {
    let words = find(tx, &acme(), prints, at(since)).await?;
    Ok(words.into_iter().map(|(words, _)| words.trim_start_matches("the words of ").to_owned()).collect())
}

#[tokio::test]
async fn the_likest_come_first_and_strangers_not_at_all() {
    in_a_game(async |tx| {
        with_prints(tx, "one", 1, &[1, 20, 21]).await?;
        with_prints(tx, "two", 2, &[1, 2, 3]).await?;
        with_prints(tx, "other", 3, &[30, 31]).await?;
        assert_eq!(alike(tx, &(1..=8).collect::<Vec<_>>(), 0).await?, ["two", "one"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_text_with_few_prints_or_none_is_looked_up_too() {
    in_a_game(async |tx| {
        with_prints(tx, "one", 1, &[-7, 8]).await?;
        assert_eq!(alike(tx, &[-7], 0).await?, ["one"]);
        assert_eq!(alike(tx, &[], 0).await?.len(), 0);
        let short = originality::prints("thanks");
        assert!(short.len() < PRINTS);
        with_prints(tx, "short", 2, &short).await?;
        assert_eq!(alike(tx, &short, 0).await?, ["short"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_shares_since_then_are_found_and_at_most_four() {
    in_a_game(async |tx| {
        for n in 0..12 {
            with_prints(tx, &format!("s{n:02}"), n, &[1]).await?;
        }
        assert_eq!(alike(tx, &[1], 10).await?, ["s11", "s10"]);
        assert_eq!(alike(tx, &[1], 0).await?.len(), 4);
        assert_eq!(alike(tx, &[1], 12).await?.len(), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_back_or_is_old_is_forgotten() {
    in_a_game(async |tx| {
        for (id, minute) in [("old", 1), ("new", 2), ("gone", 3)] {
            let own = originality::prints(&share(id, "ann", minute).words);
            with_prints(tx, id, minute, &[&[1, 2], &own[..]].concat()).await?;
        }
        let gone = share("gone", "ann", 3);
        shares::take_back(tx, &acme(), &gone, at(4)).await?;
        let own = originality::prints(&gone.words);
        assert!(!alike(tx, &own, 0).await?.contains(&"gone".to_owned()));
        forget(tx, &acme(), &"new".into(), &[1]).await?;
        assert_eq!(alike(tx, &[1], 0).await?, ["old", "gone"], "only what it is told");
        assert_eq!(alike(tx, &[2], 0).await?, ["old", "new", "gone"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_everybody_says_brings_up_the_latest_only_and_a_copy_is_found_all_the_same() {
    in_a_game(async |tx| {
        with_prints(tx, "original", 1, &[1, 2, 3]).await?;
        for n in 0..MANY {
            assert_eq!(alike(tx, &[1, 2, 3], 0).await?[0], "original", "among {n}");
            with_prints(tx, &format!("z{n:03}"), 2, &[1]).await?;
        }
        assert_eq!(alike(tx, &[1, 2, 3], 0).await?[0], "original");
        assert!(!alike(tx, &[1], 0).await?.contains(&"original".to_owned()));
        Ok(())
    })
    .await;
}
