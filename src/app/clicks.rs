//! Interactions at the bot's door: forms are opened and changed, and what was pressed or sent is answered in time.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures_util::FutureExt;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::bot::{ANSWER_WITHIN, Bot, OPEN, PUSH, to_quote, trouble};
use super::undisturbed::undisturbed;
use crate::cause::carried;
use crate::domain::id::{UserId, WorkspaceId};
use crate::interaction::{self, Answer, Interaction, InteractionKind, Place, Reply, View, under};
use crate::play::form_keys::{fresh_key, is_latest};
use crate::play::{answer, owing};
use crate::slack::Ack;
use crate::slack::client::Failure;
use crate::store;
use crate::voice::forms::{self, Form};
use crate::voice::{self, Message};

/// Where an interaction came from, and so where its answer can go.
struct Whence {
    workspace: WorkspaceId,
    user: UserId,
    delivery: String,
    trigger: String,
    response_url: Option<String>,
    /// The form or home in which something was pressed or sent.
    view: Option<View>,
    is_sent: bool,
    /// Slack's name for the moment.
    at: String,
    arrived: Instant,
}

impl Whence {
    fn of(interaction: &Interaction) -> Self {
        let (view, is_sent, at) = match &interaction.kind {
            InteractionKind::Click { view, at, .. } => (view.clone(), false, at.clone()),
            InteractionKind::ViewSubmitted(view) => (Some(view.clone()), true, String::new()),
            _ => (None, false, String::new()),
        };
        Self {
            workspace: interaction.workspace.clone(),
            user: interaction.user.clone(),
            delivery: interaction.delivery.clone(),
            trigger: interaction.trigger_id.clone().unwrap_or_default(),
            response_url: interaction.response_url.clone(),
            view,
            is_sent,
            at,
            arrived: Instant::now(),
        }
    }

    /// The form that is open, where one is.
    fn form(&self) -> Option<&View> {
        self.view.as_ref().filter(|view| !view.is_home)
    }

    /// Where something else can be said in place of what was pressed.
    fn place(&self) -> Option<Place> {
        let form = self.form().map(|view| Place::Form(view.view_id.clone()));
        form.or_else(|| self.response_url.clone().map(Place::Message))
    }

    /// The call that shows another form there.
    fn opening(&self) -> &'static str {
        if self.form().is_some() { PUSH } else { OPEN }
    }
}

impl Bot {
    /// Answers what was pressed or sent. What takes too long goes on by itself, and finds its own way to the person.
    pub(super) async fn interaction(&self, interaction: Interaction) -> Ack {
        let (bot, whence) = (self.clone(), Whence::of(&interaction));
        let work = carried(async move {
            bot.meet(&interaction.workspace, &interaction.user).await?;
            undisturbed(|| interaction::take(&bot.play, interaction.clone())).await
        });
        let mut work = Box::pin(self.tasks.track_future(AssertUnwindSafe(work).catch_unwind()));
        match timeout(ANSWER_WITHIN, &mut work).await {
            Ok(Ok(answer)) => self.give(answer, &whence).await,
            // Not what it said of itself: a panic may quote what people wrote.
            Ok(Err(_)) => self.give_trouble("it panicked", &whence).await,
            Err(_) => {
                tracing::error!("an interaction takes too long; it goes on by itself");
                let late = whence.form().filter(|_| whence.is_sent);
                let ack = late.map(|view| under(view, "", forms::too_slow(&to_quote())).to_ack());
                let bot = self.clone();
                self.tasks.spawn(carried(async move {
                    if let Ok(answer) = work.await {
                        bot.give_late(answer, &whence).await;
                    }
                }));
                Ack { payload: ack }
            }
        }
    }

    async fn give(&self, answer: store::Result<Answer>, whence: &Whence) -> Ack {
        match answer {
            Ok(Answer::Nothing) => Ack::default(),
            Ok(Answer::Reply(reply)) => {
                let ack = Ack { payload: Some(reply.to_ack()) };
                self.show_list(reply);
                ack
            }
            Ok(Answer::Replace(message)) => {
                match whence.place() {
                    // As with what is chosen in a form.
                    Some(place @ Place::Form(_)) => self.show(place, message).await,
                    Some(place) => self.show_soon(place, message),
                    None => self.say(message, whence).await,
                }
                Ack::default()
            }
            Ok(Answer::Say(message)) => {
                self.say(message, whence).await;
                Ack::default()
            }
            Ok(Answer::Open { form, instead }) => {
                if !self.open(&form, &whence.trigger, whence.opening(), whence.arrived).await {
                    self.say(instead, whence).await;
                }
                Ack::default()
            }
            Ok(Answer::Change(form)) => {
                self.change(&form, whence).await;
                Ack::default()
            }
            Err(store::Error::Removed) if whence.is_sent => {
                let said = forms::plain(&voice::refusal::removed().text);
                Ack { payload: whence.form().map(|view| under(view, "", said).to_ack()) }
            }
            Err(store::Error::Removed) => Ack::default(),
            Err(error) => self.give_trouble(&error.to_string(), whence).await,
        }
    }

