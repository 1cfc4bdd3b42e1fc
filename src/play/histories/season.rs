//! A season: two hundred reps over many contests of every format, with all that reps, managers and Slack do, played by
//! the clock, with the work that falls due. Everything comes from a seed.
//!
//! Eight weeks are played with the other tests. A year, on SQLite:
//! `cargo test --release --locked --lib a_year_of_play -- --ignored --nocapture`.

mod acts;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Datelike, Days, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::deed::{Deed, Message};
use super::invariants;
use crate::clock::Clock;
use crate::config::{Presets, Settings};
use crate::domain::contest::Phase;
use crate::domain::id::{ContestId, WorkspaceId};
use crate::domain::ledger::Reason;
use crate::domain::review::Matter;
use crate::domain::roster::{Membership, Person};
use crate::domain::season::Every;
use crate::domain::share::Draft;
use crate::fresh;
use crate::job::KINDS;
use crate::play::choose::Door;
use crate::play::correct_score::Asked;
use crate::play::edit_share::Edited;
use crate::play::reviews::Decision;
use crate::play::start_contest::{StartRequest, start_contest};
use crate::play::steer_contest::{NewEnd, Steer};
use crate::play::submission::Submission;
use crate::play::teams::TeamAct;
use crate::play::whom::PersonRef;
use crate::play::wins::Reported;
use crate::play::{Asker, Play, bonuses, learn};
use crate::store::roster::Channel;
use crate::store::testing::Ground;
use crate::store::testing::books::Books;
use crate::store::{Store, Tx, agenda, audit, awards, contests, ledger, reviews};

pub(super) const HOME: &str = "T1";
const REPS: usize = 200;
const CHANNELS: usize = 6;
const BOSSES: usize = 3;
const ZONES: [Tz; 3] = [Tz::Europe__Berlin, Tz::America__New_York, Tz::Asia__Tokyo];
/// How many of the latest deeds may be delivered again.
const REMEMBERED: usize = 200;

struct Season {
    play: Arc<Play>,
    chance: StdRng,
    deliveries: u64,
    links: u64,
    messages: VecDeque<Message>,
    deeds: VecDeque<(Deed, String)>,
    live: Vec<ContestId>,
    /// How often each thing was done.
    done: BTreeMap<&'static str, u64>,
}

fn rep(n: usize) -> String {
    format!("UREP{n:03}")
}

fn boss(n: usize) -> String {
    format!("UBOSS{n}")
}

/// Everybody is there on a Sunday evening, before the first week.
pub(super) async fn stage(store: &Store) -> Arc<Play> {
    let clock = Clock::frozen_at("2026-03-01T20:00:00Z".parse().unwrap());
    let (presets, settings) = (Presets::load(None).unwrap(), Settings::load(None).unwrap());
    let play = Play::new(store.clone(), clock, presets, settings).unwrap();
    let person = |id: String, zone, standing| Person {
        name: id[1..].to_owned(),
        id: id.into(),
        zone,
        standing,
        deactivated: false,
    };
    let mut people: Vec<Person> =
        (0..REPS).map(|n| person(rep(n), ZONES[n % ZONES.len()], Membership::Member)).collect();
    people.extend((0..BOSSES).map(|n| person(boss(n), ZONES[0], Membership::Admin)));
    learn::people(&play, HOME.into(), people).await.unwrap();
    let channels = (0..CHANNELS).map(|n| Channel {
        id: format!("C{n}").into(),
        name: format!("c{n}"),
        bot_is_member: true,
        archived: false,
    });
    learn::channels(&play, HOME.into(), channels.collect()).await.unwrap();
    Arc::new(play)
}

/// Moves the clock to `until`, and does in its order what falls due on the way. How much that was.
pub(super) async fn pass(play: &Arc<Play>, until: DateTime<Utc>) -> u64 {
    let mut done = 0;
    loop {
        let due = play.store.read(async |tx: &mut Tx| agenda::next_due(tx).await).await.unwrap();
        let Some(due) = due.filter(|due| *due <= until) else { break };
        play.clock.set(due.max(play.clock.now()));
        let now = play.clock.now();
        let claim = async move |tx: &mut Tx| agenda::claim(tx, now, TimeDelta::minutes(1), 64).await;
        for claim in play.store.write(claim).await.unwrap() {
            let kind = KINDS.iter().find(|kind| kind.name == claim.work.kind).unwrap();
            (kind.run)(play.clone(), claim).await.unwrap();
            done += 1;
        }
    }
    play.clock.set(until);
    done
}

