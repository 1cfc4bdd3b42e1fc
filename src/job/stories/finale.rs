//! The end of a contest: its marks on the way, and the final standings, once.

use insta::assert_snapshot;

use crate::domain::contest::Phase;
use crate::harness::{What, play};

#[tokio::test]
async fn a_contest_ends_with_its_final_standings_once() {
    play(async |t| {
        t.sprint().await;
        let wins = t.channel("social-wins");
        for (name, what) in
            [("Ana", What::Article), ("Bo", What::Original), ("Noor", What::Words), ("Kai", What::Link)]
        {
            t.rep(name).shares(what).await;
        }
        t.rep("Jo").asks("/contest join").await;
        t.skim().await;
        t.clock().set("2026-03-08 09:59").await;
        t.skim().await;
        t.clock().set("2026-03-08 10:00").await;
        let last = wins.next().await;
        assert_snapshot!(last, @r"
        :trophy: *Spring Sprint* is over.
        1. Ana Sørensen — 20
        2. Bo Chen — 15
        3. Noor Haddad — 10
        Together: 51 points from 4 shares; 4 of 5 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        assert_eq!(last.kind.as_deref(), Some("final"));
        assert_eq!(t.contests().await[0].phase, Phase::Closed);
        t.clock().advance("3d").await;
        wins.is_quiet().await;
        t.manager().asks("/contest end").await;
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn halfway_the_last_day_and_the_last_hour_are_told() {
    play(async |t| {
        t.sprint().await;
        let mut told = Vec::new();
        // Half of it is over at ten in the evening: nobody hears of it before the morning.
        t.clock().set("2026-03-06 07:59").await;
        assert_eq!(t.channel("social-wins").all_of("notice").await, [""; 0]);
        for mark in ["2026-03-06 08:00", "2026-03-07 10:00", "2026-03-08 09:00"] {
            t.clock().set(mark).await;
            told.push(t.channel("social-wins").next_of("notice").await.to_string());
            t.skim().await;
        }
        assert_snapshot!(told.join("\n"), @r"
        :hourglass_flowing_sand: Half of *Spring Sprint* is over: 2 days 2 hours left to move up.
        :hourglass_flowing_sand: *Spring Sprint*: 1 day left. `/leaderboard` shows what is within reach.
        :hourglass_flowing_sand: *Spring Sprint*: 1 hour left. `/leaderboard` shows what is within reach.
        ");
    })
    .await;
}

#[tokio::test]
async fn a_contest_whose_end_was_slept_through_ends_when_the_bot_wakes() {
    play(async |t| {
        t.sprint().await;
        t.rep("Ana").shares(What::Original).await;
        t.clock().leap("2026-03-20 10:00").await;
        assert_eq!(t.channel("social-wins").next().await.kind.as_deref(), Some("final"));
        t.channel("social-wins").is_quiet().await;
    })
    .await;
}
