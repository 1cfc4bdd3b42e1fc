//! The grounds of a case on both engines.

use super::*;
use crate::domain::contest::{Contest, Phase};
use crate::domain::link::Network;
use crate::domain::score::Score;
use crate::store::testing::game::{
    acme, at, book, c1, case, contest, copied, day, in_a_game, paid, person, score, share,
};
use crate::store::{Batch, contests, deliveries, shares};

#[tokio::test]
async fn everything_that_scoring_needs_is_read_at_once() {
    in_a_game(async |tx| {
        let ann = UserId::from("ann");
        paid(tx, &c1(), "s1", "ann", 1, &Score { first_of_week: 5, ..score(7) }).await?;
        paid(tx, &c1(), "s2", "ann", 2, &copied()).await?;
        paid(tx, &c1(), "s3", "bob", 3, &score(9)).await?;
        paid(tx, &c1(), "s4", "ann", 14 * 24 * 60, &score(2)).await?;
        contests::keep_leader(tx, &acme(), &c1(), &"bob".into(), "2026-03-02", 0).await?;
        contests::create(tx, &acme(), &Contest { phase: Phase::Closed, ..contest("c3", 1) }, &book()).await?;
        let mut batch = Batch::default();
        shares::keep_active_week(&mut batch, &acme(), &ann, day(0), 0b101);
        shares::keep_active_week(&mut batch, &acme(), &ann, day(-14), 0b1);
        batch.run(tx).await?;
        let grounds = read(tx, &case(&ann, "acme.com/s1")).await?;
        assert_eq!(grounds.person, Some(person("ann")));
        let entries: Vec<_> = grounds.in_play.iter().map(|play| (&play.contest, play.entry)).collect();
        assert_eq!(entries, [(&contest("c1", 5), Entry::Joined), (&contest("c2", 9), Entry::Outside)]);
        assert_eq!(grounds.stood, BTreeMap::from([(c1(), Tally { points: 14, shares: 2 })]));
        assert_eq!(grounds.leaders, BTreeMap::from([(c1(), "bob".into())]));
        assert_eq!(grounds.active, ActiveDays::from([(day(0), 0b101)]));
        let rule = Some("original".to_owned());
        let past = Past { rule, network: Network::Web, day: day(0), points: 7, first_of_week: true };
        assert_eq!(grounds.scores, [(c1(), day(0), past)]);
        assert_eq!((grounds.answered, grounds.is_known_message, grounds.claims), (None, false, vec![]));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_delivered_or_taken_in_before_is_known() {
    in_a_game(async |tx| {
        let (ann, channel) = (UserId::from("ann"), ChannelId::from("C-c1"));
        let mut batch = Batch::default();
        deliveries::keep(&mut batch, &acme(), "D1", at(1), &Some("said"))?;
        deliveries::keep(&mut batch, &acme(), &gone(&channel, "2.0"), at(1), &())?;
        shares::insert(
            &mut batch,
            &acme(),
            &shares::Share { message_ts: Some("1.0".into()), ..share("s", "ann", 1) },
        )?;
        batch.run(tx).await?;
        let known = async |tx: &mut Tx, ts: &'static str, delivery: &'static str| {
            let message = Some((&channel, ts));
            let grounds = read(tx, &Case { message, delivery, ..case(&ann, "k") }).await?;
            Ok::<_, Error>((grounds.is_known_message, grounds.answered))
        };
        assert_eq!(known(tx, "1.0", "D2").await?, (true, None));
        assert_eq!(known(tx, "2.0", "D2").await?, (true, None), "deleted before we heard of it");
        assert_eq!(known(tx, "3.0", "D1").await?, (false, Some("\"said\"".to_owned())));
        assert_eq!(read(tx, &case(&"zoe".into(), "k")).await?.person, None);
        Ok(())
    })
    .await;
}
