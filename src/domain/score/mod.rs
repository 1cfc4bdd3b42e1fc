//! What one share is worth in one contest.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar;
use super::kind::Kind;
use super::link::Network;
use super::rulebook::{Period, Rule, Rulebook};

/// What scoring needs to know of a share.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// Where it was shared.
    pub network: Network,
    /// Graphemes of own words.
    pub words_len: usize,
    /// The day it counts on, in the contest's zone.
    pub day: NaiveDate,
    /// How alike its words are to the likest earlier share, in per cent; 0 where nothing was compared.
    pub likeness: u8,
    /// Active weeks in a row before this one.
    pub streak_weeks: u32,
    /// The highest bonus that holds, in per cent.
    pub bonus: Option<u32>,
}

impl Facts {
    /// The per cent that this is multiplied by: of streak and bonus only the higher counts.
    pub fn multiplier(&self, book: &Rulebook) -> u32 {
        book.multiplier(self.streak_weeks).max(self.bonus.unwrap_or(0))
    }
}

/// One earlier share of the same rep in the same contest and week that still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The rule that took it; none where every cap was spent.
    pub rule: Option<String>,
    /// Where it was shared.
    pub network: Network,
    /// The day it counted on.
    pub day: NaiveDate,
    /// What it was paid towards the day's most.
    pub points: i64,
    /// Whether it was paid the bonus for the first of the week.
    pub first_of_week: bool,
}

/// What became of a share in a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It counted by a rule, even if the day's most left nothing to pay.
    Counted,
    /// It was taken in, but every cap that fits is spent: no points, yet the week stays active.
    Capped,
    /// Its words are a copy.
    Copied,
}

/// A share's worth, with each step that led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// What became of it.
    pub verdict: Verdict,
    /// The rule that took it.
    pub rule: Option<String>,
    /// The rule's points.
    pub base: i64,
    /// Whether likeness halved it.
    pub halved: bool,
    /// The multiplier in per cent, 100 for none.
    pub multiplier: u32,
    /// Points for the share after likeness, multiplier, rounding and the day's most.
    pub points: i64,
    /// Points that the day's most cut away.
    pub cut: i64,
    /// The flat bonus for the first paying share of the week, else 0.
    pub first_of_week: i64,
    /// What the best rule for this kind would have paid with more own words, and how many it asks for:
    /// told to the rep where too few words decided.
    pub with_more_words: Option<(i64, usize)>,
}

impl Score {
    /// Everything it pays.
    pub fn total(&self) -> i64 {
        self.points + self.first_of_week
    }

    /// The share as later ones will see it behind them.
    pub fn past(&self, facts: &Facts) -> Past {
        Past {
            rule: self.rule.clone(),
            network: facts.network,
            day: facts.day,
            points: self.points,
            first_of_week: self.first_of_week > 0,
        }
    }
}

/// A rule that still pays on a day, for a rep with so much behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StillPays<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What it would pay next, multiplied and cut to what the day's most leaves: more than 0.
    pub points: i64,
}

/// Scores one share: the first rule that fits and whose cap is not spent → likeness → multiplier → rounded
/// once, half up → cut to the day's most; then the bonus for the first paying share of the week.
/// `past` are the rep's standing shares in this contest in the week of `facts.day`.
///
/// A copy is found before any rule is tried, so that it spends no cap.
pub fn score(book: &Rulebook, facts: &Facts, past: &[Past]) -> Score {
    let desk = Desk { book, facts, past };
    let unpaid = |verdict| Score {
        verdict,
        rule: None,
        base: 0,
        halved: false,
        multiplier: 100,
        points: 0,
        cut: 0,
        first_of_week: 0,
        with_more_words: None,
    };
    if desk.is_alike(book.likeness.copied) {
        return unpaid(Verdict::Copied);
    }
    let Some(rule) = desk.rule_for(facts.words_len) else {
        return Score { with_more_words: desk.with_more_words(0), ..unpaid(Verdict::Capped) };
    };
    let paid = desk.pay(rule);
    Score {
        verdict: Verdict::Counted,
        rule: Some(rule.id.clone()),
        base: rule.points,
        halved: desk.halves() && rule.points > 0,
        multiplier: facts.multiplier(book),
        points: paid.points,
        cut: paid.cut,
        first_of_week: desk.bonus(paid.points),
        with_more_words: desk.with_more_words(paid.points),
    }
}

