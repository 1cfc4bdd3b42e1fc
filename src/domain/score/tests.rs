//! Each rule of the default rulebook by name, then what must hold whatever is shared.

use proptest::prelude::*;

use super::*;
use crate::domain::rulebook::Cap;

fn habit() -> Rulebook {
    let text = include_str!("../../../config/presets/rulebooks/habit.toml");
    Rulebook::parse("habit.toml", text).unwrap()
}

/// A rep's week: each share is scored after those before it.
struct Week {
    book: Rulebook,
    past: Vec<Past>,
    streak_weeks: u32,
}

impl Week {
    /// A week that already holds its first paying share, so that the bonus stays out of the sums.
    fn under_way() -> Self {
        let first = Past { rule: None, network: Network::Web, day: date(0), points: 0, first_of_week: true };
        Self { past: vec![first], ..Self::fresh() }
    }

    fn fresh() -> Self {
        Self { book: habit(), past: Vec::new(), streak_weeks: 0 }
    }

    fn facts(&self, kind: Kind, words_len: usize) -> Facts {
        let (network, day) = (Network::Linkedin, date(2));
        Facts { kind, network, words_len, day, likeness: 0, streak_weeks: self.streak_weeks, bonus: None }
    }

    fn submit(&mut self, facts: Facts) -> Score {
        let score = score(&self.book, &facts, &self.past);
        self.past.push(score.past(&facts));
        score
    }

    /// A share of this kind on Wednesday, on LinkedIn.
    fn share(&mut self, kind: Kind, words_len: usize) -> Score {
        self.submit(self.facts(kind, words_len))
    }
}

/// A day of the week of Monday, 15 June 2026.
fn date(days_after_monday: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).unwrap() + chrono::Days::new(days_after_monday)
}

fn rule(score: &Score) -> &str {
    score.rule.as_deref().unwrap_or("none")
}

#[test]
fn a_share_with_own_words_pays_five_twice_a_day() {
    let mut week = Week::under_way();
    let paid: Vec<_> = (0..3).map(|_| week.share(Kind::Share, 100)).collect();
    assert_eq!(
        [0, 1, 2].map(|i| (rule(&paid[i]), paid[i].points)),
        [("share", 5), ("share", 5), ("link", 1)]
    );
}

#[test]
fn an_original_pays_ten_once_a_day_and_network() {
    let mut week = Week::under_way();
    assert_eq!(week.share(Kind::Original, 100).points, 10);
    let on_x = Facts { network: Network::X, ..week.facts(Kind::Original, 100) };
    assert_eq!(week.submit(on_x).points, 10);
    let next_day = Facts { day: date(3), ..week.facts(Kind::Original, 100) };
    assert_eq!(week.submit(next_day).points, 10);
}

#[test]
fn a_second_original_falls_to_the_share_rule() {
    let mut week = Week::under_way();
    week.share(Kind::Original, 100);
    let second = week.share(Kind::Original, 100);
    assert_eq!((rule(&second), second.points), ("share", 5));
}

#[test]
fn an_article_pays_fifteen_once_a_day_and_twice_a_week() {
    let mut week = Week::under_way();
    let on = |week: &mut Week, day| {
        let facts = Facts { day: date(day), ..week.facts(Kind::Article, 0) };
        week.submit(facts).points
    };
    assert_eq!([0, 0, 1, 2].map(|day| on(&mut week, day)), [15, 1, 15, 1]);
    assert_eq!(on(&mut week, 7), 15, "a new week");
}

#[test]
fn a_comment_pays_two_five_times_a_day_then_as_a_link() {
    let mut week = Week::under_way();
    let paid: Vec<i64> = (0..8).map(|_| week.share(Kind::Comment, 10).points).collect();
    assert_eq!(paid, [2, 2, 2, 2, 2, 1, 1, 0]);
}

#[test]
fn a_link_with_few_words_pays_one_and_says_what_more_would_have_earned() {
    let mut week = Week::under_way();
    let link = week.share(Kind::Share, 99);
    assert_eq!((rule(&link), link.points, link.with_more_words), ("link", 1, Some((5, 100))));
    let original = week.share(Kind::Original, 10);
    assert_eq!((original.points, original.with_more_words), (1, Some((10, 100))));
}

#[test]
fn more_words_are_not_asked_for_where_they_would_earn_nothing() {
    let mut week = Week::under_way();
    week.share(Kind::Share, 100);
    week.share(Kind::Share, 100);
    assert_eq!(week.share(Kind::Share, 0).with_more_words, None, "the share rule is spent");
    assert_eq!(week.share(Kind::Comment, 0).with_more_words, None);
    assert_eq!(week.share(Kind::Article, 0).with_more_words, None, "15 already");
}

#[test]
fn a_like_counts_for_nothing() {
    let like = Week::fresh().share(Kind::Like, 200);
    assert_eq!((like.verdict, rule(&like), like.total()), (Verdict::Counted, "like", 0));
}

