//! The workspace: its content, its app, and the ways out to the app. Everything else acts on this handle.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::Router;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{Mutex as AsyncMutex, Notify, broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::clockwork::Tenant;
use super::delivery::Route;
use super::faults::Faults;
use super::ids;
use super::manifest::Manifest;
use super::people::BOT_USER;
use super::state::State;
use super::traffic::Traffic;
use crate::clock::Clock;

/// A handle on the workspace, for acting in it from the same process: its functions are what the calls
/// under `/sandbox/` run. Cloning gives another handle on the same workspace.
#[derive(Clone)]
pub struct Workspace(Arc<Inner>);

/// What the handles share.
pub struct Inner {
    state: Mutex<State>,
    /// What the workspace and its guests live by.
    pub clock: Clock,
    /// The app.
    pub manifest: Manifest,
    /// What the app signs in with.
    pub secrets: Secrets,
    /// Where this machine can reach the workspace.
    pub address: SocketAddr,
    /// How things reach the app.
    pub route: Route,
    /// Events on their way to the app.
    pub outbox: mpsc::UnboundedSender<Value>,
    /// How many of them the app has not acknowledged.
    pub unsettled: watch::Sender<usize>,
    /// What is to go wrong.
    pub faults: Faults,
    /// Whether the app was removed. It is installed again with each start of the sandbox.
    app_removed: AtomicBool,
    /// What went to the app and came from it.
    pub traffic: Traffic,
    /// Tells one start of the sandbox from another.
    run: String,
    changes: broadcast::Sender<Change>,
    /// The bot that lives by the workspace's clock, if it is in this process.
    pub tenant: Mutex<Option<Arc<dyn Tenant>>>,
    /// Pages of the bot in this process, if it has any.
    pub pages: OnceLock<Router>,
    /// Held while the clock is moved.
    pub moving: AsyncMutex<()>,
    /// A message was scheduled.
    pub scheduled: Notify,
    /// Something is to be kept.
    pub dirty: Notify,
    /// The end.
    pub stop: CancellationToken,
}

/// What the app signs in with.
pub struct Secrets {
    /// `xoxb-…`.
    pub bot_token: String,
    /// `xapp-…`.
    pub app_token: String,
}

/// Something changed: enough for a page to know what to fetch anew.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Where, if it was in a channel.
    pub channel: Option<String>,
    /// `message`, `edit`, `delete`, `reaction`, `view`, `home`, `clock`, `call`, `delivery`, `fault`,
    /// `people`, `channel`, `app`.
    pub kind: &'static str,
}

/// What a workspace is made of.
pub struct Parts {
    /// What was kept, or a fresh one.
    pub state: State,
    /// See [`Inner::clock`].
    pub clock: Clock,
    /// See [`Inner::manifest`].
    pub manifest: Manifest,
    /// See [`Inner::secrets`].
    pub secrets: Secrets,
    /// See [`Inner::address`].
    pub address: SocketAddr,
    /// See [`Inner::route`].
    pub route: Route,
    /// See [`Inner::outbox`].
    pub outbox: mpsc::UnboundedSender<Value>,
}

impl std::ops::Deref for Workspace {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Workspace {
    /// A workspace of its parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            state: Mutex::new(parts.state),
            clock: parts.clock,
            manifest: parts.manifest,
            secrets: parts.secrets,
            address: parts.address,
            route: parts.route,
            outbox: parts.outbox,
            unsettled: watch::Sender::new(0),
            faults: Faults::default(),
            app_removed: AtomicBool::new(false),
            traffic: Traffic::default(),
            run: ids::fresh(""),
            changes: broadcast::Sender::new(1024),
            tenant: Mutex::new(None),
            pages: OnceLock::new(),
            moving: AsyncMutex::new(()),
            scheduled: Notify::new(),
            dirty: Notify::new(),
            stop: CancellationToken::new(),
        }))
    }

    /// The content. Never held while waiting.
    pub fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// What the workspace's clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Tells those who watch, and has the content kept.
    pub fn changed(&self, kind: &'static str, channel: Option<&str>) {
        // Nobody watching is fine.
        let _ = self.changes.send(Change { channel: channel.map(Into::into), kind });
        if !["call", "delivery", "fault", "clock"].contains(&kind) {
            self.dirty.notify_one();
        }
    }

    /// Watches what changes from now on.
    pub fn watch(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Waits until the app is there to be delivered to.
    pub async fn connected(&self) {
        self.route.ready().await;
    }

    /// Whether the app is there.
    pub fn is_connected(&self) -> bool {
        self.route.is_ready()
    }

    /// Whether the app was removed from the workspace.
    pub fn is_app_removed(&self) -> bool {
        self.app_removed.load(Ordering::SeqCst)
    }

    /// Removes the app from the workspace, or installs it.
    pub fn set_app_removed(&self, removed: bool) {
        self.app_removed.store(removed, Ordering::SeqCst);
        self.changed("app", None);
    }

    /// Waits until the app has acknowledged every event (or Slack would have given up).
    pub async fn deliveries_settled(&self) {
        // The sender lives as long as this handle, so that this cannot fail.
        let _ = self.unsettled.subscribe().wait_for(|left| *left == 0).await;
    }

    /// Lets a bot in this process live by the workspace's clock.
    pub fn set_tenant(&self, tenant: Arc<dyn Tenant>) {
        *lock(&self.tenant) = Some(tenant);
    }

    /// The workspace and its bot, for the page.
    pub fn about(&self) -> Value {
        json!({
            "name": super::people::TEAM_NAME,
            "bot": {"id": BOT_USER, "name": self.manifest.bot_name()},
            "connected": self.is_connected(),
            "run": self.run,
            "traffic": self.traffic.last(),
        })
    }

    /// An address of the workspace.
    pub fn url(&self, scheme: &str, path: &str) -> String {
        format!("{scheme}://{}{path}", self.address)
    }
}

/// A poisoned lock still holds what it held: a change that panicked midway cannot harm a workspace that
/// is only played with.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
