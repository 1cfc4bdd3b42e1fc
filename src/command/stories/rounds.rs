//! Contests in rounds, as people hear of them.

use insta::assert_snapshot;

use super::formats::share;
use crate::domain::contest::Phase;
use crate::harness::{What, play};

#[tokio::test]
async fn a_knockout_is_drawn_played_and_won() {
    play(async |t| {
        let wins = t.channel("social-wins");
        t.contest("knockout \"Cup\" for 10d").await;
        assert_snapshot!(t.rep("Ana").shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You have 20 in *Cup*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Cup* now.
        ");
        share(t, &[("Bo", What::Original), ("Noor", What::Words)]).await;
        t.rep("Kai").asks("/contest join").await;
        t.rep("Jo").asks("/contest join").await;
        assert_snapshot!(t.rep("Kai").asks("/leaderboard").await, @r"
        *Cup* — 10 days left
        The first round is drawn tomorrow, 10:00 (Berlin), among all who have joined by then.
        1. Ana Sørensen — 20, 20 ahead
        2. Bo Chen — 15, 15 ahead
        3. Noor Haddad — 10, 10 ahead
        4. Jo Park — 0, level with you
        *4. Kai Weber — 0* ← you
        You are *4th* with 0. 10 points to the next place up.
        A tie goes to the better seed.
        ");
        t.skim().await;
        // A day after the start the first round is drawn: five players, three byes.
        t.clock().set("2026-03-04 10:00").await;
        let drawn = wins.next_of("notice").await;
        assert_snapshot!(drawn, @r"
        :crossed_swords: *Cup*: the first round is drawn.
        Round 1 of 3, until Saturday, 12:00 (Berlin):
        • Ana Sørensen goes through
        • Jo Park 0 : 0 Kai Weber
        • Bo Chen goes through
        • Noor Haddad goes through
        ");
        t.skim().await;
        assert_snapshot!(t.rep("Jo").shares(What::Link).await, @r"
        :white_check_mark: *+6* — link (1) · first this week (5). With 100 characters of your own words it would pay 5.
        You have 6 this round (6 in all) in *Cup*.
        Active 1 of 3 workdays this week. Next milestone: 25 (19 to go).
        ");
        assert_snapshot!(t.rep("Kai").asks("/leaderboard").await, @r"
        *Cup* — 9 days left
        Round 1 of 3, until Saturday, 12:00 (Berlin).
        1. Jo Park — 6 this round (6 in all), 6 ahead
        *2. Kai Weber — 0 this round (0 in all)* ← you
        You are *2nd* with 0 this round (0 in all). 6 points to the next place up.
        A tie goes to the better seed.
        ");
        t.clock().set("2026-03-05 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *Cup* — Thursday, 8 days 1 hour left
        Round 1 of 3, until Saturday, 12:00 (Berlin).
        • Ana Sørensen goes through
        • Jo Park 6 : 0 Kai Weber
        • Bo Chen goes through
        • Noor Haddad goes through
        1 of 5 active yesterday; 4 shares so far.
        ");
        t.clock().set("2026-03-07 12:00").await;
        assert_snapshot!(wins.next_of("notice").await, @r"
        :crossed_swords: *Cup*: round 1 is over.
        *Ana Sørensen* goes through · *Jo Park* beats *Kai Weber* · *Bo Chen* goes through · *Noor Haddad* goes through.
        Round 2 of 3, until Tuesday, 12:00 (Berlin):
        • Ana Sørensen 0 : 0 Jo Park
        • Bo Chen 0 : 0 Noor Haddad
        ");
        t.skim().await;
        share(t, &[("Jo", What::Original), ("Noor", What::Link), ("Bo", What::Link)]).await;
        t.clock().set("2026-03-10 12:00").await;
        t.skim().await;
        share(t, &[("Jo", What::Link)]).await;
        t.clock().set("2026-03-13 10:00").await;
        assert_snapshot!(wins.next_of("final").await, @r"
        :trophy: *Cup* is over.
        1. Jo Park — 3 rounds won
        2. Bo Chen — 2 rounds won
        3. Ana Sørensen — 1 round won
        Together: 69 points from 8 shares; 4 of 5 took part. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        assert_eq!(t.contests().await[0].phase, Phase::Closed);
        t.skim().await;
        t.manager().asks("/contest reopen until 2026-03-14 10:00").await;
        share(t, &[("Ana", What::Article)]).await;
        t.clock().set("2026-03-14 10:00").await;
        assert_snapshot!(wins.next_of("final").await, @r"
        :trophy: *Cup* is over.
        1. Jo Park — 3 rounds won
        2. Bo Chen — 2 rounds won
        3. Ana Sørensen — 1 round won
        Together: 89 points from 9 shares; 4 of 5 took part. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_round_that_fell_due_while_the_contest_was_closed_is_drawn_once_it_goes_on() {
    play(async |t| {
        t.contest("knockout \"Cup\" for 10d").await;
        for name in ["Ana", "Bo", "Noor", "Kai"] {
            t.rep(name).asks("/contest join").await;
        }
        t.clock().set("2026-03-08 11:50").await;
        assert_eq!(t.contests().await[0].round, 1);
        t.manager().asks("/contest end").await;
        t.clock().set("2026-03-08 12:10").await;
        t.manager().asks("/contest reopen").await;
        t.clock().advance("1m").await;
        t.skim().await;
        assert_eq!(
            t.contests().await[0].round,
            2,
            "four players, so two rounds, the first until noon of this day"
        );
    })
    .await;
}

#[tokio::test]
async fn a_knockout_waits_for_somebody_to_play() {
    play(async |t| {
        t.contest("knockout \"Cup\" for 10d").await;
        t.clock().set("2026-03-04 10:00").await;
        t.rep("Ana").asks("/contest join").await;
        t.clock().set("2026-03-05 10:00").await;
        assert_snapshot!(t.rep("Ana").asks("/leaderboard").await, @r"
        *Cup* — 8 days left
        No round was drawn yet: it takes two who have joined.
        *1. Ana Sørensen — 0* ← you
        You are *1st* with 0. Your first share puts you on the board.
        A tie goes to the better seed.
        ");
        t.rep("Bo").asks("/contest join").await;
        t.skim().await;
        t.clock().set("2026-03-06 10:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("notice").await, @r"
        :crossed_swords: *Cup*: the first round is drawn.
        The last round, until Friday 13 March, 10:00 (Berlin):
        • Ana Sørensen 0 : 0 Bo Chen
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_came_to_the_knockout() {
    play(async |t| {
        t.contest("knockout \"Cup\" for 5d").await;
        t.clock().set("2026-03-08 10:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("final").await, @r"
        :trophy: *Cup* is over.
        It ended before a round was drawn.
        Nobody scored this time.
        Together: 0 points from 0 shares; 0 of 0 took part. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_league_moves_people_up_and_down() {
    play(async |t| {
        let wins = t.channel("social-wins");
        t.contest("league-month \"League\"").await;
        let names = ["Ana", "Bo", "Noor", "Kai", "Jo", "María", "Łukasz", "Tomás", "Priya", "Mia"];
        for name in names {
            t.rep(name).asks("/contest join").await;
        }
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        t.skim().await;
        t.clock().set("2026-03-04 10:00").await;
        assert_snapshot!(wins.next_of("notice").await, @r"
        :crossed_swords: *League*: the first round is drawn.
        Round 1 of 4, until Wednesday 11 March, 12:00 (Berlin):
        *Pool 1*: Ana Sørensen · Bo Chen · Jo Park · Kai Weber · Łukasz Žák · María Núñez · Mia Roth · Noor Haddad · Priya Raman · Tomás Ferreira
        ");
        share(t, &[("Mia", What::Article)]).await;
        assert_snapshot!(t.rep("Noor").shares(What::Original).await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You have 15 this round (15 in all) in *League*.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        ");
        t.skim().await;
        assert_snapshot!(t.rep("Noor").asks("/leaderboard").await, @r"
        *League* — 26 days 23 hours left
        Round 1 of 4, until Wednesday 11 March, 12:00 (Berlin).
        *Pool 1*
        1. Mia Roth — 20 this round (20 in all), 5 ahead
        *2. Noor Haddad — 15 this round (15 in all)* ← you
        3. Ana Sørensen — 0 this round (20 in all), 15 behind
        4. Bo Chen — 0 this round (15 in all), 15 behind
        You are *2nd* with 15 this round (15 in all). 5 points to the next place up.
        Of those who are level, more points in all are ahead.
        ");
        t.clock().set("2026-03-05 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *League* — Thursday, 26 days left
        Round 1 of 4, until Wednesday, 12:00 (Berlin).
        *Pool 1*: 1. Mia Roth 20 · 2. Noor Haddad 15 · 3. Ana Sørensen 0
        2 of 10 active yesterday; 4 shares so far.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn each_days_best_takes_the_hill() {
    play(async |t| {
        let wins = t.channel("social-wins");
        t.contest("king-of-the-hill \"Hill\" for 4d").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        assert_snapshot!(t.rep("Noor").shares(What::Words).await, @r"
        :white_check_mark: *+10* — share with own words (5) · first this week (5)
        You have 10 today in *Hill*, and 0 days on the hill.
        Active 1 of 3 workdays this week. Next milestone: 25 (15 to go).
        You are in *Hill* now.
        ");
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *Hill* — Wednesday, 3 days 1 hour left
        *Ana Sørensen* holds the hill.
        1. Ana Sørensen — 1 day on the hill
        3 of 3 active yesterday; 3 shares so far.
        ");
        share(t, &[("Bo", What::Article), ("Noor", What::Link)]).await;
        t.clock().set("2026-03-05 09:00").await;
        t.skim().await;
        share(t, &[("Bo", What::Article)]).await;
        t.skim().await;
        assert_snapshot!(t.rep("Noor").asks("/leaderboard").await, @r"
        *Hill* — 2 days 1 hour left
        *Bo Chen* holds the hill.
        1. Bo Chen — 1 day on the hill (15 today), 1 day ahead
        2. Ana Sørensen — 1 day on the hill, 1 day ahead
        *3. Noor Haddad — 0 days on the hill (new)* ← you
        You are *3rd* with 0 days on the hill. 1 day to the next place up.
        Of those who are level, more points in all are ahead.
        ");
        t.clock().set("2026-03-07 10:00").await;
        assert_snapshot!(wins.next_of("final").await, @r"
        :trophy: *Hill* is over.
        *Bo Chen* holds the hill.
        1. Bo Chen — 2 days on the hill
        2. Ana Sørensen — 1 day on the hill
        Together: 76 points from 6 shares; 3 of 3 took part. Of those who are level, more points in all are ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}
