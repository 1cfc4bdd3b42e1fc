//! Several processes on one database: they share the work, and none of them matters.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::balancer::Balancer;
use crate::books;
use crate::by_hand::{self, FORM, SECRET, happens, posted, signed, types};
use crate::database::Database;
use crate::harness::{Bot, MANAGER, REPS, Site, Slack, link};
use crate::program::{PATIENCE, until};

/// A place for replicas: on PostgreSQL, if there is any.
fn site(slack: &Slack) -> Option<Site> {
    Some(Site::new(slack).on(Database::postgres()?))
}

/// Slack delivers to whoever is handed a delivery by hand, and is called as ever.
fn by_hand(slack: &Slack) -> Option<Site> {
    Some(site(slack)?.without("SLACK_APP_TOKEN").with("SLACK_SIGNING_SECRET", SECRET))
}

/// Does one thing with both at the same moment.
fn at_once<T: Send>(bots: [&Bot; 2], act: impl Fn(&Bot) -> T + Sync) -> [T; 2] {
    let act = &act;
    thread::scope(|scope| bots.map(|bot| scope.spawn(move || act(bot))).map(|it| it.join().unwrap()))
}

#[test]
fn a_delivery_handed_to_two_replicas_at_once_counts_once() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(site) = by_hand(&slack) else { return };
    let (one, two) = (site.serves(), site.serves());
    let begun = types(&one, MANAGER, "/contest", "start most-points \"Race\" for 3w");
    assert!(begun.1.contains("Race"), "{begun:?}");
    for n in 0..15 {
        let share = by_hand::command(REPS[n % 6], "/share", &link(&format!("typed-{n}")));
        let answers = at_once([&one, &two], |bot| signed(bot, FORM, &share));
        assert!(answers[0].1.contains("*+"), "{answers:?}");
        assert_eq!(answers[0], answers[1], "both answer alike");
        let ts = slack.says("U0PRIYA", "a message to react to");
        let said = posted("U0PRIYA", &ts, &link(&format!("said-{n}")));
        assert_eq!(at_once([&one, &two], |bot| happens(bot, &said)), [200, 200]);
    }
    for n in 0..10 {
        // Not one delivery but two, of one rep and one link.
        let page = link(&format!("twice-{n}"));
        let answers = at_once([&one, &two], |bot| types(bot, "U0JO", "/share", &page).1);
        let paid = answers.iter().filter(|answer| answer.contains("*+")).count();
        let known = answers.iter().filter(|answer| answer.contains("counted already")).count();
        assert_eq!((paid, known), (1, 1), "{answers:?}");
    }
    let another = at_once([&one, &two], |bot| types(bot, MANAGER, "/contest", "start most-points \"Other\""));
    assert!(another.iter().all(|(status, _)| *status == 200), "{another:?}");
    books::a_board_falls_due(&site);
    books::all_is_done(&site, books::ALL_OUT_WITHIN);
    assert_eq!(books::shares_are_paid_once(&site, [].into_iter()), 40);
    books::posts_stand_once_in_order(&slack, &site);
    assert!(!slack.keys("board").is_empty());
    site.is_sound();
}

/// What people do while replicas come and go. Gives the pages that they shared, and how many of those were counted
/// without an answer in time.
fn busy(slack: &Slack, during: impl FnOnce()) -> (BTreeSet<String>, usize) {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let over = &over;
        let type_on = move |user: &'static str| {
            let (mut shared, mut unanswered) = (BTreeSet::new(), 0);
            for n in 0.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let page = format!("{user}-{n}");
                let reply = slack.shares(user, &page);
                if reply.is_trouble() {
                    // A machine so busy that there is no answer in time: typed again, as the person is told.
                    slack.shares_until_counted(user, &page);
                } else if !reply.is_receipt() {
                    assert!(reply.text().is_none(), "{}", reply.body);
                    unanswered += 1;
                }
                shared.insert(page);
                thread::sleep(Duration::from_millis(5));
            }
            (shared, unanswered)
        };
        let typing: Vec<_> = REPS[..4].iter().map(|user| scope.spawn(move || type_on(user))).collect();
        during();
        over.store(true, Ordering::Relaxed);
        let (mut shared, mut unanswered) = (BTreeSet::new(), 0);
        for typist in typing {
            let (more, without) = typist.join().unwrap();
            shared.extend(more);
            unanswered += without;
        }
        println!("{} shares typed, {unanswered} without an acknowledgement", shared.len());
        (shared, unanswered)
    })
}

