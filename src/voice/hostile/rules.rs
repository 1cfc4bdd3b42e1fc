//! Rules, bonuses and changes of them, with labels and titles as the world types them.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{book, now};
use crate::domain::bonus::{Bonus, BonusTime};
use crate::domain::change::{BonusNews, Changed, Moved, NewRules, Preview, RulesRefusal};
use crate::domain::kind::Kind;
use crate::domain::rules::{Rules, Version};
use crate::voice::{Message, rules};

fn bonus(typed: &str, percent: u32, time: BonusTime) -> Bonus {
    let (label, kinds) = (typed.to_owned(), vec![Kind::Article, Kind::Comment]);
    Bonus { number: 2, label, percent, time, kinds, team: None, off_at: None }
}

pub(super) fn all_bonuses(typed: &str) -> Vec<Bonus> {
    let (soon, late) = (now() + TimeDelta::hours(1), now() + TimeDelta::days(3));
    let times = [
        BonusTime::Once(now(), late),
        BonusTime::Once(soon, soon + TimeDelta::hours(1)),
        BonusTime::Weekends(now()),
        BonusTime::Weekends(late),
    ];
    times.into_iter().flat_map(|time| [bonus(typed, 200, time), bonus(typed, 0, time)]).collect()
}

/// Rules whose labels somebody typed, with a change and bonuses to come.
pub(super) fn a_contests(typed: &str) -> Rules {
    let version =
        |number, days, book| Version { number, from: now() + TimeDelta::days(days), book: Arc::new(book) };
    let mut richer = book(typed);
    richer.rules[0].points += 5;
    Rules::of(vec![version(1, -1, book(typed)), version(2, 1, richer)], all_bonuses(typed)).unwrap()
}

fn changed(typed: &str) -> Vec<Changed> {
    vec![Changed { label: typed.into(), before: 1, after: 2 }; 2]
}

/// Everything that is said of rules.
pub(super) fn all(typed: &str) -> Vec<Message> {
    let (title, zone, rules_of) = (typed.to_owned(), Tz::Europe__Berlin, a_contests(typed));
    let moved = Moved { name: typed.into(), points: (1, 2), place: (2, 1) };
    let still = Moved { place: (1, 1), ..moved.clone() };
    let preview = Preview {
        contest: "c1".into(),
        title: title.clone(),
        zone,
        from: None,
        changed: changed(typed),
        moved: vec![moved, still],
        movers: 3,
        shares: 2,
        ask: "1|now|original=2".into(),
    };
    let nobody =
        Preview { moved: Vec::new(), movers: 0, from: Some(now()), changed: Vec::new(), ..preview.clone() };
    let new = |from, changed| NewRules { title: title.clone(), zone, from, changed };
    let mut said = vec![
        rules::rules(typed, &rules_of, zone, now()),
        rules::bonuses(typed, &rules_of, zone, now()),
        rules::preview(&preview, now()),
        rules::preview(&nobody, now()),
        rules::preview(&Preview { shares: 0, ..nobody.clone() }, now()),
        rules::new_rules(&new(now(), changed(typed)), now()),
        rules::new_rules(&new(now() + TimeDelta::days(1), Vec::new()), now()),
        rules::plays(typed, 0),
        rules::plays(typed, 150),
    ];
    for bonus in all_bonuses(typed) {
        for team in [None, Some(typed.to_owned())] {
            let news = BonusNews { title: title.clone(), zone, bonus: bonus.clone(), team };
            said.extend([
                rules::bonus(&news, now()),
                rules::bonus_set(&news, now()),
                rules::bonus_off(&news),
            ]);
        }
    }
    said
}

/// Every reason not to change rules.
pub(super) fn refusals(typed: &str) -> Vec<RulesRefusal> {
    let (word, title, known) = (typed.to_owned(), typed.to_owned(), vec!["daily".to_owned()]);
    vec![
        RulesRefusal::UnknownRule { word: word.clone(), nearest: Some("daily".into()), known: known.clone() },
        RulesRefusal::UnknownRule { word: word.clone(), nearest: None, known },
        RulesRefusal::BadNumber { word: word.clone(), reason: word.clone() },
        RulesRefusal::NothingChanges,
        RulesRefusal::Outdated { title: title.clone() },
        RulesRefusal::BadMoment,
        RulesRefusal::BadFactor { least: 110, most: 300 },
        RulesRefusal::TooLong { days: 31 },
        RulesRefusal::BadLabel { most: 40 },
        RulesRefusal::TooMany { most: 20 },
        RulesRefusal::NoBonus { number: 2 },
        RulesRefusal::UnknownKind { word: word.clone(), nearest: Some("articles".into()) },
        RulesRefusal::UnknownKind { word, nearest: None },
        RulesRefusal::Chosen { label: title.clone() },
        RulesRefusal::Twice { name: title.clone() },
        RulesRefusal::SetAlready { number: 2, label: title.clone() },
        RulesRefusal::PlayTooHigh { most: 150 },
        RulesRefusal::NoPlays { title },
    ]
}
