//! What people complain about in bots like this one, each by its name.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, own_words, play};

#[tokio::test]
async fn undo_that_pays_twice() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let draft = t.fresh(What::Original);
        for _ in 0..3 {
            ana.asks(&format!("/share {draft}")).await;
            assert_eq!(ana.points().await, 15);
            t.clock().advance("1m").await;
            ana.asks("/pace undo").await;
            assert_eq!(ana.points().await, 0);
            t.clock().advance("1m").await;
        }
        // The same by messages: written, deleted, and written again.
        for _ in 0..3 {
            let post = ana.says(&draft).await;
            assert_eq!(ana.points().await, 15);
            t.clock().advance("1m").await;
            ana.deletes(&post).await;
            assert_eq!(ana.points().await, 0);
        }
        ana.says(&draft).await;
        ana.asks(&format!("/share {draft}")).await;
        assert_eq!(ana.points().await, 15);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn renamed_links_that_pay_twice() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let spellings = [
            "https://www.linkedin.com/posts/ana_sales-activity-7300000000000000077-abcd",
            "https://de.linkedin.com/posts/somebody-else_other-words-activity-7300000000000000077-wxyz?utm_source=share",
            "https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000077/",
            "http://linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7300000000000000077?trk=x#comments",
        ];
        for (n, link) in spellings.iter().enumerate() {
            ana.asks(&format!("/share {link} original {}", own_words(n as u64))).await;
            assert_eq!(ana.points().await, 15, "{link}");
            t.clock().advance("1m").await;
        }
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn time_zone_streak_breaks() {
    play(async |t| {
        // Jo sits in New York, the contest runs in Berlin: late in the evening there it is the next day here.
        t.contest("most-points \"Long\" for 20d").await;
        let jo = t.rep("Jo");
        for day in ["2026-03-04", "2026-03-05", "2026-03-06"] {
            // Tuesday to Thursday, 19:00 in New York.
            t.clock().set(&format!("{day} 01:00")).await;
            t.skim().await;
            jo.shares(What::Link).await;
        }
        t.skim().await;
        assert_snapshot!(jo.asks("/pace me").await, @r"
        *Long*: 1st with 8 points; 17 days 9 hours left
        One active week so far. This week: active on 3 of 3 workdays.
        ");
        t.clock().set("2026-03-10 16:00").await;
        t.skim().await;
        assert_snapshot!(jo.shares(What::Article).await, @r"
        :white_check_mark: *+22* — article (15 × 1.1) · first this week (5)
        You are *1st* in *Long* with 30; nobody is ahead of you.
        :fire: One active week behind you: ×1.1. Next milestone: 50 (20 to go).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn departed_people_on_the_board() {
    play(async |t| {
        t.sprint().await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original), ("Kai", What::Words)]).await;
        let ana = t.rep("Ana");
        ana.is_deactivated(true).await;
        let board = t.rep("Bo").asks("/leaderboard").await;
        assert!(!board.contains("Ana") && board.contains("1. Bo Chen"), "{board:?}");
        ana.is_deactivated(false).await;
        let board = t.rep("Bo").asks("/leaderboard").await;
        assert!(board.contains("1. Ana Sørensen — 20"), "with the score they had: {board:?}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn unclear_ties() {
    play(async |t| {
        t.sprint().await;
        for (name, what) in
            [("Ana", What::Article), ("Bo", What::Original), ("Kai", What::Original), ("Noor", What::Link)]
        {
            t.rep(name).shares(what).await;
            t.clock().advance("1m").await;
        }
        assert_snapshot!(t.rep("Noor").asks("/leaderboard").await, @r"
        *Spring Sprint* — 4 days 23 hours left
        1. Ana Sørensen — 20, 14 ahead
        2. Bo Chen — 15, 9 ahead
        2. Kai Weber — 15, 9 ahead
        *4. Noor Haddad — 6* ← you
        You are *4th* with 6. 9 points to the next place up.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        t.manager().asks("/contest end").await;
        assert_snapshot!(t.channel("social-wins").next_of("final").await, @r"
        :trophy: *Spring Sprint* is over.
        1. Ana Sørensen — 20
        2. Bo Chen — 15
        Together: 56 points from 4 shares; 4 of 4 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:04 (Berlin).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn the_same_names_on_top_and_the_bottom_gives_up() {
    play(async |t| {
        t.sprint().await;
        let all = ["Ana", "Bo", "Kai", "Noor", "Jo", "Mia"];
        for (n, name) in all.iter().enumerate() {
            t.rep(name)
                .shares([What::Article, What::Original, What::Words, What::Words, What::Link, What::Link][n])
                .await;
            t.clock().advance("1m").await;
        }
        t.skim().await;
        t.clock().set("2026-03-04 09:00").await;
        let board = t.channel("social-wins").next_of("board").await;
        for name in ["Jo Park", "Mia Roth"] {
            assert!(!board.contains(&format!("{name} —")), "the bottom is nobody's business: {board:?}");
        }
        assert_snapshot!(t.rep("Jo").asks("/leaderboard").await, @r"
        *Spring Sprint* — 4 days 1 hour left
        1. Ana Sørensen — 20, 14 ahead
        2. Bo Chen — 15, 9 ahead
        3. Kai Weber — 10, 4 ahead
        3. Noor Haddad — 10, 4 ahead
        *5. Jo Park — 6* ← you
        5. Mia Roth — 6, level with you
        You are *5th* with 6; the same as on the last daily board. 4 points to the next place up.
        Equal points share a place; for prizes, whoever got there first is ahead.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn pings_annoy() {
    // That nothing the bot says can ping anybody is asked of every story at its end.
    play(async |t| {
        t.sprint().await;
        for _ in 0..3 {
            t.rep("Ana").shares(What::Article).await;
            t.rep("Ana").shares(What::Original).await;
            t.clock().advance("1d").await;
        }
        let shouted = t.channel("social-wins").all_of("shout_out").await;
        assert!(shouted.iter().any(|said| said.contains("*Ana Sørensen*")), "{shouted:?}");
        assert!(shouted.iter().all(|said| !said.contains("<@")), "{shouted:?}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn spam_of_shout_outs() {
    play(async |t| {
        t.sprint().await;
        for name in ["Ana", "Bo", "Kai"] {
            t.rep(name).shares(What::Article).await;
            t.rep(name).shares(What::Original).await;
            t.clock().advance("1m").await;
        }
        t.clock().advance("9m").await;
        let shouted = t.channel("social-wins").all_of("shout_out").await;
        assert_eq!(shouted.len(), 2, "the first at once, all that follow in one: {shouted:?}");
        // At night nobody is disturbed.
        t.clock().set("2026-03-03 22:00").await;
        t.rep("Noor").shares(What::Article).await;
        t.rep("Noor").shares(What::Original).await;
        t.clock().set("2026-03-04 07:59").await;
        assert_eq!(t.channel("social-wins").all_of("shout_out").await.len(), 0);
        t.clock().set("2026-03-04 08:01").await;
        assert_eq!(t.channel("social-wins").all_of("shout_out").await.len(), 1);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn unclear_scores() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let words = own_words(1);
        ana.asks(&format!("/share https://acme.example.com/a {words}")).await;
        t.clock().advance("1m").await;
        ana.asks(&format!("/share https://acme.example.com/b {words}")).await;
        t.clock().advance("1m").await;
        for _ in 0..3 {
            ana.shares(What::Link).await;
            t.clock().advance("1m").await;
        }
        let why = ana.asks("/pace why").await;
        assert_snapshot!(why, @r"
        *Spring Sprint*: 12, share by share
        • today, 10:04: *+0*, counted, every cap that fits was spent (<https://www.acme.example.com/news/2|acme.example.com/news/2>) · appeal 1
        • today, 10:03: *+1*, link 1 (<https://www.acme.example.com/news/1|acme.example.com/news/1>)
        • today, 10:02: *+1*, link 1 (<https://www.acme.example.com/news/0|acme.example.com/news/0>)
        • today, 10:01: *+0*, reads 100 % like an earlier share (<https://acme.example.com/b|acme.example.com/b>) · appeal 2
        • today, 10:00: *+10*, share with own words 5 + 5 first of the week (<https://acme.example.com/a|acme.example.com/a>)
        ");
        assert_eq!(why.buttons(), ["Appeal 1", "Appeal 2"]);
        t.skim().await;
    })
    .await;
}
