//! Who leaves a contest takes nothing away from a team, nor from a goal; and no end comes late for it.

use insta::assert_snapshot;

use super::formats::share;
use crate::domain::contest::Phase;
use crate::harness::{What, play};

#[tokio::test]
async fn a_relay_keeps_the_legs_of_those_who_leave() {
    play(async |t| {
        t.contest("relay for 5d").await;
        let (ana, kai, noor, jo) = (t.rep("Ana"), t.rep("Kai"), t.rep("Noor"), t.rep("Jo"));
        ana.asks("/contest team create Hawks").await;
        kai.asks("/contest team join Hawks").await;
        noor.asks("/contest team join Hawks").await;
        t.rep("Bo").asks("/contest team create Owls").await;
        jo.asks("/contest team join Owls").await;
        share(t, &[("Ana", What::Article), ("Ana", What::Original)]).await;
        share(t, &[("Kai", What::Article), ("Kai", What::Original)]).await;
        assert_snapshot!(noor.asks("/contest team leave").await, @"Your leg counts for *Hawks* as long as the relay runs, so only a manager can move you.");
        assert_snapshot!(noor.asks("/contest leave").await, @"You have left *Relay* and are off its board. What you brought your team goes on counting for it; Join brings you back.");
        assert_snapshot!(noor.asks("/contest team join Owls").await, @"Your leg counts for *Hawks* as long as the relay runs, so only a manager can move you.");
        kai.asks("/contest leave").await;
        t.clock().advance("10s").await;
        assert_eq!(t.contests().await[0].phase, Phase::Open, "nobody ran Noor's leg");
        let board = ana.asks("/leaderboard").await;
        assert!(board.contains("Hawks — 2 of 3 legs run (60 points)"), "{board}");
        // A leg that was never begun is not lost by somebody who is sent away.
        jo.is_deactivated(true).await;
        let board = t.rep("Bo").asks("/leaderboard").await;
        assert!(board.contains("Owls — 0 of 1 leg run (0 points)"), "{board}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_average_keeps_the_weak_and_a_goal_what_is_owed() {
    play(async |t| {
        t.contest("team-cup \"Cup\" for 5d").await;
        let (ana, bo, kai) = (t.rep("Ana"), t.rep("Bo"), t.rep("Kai"));
        ana.asks("/contest team create Hawks").await;
        kai.asks("/contest team join Hawks").await;
        share(t, &[("Ana", What::Article), ("Kai", What::Link)]).await;
        kai.asks("/contest leave").await;
        let board = ana.asks("/leaderboard").await;
        assert!(board.contains("Hawks — 13 each (2 of 2 active)"), "{board}");
        t.manager().asks("/contest cancel").await;
        t.skim().await;
        t.contest("team-goal \"Goal\" for 5d").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        t.manager().asks("/contest adjust @bo.chen -30 \"sent twice\"").await;
        t.skim().await;
        assert_snapshot!(bo.asks("/contest leave").await, @"You have left *Goal* and are off its board. Your points go on counting for the goal; Join brings you back.");
        let board = ana.asks("/leaderboard").await;
        assert!(board.contains(" 5 of 1,000 points together"), "{board}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_team_that_is_made_may_end_a_tug_of_war_at_once() {
    play(async |t| {
        t.contest("tug-of-war for 5d with margin 10").await;
        t.rep("Ana").asks("/contest team create Solo").await;
        share(t, &[("Ana", What::Original)]).await;
        t.clock().advance("10s").await;
        assert_eq!(t.contests().await[0].phase, Phase::Open, "there is nobody to pull against");
        t.rep("Bo").asks("/contest team create Duo").await;
        t.clock().advance("10s").await;
        assert_eq!(t.contests().await[0].phase, Phase::Closed, "and not by somebody's next share");
        t.skim().await;
    })
    .await;
}
