//! Doing what is due step by step, for whoever moves the clock: the sandbox and the tests.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;

use super::{POSTS, Runner};
use crate::store::{self, Tx, posts};

/// How far to go.
enum Goal {
    /// To this instant.
    Instant(DateTime<Utc>),
    /// Until the posts that were due when this was asked are out, within a time.
    PostsOut { asked: DateTime<Utc>, within: TimeDelta },
}

impl<C: Send + Sync + 'static> Runner<C> {
    /// Does everything that is due at the clock's instant, and what that causes, until nothing is: work first,
    /// one by one in order of its due instant, then posts. Posts that rest because another has just gone out to
    /// their channel are left for later (see [`Runner::settle`]).
    pub async fn run_due(&self) -> store::Result<()> {
        let _gate = self.gate.lock().await;
        self.flights.none().await;
        self.drain().await?;
        Ok(())
    }

    /// Moves the clock forward to `to` by way of each instant at which something falls due, and does it there.
    pub async fn advance_to(&self, to: DateTime<Utc>) -> store::Result<()> {
        let _gate = self.gate.lock().await;
        self.flights.none().await;
        self.visit(Goal::Instant(to)).await?;
        if self.clock.now() < to {
            self.clock.set(to);
        }
        self.drain().await?;
        Ok(())
    }

    /// Does what is due, and goes on until the posts that are due now have gone out: those that rest or that
    /// failed make the clock move on, by `within` at most. The system's clock is waited for.
    pub async fn settle(&self, within: TimeDelta) -> store::Result<()> {
        let _gate = self.gate.lock().await;
        self.flights.none().await;
        self.visit(Goal::PostsOut { asked: self.clock.now(), within }).await
    }

    /// Sets the clock, forward or back, between two pieces of work; what falls due by it is left to be done.
    pub async fn set_clock(&self, to: DateTime<Utc>) {
        let _gate = self.gate.lock().await;
        self.flights.none().await;
        self.clock.set(to);
    }

    /// Does what is due, then moves on to the next instant at which something is, until the goal is reached.
    async fn visit(&self, goal: Goal) -> store::Result<()> {
        loop {
            let done = self.drain().await?;
            let Some(next) = self.next_due().await? else { return Ok(()) };
            let is_past = next <= self.clock.now();
            // What is due but cannot be had is another process's.
            if (is_past && done == 0) || !self.leads_on(&goal, next).await? {
                return Ok(());
            }
            if !is_past {
                self.clock.set(next);
                self.clock.sleep_until(next).await;
            }
        }
    }

    /// Whether the instant `next` lies on the way to the goal.
    async fn leads_on(&self, goal: &Goal, next: DateTime<Utc>) -> store::Result<bool> {
        match *goal {
            Goal::Instant(to) => Ok(next <= to),
            Goal::PostsOut { asked, within } => {
                let backlog = async move |tx: &mut Tx| posts::backlog(tx, asked).await;
                Ok(next <= asked + within && self.store.read(backlog).await?.due > 0)
            }
        }
    }

    /// Does all that is due at the clock's instant. Answers how much there was.
    async fn drain(&self) -> store::Result<usize> {
        let mut done = 0;
        loop {
            let (jobs, _) = self.claim(self.clock.now(), 1, 0).await?;
            let posts = match jobs.is_empty() {
                true => self.claim(self.clock.now(), 0, POSTS).await?.1,
                false => Vec::new(),
            };
            if jobs.is_empty() && posts.is_empty() {
                return Ok(done);
            }
            done += jobs.len() + posts.len();
            for claim in jobs {
                self.work(claim).await;
            }
            join_all(posts.into_iter().map(|claim| self.deliverer.deliver(claim))).await;
        }
    }
}
