//! Whatever people type, the bot says no more than its letters: nothing in it pings, formats, or leads anywhere.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::Value;

use super::{
    Message, contest, draws, dry_runs, files, help, pace, preferences, privacy, receipt, refusal, seasons,
    shout_out, which,
};
use crate::config::Presets;
use crate::domain::contest::{Contest, Phase, Steered};
use crate::domain::draw::DrawNews;
use crate::domain::export::FileWanted;
use crate::domain::format::{Format, Shown};
use crate::domain::link::Network;
use crate::domain::pace::{Me, MyContest, Undone, Why, WhyLine};
use crate::domain::praise::Praise;
use crate::domain::preferences::{Preference, Preferences};
use crate::domain::quiet::QuietHours;
use crate::domain::receipt::{Line, Receipt, StreakLine};
use crate::domain::refusal::Choice;
use crate::domain::rulebook::Rulebook;
use crate::domain::score::{Score, Verdict};
use crate::domain::season::{Every, Listed, Repeats};
use crate::domain::workspace::ForEverybody;

mod boards;
mod captains;
mod forms;
mod home;
mod refusals;
mod reviews;
mod rewards;
mod rules;
mod screens;
mod shares;

/// What the world says to a bot, piece by piece.
const PIECES: &str = "<!channel> <!here|x> <!everyone> <!subteam^S1|@all> <@U1> <@U1|ann> <#C1|general> \
    <!date^1^{date}^https://evil.example|x> <https://evil.example|click> <mailto:a@b.c|x> \
    https://evil.example/a.png http:\u{200B}//evil.example < > & &lt;!channel&gt; &amp;lt; * _so_ ~ ` ``` \n> \
    \u{202E} \u{2068} \u{2069} נועה | ann";

fn now() -> DateTime<Utc> {
    "2026-03-04T09:00:00Z".parse().unwrap()
}

fn a_contest(typed: &str, phase: Phase) -> Contest {
    Contest {
        id: "c1".into(),
        title: typed.into(),
        channel: "C9".into(),
        zone: Tz::Europe__Berlin,
        starts_at: now() - TimeDelta::days(1),
        ends_at: now() + TimeDelta::days(40),
        phase,
        template: "sprint-week".into(),
        format: Format::default(),
        prizes: Some(typed.into()),
        rulebook: 1,
        board_at: NaiveTime::MIN,
        started_by: "U9".into(),
        closed_at: None,
        round: 0,
        closings: 0,
        dry_run: None,
    }
}

fn for_everybody() -> ForEverybody {
    let quiet = QuietHours { from: NaiveTime::MIN, until: NaiveTime::MIN };
    ForEverybody { quiet, board_at: NaiveTime::MIN }
}

/// The built-in rulebook, its labels typed by somebody.
fn book(typed: &str) -> Rulebook {
    let mut book = Presets::load(None).unwrap().rulebooks["habit"].clone();
    book.rules.iter_mut().for_each(|rule| rule.label = typed.into());
    book
}

fn of_contests(typed: &str) -> Vec<Message> {
    let (open, book) = (a_contest(typed, Phase::Open), book(typed));
    let phases = [Phase::Scheduled, Phase::Open, Phase::Paused, Phase::Closed, Phase::Cancelled];
    let all = phases.map(|phase| Listed {
        contest: a_contest(typed, phase),
        every: Some(Every::Week),
        next: (phase == Phase::Closed).then(now),
    });
    let mut templates: Vec<_> = Presets::load(None).unwrap().templates.into_values().collect();
    templates.iter_mut().for_each(|template| template.about = typed.into());
    let mut said = vec![
        contest::announcement(&open, &book, Some("abc"), (Some(300), Some(Every::Month)), now()),
        contest::succession(&open, &book, Some("abc"), (typed, Some(300)), &rules::all_bonuses(typed), now()),
        contest::opening(&open, now()),
        contest::time_check(&open, TimeDelta::hours(1)),
        contest::halfway(&open, TimeDelta::hours(1)),
        contest::started(&open, Some(Every::Week), now()),
        contest::started_by_form(&open, Some(Every::Week), now()),
        contest::list(&all, &all, now()),
        contest::past(&all, now()),
        contest::show(&open, &rules::a_contests(typed), &rewards::prizes(typed), (3, 4), now()),
        contest::templates(templates.iter()),
        contest::joined(typed, None),
        contest::left(&open),
        which::which(&format!("/contest end {typed}"), &format!("/contest end {typed}"), &choices(typed)),
    ];
    let verbs = ["pause", "resume", "extend", "end", "reopen", "cancel"];
    let dry = Contest { dry_run: Some(typed.into()), ..open.clone() };
    let inner = contest::joined(typed, None);
    said.extend([dry_runs::started(&dry, now()), dry_runs::marked(&inner), dry_runs::result(&inner, &dry)]);
    let steered = Steered { contest: open, next_starts_at: Some(now()), new_promise: Some("S".into()) };
    said.extend(verbs.map(|verb| contest::steered(&steered, verb, now())));
    let ahead = DrawNews::Ahead {
        title: typed.into(),
        promise: "abc".into(),
        ends_at: now(),
        zone: Tz::Europe__Berlin,
    };
    let made = DrawNews::Made {
        title: typed.into(),
        seed: "s".into(),
        promise: "abc".into(),
        tickets: 3,
        holders: 1,
        winners: vec![typed.into()],
        at: now(),
        zone: Tz::Europe__Berlin,
    };
    said.extend([draws::news(&ahead, now()), draws::news(&made, now())]);
    let repeats = |every, next| Repeats { title: typed.into(), every, next, zone: Tz::Europe__Berlin };
    let all =
        [repeats(None, None), repeats(Some(Every::Week), Some(now())), repeats(Some(Every::Month), None)];
    said.extend(all.iter().map(|news| seasons::news(news, now())));
    said
}

