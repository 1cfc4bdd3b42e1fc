//! Random histories: whatever reps, managers and Slack do, in whatever order and however often it is
//! delivered, the books stay right.
//!
//! A failing history names its seed and ends with its last deeds.

mod crowd;
mod deed;
mod invariants;
mod managing;
mod races;
mod season;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use chrono_tz::Tz;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::choose::Door;
use super::edit_share::Edited;
use super::start_contest::{StartRequest, start_contest};
use super::submission::Submission;
use super::{Asker, Play, learn};
use crate::clock::Clock;
use crate::config::{Presets, Settings};
use crate::domain::id::{ContestId, WorkspaceId};
use crate::domain::roster::{Membership, Person};
use crate::domain::share::Draft;
use crate::fresh;
use crate::store::roster::Channel;
use crate::store::testing::Ground;
use crate::store::testing::books::Books;
use crate::store::{Store, audit};
use deed::{Deed, Message};

const REPS: [(&str, Tz); 3] =
    [("UANN", Tz::Europe__Berlin), ("UBOB", Tz::America__New_York), ("UCID", Tz::Asia__Tokyo)];
const BOSSES: [(&str, Tz, &str); 2] =
    [("UBEA", Tz::Europe__Berlin, "C1"), ("ULEO", Tz::America__Los_Angeles, "C2")];
/// Two of everything, under the same names: nothing may leak.
const WORKSPACES: [&str; 2] = ["T1", "T2"];

struct History {
    play: Play,
    chance: StdRng,
    contests: Vec<(WorkspaceId, ContestId)>,
    messages: Vec<Message>,
    deeds: Vec<(Deed, String)>,
    /// Deliveries so far; each workspace counts its own, from the same number.
    deliveries: [u32; 2],
    /// Praises that went out.
    said: BTreeSet<(String, String, String, String, Option<String>)>,
}

impl History {
    /// Two workspaces with two contests each, on a Monday morning.
    async fn begin(store: &Store, seed: u64) -> Self {
        let clock = Clock::frozen_at("2026-03-02T17:00:00Z".parse().unwrap());
        let (presets, settings) = (Presets::load(None).unwrap(), Settings::load(None).unwrap());
        let play = Play::new(store.clone(), clock, presets, settings).unwrap();
        let chance = StdRng::seed_from_u64(seed);
        let (contests, messages, deeds) = (Vec::new(), Vec::new(), Vec::new());
        let mut history =
            Self { play, chance, contests, messages, deeds, deliveries: [0; 2], said: BTreeSet::new() };
        for workspace in WORKSPACES.map(WorkspaceId::from) {
            let reps = REPS.map(|(id, zone)| person(id, zone, Membership::Member));
            let bosses = BOSSES.map(|(id, zone, _)| person(id, zone, Membership::Admin));
            let people = [reps.to_vec(), bosses.to_vec()].concat();
            learn::people(&history.play, workspace.clone(), people).await.unwrap();
            for (boss, _, channel) in BOSSES {
                let channel = Channel {
                    id: channel.into(),
                    name: channel.to_lowercase(),
                    bot_is_member: true,
                    archived: false,
                };
                learn::channels(&history.play, workspace.clone(), vec![channel.clone()]).await.unwrap();
                let asker = history.asker(&workspace, boss);
                let title = Some(format!("Of {boss}"));
                // Each boss plays in another way: the first by points, the other as the seed has it.
                let names: Vec<&String> = history.play.presets.templates.keys().collect();
                let other = usize::try_from(seed).unwrap() % names.len();
                let template = if boss == BOSSES[0].0 { "most-points" } else { names[other] }.to_owned();
                let lasts = Some("2w".to_owned());
                let request = StartRequest { template, title, lasts, ..StartRequest::default() };
                let started = start_contest(&history.play, asker, request, channel.id).await.unwrap();
                history.contests.push((workspace.clone(), started.unwrap().contest.id));
            }
        }
        history
    }

    fn asker(&mut self, workspace: &WorkspaceId, user: &str) -> Asker {
        let count = &mut self.deliveries[usize::from(workspace.as_str() == WORKSPACES[1])];
        *count += 1;
        Asker { workspace: workspace.clone(), user: user.into(), delivery: format!("D{count}") }
    }

    fn one_of<T: Clone>(&mut self, things: &[T]) -> T {
        things[self.chance.random_range(0..things.len())].clone()
    }

    fn is_likely(&mut self, percent: u32) -> bool {
        self.chance.random_range(0..100) < percent
    }

    fn workspace(&mut self) -> WorkspaceId {
        if self.is_likely(85) { WORKSPACES[0].into() } else { WORKSPACES[1].into() }
    }

    async fn run(&mut self, deed: Deed) -> String {
        let answer = deed.run(&self.play).await;
        self.deeds.push((deed, answer.clone()));
        answer
    }

