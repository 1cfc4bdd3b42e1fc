//! Shout-outs: once each, in bundles, and never at night.

use insta::assert_snapshot;

use crate::harness::{Player, What, play};

/// Thirty points and five for the week.
async fn a_great_day(who: &Player<'_>) {
    who.shares(What::Original).await;
    who.shares(What::Article).await;
    who.shares(What::Words).await;
}

#[tokio::test]
async fn crossing_a_milestone_earns_one_shout_out_even_after_undo() {
    play(async |t| {
        t.sprint().await;
        let (ana, wins) = (t.rep("Ana"), t.channel("social-wins"));
        ana.shares(What::Original).await;
        wins.is_quiet().await;
        ana.shares(What::Article).await;
        let praise = wins.next().await;
        assert_snapshot!(praise, @":tada: *Ana Sørensen* passed 25 points with 2 shares.");
        assert_eq!(praise.kind.as_deref(), Some("shout_out"));
        ana.asks("/pace undo").await;
        ana.shares(What::Article).await;
        t.clock().advance("1h").await;
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn the_first_goes_out_at_once_and_those_of_the_next_ten_minutes_together() {
    play(async |t| {
        t.sprint().await;
        let wins = t.channel("social-wins");
        a_great_day(&t.rep("Ana")).await;
        wins.next().await;
        for name in ["Bo", "Noor", "Kai"] {
            t.clock().advance("1m").await;
            a_great_day(&t.rep(name)).await;
        }
        t.clock().set("2026-03-03 10:09").await;
        wins.is_quiet().await;
        t.clock().set("2026-03-03 10:11").await;
        assert_snapshot!(wins.next().await, @":tada: Three milestones: *Bo Chen* 25 points · *Noor Haddad* 25 points · *Kai Weber* 25 points");
        t.clock().advance("1h").await;
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn quiet_hours_hold_shout_outs_until_the_morning() {
    play(async |t| {
        t.sprint().await;
        let wins = t.channel("social-wins");
        t.clock().set("2026-03-03 20:00").await;
        a_great_day(&t.rep("Ana")).await;
        t.clock().set("2026-03-04 07:00").await;
        a_great_day(&t.rep("Bo")).await;
        t.clock().set("2026-03-04 07:59").await;
        wins.is_quiet().await;
        t.clock().set("2026-03-04 08:00").await;
        assert_snapshot!(wins.next().await, @":tada: Two milestones: *Ana Sørensen* 25 points · *Bo Chen* 25 points");
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn a_change_of_leader_is_told_twice_a_day_at_most() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, wins) = (t.rep("Ana"), t.rep("Bo"), t.channel("social-wins"));
        ana.shares(What::Link).await;
        wins.is_quiet().await;
        bo.shares(What::Words).await;
        assert_snapshot!(wins.next().await, @":tada: *Bo Chen* takes the lead in *Spring Sprint*, 4 ahead of *Ana Sørensen*.");
        t.clock().advance("15m").await;
        ana.shares(What::Words).await;
        assert_snapshot!(wins.next().await, @":tada: *Ana Sørensen* takes the lead in *Spring Sprint*, 1 ahead of *Bo Chen*.");
        t.clock().advance("15m").await;
        bo.shares(What::Comment).await;
        t.clock().advance("15m").await;
        ana.shares(What::Comment).await;
        t.clock().advance("15m").await;
        wins.is_quiet().await;
        t.clock().set("2026-03-04 10:00").await;
        t.skim().await;
        bo.shares(What::Words).await;
        assert!(wins.next().await.contains("lead"), "a new day");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn two_active_weeks_in_a_row_are_praised_and_multiply() {
    play(async |t| {
        t.contest("most-points \"Open Season\" for 4w").await;
        let ana = t.rep("Ana");
        for day in ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-09", "2026-03-10"] {
            t.clock().set(&format!("{day} 10:00")).await;
            ana.shares(What::Words).await;
        }
        t.skim().await;
        t.clock().set("2026-03-11 10:00").await;
        t.skim().await;
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :white_check_mark: *+11* — original post (10 × 1.1)
        You are *1st* in *Open Season* with 48; nobody is ahead of you.
        :fire: One active week behind you: ×1.1. Next milestone: 50 (2 to go).
        ");
        assert_snapshot!(t.channel("social-wins").next().await, @":tada: *Ana Sørensen* has been active two weeks in a row.");
        assert_snapshot!(ana.asks("/pace me").await, @r"
        *Open Season*: 1st with 48 points; 19 days 23 hours left
        Two active weeks in a row. This week: active on 3 of 3 workdays.
        ");
    })
    .await;
}
