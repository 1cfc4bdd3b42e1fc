//! Badges, records and feats on both engines.

use super::*;
use crate::domain::kind::Kind;
use crate::store::testing::game::{acme, at, c1, c2, case, copied, in_a_game, paid, score};
use crate::store::testing::game::{day as day_of, person};
use crate::store::{audit, entrants, grounds, roster, shares};

fn ann() -> UserId {
    "ann".into()
}

async fn earn(tx: &mut Tx, badge: &str, ground: Ground) -> Result<()> {
    let mut batch = Batch::default();
    give(&mut batch, &acme(), &ann(), (badge, ground), at(1))?;
    batch.run(tx).await
}

async fn best(tx: &mut Tx, user: &str, record: (Record, i64), minute: i64) -> Result<()> {
    let mut batch = Batch::default();
    keep_best(&mut batch, &acme(), &user.into(), record, at(minute))?;
    batch.run(tx).await
}

#[tokio::test]
async fn a_badge_is_given_once_more_kept_and_taken() {
    in_a_game(async |tx: &mut Tx| {
        earn(tx, "full-week", Ground::WeekDays(5)).await?;
        earn(tx, "full-week", Ground::WeekDays(5)).await?;
        earn(tx, "first-share", Ground::First(Some(Kind::Share))).await?;
        let held = of_rep(tx, &acme(), &ann()).await?;
        assert_eq!(held, [("first-share".into(), (1, false)), ("full-week".into(), (2, false))].into());
        let known = grounds::read(tx, &case(&ann(), "k")).await?.badges;
        assert_eq!(known, [("first-share".into(), 1), ("full-week".into(), 2)].into());
        keep(tx, &acme(), &ann(), "full-week", (1, true)).await?;
        take(tx, &acme(), &ann(), "first-share").await?;
        assert_eq!(of_rep(tx, &acme(), &ann()).await?, [("full-week".into(), (1, true))].into());
        assert!(!is_praised(tx, &acme(), &ann(), "full-week").await?);
        assert_eq!(of_rep(tx, &acme(), &"bob".into()).await?, BTreeMap::new());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_record_is_held_by_who_got_there_first_and_is_here() {
    in_a_game(async |tx: &mut Tx| {
        assert_eq!(holder(tx, &acme(), Record::Day).await?, None);
        best(tx, "ann", (Record::Day, 20), 5).await?;
        best(tx, "bob", (Record::Day, 20), 3).await?;
        best(tx, "cid", (Record::Streak, 4), 3).await?;
        assert_eq!(holder(tx, &acme(), Record::Day).await?, Some(("bob".into(), "BOB".into(), 20)));
        best(tx, "ann", (Record::Day, 25), 9).await?;
        assert_eq!(holder(tx, &acme(), Record::Day).await?, Some((ann(), "ANN".into(), 25)));
        let known = grounds::read(tx, &case(&ann(), "k")).await?;
        assert_eq!(known.bests, [(Record::Day, 25)].into());
        let records = [(Record::Day, (ann(), 25)), (Record::Streak, ("cid".into(), 4))];
        assert_eq!(known.records, records.into());
        let gone = crate::domain::roster::Person { deactivated: true, ..person("ann") };
        roster::learn(tx, &acme(), &gone, at(10)).await?;
        assert_eq!(holder(tx, &acme(), Record::Day).await?, Some(("bob".into(), "BOB".into(), 20)));
        lower_best(tx, &acme(), &"bob".into(), Record::Day, 30).await?;
        assert_eq!(holder(tx, &acme(), Record::Day).await?.unwrap().2, 20, "lowered, never raised");
        lower_best(tx, &acme(), &"bob".into(), Record::Day, 0).await?;
        assert_eq!(holder(tx, &acme(), Record::Day).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn feats_are_what_stands() {
    in_a_game(async |tx: &mut Tx| {
        assert_eq!(feats(tx, &acme(), &ann()).await?, Feats::default());
        entrants::join(tx, &acme(), &c2(), &ann(), at(0)).await?;
        paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        paid(tx, &c1(), "s2", "ann", 2, &score(7)).await?;
        paid(tx, &c2(), "s3", "ann", 3 + 1440, &score(15)).await?;
        paid(tx, &c1(), "s4", "ann", 4, &copied()).await?;
        let mut batch = Batch::default();
        shares::keep_active_week(&mut batch, &acme(), &ann(), day_of(0), 0b11);
        batch.run(tx).await?;
        let seen = feats(tx, &acme(), &ann()).await?;
        assert_eq!((seen.kinds, seen.lifetime, seen.shares), (vec![Kind::Original], 32, 2));
        assert_eq!(seen.contest, Some((17, "C1".into())));
        assert_eq!((seen.day, seen.week), (Some((17, day_of(0))), Some((17, day_of(0)))));
        assert_eq!(seen.active, [(day_of(0), 0b11)].into());
        assert_eq!(grounds::read(tx, &case(&ann(), "k")).await?.lifetime, 32);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_audit_finds_badges_and_records_that_nothing_bears_out() {
    in_a_game(async |tx: &mut Tx| {
        let found = async |tx: &mut Tx| {
            let mut found: Vec<String> = audit::audit(tx).await?.iter().map(ToString::to_string).collect();
            found.retain(|line| line.starts_with("workspace T1"));
            Ok::<_, crate::store::Error>(found)
        };
        paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        best(tx, "ann", (Record::Day, 10), 1).await?;
        for (badge, ground) in [
            ("first", Ground::First(None)),
            ("original", Ground::First(Some(Kind::Original))),
            ("ten", Ground::ContestPoints(10)),
            ("one", Ground::ContestShares(1)),
        ] {
            earn(tx, badge, ground).await?;
        }
        assert_eq!(found(tx).await?, [""; 0]);
        earn(tx, "article", Ground::First(Some(Kind::Article))).await?;
        earn(tx, "eleven", Ground::ContestPoints(11)).await?;
        earn(tx, "two", Ground::ContestShares(2)).await?;
        earn(tx, "week", Ground::WeekDays(5)).await?;
        best(tx, "ann", (Record::Day, 11), 1).await?;
        assert_eq!(
            found(tx).await?,
            [
                "workspace T1 person ann: badge article (first:article 0), 1 times, by what stands 0",
                "workspace T1 person ann: badge eleven (contest_points 11), 1 times, by what stands 0",
                "workspace T1 person ann: badge two (contest_shares 2), 1 times, by what stands 0",
                "workspace T1 person ann: badge week (week_days 5), 1 times, by what stands 0",
                "workspace T1 person ann: best day 11, by what stands 10",
            ]
        );
        for badge in ["article", "eleven", "two", "week"] {
            keep(tx, &acme(), &ann(), badge, (1, true)).await?;
        }
        lower_best(tx, &acme(), &ann(), Record::Day, 10).await?;
        assert_eq!(found(tx).await?, [""; 0], "what was praised is kept");
        Ok(())
    })
    .await;
}
