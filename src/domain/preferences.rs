//! What each person chooses for themselves, in one workspace.

use serde::{Deserialize, Serialize};

/// What stands in public in place of the name of somebody who does not want to be named there.
pub const UNNAMED: &str = "A player";

/// A person's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// Streaks run for them: they multiply, are praised, and are told.
    pub streaks: bool,
    /// Praise of them may mention them, so that Slack notifies them.
    pub mentions: bool,
    /// Their name stands on public boards, in shout-outs, and wherever else others read it.
    pub named: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { streaks: true, mentions: false, named: true }
    }
}

/// One thing that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// [`Preferences::streaks`].
    Streaks,
    /// [`Preferences::mentions`].
    Mentions,
    /// [`Preferences::named`].
    Board,
}

impl Preference {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Streaks, Self::Mentions, Self::Board];

    /// The word it is typed by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Streaks => "streaks",
            Self::Mentions => "mentions",
            Self::Board => "board",
        }
    }

    /// The one of this word, in any case.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preference| preference.word().eq_ignore_ascii_case(word))
    }
}

impl Preferences {
    /// Whether this one is on.
    pub fn is_on(self, preference: Preference) -> bool {
        match preference {
            Preference::Streaks => self.streaks,
            Preference::Mentions => self.mentions,
            Preference::Board => self.named,
        }
    }

    /// The same with one choice made otherwise.
    pub fn with(self, preference: Preference, on: bool) -> Self {
        match preference {
            Preference::Streaks => Self { streaks: on, ..self },
            Preference::Mentions => Self { mentions: on, ..self },
            Preference::Board => Self { named: on, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_is_made_by_its_word_and_leaves_the_others() {
        for preference in Preference::ALL {
            assert_eq!(Preference::of(&preference.word().to_uppercase()), Some(preference));
            for on in [true, false] {
                let chosen = Preferences::default().with(preference, on);
                assert_eq!(chosen.is_on(preference), on);
                for other in Preference::ALL.into_iter().filter(|other| *other != preference) {
                    assert_eq!(chosen.is_on(other), Preferences::default().is_on(other));
                }
            }
        }
        assert_eq!(Preference::of("streak"), None);
    }
}