    /// Something broke. A form that was sent stays as it is, with a word under it: nothing filled in is lost.
    async fn give_trouble(&self, fault: &str, whence: &Whence) -> Ack {
        let said = trouble(&fault, "an interaction");
        match whence.form().filter(|_| whence.is_sent) {
            Some(view) => Ack { payload: Some(under(view, "", forms::trouble(&to_quote())).to_ack()) },
            None => {
                self.say(said, whence).await;
                Ack::default()
            }
        }
    }

    /// The answer to what took too long for an acknowledgement.
    async fn give_late(&self, answer: store::Result<Answer>, whence: &Whence) {
        match (answer, whence.form()) {
            (Ok(Answer::Reply(reply)), view) => {
                if let (Some(form), Some(view)) = (reply.in_its_place(), view) {
                    // Nobody may be looking any more; whoever presses again is answered the same.
                    self.update(form, view, None).await.unwrap_or_else(log("a form's late answer"));
                }
                self.show_list(reply);
            }
            (answer, _) => drop(self.give(answer, whence).await),
        }
    }

    /// Shows a form as it looks after a choice in it. Where it has changed in the meantime, the later choice wins.
    async fn change(&self, form: &Form, whence: &Whence) {
        let Some(view) = whence.form() else { return };
        let is_latest = is_latest(&self.play, &whence.workspace, &view.view_id, &whence.at).await;
        if !is_latest.unwrap_or(true) {
            return;
        }
        let changed = match self.update(form, view, view.hash.as_deref()).await {
            Err(Failure::Refused { code }) if code == "hash_conflict" => self.update(form, view, None).await,
            other => other,
        };
        changed.unwrap_or_else(log("a form's change"));
    }

    async fn update(&self, form: &Form, view: &View, hash: Option<&str>) -> Result<(), Failure> {
        let mut arguments = json!({"view_id": view.view_id, "view": form.to_view()});
        if let Some(hash) = hash {
            arguments["hash"] = hash.into();
        }
        self.api.call("views.update", &arguments).await.map(drop)
    }

    /// Shows the list anew that a form was opened from, if it was from one.
    fn show_list(&self, reply: Reply) {
        if let Reply::Settle { place, list, .. } = reply {
            self.show_soon(place, list);
        }
    }

    fn show_soon(&self, place: Place, message: Message) {
        let bot = self.clone();
        self.tasks.spawn(carried(async move { bot.show(place, message).await }));
    }

    /// Says something else in a list that one person sees.
    async fn show(&self, place: Place, message: Message) {
        let shown = match place {
            Place::Message(url) => {
                let mut answer = message.to_ephemeral();
                answer["replace_original"] = Value::Bool(true);
                self.api.respond(&url, &answer).await
            }
            Place::Form(view) => {
                let list = forms::said("said", "Pacesetter", &message);
                let arguments = json!({"view_id": view, "view": list.to_view()});
                self.api.call("views.update", &arguments).await.map(drop)
            }
        };
        shown.unwrap_or_else(log("a list that has changed"));
    }

    /// Says something to that person alone: at the address that came with it, as a form where it was
    /// pressed in one or in the home, or in the direct message. Once, though Slack may hand us the same press twice.
    async fn say(&self, message: Message, whence: &Whence) {
        let first = answer::is_first(&self.play, whence.workspace.clone(), &whence.delivery).await;
        // With the database away nobody can tell, and twice is better than never.
        if !first.unwrap_or(true) {
            return;
        }
        if let Some(url) = whence.response_url.clone() {
            let mut answer = message.to_ephemeral();
            answer["replace_original"] = Value::Bool(false);
            let api = self.api.clone();
            self.tasks.spawn(carried(async move {
                if let Err(failure) = api.respond(&url, &answer).await {
                    tracing::warn!(%failure, "the answer to a click did not get through");
                }
            }));
            return;
        }
        if whence.view.is_some() {
            let said = forms::said("said", "Pacesetter", &message);
            if self.open(&said, &whence.trigger, whence.opening(), whence.arrived).await {
                return;
            }
        }
        if let Err(error) = self.tell(message, whence).await {
            tracing::warn!(%error, "the answer to an interaction did not get through");
        }
    }

    /// Owes the person a direct message.
    async fn tell(&self, message: Message, whence: &Whence) -> store::Result<()> {
        let (workspace, user, now) = (whence.workspace.clone(), whence.user.clone(), self.play.clock.now());
        let tell = async move |tx: &mut store::Tx| {
            owing::tell(tx, &workspace, &user, &fresh_key(), &message, now).await.map(drop)
        };
        self.play.store.write(tell).await
    }
}

fn log(what: &'static str) -> impl FnOnce(Failure) {
    move |failure| tracing::warn!(%failure, what, "Slack did not take it")
}
