//! The runner: does what is due by the clock, as a loop beside everything else, or step by step for whoever
//! moves the clock.

mod clockwork;
mod flights;

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, error_span};

use super::{Backoff, Deliverer, JobKind, deliver};
use crate::cause::Cause;
use crate::clock::Clock;
use crate::figures::figures;
use crate::store::{self, Store, Tx, agenda, posts};

use flights::Flights;

/// Work and posts under way at once. They are counted apart, so that a Slack that hangs does not hold up work.
const JOBS: i64 = 4;
const POSTS: i64 = 8;
/// How long a claim on work lasts, by the clock: as long as others wait for the work of one that died ...
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// ... how often it is lengthened while the work goes on, in real time ...
const RENEW: Duration = Duration::from_secs(10);
/// ... and how long the work may go on: then it is given up, while the claim still holds.
const WORK: Duration = Duration::from_secs(60);
/// Work that failed this often is given up.
const ATTEMPTS: i64 = 8;
/// How often to look for what other processes have put down.
const POLL: Duration = Duration::from_secs(1);

/// A clock that goes back by more than this was set; less is the machine's own fine tuning.
const SET_BACK: TimeDelta = TimeDelta::seconds(1);

/// Runs work from the agenda, and hands owed posts to the deliverer. `C` is what jobs are given besides.
pub struct Runner<C: 'static> {
    store: Store,
    clock: Clock,
    context: Arc<C>,
    kinds: &'static [JobKind<C>],
    deliverer: Deliverer,
    backoff: Backoff,
    flights: Flights,
    /// Held by whoever takes things up. While somebody who moves the clock holds it, nothing is under way:
    /// leases are by the clock, and a leap of it would end them.
    gate: Mutex<()>,
    /// How far the clock has come, in milliseconds since 1970.
    latest: AtomicI64,
}

