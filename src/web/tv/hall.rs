//! Where screens are looked at: one reader for each screen, however many browsers show it.
//!
//! A reader looks when this process commits something by which a board may look otherwise, and every few seconds besides,
//! since other processes commit, too. It ends when the last browser has gone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::domain::id::WorkspaceId;
use crate::figures::figures;
use crate::play::Play;
use crate::play::screens;
use crate::store::Error;
use crate::voice;

/// Browsers at once. The server takes 512 connections in all: what Slack sends must find room beside them.
const OPEN_MOST: usize = 256;

/// How often a reader looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// How long a reader rests after it saw something new: nothing changes on a screen more often than twice a second.
const REST: Duration = Duration::from_millis(500);

/// How long it rests where it saw nothing new …
const SHORT_REST: Duration = Duration::from_millis(50);

/// … and, either way, at least so many times as long as it has looked: a board of many thousands may take a while.
const REST_FACTOR: u32 = 4;

/// How often it is noted that a screen is open.
const NOTE_EVERY: Duration = Duration::from_secs(600);

/// What a reader last saw.
#[derive(Clone, Debug, Default)]
pub(super) enum Latest {
    /// Nothing yet.
    #[default]
    Unread,
    /// What the page lays out, as JSON.
    Wall(Arc<str>),
    /// The screen was revoked.
    Gone,
}

/// A screen: whose it is, and its number.
type Screen = (WorkspaceId, i64);

/// A browser's place among those that look, until it goes.
pub(super) struct Place {
    _room: OwnedSemaphorePermit,
}

impl Place {
    fn taken(room: OwnedSemaphorePermit) -> Self {
        figures().screens_open.increment(1.0);
        Self { _room: room }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        figures().screens_open.decrement(1.0);
    }
}

/// All screens that are open somewhere.
pub(super) struct Hall {
    play: Play,
    stop: CancellationToken,
    room: Arc<Semaphore>,
    readers: Mutex<HashMap<Screen, watch::Receiver<Latest>>>,
}

impl Hall {
    pub(super) fn new(play: Play, stop: CancellationToken) -> Self {
        Self { play, stop, room: Arc::new(Semaphore::new(OPEN_MOST)), readers: Mutex::default() }
    }

    pub(super) fn play(&self) -> &Play {
        &self.play
    }

    pub(super) fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Joins those who look at a screen; none where there is no room. What was last seen comes at once.
    pub(super) fn join(self: &Arc<Self>, screen: Screen) -> Option<(Place, watch::Receiver<Latest>)> {
        let place = Place::taken(Arc::clone(&self.room).try_acquire_owned().ok()?);
        let mut readers = self.readers();
        // One that has ended, however it did, is no reader.
        let known = readers.get(&screen).filter(|latest| latest.has_changed().is_ok());
        if let Some(latest) = known {
            return Some((place, latest.clone()));
        }
        let (reader, latest) = watch::channel(Latest::Unread);
        readers.insert(screen.clone(), latest.clone());
        tokio::spawn(Arc::clone(self).look(screen, reader));
        Some((place, latest))
    }

    /// What each reader last saw; nobody here has seen any of it, so that whoever takes a clone sees it at once.
    fn readers(&self) -> MutexGuard<'_, HashMap<Screen, watch::Receiver<Latest>>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at a screen for as long as anybody shows it.
    async fn look(self: Arc<Self>, screen: Screen, latest: watch::Sender<Latest>) {
        let mut moved = self.play.store.watch_shown();
        let mut noted: Option<Instant> = None;
        let mut has_failed = false;
        while !self.is_alone(&screen, &latest) {
            moved.mark_unchanged();
            let begun = Instant::now();
            let seen = self.read(&screen).await;
            let cost = begun.elapsed() * REST_FACTOR;
            let mut rest = SHORT_REST;
            match seen {
                Ok(seen) => {
                    has_failed = false;
                    if latest.send_if_modified(|known| is_news(known, seen)) {
                        rest = REST;
                    }
                }
                Err(error) => {
                    if !std::mem::replace(&mut has_failed, true) {
                        tracing::warn!(%error, screen = screen.1, "a screen cannot be read; it stays as it is");
                    }
                }
            }
            if matches!(*latest.borrow(), Latest::Gone) {
                self.readers().remove(&screen);
                return;
            }
            if !has_failed && noted.is_none_or(|at| at.elapsed() >= NOTE_EVERY) {
                noted = Some(Instant::now());
                self.note(&screen).await;
            }
            tokio::select! {
                () = next_look(rest.max(cost), &mut moved) => {}
                () = self.stop.cancelled() => return,
            }
        }
    }

    /// Whether nobody shows the screen any more: then its reader is no longer known, and ends.
    fn is_alone(&self, screen: &Screen, latest: &watch::Sender<Latest>) -> bool {
        // Held, so that nobody joins in between; the one that is kept here looks at nothing.
        let mut readers = self.readers();
        let is_alone = latest.receiver_count() <= 1;
        if is_alone {
            readers.remove(screen);
        }
        is_alone
    }

    async fn read(&self, (workspace, number): &Screen) -> Result<Latest, Error> {
        let Some(wall) = screens::wall(&self.play, workspace, *number).await? else {
            return Ok(Latest::Gone);
        };
        let view = voice::wall::wall(&wall, |contest, side| self.play.seal.name(contest, side));
        let json = serde_json::to_string(&view).map_err(anyhow::Error::from)?;
        Ok(Latest::Wall(json.into()))
    }

    /// Notes that the screen is open. That it could not be noted changes nothing.
    async fn note(&self, (workspace, number): &Screen) {
        if let Err(error) = screens::seen(&self.play, workspace.clone(), *number).await {
            tracing::debug!(%error, "that a screen is open was not noted");
        }
    }
}

/// Waits until it is time to look again: after the rest, as soon as something has moved, or some time has passed.
async fn next_look(rest: Duration, moved: &mut watch::Receiver<()>) {
    sleep(rest).await;
    tokio::select! {
        // The store lives as long as this.
        _ = moved.changed() => {}
        () = sleep(LOOK_EVERY) => {}
    }
}

/// Puts what was seen in place of what was known, and says whether it differs.
fn is_news(known: &mut Latest, seen: Latest) -> bool {
    let is_same = match (&*known, &seen) {
        (Latest::Wall(known), Latest::Wall(seen)) => known == seen,
        _ => false,
    };
    if !is_same {
        *known = seen;
    }
    !is_same
}
