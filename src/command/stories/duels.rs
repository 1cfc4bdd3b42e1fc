//! `/pace duel`: who challenges whom, and how it ends.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{What, play};

#[tokio::test]
async fn a_duel_is_offered_accepted_fought_and_told() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, wins) = (t.rep("Ana"), t.rep("Bo"), t.channel("social-wins"));
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        t.skim().await;
        assert_snapshot!(ana.asks("/pace duel @bo.chen for 1d").await, @":crossed_swords: I have asked Bo Chen. The duel in *Spring Sprint* begins when they accept, within a day.");
        let offer = bo.hears().await;
        assert_snapshot!(offer, @":crossed_swords: *Ana Sørensen* challenges you in *Spring Sprint*: who earns more until tomorrow, 10:00 (Berlin)? The challenge is open for a day.");
        assert_eq!(offer.buttons(), ["Accept", "Not now"]);
        assert_snapshot!(ana.asks("/pace duel @bo.chen").await, @"You and Bo Chen have a duel, or a challenge, already; finish that first.");
        t.clock().advance("1m").await;
        bo.privately().clicks("Accept").await;
        assert_snapshot!(bo.hears().await, @":crossed_swords: It is on: you against Ana Sørensen in *Spring Sprint* until tomorrow, 10:01 (Berlin).");
        assert_snapshot!(wins.next_of("notice").await, @":crossed_swords: A duel in *Spring Sprint*: *Ana Sørensen* against *Bo Chen*, until tomorrow, 10:01 (Berlin). Who earns more wins.");
        bo.privately().clicks("Accept").await;
        assert_snapshot!(bo.hears().await, @"That challenge is no longer open; `/pace duel @name` offers one back.");
        share(t, &[("Ana", What::Words), ("Bo", What::Article)]).await;
        bo.asks("/share https://acme.example.com/taken-back").await;
        bo.asks("/pace undo").await;
        t.clock().set("2026-03-04 09:00").await;
        assert_snapshot!(wins.next_of("board").await, @r"
        *Spring Sprint* — Wednesday, 4 days 1 hour left
        1. Bo Chen — 30
        Duels: Ana Sørensen 5 : 15 Bo Chen. 2 of 2 active yesterday; 4 shares so far.
        ");
        t.clock().set("2026-03-04 10:01").await;
        assert_snapshot!(wins.next_of("notice").await, @":crossed_swords: *Bo Chen* wins the duel with Ana Sørensen in *Spring Sprint*, 15 to 5.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_challenge_can_be_declined_and_does_not_keep() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo) = (t.rep("Ana"), t.rep("Bo"));
        for rep in [&ana, &bo] {
            rep.asks("/contest join").await;
        }
        ana.asks("/pace duel @bo.chen").await;
        t.skim().await;
        bo.privately().clicks("Not now").await;
        assert_snapshot!(bo.hears().await, @"All right; I have told Ana Sørensen.");
        assert_snapshot!(ana.hears().await, @"Bo Chen passes on the duel this time.");
        ana.asks("/pace duel @bo.chen").await;
        t.clock().advance("1d").await;
        t.skim().await;
        bo.privately().clicks("Accept").await;
        assert_snapshot!(bo.hears().await, @"That challenge is no longer open; `/pace duel @name` offers one back.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_duel_ends_with_its_contest_and_may_end_level() {
    play(async |t| {
        t.sprint().await;
        let (ana, bo, wins) = (t.rep("Ana"), t.rep("Bo"), t.channel("social-wins"));
        for rep in [&ana, &bo] {
            rep.asks("/contest join").await;
        }
        t.manager().asks("/contest join").await;
        // A manager's one line does the same.
        t.manager().asks("/contest start duel @bo.chen for 3d").await;
        t.skim().await;
        bo.privately().clicks("Accept").await;
        t.skim().await;
        t.manager().asks("/contest end").await;
        assert_snapshot!(wins.next_of("notice").await, @":crossed_swords: The duel of *Mia Roth* and *Bo Chen* in *Spring Sprint* ends level, 0 to 0.");
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_cannot_duel_is_told_why() {
    play(async |t| {
        let ana = t.rep("Ana");
        let mut said = vec![ana.asks("/pace duel @bo.chen").await.to_string()];
        t.sprint().await;
        let lines = [
            "/pace duel",
            "/pace duel @bo.chen now",
            "/pace duel @nobody",
            "/pace duel @bo.chen",
            "/pace duel @ana.sorensen",
            "/pace duel @bo.chen for 10m",
            "/pace duel @bo.chen for ever",
        ];
        ana.asks("/contest join").await;
        for line in lines {
            said.push(format!("{line}\n  → {}", ana.asks(line).await));
        }
        for name in ["bo.chen", "noor.haddad", "kai.weber", "jo.park"] {
            let first = name.split('.').next().unwrap();
            t.rep(&format!("{}{}", first[..1].to_uppercase(), &first[1..])).asks("/contest join").await;
            said.push(ana.asks(&format!("/pace duel @{name}")).await.to_string());
        }
        t.manager().asks("/contest pause").await;
        said.push(t.rep("Jo").asks("/pace duel @kai.weber").await.to_string());
        t.skim().await;
        assert_snapshot!(said.join("\n"), @r#"
        No contest is running right now; `/contest list` shows what there is.
        /pace duel
          → It goes like this: `/pace duel @name [for 2d] [of "Contest"]`
        /pace duel @bo.chen now
          → It goes like this: `/pace duel @name [for 2d] [of "Contest"]`
        /pace duel @nobody
          → I know no "nobody", or several; pick the name from Slack's list after `@`.
        /pace duel @bo.chen
          → Bo Chen is not in *Spring Sprint*; the Join button or a first share changes that.
        /pace duel @ana.sorensen
          → That is you; `/leaderboard` shows who is near you, and would be worth a duel.
        /pace duel @bo.chen for 10m
          → A duel lasts from an hour to two weeks: `/pace duel @name for 2d`.
        /pace duel @bo.chen for ever
          → "ever" is no time I can read; write `for 5d`, `until Fri 15:00` or `from 2026-03-02 9:00`.
        :crossed_swords: I have asked Bo Chen. The duel in *Spring Sprint* begins when they accept, within a day.
        :crossed_swords: I have asked Noor Haddad. The duel in *Spring Sprint* begins when they accept, within a day.
        :crossed_swords: I have asked Kai Weber. The duel in *Spring Sprint* begins when they accept, within a day.
        You are in 3 duels and challenges already; finish one first.
        *Spring Sprint* is not running, so there is nothing to duel in; wait until it is.
        "#);
    })
    .await;
}
