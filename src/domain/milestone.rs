//! Thresholds worth praise.

/// The points milestones that lie in `(before, after]`, ascending, for a list of thresholds that goes on in
/// steps of `then_every` (0: does not go on) after its last.
pub fn crossed(thresholds: &[i64], then_every: i64, before: i64, after: i64) -> Vec<i64> {
    let mut crossed = Vec::new();
    let mut reached = before;
    while let Some(milestone) = next(thresholds, then_every, reached).filter(|&m| m <= after) {
        crossed.push(milestone);
        reached = milestone;
    }
    crossed
}

/// The first milestone above `points`, if there is one.
pub fn next(thresholds: &[i64], then_every: i64, points: i64) -> Option<i64> {
    let listed = thresholds.iter().copied().filter(|&threshold| threshold > points).min();
    listed.or_else(|| {
        let last = thresholds.iter().copied().max().unwrap_or(0);
        let steps = points.max(last).saturating_sub(last).checked_div(then_every)?;
        steps.checked_add(1)?.checked_mul(then_every)?.checked_add(last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HABIT: [i64; 6] = [25, 50, 100, 250, 500, 1000];

    #[test]
    fn a_threshold_is_crossed_when_reached_and_only_once() {
        assert_eq!(crossed(&HABIT, 1000, 95, 100), [100]);
        assert_eq!(crossed(&HABIT, 1000, 100, 249), [0_i64; 0]);
        assert_eq!(crossed(&HABIT, 1000, 0, 60), [25, 50]);
    }

    #[test]
    fn after_the_last_the_list_goes_on_in_steps() {
        assert_eq!(crossed(&HABIT, 1000, 990, 3000), [1000, 2000, 3000]);
        assert_eq!(crossed(&HABIT, 0, 990, 3000), [1000]);
        assert_eq!(next(&HABIT, 1000, 2000), Some(3000));
        assert_eq!(next(&HABIT, 0, 1000), None);
    }

    #[test]
    fn a_falling_score_crosses_nothing() {
        assert_eq!(crossed(&HABIT, 1000, 110, 90), [0_i64; 0]);
        assert_eq!(crossed(&HABIT, 1000, 100, 100), [0_i64; 0]);
    }

    #[test]
    fn without_a_list_the_steps_count_from_zero() {
        assert_eq!(crossed(&[], 10, 0, 25), [10, 20]);
        assert_eq!(next(&[], 10, -3), Some(10));
        assert_eq!(next(&[], 10, i64::MAX), None);
    }
}
