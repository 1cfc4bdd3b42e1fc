//! `/pace settings`: streaks, mentions, and one's name on boards.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{Stage, What, play};

#[tokio::test]
async fn each_setting_is_shown_and_changed_by_word_or_button() {
    play(async |t| {
        let bo = t.rep("Bo");
        let shown = bo.asks("/pace settings").await;
        assert_snapshot!(shown, @r"
        *Your settings in this workspace*
        • `streaks` on: active weeks in a row raise what your shares earn.
        • `mentions` off: praise names you without notifying you.
        • `board` on: others read your name on boards and in shout-outs.
        `/pace settings streaks off` does the same as its button.
        ");
        assert_eq!(shown.buttons(), ["Switch streaks off", "Allow mentions", "Hide my name", "All in a form"]);
        bo.clicks("Allow mentions").await;
        assert_snapshot!(bo.hears().await, @"Mentions are on now: praise of you mentions you, so Slack notifies you.");
        bo.clicks("Hide my name").await;
        assert_snapshot!(bo.hears().await, @r#"Your name is hidden now: others read "A player" in place of your name. Managers still see it in their exports."#);
        assert_snapshot!(bo.asks("/pace settings Streaks off").await, @"Streaks are off now: no multiplier, no praise and no word of active weeks in a row. Your active weeks are kept, should you want them back.");
        let shown = bo.asks("/pace settings").await;
        assert_snapshot!(shown, @r#"
        *Your settings in this workspace*
        • `streaks` off: no multiplier, no praise and no word of active weeks in a row.
        • `mentions` on: praise of you mentions you, so Slack notifies you.
        • `board` off: others read "A player" in place of your name.
        `/pace settings streaks off` does the same as its button.
        "#);
        assert_eq!(shown.buttons(), ["Switch streaks on", "Stop mentions", "Show my name", "All in a form"]);
        assert_snapshot!(bo.asks("/pace settings public board on").await, @"Your name is shown: others read your name on boards and in shout-outs.");
        assert_snapshot!(bo.asks("/pace settings mentions off").await, @"Mentions are off now: praise names you without notifying you.");
        assert_snapshot!(bo.asks("/pace settings streaks on").await, @"Streaks are on again: active weeks in a row raise what your shares earn.");
        let others = t.rep("Ana").asks("/pace settings").await;
        assert_eq!(others.buttons(), ["Switch streaks off", "Allow mentions", "Hide my name", "All in a form"]);
    })
    .await;
}

#[tokio::test]
async fn a_slip_is_answered_with_the_nearest_and_nothing_changes() {
    play(async |t| {
        let bo = t.rep("Bo");
        assert_snapshot!(bo.asks("/pace setings").await, @r#"`/pace` knows no "setings". Did you mean `/pace settings`?"#);
        assert_snapshot!(bo.asks("/pace settings streak off").await, @r#"`/pace settings` knows no "streak". Did you mean `/pace settings streaks`?"#);
        assert_snapshot!(bo.asks("/pace settings board of").await, @r#"`/pace settings board` knows no "of". Did you mean `/pace settings board off`?"#);
        assert_snapshot!(bo.asks("/pace settings mentions").await, @"It goes like this: `/pace settings mentions on | off`");
        assert_snapshot!(bo.asks("/pace settings mentions <!channel>").await, @"It goes like this: `/pace settings mentions on | off`");
        assert_snapshot!(bo.asks("/pace settings <@U0ANA|ana> off").await, @r#"`/pace settings` knows no "@ana"; `/pace settings help` lists what it does."#);
        let shown = bo.asks("/pace settings help").await;
        assert_eq!(shown.buttons(), ["Switch streaks off", "Allow mentions", "Hide my name", "All in a form"]);
    })
    .await;
}

#[tokio::test]
async fn managers_choose_for_everybody_by_word() {
    play(async |t| {
        let (mia, bo) = (t.manager(), t.rep("Bo"));
        assert_snapshot!(mia.asks("/pace settings quiet from 7pm until 7:30").await, @r"
        *For everybody here*
        • *Quiet hours*: from 19:00 until 07:30; shout-outs wait.
        • *Daily board*: at 09:00, of contests to come; `/contest edit` changes one that runs.
        ");
        assert_snapshot!(mia.asks("/pace settings").await, @r"
        *Your settings in this workspace*
        • `streaks` on: active weeks in a row raise what your shares earn.
        • `mentions` off: praise names you without notifying you.
        • `board` on: others read your name on boards and in shout-outs.
        `/pace settings streaks off` does the same as its button.
        *For everybody here*
        • *Quiet hours*: from 19:00 until 07:30; shout-outs wait.
        • *Daily board*: at 09:00, of contests to come; `/contest edit` changes one that runs.
        `/pace settings quiet 19:00 8:00`, `quiet off` and `board 9:30` change them.
        ");
        assert_snapshot!(mia.asks("/pace settings quiet off").await, @r"
        *For everybody here*
        • *Quiet hours*: none.
        • *Daily board*: at 09:00, of contests to come; `/contest edit` changes one that runs.
        ");
        assert_snapshot!(mia.asks("/pace settings quiet at night").await, @"It goes like this: `/pace settings quiet 19:00 8:00`");
        assert!(bo.asks("/pace settings quiet 19:00 8:00").await.starts_with("Only managers can do that"));
        assert!(bo.asks("/pace settings board 9:30").await.starts_with("Only managers can do that"));
        assert_snapshot!(mia.asks("/pace settings board at 9:30").await, @r"
        *For everybody here*
        • *Quiet hours*: none.
        • *Daily board*: at 09:30, of contests to come; `/contest edit` changes one that runs.
        ");
        t.contest("most-points \"Race\" for 5d").await;
        assert!(mia.asks("/contest show").await.contains("9:30"), "{}", mia.asks("/contest show").await);
        mia.asks("/pace settings board 7:45").await;
        assert!(mia.asks("/contest show").await.contains("9:30"), "what runs stays as it is");
    })
    .await;
}

/// An active week of Ana's and Bo's, and the Monday after it.
async fn an_active_week(t: &Stage) {
    t.contest("sprint-week \"Spring Sprint\" for 20d").await;
    for _ in 0..3 {
        share(t, &[("Ana", What::Words), ("Bo", What::Words)]).await;
        t.clock().advance("1d").await;
    }
    t.clock().set("2026-03-09 10:00").await;
    t.skim().await;
}

#[tokio::test]
async fn who_switches_streaks_off_hears_and_earns_nothing_of_them() {
    play(async |t| {
        an_active_week(t).await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        ana.asks("/pace settings streaks off").await;
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :white_check_mark: *+15* — original post (10) · first this week (5)
        You are *1st* in *Spring Sprint* with 35; nobody is ahead of you.
        Next milestone: 50 (15 to go).
        ");
        assert_snapshot!(bo.shares(What::Original).await, @r"
        :white_check_mark: *+16* — original post (10 × 1.1) · first this week (5)
        You are *1st* in *Spring Sprint* with 36, up one; nobody is ahead of you.
        :fire: One active week behind you: ×1.1. Next milestone: 50 (14 to go).
        ");
        assert_snapshot!(ana.asks("/pace me").await, @"*Spring Sprint*: 2nd with 35 points, 1 behind the next place; 14 days left");
        // The fourth comment of a day that is full, or a like: nothing about weeks.
        assert_snapshot!(ana.asks("/share https://www.linkedin.com/posts/x_y-activity-7300000000000000001-z like").await, @r"
        :memo: Counted, no points: a like pays nothing here. An article would still pay 15.
        You are *2nd* in *Spring Sprint* with 35; 1 behind the next place.
        Next milestone: 50 (15 to go).
        ");
        assert_snapshot!(bo.asks("/share https://www.linkedin.com/posts/x_y-activity-7300000000000000001-z like").await, @r"
        :memo: Counted, no points: a like pays nothing here, but it keeps your week active. An article would still pay 17.
        You are *1st* in *Spring Sprint* with 36; nobody is ahead of you.
        :fire: One active week behind you: ×1.1. Next milestone: 50 (14 to go).
        ");
        t.clock().set("2026-03-10 09:00").await;
        assert_snapshot!(t.channel("social-wins").next_of("board").await, @r"
        *Spring Sprint* — Tuesday, 13 days 1 hour left
        1. Bo Chen — 36
        2 of 2 active yesterday; 10 shares so far.
        ");
        ana.asks("/pace settings streaks on").await;
        assert_snapshot!(ana.shares(What::Original).await, @r"
        :white_check_mark: *+11* — original post (10 × 1.1)
        You are *1st* in *Spring Sprint* with 46, up one; nobody is ahead of you.
        :fire: One active week behind you: ×1.1. Next milestone: 50 (4 to go).
        ");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn streaks_are_praised_only_of_those_who_want_them() {
    play(async |t| {
        t.contest("sprint-week \"Spring Sprint\" for 20d").await;
        let (ana, wins) = (t.rep("Ana"), t.channel("social-wins"));
        ana.asks("/pace settings streaks off").await;
        for day in ["03", "04", "05", "09", "10", "11"] {
            t.clock().set(&format!("2026-03-{day} 12:00")).await;
            share(t, &[("Ana", What::Link), ("Bo", What::Link)]).await;
        }
        let praise = wins.all_of("shout_out").await.join("\n");
        assert_snapshot!(praise, @":tada: *Bo Chen* has been active two weeks in a row.");
        // What is noted and waits for the morning is held back, too.
        let noor = t.rep("Noor");
        for day in ["11", "12", "13", "16", "17"] {
            t.clock().set(&format!("2026-03-{day} 13:00")).await;
            noor.shares(What::Link).await;
        }
        t.skim().await;
        t.clock().set("2026-03-18 21:00").await;
        noor.shares(What::Link).await;
        noor.asks("/pace settings streaks off").await;
        t.clock().set("2026-03-19 08:30").await;
        assert_eq!(wins.all_of("shout_out").await, [""; 0]);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn praise_mentions_those_who_allow_it_and_nobody_else() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, wins) = (t.rep("Ana"), t.rep("Bo"), t.channel("social-wins"));
        t.may_mention(&ana);
        ana.asks("/pace settings mentions on").await;
        share(t, &[("Ana", What::Original), ("Ana", What::Article)]).await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: <@U0ANA> passed 25 points with 2 shares.");
        share(t, &[("Bo", What::Original), ("Bo", What::Article), ("Noor", What::Original)]).await;
        t.clock().advance("1m").await;
        share(t, &[("Ana", What::Words), ("Noor", What::Article)]).await;
        t.clock().advance("10m").await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: Two milestones: *Bo Chen* 25 points · *Noor Haddad* 25 points");
        // The board names, it does not notify.
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        1. Ana Sørensen — 35
        2. Bo Chen — 30
        3 of 3 active yesterday; 7 shares so far.
        ");
        // Whoever is not named is not mentioned either.
        ana.asks("/pace settings board off").await;
        share(t, &[("Ana", What::Original), ("Ana", What::Article)]).await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: *A player* passed 50 points with 5 shares.");
        bo.hears_nothing().await;
        t.skim().await;
    })
    .await;
}
