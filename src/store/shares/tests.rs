//! Shares and active days on both engines.

use super::*;
use crate::domain::contest::{Contest, Phase};
use crate::store::contests;
use crate::store::testing::game::{
    acme, at, c1, c2, contest, copied, day, in_a_game, paid, pay_again, score, share,
};

fn ann() -> UserId {
    "ann".into()
}

fn bob() -> UserId {
    "bob".into()
}

async fn written(tx: &mut Tx, share: &Share) -> Result<()> {
    let mut batch = Batch::default();
    insert(&mut batch, &acme(), share)?;
    batch.run(tx).await
}

async fn active_week(tx: &mut Tx, user: &UserId, week: NaiveDate, days: u8) -> Result<()> {
    let mut batch = Batch::default();
    keep_active_week(&mut batch, &acme(), user, week, days);
    batch.run(tx).await
}

async fn latest_since(tx: &mut Tx, minute: i64) -> Result<Option<String>> {
    Ok(latest(tx, &acme(), &ann(), at(minute)).await?.map(|share| share.id.to_string()))
}

#[tokio::test]
async fn a_share_is_read_as_it_was_written_down() {
    in_a_game(async |tx| {
        let first = Share { message_ts: Some("17.1".into()), kind: Kind::Comment, ..share("s1", "ann", 1) };
        written(tx, &first).await?;
        assert_eq!(of_message(tx, &acme(), &first.channel, "17.1").await?, Some(first.clone()));
        assert_eq!(of_message(tx, &acme(), &first.channel, "17.2").await?, None);
        assert_eq!(of_message(tx, &acme(), &"C9".into(), "17.1").await?, None);
        take_back(tx, &acme(), &first, at(2)).await?;
        let gone = Share { taken_back: Some(at(2)), ..first.clone() };
        assert_eq!(of_message(tx, &acme(), &first.channel, "17.1").await?, Some(gone));
        // Edited into another: the one that stands speaks for the message.
        let second = Share { id: "s2".into(), ..first };
        written(tx, &second).await?;
        assert_eq!(of_message(tx, &acme(), &second.channel, "17.1").await?, Some(second));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_in_anew_speaks_for_the_share_before_it() {
    in_a_game(async |tx| {
        let first = share("s1", "ann", 1);
        written(tx, &first).await?;
        assert_eq!(now_for(tx, &acme(), &first.user, &first.id).await?, Some(first.clone()));
        take_back(tx, &acme(), &first, at(2)).await?;
        let second = Share { id: "s2".into(), words: "more of them".into(), ..first.clone() };
        written(tx, &second).await?;
        let later = Share { id: "s3".into(), shared_at: at(9), ..first.clone() };
        written(tx, &later).await?;
        assert_eq!(now_for(tx, &acme(), &first.user, &first.id).await?, Some(second.clone()));
        take_back(tx, &acme(), &second, at(3)).await?;
        assert_eq!(
            now_for(tx, &acme(), &first.user, &first.id).await?.unwrap().id,
            second.id,
            "neither stands"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_latest_share_is_the_last_that_counts_and_was_taken_in_lately() {
    in_a_game(async |tx| {
        assert_eq!(latest_since(tx, 0).await?, None);
        paid(tx, &c1(), "s1", "ann", 1, &score(5)).await?;
        let second = paid(tx, &c1(), "s2", "ann", 2, &score(5)).await?;
        paid(tx, &c1(), "s3", "ann", 3, &copied()).await?;
        paid(tx, &c1(), "s4", "bob", 4, &score(5)).await?;
        assert_eq!(latest_since(tx, 2).await?.as_deref(), Some("s2"));
        assert_eq!(latest_since(tx, 3).await?, None, "that was a copy, and the other is bob's");
        take_back(tx, &acme(), &share(second.as_str(), "ann", 2), at(5)).await?;
        assert_eq!(latest_since(tx, 0).await?.as_deref(), Some("s1"));
        contests::update(tx, &acme(), &Contest { phase: Phase::Closed, ..contest("c1", 5) }).await?;
        assert_eq!(latest_since(tx, 0).await?, None, "its contest is over");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn old_words_are_forgotten_and_their_length_is_not() {
    in_a_game(async |tx| {
        for (id, minute) in [("s1", 1), ("s2", 2)] {
            paid(tx, &c1(), id, "ann", minute, &score(5)).await?;
        }
        forget_old_words(tx, &acme(), at(2)).await?;
        assert_eq!(latest(tx, &acme(), &ann(), at(0)).await?.unwrap().words, "the words of s2");
        take_back(tx, &acme(), &share("s2", "ann", 2), at(3)).await?;
        let first = latest(tx, &acme(), &ann(), at(0)).await?.unwrap();
        assert_eq!((first.words.as_str(), first.words_len), ("", 14));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn active_weeks_are_kept_day_by_day() {
    in_a_game(async |tx| {
        assert!(active_days(tx, &acme(), &ann(), day(0)).await?.is_empty());
        active_week(tx, &ann(), day(0), 0b1).await?;
        active_week(tx, &ann(), day(0), 0b101).await?;
        active_week(tx, &ann(), day(-7), 0b111_1111).await?;
        active_week(tx, &bob(), day(0), 0b11).await?;
        let all = [(day(-7), 0b111_1111), (day(0), 0b101)];
        assert_eq!(active_days(tx, &acme(), &ann(), day(-7)).await?, ActiveDays::from(all));
        assert_eq!(active_days(tx, &acme(), &ann(), day(-6)).await?, ActiveDays::from([all[1]]));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_day_is_active_while_a_share_on_it_counts_anywhere() {
    in_a_game(async |tx| {
        let is_active = async |tx: &mut Tx| active_on(tx, &acme(), &ann(), day(0)).await;
        paid(tx, &c1(), "s1", "ann", 1, &copied()).await?;
        paid(tx, &c1(), "s2", "bob", 1, &score(5)).await?;
        assert!(!is_active(tx).await?, "a copy is none, and bob's day is not ann's");
        pay_again(tx, &acme(), &c2(), &share("s1", "ann", 1), &score(0)).await?;
        assert!(is_active(tx).await?);
        assert!(!active_on(tx, &acme(), &ann(), day(1)).await?);
        paid(tx, &c1(), "s3", "cid", 1, &score(0)).await?;
        execute!(tx, "UPDATE shares SET kind = 'like' WHERE workspace_id = 'T1' AND user_id = 'cid'")?;
        assert!(!active_on(tx, &acme(), &"cid".into(), day(0)).await?, "a like is no effort");
        take_back(tx, &acme(), &share("s1", "ann", 1), at(2)).await?;
        assert!(!is_active(tx).await?);
        Ok(())
    })
    .await;
}
