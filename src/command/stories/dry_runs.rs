//! Contests tried out silently: scored like any other, and seen by managers alone.

use insta::assert_snapshot;

use super::privacy::traces;
use crate::harness::{What, play};

#[tokio::test]
async fn a_dry_run_is_seen_by_managers_alone_and_ends_with_how_to_start_it() {
    play(async |t| {
        let (mia, ana, bo, wins) = (t.manager(), t.rep("Ana"), t.rep("Bo"), t.channel("social-wins"));
        let without = ana.shares(What::Link).await;
        assert_snapshot!(mia.asks("/contest start first-to-100 \"Trial\" for 2d dry").await, @r#":test_tube: *Trial* has started silently in <#C0WINS> and runs until Thursday, 10:00 (Berlin): what everybody shares is scored, and only managers see it. You get the board each morning and the result at the end; `/leaderboard "Trial"` shows it at any time."#);
        wins.is_quiet().await;
        // Nothing is other than without any contest.
        let article = t.fresh(What::Article);
        assert_eq!(ana.asks(&format!("/share {article}")).await.text, without.text);
        let post = bo.drops(What::Original).await;
        bo.hears_nothing().await;
        assert!(!t.is_marked(&post).await);
        let lines = [
            "/contest list",
            "/contest show",
            "/contest show \"Trial\"",
            "/contest join \"Trial\"",
            "/contest leave \"Trial\"",
            "/leaderboard",
            "/leaderboard \"Trial\"",
            "/leaderboard \"Trial\" today",
            "/pace me",
            "/pace why",
            "/pace why \"Trial\"",
            "/pace undo",
            "/pace duel @bo.chen",
            "/contest team",
            "/contest end \"Trial\"",
        ];
        for line in lines {
            let said = ana.asks(line).await;
            assert!(!said.contains("article") && !said.contains("20"), "{line}: {said}");
            assert!(!said.replace("\"Trial\"", "").contains("Trial"), "{line}: {said}");
        }
        assert_snapshot!(mia.asks("/contest list").await, @"• *Trial* in <#C0WINS>, until Thursday, 10:00 (Berlin); dry run, seen by managers only");
        assert_snapshot!(mia.asks("/leaderboard \"Trial\"").await, @r"
        :test_tube: Dry run, seen by managers only.
        *Trial* — Tuesday, 2 days left
        1. Ana Sørensen — 20 of 100
        2 players; 2 shares so far.
        ");
        assert_snapshot!(mia.asks("/leaderboard today").await, @r"
        :test_tube: Dry run, seen by managers only.
        *Trial* — 3 March
        1. Ana Sørensen — 20
        2. Bo Chen — 15
        You have no points in that time.
        ");
        assert_snapshot!(mia.asks("/contest adjust @ana +5 for fun of \"Trial\"").await, @r#"There is no contest "Trial"; `/contest list` shows all."#);
        assert_snapshot!(mia.asks("/contest start sprint-week \"Trial\"").await, @"The title *Trial* is taken; give this one another, in quotes.");
        // A deleted message counts no more, an edited one anew.
        bo.edits(&post, &t.fresh(What::Article)).await;
        assert_snapshot!(mia.asks("/leaderboard \"Trial\"").await, @r"
        :test_tube: Dry run, seen by managers only.
        *Trial* — Tuesday, 2 days left
        1. Ana Sørensen — 20 of 100
        2 players; 2 shares so far.
        ");
        bo.deletes(&post).await;
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(mia.hears().await, @r"
        :test_tube: Dry run, seen by managers only.
        *Trial* — Wednesday, 1 day 1 hour left
        1. Ana Sørensen — 20 of 100
        1 of 2 active yesterday; 1 share so far.
        ");
        assert_snapshot!(mia.asks("/contest pause \"Trial\"").await, @":double_vertical_bar: *Trial* is paused: shares do not count until it goes on. The end stays tomorrow, 10:00 (Berlin).");
        assert_eq!(ana.shares(What::Words).await.text, without.text);
        mia.asks("/contest resume \"Trial\"").await;
        t.clock().set("2026-03-05 10:00").await;
        assert!(mia.hears().await.contains("1 hour left"), "the board of that morning");
        let result = mia.hears().await;
        assert_snapshot!(result, @r#"
        :test_tube: Dry run, seen by managers only.
        *Trial* is over.
        1. Ana Sørensen — 20 of 100
        Together: 20 points from 1 share; 1 of 2 took part. Whoever got there first is ahead, whatever others have by now. A manager can still reopen it until today, 11:00 (Berlin).
        Worth playing? `/contest start first-to-100 "Trial" for 2d in #social-wins` starts it for real.
        "#);
        assert!(result.buttons().is_empty());
        assert_snapshot!(mia.asks("/contest list past").await, @r"
        Over, the latest first:
        • *Trial* in <#C0WINS>, ended today, 10:00 (Berlin); dry run, seen by managers only
        ");
        assert_snapshot!(ana.asks("/contest list past").await, @"No contest is over yet; `/contest list` shows what runs.");
        wins.is_quiet().await;
        for rep in [&ana, &bo] {
            rep.hears_nothing().await;
        }
        // What counted in it still counts for real.
        t.contest("first-to-100 \"Trial\" for 2d").await;
        assert_snapshot!(ana.asks(&format!("/share {article}")).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You have 20 of 100 in *Trial*.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Trial* now.
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_leaves_receipts_caps_and_milestones_of_others_alone() {
    play(async |t| {
        let (mia, ana) = (t.manager(), t.rep("Ana"));
        mia.asks("/contest start most-points \"Trial\" for 5d dry in #social-wins").await;
        // Only the dry run takes these; the caps of the real one are not touched, and no streak begins.
        for what in [What::Article, What::Original, What::Words] {
            ana.shares(what).await;
        }
        t.sprint().await;
        assert_snapshot!(ana.shares(What::Article).await, @r"
        :white_check_mark: *+20* — article (15) · first this week (5)
        You are *1st* in *Spring Sprint* with 20; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (5 to go).
        You are in *Spring Sprint* now.
        ");
        assert_snapshot!(mia.asks("/leaderboard \"Trial\"").await, @r"
        :test_tube: Dry run, seen by managers only.
        *Trial* — Tuesday, 5 days left
        1. Ana Sørensen — 35
        1 player; 4 shares so far.
        ");
        assert_snapshot!(ana.asks("/pace undo").await, @":leftwards_arrow_with_hook: Taken back (−20 in *Spring Sprint*). The link and its place under the caps are free again.");
        assert_snapshot!(mia.asks("/leaderboard \"Trial\"").await, @r"
        :test_tube: Dry run, seen by managers only.
        *Trial* — Tuesday, 5 days left
        1. Ana Sørensen — 35
        1 player; 3 shares so far.
        ");
        assert_snapshot!(ana.asks("/contest list").await, @"• *Spring Sprint* in <#C0WINS>, until Sunday, 10:00 (Berlin)");
        // Somebody else's post that only a dry run has counted is nobody's yet.
        let post = t.fresh(What::Original);
        mia.asks("/contest pause \"Spring Sprint\"").await;
        ana.asks(&format!("/share {post}")).await;
        mia.asks("/contest resume \"Spring Sprint\"").await;
        assert_snapshot!(t.rep("Bo").asks(&format!("/share {post}")).await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are *1st* in *Spring Sprint* with 15; nobody is ahead of you.
        Active 1 of 3 workdays this week. Next milestone: 25 (10 to go).
        You are in *Spring Sprint* now.
        ");
        assert_snapshot!(mia.asks("/contest end \"Trial\"").await, @":trophy: *Trial* has ended. `/contest reopen` takes that back until today, 11:00.");
        assert_snapshot!(mia.hears().await, @r#"
        :test_tube: Dry run, seen by managers only.
        *Trial* is over.
        1. Ana Sørensen — 35
        Together: 50 points from 5 shares; 2 of 2 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        Worth playing? `/contest start most-points "Trial" for 5d in #social-wins` starts it for real.
        "#);
        assert_snapshot!(mia.asks("/contest start team-cup dry").await, @"People have to make teams, and nobody knows of a dry run; try `/contest start most-points dry`.");
        assert_snapshot!(ana.asks("/contest start sprint-week dry").await, @"Only managers can do that; Mia Roth is a manager here.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_wants_to_be_forgotten_is_not_held_by_a_dry_run_and_leaves_nothing_in_it() {
    play(async |t| {
        let (mia, ana) = (t.manager(), t.rep("Ana"));
        mia.asks("/contest start most-points \"Trial\" for 5d dry").await;
        ana.shares(What::Article).await;
        let post = ana.drops(What::Original).await;
        t.skim().await;
        ana.asks("/pace privacy erase").await;
        ana.clicks("Erase it for good").await;
        assert!(ana.hears().await.starts_with("Done"), "nothing of a dry run is in the way");
        assert_eq!(traces(t, &[post.ts]).await, []);
        assert_snapshot!(mia.asks("/leaderboard \"Trial\"").await, @r"
        :test_tube: Dry run, seen by managers only.
        *Trial* — Tuesday, 5 days left
        1. A former player — 30
        1 player; 2 shares so far.
        ");
        t.skim().await;
    })
    .await;
}
