//! Counts, results and reviews, with names, customers and reasons as the world types them.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::now;
use crate::domain::change::Changed;
use crate::domain::contest_log::{ContestLog, Deed, LogLine};
use crate::domain::kind::Kind;
use crate::domain::link::{Link, Network};
use crate::domain::measure::{Award, CountNews, Counted, Measure, MeasureRefusal, Win};
use crate::domain::review::{Decided, Matter, Paid, ReviewLine, ReviewList, ReviewRefusal, ReviewState};
use crate::domain::reward::AwardState;
use crate::domain::score::Verdict;
use crate::domain::share::Draft;
use crate::voice::{Message, contest_log, measures, reviews};

fn measure() -> Measure {
    Measure { network: Network::Linkedin, what: Counted::Connections }
}

fn win(typed: &str) -> Win {
    let (kind, customer) = (typed.to_owned(), typed.to_owned());
    let credits = vec![("U1".into(), 70), ("U2".into(), 30)];
    Win { kind, customer, amount: Some((1_200_050, typed.into())), network: Network::Linkedin, credits }
}

/// Awards, as `/pace why` tells of them.
pub(super) fn awards(typed: &str) -> Vec<Award> {
    let (label, rule) = (typed.to_owned(), "deal".to_owned());
    let (cut, rules, entry) = (4, 2, "e1".into());
    let award = Award { label, rule, points: 3, cut, rules, entry, stands: true, at: now() };
    vec![Award { stands: false, ..award.clone() }, award]
}

pub(super) fn lines(typed: &str) -> Vec<ReviewLine> {
    let url = format!("https://acme.example/?q={typed}");
    let link = Link {
        key: "k".into(),
        url: url.clone(),
        network: Network::Web,
        personal: true,
        implies: Kind::Share,
    };
    let words = typed.to_owned();
    let draft = Draft { link, kind: Kind::Share, words, words_len: 3, yesterday: false, tags: Vec::new() };
    let share = |verdict, halved| Matter::Share {
        share: "s".into(),
        url: url.clone(),
        verdict,
        likeness: 70,
        halved,
        paid: 3,
    };
    let matters = vec![
        Matter::Count { count: "n".into(), measure: measure(), most: 5, value: 900 },
        Matter::Win(win(typed)),
        share(Verdict::Copied, false),
        share(Verdict::Capped, false),
        share(Verdict::Counted, true),
        share(Verdict::Counted, false),
        Matter::Award { contest: "c1".into(), entry: "e1".into(), label: typed.into(), paid: 3, cut: 4 },
        Matter::Post { first: "s".into(), draft, channel: "C9".into() },
    ];
    let states = [ReviewState::Approved, ReviewState::Declined, ReviewState::Withdrawn, ReviewState::Open];
    matters
        .into_iter()
        .zip(states.into_iter().cycle())
        .map(|(matter, state)| ReviewLine {
            number: 3,
            name: typed.into(),
            matter,
            others: vec![(typed.into(), 30)],
            note: typed.into(),
            state,
            asked_at: now(),
            decided: Some((typed.into(), now(), typed.into())),
        })
        .collect()
}

/// What can come of each.
pub(super) fn decisions(typed: &str) -> Vec<Decided> {
    let paid = |typed: &str| {
        let (user, name, title) = ("U1".into(), typed.to_owned(), typed.to_owned());
        vec![Paid { user, name, title, points: 3 }]
    };
    lines(typed).into_iter().map(|line| Decided { line, paid: paid(typed) }).collect()
}

/// Everything that is said of counts, results and reviews.
pub(super) fn all(typed: &str) -> Vec<Message> {
    let (measure, value, most) = (measure(), 9, 5);
    let paid = vec![(typed.to_owned(), 3), (typed.to_owned(), 4)];
    let mut said: Vec<Message> = [
        CountNews::Baseline { measure, value },
        CountNews::NoGain { measure, value, most },
        CountNews::Held { measure, value, most },
        CountNews::Gain { measure, value, most, paid },
        CountNews::Gain { measure, value, most, paid: Vec::new() },
        CountNews::Undone { measure, value },
    ]
    .iter()
    .map(measures::counted)
    .collect();
    said.push(measures::reported(&win(typed), 100));
    let zone = Tz::UTC;
    for more in [0, 2] {
        said.push(reviews::queue(&ReviewList { zone, lines: lines(typed), more }, now()));
    }
    said.push(reviews::queue(&ReviewList { zone, lines: Vec::new(), more: 0 }, now()));
    said.push(reviews::done(&ReviewList { zone, lines: lines(typed), more: 0 }, now()));
    said.push(reviews::done(&ReviewList { zone, lines: Vec::new(), more: 0 }, now()));
    for line in lines(typed) {
        said.push(reviews::asked(&line, zone, now()));
        let (user, name, title) = ("U1".into(), typed.to_owned(), typed.to_owned());
        for paid in [vec![Paid { user, name, title, points: 3 }], Vec::new()] {
            let decided = Decided { line: line.clone(), paid };
            said.extend([reviews::decided(&decided), reviews::told(&decided, &"U1".into(), true)]);
            said.push(reviews::closed(&decided, zone, now()));
            for lines in [lines(typed), Vec::new()] {
                said.push(reviews::queue_after(&decided, &ReviewList { zone, lines, more: 0 }, now()));
            }
            said.push(reviews::told(&decided, &"U2".into(), false));
        }
    }
    let url = format!("https://acme.example/?q={typed}");
    said.push(reviews::handed_over(&url, typed, &[(typed.to_owned(), 10)]));
    said.push(reviews::handed_over(&url, typed, &[]));
    said.extend([reviews::appealed(3), reviews::appealed_award(3)]);
    said.push(reviews::addition_gone(&url, &[(typed.to_owned(), 10)]));
    said.extend(self::lines(typed).iter().map(|line| reviews::undecided(line, typed, now(), zone, now())));
    let (title, lines) = (typed.to_owned(), logged(typed));
    said.push(contest_log::log(&ContestLog { title: title.clone(), zone, lines }, now()));
    said.push(contest_log::log(&ContestLog { title, zone, lines: Vec::new() }, now()));
    said
}

