//! What is to go wrong: on a call of the app, or on its connections.

use std::sync::Mutex;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::delivery::Route;
use super::workspace::{Workspace, lock};

/// A thing to go wrong, so many times.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What.
    pub kind: Kind,
    /// Only calls of this method; of any, where none is given.
    #[serde(default)]
    pub method: Option<String>,
    /// How often.
    #[serde(default = "once")]
    pub times: u32,
    /// Seconds that a `rate_limited` answer asks the app to wait.
    #[serde(default = "one_second")]
    pub retry_after: u64,
    /// How long a `delay` or a `mute` lasts, in milliseconds.
    #[serde(default)]
    pub ms: Option<u64>,
    /// What a `disconnect` says: `refresh_requested` unless given, `warning`, `link_disabled`.
    #[serde(default)]
    pub reason: Option<String>,
}

fn once() -> u32 {
    1
}

fn one_second() -> u64 {
    1
}

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 429 with `Retry-After`.
    RateLimited,
    /// 500.
    ServerError,
    /// A web page instead of JSON.
    Html,
    /// The connection breaks before the call took effect.
    DropBefore,
    /// The call took effect; the connection breaks before the answer.
    DropAfter,
    /// The call takes a while.
    Delay,
    /// Slack asks the connections to close, and closes them.
    Disconnect,
    /// The connections break.
    KillSocket,
    /// The connections stay open and say nothing; a call with a `method` is never answered.
    Mute,
    /// Each delivery comes twice.
    Duplicate,
    /// The call that would open a form comes when its trigger has expired.
    ExpiredTrigger,
}

/// What goes wrong on a connection.
#[derive(Clone, Debug)]
pub enum LinkFault {
    /// A goodbye, with its reason.
    Disconnect(String),
    /// No goodbye.
    Kill,
    /// Silence, for so long.
    Mute(Option<Duration>),
}

impl Fault {
    fn for_link(&self) -> Option<LinkFault> {
        match self.kind {
            Kind::Disconnect => {
                Some(LinkFault::Disconnect(self.reason.clone().unwrap_or_else(|| "refresh_requested".into())))
            }
            Kind::KillSocket => Some(LinkFault::Kill),
            Kind::Mute if self.method.is_none() => Some(LinkFault::Mute(self.ms.map(Duration::from_millis))),
            _ => None,
        }
    }
}

/// The faults that are still to come, in the order they were asked for.
#[derive(Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Takes the first fault that fits, once.
    fn take(&self, fits: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut faults = lock(&self.0);
        let at = faults.iter().position(|fault| fault.times > 0 && fits(fault))?;
        faults[at].times -= 1;
        let fault = faults[at].clone();
        faults.retain(|fault| fault.times > 0);
        Some(fault)
    }

    /// What goes wrong with a call of `method`.
    pub fn for_call(&self, method: &str) -> Option<Fault> {
        self.take(|fault| {
            fault.kind != Kind::Duplicate
                && (fault.kind != Kind::ExpiredTrigger || ["views.open", "views.push"].contains(&method))
                && fault.for_link().is_none()
                && fault.method.as_deref().is_none_or(|only| only == method)
        })
    }

    /// What goes wrong with a connection that opens now.
    pub fn for_link(&self) -> Option<LinkFault> {
        self.take(|fault| fault.for_link().is_some())?.for_link()
    }

    /// Whether the delivery that goes out now goes twice.
    pub fn doubles(&self) -> bool {
        self.take(|fault| fault.kind == Kind::Duplicate).is_some()
    }
}

impl Workspace {
    /// Lets something go wrong: on the connections at once if any is open, else when it comes to it.
    pub fn fault(&self, mut fault: Fault) {
        if let (Some(disturbance), Route::Socket(links)) = (fault.for_link(), &self.route)
            && fault.times > 0
            && links.disturb(&disturbance)
        {
            fault.times -= 1;
        }
        if fault.times > 0 {
            lock(&self.faults.0).push(fault);
        }
        self.changed("fault", None);
    }

    /// Lets everything go well again.
    pub fn clear_faults(&self) {
        lock(&self.faults.0).clear();
        if let Route::Socket(links) = &self.route {
            links.disturb(&LinkFault::Mute(Some(Duration::ZERO)));
        }
        self.changed("fault", None);
    }

    /// What is still to go wrong.
    pub fn faults_to_come(&self) -> Vec<Fault> {
        lock(&self.faults.0).clone()
    }
}
