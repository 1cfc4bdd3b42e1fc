//! Upgrades while bots run: one database brought up to date by many at once, or under the feet of an older program.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::database::Database;
use crate::harness::{Bot, REPS, Site, Slack};
use crate::program::{OverAtLast, PATIENCE, Program, until};

/// What a migration of a later version might add.
const ADDED: [&str; 4] = [
    "ALTER TABLE owed_posts ADD COLUMN later TEXT",
    "ALTER TABLE agenda ADD COLUMN later INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE later_things (workspace_id TEXT NOT NULL, thing TEXT NOT NULL, PRIMARY KEY (workspace_id, thing))",
    "CREATE INDEX later_shares ON shares (workspace_id, link_url)",
];

fn note_migration(site: &Site) {
    let checksum = if site.database.url.starts_with("sqlite") { "x'00'" } else { "'\\x00'" };
    site.database.execute(&format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (99990101000000, 'from a later version', TRUE, {checksum}, 0)"
    ));
}

fn many_migrate_at_once(site: &Site) {
    let mut runs: Vec<_> = (0..4).map(|_| Program::start(&mut site.command(&["migrate"]))).collect();
    for run in &mut runs {
        let code = run.ended(PATIENCE).code();
        assert!(code == Some(0) && !run.log().contains("pacesetter:"), "{}", run.log());
    }
    let sql = "SELECT COUNT(*) - COUNT(DISTINCT version) FROM _sqlx_migrations";
    assert_eq!(site.database.number(sql), 0);
}

#[test]
fn many_processes_bring_one_database_up_to_date_at_once() {
    let slack = Slack::empty_of_bots(&[]);
    for _ in 0..3 {
        many_migrate_at_once(&Site::new(&slack));
    }
    let Some(database) = Database::postgres() else { return };
    many_migrate_at_once(&Site::new(&slack).on(database));
}

#[test]
fn two_replicas_that_start_at_once_on_a_new_database_both_serve() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    let site = Site::new(&slack).on(database);
    let bots = thread::scope(|scope| {
        let starting = [(); 2].map(|()| scope.spawn(|| site.starts()));
        starting.map(|it| it.join().unwrap())
    });
    bots.iter().for_each(Bot::is_ready);
    slack.starts_a_contest();
    assert!(slack.shares("U0ANA", "1").is_receipt());
    for bot in bots {
        assert_eq!(bot.stops().0, Some(0));
    }
}

fn goes_on_while_a_later_version_migrates(slack: &Slack, site: &Site) {
    let bot = site.serves();
    slack.starts_a_contest();
    let (counted, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let type_on = |rep: &str| {
        let mut n = 0;
        while !over.load(Ordering::Relaxed) {
            if slack.shares(rep, &format!("{rep}-{n}")).is_counted() {
                counted.fetch_add(1, Ordering::Relaxed);
                n += 1;
            }
        }
    };
    let some_more = || {
        let then = counted.load(Ordering::Relaxed);
        until("more shares", PATIENCE, || (counted.load(Ordering::Relaxed) > then + 10).then_some(()));
    };
    thread::scope(|scope| {
        let _over = OverAtLast(&over);
        for rep in &REPS[..3] {
            let type_on = &type_on;
            scope.spawn(move || type_on(rep));
        }
        some_more();
        for sql in ADDED {
            site.database.execute(sql);
            some_more();
        }
        note_migration(site);
        // A replica of this version that starts now finds a database newer than itself.
        site.runs(&["migrate"]).succeeded();
        some_more();
    });
    let (code, log) = bot.stops();
    assert!(code == Some(0) && !log.contains("not taken in"), "{log}");
    let bot = site.serves();
    until("a share after it", PATIENCE, || slack.shares(REPS[0], "after").is_counted().then_some(()));
    site.owes_nothing(Duration::from_secs(60));
    assert_eq!(bot.stops().0, Some(0));
    let shares = site.database.number("SELECT COUNT(*) FROM shares");
    // What was sent last may have been taken in without an answer in time.
    let told = counted.load(Ordering::Relaxed) + 1;
    assert!((told..=told + 3).contains(&usize::try_from(shares).unwrap()), "{shares} of {told}");
    site.is_sound();
}

#[test]
fn a_running_bot_goes_on_while_a_later_version_migrates() {
    let slack = Slack::empty_of_bots(&[]);
    goes_on_while_a_later_version_migrates(&slack, &Site::new(&slack));
}

#[test]
fn a_running_bot_goes_on_while_a_later_version_migrates_postgres() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    goes_on_while_a_later_version_migrates(&slack, &Site::new(&slack).on(database));
}

#[test]
fn a_database_that_demands_a_later_version_is_refused_in_a_line() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    site.runs(&["migrate"]).succeeded();
    note_migration(&site);
    site.runs(&["audit"]).succeeded();
    site.database.execute("INSERT INTO schema_floor (needs) VALUES (99990101000000)");
    for command in [&["migrate"][..], &["audit"], &["serve"], &["serve", "--no-migrate"]] {
        let run = site.runs(command);
        let line = run.err.lines().last().unwrap_or_default();
        assert_eq!(run.code, Some(1), "{command:?}: {}", run.err);
        assert!(line.contains("DATABASE_URL") && line.contains("newer version"), "{command:?}: {line}");
    }
}
