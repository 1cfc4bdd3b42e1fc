//! Likeness: words that were shared before earn half, or nothing, and nobody hears whose they were.

use insta::assert_snapshot;

use crate::harness::{own_words, play};

const OWN: &str = "Three discovery calls this week, and the same question came up in every single one of them. We \
    changed how we open a demo: their problem first, our product last.";

#[tokio::test]
async fn a_copy_earns_nothing_and_never_says_whose_it_is() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks(&format!("/share https://acme.example.com/a {OWN}")).await;
        let hint = bo.asks(&format!("/share https://acme.example.com/b {} ", OWN.to_uppercase())).await;
        assert_snapshot!(hint, @r"
        :bulb: This reads 100 % like something already shared here, so it earns nothing. Add one line only you could write and `/share` it again.
        You are in *Spring Sprint* now.
        ");
        assert!(!hint.contains("Ana"));
        assert_eq!(bo.points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_copy_with_lines_of_ones_own_counts_with_the_same_link() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks(&format!("/share https://acme.example.com/a {OWN}")).await;
        bo.asks(&format!("/share https://acme.example.com/b {OWN}")).await;
        let more = "What surprised me: nobody asked for the price before minute forty, and two of them brought \
            their own numbers along. I keep a list of these questions on my desk and read it on Mondays.";
        bo.asks(&format!("/share https://acme.example.com/b {more} {OWN}")).await;
        assert_eq!(bo.points().await, 5 + 5);
    })
    .await;
}

#[tokio::test]
async fn words_that_are_much_alike_earn_half() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks(&format!("/share https://acme.example.com/a {OWN}")).await;
        let alike = format!("{OWN} It took us a quarter to dare this.");
        assert_snapshot!(bo.asks(&format!("/share https://acme.example.com/b {alike}")).await, @r"
        :white_check_mark: *+8* — share with own words (5 × ½; 81 % like an earlier share) · first this week (5)
        You are *2nd* in *Spring Sprint* with 8; 2 behind the next place.
        Active 1 of 3 workdays this week. Next milestone: 25 (17 to go).
        You are in *Spring Sprint* now.
        ");
        assert_eq!(bo.points().await, 3 + 5, "half of five, rounded up");
    })
    .await;
}

#[tokio::test]
async fn a_message_that_is_a_copy_is_not_marked_until_its_words_are_ones_own() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks(&format!("/share https://acme.example.com/a {OWN}")).await;
        let post = bo.says(&format!("https://acme.example.com/b {OWN}")).await;
        bo.hears().await;
        assert!(!t.is_marked(&post).await);
        bo.edits(&post, &format!("https://acme.example.com/b {}", own_words(9))).await;
        assert!(t.is_marked(&post).await);
        assert_eq!(bo.points().await, 5 + 5);
        t.skim().await;
    })
    .await;
}
