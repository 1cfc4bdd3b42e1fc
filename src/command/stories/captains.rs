//! Captains: what they exchange, what they see, and who follows them; and whom they may not touch.

use insta::assert_snapshot;

use crate::harness::{Stage, What, play};

/// Hawks: Ana, who leads them, Bo and Kai. Owls: Noor, who leads them, and Jo.
async fn two_teams(t: &Stage) {
    t.contest("team-sprint \"Cup\" for 5d").await;
    t.rep("Ana").asks("/contest team create Hawks").await;
    t.rep("Noor").asks("/contest team create Owls").await;
    for (name, team) in [("Bo", "Hawks"), ("Kai", "Hawks"), ("Jo", "Owls")] {
        t.clock().advance("1m").await;
        t.rep(name).asks(&format!("/contest team join {team}")).await;
    }
    t.skim().await;
}

#[tokio::test]
async fn captains_swap_players_when_both_want_to() {
    play(async |t| {
        two_teams(t).await;
        let (ana, noor) = (t.rep("Ana"), t.rep("Noor"));
        assert_snapshot!(ana.asks("/contest team swap @bo.chen @jo.park").await, @":arrows_counterclockwise: I have asked Noor Haddad: Bo Chen for Jo Park. The offer stands for a day.");
        assert_snapshot!(ana.asks("/contest team swap @bo.chen @jo.park").await, @"That swap waits for an answer from Noor Haddad already.");
        let asked = noor.hears().await;
        assert_snapshot!(asked, @":arrows_counterclockwise: *Ana Sørensen* offers a swap in *Cup*: Bo Chen would play for your *Owls*, and Jo Park for *Hawks*. The offer stands for a day.");
        assert_eq!(asked.buttons(), ["Accept", "Decline"]);
        noor.privately().clicks("Decline").await;
        assert_snapshot!(noor.hears().await, @"All right; I have told Ana Sørensen.");
        assert_snapshot!(ana.hears().await, @"Noor Haddad keeps Jo Park; the teams stay as they are.");
        noor.privately().clicks("Accept").await;
        assert_snapshot!(noor.hears().await, @"That offer no longer stands; `/contest team swap @mine @theirs` makes another.");
        ana.asks("/contest team swap @bo.chen @jo.park").await;
        noor.hears().await;
        noor.privately().clicks("Accept").await;
        assert_snapshot!(noor.hears().await, @"Done: Bo Chen plays for *Owls* now, and Jo Park for *Hawks*.");
        assert_snapshot!(ana.hears().await, @":arrows_counterclockwise: Noor Haddad accepts: Bo Chen plays for *Owls* now, and Jo Park for *Hawks*.");
        assert_snapshot!(t.rep("Bo").hears().await, @":arrows_counterclockwise: You play for *Owls* in *Cup* now; you and Jo Park have changed places.");
        assert_snapshot!(t.rep("Jo").hears().await, @":arrows_counterclockwise: You play for *Hawks* in *Cup* now; you and Bo Chen have changed places.");
        assert_snapshot!(ana.asks("/contest team").await, @r"
        *Teams in Cup*
        • *Hawks*: Ana Sørensen (captain), Jo Park, Kai Weber
        • *Owls*: Noor Haddad (captain), Bo Chen
        ");
    })
    .await;
}

#[tokio::test]
async fn an_offer_that_no_longer_fits_is_off() {
    play(async |t| {
        two_teams(t).await;
        let (ana, noor, jo) = (t.rep("Ana"), t.rep("Noor"), t.rep("Jo"));
        // By the time of the answer one of them has points.
        ana.asks("/contest team swap @bo.chen @jo.park").await;
        noor.hears().await;
        jo.shares(What::Article).await;
        noor.privately().clicks("Accept").await;
        assert_snapshot!(noor.hears().await, @"Jo Park has 20 points for *Owls*, and points stay with their team; only a manager can move a player then.");
        assert_snapshot!(ana.asks("/contest team swap @bo.chen @jo.park").await, @"Jo Park has 20 points for *Owls*, and points stay with their team; only a manager can move a player then.");
        // Points or none, a manager may.
        assert_snapshot!(t.manager().asks("/contest team swap @bo.chen @jo.park").await, @"Bo Chen plays for *Owls* now, and Jo Park for *Hawks*.");
        t.skim().await;
        // Or the offer is a day old, or the contest over.
        noor.asks("/contest team swap @bo.chen @kai.weber").await;
        ana.hears().await;
        t.clock().advance("1d").await;
        ana.privately().clicks("Accept").await;
        t.skim().await;
        noor.asks("/contest team swap @bo.chen @kai.weber").await;
        ana.hears().await;
        t.manager().asks("/contest end").await;
        t.skim().await;
        ana.privately().clicks("Accept").await;
        assert_snapshot!(ana.hears().await, @"That offer no longer stands; `/contest team swap @mine @theirs` makes another.");
        assert_snapshot!(noor.asks("/contest team \"Cup\"").await, @r"
        *Teams in Cup*
        • *Hawks*: Ana Sørensen (captain), Jo Park, Kai Weber
        • *Owls*: Noor Haddad (captain), Bo Chen
        ");
    })
    .await;
}

#[tokio::test]
async fn nobody_but_managers_touches_another_team() {
    play(async |t| {
        two_teams(t).await;
        let (ana, bo, mia) = (t.rep("Ana"), t.rep("Bo"), t.manager());
        assert_snapshot!(ana.asks("/contest team swap @jo.park @bo.chen").await, @"Only Noor Haddad can do that: *Owls* are led by them.");
        assert_snapshot!(bo.asks("/contest team swap @kai.weber @jo.park").await, @"Only Ana Sørensen can do that: *Hawks* are led by them.");
        assert_snapshot!(ana.asks("/contest team captain @jo.park").await, @"Only Noor Haddad can do that: *Owls* are led by them.");
        assert_snapshot!(ana.asks("/contest team move @jo.park Hawks").await, @"Only managers can do that; Mia Roth is a manager here.");
        assert_snapshot!(ana.asks("/contest team activity Owls").await, @"Only Noor Haddad can do that: *Owls* are led by them.");
        assert_snapshot!(bo.asks("/contest team activity").await, @"Only Ana Sørensen can do that: *Hawks* are led by them.");
        assert_snapshot!(ana.asks("/contest team swap @bo.chen @kai.weber").await, @"Both play for *Hawks*; a swap takes one from each of two teams.");
        assert_snapshot!(ana.asks("/contest team swap @ana @jo.park").await, @"Ana Sørensen leads *Hawks*; `/contest team captain @rep` hands the team to another first.");
        assert_snapshot!(ana.asks("/contest team swap @bo.chen @mia.roth").await, @"Mia Roth plays for no team; `/contest team move` puts them on one.");
        assert_snapshot!(mia.asks("/contest team captain @jo.park").await, @"*Jo Park* leads *Owls* now.");
        assert_snapshot!(mia.asks("/contest team captain @noor.haddad").await, @"*Noor Haddad* leads *Owls* now.");
        assert_snapshot!(mia.asks("/contest team activity Owl").await, @r#"There is no team "Owl". Did you mean "Owls"?"#);
        t.skim().await;
    })
    .await;
}

#[tokio::test]
async fn a_captain_sees_what_the_team_does_without_a_ranking() {
    play(async |t| {
        two_teams(t).await;
        let ana = t.rep("Ana");
        t.rep("Kai").shares(What::Article).await;
        t.clock().set("2026-03-04 11:00").await;
        t.rep("Kai").shares(What::Original).await;
        t.rep("Bo").shares(What::Link).await;
        t.skim().await;
        assert_snapshot!(ana.asks("/contest team activity").await, @r"
        *Hawks* in *Cup*, for your eyes only:
        • Ana Sørensen: no share yet
        • Bo Chen: 6 points this week, 1 active day so far; last share today, 11:00
        • Kai Weber: 30 points this week, 2 active days so far; last share today, 11:00
        ");
        assert_snapshot!(t.manager().asks("/contest team activity hawks of \"Cup\"").await, @r"
        *Hawks* in *Cup*, for your eyes only:
        • Ana Sørensen: no share yet
        • Bo Chen: 6 points this week, 1 active day so far; last share today, 11:00
        • Kai Weber: 30 points this week, 2 active days so far; last share today, 11:00
        ");
        assert_snapshot!(t.rep("Priya").asks("/contest team activity").await, @r#"You play for no team; `/contest team join "Falcons"` changes that."#);
    })
    .await;
}

#[tokio::test]
async fn a_captain_who_leaves_is_followed_by_whoever_has_most_points() {
    play(async |t| {
        two_teams(t).await;
        let (ana, kai, noor, jo, mia) = (t.rep("Ana"), t.rep("Kai"), t.rep("Noor"), t.rep("Jo"), t.manager());
        kai.shares(What::Article).await;
        ana.asks("/contest leave").await;
        assert_snapshot!(kai.hears().await, @":wave: You lead *Hawks* in *Cup* now, since Ana Sørensen has left. `/contest team activity` shows how the team is doing, and `/contest team captain @rep` hands it on.");
        noor.is_deactivated(true).await;
        assert_snapshot!(jo.hears().await, @":wave: You lead *Owls* in *Cup* now, since Noor Haddad has left. `/contest team activity` shows how the team is doing, and `/contest team captain @rep` hands it on.");
        jo.asks("/contest leave").await;
        assert_snapshot!(mia.hears().await, @r#"Jo Park has left *Cup*, and nobody else plays for *Owls*; `/contest team move @rep "Owls"` puts somebody on it."#);
        assert_snapshot!(kai.asks("/contest team").await, @r"
        *Teams in Cup*
        • *Hawks*: Kai Weber (captain), Bo Chen
        • *Owls*: nobody yet
        ");
        t.skim().await;
    })
    .await;
}
