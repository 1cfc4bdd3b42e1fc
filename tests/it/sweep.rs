//! `kill -9` at moments swept over the life of a share and of what follows from it: the write, the answer, the
//! work on the agenda, the post. Where each kill fell is read from what it left behind, and told.
//!
//! A few in every run; as many as one likes with
//! `PACESETTER_KILLS=200 cargo test --test it kill_sweep -- --ignored --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::{Duration, Instant};

use crate::books;
use crate::database::Database;
use crate::harness::{Bot, REPS, Reply, Site, Slack, link};
use crate::program::{PATIENCE, until};

/// Each share crosses a milestone, so that each owes its channel a shout-out.
const EACH_PRAISED: [(&str, &str); 2] =
    [("points = [10, 20, 30]", "points = [1]"), ("then_every = 1000", "then_every = 1")];

/// What is begun, to be killed in the midst of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    /// A share is typed; the kill falls between the request and a little after its answer ...
    Command,
    /// ... or between the answer and the last settlement of what follows: the shout-out.
    Shout,
    /// A share is posted in the channel.
    Event,
    /// As a share is posted, a board falls due.
    Board,
}

const ACTS: [Act; 4] = [Act::Command, Act::Shout, Act::Event, Act::Board];

/// How long things take here, measured when nothing is killed.
struct Lives {
    answer: Duration,
    all: Duration,
}

impl Lives {
    /// The moment of a kill, `part` (0 to 1) of the way.
    fn moment(&self, act: Act, part: f64) -> Duration {
        match act {
            Act::Command => self.answer.mul_f64(1.2 * part),
            Act::Shout => self.answer + (self.all - self.answer).mul_f64(1.1 * part),
            Act::Event | Act::Board => self.all.mul_f64(1.2 * part),
        }
    }
}

/// A sweep on its way.
struct Sweep<'a> {
    slack: &'a Slack,
    site: &'a Site,
    shared: u64,
    acknowledged: BTreeSet<String>,
    fell: BTreeMap<(Act, &'static str), u32>,
    /// By how much the moments of an act are drawn in or out, to fall where something is under way.
    drawn: BTreeMap<Act, f64>,
}

impl<'a> Sweep<'a> {
    fn new(slack: &'a Slack, site: &'a Site) -> Self {
        let book = site.config().join("presets/rulebooks/habit.toml");
        let mut text = std::fs::read_to_string(&book).unwrap();
        for (few, each) in EACH_PRAISED {
            assert!(text.contains(few));
            text = text.replace(few, each);
        }
        std::fs::write(&book, text).unwrap();
        Self {
            slack,
            site,
            shared: 0,
            acknowledged: BTreeSet::new(),
            fell: BTreeMap::new(),
            drawn: BTreeMap::new(),
        }
    }

    fn next(&mut self) -> (&'static str, String) {
        self.shared += 1;
        let user = REPS[usize::try_from(self.shared).unwrap() % REPS.len()];
        (user, format!("{user}-{}", self.shared))
    }

    fn is_sqlite(&self) -> bool {
        self.site.database.url.starts_with("sqlite")
    }

    /// Channels need not rest before the next act.
    fn is_quiet(&self) {
        until("a quiet channel", PATIENCE, || {
            self.site.database.execute("UPDATE lanes SET rests_until = rests_from");
            let now = chrono::Utc::now().timestamp_millis();
            let left = format!(
                "SELECT (SELECT COUNT(*) FROM agenda WHERE settled_at IS NULL AND due_at <= {now}) + \
                 (SELECT COUNT(*) FROM owed_posts WHERE settled_at IS NULL)"
            );
            if self.site.database.number(&left) == 0 {
                return Some(());
            }
            thread::sleep(Duration::from_millis(20));
            None
        });
    }

