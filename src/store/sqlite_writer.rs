//! SQLite's one writer: a thread that runs many callers' work in one commit.
//!
//! SQLite has one writer at a time, and a commit (one wait for the disk) costs far more than a share's few
//! statements. So while callers queue up, the thread runs them one after another in one transaction, each in
//! a savepoint of its own that is released or rolled back, and answers all of them after the commit. It is a
//! thread with a runtime of its own so that no caller's future, polled or not, can hold the database up.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{ConnectOptions, SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot, watch};

use super::sqlite_checkpoint::keep_short;
use super::tx::Connection;
use super::{Error, Result, Tx, execute, guarded};
use crate::figures::figures;

/// How many callers share a commit at most, and for how long one is kept waiting for the others.
const GROUP_CALLERS: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(25);
/// How often a statement under way is asked for its answer before the thread sleeps: for about a tenth of a millisecond.
const ASKS: usize = 200;
/// Callers that may queue before the next ones wait to be let in.
const QUEUE: usize = 1024;

/// A handle on the writer's thread; clones share it. The thread ends once nobody can reach it.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    options: Arc<SqliteConnectOptions>,
    /// Gone once the store is closed.
    queue: Arc<Mutex<Option<mpsc::Sender<Next>>>>,
    /// Closed when the thread has ended.
    ended: watch::Receiver<()>,
}

impl Writer {
    /// Starts the thread. `owed` is told of commits that leave something owed.
    pub(super) fn start(options: SqliteConnectOptions, owed: watch::Sender<()>) -> Result<Self> {
        let (queue, callers) = mpsc::channel(QUEUE);
        let (ends, ended) = watch::channel(());
        let runtime =
            // Without the input and output of sockets it sleeps on a lock, which wakes sooner than a poll.
            tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(sqlx::Error::Io)?;
        let options = Arc::new(options);
        let served = watch::Sender::new(0);
        let group = Group { pool: lazy_pool(&options), options: options.clone(), owed, served };
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || {
                runtime.block_on(async {
                    let (options, served) = (group.options.clone(), group.served.subscribe());
                    let checkpoints = tokio::spawn(keep_short(options, served));
                    let pool = group.serve(callers).await;
                    // It ends now that nobody is served any more.
                    let _ = checkpoints.await;
                    pool.close().await;
                });
                drop(ends);
            })
            .map_err(sqlx::Error::Io)?;
        Ok(Self { options, queue: Arc::new(Mutex::new(Some(queue))), ended })
    }

    /// A connection beside the writer's own, for the migrations.
    pub(super) async fn connect(&self) -> Result<SqliteConnection> {
        // What they build may not fit into memory.
        Ok(self.options.as_ref().clone().pragma("temp_store", "DEFAULT").connect().await?)
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

/// A pool of one: what gives us transactions that borrow nothing.
fn lazy_pool(options: &SqliteConnectOptions) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(options.clone())
}

/// Somebody's work and where to send the answer, with their types forgotten.
trait Caller: Send {
    /// Runs the work. The answer is sent later, when the commit has been tried.
    fn run<'t>(self: Box<Self>, tx: &'t mut Tx) -> LocalBoxFuture<'t, Ran>;

    /// Answers that no transaction could be begun.
    fn refuse(self: Box<Self>, why: &Arc<sqlx::Error>);
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
type Answer = Box<dyn FnOnce(&Result<(), Arc<sqlx::Error>>)>;

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

    fn refuse(self: Box<Self>, why: &Arc<sqlx::Error>) {
        let _ = self.answer.send(Err(Error::NotCommitted(why.clone())));
    }
}

/// The thread's side.
struct Group {
    options: Arc<SqliteConnectOptions>,
    pool: SqlitePool,
    owed: watch::Sender<()>,
    /// How many callers were served so far.
    served: watch::Sender<u64>,
}

impl Group {
    /// Serves callers until there can be no more; then gives the connection back.
    async fn serve(mut self, mut callers: mpsc::Receiver<Next>) -> SqlitePool {
        while let Some(first) = callers.recv().await {
            self.commit_together(first, &mut callers).await;
        }
        self.pool
    }

