//! A clock that jumps.

use crate::domain::contest::Phase;
use crate::harness::{What, play};

#[tokio::test]
async fn a_clock_that_jumps_a_week_forward_and_back_repeats_nothing() {
    play(async |t| {
        t.contest("most-points \"Open Season\" for 3w").await;
        let (ana, wins) = (t.rep("Ana"), t.channel("social-wins"));
        ana.shares(What::Original).await;
        t.clock().set("2026-03-10 10:00").await;
        t.skim().await;
        t.clock().set("2026-03-03 10:00").await;
        ana.shares(What::Words).await;
        assert_eq!(ana.points().await, 20);
        t.clock().set("2026-03-10 10:00").await;
        wins.is_quiet().await;
        ana.shares(What::Link).await;
        assert_eq!(ana.points().await, 20 + 1 + 5);
        assert_eq!(wins.next().await.kind.as_deref(), Some("shout_out"));
        t.clock().set("2026-03-11 09:00").await;
        assert_eq!(wins.next().await.kind.as_deref(), Some("board"));
    })
    .await;
}

#[tokio::test]
async fn a_contest_that_closed_in_the_future_stays_closed() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Original).await;
        t.clock().set("2026-03-10 10:00").await;
        t.skim().await;
        t.clock().set("2026-03-04 10:00").await;
        assert_eq!(t.contests().await[0].phase, Phase::Closed);
        ana.shares(What::Link).await;
        assert_eq!(ana.points().await, 15);
        t.clock().set("2026-03-20 10:00").await;
        t.channel("social-wins").is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_silences_no_shout_out() {
    play(async |t| {
        t.sprint().await;
        let wins = t.channel("social-wins");
        for name in ["Ana", "Bo"] {
            t.rep(name).shares(What::Original).await;
            t.rep(name).shares(What::Article).await;
            assert!(wins.next().await.contains(name));
            t.clock().set("2026-03-03 09:00").await;
            t.skim().await;
            t.clock().set("2026-03-03 11:00").await;
        }
    })
    .await;
}