    async fn step(&mut self) {
        let minutes = self.one_of(&[0, 0, 1, 6]);
        self.pass(TimeDelta::minutes(minutes));
        match self.chance.random_range(0..100) {
            0..=34 => self.share().await,
            35..=37 => self.measure_or_decide().await,
            38..=57 => self.post().await,
            58..=65 => self.deliver_again().await,
            66..=70 => self.undo().await,
            71..=77 => self.edit().await,
            78..=81 => self.delete().await,
            82..=85 => self.come_or_go().await,
            86..=87 => self.steer().await,
            88 => self.correct().await,
            89..=90 => self.deactivate_or_bring_back().await,
            91..=93 => self.share_undo_and_share_again().await,
            94 => self.pass(-TimeDelta::minutes(20)),
            95 => self.shout_out().await,
            96 => self.turn().await,
            97 => self.team().await,
            _ => {
                let hours = self.one_of(&[3, 24, 24, 48, 24 * 6]);
                self.pass(TimeDelta::hours(hours));
            }
        }
    }

    fn pass(&mut self, time: TimeDelta) {
        self.play.clock.set(self.play.clock.now() + time);
    }

    /// A few links, so that they meet again: personal posts and pages, in more than one spelling.
    fn text(&mut self) -> String {
        let n = self.chance.random_range(1..6);
        let link = match self.chance.random_range(0..6) {
            0 => format!("https://www.linkedin.com/posts/ann_demo-activity-{n}"),
            1 => format!("https://linkedin.com/feed/update/urn:li:activity:{n}?utm_source=x"),
            2 => format!("https://x.com/ann/status/{n}"),
            3 => format!("https://acme.example.com/blog/{n}"),
            _ => format!("https://acme.example.com/page/{n}"),
        };
        let kind = self.one_of(&["", "", "original", "original", "article", "comment", "like"]);
        let day = if self.is_likely(10) { "yesterday" } else { "" };
        format!("{link} {kind} {day} {}", self.words())
    }

    /// Few words, many of one's own, or many that were said before, some of them changed.
    fn words(&mut self) -> String {
        let many = |chance: &mut StdRng, from: u32| {
            (0..24).map(|_| format!("word{:03} ", chance.random_range(from..from + 400))).collect::<String>()
        };
        match self.chance.random_range(0..10) {
            0..=2 => "nice one".to_owned(),
            3..=7 => many(&mut self.chance, 0),
            _ => {
                let n = self.chance.random_range(0..2);
                let said = many(&mut StdRng::seed_from_u64(n), 400);
                if self.is_likely(50) { said } else { said[said.len() / 5..].to_owned() }
            }
        }
    }

    async fn share(&mut self) {
        let (text, workspace) = (self.text(), self.workspace());
        self.share_text(&text, &workspace).await;
    }

    async fn share_text(&mut self, text: &str, workspace: &WorkspaceId) -> (Deed, String) {
        let (user, _) = self.one_of(&REPS);
        let channel = self.one_of(&["C1", "C2", "D1"]).into();
        let submission = Submission {
            asker: self.asker(workspace, user),
            draft: Draft::parse(text).unwrap(),
            door: Door::Command { channel },
            at: self.play.clock.now(),
            is_vouched: false,
        };
        let deed = Deed::Share(submission);
        (deed.clone(), self.run(deed).await)
    }

    /// A message is written; Slack tells of it now, late, or after it was edited or deleted.
    async fn post(&mut self) {
        let (user, _) = self.one_of(&REPS);
        let late = self.one_of(&[0, 0, 0, 5, 90]);
        let at = self.play.clock.now() - TimeDelta::minutes(late);
        let message = Message {
            workspace: self.workspace(),
            channel: self.one_of(&["C1", "C2"]).into(),
            ts: format!("{}.{:06}", at.timestamp(), self.messages.len()),
            at,
            user: user.to_owned(),
        };
        self.messages.push(message.clone());
        match self.chance.random_range(0..100) {
            0..=7 => self.delete_one(message.clone()).await,
            8..=15 => self.edit_one(message.clone()).await,
            _ => {}
        }
        let submission = Submission {
            asker: self.asker(&message.workspace, user),
            draft: Draft::parse(&self.text()).unwrap(),
            door: Door::Message { channel: message.channel, ts: message.ts },
            at,
            is_vouched: false,
        };
        self.run(Deed::Share(submission)).await;
    }

    /// What was delivered before changes nothing, and is answered as it was.
    async fn deliver_again(&mut self) {
        if self.deeds.is_empty() {
            return;
        }
        let (deed, answer) = self.one_of(&self.deeds.clone());
        let before = Books::read(&self.play.store).await;
        let again = deed.run(&self.play).await;
        let after = Books::read(&self.play.store).await;
        assert!(again == answer && before == after, "delivered again: {deed:?}\n{answer}\n{again}");
    }

    async fn undo(&mut self) {
        let ((user, _), workspace) = (self.one_of(&REPS), self.workspace());
        let asker = self.asker(&workspace, user);
        self.run(Deed::Undo(asker)).await;
    }

