//! What comes twice, late and out of order, handed over by hand; and a clock that is set back.

use serde_json::json;

use crate::books;
use crate::by_hand::{SECRET, deleted, edited, happens, posted, types};
use crate::database::Database;
use crate::harness::{Bot, MANAGER, Site, Slack, link};
use crate::program::{PATIENCE, until};

/// Tells the story on each engine, to a bot that is reached over HTTP and a contest that runs.
fn told_on_each_engine(story: impl Fn(&Slack, &Site, &Bot)) {
    let tell = |slack: &Slack, site: Site| {
        let site = site.without("SLACK_APP_TOKEN").with("SLACK_SIGNING_SECRET", SECRET);
        let bot = site.serves();
        let begun = types(&bot, MANAGER, "/contest", "start most-points \"Race\" for 3w");
        assert!(begun.1.contains("Race"), "{begun:?}");
        story(slack, &site, &bot);
        books::all_is_done(&site, books::ALL_OUT_WITHIN);
        books::shares_are_paid_once(&site, [].into_iter());
        books::posts_stand_once_in_order(slack, &site);
        site.is_sound();
    };
    let slack = Slack::empty_of_bots(&[]);
    tell(&slack, Site::new(&slack));
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    tell(&slack, Site::new(&slack).on(database));
}

/// The pages of the shares that stand.
fn standing(site: &Site) -> Vec<String> {
    let pages = "SELECT link_url, shared_at FROM shares WHERE taken_back IS NULL ORDER BY link_url";
    let prefix = link("");
    site.database.rows(pages).into_iter().map(|(url, _)| url.replacen(&prefix, "", 1)).collect()
}

/// The instant of an edit, so many seconds after a message.
fn after(ts: &str, seconds: u64) -> String {
    let (whole, rest) = ts.split_once('.').unwrap();
    format!("{}.{rest}", whole.parse::<u64>().unwrap() + seconds)
}

#[test]
fn events_out_of_their_order_leave_what_was_last() {
    told_on_each_engine(|slack, site, bot| {
        let says = |text: &str| slack.says("U0ANA", text);
        let hears = |events: &[&String]| {
            for event in events {
                assert_eq!(happens(bot, event), 200);
            }
        };
        // Edited before it is posted.
        let ts = says(&link("1b"));
        let (first, edit) =
            (posted("U0ANA", &ts, &link("1a")), edited("U0ANA", &ts, &link("1b"), &after(&ts, 1)));
        hears(&[&edit, &first, &edit, &first]);
        assert_eq!(standing(site), ["1b"]);
        // Its link taken out before it is posted.
        let ts = says("nothing");
        let (first, edit) =
            (posted("U0ANA", &ts, &link("2a")), edited("U0ANA", &ts, "nothing", &after(&ts, 1)));
        hears(&[&edit, &first]);
        assert_eq!(standing(site), ["1b"]);
        // Deleted before it is posted, and edited after.
        let ts = says(&link("3a"));
        let (first, edit) =
            (posted("U0ANA", &ts, &link("3a")), edited("U0ANA", &ts, &link("3b"), &after(&ts, 1)));
        hears(&[&deleted("U0ANA", &ts), &first, &edit, &first]);
        assert_eq!(standing(site), ["1b"]);
        // The second edit before the first.
        let ts = says(&link("4c"));
        let edits = ["4b", "4c"].map(link);
        let one = edited("U0ANA", &ts, &edits[0], &after(&ts, 1));
        let two = edited("U0ANA", &ts, &edits[1], &after(&ts, 2));
        hears(&[&posted("U0ANA", &ts, &link("4a")), &two, &one, &two]);
        assert_eq!(standing(site), ["1b", "4c"]);
        // Deleted twice, and posted again at the end.
        let ts = says(&link("5a"));
        let first = posted("U0ANA", &ts, &link("5a"));
        hears(&[&first, &deleted("U0ANA", &ts), &deleted("U0ANA", &ts), &first]);
        assert_eq!(standing(site), ["1b", "4c"]);
    });
}

/// A Friday noon in a sandbox with the bot inside.
const NOON: &str = "2026-03-13T12:00:00Z";

#[test]
fn a_clock_set_back_doubles_nothing_and_holds_nothing_up() {
    let slack = Slack::run(&["--at", NOON]);
    let set = |to: serde_json::Value| assert_eq!(slack.post("clock", &to).status, 200);
    set(json!({"advance": "1d"}));
    let boards = slack.keys("board");
    assert!(slack.shares("U0ANA", "before").is_receipt());
    // A post that waits to be tried again, by the old clock.
    slack.fault(&json!({"kind": "rate_limited", "method": "chat.postMessage", "retry_after": 60}));
    let announced = slack.keys("announcement").len();
    let reply = slack.types(MANAGER, "/contest", "start most-points \"Second\" for 3w");
    assert!(reply.text().is_some_and(|text| text.contains("Second")), "{}", reply.body);
    until("the post to be put off", PATIENCE, || slack.look("fault").is_empty().then_some(()));
    set(json!({"now": "2026-03-12T11:00:00Z"}));
    slack.has_posted("announcement", announced + 1);
    assert!(slack.shares("U0ANA", "after").is_receipt());
    assert!(slack.shares("U0ANA", "before").text().unwrap().contains("counted already"));
    assert!(slack.types("U0ANA", "/leaderboard", "").text().is_some());
    assert_eq!(slack.keys("board"), boards, "no board comes for going back");
    // Through the mornings that have been, and one that has not.
    set(json!({"now": "2026-03-14T12:00:00Z"}));
    let first_contest = |keys: &[String]| keys.iter().filter(|key| boards.contains(key)).count();
    assert_eq!(first_contest(&slack.keys("board")), boards.len(), "none comes twice");
    let unique: std::collections::BTreeSet<String> = slack.keys("").into_iter().collect();
    assert_eq!(unique.len(), slack.keys("").len());
    let before = slack.keys("board").len();
    set(json!({"advance": "1d"}));
    assert!(slack.keys("board").len() > before, "the next comes");
}