/// The rules that would still pay on `facts.day` for that network and streak, in the rulebook's order,
/// whatever the kind: what the receipt holds out as the next step. `past` must hold the share just scored
/// too ([`Score::past`]).
pub fn caps_left<'a>(book: &'a Rulebook, facts: &Facts, past: &[Past]) -> Vec<StillPays<'a>> {
    let fresh = Facts { likeness: 0, ..*facts };
    let desk = Desk { book, facts: &fresh, past };
    let open = book.rules.iter().filter(|rule| desk.has_cap_left(rule));
    let pays = open.map(|rule| StillPays { rule, points: desk.pay(rule).points });
    pays.filter(|next| next.points > 0).collect()
}

/// A share on the desk: what is to be scored, by which rules, after what.
struct Desk<'b, 'f> {
    book: &'b Rulebook,
    facts: &'f Facts,
    past: &'f [Past],
}

/// What a rule pays after everything, and what the day's most took from it.
struct Pay {
    points: i64,
    cut: i64,
}

impl<'b> Desk<'b, '_> {
    /// Whether there are words enough to compare and they are alike by at least `percent`.
    fn is_alike(&self, percent: u8) -> bool {
        self.facts.words_len >= self.book.likeness.min_words && self.facts.likeness >= percent
    }

    fn halves(&self) -> bool {
        self.is_alike(self.book.likeness.similar)
    }

    /// The rule that takes this share if it has `words_len` own words.
    fn rule_for(&self, words_len: usize) -> Option<&'b Rule> {
        let fits = |rule: &&Rule| rule.fits(self.facts.kind, words_len);
        self.book.rules.iter().filter(fits).find(|rule| self.has_cap_left(rule))
    }

    fn has_cap_left(&self, rule: &Rule) -> bool {
        rule.caps.iter().all(|cap| {
            let spent = self.past.iter().filter(|past| {
                past.rule.as_deref() == Some(&rule.id)
                    && (!cap.each_network || past.network == self.facts.network)
                    && match cap.per {
                        Period::Day => past.day == self.facts.day,
                        Period::Week => self.is_this_week(past),
                    }
            });
            spent.count() < usize::try_from(cap.count).unwrap_or(usize::MAX)
        })
    }

    fn is_this_week(&self, past: &Past) -> bool {
        calendar::monday(past.day) == calendar::monday(self.facts.day)
    }

    /// Likeness, multiplier, one rounding half up, the day's most; in two-hundredths of a point until then.
    fn pay(&self, rule: &Rule) -> Pay {
        let halves = if self.halves() { 1 } else { 2 };
        let exact = rule.points * halves * i64::from(self.facts.multiplier(self.book));
        let rounded = (exact + 100) / 200;
        let today = self.past.iter().filter(|past| past.day == self.facts.day).map(|past| past.points);
        let left = (self.book.daily_points - today.sum::<i64>()).max(0);
        let points = rounded.min(left);
        Pay { points, cut: rounded - points }
    }

    /// The flat bonus, where the share pays and none was paid this week.
    fn bonus(&self, points: i64) -> i64 {
        let had = self.past.iter().any(|past| past.first_of_week && self.is_this_week(past));
        if points > 0 && !had { self.book.first_of_week } else { 0 }
    }

    /// The most that more own words would have earned, if more than `points`, and the fewest that do.
    fn with_more_words(&self, points: i64) -> Option<(i64, usize)> {
        let asked = self.book.rules.iter().map(|rule| rule.min_words).filter(|&n| n > self.facts.words_len);
        let offers = asked.filter_map(|words| Some((self.pay(self.rule_for(words)?).points, words)));
        offers.filter(|offer| offer.0 > points).max_by_key(|&(pays, words)| (pays, Reverse(words)))
    }
}

#[cfg(test)]
mod tests;
