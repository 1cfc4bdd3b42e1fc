//! `kill -9` at seeded moments, in a burst of shares and of posts: what was acknowledged is in the ledger once,
//! what was owed is posted once, and a share typed again never pays twice.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::books::{self, ALL_OUT_WITHIN, leases_run_out};
use crate::database::Database;
use crate::harness::{Bot, MANAGER, REPS, Site, Slack, link};
use crate::program::{PATIENCE, until};

/// What one person has typed, and whether the bot said that it has counted.
struct Typist {
    user: &'static str,
    pages: usize,
    counted: BTreeSet<String>,
    unanswered: Option<String>,
}

impl Typist {
    fn new(user: &'static str) -> Self {
        Self { user, pages: 0, counted: BTreeSet::new(), unanswered: None }
    }

    /// Types shares until told that it is over; what had no answer is typed again first.
    fn type_on(&mut self, slack: &Slack, acked: &AtomicUsize, over: &AtomicBool) {
        while !over.load(Ordering::Relaxed) {
            let page = self.unanswered.take().unwrap_or_else(|| {
                self.pages += 1;
                format!("{}-{}", self.user, self.pages)
            });
            let reply = slack.shares(self.user, &page);
            let is_known = reply.text().is_some_and(|text| text.contains("counted already"));
            if reply.is_receipt() || is_known {
                acked.fetch_add(1, Ordering::Relaxed);
                self.counted.insert(page);
            } else {
                assert!(reply.text().is_none(), "neither counted nor lost: {}", reply.body);
                self.unanswered = Some(page);
            }
        }
    }
}

/// A moment of its own for each round, the same in each run.
fn moment(round: u64) -> Duration {
    let mixed = (round + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    Duration::from_micros(20_000 + mixed % 400_000)
}

/// Lets everybody type while the bot works, and kills it after a while.
fn burst(slack: &Slack, mut bot: Bot, typists: &mut [Typist], round: u64) {
    let (acked, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        for typist in typists.iter_mut() {
            scope.spawn(|| typist.type_on(slack, &acked, &over));
        }
        until("the first share", PATIENCE, || (acked.load(Ordering::Relaxed) > 0).then_some(()));
        thread::sleep(moment(round));
        bot.program.kill();
        over.store(true, Ordering::Relaxed);
    });
}

fn is_killed_often(slack: &Slack, site: &Site, rounds: u64) {
    let mut bot = site.serves();
    slack.starts_a_contest();
    let mut typists: Vec<_> = REPS.into_iter().map(Typist::new).collect();
    let mut waits = Vec::new();
    for round in 0..rounds {
        if round % 3 == 1 {
            books::a_board_falls_due(site);
        }
        slack.says("U0PRIYA", &link(&format!("said-{round}")));
        burst(slack, bot, &mut typists, round);
        leases_run_out(site);
        let begun = Instant::now();
        bot = site.serves();
        waits.push(begun.elapsed());
    }
    println!("from start to ready after a kill: {waits:?}");
    let ended = slack.types(MANAGER, "/contest", "end");
    assert!(ended.text().is_some(), "{}", ended.body);
    bot.program.kill();
    leases_run_out(site);
    let _bot = site.serves();
    books::all_is_done(site, ALL_OUT_WITHIN);
    check_shares(site, &typists);
    check_posts(slack, site);
    site.is_sound();
}

fn check_shares(site: &Site, typists: &[Typist]) {
    let acknowledged: usize = typists.iter().map(|typist| typist.counted.len()).sum();
    let paid = books::shares_are_paid_once(site, typists.iter().flat_map(|typist| &typist.counted));
    println!("{acknowledged} shares acknowledged, {paid} in the ledger");
    assert!(acknowledged > typists.len());
}

fn check_posts(slack: &Slack, site: &Site) {
    let posted = books::posts_stand_once_in_order(slack, site);
    for (event_type, at_least) in [("announcement", 1), ("board", 1), ("shout_out", 1), ("final", 1)] {
        let keys = slack.keys(event_type);
        assert!(keys.len() >= at_least, "{event_type}: {keys:?}");
    }
    println!("{posted} posts, each once and in order");
}

#[test]
fn nothing_is_lost_or_doubled_however_often_it_is_killed() {
    let slack = Slack::empty_of_bots(&[]);
    is_killed_often(&slack, &Site::new(&slack), 12);
}

#[test]
fn nothing_is_lost_or_doubled_on_postgres_either() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    is_killed_often(&slack, &Site::new(&slack).on(database), 5);
}
