//! Stories of the form of settings: one's own, and for managers those of everybody.

use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{What, play};

#[tokio::test]
async fn settings_are_chosen_all_at_once() {
    play(async |t| {
        let ana = t.rep("Ana");
        assert_eq!(ana.asks("/pace settings").await.buttons().last().unwrap(), "All in a form");
        ana.clicks("All in a form").await;
        assert_snapshot!(ana.form(), @r"
        Your settings
        For you, in this workspace (optional): Streaks, My name on boards
        [Cancel] [Keep]
        ");
        assert_eq!(ana.sends(&[("on", json!(["mentions"]))]).await, "");
        assert_snapshot!(ana.form(), @r#"
        Kept
        • *Streaks*: no multiplier, no praise and no word of active weeks in a row.
        • *Mentions*: praise of you mentions you, so Slack notifies you.
        • *My name on boards*: others read "A player" in place of your name.
        [Done]
        "#);
        ana.closes().await;
        ana.clicks("All in a form").await;
        assert_eq!(ana.form().shows("on"), "Mentions");
        ana.hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn managers_choose_the_quiet_hours_of_everybody() {
    play(async |t| {
        t.sprint().await;
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        mia.asks("/pace settings").await;
        mia.clicks("All in a form").await;
        assert_snapshot!(mia.form(), @r"
        Your settings
        For you, in this workspace (optional): Streaks, My name on boards
        For everybody here: daily board at: 09:00  ~ Of contests to come, by the clock of each; a running one is changed by its own form.
        For everybody here: quiet from: 20:00
        Quiet until: 08:00  ~ Shout-outs and hints to managers wait until then, by the clock of each contest. Twice the same time: none.
        [Cancel] [Keep]
        ");
        assert_eq!(mia.sends(&[("quiet_from", json!("15:00")), ("quiet_until", json!("15:30"))]).await, "");
        assert_snapshot!(mia.form(), @r"
        Kept
        • *Streaks*: active weeks in a row raise what your shares earn.
        • *Mentions*: praise names you without notifying you.
        • *My name on boards*: others read your name on boards and in shout-outs.
        *For everybody here*
        • *Quiet hours*: from 15:00 until 15:30; shout-outs wait.
        • *Daily board*: at 09:00, of contests to come; `/contest edit` changes one that runs.
        [Done]
        ");
        mia.closes().await;
        t.clock().set("2026-03-03 15:10").await;
        // First of the week, and the day's most: a milestone.
        t.rep("Bo").shares(What::Article).await;
        t.rep("Bo").shares(What::Article).await;
        t.deliver().await;
        wins.is_quiet().await;
        t.clock().set("2026-03-03 15:30").await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: *Bo Chen* passed 25 points with 2 shares.");
        // The operator's evening does not hold any more.
        t.clock().set("2026-03-03 21:00").await;
        t.rep("Ana").shares(What::Article).await;
        t.rep("Ana").shares(What::Article).await;
        assert_snapshot!(wins.next_of("shout_out").await, @":tada: *Ana Sørensen* passed 25 points with 2 shares.");
        // The same time twice: none.
        mia.clicks("All in a form").await;
        assert_eq!(mia.form().shows("quiet_from"), "15:00");
        assert_eq!(mia.sends(&[("quiet_until", json!("15:00"))]).await, "");
        assert!(mia.form().to_string().contains("none"), "{}", mia.form());
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn managers_choose_when_the_boards_of_contests_to_come_are_posted() {
    play(async |t| {
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        mia.asks("/pace settings").await;
        mia.clicks("All in a form").await;
        assert_eq!(mia.sends(&[("board_at", json!("07:45"))]).await, "");
        assert!(mia.form().to_string().contains("*Daily board*: at 07:45"), "{}", mia.form());
        mia.closes().await;
        assert_eq!(mia.opens("/contest new").await.shows("board"), "07:45");
        mia.closes().await;
        t.contest("most-points \"Race\" for 5d").await;
        t.rep("Ana").shares(What::Article).await;
        t.clock().set("2026-03-04 07:45").await;
        assert!(wins.next_of("board").await.contains("*Race*"));
        t.skim().await;
    })
    .await;
}
