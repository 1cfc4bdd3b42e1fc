//! Shares, claims and active days on both engines.

use super::*;
use crate::domain::contest::{Contest, Phase};
use crate::domain::score::Score;
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

async fn latest_since(tx: &mut Tx, minute: i64) -> Result<Option<String>> {
    Ok(latest(tx, &acme(), &ann(), at(minute)).await?.map(|share| share.id.to_string()))
}

#[tokio::test]
async fn a_share_is_read_as_it_was_written_down() {
    in_a_game(async |tx| {
        let first = Share { message_ts: Some("17.1".into()), kind: Kind::Comment, ..share("s1", "ann", 1) };
        insert(tx, &acme(), &first).await?;
        assert_eq!(of_message(tx, &acme(), &first.channel, "17.1").await?, Some(first.clone()));
        assert_eq!(of_message(tx, &acme(), &first.channel, "17.2").await?, None);
        assert_eq!(of_message(tx, &acme(), &"C9".into(), "17.1").await?, None);
        take_back(tx, &acme(), &first.id, at(2)).await?;
        let gone = Share { taken_back: Some(at(2)), ..first.clone() };
        assert_eq!(of_message(tx, &acme(), &first.channel, "17.1").await?, Some(gone));
        // Edited into another: the one that stands speaks for the message.
        let second = Share { id: "s2".into(), ..first };
        insert(tx, &acme(), &second).await?;
        assert_eq!(of_message(tx, &acme(), &second.channel, "17.1").await?, Some(second));
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
        take_back(tx, &acme(), &second, at(5)).await?;
        assert_eq!(latest_since(tx, 0).await?.as_deref(), Some("s1"));
        contests::update(tx, &acme(), &Contest { phase: Phase::Closed, ..contest("c1", 5) }).await?;
        assert_eq!(latest_since(tx, 0).await?, None, "its contest is over");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_is_claimed_once_for_each_rep_in_each_contest() {
    in_a_game(async |tx| {
        let bonus = Score { first_of_week: 5, ..score(7) };
        let (s1, s2) = (
            paid(tx, &c1(), "s1", "ann", 1, &bonus).await?,
            paid(tx, &c1(), "s2", "bob", 2, &score(1)).await?,
        );
        assert!(claim(tx, &acme(), Some(&c1()), "acme.com/s1", &ann(), &s1).await?);
        assert!(!claim(tx, &acme(), Some(&c1()), "acme.com/s1", &ann(), &s2).await?);
        assert!(claim(tx, &acme(), Some(&c2()), "acme.com/s1", &ann(), &s1).await?);
        assert!(claim(tx, &acme(), Some(&c1()), "acme.com/s1", &bob(), &s2).await?);
        let mut anns = claims(tx, &acme(), "acme.com/s1", &ann()).await?;
        anns.sort_by_key(|claim| claim.contest.clone());
        let held = |contest, points| Claim { contest: Some(contest), user: ann(), shared_at: at(1), points };
        assert_eq!(anns, [held(c1(), 12), held(c2(), 0)], "in c2 it was paid nothing");
        unclaim(tx, &acme(), &c1(), &s1).await?;
        assert_eq!(claims(tx, &acme(), "acme.com/s1", &ann()).await?, [held(c2(), 0)]);
        assert_eq!(claims(tx, &acme(), "acme.com/s1", &bob()).await?.len(), 1);
        assert_eq!(claims(tx, &acme(), "acme.com/s2", &ann()).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_persons_own_post_is_theirs_in_the_whole_workspace() {
    in_a_game(async |tx| {
        let s1 = paid(tx, &c1(), "s1", "ann", 1, &score(5)).await?;
        assert!(claim(tx, &acme(), None, "acme.com/s1", &ann(), &s1).await?);
        assert!(!claim(tx, &acme(), None, "acme.com/s1", &bob(), &"s9".into()).await?);
        let seen_by_bob = claims(tx, &acme(), "acme.com/s1", &bob()).await?;
        assert_eq!(seen_by_bob, [Claim { contest: None, user: ann(), shared_at: at(1), points: 0 }]);
        take_back(tx, &acme(), &s1, at(2)).await?;
        assert_eq!(claims(tx, &acme(), "acme.com/s1", &bob()).await?, []);
        assert!(claim(tx, &acme(), None, "acme.com/s1", &bob(), &"s9".into()).await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_own_post_that_counts_elsewhere_too_stays_its_reps_when_one_share_is_taken_back() {
    in_a_game(async |tx| {
        let s1 = paid(tx, &c1(), "s1", "ann", 1, &score(5)).await?;
        let s2 = paid(tx, &c2(), "s2", "ann", 2, &score(5)).await?;
        claim(tx, &acme(), None, "acme.com/s1", &ann(), &s1).await?;
        claim(tx, &acme(), Some(&c1()), "acme.com/s1", &ann(), &s1).await?;
        claim(tx, &acme(), Some(&c2()), "acme.com/s1", &ann(), &s2).await?;
        take_back(tx, &acme(), &s1, at(3)).await?;
        let seen_by_bob = claims(tx, &acme(), "acme.com/s1", &bob()).await?;
        assert_eq!(seen_by_bob, [Claim { contest: None, user: ann(), shared_at: at(2), points: 0 }]);
        take_back(tx, &acme(), &s2, at(4)).await?;
        assert_eq!(claims(tx, &acme(), "acme.com/s1", &bob()).await?, []);
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
        take_back(tx, &acme(), &"s2".into(), at(3)).await?;
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
        keep_active_week(tx, &acme(), &ann(), day(0), 0b1).await?;
        keep_active_week(tx, &acme(), &ann(), day(0), 0b101).await?;
        keep_active_week(tx, &acme(), &ann(), day(-7), 0b111_1111).await?;
        keep_active_week(tx, &acme(), &bob(), day(0), 0b11).await?;
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
        take_back(tx, &acme(), &"s1".into(), at(2)).await?;
        assert!(!is_active(tx).await?);
        Ok(())
    })
    .await;
}
