//! Forms, with titles, links, words and names as the world types them.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{a_contest, book, marks, now, reviews, stays_dead, texts, typed, without_ours};
use crate::domain::contest::Phase;
use crate::domain::format::{Format, Knockout};
use crate::domain::forms::{ContestForm, EditForm, Edited, Rates, ShareEntry, ShareForm, WordsForm};
use crate::domain::kind::Kind;
use crate::domain::preferences::Preferences;
use crate::domain::quiet::QuietHours;
use crate::domain::season::Every;
use crate::domain::workspace::ForEverybody;
use crate::voice::forms::{self, Form};
use crate::voice::{Message, contest};

const ZONE: Tz = Tz::Europe__Berlin;

fn share(typed: &str, is_anothers: bool) -> ShareForm {
    ShareForm {
        channel: "C1".into(),
        titles: vec![typed.into(), typed.into()],
        joins: vec![typed.into()],
        words_asked: 100,
        offers_yesterday: true,
        filled: ShareEntry {
            link: typed.into(),
            words: typed.into(),
            kind: Some(Kind::Comment),
            yesterday: true,
        },
        is_anothers,
    }
}

fn new_contest(typed: &str, rulebooks: usize) -> ContestForm {
    let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
    let rates = Rates { name: typed.chars().take(75).collect(), pays: vec![(typed.into(), 5); 6], daily: 30 };
    ContestForm {
        templates: vec![("sprint-week".into(), typed.into(), typed.into()); 120],
        template: "sprint-week".into(),
        title: typed.into(),
        zone: ZONE,
        starts: day.and_hms_opt(9, 0, 0),
        ends: day.and_hms_opt(15, 0, 0).unwrap(),
        channel: Some("C9".into()),
        format: Format::Knockout(Knockout::default()),
        quota: Some(300),
        prizes: typed.into(),
        every: Some(Every::Week),
        board_at: NaiveTime::MIN,
        rulebooks: vec![rates; rulebooks],
        here: "C9".into(),
    }
}

fn edited(typed: &str) -> Edited {
    Edited {
        former: typed.into(),
        title: format!("{typed} 2"),
        zone: ZONE,
        starts_at: Some(now()),
        ends_at: Some(now()),
        prizes: Some(typed.into()),
        board_at: Some(NaiveTime::MIN),
    }
}

/// What is said about forms outside of them.
pub(super) fn said(typed: &str) -> Vec<Message> {
    let none = Edited {
        starts_at: None,
        ends_at: None,
        prizes: Some(String::new()),
        board_at: None,
        ..edited(typed)
    };
    vec![
        forms::did_not_open(forms::share::INSTEAD),
        forms::outdated_form(),
        forms::edit::announced(&edited(typed), now()),
        forms::edit::announced(&none, now()),
    ]
}

/// Every form.
fn all(typed: &str) -> Vec<Form> {
    let (open, url) = (a_contest(typed, Phase::Open), format!("https://acme.example/?q={typed}"));
    let announcement = contest::announcement(&open, &book(typed), None, (None, None), now());
    let edit = EditForm {
        contest: "c1".into(),
        title: typed.into(),
        zone: ZONE,
        starts_at: Some(now()),
        ends_at: now(),
        prizes: typed.into(),
        board_at: NaiveTime::MIN,
    };
    let quiet = QuietHours { from: NaiveTime::MIN, until: now().time() };
    let everybody = Some(ForEverybody { quiet, board_at: NaiveTime::MIN });
    let words = WordsForm { share: "s".into(), url, words: typed.into(), words_asked: 100 };
    let mut all = vec![
        forms::share::form(&share(typed, false)),
        forms::share::form(&share(typed, true)),
        forms::share::words(&words),
        forms::contest::form(&new_contest(typed, 1)),
        forms::contest::form(&new_contest(typed, 3)),
        forms::contest::preview(&announcement, false, "{}".into()),
        forms::contest::preview(&contest::joined(typed, None), true, "{}".into()),
        forms::not_done(&contest::joined(typed, None)),
        forms::edit::form(&edit),
        forms::edit::form_at_end(&EditForm { starts_at: None, ..edit.clone() }),
        forms::edit::changed(&edited(typed), now()),
        forms::settings::form(&Preferences::default(), None),
        forms::settings::form(&Preferences::default(), everybody),
        forms::settings::kept(&Preferences::default(), everybody),
        forms::said("said", "Title", &contest::joined(typed, None)),
    ];
    for line in reviews::lines(typed) {
        all.push(forms::review::form(&line, true, "", ZONE, now()));
        all.push(forms::review::form(&line, false, "", ZONE, now()));
    }
    all.extend(reviews::decisions(typed).iter().map(forms::review::decided));
    all.extend(super::shares::receipts(typed).iter().map(forms::share::shared));
    all
}

