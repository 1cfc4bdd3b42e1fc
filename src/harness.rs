//! The story harness: the bot in a Slack workspace of its own, and people to act there, on each engine.
//!
//! A story acts only through the workspace, as people do, and hears only what they would. Time stands still
//! until it is moved. A story fails if the bot died or logged an error, if anything it said was left unread or
//! could ping anybody, or if the standings are not what the ledger says.

mod forms;
mod fresh;
mod log;
mod player;
mod said;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::future::poll_fn;
use std::pin::pin;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use crate::app::App;
use crate::cli;
use crate::clock::Clock;
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::id::WorkspaceId;
use crate::event::{self, Event, EventKind};
use crate::play::Play;
use crate::sandbox::{BOT_USER, Manifest, Options, Sandbox, TEAM, Workspace, span};
use crate::store::testing::on_both_engines;
use crate::store::{Store, Tx, audit, contests, workspaces};

pub(crate) use forms::wrong;
pub(crate) use fresh::{What, own_words};
pub(crate) use player::{Player, Post};
pub(crate) use said::{Channel, Said};

use log::Log;

/// The zone that stories tell time in: the manager's.
const ZONE: Tz = Tz::Europe__Berlin;
/// When stories begin: a Tuesday morning.
const MORNING: &str = "2026-03-03 10:00";
/// The contests' channel.
const WINS: &str = "social-wins";
/// How far the clock may move for posts that wait for their turn.
const TURNS: TimeDelta = TimeDelta::minutes(2);
/// Contests that are over and still asked for.
const PAST: i64 = 50;

/// Tells a story on SQLite, and again on PostgreSQL if there is one.
pub(crate) async fn play(story: impl AsyncFn(&Stage)) {
    play_with("", story).await;
}

/// The same with settings of the operator's, in the words of `pacesetter.toml`.
pub(crate) async fn play_with(settings: &str, story: impl AsyncFn(&Stage)) {
    play_with_files(&[("pacesetter.toml", settings)], story).await;
}

/// The same with these files in the operator's folder.
pub(crate) async fn play_with_files(files: &[(&str, &str)], story: impl AsyncFn(&Stage)) {
    on_both_engines(async |store| tell(store, files, &story).await).await;
}

async fn tell(store: Store, files: &[(&str, &str)], story: &impl AsyncFn(&Stage)) {
    let log = Log::default();
    let _listening = log.listen();
    let stage = Stage::set(store, files, log).await;
    twice_the_same(story(&stage)).await;
    stage.end().await;
}

/// Told a second time, on the other engine, a story has to hear the same.
async fn twice_the_same(story: impl Future<Output = ()>) {
    let mut story = pin!(story);
    poll_fn(|context| insta::allow_duplicates! { story.as_mut().poll(context) }).await;
}

/// Where a story plays.
pub(crate) struct Stage {
    workspace: Workspace,
    sandbox: Sandbox,
    app: App,
    log: Log,
    /// What has been read, by channel and `ts`.
    read: RefCell<HashSet<(String, String)>>,
    /// How many fresh drafts have been made.
    drafts: Cell<u64>,
    /// Who may be mentioned.
    mentioned: RefCell<Vec<String>>,
}

impl Stage {
    async fn set(store: Store, files: &[(&str, &str)], log: Log) -> Self {
        let config = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = config.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        // Badges are told in every receipt: only stories of them have any.
        let badges = config.path().join("presets/badges.toml");
        if !badges.exists() {
            std::fs::create_dir_all(badges.parent().unwrap()).unwrap();
            std::fs::write(badges, "badges = []\nlevels = []\n").unwrap();
        }
        let clock = Clock::frozen_at(local(MORNING));
        let manifest = Manifest::parse(&cli::our_manifest(None)).unwrap();
        let options = Options { listen: ([127, 0, 0, 1], 0).into(), ..Options::new(manifest) };
        let (bot_token, app_token) = (options.bot_token.clone(), options.app_token.clone());
        let sandbox = Sandbox::start(options, clock.clone()).await.unwrap();
        let play = cli::play(store, clock, Some(config.path())).unwrap();
        let app = cli::sandbox::move_in(&sandbox, play, &bot_token, &app_token).await.unwrap();
        sandbox.workspace().connected().await;
        let (read, drafts, mentioned) = (RefCell::default(), Cell::default(), RefCell::default());
        Self { workspace: sandbox.workspace(), sandbox, app, log, read, drafts, mentioned }
    }

