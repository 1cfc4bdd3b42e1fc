//! Posting, while Slack is in trouble: everything arrives, once, and in order.

use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{What, play};
use crate::sandbox::{BOT_USER, ChannelChange, PersonChange};

#[tokio::test]
async fn whatever_goes_wrong_with_a_post_it_arrives_once() {
    play(async |t| {
        let wins = t.channel("social-wins");
        for kind in ["rate_limited", "server_error", "html", "drop_before", "drop_after"] {
            t.goes_wrong(json!({"kind": kind, "method": "chat.postMessage"}));
            t.manager().asks(&format!("/contest start most-points \"After {kind}\" for 2d")).await;
            t.deliver().await;
            assert!(t.slack().faults_to_come().is_empty());
            assert!(wins.next().await.contains(&format!("After {kind}")));
            wins.is_quiet().await;
        }
    })
    .await;
}

#[tokio::test]
async fn slack_is_left_alone_for_as_long_as_it_asks() {
    play(async |t| {
        t.goes_wrong(json!({"kind": "rate_limited", "method": "chat.postMessage", "retry_after": 60}));
        t.manager().asks("/contest start most-points for 2d").await;
        t.channel("social-wins").next().await;
        assert_eq!((t.clock().shows(), t.calls("chat.postMessage")), ("2026-03-03 10:01".to_owned(), 2));
    })
    .await;
}

#[tokio::test]
async fn reactions_and_whispers_arrive_through_trouble_too() {
    play(async |t| {
        t.sprint().await;
        for (kind, method) in [("server_error", "reactions.add"), ("drop_after", "reactions.add")] {
            t.goes_wrong(json!({"kind": kind, "method": method}));
        }
        t.goes_wrong(json!({"kind": "rate_limited", "method": "chat.postEphemeral"}));
        let post = t.rep("Ana").drops(What::Original).await;
        assert!(t.is_marked(&post).await);
        t.rep("Ana").hears().await;
        t.rep("Ana").hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_said_in_a_channel_keeps_its_order_through_trouble() {
    play(async |t| {
        t.goes_wrong(json!({"kind": "server_error", "method": "chat.postMessage", "times": 3}));
        let mia = t.manager();
        mia.asks("/contest start most-points \"One\" for 2d").await;
        mia.asks("/contest pause").await;
        mia.asks("/contest resume").await;
        let wins = t.channel("social-wins");
        let mut kinds = Vec::new();
        for _ in 0..3 {
            kinds.push(wins.next().await.kind.unwrap());
        }
        assert_eq!(kinds, ["announcement", "notice", "notice"]);
    })
    .await;
}

#[tokio::test]
async fn a_click_is_answered_after_its_acknowledgement() {
    play(async |t| {
        t.sprint().await;
        t.goes_wrong(json!({"kind": "duplicate"}));
        t.rep("Ana").clicks("Join").await;
        t.rep("Ana").hears().await;
    })
    .await;
}

#[tokio::test]
async fn a_channel_where_only_some_may_post_is_no_place_for_a_contest() {
    play(async |t| {
        t.manager().at("announcements").asks("/contest start sprint-week for 5d").await;
        assert_snapshot!(t.manager().hears().await, @":warning: I could not post in #announcements: only some people may post there. Let me post, or start the next contest elsewhere.");
    })
    .await;
}

#[tokio::test]
async fn an_archived_channel_fails_for_good_the_manager_is_told_and_the_next_board_comes() {
    play(async |t| {
        t.sprint().await;
        let archive = async |archived| {
            let change = ChannelChange {
                channel: "social-wins".into(),
                archived: Some(archived),
                ..ChannelChange::default()
            };
            t.slack().change_channel(&change).unwrap();
            t.slack().deliveries_settled().await;
        };
        archive(true).await;
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(t.manager().hears().await, @":warning: I could not post in #social-wins: it is archived. Unarchive it, or start the next contest elsewhere.");
        t.manager().hears_nothing().await;
        archive(false).await;
        t.clock().set("2026-03-05 09:00").await;
        assert_eq!(t.channel("social-wins").next().await.kind.as_deref(), Some("board"));
    })
    .await;
}

#[tokio::test]
async fn a_bot_that_was_removed_tells_the_manager_and_goes_on_when_invited() {
    play(async |t| {
        t.sprint().await;
        t.slack().set_member(BOT_USER, "social-wins", false).unwrap();
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(t.manager().hears().await, @":warning: I could not post in #social-wins: I am not in it any more. `/invite` me there, and the next board comes through.");
        let refusal = t.manager().asks("/contest start most-points").await;
        assert_snapshot!(refusal, @"I am not in #social-wins; invite me there with `/invite`, then try again.");
        t.slack().set_member(BOT_USER, "social-wins", true).unwrap();
        t.clock().set("2026-03-05 09:00").await;
        assert_eq!(t.channel("social-wins").next().await.kind.as_deref(), Some("board"));
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn while_the_token_fails_what_is_owed_is_kept() {
    play(async |t| {
        t.sprint().await;
        let bot = async |deactivated| {
            let change =
                PersonChange { user: BOT_USER.into(), deactivated: Some(deactivated), ..Default::default() };
            t.slack().change_person(&change).unwrap();
            t.slack().deliveries_settled().await;
        };
        t.may_log("SLACK_BOT_TOKEN");
        bot(true).await;
        t.clock().set("2026-03-04 09:00").await;
        t.channel("social-wins").is_quiet().await;
        bot(false).await;
        t.clock().advance("10m").await;
        assert_eq!(t.channel("social-wins").next().await.kind.as_deref(), Some("board"));
        t.channel("social-wins").is_quiet().await;
    })
    .await;
}
