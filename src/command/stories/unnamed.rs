//! Somebody who does not want their name in public plays all the same.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{Player, Stage, What, play};

/// Whether anything that others read names her.
fn others_never_read(t: &Stage, ana: &Player<'_>) {
    for said in t.said().iter().filter(|said| said.to.is_none()) {
        let words = format!("{} {}", said.text, said.blocks);
        for name in ["Ana", "Sørensen", ana.id.as_str()] {
            assert!(!words.contains(name), "{said:#?}");
        }
    }
}

#[tokio::test]
async fn a_whole_contest_never_names_her_in_public() {
    play(async |t| {
        let (ana, bo, wins) = (t.rep("Ana"), t.rep("Bo"), t.channel("social-wins"));
        ana.asks("/pace settings board off").await;
        // Four weeks before, so that somebody can improve on them.
        t.contest("sprint-week \"Warm-up\" for 2d").await;
        share(t, &[("Ana", What::Original), ("Bo", What::Original)]).await;
        t.clock().advance("3d").await;
        t.contest("sprint-week \"Spring Sprint\" for 14d").await;
        share(t, &[("Bo", What::Words), ("Noor", What::Link), ("Kai", What::Comment), ("Ana", What::Link)])
            .await;
        t.clock().set("2026-03-07 09:30").await;
        t.skim().await;
        bo.asks("/pace duel @ana.sorensen for 1d").await;
        ana.privately().clicks("Accept").await;
        assert_snapshot!(wins.next_of("notice").await, @":crossed_swords: A duel in *Spring Sprint*: *Bo Chen* against *a player*, until tomorrow, 09:30 (Berlin). Who earns more wins.");
        share(t, &[("Ana", What::Original), ("Ana", What::Article)]).await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: *A player* takes the lead in *Spring Sprint*, 6 ahead of *Bo Chen*.");
        t.clock().set("2026-03-08 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *Spring Sprint* — Sunday, 12 days 1 hour left
        1. A player — 31 (up 2)
        2. Bo Chen — 10 (down 1)
        Biggest move: A player, up 2. Duels: Bo Chen 0 : 25 A player. 1 of 4 active yesterday; 6 shares so far.
        ");
        assert_snapshot!(bo.asks("/leaderboard").await, @r"
        *Spring Sprint* — 12 days 1 hour left
        1. A player — 31, 21 ahead
        *2. Bo Chen — 10* ← you
        3. Kai Weber — 7, 3 behind
        4. Noor Haddad — 6, 4 behind
        You are *2nd* with 10; the same as on the last daily board. 21 points to the next place up.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_snapshot!(ana.asks("/leaderboard").await, @r"
        *Spring Sprint* — 12 days 1 hour left
        *1. Ana Sørensen — 31* ← you
        2. Bo Chen — 10, 21 behind
        3. Kai Weber — 7, 24 behind
        You are *1st* with 31; the same as on the last daily board. Nobody is ahead of you.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        assert_snapshot!(bo.asks("/leaderboard this week").await, @r"
        *Spring Sprint* — 2 to 8 March
        1. A player — 31, 21 ahead
        *2. Bo Chen — 10* ← you
        3. Kai Weber — 7, 3 behind
        4. Noor Haddad — 6, 4 behind
        You are *2nd* with 10, of 4 who scored.
        ");
        t.clock().set("2026-03-08 09:30").await;
        assert_snapshot!(wins.next_of("notice").await, @":crossed_swords: *A player* wins the duel with Bo Chen in *Spring Sprint*, 25 to 0.");
        t.clock().set("2026-03-09 10:00").await;
        for day in ["09", "10", "11", "12", "13"] {
            t.clock().set(&format!("2026-03-{day} 10:00")).await;
            share(t, &[("Bo", What::Original), ("Bo", What::Article), ("Ana", What::OriginalOnX)]).await;
        }
        t.skim().await;
        for day in ["14", "15", "16"] {
            t.clock().set(&format!("2026-03-{day} 10:00")).await;
            share(t, &[("Ana", What::Original), ("Ana", What::Article), ("Ana", What::Words)]).await;
        }
        t.skim().await;
        t.manager().asks("/contest adjust @ana.sorensen +20 counted twice by hand").await;
        t.manager().asks("/contest end \"Spring Sprint\"").await;
        assert_snapshot!(wins.next_of("final").await, @r"
        :trophy: *Spring Sprint* is over.
        1. A player — 201
        2. Bo Chen — 110
        Most improved: A player, +3,652 % on the four weeks before.
        Together: 324 points from 30 shares; 4 of 4 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.manager().asks("/contest adjust @ana.sorensen -1 of \"Spring Sprint\" too much").await;
        t.skim().await;
        others_never_read(t, &ana);
    })
    .await;
}

#[tokio::test]
async fn teams_rounds_and_draws_do_not_name_her_either() {
    play(async |t| {
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks("/pace settings board off").await;
        t.contest("team-cup \"Cup\" for 5d").await;
        ana.asks("/contest team create \"Hawks\" of \"Cup\"").await;
        bo.asks("/contest team join \"Hawks\" of \"Cup\"").await;
        assert_snapshot!(bo.asks("/contest team of \"Cup\"").await, @r"
        *Teams in Cup*
        • *Hawks*: A player (captain), Bo Chen
        ");
        assert_snapshot!(bo.asks("/contest team name \"Eagles\" of \"Cup\"").await, @"Only the captain of *Hawks* can do that.");
        t.contest("raffle \"Pot\" for 5d").await;
        t.contest("knockout \"Cup of kings\" for 5d").await;
        t.contest("league-month \"League\" for 14d").await;
        t.contest("king-of-the-hill \"Hill\" for 5d").await;
        for name in ["Ana", "Bo", "Noor", "Kai"] {
            for title in ["Pot", "Cup of kings", "League", "Hill"] {
                t.rep(name).asks(&format!("/contest join \"{title}\"")).await;
            }
        }
        for day in ["03", "04", "05", "06", "07"] {
            t.clock().set(&format!("2026-03-{day} 12:00")).await;
            for what in [What::Original, What::Article, What::OriginalOnX] {
                share(t, &[("Ana", what)]).await;
            }
            share(t, &[("Bo", What::Link)]).await;
        }
        t.clock().set("2026-03-18 10:00").await;
        t.skim().await;
        let finals: Vec<String> = t
            .said()
            .into_iter()
            .filter(|said| said.kind.as_deref() == Some("final"))
            .map(|said| said.text)
            .collect();
        assert_eq!(finals.len(), 5, "{finals:#?}");
        assert!(finals.iter().filter(|text| text.contains("A player")).count() >= 4, "{finals:#?}");
        others_never_read(t, &ana);
    })
    .await;
}

#[tokio::test]
async fn praise_that_waits_goes_by_what_she_wants_when_it_is_said() {
    play(async |t| {
        t.sprint().await;
        let (ana, wins) = (t.rep("Ana"), t.channel("social-wins"));
        share(t, &[("Ana", What::Link), ("Bo", What::Words)]).await;
        t.skim().await;
        t.clock().set("2026-03-03 21:00").await;
        share(t, &[("Ana", What::Original), ("Bo", What::Article)]).await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        ana.asks("/pace settings board off").await;
        t.clock().set("2026-03-04 08:00").await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: Three pieces of good news: *A player* in the lead, 6 ahead and 25 points · *Bo Chen* 25 points");
        ana.asks("/pace settings board on").await;
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        1. Bo Chen — 35
        2 of 2 active yesterday; 6 shares so far.
        ");
        t.skim().await;
    })
    .await;
}
