//! The numbers that a format is played by, which a manager may choose: points to reach, places in a bracket.

use std::collections::BTreeMap;

use super::{
    EveryoneIn, EveryoneTo, FirstTo, Format, Goal, Knockout, League, OwnTarget, Raffle, Relay, TugOfWar,
};

/// Where a format keeps one of its numbers.
enum Dial<'a> {
    Whole(&'a mut i64),
    Count(&'a mut usize),
}

impl Dial<'_> {
    fn reads(&self) -> i64 {
        match self {
            Self::Whole(number) => **number,
            Self::Count(number) => i64::try_from(**number).unwrap_or(i64::MAX),
        }
    }

    /// What cannot be counted is 0, which no format takes.
    fn turn(self, to: i64) {
        match self {
            Self::Whole(number) => *number = to,
            Self::Count(number) => *number = usize::try_from(to).unwrap_or(0),
        }
    }
}

/// A number's key as people type it, with hyphens.
pub fn as_typed(key: &str) -> String {
    key.replace('_', "-")
}

/// The key that somebody typed.
pub fn from_typed(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

impl Format {
    /// Each number with the key that it has in a template.
    pub fn numbers(&self) -> Vec<(&'static str, i64)> {
        self.clone().dials().iter().map(|(key, dial)| (*key, dial.reads())).collect()
    }

    /// The same format with other numbers, as far as it has them.
    ///
    /// # Errors
    /// The key of a number that the format cannot be played with, and why.
    pub fn with_numbers(
        &self,
        numbers: &BTreeMap<String, i64>,
    ) -> Result<Self, (&'static str, &'static str)> {
        let mut format = self.clone();
        for (key, dial) in format.dials() {
            match numbers.get(key) {
                Some(number) if *number > MOST => return Err((key, "give at most 1,000,000")),
                Some(number) => dial.turn(*number),
                None => {}
            }
        }
        format.rules().fault().map_or(Ok(format), Err)
    }

    fn dials(&mut self) -> Vec<(&'static str, Dial<'_>)> {
        use Dial::{Count, Whole};
        match self {
            Self::FirstTo(FirstTo { points, .. })
            | Self::EveryoneTo(EveryoneTo { points })
            | Self::Goal(Goal { points, .. }) => vec![("points", Whole(points))],
            Self::EveryoneIn(EveryoneIn { shares }) => vec![("shares", Whole(shares))],
            Self::OwnTarget(OwnTarget { floor, most_percent }) => {
                vec![("floor", Whole(floor)), ("most_percent", Whole(most_percent))]
            }
            Self::Raffle(Raffle { points_a_ticket, qualify, winners }) => vec![
                ("points_a_ticket", Whole(points_a_ticket)),
                ("qualify", Whole(qualify)),
                ("winners", Count(winners)),
            ],
            Self::TugOfWar(TugOfWar { margin }) => vec![("margin", Whole(margin))],
            Self::Relay(Relay { leg }) => vec![("leg", Whole(leg))],
            Self::Knockout(Knockout { places }) => vec![("places", Count(places))],
            Self::League(League { pool, moves, rounds }) => {
                vec![("pool", Count(pool)), ("moves", Count(moves)), ("rounds", Whole(rounds))]
            }
            Self::MostPoints(_) | Self::Average(_) | Self::Hill(_) => Vec::new(),
        }
    }
}

/// The most that anything of this kind asks for.
const MOST: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn with(format: &Format, key: &str, number: i64) -> Result<Format, (&'static str, &'static str)> {
        format.with_numbers(&BTreeMap::from([(key.to_owned(), number)]))
    }

    #[test]
    fn a_number_is_changed_and_checked() {
        let race = Format::FirstTo(FirstTo { points: 100, by: super::super::By::Reps });
        assert_eq!(with(&race, "points", 250).unwrap().numbers(), [("points", 250)]);
        for bad in [0, -1, MOST + 1, i64::MIN, i64::MAX] {
            assert_eq!(with(&race, "points", bad).unwrap_err().0, "points", "{bad}");
        }
        let knockout = Format::Knockout(Knockout::default());
        assert_eq!(with(&knockout, "places", 16).unwrap().numbers(), [("places", 16)]);
        assert_eq!(with(&knockout, "places", 7).unwrap_err().0, "places");
        assert_eq!(with(&Format::default(), "points", 0).unwrap(), Format::default(), "it has none");
    }

    #[test]
    fn of_several_the_one_that_does_not_work_is_named() {
        let raffle = Format::Raffle(Raffle::default());
        assert_eq!(with(&raffle, "qualify", 0).unwrap().numbers()[1], ("qualify", 0));
        let league = Format::League(League::default());
        let own = Format::OwnTarget(OwnTarget::default());
        let bad = [
            (&raffle, "points_a_ticket", 0),
            (&raffle, "qualify", -1),
            (&raffle, "winners", 101),
            (&league, "pool", 11),
            (&league, "moves", 0),
            (&league, "rounds", 61),
            (&own, "floor", 0),
            (&own, "most_percent", 99),
        ];
        for (format, key, number) in bad {
            assert_eq!(with(format, key, number).unwrap_err().0, key);
            assert!(format.numbers().iter().any(|(it, _)| *it == key));
        }
    }
}
