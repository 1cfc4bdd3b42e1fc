//! What a rulebook must hold to beyond its shape: each finding with the path to the value at fault.

use super::{Cap, LikenessRule, Milestones, Rule, Rulebook, StreakRule};
use crate::domain::preset::Step::{self, Item, Key};
use crate::domain::preset::{PLAIN_NAME, is_plain_name};

/// Most points anything may be worth, so that no sum of them comes near to overflowing.
const MOST_POINTS: i64 = 1_000_000;

type Finding = Result<(), (Vec<Step<'static>>, String)>;

fn ensure(holds: bool, path: &[Step<'static>], reason: impl FnOnce() -> String) -> Finding {
    if holds { Ok(()) } else { Err((path.to_vec(), reason())) }
}

/// The first fault found, from the top of the file.
pub(super) fn rulebook(book: &Rulebook) -> Finding {
    ensure(is_plain_name(&book.name), &[Key("name")], || PLAIN_NAME.to_owned())?;
    points(book.daily_points, 1, &[Key("daily_points")])?;
    points(book.first_of_week, 0, &[Key("first_of_week")])?;
    ensure(!book.rules.is_empty(), &[Key("rules")], || "there is no rule in it".to_owned())?;
    for (i, rule) in book.rules.iter().enumerate() {
        let taken = book.rules.iter().take(i).any(|earlier| earlier.id == rule.id);
        ensure(!taken, &[Key("rules"), Item(i), Key("id")], || format!("a second rule \"{}\"", rule.id))?;
        one_rule(rule, i)?;
    }
    measures(book)?;
    streak(&book.streak)?;
    likeness(book.likeness)?;
    milestones(&book.milestones)
}

/// Names are unique in the whole rulebook, since the ledger goes by them.
fn measures(book: &Rulebook) -> Finding {
    let mut names: Vec<&str> = book.rules.iter().map(|rule| rule.id.as_str()).collect();
    for (i, rule) in book.counts.iter().enumerate() {
        let at = |key| [Key("counts"), Item(i), Key(key)];
        named(&rule.id, &rule.label, &mut names, ("counts", i))?;
        let twice = book.counts.iter().take(i).any(|earlier| earlier.counts == rule.counts);
        ensure(!twice, &at("counts"), || "a second rule that counts the same".to_owned())?;
        points(rule.points, 1, &at("points"))?;
        points(rule.each, 1, &at("each"))?;
        points(rule.week_most, 1, &at("week_most"))?;
        points(rule.held_from, 1, &at("held_from"))?;
    }
    for (i, rule) in book.results.iter().enumerate() {
        named(&rule.id, &rule.label, &mut names, ("results", i))?;
        points(rule.points, 1, &[Key("results"), Item(i), Key("points")])?;
    }
    Ok(())
}

fn named<'a>(
    id: &'a str,
    label: &str,
    names: &mut Vec<&'a str>,
    (table, i): (&'static str, usize),
) -> Finding {
    let at = |key| [Key(table), Item(i), Key(key)];
    ensure(is_plain_name(id), &at("id"), || PLAIN_NAME.to_owned())?;
    ensure(!names.contains(&id), &at("id"), || format!("a second rule \"{id}\""))?;
    ensure(!label.trim().is_empty(), &at("label"), || "the label is empty".to_owned())?;
    names.push(id);
    Ok(())
}

fn points(value: i64, least: i64, path: &[Step<'static>]) -> Finding {
    ensure((least..=MOST_POINTS).contains(&value), path, || {
        format!("{value} points: give {least} to {MOST_POINTS}")
    })
}

fn one_rule(rule: &Rule, i: usize) -> Finding {
    let at = |key| [Key("rules"), Item(i), Key(key)];
    ensure(is_plain_name(&rule.id), &at("id"), || PLAIN_NAME.to_owned())?;
    ensure(!rule.label.trim().is_empty(), &at("label"), || "the label is empty".to_owned())?;
    ensure(!rule.kinds.is_empty(), &at("kinds"), || "the rule fits no kind".to_owned())?;
    for (j, kind) in rule.kinds.iter().enumerate() {
        let path = [Key("rules"), Item(i), Key("kinds"), Item(j)];
        let named = rule.kinds.iter().take(j).any(|earlier| earlier == kind);
        ensure(!named, &path, || "the same kind twice".to_owned())?;
    }
    points(rule.points, 0, &at("points"))?;
    ensure(rule.min_words <= 10_000, &at("min_words"), || "more own words than are kept (10000)".to_owned())?;
    rule.caps.iter().enumerate().try_for_each(|(j, cap)| one_cap(rule, *cap, i, j))
}

fn one_cap(rule: &Rule, cap: Cap, i: usize, j: usize) -> Finding {
    let path = [Key("rules"), Item(i), Key("caps"), Item(j)];
    let count = [Key("rules"), Item(i), Key("caps"), Item(j), Key("count")];
    ensure(cap.count > 0, &count, || "a cap of 0 would never pay; leave the rule out instead".to_owned())?;
    let same = |other: &&Cap| (other.per, other.each_network) == (cap.per, cap.each_network);
    let double = rule.caps.iter().take(j).find(same).is_some();
    ensure(!double, &path, || "a second cap for the same period".to_owned())
}

fn streak(rule: &StreakRule) -> Finding {
    let at = |key| [Key("streak"), Key(key)];
    ensure((1..=5).contains(&rule.workdays), &at("workdays"), || "a week has 1 to 5 workdays".to_owned())?;
    ensure(rule.step_percent <= 1000, &at("step_percent"), || "at most 1000 per cent".to_owned())?;
    ensure(rule.most_percent <= 1000, &at("most_percent"), || "at most 1000 per cent".to_owned())?;
    ensure(rule.freeze_every != 1 && rule.freeze_every <= 52, &at("freeze_every"), || {
        "one missed week in 2 to 52 can be bridged; 0 for none".to_owned()
    })?;
    ensure(ascends(&rule.praised, 1), &at("praised"), || "the weeks must ascend from 1 or more".to_owned())
}

fn likeness(rule: LikenessRule) -> Finding {
    let at = |key| [Key("likeness"), Key(key)];
    ensure(rule.min_words > 0, &at("min_words"), || {
        "without own words there is nothing to compare".to_owned()
    })?;
    ensure((1..=100).contains(&rule.copied), &at("copied"), || "give 1 to 100 per cent".to_owned())?;
    ensure((1..=rule.copied).contains(&rule.similar), &at("similar"), || {
        format!("similar ({}) must lie between 1 and copied ({})", rule.similar, rule.copied)
    })?;
    ensure((1..=3650).contains(&rule.days), &at("days"), || "give 1 to 3650 days".to_owned())
}

fn milestones(milestones: &Milestones) -> Finding {
    let at = |key| [Key("milestones"), Key(key)];
    ensure(ascends(&milestones.points, 1), &at("points"), || {
        "the thresholds must ascend from 1 or more".to_owned()
    })?;
    ensure(milestones.then_every >= 0, &at("then_every"), || "give 0 or more points".to_owned())?;
    ensure(ascends(&milestones.goal_percent, 1), &at("goal_percent"), || {
        "the parts must ascend from 1 or more".to_owned()
    })
}

fn ascends<T: PartialOrd>(values: &[T], least: T) -> bool {
    values.first().is_none_or(|first| *first >= least) && values.windows(2).all(|pair| pair[0] < pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    const HABIT: &str = include_str!("../../../config/presets/rulebooks/habit.toml");

    #[test]
    fn habit_says_what_the_product_promises() {
        let book = Rulebook::parse("habit.toml", HABIT).unwrap();
        let rules: Vec<_> = book.rules.iter().map(|r| (r.id.as_str(), r.points, r.min_words)).collect();
        let promised = [
            ("original", 10, 100),
            ("article", 15, 0),
            ("comment", 2, 0),
            ("like", 0, 0),
            ("share", 5, 100),
            ("link", 1, 0),
        ];
        assert_eq!(rules, promised);
        assert_eq!((book.daily_points, book.first_of_week), (30, 5));
        assert_eq!([0, 1, 5, 6, u32::MAX].map(|weeks| book.multiplier(weeks)), [100, 110, 150, 150, 150]);
    }

    /// The fault in `habit.toml` with the first `from` in it replaced, its line checked to be the replaced one.
    #[track_caller]
    fn fault(from: &str, to: &str) -> String {
        let at = HABIT.find(from).expect("the text to replace");
        let fault = Rulebook::parse("habit.toml", &HABIT.replacen(from, to, 1)).unwrap_err();
        let last = to.lines().count().max(1) - 1;
        assert_eq!(
            fault.line,
            1 + HABIT[..at].lines().count() - usize::from(!HABIT[..at].ends_with('\n')) + last
        );
        assert_eq!(fault.file, "habit.toml");
        fault.reason
    }

    #[test]
    fn a_fault_names_its_line_and_reason() {
        assert!(fault("daily_points = 30", "daily_point = 30").contains("unknown field `daily_point`"));
        assert!(fault("points = 10", "points = \"ten\"").contains("invalid type: string"));
        assert!(fault("kinds = [\"original\"]", "kinds = [\"boast\"]").contains("unknown variant `boast`"));
        assert!(fault("per = \"day\"", "per = \"hour\"").contains("unknown variant `hour`"));
        assert!(fault("count = 1", "count = 0").contains("cap of 0"));
        assert!(fault("points = 10", "points = -1").contains("-1 points"));
        assert!(fault("id = \"article\"", "id = \"original\"").contains("second rule \"original\""));
        assert!(fault("id = \"article\"", "id = \"An Article\"").contains("one word"));
        assert!(fault("label = \"comment\"", "label = \" \"").contains("label is empty"));
        assert!(fault("kinds = [\"like\"]", "kinds = []").contains("fits no kind"));
        assert!(fault("kinds = [\"like\"]", "kinds = [\"like\", \"like\"]").contains("same kind twice"));
        assert!(fault("per = \"week\"", "per = \"day\"").contains("second cap"));
        assert!(fault("similar = 60", "similar = 90").contains("must lie between 1 and copied (85)"));
        assert!(fault("copied = 85", "copied = 101").contains("1 to 100"));
        assert!(fault("[25, 50,", "[25, 25,").contains("must ascend"));
        assert!(fault("[25, 50, 75,", "[50, 25, 75,").contains("must ascend"));
        assert!(fault("[2, 4, 8, 12]", "[4, 2]").contains("must ascend"));
        assert!(fault("workdays = 3", "workdays = 6").contains("1 to 5"));
        assert!(fault("freeze_every = 4", "freeze_every = 1").contains("2 to 52"));
        assert!(fault("daily_points = 30", "daily_points = 0").contains("0 points"));
        assert!(fault("name = \"habit\"", "name = \"\"").contains("one word"));
    }

    #[test]
    fn a_rulebook_without_rules_is_refused() {
        let start = HABIT.find("[[rules]]").unwrap();
        let end = HABIT.find("[streak]").unwrap();
        let text = format!("{}rules = []\n{}", &HABIT[..start], &HABIT[end..]);
        let fault = Rulebook::parse("empty.toml", &text).unwrap_err();
        assert_eq!(fault.reason, "there is no rule in it");
        let missing = Rulebook::parse("empty.toml", &text.replace("rules = []\n", "")).unwrap_err();
        assert!(missing.reason.contains("missing field `rules`"), "{missing}");
    }
}
