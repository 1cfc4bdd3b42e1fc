//! Series on both engines.

use super::*;
use crate::domain::season::Every;
use crate::store::entrants;
use crate::store::testing::game::{acme, at, c1, c2, contest, in_a_game};

fn rhythm(every: Every) -> Rhythm {
    Rhythm::of(&contest("c1", 4), every, true).unwrap()
}

#[tokio::test]
async fn a_series_goes_on_and_ends() {
    in_a_game(async |tx: &mut Tx| {
        assert_eq!(find(tx, &acme(), &c1()).await?, None);
        let first = Season::first("s1".into(), "Sprint", rhythm(Every::Week));
        begin(tx, &acme(), &c1(), &first).await?;
        assert_eq!(find(tx, &acme(), &c1()).await?, Some(first.clone()));
        let second = Season { number: 2, turn: 3, ..first.clone() };
        add(tx, &acme(), &c2(), &second).await?;
        let before = Season { is_latest: false, ..first };
        assert_eq!(all(tx, &acme()).await?, [(c2(), second.clone()), (c1(), before)]);
        let monthly = rhythm(Every::Month);
        set_rhythm(tx, &acme(), &c2(), &"s1".into(), Some(&monthly)).await?;
        assert_eq!(
            find(tx, &acme(), &c2()).await?,
            Some(Season { rhythm: Some(monthly), turn: 0, ..second.clone() })
        );
        set_rhythm(tx, &acme(), &c2(), &"s1".into(), None).await?;
        assert_eq!(find(tx, &acme(), &c2()).await?, Some(Season { rhythm: None, turn: 0, ..second }));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_played_is_known_and_who_left() {
    in_a_game(async |tx: &mut Tx| {
        entrants::leave(tx, &acme(), &c1(), &"bob".into(), at(1)).await?;
        let all = members(tx, &acme(), &c1()).await?;
        let told: Vec<(&str, bool)> = all.iter().map(|one| (one.user.as_str(), one.has_left)).collect();
        assert_eq!(told, [("ann", false), ("bob", true), ("cid", false), ("dee", false)]);
        assert_eq!(members(tx, &acme(), &c2()).await?, []);
        Ok(())
    })
    .await;
}
