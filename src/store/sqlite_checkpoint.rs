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
const GATHER: Duration = Duration::from_millis(30);
/// Pages in the log (128 MiB of them) from which on the writer copies the last of it, and the thread leaves that to it:
/// the log begins anew only when all of it is copied and nobody is at it when the writer begins, and while commits
/// follow each other nobody else gets to the end.
pub(super) const LONG: i64 = 32_768;

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

impl Seen {
    /// Copies the last of a long log. Where a reader is in the way the next commit tries again.
    fn copy_the_last(&self, writer: &Direct) {
        let done = copy_back(writer).is_ok_and(|log| log.is_all_copied);
        self.is_long.store(!done, Ordering::Release);
    }
}

impl Checkpoints {
    /// Starts the thread. A log of more than `long` pages is begun anew.
    pub(super) fn start(file: File, long: i64) -> std::io::Result<Self> {
        let (wake, woken) = sync_channel(2);
        let seen = Arc::<Seen>::default();
        let told = seen.clone();
        let thread = std::thread::Builder::new()
            .name("sqlite-checkpoint".into())
            .spawn(move || keep_short(&file, long, &told, &woken))?;
        Ok(Self { seen, wake, thread })
    }

    /// To be called after each commit, when its callers are answered: wakes the thread for the first of them, and when
    /// there are enough; or copies the last of a long log, which is what one or two commits have written by then.
    pub(super) fn committed(&self, callers: u64, writer: &Direct) {
        if self.seen.is_long.load(Ordering::Acquire) {
            return self.seen.copy_the_last(writer);
        }
        let before = self.seen.served.fetch_add(callers, Ordering::Relaxed);
        if before == 0 || (before < CALLERS && before + callers >= CALLERS) {
            // Where the queue is full it is awake.
            let _ = self.wake.try_send(());
        }
    }

    /// Ends the thread, and waits for it. Whoever closes the database last copies what is left.
    pub(super) fn end(self) {
        drop(self.wake);
        let _ = self.thread.join();
    }
}

fn keep_short(file: &File, long: i64, seen: &Seen, woken: &Receiver<()>) {
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
        if seen.is_long.load(Ordering::Acquire) {
            continue;
        }
        match checkpoint(file, &mut connection) {
            // What it found is copied, but the writer has gone on since.
            Ok(log) => seen.is_long.store(log.pages > long, Ordering::Release),
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
    /// A database in a folder, and a connection to it that has written this much into its log.
    fn written(folder: &tempfile::TempDir, bytes: usize) -> (File, Direct) {
        let path = folder.path().join("test.db");
        std::fs::File::create(&path).unwrap();
        let file = File { path, most_pages: None, patience: Duration::from_secs(5) };
        let writer = Direct::open(&file).unwrap();
        let _: (String,) = writer.fetch_one("PRAGMA journal_mode = WAL", &[]).unwrap();
        writer.execute("CREATE TABLE heap (text TEXT) STRICT", &[]).unwrap();
        writer.execute("INSERT INTO heap VALUES ($1)", &[&"x".repeat(bytes)]).unwrap();
        (file, writer)
    }

    fn size(file: &File) -> u64 {
        std::fs::metadata(&file.path).unwrap().len()
    }

    #[test]
    fn the_thread_copies_the_log_back_while_the_database_is_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let (file, writer) = written(&folder, 200_000);
        assert!(size(&file) < 200_000);
        let checkpoints = Checkpoints::start(file.clone(), LONG).unwrap();
        checkpoints.committed(CALLERS, &writer);
        checkpoints.end();
        // The writer is still open: nobody has copied it on closing.
        assert!(size(&file) > 200_000);
        drop(writer);
    }

    #[test]
    fn a_long_log_that_is_written_on_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (file, writer) = written(&folder, 200_000);
        let more = || writer.execute("INSERT INTO heap VALUES ($1)", &[&"more"]).unwrap();
        let checkpoints = Checkpoints::start(file, 10).unwrap();
        let seen = checkpoints.seen.clone();
        checkpoints.committed(CALLERS, &writer);
        checkpoints.end();
        more();
        assert!(
            seen.is_long.load(Ordering::Relaxed),
            "or else the thread would go on behind the writer for ever"
        );
        seen.copy_the_last(&writer);
        more();
        let log = copy_back(&writer).unwrap();
        assert!(log.pages < 10, "{} pages", log.pages);
    }

    #[test]
    fn the_writer_copies_the_last_of_a_long_log_itself_once_nobody_reads_from_it() {
        let folder = tempfile::tempdir().unwrap();
        let (file, writer) = written(&folder, 10_000);
        let seen = Seen::default();
        let reader = Direct::open(&file).unwrap();
        reader.execute("BEGIN", &[]).unwrap();
        let _: (i64,) = reader.fetch_one("SELECT COUNT(*) FROM heap", &[]).unwrap();
        writer.execute("INSERT INTO heap VALUES ($1)", &[&"y".repeat(200_000)]).unwrap();
        seen.copy_the_last(&writer);
        assert!(seen.is_long.load(Ordering::Relaxed) && size(&file) < 200_000);
        reader.execute("COMMIT", &[]).unwrap();
        seen.copy_the_last(&writer);
        assert!(!seen.is_long.load(Ordering::Relaxed) && size(&file) > 200_000);
    }
}