#[test]
fn with_every_cap_spent_a_share_is_taken_in_but_pays_nothing() {
    let mut week = Week::under_way();
    week.share(Kind::Share, 0);
    week.share(Kind::Share, 0);
    let third = week.share(Kind::Share, 0);
    assert_eq!((third.verdict, third.rule.clone(), third.total()), (Verdict::Capped, None, 0));
    assert_eq!(third.with_more_words, Some((5, 100)));
}

#[test]
fn the_first_paying_share_of_a_week_earns_five_more_once() {
    let mut week = Week::fresh();
    assert_eq!(week.share(Kind::Like, 0).first_of_week, 0);
    let first = week.share(Kind::Comment, 0);
    assert_eq!((first.points, first.first_of_week, first.total()), (2, 5, 7));
    assert_eq!(week.share(Kind::Comment, 0).first_of_week, 0);
    let next_week = Facts { day: date(7), ..week.facts(Kind::Comment, 0) };
    assert_eq!(week.submit(next_week).first_of_week, 5);
}

#[test]
fn the_multiplier_rounds_once_half_up() {
    let mut week = Week { streak_weeks: 1, ..Week::under_way() };
    let share = week.share(Kind::Share, 100);
    assert_eq!((share.multiplier, share.points), (110, 6)); // 5.5
    let comment = week.share(Kind::Comment, 0);
    assert_eq!(comment.points, 2); // 2.2
    let mut long = Week { streak_weeks: 40, ..Week::fresh() };
    let article = long.share(Kind::Article, 0);
    assert_eq!((article.multiplier, article.points, article.first_of_week), (150, 23, 5)); // 22.5
}

#[test]
fn of_bonus_and_streak_only_the_higher_counts() {
    let under = |streak_weeks, bonus| {
        let week = Week { streak_weeks, ..Week::under_way() };
        let paid = score(&week.book, &Facts { bonus, ..week.facts(Kind::Original, 100) }, &week.past);
        (paid.multiplier, paid.points)
    };
    assert_eq!(under(2, Some(200)), (200, 20));
    assert_eq!(under(5, Some(120)), (150, 15));
    assert_eq!(under(0, None), (100, 10));
    // The day's most holds for a bonus as for anything.
    let week = Week::under_way();
    let article = Facts { bonus: Some(300), ..week.facts(Kind::Article, 0) };
    assert_eq!(
        (score(&week.book, &article, &week.past).points, score(&week.book, &article, &week.past).cut),
        (30, 15)
    );
}

#[test]
fn alike_words_halve_and_copied_words_pay_nothing() {
    let like = |likeness, words_len| {
        let week = Week::fresh();
        score(&week.book, &Facts { likeness, ..week.facts(Kind::Share, words_len) }, &[])
    };
    assert_eq!((like(59, 100).halved, like(59, 100).points), (false, 5));
    assert_eq!((like(60, 100).halved, like(60, 100).points), (true, 3)); // 2.5
    assert_eq!((like(84, 100).verdict, like(84, 100).points), (Verdict::Counted, 3));
    let copied = like(85, 100);
    assert_eq!((copied.verdict, copied.total(), copied.rule), (Verdict::Copied, 0, None));
    assert_eq!(like(100, 99).points, 1, "too few words to compare");
}

#[test]
fn likeness_and_multiplier_are_rounded_together() {
    let week = Week { streak_weeks: 1, ..Week::fresh() };
    let half = Facts { likeness: 70, ..week.facts(Kind::Share, 100) };
    assert_eq!(score(&week.book, &half, &[]).points, 3); // 2.75, not 3 × 1.1 or 6 / 2
}

#[test]
fn a_copy_spends_no_cap() {
    let mut week = Week::under_way();
    let copy = Facts { likeness: 90, ..week.facts(Kind::Original, 100) };
    week.submit(copy);
    assert_eq!(week.share(Kind::Original, 100).points, 10);
}

#[test]
fn the_day_pays_thirty_at_most_and_says_what_it_cut() {
    let mut week = Week { streak_weeks: 5, ..Week::fresh() };
    assert_eq!(week.share(Kind::Article, 0).points, 23);
    let original = week.share(Kind::Original, 100);
    assert_eq!((original.points, original.cut, original.first_of_week), (7, 8, 0));
    let comment = week.share(Kind::Comment, 0);
    assert_eq!((comment.verdict, comment.points, comment.cut), (Verdict::Counted, 0, 3));
    let tomorrow = Facts { day: date(3), ..week.facts(Kind::Comment, 0) };
    assert_eq!(week.submit(tomorrow).points, 3);
}

#[test]
fn a_share_that_the_day_cuts_to_nothing_is_no_first_of_the_week() {
    let mut week = Week::fresh();
    week.past.push(Past {
        points: 30,
        ..score(&week.book, &week.facts(Kind::Like, 0), &[]).past(&week.facts(Kind::Like, 0))
    });
    let cut = week.share(Kind::Share, 100);
    assert_eq!((cut.points, cut.cut, cut.first_of_week), (0, 5, 0));
}

