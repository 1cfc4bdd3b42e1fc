//! Stories of own words that are added to a bare link.

use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{What, home, own_words, play};
use crate::interaction::SCORE_THIS;
use crate::play::housekeeping;

#[tokio::test]
async fn words_added_to_a_bare_link_raise_what_it_earned() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let receipt = ana.shares(What::Link).await;
        assert_eq!(receipt.buttons(), ["Add own words"]);
        assert_eq!(ana.points().await, 6);
        ana.clicks("Add own words").await;
        assert_snapshot!(ana.form(), @r"
        Add own words
        To your share of <https://www.acme.example.com/news/0|acme.example.com/news/0>
        Your own words:   ~ From 100 characters on it earns more.
        [Cancel] [Add]
        ");
        let own = own_words(3);
        assert_eq!(ana.sends(&[("words", json!(own))]).await, "");
        assert_snapshot!(ana.form(), @r"
        Counted
        :white_check_mark: *+10* — share with own words (5) · first this week (5)
        You are *1st* in *Spring Sprint* with 10; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (15 to go).
        [Undo]
        [Done]
        ");
        assert_eq!(ana.points().await, 10);
        ana.closes().await;
        // The receipt still names the share that was taken back for it.
        ana.clicks("Add own words").await;
        assert_eq!(ana.form().shows("words"), own);
        assert_snapshot!(ana.sends(&[("words", json!(own))]).await, @"words: Write a few words of your own; these are the ones it has.");
        ana.closes().await;
    })
    .await;
}

#[tokio::test]
async fn the_receipt_takes_more_words_where_the_first_were_too_few() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Link).await;
        for words in ["short".to_owned(), "short, too".to_owned(), own_words(8)] {
            ana.clicks("Add own words").await;
            assert_eq!(ana.sends(&[("words", json!(words))]).await, "", "{words}");
            ana.closes().await;
        }
        assert_eq!(ana.points().await, 10);
        ana.asks("/pace undo").await;
        ana.clicks("Add own words").await;
        assert_snapshot!(ana.hears().await, @"That share cannot be given words any more; put them behind the link of your next one.");
        assert_eq!(ana.points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn undo_on_a_receipt_takes_back_the_share_that_was_given_words_since() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.opens("/share").await;
        ana.sends(&[("link", json!("https://www.acme.example.com/news/now"))]).await;
        let receipt = ana.form();
        ana.presses("Add own words").await;
        ana.sends(&[("words", json!(own_words(6)))]).await;
        assert_eq!(ana.points().await, 10);
        ana.closes().await;
        for press in ["the first", "and again"] {
            ana.presses_in(&receipt, "Undo").await;
            assert!(
                ana.form().to_string().contains("Taken back (−10 in *Spring Sprint*)."),
                "{press}: {}",
                ana.form()
            );
            ana.closes().await;
        }
        assert_eq!(ana.points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_message_in_the_channel_is_given_words_by_its_shortcut() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        let post = ana.drops(What::Link).await;
        t.skim().await;
        assert!(t.is_marked(&post).await);
        ana.uses(SCORE_THIS, Some(&post)).await;
        let own = own_words(4);
        assert_eq!(ana.sends(&[("words", json!(own))]).await, "");
        assert_eq!(ana.points().await, 10);
        assert!(t.is_marked(&post).await, "it still counts");
        ana.closes().await;
        // An edit of the message that leaves its link takes nothing away.
        ana.edits(&post, "https://www.acme.example.com/news/0 now").await;
        assert_eq!(ana.points().await, 10);
        let (store, now) = (t.bot().store.clone(), t.slack().now());
        store.write(async move |tx| housekeeping::plan(tx, &home(), now).await).await.unwrap();
        t.clock().advance("4d").await;
        t.skim().await;
        ana.edits(&post, "https://www.acme.example.com/news/0 as of now").await;
        assert_eq!(ana.points().await, 10, "however much later");
        bo.uses(SCORE_THIS, Some(&post)).await;
        assert!(!bo.form().shows("link").is_empty(), "of somebody else's message, a share of one's own");
        bo.closes().await;
    })
    .await;
}

#[tokio::test]
async fn words_that_are_none_or_come_too_late_are_refused() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Link).await;
        ana.clicks("Add own words").await;
        assert_snapshot!(ana.sends(&[("words", json!("#ad @bo"))]).await, @"words: Write a few words of your own; these are the ones it has.");
        ana.asks("/pace undo").await;
        assert_snapshot!(ana.sends(&[("words", json!("all my own"))]).await, @"words: That share cannot be given words any more; put them behind the link of your next one.");
        assert_eq!(ana.points().await, 0);
        ana.closes().await;
        ana.shares(What::Link).await;
        t.manager().asks("/contest pause").await;
        t.skim().await;
        ana.clicks("Add own words").await;
        assert_snapshot!(ana.sends(&[("words", json!(own_words(5)))]).await, @"words: Spring Sprint is paused, so shares do not count now; send this again when it goes on.");
        assert_eq!(ana.points().await, 6);
        t.manager().asks("/contest resume").await;
        assert_eq!(ana.sends(&[("words", json!(own_words(5)))]).await, "");
        assert_eq!(ana.points().await, 10);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_bare_link_shared_by_form_is_given_words_on_the_spot() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.opens("/share").await;
        ana.sends(&[("link", json!("https://www.acme.example.com/news/now"))]).await;
        ana.presses("Add own words").await;
        assert_eq!(ana.sends(&[("words", json!(own_words(6)))]).await, "");
        assert_eq!(ana.points().await, 10);
        ana.closes().await;
        assert!(ana.form().to_string().starts_with("Counted"), "the receipt lies below");
        ana.hears_nothing().await;
    })
    .await;
}
