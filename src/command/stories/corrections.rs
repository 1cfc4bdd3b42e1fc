//! `/contest adjust` and `/contest log`.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, play};

#[tokio::test]
async fn a_score_is_corrected_by_hand_and_everybody_concerned_knows_why() {
    play(async |t| {
        t.sprint().await;
        let (ana, mia, wins) = (t.rep("Ana"), t.manager(), t.channel("social-wins"));
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        assert_snapshot!(mia.asks("/contest log").await, @"No manager has changed anything in *Spring Sprint*: no score was corrected, no rule changed, nothing decided.");
        t.skim().await;
        assert_snapshot!(mia.asks("/contest adjust @ana.sorensen +10 the post that Slack lost").await, @":pencil2: Ana Sørensen has 30 points in *Spring Sprint* now (+10), and has been told why.");
        assert_snapshot!(ana.hears().await, @":pencil2: Mia Roth corrected your score in *Spring Sprint*: *+10*, so you have 30 now. Why: the post that Slack lost");
        assert_eq!(ana.points().await, 30);
        mia.asks("/contest adjust @ana.sorensen -5 \"sent twice\" of \"Spring Sprint\"").await;
        ana.hears().await;
        assert_snapshot!(mia.asks("/contest log").await, @r"
        *What managers did in Spring Sprint*, the latest first
        • today, 10:00, Mia Roth: Ana Sørensen *−5*: sent twice
        • today, 10:00, Mia Roth: Ana Sørensen *+10*: the post that Slack lost
        ");
        assert_snapshot!(ana.asks("/pace why").await, @r"
        *Spring Sprint*: 25, share by share
        • today, 10:00: *−5*, corrected by Mia Roth: sent twice
        • today, 10:00: *+10*, corrected by Mia Roth: the post that Slack lost
        • today, 10:00: *+20*, article 15 + 5 first of the week (<https://me.substack.com/p/notes-0|me.substack.com/p/notes-0>)
        ");
        mia.asks("/contest end").await;
        t.skim().await;
        mia.asks("/contest adjust @bo.chen +15 counted by hand").await;
        assert_snapshot!(wins.next_of("final").await, @r"
        :trophy: *Spring Sprint* is over, and a score was corrected.
        1. Bo Chen — 30
        Together: 55 points from 2 shares; 2 of 2 took part. Equal points share a place; for prizes, whoever got there first is ahead. A manager can still reopen it until today, 11:00 (Berlin).
        ");
        t.skim().await;
        t.clock().advance("61m").await;
        assert_snapshot!(mia.asks("/contest adjust @bo.chen +15 too late of \"Spring Sprint\"").await, @"*Spring Sprint* ended more than an hour ago, so its standings are final.");
    })
    .await;
}

#[tokio::test]
async fn a_correction_that_cannot_be_made_is_refused() {
    play(async |t| {
        t.contest("sprint-week \"Spring Sprint\"").await;
        let mia = t.manager();
        let mut said = Vec::new();
        let lines = [
            "/contest adjust",
            "/contest adjust @ana.sorensen 10 no sign",
            "/contest adjust @ana.sorensen +10",
            "/contest adjust @ana.sorensen +0 nothing",
            "/contest adjust @ana.sorensen +10001 too much",
            "/contest adjust @ana.sorensen +99999999999999999999 too much",
            "/contest adjust @nobody +10 x",
            "/contest adjust @ana.sorensen +10 x",
        ];
        for line in lines {
            said.push(format!("{line}\n  → {}", mia.asks(line).await));
        }
        t.clock().set("2026-03-09 09:00").await;
        t.skim().await;
        said.push(mia.asks("/contest adjust @ana.sorensen +10 x").await.to_string());
        said.push(t.rep("Ana").asks("/contest adjust @ana.sorensen +10 x").await.to_string());
        assert_snapshot!(said.join("\n"), @r#"
        /contest adjust
          → It goes like this: `/contest adjust @rep +10 reason [of "Contest"]`
        /contest adjust @ana.sorensen 10 no sign
          → It goes like this: `/contest adjust @rep +10 reason [of "Contest"]`
        /contest adjust @ana.sorensen +10
          → Say why, in 1 to 200 characters: the rep reads it, and it stays in `/contest log`.
        /contest adjust @ana.sorensen +0 nothing
          → A correction gives or takes 1 to 10,000 points, like `+10` or `-5`.
        /contest adjust @ana.sorensen +10001 too much
          → A correction gives or takes 1 to 10,000 points, like `+10` or `-5`.
        /contest adjust @ana.sorensen +99999999999999999999 too much
          → A correction gives or takes 1 to 10,000 points, like `+10` or `-5`.
        /contest adjust @nobody +10 x
          → I know no "nobody", or several; pick the name from Slack's list after `@`.
        /contest adjust @ana.sorensen +10 x
          → *Spring Sprint* has not started yet; there is no score to speak of.
        Ana Sørensen is not in *Spring Sprint*; the Join button or a first share changes that.
        Only managers can do that; Mia Roth is a manager here.
        "#);
    })
    .await;
}

#[tokio::test]
async fn a_manager_gives_themselves_nothing_where_another_can() {
    crate::harness::play_with("managers = [\"U0BO\"]\n", async |t| {
        t.sprint().await;
        let (bo, mia) = (t.rep("Bo"), t.manager());
        mia.shares(What::Article).await;
        bo.shares(What::Link).await;
        assert_snapshot!(mia.asks("/contest adjust @mia.roth +500 for me").await, @"You have a part in that, so somebody else decides: Bo Chen.");
        mia.asks("/contest adjust @mia.roth -5 too much").await;
        bo.asks("/contest adjust @mia.roth +3 a talk").await;
        assert_eq!(mia.points().await, 18);
        t.skim().await;
    })
    .await;
}
