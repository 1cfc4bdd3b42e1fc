//! The rules of a contest, read from TOML and frozen into the contest when it starts.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::measure::{CountRule, ResultRule};
pub use super::preset::PresetFault;
use super::preset::Source;

mod check;

/// Everything that decides what a share is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rulebook {
    /// Its name, for example `habit`.
    pub name: String,
    /// Most points for activity on one day; bonuses stand outside.
    pub daily_points: i64,
    /// Flat points for the first paying share of a week.
    pub first_of_week: i64,
    /// The rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
    /// How growth pays.
    #[serde(default)]
    pub counts: Vec<CountRule>,
    /// How results that came through social channels pay; the first is meant where none is named.
    #[serde(default)]
    pub results: Vec<ResultRule>,
    /// How streaks multiply.
    pub streak: StreakRule,
    /// How look-alikes are treated.
    pub likeness: LikenessRule,
    /// What is praised.
    pub milestones: Milestones,
}

/// One rule: the kinds it fits, what it asks and pays, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in the ledger, unique in the rulebook.
    pub id: String,
    /// What people read: "original post".
    pub label: String,
    /// The kinds of share it fits.
    pub kinds: Vec<Kind>,
    /// Points before likeness and multiplier.
    pub points: i64,
    /// Own words asked for, in graphemes.
    #[serde(default)]
    pub min_words: usize,
    /// How often it pays.
    #[serde(default)]
    pub caps: Vec<Cap>,
}

impl Rule {
    /// Whether it takes a share of that kind with so many own words, its caps aside.
    pub fn fits(&self, kind: Kind, words_len: usize) -> bool {
        self.kinds.contains(&kind) && words_len >= self.min_words
    }
}

/// How often a rule pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// So many shares …
    pub count: u32,
    /// … in each such period …
    pub per: Period,
    /// … counted for each network apart.
    #[serde(default)]
    pub each_network: bool,
}

/// The period of a cap, in the contest's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A calendar day.
    Day,
    /// A week from Monday.
    Week,
}

/// How active weeks in a row multiply activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreakRule {
    /// Active workdays that make a week active.
    pub workdays: u32,
    /// Per cent added for each active week in a row.
    pub step_percent: u32,
    /// Per cent added at most.
    pub most_percent: u32,
    /// One missed week in so many is bridged; 0 for none.
    pub freeze_every: u32,
    /// Weeks in a row that are praised.
    pub praised: Vec<u32>,
}

/// How texts that read alike are treated, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LikenessRule {
    /// Own words compared from this many graphemes on.
    pub min_words: usize,
    /// From here on a copy: no points.
    pub copied: u8,
    /// From here on similar: half.
    pub similar: u8,
    /// Compared with the shares of so many days back.
    pub days: u32,
}

/// Points worth a shout-out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestones {
    /// Thresholds, ascending.
    pub points: Vec<i64>,
    /// After the last, every so many points; 0 for none.
    pub then_every: i64,
    /// Parts of a contest's or a team's goal, in per cent, ascending.
    #[serde(default = "goal_percent")]
    pub goal_percent: Vec<i64>,
}

/// For rulebooks written before there were goals.
fn goal_percent() -> Vec<i64> {
    vec![25, 50, 75, 100, 120]
}

impl Rulebook {
    /// Reads and checks a rulebook's text; `file` is its name for faults.
    pub fn parse(file: &str, text: &str) -> Result<Self, PresetFault> {
        let source = Source { file, text };
        let book: Self = source.read()?;
        match check::rulebook(&book) {
            Ok(()) => Ok(book),
            Err((path, reason)) => Err(source.fault(&path, reason)),
        }
    }

    /// What is wrong with it, if anything, in words.
    ///
    /// # Errors
    /// The reason why it cannot be played by.
    pub fn check(&self) -> Result<(), String> {
        check::rulebook(self).map_err(|(_, reason)| reason)
    }

    /// The rule called `id`.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The per cent by which `weeks` active weeks in a row multiply: 100 to 100 + `most_percent`.
    pub fn multiplier(&self, weeks: u32) -> u32 {
        100 + (weeks.saturating_mul(self.streak.step_percent)).min(self.streak.most_percent)
    }
}