impl<C: Send + Sync + 'static> Runner<C> {
    /// A runner for work of these `kinds`.
    pub fn new(
        store: Store,
        clock: Clock,
        context: Arc<C>,
        kinds: &'static [JobKind<C>],
        deliverer: Deliverer,
    ) -> Self {
        let backoff = Backoff::new(Duration::from_secs(5), Duration::from_secs(600));
        let (flights, gate) = (Flights::default(), Mutex::default());
        let latest = clock.now().timestamp_millis().into();
        Self { store, clock, context, kinds, deliverer, backoff, flights, gate, latest }
    }

    /// The same with other waits between attempts at work.
    pub fn with_backoff(self, backoff: Backoff) -> Self {
        Self { backoff, ..self }
    }

    /// When something is due next: past, if something is now.
    pub async fn next_due(&self) -> store::Result<Option<DateTime<Utc>>> {
        let now = self.clock.now();
        let next = async move |tx: &mut Tx| {
            let (work, post) = (agenda::next_due(tx).await?, posts::next_due(tx, now).await?);
            Ok(work.into_iter().chain(post).min())
        };
        self.store.read(next).await
    }

    /// Does what falls due until told to stop; then finishes what is under way.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let (mut owed, mut landed) = (self.store.watch_owed(), self.flights.watch());
        while !stop.is_cancelled() {
            owed.mark_unchanged();
            landed.mark_unchanged();
            let next = self.take_up().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "cannot see what is due");
                None
            });
            let due = async {
                match next {
                    Some(next) => self.clock.sleep_until(next).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = due => {}
                _ = owed.changed() => {}
                _ = landed.changed() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        self.flights.none().await;
    }

    /// Takes up what is due. Answers when to look again, if that can be told.
    async fn take_up(self: &Arc<Self>) -> store::Result<Option<DateTime<Utc>>> {
        let _gate = self.gate.lock().await;
        self.heed_a_clock_set_back().await?;
        let (next, now) = (self.next_due().await?, self.clock.now());
        if next.is_none_or(|next| next > now) {
            return Ok(next);
        }
        let (jobs, posts) = (JOBS - self.flights.jobs(), POSTS - self.flights.posts());
        let (jobs, posts) = self.claim(now, jobs, posts).await?;
        let took_any = !(jobs.is_empty() && posts.is_empty());
        for claim in jobs {
            let (runner, flight) = (self.clone(), self.flights.job());
            tokio::spawn(async move {
                runner.work(claim).await;
                drop(flight);
            });
        }
        for claim in posts {
            let (runner, flight) = (self.clone(), self.flights.post());
            tokio::spawn(async move {
                runner.deliverer.deliver(claim).await;
                drop(flight);
            });
        }
        // What is due but could not be had waits for room, or is another's.
        Ok(took_any.then_some(now))
    }

    /// Waits are kept as instants: by a clock that was set back they would last until it is there again.
    async fn heed_a_clock_set_back(&self) -> store::Result<()> {
        let now = self.clock.now();
        let latest = self.latest.load(Ordering::Relaxed);
        let back = latest - now.timestamp_millis();
        if back > SET_BACK.num_milliseconds() {
            tracing::info!(seconds = back / 1000, "the clock was set back: what waits is looked at again");
            let latest = now + TimeDelta::milliseconds(back);
            let shorten = async move |tx: &mut Tx| {
                agenda::clock_set_back(tx, now, LEASE).await?;
                posts::clock_set_back(tx, latest, now, deliver::LEASE).await
            };
            self.store.write(shorten).await?;
        }
        self.latest.store(now.timestamp_millis(), Ordering::Relaxed);
        Ok(())
    }

    async fn claim(
        &self,
        now: DateTime<Utc>,
        jobs: i64,
        posts: i64,
    ) -> store::Result<(Vec<agenda::Claim>, Vec<posts::Claim>)> {
        let claim = async move |tx: &mut Tx| {
            let jobs = agenda::claim(tx, now, LEASE, jobs).await?;
            Ok((jobs, posts::claim(tx, now, deliver::LEASE, posts).await?))
        };
        self.store.write(claim).await
    }

    /// Does a piece of work. A job settles it itself; what fails is put back, or given up in the end.
    async fn work(&self, claim: agenda::Claim) {
        let cause = claim.cause.unwrap_or_else(Cause::fresh);
        let span = error_span!("job", id = %cause, key = claim.work.key);
        cause.lead(self.see_to(claim)).instrument(span).await;
    }

    async fn see_to(&self, claim: agenda::Claim) {
        let name = self.kinds.iter().find(|kind| kind.name == claim.work.kind).map_or("other", |it| it.name);
        let ended = |outcome| figures().jobs.of([name, outcome]).increment(1);
        let attempt = tokio::select! {
            attempt = self.attempt(&claim) => attempt,
            never = self.keep(&claim) => match never {},
        };
        let Err(error) = attempt else {
            ended("done");
            tracing::info!(kind = name, attempt = claim.attempt, "work done");
            return;
        };
        if is_lost(&error) {
            ended("lost");
            tracing::info!(key = claim.work.key, "work was moved, withdrawn or taken over while it ran");
            return;
        }
        let why = format!("{error:#}");
        let (key, kind, attempt, now) = (&claim.work.key, &claim.work.kind, claim.attempt, self.clock.now());
        let give_up = attempt >= ATTEMPTS;
        ended(if give_up { "given_up" } else { "failed" });
        if give_up {
            tracing::error!(workspace = %claim.workspace, key, kind, attempt, error = why, "work given up");
        } else {
            tracing::warn!(workspace = %claim.workspace, key, kind, attempt, error = why, "work failed");
        }
        let ready_at = now + self.backoff.after(attempt);
        let put_back = async move |tx: &mut Tx| {
            if give_up {
                agenda::fail(tx, &claim, now, &why).await
            } else {
                agenda::put_back(tx, &claim, ready_at, &why).await
            }
        };
        if let Err(error) = self.store.write(put_back).await {
            tracing::error!(%error, "failed work cannot be put back: its lease must run out");
        }
    }

    /// Lengthens a claim again and again, for as long as it is polled.
    async fn keep(&self, claim: &agenda::Claim) -> Infallible {
        loop {
            tokio::time::sleep(RENEW).await;
            let (claim, until) = (claim.clone(), self.clock.now() + LEASE);
            let renew = async move |tx: &mut Tx| agenda::renew(tx, &claim, until).await;
            if let Err(error) = self.store.write(renew).await {
                tracing::warn!(%error, "a claim on work could not be lengthened");
            }
        }
    }

    async fn attempt(&self, claim: &agenda::Claim) -> anyhow::Result<()> {
        // Its last attempts never came back: it may take the whole process down.
        anyhow::ensure!(claim.attempt <= ATTEMPTS, "attempted too often without an end");
        let kind = self.kinds.iter().find(|kind| kind.name == claim.work.kind);
        let kind = kind.ok_or_else(|| anyhow::anyhow!("this version knows no such kind of work"))?;
        let job = AssertUnwindSafe(async { (kind.run)(self.context.clone(), claim.clone()).await });
        match tokio::time::timeout(WORK, job.catch_unwind()).await {
            Ok(Ok(outcome)) => outcome?,
            Ok(Err(_)) => anyhow::bail!("the job panicked"),
            Err(_) => anyhow::bail!("the job took too long"),
        }
        let held = claim.clone();
        let unsettled = self.store.read(async move |tx| agenda::is_held(tx, &held).await).await?;
        anyhow::ensure!(!unsettled, "the job ended without settling its work");
        Ok(())
    }
}

/// Whether a job failed because the work was no longer its own.
fn is_lost(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| matches!(cause.downcast_ref(), Some(store::Error::LeaseLost { .. })))
}

#[cfg(test)]
mod tests;
