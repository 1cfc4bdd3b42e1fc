//! Keeps connections open: one keeper each, which opens a successor whenever one ends or is about to.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::warn;

use super::backoff::Backoff;
use super::dial::{DialFault, Dialler};
use super::link::{Link, Phase};
use super::{Options, SocketFault};
use crate::figures::figures;
use crate::slack::Door;

/// What all connections share.
pub(super) struct Keeper {
    pub(super) dialler: Dialler,
    pub(super) door: Arc<dyn Door>,
    pub(super) options: Options,
    /// Ends everything, gently.
    pub(super) stop: CancellationToken,
    /// Everything that runs: keepers, connections, deliveries.
    pub(super) tasks: TaskTracker,
    pub(super) up: Arc<Up>,
    pub(super) fault: watch::Sender<Option<SocketFault>>,
}

impl Keeper {
    pub(super) fn new(
        dialler: Dialler,
        door: Arc<dyn Door>,
        options: Options,
        stop: CancellationToken,
    ) -> Self {
        let (tasks, up, fault) = (TaskTracker::new(), Arc::default(), watch::Sender::new(None));
        Self { dialler, door, options, stop, tasks, up, fault }
    }

    /// Keeps the connection called `number` open until all is stopped.
    pub(super) async fn keep(self: Arc<Self>, number: usize) {
        let mut backoff = Backoff::new(self.options.retry_from, self.options.retry_at_most);
        // A connection whose end Slack announced: it is served on until its successor is up.
        let mut leaving = None;
        loop {
            let opened = tokio::select! {
                () = self.stop.cancelled() => return,
                opened = self.open(number) => opened,
            };
            let wait = match opened {
                Ok(link) => {
                    if let Some(predecessor) = leaving.take() {
                        self.let_go(predecessor);
                    }
                    match self.until_leaving(link, &mut backoff).await {
                        Some((wait, link)) => {
                            leaving = link;
                            wait
                        }
                        None => return,
                    }
                }
                Err(DialFault::Refused(code)) => return self.halt(SocketFault::Token(code)),
                Err(DialFault::Failed { why, wait }) => {
                    let wait = backoff.after_failure().max(wait.unwrap_or_default());
                    warn!(link = number, why, ?wait, "no connection to Slack; trying again");
                    wait
                }
            };
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = sleep(wait) => {}
            }
        }
    }

    /// A connection that has said `hello`, or failing that its farewell.
    async fn open(self: &Arc<Self>, number: usize) -> Result<Link, DialFault> {
        let attempt = async {
            let socket = self.dialler.dial().await?;
            let mut link = Link::run(Arc::clone(self), number, socket);
            match link.beyond(&Phase::Dialled).await {
                Phase::Gone => Err(DialFault::passing("the connection ended before its hello")),
                _ => Ok(link),
            }
        };
        let within = self.options.hello_within;
        timeout(within, attempt)
            .await
            .unwrap_or_else(|_| Err(DialFault::passing(format!("no hello within {within:?}"))))
    }

    /// Waits while `link` is good. Then says how long to wait for the next attempt, and gives `link` back where
    /// it can still be served; None where there is to be no next attempt.
    async fn until_leaving(&self, mut link: Link, backoff: &mut Backoff) -> Option<(Duration, Option<Link>)> {
        let end = link.beyond(&Phase::Up).await;
        if link.age() > self.options.retry_at_most {
            backoff.reset();
        }
        match end {
            _ if self.stop.is_cancelled() => None,
            Phase::Leaving(reason) if reason == "link_disabled" => {
                self.halt(SocketFault::Disabled);
                None
            }
            Phase::Leaving(_) => Some((backoff.after_request(), Some(link))),
            _ => Some((backoff.after_failure(), None)),
        }
    }

    /// Retires a connection that has a successor, a little later: Slack may have written to it meanwhile.
    fn let_go(self: &Arc<Self>, link: Link) {
        let keeper = Arc::clone(self);
        self.tasks.spawn(async move {
            tokio::select! {
                () = keeper.stop.cancelled() => {}
                () = sleep(keeper.options.linger) => {}
            }
            drop(link);
        });
    }

    /// Ends everything, for a reason that an operator must mend and hears of from whoever waits for it.
    fn halt(&self, fault: SocketFault) {
        self.fault.send_replace(Some(fault));
        self.stop.cancel();
    }
}

/// How many connections are up.
#[derive(Default)]
pub(super) struct Up {
    count: Mutex<usize>,
    any: watch::Sender<bool>,
}

/// One connection that is up, for as long as this lives.
pub(super) struct OneUp(Arc<Up>);

impl Up {
    pub(super) fn subscribe(&self) -> watch::Receiver<bool> {
        self.any.subscribe()
    }

    pub(super) fn one(self: &Arc<Self>) -> OneUp {
        figures().socket_connections.increment(1.0);
        self.change(|count| count + 1);
        OneUp(Arc::clone(self))
    }

    /// Tells of the change under the lock, so that what is told is never older than what was told before.
    fn change(&self, change: impl FnOnce(usize) -> usize) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        *count = change(*count);
        let any = *count > 0;
        self.any.send_if_modified(|told| std::mem::replace(told, any) != any);
    }
}

impl Drop for OneUp {
    fn drop(&mut self) {
        figures().socket_connections.decrement(1.0);
        self.0.change(|count| count - 1);
    }
}
