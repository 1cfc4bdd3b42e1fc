//! SQLite's one writer: a thread that runs many callers' work in one commit.
//!
//! SQLite has one writer at a time, and a commit (one wait for the disk) costs far more than a share's few
//! statements. So while callers queue up, the thread runs them one after another in one transaction, each in
//! a savepoint of its own that is released or rolled back, and answers all of them after the commit. It is a
//! thread with a runtime of its own so that no caller's future, polled or not, can hold the database up.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use tokio::sync::{mpsc, oneshot, watch};

use super::sqlite_checkpoint::{Checkpoints, LONG};
use super::sqlite_direct::{Direct, File};
use super::tx::{Connection, Left};
use super::{Error, Fault, Result, Tx, Wakes, execute, guarded};
use crate::figures::figures;

/// How many callers share a commit at most, and for how long one is kept waiting for the others.
const GROUP_CALLERS: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(25);
/// Callers that may queue before the next ones wait to be let in.
const QUEUE: usize = 1024;

/// A handle on the writer's thread; clones share it. The thread ends once nobody can reach it.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    /// Gone once the store is closed.
    queue: Arc<Mutex<Option<mpsc::Sender<Next>>>>,
    /// Closed when the thread has ended.
    ended: watch::Receiver<()>,
}

impl Writer {
    /// Starts the thread. `wakes` is told what commits leave.
    pub(super) fn start(file: File, wakes: Wakes) -> Result<Self> {
        let (queue, callers) = mpsc::channel(QUEUE);
        let (ends, ended) = watch::channel(());
        let runtime =
            // Without the input and output of sockets it sleeps on a lock, which wakes sooner than a poll.
            tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(sqlx::Error::Io)?;
        let checkpoints = Checkpoints::start(file.clone(), LONG).map_err(sqlx::Error::Io)?;
        let mut group = Group { file, connection: None, wakes, checkpoints };
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || {
                runtime.block_on(group.serve(callers));
                let Group { connection, checkpoints, .. } = group;
                checkpoints.end();
                drop(connection);
                drop(ends);
            })
            .map_err(sqlx::Error::Io)?;
        Ok(Self { queue: Arc::new(Mutex::new(Some(queue))), ended })
    }

    pub(super) async fn write<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: AsyncFnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Error::Closed)?;
        let (answer, answered) = oneshot::channel();
        queue.send(Box::new(Waiting { work, answer })).await.map_err(|_| Error::Closed)?;
        answered.await.map_err(|_| Error::Closed)?
    }

    /// Takes no more callers, and waits until those in the queue are done.
    pub(super) async fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut ended = self.ended.clone();
        while ended.changed().await.is_ok() {}
    }
}

/// Somebody's work and where to send the answer, with their types forgotten.
trait Caller: Send {
    /// Runs the work. The answer is sent later, when the commit has been tried.
    fn run<'t>(self: Box<Self>, tx: &'t mut Tx) -> LocalBoxFuture<'t, Ran>;

    /// Answers that no transaction could be begun.
    fn refuse(self: Box<Self>, why: &Arc<Fault>);
}

/// A caller in the queue.
type Next = Box<dyn Caller>;

struct Waiting<T, W> {
    work: W,
    answer: oneshot::Sender<Result<T>>,
}

/// Work that was run and waits for the commit.
struct Ran {
    kept: bool,
    answer: Answer,
}

/// Tells a caller how its work ended, given how the commit did.
type Answer = Box<dyn FnOnce(&Result<(), Arc<Fault>>)>;

impl<T, W> Caller for Waiting<T, W>
where
    T: Send + 'static,
    W: AsyncFnOnce(&mut Tx) -> Result<T> + Send + 'static,
{
    fn run<'t>(self: Box<Self>, tx: &'t mut Tx) -> LocalBoxFuture<'t, Ran> {
        async move {
            let Self { work, answer } = *self;
            let said = guarded(work, tx).await;
            let kept = said.is_ok();
            let answer: Answer = Box::new(move |committed| {
                let said = match committed {
                    Ok(()) => said,
                    // Whoever failed by itself hears its own error.
                    Err(why) => said.and(Err(Error::NotCommitted(why.clone()))),
                };
                // A caller that went away wants no answer.
                let _ = answer.send(said);
            });
            Ran { kept, answer }
        }
        .boxed_local()
    }

    fn refuse(self: Box<Self>, why: &Arc<Fault>) {
        let _ = self.answer.send(Err(Error::NotCommitted(why.clone())));
    }
}

/// The thread's side.
struct Group {
    file: File,
    /// None before the first caller, and after a failure to begin or to commit: the connection is not trusted again.
    connection: Option<Direct>,
    wakes: Wakes,
    checkpoints: Checkpoints,
}

impl Group {
    /// Serves callers until there can be no more.
    async fn serve(&mut self, mut callers: mpsc::Receiver<Next>) {
        while let Some(first) = callers.recv().await {
            self.commit_together(first, &mut callers).await;
        }
    }

    async fn commit_together(&mut self, first: Next, callers: &mut mpsc::Receiver<Next>) {
        let mut tx = match self.begin() {
            Ok(direct) => Tx::new(Connection::Direct(direct)),
            Err(why) => return refuse_all(first, callers, why),
        };
        let mut answers = Vec::new();
        let mut left = Left::default();
        let committed = match run_together(&mut tx, first, callers, &mut answers, &mut left).await {
            Ok(()) => tx.commit().await,
            Err(why) => {
                // Undone before anybody hears of it.
                drop(tx);
                Err(why)
            }
        };
        let served = answers.len();
        figures().commit_callers.record(served as f64);
        let committed = match committed {
            Ok(connection) => {
                self.connection = connection;
                Ok(())
            }
            Err(why) => {
                tracing::error!(error = %why, callers = served, "sqlite commit failed");
                Err(Arc::new(why))
            }
        };
        for answer in answers {
            answer(&committed);
        }
        if committed.is_ok() {
            self.wakes.after(left);
        }
        if let Some(writer) = &self.connection {
            self.checkpoints.committed(served as u64, writer);
        }
    }

