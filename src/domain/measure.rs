//! Measures beyond posts: numbers that are counted, and results that came through social channels.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::id::EntryId;
use super::link::Network;
use super::nearest::nearest;

/// Most of anything that can be counted, so that no sum comes near to overflowing.
pub const COUNT_MOST: i64 = 1_000_000_000;

/// Most characters of a customer's name.
pub const CUSTOMER_MOST: usize = 80;

/// Most colleagues who share a result's credit.
pub const CREDITS_MOST: usize = 5;

/// What grows with a person's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// People one is connected with.
    Connections,
    /// People who follow.
    Followers,
}

/// Something that is counted on a network: `linkedin-connections`, `x-followers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Where.
    pub network: Network,
    /// What.
    pub what: Counted,
}

/// The networks on which something is counted, by the words that people type.
const NETWORKS: [(&str, Network); 6] = [
    ("linkedin", Network::Linkedin),
    ("x", Network::X),
    ("youtube", Network::Youtube),
    ("facebook", Network::Facebook),
    ("instagram", Network::Instagram),
    ("tiktok", Network::Tiktok),
];

impl Measure {
    /// The word for it.
    pub fn name(self) -> String {
        let network =
            NETWORKS.iter().find(|(_, network)| *network == self.network).map_or("web", |(name, _)| name);
        let what = match self.what {
            Counted::Connections => "connections",
            Counted::Followers => "followers",
        };
        format!("{network}-{what}")
    }

    /// Every measure there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let followers =
            NETWORKS.iter().map(|(_, network)| Self { network: *network, what: Counted::Followers });
        [Self { network: Network::Linkedin, what: Counted::Connections }].into_iter().chain(followers)
    }

    /// The measure that a word means; else the name of the nearest, if any is near.
    ///
    /// # Errors
    /// Where there is no such measure.
    pub fn parse(word: &str) -> Result<Self, Option<String>> {
        let word = word.to_lowercase().replace(['_', ' '], "-");
        let names: Vec<(String, Self)> = Self::all().map(|measure| (measure.name(), measure)).collect();
        match names.iter().find(|(name, _)| *name == word) {
            Some((_, measure)) => Ok(*measure),
            None => Err(nearest(&word, names.iter().map(|(name, _)| name.as_str())).map(str::to_owned)),
        }
    }
}

/// The network that a word means.
pub fn network(word: &str) -> Option<Network> {
    let word = word.to_lowercase();
    NETWORKS.iter().find(|(name, _)| *name == word).map(|(_, network)| *network)
}

/// How a rulebook pays for growth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountRule {
    /// Its name in the ledger, unique in the rulebook.
    pub id: String,
    /// What people read: "new connections".
    pub label: String,
    /// What it counts.
    pub counts: Counted,
    /// So many points …
    pub points: i64,
    /// … for each so many gained.
    pub each: i64,
    /// Most points of a week, from Monday in the contest's zone.
    pub week_most: i64,
    /// From a gain of so many at once a manager looks at it first.
    pub held_from: i64,
}

/// How a rulebook pays for a result that came through social channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRule {
    /// The word people type: `deal`.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Points, outside of multiplier and caps.
    pub points: i64,
}

impl CountRule {
    /// What a rise from `before` to `after` pays, counted from `baseline` on, so that no part of a point is lost or
    /// paid twice, and what is cut away from that; `left` is what the week still allows.
    pub fn pays(&self, baseline: i64, before: i64, after: i64, left: i64) -> (i64, i64) {
        let due = |value: i64| {
            let gained = i128::from((value - baseline).max(0));
            // Rounded half up, like all points.
            let doubled = 2 * gained * i128::from(self.points) + i128::from(self.each);
            i64::try_from(doubled.div_euclid(2 * i128::from(self.each))).unwrap_or(i64::MAX)
        };
        let earned = (due(after) - due(before)).max(0);
        let paid = earned.min(left.max(0));
        (paid, earned - paid)
    }
}

/// Divides points by per cent: none is lost, and what is left over goes to the largest parts.
pub fn split(points: i64, percents: &[i64]) -> Vec<i64> {
    let mut parts: Vec<i64> = percents.iter().map(|percent| points * percent / 100).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse((points * percents[i]).rem_euclid(100)));
    let rest = points * percents.iter().sum::<i64>() / 100 - parts.iter().sum::<i64>();
    for &i in order.iter().take(usize::try_from(rest).unwrap_or(0)) {
        parts[i] += 1;
    }
    parts
}

