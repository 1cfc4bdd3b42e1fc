//! Dealing players into teams that are even.

/// Deals players of these strengths into so many teams and gives each player's team, from 0. Teams differ by one player
/// at most: in each round every team gets one, the strongest of those left going to the team that is weakest so far.
pub fn deal(strengths: &[i64], teams: usize) -> Vec<usize> {
    let mut strongest: Vec<usize> = (0..strengths.len()).collect();
    strongest.sort_by_key(|&player| (std::cmp::Reverse(strengths[player]), player));
    let mut team_of = vec![0; strengths.len()];
    let mut sums = vec![0_i64; teams];
    for round in strongest.chunks(teams.max(1)) {
        let mut weakest: Vec<usize> = (0..teams).collect();
        weakest.sort_by_key(|&team| (sums[team], team));
        for (&player, &team) in round.iter().zip(&weakest) {
            team_of[player] = team;
            sums[team] = sums[team].saturating_add(strengths[player]);
        }
    }
    team_of
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_strongest_go_to_the_weakest() {
        assert_eq!(deal(&[50, 40, 30, 20, 10, 0], 2), [0, 1, 1, 0, 0, 1], "60 and 70 … 80 and 70");
        assert_eq!(deal(&[], 3), [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn teams_are_even(strengths in prop::collection::vec(0..500_i64, 0..60), teams in 1..8_usize) {
            let dealt = deal(&strengths, teams);
            let sizes = (0..teams).map(|team| dealt.iter().filter(|of| **of == team).count());
            let sizes: Vec<usize> = sizes.collect();
            prop_assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1, "{sizes:?}");
            let sum = |team| -> i64 { dealt.iter().zip(&strengths).filter(|(of, _)| **of == team).map(|(_, s)| s).sum() };
            let sums: Vec<i64> = (0..teams).map(sum).collect();
            let strongest = strengths.iter().max().copied().unwrap_or(0);
            prop_assert!(sums.iter().max().unwrap() - sums.iter().min().unwrap() <= strongest, "{sums:?}");
        }
    }
}
