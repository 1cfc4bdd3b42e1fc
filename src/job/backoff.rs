//! How long to wait before trying again.

use std::time::Duration;

use chrono::TimeDelta;

/// Waits that double from the first to the longest, each cut by up to half at random, so that what failed
/// together does not come back together.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    chance: fn() -> f64,
}

impl Backoff {
    /// Waits between `first` and `longest`.
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, chance: rand::random::<f64> }
    }

    /// The same with other chance: from 0 (whole waits) to 1 (half of them).
    pub fn with_chance(self, chance: fn() -> f64) -> Self {
        Self { chance, ..self }
    }

    /// How long to wait after attempt number `attempt`, counted from 1.
    pub fn after(&self, attempt: i64) -> TimeDelta {
        let doublings = u32::try_from(attempt.saturating_sub(1).clamp(0, 30)).unwrap_or(0);
        let whole = self.first.saturating_mul(1 << doublings).min(self.longest);
        let wait = whole.mul_f64(1.0 - (self.chance)() / 2.0);
        TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_are_cut_by_up_to_half() {
        let backoff = Backoff::new(Duration::from_secs(5), Duration::from_secs(60));
        let whole = backoff.with_chance(|| 0.0);
        let waits = (0..7).map(|attempt| whole.after(attempt).num_seconds());
        assert_eq!(waits.collect::<Vec<_>>(), [5, 5, 10, 20, 40, 60, 60]);
        assert_eq!(whole.after(i64::MAX).num_seconds(), 60);
        assert_eq!(backoff.with_chance(|| 1.0).after(3).num_seconds(), 10);
    }
}
