//! The deliverer: sends what we owe Slack, and settles it by how that ended.

mod homes;
mod pictures;
mod send;
mod trouble;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use tracing::{Instrument, error_span};

use super::Backoff;
use crate::cause::Cause;
use crate::clock::Clock;
use crate::domain::picture::Look;
use crate::figures::figures;
use crate::play::Play;
use crate::slack::client::{Failure, SlackApi};
use crate::store::posts::{self, Call, Claim};
use crate::store::{self, Store, Tx, workspaces};

use send::Done;
use trouble::Trouble;

/// How long a claim on a post lasts, by the clock ...
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(30);
/// ... and an attempt to send it, in real time: what takes longer is given up while the claim still holds.
const ATTEMPT: Duration = Duration::from_secs(20);
/// A post whose outcome was unknown this often (over some hours) fails, so that its channel goes on.
const ATTEMPTS: i64 = 64;
/// How long a workspace whose token fails is left alone before one more try.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Told, in the transaction that settles it, of a post that Slack will never take: the claim, Slack's word for
/// why (ours is `no_answer`), and the instant.
pub type OnFailed =
    for<'t> fn(&'t mut Tx, &'t Claim, &'t str, DateTime<Utc>) -> BoxFuture<'t, store::Result<()>>;

/// Sends what is owed to Slack.
#[derive(Clone)]
pub struct Deliverer {
    store: Store,
    clock: Clock,
    slack: SlackApi,
    backoff: Backoff,
    on_failed: OnFailed,
    pictures: Option<Look>,
    /// What homes are read with; without it there are none.
    homes: Option<Play>,
}

/// What an attempt comes to.
enum Fate {
    /// Slack took it.
    Delivered(Done),
    /// Slack never will.
    Failed(String),
    /// Our token does not work; nothing can go out there.
    TokenFails(String),
    /// To be tried again after a while.
    Later { after: TimeDelta, uncertain: bool, why: String, is_usual: bool },
}

impl Deliverer {
    /// A deliverer that sends through `slack`, words without pictures.
    pub fn new(store: Store, clock: Clock, slack: SlackApi, on_failed: OnFailed) -> Self {
        let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(300));
        Self { store, clock, slack, backoff, on_failed, pictures: None, homes: None }
    }

    /// The same with other waits between attempts.
    pub fn with_backoff(self, backoff: Backoff) -> Self {
        Self { backoff, ..self }
    }

    /// The same with pictures that look so; none: without.
    pub fn with_pictures(self, pictures: Option<Look>) -> Self {
        Self { pictures, ..self }
    }

    /// The same that publishes homes, too.
    pub fn with_homes(self, play: Play) -> Self {
        Self { homes: Some(play), ..self }
    }

    /// Sends a claimed post and settles it. If it cannot be settled, its lease runs out, and whoever claims it
    /// next looks whether it went out.
    pub(super) async fn deliver(&self, claim: Claim) {
        let cause = claim.cause.unwrap_or_else(Cause::fresh);
        let span = error_span!("post", id = %cause);
        cause.lead(self.attempt(claim)).instrument(span).await;
    }

    async fn attempt(&self, claim: Claim) {
        let key = claim.post.key.clone();
        let attempt = tokio::time::timeout(ATTEMPT, self.send(&claim)).await;
        let fate = match attempt.unwrap_or_else(|_| Err(Trouble::of_attempt("no end in sight"))) {
            Ok(done) => Fate::Delivered(done),
            Err(trouble) => self.judge(&claim, trouble),
        };
        if let Err(error) = self.settle(claim, fate).await {
            tracing::error!(key, %error, "owed post cannot be settled");
        }
    }

    fn judge(&self, claim: &Claim, trouble: Trouble) -> Fate {
        let Trouble { failure, in_deed, is_usual } = trouble;
        let unknown = in_deed && matches!(failure, Failure::Unknown { .. });
        let why = failure.to_string();
        let after = match failure {
            Failure::Refused { code } if concerns_token(&code, &claim.post.call, in_deed) => {
                return Fate::TokenFails(code);
            }
            Failure::Refused { code } => return Fate::Failed(code),
            Failure::Unknown { .. } if claim.attempt >= ATTEMPTS => return Fate::Failed("no_answer".into()),
            Failure::RateLimited { after } => TimeDelta::from_std(after).unwrap_or(PAUSE),
            Failure::NotSent { .. } | Failure::Unknown { .. } => self.backoff.after(claim.attempt),
        };
        // Once uncertain, always: an attempt that we gave up may arrive late.
        Fate::Later { after, uncertain: claim.uncertain || unknown, why, is_usual }
    }

    async fn settle(&self, claim: Claim, fate: Fate) -> store::Result<()> {
        let (now, on_failed) = (self.clock.now(), self.on_failed);
        let outcome = Outcome::of(&claim, &fate, now);
        let held = async move |tx: &mut Tx| match &fate {
            Fate::Delivered(done) => delivered(tx, &claim, done, now).await,
            Fate::Failed(code) => failed(tx, &claim, code, now, on_failed).await,
            Fate::TokenFails(code) => token_fails(tx, &claim, code, now).await,
            Fate::Later { after, uncertain, why, is_usual } => {
                let (key, attempt) = (&claim.post.key, claim.attempt);
                match is_usual {
                    true => tracing::debug!(key, attempt, why, "owed post put back"),
                    false => tracing::warn!(key, attempt, why, "owed post put back"),
                }
                posts::put_back(tx, &claim, now + *after, *uncertain, why).await
            }
        };
        if self.store.write(held).await? {
            outcome.note();
        } else {
            tracing::warn!("an owed post was taken over before it was settled: it may appear twice");
        }
        Ok(())
    }
}

