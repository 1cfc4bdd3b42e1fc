//! Databases that go away or are full, and Slack failing at all that the bot calls: it recovers by itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::books;
use crate::by_hand::{SECRET, happens, posted, types};
use crate::database::Database;
use crate::harness::{CHANNEL, MANAGER, REPS, Site, Slack, link};
use crate::program::{PATIENCE, until};

#[test]
fn postgres_goes_away_and_comes_back() {
    let Some((database, mut server)) = Database::postgres_of_its_own() else { return };
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack).on(database).without("SLACK_APP_TOKEN").with("SLACK_SIGNING_SECRET", SECRET);
    let bot = site.serves();
    assert!(types(&bot, "U0BO", "/pace", "help").0 == 200);
    // A post that will wait until after.
    slack.fault(&json!({"kind": "rate_limited", "method": "chat.postMessage", "retry_after": 4}));
    let begun = types(&bot, MANAGER, "/contest", "start most-points \"Race\" for 3w");
    assert!(begun.1.contains("Race"), "{begun:?}");
    assert!(types(&bot, "U0BO", "/share", &link("before")).1.contains("*+"));
    until("the post to be put off", PATIENCE, || slack.look("fault").is_empty().then_some(()));
    server.stop();
    assert_eq!(bot.readiness().0, 503);
    assert_eq!(crate::harness::get(&format!("{}/healthz", bot.address)).unwrap().0, 200);
    let (status, said) = types(&bot, "U0BO", "/share", &link("typed"));
    assert!(status == 200 && said.contains("quote "), "{status} {said}");
    let ts = slack.says("U0ANA", &link("said"));
    let event = posted("U0ANA", &ts, &link("said"));
    assert_eq!(happens(&bot, &event), 503);
    server.start_again();
    bot.is_ready();
    assert!(types(&bot, "U0BO", "/share", &link("typed")).1.contains("*+"));
    assert_eq!(happens(&bot, &event), 200);
    slack.is_counted(&ts);
    books::a_board_falls_due(&site);
    books::all_is_done(&site, PATIENCE);
    let acknowledged = ["before", "typed", "said"].map(str::to_owned);
    assert_eq!(books::shares_are_paid_once(&site, acknowledged.iter()), 3);
    books::posts_stand_once_in_order(&slack, &site);
    assert_eq!((slack.keys("announcement").len(), slack.keys("board").len()), (1, 1));
    site.is_sound();
    assert_eq!(bot.stops().0, Some(0));
}

#[test]
fn what_postgres_undoes_for_anothers_sake_is_done_again() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(database) = Database::postgres() else { return };
    let site = Site::new(&slack).on(database).without("SLACK_APP_TOKEN").with("SLACK_SIGNING_SECRET", SECRET);
    let bot = site.serves();
    let begun = types(&bot, MANAGER, "/contest", "start most-points \"Race\" for 3w");
    assert!(begun.1.contains("Race"), "{begun:?}");
    // A sequence counts on in what is undone.
    site.database.execute("CREATE SEQUENCE tries");
    let loses = |which: &str| {
        site.database.execute(&format!(
            "CREATE OR REPLACE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF {which} THEN RAISE EXCEPTION 'as asked' USING ERRCODE = '40P01'; END IF; RETURN NEW; END $$"
        ));
    };
    loses("nextval('tries') % 3 <> 0");
    site.database.execute("CREATE TRIGGER lose BEFORE INSERT ON shares FOR EACH ROW EXECUTE FUNCTION lose()");
    assert!(types(&bot, "U0BO", "/share", &link("typed")).1.contains("*+"));
    let ts = slack.says("U0ANA", &link("said"));
    assert_eq!(happens(&bot, &posted("U0ANA", &ts, &link("said"))), 200);
    slack.is_counted(&ts);
    assert_eq!(site.database.number("SELECT last_value FROM tries"), 6);
    loses("nextval('tries') > 0");
    let unlucky = types(&bot, "U0BO", "/share", &link("unlucky"));
    assert!(unlucky.0 == 200 && unlucky.1.contains("quote "), "{unlucky:?}");
    assert_eq!(site.database.number("SELECT last_value FROM tries"), 9);
    site.database.execute("DROP TRIGGER lose ON shares");
    assert!(types(&bot, "U0BO", "/share", &link("unlucky")).1.contains("*+"));
    let acknowledged = ["typed", "said", "unlucky"].map(str::to_owned);
    assert_eq!(books::shares_are_paid_once(&site, acknowledged.iter()), 3);
    site.is_sound();
}