    async fn edit(&mut self) {
        if !self.messages.is_empty() {
            let message = self.one_of(&self.messages.clone());
            self.edit_one(message).await;
        }
    }

    async fn edit_one(&mut self, message: Message) {
        let text = self.text();
        let edited = Edited {
            asker: self.asker(&message.workspace, &message.user),
            channel: message.channel,
            ts: message.ts,
            draft: Draft::parse(&text).ok().filter(|_| self.is_likely(80)),
            posted_at: message.at,
            // Each greater than those before.
            edit: fresh::id(),
        };
        self.run(Deed::Edit(edited)).await;
    }

    async fn delete(&mut self) {
        if !self.messages.is_empty() {
            let message = self.one_of(&self.messages.clone());
            self.delete_one(message).await;
        }
    }

    async fn delete_one(&mut self, message: Message) {
        let delivery = self.asker(&message.workspace, &message.user).delivery;
        self.run(Deed::Delete(message, delivery)).await;
    }

    /// A share that is undone leaves nothing behind; the same again is worth the same.
    async fn share_undo_and_share_again(&mut self) {
        let (text, workspace) = (self.text(), self.workspace());
        let before = Books::read(&self.play.store).await;
        let (deed, answer) = self.share_text(&text, &workspace).await;
        let Deed::Share(submission) = deed else { return };
        if !answer.starts_with("Some(Ok(") || answer.contains("verdict: Copied") {
            return;
        }
        let with = Books::read(&self.play.store).await;
        let asker = self.asker(&workspace, submission.asker.user.as_str());
        self.run(Deed::Undo(asker)).await;
        let without = Books::read(&self.play.store).await;
        assert_eq!(effect(&without), effect(&before), "{text}: undone\n{answer}");
        let asker = self.asker(&workspace, submission.asker.user.as_str());
        self.run(Deed::Share(Submission { asker, ..submission })).await;
        let again = Books::read(&self.play.store).await;
        assert_eq!(effect(&again), effect(&with), "{text}: shared again\n{answer}");
    }

    async fn check(&mut self) {
        let books = Books::read(&self.play.store).await;
        assert_eq!(self.play.store.read(audit::audit).await.unwrap(), []);
        let fault = invariants::fault(&books, &self.play.presets.rulebooks["habit"]);
        assert_eq!(fault, None);
        let said = books.praises.into_iter().filter(|praise| praise.4.is_some()).collect();
        assert!(self.said.is_subset(&said), "what was said stays said: {:?}", self.said);
        self.said = said;
    }
}

/// What of the books depends on which shares count, and on nothing else.
fn effect(books: &Books) -> Vec<String> {
    let playing = books.standings.iter().filter(|row| row.points != 0 || row.shares != 0);
    let standing = books.scores.iter().filter(|score| score.stands == 1);
    let mut effect: Vec<String> = playing.map(|row| format!("{row:?}")).collect();
    effect.extend(standing.map(|score| format!("{:?}", (&score.contest_id, &score.rule, score.points))));
    effect.extend(books.claims.iter().map(|c| format!("{:?}", (&c.contest_id, &c.link_key, &c.user_id))));
    effect.extend(books.prints.iter().map(|(workspace, print, _)| format!("{workspace} {print}")));
    effect.extend(books.active_weeks.iter().map(|week| format!("{week:?}")));
    effect.extend(books.people.iter().map(|person| format!("{person:?}")));
    effect.sort();
    effect
}

fn person(id: &str, zone: Tz, standing: Membership) -> Person {
    Person { id: id.into(), name: id[1..].to_owned(), zone, standing, deactivated: false }
}

/// Tells the history of `seed`, and on a failure what led to it.
async fn tell(store: &Store, seed: u64, steps: usize) {
    use futures_util::FutureExt;

    let mut history = History::begin(store, seed).await;
    let told = async {
        for n in 1..=steps {
            history.step().await;
            if n % 5 == 0 || n == steps {
                history.check().await;
            }
        }
    };
    if let Err(panic) = std::panic::AssertUnwindSafe(told).catch_unwind().await {
        println!("history {seed} ends with:");
        for (deed, answer) in history.deeds.iter().rev().take(12).rev() {
            println!("- {deed:?}\n  → {answer}");
        }
        std::panic::resume_unwind(panic);
    }
}

/// How many histories are told on SQLite; `PACESETTER_HISTORIES` asks for more.
fn many() -> u64 {
    std::env::var("PACESETTER_HISTORIES").ok().and_then(|many| many.parse().ok()).unwrap_or(24)
}

#[tokio::test]
async fn the_books_stay_right_whatever_happens() {
    for seed in 0..many() {
        Ground::sqlite().await.run(async |ground| tell(&ground.store, seed, 60).await).await;
    }
}

#[tokio::test]
async fn the_books_stay_right_on_postgres_too() {
    for seed in 1000..1003 {
        let Some(ground) = Ground::postgres().await else { return };
        ground.run(async |ground| tell(&ground.store, seed, 60).await).await;
    }
}