    fn begin(&mut self) -> Result<Direct, Fault> {
        let direct = match self.connection.take() {
            Some(direct) => direct,
            None => Direct::open(&self.file)?,
        };
        direct.execute("BEGIN IMMEDIATE", &[])?;
        Ok(direct)
    }
}

/// Nobody in the queue would fare better, and each would wait as long again to find out. Whoever comes once the first
/// has been answered may find the reason gone, and is tried.
fn refuse_all(first: Next, callers: &mut mpsc::Receiver<Next>, why: Fault) {
    tracing::error!(error = %why, "sqlite transaction could not begin");
    let why = Arc::new(why);
    let waiting: Vec<Next> = (0..callers.len()).map_while(|_| callers.try_recv().ok()).collect();
    first.refuse(&why);
    for caller in waiting {
        caller.refuse(&why);
    }
}

/// Runs callers in one transaction while the queue holds more. An error means that nobody's work can be relied on.
async fn run_together(
    tx: &mut Tx,
    first: Next,
    callers: &mut mpsc::Receiver<Next>,
    answers: &mut Vec<Answer>,
    left: &mut Left,
) -> Result<(), Fault> {
    let begun = Instant::now();
    let mut next = Some(first);
    // Whether there is work in the transaction that another's failure must not undo.
    let mut holds_work = false;
    while let Some(caller) = next {
        // SQLite copies each page that changes in a savepoint: the first to come does without.
        if holds_work {
            execute!(tx, "SAVEPOINT caller")?;
        }
        let Ran { kept, answer } = caller.run(tx).await;
        answers.push(answer);
        let leaves = tx.take_left();
        if kept {
            *left = left.with(leaves);
        }
        tx.check_open()?;
        match (kept, holds_work) {
            (true, true) => {
                execute!(tx, "RELEASE caller")?;
            }
            (false, true) => {
                execute!(tx, "ROLLBACK TO caller")?;
                execute!(tx, "RELEASE caller")?;
            }
            (false, false) => {
                execute!(tx, "ROLLBACK")?;
                execute!(tx, "BEGIN IMMEDIATE")?;
            }
            (true, false) => holds_work = true,
        }
        let room = answers.len() < GROUP_CALLERS && begun.elapsed() < GROUP_TIME;
        next = if room { callers.try_recv().ok() } else { None };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fetch_one;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
    use sqlx::{ConnectOptions, Connection as _, SqliteConnection};

    async fn writer(folder: &tempfile::TempDir) -> (Writer, SqliteConnection) {
        let path = folder.path().join("test.db");
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut other = options.journal_mode(SqliteJournalMode::Wal).connect().await.unwrap();
        let schema = "CREATE TABLE notes (n INTEGER PRIMARY KEY, of INTEGER REFERENCES notes \
                      DEFERRABLE INITIALLY DEFERRED) STRICT";
        sqlx::query(schema).execute(&mut other).await.unwrap();
        let file = File { path, most_pages: None, patience: Duration::from_millis(100) };
        (Writer::start(file, Wakes::default()).unwrap(), other)
    }

    async fn note(tx: &mut Tx, n: i64) -> Result<()> {
        execute!(tx, "INSERT INTO notes (n) VALUES ($1)", n)?;
        Ok(())
    }

    async fn count(writer: &Writer) -> i64 {
        let count = async |tx: &mut Tx| Ok(fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM notes")?.0);
        writer.write(count).await.unwrap()
    }

    #[tokio::test]
    async fn a_locked_database_refuses_all_who_wait_and_serves_them_once_it_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, mut other) = writer(&folder).await;
        let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let writes = (0..9).map(|n| writer.write(async move |tx| note(tx, n).await));
        for said in futures_util::future::join_all(writes).await {
            assert!(matches!(said, Err(Error::NotCommitted(_))));
        }
        lock.rollback().await.unwrap();
        writer.write(async |tx| note(tx, 1).await).await.unwrap();
        assert_eq!(count(&writer).await, 1);
    }

    #[tokio::test]
    async fn a_commit_that_fails_keeps_nothing_and_the_thread_lives_on() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, _) = writer(&folder).await;
        let dangling = async |tx: &mut Tx| Ok(execute!(tx, "INSERT INTO notes (n, of) VALUES (7, 8)")?);
        assert!(matches!(writer.write(dangling).await, Err(Error::NotCommitted(_))));
        assert_eq!(count(&writer).await, 0);
    }

    #[tokio::test]
    async fn a_transaction_lost_midway_fails_its_whole_group_and_the_thread_lives_on() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, _) = writer(&folder).await;
        // SQLite itself does this when the disk is full.
        let lost = async |tx: &mut Tx| Ok(execute!(tx, "ROLLBACK")?);
        let (before, lost, after) = tokio::join!(
            writer.write(async |tx| note(tx, 1).await),
            writer.write(lost),
            writer.write(async |tx| note(tx, 2).await),
        );
        assert!(lost.is_err());
        let told = i64::from(before.is_ok()) + i64::from(after.is_ok());
        assert_eq!(count(&writer).await, told);
    }
}