    async fn commit_together(&mut self, first: Next, callers: &mut mpsc::Receiver<Next>) {
        let mut tx = match self.pool.begin_with("BEGIN IMMEDIATE").await {
            Ok(tx) => Tx::new(Connection::Sqlite(tx)),
            Err(why) => return self.refuse_all(first, callers, why).await,
        };
        let mut answers = Vec::new();
        let mut owes = false;
        let together = run_together(&mut tx, first, callers, &mut answers, &mut owes);
        let committed = match awake(together).await {
            Ok(()) => tx.commit().await,
            Err(why) => {
                drop(tx);
                Err(why)
            }
        };
        if let Err(why) = &committed {
            tracing::error!(error = %why, callers = answers.len(), "sqlite commit failed");
            self.reconnect().await;
        }
        figures().commit_callers.record(answers.len() as f64);
        self.served.send_modify(|served| *served += answers.len() as u64);
        let committed = committed.map_err(Arc::new);
        for answer in answers {
            answer(&committed);
        }
        if owes && committed.is_ok() {
            self.owed.send_replace(());
        }
    }

    /// Nobody in the queue would fare better, and each would wait as long again to find out.
    async fn refuse_all(&mut self, first: Next, callers: &mut mpsc::Receiver<Next>, why: sqlx::Error) {
        tracing::error!(error = %why, "sqlite transaction could not begin");
        self.reconnect().await;
        let why = Arc::new(why);
        first.refuse(&why);
        while let Ok(caller) = callers.try_recv() {
            caller.refuse(&why);
        }
    }

    /// A connection that failed to begin or commit is not trusted again: SQLite may have rolled back by
    /// itself, in which case sqlx still counts a transaction as open.
    async fn reconnect(&mut self) {
        self.pool.close().await;
        self.pool = lazy_pool(&self.options);
    }
}

/// Asks `work` again for a moment before it lets the thread sleep. SQLite's own thread answers within microseconds,
/// many times for each caller, and to be woken takes longer than that; whoever else wants the processor gets it.
async fn awake<F: Future>(work: F) -> F::Output {
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(|context| {
        for _ in 0..ASKS {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(done);
            }
            std::thread::yield_now();
        }
        work.as_mut().poll(context)
    })
    .await
}

/// Runs callers in one transaction while the queue holds more, each in a savepoint. An error means that the
/// savepoints, and so everybody's work, cannot be relied on.
async fn run_together(
    tx: &mut Tx,
    first: Next,
    callers: &mut mpsc::Receiver<Next>,
    answers: &mut Vec<Answer>,
    owes: &mut bool,
) -> sqlx::Result<()> {
    let begun = Instant::now();
    let mut next = Some(first);
    // Ending one savepoint and beginning the next is one statement: statements are what a share costs.
    let mut begin = "SAVEPOINT caller";
    while let Some(caller) = next {
        execute!(tx, begin)?;
        let Ran { kept, answer } = caller.run(tx).await;
        answers.push(answer);
        *owes |= tx.take_owes() && kept;
        begin = if kept { "RELEASE caller; SAVEPOINT caller" } else { "ROLLBACK TO caller" };
        let room = answers.len() < GROUP_CALLERS && begun.elapsed() < GROUP_TIME;
        next = if room { callers.try_recv().ok() } else { None };
        if !kept && next.is_none() {
            execute!(tx, begin)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fetch_one;
    use sqlx::Connection as _;

    async fn writer(folder: &tempfile::TempDir) -> Writer {
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("test.db"))
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_millis(20));
        let writer = Writer::start(options, watch::Sender::new(())).unwrap();
        let schema = "CREATE TABLE notes (n INTEGER PRIMARY KEY, of INTEGER REFERENCES notes \
                      DEFERRABLE INITIALLY DEFERRED) STRICT";
        writer.write(async move |tx| Ok(execute!(tx, schema)?)).await.unwrap();
        writer
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
        let writer = writer(&folder).await;
        let mut other = writer.connect().await.unwrap();
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
        let writer = writer(&folder).await;
        let dangling = async |tx: &mut Tx| Ok(execute!(tx, "INSERT INTO notes (n, of) VALUES (7, 8)")?);
        assert!(matches!(writer.write(dangling).await, Err(Error::NotCommitted(_))));
        assert_eq!(count(&writer).await, 0);
    }

    #[tokio::test]
    async fn a_transaction_lost_midway_fails_its_whole_group_and_the_thread_lives_on() {
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(&folder).await;
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