/// Everything that managers do to a contest.
fn logged(typed: &str) -> Vec<LogLine> {
    let text = || typed.to_owned();
    let changed = vec![Changed { label: text(), before: 1, after: 2 }];
    let mut deeds = vec![
        Deed::Corrected(super::boards::correction(typed)),
        Deed::Ruled { version: 2, from: now(), changed },
        Deed::Ruled { version: 3, from: now() + TimeDelta::days(1), changed: Vec::new() },
        Deed::Scheduled { number: 4, label: text() },
        Deed::CalledOff { number: 4, label: text() },
        Deed::Moved { name: text(), from: Some(text()), to: text() },
        Deed::Moved { name: text(), from: None, to: text() },
        Deed::Dealt { teams: 3 },
    ];
    for state in [AwardState::Approved, AwardState::Declined, AwardState::Refunded] {
        let reason = (state != AwardState::Approved).then(text);
        deeds.push(Deed::Awarded { number: 5, name: text(), prize: text(), state, reason });
    }
    deeds.extend(lines(typed).into_iter().map(Deed::Reviewed));
    deeds.into_iter().map(|deed| LogLine { at: now(), by: text(), deed }).collect()
}

/// Every reason not to count something.
pub(super) fn of_measures(typed: &str) -> Vec<MeasureRefusal> {
    let (word, known) = (typed.to_owned(), vec!["x-followers".to_owned()]);
    let near = Some("x-followers".to_owned());
    let (name, at, zone) = (typed.to_owned(), now(), Tz::UTC);
    vec![
        MeasureRefusal::UnknownMeasure { word: word.clone(), nearest: near.clone(), known: known.clone() },
        MeasureRefusal::UnknownMeasure { word: word.clone(), nearest: None, known: known.clone() },
        MeasureRefusal::BadCount { word: word.clone(), most: 5 },
        MeasureRefusal::PaysNowhere { what: word.clone() },
        MeasureRefusal::NothingToUndo { minutes: 15 },
        MeasureRefusal::UnknownResult { word: word.clone(), nearest: near, known: known.clone() },
        MeasureRefusal::UnknownResult { word: word.clone(), nearest: None, known: known.clone() },
        MeasureRefusal::BadCustomer { most: 80 },
        MeasureRefusal::BadAmount { word: word.clone() },
        MeasureRefusal::UnknownNetwork { word, known },
        MeasureRefusal::BadCredit { most: 5 },
        MeasureRefusal::CreditNowhere { name: name.clone(), plays: true },
        MeasureRefusal::CreditNowhere { name: name.clone(), plays: false },
        MeasureRefusal::Reported { name: name.clone(), at, zone, is_yours: true },
        MeasureRefusal::Reported { name, at, zone, is_yours: false },
    ]
}

/// Every reason not to review something.
pub(super) fn of_reviews(typed: &str) -> Vec<ReviewRefusal> {
    let (number, by) = (3, typed.to_owned());
    vec![
        ReviewRefusal::Unknown { number },
        ReviewRefusal::Closed { number, by: by.clone(), state: ReviewState::Approved },
        ReviewRefusal::Closed { number, by: String::new(), state: ReviewState::Withdrawn },
        ReviewRefusal::Closed { number, by: by.clone(), state: ReviewState::Declined },
        ReviewRefusal::Own { others: vec![by] },
        ReviewRefusal::NoReason { number, most: 200 },
        ReviewRefusal::TooMany { most: 10 },
        ReviewRefusal::Asked { number },
        ReviewRefusal::NothingToAppeal,
        ReviewRefusal::NeedsPoints { number },
        ReviewRefusal::Gone { number },
    ]
}
