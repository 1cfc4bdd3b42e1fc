//! Appeals and the review queue: what a manager looks at again, and decides.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, own_words, play};

#[tokio::test]
async fn an_appeal_against_likeness_counts_the_share_in_full() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        let words = own_words(7);
        ana.asks(&format!("/share https://www.acme.example.com/a {words}")).await;
        t.clock().advance("1m").await;
        bo.asks(&format!("/share https://me.substack.com/p/b {words}")).await;
        assert_eq!(bo.points().await, 0);
        let why = bo.asks("/pace why").await;
        assert_snapshot!(why, @r"
        *Spring Sprint*: 0, share by share
        • today, 17:01: *+0*, reads 100 % like an earlier share (<https://me.substack.com/p/b|me.substack.com/p/b>) · appeal 1
        ");
        assert_eq!(why.buttons(), ["Appeal 1"]);
        bo.clicks("Appeal 1").await;
        assert_snapshot!(bo.hears().await, @":eyes: A manager will look at it (number 1), and you will hear. `/pace appeal` and a few words add your reason.");
        let asked = mia.hears().await;
        assert_snapshot!(asked, @":eyes: *1* · Bo Chen, today, 10:01: appeals; <https://me.substack.com/p/b|me.substack.com/p/b> earned nothing, for reading 100 % like an earlier share.");
        assert_snapshot!(bo.asks("/pace appeal we wrote the text together").await, @":eyes: A manager will look at it (number 1), and you will hear. `/pace appeal` and a few words add your reason.");
        bo.clicks("Appeal 1").await;
        assert_snapshot!(bo.hears().await, @"A manager was asked about that already (number 1); you will hear, or have heard.");
        let queue = mia.asks("/contest review").await;
        assert_snapshot!(queue, @"*1* · Bo Chen, today, 10:01: appeals; <https://me.substack.com/p/b|me.substack.com/p/b> earned nothing, for reading 100 % like an earlier share. They say: we wrote the text together");
        mia.clicks("Count in full").await;
        let after = mia.sees_change(&queue).await;
        assert_snapshot!(after, @r"
        :white_check_mark: *1* · Bo Chen, today, 10:01: appeals; <https://me.substack.com/p/b|me.substack.com/p/b> earned nothing, for reading 100 % like an earlier share. They say: we wrote the text together
        Approved by Mia Roth: Bo Chen +20 in *Spring Sprint*.
        Nothing else waits for you.
        ");
        let answered = mia.sees_change(&asked).await;
        assert!(after.starts_with(&*answered), "{answered}");
        assert_eq!((after.buttons(), answered.buttons()), (Vec::new(), Vec::new()));
        assert_snapshot!(bo.hears().await, @":white_check_mark: Mia Roth confirmed your appeal for <https://me.substack.com/p/b|me.substack.com/p/b>. It counts with +20 in *Spring Sprint* now.");
        assert_eq!(bo.points().await, 20);
        assert_snapshot!(bo.asks("/pace why").await, @r"
        *Spring Sprint*: 20, share by share
        • today, 17:01: *+20*, article 15 + 5 first of the week (<https://me.substack.com/p/b|me.substack.com/p/b>)
        • today, 17:01: taken back (was +0), reads 100 % like an earlier share (<https://me.substack.com/p/b|me.substack.com/p/b>)
        ");
        assert_snapshot!(mia.asks("/contest review done").await, @r"
        *Decided lately*
        • *1* Bo Chen: appeals; <https://me.substack.com/p/b|me.substack.com/p/b> earned nothing, for reading 100 % like an earlier share. approved by Mia Roth, today, 10:01
        ");
        assert_snapshot!(mia.asks("/contest review approve 1").await, @"1 was approved by Mia Roth already; `/contest review done` shows how.");
        assert_eq!(bo.points().await, 20);
        // Taken back, it is gone altogether.
        bo.asks("/pace undo").await;
        assert_eq!(bo.points().await, 0);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_appeal_for_another_reason_takes_points_and_words() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        assert_snapshot!(ana.asks("/pace appeal").await, @"I find nothing of yours from the last two weeks in a running contest there; `/pace why` lists what you have.");
        ana.shares(What::Words).await;
        assert_snapshot!(ana.asks("/pace appeal it was an original post").await, @":eyes: A manager will look at it (number 1), and you will hear. `/pace appeal` and a few words add your reason.");
        mia.hears().await;
        mia.privately().clicks("Give points").await;
        mia.closes().await;
        assert_snapshot!(mia.asks("/contest review approve 1").await, @"Likeness took nothing there, so say how many points it gets: `/contest review approve 1 +5 …`.");
        assert_snapshot!(mia.asks("/contest review approve 1 +99999999 x").await, @"A correction gives or takes 1 to 10,000 points, like `+10` or `-5`.");
        assert_snapshot!(mia.asks("/contest review approve 1 +5 right you are").await, @":white_check_mark: *1* is approved: Ana Sørensen +5 in *Spring Sprint*.");
        assert_snapshot!(ana.hears().await, @":white_check_mark: Mia Roth confirmed your appeal for <https://www.acme.example.com/stories/0|acme.example.com/stories/0>. +5 in *Spring Sprint*. They say: right you are");
        assert_eq!(ana.points().await, 15);
        t.clock().advance("1m").await;
        ana.shares(What::Link).await;
        ana.asks("/pace appeal").await;
        mia.hears().await;
        assert_snapshot!(mia.asks("/contest review decline 2").await, @"Say why, in at most 200 characters: `/contest review decline 2 because …`; they hear it.");
        assert_snapshot!(mia.asks("/contest review decline 2 it is a link without words").await, @":no_entry: *2* is declined, and Ana Sørensen has been told why.");
        assert_snapshot!(ana.hears().await, @"Mia Roth declined your appeal for <https://www.acme.example.com/news/1|acme.example.com/news/1>: it is a link without words");
        assert_snapshot!(ana.asks("/pace appeal").await, @"A manager was asked about that already (number 2); you will hear, or have heard.");
        assert_snapshot!(mia.asks("/contest review").await, @"Nothing waits for you. `/contest review done` shows what was decided lately.");
        assert_snapshot!(mia.asks("/contest review approve 9").await, @"There is no review 9; `/contest review` shows what waits.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_back_meanwhile_cannot_be_granted() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        let words = own_words(9);
        ana.asks(&format!("/share https://www.acme.example.com/a {words}")).await;
        t.clock().advance("1m").await;
        let post = bo.says(&format!("https://me.substack.com/p/b {words}")).await;
        bo.hears().await;
        bo.asks("/pace appeal").await;
        mia.hears().await;
        bo.deletes(&post).await;
        assert_snapshot!(mia.asks("/contest review approve 1").await, @"What 1 is about was taken back, counts otherwise by now, or its contest is not running; decline it, or correct by hand with `/contest adjust`.");
        assert_snapshot!(mia.asks("/contest review decline 1 it is gone").await, @":no_entry: *1* is declined, and Bo Chen has been told why.");
        bo.hears().await;
        assert_eq!(bo.points().await, 0);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn two_reps_one_post_the_first_counts_and_the_manager_can_decide_otherwise() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        share(t, &[("Kai", What::Link)]).await;
        let link = "https://www.linkedin.com/posts/bo-chen_sales-activity-7300000000000009999-abcd";
        let first = ana.says(&format!("{link} original {}", own_words(3))).await;
        t.deliver().await;
        ana.hears().await;
        assert!(t.is_marked(&first).await);
        t.clock().advance("1m").await;
        let second = format!("{link} original {}", own_words(4));
        assert_snapshot!(bo.asks(&format!("/share {second}")).await, @"Somebody shared that post before you, and one person's post counts once; share your comment on it with `comment` after the link, or, if it is your own, ask a manager by `/pace appeal` and the link.");
        assert_snapshot!(bo.asks(&format!("/pace appeal {second}")).await, @":eyes: A manager will look at it (number 1), and you will hear. `/pace appeal` and a few words add your reason.");
        let asked = mia.hears().await;
        assert_snapshot!(asked, @":eyes: *1* · Bo Chen, today, 10:01: says <https://www.linkedin.com/posts/bo-chen_sales-activity-7300000000000009999-abcd|linkedin.com/posts/bo-chen_sales-activity-73000000…> is their own post; Ana Sørensen submitted it first.");
        bo.asks("/contest join").await;
        mia.privately().clicks("It is theirs").await;
        assert!(mia.sees_change(&asked).await.ends_with("Approved by Mia Roth: Bo Chen +15 in *Spring Sprint*."));
        assert_snapshot!(bo.hears().await, @":white_check_mark: Mia Roth confirmed your claim to <https://www.linkedin.com/posts/bo-chen_sales-activity-7300000000000009999-abcd|linkedin.com/posts/bo-chen_sales-activity-73000000…>. It counts with +15 in *Spring Sprint* now.");
        assert_snapshot!(ana.hears().await, @":leftwards_arrow_with_hook: <https://www.linkedin.com/posts/bo-chen_sales-activity-7300000000000009999-abcd|linkedin.com/posts/bo-chen_sales-activity-73000000…> is Bo Chen's own post, a manager found, so it counts for them (−15 in *Spring Sprint*). Your next one counts for you.");
        assert_eq!((ana.points().await, bo.points().await), (0, 15));
        t.deliver().await;
        assert!(!t.is_marked(&first).await);
        assert_snapshot!(ana.asks(&format!("/share {link}")).await, @"Somebody shared that post before you, and one person's post counts once; share your comment on it with `comment` after the link, or, if it is your own, ask a manager by `/pace appeal` and the link.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn an_award_is_explained_and_appealed_against_once() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        bo.shares(What::Link).await;
        ana.asks("/contest join").await;
        ana.asks("/pace count linkedin-connections 800").await;
        mia.asks("/contest rules connections=2").await;
        mia.clicks("Change the rules").await;
        mia.hears().await;
        t.clock().advance("1m").await;
        ana.asks("/pace count linkedin-connections 840").await;
        t.clock().advance("1m").await;
        ana.asks("/pace count linkedin-connections 850").await;
        let why = ana.asks("/pace why").await;
        assert_snapshot!(why, @r"
        *Spring Sprint*: 10, share by share
        • today, 10:02: *+0*, linkedin-connections 840 → 850, 10 over the week's most, by version 2 of the rules · appeal 1
        • today, 10:01: *+10*, linkedin-connections 800 → 840, 30 over the week's most, by version 2 of the rules · appeal 2
        ");
        ana.clicks("Appeal 2").await;
        assert_snapshot!(ana.hears().await, @":eyes: A manager will look at it (number 1), and you will hear.");
        assert_snapshot!(mia.hears().await, @":eyes: *1* · Ana Sørensen, today, 10:02: appeals; linkedin-connections 800 → 840 earned 10, 30 being over the week's most.");
        ana.clicks("Appeal 2").await;
        assert_snapshot!(ana.hears().await, @"A manager was asked about that already (number 1); you will hear, or have heard.");
        mia.privately().clicks("Approve").await;
        assert_snapshot!(mia.hears().await, @"Likeness took nothing there, so say how many points it gets: `/contest review approve 1 +5 …`.");
        assert_snapshot!(ana.asks("/contest review approve 1 +10 mine").await, @"Only managers can do that; Mia Roth is a manager here.");
        assert_snapshot!(mia.asks("/contest review approve 1 +10 they all are buyers").await, @":white_check_mark: *1* is approved: Ana Sørensen +10 in *Spring Sprint*.");
        assert_snapshot!(ana.hears().await, @":white_check_mark: Mia Roth confirmed your appeal for linkedin-connections 800 → 840. +10 in *Spring Sprint*. They say: they all are buyers");
        assert_eq!(ana.points().await, 20);
        // What pays nothing at all can be appealed against too; what was taken back cannot.
        ana.clicks("Appeal 1").await;
        ana.hears().await;
        mia.hears().await;
        ana.asks("/pace count undo").await;
        assert_snapshot!(mia.asks("/contest review approve 2 +5 so be it").await, @"What 2 is about was taken back, counts otherwise by now, or its contest is not running; decline it, or correct by hand with `/contest adjust`.");
        assert_snapshot!(mia.asks("/contest review decline 2 it is gone").await, @":no_entry: *2* is declined, and Ana Sørensen has been told why.");
        ana.hears().await;
        assert_snapshot!(ana.asks("/pace why").await, @r"
        *Spring Sprint*: 20, share by share
        • today, 10:02: *+10*, corrected by Mia Roth: they all are buyers
        • today, 10:02: taken back (was +0), linkedin-connections 840 → 850, 10 over the week's most, by version 2 of the rules
        • today, 10:01: *+10*, linkedin-connections 800 → 840, 30 over the week's most, by version 2 of the rules · appeal 1
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_post_that_counted_in_two_contests_is_handed_over_in_both() {
    play(async |t| {
        t.contest("most-points \"Cone\" for 5d").await;
        let (bo, noor, mia) = (t.rep("Bo"), t.rep("Noor"), t.manager());
        let link = "https://www.linkedin.com/posts/noor-haddad_sales-activity-7300000000000009999-abcd";
        bo.asks(&format!("/share {link} original {}", own_words(3))).await;
        t.contest("most-points \"Dtwo\" for 5d in #general").await;
        bo.at("general").asks("/contest join").await;
        t.clock().advance("1m").await;
        bo.asks(&format!("/share {link} original {}", own_words(4))).await;
        assert_eq!((bo.points_in("Cone").await, bo.points_in("Dtwo").await), (15, 15));
        noor.asks("/contest join").await;
        noor.at("general").asks("/contest join").await;
        t.skim().await;
        // What was refused is what counts later; the words of the appeal are the reason.
        noor.asks(&format!("/share {link} original {}", own_words(5))).await;
        noor.asks(&format!("/pace appeal {link} I wrote it, Bo passed it on")).await;
        let asked = mia.hears().await;
        assert_snapshot!(asked, @":eyes: *1* · Noor Haddad, today, 10:01: says <https://www.linkedin.com/posts/noor-haddad_sales-activity-7300000000000009999-abcd|linkedin.com/posts/noor-haddad_sales-activity-7300…> is their own post; Bo Chen submitted it first. They say: I wrote it, Bo passed it on");
        mia.privately().clicks("It is theirs").await;
        let answered = mia.sees_change(&asked).await;
        assert!(answered.ends_with("Approved by Mia Roth: Noor Haddad +15 in *Cone* and Noor Haddad +15 in *Dtwo*."), "{answered}");
        assert_snapshot!(bo.hears().await, @":leftwards_arrow_with_hook: <https://www.linkedin.com/posts/noor-haddad_sales-activity-7300000000000009999-abcd|linkedin.com/posts/noor-haddad_sales-activity-7300…> is Noor Haddad's own post, a manager found, so it counts for them (−15 in *Cone* and −15 in *Dtwo*). Your next one counts for you.");
        assert_eq!((bo.points().await, noor.points().await), (0, 30));
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_reason_reaches_the_manager_whenever_it_is_given() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        let link = "https://www.linkedin.com/posts/bo-chen_sales-activity-7300000000000009999-abcd";
        ana.asks(&format!("/share {link} original {}", own_words(3))).await;
        bo.asks("/contest join").await;
        bo.says(&format!("{link} original {}", own_words(4))).await;
        bo.hears().await;
        bo.asks(&format!("/pace appeal {link}")).await;
        mia.hears().await;
        assert_snapshot!(bo.asks("/pace appeal it is on my profile").await, @":eyes: A manager will look at it (number 1), and you will hear. `/pace appeal` and a few words add your reason.");
        assert!(mia.asks("/contest review").await.ends_with("They say: it is on my profile"));
        bo.asks(&format!("/pace appeal {link} see my profile")).await;
        assert!(mia.asks("/contest review").await.ends_with("They say: see my profile"));
        assert_snapshot!(bo.asks(&format!("/pace appeal {link}")).await, @"A manager was asked about that already (number 1); you will hear, or have heard.");
        assert_snapshot!(mia.asks("/contest review approve 1").await, @":white_check_mark: *1* is approved: Bo Chen +15 in *Spring Sprint*.");
        t.skim().await;
        // What was shared since is what the next words are about.
        t.clock().advance("1m").await;
        bo.shares(What::Link).await;
        bo.asks("/pace appeal").await;
        t.clock().advance("1m").await;
        bo.shares(What::Words).await;
        assert!(bo.asks("/pace appeal it was an original post").await.contains("(number 3)"));
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn points_that_were_added_to_a_share_go_with_it() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        let words = t.fresh(What::Words);
        let post = ana.says(&words).await;
        ana.hears().await;
        ana.asks("/pace appeal it took me a week").await;
        mia.hears().await;
        mia.asks("/contest review approve 1 +50 it shows").await;
        ana.hears().await;
        assert_eq!(ana.points().await, 60);
        ana.deletes(&post).await;
        assert_snapshot!(ana.hears().await, @":leftwards_arrow_with_hook: <https://www.acme.example.com/stories/0|acme.example.com/stories/0> was deleted or changed, so what a manager had added to it went with it: −50 in *Spring Sprint*.");
        assert_eq!(ana.points().await, 0);
        assert_snapshot!(ana.asks("/pace why").await, @r"
        *Spring Sprint*: 0, share by share
        • today, 10:00: taken back (was +50), corrected by Mia Roth: it shows
        • today, 10:00: taken back (was +10), share with own words 5 + 5 first of the week (<https://www.acme.example.com/stories/0|acme.example.com/stories/0>)
        ");
        ana.asks(&format!("/share {words}")).await;
        ana.asks("/pace appeal it took me a week").await;
        mia.hears().await;
        mia.asks("/contest review approve 2 +50 it shows").await;
        ana.hears().await;
        assert_eq!(ana.points().await, 60, "granted anew, and once");
        assert_snapshot!(ana.asks("/pace undo").await, @":leftwards_arrow_with_hook: Taken back (−60 in *Spring Sprint*). The link and its place under the caps are free again.");
        assert_eq!(ana.points().await, 0);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_not_decided_by_the_end_is_told() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia) = (t.rep("Ana"), t.manager());
        ana.asks("/contest join").await;
        ana.asks("/pace win \"Acme\" 1000 EUR via linkedin").await;
        mia.hears().await;
        t.clock().advance("1m").await;
        mia.types("/contest end").await;
        assert_snapshot!(ana.hears().await, @":hourglass: *Spring Sprint* is over, and no manager had decided on your deal with *Acme* (1,000 EUR) through LinkedIn (number 1), so nothing comes of it there. Until today, 11:01 a manager can still put that right by `/contest adjust`; ask one.");
        t.skim().await;
        mia.asks("/contest reopen").await;
        t.skim().await;
        assert_snapshot!(mia.asks("/contest review approve 1").await, @":white_check_mark: *1* is approved: Ana Sørensen +100 in *Spring Sprint*.");
        ana.hears().await;
        mia.types("/contest end").await;
        ana.hears_nothing().await;
        t.skim().await;
    })
    .await;
}
