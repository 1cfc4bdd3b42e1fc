//! Contests of each format, as people hear of them.

use insta::assert_snapshot;

use crate::domain::contest::Phase;
use crate::domain::format::raffle::commitment;
use crate::harness::{Stage, What, home, play, play_with_files};
use crate::store::{Tx, praises};

/// Each of them shares something; their receipts are read.
pub(super) async fn share(t: &Stage, what: &[(&str, What)]) {
    for (name, what) in what {
        t.rep(name).shares(*what).await;
    }
}

#[tokio::test]
async fn every_template_starts_with_one_line_and_says_how_it_is_won() {
    play(async |t| {
        let names: Vec<String> = t.bot().presets.templates.keys().cloned().collect();
        let mut told = Vec::new();
        for name in names {
            t.manager().asks(&format!("/contest start {name} for 5d")).await;
            let announced = t.channel("social-wins").next().await.to_string();
            let mut lines = announced.lines().take(2).map(|line| line.split(" SHA-256").next().unwrap());
            told.push(format!("{} / {}", lines.next().unwrap(), lines.next().unwrap()));
        }
        assert_snapshot!(told.join("\n"), @r"
        :checkered_flag: *Beat Yourself* starts now and runs until Sunday, 10:00 (Berlin). / You play against yourself: your target is what you earned in your last four weeks, at least 20 points; up to 200 % counts.
        :checkered_flag: *Everyone In* starts now and runs until Sunday, 10:00 (Berlin). / Everyone in: 3 shares from each of us, every week.
        :checkered_flag: *Everyone to 50* starts now and runs until Sunday, 10:00 (Berlin). / Everyone gets to 50 points, each at their own pace.
        :checkered_flag: *First to 100* starts now and runs until Sunday, 10:00 (Berlin). / The first to get to 100 points wins, and that ends it.
        :checkered_flag: *King of the Hill* starts now and runs until Sunday, 10:00 (Berlin). / King of the hill: each day's best takes it at midnight, a tie leaves it; most days win.
        :checkered_flag: *Knockout* starts now and runs until Sunday, 10:00 (Berlin). / Two by two: whoever has more points in a round goes on, and a tie goes to the better seed. The 8 strongest who have joined by the draw play.
        :checkered_flag: *League Month* starts now and runs until Sunday, 10:00 (Berlin). / A league in 4 rounds: pools of like strength, and after each round the best 2 of a pool go up, the last 2 down.
        :checkered_flag: *Most Points* starts now and runs until Sunday, 10:00 (Berlin). / Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        :checkered_flag: *Raffle* starts now and runs until Sunday, 10:00 (Berlin). / Every 10 points make a ticket, from 50 on; one is drawn at the end. The draw is by a seed whose
        :checkered_flag: *Relay* starts now and runs until Sunday, 10:00 (Berlin). / A relay of teams: each member runs a leg of 30 points, and nobody can run another's. `/contest team` makes, joins and shows teams.
        :checkered_flag: *Social Quota* starts now and runs until Sunday, 10:00 (Berlin). / Quota: 300 points for each of us; `/pace quota` breaks it into days.
        :checkered_flag: *Sprint Week* starts now and runs until Sunday, 10:00 (Berlin). / Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        :checkered_flag: *Team Cup* starts now and runs until Sunday, 10:00 (Berlin). / Teams play: points for each active member count, so teams can be of any size. `/contest team` makes, joins and shows teams.
        :checkered_flag: *Team Goal* starts now and runs until Sunday, 10:00 (Berlin). / All of us together: 1,000 points.
        :checkered_flag: *Team Sprint* starts now and runs until Sunday, 10:00 (Berlin). / Teams play: what all members earn together counts. `/contest team` makes, joins and shows teams.
        :checkered_flag: *Tug of War* starts now and runs until Sunday, 10:00 (Berlin). / Teams pull: who is 100 points ahead wins, and that ends it. `/contest team` makes, joins and shows teams.
        ");
    })
    .await;
}

#[tokio::test]
async fn a_race_ends_with_whoever_gets_there() {
    play(async |t| {
        t.contest("first-to-100 \"Race\"").await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You have 20 of 100 in *Race*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Race* now.
        ");
        share(t, &[("Bo", What::Original)]).await;
        for _ in 0..2 {
            t.clock().advance("1d").await;
            share(t, &[("Ana", What::Article), ("Ana", What::Original), ("Ana", What::Words)]).await;
        }
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Race* — 25 days 23 hours left
        1. Ana Sørensen — 70 of 100, 55 ahead
        *2. Bo Chen — 15 of 100* ← you
        You are *2nd* with 15 of 100; the same as on the last daily board. 55 points to the next place up.
        Whoever got there first is ahead, whatever others have by now.
        ");
        t.clock().advance("5d").await;
        share(t, &[("Ana", What::Article)]).await;
        assert_eq!(t.contests().await[0].phase, Phase::Open);
        t.skim().await;
        share(t, &[("Ana", What::Original)]).await;
        t.clock().advance("5s").await;
        assert_snapshot!(t.channel("social-wins").next_of("final").await, @r"
        :trophy: *Race* is over.
        1. Ana Sørensen — 103 of 100
        Together: 118 points from 10 shares; 2 of 2 took part. Whoever got there first is ahead, whatever others have by now. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        assert_eq!(t.contests().await[0].phase, Phase::Closed);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn everyone_gets_there_at_their_own_pace() {
    play(async |t| {
        t.contest("everyone-to-50 for 5d").await;
        share(t, &[("Ana", What::Article), ("Ana", What::Original), ("Bo", What::Link)]).await;
        t.clock().advance("1d").await;
        share(t, &[("Ana", What::Article), ("Ana", What::Original)]).await;
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Everyone to 50* — 4 days left
        ▰▰▰▰▰▱▱▱▱▱ 1 of 2 are through.
        1. Ana Sørensen — 55 of 50, 49 ahead
        *2. Bo Chen — 6 of 50* ← you
        You are *2nd* with 6 of 50; the same as on the last daily board. 49 points to the next place up.
        Whoever got there first is ahead, whatever others have by now.
        ");
        assert_snapshot!(t.rep("Bo").shares(What::Words).await, @r"
        :white_check_mark: *+5* — share with own words (5)
        You have 11 of 50 in *Everyone to 50*.
        Active 2 of 3 workdays this week. Next milestone: 25 (14 to go).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn one_goal_for_all_of_us() {
    play(async |t| {
        t.contest("team-goal for 5d").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Team Goal* — 5 days left
        ▱▱▱▱▱▱▱▱▱▱ 35 of 1,000 points together, 3 %.
        1. Ana Sørensen — 20, 5 ahead
        *2. Bo Chen — 15* ← you
        You are *2nd* with 15. 5 points to the next place up.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("board").await, @r"
        *Team Goal* — Wednesday, 4 days 1 hour left
        ▱▱▱▱▱▱▱▱▱▱ 35 of 1,000 points together, 3 %.
        1. Ana Sørensen — 20
        2 of 2 active yesterday; 2 shares so far.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn each_part_of_a_goal_is_praised_once() {
    let template = |name: &str, format: &str| {
        format!(
            "name = \"{name}\"\nabout = \"x\"\ntitle = \"X\"\nrulebook = \"habit\"\nlasts = \"5d\"\n[format.goal]\n{format}"
        )
    };
    play_with_files(
        &[
            ("presets/templates/goal-50.toml", &template("goal-50", "points = 50")),
            ("presets/templates/goal-teams.toml", &template("goal-teams", "points = 40\nby = \"teams\"")),
        ],
        async |t| {
            t.contest("goal-50 \"All\" for 5d").await;
            let wins = t.channel("social-wins");
            let mut said = Vec::new();
            for (name, what) in [("Ana", What::Article), ("Bo", What::Original), ("Noor", What::Original)] {
                t.rep(name).shares(what).await;
                t.clock().advance("10m").await;
                said.extend(wins.all_of("shout_out").await);
            }
            t.manager().asks("/contest cancel \"All\"").await;
            t.contest("goal-teams \"Teams\" for 5d").await;
            t.rep("Kai").asks("/contest team create Hawks").await;
            t.rep("Jo").shares(What::Article).await;
            t.rep("Kai").shares(What::Article).await;
            t.clock().advance("10m").await;
            said.extend(wins.all_of("shout_out").await);
            t.skim().await;
            assert_snapshot!(said.join("\n"), @r"
            :tada: We are at 25 % of our goal in *All*.
            :tada: We are at 50 % of our goal in *All*.
            :tada: We are there: our goal in *All* is reached.
            :tada: *Hawks* are at 50 % of their goal in *Teams*.
            ");
        },
    )
    .await;
}

/// Two who share at once may cross a part of the goal together, and neither by themselves.
#[tokio::test]
async fn a_part_of_a_goal_that_nobody_heard_of_is_praised_with_the_next_share() {
    let template = "name = \"goal-80\"\nabout = \"x\"\ntitle = \"X\"\nrulebook = \"habit\"\nlasts = \"5d\"\n\
                    [format.goal]\npoints = 80";
    play_with_files(&[("presets/templates/goal-80.toml", template)], async |t| {
        t.contest("goal-80").await;
        t.rep("Ana").shares(What::Article).await;
        let contest = t.contests().await.remove(0).id;
        let unheard = async move |tx: &mut Tx| {
            praises::withdraw(tx, &home(), Some(&contest), contest.as_str(), "goal:25").await
        };
        t.bot().store.write(unheard).await.unwrap();
        t.rep("Bo").shares(What::Link).await;
        t.clock().advance("10m").await;
        assert_snapshot!(t.channel("social-wins").all_of("shout_out").await.join("\n"), @":tada: We are at 25 % of our goal in *X*.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_beginner_beats_a_champion_by_per_cent_of_the_own_target() {
    play(async |t| {
        t.contest("most-points \"Before\" for 10d").await;
        for _ in 0..8 {
            share(t, &[("Ana", What::Article), ("Ana", What::Original)]).await;
            t.clock().advance("1d").await;
        }
        t.clock().advance("7d").await;
        t.skim().await;
        t.contest("beat-yourself \"Handicap\" for 7d").await;
        assert_snapshot!(t.rep("Ana").shares(What::Article).await, @r"
        :white_check_mark: *+22* — article (15 × 1.1) · first this week (5)
        You are at 50 % (22 of 44) in *Handicap*.
        :fire: One active week behind you: ×1.1. Next milestone: 25 (3 to go).
        You are in *Handicap* now.
        ");
        assert_snapshot!(t.rep("Bo").shares(What::Original).await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are at 75 % (15 of 20) in *Handicap*.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        You are in *Handicap* now.
        ");
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Handicap* — 7 days left
        *1. Bo Chen — 75 % (15 of 20)* ← you
        2. Ana Sørensen — 50 % (22 of 44), 25 % behind
        You are *1st* with 75 % (15 of 20). Nobody is ahead of you.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn three_shares_a_week_from_everyone() {
    play(async |t| {
        t.contest("everyone-in for 12d").await;
        share(t, &[("Ana", What::Link), ("Ana", What::Link), ("Bo", What::Link)]).await;
        assert_snapshot!(t.rep("Ana").shares(What::Comment).await, @r"
        :white_check_mark: *+2* — comment (2)
        You have 3 of 3 shares this week in *Everyone In*.
        Active 1 of 3 workdays this week. Next milestone: 25 (16 to go).
        ");
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Everyone In* — 12 days left
        ▰▰▰▰▰▱▱▱▱▱ 1 of 2 have done their part this week.
        1. Ana Sørensen — 3 of 3 shares this week, 2 shares ahead
        *2. Bo Chen — 1 of 3 shares this week* ← you
        You are *2nd* with 1 of 3 shares this week. 2 shares to the next place up.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        t.clock().set("2026-03-09 09:00").await;
        t.skim().await;
        assert_snapshot!(t.rep("Bo").asks("/leaderboard").await, @r"
        *Everyone In* — 6 days 1 hour left
        ▱▱▱▱▱▱▱▱▱▱ 0 of 2 have done their part this week. Weeks with everyone in: 0 of 1.
        *1. Bo Chen — 0 of 3 shares this week (up 1)* ← you
        1. Ana Sørensen — 0 of 3 shares this week, level with you
        You are *1st* with 0 of 3 shares this week. Your first share puts you on the board.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
    })
    .await;
}

#[tokio::test]
async fn a_raffle_is_drawn_by_a_seed_that_was_promised() {
    play(async |t| {
        t.manager().types("/contest start raffle for 4d").await;
        let announced = t.channel("social-wins").next_of("announcement").await.to_string();
        let promise = announced.split("SHA-256 is `").nth(1).unwrap().split('`').next().unwrap().to_owned();
        assert_snapshot!(announced.replace(&promise, "<hash>"), @r"
        :checkered_flag: *Raffle* starts now and runs until Saturday, 10:00 (Berlin).
        Every 10 points make a ticket, from 50 on; one is drawn at the end. The draw is by a seed whose SHA-256 is `<hash>`; the seed is told afterwards.
        Share what you post with `/share`, or drop the link here. Article 15, original post 10, share with own words 5, comment 2; at most 30 a day.
        Prizes: whoever is drawn. Board every morning at 9.
        ");
        assert_snapshot!(t.rep("Ana").shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You have 20 of the 50 points that qualify in *Raffle*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Raffle* now.
        ");
        for _ in 0..2 {
            share(t, &[("Ana", What::Original), ("Bo", What::Article), ("Bo", What::Original)]).await;
            t.clock().advance("1d").await;
        }
        assert_snapshot!(t.rep("Bo").shares(What::Words).await, @r"
        :white_check_mark: *+5* — share with own words (5)
        You have 6 tickets in *Raffle*.
        Next milestone: 100 (40 to go).
        ");
        t.skim().await;
        assert_snapshot!(t.rep("Ana").asks("/leaderboard").await, @r"
        *Raffle* — 2 days left
        In the pot: 6 tickets of 1 person.
        1. Bo Chen — 6 tickets, 6 tickets ahead
        *2. Ana Sørensen — 40 of the 50 points that qualify* ← you
        You are *2nd* with 40 of the 50 points that qualify; the same as on the last daily board. 6 tickets to the next place up.
        The draw decides, and each ticket has the same chance.
        ");
        t.clock().advance("3d").await;
        let last = t.channel("social-wins").next_of("final").await.to_string();
        let seed = last.split("The seed was `").nth(1).unwrap().split('`').next().unwrap();
        assert_eq!(commitment(seed), promise, "the seed is the one that was promised");
        assert_snapshot!(last.replace(seed, "<seed>"), @r#"
        :trophy: *Raffle* is over.
        In the pot: 6 tickets of 1 person.
        1. Bo Chen — 6 tickets
        Drawn: *Bo Chen*. The seed was `<seed>`: its SHA-256 is the hash that was promised. `/contest draw "Raffle"` sends everybody the tickets, to check it.
        Together: 100 points from 8 shares; 2 of 2 took part. A manager can still reopen it until today, 11:00 (Berlin).
        "#);
        t.skim().await;
    })
    .await;
}
