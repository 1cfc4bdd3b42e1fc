//! The bot at work: everything wired together, from the first call to Slack to a clean shutdown.

mod bot;
mod clicks;
mod entrance;
mod learning;
mod scrape;
mod undisturbed;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::bot::Bot;
use self::entrance::{Entrance, Reached};
use crate::clock::Clock;
use crate::figures;
use crate::job::{Backoff, Deliverer, KINDS, Runner};
use crate::picture;
use crate::play::{Play, failed_post, housekeeping, leave};
use crate::slack::client::{Failure, Identity, SlackApi};
use crate::slack::socket::{self, SocketFault, SocketMode};
use crate::slack::{Door, http};
use crate::store::{self, Engine, agenda, posts, workspaces};
use crate::web;

/// Slack's words for a token that will never work: there is no point in trying again.
const TOKEN_FAULTS: [&str; 6] = [
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
];

/// The first and the longest wait before asking an unreachable Slack again.
const ASK_AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// How long shutting down may take: whoever stops us kills us after ten seconds, and a busy machine is late.
const SHUT_DOWN_WITHIN: Duration = Duration::from_secs(8);
/// How long answers to clicks may take once everything else has ended.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

/// How Slack reaches the bot, and where it listens.
pub struct Ways {
    /// Slack's Web API.
    pub api_url: String,
    /// Opens Socket Mode, where there is one.
    pub app_token: Option<SecretString>,
    /// Proves requests over HTTP, where there is one.
    pub signing_secret: Option<SecretString>,
    /// Where `/healthz`, `/readyz`, `/metrics` and screens are, and Slack's requests if they come over HTTP; nowhere if
    /// absent.
    pub listen: Option<SocketAddr>,
}

/// Why the bot could not start. One line that names the setting at fault.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// A setting is wrong: the line says which.
    #[error("{0}")]
    Setting(String),
    /// The database did not do what was asked.
    #[error("DATABASE_URL: {0}")]
    Database(#[from] store::Error),
}

/// The running bot.
pub struct App {
    runner: Arc<Runner<Play>>,
    play: Play,
    socket: Option<SocketMode>,
    tasks: TaskTracker,
    stop: CancellationToken,
    loops: Vec<JoinHandle<()>>,
}

impl App {
    /// Starts the bot: listens, proves the token, learns the workspace, opens the doors. It is at work when
    /// this returns; Socket Mode may still be connecting. While Slack cannot be reached it goes on asking, and
    /// answers that it is alive but not ready. A start that fails or is given up leaves nothing running.
    ///
    /// # Errors
    /// One line that names the setting at fault.
    pub async fn start(play: Play, api: SlackApi, ways: Ways) -> Result<Self, StartFault> {
        let stop = CancellationToken::new();
        let unless_started = stop.clone().drop_guard();
        let (entrance, reached) = (Arc::new(Entrance::default()), Reached::default());
        let mut loops = vec![tokio::spawn(figures::keep_summed_up(stop.clone()))];
        if let Some(listen) = ways.listen {
            let mut router = web::router(entrance::readiness(play.clone(), reached.clone()));
            router = router.merge(web::metrics(scrape::metrics(play.clone())));
            router = router.merge(web::screens(play.clone(), stop.clone())).merge(web::lines(play.clone()));
            if let Some(secret) = ways.signing_secret {
                router = router.merge(http::router(secret, play.clock.clone(), entrance.clone()));
            }
            let (address, server) = listen_on(listen, router, stop.clone()).await?;
            play.site.stands_at(format!("http://{address}"), false);
            loops.push(server);
        }
        let identity = match sign_in(&play, &api).await {
            Ok(identity) => identity,
            Err(fault) => {
                // Nothing will fall due here, and what was promised to be erased must not stay for that.
                leave::erase_overdue(&play).await?;
                return Err(fault);
            }
        };
        let tasks = TaskTracker::new();
        learning::learn(&play, &api, &identity, &tasks).await?;
        let bot: Arc<dyn Door> = Arc::new(Bot::new(play.clone(), api.clone(), identity, tasks.clone()));
        let connect =
            |token| SocketMode::start(&ways.api_url, token, bot.clone(), socket::Options::default());
        let socket = ways.app_token.as_ref().map(connect).transpose();
        let socket = socket.map_err(|fault| StartFault::Setting(fault.to_string()))?;
        let runner = runner(&play, api);
        loops.push(tokio::spawn(runner.clone().run(stop.clone())));
        entrance.open(bot);
        reached.by(socket.as_ref().map(SocketMode::connected));
        unless_started.disarm();
        Ok(Self { runner, play, socket, tasks, stop, loops })
    }

    /// What does the work that falls due.
    pub fn runner(&self) -> Arc<Runner<Play>> {
        self.runner.clone()
    }

    /// What the use cases work with.
    pub fn play(&self) -> &Play {
        &self.play
    }

    /// The pages for browsers, for somebody else to serve where the bot does not listen: they are to be reached at
    /// `address`.
    pub fn pages(&self, address: String) -> axum::Router {
        self.play.site.stands_at(address, true);
        web::screens(self.play.clone(), self.stop.clone()).merge(web::lines(self.play.clone()))
    }

