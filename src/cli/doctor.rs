//! `pacesetter doctor`: what would keep the bot from its work, one line each.

use std::path::Path;

use chrono::Utc;
use secrecy::SecretString;

use super::serve::secret;
use super::{Fault, ServeArgs, api, open_existing, say};
use crate::slack::client::{Identity, SlackApi};
use crate::slack::manifest::SCOPES;
use crate::slack::probe::probe;
use crate::store::{contests, roster};

/// How far the machine's clock may be off before Slack's signatures and our boards suffer, in seconds.
const SKEW: i64 = 30;

/// What a check found.
enum Finding {
    Fine(String),
    Wrong(String),
}

pub(super) async fn run(args: ServeArgs) -> Result<(), Fault> {
    let mut wrong = 0;
    let mut report = |what: &str, finding: Finding| match finding {
        Finding::Fine(text) => say(format_args!("ok    {what}: {text}")),
        Finding::Wrong(text) => {
            wrong += 1;
            say(format_args!("FAIL  {what}: {}", text.lines().collect::<Vec<_>>().join(" ")));
        }
    };
    report("configuration", configuration(args.config.as_deref()));
    let (database, watched) = database(&args).await;
    report("DATABASE_URL", database);
    match &secret("SLACK_BOT_TOKEN", args.slack_bot_token.clone())? {
        None => report("SLACK_BOT_TOKEN", Finding::Wrong("is not set".to_owned())),
        Some(token) => {
            let (identity, finding) = bot_token(&args.slack_api_url, token).await;
            report("SLACK_BOT_TOKEN", finding);
            let (scopes, clock) = headers(&args.slack_api_url, token).await;
            report("clock", clock);
            // A token that is refused has neither.
            if let Some((api, _)) = identity {
                report("scopes", scopes);
                report("channels", channels(&api, &watched).await);
            }
        }
    }
    let app = secret("SLACK_APP_TOKEN", args.slack_app_token)?;
    match (&app, secret("SLACK_SIGNING_SECRET", args.slack_signing_secret)?) {
        (None, None) => report(
            "SLACK_APP_TOKEN",
            Finding::Wrong(
                "is not set (nor is SLACK_SIGNING_SECRET), so Slack cannot reach the bot".to_owned(),
            ),
        ),
        (None, Some(_)) => report("SLACK_SIGNING_SECRET", Finding::Fine("is set: HTTP mode".to_owned())),
        (Some(token), _) => report("SLACK_APP_TOKEN", app_token(&args.slack_api_url, token).await),
    }
    if wrong == 0 { Ok(()) } else { Err(Fault::Found(format!("{wrong} of these checks failed"))) }
}

fn configuration(folder: Option<&Path>) -> Finding {
    let loaded = crate::config::Presets::load(folder)
        .and_then(|presets| crate::config::Settings::load(folder).map(|_| presets));
    match loaded {
        Err(fault) => Finding::Wrong(fault.to_string()),
        Ok(presets) => Finding::Fine(format!(
            "{} rulebooks, {} templates",
            presets.rulebooks.len(),
            presets.templates.len()
        )),
    }
}

/// Whether the database can be read, and the channels that live contests need.
async fn database(args: &ServeArgs) -> (Finding, Vec<String>) {
    let store = match open_existing(&args.database).await {
        Ok(store) => store,
        Err(Fault::Setup(text) | Fault::Found(text)) => {
            // Its line begins with the setting, as ours does.
            let text = text.trim_start_matches("DATABASE_URL: ").to_owned();
            return (Finding::Wrong(text), Vec::new());
        }
    };
    let watched = store.read(async |tx| contests::watched_channels(tx).await).await;
    let people = store.read(async |tx| roster::count(tx).await).await;
    store.close().await;
    match (watched, people) {
        (Ok(watched), Ok(people)) => {
            (Finding::Fine(format!("{} live contests, {people} people known", watched.len())), watched)
        }
        (Err(error), _) | (_, Err(error)) => (
            Finding::Wrong(format!("{error} (on a new database, run `pacesetter migrate` first)")),
            Vec::new(),
        ),
    }
}

async fn bot_token(url: &str, token: &SecretString) -> (Option<(SlackApi, Identity)>, Finding) {
    let api = match api(url, token) {
        Ok(api) => api,
        Err(Fault::Setup(text) | Fault::Found(text)) => return (None, Finding::Wrong(text)),
    };
    match api.auth_test().await {
        Ok(identity) => {
            let found = Finding::Fine(format!("speaks for {} ({})", identity.team, identity.workspace));
            (Some((api, identity)), found)
        }
        Err(failure) => (None, Finding::Wrong(failure.to_string())),
    }
}

/// Scopes and clock, as the headers of one answer tell them.
async fn headers(url: &str, token: &SecretString) -> (Finding, Finding) {
    let told = match probe(url, token).await {
        Ok(told) => told,
        Err(error) => {
            let wrong = || Finding::Wrong(format!("Slack cannot be reached: {error:#}"));
            return (wrong(), wrong());
        }
    };
    let missing: Vec<&str> =
        SCOPES.into_iter().filter(|scope| !told.scopes.iter().any(|granted| granted == scope)).collect();
    let scopes = if missing.is_empty() {
        Finding::Fine(format!("all {} granted", SCOPES.len()))
    } else {
        Finding::Wrong(format!("missing {}; add them and install the app again", missing.join(", ")))
    };
    let clock = match told.date {
        None => Finding::Fine("Slack did not tell its time".to_owned()),
        Some(date) => match (Utc::now() - date).num_seconds() {
            off if off.abs() <= SKEW => Finding::Fine(format!("{off} s off Slack's")),
            off => Finding::Wrong(format!("{off} s off Slack's; set this machine's clock")),
        },
    };
    (scopes, clock)
}

/// Whether the bot is still in every channel that a live contest posts to.
async fn channels(api: &SlackApi, watched: &[String]) -> Finding {
    let channels = match api.conversations().await {
        Ok(channels) => channels,
        Err(failure) => return Finding::Wrong(failure.to_string()),
    };
    let is_in = |id: &str| channels.iter().any(|c| c.id.as_str() == id && c.is_member && !c.is_archived);
    let lost: Vec<&str> = watched.iter().map(String::as_str).filter(|id| !is_in(id)).collect();
    let joined = channels.iter().filter(|channel| channel.is_member && !channel.is_archived).count();
    if !lost.is_empty() {
        Finding::Wrong(format!("a contest runs in {}, where the bot is not; /invite it", lost.join(", ")))
    } else if joined == 0 {
        Finding::Wrong("the bot is in no channel; /invite it into one".to_owned())
    } else {
        Finding::Fine(format!("the bot is in {joined}"))
    }
}

/// Asking for a connection proves the token; the connection is not opened.
async fn app_token(url: &str, token: &SecretString) -> Finding {
    let api = match api(url, token) {
        Ok(api) => api,
        Err(Fault::Setup(text) | Fault::Found(text)) => return Finding::Wrong(text),
    };
    match api.call("apps.connections.open", &serde_json::json!({})).await {
        Ok(_) => Finding::Fine("Socket Mode can be opened".to_owned()),
        Err(failure) => Finding::Wrong(failure.to_string()),
    }
}
