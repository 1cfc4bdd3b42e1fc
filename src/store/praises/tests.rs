//! Praises on both engines.

use super::*;
use crate::store::testing::game::{acme, at, c1, c2, in_a_game};

fn points(points: i64) -> Praise {
    Praise::Points { user: "U1".into(), name: "Ann".into(), points, shares: 3, title: "Sprint".into() }
}

/// Notes that ann reached so many points, at that minute.
async fn note_points(tx: &mut Tx, reached: i64, channel: &str, is_said: bool, minute: i64) -> Result<bool> {
    let (what, praise) = (format!("points:{reached}"), points(reached));
    let contest = Some(&c1());
    let praise = NewPraise {
        contest,
        subject: "ann",
        what: &what,
        channel: &channel.into(),
        praise: &praise,
        is_said,
    };
    note(tx, &acme(), &praise, at(minute)).await
}

async fn waiting(tx: &mut Tx, channel: &str) -> Result<Vec<Praise>> {
    take_waiting(tx, &acme(), &channel.into(), "shout_outs:1").await
}

#[tokio::test]
async fn a_thing_is_praised_once_for_ever() {
    in_a_game(async |tx| {
        assert!(note_points(tx, 25, "C-c1", true, 1).await?);
        assert!(!note_points(tx, 25, "C-c1", true, 2).await?);
        assert_eq!(waiting(tx, "C-c1").await?, [points(25)]);
        assert!(!note_points(tx, 25, "C-c1", true, 3).await?, "nor once it was said");
        let praise = points(25);
        let channel = &"C-c1".into();
        let mut elsewhere = NewPraise {
            contest: Some(&c2()),
            subject: "ann",
            what: "points:25",
            channel,
            praise: &praise,
            is_said: true,
        };
        assert!(note(tx, &acme(), &elsewhere, at(4)).await?, "another contest is another matter");
        elsewhere.contest = None;
        assert!(note(tx, &acme(), &elsewhere, at(4)).await?);
        assert!(!note(tx, &acme(), &elsewhere, at(5)).await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_waits_goes_out_together_oldest_first_and_once() {
    in_a_game(async |tx| {
        note_points(tx, 50, "C-c1", true, 2).await?;
        note_points(tx, 25, "C-c1", true, 1).await?;
        note_points(tx, 100, "C-c2", true, 3).await?;
        note_points(tx, 250, "C-c1", false, 4).await?;
        assert_eq!(waiting(tx, "C-c1").await?, [points(25), points(50)], "250 is never said");
        assert!(waiting(tx, "C-c1").await?.is_empty());
        assert_eq!(waiting(tx, "C-c2").await?, [points(100)]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_channel_remembers_when_it_last_heard_a_shout_out() {
    in_a_game(async |tx| {
        let heard = async |tx: &mut Tx| last_heard(tx, &acme(), &"C-c1".into()).await;
        assert_eq!(heard(tx).await?, None);
        for minute in [5, 3] {
            keep_heard(tx, &acme(), &"C-c1".into(), at(minute)).await?;
            assert_eq!(heard(tx).await?, Some(at(minute)));
        }
        assert_eq!(last_heard(tx, &acme(), &"C-c2".into()).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_waits_can_be_withdrawn_and_what_was_said_cannot() {
    in_a_game(async |tx| {
        for (reached, minute) in [(25, 1), (50, 2)] {
            note_points(tx, reached, "C-c1", true, minute).await?;
        }
        let of_ann = async |tx: &mut Tx| unsaid(tx, &acme(), Some(&c1()), "ann").await;
        let both = [25, 50].map(|reached| (format!("points:{reached}"), points(reached)));
        assert_eq!(of_ann(tx).await?, both);
        assert!(unsaid(tx, &acme(), None, "ann").await?.is_empty());
        assert!(unsaid(tx, &acme(), Some(&c1()), "bob").await?.is_empty());
        withdraw(tx, &acme(), Some(&c1()), "ann", "points:50").await?;
        assert_eq!(waiting(tx, "C-c1").await?, [points(25)]);
        withdraw(tx, &acme(), Some(&c1()), "ann", "points:25").await?;
        assert!(!note_points(tx, 25, "C-c1", true, 3).await?, "it was said");
        assert!(note_points(tx, 50, "C-c1", true, 3).await?, "it was not");
        Ok(())
    })
    .await;
}
