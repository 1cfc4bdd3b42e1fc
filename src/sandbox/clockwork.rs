//! Moving the workspace's clock, so that everything that falls due on the way is done in its order.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::refusal::Result;
use super::workspace::{Workspace, lock};

/// A bot in this process that lives by the workspace's clock.
#[async_trait]
pub trait Tenant: Send + Sync {
    /// When its next work falls due, if it has any.
    async fn next_due(&self) -> Option<DateTime<Utc>>;
    /// Does all that is due now, and returns when it is done and what it posts is posted.
    async fn settle(&self);
    /// Sets the clock that it was handed, at a moment when it has nothing under way.
    async fn set_clock(&self, to: DateTime<Utc>);
}

/// How often an instant is visited while the tenant still calls it due.
const MOST_VISITS: u8 = 3;
/// Where the clock can be set: no date that anybody reckons with from there overflows.
const YEARS: std::ops::Range<i32> = 1970..10_000;
/// The steps past a tenant that never gets done with an instant.
const STEP: TimeDelta = TimeDelta::minutes(15);

impl Workspace {
    /// Moves the clock on by as much.
    pub async fn advance(&self, by: TimeDelta) -> Result<DateTime<Utc>> {
        let target = self.now().checked_add_signed(by).ok_or("invalid_duration")?;
        self.set_clock(target).await
    }

    /// Sets the clock, and answers when the work that fell due on the way is done. Going back, nothing
    /// falls due.
    pub async fn set_clock(&self, target: DateTime<Utc>) -> Result<DateTime<Utc>> {
        if !YEARS.contains(&target.year()) {
            return Err("invalid_time".into());
        }
        let _moving = self.moving.lock().await;
        let tenant = lock(&self.tenant).clone();
        if target < self.now() {
            self.turn(target, tenant.as_ref()).await;
        } else {
            self.visit_until(target, tenant.as_ref()).await;
            self.set_forward(target, tenant.as_ref()).await;
        }
        self.settle(tenant.as_ref()).await;
        self.changed("clock", None);
        Ok(self.now())
    }

    async fn visit_until(&self, target: DateTime<Utc>, tenant: Option<&Arc<dyn Tenant>>) {
        let (mut last, mut visits) = (None, 0);
        while let Some(due) = self.next_due(tenant).await.filter(|due| *due <= target) {
            visits = if last == Some(due) { visits + 1 } else { 0 };
            last = Some(due);
            // It never gets done with some work; other work must not wait for it.
            let next = if visits < MOST_VISITS { due } else { self.now() + STEP };
            if next > target {
                tracing::warn!(%due, "work stays due, however often the bot is asked to do it");
                return;
            }
            self.set_forward(next, tenant).await;
            // The machine's own clock cannot be moved.
            if self.now() < next {
                return;
            }
            self.settle(tenant).await;
        }
    }

    async fn next_due(&self, tenant: Option<&Arc<dyn Tenant>>) -> Option<DateTime<Utc>> {
        let tenants = match tenant {
            Some(tenant) => tenant.next_due().await,
            None => None,
        };
        tenants.into_iter().chain(self.next_scheduled()).min()
    }

    /// The clock runs meanwhile, and is not to go back for work that is overdue.
    async fn set_forward(&self, to: DateTime<Utc>, tenant: Option<&Arc<dyn Tenant>>) {
        if to > self.now() {
            self.turn(to, tenant).await;
        }
    }

    async fn turn(&self, to: DateTime<Utc>, tenant: Option<&Arc<dyn Tenant>>) {
        match tenant {
            Some(tenant) => tenant.set_clock(to).await,
            None => self.clock.set(to),
        }
    }

    async fn settle(&self, tenant: Option<&Arc<dyn Tenant>>) {
        self.post_scheduled();
        if let Some(tenant) = tenant {
            tenant.settle().await;
        }
    }
}

/// Reads a span of time: `1d 2h`, `90m`, `1w`.
pub fn span(text: &str) -> Result<TimeDelta> {
    let mut total = TimeDelta::zero();
    let mut digits = String::new();
    let mut any = false;
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        let seconds = match letter {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return Err("invalid_duration".into()),
        };
        let number: i64 = digits.parse().map_err(|_| "invalid_duration")?;
        digits.clear();
        let part = number.checked_mul(seconds).and_then(TimeDelta::try_seconds);
        total = part.and_then(|part| total.checked_add(&part)).ok_or("invalid_duration")?;
        any = true;
    }
    if any && digits.is_empty() { Ok(total) } else { Err("invalid_duration".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_add_up() {
        assert_eq!(span("1d 2h").unwrap(), TimeDelta::hours(26));
        assert_eq!(span("90m30s").unwrap(), TimeDelta::seconds(5430));
        for odd in ["", "1", "h", "1x", "-1h", "99999999999999999999d", "9223372036854775807w", "1h 5"] {
            assert!(span(odd).is_err(), "{odd}");
        }
    }
}