    /// How long a share takes to its answer, and to the end of all that follows: the middle of some.
    fn measure(&mut self) -> Lives {
        let (mut answers, mut alls) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            self.is_quiet();
            let ((user, page), begun) = (self.next(), Instant::now());
            self.slack.shares_until_counted(user, &page);
            answers.push(begun.elapsed());
            let settled = format!("SELECT COUNT(*) FROM owed_posts WHERE settled_at >= {}", now_after(begun));
            until("the shout-out", PATIENCE, || (self.site.database.number(&settled) > 0).then_some(()));
            alls.push(begun.elapsed());
            self.acknowledged.insert(page);
        }
        answers.sort();
        alls.sort();
        Lives { answer: answers[2], all: alls[2].max(answers[2] * 2) }
    }

    /// Begins something, kills the bot after `moment`, and checks what was left and what becomes of it.
    fn kill(&mut self, mut bot: Bot, act: Act, moment: Duration) -> Bot {
        self.is_quiet();
        let (user, page) = self.next();
        if act == Act::Board {
            books::a_board_falls_due(self.site);
        }
        let (slack, types) = (self.slack, matches!(act, Act::Command | Act::Shout));
        let (reply, ts) = thread::scope(|scope| {
            let begun = Instant::now();
            let doing = scope.spawn(|| match types {
                true => (Some(slack.shares(user, &page)), None),
                false => (None, Some(slack.says(user, &link(&page)))),
            });
            wait_until(begun + moment);
            bot.program.kill();
            doing.join().unwrap()
        });
        // What was on its way to Slack when its sender died arrives.
        thread::sleep(Duration::from_millis(20));
        let stage = self.stage(&page, reply.as_ref(), act == Act::Board);
        *self.fell.entry((act, stage)).or_default() += 1;
        // Too late, or too early: the machine's pace is not what it was when it was measured.
        let drawn = self.drawn.entry(act).or_insert(1.0);
        match stage.as_bytes()[0] {
            b'7' => *drawn = (*drawn * 0.85).max(0.2),
            b'0' => *drawn = (*drawn * 1.1).min(2.0),
            _ => {}
        }
        if !self.is_sqlite() {
            // Where others may be at work, what the dead had taken up waits out its lease.
            books::leases_run_out(self.site);
        }
        let bot = self.site.serves();
        if let Some(ts) = ts {
            // Slack sends what was not acknowledged again: at once, and if that goes to another connection of
            // the dead, after a minute.
            self.slack.is_counted_within(&ts, Duration::from_secs(100));
            self.acknowledged.insert(page.clone());
        }
        if let Some(reply) = reply {
            self.type_again(user, &page, &reply);
        }
        books::shares_are_paid_once(self.site, self.acknowledged.iter());
        bot
    }

    /// A receipt is kept; who got none types the same again.
    fn type_again(&mut self, user: &'static str, page: &str, reply: &Reply) {
        if !reply.is_receipt() {
            assert!(reply.text().is_none() || reply.is_trouble(), "neither counted nor lost: {}", reply.body);
            self.slack.shares_until_counted(user, page);
        }
        self.acknowledged.insert(page.to_owned());
    }

    /// How far it had come when it was killed.
    fn stage(&self, page: &str, reply: Option<&Reply>, board: bool) -> &'static str {
        let database = &self.site.database;
        let recorded =
            database.number(&format!("SELECT COUNT(*) FROM shares WHERE link_url = '{}'", link(page)));
        match reply.map(Reply::is_receipt) {
            Some(true) => assert_eq!(recorded, 1, "{page} was acknowledged before it was on disk"),
            Some(false) if recorded == 1 => return "1 committed, not answered",
            _ => {}
        }
        if recorded == 0 && !board {
            return "0 before the commit";
        }
        let kind = if board { "daily_board" } else { "shout_outs" };
        let now = chrono::Utc::now().timestamp_millis();
        let work = database.rows(&format!(
            "SELECT state, fence FROM agenda WHERE kind = '{kind}' AND settled_at IS NULL AND due_at <= {now}"
        ));
        match work.first().map(|(state, _)| state.as_str()) {
            Some("due") => return "2 work due, not claimed",
            Some(_) => return "3 work claimed, not settled",
            None => {}
        }
        let posted = self.slack.keys("");
        let owed = database.rows(
            "SELECT key, CAST(CASE state WHEN 'sending' THEN 1 ELSE 0 END AS BIGINT) FROM owed_posts \
             WHERE settled_at IS NULL AND kind <> 'reaction'",
        );
        match owed.first() {
            Some((_, 0)) => "4 post owed, not claimed",
            Some((key, _)) if posted.contains(key) => "6 post sent, not settled",
            Some(_) => "5 post claimed, not sent",
            None => "7 all settled",
        }
    }
}

