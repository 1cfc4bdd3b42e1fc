//! What a screen says is what the channel reads, whatever the format and whatever people typed.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::domain::format::{Format, Table};
use crate::domain::praise::Praise;
use crate::domain::screen::NextStart;

fn now() -> DateTime<Utc> {
    "2026-03-04T09:00:00Z".parse().unwrap()
}

fn row(n: usize, name: &str, shown: Shown) -> formats::Row {
    let place = i64::try_from(n + 1).unwrap();
    formats::Row {
        side: Side::Rep(format!("U{n}").into()),
        name: name.into(),
        place,
        place_before: None,
        shown,
    }
}

fn board(groups: Vec<formats::Group>, summary: Option<Summary>) -> PublicBoard {
    let heading = Heading {
        contest: "c1".into(),
        title: "Spring <b>Sprint</b>".into(),
        zone: Tz::UTC,
        starts_at: now() - TimeDelta::days(1),
        ends_at: now() + TimeDelta::days(2),
        phase: Phase::Open,
        now: now(),
        players: 3,
        shares: 4,
        format: Format::default(),
    };
    PublicBoard {
        heading,
        table: Table { summary, groups },
        biggest_move: Some(("Ana *".into(), 2)),
        longest_streak: None,
        quota: None,
        duels: Vec::new(),
        active_yesterday: Some(2),
    }
}

fn of(boards: Vec<PublicBoard>) -> View {
    let shown = Wall { channel: Some("wins".into()), boards, next: None, shout_outs: Vec::new(), now: now() };
    wall(&shown, |contest, side| format!("{contest}/{side}"))
}

fn all(rows: Vec<formats::Row>) -> formats::Group {
    formats::Group { kind: GroupKind::All, rows }
}

#[test]
fn a_list_has_its_places_values_bars_and_moves() {
    let before = |place, row| formats::Row { place_before: Some(place), ..row };
    let rows = vec![
        before(2, row(0, "Ana", Shown::Points(1200))),
        before(1, row(1, "Bo", Shown::Points(600))),
        row(2, "Cy", Shown::Points(3)),
    ];
    let view = of(vec![board(vec![all(rows)], None)]);
    let [slide] = view.slides.as_slice() else { panic!("{view:?}") };
    assert_eq!((slide.title.as_str(), slide.phase, slide.state), ("Spring <b>Sprint</b>", "open", None));
    assert_eq!(slide.until, "Friday, 09:00 (UTC)");
    assert_eq!(slide.news, ["Biggest move: Ana ∗, up 2. 2 of 3 active yesterday; 4 shares so far."]);
    let told = |row: &Row| {
        let moved = row.moved.as_ref().map(|moved| moved.said.clone()).unwrap_or_default();
        format!("{} {} {} {}% {moved}", row.place.unwrap(), row.name, row.value, row.part)
    };
    let rows: Vec<String> = slide.groups[0].rows.iter().map(told).collect();
    assert_eq!(rows, ["1 Ana 1,200 100% up 1", "2 Bo 600 50% down 1", "3 Cy 3 0% new"]);
    assert_eq!((view.channel.as_deref(), view.idle), (Some("#wins"), None));
}

#[test]
fn what_explains_a_number_stands_apart_and_a_goal_is_a_full_bar() {
    let shown = [
        (Shown::Towards { points: 10, goal: 40 }, ("10 of 40", None, 25)),
        (Shown::Percent { percent: 150, points: 30, target: 20 }, ("150 %", Some("30 of 20"), 100)),
        (
            Shown::Average { hundredths: 1050, active: 2, members: 3 },
            ("10.5 each", Some("2 of 3 active"), 100),
        ),
        (
            Shown::Tickets { tickets: 0, points: 5, qualify: 50 },
            ("5 of the 50 points that qualify", None, 10),
        ),
        (Shown::Shares { shares: 1, asked: 3 }, ("1 of 3 shares this week", None, 33)),
        (Shown::Legs { run: 1, of: 4, points: 1 }, ("1 of 4 legs run", Some("1 point"), 25)),
        (Shown::Held { days: 2, points: 5 }, ("2 days on the hill", Some("5 today"), 100)),
    ];
    for (shown, (value, detail, part)) in shown {
        let view = of(vec![board(vec![all(vec![row(0, "Ana", shown)])], None)]);
        let row = &view.slides[0].groups[0].rows[0];
        assert_eq!((row.value.as_str(), row.detail.as_deref(), row.part), (value, detail, part));
    }
}

#[test]
fn a_summary_is_words_and_a_bar_that_the_page_draws() {
    let said = |summary| {
        let view = of(vec![board(Vec::new(), Some(summary))]);
        (view.slides[0].summary.clone().unwrap(), view.slides[0].part)
    };
    let together = said(Summary::Together { points: 420, goal: 1000 });
    assert_eq!(together, ("420 of 1,000 points together, 42 %.".to_owned(), Some(42)));
    let rope = said(Summary::Rope { ahead: Some("Red & *co*".into()), by: 10, margin: 50 });
    assert_eq!(rope, ("Red & ∗co∗ pull ahead by 10; a lead of 50 wins.".to_owned(), Some(20)));
    let hill = said(Summary::Hill { king: Some("Zoë <3".into()) });
    assert_eq!(hill, ("Zoë <3 holds the hill.".to_owned(), None));
}

