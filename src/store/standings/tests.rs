//! Standings on both engines.

use super::*;
use crate::store::testing::game::{acme, at, c1, c2, copied, day, in_a_game, paid, score};
use crate::store::{entrants, ledger, roster};

fn user(id: &str) -> UserId {
    id.into()
}

/// Pays each rep so many points, a minute after the one before.
async fn with_points(tx: &mut Tx, points: &[(&str, i64)]) -> Result<()> {
    for (minute, (rep, points)) in (1..).zip(points) {
        paid(tx, &c1(), &format!("{rep}-{minute}"), rep, minute, &score(*points)).await?;
    }
    Ok(())
}

async fn keep_streak(tx: &mut Tx, user: &UserId, weeks: u32, day: Option<NaiveDate>) -> Result<()> {
    let mut batch = Batch::default();
    roster::keep_streak(&mut batch, &acme(), user, weeks, day);
    batch.run(tx).await
}

fn places(rows: &[Standing]) -> Vec<(&str, i64)> {
    rows.iter().map(|row| (row.user.as_str(), row.place)).collect()
}

async fn board(tx: &mut Tx) -> Result<Vec<Standing>> {
    top(tx, &acme(), &c1(), day(0), 9).await
}

#[tokio::test]
async fn ties_share_a_place_and_whoever_was_first_stands_ahead() {
    in_a_game(async |tx| {
        with_points(tx, &[("dee", 5), ("ann", 9), ("cid", 5), ("bob", 5)]).await?;
        let rows = board(tx).await?;
        assert_eq!(places(&rows), [("ann", 1), ("dee", 2), ("cid", 2), ("bob", 2)]);
        let first = &rows[0];
        assert_eq!((first.name.as_str(), first.points, first.shares), ("ANN", 9, 1));
        assert_eq!((first.reached_at, first.place_before), (at(2), None));
        assert_eq!(places(&top(tx, &acme(), &c1(), day(0), 2).await?), [("ann", 1), ("dee", 2)]);
        with_points(tx, &[("bob", 4)]).await?;
        assert_eq!(places(&board(tx).await?), [("ann", 1), ("bob", 1), ("dee", 3), ("cid", 3)]);
        assert!(top(tx, &acme(), &c2(), day(0), 9).await?.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_is_not_known_by_name_is_shown_by_id_and_a_streak_only_while_it_lives() {
    in_a_game(async |tx| {
        entrants::join(tx, &acme(), &c2(), &user("new"), at(1)).await?;
        assert_eq!(top(tx, &acme(), &c2(), day(0), 9).await?[0].name, "new");
        keep_streak(tx, &user("ann"), 3, Some(day(0))).await?;
        keep_streak(tx, &user("bob"), 4, Some(day(-1))).await?;
        let streaks: Vec<u32> = board(tx).await?.iter().map(|row| row.streak).collect();
        assert_eq!(streaks, [3, 0, 0, 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_sees_ones_own_place_and_the_next_score_above() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("bob", 5), ("cid", 5)]).await?;
        let own_of = async |tx: &mut Tx, id: &str| own(tx, &acme(), &c1(), &user(id)).await;
        assert_eq!(own_of(tx, "ann").await?, Some(Own { points: 9, place: 1, next_up: None }));
        for tied in ["bob", "cid"] {
            assert_eq!(own_of(tx, tied).await?, Some(Own { points: 5, place: 2, next_up: Some(9) }));
        }
        assert_eq!(own_of(tx, "dee").await?, Some(Own { points: 0, place: 4, next_up: Some(5) }));
        entrants::leave(tx, &acme(), &c1(), &user("ann"), at(9)).await?;
        assert_eq!(own_of(tx, "ann").await?, None);
        assert_eq!(own_of(tx, "bob").await?, Some(Own { points: 5, place: 1, next_up: None }));
        assert_eq!(own_of(tx, "zoe").await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn neighbours_stand_each_way_as_far_as_the_board_goes() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("bob", 7), ("cid", 7)]).await?;
        let around =
            async |tx: &mut Tx, id: &str, n: i64| neighbours(tx, &acme(), &c1(), day(0), &user(id), n).await;
        assert_eq!(places(&around(tx, "bob", 1).await?), [("ann", 1), ("bob", 2), ("cid", 2)]);
        assert_eq!(places(&around(tx, "ann", 1).await?), [("ann", 1), ("bob", 2)]);
        assert_eq!(places(&around(tx, "dee", 2).await?), [("bob", 2), ("cid", 2), ("dee", 4)]);
        assert_eq!(around(tx, "dee", 9).await?, board(tx).await?);
        assert!(around(tx, "zoe", 2).await?.is_empty(), "a stranger has none");
        entrants::join(tx, &acme(), &c2(), &user("ann"), at(1)).await?;
        let alone = neighbours(tx, &acme(), &c2(), day(0), &user("ann"), 2).await?;
        assert_eq!(places(&alone), [("ann", 1)]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn totals_are_those_of_the_board() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("ann", 1), ("bob", 7)]).await?;
        paid(tx, &c1(), "c", "cid", 4, &copied()).await?;
        let all = Totals { players: 4, active: 2, points: 17, shares: 3 };
        assert_eq!(totals(tx, &acme(), &c1()).await?, all);
        assert_eq!(active_on(tx, &acme(), &c1(), day(0)).await?, 2);
        entrants::leave(tx, &acme(), &c1(), &user("ann"), at(9)).await?;
        let rest = Totals { players: 3, active: 1, points: 7, shares: 1 };
        assert_eq!(totals(tx, &acme(), &c1()).await?, rest);
        assert_eq!(active_on(tx, &acme(), &c1(), day(0)).await?, 1);
        assert_eq!(active_on(tx, &acme(), &c1(), day(1)).await?, 0);
        assert_eq!(totals(tx, &acme(), &c2()).await?, Totals::default());
        // Off the board, the score is kept all the same.
        assert_eq!(points(tx, &acme(), &c1(), &user("ann")).await?, 10);
        assert_eq!(points(tx, &acme(), &c2(), &user("ann")).await?, 0);
        assert_eq!(tally(tx, &acme(), &c1(), &user("ann")).await?, None);
        assert_eq!(tally(tx, &acme(), &c1(), &user("bob")).await?, Some(Tally { points: 7, shares: 1 }));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn movement_is_told_against_the_last_board() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("bob", 7), ("cid", 5)]).await?;
        assert_eq!(biggest_move(tx, &acme(), &c1()).await?, None);
        keep_board_places(tx, &acme(), &c1()).await?;
        assert_eq!(biggest_move(tx, &acme(), &c1()).await?, None, "nobody has moved yet");
        with_points(tx, &[("cid", 6), ("dee", 20)]).await?;
        let moved: Vec<_> = board(tx).await?.iter().map(|row| (row.user.to_string(), row.moved())).collect();
        let rows = [("dee", None), ("cid", Some(1)), ("ann", Some(-2)), ("bob", Some(-2))];
        assert_eq!(moved, rows.map(|(user, moved)| (user.to_owned(), moved)));
        assert_eq!(biggest_move(tx, &acme(), &c1()).await?, Some(("CID".to_owned(), 1)));
        keep_board_places(tx, &acme(), &c1()).await?;
        assert_eq!(biggest_move(tx, &acme(), &c1()).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_had_no_points_on_the_last_board_had_no_place_there() {
    in_a_game(async |tx| {
        with_points(tx, &[("ann", 9), ("bob", 7)]).await?;
        keep_board_places(tx, &acme(), &c1()).await?;
        let scores = ledger::scores_of(tx, &acme(), &"ann-1".into()).await?;
        ledger::reverse(tx, &acme(), &scores[0], &"ann-1".into(), &user("ann"), at(3)).await?;
        entrants::leave(tx, &acme(), &c1(), &user("bob"), at(3)).await?;
        keep_board_places(tx, &acme(), &c1()).await?;
        entrants::join(tx, &acme(), &c1(), &user("bob"), at(4)).await?;
        assert!(board(tx).await?.iter().all(|row| row.place_before.is_none()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_longest_streak_is_of_two_weeks_or_more_and_alive() {
    in_a_game(async |tx| {
        let longest = async |tx: &mut Tx| longest_streak(tx, &acme(), &c1(), day(0)).await;
        with_points(tx, &[("cid", 3)]).await?;
        for (rep, weeks, on) in [("ann", 1, 0), ("bob", 7, -1)] {
            keep_streak(tx, &user(rep), weeks, Some(day(on))).await?;
        }
        assert_eq!(longest(tx).await?, None);
        for rep in ["bob", "cid"] {
            keep_streak(tx, &user(rep), 3, Some(day(1))).await?;
        }
        assert_eq!(longest(tx).await?, Some(("CID".to_owned(), 3)), "of two, the one with more points");
        entrants::leave(tx, &acme(), &c1(), &user("cid"), at(3)).await?;
        assert_eq!(longest(tx).await?, Some(("BOB".to_owned(), 3)));
        Ok(())
    })
    .await;
}
