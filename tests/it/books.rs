//! What must hold whatever happened: what was acknowledged is in the ledger once, what was owed is posted once
//! and in its order, and the standings are the ledger's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::harness::{CHANNEL, Site, Slack, link};
use crate::program::until;

/// How long everything owed may take to go out, a second between two posts of a channel.
pub const ALL_OUT_WITHIN: Duration = Duration::from_secs(75);

/// Time passes in which nobody works: what the dead had taken up may be taken up again.
pub fn leases_run_out(site: &Site) {
    for (table, state) in [("agenda", "running"), ("owed_posts", "sending")] {
        site.database.execute(&format!("UPDATE {table} SET ready_at = due_at WHERE state = '{state}'"));
    }
}

/// A board of each contest is due now: that of another day each time, since each day has one.
pub fn a_board_falls_due(site: &Site) {
    static DAYS: AtomicU32 = AtomicU32::new(0);
    let day = DAYS.fetch_add(1, Ordering::Relaxed);
    let date = chrono::NaiveDate::from_ymd_opt(2100, 1, 1).unwrap() + chrono::Days::new(day.into());
    let now = chrono::Utc::now().timestamp_millis();
    site.database.execute(&format!(
        "INSERT INTO agenda (workspace_id, key, kind, args, due_at, ready_at, state, attempts, fence) \
         SELECT workspace_id, 'board:' || contest_id || ':{date}', 'daily_board', \
         '{{\"work\":\"daily_board\",\"contest\":\"' || contest_id || '\",\"date\":\"{date}\"}}', \
         {now}, {now}, 'due', 0, 0 FROM contests"
    ));
}

/// Waits until no work is due and nothing is owed.
pub fn all_is_done(site: &Site, within: Duration) {
    until("all work to be done and all posts to be out", within, || {
        let now = chrono::Utc::now().timestamp_millis();
        let left = format!(
            "SELECT (SELECT COUNT(*) FROM agenda WHERE settled_at IS NULL AND due_at <= {now}) + \
             (SELECT COUNT(*) FROM owed_posts WHERE settled_at IS NULL)"
        );
        (site.database.number(&left) == 0).then_some(())
    });
}

/// Each of these pages, which were acknowledged, was paid; no page was paid twice. Gives how many were paid.
#[track_caller]
pub fn shares_are_paid_once<'p>(site: &Site, acknowledged: impl Iterator<Item = &'p String>) -> usize {
    let paid = "SELECT s.link_url, COUNT(*) FROM shares s JOIN ledger l ON l.workspace_id = s.workspace_id \
                AND l.share_id = s.share_id AND l.reason = 'share' GROUP BY s.link_url ORDER BY 1";
    let paid = site.database.rows(paid);
    let twice: Vec<_> = paid.iter().filter(|(_, times)| *times != 1).collect();
    assert!(twice.is_empty(), "paid more than once: {twice:?}");
    let paid: BTreeSet<&str> = paid.iter().map(|(url, _)| url.as_str()).collect();
    for page in acknowledged {
        assert!(paid.contains(link(page).as_str()), "{page} was acknowledged and is lost");
    }
    paid.len()
}

/// Posts that are owed by two who are at it side by side, within so many milliseconds, have no order.
const SIDE_BY_SIDE: i64 = 250;

/// What the bot owed the channel stands there, each post once, in the order in which they were owed. Nothing
/// failed. Gives how many there are.
#[track_caller]
pub fn posts_stand_once_in_order(slack: &Slack, site: &Site) -> usize {
    let failed = "SELECT COUNT(*) FROM owed_posts WHERE state <> 'done'";
    assert_eq!(site.database.number(failed), 0, "every owed post was settled as sent");
    let owed = site
        .database
        .rows(&format!("SELECT key, due_at FROM owed_posts WHERE lane = '{CHANNEL}' AND kind <> 'update'"));
    let owed: BTreeMap<String, i64> = owed.into_iter().collect();
    let posted = slack.keys("");
    assert_eq!(posted.len(), owed.len(), "posted: {posted:#?}, owed: {owed:#?}");
    let due: Vec<i64> = posted.iter().map(|key| *owed.get(key).expect("only what was owed")).collect();
    assert_eq!(posted.iter().collect::<BTreeSet<_>>().len(), posted.len(), "posted twice: {posted:#?}");
    assert!(due.is_sorted_by(|a, b| *a <= *b + SIDE_BY_SIDE), "out of order: {posted:#?} {due:?}");
    posted.len()
}