#[test]
fn pools_and_pairs_go_onto_as_many_slides_as_they_need() {
    let pools = |n: usize| -> Vec<formats::Group> {
        let pool = |pool| formats::Group {
            kind: GroupKind::Pool(pool),
            rows: vec![row(0, "Ana", Shown::Round { points: 0, total: 9 })],
        };
        (1..=n).map(pool).collect()
    };
    let slides = |n| of(vec![board(pools(n), None)]).slides;
    assert_eq!(slides(6).iter().map(|slide| slide.of.clone()).collect::<Vec<_>>(), [None]);
    let seven = slides(7);
    assert_eq!(seven.iter().map(|slide| slide.groups.len()).collect::<Vec<_>>(), [6, 1]);
    assert_eq!(seven[1].of.as_deref(), Some("2 of 2"));
    assert_ne!(seven[0].id, seven[1].id);
    assert_eq!(seven[0].groups[0].rows[0].place, None, "nobody has scored, so there is no order");
    assert_eq!(slides(1000).len(), SLIDES_MOST);
    let alone = formats::Group { kind: GroupKind::Pair, rows: vec![row(0, "Ana", Shown::Points(0))] };
    assert_eq!(of(vec![board(vec![alone], None)]).slides[0].groups[0].rows[0].value, "goes through");
}

#[test]
fn with_nothing_on_it_says_what_comes() {
    let none = of(Vec::new()).idle.unwrap();
    assert_eq!(none.title, "No contest is running.");
    let next = NextStart { title: "Cup".into(), at: now() + TimeDelta::days(1), zone: Tz::UTC };
    let shown =
        Wall { channel: None, boards: Vec::new(), next: Some(next), shout_outs: Vec::new(), now: now() };
    let idle = wall(&shown, |_, _| String::new()).idle.unwrap();
    assert_eq!((idle.title.as_str(), idle.line.as_str()), ("Cup", "Starts tomorrow, 09:00 (UTC)."));
}

#[test]
fn what_ended_without_points_is_told_only_where_nothing_else_is() {
    let ended = || {
        let mut over = board(Vec::new(), Some(Summary::Round { number: 0, of: 0, ends_at: now() }));
        over.heading.phase = Phase::Closed;
        over
    };
    let open = || board(vec![all(vec![row(0, "Ana", Shown::Points(5))])], None);
    let phases = |view: View| view.slides.iter().map(|slide| slide.phase).collect::<Vec<_>>();
    assert_eq!(phases(of(vec![open(), ended()])), ["open"]);
    let nothing_else = of(vec![ended()]);
    let [slide] = nothing_else.slides.as_slice() else { panic!("{nothing_else:?}") };
    assert_eq!(
        (slide.phase, slide.empty, slide.summary.as_deref()),
        ("over", Some("Nobody scored this time."), Some("It ended before a round was drawn."))
    );
    let next = NextStart { title: "Cup".into(), at: now() + TimeDelta::days(1), zone: Tz::UTC };
    let shown =
        Wall { channel: None, boards: vec![ended()], next: Some(next), shout_outs: Vec::new(), now: now() };
    assert_eq!(wall(&shown, |_, _| String::new()).idle.unwrap().title, "Cup", "what comes is news");
}

#[test]
fn a_right_to_left_name_in_a_sentence_is_set_apart_and_alone_it_is_not() {
    let mut shown = board(vec![all(vec![row(0, "נועה", Shown::Points(5))])], None);
    shown.biggest_move = None;
    shown.longest_streak = Some(("נועה".into(), 2));
    let view = of(vec![shown]);
    assert_eq!(
        view.slides[0].news,
        ["Longest streak: \u{2068}נועה\u{2069}, 2 weeks. 2 of 3 active yesterday; 4 shares so far."]
    );
    assert_eq!(view.slides[0].groups[0].rows[0].name, "נועה");
}

#[test]
fn a_shout_out_says_what_the_channel_heard() {
    let praise = |user: &str| Praise::Points {
        user: user.into(),
        name: format!("{user} & co"),
        points: 50,
        shares: 4,
        title: "Cup".into(),
    };
    let said = |praises| shout(&ShoutOut { at: now(), praises }).text;
    assert_eq!(said(vec![praise("Ana")]), "Ana & co passed 50 points with 4 shares.");
    assert_eq!(
        said(vec![praise("Ana"), praise("Bo")]),
        "Two milestones: Ana & co 50 points · Bo & co 50 points"
    );
}

/// Every text in it.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

proptest! {
    #[test]
    fn nothing_typed_reaches_a_screen_but_its_letters(typed in "\\PC{0,30}|[<>&*_~`\u{202E}\u{200B}\n\u{7}]{0,30}") {
        let rows = vec![row(0, &typed, Shown::Points(5))];
        let mut shown = board(vec![all(rows)], Some(Summary::Hill { king: Some(typed.clone()) }));
        shown.heading.title = typed.clone();
        shown.biggest_move = Some((typed.clone(), 1));
        let wall_of = Wall {
            channel: Some(typed.clone()),
            boards: vec![shown],
            next: None,
            shout_outs: vec![ShoutOut {
                at: now(),
                praises: vec![Praise::Streak { user: "U1".into(), name: typed.clone(), weeks: 2 }],
            }],
            now: now(),
        };
        let view = wall(&wall_of, |_, _| "key".to_owned());
        let said = texts(&serde_json::to_value(&view).unwrap());
        // What sets right-to-left names apart is ours.
        let is_ours = |c: char| "\u{2068}\u{2069}".contains(c);
        let is_unseen = |c: char| c.is_control() || super::super::escape::is_invisible(c) && !is_ours(c);
        prop_assert!(!said.iter().any(|text| text.contains(is_unseen)), "{said:?}");
        let is_escaped = said.iter().any(|text| text.contains("&lt;"));
        prop_assert!(!is_escaped || typed.contains("&lt"), "shown as it was typed: {said:?}");
        prop_assert!(view.slides[0].title.chars().count() <= 201);
    }
}
