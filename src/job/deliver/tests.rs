//! Owed posts on their way to a Slack that is not always well.

#[cfg(feature = "pictures")]
mod pictures;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::*;
use crate::domain::export::FileWanted;
use crate::domain::id::WorkspaceId;
use crate::domain::roster::{Membership, Person};
use crate::fresh;
use crate::job::Runner;
use crate::slack::client::fake::{Answer, FakeSlack};
use crate::store::posts::{EventType, Message, Post, Sent, Target, Whereabouts};
use crate::store::roster;
use crate::store::testing::on_both_engines;

fn nine() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn acme() -> WorkspaceId {
    "T1".into()
}

fn words(text: &str) -> Message {
    Message::new(text, None)
}

fn message(channel: &str, text: &str) -> Call {
    Call::PostMessage { channel: channel.into(), event_type: EventType::Board, message: words(text) }
}

/// A store with a deliverer, a frozen clock at nine, and a Slack that answers as told.
struct Stage {
    store: Store,
    clock: Clock,
    slack: FakeSlack,
    runner: Arc<Runner<()>>,
}

impl Stage {
    async fn new(store: Store, answers: impl IntoIterator<Item = Answer>) -> Self {
        let (slack, api) = FakeSlack::start(answers).await;
        let clock = Clock::frozen_at(nine());
        let tell: OnFailed = |tx, claim, code, now| {
            let call = message("CMANAGERS", &format!("{} failed: {code}", claim.post.key));
            let post = Post { key: format!("{}-failed", claim.post.key), call, due_at: now };
            Box::pin(async move { posts::owe(tx, &claim.workspace, &post).await.map(drop) })
        };
        let deliverer = Deliverer::new(store.clone(), clock.clone(), api, tell);
        let whole = Backoff::new(Duration::from_secs(1), Duration::from_secs(300)).with_chance(|| 0.0);
        let deliverer = deliverer.with_backoff(whole).with_pictures(Some(Look::Light));
        let runner = Arc::new(Runner::new(store.clone(), clock.clone(), Arc::new(()), &[], deliverer));
        Self { store, clock, slack, runner }
    }

    async fn owe(&self, key: &str, call: Call) {
        let post = Post { key: key.into(), call, due_at: self.clock.now() };
        assert!(self.store.write(async move |tx| posts::owe(tx, &acme(), &post).await).await.unwrap());
    }

    async fn settle(&self) {
        self.runner.settle(TimeDelta::minutes(1)).await.unwrap();
    }

    async fn whereabouts(&self, key: &'static str) -> Whereabouts {
        self.store.read(async |tx| posts::whereabouts(tx, &acme(), key).await).await.unwrap()
    }

    fn seconds_gone(&self) -> i64 {
        (self.clock.now() - nine()).num_seconds()
    }
}

fn history(key: &str) -> Answer {
    let posted = json!({"ts": "7.7", "metadata": {"event_type": "board", "event_payload": {"key": key}}});
    Answer::Json(json!({"ok": true, "messages": [{"ts": "8.8", "text": "else"}, posted]}))
}

#[tokio::test]
async fn a_channel_hears_what_is_owed_in_order_a_second_apart() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, []).await;
        for key in ["one", "two", "three"] {
            stage.owe(key, message("C1", key)).await;
        }
        stage.settle().await;
        let calls = stage.slack.calls();
        let texts: Vec<_> = calls.iter().map(|(_, said)| said["text"].as_str().unwrap()).collect();
        assert_eq!(texts, ["one", "two", "three"]);
        assert_eq!(calls[0].0, "chat.postMessage");
        assert_eq!(calls[0].1["metadata"], json!({"event_type": "board", "event_payload": {"key": "one"}}));
        assert_eq!(stage.seconds_gone(), 2);
        let sent = Sent { channel: "C1".into(), ts: Some("1.0".into()) };
        assert_eq!(stage.whereabouts("one").await, Whereabouts::Sent(sent));
    })
    .await;
}

#[tokio::test]
async fn slack_is_left_alone_for_as_long_as_it_asks_and_nothing_is_overtaken() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [Answer::TooFast(7)]).await;
        stage.owe("one", message("C1", "one")).await;
        stage.owe("two", message("C1", "two")).await;
        stage.runner.run_due().await.unwrap();
        assert_eq!(stage.runner.next_due().await.unwrap(), Some(nine() + TimeDelta::seconds(7)));
        stage.settle().await;
        let texts: Vec<_> = stage.slack.calls().into_iter().map(|(_, said)| said["text"].clone()).collect();
        assert_eq!(texts, ["one", "one", "two"]);
        assert_eq!(stage.seconds_gone(), 8);
    })
    .await;
}