impl Season {
    async fn begin(store: &Store, seed: u64) -> Self {
        Self {
            play: stage(store).await,
            chance: StdRng::seed_from_u64(seed),
            deliveries: 0,
            links: 0,
            messages: VecDeque::new(),
            deeds: VecDeque::new(),
            live: Vec::new(),
            done: BTreeMap::new(),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.play.clock.now()
    }

    fn asker(&mut self, user: &str) -> Asker {
        self.deliveries += 1;
        Asker { workspace: HOME.into(), user: user.into(), delivery: format!("D{}", self.deliveries) }
    }

    fn below(&mut self, n: usize) -> usize {
        self.chance.random_range(0..n)
    }

    async fn run(&mut self, what: &'static str, deed: Deed) -> String {
        let answer = deed.run(&self.play).await;
        *self.done.entry(what).or_default() += 1;
        self.deeds.push_back((deed, answer.clone()));
        if self.deeds.len() > REMEMBERED {
            self.deeds.pop_front();
        }
        answer
    }

    /// Moves the clock to `until`, and does in its order what falls due on the way.
    async fn pass(&mut self, until: DateTime<Utc>) {
        *self.done.entry("work that fell due").or_default() += pass(&self.play, until).await;
    }

    /// Monday morning: of each template one contest in turn, in turn in each channel, for one to four weeks.
    async fn start_contests(&mut self, week: usize) {
        let names: Vec<String> = self.play.presets.templates.keys().cloned().collect();
        for n in 0..3 {
            let turn = week * 3 + n;
            let (template, channel) = (names[turn % names.len()].clone(), format!("C{}", turn % CHANNELS));
            let asker = self.asker(&boss(turn % BOSSES));
            let title = Some(format!("Contest {turn}"));
            let weeks = 1 + turn % 4;
            let lasts = Some(format!("{weeks}w"));
            // Some come again each week, some ask for a quota.
            let every = (weeks == 1 && n == 0).then_some(Every::Week);
            let quota = (n == 1).then_some((300, true));
            let request = StartRequest { template, title, lasts, every, quota, ..StartRequest::default() };
            let started = start_contest(&self.play, asker, request, channel.into()).await.unwrap();
            let contest = started.unwrap().contest;
            if contest.format.has_teams() {
                self.make_teams(&contest.id).await;
            }
            *self.done.entry("contests").or_default() += 1;
        }
        // One is tried out silently beside them.
        let (asker, title) = (self.asker(&boss(0)), Some(format!("Trial {week}")));
        let (template, lasts) = ("most-points".to_owned(), Some("5d".to_owned()));
        let request = StartRequest { template, title, lasts, dry: true, ..StartRequest::default() };
        start_contest(&self.play, asker, request, "C0".into()).await.unwrap().unwrap();
        let live = async |tx: &mut Tx| contests::live(tx, &HOME.into()).await;
        self.live = self.play.store.read(live).await.unwrap().into_iter().map(|contest| contest.id).collect();
    }

    async fn make_teams(&mut self, contest: &ContestId) {
        for n in 0..5 {
            let captain = self.asker(&rep(n * 7));
            let team = format!("Team {n}");
            self.run("team", Deed::Team(captain, TeamAct::Create(team.clone()), contest.clone())).await;
            for _ in 0..5 {
                let member = rep(self.below(REPS));
                let asker = self.asker(&member);
                self.run("team", Deed::Team(asker, TeamAct::Join(team.clone()), contest.clone())).await;
            }
        }
    }

    /// One hour of a day: some act.
    async fn hour(&mut self, acts: usize) {
        for _ in 0..acts {
            self.play.clock.set(self.now() + TimeDelta::seconds(7));
            // Those with low numbers are keener than the others.
            let (one, other) = (self.below(REPS), self.below(REPS));
            let user = rep(one.min(other));
            match self.below(1000) {
                0..=529 => self.share(&user).await,
                530..=739 => self.post(&user).await,
                740..=789 => self.deliver_again().await,
                790..=814 => self.edit().await,
                815..=834 => self.delete().await,
                835..=864 => {
                    let asker = self.asker(&user);
                    self.run("undo", Deed::Undo(asker)).await;
                }
                865..=889 => self.count(&user).await,
                890..=899 => self.win(&user).await,
                900..=904 => self.appeal_award(&user).await,
                905..=919 => {
                    let asker = self.asker(&user);
                    self.run("appeal", Deed::Appeal(asker, "please look again".to_owned())).await;
                }
                920..=949 => self.come_or_go(&user).await,
                950..=969 => self.decide().await,
                _ => self.manage().await,
            }
        }
    }

    /// A day of play; on weekends few are there.
    async fn day(&mut self, acts: usize) {
        let midnight = self.now();
        let is_weekend = matches!(midnight.weekday(), Weekday::Sat | Weekday::Sun);
        for hour in 7..19 {
            self.pass(midnight + TimeDelta::hours(hour)).await;
            self.hour(if is_weekend { acts / 10 } else { acts }).await;
        }
        self.pass(midnight + TimeDelta::days(1)).await;
    }

    /// What is kept is what the ledger says, and each of its entries is explained.
    async fn check(&self) {
        let findings = self.play.store.read(audit::audit).await.unwrap();
        assert_eq!(findings, []);
    }

    async fn check_entries(&self) -> usize {
        let explained = async |tx: &mut Tx| {
            let home = WorkspaceId::from(HOME);
            let mut all = contests::live(tx, &home).await?;
            all.extend(contests::past(tx, &home, 1000).await?);
            let (mut entries, mut open) = (0, 0);
            for contest in all {
                open += usize::from(contest.phase == Phase::Open);
                for entry in ledger::entries(tx, &home, &contest.id).await? {
                    entries += 1;
                    let is_explained = match entry.reason {
                        Reason::Share | Reason::FirstOfWeek => entry.rule.is_some() && entry.link.is_some(),
                        Reason::Count | Reason::Result => entry.rule.is_some() && entry.note.is_some(),
                        Reason::Correction => entry.note.is_some(),
                        Reason::Reversal => entry.reverses.is_some(),
                    };
                    assert!(is_explained, "{entry:?}");
                }
            }
            assert!(open > 0, "something still runs");
            Ok(entries)
        };
        self.play.store.read(explained).await.unwrap()
    }
}

/// Plays so many weeks with so many acts an hour.
async fn play(store: &Store, seed: u64, weeks: usize, acts: usize) -> Season {
    let mut season = Season::begin(store, seed).await;
    let monday = (season.now() + TimeDelta::hours(4)).date_naive();
    season.pass(monday.and_hms_opt(0, 0, 0).unwrap().and_utc()).await;
    for week in 0..weeks {
        let begin = monday + Days::new(7 * week as u64);
        assert_eq!((season.now().date_naive(), season.now().hour()), (begin, 0));
        season.start_contests(week).await;
        for _ in 0..7 {
            season.day(acts).await;
        }
        season.check().await;
    }
    season
}

/// Eight weeks, and all that must hold of the books.
async fn eight_weeks(store: &Store, seed: u64, acts: usize) {
    let season = play(store, seed, 8, acts).await;
    let entries = season.check_entries().await;
    assert!(entries > 500, "{entries} entries of {:?}", season.done);
    let mut books = Books::read(store).await;
    // What counted in a dry run is no share, and no link or cap of any other contest goes by it.
    let shares: BTreeSet<String> = books.shares.iter().map(|share| share.share_id.clone()).collect();
    books.scores.retain(|score| shares.contains(&score.share_id));
    assert_eq!(invariants::fault(&books, &season.play.presets.rulebooks["habit"]), None);
}

#[tokio::test]
async fn eight_weeks_of_play_by_two_hundred_reps() {
    Ground::sqlite().await.run(async |ground| eight_weeks(&ground.store, 1, 9).await).await;
}

#[tokio::test]
async fn eight_weeks_of_play_on_postgres_too() {
    let Some(ground) = Ground::postgres().await else { return };
    ground.run(async |ground| eight_weeks(&ground.store, 2, 4).await).await;
}

/// Run by hand: it takes an hour or more.
#[tokio::test]
#[ignore = "a year: an hour or more in a release build"]
async fn a_year_of_play() {
    let seed = std::env::var("PACESETTER_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let begun = Instant::now();
    Ground::sqlite()
        .await
        .run(async |ground| {
            let season = play(&ground.store, seed, 52, 30).await;
            let entries = season.check_entries().await;
            println!("seed {seed}: {entries} entries of the ledger, each explained, from {:?}", season.done);
        })
        .await;
    println!("a year in {:.0} s", begun.elapsed().as_secs_f64());
}
