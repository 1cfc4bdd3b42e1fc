//! Dry runs on both engines.

use super::*;
use crate::domain::contest::Phase;
use crate::store::contests::{self, hold_live};
use crate::store::field;
use crate::store::testing::game::{acme, at, book, c1, case, contest, in_a_game, paid, score};
use crate::store::{entrants, grounds, shares};

fn dry() -> Contest {
    Contest { dry_run: Some("sprint-week".into()), ..contest("dry", 3) }
}

#[tokio::test]
async fn a_dry_run_is_in_no_other_list() {
    in_a_game(async |tx: &mut Tx| {
        let (live, past) =
            (contests::live(tx, &acme()).await?.len(), contests::past(tx, &acme(), 9).await?.len());
        contests::create(tx, &acme(), &dry(), &book()).await?;
        let over = Contest { phase: Phase::Closed, closed_at: Some(at(9)), ..dry() };
        let over = Contest { id: "over".into(), ..over };
        contests::create(tx, &acme(), &over, &book()).await?;
        contests::update(tx, &acme(), &over).await?;
        hold_live(tx, &acme()).await?;
        assert_eq!(all(tx, &acme(), 9).await?, [dry(), over]);
        assert_eq!(all(tx, &acme(), 0).await?, [dry()]);
        assert_eq!(contests::live(tx, &acme()).await?.len(), live);
        assert_eq!(contests::past(tx, &acme(), 9).await?.len(), past);
        let seen = entrants::in_play(tx, &acme(), &"ann".into()).await?;
        assert!(seen.iter().all(|one| one.contest.dry_run.is_none()));
        let grounds = grounds::read(tx, &case(&"ann".into(), "acme.com/x")).await?;
        assert!(grounds.in_play.iter().all(|one| one.contest.dry_run.is_none()));
        let ids: Vec<&str> = grounds.dry.iter().map(|one| one.contest.id.as_str()).collect();
        assert_eq!(ids, ["dry"]);
        assert!(grounds.dry[0].contest.dry_run.is_some());
        assert_eq!(contests::find(tx, &acme(), &"dry".into()).await?, Some(dry()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_counts_in_a_dry_run_is_kept_apart() {
    in_a_game(async |tx: &mut Tx| {
        contests::create(tx, &acme(), &dry(), &book()).await?;
        entrants::join(tx, &acme(), &"dry".into(), &"ann".into(), at(0)).await?;
        let (user, share, channel) = ("ann".into(), "s9".into(), "C1".into());
        let (link_key, message_ts, recorded_at) = ("acme.com/x", Some("1.2"), at(3));
        let mut batch = Batch::default();
        let kept =
            DryShare { user: &user, link_key, share: &share, channel: &channel, message_ts, recorded_at };
        keep(&mut batch, &acme(), &"dry".into(), kept);
        batch.run(tx).await?;
        let named = ("dry".into(), share.clone(), user.clone());
        assert_eq!(counted(tx, &acme(), &user, link_key).await?, ["dry".into()]);
        assert_eq!(of_share(tx, &acme(), &user, link_key, at(3)).await?, std::slice::from_ref(&named));
        assert_eq!(of_share(tx, &acme(), &user, link_key, at(4)).await?, []);
        assert_eq!(of_message(tx, &acme(), &channel, "1.2").await?, [named]);
        assert_eq!(of_message(tx, &acme(), &channel, "1.3").await?, []);
        forget(tx, &acme(), &"dry".into(), &share, &user).await?;
        assert_eq!(counted(tx, &acme(), &user, link_key).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn points_of_a_dry_run_are_no_points_before() {
    in_a_game(async |tx: &mut Tx| {
        contests::create(tx, &acme(), &dry(), &book()).await?;
        entrants::join(tx, &acme(), &"dry".into(), &"ann".into(), at(0)).await?;
        paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        paid(tx, &"dry".into(), "s2", "ann", 2, &score(20)).await?;
        let later = Contest { starts_at: at(7 * 24 * 60), ..contest("later", 14) };
        assert_eq!(field::points_before(tx, &acme(), &later, &"ann".into()).await?, 10);
        assert!(shares::latest(tx, &acme(), &"ann".into(), at(0)).await?.is_some());
        Ok(())
    })
    .await;
}