/// How an attempt ended, for the log and the figures once that is settled.
struct Outcome {
    key: String,
    call: &'static str,
    is_sent: Option<bool>,
    late: TimeDelta,
}

impl Outcome {
    fn of(claim: &Claim, fate: &Fate, now: DateTime<Utc>) -> Self {
        let is_sent = match fate {
            Fate::Delivered(_) => Some(true),
            Fate::Failed(_) => Some(false),
            Fate::TokenFails(_) | Fate::Later { .. } => None,
        };
        let post = &claim.post;
        Self { key: post.key.clone(), call: post.call.kind(), is_sent, late: now - post.due_at }
    }

    fn note(self) {
        let Self { key, call: kind, is_sent, late } = self;
        match is_sent {
            Some(true) => {
                figures().posts_sent.of([kind]).increment(1);
                figures().post_delay.record(late.to_std().unwrap_or_default());
                let late_ms = late.num_milliseconds();
                match kind {
                    // As many as there are shares.
                    "reaction" | "ephemeral" | "home" => tracing::debug!(key, kind, late_ms, "post sent"),
                    _ => tracing::info!(key, kind, late_ms, "post sent"),
                }
            }
            Some(false) => figures().posts_failed.of([kind]).increment(1),
            None => figures().posts_retried.of([kind]).increment(1),
        }
    }
}

async fn delivered(tx: &mut Tx, claim: &Claim, done: &Done, now: DateTime<Utc>) -> store::Result<bool> {
    if workspaces::resume(tx, &claim.workspace).await? {
        tracing::info!(workspace = %claim.workspace, "the token works again");
    }
    match done {
        Done::Sent(sent) => posts::settle_done(tx, claim, sent, now).await,
        Done::Published(published) => homes::published(tx, claim, published, now).await,
    }
}

async fn failed(
    tx: &mut Tx,
    claim: &Claim,
    code: &str,
    now: DateTime<Utc>,
    on_failed: OnFailed,
) -> store::Result<bool> {
    let held = posts::settle_failed(tx, claim, code, now).await?;
    if held {
        tracing::warn!(workspace = %claim.workspace, key = claim.post.key, code, "owed post failed for good");
        on_failed(tx, claim, code, now).await?;
    }
    Ok(held)
}

/// Keeps what is owed until the token works.
async fn token_fails(tx: &mut Tx, claim: &Claim, code: &str, now: DateTime<Utc>) -> store::Result<bool> {
    if workspaces::pause(tx, &claim.workspace, code, now, now + PAUSE).await? {
        tracing::error!(workspace = %claim.workspace, code, "SLACK_BOT_TOKEN fails: what is owed is kept");
    }
    posts::put_back(tx, claim, now, claim.uncertain, code).await
}

/// Whether a refusal is about us rather than about this post. A scope that we lack stops the workspace only if
/// it is the one to post at all.
fn concerns_token(code: &str, call: &Call, in_deed: bool) -> bool {
    match code {
        "account_inactive"
        | "ekm_access_denied"
        | "invalid_auth"
        | "not_allowed_token_type"
        | "not_authed"
        | "org_login_required"
        | "team_access_not_granted"
        | "token_expired"
        | "token_revoked" => true,
        "missing_scope" => in_deed && matches!(call, Call::PostMessage { .. }),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
