//! Badges as they are read and as they are earned.

use super::*;

const OURS: &str = include_str!("../../../config/presets/badges.toml");

fn badges(text: &str) -> Badges {
    Badges::parse("badges.toml", text).unwrap()
}

fn fault(badge: &str) -> String {
    let text = format!("levels = []\n[[badges]]\n{badge}\n");
    Badges::parse("b.toml", &text).unwrap_err().to_string()
}

#[test]
fn a_fault_names_its_line_and_reason() {
    assert_eq!(fault("id = \"A B\"\nname = \"x\""), format!("b.toml:3: {PLAIN_NAME}"));
    let one = "id = \"a\"\nname = \"A\"\n";
    let ground = "b.toml:3: give it one ground, such as contest_points = 100";
    assert_eq!(fault(one), ground);
    assert_eq!(fault(&format!("{one}first = \"any\"\nweek_days = 5")), ground);
    assert_eq!(fault(&format!("{one}contest_points = 0")), "b.toml:5: 0: give 1 to 1000000");
    assert_eq!(fault(&format!("{one}week_days = 6")), "b.toml:5: 6: give 1 to 5");
    assert_eq!(fault(&format!("{one}first = \"poem\"")), "b.toml:5: \"poem\" is no kind of share");
    assert!(fault(&format!("{one}record = \"night\"")).contains("unknown variant `night`"));
    assert_eq!(fault(&format!("{one}first = \"any\"\nat_least = 3")), "b.toml:6: only a record has it");
    assert!(fault(&format!("{one}frist = \"any\"")).contains("unknown field `frist`"));
    assert_eq!(
        fault("id = \"a\"\nname = \"\"\nfirst = \"any\""),
        "b.toml:4: give a name of 1 to 40 characters"
    );
    let twice = format!("{one}first = \"any\"\n[[badges]]\n{one}first = \"any\"");
    assert_eq!(fault(&twice), "b.toml:7: there is a badge \"a\" already");
    let levels = "badges = []\n[[levels]]\nname = \"A\"\npoints = 5\n[[levels]]\nname = \"B\"\npoints = 5\n";
    let fault = Badges::parse("b.toml", levels).unwrap_err().to_string();
    assert_eq!(fault, "b.toml:7: 5: give more than 5");
}

#[test]
fn ours_are_sound_and_have_levels() {
    let ours = badges(OURS);
    assert_eq!(ours.badges.len(), 8);
    assert_eq!(ours.level(0), None);
    assert_eq!(
        (ours.level(99).unwrap().name.as_str(), ours.level(100).unwrap().name.as_str()),
        ("Starter", "Regular")
    );
    assert_eq!(ours.next_level(100).unwrap().points, 300);
    assert_eq!((ours.next_level(3000), ours.level(i64::MAX).unwrap().name.as_str()), (None, "Beacon"));
}

/// A share of a rep who has `held`, with records as they are.
fn deed<'a>(held: &'a BTreeMap<String, i64>, records: &'a BTreeMap<Record, (bool, i64)>) -> Deed<'a> {
    let streaks = (Streak::default(), Streak::default());
    let kind = Some(Kind::Share);
    Deed { kind, contests: vec![(5, 1)], streaks, day: 5, lifetime: 50, paid: 5, held, records }
}

fn names(earned: &[Earned]) -> Vec<String> {
    let name = |earned: &Earned| match earned {
        Earned::Badge { id, times, .. } => format!("{id} {times}"),
        Earned::Record { id, value, .. } => format!("{id} {value}"),
        Earned::Level { name } => name.clone(),
    };
    earned.iter().map(name).collect()
}

#[test]
fn badges_are_earned_once_weeks_again_and_again() {
    let ours = badges(OURS);
    let (none, records) =
        (BTreeMap::new(), BTreeMap::from([(Record::Day, (false, 30)), (Record::Streak, (false, 9))]));
    let plain = deed(&none, &records);
    assert_eq!(names(&ours.earned(&plain)), ["first-share 0"]);
    assert_eq!(names(&ours.earned(&Deed { kind: Some(Kind::Like), ..plain.clone() })), [""; 0]);
    assert_eq!(
        names(&ours.earned(&Deed { kind: None, contests: vec![(500, 50)], paid: 0, ..plain.clone() })),
        [""; 0]
    );
    let held = BTreeMap::from([("first-share".to_owned(), 1), ("full-week".to_owned(), 2)]);
    let again = deed(&held, &records);
    assert_eq!(names(&ours.earned(&again)), [""; 0]);
    let much =
        Deed { kind: Some(Kind::Article), contests: vec![(20, 9), (100, 10)], lifetime: 95, ..again.clone() };
    assert_eq!(names(&ours.earned(&much)), ["first-article 0", "century 0", "ten-up 0", "Regular"]);
    let days = |days| Streak { before: 3, this_week: days >= 3, days_this_week: days };
    let fifth = Deed { streaks: (days(4), days(5)), ..again.clone() };
    assert_eq!(names(&ours.earned(&fifth)), ["month-strong 0", "full-week 3"]);
    let sixth = Deed {
        streaks: (days(5), days(5)),
        held: &BTreeMap::from([("month-strong".into(), 1), ("first-share".into(), 1)]),
        ..again
    };
    assert_eq!(names(&ours.earned(&sixth)), [""; 0]);
}

#[test]
fn a_record_passes_to_whoever_does_better() {
    let ours = badges(OURS);
    let held = BTreeMap::from([("first-share".to_owned(), 1)]);
    let day = |records: &[(Record, (bool, i64))], day| {
        let records = records.iter().copied().collect();
        names(&ours.earned(&Deed { day, ..deed(&held, &records) }))
    };
    assert_eq!(day(&[], 19), [""; 0], "not high enough to be one");
    assert_eq!(day(&[], 20), ["day-record 20"]);
    assert_eq!(day(&[(Record::Day, (false, 25))], 25), [""; 0], "level is not better");
    assert_eq!(day(&[(Record::Day, (false, 25))], 26), ["day-record 26"]);
    assert_eq!(day(&[(Record::Day, (true, 25))], 26), [""; 0], "it is theirs already");
    assert_eq!(day(&[(Record::Day, (true, 15))], 26), ["day-record 26"], "now it is high enough");
}

#[test]
fn what_stands_says_how_often_a_badge_is_earned() {
    let monday = |n: u64| "2026-03-02".parse::<NaiveDate>().unwrap() + chrono::Days::new(7 * n);
    let active = [(0, 0b1_1111), (1, 0b0_0111), (2, 0b110_1111), (3, 0b111_1111)];
    let feats = Feats {
        kinds: vec![Kind::Like, Kind::Article],
        contest: Some((99, "C".into())),
        shares: 10,
        active: active.into_iter().map(|(n, days)| (monday(n), days)).collect(),
        ..Feats::default()
    };
    assert_eq!(feats.longest_streak(3, 4), 4);
    let times = |ground| feats.times(ground, 4);
    assert_eq!(
        (times(Ground::WeekDays(5)), times(Ground::WeekDays(4)), times(Ground::WeekDays(1))),
        (2, 3, 4)
    );
    assert_eq!(
        (times(Ground::First(Some(Kind::Article))), times(Ground::First(Some(Kind::Comment)))),
        (1, 0)
    );
    assert_eq!((times(Ground::First(None)), Feats::default().times(Ground::First(None), 0)), (1, 0));
    assert_eq!((times(Ground::ContestPoints(99)), times(Ground::ContestPoints(100))), (1, 0));
    assert_eq!((times(Ground::ContestShares(10)), times(Ground::StreakWeeks(5))), (1, 0));
}