/// Replaces each replica by a new one, twice, while people share; `now` hears who is there. All that was typed
/// counts; gives how much of it was not acknowledged.
fn restarts(slack: &Slack, site: &Site, mut bots: Vec<Bot>, now: impl Fn(&[Bot])) -> usize {
    slack.starts_a_contest();
    let mut said = Vec::new();
    let (shared, unanswered) = busy(slack, || {
        for turn in 0..4 {
            said.push(slack.says("U0PRIYA", &link(&format!("said-{turn}"))));
            if turn == 1 {
                books::a_board_falls_due(site);
            }
            let old = bots.remove(0);
            let (code, log) = old.stops();
            assert_eq!(code, Some(0), "{log}");
            now(&bots);
            bots.push(site.serves());
            now(&bots);
        }
    });
    for ts in &said {
        slack.is_counted(ts);
    }
    books::all_is_done(site, books::ALL_OUT_WITHIN);
    let paid = books::shares_are_paid_once(site, shared.iter());
    assert_eq!(paid, shared.len() + said.len());
    books::posts_stand_once_in_order(slack, site);
    assert_eq!(slack.keys("board").len(), 1);
    site.is_sound();
    unanswered
}

#[test]
fn a_rolling_restart_behind_a_load_balancer_loses_no_command() {
    let balancer = Balancer::start();
    let slack = Slack::empty_of_bots(&["--deliver", &format!("{}/slack/events", balancer.address)]);
    let Some(site) = by_hand(&slack) else { return };
    let bots = vec![site.serves(), site.serves()];
    let now = |bots: &[Bot]| balancer.leads_to(bots.iter().map(|bot| bot.address.as_str()));
    now(&bots);
    until("Slack to have verified the address", PATIENCE, || {
        slack.types("U0ANA", "/pace", "help").text().map(drop)
    });
    assert_eq!(restarts(&slack, &site, bots, now), 0);
}

#[test]
fn a_rolling_restart_over_socket_mode_loses_no_command() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(site) = site(&slack) else { return };
    let bots = vec![site.serves(), site.serves()];
    // What crosses our close on the wire can have no acknowledgement: it is answered at its own address.
    let unanswered = restarts(&slack, &site, bots, |_| {});
    let late = slack.calls("response_url");
    assert_eq!(late.len(), unanswered, "{late:#?}");
}

#[test]
fn a_replica_frozen_between_sending_and_settling_a_post_does_no_harm() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(site) = by_hand(&slack) else { return };
    let frozen = site.serves();
    slack.fault(&json!({"kind": "delay", "method": "chat.postMessage", "ms": 1000}));
    let begun = types(&frozen, MANAGER, "/contest", "start most-points \"Race\" for 3w");
    assert!(begun.1.contains("Race"), "{begun:?}");
    let sending = "SELECT COUNT(*) FROM owed_posts WHERE state = 'sending'";
    until("the post to be on its way", PATIENCE, || (site.database.number(sending) == 1).then_some(()));
    until("Slack to hold it", PATIENCE, || slack.look("fault").is_empty().then_some(()));
    frozen.program.freeze();
    // Slack takes it; nobody hears the answer.
    slack.has_posted("announcement", 1);
    let other = site.serves();
    books::leases_run_out(&site);
    books::all_is_done(&site, PATIENCE);
    frozen.program.thaw();
    until("the frozen one to see what it missed", PATIENCE, || {
        frozen.program.log().contains("taken over before it was settled").then_some(())
    });
    let settled = site.database.rows("SELECT state, attempts FROM owed_posts WHERE kind = 'announcement'");
    assert_eq!(settled, [("done".to_owned(), 2)]);
    assert_eq!(books::posts_stand_once_in_order(&slack, &site), 1);
    for bot in [&frozen, &other] {
        let page = link(&bot.address.replace(['/', ':'], "-"));
        assert!(types(bot, "U0ANA", "/share", &page).1.contains("*+"), "both are well");
    }
    site.is_sound();
}