#[tokio::test]
async fn a_dead_channel_fails_the_manager_is_told_and_the_channel_goes_on() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [Answer::Refusal("is_archived")]).await;
        stage.owe("one", message("C1", "one")).await;
        stage.owe("two", message("C1", "two")).await;
        stage.settle().await;
        let texts: Vec<_> = stage.slack.calls().into_iter().map(|(_, said)| said["text"].clone()).collect();
        assert_eq!(texts, ["one", "one failed: is_archived", "two"]);
        assert_eq!(stage.whereabouts("one").await, Whereabouts::Nowhere);
    })
    .await;
}

#[tokio::test]
async fn while_the_token_fails_what_is_owed_is_kept() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [Answer::Refusal("token_revoked")]).await;
        stage.owe("one", message("C1", "one")).await;
        stage.settle().await;
        stage.owe("two", message("C2", "two")).await;
        stage.settle().await;
        assert_eq!(stage.slack.methods().len(), 1);
        let paused = stage.store.read(workspaces::paused).await.unwrap();
        assert_eq!(paused, [(acme(), "token_revoked".to_owned())]);
        stage.runner.advance_to(nine() + PAUSE).await.unwrap();
        assert_eq!(stage.slack.methods().len(), 2);
        assert!(stage.store.read(workspaces::paused).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_may_have_arrived_is_looked_for_before_it_is_sent_again() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [Answer::Status(500), history("one")]).await;
        stage.owe("one", message("C1", "one")).await;
        stage.settle().await;
        let calls = stage.slack.calls();
        assert_eq!(calls.len(), 2);
        assert_eq!(calls[1].0, "conversations.history");
        assert_eq!(calls[1].1, json!({"channel": "C1", "limit": "200", "include_all_metadata": "true"}));
        let sent = Sent { channel: "C1".into(), ts: Some("7.7".into()) };
        assert_eq!(stage.whereabouts("one").await, Whereabouts::Sent(sent));

        stage.slack.then([Answer::Broken, history("other")]);
        stage.owe("two", message("C1", "two")).await;
        stage.settle().await;
        assert_eq!(stage.slack.methods(), ["chat.postMessage", "conversations.history", "chat.postMessage"]);
    })
    .await;
}

#[tokio::test]
async fn where_history_is_closed_to_us_it_is_sent_again() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [Answer::Never, Answer::Refusal("missing_scope")]).await;
        stage.owe("one", message("C1", "one")).await;
        stage.settle().await;
        assert_eq!(stage.slack.methods(), ["chat.postMessage", "conversations.history", "chat.postMessage"]);
    })
    .await;
}

#[tokio::test]
async fn a_crash_between_sending_and_settling_does_not_post_twice() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, [history("one")]).await;
        stage.owe("one", message("C1", "one")).await;
        let and_dies = async |tx: &mut Tx| posts::claim(tx, nine(), LEASE, 9).await;
        assert_eq!(stage.store.write(and_dies).await.unwrap().len(), 1);
        stage.settle().await;
        assert_eq!(stage.slack.methods(), ["conversations.history"]);
        assert_eq!(stage.seconds_gone(), 30);
    })
    .await;
}

#[tokio::test]
async fn each_sort_of_call_reaches_slack() {
    on_both_engines(async |store| {
        let opened = Answer::Json(json!({"ok": true, "channel": {"id": "D1"}}));
        let stage = Stage::new(store, [opened]).await;
        let call = |call| async { stage.owe(&fresh::id(), call).await };
        let said = async || -> Vec<(String, Value)> {
            stage.settle().await;
            stage.slack.calls()
        };
        let event_type = EventType::Notice;
        stage.owe("dm", Call::DirectMessage { user: "U1".into(), event_type, message: words("psst") }).await;
        let calls = said().await;
        assert_eq!(calls[0], ("conversations.open".to_owned(), json!({"users": "U1"})));
        assert_eq!((&calls[1].1["channel"], &calls[1].1["text"]), (&json!("D1"), &json!("psst")));

        let message = Message::new("new", Some(json!([{"type": "divider"}])));
        let target = Target::Key("dm".into());
        call(Call::Update { channel: "D1".into(), target, message: message.clone() }).await;
        let (method, update) = said().await.remove(0);
        assert_eq!((method.as_str(), &update["ts"]), ("chat.update", &json!("2.0")));
        assert_eq!(update["blocks"], json!([{"type": "divider"}]));

        call(Call::PostEphemeral { channel: "C1".into(), user: "U1".into(), message }).await;
        let (method, ephemeral) = said().await.remove(0);
        assert_eq!((method.as_str(), &ephemeral["user"]), ("chat.postEphemeral", &json!("U1")));

        stage.slack.then([Answer::Refusal("already_reacted"), Answer::Refusal("no_reaction")]);
        call(Call::AddReaction { channel: "C1".into(), ts: "1.2".into(), name: "tada".into() }).await;
        call(Call::RemoveReaction { channel: "C1".into(), ts: "1.2".into(), name: "tada".into() }).await;
        let reaction = json!({"channel": "C1", "timestamp": "1.2", "name": "tada"});
        let both = ["reactions.add", "reactions.remove"].map(|method| (method.to_owned(), reaction.clone()));
        assert_eq!(said().await, both);
    })
    .await;
}

