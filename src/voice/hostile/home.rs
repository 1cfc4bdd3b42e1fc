//! Home tabs, with titles, names and links as the world types them.

use proptest::prelude::*;
use serde_json::Value;

use super::{a_contest, boards, marks, now, rewards, stays_dead, texts, typed, without_ours};
use crate::domain::badge::Shelf;
use crate::domain::contest::Phase;
use crate::domain::health::Fact;
use crate::domain::home::{Desk, Home, HomeEntry, OwnPlay, Run, Week};
use crate::domain::id::ContestId;
use crate::domain::kind::Kind;
use crate::domain::link::Network;
use crate::domain::today::{Step, Today};
use crate::voice::Message;
use crate::voice::home::{Lines, blank, view};

/// Homes of those who play, run contests, and may only look on; `rich` ones have everything there can be.
fn homes(typed: &str, rich: bool) -> Vec<Home> {
    let many = |n: usize| if rich { n } else { 0 };
    let contests = |phase| vec![a_contest(typed, phase); many(3)];
    let entry = HomeEntry {
        share: "s1".into(),
        url: format!("https://acme.example/?q={typed}"),
        shared_at: now(),
        paid: vec![(typed.to_owned(), 10); many(9)],
        can_undo: rich,
    };
    // The configuration is held to names of forty characters.
    let name: String = typed.chars().take(40).collect();
    let shelf: Shelf = rewards::shelf(&name, rich);
    let facts = vec![
        Fact::Lead { name: typed.into(), points: 120, ahead: 80 },
        Fact::Activity { active: 1, players: 4 },
        Fact::Unused { kind: Kind::Article, label: typed.into(), points: 15 },
    ];
    let run = |contest| Run { contest, players: 10_000, concerns: facts.clone() };
    let weeks = [(0, 0, true), (4, 2, true), (0, 2, true), (9, 3, false)];
    let homes = boards::at_home(typed).into_iter().zip(weeks.into_iter().cycle());
    homes
        .flat_map(|(board, (streak, days, today_helps))| {
            let play = OwnPlay {
                week: rich.then_some(Week { streak, days, needed: 3, today_helps }),
                today: rich.then(|| today(&board.heading.contest)).into_iter().collect(),
                boards: vec![board; many(3)],
                more_boards: i64::from(rich) * 9_000,
                to_join: [contests(Phase::Scheduled), contests(Phase::Open)].concat(),
                more_to_join: i64::from(rich) * 9_000,
                entries: vec![entry.clone(); many(4)],
                shelf: shelf.clone(),
            };
            let phases = [Phase::Scheduled, Phase::Open, Phase::Paused];
            let desk = Desk {
                contests: phases.into_iter().flat_map(contests).map(run).collect(),
                more_contests: i64::from(rich) * 9_000,
                reviews: i64::from(rich) * 9_000,
            };
            let home = |play, desk| Home { zone: chrono_tz::Tz::UTC, now: now(), play, desk };
            [home(Some(play.clone()), None), home(Some(play), Some(desk.clone())), home(None, Some(desk))]
        })
        .collect()
}

/// A day with something of each sort to do.
fn today(contest: &ContestId) -> Today {
    let kinds = [Kind::Share, Kind::Original, Kind::Article, Kind::Comment, Kind::Like];
    let step = |kind| Step { kind, network: Network::X, words: 100, points: 5, first_of_week: 5 };
    let steps = kinds.map(step).to_vec();
    Today { contest: contest.clone(), points: 15, left: 15, rests_until: None, steps }
}

fn views(typed: &str) -> Vec<Value> {
    let contest = "c1".into();
    let picture = Lines {
        contest: &contest,
        url: "https://bot.example/tv/lines/S1.png",
        alt: "Spring Sprint, points day by day",
    };
    let of =
        |rich: bool| homes(typed, rich).into_iter().map(move |home| view(&home, rich.then_some(picture)));
    of(true).chain(of(false)).chain([blank()]).collect()
}

/// What Slack asks of a Home tab: <https://docs.slack.dev/reference/views/home-tab-views>.
fn fits(view: &Value) -> Result<(), TestCaseError> {
    let blocks = view["blocks"].as_array().unwrap();
    prop_assert!((1..=100).contains(&blocks.len()), "{}", blocks.len());
    prop_assert!(view.to_string().len() <= 250_000);
    for block in blocks {
        for text in block["elements"].as_array().into_iter().flatten().chain([block]) {
            let length =
                text["text"]["text"].as_str().or(text["text"].as_str()).map(|text| text.chars().count());
            prop_assert!(length.is_none_or(|length| (1..=3_000).contains(&length)), "{}", block);
            let value = text["value"].as_str().map(str::len);
            prop_assert!(value.is_none_or(|value| (1..=2_000).contains(&value)), "{}", block);
        }
        prop_assert!(block["elements"].as_array().is_none_or(|all| (1..=10).contains(&all.len())));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_typed_comes_alive_at_home_or_is_too_much_for_it(typed in typed(), times in 1_usize..400) {
        let long = typed.repeat(times);
        for ((shown, harmless), long) in views(&typed).iter().zip(views("x")).zip(views(&long)) {
            let message = |view: &Value| {
                Message { text: String::new(), blocks: view["blocks"].as_array().unwrap().clone() }
            };
            let ((mrkdwn, _), (expected, _)) = (texts(&message(shown)), texts(&message(&harmless)));
            mrkdwn.iter().for_each(|text| stays_dead(text));
            for (text, expected) in mrkdwn.iter().zip(&expected) {
                prop_assert_eq!(marks(&without_ours(text)), marks(&without_ours(expected)), "{}", text);
            }
            fits(shown)?;
            fits(&long)?;
        }
    }
}
