//! Stories of messages: a link dropped in the contest's channel counts, and stays in step with its message.

use insta::assert_snapshot;
use serde_json::json;

use crate::domain::id::ChannelId;
use crate::event::EventKind;
use crate::harness::{What, own_words, play};

#[tokio::test]
async fn a_link_in_the_contests_channel_counts_and_is_marked() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let first = ana.drops(What::Original).await;
        assert!(t.is_marked(&first).await);
        assert_snapshot!(ana.hears().await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are *1st* in *Spring Sprint* with 15; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        You are in *Spring Sprint* now.
        ");
        let second = ana.drops(What::Words).await;
        assert!(t.is_marked(&second).await);
        ana.hears_nothing().await;
        assert_eq!(ana.points().await, 20);
    })
    .await;
}

#[tokio::test]
async fn talk_other_channels_and_bots_do_not_count() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        for words in ["Good luck everyone!", "see https://lnkd.in/abc", "http://localhost/", "a <!channel> b"]
        {
            ana.says(words).await;
        }
        ana.at("general").drops(What::Original).await;
        let posted = t.slack().call(
            "chat.postMessage",
            json!({
                "channel": "C0WINS", "text": format!("look: {}", t.fresh(What::Original)),
            }),
        );
        assert_eq!(posted["ok"], true);
        t.skim().await;
        assert_eq!((ana.points().await, t.calls("reactions.add")), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_reply_in_a_thread_counts_as_messages_do() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        let post = ana.says("who has read something good?").await;
        let reply = bo.replies(&post, &t.fresh(What::Words)).await;
        assert!(t.is_marked(&reply).await);
        assert_eq!((ana.points().await, bo.points().await), (0, 10));
        t.skim().await;
    })
    .await;
}

/// Slack reports its previews of links as edits, and nobody edited anything.
#[tokio::test]
async fn an_unfurled_link_counts_once() {
    play(async |t| {
        t.sprint().await;
        t.rep("Ana").drops(What::Words).await;
        assert_eq!(t.rep("Ana").points().await, 10);
        assert_eq!((t.calls("reactions.add"), t.calls("reactions.remove")), (1, 0));
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_scores_the_same_changes_nothing() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let post = ana.says(&format!("https://acme.example.com/a {}", own_words(1))).await;
        t.skim().await;
        ana.edits(&post, &format!("https://acme.example.com/a/?utm_source=x {}", own_words(2))).await;
        assert!(t.is_marked(&post).await);
        assert_eq!((ana.points().await, t.calls("reactions.add"), t.calls("reactions.remove")), (10, 1, 0));
        assert_eq!(ana.asks("/pace why").await.lines().count(), 2);
        ana.edits(&post, "https://acme.example.com/a and few words").await;
        assert_eq!(ana.points().await, 6, "now it is a bare link");
        assert!(t.is_marked(&post).await);
        ana.hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_takes_the_link_out_takes_the_points_and_the_mark() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let post = ana.drops(What::Original).await;
        t.skim().await;
        ana.edits(&post, "never mind").await;
        assert!(!t.is_marked(&post).await);
        assert_eq!(ana.points().await, 0);
        ana.edits(&post, &t.fresh(What::Original)).await;
        assert!(t.is_marked(&post).await);
        assert_eq!(ana.points().await, 15);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_edit_to_another_link_counts_at_the_messages_own_time() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let post = ana.drops(What::Original).await;
        t.clock().advance("1d").await;
        t.skim().await;
        ana.edits(&post, &t.fresh(What::Original)).await;
        assert_eq!(ana.points().await, 15);
        ana.shares(What::Original).await;
        assert_eq!(ana.points().await, 25, "Wednesday's cap is untouched");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_deleted_message_takes_its_points_along_and_pays_nothing_twice() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let draft = t.fresh(What::Original);
        for _ in 0..3 {
            let post = ana.says(&draft).await;
            assert_eq!(ana.points().await, 15);
            ana.deletes(&post).await;
            assert_eq!(ana.points().await, 0);
            t.skim().await;
        }
        ana.asks(&format!("/share {draft}")).await;
        assert_eq!(ana.points().await, 15);
    })
    .await;
}

/// Slack promises no order.
#[tokio::test]
async fn a_message_whose_deletion_came_first_does_not_count() {
    play(async |t| {
        t.sprint().await;
        let (channel, ts) = (ChannelId::from("C0WINS"), "1772528400.000100".to_owned());
        let deleted = EventKind::MessageDeleted { channel: channel.clone(), ts: ts.clone(), user: None };
        let posted = EventKind::MessagePosted {
            channel,
            user: "U0ANA".into(),
            text: t.fresh(What::Original),
            ts,
            thread_ts: None,
            channel_type: None,
        };
        t.hands("event:Ev2", deleted).await;
        t.hands("event:Ev1", posted).await;
        assert_eq!((t.rep("Ana").points().await, t.calls("reactions.add")), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_link_that_comes_with_an_edit_counts() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let post = ana.says("wait for it").await;
        ana.edits(&post, "https://acme.example.com/a here it is").await;
        assert!(t.is_marked(&post).await);
        assert_eq!(ana.points().await, 6);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_message_with_a_thread_is_deleted_like_any_other() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let post = ana.drops(What::Original).await;
        t.rep("Bo").replies(&post, "nice one").await;
        ana.deletes(&post).await;
        assert_eq!(ana.points().await, 0);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_slack_delivers_twice_counts_once() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        t.goes_wrong(json!({"kind": "duplicate", "times": 100}));
        let post = ana.drops(What::Original).await;
        assert_eq!(ana.points().await, 15);
        ana.hears().await;
        ana.edits(&post, &t.fresh(What::Original)).await;
        assert_eq!(ana.points().await, 15);
        ana.deletes(&post).await;
        assert_eq!(ana.points().await, 0);
        t.slack().clear_faults();
        ana.hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn after_the_close_neither_edit_nor_deletion_changes_anything() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let (one, other) = (ana.drops(What::Original).await, ana.drops(What::Article).await);
        assert_eq!(ana.points().await, 30);
        t.manager().asks("/contest end").await;
        t.skim().await;
        ana.edits(&one, "never mind").await;
        ana.deletes(&other).await;
        assert_eq!(ana.points().await, 30);
        assert!(t.is_marked(&one).await);
        ana.asks("/pace undo").await;
        assert_eq!(ana.points().await, 30);
    })
    .await;
}

#[tokio::test]
async fn a_message_that_does_not_count_is_not_marked_and_only_its_author_hears_why() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.says("https://x.com/ana/status/1899999999999999999 original").await;
        t.skim().await;
        let post = bo.says("https://twitter.com/ana/status/1899999999999999999 original").await;
        assert!(!t.is_marked(&post).await);
        assert_snapshot!(bo.hears().await, @"Somebody shared that post before you, and one person's post counts once; share your comment on it with `comment` after the link, or, if it is your own, ask a manager by `/pace appeal` and the link.");
        assert_eq!(bo.points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn of_several_links_in_a_message_the_first_counts() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.says("https://acme.example.com/a and https://acme.example.com/b").await;
        assert_eq!(ana.points().await, 6);
        t.skim().await;
        ana.asks("/share https://acme.example.com/b").await;
        assert_eq!(ana.points().await, 7);
    })
    .await;
}
