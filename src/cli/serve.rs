//! `pacesetter serve`: the bot, until it is told to stop.

use tokio::signal::unix::{SignalKind, signal};

use super::{Fault, ServeArgs, api, open, play};
use crate::app::{App, Ways};
use crate::clock::Clock;

pub(super) async fn run(args: ServeArgs) -> Result<(), Fault> {
    let Some(bot_token) = &args.slack_bot_token else {
        return Err(Fault::Setup("SLACK_BOT_TOKEN: is not set; it begins with xoxb-".to_owned()));
    };
    if args.slack_app_token.is_none() && args.slack_signing_secret.is_none() {
        return Err(Fault::Setup(
            "SLACK_APP_TOKEN: is not set (nor is SLACK_SIGNING_SECRET), so Slack has no way to reach the bot"
                .to_owned(),
        ));
    }
    let api = api(&args.slack_api_url, bot_token)?;
    let store = open(&args.database).await?;
    let play = play(store.clone(), Clock::system(), args.config.as_deref())?;
    if !args.no_migrate {
        store.migrate().await.map_err(Fault::found)?;
    }
    let ways = Ways {
        api_url: args.slack_api_url,
        app_token: args.slack_app_token,
        signing_secret: args.slack_signing_secret,
        listen: Some(args.listen),
    };
    // Told to stop before it has begun, it stops at once.
    let mut told = std::pin::pin!(told_to_stop());
    let mut app = tokio::select! {
        app = App::start(play, api, ways) => app.map_err(Fault::setup)?,
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

/// Waits for SIGTERM, or Ctrl-C.
pub(super) async fn told_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        // Without handlers the signals end the process by themselves.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