fn choices(typed: &str) -> Vec<Choice> {
    vec![Choice { contest: "c1".into(), title: typed.into() }; 2]
}

/// Everything that can be said, of something typed.
fn everything(typed: &str) -> Vec<Message> {
    let mut said = [
        of_contests(typed),
        screens::all(typed),
        boards::all(typed),
        rules::all(typed),
        reviews::all(typed),
        captains::of_captains(typed),
        rewards::all(typed),
        shares::of_shares(typed),
        forms::said(typed),
    ]
    .concat();
    said.extend(refusals::all(typed).iter().map(|it| refusal::refusal(it, now())));
    said.push(refusal::could_not_post(&"C9".into(), Some(typed), typed));
    said.push(refusal::could_not_post(&"C9".into(), Some(typed), "is_archived"));
    said.extend([
        refusal::removed(),
        refusal::trouble("7f3a"),
        refusal::too_slow("7f3a"),
        refusal::starting(),
        help::help("a", &[]),
        preferences::settings(&Preferences::default(), Some(for_everybody())),
        preferences::chosen_for_everybody(for_everybody()),
        preferences::chosen(Preference::Board, false),
        privacy::kept(400),
        privacy::ask("U1"),
        privacy::erased(),
        files::with_contest(typed, Tz::UTC, now()),
        files::with_own_data(Tz::UTC, now()),
        files::with_draw(typed),
        files::coming(&FileWanted::OwnData),
        files::not_sent(&FileWanted::OwnData, typed),
    ]);
    said
}

/// Each text of a message that Slack reads as mrkdwn, and each that it shows as it is.
fn texts(message: &Message) -> (Vec<String>, Vec<String>) {
    fn walk(value: &Value, mrkdwn: &mut Vec<String>, plain: &mut Vec<String>) {
        match value {
            Value::Object(fields) => match (fields.get("type").and_then(Value::as_str), fields.get("text")) {
                (Some("mrkdwn"), Some(Value::String(text))) => {
                    assert_eq!(fields["verbatim"], true, "{text}");
                    mrkdwn.push(text.clone());
                }
                (Some("plain_text"), Some(Value::String(text))) => plain.push(text.clone()),
                _ => fields.values().for_each(|value| walk(value, mrkdwn, plain)),
            },
            Value::Array(items) => items.iter().for_each(|value| walk(value, mrkdwn, plain)),
            _ => {}
        }
    }
    let (mut mrkdwn, mut plain) = (vec![message.text.clone()], Vec::new());
    walk(&Value::Array(message.blocks.clone()), &mut mrkdwn, &mut plain);
    (mrkdwn, plain)
}

/// The text without what the bot itself marks up: the contest's channel, and the link of a share.
fn without_ours(text: &str) -> String {
    // The examples that refusals give are in it, too.
    let examples = ["https://www.linkedin.com/posts/…", "(https://…)"];
    let mut rest = examples.iter().fold(text.replace("<#C9>", ""), |rest, example| rest.replace(example, ""));
    while let Some(start) = rest.find("<https://acme.example/?q=") {
        let end = start + rest[start..].find('>').expect("a link ends");
        let link = &rest[start + 1..end];
        assert!(link.matches('|').count() == 1 && !link.contains('<'), "{link}");
        rest.replace_range(start..=end, "");
    }
    rest
}

/// The marks of formatting in a text; within a word, an underscore is none.
fn marks(text: &str) -> Vec<char> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphanumeric());
    let is_mark = |&(i, c): &(usize, char)| match c {
        '*' | '`' | '~' => true,
        '_' => !(at(i.checked_sub(1)) && at(Some(i + 1))),
        _ => false,
    };
    chars.iter().copied().enumerate().filter(is_mark).map(|(_, c)| c).collect()
}

fn stays_dead(text: &str) {
    let rest = without_ours(text);
    assert!(!rest.contains(['<', '>']), "{text}");
    assert!(!rest.contains("://"), "{text}");
    let entities = ["&amp;", "&lt;", "&gt;"].map(|entity| rest.matches(entity).count()).iter().sum::<usize>();
    assert_eq!(rest.matches('&').count(), entities, "{text}");
    let unseen = |c: char| super::escape::is_invisible(c) && !"\u{2068}\u{2069}".contains(c);
    assert!(!rest.chars().any(unseen), "{text}");
    // What sets right-to-left text apart is ours, and none is ended before its end.
    let open = rest.chars().try_fold(0, |open, c| match (c, open) {
        ('\u{2068}', 0) => Some(1),
        ('\u{2069}', 1) => Some(0),
        ('\u{2068}' | '\u{2069}', _) => None,
        _ => Some(open),
    });
    assert_eq!(open, Some(0), "{text}");
}

