//! `pacesetter serve`: the bot, until it is told to stop.

use secrecy::{ExposeSecret, SecretString};
use tokio::signal::unix::{SignalKind, signal};

use super::{Fault, ServeArgs, api, check_schema, of_database, open, play};
use crate::app::{App, Ways};
use crate::clock::Clock;

pub(super) async fn run(args: ServeArgs) -> Result<(), Fault> {
    // From here on a request to stop is heeded: before it has begun, the bot stops at once.
    let mut told = std::pin::pin!(told_to_stop());
    let Some(bot_token) = secret("SLACK_BOT_TOKEN", args.slack_bot_token)? else {
        return Err(Fault::Setup("SLACK_BOT_TOKEN: is not set; it begins with xoxb-".to_owned()));
    };
    let ways = Ways {
        app_token: secret("SLACK_APP_TOKEN", args.slack_app_token)?,
        signing_secret: secret("SLACK_SIGNING_SECRET", args.slack_signing_secret)?,
        api_url: args.slack_api_url,
        listen: Some(args.listen),
    };
    if ways.app_token.is_none() && ways.signing_secret.is_none() {
        return Err(Fault::Setup(
            "SLACK_APP_TOKEN: is not set (nor is SLACK_SIGNING_SECRET), so Slack has no way to reach the bot"
                .to_owned(),
        ));
    }
    let api = api(&ways.api_url, &bot_token)?;
    let config = args.config.as_deref();
    let start = async {
        let store = open(&args.database).await?;
        let play = play(store.clone(), Clock::system(), config)?;
        if args.no_migrate {
            check_schema(&store).await?;
        } else {
            store.migrate().await.map_err(of_database)?;
        }
        App::start(play, api, ways).await.map_err(Fault::from)
    };
    let mut app = tokio::select! {
        app = start => app?,
        () = &mut told => return Ok(()),
    };
    let outcome = tokio::select! {
        fault = app.stopped() => Err(Fault::setup(fault)),
        () = &mut told => {
            tracing::info!("shutting down");
            Ok(())
        }
    };
    app.shutdown().await;
    outcome
}

/// A token or secret that is set: one left blank, as in a copied `.env`, is not.
pub(super) fn secret(setting: &str, given: Option<SecretString>) -> Result<Option<SecretString>, Fault> {
    let Some(given) = given else { return Ok(None) };
    let trimmed = given.expose_secret().trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    if !trimmed.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Fault::Setup(format!(
            "{setting}: holds a blank or a character that Slack never uses in it"
        )));
    }
    Ok(Some(SecretString::from(trimmed)))
}

/// Ends with SIGTERM or Ctrl-C; both are heeded from this call on.
pub(super) fn told_to_stop() -> impl Future<Output = ()> {
    let signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    async {
        let (Ok(mut terminate), Ok(mut interrupt)) = signals else {
            // Without handlers the signals end the process by themselves.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}
