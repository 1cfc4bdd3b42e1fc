//! `/share`: what a share earns, and what the rep hears.

use futures_util::future::join_all;
use insta::assert_snapshot;

use crate::harness::{What, own_words, play};

#[tokio::test]
async fn an_original_post_counts_and_the_receipt_says_why() {
    play(async |t| {
        t.sprint().await;
        let (ana, lukasz) = (t.rep("Ana"), t.rep("Łukasz"));
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are *1st* in *Spring Sprint* with 15; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        You are in *Spring Sprint* now.
        ");
        ana.shares(What::Words).await;
        lukasz.shares(What::Original).await;
        assert_snapshot!(lukasz.shares(What::Comment).await, @r"
        :white_check_mark: *+2* — comment (2)
        You are *2nd* in *Spring Sprint* with 17; 3 behind the next place.
        Active 1 of 3 workdays this week. Next milestone: 25 (8 to go).
        ");
        assert_eq!((ana.points().await, lukasz.points().await), (20, 17));
    })
    .await;
}

#[tokio::test]
async fn share_help_answers_with_its_usage() {
    play(async |t| {
        t.sprint().await;
        assert_snapshot!(t.rep("Ana").asks("/share help").await, @r"
        Submit something you shared, and see at once what it earned
        • `/share` opens a form
        • `/share &lt;link&gt; your own words` counts a post you passed on; 100 characters of your own words earn more
        • `/share &lt;link&gt; original …` counts a post you wrote; `article`, `comment` and `like` work the same way
        • `/share &lt;link&gt; yesterday …` counts it for yesterday
        ");
    })
    .await;
}

#[tokio::test]
async fn a_hundred_characters_of_own_words_make_the_difference() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let words: String = own_words(77).chars().take(100).collect();
        let short = &words[..99];
        assert_snapshot!(ana.asks(&format!("/share https://acme.example.com/a {short}")).await, @r"
        :white_check_mark: *+6* — link (1) · first this week (5). With 100 characters of your own words it would pay 5.
        You are *1st* in *Spring Sprint* with 6; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (19 to go).
        You are in *Spring Sprint* now.
        ");
        assert_eq!(ana.points().await, 1 + 5);
        ana.asks(&format!("/share https://acme.example.com/b {words}")).await;
        assert_eq!(ana.points().await, 1 + 5 + 5);
    })
    .await;
}

#[tokio::test]
async fn link_kind_hashtags_and_mentions_are_no_own_words() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let padding =
            "#sales #wins @Bo Chen @Mia Roth https://acme.example.com/another/page/with/a/long/address";
        ana.asks(&format!("/share https://acme.example.com/a #original {padding} hello there")).await;
        assert_eq!(ana.points().await, 1 + 5);
    })
    .await;
}

#[tokio::test]
async fn a_share_whose_cap_is_spent_falls_to_the_next_rule() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let mut points = Vec::new();
        for _ in 0..6 {
            ana.shares(What::Original).await;
            points.push(ana.points().await - 5);
        }
        // One original a day and network, two shares with own words, two links, and then nothing.
        assert_eq!(points, [10, 15, 20, 21, 22, 22]);
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :memo: Counted, no points: what counts of this kind today is already in. It keeps your week active. An article would still pay 8.
        You are *1st* in *Spring Sprint* with 27; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (23 to go).
        ");
        ana.shares(What::OriginalOnX).await;
        assert_eq!(ana.points().await - 5, 30, "another network has a cap of its own; the day has its most");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn caps_hold_for_shares_sent_all_at_once() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let lines: Vec<String> = (0..6).map(|_| format!("/share {}", t.fresh(What::Original))).collect();
        join_all(lines.iter().map(|line| ana.types(line))).await;
        assert_eq!(ana.points().await - 5, 22);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn everybody_may_share_at_the_same_moment() {
    play(async |t| {
        t.sprint().await;
        let team =
            ["Ana", "Łukasz", "María", "Jo", "Bo", "Noor", "Tomás", "Priya", "Kai"].map(|name| t.rep(name));
        join_all(team.iter().map(|rep| rep.shares(What::Original))).await;
        for rep in &team {
            assert_eq!(rep.points().await, 15);
        }
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_day_pays_thirty_at_most() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Original).await;
        ana.shares(What::Article).await;
        assert_snapshot!(ana.shares(What::OriginalOnX).await, @r"
        :white_check_mark: *+5* — original post (10, the day's most leaves 5)
        You are *1st* in *Spring Sprint* with 35; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (15 to go).
        ");
        assert_snapshot!(ana.shares(What::Words).await, @r"
        :memo: Counted, no points: you have today's most already. It keeps your week active.
        You are *1st* in *Spring Sprint* with 35; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 50 (15 to go).
        ");
        assert_eq!(ana.points().await, 30 + 5);
        t.skim().await;
        t.clock().set("2026-03-04 00:00").await;
        ana.shares(What::Words).await;
        assert_eq!(ana.points().await, 30 + 5 + 5);
    })
    .await;
}

#[tokio::test]
async fn the_third_article_of_a_week_falls_to_the_next_rule() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        for _ in 0..3 {
            ana.shares(What::Article).await;
            t.clock().advance("1d").await;
        }
        assert_eq!(ana.points().await, 15 + 5 + 15 + 5);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn the_first_share_of_a_week_earns_five_more() {
    play(async |t| {
        t.contest("most-points \"Open Season\" for 3w").await;
        let ana = t.rep("Ana");
        ana.shares(What::Link).await;
        ana.shares(What::Link).await;
        assert_eq!(ana.points().await, 1 + 5 + 1);
        t.clock().set("2026-03-08 23:59").await;
        ana.shares(What::Link).await;
        assert_eq!(ana.points().await, 8);
        t.clock().set("2026-03-09 00:00").await;
        ana.shares(What::Link).await;
        assert_eq!(ana.points().await, 8 + 1 + 5);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_like_keeps_the_week_active_and_leaves_the_bonus_for_what_pays() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/share https://x.com/bo/status/1899 like").await, @r"
        :memo: Counted, no points: a like pays nothing here, but it keeps your week active. An article would still pay 15.
        You are *1st* in *Spring Sprint* with 0.
        Active 0 of 3 workdays this week. Next milestone: 25 (25 to go).
        You are in *Spring Sprint* now.
        ");
        assert_eq!(ana.points().await, 0);
        ana.shares(What::Link).await;
        assert_eq!(ana.points().await, 1 + 5);
    })
    .await;
}

#[tokio::test]
async fn yesterday_counts_under_yesterdays_caps() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Original).await;
        assert_snapshot!(ana.asks("/share https://acme.example.com/a yesterday").await, @"*Spring Sprint* had not begun yesterday; leave out `yesterday` to count this for today.");
        t.clock().advance("1d").await;
        t.skim().await;
        let words = own_words(500);
        let late =
            format!("/share https://www.linkedin.com/posts/ana_x-activity-7299-a original yesterday {words}");
        ana.asks(&late).await;
        assert_eq!(ana.points().await, 10 + 5 + 5, "Tuesday's original was spent");
        ana.shares(What::Original).await;
        assert_eq!(ana.points().await, 10 + 5 + 5 + 10, "and Wednesday's was not");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_share_in_the_direct_message_counts_too() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana").privately();
        ana.shares(What::Original).await;
        assert_eq!(ana.points().await, 15);
    })
    .await;
}