#[test]
fn a_replica_frozen_at_work_does_no_harm() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(site) = by_hand(&slack) else { return };
    let frozen = site.serves();
    types(&frozen, MANAGER, "/contest", "start most-points \"Race\" for 3w");
    assert!(types(&frozen, "U0ANA", "/share", &link("1")).1.contains("*+"));
    books::all_is_done(&site, PATIENCE);
    let running = "SELECT COUNT(*) FROM agenda WHERE kind = 'daily_board' AND state = 'running'";
    // The board is held up in the midst of its transaction, and its process with it.
    site.database.held("LOCK TABLE standings IN EXCLUSIVE MODE", || {
        books::a_board_falls_due(&site);
        until("the board to be worked on", PATIENCE, || (site.database.number(running) == 1).then_some(()));
        let waiting = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted";
        until("it to be held up", PATIENCE, || (site.database.number(waiting) == 1).then_some(()));
        frozen.program.freeze();
    });
    let _other = site.serves();
    books::leases_run_out(&site);
    let taken_over =
        "SELECT COUNT(*) FROM agenda WHERE kind = 'daily_board' AND state = 'running' AND fence = 2";
    until("the other to take it over", PATIENCE, || (site.database.number(taken_over) == 1).then_some(()));
    frozen.program.thaw();
    books::all_is_done(&site, PATIENCE);
    assert_eq!(slack.keys("board").len(), 1);
    books::posts_stand_once_in_order(&slack, &site);
    assert!(frozen.program.log().contains("taken over while it ran"), "{}", frozen.program.log());
    site.is_sound();
}

#[test]
fn a_replica_frozen_under_load_and_thawed_doubles_nothing() {
    let slack = Slack::empty_of_bots(&[]);
    let Some(site) = by_hand(&slack) else { return };
    let (one, two) = (site.serves(), site.serves());
    types(&one, MANAGER, "/contest", "start most-points \"Race\" for 3w");
    let over = AtomicBool::new(false);
    let counted = thread::scope(|scope| {
        let typing: Vec<_> = REPS
            .iter()
            .map(|&user| {
                let (one, two, over) = (&one, &two, &over);
                scope.spawn(move || {
                    let mut counted = Vec::new();
                    while !over.load(Ordering::Relaxed) {
                        let page = format!("{user}-{}", counted.len());
                        let share = by_hand::command(user, "/share", &link(&page));
                        // The same delivery to both: one of them answers late, if it is frozen.
                        let answers = at_once([one, two], |bot| signed(bot, FORM, &share));
                        until("a receipt", PATIENCE, || {
                            signed(two, FORM, &share).1.contains("*+").then_some(())
                        });
                        for (status, answer) in answers {
                            // A 503 is what one frozen past the end of Slack's patience says to nobody.
                            let is_well = match status {
                                200 => answer.contains("*+") || answer.contains("quote "),
                                _ => status == 503,
                            };
                            assert!(is_well, "{status}: {answer}");
                        }
                        counted.push(page);
                    }
                    counted
                })
            })
            .collect();
        for bot in [&one, &two, &one] {
            thread::sleep(Duration::from_millis(300));
            bot.program.freeze();
            // It may have to wait for what the frozen one has locked.
            scope.spawn(|| {
                books::a_board_falls_due(&site);
                books::leases_run_out(&site);
            });
            thread::sleep(Duration::from_millis(1200));
            bot.program.thaw();
        }
        over.store(true, Ordering::Relaxed);
        typing.into_iter().flat_map(|typist| typist.join().unwrap()).collect::<Vec<_>>()
    });
    books::all_is_done(&site, books::ALL_OUT_WITHIN);
    assert_eq!(books::shares_are_paid_once(&site, counted.iter()), counted.len());
    println!("{} shares while one was frozen or the other", counted.len());
    books::posts_stand_once_in_order(&slack, &site);
    site.is_sound();
}
