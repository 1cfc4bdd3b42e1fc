//! `pacesetter backup`, and going on from what it made: under load, with posts owed, and what it refuses.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::json;

use crate::database::Database;
use crate::harness::{MANAGER, REPS, Site, Slack, link};
use crate::program::{OverAtLast, PATIENCE, Run, until};

/// A place of its own for a bot that goes on from this copy, as the runbook has it restored.
fn restored(slack: &Slack, copy: &Path) -> Site {
    let site = Site::new(slack);
    std::fs::copy(copy, site.folder().join("pacesetter.db")).unwrap();
    site
}

/// Has the morning's board fall due now.
fn the_morning_comes(site: &Site) {
    let now = chrono::Utc::now().timestamp_millis();
    site.database.execute(&format!(
        "UPDATE agenda SET due_at = {now}, ready_at = {now} WHERE kind = 'daily_board' AND settled_at IS NULL"
    ));
}

/// Each post is in the channel once.
#[track_caller]
fn is_posted_once(slack: &Slack) {
    let mut keys = slack.keys("");
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), all, "posted twice: {keys:?}");
}

#[test]
fn a_copy_taken_under_load_holds_all_that_was_acknowledged_before_it() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let mut bot = site.serves();
    slack.starts_a_contest();
    let copy = site.folder().join("copy.db");
    let (acked, over) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let type_on = |rep: &str| {
        for n in 0.. {
            let page = format!("{rep}-{n}");
            if over.load(Ordering::Relaxed) {
                break;
            }
            if slack.shares(rep, &page).is_receipt() {
                acked.lock().unwrap().push(page);
            }
        }
    };
    let before = thread::scope(|scope| {
        let _over = OverAtLast(&over);
        for rep in REPS {
            let type_on = &type_on;
            scope.spawn(move || type_on(rep));
        }
        until("some shares", PATIENCE, || (acked.lock().unwrap().len() > 40).then_some(()));
        let before = acked.lock().unwrap().clone();
        let run = site.runs(&["backup", "copy.db"]);
        assert!(run.succeeded().starts_with("copy.db: "), "{}", run.out);
        let then = acked.lock().unwrap().len();
        until("shares after it", PATIENCE, || (acked.lock().unwrap().len() > then + 20).then_some(()));
        before
    });
    site.is_sound();
    bot.program.kill();

    let again = restored(&slack, &copy);
    again.is_sound();
    let pages = again.database.rows("SELECT link_url, COUNT(*) FROM shares GROUP BY link_url");
    for page in &before {
        assert!(pages.contains(&(link(page), 1)), "{page} was acknowledged and is not there once");
    }
    println!("{} shares acknowledged before the copy, {} in it", before.len(), pages.len());
    assert!(pages.len() < acked.lock().unwrap().len(), "the copy is of the middle");
    let bot = again.serves();
    assert!(bot.program.log().contains("served from a backup"), "{}", bot.program.log());
    assert!(slack.shares(REPS[0], &format!("{}-0", REPS[0])).text().unwrap().contains("counted already"));
    assert!(slack.shares(REPS[0], "after-the-restore").is_receipt());
    again.owes_nothing(PATIENCE);
    is_posted_once(&slack);
    assert_eq!(bot.stops().0, Some(0));
    again.is_sound();
}