/// The instant at which something began, by the database's count of milliseconds.
fn now_after(begun: Instant) -> i64 {
    chrono::Utc::now().timestamp_millis() - i64::try_from(begun.elapsed().as_millis()).unwrap()
}

/// Sleeping alone is too coarse.
fn wait_until(at: Instant) {
    while let Some(left) = at.checked_duration_since(Instant::now()) {
        match left.checked_sub(Duration::from_millis(1)) {
            Some(most) => thread::sleep(most),
            None => std::hint::spin_loop(),
        }
    }
}

/// Kills the bot so many times; then everything must be as if it had not been.
fn is_killed(slack: &Slack, site: &Site, kills: u32) {
    let begun = Instant::now();
    let mut sweep = Sweep::new(slack, site);
    let engine = if sweep.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    let mut bot = site.serves();
    let start = slack.types(crate::harness::MANAGER, "/contest", "start most-points \"Race\" for 50w");
    assert!(start.text().is_some_and(|text| text.contains("Race")), "{}", start.body);
    slack.has_posted("announcement", 1);
    let mut lives = sweep.measure();
    for n in 0..kills {
        if n % 20 == 19 {
            // The machine may be busier or less busy by now.
            lives = sweep.measure();
        }
        // Spread evenly however many there are, and the same in each run.
        let part = (f64::from(n / 4) * 0.618_033_988_75 + f64::from(n % 4) * 0.1).fract();
        let act = ACTS[usize::try_from(n % 4).unwrap()];
        let drawn = sweep.drawn.get(&act).copied().unwrap_or(1.0);
        bot = sweep.kill(bot, act, lives.moment(act, part).mul_f64(drawn));
        site.is_sound();
    }
    books::all_is_done(site, books::ALL_OUT_WITHIN);
    let paid = books::shares_are_paid_once(site, sweep.acknowledged.iter());
    let posts = books::posts_stand_once_in_order(slack, site);
    site.is_sound();
    drop(bot);
    println!(
        "{engine}: {kills} kills in {:.0?}; a share is answered after {:.1?} and all settled after {:.1?}",
        begun.elapsed(),
        lives.answer,
        lives.all
    );
    for ((act, stage), times) in &sweep.fell {
        println!("  {times:>4} × {act:?} killed at: {stage}");
    }
    println!(
        "  {} shares acknowledged, none lost; {paid} in the ledger, each once",
        sweep.acknowledged.len()
    );
    println!("  {posts} posts in the channel, each once and in order; audit clean after each kill");
}

#[test]
fn killed_at_any_moment_of_a_shares_life_nothing_is_lost() {
    let slack = Slack::empty_of_bots(&[]);
    is_killed(&slack, &Site::new(&slack), 12);
}

#[test]
fn killed_at_any_moment_nothing_is_lost_on_postgres_either() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    is_killed(&slack, &Site::new(&slack).on(database), 8);
}

#[test]
#[ignore = "takes minutes: as many kills as PACESETTER_KILLS says, half of them on each engine"]
fn kill_sweep() {
    let kills: u32 = std::env::var("PACESETTER_KILLS").map_or(200, |kills| kills.parse().unwrap());
    let slack = Slack::empty_of_bots(&[]);
    is_killed(&slack, &Site::new(&slack), kills - kills / 2);
    let slack = Slack::empty_of_bots(&[]);
    match Database::postgres() {
        Some(database) => is_killed(&slack, &Site::new(&slack).on(database), kills / 2),
        None => panic!("half of the kills are on PostgreSQL, and its programs are not here"),
    }
}
