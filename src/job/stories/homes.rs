//! Home tabs: one's own day at a glance, fresh without a click.

use insta::assert_snapshot;
use serde_json::json;

use crate::domain::refusal::Refusal;
use crate::harness::{Stage, What, home, play, play_with};
use crate::play::{Asker, take_back};
use crate::store::shares;

/// A sprint of several days in which three have earned something; it is Thursday, ten o'clock.
async fn sprint(t: &Stage) {
    t.sprint().await;
    t.rep("Ana").shares(What::Original).await;
    t.rep("Bo").shares(What::Words).await;
    t.clock().set("2026-03-04 11:00").await;
    t.rep("Noor").shares(What::Words).await;
    t.rep("Bo").shares(What::Link).await;
    t.clock().set("2026-03-05 10:00").await;
    t.skim().await;
}

#[tokio::test]
async fn a_rep_sees_their_day_and_a_share_shows_without_a_click() {
    play(async |t| {
        sprint(t).await;
        let bo = t.rep("Bo");
        assert_snapshot!(bo.looks_at_home().await, @r"
        Thursday, 5 March
        *Five minutes today*
        • Share a post with 100 characters of your own words: *+5*
        • Comment on a prospect's or an expert's post: *+2*
        4 points to the next place in *Spring Sprint*.
        [Share a post] [Settings]
        ---
        *Spring Sprint* — until Sunday, 17:00
        You are *2nd* with 11; the same as on the last daily board. 4 points to the next place up.
        1. Ana Sørensen — 15, 4 ahead
        *2. Bo Chen — 11* ← you
        3. Noor Haddad — 10, 1 behind
        Today: 0 points, at most 30 more.
        [Board] [Why these points] [How points work]
        <Spring Sprint, points day by day from 3 Mar to 4 Mar: Ana Sørensen from 15 to 15; Bo Chen from 10 to 11; Noor Haddad from 0 to 10.>
        ---
        *Your latest shares*
        yesterday, 18:00: *+1* in Spring Sprint (<https://www.acme.example.com/news/3|acme.example.com/news/3>)
        Tuesday, 17:00: *+10* in Spring Sprint (<https://www.acme.example.com/stories/1|acme.example.com/stories/1>)
        ---
        (No streak yet; this week 2 of 3 days)
        ");
        let receipt = bo.shares(What::Words).await;
        assert!(receipt.contains("+"), "{receipt}");
        assert_snapshot!(bo.sees_home().await, @r"
        Thursday, 5 March
        *Five minutes today*
        • Share a post with 100 characters of your own words: *+5*
        • Comment on a prospect's or an expert's post: *+2*
        [Share a post] [Settings]
        ---
        *Spring Sprint* — until Sunday, 17:00
        You are *1st* with 16; 2nd on the last daily board. Nobody is ahead of you.
        *1. Bo Chen — 16 (up 1)* ← you
        2. Ana Sørensen — 15, 1 behind (down 1)
        Today: 5 points, at most 25 more.
        [Board] [Why these points] [How points work]
        <Spring Sprint, points day by day from 3 Mar to 4 Mar: Ana Sørensen from 15 to 15; Bo Chen from 10 to 11; Noor Haddad from 0 to 10.>
        ---
        *Your latest shares*
        today, 17:00: *+5* in Spring Sprint (<https://www.acme.example.com/stories/4|acme.example.com/stories/4>)
        [Undo]
        yesterday, 18:00: *+1* in Spring Sprint (<https://www.acme.example.com/news/3|acme.example.com/news/3>)
        Tuesday, 17:00: *+10* in Spring Sprint (<https://www.acme.example.com/stories/1|acme.example.com/stories/1>)
        ---
        (1 active week; this week 3 of 3 days)
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_share_is_taken_back_at_home_and_points_are_explained_there() {
    play(async |t| {
        sprint(t).await;
        let bo = t.rep("Bo");
        bo.shares(What::Words).await;
        bo.looks_at_home().await;
        bo.presses_at_home("Why these points").await;
        assert_snapshot!(bo.form(), @r"
        Pacesetter
        *Spring Sprint*: 16, share by share
        • today, 17:00: *+5*, share with own words 5 (<https://www.acme.example.com/stories/4|acme.example.com/stories/4>)
        • yesterday, 18:00: *+1*, link 1 (<https://www.acme.example.com/news/3|acme.example.com/news/3>)
        • Tuesday, 17:00: *+10*, share with own words 5 + 5 first of the week (<https://www.acme.example.com/stories/1|acme.example.com/stories/1>)
        [Done]
        ");
        bo.closes().await;
        bo.presses_at_home("Board").await;
        assert!(bo.form().to_string().contains("← you"), "{}", bo.form());
        bo.closes().await;
        bo.presses_at_home("Undo").await;
        assert_snapshot!(bo.form(), @r"
        Pacesetter
        :leftwards_arrow_with_hook: Taken back (−5 in *Spring Sprint*). The link and its place under the caps are free again.
        [Done]
        ");
        bo.closes().await;
        let after = bo.sees_home().await;
        assert!(!after.to_string().contains("[Undo]"), "{after}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_newcomer_joins_at_home_and_whoever_looks_on_sees_others_move() {
    play(async |t| {
        sprint(t).await;
        let (jo, ana) = (t.rep("Jo"), t.rep("Ana"));
        assert_snapshot!(jo.looks_at_home().await, @r"
        Thursday, 5 March
        *Five minutes today*
        • Join *Spring Sprint*: your first share puts you on its board.
        [Share a post] [Settings]
        ---
        *Spring Sprint* runs until Sunday, 05:00
        [Join]
        ---
        (No streak yet; this week 0 of 3 days)
        ");
        ana.looks_at_home().await;
        jo.presses_at_home("Join").await;
        assert_snapshot!(jo.form(), @r"
        Pacesetter
        :wave: You are in *Spring Sprint*. Share something with `/share` and its link, or drop a link in the channel.
        [Done]
        ");
        jo.closes().await;
        assert!(jo.sees_home().await.to_string().contains("You are *4th*"));
        let published = t.calls("views.publish");
        for _ in 0..3 {
            t.rep("Bo").shares(What::Original).await;
        }
        t.skim().await;
        assert!(ana.sees_home().await.to_string().contains("You are *1st*"), "not at once, or Slack is called too often");
        t.clock().advance("1m").await;
        assert!(ana.sees_home().await.to_string().contains("You are *2nd*"), "within a minute");
        // Who looked so long ago looks anew when they come back.
        t.clock().advance("2h").await;
        let published_then = t.calls("views.publish");
        assert!(published_then - published <= 4, "{published_then}");
        t.rep("Bo").shares(What::Article).await;
        t.clock().advance("2m").await;
        assert_eq!(t.calls("views.publish"), published_then);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_manager_sees_what_they_run_and_what_waits() {
    play(async |t| {
        sprint(t).await;
        let mia = t.manager();
        mia.looks_at_home().await;
        t.rep("Bo").asks("/pace count linkedin-connections 100").await;
        t.rep("Bo").asks("/pace count linkedin-connections 100000").await;
        t.skim().await;
        assert_snapshot!(mia.sees_home().await, @r"
        Thursday, 5 March
        *Five minutes today*
        • Join *Spring Sprint*: your first share puts you on its board.
        [Share a post] [Settings]
        ---
        *Spring Sprint* runs until Sunday, 10:00
        [Join]
        ---
        (No streak yet; this week 0 of 3 days)
        ---
        *Contests you run*
        *Spring Sprint*: 3 players; ends Sunday, 10:00.
        [Change]
        :eyes: 1 review waits for a manager.
        [Look]
        [New contest]
        ");
        mia.presses_at_home("Look").await;
        assert_snapshot!(mia.form(), @r"
        Pacesetter
        *1* · Bo Chen, today, 10:00: 100,000 LinkedIn connections after 100, 99,900 at once.
        [Count it] [Decline]
        [Done]
        ");
        mia.closes().await;
        mia.presses_at_home("Change").await;
        assert_eq!(mia.form().shows("title"), "Spring Sprint");
        mia.closes().await;
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_slack_refuses_or_loses_costs_a_home_nothing() {
    play(async |t| {
        sprint(t).await;
        let bo = t.rep("Bo");
        bo.looks_at_home().await;
        for kind in ["rate_limited", "server_error", "html", "drop_before", "drop_after"] {
            t.goes_wrong(json!({"kind": kind, "method": "views.publish"}));
            bo.shares(What::Words).await;
            assert!(bo.sees_home().await.to_string().contains("[Undo]"), "{kind}");
            // After an answer that was lost, Slack shows another view than we know of.
            bo.asks("/pace undo").await;
            assert!(!bo.sees_home().await.to_string().contains("[Undo]"), "{kind}");
        }
        t.goes_wrong(json!({"kind": "expired_trigger"}));
        bo.presses_at_home("Board").await;
        bo.sees_no_form();
        assert!(bo.privately().hears().await.contains("← you"), "it comes as a message");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_is_erased_is_left_with_a_blank_home() {
    play(async |t| {
        t.sprint().await;
        let bo = t.rep("Bo");
        bo.shares(What::Words).await;
        t.clock().set("2026-03-08 15:00").await;
        t.skim().await;
        bo.looks_at_home().await;
        bo.asks("/pace privacy erase").await;
        bo.clicks("Erase it for good").await;
        assert_snapshot!(bo.sees_home().await, @"Nothing is kept of you here. `/share` and a link starts it; `/pace help` tells more.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn without_pictures_and_streaks_a_home_is_words_alone() {
    play_with("pictures = \"off\"\n", async |t| {
        sprint(t).await;
        let ana = t.rep("Ana");
        ana.asks("/pace settings streaks off").await;
        let home = ana.looks_at_home().await.to_string();
        assert!(!home.contains("<Spring") && !home.contains("streak"), "{home}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_home_tells_of_the_quota_and_a_manager_of_a_contest_that_goes_badly() {
    play(async |t| {
        t.contest("most-points \"Long Run\" for 10d quota 300").await;
        for name in ["Ana", "Bo", "Noor", "Jo"] {
            t.rep(name).asks("/contest join").await;
        }
        t.rep("Ana").shares(What::Article).await;
        t.clock().set("2026-03-06 09:00").await;
        t.skim().await;
        let home = t.rep("Bo").looks_at_home().await.to_string();
        assert!(home.contains("\n20 points to the next place in *Long Run*.\n"), "{home}");
        assert!(home.contains("▱ 0 of 300, 0 %, behind the pace."), "{home}");
        let desk = t.manager().looks_at_home().await.to_string();
        assert!(desk.contains(":stethoscope: Active in the last seven days: 1 of 4 players."), "{desk}");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_back_what_somebody_else_shared() {
    play(async |t| {
        t.sprint().await;
        let bo = t.rep("Bo");
        bo.shares(What::Words).await;
        let (user, since) = (bo.id.as_str().into(), t.slack().now());
        let share = t.bot().store.read(async |tx| shares::latest(tx, &home(), &user, since).await);
        let share = share.await.unwrap().unwrap().id;
        let undo = async |who: &str, delivery: &str| {
            let asker = Asker {
                workspace: home(),
                user: t.rep(who).id.as_str().into(),
                delivery: delivery.to_owned(),
            };
            take_back::undo(t.bot(), asker, Some(share.clone())).await.unwrap()
        };
        t.rep("Ana").shares(What::Link).await;
        assert!(matches!(undo("Ana", "D1").await, Err(Refusal::NothingToUndo { .. })));
        assert_eq!((bo.points().await, t.rep("Ana").points().await), (10, 6), "nor their own instead");
        let undone = undo("Bo", "D2").await.unwrap();
        assert_eq!(undone.contests, [("Spring Sprint".to_owned(), 10)]);
        assert_eq!(undo("Bo", "D3").await, Ok(undone), "pressed twice");
        t.clock().advance("2m").await;
        assert!(matches!(undo("Bo", "D4").await, Err(Refusal::NothingToUndo { .. })), "twice");
        assert_eq!(bo.points().await, 0);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_home_proposes_what_still_pays_and_says_when_the_day_is_done() {
    play(async |t| {
        t.contest("most-points \"Long Run\" for 10d").await;
        let bo = t.rep("Bo");
        bo.asks("/contest join").await;
        let fresh = bo.looks_at_home().await.to_string();
        let first =
            "• Share a post with 100 characters of your own words: *+5*, and +5 for the first this week\n";
        assert!(fresh.contains(first), "{fresh}");
        assert!(fresh.contains("Today: 0 points, at most 30 more."), "{fresh}");
        for what in [What::Article, What::Words] {
            bo.shares(what).await;
        }
        let then = bo.sees_home().await.to_string();
        assert!(then.contains("• Share a post with 100 characters of your own words: *+5*\n"), "{then}");
        assert!(then.contains("Today: 25 points, at most 10 more."), "{then}");
        bo.shares(What::Original).await;
        let full = bo.sees_home().await.to_string();
        assert!(full.contains("*Today is done:* all that its caps allow is in."), "{full}");
        assert!(full.contains("Today: 35 points."), "{full}");
        assert!(full.contains("[Undo]"), "{full}");
        t.clock().advance("17m").await;
        let later = bo.sees_home().await.to_string();
        assert!(!later.contains("[Undo]"), "what can no longer be taken back has no button: {later}");
        t.skim().await;
    })
    .await;
}