#[test]
fn what_was_posted_since_the_copy_is_not_posted_again() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let mut bot = site.serves();
    // Slack says that it has not taken it: nothing is uncertain about it.
    let fault = json!({"kind": "rate_limited", "method": "chat.postMessage", "retry_after": 4});
    slack.fault(&fault);
    slack.types(MANAGER, "/contest", "start most-points \"Race\" for 3w");
    let put_back = "SELECT COUNT(*) FROM owed_posts WHERE state = 'owed' AND uncertain = 0 AND attempts = 1";
    until("the post to be put back", PATIENCE, || (site.database.number(put_back) == 1).then_some(()));
    site.runs(&["backup", "copy.db"]).succeeded();
    slack.has_posted("announcement", 1);
    the_morning_comes(&site);
    slack.has_posted("board", 1);
    site.owes_nothing(PATIENCE);
    bot.program.kill();

    let again = restored(&slack, &site.folder().join("copy.db"));
    assert_eq!(again.database.number("SELECT COUNT(*) FROM owed_posts WHERE settled_at IS NULL"), 1);
    the_morning_comes(&again);
    let _bot = again.serves();
    let done = "SELECT COUNT(*) FROM owed_posts WHERE state = 'done' AND kind IN ('announcement', 'board')";
    until("both to be settled", PATIENCE, || (again.database.number(done) == 2).then_some(()));
    assert_eq!((slack.keys("announcement").len(), slack.keys("board").len()), (1, 1));
    slack.types(MANAGER, "/contest", "start most-points \"The next one\" for 3w");
    slack.has_posted("announcement", 2);
    is_posted_once(&slack);
}

/// What a database restored from a dump is told with.
fn is_told_that_it_was_restored(slack: &Slack, site: &Site) {
    let bot = site.serves();
    slack.starts_a_contest();
    site.owes_nothing(PATIENCE);
    assert_eq!(bot.stops().0, Some(0));
    site.runs(&["migrate", "--restored"]).succeeded();
    // The dump is older than the announcement.
    site.database.execute(
        "UPDATE owed_posts SET state = 'owed', settled_at = NULL, uncertain = 0, channel_id = NULL, ts = NULL",
    );
    let _bot = site.serves();
    site.owes_nothing(PATIENCE);
    assert_eq!(slack.keys("announcement").len(), 1);
    let doubted = format!(
        "SELECT COUNT(*) FROM workspaces WHERE doubted_until > {}",
        chrono::Utc::now().timestamp_millis()
    );
    assert_eq!(site.database.number(&doubted), 1);
}

#[test]
fn a_database_can_be_told_that_it_was_restored() {
    let slack = Slack::empty_of_bots(&[]);
    is_told_that_it_was_restored(&slack, &Site::new(&slack));
    let Some(database) = Database::postgres() else { return };
    let slack = Slack::empty_of_bots(&[]);
    is_told_that_it_was_restored(&slack, &Site::new(&slack).on(database));
}

#[test]
fn a_backup_overwrites_nothing_and_leaves_nothing_unfinished() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    site.runs(&["migrate"]).succeeded();
    std::fs::write(site.folder().join("taken"), "mine").unwrap();
    assert_eq!(
        site.runs(&["backup", "taken"]).failed(2),
        "pacesetter: taken: is there already; a backup overwrites nothing"
    );
    assert_eq!(std::fs::read_to_string(site.folder().join("taken")).unwrap(), "mine");
    assert!(site.runs(&["backup", "nowhere/copy.db"]).failed(1).contains("nowhere/copy.db: "));
    let names = std::fs::read_dir(site.folder()).unwrap().map(|it| it.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("unfinished")));
    let Some(database) = Database::postgres() else { return };
    let site = site.on(database);
    let refused = site.runs(&["backup", "copy.db"]);
    assert!(refused.failed(2).starts_with("pacesetter: DATABASE_URL: ") && refused.err.contains("pg_dump"));
    assert!(!site.folder().join("copy.db").exists());
}

#[test]
fn a_mistyped_path_is_refused_and_nothing_is_made_there() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let file = site.folder().join("mistyped.db");
    let site = site.with("DATABASE_URL", &format!("sqlite://{}", file.display()));
    let refused = |run: Run, code: i32| {
        let line = run.failed(code).to_owned();
        assert!(line.contains("DATABASE_URL: there is no file ") && line.contains("mistyped.db"), "{line}");
    };
    refused(site.runs(&["audit"]), 2);
    refused(site.runs(&["backup", "copy.db"]), 2);
    let doctor = site.runs(&["doctor"]);
    assert!(
        doctor.code == Some(1) && doctor.out.contains("FAIL  DATABASE_URL: there is no file "),
        "{}",
        doctor.out
    );
    assert!(!file.exists() && !site.folder().join("copy.db").exists());
}