#[test]
fn a_full_sqlite_takes_nothing_half_and_goes_on_when_there_is_room() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let url = site.database.url.clone();
    let bot = site.serves();
    slack.starts_a_contest();
    assert!(slack.shares("U0BO", "before").is_receipt());
    site.owes_nothing(PATIENCE);
    assert_eq!(bot.stops().0, Some(0));
    let pages = site.database.number("SELECT page_count FROM pragma_page_count()");
    let site = site.with("DATABASE_URL", &format!("{url}?max_page_count={}", pages + 3));
    let bot = site.serves();
    let mut acknowledged = BTreeSet::from(["before".to_owned()]);
    let mut refused = None;
    for n in 0..500 {
        let page = format!("typed-{n}");
        let reply = slack.shares(REPS[n % 6], &page);
        if reply.is_receipt() {
            acknowledged.insert(page);
            continue;
        }
        let said = reply.text().unwrap_or_else(|| panic!("no answer: {}", reply.body));
        assert!(said.contains("quote "), "{said}");
        refused = Some((REPS[n % 6], page));
        break;
    }
    let (user, page) = refused.expect("it gets full");
    println!("full after {} shares", acknowledged.len());
    let log = bot.program.log();
    assert!(log.contains("database or disk is full"), "the operator is told: {log}");
    assert!(slack.types("U0BO", "/pace", "me").text().is_some(), "what only reads goes on");
    assert_eq!(bot.readiness().0, 200);
    assert_eq!(books::shares_are_paid_once(&site, acknowledged.iter()), acknowledged.len());
    site.is_sound();
    assert_eq!(bot.stops().0, Some(0));
    let site = site.with("DATABASE_URL", &format!("{url}?max_page_count={}", pages + 3000));
    let _bot = site.serves();
    assert!(slack.shares(user, &page).is_receipt());
    books::a_board_falls_due(&site);
    books::all_is_done(&site, books::ALL_OUT_WITHIN);
    assert_eq!(books::shares_are_paid_once(&site, acknowledged.iter()), acknowledged.len() + 1);
    books::posts_stand_once_in_order(&slack, &site);
    site.is_sound();
}

/// All that can go wrong with a call. Only the last leaves nobody knowing whether it was done, and was.
const TROUBLES: [&str; 5] = ["rate_limited", "server_error", "html", "drop_before", "drop_after"];

/// How often a message bears the bot's reaction, and how many whispers a person sees.
fn heard(slack: &Slack, ts: &str, user: &str) -> (usize, usize) {
    let seen = slack.look(&format!("messages?channel={CHANNEL}&user={user}"));
    let reactions = seen.iter().find(|message| message["ts"] == ts).map(|it| it["reactions"].clone());
    let bots = reactions.as_ref().and_then(|it| it[0]["users"].as_array()).map_or(0, Vec::len);
    (bots, seen.iter().filter(|message| message["ephemeral"] == true).count())
}

#[test]
fn reactions_and_whispers_come_through_faults() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    slack.starts_a_contest();
    for (kind, user) in TROUBLES.into_iter().zip(REPS) {
        for method in ["reactions.add", "chat.postEphemeral"] {
            slack.fault(&json!({"kind": kind, "method": method}));
        }
        // The first message of somebody is answered with a reaction, and a whisper: they have joined.
        let ts = slack.says(user, &link(kind));
        slack.is_counted(&ts);
        site.owes_nothing(PATIENCE);
        assert_eq!(slack.look("fault"), Vec::<Value>::new(), "the faults have happened");
        let (reactions, whispers) = heard(&slack, &ts, user);
        assert_eq!(reactions, 1, "{kind}");
        // A whisper stands in no history: where nobody knows, it is said again.
        let most = if kind == "drop_after" { 2 } else { 1 };
        assert!((1..=most).contains(&whispers), "{kind}: {whispers} whispers");
    }
    books::posts_stand_once_in_order(&slack, &site);
    site.is_sound();
}

#[test]
fn a_lost_answer_is_looked_up_in_spite_of_faults_at_looking() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    for (n, kind) in TROUBLES.into_iter().enumerate() {
        slack.fault(&json!({"kind": "drop_after", "method": "chat.postMessage"}));
        slack.fault(&json!({"kind": kind, "method": "conversations.history"}));
        let reply = slack.types(MANAGER, "/contest", &format!("start most-points \"Nr {n}\" for 3w"));
        assert!(reply.text().is_some_and(|text| text.contains("Nr")), "{}", reply.body);
        site.owes_nothing(PATIENCE);
        assert_eq!(slack.look("fault"), Vec::<Value>::new(), "the faults have happened");
        assert_eq!(books::posts_stand_once_in_order(&slack, &site), n + 1, "{kind}");
    }
}

#[test]
fn a_call_that_is_never_answered_is_given_up_and_made_again() {
    let slack = Slack::empty_of_bots(&[]);
    let site = Site::new(&slack);
    let _bot = site.serves();
    slack.fault(&json!({"kind": "mute", "method": "chat.postMessage"}));
    slack.starts_a_contest();
    site.owes_nothing(PATIENCE);
    assert_eq!(books::posts_stand_once_in_order(&slack, &site), 1);
    assert!(slack.shares("U0BO", "meanwhile").is_receipt());
}