    async fn end(self) {
        self.deliver().await;
        // Whoever still answers is alive.
        self.manager().privately().asks("/pace help").await;
        let astray = self.app.play().store.read(audit::audit).await.unwrap();
        let (workspace, read, log, mentioned) = (self.workspace, self.read, self.log, self.mentioned.take());
        // What is still under way is said now.
        self.app.shutdown().await;
        self.sandbox.shutdown().await;
        let said = said::all(&workspace);
        let unread: Vec<&Said> = said.iter().filter(|said| !read.borrow().contains(&said.name())).collect();
        assert!(unread.is_empty(), "left unread: {unread:#?}");
        for said in &said {
            assert!(!said.could_ping(&mentioned), "this pings people: {said:#?}");
        }
        assert_eq!(astray, [], "the ledger does not bear these standings out");
        assert_eq!(log.errors(), [""; 0], "the bot logged errors");
    }

    /// A rep, by first name.
    pub(crate) fn rep(&self, name: &str) -> Player<'_> {
        Player::named(self, name)
    }

    /// Mia, an admin of the workspace.
    pub(crate) fn manager(&self) -> Player<'_> {
        self.rep("Mia")
    }

    /// A channel, by name.
    pub(crate) fn channel(&self, name: &str) -> Channel<'_> {
        Channel::named(self, name)
    }

    /// Slack itself: people who come and go, channels that change, calls and deliveries.
    pub(crate) fn slack(&self) -> &Workspace {
        &self.workspace
    }

    /// Hands the bot an event as Slack may: late, or out of order.
    pub(crate) async fn hands(&self, delivery: &str, kind: EventKind) {
        let (workspace, delivery) = (home(), delivery.to_owned());
        let event = Event { workspace, delivery, time: None, kind };
        event::take(self.app.play(), event, &BOT_USER.into()).await.unwrap();
    }

    /// What the bot's use cases work with, for what Slack would keep people from doing.
    pub(crate) fn bot(&self) -> &Play {
        self.app.play()
    }

    /// When the bot has something to do next.
    pub(crate) async fn next_due(&self) -> Option<DateTime<Utc>> {
        self.app.runner().next_due().await.unwrap()
    }

    /// The bot proves its token, as it does when it starts.
    pub(crate) async fn signs_in(&self) {
        let now = self.workspace.now();
        self.bot().store.write(async move |tx| workspaces::arrive(tx, &home(), now).await).await.unwrap();
    }

    /// Lets something go wrong, in the words of `POST /sandbox/fault`.
    pub(crate) fn goes_wrong(&self, fault: Value) {
        self.workspace.fault(serde_json::from_value(fault).unwrap());
    }

    /// How often the bot called a method of Slack's.
    pub(crate) fn calls(&self, method: &str) -> usize {
        self.workspace.calls().iter().filter(|call| call["method"] == method).count()
    }

    /// The clock.
    pub(crate) fn clock(&self) -> Hands<'_> {
        Hands(self)
    }

    /// Lets an error that is part of the story pass.
    pub(crate) fn may_log(&self, error: &'static str) {
        self.log.forgive(error);
    }

    /// Lets a person be mentioned, who wants that.
    pub(crate) fn may_mention(&self, player: &Player<'_>) {
        self.mentioned.borrow_mut().push(player.id.clone());
    }

    /// The manager starts a contest, and everybody has read the announcement.
    pub(crate) async fn contest(&self, line: &str) {
        self.manager().types(&format!("/contest start {line}")).await;
        self.deliver().await;
        let announced = self.unread().iter().any(|said| said.kind.as_deref() == Some("announcement"));
        assert!(announced, "no contest came of it: {:#?}", self.unread());
        self.skim().await;
    }

    /// A contest that runs from this Tuesday until Saturday.
    pub(crate) async fn sprint(&self) {
        self.contest("sprint-week \"Spring Sprint\" for 5d").await;
    }

    /// All contests, those that are over too.
    pub(crate) async fn contests(&self) -> Vec<Contest> {
        let all = async |tx: &mut Tx| {
            let mut all = contests::live(tx, &home()).await?;
            all.extend(contests::past(tx, &home(), PAST).await?);
            Ok(all)
        };
        self.app.play().store.read(all).await.unwrap()
    }

    /// Lets everything arrive: at the bot what people did, and in Slack what the bot owes.
    pub(crate) async fn deliver(&self) {
        self.workspace.deliveries_settled().await;
        self.app.runner().settle(TURNS).await.unwrap();
        self.workspace.deliveries_settled().await;
    }

    /// Everybody reads everything, and the story passes over it.
    pub(crate) async fn skim(&self) {
        self.deliver().await;
        let said: Vec<Said> = said::all(&self.workspace);
        self.read.borrow_mut().extend(said.iter().map(Said::name));
    }

    /// The file that hangs on something said: its name and what it holds.
    pub(crate) fn file(&self, said: &Said) -> (String, String) {
        let state = self.workspace.state();
        let shown = &state.message(&said.channel, &said.ts).unwrap().files[0];
        let file = &state.files[shown["id"].as_str().unwrap()];
        (file.name.clone(), String::from_utf8(file.bytes.clone()).unwrap())
    }

    /// Everything that the bot has said so far.
    pub(crate) fn said(&self) -> Vec<Said> {
        said::all(&self.workspace)
    }

    /// What the bot said and nobody has read, oldest first in each channel.
    fn unread(&self) -> Vec<Said> {
        let mut said = said::all(&self.workspace);
        said.retain(|said| !self.read.borrow().contains(&said.name()));
        said
    }

    /// Waits for the first unread thing that is `meant`, and reads it.
    async fn next(&self, meant: impl Fn(&Said) -> bool, who: &str) -> Said {
        let mut changes = self.workspace.watch();
        loop {
            self.deliver().await;
            if let Some(said) = self.unread().into_iter().find(&meant) {
                self.read.borrow_mut().insert(said.name());
                return said;
            }
            // The answer to a click comes after its acknowledgement.
            let change = tokio::time::timeout(std::time::Duration::from_secs(3), changes.recv()).await;
            assert!(change.is_ok(), "{who} heard nothing");
        }
    }

    /// Waits until something that was said says something else.
    async fn changed(&self, said: &Said, who: &str) -> Said {
        let mut changes = self.workspace.watch();
        loop {
            self.deliver().await;
            let now = said::all(&self.workspace).into_iter().find(|now| now.name() == said.name());
            if let Some(now) = now.filter(|now| now.text != said.text) {
                return now;
            }
            let change = tokio::time::timeout(std::time::Duration::from_secs(3), changes.recv()).await;
            assert!(change.is_ok(), "{who} sees what they saw");
        }
    }

    /// Checks that nothing `meant` is unread.
    async fn quiet(&self, meant: impl Fn(&Said) -> bool) {
        self.deliver().await;
        let heard: Vec<Said> = self.unread().into_iter().filter(meant).collect();
        assert!(heard.is_empty(), "this was said: {heard:#?}");
    }
}