/// An amount of money in hundredths, as people type it: `12000`, `12,000.50`, `12.000,50`. None where it is none.
pub fn amount(word: &str) -> Option<i64> {
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | '_');
    let (whole, cents) = match word.rfind(is_mark) {
        // A last group of one or two digits are hundredths.
        Some(at) if (1..=2).contains(&(word.len() - at - 1)) && word[at..].starts_with(['.', ',']) => {
            (&word[..at], &word[at + 1..])
        }
        _ => (word, ""),
    };
    let groups: Vec<&str> = whole.split(is_mark).collect();
    let is_grouped = groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
    let digits = groups.concat();
    let is_plain = !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_plain || (groups.len() > 1 && !is_grouped) || !cents.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse::<i64>().ok()? * 100 + format!("{cents:0<2}").parse::<i64>().ok()?)
}

/// A currency as people type it: its three letters, or its sign.
pub fn currency(word: &str) -> Option<String> {
    let known = match word {
        "€" => "EUR",
        "$" => "USD",
        "£" => "GBP",
        _ => "",
    };
    if !known.is_empty() {
        return Some(known.to_owned());
    }
    (word.len() == 3 && word.bytes().all(|b| b.is_ascii_alphabetic())).then(|| word.to_uppercase())
}

/// What a count was worth, told to its rep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountNews {
    /// The first: what later ones are measured by.
    Baseline {
        /// What was counted.
        measure: Measure,
        /// How many.
        value: i64,
    },
    /// No more than before.
    NoGain {
        /// What was counted.
        measure: Measure,
        /// How many.
        value: i64,
        /// The most so far.
        most: i64,
    },
    /// So many at once that a manager looks at it first.
    Held {
        /// What was counted.
        measure: Measure,
        /// How many.
        value: i64,
        /// The most so far.
        most: i64,
    },
    /// More than before.
    Gain {
        /// What was counted.
        measure: Measure,
        /// How many.
        value: i64,
        /// The most so far.
        most: i64,
        /// What it is paid, in each contest by its title.
        paid: Vec<(String, i64)>,
    },
    /// The latest count is taken back.
    Undone {
        /// What was counted.
        measure: Measure,
        /// How many.
        value: i64,
    },
}

/// A result as it was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Win {
    /// The rule's name: `deal`.
    pub kind: String,
    /// With whom, as typed.
    pub customer: String,
    /// What it is worth, in hundredths, and in which currency.
    pub amount: Option<(i64, String)>,
    /// The network it came through.
    pub network: Network,
    /// Whose credit it is, by id, with their per cent; the reporter first. They add up to 100.
    pub credits: Vec<(String, i64)>,
}

/// An entry of the ledger that no share explains, as people read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// What it was for: "812 → 830 linkedin-connections", "deal with Acme".
    pub label: String,
    /// The rule's name.
    pub rule: String,
    /// Points.
    pub points: i64,
    /// Points that the week's most cut away.
    pub cut: i64,
    /// The version of the rules it was paid by.
    pub rules: i64,
    /// The name it goes by.
    pub entry: EntryId,
    /// Whether it stands; else it was taken back.
    pub stands: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why something is not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum MeasureRefusal {
    /// There is no such measure; the nearest one, and all there are.
    UnknownMeasure { word: String, nearest: Option<String>, known: Vec<String> },
    /// No whole number in reach.
    BadCount { word: String, most: i64 },
    /// No contest of the rep's pays for it.
    PaysNowhere { what: String },
    /// Nothing was counted within the time in which it can be undone.
    NothingToUndo { minutes: i64 },
    /// There is no such kind of result; the nearest one, and all there are.
    UnknownResult { word: String, nearest: Option<String>, known: Vec<String> },
    /// The customer's name is missing, or too long.
    BadCustomer { most: usize },
    /// The words mean no amount.
    BadAmount { word: String },
    /// The words name no network.
    UnknownNetwork { word: String, known: Vec<String> },
    /// The credit is split wrongly.
    BadCredit { most: usize },
    /// A colleague with a part in it plays nowhere where it pays, or not at all.
    CreditNowhere { name: String, plays: bool },
    /// That was reported before, by somebody of that name.
    Reported { name: String, at: DateTime<Utc>, zone: Tz, is_yours: bool },
}

