//! Where time comes from: the system, or a clock that can be moved (the sandbox, the tests).

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// The one source of the current instant. Cloning gives another handle on the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    System,
    Movable(Arc<Movable>),
}

#[derive(Debug)]
struct Movable {
    face: Mutex<Face>,
    moved: watch::Sender<()>,
}

/// What a movable clock shows: `shown` at the moment `set`, and on from there if it runs.
#[derive(Clone, Copy, Debug)]
struct Face {
    shown: DateTime<Utc>,
    set: Instant,
    runs: bool,
}

impl Face {
    fn now(self) -> DateTime<Utc> {
        if !self.runs {
            return self.shown;
        }
        let run = TimeDelta::from_std(self.set.elapsed()).unwrap_or(TimeDelta::MAX);
        self.shown.checked_add_signed(run).unwrap_or(self.shown)
    }
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// A clock that starts at `at`, runs like any other, and can be moved.
    pub fn running_from(at: DateTime<Utc>) -> Self {
        Self::movable(at, true)
    }

    /// A clock that shows `at` until it is moved: for tests.
    pub fn frozen_at(at: DateTime<Utc>) -> Self {
        Self::movable(at, false)
    }

    fn movable(at: DateTime<Utc>, runs: bool) -> Self {
        let face = Mutex::new(Face { shown: at, set: Instant::now(), runs });
        Self(Kind::Movable(Arc::new(Movable { face, moved: watch::Sender::new(()) })))
    }

    /// The current instant, cut to whole milliseconds: the precision that the database keeps.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            Kind::System => Utc::now(),
            Kind::Movable(clock) => lock(&clock.face).now(),
        };
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }

    /// Moves a movable clock to `to`, forward or back, and wakes whoever sleeps by it.
    /// The system's clock is left alone.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Kind::Movable(clock) = &self.0 {
            let mut face = lock(&clock.face);
            *face = Face { shown: to, set: Instant::now(), runs: face.runs };
            drop(face);
            clock.moved.send_replace(());
        }
    }

    /// Waits until the clock shows `until` or later, however it gets there.
    pub async fn sleep_until(&self, until: DateTime<Utc>) {
        loop {
            let mut moved = match &self.0 {
                Kind::System => None,
                Kind::Movable(clock) => Some(clock.moved.subscribe()),
            };
            let left = (until - self.now()).to_std().unwrap_or(Duration::ZERO);
            if left.is_zero() {
                return;
            }
            // An hour at a time: the system's clock can be set while we wait.
            let nap = tokio::time::sleep(left.min(Duration::from_secs(3600)));
            match (&self.0, &mut moved) {
                (Kind::Movable(clock), Some(moved)) => {
                    let runs = lock(&clock.face).runs;
                    tokio::select! {
                        _ = moved.changed() => {}
                        () = nap, if runs => {}
                    }
                }
                _ => nap.await,
            }
        }
    }
}

/// A poisoned lock still holds a whole face: each change is one assignment.
fn lock(face: &Mutex<Face>) -> std::sync::MutexGuard<'_, Face> {
    face.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nine() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_is_moved_past_its_instant() {
        let clock = Clock::frozen_at(nine());
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(nine() + TimeDelta::days(3)).await }
        });
        clock.set(nine() + TimeDelta::days(1));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.set(nine() + TimeDelta::days(3));
        sleeper.await.unwrap();
    }

    #[test]
    fn a_frozen_clock_stands_and_can_go_back() {
        let clock = Clock::frozen_at(nine());
        assert_eq!(clock.now(), nine());
        clock.set(nine() - TimeDelta::hours(1));
        assert_eq!(clock.now(), nine() - TimeDelta::hours(1));
    }
}
