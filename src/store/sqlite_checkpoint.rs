//! Keeps SQLite's write-ahead log short, beside the writer rather than on its time.
//!
//! By default whoever commits copies the log back into the database when it has grown, and everybody who waits for
//! that commit waits for the copying too. Here a thread with a connection of its own does it: a page that many commits
//! have written is then copied once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::error::Fault;
use super::sqlite_direct::{Direct, File};

/// Callers served since the last time after which it is done again, or ...
const CALLERS: u64 = 150;
/// ... so long after the first of them. The more is copied at once, the longer the disk keeps a commit waiting.
const GATHER: Duration = Duration::from_millis(150);
/// Pages in the log (64 MiB of them) from which on the writer copies the last of it: it begins anew only when all of
/// it is copied, and while commits follow each other nobody else gets to the end.
const LONG: i64 = 16_384;

/// The thread, as the writer sees it.
#[derive(Debug)]
pub(super) struct Checkpoints {
    seen: Arc<Seen>,
    wake: SyncSender<()>,
    thread: JoinHandle<()>,
}

/// What the writer and the thread tell each other.
#[derive(Debug, Default)]
struct Seen {
    /// Callers served since the last checkpoint.
    served: AtomicU64,
    /// Whether the log is long.
    is_long: AtomicBool,
}

impl Checkpoints {
    pub(super) fn start(file: File) -> std::io::Result<Self> {
        let (wake, woken) = sync_channel(2);
        let seen = Arc::<Seen>::default();
        let told = seen.clone();
        let thread = std::thread::Builder::new()
            .name("sqlite-checkpoint".into())
            .spawn(move || keep_short(&file, &told, &woken))?;
        Ok(Self { seen, wake, thread })
    }

    /// To be called after each commit, when its callers are answered: wakes the thread for the first of them, and when
    /// there are enough; and copies the last of a long log, which are a few hundred pages by then.
    pub(super) fn committed(&self, callers: u64, writer: &Direct) {
        let before = self.seen.served.fetch_add(callers, Ordering::Relaxed);
        if before == 0 || (before < CALLERS && before + callers >= CALLERS) {
            // Where the queue is full it is awake.
            let _ = self.wake.try_send(());
        }
        if self.seen.is_long.load(Ordering::Relaxed) {
            // Where a reader is in the way, or the thread at it, the next commit tries again.
            let done = copy_back(writer).is_ok_and(|log| log.is_all_copied);
            self.seen.is_long.store(!done, Ordering::Relaxed);
        }
    }

    /// Ends the thread, and waits for it. Whoever closes the database last copies what is left.
    pub(super) fn end(self) {
        drop(self.wake);
        let _ = self.thread.join();
    }
}

fn keep_short(file: &File, seen: &Seen, woken: &Receiver<()>) {
    let mut connection = None;
    while woken.recv().is_ok() {
        let until = Instant::now() + GATHER;
        while seen.served.load(Ordering::Relaxed) < CALLERS {
            match woken.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        seen.served.store(0, Ordering::Relaxed);
        match checkpoint(file, &mut connection) {
            Ok(log) => seen.is_long.store(log.pages > LONG && !log.is_all_copied, Ordering::Relaxed),
            Err(error) => {
                tracing::warn!(%error, "DATABASE_URL: SQLite's log could not be copied back; it is tried again");
                connection = None;
            }
        }
    }
}

fn checkpoint(file: &File, connection: &mut Option<Direct>) -> Result<Log, Fault> {
    copy_back(match connection {
        Some(connection) => connection,
        None => connection.insert(Direct::open(file)?),
    })
}

/// The log after a checkpoint.
struct Log {
    pages: i64,
    is_all_copied: bool,
}

/// Copies what can be copied without waiting for anybody.
fn copy_back(connection: &Direct) -> Result<Log, Fault> {
    let sql = "PRAGMA wal_checkpoint(PASSIVE)";
    // Whether another was at it, and the counts are none.
    let (busy, pages, copied): (bool, i64, i64) = connection.fetch_one(sql, &[])?;
    Ok(Log { pages, is_all_copied: !busy && copied == pages })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::Ground;
    use crate::store::{Tx, execute};

    #[tokio::test]
    async fn the_log_is_copied_back_while_the_database_is_in_use() {
        let ground = Ground::sqlite().await;
        let path = ground.url.strip_prefix("sqlite://").unwrap().to_owned();
        let file = File { path: path.clone().into(), most_pages: None, patience: Duration::from_secs(5) };
        let size = || std::fs::metadata(&path).unwrap().len();
        let before = size();
        for n in 0..20 {
            let write = async move |tx: &mut Tx| {
                let sql = "INSERT INTO deliveries (workspace_id, delivery_id, seen_at, answer) VALUES ('T', $1, 0, $2)";
                Ok(execute!(tx, sql, n.to_string(), "x".repeat(10_000))?)
            };
            ground.store.write(write).await.unwrap();
        }
        let mut connection = None;
        checkpoint(&file, &mut connection).unwrap();
        assert!(size() > before + 200_000, "the database has {} bytes, and had {before}", size());
        drop(connection);
        ground.clear().await;
    }
}