/// Something typed.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.split(' ').collect::<Vec<_>>());
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_that_was_typed_comes_alive(typed in typed()) {
        for (message, harmless) in everything(&typed).iter().zip(everything("x")) {
            let ((mrkdwn, plain), (expected, _)) = (texts(message), texts(&harmless));
            mrkdwn.iter().for_each(|text| stays_dead(text));
            for (text, expected) in mrkdwn.iter().zip(&expected) {
                // Praise of one name is told otherwise than that of two; the marks are the same either way.
                prop_assert_eq!(marks(&without_ours(text)), marks(&without_ours(expected)), "{}", text);
            }
            prop_assert!(plain.iter().all(|text| text.chars().count() <= 75));
            let ack = message.to_ephemeral();
            prop_assert_eq!(ack["text"].as_str(), Some(message.text.as_str()));
            prop_assert_eq!(ack.get("blocks").is_none(), message.blocks.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_words_for_a_picture_are_no_markup_and_fit(typed in typed()) {
        for picture in boards::pictures(&typed) {
            // Slack takes 2,000 characters.
            prop_assert!(picture.alt.chars().count() <= 2_000 && !picture.alt.is_empty());
            prop_assert!(!picture.alt.contains(['<', '>', '\n']), "{}", picture.alt);
        }
    }
}

/// What the bot can say is all in here: a new sentence has to be, too.
#[test]
fn everything_that_can_be_said_is_tried() {
    let here = concat!(
        include_str!("hostile.rs"),
        include_str!("hostile/boards.rs"),
        include_str!("hostile/refusals.rs"),
        include_str!("hostile/reviews.rs"),
        include_str!("hostile/captains.rs"),
        include_str!("hostile/rules.rs"),
        include_str!("hostile/shares.rs"),
        include_str!("hostile/rewards.rs"),
        include_str!("hostile/screens.rs")
    );
    let sources = [
        include_str!("badges.rs"),
        include_str!("board.rs"),
        include_str!("board/own.rs"),
        include_str!("contest.rs"),
        include_str!("contest_log.rs"),
        include_str!("corrections.rs"),
        include_str!("duels.rs"),
        include_str!("help.rs"),
        include_str!("measures.rs"),
        include_str!("pace.rs"),
        include_str!("reviews.rs"),
        include_str!("files.rs"),
        include_str!("preferences.rs"),
        include_str!("privacy.rs"),
        include_str!("receipt.rs"),
        include_str!("refusal.rs"),
        include_str!("seasons.rs"),
        include_str!("dry_runs.rs"),
        include_str!("swaps.rs"),
        include_str!("health.rs"),
        include_str!("quota.rs"),
        include_str!("rewards.rs"),
        include_str!("shout_out.rs"),
        include_str!("rounds.rs"),
        include_str!("rules.rs"),
        include_str!("screens.rs"),
        include_str!("teams.rs"),
    ];
    for source in sources {
        for function in source.split("\npub fn ").skip(1) {
            let (head, _) = function.split_once('{').unwrap();
            let name = head.split(['(', '<']).next().unwrap();
            assert!(
                !head.contains("-> Message")
                    || [format!("::{name}("), format!("::{name})")].iter().any(|call| here.contains(call)),
                "{name}"
            );
        }
    }
    let enums = [
        ("Refusal", include_str!("../domain/refusal.rs")),
        ("DuelRefusal", include_str!("../domain/duel.rs").split("enum DuelRefusal").nth(1).unwrap()),
        ("MeasureRefusal", include_str!("../domain/measure.rs").split("enum MeasureRefusal").nth(1).unwrap()),
        ("ReviewRefusal", include_str!("../domain/review.rs").split("enum ReviewRefusal").nth(1).unwrap()),
        ("RulesRefusal", include_str!("../domain/change.rs").split("enum RulesRefusal").nth(1).unwrap()),
        ("SeasonRefusal", include_str!("../domain/season.rs").split("enum SeasonRefusal").nth(1).unwrap()),
        ("QuotaRefusal", include_str!("../domain/quota.rs").split("enum QuotaRefusal").nth(1).unwrap()),
        ("RewardRefusal", include_str!("../domain/reward.rs").split("enum RewardRefusal").nth(1).unwrap()),
        ("ScreenRefusal", include_str!("../domain/screen.rs").split("enum ScreenRefusal").nth(1).unwrap()),
        ("TeamRefusal", include_str!("../domain/teams.rs").split("enum TeamRefusal").nth(1).unwrap()),
    ];
    for (name, source) in enums {
        let variants =
            source.split("\n}").next().unwrap().lines().filter_map(|line| line.strip_prefix("    "));
        let variants = variants.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
        for variant in variants.map(|line| line.split([' ', ',', '(']).next().unwrap()) {
            assert!(here.contains(&format!("{name}::{variant}")), "{variant}");
        }
    }
}
