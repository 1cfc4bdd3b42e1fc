//! A contest written out.

use insta::assert_snapshot;

use super::formats::share;
use crate::domain::export::{Form, Part};
use crate::harness::{Stage, What, home, play};
use crate::play::export::export;
use crate::voice::export::{csv, written};

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

#[tokio::test]
async fn a_manager_is_sent_a_contest_as_a_file() {
    play(async |t| {
        t.sprint().await;
        let mia = t.manager();
        t.rep("Ana").asks("/pace settings board off").await;
        share(t, &[("Ana", What::Article), ("Bo", What::Original)]).await;
        t.skim().await;
        assert_snapshot!(mia.asks("/contest export").await, @"The export is on its way, as a file in our direct message. It names everybody, also those who hide their name elsewhere.");
        let file = mia.hears().await;
        assert_snapshot!(file, @"*Spring Sprint* as it stood today, 10:00 (Berlin).");
        let (name, content) = t.file(&file);
        assert_eq!(name, "spring-sprint-2026-03-03.csv");
        let contest = t.contests().await.remove(0);
        let now = t.slack().now();
        let export = t.bot().store.read(async |tx| export(tx, &home(), &contest, now).await).await.unwrap();
        assert_eq!(content, written(&export, Form::Csv, None));
        assert!(content.contains("1,rep,U0ANA,Ana Sørensen,"), "it names everybody: {content}");
        mia.asks("/contest export Standings JSON of \"spring sprint\"").await;
        let (name, content) = t.file(&mia.hears().await);
        assert_eq!(name, "spring-sprint-standings-2026-03-03.json");
        assert_eq!(content, written(&export, Form::Json, Some(Part::Standings)));
        assert_snapshot!(mia.asks("/contest export jsn").await, @r#"`/contest export` knows no "jsn". Did you mean `/contest export json`?"#);
        assert_snapshot!(mia.asks("/contest export xlsx").await, @r#"It goes like this: `/contest export [csv | json] [ledger | standings] [of "Contest"]`"#);
        assert_snapshot!(mia.asks("/contest export of \"Sping Sprint\"").await, @r#"There is no contest "Sping Sprint". Did you mean "Spring Sprint"?"#);
        assert_snapshot!(t.rep("Bo").asks("/contest export").await, @"Only managers can do that; Mia Roth is a manager here.");
        t.rep("Bo").hears_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn of_several_contests_it_is_asked_which_one_to_export() {
    play(async |t| {
        let mia = t.manager();
        assert_snapshot!(mia.asks("/contest export").await, @"No contest is running right now; `/contest list` shows what there is.");
        t.sprint().await;
        t.contest("raffle \"Pot\" for 5d").await;
        let asked = mia.asks("/contest export").await;
        assert_snapshot!(asked, @r#"Which contest do you mean? `/contest export of "Title"` says it at once."#);
        mia.clicks(&asked.buttons()[1]).await;
        mia.hears().await;
        assert!(t.file(&mia.hears().await).1.starts_with("place,kind,id"));
        mia.asks("/contest export json ledger").await;
        mia.clicks("Pot").await;
        mia.hears().await;
        assert!(t.file(&mia.hears().await).0.ends_with(".json"));
        // Long after its end, too.
        t.clock().advance("30d").await;
        t.skim().await;
        mia.asks("/contest export of \"Pot\"").await;
        assert_eq!(t.file(&mia.hears().await).0, "pot-2026-04-02.csv");
    })
    .await;
}
