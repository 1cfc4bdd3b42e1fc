//! Whoever stands beside a board, as they and others hear of it: late, beaten, gone, on no team.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, play};

#[tokio::test]
async fn a_pair_is_told_by_who_is_ahead_and_a_late_comer_that_it_is_too_late() {
    play(async |t| {
        let (ana, maria, kai) = (t.rep("Ana"), t.rep("María"), t.rep("Kai"));
        t.contest("knockout \"Cup\" for 10d").await;
        share(t, &[("Ana", What::Article), ("María", What::Link)]).await;
        t.clock().set("2026-03-04 10:00").await;
        t.skim().await;
        assert_snapshot!(maria.asks("/leaderboard").await, @r"
        *Cup* — 9 days left
        Round 1 of 1, until Friday 13 March, 10:00 (Berlin).
        1. Ana Sørensen — 0 this round (20 in all), level, with the better seed
        *2. María Núñez — 0 this round (6 in all)* ← you
        You are *2nd* with 0 this round (6 in all). One point more and you are ahead.
        A tie goes to the better seed.
        ");
        share(t, &[("María", What::Article)]).await;
        assert_snapshot!(ana.asks("/leaderboard").await, @r"
        *Cup* — 9 days left
        Round 1 of 1, until Friday 13 March, 10:00 (Berlin).
        1. María Núñez — 15 this round (21 in all), 15 ahead
        *2. Ana Sørensen — 0 this round (20 in all)* ← you
        You are *2nd* with 0 this round (20 in all). 15 points to the next place up.
        A tie goes to the better seed.
        ");
        assert_snapshot!(kai.asks("/contest join").await, @":wave: You are in *Cup*. You joined after the draw, so you are in no pair of this cup; what you share still earns you points.");
        assert_snapshot!(kai.shares(What::Link).await, @r"
        :white_check_mark: *+6* — link (1) · first this week (5). With 100 characters of your own words it would pay 5.
        You have 6 points in *Cup*. You joined after the draw, so you are in no pair of this cup; what you share still earns you points.
        Active 1 of 3 workdays this week. Next milestone: 25 (19 to go).
        ");
        assert_snapshot!(kai.asks("/pace me").await, @r"
        *Cup*: 6 points; 9 days left. You joined after the draw, so you are in no pair of this cup; what you share still earns you points.
        This week: active on 1 of 3 workdays.
        ");
        let board = kai.asks("/leaderboard").await;
        assert_snapshot!(board, @r"
        *Cup* — 9 days left
        Round 1 of 1, until Friday 13 March, 10:00 (Berlin).
        1. María Núñez — 15 this round (21 in all)
        2. Ana Sørensen — 0 this round (20 in all)
        You joined after the draw, so you are in no pair of this cup; what you share still earns you points.
        A tie goes to the better seed.
        ");
        assert!(!board.buttons().contains(&"Join".to_owned()), "{:?}", board.buttons());
        assert_snapshot!(kai.asks("/contest join").await, @"You are in *Cup* already. You joined after the draw, so you are in no pair of this cup; what you share still earns you points.");
        let home = kai.looks_at_home().await.to_string();
        assert!(home.contains("You joined after the draw"), "{home}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn who_leaves_a_knockout_is_told_of_by_name_and_never_by_id() {
    play(async |t| {
        let wins = t.channel("social-wins");
        t.contest("knockout \"Cup\" for 10d").await;
        share(
            t,
            &[("Ana", What::Article), ("Bo", What::Original), ("Noor", What::Words), ("Jo", What::Link)],
        )
        .await;
        t.rep("Noor").asks("/pace settings board off").await;
        t.clock().set("2026-03-04 10:00").await;
        t.skim().await;
        t.rep("Jo").is_deactivated(true).await;
        t.rep("Noor").asks("/contest leave").await;
        t.clock().set("2026-03-05 09:00").await;
        let board = wins.next_of("board").await;
        assert!(board.contains("• Ana Sørensen 0 : 0 Jo Park\n• Bo Chen 0 : 0 A player"), "{board:?}");
        t.clock().set("2026-03-08 11:00").await;
        t.skim().await;
        t.clock().set("2026-03-08 12:00").await;
        assert_snapshot!(wins.next_of("notice").await, @r"
        :crossed_swords: *Cup*: round 1 is over.
        *Ana Sørensen* beats *Jo Park* · *Bo Chen* beats *A player*.
        The last round, until Friday, 10:00 (Berlin):
        • Ana Sørensen 0 : 0 Bo Chen
        ");
        t.clock().set("2026-03-13 10:00").await;
        t.skim().await;
        let said = t.said();
        let in_public = said.iter().filter(|said| said.to.is_none());
        assert!(
            in_public.clone().all(|said| !said.text.contains("U0")),
            "{:#?}",
            in_public.collect::<Vec<_>>()
        );
    })
    .await;
}

#[tokio::test]
async fn a_beaten_player_hears_that_they_are_out() {
    play(async |t| {
        t.contest("knockout \"Cup\" for 10d").await;
        share(
            t,
            &[("Ana", What::Article), ("Bo", What::Original), ("Noor", What::Words), ("Jo", What::Link)],
        )
        .await;
        t.clock().set("2026-03-08 12:30").await;
        t.skim().await;
        let board = t.rep("Jo").asks("/leaderboard").await;
        assert!(
            board.contains("You were beaten in round 1; what you share still earns you points."),
            "{board:?}"
        );
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn who_joins_a_league_between_two_draws_plays_from_the_next_on() {
    play(async |t| {
        t.contest("league-month \"League\"").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        t.clock().set("2026-03-04 10:00").await;
        t.skim().await;
        let kai = t.rep("Kai");
        let mut said = vec![kai.shares(What::Article).await, kai.asks("/leaderboard").await];
        said.push(kai.asks("/pace me").await);
        said.push(kai.asks("/contest join").await);
        for said in said {
            let told = "You joined after this round was drawn, so you play from the next one on.";
            assert!(said.contains(told), "{said:?}");
        }
        t.clock().set("2026-03-11 12:00").await;
        t.skim().await;
        let board = kai.asks("/leaderboard").await;
        assert!(board.contains("Kai Weber — 0 this round (20 in all)* ← you"), "{board:?}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn points_on_no_team_are_told_as_such() {
    play(async |t| {
        let (ana, wins) = (t.rep("Ana"), t.channel("social-wins"));
        t.contest("tug-of-war \"Tug\" for 5d").await;
        ana.asks("/contest join").await;
        assert_snapshot!(t.manager().asks("/contest team draft 2").await, @"It takes at least two players to deal teams; once they have joined, `/contest team draft 2` does it.");
        assert_snapshot!(ana.shares(What::Article).await, @r#"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You have 20 points in *Tug*. You are on no team yet: `/contest team` shows them, and `/contest team join "Falcons"` puts you on one.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        "#);
        t.rep("Bo").asks("/contest join").await;
        assert_snapshot!(t.manager().asks("/contest team draft 3").await, @"2 players can be dealt into 2 teams: `/contest team draft 2`.");
        t.clock().set("2026-03-04 09:00").await;
        let board = wins.next_of("board").await;
        assert!(board.contains("No team has points yet."), "{board:?}");
        t.clock().set("2026-03-08 10:00").await;
        let last = wins.next_of("final").await;
        assert!(last.contains("No team scored this time.\nTogether: 20 points from 1 share"), "{last:?}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn everyone_in_is_judged_by_its_whole_weeks() {
    play(async |t| {
        let wins = t.channel("social-wins");
        t.contest("everyone-in for 13d").await;
        let link = |name| (name, What::Link);
        share(t, &[link("Ana"), link("Ana"), link("Ana"), link("Bo")]).await;
        t.skim().await;
        t.clock().set("2026-03-08 10:00").await;
        t.skim().await;
        t.clock().set("2026-03-09 09:00").await;
        let monday = wins.next_of("board").await;
        assert!(monday.contains("\nNobody has shared anything yet this week.\n"), "{monday:?}");
        share(t, &[link("Ana"), link("Ana"), link("Ana"), link("Bo"), link("Bo"), link("Bo")]).await;
        t.clock().set("2026-03-16 09:30").await;
        t.skim().await;
        t.clock().set("2026-03-16 10:00").await;
        let last = wins.next_of("final").await.to_string();
        let told = last.lines().take(3).collect::<Vec<_>>().join("\n");
        assert_snapshot!(told, @r"
        :trophy: *Everyone In* is over.
        ▰▰▰▰▰▱▱▱▱▱ 1 of 2 did their part every week. Weeks with everyone in: 1 of 2.
        1. Ana Sørensen — 2 of 2 weeks done
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_board_of_joined_people_without_points_is_not_one_of_nobody() {
    play(async |t| {
        t.contest("sprint-week \"Spring Sprint\" for 5d quota 20 public").await;
        for name in ["Ana", "Bo", "Kai"] {
            t.rep(name).asks("/contest join").await;
        }
        assert_snapshot!(t.rep("Jo").asks("/leaderboard").await, @r"
        *Spring Sprint* — 5 days left
        Nobody has points yet: the first share takes the lead.
        You are not in this contest yet.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        share(t, &[("Ana", What::Article), ("Bo", What::Link)]).await;
        t.manager().asks("/contest end").await;
        let last = t.channel("social-wins").next_of("final").await;
        assert!(last.contains("\nQuota: ▰▰▰▰▱▱▱▱▱▱ 43 % together; 1 of 3 reached theirs.\n"), "{last:?}");
        t.skim().await;
    })
    .await;
}
