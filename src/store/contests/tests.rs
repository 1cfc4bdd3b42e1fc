//! Contests on both engines.

use super::*;
use crate::store::rules;
use crate::store::testing::game::{acme, at, book, c1, c2, contest, in_a_game};

fn ann() -> UserId {
    "ann".into()
}

fn ids(contests: &[Contest]) -> Vec<&str> {
    contests.iter().map(|contest| contest.id.as_str()).collect()
}

#[tokio::test]
async fn a_contest_is_found_as_it_was_written_down_with_its_rulebook() {
    in_a_game(async |tx| {
        assert_eq!(find(tx, &acme(), &c1()).await?, Some(contest("c1", 5)));
        assert_eq!(hold(tx, &acme(), &c1()).await?, Some(contest("c1", 5)));
        hold_live(tx, &acme()).await?;
        assert_eq!(find(tx, &acme(), &"c9".into()).await?, None);
        assert_eq!(find(tx, &"T9".into(), &c1()).await?, None);
        assert_eq!(*rules::of(tx, &acme(), &c1()).await?.at(at(0)).book, book());
        assert!(any(tx).await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_changes_of_a_contest_is_kept_and_the_rest_is_not_touched() {
    in_a_game(async |tx| {
        let closed = Contest {
            starts_at: at(5),
            ends_at: at(50),
            phase: Phase::Closed,
            closed_at: Some(at(51)),
            closings: 2,
            ..contest("c1", 5)
        };
        update(tx, &acme(), &Contest { title: "Another".into(), ..closed.clone() }).await?;
        assert_eq!(find(tx, &acme(), &c1()).await?, Some(closed));
        assert_eq!(find(tx, &acme(), &c2()).await?, Some(contest("c2", 9)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn live_contests_come_in_order_of_their_end_and_past_ones_latest_first() {
    in_a_game(async |tx| {
        for (id, days, phase, closed_at) in [
            ("soon", 1, Phase::Scheduled, None),
            ("rests", 7, Phase::Paused, None),
            ("first", 2, Phase::Closed, Some(at(10))),
            ("last", 1, Phase::Closed, Some(at(30))),
            ("off", 1, Phase::Cancelled, None),
        ] {
            let contest = Contest { phase, closed_at, ..contest(id, days) };
            create(tx, &acme(), &contest, &book()).await?;
            update(tx, &acme(), &contest).await?;
        }
        let live = live(tx, &acme()).await?;
        assert_eq!(ids(&live), ["soon", "c1", "rests", "c2"]);
        // Called off: it counts as over when it would have ended.
        assert_eq!(ids(&past(tx, &acme(), 9).await?), ["off", "last", "first"]);
        assert_eq!(ids(&past(tx, &acme(), 1).await?), ["off"]);
        assert_eq!(watched_channels(tx).await?, ["C-c1", "C-c2", "C-rests", "C-soon"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_leads_is_kept_with_how_often_that_was_told() {
    in_a_game(async |tx| {
        assert_eq!(leader(tx, &acme(), &c1()).await?, (None, None, 0));
        keep_leader(tx, &acme(), &c1(), &ann(), "2026-03-02", 1).await?;
        assert_eq!(leader(tx, &acme(), &c1()).await?, (Some(ann()), Some("2026-03-02".to_owned()), 1));
        assert_eq!(leader(tx, &acme(), &c2()).await?, (None, None, 0));
        Ok(())
    })
    .await;
}
