//! What one share is worth in one contest.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::link::Network;
use super::rulebook::Rulebook;
use super::share::Kind;

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
}

/// Scores one share: the first rule that fits and whose cap is not spent → likeness → multiplier → rounded
/// once, half up → cut to the day's most; then the bonus for the first paying share of the week.
/// `past` are the rep's standing shares in this contest in the week of `facts.day`.
pub fn score(book: &Rulebook, facts: &Facts, past: &[Past]) -> Score {
    let _ = (book, facts, past);
    Score {
        verdict: Verdict::Capped,
        rule: None,
        base: 0,
        halved: false,
        multiplier: 100,
        points: 0,
        cut: 0,
        first_of_week: 0,
        with_more_words: None,
    }
}
