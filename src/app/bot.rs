//! The bot behind the doors: hands each delivery to its door, and says what came of it.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::FutureExt;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::learning;
use super::undisturbed::undisturbed;
use crate::cause::{Cause, carried};
use crate::command::{self, Command};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::event::{self, Event, EventKind};
use crate::figures::figures;
use crate::play::{Play, learn};
use crate::slack::client::{Failure, Identity, SlackApi};
use crate::slack::inbound::Inbound;
use crate::slack::{Ack, Door, NotTaken, Origin};
use crate::store;
use crate::voice::forms::Form;
use crate::voice::{self, Message};
use serde_json::json;

/// How long to ask Slack about somebody we have not met: Slack waits three seconds for our answer.
const LEARN_WITHIN: Duration = Duration::from_millis(1500);

/// By when a command is answered, whatever holds us up: after three seconds Slack shows a fault of its own.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_millis(2500);

/// The call that opens a form where none is open.
pub(super) const OPEN: &str = "views.open";
/// The call that lays a form on the one that is open.
pub(super) const PUSH: &str = "views.push";

/// The bot, as the ways in know it.
#[derive(Clone)]
pub(super) struct Bot {
    pub(super) play: Play,
    pub(super) api: SlackApi,
    identity: Identity,
    pub(super) tasks: TaskTracker,
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
        let (arrived, bot, name) = (Instant::now(), self.clone(), command::known(&command.name));
        let trigger = command.trigger_id.clone();
        let work = carried(async move {
            bot.meet(&command.workspace, &command.user).await?;
            undisturbed(|| command::answer(&bot.play, command.clone())).await
        });
        // A task of its own only once it takes too long: most are done sooner than another thread would wake up.
        let mut work = Box::pin(self.tasks.track_future(AssertUnwindSafe(work).catch_unwind()));
        let failed = |fault: &dyn std::fmt::Display| {
            figures().commands.of([name, "failed"]).increment(1);
            trouble(fault, name)
        };
        let message = match timeout(ANSWER_WITHIN, &mut work).await {
            Ok(Ok(Ok(answer))) => match answer.form {
                Some(form) if self.open(&form, &trigger, OPEN, arrived).await => return Ack::default(),
                _ => answer.said,
            },
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

    /// Opens a form while its trigger holds and we are waited for. Whether it is open.
    pub(super) async fn open(&self, form: &Form, trigger: &str, call: &str, arrived: Instant) -> bool {
        let arguments = json!({"trigger_id": trigger, "view": form.to_view()});
        let within = ANSWER_WITHIN.saturating_sub(arrived.elapsed());
        match timeout(within, self.api.call(call, &arguments)).await {
            Ok(Ok(_)) => true,
            // Slack handed us the same press twice, and the form is open.
            Ok(Err(Failure::Refused { code })) if code == "exchanged_trigger_id" => true,
            Ok(Err(failure)) => {
                tracing::warn!(%failure, form = form.name, "a form did not open");
                false
            }
            Err(_) => {
                tracing::warn!(form = form.name, "a form did not open in time");
                false
            }
        }
    }

    async fn event(&self, event: Event) -> Result<Ack, NotTaken> {
        let taken = async {
            match &event.kind {
                EventKind::MessagePosted { user, .. } | EventKind::AppHomeOpened { user } => {
                    self.meet(&event.workspace, user).await?;
                }
                EventKind::MemberJoined { channel, user } if *user == self.identity.user => {
                    self.learn_channel(event.workspace.clone(), channel.clone());
                }
                _ => {}
            }
            undisturbed(|| event::take(&self.play, event.clone(), &self.identity.user)).await
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

    /// Learns somebody we have not met yet. If Slack does not answer in time they are refused as a stranger,
    /// and learned the next time.
    ///
    /// # Errors
    /// When the database fails: what comes next would only wait for it as long again.
    pub(super) async fn meet(&self, workspace: &WorkspaceId, user: &UserId) -> store::Result<()> {
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
pub(super) fn trouble(error: &dyn std::fmt::Display, what: &str) -> Message {
    tracing::error!(%error, what, "not taken in");
    voice::refusal::trouble(&to_quote())
}

/// The id of the delivery at hand, which each line of its log carries.
pub(super) fn to_quote() -> String {
    Cause::current().map_or_else(String::new, |cause| cause.to_string())
}
