//! People and channels on both engines.

use super::*;
use crate::store::testing::game::{REPS, acme, at, c1, c2, day, in_a_game, paid, person as member, score};
use crate::store::{entrants, standings};

fn ann() -> UserId {
    "ann".into()
}

async fn places(tx: &mut Tx, contest: &str) -> Result<Vec<String>> {
    let rows = standings::top(tx, &acme(), &contest.into(), day(0), 9).await?;
    Ok(rows.into_iter().map(|row| row.user.to_string()).collect())
}

async fn keep(tx: &mut Tx, user: &UserId, weeks: u32, day: Option<NaiveDate>) -> Result<()> {
    let mut batch = Batch::default();
    keep_streak(&mut batch, &acme(), user, weeks, day);
    batch.run(tx).await
}

#[tokio::test]
async fn a_person_is_known_as_last_described() {
    in_a_game(async |tx| {
        assert_eq!(person(tx, &acme(), &ann()).await?, Some(member("ann")));
        let guest = Person {
            name: "Ann B.".into(),
            zone: Tz::America__New_York,
            standing: Membership::Guest,
            ..member("ann")
        };
        learn(tx, &acme(), &guest, at(1)).await?;
        assert_eq!(person(tx, &acme(), &ann()).await?, Some(guest.clone()));
        assert_eq!(held(tx, &acme(), &ann()).await?, Some(guest));
        assert_eq!(person(tx, &acme(), &"zoe".into()).await?, None);
        assert_eq!(held(tx, &acme(), &"zoe".into()).await?, None);
        assert!(is_known(tx, &acme()).await? && !is_known(tx, &"T9".into()).await?);
        assert_eq!(count(tx).await?, 9);
        assert!(ids(tx, &acme(), 100).await?.contains(&ann()));
        assert_eq!(ids(tx, &acme(), 2).await?.len(), 2);
        assert_eq!(ids(tx, &"T9".into(), 100).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_zone_we_do_not_know_is_utc_and_a_membership_we_do_not_know_is_damage() {
    in_a_game(async |tx| {
        execute!(tx, "UPDATE people SET zone = 'Mars/Olympus' WHERE workspace_id = 'T1'")?;
        assert_eq!(person(tx, &acme(), &ann()).await?.unwrap().zone, Tz::UTC);
        execute!(tx, "UPDATE people SET membership = 'ghost' WHERE workspace_id = 'T1'")?;
        assert!(matches!(person(tx, &acme(), &ann()).await, Err(Error::Damaged { .. })));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_is_deactivated_leaves_every_board_and_comes_back_where_they_had_not_left() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &score(7)).await?;
        entrants::join(tx, &acme(), &c2(), &ann(), at(1)).await?;
        entrants::leave(tx, &acme(), &c2(), &ann(), at(2)).await?;
        learn(tx, &acme(), &Person { deactivated: true, ..member("ann") }, at(4)).await?;
        assert_eq!((places(tx, "c1").await?.len(), places(tx, "c2").await?.len()), (3, 0));
        learn(tx, &acme(), &member("ann"), at(5)).await?;
        assert_eq!(places(tx, "c1").await?, REPS);
        assert_eq!(places(tx, "c2").await?.len(), 0, "whoever left stays away");
        assert_eq!(standings::points(tx, &acme(), &c1(), &ann()).await?, 7);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn managers_are_live_admins_and_those_named() {
    in_a_game(async |tx| {
        for (id, standing, deactivated) in [
            ("eva", Membership::Admin, false),
            ("fay", Membership::Admin, true),
            ("gus", Membership::Guest, false),
            ("abe", Membership::Admin, false),
        ] {
            learn(tx, &acme(), &Person { standing, deactivated, ..member(id) }, at(0)).await?;
        }
        assert_eq!(managers(tx, &acme(), &[], None, 9).await?, ["ABE", "EVA"]);
        let named = ["gus".into(), "dee".into(), "fay".into()];
        assert_eq!(managers(tx, &acme(), &named, None, 9).await?, ["ABE", "DEE", "EVA"]);
        assert_eq!(managers(tx, &acme(), &named, Some(&"abe".into()), 9).await?, ["DEE", "EVA"]);
        assert_eq!(managers(tx, &acme(), &named, None, 2).await?, ["ABE", "DEE"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_streak_is_kept_as_of_a_day_and_can_be_taken_back() {
    in_a_game(async |tx| {
        let streak = async |tx: &mut Tx| {
            Ok::<_, Error>(standings::top(tx, &acme(), &c1(), day(3), 1).await?[0].streak)
        };
        keep(tx, &ann(), 4, Some(day(3))).await?;
        assert_eq!(streak(tx).await?, 4);
        keep(tx, &ann(), 4, Some(day(2))).await?;
        assert_eq!(streak(tx).await?, 0, "it is over by then");
        keep(tx, &ann(), 0, None).await?;
        assert_eq!(streak(tx).await?, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_channel_is_known_as_last_described() {
    in_a_game(async |tx| {
        let wins = Channel { id: "C1".into(), name: "wins".into(), bot_is_member: true, archived: false };
        learn_channel(tx, &acme(), &wins).await?;
        assert_eq!(channel(tx, &acme(), &wins.id).await?, Some(wins.clone()));
        assert!(wins.takes_posts());
        renamed(tx, &acme(), &wins.id, "victories").await?;
        archived(tx, &acme(), &wins.id, true).await?;
        bot_moved(tx, &acme(), &wins.id, false).await?;
        let now = channel(tx, &acme(), &wins.id).await?.unwrap();
        assert_eq!((now.name.as_str(), now.archived, now.bot_is_member), ("victories", true, false));
        learn_channel(tx, &acme(), &wins).await?;
        assert_eq!(channel(tx, &acme(), &wins.id).await?, Some(wins));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_channel_is_found_by_its_name_a_live_one_first() {
    in_a_game(async |tx| {
        for (id, archived) in [("C1", true), ("C2", false)] {
            let wins = Channel { id: id.into(), name: "wins".into(), bot_is_member: true, archived };
            learn_channel(tx, &acme(), &wins).await?;
        }
        assert_eq!(channel_named(tx, &acme(), "wins").await?.unwrap().id, "C2".into());
        assert_eq!(channel_named(tx, &acme(), "losses").await?, None);
        assert_eq!(channel_named(tx, &"T9".into(), "wins").await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_channel_the_bot_was_asked_into_is_known_before_its_name_is() {
    in_a_game(async |tx| {
        archived(tx, &acme(), &"C7".into(), true).await?;
        renamed(tx, &acme(), &"C7".into(), "seven").await?;
        assert_eq!(channel(tx, &acme(), &"C7".into()).await?, None, "only joining makes a channel known");
        bot_moved(tx, &acme(), &"C7".into(), true).await?;
        let seven = channel(tx, &acme(), &"C7".into()).await?.unwrap();
        assert!(seven.takes_posts() && seven.name.is_empty());
        Ok(())
    })
    .await;
}
