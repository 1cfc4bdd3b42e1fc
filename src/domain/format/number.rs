//! The one number that a format asks for, where it has one that a manager would choose.

use super::{EveryoneIn, EveryoneTo, FirstTo, Format, Goal, Knockout, Relay, TugOfWar};

impl Format {
    /// Its number: points to reach, a lead, places in a bracket.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::FirstTo(FirstTo { points, .. })
            | Self::EveryoneTo(EveryoneTo { points })
            | Self::Goal(Goal { points, .. }) => Some(*points),
            Self::EveryoneIn(EveryoneIn { shares }) => Some(*shares),
            Self::TugOfWar(TugOfWar { margin }) => Some(*margin),
            Self::Relay(Relay { leg }) => Some(*leg),
            Self::Knockout(Knockout { places }) => i64::try_from(*places).ok(),
            Self::MostPoints(_)
            | Self::OwnTarget(_)
            | Self::Average(_)
            | Self::Raffle(_)
            | Self::League(_)
            | Self::Hill(_) => None,
        }
    }

    /// The same format with another number, as far as it has one.
    ///
    /// # Errors
    /// Where the format cannot be played with it: why.
    pub fn with_number(&self, number: i64) -> Result<Self, &'static str> {
        let mut format = self.clone();
        match &mut format {
            Self::FirstTo(FirstTo { points, .. })
            | Self::EveryoneTo(EveryoneTo { points })
            | Self::Goal(Goal { points, .. }) => *points = number,
            Self::EveryoneIn(EveryoneIn { shares }) => *shares = number,
            Self::TugOfWar(TugOfWar { margin }) => *margin = number,
            Self::Relay(Relay { leg }) => *leg = number,
            Self::Knockout(Knockout { places }) => *places = usize::try_from(number).unwrap_or(0),
            Self::MostPoints(_)
            | Self::OwnTarget(_)
            | Self::Average(_)
            | Self::Raffle(_)
            | Self::League(_)
            | Self::Hill(_) => {}
        }
        if number > MOST {
            return Err("give at most 1,000,000");
        }
        match format.rules().fault() {
            Some((_, why)) => Err(why),
            None => Ok(format),
        }
    }
}

/// The most that anything of this kind asks for.
const MOST: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_changed_and_checked() {
        let race = Format::FirstTo(FirstTo { points: 100, by: super::super::By::Reps });
        assert_eq!(race.with_number(250).unwrap().number(), Some(250));
        for bad in [0, -1, MOST + 1, i64::MIN, i64::MAX] {
            assert!(race.with_number(bad).is_err(), "{bad}");
        }
        let knockout = Format::Knockout(Knockout::default());
        assert_eq!(knockout.with_number(16).unwrap().number(), Some(16));
        assert!(knockout.with_number(7).is_err());
        assert_eq!(Format::default().with_number(0).unwrap().number(), None);
    }
}
