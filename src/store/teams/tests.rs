use super::*;
use crate::store::standings;
use crate::store::testing::game::{acme, c1, c2, in_a_game, paid, score};

fn team(id: &str, captain: Option<&str>) -> Team {
    Team { id: id.into(), name: id.to_uppercase(), captain: captain.map(UserId::from), place_before: None }
}

async fn put_on(tx: &mut Tx, user: &str, team: Option<&str>) -> Result<bool> {
    put(tx, &acme(), &c1(), &user.into(), team.map(TeamId::from).as_ref()).await
}

#[tokio::test]
async fn a_team_is_kept_with_its_name_captain_and_place() {
    in_a_game(async |tx: &mut Tx| {
        create(tx, &acme(), &c1(), &team("t2", None)).await?;
        create(tx, &acme(), &c1(), &team("t1", Some("ann"))).await?;
        create(tx, &acme(), &c2(), &team("t3", None)).await?;
        assert_eq!(all(tx, &acme(), &c1()).await?, [team("t1", Some("ann")), team("t2", None)]);
        let led = Team { name: "Owls".into(), ..team("t2", Some("bob")) };
        update(tx, &acme(), &c1(), &led).await?;
        keep_place(tx, &acme(), &c1(), &"t2".into(), 3).await?;
        let kept = Team { place_before: Some(3), ..led };
        assert_eq!(all(tx, &acme(), &c1()).await?, [team("t1", Some("ann")), kept]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn players_are_put_on_teams_and_off_them() {
    in_a_game(async |tx: &mut Tx| {
        create(tx, &acme(), &c1(), &team("t1", None)).await?;
        assert_eq!(of(tx, &acme(), &c1(), &"ann".into()).await?, None);
        assert!(put_on(tx, "dee", Some("t1")).await? && put_on(tx, "ann", Some("t1")).await?);
        assert!(!put_on(tx, "nobody", Some("t1")).await?, "who does not play is put nowhere");
        assert_eq!(of(tx, &acme(), &c1(), &"ann".into()).await?, Some("t1".into()));
        let crew = members(tx, &acme(), &c1(), &"t1".into()).await?;
        assert_eq!(crew, ["ann", "dee"].map(UserId::from), "they joined at once, so by their ids");
        standings::show(tx, &acme(), &c1(), &"ann".into(), false).await?;
        assert_eq!(members(tx, &acme(), &c1(), &"t1".into()).await?, [UserId::from("dee")]);
        assert!(put_on(tx, "dee", None).await?);
        assert_eq!(members(tx, &acme(), &c1(), &"t1".into()).await?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_left_before_the_start_is_on_no_team() {
    in_a_game(async |tx: &mut Tx| {
        create(tx, &acme(), &c1(), &team("t1", None)).await?;
        put_on(tx, "ann", Some("t1")).await?;
        put_on(tx, "bob", Some("t1")).await?;
        standings::show(tx, &acme(), &c1(), &"ann".into(), false).await?;
        drop_gone(tx, &acme(), &c1()).await?;
        assert_eq!(of(tx, &acme(), &c1(), &"ann".into()).await?, None);
        assert_eq!(of(tx, &acme(), &c1(), &"bob".into()).await?, Some("t1".into()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_team_that_is_removed_leaves_its_players_with_their_points() {
    in_a_game(async |tx: &mut Tx| {
        create(tx, &acme(), &c1(), &team("t1", None)).await?;
        put_on(tx, "ann", Some("t1")).await?;
        paid(tx, &c1(), "s1", "ann", 1, &score(10)).await?;
        assert_eq!(points(tx, &acme(), &c1(), &"t1".into()).await?, 10);
        standings::show(tx, &acme(), &c1(), &"ann".into(), false).await?;
        assert_eq!(points(tx, &acme(), &c1(), &"t1".into()).await?, 10, "who leaves takes none away");
        let has_others = async |tx: &mut Tx, user: &str| {
            super::has_others(tx, &acme(), &c1(), &"t1".into(), &user.into()).await
        };
        assert!(has_others(tx, "bob").await?, "what ann left it is there");
        assert!(!has_others(tx, "ann").await?);
        remove(tx, &acme(), &c1(), &"t1".into()).await?;
        assert_eq!(all(tx, &acme(), &c1()).await?, []);
        assert_eq!(of(tx, &acme(), &c1(), &"ann".into()).await?, None);
        assert_eq!(standings::points(tx, &acme(), &c1(), &"ann".into()).await?, 10);
        assert_eq!(points(tx, &acme(), &c1(), &"t1".into()).await?, 0);
        Ok(())
    })
    .await;
}