#[test]
fn what_still_pays_today_is_known() {
    let mut week = Week::under_way();
    week.share(Kind::Original, 100);
    let left = |week: &Week| -> Vec<(String, i64)> {
        let facts = week.facts(Kind::Original, 100);
        caps_left(&week.book, &facts, &week.past).iter().map(|l| (l.rule.id.clone(), l.points)).collect()
    };
    let named = |list: &[(&str, i64)]| list.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(left(&week), named(&[("article", 15), ("comment", 2), ("share", 5), ("link", 1)]));
    week.share(Kind::Article, 0);
    week.share(Kind::Comment, 0);
    assert_eq!(left(&week), named(&[("comment", 2), ("share", 3), ("link", 1)]), "three are left of thirty");
}

fn any_facts() -> impl Strategy<Value = Facts> {
    use Kind::*;
    let kind = prop::sample::select(vec![Share, Original, Article, Comment, Like]);
    let network = prop::sample::select(vec![Network::Linkedin, Network::X, Network::Web]);
    let words = prop::sample::select(vec![0_usize, 99, 100, 500]);
    (kind, network, words, 0..7_u64, 0..=100_u8, 0..9_u32).prop_map(
        |(kind, network, words_len, day, likeness, streak_weeks)| Facts {
            kind,
            network,
            words_len,
            day: date(day),
            likeness,
            streak_weeks,
            bonus: (likeness % 7 == 0).then_some(100 + u32::from(likeness)),
        },
    )
}

/// What a rep does: submits something, or takes one of the shares back.
#[derive(Clone, Debug)]
enum Act {
    Submit(Facts),
    TakeBack(prop::sample::Index),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => any_facts().prop_map(Act::Submit),
        1 => any::<prop::sample::Index>().prop_map(Act::TakeBack),
    ]
}

fn assert_caps_hold(book: &Rulebook, past: &[Past]) -> Result<(), TestCaseError> {
    let count = |one: &Past, cap: &Cap| {
        let same = |other: &&Past| {
            other.rule == one.rule
                && (!cap.each_network || other.network == one.network)
                && (cap.per == Period::Week || other.day == one.day)
        };
        past.iter().filter(same).count()
    };
    for one in past {
        let rule = one.rule.as_deref().and_then(|id| book.rule(id));
        for cap in rule.iter().flat_map(|rule| &rule.caps) {
            prop_assert!(count(one, cap) <= cap.count as usize, "{:?} over {cap:?}", one.rule);
        }
        let day: i64 = past.iter().filter(|other| other.day == one.day).map(|other| other.points).sum();
        prop_assert!(day <= book.daily_points);
    }
    prop_assert!(past.iter().filter(|one| one.first_of_week).count() <= 1);
    Ok(())
}

proptest! {
    #[test]
    fn caps_and_the_days_most_hold_in_any_order(acts in prop::collection::vec(any_act(), 0..60)) {
        let book = habit();
        let mut past: Vec<Past> = Vec::new();
        for act in acts {
            match act {
                Act::TakeBack(index) if !past.is_empty() => {
                    past.remove(index.index(past.len()));
                }
                Act::TakeBack(_) => {}
                Act::Submit(facts) => {
                    let score = score(&book, &facts, &past);
                    prop_assert!(score.points >= 0 && score.cut >= 0 && score.first_of_week >= 0);
                    prop_assert!((100..=150.max(facts.bonus.unwrap_or(0))).contains(&score.multiplier));
                    if let Some((more, words)) = score.with_more_words {
                        prop_assert!(more > score.points && words > facts.words_len);
                    }
                    past.push(score.past(&facts));
                }
            }
            assert_caps_hold(&book, &past)?;
        }
    }

    #[test]
    fn a_share_taken_back_and_submitted_again_scores_the_same(
        before in prop::collection::vec(any_facts(), 0..20),
        last in any_facts(),
        order in any::<prop::sample::Index>(),
    ) {
        let book = habit();
        let mut past: Vec<Past> = Vec::new();
        for facts in &before {
            past.push(score(&book, facts, &past).past(facts));
        }
        let first = score(&book, &last, &past);
        past.push(first.past(&last));
        // The store may hand the week over in any order; what is taken back is found by its content.
        let turn = order.index(past.len());
        past.rotate_left(turn);
        let taken = past.iter().rposition(|one| *one == first.past(&last));
        past.remove(taken.expect("it was just put in"));
        prop_assert_eq!(score(&book, &last, &past), first);
    }

    #[test]
    fn what_more_words_promise_is_what_they_earn(past in prop::collection::vec(any_facts(), 0..12), facts in any_facts()) {
        let book = habit();
        let facts = Facts { likeness: 0, ..facts };
        let mut shares: Vec<Past> = Vec::new();
        for one in &past {
            shares.push(score(&book, one, &shares).past(one));
        }
        if let Some((points, words_len)) = score(&book, &facts, &shares).with_more_words {
            prop_assert_eq!(score(&book, &Facts { words_len, ..facts }, &shares).points, points);
        }
        for left in caps_left(&book, &facts, &shares) {
            let next = Facts { kind: left.rule.kinds[0], words_len: left.rule.min_words, ..facts };
            prop_assert!(score(&book, &next, &shares).points >= left.points.min(1));
        }
    }
}
