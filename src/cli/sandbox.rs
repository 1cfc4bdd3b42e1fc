//! `pacesetter sandbox`: a Slack workspace on this machine, with the bot in it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use secrecy::SecretString;

use super::serve::told_to_stop;
use super::{Fault, api, demo, of_database, our_manifest, play, say};
use crate::app::{App, Ways};
use crate::clock::Clock;
use crate::job::Runner;
use crate::play::Play;
use crate::sandbox::{Manifest, Options, Sandbox, Tenant};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct SandboxArgs {
    /// Keep the workspace and the bot's database in this SQLite file
    #[arg(long, value_name = "FILE", conflicts_with = "slack_only")]
    keep: Option<PathBuf>,
    /// People and channels, but no contest and no history
    #[arg(long)]
    empty: bool,
    /// Where the page and Slack's interface listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4380")]
    listen: SocketAddr,
    /// No bot inside: any Slack bot can connect; prints the environment for it
    #[arg(long)]
    slack_only: bool,
    /// With --slack-only: deliver by signed HTTP requests to this URL instead of Socket Mode
    #[arg(long, value_name = "URL", requires = "slack_only")]
    deliver: Option<String>,
    /// With --slack-only: the app's Slack manifest, YAML or JSON [default: Pacesetter's own]
    #[arg(long, value_name = "FILE", requires = "slack_only")]
    manifest: Option<PathBuf>,
    /// Where its clock starts, for example 2026-03-02T08:00:00Z [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<Utc>>,
    /// The bot token that its Slack takes
    #[arg(long, default_value = "xoxb-sandbox")]
    bot_token: String,
    /// The app-level token that its Slack takes
    #[arg(long, default_value = "xapp-sandbox")]
    app_token: String,
    /// What its Slack signs requests with
    #[arg(long, default_value = "sandbox-signing-secret")]
    signing_secret: String,
    /// A folder laid over the built-in configuration
    #[arg(long, env = "PACESETTER_CONFIG", value_name = "FOLDER")]
    config: Option<PathBuf>,
}

pub(super) async fn run(args: SandboxArgs) -> Result<(), Fault> {
    let told = told_to_stop();
    let clock = Clock::running_from(args.at.unwrap_or_else(Utc::now));
    let options = Options {
        listen: args.listen,
        deliver: args.deliver.clone(),
        manifest: manifest(args.manifest.as_ref())?,
        bot_token: args.bot_token.clone(),
        app_token: args.app_token.clone(),
        signing_secret: args.signing_secret.clone(),
        keep: args.keep.clone(),
    };
    let sandbox = Sandbox::start(options, clock.clone()).await.map_err(Fault::setup)?;
    let outcome = if args.slack_only {
        print_environment(&args, &sandbox);
        told.await;
        Ok(())
    } else {
        with_bot(&args, &sandbox, clock, told).await
    };
    sandbox.shutdown().await;
    outcome
}

fn manifest(file: Option<&PathBuf>) -> Result<Manifest, Fault> {
    let text = match file {
        None => our_manifest(None),
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Fault::setup(format!("--manifest: {}: {error}", path.display())))?,
    };
    Manifest::parse(&text).map_err(|error| Fault::setup(format!("--manifest: {error}")))
}

fn print_environment(args: &SandboxArgs, sandbox: &Sandbox) {
    say(format_args!("# a Slack workspace: http://{}", sandbox.address()));
    say(format_args!("SLACK_API_URL={}", sandbox.api_url()));
    say(format_args!("SLACK_BOT_TOKEN={}", args.bot_token));
    match args.deliver {
        None => say(format_args!("SLACK_APP_TOKEN={}", args.app_token)),
        Some(_) => say(format_args!("SLACK_SIGNING_SECRET={}", args.signing_secret)),
    }
}

/// Runs the bot in the sandbox until told to stop.
async fn with_bot(
    args: &SandboxArgs,
    sandbox: &Sandbox,
    clock: Clock,
    told: impl Future<Output = ()>,
) -> Result<(), Fault> {
    let mut told = std::pin::pin!(told);
    // Dropped, and with it the fresh workspace's database, when the sandbox ends.
    let folder = tempfile::tempdir().map_err(Fault::found)?;
    let file = args.keep.clone().unwrap_or_else(|| folder.path().join("pacesetter.db"));
    let store = Store::open(&format!("sqlite://{}", file.display())).await.map_err(of_database)?;
    store.migrate().await.map_err(of_database)?;
    let play = play(store, clock, args.config.as_deref())?;
    let is_fresh = !demo::has_contests(&play).await.map_err(of_database)?;
    let mut app = tokio::select! {
        app = move_in(sandbox, play.clone(), &args.bot_token, &args.app_token) => app?,
        () = &mut told => return Ok(()),
    };
    let open = async {
        sandbox.workspace().connected().await;
        if is_fresh && !args.empty {
            demo::play_two_weeks(&sandbox.workspace(), &play).await.map_err(Fault::found)?;
        }
        say(format_args!("http://{}", sandbox.address()));
        std::future::pending().await
    };
    let outcome = tokio::select! {
        outcome = open => outcome,
        fault = app.stopped() => Err(Fault::found(fault)),
        () = told => Ok(()),
    };
    app.shutdown().await;
    outcome
}

/// The bot at home in a sandbox, living by its clock; it may still be connecting.
pub(crate) async fn move_in(
    sandbox: &Sandbox,
    play: Play,
    bot_token: &str,
    app_token: &str,
) -> Result<App, Fault> {
    let api = api(&sandbox.api_url(), &SecretString::from(bot_token))?;
    let ways = Ways {
        api_url: sandbox.api_url(),
        app_token: Some(SecretString::from(app_token)),
        signing_secret: None,
        listen: None,
    };
    let app = App::start(play, api, ways).await?;
    sandbox.set_tenant(Arc::new(Inside(app.runner())));
    sandbox.set_pages(app.pages(format!("http://{}", sandbox.address())));
    Ok(app)
}

/// The bot as the sandbox's clock knows it.
struct Inside(Arc<Runner<Play>>);

/// How far a move of the clock goes on for posts that wait for their turn.
const TURNS: TimeDelta = TimeDelta::minutes(2);

#[async_trait]
impl Tenant for Inside {
    async fn next_due(&self) -> Option<DateTime<Utc>> {
        self.0.next_due().await.ok().flatten()
    }

    async fn settle(&self) {
        if let Err(error) = self.0.settle(TURNS).await {
            tracing::error!(%error, "what is due could not be done");
        }
    }

    async fn set_clock(&self, to: DateTime<Utc>) {
        self.0.set_clock(to).await;
    }
}
