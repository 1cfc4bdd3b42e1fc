//! `/contest team`: who makes, joins, leads and deals teams, and who may not; and what teams play.

use insta::assert_snapshot;

use super::formats::share;
use crate::domain::contest::Phase;
use crate::harness::{What, play};

#[tokio::test]
async fn teams_are_made_joined_named_and_led() {
    play(async |t| {
        t.contest("team-cup \"Cup\" for 5d").await;
        let (ana, bo, kai) = (t.rep("Ana"), t.rep("Bo"), t.rep("Kai"));
        assert_snapshot!(ana.asks("/contest team").await, @r#"
        *Teams in Cup*
        None yet: `/contest team create "Falcons"` makes one.
        "#);
        assert_snapshot!(ana.asks("/contest team create \"Hawks\"").await, @r#":wave: *Hawks* is a team in *Cup* now, and you lead it. Others come in with `/contest team join "Hawks"`."#);
        assert_snapshot!(bo.asks("/contest team join Hawk").await, @r#"There is no team "Hawk". Did you mean "Hawks"?"#);
        assert_snapshot!(bo.asks("/contest team join Hawks").await, @":wave: You play for *Hawks* in *Cup* now.");
        assert_snapshot!(bo.asks("/contest team name Eagles").await, @"Only Ana Sørensen can do that: *Hawks* are led by them.");
        assert_snapshot!(ana.asks("/contest team name Eagles").await, @"*Hawks* are called *Eagles* now.");
        assert_snapshot!(kai.asks("/contest team create eagles").await, @r#"There is a team *Eagles* already; join it with `/contest team join "Eagles"`, or find another name."#);
        assert_snapshot!(bo.asks("/contest team captain @bo.chen").await, @"Only Ana Sørensen can do that: *Eagles* are led by them.");
        assert_snapshot!(ana.asks("/contest team captain @bo.chen").await, @"*Bo Chen* leads *Eagles* now.");
        kai.asks("/contest join").await;
        assert_snapshot!(ana.asks("/contest team \"Cup\"").await, @r"
        *Teams in Cup*
        • *Eagles*: Bo Chen (captain), Ana Sørensen
        On no team yet: Kai Weber.
        ");
        assert_snapshot!(bo.asks("/contest team leave").await, @"You no longer play for *Eagles*; `/contest team` shows the others.");
        assert_snapshot!(ana.hears().await, @":wave: You lead *Eagles* in *Cup* now, since Bo Chen has left. `/contest team activity` shows how the team is doing, and `/contest team captain @rep` hands it on.");
        assert_snapshot!(ana.asks("/contest team").await, @r"
        *Teams in Cup*
        • *Eagles*: Ana Sørensen (captain)
        On no team yet: Bo Chen and Kai Weber.
        ");
        assert_snapshot!(ana.asks("/contest team leave").await, @"You no longer play for *Eagles*; `/contest team` shows the others.");
        assert_snapshot!(ana.asks("/contest team leave").await, @r#"You play for no team; `/contest team join "Falcons"` changes that."#);
        assert_snapshot!(ana.asks("/contest team").await, @r#"
        *Teams in Cup*
        None yet: `/contest team create "Falcons"` makes one.
        On no team yet: Ana Sørensen, Bo Chen and Kai Weber.
        "#);
    })
    .await;
}

#[tokio::test]
async fn who_has_points_for_a_team_stays_with_it_unless_a_manager_moves_them() {
    play(async |t| {
        t.contest("team-sprint \"Cup\" for 5d").await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks("/contest team create Hawks").await;
        bo.asks("/contest team create Owls").await;
        bo.shares(What::Article).await;
        assert_snapshot!(bo.asks("/contest team join Hawks").await, @"Your 20 points count for *Owls*, so only a manager can move you.");
        assert_snapshot!(bo.asks("/contest team leave").await, @"Your 20 points count for *Owls*, so only a manager can move you.");
        assert_snapshot!(bo.asks("/contest team create Doves").await, @"Your 20 points count for *Owls*, so only a manager can move you.");
        assert_snapshot!(ana.asks("/contest team move @bo.chen Hawks").await, @"Only managers can do that; Mia Roth is a manager here.");
        assert_snapshot!(t.manager().asks("/contest team move @noor.haddad Hawks").await, @"Noor Haddad is not in *Cup*; the Join button or a first share changes that.");
        assert_snapshot!(t.manager().asks("/contest team move @bo.chen Hawks").await, @"*Bo Chen* plays for *Hawks* now, points and all.");
        assert_snapshot!(bo.hears().await, @":arrows_counterclockwise: Mia Roth has moved you from *Owls* to *Hawks* in *Cup*. Your points there count for *Hawks* now.");
        assert_snapshot!(t.manager().asks("/contest log").await, @r"
        *What managers did in Cup*, the latest first
        • today, 10:00, Mia Roth: moved Bo Chen from *Owls* to *Hawks*
        ");
        assert_snapshot!(t.manager().asks("/contest team move @bo.chen Hawks").await, @"Bo Chen plays for *Hawks* already.");
        assert_snapshot!(ana.asks("/leaderboard").await, @r"
        *Cup* — 5 days left
        *1. Hawks — 20* ← you
        *Hawks* are *1st* with 20. Nobody is ahead of them. You brought 0 points of that.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_draft_deals_everybody_evenly() {
    play(async |t| {
        t.contest("team-sprint \"Cup\" for 5d").await;
        let shares =
            [("Ana", What::Article), ("Bo", What::Original), ("Noor", What::Words), ("Kai", What::Link)];
        for (name, what) in shares {
            t.rep(name).shares(what).await;
        }
        assert_snapshot!(t.manager().asks("/contest team draft").await, @"4 players can be dealt into 2 to 4 teams: `/contest team draft 2`.");
        assert_snapshot!(t.manager().asks("/contest team draft 5").await, @"4 players can be dealt into 2 to 4 teams: `/contest team draft 2`.");
        assert_snapshot!(t.manager().asks("/contest team draft 2").await, @r"
        Dealt evenly, by recent points.
        *Teams in Cup*
        • *Team 1*: Ana Sørensen (captain), Kai Weber
        • *Team 2*: Bo Chen (captain), Noor Haddad
        ");
        assert_snapshot!(t.channel("social-wins").next_of("notice").await, @r"
        :busts_in_silhouette: All players were dealt into teams, evenly by recent points.
        *Teams in Cup*
        • *Team 1*: Ana Sørensen (captain), Kai Weber
        • *Team 2*: Bo Chen (captain), Noor Haddad
        ");
        assert_snapshot!(t.manager().asks("/contest log").await, @r"
        *What managers did in Cup*, the latest first
        • today, 10:00, Mia Roth: dealt all players into 2 teams
        ");
        t.rep("Jo").asks("/contest join").await;
        assert_snapshot!(t.manager().asks("/contest team draft").await, @r"
        Dealt evenly, by recent points.
        *Teams in Cup*
        • *Team 1*: Ana Sørensen (captain), Kai Weber
        • *Team 2*: Bo Chen (captain), Jo Park, Noor Haddad
        ");
        assert_snapshot!(t.rep("Jo").asks("/contest team draft 2").await, @"Only managers can do that; Mia Roth is a manager here.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_contest_of_reps_has_no_teams() {
    play(async |t| {
        t.sprint().await;
        assert_snapshot!(t.rep("Ana").asks("/contest team").await, @"*Spring Sprint* is played by each for themselves; `/contest templates` shows what is played in teams.");
        assert_snapshot!(t.rep("Ana").asks("/contest team create Hawks").await, @"*Spring Sprint* is played by each for themselves; `/contest templates` shows what is played in teams.");
        t.contest("team-cup \"Cup\" for 5d in #general").await;
        // Of the two only one is played in teams.
        assert_snapshot!(t.rep("Ana").asks("/contest team create Hawks").await, @r#":wave: *Hawks* is a team in *Cup* now, and you lead it. Others come in with `/contest team join "Hawks"`."#);
        assert_snapshot!(t.rep("Ana").asks("/contest team burn it").await, @r#"It goes like this: `/contest team [create "Falcons" | join "Falcons" | leave | name "Eagles" | captain @rep | swap @mine @theirs | activity | play comments] [of "Contest"]; managers: move @rep "Falcons" | draft 3 | plays x1.5`"#);
    })
    .await;
}

#[tokio::test]
async fn teams_of_any_size_play_by_the_average() {
    play(async |t| {
        t.contest("team-cup for 5d").await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks("/contest team create Hawks").await;
        bo.asks("/contest team create \"Night Owls\"").await;
        t.rep("Kai").asks("/contest team join hawks").await;
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        Your team has 20 each (1 of 2 active) in *Team Cup*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        ");
        assert_snapshot!(bo.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        Your team has 20 each (1 of 1 active) in *Team Cup*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        ");
        assert_snapshot!(t.rep("Kai").shares(What::Link).await, @r"
        :white_check_mark: *+6* — link (1) · first this week (5). With 100 characters of your own words it would pay 5.
        Your team has 13 each (2 of 2 active) in *Team Cup*.
        Active 1 of 3 workdays this week. Next milestone: 25 (19 to go).
        ");
        assert_snapshot!(t.rep("Noor").shares(What::Link).await, @r#"
        :white_check_mark: *+6* — link (1) · first this week (5). With 100 characters of your own words it would pay 5.
        You have 6 points in *Team Cup*. You are on no team yet: `/contest team` shows them, and `/contest team join "Falcons"` puts you on one.
        Active 1 of 3 workdays this week. Next milestone: 25 (19 to go).
        You are in *Team Cup* now.
        "#);
        assert_snapshot!(t.rep("Kai").asks("/pace me").await, @r"
        *Team Cup*: your team has 13 each (2 of 2 active); 5 days left
        This week: active on 1 of 3 workdays.
        ");
        assert_snapshot!(t.rep("Kai").asks("/leaderboard").await, @r"
        *Team Cup* — 5 days left
        1. Night Owls — 20 each (1 of 1 active), 7 each ahead
        *2. Hawks — 13 each (2 of 2 active)* ← you
        *Hawks* are *2nd* with 13 each (2 of 2 active). 7 points each to the next place up. You brought 6 points of that.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_snapshot!(t.rep("Noor").asks("/leaderboard").await, @r#"
        *Team Cup* — 5 days left
        1. Night Owls — 20 each (1 of 1 active)
        2. Hawks — 13 each (2 of 2 active)
        You are on no team yet: `/contest team` shows them, and `/contest team join "Falcons"` puts you on one.
        Equal points share a place; for prizes, whoever got there first is ahead.
        "#);
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("board").await, @r"
        *Team Cup* — Wednesday, 4 days 1 hour left
        1. Night Owls — 20 each (1 of 1 active)
        2. Hawks — 13 each (2 of 2 active)
        4 of 4 active yesterday; 4 shares so far.
        ");
        t.rep("Kai").shares(What::Original).await;
        t.clock().set("2026-03-05 09:00").await;
        t.skim().await;
        share(t, &[("Kai", What::Article), ("Kai", What::Original)]).await;
        t.clock().set("2026-03-06 09:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("board").await, @r"
        *Team Cup* — Friday, 2 days 1 hour left
        1. Hawks — 30.5 each (2 of 2 active) (up 1)
        2. Night Owls — 20 each (1 of 1 active) (down 1)
        Biggest move: Hawks, up 1. 1 of 4 active yesterday; 7 shares so far.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_tug_of_war_ends_when_the_rope_is_won() {
    play(async |t| {
        t.contest("tug-of-war for 5d").await;
        t.rep("Ana").asks("/contest team create Hawks").await;
        t.rep("Bo").asks("/contest team create Owls").await;
        for _ in 0..3 {
            share(t, &[("Ana", What::Article), ("Ana", What::Original), ("Ana", What::OriginalOnX), ("Bo", What::Link)]).await;
            t.clock().advance("1d").await;
        }
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Tug of War* — 2 days left
        ▰▰▰▰▰▰▰▰▱▱ *Hawks* pull ahead by 82; a lead of 100 wins.
        1. Hawks — 90, 82 ahead
        *2. Owls — 8* ← you
        *Owls* are *2nd* with 8; the same as on the last daily board. 82 points to the next place up. You brought 8 points of that.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        share(t, &[("Ana", What::Original)]).await;
        t.clock().advance("10s").await;
        t.skim().await;
        assert_eq!(t.contests().await[0].phase, Phase::Open, "not far enough ahead");
        share(t, &[("Ana", What::OriginalOnX)]).await;
        t.clock().advance("10s").await;
        assert_snapshot!(t.channel("social-wins").next_of("final").await, @r"
        :trophy: *Tug of War* is over.
        ▰▰▰▰▰▰▰▰▰▰ *Hawks* pull ahead by 102; a lead of 100 wins.
        1. Hawks — 110
        2. Owls — 8
        Together: 118 points from 14 shares; 2 of 2 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn in_a_relay_nobody_runs_anothers_leg() {
    play(async |t| {
        t.contest("relay for 5d").await;
        t.rep("Ana").asks("/contest team create Hawks").await;
        t.rep("Kai").asks("/contest team join Hawks").await;
        t.rep("Bo").asks("/contest team create Owls").await;
        share(t, &[("Ana", What::Article), ("Ana", What::Original), ("Ana", What::Words)]).await;
        assert_snapshot!(t.rep("Kai").shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        Your team has 1 of 2 legs run (50 points) in *Relay*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        ");
        t.clock().advance("10s").await;
        assert_eq!(t.contests().await[0].phase, Phase::Open);
        t.skim().await;
        share(t, &[("Kai", What::Original)]).await;
        t.clock().advance("10s").await;
        assert_snapshot!(t.channel("social-wins").next_of("final").await, @r"
        :trophy: *Relay* is over.
        1. Hawks — 2 of 2 legs run (60 points)
        Together: 65 points from 5 shares; 2 of 3 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn the_board_of_teams_is_asked_for_in_one_word() {
    play(async |t| {
        t.contest("team-cup \"Cup\" for 5d").await;
        let ana = t.rep("Ana");
        ana.asks("/contest team create Hawks").await;
        ana.shares(What::Article).await;
        let plain = ana.asks("/leaderboard").await.to_string();
        assert!(plain.contains("*1. Hawks") && plain.contains("← you"), "{plain}");
        for line in ["/leaderboard team", "/leaderboard \"Cup\" team", "/leaderboard team of \"Cup\""] {
            assert_eq!(ana.asks(line).await.to_string(), plain, "{line}");
        }
        assert_snapshot!(ana.asks("/leaderboard team last week").await, @r#"It goes like this: `/leaderboard ["Contest"] team`"#);
        t.skim().await;
        t.contest("most-points \"Race\" in #general").await;
        assert_snapshot!(ana.asks("/leaderboard \"Race\" team").await, @"*Race* is played by each for themselves; `/contest templates` shows what is played in teams.");
        t.skim().await;
    })
    .await;
}
