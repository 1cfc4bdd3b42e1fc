//! The bot behind the doors: hands each delivery to its door, and says what came of it.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt;
use serde_json::Value;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::learning;
use crate::cause::{Cause, carried};
use crate::command::{self, Command};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::event::{self, Event, EventKind};
use crate::figures::figures;
use crate::interaction::{self, Interaction};
use crate::play::{Play, answer, learn};
use crate::slack::client::{Identity, SlackApi};
use crate::slack::inbound::Inbound;
use crate::slack::{Ack, Door, NotTaken, Origin};
use crate::store;
use crate::voice::{self, Message};

/// How long to ask Slack about somebody we have not met: Slack waits three seconds for our answer.
const LEARN_WITHIN: Duration = Duration::from_millis(1500);

/// By when a command is answered, whatever holds us up: after three seconds Slack shows a fault of its own.
const ANSWER_WITHIN: Duration = Duration::from_millis(2500);

/// The bot, as the ways in know it.
#[derive(Clone)]
pub(super) struct Bot {
    play: Play,
    api: SlackApi,
    identity: Identity,
    tasks: TaskTracker,
}

#[async_trait]
impl Door for Bot {
    async fn take(&self, inbound: Inbound, _from: Origin) -> Result<Ack, NotTaken> {
        match inbound {
            Inbound::Command(command) => Ok(self.command(command).await),
            Inbound::Event(event) => self.event(event).await,
            Inbound::Interaction(interaction) => Ok(self.interaction(interaction).await),
        }
    }

    async fn take_late(&self, inbound: Inbound) {
        match inbound {
            Inbound::Command(command) => {
                let response_url = command.response_url.clone();
                let ack = self.command(command).await;
                if let (Some(answer), Some(url)) = (ack.payload, response_url)
                    && let Err(failure) = self.api.respond(&url, &answer).await
                {
                    tracing::warn!(%failure, "the late answer to a command did not get through");
                }
            }
            // It is answered at its own address anyway.
            Inbound::Interaction(interaction) => drop(self.interaction(interaction).await),
            Inbound::Event(_) => {}
        }
    }
}

impl Bot {
    pub(super) fn new(play: Play, api: SlackApi, identity: Identity, tasks: TaskTracker) -> Self {
        learning::remember(&play, identity.workspace.clone(), &tasks);
        Self { play, api, identity, tasks }
    }

    /// Answers a command in time. What takes longer goes on by itself: it may still be taken in, and the same
    /// share sent again is known.
    async fn command(&self, command: Command) -> Ack {
        let (bot, name) = (self.clone(), command::known(&command.name));
        let work = carried(async move {
            bot.meet(&command.workspace, &command.user).await?;
            command::answer(&bot.play, command).await
        });
        // A task of its own only once it takes too long: most are done sooner than another thread would wake up.
        let mut work = Box::pin(self.tasks.track_future(AssertUnwindSafe(work).catch_unwind()));
        let failed = |fault: &dyn std::fmt::Display| {
            figures().commands.of([name, "failed"]).increment(1);
            trouble(fault, name)
        };
        let message = match timeout(ANSWER_WITHIN, &mut work).await {
            Ok(Ok(Ok(message))) => message,
            Ok(Ok(Err(store::Error::Removed))) => voice::refusal::removed(),
            Ok(Ok(Err(error))) => failed(&error),
            // Not what it said of itself: a panic may quote what people wrote.
            Ok(Err(_)) => failed(&"it panicked"),
            Err(_) => {
                figures().commands.of([name, "late"]).increment(1);
                tracing::error!(what = name, "no answer in time; it may still be taken in");
                tokio::spawn(work);
                voice::refusal::too_slow(&to_quote())
            }
        };
        Ack { payload: Some(message.to_ephemeral()) }
    }

    async fn event(&self, event: Event) -> Result<Ack, NotTaken> {
        let taken = async {
            match &event.kind {
                EventKind::MessagePosted { user, .. } => self.meet(&event.workspace, user).await?,
                EventKind::MemberJoined { channel, user } if *user == self.identity.user => {
                    self.learn_channel(event.workspace.clone(), channel.clone());
                }
                _ => {}
            }
            event::take(&self.play, event, &self.identity.user).await
        };
        match taken.await {
            Ok(()) => Ok(Ack::default()),
            Err(error @ store::Error::Removed) => {
                tracing::debug!(%error, "event ignored");
                Ok(Ack::default())
            }
            Err(error) => {
                tracing::error!(%error, "event not taken in; Slack will send it again");
                Err(NotTaken)
            }
        }
    }

    /// The answer goes to the click's own address, after the acknowledgement.
    async fn interaction(&self, interaction: Interaction) -> Ack {
        let (workspace, delivery) = (interaction.workspace.clone(), interaction.delivery.clone());
        let response_url = interaction.response_url.clone();
        let answer = match self.meet(&interaction.workspace, &interaction.user).await {
            Ok(()) => interaction::take(&self.play, interaction).await,
            Err(error) => Err(error),
        };
        let message = answer.unwrap_or_else(|error| match error {
            store::Error::Removed => None,
            error => Some(trouble(&error, "a click")),
        });
        if let (Some(message), Some(url)) = (message, response_url)
            // With the database away nobody can tell, and twice is better than never.
            && answer::is_first(&self.play, workspace, &delivery).await.unwrap_or(true)
        {
            let mut answer = message.to_ephemeral();
            answer["replace_original"] = Value::Bool(false);
            let api = self.api.clone();
            self.tasks.spawn(carried(async move {
                if let Err(failure) = api.respond(&url, &answer).await {
                    tracing::warn!(%failure, "the answer to a click did not get through");
                }
            }));
        }
        Ack::default()
    }

    /// Learns somebody we have not met yet. If Slack does not answer in time they are refused as a stranger,
    /// and learned the next time.
    ///
    /// # Errors
    /// When the database fails: what comes next would only wait for it as long again.
    async fn meet(&self, workspace: &WorkspaceId, user: &UserId) -> store::Result<()> {
        if self.play.met.has(workspace, user) {
            return Ok(());
        }
        if learn::person(&self.play, workspace, user).await?.is_some() {
            self.play.met.add(workspace, user);
            return Ok(());
        }
        match timeout(LEARN_WITHIN, self.api.users_info(workspace, user)).await {
            Ok(Ok(person)) => learn::people(&self.play, workspace.clone(), vec![person]).await?,
            Ok(Err(failure)) => tracing::warn!(%failure, %user, "could not learn of a person"),
            Err(_) => tracing::warn!(%user, "could not learn of a person in time"),
        }
        Ok(())
    }

    /// The event that says we are in a channel does not say what it is called.
    fn learn_channel(&self, workspace: WorkspaceId, channel: ChannelId) {
        let (play, api) = (self.play.clone(), self.api.clone());
        self.tasks.spawn(carried(async move {
            let learned = match api.conversations_info(&channel).await {
                Ok(found) => learn::channels(&play, workspace, vec![learning::channel(found)])
                    .await
                    .map_err(Into::into),
                Err(failure) => Err(anyhow::Error::from(failure)),
            };
            if let Err(error) = learned {
                tracing::warn!(%error, %channel, "could not learn a channel's name");
            }
        }));
    }
}

/// Logs what broke, and gives the person the id to quote.
fn trouble(error: &dyn std::fmt::Display, what: &str) -> Message {
    tracing::error!(%error, what, "not taken in");
    voice::refusal::trouble(&to_quote())
}

/// The id of the delivery at hand, which each line of its log carries.
fn to_quote() -> String {
    Cause::current().map_or_else(String::new, |cause| cause.to_string())
}