    /// Ends when Slack has switched Socket Mode off or refuses the token; never without Socket Mode.
    pub async fn stopped(&mut self) -> SocketFault {
        match &mut self.socket {
            Some(socket) => socket.stopped().await,
            None => std::future::pending().await,
        }
    }

    /// Takes in nothing more, finishes what is in flight, and closes the database. What does not end in time
    /// is left as a crash would leave it: it is owed, and taken up after the next start.
    pub async fn shutdown(self) {
        if timeout(SHUT_DOWN_WITHIN, self.wind_down()).await.is_err() {
            tracing::warn!("ended with work still under way: it is taken up after the next start");
        }
    }

    async fn wind_down(self) {
        self.stop.cancel();
        let socket = async {
            if let Some(socket) = self.socket {
                socket.shutdown().await;
            }
        };
        let ((), loops) = tokio::join!(socket, futures_util::future::join_all(self.loops));
        if loops.iter().any(Result::is_err) {
            tracing::error!("a loop ended before its time");
        }
        self.tasks.close();
        if timeout(ANSWERS_WITHIN, self.tasks.wait()).await.is_err() {
            tracing::warn!("answers still under way are given up");
        }
        self.play.store.close().await;
    }
}

async fn listen_on(
    listen: SocketAddr,
    router: axum::Router,
    stop: CancellationToken,
) -> Result<(SocketAddr, JoinHandle<()>), StartFault> {
    let fault = |error: std::io::Error| {
        StartFault::Setting(format!("PACESETTER_LISTEN: cannot listen on {listen}: {error}"))
    };
    let listener = TcpListener::bind(listen).await.map_err(fault)?;
    let bound = listener.local_addr().map_err(fault)?;
    let server = tokio::spawn(async move {
        if let Err(error) = web::serve(listener, router, stop).await {
            tracing::error!(%error, "the web server ended");
        }
    });
    // An address that stands for all of the machine's is known by name elsewhere, and here by this.
    let reached = if bound.ip().is_unspecified() { ([127, 0, 0, 1], bound.port()).into() } else { bound };
    Ok((reached, server))
}

/// What does the work that falls due, and posts what is owed.
fn runner(play: &Play, api: SlackApi) -> Arc<Runner<Play>> {
    let (store, clock) = (play.store.clone(), play.clock.clone());
    let deliverer = Deliverer::new(store.clone(), clock.clone(), api, failed_post::tell_manager);
    let deliverer = deliverer
        .with_homes(play.clone())
        .with_pictures(play.settings.pictures.filter(|_| picture::CAN_DRAW));
    Arc::new(Runner::new(store, clock, Arc::new(play.clone()), KINDS, deliverer))
}

/// Learns from Slack who we are, and writes down that we serve there.
async fn sign_in(play: &Play, api: &SlackApi) -> Result<Identity, StartFault> {
    let (identity, asked_at) = identify(&play.clock, api).await?;
    tracing::info!(workspace = %identity.workspace, team = identity.team, "signed in to Slack");
    let (workspace, now) = (identity.workspace.clone(), play.clock.now());
    play.store
        .write(async move |tx| {
            workspaces::arrive(tx, &workspace, asked_at).await?;
            workspaces::resume(tx, &workspace).await?;
            if workspaces::begin_doubt(tx, &workspace, now).await? {
                tracing::info!(
                    "served from a backup: for an hour, each post is looked for before it is sent"
                );
            }
            if tx.engine() == Engine::Sqlite {
                // One process has the file: whoever had taken something up has died, and nobody need wait for
                // a lease to run out.
                agenda::release_all(tx, now).await?;
                posts::release_all(tx, now).await?;
            }
            housekeeping::plan(tx, &workspace, now).await
        })
        .await?;
    Ok(identity)
}

/// Asks Slack who we are, for as long as it takes to reach it; a token that does not work ends it. Also gives the
/// instant from which on we know that it works.
async fn identify(clock: &Clock, api: &SlackApi) -> Result<(Identity, DateTime<Utc>), StartFault> {
    let backoff = Backoff::new(ASK_AGAIN.0, ASK_AGAIN.1);
    let mut attempt = 0;
    loop {
        attempt += 1;
        let asked_at = clock.now();
        let failure = match api.auth_test().await {
            Ok(identity) => return Ok((identity, asked_at)),
            Err(Failure::Refused { code }) if TOKEN_FAULTS.contains(&code.as_str()) => {
                return Err(StartFault::Setting(format!("SLACK_BOT_TOKEN: Slack refuses it ({code})")));
            }
            Err(failure) => failure,
        };
        let wait = match failure {
            Failure::RateLimited { after } => after,
            _ => backoff.after(attempt).to_std().unwrap_or(ASK_AGAIN.1),
        };
        tracing::warn!(attempt, %failure, ?wait, "SLACK_API_URL: Slack cannot be reached; trying again");
        sleep(wait).await;
    }
}
