//! A Slack workspace on one machine: the Web API, Socket Mode, response addresses, people to act as, a
//! clock to move and faults to order. It knows Slack and the app's manifest, and nothing of the bot.

mod acts;
mod api;
mod blocks;
mod channels;
mod clockwork;
mod control;
mod delivery;
mod draft;
mod events;
mod faults;
mod files;
mod hooks;
mod ids;
mod keep;
mod manifest;
mod messages;
mod page;
mod people;
mod post;
mod refusal;
mod rich;
mod scheduled;
mod socket;
mod state;
mod text;
mod traffic;
mod triggers;
mod views;
mod workspace;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post as posting};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub use self::acts::{Answer, ChannelChange, Click, Outcome, PersonChange};
pub use self::clockwork::{Tenant, span};
pub use self::faults::{Fault, Kind as FaultKind};
pub use self::manifest::Manifest;
pub use self::people::{BOT_USER, Role, TEAM};
pub use self::refusal::Refusal;
pub use self::workspace::Workspace;

use self::delivery::Route;
use self::keep::Keep;
use self::post::Poster;
use self::socket::Links;
use self::state::State as Content;
use self::workspace::{Parts, Secrets};
use crate::clock::Clock;

/// How a sandbox is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where commands, events and clicks go as signed requests; through Socket Mode, where there is none.
    pub deliver: Option<String>,
    /// The app that lives in it.
    pub manifest: Manifest,
    /// The app's bot token.
    pub bot_token: String,
    /// The app's token for Socket Mode.
    pub app_token: String,
    /// What requests to the app are signed with.
    pub signing_secret: String,
    /// The SQLite file to keep the workspace in.
    pub keep: Option<PathBuf>,
}

impl Options {
    /// The usual set-up for an app: Socket Mode, the tokens of the documentation, nothing kept.
    pub fn new(manifest: Manifest) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 4380)),
            deliver: None,
            manifest,
            bot_token: "xoxb-sandbox".into(),
            app_token: "xapp-sandbox".into(),
            signing_secret: "sandbox-signing-secret".into(),
            keep: None,
        }
    }
}

/// A running sandbox. Dropping the handle leaves it running until the process ends.
pub struct Sandbox {
    workspace: Workspace,
    server: JoinHandle<()>,
    keeper: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox that lives by `clock`; it is ready when this returns.
    pub async fn start(options: Options, clock: Clock) -> anyhow::Result<Self> {
        let listen = options.listen;
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("--listen: cannot listen on {listen}"))?;
        let (keep, kept) = match &options.keep {
            Some(path) => {
                let at = || format!("--keep: cannot use {}", path.display());
                let mut keep = Keep::open(path).await.with_context(at)?;
                let kept = keep.load().await.with_context(at)?;
                (Some(keep), kept)
            }
            None => (None, None),
        };
        let route = match options.deliver {
            Some(url) => Route::Http(Box::new(Poster::new(url, options.signing_secret)?)),
            None => Route::Socket(Links::default()),
        };
        let (outbox, inbox) = mpsc::unbounded_channel();
        let workspace = Workspace::new(Parts {
            state: kept.unwrap_or_else(|| Content::fresh(options.manifest.bot_name(), clock.now())),
            clock,
            manifest: options.manifest,
            secrets: Secrets { bot_token: options.bot_token, app_token: options.app_token },
            address: reachable(listener.local_addr()?),
            route,
            outbox,
        });
        workspace.dirty.notify_one();
        tokio::spawn(until_stopped(workspace.clone(), delivery::carry(workspace.clone(), inbox)));
        tokio::spawn(until_stopped(workspace.clone(), scheduled::run(workspace.clone())));
        tokio::spawn(until_stopped(workspace.clone(), verify(workspace.clone())));
        let keeper = keep.map(|keep| tokio::spawn(keep::run(workspace.clone(), keep)));
        let server = tokio::spawn(serve(listener, workspace.clone()));
        Ok(Self { workspace, server, keeper })
    }

    /// Where this machine reaches it.
    pub fn address(&self) -> SocketAddr {
        self.workspace.address
    }

    /// What the app takes for Slack's Web API.
    pub fn api_url(&self) -> String {
        self.workspace.url("http", "/api/")
    }

    /// A handle for acting in it.
    pub fn workspace(&self) -> Workspace {
        self.workspace.clone()
    }

    /// Lets a bot in this process live by the sandbox's clock.
    pub fn set_tenant(&self, tenant: Arc<dyn Tenant>) {
        self.workspace.set_tenant(tenant);
    }

    /// Serves a guest's own pages beside the workspace's, wherever it has none of that address.
    pub fn set_pages(&self, pages: Router) {
        // They are set once.
        let _ = self.workspace.pages.set(pages);
    }

    /// Closes all connections, keeps what is to be kept, and ends.
    pub async fn shutdown(self) {
        self.workspace.stop.cancel();
        if let Some(keeper) = self.keeper
            && let Err(error) = keeper.await
        {
            tracing::error!(%error, "the workspace could not be kept");
        }
        let abort = self.server.abort_handle();
        // Somebody may be holding a request open for ever.
        if tokio::time::timeout(Duration::from_secs(2), self.server).await.is_err() {
            abort.abort();
        }
    }
}

/// An address that stands for all of the machine's is reached at its own.
fn reachable(bound: SocketAddr) -> SocketAddr {
    if bound.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), bound.port())
    } else {
        bound
    }
}

async fn until_stopped(workspace: Workspace, work: impl Future<Output = ()>) {
    tokio::select! {
        () = work => {}
        () = workspace.stop.cancelled() => {}
    }
}

/// Asks the app for its challenge until it answers: it may be started after the sandbox.
async fn verify(workspace: Workspace) {
    let Route::Http(poster) = &workspace.route else { return };
    while !poster.verify().await {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// What is asked for and is none of the workspace's may be a page of the bot that lives in it.
async fn guest(State(workspace): State<Workspace>, request: Request) -> Response {
    let Some(pages) = workspace.pages.get() else { return StatusCode::NOT_FOUND.into_response() };
    match TowerToHyperService::new(pages.clone()).call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

async fn serve(listener: TcpListener, workspace: Workspace) {
    let stop = workspace.stop.clone();
    let router = Router::new()
        .route("/api/{method}", any(api::serve))
        .route("/link", get(socket::open))
        .route("/hooks/{id}", posting(hooks::serve))
        .route("/upload/{id}", posting(files::upload).layer(DefaultBodyLimit::max(files::MOST_BYTES)))
        .route("/files/{id}", get(files::download))
        .nest("/sandbox", control::routes())
        .merge(page::routes())
        .fallback(guest)
        .with_state(workspace);
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await {
        tracing::error!(%error, "the sandbox stopped serving");
    }
}

#[cfg(test)]
mod tests;
