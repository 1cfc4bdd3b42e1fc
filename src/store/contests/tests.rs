//! Contests on both engines.

use super::*;
use crate::store::entrants::{Entry, in_play, join, leave};
use crate::store::testing::game::{acme, at, book, c1, c2, contest, in_a_game, paid, score};
use crate::store::{rules, standings};

fn ann() -> UserId {
    "ann".into()
}

fn ids(contests: &[Contest]) -> Vec<&str> {
    contests.iter().map(|contest| contest.id.as_str()).collect()
}

#[tokio::test]
async fn a_contest_is_found_as_it_was_written_down_with_its_rulebook() {
    in_a_game(async |tx| {
        assert_eq!(find(tx, &acme(), &c1()).await?, Some(contest("c1", 5)));
        assert_eq!(hold(tx, &acme(), &c1()).await?, Some(contest("c1", 5)));
        hold_live(tx, &acme()).await?;
        assert_eq!(find(tx, &acme(), &"c9".into()).await?, None);
        assert_eq!(find(tx, &"T9".into(), &c1()).await?, None);
        assert_eq!(*rules::of(tx, &acme(), &c1()).await?.at(at(0)).book, book());
        assert!(any(tx).await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_changes_of_a_contest_is_kept_and_the_rest_is_not_touched() {
    in_a_game(async |tx| {
        let closed = Contest {
            starts_at: at(5),
            ends_at: at(50),
            phase: Phase::Closed,
            closed_at: Some(at(51)),
            closings: 2,
            ..contest("c1", 5)
        };
        update(tx, &acme(), &Contest { title: "Another".into(), ..closed.clone() }).await?;
        assert_eq!(find(tx, &acme(), &c1()).await?, Some(closed));
        assert_eq!(find(tx, &acme(), &c2()).await?, Some(contest("c2", 9)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn live_contests_come_in_order_of_their_end_and_past_ones_latest_first() {
    in_a_game(async |tx| {
        for (id, days, phase, closed_at) in [
            ("soon", 1, Phase::Scheduled, None),
            ("rests", 7, Phase::Paused, None),
            ("first", 2, Phase::Closed, Some(at(10))),
            ("last", 1, Phase::Closed, Some(at(30))),
            ("off", 1, Phase::Cancelled, None),
        ] {
            let contest = Contest { phase, closed_at, ..contest(id, days) };
            create(tx, &acme(), &contest, &book()).await?;
            update(tx, &acme(), &contest).await?;
        }
        let live = live(tx, &acme()).await?;
        assert_eq!(ids(&live), ["soon", "c1", "rests", "c2"]);
        // Called off: it counts as over when it would have ended.
        assert_eq!(ids(&past(tx, &acme(), 9).await?), ["off", "last", "first"]);
        assert_eq!(ids(&past(tx, &acme(), 1).await?), ["off"]);
        assert_eq!(watched_channels(tx).await?, ["C-c1", "C-c2", "C-rests", "C-soon"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_person_sees_which_contests_they_play_in() {
    in_a_game(async |tx| {
        let entry = async |tx: &mut Tx| {
            let all = in_play(tx, &acme(), &ann()).await?;
            Ok::<_, Error>(all.into_iter().map(|play| (play.contest.id, play.entry)).collect::<Vec<_>>())
        };
        assert_eq!(entry(tx).await?, [(c1(), Entry::Joined), (c2(), Entry::Outside)]);
        assert!(leave(tx, &acme(), &c1(), &ann(), at(1)).await?);
        assert!(join(tx, &acme(), &c2(), &ann(), at(1)).await?);
        assert_eq!(entry(tx).await?, [(c1(), Entry::Left), (c2(), Entry::Joined)]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_leaves_is_off_the_board_and_comes_back_to_the_same_score() {
    in_a_game(async |tx| {
        paid(tx, &c1(), "s1", "ann", 3, &score(7)).await?;
        let board = async |tx: &mut Tx| standings::top(tx, &acme(), &c1(), at(0).date_naive(), 9).await;
        let before = board(tx).await?;
        assert!(!join(tx, &acme(), &c1(), &ann(), at(4)).await?, "who plays need not join");
        assert!(leave(tx, &acme(), &c1(), &ann(), at(5)).await?);
        assert!(!leave(tx, &acme(), &c1(), &ann(), at(6)).await?, "who has left cannot leave");
        assert!(!leave(tx, &acme(), &c2(), &ann(), at(6)).await?, "nor who never joined");
        assert_eq!(standings::own(tx, &acme(), &c1(), &ann()).await?, None);
        assert_eq!(board(tx).await?, before[1..].iter().cloned().map(up_one).collect::<Vec<_>>());
        assert!(join(tx, &acme(), &c1(), &ann(), at(7)).await?);
        assert_eq!(board(tx).await?, before);
        Ok(())
    })
    .await;
}

fn up_one(row: crate::domain::standing::Standing) -> crate::domain::standing::Standing {
    crate::domain::standing::Standing { place: row.place - 1, ..row }
}

#[tokio::test]
async fn who_leads_is_kept_with_how_often_that_was_told() {
    in_a_game(async |tx| {
        assert_eq!(leader(tx, &acme(), &c1()).await?, (None, None, 0));
        keep_leader(tx, &acme(), &c1(), &ann(), "2026-03-02", 1).await?;
        assert_eq!(leader(tx, &acme(), &c1()).await?, (Some(ann()), Some("2026-03-02".to_owned()), 1));
        assert_eq!(leader(tx, &acme(), &c2()).await?, (None, None, 0));
        Ok(())
    })
    .await;
}
