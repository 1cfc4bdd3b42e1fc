//! Places: ties share one (1-2-2-4); for prizes, whoever reached the score first is ahead.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::UserId;

/// One row of a board, already in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whose.
    pub user: UserId,
    /// The name to show, as typed, to be escaped wherever it is shown.
    pub name: String,
    /// Points.
    pub points: i64,
    /// Shares that counted.
    pub shares: i64,
    /// Place, from 1; equal points share one.
    pub place: i64,
    /// Place on the last daily board, if the rep had points then.
    pub place_before: Option<i64>,
    /// When the present score was reached.
    pub reached_at: DateTime<Utc>,
    /// Active weeks in a row.
    pub streak: u32,
}

impl Standing {
    /// Places gained since the last daily board (negative: lost); None for a newcomer.
    pub fn moved(&self) -> Option<i64> {
        self.place_before.map(|before| before - self.place)
    }

    /// Whether they have points, of either sign, or shared anything.
    pub fn has_done_something(&self) -> bool {
        self.points != 0 || self.shares != 0
    }
}

/// How many rows the public board shows of `players`: the upper half, rounded up, at most ten, and from six
/// players on at least three. Nobody is shown at the bottom.
pub fn public_rows(players: usize) -> usize {
    let half = players.div_ceil(2).min(10);
    if players >= 6 { half.max(3) } else { half }
}

/// Places for scores sorted from the top: equal scores share a place, the next place counts them all.
pub fn places<S: PartialEq>(sorted: &[S]) -> Vec<i64> {
    let mut places: Vec<i64> = Vec::with_capacity(sorted.len());
    for (i, score) in sorted.iter().enumerate() {
        match (i.checked_sub(1), places.last()) {
            (Some(before), Some(&place)) if sorted[before] == *score => places.push(place),
            _ => places.push(i64::try_from(i + 1).unwrap_or(i64::MAX)),
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ties_share_a_place_and_the_next_counts_them_all() {
        assert_eq!(places(&[30, 20, 20, 10]), [1, 2, 2, 4]);
        assert_eq!(places(&[5, 5, 5]), [1, 1, 1]);
        assert_eq!(places::<i64>(&[]), [0_i64; 0]);
    }

    #[test]
    fn the_public_board_shows_the_upper_half() {
        let rows = [0, 1, 2, 3, 5, 6, 7, 19, 20, 500].map(public_rows);
        assert_eq!(rows, [0, 1, 1, 2, 3, 3, 4, 10, 10, 10]);
    }

    #[test]
    fn moved_is_up_when_the_place_fell() {
        let standing = Standing {
            user: UserId::from("U1"),
            name: "Ann".to_owned(),
            points: 10,
            shares: 1,
            place: 2,
            place_before: Some(5),
            reached_at: DateTime::UNIX_EPOCH,
            streak: 0,
        };
        assert_eq!(standing.moved(), Some(3));
        assert_eq!(Standing { place_before: None, ..standing }.moved(), None);
    }

    proptest! {
        #[test]
        fn a_place_is_one_more_than_those_ahead(mut scores in prop::collection::vec(0..20_i64, 0..30)) {
            scores.sort_by(|a, b| b.cmp(a));
            for (place, score) in places(&scores).into_iter().zip(&scores) {
                let ahead = scores.iter().filter(|other| *other > score).count();
                prop_assert_eq!(place, i64::try_from(ahead).unwrap() + 1);
            }
        }

        #[test]
        fn the_public_board_never_shows_the_bottom(players in 2..1000_usize) {
            let rows = public_rows(players);
            prop_assert!((1..=10).contains(&rows) && rows < players);
        }
    }
}