#[tokio::test]
async fn an_update_waits_for_its_message_and_fails_if_that_never_comes() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, []).await;
        let update = |of: &str| Call::Update {
            channel: "C1".into(),
            target: Target::Key(of.into()),
            message: words("new"),
        };
        stage.owe("update", update("elsewhere")).await;
        stage.owe("elsewhere", message("C2", "old")).await;
        stage.owe("stray", update("nothing")).await;
        stage.settle().await;
        assert_eq!(stage.slack.methods(), ["chat.postMessage", "chat.update", "chat.postMessage"]);
        assert!(matches!(stage.whereabouts("stray").await, Whereabouts::Nowhere));
    })
    .await;
}

/// What Slack answers to a file, up to where its bytes go.
fn takes_a_file(slack: &FakeSlack) -> [Answer; 2] {
    let url = format!("{}upload/v1/x", slack.url());
    [
        Answer::Json(json!({"ok": true, "channel": {"id": "D1"}})),
        Answer::Json(json!({"ok": true, "upload_url": url, "file_id": "F1"})),
    ]
}

#[tokio::test]
async fn a_file_is_written_when_it_is_sent_and_fails_where_slack_will_never_take_it() {
    on_both_engines(async |store| {
        let stage = Stage::new(store, []).await;
        let file = || Call::ShareFile { user: "U1".into(), file: FileWanted::OwnData };
        // Of somebody who is not known there is nothing to send.
        stage.owe("stranger", file()).await;
        stage.settle().await;
        assert_eq!(stage.slack.methods(), ["chat.postMessage"], "what is said of a failure");
        assert!(matches!(stage.whereabouts("stranger").await, Whereabouts::Nowhere));
        let person = Person {
            id: "U1".into(),
            name: "Ann".into(),
            zone: chrono_tz::UTC,
            standing: Membership::Member,
            deactivated: false,
        };
        let learn = async move |tx: &mut Tx| roster::learn(tx, &acme(), &person, nine()).await;
        stage.store.write(learn).await.unwrap();
        let sent = [
            "conversations.open",
            "files.getUploadURLExternal",
            "upload/v1/x",
            "files.completeUploadExternal",
        ];
        stage.slack.then(takes_a_file(&stage.slack));
        stage.slack.then([Answer::Ok]);
        stage.owe("file", file()).await;
        stage.settle().await;
        let calls = stage.slack.calls();
        assert_eq!(calls.iter().map(|(method, _)| method.as_str()).collect::<Vec<_>>(), sent);
        assert_eq!(calls[2].1["person"]["name"], "Ann");
        let there = Sent { channel: "D1".into(), ts: None };
        assert_eq!(stage.whereabouts("file").await, Whereabouts::Sent(there));
        // The bytes got lost: it is begun anew.
        stage.slack.then(takes_a_file(&stage.slack));
        stage.slack.then([Answer::Status(500)]);
        stage.slack.then(takes_a_file(&stage.slack));
        stage.slack.then([Answer::Ok]);
        stage.owe("again", file()).await;
        stage.settle().await;
        assert_eq!(stage.slack.methods(), [&sent[..3], &sent[..]].concat());
        let [open, _] = takes_a_file(&stage.slack);
        stage.slack.then([open, Answer::Refusal("file_uploads_disabled")]);
        stage.owe("refused", file()).await;
        stage.settle().await;
        assert_eq!(
            stage.slack.methods(),
            ["conversations.open", "files.getUploadURLExternal", "chat.postMessage"]
        );
        assert!(matches!(stage.whereabouts("refused").await, Whereabouts::Nowhere));
    })
    .await;
}

#[test]
fn a_scope_that_we_lack_stops_the_workspace_only_if_it_is_the_one_to_post() {
    assert!(concerns_token("missing_scope", &message("C1", "hi"), true));
    assert!(!concerns_token("missing_scope", &message("C1", "hi"), false));
    let reaction = Call::AddReaction { channel: "C1".into(), ts: "1.2".into(), name: "tada".into() };
    assert!(!concerns_token("missing_scope", &reaction, true));
    let file = Call::ShareFile { user: "U1".into(), file: FileWanted::OwnData };
    assert!(!concerns_token("missing_scope", &file, true), "older installations lack it");
    assert!(concerns_token("account_inactive", &reaction, true));
}
