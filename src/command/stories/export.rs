//! A contest written out.

use insta::assert_snapshot;

use super::formats::share;
use crate::harness::{Stage, What, home, play};
use crate::play::export::export;
use crate::voice::export::{Part, csv};

/// The tables of the only contest, without what differs from run to run.
async fn tables(t: &Stage) -> String {
    let contest = t.contests().await.remove(0);
    let now = t.slack().now();
    let export = t.bot().store.read(async |tx| export(tx, &home(), &contest, now).await).await.unwrap();
    let standings = csv(&export, Part::Standings);
    let standings = export
        .standings
        .iter()
        .filter(|row| row.kind == "team")
        .fold(standings, |all, row| all.replace(&row.id, "<team>"));
    let ledger = export
        .ledger
        .iter()
        .enumerate()
        .fold(csv(&export, Part::Ledger), |all, (n, entry)| all.replace(&entry.entry, &format!("<{n}>")));
    format!("{standings}\n{ledger}").replace('\r', "")
}

#[tokio::test]
async fn standings_and_ledger_are_written_out_with_what_explains_them() {
    play(async |t| {
        t.contest("team-cup \"Cup\" for 5d").await;
        t.rep("Ana").asks("/contest team create \"=Hawks\"").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        t.rep("Ana").asks("/share https://acme.example.com/mistake").await;
        t.rep("Ana").asks("/pace undo").await;
        t.manager().asks("/contest adjust @bo.chen -3 \"said, so\"").await;
        t.skim().await;
        assert_snapshot!(tables(t).await, @r#"
        place,kind,id,name,team,score,points,shares
        1,team,<team>,'=Hawks,,20 each (1 of 1 active),20,1
        ,rep,U0ANA,Ana Sørensen,'=Hawks,,20,1
        ,rep,U0BO,Bo Chen,,,12,1

        entry,at,rep,name,points,reason,rule,link,note,reverses
        <0>,2026-03-03T09:00:00.000Z,U0ANA,Ana Sørensen,15,share,article,https://me.substack.com/p/notes-0,,
        <1>,2026-03-03T09:00:00.000Z,U0ANA,Ana Sørensen,5,first_of_week,article,https://me.substack.com/p/notes-0,,
        <2>,2026-03-03T09:00:00.000Z,U0BO,Bo Chen,10,share,original,https://www.linkedin.com/posts/me_sales-activity-7300000000000007919-pace,,
        <3>,2026-03-03T09:00:00.000Z,U0BO,Bo Chen,5,first_of_week,original,https://www.linkedin.com/posts/me_sales-activity-7300000000000007919-pace,,
        <4>,2026-03-03T09:00:00.000Z,U0ANA,Ana Sørensen,1,share,link,https://acme.example.com/mistake,,
        <5>,2026-03-03T09:00:00.000Z,U0ANA,Ana Sørensen,-1,reversal,link,https://acme.example.com/mistake,,<4>
        <6>,2026-03-03T09:00:00.000Z,U0BO,Bo Chen,-3,correction,,,"said, so",
        "#);
    })
    .await;
}
