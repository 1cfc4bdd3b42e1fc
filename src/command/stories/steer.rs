//! Steering a contest: pause, resume, extend, end, reopen, cancel.

use insta::assert_snapshot;
use serde_json::json;

use crate::domain::contest::Phase;
use crate::harness::{What, play};

#[tokio::test]
async fn pause_and_resume_leave_the_end_where_it_is() {
    play(async |t| {
        t.sprint().await;
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        let end = t.contests().await[0].ends_at;
        assert_snapshot!(mia.asks("/contest pause").await, @":double_vertical_bar: *Spring Sprint* is paused: shares do not count until it goes on. The end stays Sunday, 10:00 (Berlin).");
        wins.next().await;
        assert_snapshot!(mia.asks("/contest pause").await, @"*Spring Sprint* is paused already; `/contest resume` lets it go on.");
        t.clock().advance("2h").await;
        mia.asks("/contest resume").await;
        wins.next().await;
        assert_eq!(t.contests().await[0].ends_at, end);
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn an_extended_contest_ends_at_its_new_end() {
    play(async |t| {
        t.sprint().await;
        assert_snapshot!(t.manager().asks("/contest extend for 2d").await, @":calendar: *Spring Sprint* now runs until Tuesday 10 March, 10:00 (Berlin).");
        t.skim().await;
        t.clock().set("2026-03-10 09:59").await;
        assert_eq!(t.contests().await[0].phase, Phase::Open);
        t.skim().await;
        t.clock().set("2026-03-10 10:00").await;
        assert_eq!(t.contests().await[0].phase, Phase::Closed);
        assert_eq!(t.channel("social-wins").next().await.kind.as_deref(), Some("final"));
    })
    .await;
}

#[tokio::test]
async fn an_end_can_be_taken_back_within_the_hour() {
    play(async |t| {
        t.sprint().await;
        let (mia, ana, wins) = (t.manager(), t.rep("Ana"), t.channel("social-wins"));
        ana.shares(What::Original).await;
        assert_snapshot!(mia.asks("/contest end").await, @":trophy: *Spring Sprint* has ended. `/contest reopen` takes that back until today, 11:00.");
        assert_snapshot!(wins.next().await, @r"
        :trophy: *Spring Sprint* is over.
        1. Ana Sørensen — 15
        Together: 15 points from 1 share; 1 of 1 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.clock().advance("59m").await;
        assert_snapshot!(mia.asks("/contest reopen").await, @":arrow_forward: *Spring Sprint* is open again and runs until Sunday, 10:00 (Berlin).");
        wins.next().await;
        ana.shares(What::Link).await;
        assert_eq!(ana.points().await, 16);
        mia.asks("/contest end").await;
        assert_eq!(wins.next().await.kind.as_deref(), Some("final"));
        t.clock().advance("61m").await;
        assert_snapshot!(mia.asks("/contest reopen").await, @"*Spring Sprint* ended more than an hour ago, so it stays closed; start a new one with `/contest start`.");
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn a_contest_that_ran_out_reopens_with_a_new_end_and_ends_again_once() {
    play(async |t| {
        t.sprint().await;
        let (mia, wins) = (t.manager(), t.channel("social-wins"));
        t.clock().set("2026-03-08 10:10").await;
        t.skim().await;
        assert_snapshot!(mia.asks("/contest reopen").await, @r#"*Spring Sprint* had reached its end; give it a new one: `/contest reopen "Spring Sprint" until Fri 15:00`."#);
        mia.asks("/contest reopen for 2h").await;
        t.skim().await;
        t.rep("Ana").shares(What::Link).await;
        t.clock().set("2026-03-08 12:09").await;
        t.skim().await;
        wins.is_quiet().await;
        t.clock().set("2026-03-09 12:00").await;
        assert_eq!(wins.next().await.kind.as_deref(), Some("final"));
        wins.is_quiet().await;
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_contest_is_over_without_a_word_more() {
    play(async |t| {
        t.sprint().await;
        assert_snapshot!(t.manager().asks("/contest cancel").await, @":no_entry: *Spring Sprint* is called off. Its points stay in everyone's history.");
        t.skim().await;
        t.clock().advance("2w").await;
        t.channel("social-wins").is_quiet().await;
        t.manager().asks("/contest cancel").await;
        t.manager().asks("/contest reopen").await;
        assert_eq!(t.contests().await[0].phase, Phase::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn which_contest_is_meant_is_asked_with_buttons() {
    play(async |t| {
        t.sprint().await;
        t.contest("most-points \"Long Run\" for 2w").await;
        let (mia, ana) = (t.manager(), t.rep("Ana"));
        let question = mia.asks("/contest end").await;
        assert_snapshot!(question, @r#"Which contest do you mean? `/contest end of "Title"` says it at once."#);
        assert_eq!(question.buttons(), ["Spring Sprint", "Long Run"]);
        mia.clicks("Long Run").await;
        mia.hears().await;
        let open: Vec<Phase> = t.contests().await.iter().map(|contest| contest.phase).collect();
        assert_eq!(open, [Phase::Open, Phase::Closed]);
        t.skim().await;
        t.contest("most-points \"Second Run\" for 2w").await;
        for (line, button) in
            [("/contest join", "Second Run"), ("/pace why", "Second Run"), ("/leaderboard", "Second Run")]
        {
            ana.asks(line).await;
            ana.clicks(button).await;
            ana.hears().await;
        }
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_title_that_slips_is_answered_with_the_nearest() {
    play(async |t| {
        t.sprint().await;
        assert_snapshot!(t.manager().asks("/contest end \"Spring Sprit\"").await, @r#"There is no contest "Spring Sprit". Did you mean "Spring Sprint"?"#);
        assert_snapshot!(t.manager().asks("/contest end Winter Games").await, @r#"There is no contest "Winter Games"; `/contest list` shows all."#);
        assert_eq!(t.contests().await[0].phase, Phase::Open);
    })
    .await;
}

#[tokio::test]
async fn an_end_that_slack_delivers_twice_ends_once() {
    play(async |t| {
        t.sprint().await;
        t.goes_wrong(json!({"kind": "duplicate"}));
        t.manager().asks("/contest end").await;
        t.channel("social-wins").next().await;
        t.channel("social-wins").is_quiet().await;
        assert_eq!(t.contests().await[0].closings, 1);
    })
    .await;
}
