//! What a runner has under way, counted.

use tokio::sync::watch;

/// Counts of what is under way. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Flights(watch::Sender<Counts>);

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts {
    jobs: i64,
    posts: i64,
}

/// Something under way, until it is dropped.
pub(super) struct Flight {
    flights: Flights,
    what: Counts,
}

impl Flights {
    pub(super) fn jobs(&self) -> i64 {
        self.0.borrow().jobs
    }

    pub(super) fn posts(&self) -> i64 {
        self.0.borrow().posts
    }

    /// Begins a job.
    pub(super) fn job(&self) -> Flight {
        self.begin(Counts { jobs: 1, posts: 0 })
    }

    /// Begins sending a post.
    pub(super) fn post(&self) -> Flight {
        self.begin(Counts { jobs: 0, posts: 1 })
    }

    fn begin(&self, what: Counts) -> Flight {
        // Only landings are news: they make room.
        self.0.send_if_modified(|counts| {
            counts.jobs += what.jobs;
            counts.posts += what.posts;
            false
        });
        Flight { flights: self.clone(), what }
    }

    /// Changes with each landing.
    pub(super) fn watch(&self) -> watch::Receiver<Counts> {
        self.0.subscribe()
    }

    /// Waits until nothing is under way.
    pub(super) async fn none(&self) {
        // It cannot fail: `self` is a sender.
        let _ = self.0.subscribe().wait_for(|counts| *counts == Counts::default()).await;
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.flights.0.send_modify(|counts| {
            counts.jobs -= self.what.jobs;
            counts.posts -= self.what.posts;
        });
    }
}