/// The workspace, as the bot knows it.
pub(crate) fn home() -> WorkspaceId {
    TEAM.into()
}

/// An instant, as a clock in Berlin shows it: `2026-03-03 10:00`.
fn local(time: &str) -> DateTime<Utc> {
    let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M").unwrap();
    calendar::at(time.date(), time.time(), ZONE)
}

/// The hands of the clock. What falls due on their way is done in its order.
pub(crate) struct Hands<'t>(&'t Stage);

impl Hands<'_> {
    /// Moves them on: `1d 2h`.
    pub(crate) async fn advance(&self, by: &str) {
        self.0.workspace.advance(span(by).unwrap()).await.unwrap();
    }

    /// Sets them, forward or back: `2026-03-04 09:00`, in Berlin.
    pub(crate) async fn set(&self, to: &str) {
        self.0.workspace.set_clock(local(to)).await.unwrap();
    }

    /// The same while the bot sleeps: what fell due on the way, it finds when it wakes.
    pub(crate) async fn leap(&self, to: &str) {
        self.0.deliver().await;
        self.0.workspace.clock.set(local(to));
        self.0.deliver().await;
    }

    /// What they show, in Berlin.
    pub(crate) fn shows(&self) -> String {
        self.0.workspace.now().with_timezone(&ZONE).format("%Y-%m-%d %H:%M").to_string()
    }
}
