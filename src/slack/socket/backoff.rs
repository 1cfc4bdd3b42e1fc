//! Waits between attempts to connect: twice as long each time, up to a bound, and jittered, so that many bots
//! that lost Slack together do not come back together.

use std::time::Duration;

pub(super) struct Backoff {
    from: Duration,
    at_most: Duration,
    attempts: u32,
}

impl Backoff {
    pub(super) fn new(from: Duration, at_most: Duration) -> Self {
        Self { from, at_most, attempts: 0 }
    }

    /// Forgets what went wrong.
    pub(super) fn reset(&mut self) {
        self.attempts = 0;
    }

    /// The wait after something went wrong.
    pub(super) fn after_failure(&mut self) -> Duration {
        let doubled = self.from.saturating_mul(2_u32.saturating_pow(self.attempts));
        self.attempts = self.attempts.saturating_add(1);
        doubled.min(self.at_most).mul_f64(rand::random_range(0.5..=1.0))
    }

    /// The wait after Slack asked for another connection: none the first time, but a host that keeps asking is
    /// a host in trouble.
    pub(super) fn after_request(&mut self) -> Duration {
        if self.attempts == 0 {
            self.attempts = 1;
            return Duration::ZERO;
        }
        self.after_failure()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_within_their_jitter_and_stay_bounded() {
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(30));
        for full in [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            let wait = backoff.after_failure();
            assert!(
                wait <= Duration::from_millis(full) && wait >= Duration::from_millis(full / 2),
                "{wait:?}"
            );
        }
        backoff.reset();
        assert!(backoff.after_failure() <= Duration::from_millis(500));
    }

    #[test]
    fn a_request_is_met_at_once_the_first_time_only() {
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(30));
        assert_eq!(backoff.after_request(), Duration::ZERO);
        assert!(backoff.after_request() >= Duration::from_millis(500));
    }
}
