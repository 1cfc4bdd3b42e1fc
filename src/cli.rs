//! The command line: what can be asked of the program, and how it ends.

mod audit;
mod backup;
#[cfg(feature = "sandbox")]
mod demo;
mod doctor;
mod export;
mod log;
#[cfg(feature = "sandbox")]
pub(crate) mod sandbox;
mod serve;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand};
use secrecy::SecretString;

use crate::app::StartFault;
use crate::clock::Clock;
use crate::command::COMMANDS;
use crate::config::{ConfigFault, Presets, Settings};
use crate::play::Play;
use crate::slack::client::SlackApi;
use crate::slack::manifest::{CommandEntry, manifest};
use crate::store::{self, Store, workspaces};

/// What is read from the environment alone.
const LOG_HELP: &str = "The log, on stderr: [env: PACESETTER_LOG=] text or json, [env: RUST_LOG=] how much.";

/// A self-hosted Slack bot that runs gamified social-capital contests for sales teams.
#[derive(Debug, Parser)]
#[command(name = "pacesetter", version, max_term_width = 100, after_help = LOG_HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Ask,
}

#[derive(Debug, Subcommand)]
enum Ask {
    /// Run a whole Slack workspace on this machine, with the bot in it; needs no Slack account
    #[cfg(feature = "sandbox")]
    Sandbox(Box<sandbox::SandboxArgs>),
    /// Run the bot: Socket Mode where SLACK_APP_TOKEN is set, HTTP where SLACK_SIGNING_SECRET is
    Serve(ServeArgs),
    /// Bring the database up to date
    Migrate {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Say that this database was restored from a dump: for an hour after the next start, look for each post in
        /// Slack before sending it. Copies made by `backup` know it by themselves
        #[arg(long)]
        restored: bool,
    },
    /// Print the Slack app manifest, ready to paste
    Manifest {
        /// For HTTP instead of Socket Mode: the public address of this bot
        #[arg(long, value_name = "URL")]
        http: Option<String>,
    },
    /// Check tokens, scopes, database, clock and channels; one line each
    Doctor(ServeArgs),
    /// Recompute every standing from the ledger and compare
    Audit(DatabaseArgs),
    /// Write a contest's standings and ledger to stdout, as CSV or JSON
    Export(export::ExportArgs),
    /// Copy a SQLite database to FILE, safe while the bot runs
    Backup {
        /// The copy; it must not be there yet
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

#[derive(Debug, Args)]
struct DatabaseArgs {
    /// sqlite://FILE or postgres://…
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://pacesetter.db", hide_env_values = true)]
    database_url: String,
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// The bot's token (xoxb-…)
    #[arg(long, env = "SLACK_BOT_TOKEN", hide_env_values = true)]
    slack_bot_token: Option<SecretString>,
    /// The app-level token (xapp-…) with connections:write: turns Socket Mode on
    #[arg(long, env = "SLACK_APP_TOKEN", hide_env_values = true)]
    slack_app_token: Option<SecretString>,
    /// The app's signing secret: turns POST /slack/events on
    #[arg(long, env = "SLACK_SIGNING_SECRET", hide_env_values = true)]
    slack_signing_secret: Option<SecretString>,
    /// Slack's Web API
    #[arg(long, env = "SLACK_API_URL", default_value = "https://slack.com/api/")]
    slack_api_url: String,
    #[command(flatten)]
    database: DatabaseArgs,
    /// Where /healthz, /readyz, /metrics and /slack/events listen
    #[arg(long, env = "PACESETTER_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// A folder laid over the built-in configuration
    #[arg(long, env = "PACESETTER_CONFIG", value_name = "FOLDER")]
    config: Option<PathBuf>,
    /// Leave the database's schema as it is
    #[arg(long)]
    no_migrate: bool,
}

/// How a run failed, which decides the exit code.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Wrong usage or configuration: 2.
    Setup(String),
    /// It ran and found a fault: 1.
    Found(String),
}

impl From<StartFault> for Fault {
    fn from(fault: StartFault) -> Self {
        match fault {
            StartFault::Setting(line) => Self::Setup(line),
            StartFault::Database(error) => of_database(error),
        }
    }
}

impl Fault {
    fn setup(error: impl std::fmt::Display) -> Self {
        Self::Setup(format!("{error:#}"))
    }

