//! Who plays, on both engines.

use super::*;
use crate::store::Error;
use crate::store::testing::game::{acme, at, c1, c2, in_a_game, paid, score};

fn ann() -> UserId {
    "ann".into()
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
