//! `/pace`: the own place, why, and undo.

use insta::assert_snapshot;

use crate::harness::{What, play};

#[tokio::test]
async fn me_shows_the_own_place_in_each_contest() {
    play(async |t| {
        t.sprint().await;
        assert_snapshot!(t.rep("Ana").asks("/pace me").await, @r"
        You are in no running contest. `/contest list` shows what there is to join.
        This week: active on 0 of 3 workdays.
        ");
        t.rep("Bo").shares(What::Original).await;
        t.rep("Ana").shares(What::Words).await;
        assert_snapshot!(t.rep("Ana").asks("/pace me").await, @r"
        *Spring Sprint*: 2nd with 10 points, 5 behind the next place; 5 days left
        This week: active on 1 of 3 workdays.
        ");
    })
    .await;
}

#[tokio::test]
async fn why_explains_every_share() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        assert_snapshot!(ana.asks("/pace why").await, @"You have shared nothing in *Spring Sprint* yet. `/share` and a link starts it.");
        ana.shares(What::Original).await;
        ana.shares(What::Article).await;
        ana.shares(What::OriginalOnX).await;
        ana.shares(What::Words).await;
        ana.asks("/pace undo").await;
        assert_snapshot!(ana.asks("/pace why").await, @r"
        *Spring Sprint*: 35, share by share
        • today, 10:00: taken back (was +0), share with own words 5, 5 over the day's most (<https://www.acme.example.com/stories/3|acme.example.com/stories/3>)
        • today, 10:00: *+5*, original post 10, 5 over the day's most (<https://x.com/me/status/7300000000000015838|x.com/me/status/7300000000000015838>) · appeal 1
        • today, 10:00: *+15*, article 15 (<https://me.substack.com/p/notes-1|me.substack.com/p/notes-1>)
        • today, 10:00: *+15*, original post 10 + 5 first of the week (<https://www.linkedin.com/posts/me_sales-activity-7300000000000000000-pace|linkedin.com/posts/me_sales-activity-7300000000000…>)
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn why_says_which_cap_changed_the_rule_and_everything_lost_has_its_button() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        for what in [What::Original, What::Original, What::Link, What::Link] {
            ana.shares(what).await;
        }
        for _ in 0..5 {
            ana.shares(What::Link).await;
        }
        let why = ana.asks("/pace why").await;
        assert!(
            why.contains("*+5*, share with own words 5, the cap of original post (10) being spent ("),
            "{why}"
        );
        assert_eq!(why.buttons().len(), 6);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn undo_pays_nothing_twice() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let draft = t.fresh(What::Original);
        ana.asks(&format!("/share {draft}")).await;
        for _ in 0..3 {
            assert_snapshot!(ana.asks("/pace undo").await, @":leftwards_arrow_with_hook: Taken back (−15 in *Spring Sprint*). The link and its place under the caps are free again.");
            assert_eq!(ana.points().await, 0);
            ana.asks(&format!("/share {draft}")).await;
            assert_eq!(ana.points().await, 15, "link, cap and the week's bonus are free again");
        }
        ana.asks("/pace undo").await;
        assert_snapshot!(ana.asks("/pace undo").await, @"There is no share of yours from the last 15 minutes to take back; `/pace why` shows what counted.");
        assert_eq!(ana.points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn undo_reaches_back_fifteen_minutes_by_when_it_was_taken_in() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        ana.shares(What::Link).await;
        t.clock().advance("1d").await;
        t.skim().await;
        ana.asks("/share https://acme.example.com/late yesterday").await;
        t.clock().advance("15m").await;
        ana.asks("/pace undo").await;
        assert_eq!(ana.points().await, 6);
        ana.shares(What::Link).await;
        t.clock().advance("16m").await;
        ana.asks("/pace undo").await;
        assert_eq!(ana.points().await, 7);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn undo_of_a_message_takes_its_mark_away_and_an_edit_of_words_does_not_bring_it_back() {
    play(async |t| {
        t.sprint().await;
        let ana = t.rep("Ana");
        let post = ana.says("https://acme.example.com/a hello").await;
        assert!(t.is_marked(&post).await);
        ana.asks("/pace undo").await;
        assert!(!t.is_marked(&post).await);
        ana.edits(&post, "https://acme.example.com/a hello again").await;
        assert!(!t.is_marked(&post).await);
        assert_eq!(ana.points().await, 0);
        ana.deletes(&post).await;
        ana.asks("/share https://acme.example.com/a").await;
        assert_eq!(ana.points().await, 6);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn undo_takes_a_share_back_in_all_its_contests() {
    play(async |t| {
        t.sprint().await;
        t.contest("most-points \"Long Run\" for 2w in #general").await;
        let ana = t.rep("Ana");
        ana.asks("/contest join \"Long Run\"").await;
        ana.shares(What::Original).await;
        assert_eq!(ana.points().await, 30);
        assert_snapshot!(ana.asks("/pace undo").await, @":leftwards_arrow_with_hook: Taken back (−15 in *Spring Sprint* and −15 in *Long Run*). The link and its place under the caps are free again.");
        assert_eq!(ana.points().await, 0);
    })
    .await;
}

#[tokio::test]
async fn help_lists_what_there_is_and_nothing_that_comes_later() {
    play(async |t| {
        let ana = t.rep("Ana");
        let help = ana.asks("/pace help").await;
        assert_snapshot!(help, @r#"
        Your own place, why each share earned what it did, undo, quotas, rewards, badges, duels, settings and privacy
        • `/pace me` shows your place in each contest, and your streak
        • `/pace why ["Contest"]` explains each of your latest shares
        • `/pace appeal [&lt;link&gt;] [why]` asks a manager to look again at your latest share, or at whose post a link is
        • `/pace undo` takes your latest share back, if it is only minutes old
        • `/pace count linkedin-connections 812` counts connections or followers anew (`x-followers`); what you gained since earns points
        • `/pace win "Acme" 12000 EUR via linkedin [with @bob 30%]` reports a deal (or `meeting`, `opportunity`) that came through social; a manager confirms it
        • `/pace duel @name [for 2d] [of "Contest"]` challenges a colleague: who earns more in that time?
        • `/pace settings [streaks | mentions | board] [on | off]` shows or changes what you have chosen: streaks, mentions in praise, your name on boards; managers also choose for everybody: `quiet 19:00 8:00`, `board 9:30`
        • `/pace privacy [export | erase]` says what I keep of you, sends you all of it, or erases it
        • `/pace quota [all] [of "Contest"]` shows what today and this week ask, and with `all` how everybody stands
        • `/pace rewards` shows what you can claim, and the points you have for it
        • `/pace claim "Coffee voucher"` claims it; a manager says yes or no
        • `/pace badges` shows your badges and level, what comes next, and your bests
        "#);
        assert_eq!(*ana.asks("/pace").await, *help);
    })
    .await;
}
