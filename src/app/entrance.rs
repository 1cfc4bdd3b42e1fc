//! What stands before the bot is there: a door that takes nothing yet, and the answer to "are you ready?".

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use futures_util::future::BoxFuture;
use tokio::sync::watch;

use crate::play::Play;
use crate::slack::inbound::Inbound;
use crate::slack::{Ack, Door, NotTaken, Origin};
use crate::store::workspaces;
use crate::voice;

/// The way in over HTTP, which stands before the bot does: until then people are told to try again, and Slack
/// to send its events again.
#[derive(Default)]
pub(super) struct Entrance(OnceLock<Arc<dyn Door>>);

impl Entrance {
    /// Lets deliveries through to `bot`.
    pub(super) fn open(&self, bot: Arc<dyn Door>) {
        // It is opened once.
        let _ = self.0.set(bot);
    }
}

#[async_trait]
impl Door for Entrance {
    async fn take(&self, inbound: Inbound, from: Origin) -> Result<Ack, NotTaken> {
        match self.0.get() {
            Some(bot) => bot.take(inbound, from).await,
            None if matches!(inbound, Inbound::Command(_)) => {
                Ok(Ack { payload: Some(voice::refusal::starting().to_ephemeral()) })
            }
            None => Err(NotTaken),
        }
    }
}

/// Whether Slack has let us in yet, and then, with Socket Mode, whether it is connected.
#[derive(Clone, Default)]
pub(super) struct Reached(Arc<OnceLock<Option<watch::Receiver<bool>>>>);

impl Reached {
    /// Slack has let us in; it reaches us over a socket where there is one.
    pub(super) fn by(&self, socket: Option<watch::Receiver<bool>>) {
        // It is said once.
        let _ = self.0.set(socket);
    }

    fn missing(&self) -> Option<&'static str> {
        match self.0.get() {
            None => Some("Slack has not let us in yet"),
            Some(Some(connected)) if !*connected.borrow() => Some("Slack is not connected"),
            Some(_) => None,
        }
    }
}

/// Whether the bot can do its work: the database answers and Slack can reach us.
pub(super) fn readiness(
    play: Play,
    reached: Reached,
) -> impl Fn() -> BoxFuture<'static, Result<(), String>> + Clone {
    move || {
        let (play, reached) = (play.clone(), reached.clone());
        Box::pin(async move {
            if let Some(missing) = reached.missing() {
                return Err(missing.to_owned());
            }
            match play.store.read(workspaces::served).await {
                Ok(0) => Err("the app was removed from the workspace".to_owned()),
                Ok(_) => Ok(()),
                Err(_) => Err("the database cannot be reached".to_owned()),
            }
        })
    }
}
