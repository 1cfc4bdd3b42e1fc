//! The bot at work: everything wired together, from the first call to Slack to a clean shutdown.

mod bot;
mod learning;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::bot::Bot;
use crate::job::{Deliverer, KINDS, Runner};
use crate::play::{Play, failed_post, housekeeping};
use crate::slack::client::{Failure, Identity, SlackApi};
use crate::slack::socket::{self, SocketFault, SocketMode};
use crate::slack::{Door, http};
use crate::store::workspaces;
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

/// How long to wait before asking an unreachable Slack again.
const ASK_AGAIN: Duration = Duration::from_secs(3);

/// How Slack reaches the bot, and where it listens.
pub struct Ways {
    /// Slack's Web API.
    pub api_url: String,
    /// Opens Socket Mode, where there is one.
    pub app_token: Option<SecretString>,
    /// Proves requests over HTTP, where there is one.
    pub signing_secret: Option<SecretString>,
    /// Where `/healthz` and `/readyz` are, and Slack's requests if they come over HTTP; nowhere if absent.
    pub listen: Option<SocketAddr>,
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
    /// Starts the bot: proves the token, learns the workspace, opens the doors. It is at work when this
    /// returns; Socket Mode may still be connecting (see [`App::connected`]).
    ///
    /// # Errors
    /// One line that names the setting at fault.
    pub async fn start(play: Play, api: SlackApi, ways: Ways) -> anyhow::Result<Self> {
        let identity = identify(&api).await?;
        tracing::info!(workspace = %identity.workspace, team = identity.team, "signed in to Slack");
        let workspace = identity.workspace.clone();
        let now = play.clock.now();
        play.store
            .write(async move |tx| {
                workspaces::resume(tx, &workspace).await?;
                housekeeping::plan(tx, &workspace, now).await
            })
            .await?;
        let tasks = TaskTracker::new();
        learning::learn(&play, &api, &identity, &tasks).await?;
        let deliverer =
            Deliverer::new(play.store.clone(), play.clock.clone(), api.clone(), failed_post::tell_manager);
        let runner = Arc::new(Runner::new(
            play.store.clone(),
            play.clock.clone(),
            Arc::new(play.clone()),
            KINDS,
            deliverer,
        ));
        let stop = CancellationToken::new();
        let mut loops = vec![tokio::spawn(runner.clone().run(stop.clone()))];
        let door: Arc<dyn Door> = Arc::new(Bot::new(play.clone(), api, identity, tasks.clone()));
        let socket = match &ways.app_token {
            None => None,
            Some(token) => {
                let options = socket::Options::default();
                Some(SocketMode::start(&ways.api_url, token, door.clone(), options)?)
            }
        };
        if let Some(listen) = ways.listen {
            let connected = socket.as_ref().map(SocketMode::connected);
            let listener = TcpListener::bind(listen)
                .await
                .with_context(|| format!("PACESETTER_LISTEN: cannot listen on {listen}"))?;
            let mut router = web::router(readiness(play.clone(), connected));
            if let Some(secret) = ways.signing_secret {
                router = router.merge(http::router(secret, play.clock.clone(), door));
            }
            let stop = stop.clone();
            loops.push(tokio::spawn(async move {
                if let Err(error) = web::serve(listener, router, stop).await {
                    tracing::error!(%error, "the web server ended");
                }
            }));
        }
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

    /// Ends when Slack has switched Socket Mode off or refuses the token; never without Socket Mode.
    pub async fn stopped(&mut self) -> SocketFault {
        match &mut self.socket {
            Some(socket) => socket.stopped().await,
            None => std::future::pending().await,
        }
    }

    /// Takes in nothing more, finishes what is in flight, and closes the database.
    pub async fn shutdown(self) {
        if let Some(socket) = self.socket {
            socket.shutdown().await;
        }
        self.stop.cancel();
        for handle in self.loops {
            if let Err(error) = handle.await {
                tracing::error!(%error, "a loop ended before its time");
            }
        }
        self.tasks.close();
        if tokio::time::timeout(Duration::from_secs(3), self.tasks.wait()).await.is_err() {
            tracing::warn!("answers still under way are given up");
        }
        self.play.store.close().await;
    }
}

/// Whether the bot can do its work: the database answers and Slack can reach us.
fn readiness(
    play: Play,
    connected: Option<watch::Receiver<bool>>,
) -> impl Fn() -> futures_util::future::BoxFuture<'static, Result<(), String>> + Clone {
    move || {
        let (play, connected) = (play.clone(), connected.clone());
        Box::pin(async move {
            if connected.is_some_and(|connected| !*connected.borrow()) {
                return Err("Slack is not connected".to_owned());
            }
            let reached = play.store.read(async |tx| workspaces::paused(tx).await).await;
            reached.map(|_| ()).map_err(|_| "the database cannot be reached".to_owned())
        })
    }
}

/// Asks Slack who we are, for as long as it takes to reach it; a token that does not work ends it.
async fn identify(api: &SlackApi) -> anyhow::Result<Identity> {
    loop {
        let wait = match api.auth_test().await {
            Ok(identity) => return Ok(identity),
            Err(Failure::Refused { code }) if TOKEN_FAULTS.contains(&code.as_str()) => {
                bail!("SLACK_BOT_TOKEN: Slack refuses it ({code})")
            }
            Err(Failure::RateLimited { after }) => after,
            Err(failure) => {
                tracing::warn!(%failure, "SLACK_API_URL: Slack cannot be reached; trying again");
                ASK_AGAIN
            }
        };
        tokio::time::sleep(wait).await;
    }
}
