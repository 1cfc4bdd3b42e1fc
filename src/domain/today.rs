//! What a rep's day in a contest holds still: small things to do, each with what it would bring.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::id::ContestId;
use super::kind::Kind;
use super::link::Network;
use super::rulebook::Rulebook;
use super::score::{Facts, Past, Score, score};

/// What there is to do, from what costs the least.
pub const EASIEST: [Kind; 4] = [Kind::Share, Kind::Comment, Kind::Original, Kind::Article];

/// Where, if it makes no difference else; some caps hold for each network apart.
const NETWORKS: [Network; 2] = [Network::Linkedin, Network::X];

/// A rep's day in a contest that takes shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Today {
    /// Which contest.
    pub contest: ContestId,
    /// What today's shares brought, bonuses included.
    pub points: i64,
    /// What they can still bring before it is the day's most.
    pub left: i64,
    /// Until when nothing is taken in, where it rests.
    pub rests_until: Option<DateTime<Utc>>,
    /// What would pay now, one after the other; none where all of the day is used up.
    pub steps: Vec<Step>,
}

/// Something small that would pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What sort of share.
    pub kind: Kind,
    /// Where.
    pub network: Network,
    /// The own words that it asks for.
    pub words: usize,
    /// What it would bring, but for …
    pub points: i64,
    /// … the bonus for the first of the week.
    pub first_of_week: i64,
}

/// At most `most` things that would pay, the easiest first and each after those before it; what pays only as something
/// less comes last. `facts` are those of a share of a kind today; `past` are the rep's standing shares in this contest in
/// this week.
pub fn steps(book: &Rulebook, facts: impl Fn(Kind) -> Facts, past: &[Past], most: usize) -> Vec<Step> {
    let (mut past, mut steps) = (past.to_vec(), Vec::<Step>::new());
    for (kind, as_less) in [false, true].into_iter().flat_map(|less| EASIEST.map(|kind| (kind, less))) {
        if steps.len() == most || steps.iter().any(|step| step.kind == kind) {
            continue;
        }
        let Some((facts, score)) = best(book, &facts(kind), &past) else { continue };
        let fits = book.rules.iter().filter(|rule| rule.kinds.contains(&kind));
        if as_less || fits.map(|rule| rule.points).max() == Some(score.base) {
            past.push(score.past(&facts));
            let Score { points, first_of_week, .. } = score;
            steps.push(Step { kind, network: facts.network, words: facts.words_len, points, first_of_week });
        }
    }
    steps
}

/// How a share of this kind would bring the most, with as few words as do; none where it would bring nothing.
fn best(book: &Rulebook, facts: &Facts, past: &[Past]) -> Option<(Facts, Score)> {
    let fits = book.rules.iter().filter(|rule| rule.kinds.contains(&facts.kind));
    let tries = fits.flat_map(|rule| {
        NETWORKS.map(|network| Facts { network, words_len: rule.min_words, likeness: 0, ..*facts })
    });
    let worths = tries.map(|facts| (facts, score(book, &facts, past)));
    let paid = worths.filter(|(_, score)| score.total() > 0);
    paid.max_by_key(|(facts, score)| (score.total(), Reverse(facts.words_len), facts.network == NETWORKS[0]))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn habit() -> Rulebook {
        let text = include_str!("../../config/presets/rulebooks/habit.toml");
        Rulebook::parse("habit.toml", text).unwrap()
    }

    fn facts(kind: Kind) -> Facts {
        let day = NaiveDate::from_ymd_opt(2026, 6, 17).unwrap();
        Facts {
            kind,
            network: Network::Linkedin,
            words_len: 0,
            day,
            likeness: 0,
            streak_weeks: 0,
            bonus: None,
        }
    }

    /// Takes in so many shares of a kind with own words.
    fn with(past: &mut Vec<Past>, kind: Kind, times: usize) {
        for _ in 0..times {
            let facts = Facts { words_len: 100, ..facts(kind) };
            past.push(score(&habit(), &facts, past).past(&facts));
        }
    }

    fn told(past: &[Past]) -> Vec<(Kind, Network, usize, i64, i64)> {
        let steps = steps(&habit(), facts, past, 2);
        steps.iter().map(|it| (it.kind, it.network, it.words, it.points, it.first_of_week)).collect()
    }

    #[test]
    fn the_easiest_come_first_and_the_bonus_of_the_week_goes_with_the_first_alone() {
        let (on, mut past) = (Network::Linkedin, Vec::new());
        assert_eq!(told(&past), [(Kind::Share, on, 100, 5, 5), (Kind::Comment, on, 0, 2, 0)]);
        with(&mut past, Kind::Share, 2);
        assert_eq!(told(&past), [(Kind::Comment, on, 0, 2, 0), (Kind::Original, on, 100, 10, 0)]);
        with(&mut past, Kind::Comment, 5);
        with(&mut past, Kind::Original, 1);
        assert_eq!(told(&past), [], "ten, ten and ten make the day's thirty");
    }

    #[test]
    fn what_is_capped_today_is_not_proposed_but_where_another_network_still_pays() {
        let mut past = Vec::new();
        with(&mut past, Kind::Original, 1);
        with(&mut past, Kind::Share, 4);
        with(&mut past, Kind::Comment, 2);
        assert_eq!(
            told(&past),
            [(Kind::Comment, Network::Linkedin, 0, 2, 0), (Kind::Original, Network::X, 100, 2, 0)],
            "26 of 30 are there"
        );
    }

    #[test]
    fn where_the_day_is_full_nothing_is_proposed() {
        let mut past = Vec::new();
        with(&mut past, Kind::Article, 1);
        with(&mut past, Kind::Original, 1);
        with(&mut past, Kind::Share, 1);
        assert_eq!(told(&past), []);
    }
}