/// Slack refuses a form whole for one text that is too long.
fn fits(form: &Form) -> Result<(), TestCaseError> {
    let view = form.to_view();
    let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    for field in ["title", "submit", "close"] {
        prop_assert!(length(&view[field]["text"]) <= 24, "{}", view[field]);
    }
    prop_assert!(length(&view["private_metadata"]) <= 3_000);
    let blocks = view["blocks"].as_array().unwrap();
    prop_assert!(blocks.len() <= 100);
    let inputs: Vec<&Value> = blocks.iter().filter(|block| block["type"] == "input").collect();
    prop_assert!(inputs.is_empty() || view["submit"].is_object());
    let ids: BTreeSet<&str> = inputs.iter().map(|block| block["block_id"].as_str().unwrap()).collect();
    prop_assert_eq!(ids.len(), inputs.len());
    for block in inputs {
        let element = &block["element"];
        prop_assert!(
            length(&block["block_id"]) <= 255 && (1..=2_000).contains(&length(&block["label"]["text"]))
        );
        prop_assert!(length(&block["hint"]["text"]) <= 2_000);
        prop_assert!(length(&element["placeholder"]["text"]) <= 150);
        let most = element["max_length"].as_u64().unwrap_or(3_000);
        prop_assert!(most <= 3_000 && length(&element["initial_value"]) as u64 <= most);
        let options = element["options"].as_array().cloned().unwrap_or_default();
        prop_assert!(options.len() <= 100);
        for option in &options {
            prop_assert!((1..=75).contains(&length(&option["text"]["text"])), "{}", option);
            prop_assert!((1..=150).contains(&length(&option["value"])));
            let about = &option["description"]["text"];
            prop_assert!(about.is_null() || (1..=75).contains(&length(about)));
        }
        let initial = &element["initial_option"];
        prop_assert!(initial.is_null() || options.contains(initial));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_typed_comes_alive_in_a_form_or_is_too_much_for_it(typed in typed(), times in 1_usize..400) {
        let long = typed.repeat(times);
        for ((form, harmless), long) in all(&typed).iter().zip(all("x")).zip(all(&long)) {
            let message = |form: &Form| Message { text: String::new(), blocks: form.blocks.clone() };
            let ((mrkdwn, _), (expected, _)) = (texts(&message(form)), texts(&message(&harmless)));
            mrkdwn.iter().for_each(|text| stays_dead(text));
            for (text, expected) in mrkdwn.iter().zip(&expected) {
                prop_assert_eq!(marks(&without_ours(text)), marks(&without_ours(expected)), "{}", text);
            }
            fits(form)?;
            fits(&long)?;
        }
    }
}

/// What forms say is all in here.
#[test]
fn every_form_is_tried() {
    let here = include_str!("forms.rs");
    let sources = [
        ("forms", include_str!("../forms/mod.rs")),
        ("share", include_str!("../forms/share.rs")),
        ("contest", include_str!("../forms/contest.rs")),
        ("edit", include_str!("../forms/edit.rs")),
        ("review", include_str!("../forms/review.rs")),
        ("settings", include_str!("../forms/settings.rs")),
    ];
    for (module, source) in sources {
        for function in source.split("\npub fn ").skip(1) {
            let (head, _) = function.split_once('{').unwrap();
            let name = head.split(['(', '<']).next().unwrap();
            let speaks = head.contains("-> Form") || head.contains("-> Message");
            assert!(!speaks || here.contains(&format!("{module}::{name}")), "{module}::{name}");
        }
    }
}

/// A form that asks nothing needs no button to send it, and one that asks has one.
#[test]
fn a_view_is_as_slack_takes_it() {
    let view = forms::said("said", "Counted", &Message::plain("text")).to_view();
    assert_eq!(view["type"], "modal");
    assert!(view.get("submit").is_none());
    assert_eq!(view["close"], json!({"type": "plain_text", "text": "Done"}));
}
