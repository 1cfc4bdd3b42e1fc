//! `/leaderboard` for a stretch of a contest.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, play};

#[tokio::test]
async fn a_stretch_of_a_contest_has_a_board_of_its_own() {
    play(async |t| {
        t.contest("most-points \"Long Run\" for 3w").await;
        let ana = t.rep("Ana");
        share(t, &[("Ana", What::Article), ("Bo", What::Original), ("Noor", What::Words)]).await;
        t.clock().set("2026-03-04 10:00").await;
        share(t, &[("Bo", What::Article)]).await;
        ana.asks("/share https://acme.example.com/late yesterday").await;
        t.clock().set("2026-03-10 10:00").await;
        share(t, &[("Noor", What::Article)]).await;
        t.manager().asks("/contest adjust @noor.haddad -3 by hand").await;
        t.skim().await;
        assert_snapshot!(ana.asks("/leaderboard last week").await, @r"
        *Long Run* — 2 to 8 March
        1. Bo Chen — 30, 9 ahead
        *2. Ana Sørensen — 21* ← you
        3. Noor Haddad — 10, 11 behind
        You are *2nd* with 21, of 3 who scored.
        ");
        assert_snapshot!(ana.asks("/leaderboard this week").await, @r"
        *Long Run* — 9 to 10 March
        1. Noor Haddad — 17
        You have no points in that time.
        ");
        assert_snapshot!(t.rep("Noor").asks("/leaderboard \"Long Run\" today").await, @r"
        *Long Run* — 10 March
        *1. Noor Haddad — 17* ← you
        You are *1st* with 17, of 1 who scored.
        ");
        assert_snapshot!(ana.asks("/leaderboard since 3 March").await, @r"
        *Long Run* — 3 to 10 March
        1. Bo Chen — 30, 9 ahead
        2. Noor Haddad — 27, 6 ahead
        *3. Ana Sørensen — 21* ← you
        You are *3rd* with 21, of 3 who scored.
        ");
        assert_snapshot!(ana.asks("/leaderboard last month").await, @r"
        *Long Run* — 1 to 28 February
        Nobody earned anything then.
        You have no points in that time.
        ");
        assert_snapshot!(ana.asks("/leaderboard round 1").await, @"*Long Run* has no rounds; `/leaderboard last week` shows a stretch of it.");
        assert_snapshot!(ana.asks("/leaderboard Long Rum last week").await, @r#"There is no contest "Long Rum". Did you mean "Long Run"?"#);
        assert_snapshot!(ana.asks("/leaderboard next week").await, @r#""next week" is no stretch of time I know; write `last week`, `this month`, `since 3 Feb` or `round 2`."#);
        assert_snapshot!(ana.asks("/leaderboard since 30 Feb").await, @r#""since 30 Feb" is no stretch of time I know; write `last week`, `this month`, `since 3 Feb` or `round 2`."#);
        assert_snapshot!(ana.asks("/leaderboard \"Long Run\" lst week").await, @r#""lst week" is no stretch of time. Did you mean `/leaderboard last week`?"#);
    })
    .await;
}

#[tokio::test]
async fn a_round_can_be_looked_at_afterwards() {
    play(async |t| {
        t.contest("king-of-the-hill \"Hill\" for 4d").await;
        t.clock().advance("1m").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        t.clock().set("2026-03-04 10:00").await;
        share(t, &[("Bo", What::Article)]).await;
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/leaderboard round 1").await, @r"
        *Hill* — round 1
        1. Ana Sørensen — 20, 5 ahead
        *2. Bo Chen — 15* ← you
        You are *2nd* with 15, of 2 who scored.
        ");
        assert_snapshot!(t.rep("Ana").asks("/leaderboard round 9").await, @"*Hill* has 5 rounds; `/leaderboard round 5` shows the last.");
        assert_snapshot!(t.rep("Ana").asks("/leaderboard round 2").await, @r"
        *Hill* — round 2
        1. Bo Chen — 15
        You have no points in that time.
        ");
    })
    .await;
}