impl MeasureRefusal {
    /// A network that nobody knows.
    pub fn network(word: &str) -> Self {
        let known = NETWORKS.iter().map(|(name, _)| (*name).to_owned()).collect();
        Self::UnknownNetwork { word: word.to_owned(), known }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(points: i64, each: i64) -> CountRule {
        CountRule {
            id: "connections".into(),
            label: "new connections".into(),
            counts: Counted::Connections,
            points,
            each,
            week_most: 20,
            held_from: 100,
        }
    }

    #[test]
    fn measures_go_by_network_and_what_is_counted() {
        let connections = Measure { network: Network::Linkedin, what: Counted::Connections };
        assert_eq!(Measure::parse("LinkedIn-Connections"), Ok(connections));
        assert_eq!(Measure::parse("x_followers").map(Measure::name), Ok("x-followers".into()));
        assert_eq!(Measure::parse("linkedin-conections"), Err(Some("linkedin-connections".into())));
        assert_eq!(Measure::parse("shoe-size"), Err(None));
        assert!(Measure::all().all(|measure| Measure::parse(&measure.name()) == Ok(measure)));
    }

    #[test]
    fn growth_pays_by_its_rule_up_to_the_weeks_most() {
        assert_eq!(rule(1, 2).pays(812, 812, 830, 20), (9, 0));
        assert_eq!(rule(1, 2).pays(812, 830, 820, 20), (0, 0), "a fall never scores");
        assert_eq!(rule(5, 1).pays(812, 812, 830, 20), (20, 70));
        assert_eq!(rule(5, 1).pays(812, 812, 830, -3), (0, 90));
    }

    #[test]
    fn credit_is_divided_without_a_rest() {
        assert_eq!(split(100, &[70, 30]), [70, 30]);
        assert_eq!(split(25, &[50, 50]), [13, 12]);
        assert_eq!(split(10, &[34, 33, 33]), [4, 3, 3]);
        assert_eq!(split(1, &[50, 50]), [1, 0]);
    }

    #[test]
    fn amounts_and_currencies_as_people_type_them() {
        for (word, hundredths) in [
            ("12000", 1_200_000),
            ("12,000", 1_200_000),
            ("12.000", 1_200_000),
            ("12.000,50", 1_200_050),
            ("1'200.5", 120_050),
            ("0.99", 99),
        ] {
            assert_eq!(amount(word), Some(hundredths), "{word}");
        }
        for word in ["", "twelve", "12,00,000", "1.2.3", "-5", "1e9", "9999999999999", ",5", "12,0000"] {
            assert_eq!(amount(word), None, "{word}");
        }
        assert_eq!(["eur", "€", "USD"].map(currency), ["EUR", "EUR", "USD"].map(|c| Some(c.to_owned())));
        assert_eq!(["euro", "E1R", ""].map(currency), [None, None, None]);
    }

    proptest! {
        #[test]
        fn however_growth_is_counted_it_pays_the_same(
            (points, each) in (1_i64..50, 1_i64..50), baseline in 0_i64..1000, mut steps in prop::collection::vec(0_i64..3000, 1..20),
        ) {
            let rule = rule(points, each);
            steps.sort_unstable();
            let mut most = baseline;
            let mut paid = 0;
            for step in &steps {
                paid += rule.pays(baseline, most, *step, i64::MAX).0;
                most = most.max(*step);
            }
            prop_assert_eq!((paid, 0), rule.pays(baseline, baseline, most, i64::MAX));
        }

        #[test]
        fn a_split_loses_nothing(points in 0_i64..100_000, cuts in prop::collection::vec(0_i64..20, 0..5)) {
            let mut percents = vec![100 - cuts.iter().sum::<i64>()];
            percents.extend(&cuts);
            let parts = split(points, &percents);
            prop_assert_eq!(parts.iter().sum::<i64>(), points);
            prop_assert!(parts.iter().all(|part| *part >= 0));
        }
    }
}