    fn found(error: impl std::fmt::Display) -> Self {
        Self::Found(format!("{error:#}"))
    }
}

/// Puts what `.env` says into the environment, which goes before it.
fn read_dotenv() -> Result<(), Fault> {
    let unreadable = || Fault::Setup(".env: cannot be read; each line is NAME=value".to_owned());
    // No environment can hold a NUL, and std panics with the value, a secret perhaps, in its words.
    let lines = dotenvy::dotenv_iter().into_iter().flatten();
    if lines.filter_map(Result::ok).any(|(_, value)| value.contains('\0')) {
        return Err(unreadable());
    }
    match dotenvy::dotenv() {
        Err(error) if !error.not_found() => Err(unreadable()),
        _ => Ok(()),
    }
}

/// Runs the program: 0 if all went well, 1 if it found a fault, 2 for wrong usage or configuration.
pub fn run() -> ExitCode {
    if let Err(fault) = read_dotenv() {
        return end(&fault);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let fallback = match &cli.command {
        Ask::Serve(_) => "info,sqlx=warn,slack_morphism=warn",
        _ => "warn",
    };
    if let Err(fault) = log::start(fallback) {
        return end(&fault);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return end(&Fault::found(error)),
    };
    let outcome = runtime.block_on(answer(cli.command));
    // A look-up of a name that hangs must not hold us up.
    runtime.shutdown_timeout(Duration::from_millis(200));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => end(&fault),
    }
}

/// What clap has to say: help in full, a fault in one line.
fn misused(error: &clap::Error) -> ExitCode {
    let is_fault = error.use_stderr() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if !is_fault {
        // Nobody may be reading.
        let _ = error.print();
        return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
    }
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let line = lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let line = line.trim_start_matches("error: ");
    end(&Fault::Setup(match setting(error) {
        Some(setting) => format!("{setting}: {line}"),
        None => format!("{line} (see pacesetter --help)"),
    }))
}

/// The environment's name for the flag that clap finds at fault, if it has one.
fn setting(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return None };
    let long = flag.strip_prefix("--")?.split_whitespace().next()?;
    let program = Cli::command();
    let asked = program.find_subcommand(std::env::args().nth(1)?)?;
    let env = asked.get_arguments().find(|arg| arg.get_long() == Some(long))?.get_env()?;
    Some(env.to_string_lossy().into_owned())
}

/// One line on stderr, and the code that goes with it.
#[allow(clippy::print_stderr)] // this is where the program speaks to its operator
fn end(fault: &Fault) -> ExitCode {
    let (text, code) = match fault {
        Fault::Setup(text) => (text, 2),
        Fault::Found(text) => (text, 1),
    };
    if !text.is_empty() {
        eprintln!("pacesetter: {}", text.lines().collect::<Vec<_>>().join(" "));
    }
    ExitCode::from(code)
}

async fn answer(ask: Ask) -> Result<(), Fault> {
    match ask {
        #[cfg(feature = "sandbox")]
        Ask::Sandbox(args) => sandbox::run(*args).await,
        Ask::Serve(args) => serve::run(args).await,
        Ask::Migrate { database, restored } => migrate(&database, restored).await,
        Ask::Manifest { http } => {
            say(our_manifest(http.as_deref()).trim_end());
            Ok(())
        }
        Ask::Doctor(args) => doctor::run(args).await,
        Ask::Audit(args) => audit::run(&args).await,
        Ask::Export(args) => export::run(&args).await,
        Ask::Backup { file, database } => backup::run(&database, &file).await,
    }
}

async fn migrate(args: &DatabaseArgs, restored: bool) -> Result<(), Fault> {
    let store = open(args).await?;
    store.migrate().await.map_err(of_database)?;
    if restored {
        store.write(async |tx| workspaces::doubt(tx).await).await.map_err(of_database)?;
    }
    store.close().await;
    say("the database is up to date");
    Ok(())
}

/// A line of what was asked for, on stdout.
fn say(line: impl std::fmt::Display) {
    // Who reads may have gone, as in `pacesetter manifest | head`.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The app's manifest, from the table of commands.
pub(crate) fn our_manifest(http: Option<&str>) -> String {
    let commands: Vec<CommandEntry<'_>> = COMMANDS
        .into_iter()
        .map(|spec| CommandEntry {
            command: spec.name,
            description: spec.about,
            usage_hint: spec.usage_hint,
            should_escape: true,
        })
        .collect();
    manifest(&commands, http)
}

async fn open(args: &DatabaseArgs) -> Result<Store, Fault> {
    Store::open(&args.database_url).await.map_err(of_database)
}

/// The database, where there must be one already.
async fn open_existing(args: &DatabaseArgs) -> Result<Store, Fault> {
    Store::open_existing(&args.database_url).await.map_err(of_database)
}

/// A fault of the database: an address that cannot be one is the operator's to mend.
fn of_database(error: store::Error) -> Fault {
    match error {
        store::Error::Address(_) => Fault::setup(error),
        other => Fault::found(format!("DATABASE_URL: {other}")),
    }
}

/// Fails where the schema is older than what this program works with.
async fn check_schema(store: &Store) -> Result<(), Fault> {
    if store.is_up_to_date().await.map_err(of_database)? {
        return Ok(());
    }
    Err(Fault::Found("DATABASE_URL: this database is not up to date; run `pacesetter migrate`".to_owned()))
}

/// What the use cases work with, by the configuration in `folder` laid over ours.
pub(crate) fn play(store: Store, clock: Clock, folder: Option<&std::path::Path>) -> Result<Play, Fault> {
    let fault = |fault: ConfigFault| Fault::Setup(format!("PACESETTER_CONFIG: {fault}"));
    let presets = Presets::load(folder).map_err(fault)?;
    let settings = Settings::load(folder).map_err(fault)?;
    Play::new(store, clock, presets, settings)
        .ok_or_else(|| Fault::Setup("PACESETTER_CONFIG: the rulebook \"habit\" is missing".to_owned()))
}

/// A client for the Web API at `url`.
fn api(url: &str, token: &SecretString) -> Result<SlackApi, Fault> {
    let parsed = url::Url::parse(url).map_err(|error| Fault::setup(format!("SLACK_API_URL: {error}")))?;
    if !matches!(parsed.scheme(), "http" | "https") || !parsed.has_host() {
        return Err(Fault::Setup("SLACK_API_URL: is no http address".to_owned()));
    }
    SlackApi::new(url, token).map_err(|error| Fault::setup(format!("SLACK_API_URL: {error}")))
}
