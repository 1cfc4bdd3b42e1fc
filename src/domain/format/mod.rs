//! Formats: what wins a contest, and what its board shows. Each is a file of its own behind [`Rules`].

use serde::{Deserialize, Serialize};

pub use field::{Field, Player, Team};
use rounds::Rounds;
pub use table::{Aside, Group, GroupKind, Row, Shown, Side, Summary, Table, Ties};

pub mod draft;
mod everyone;
mod field;
mod goal;
mod hill;
mod knockout;
mod league;
pub mod numbers;
mod own_target;
mod points;
pub mod raffle;
mod round;
pub mod rounds;
mod table;
mod teams;
#[cfg(test)]
mod testing;

pub use everyone::{EveryoneIn, EveryoneTo};
pub use goal::Goal;
pub use hill::Hill;
pub use knockout::Knockout;
pub use league::League;
pub use own_target::OwnTarget;
pub use points::{FirstTo, MostPoints};
pub use raffle::Raffle;
pub use teams::{Average, Relay, TugOfWar};

/// How a contest is won: chosen by its template, and frozen into it.
///
/// In a template it is a table of its own, `[format.raffle]`; without one, most points win.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Most points.
    MostPoints(MostPoints),
    /// Who first has so many points; that ends the contest.
    FirstTo(FirstTo),
    /// Everyone gets to so many points, each at their own pace.
    EveryoneTo(EveryoneTo),
    /// Everyone shares so often in each week.
    EveryoneIn(EveryoneIn),
    /// All together, or each team, reach so many points.
    Goal(Goal),
    /// Most per cent of a target drawn from one's own last four weeks.
    OwnTarget(OwnTarget),
    /// The team with most points for each active member.
    Average(Average),
    /// Points are tickets, and tickets are drawn.
    Raffle(Raffle),
    /// Two teams pull until one is far enough ahead.
    TugOfWar(TugOfWar),
    /// Each member of a team runs a leg.
    Relay(Relay),
    /// Two by two, and the better goes on.
    Knockout(Knockout),
    /// Pools, with a way up and down between rounds.
    League(League),
    /// The day's best takes the hill; most days win.
    Hill(Hill),
}

impl Default for Format {
    fn default() -> Self {
        Self::MostPoints(MostPoints::default())
    }
}

/// Who is ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Each rep.
    #[default]
    Reps,
    /// Each team, by all that its members have.
    Teams,
}

/// What a format decides, from the field alone.
pub trait Rules: Sync {
    /// What is wrong with its numbers, if anything: the key, and why.
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// Who is ranked.
    fn by(&self) -> By {
        By::Reps
    }

    /// Everybody in their order.
    fn table(&self, field: &Field<'_>) -> Table;

    /// Who of those with the same number is ahead.
    fn ties(&self) -> Ties {
        Ties::Shared
    }

    /// Why a player stands in no row, where not everybody does.
    fn aside(&self, _field: &Field<'_>, _player: &Player) -> Option<Aside> {
        None
    }

    /// How its rounds go, where it is played in rounds.
    fn rounds(&self) -> Option<&dyn Rounds> {
        None
    }

    /// Whether it is won already, whatever happens: then the contest ends before its time.
    fn is_decided(&self, _table: &Table) -> bool {
        false
    }

    /// Whether somebody's coming to so many points may decide it.
    fn may_decide(&self, _points: i64) -> bool {
        false
    }

    /// The points at which a player is through, where the order of arrival counts.
    fn line(&self) -> Option<i64> {
        None
    }
}

impl Format {
    /// What it decides.
    pub fn rules(&self) -> &dyn Rules {
        match self {
            Self::MostPoints(rules) => rules,
            Self::FirstTo(rules) => rules,
            Self::EveryoneTo(rules) => rules,
            Self::EveryoneIn(rules) => rules,
            Self::Goal(rules) => rules,
            Self::OwnTarget(rules) => rules,
            Self::Average(rules) => rules,
            Self::Raffle(rules) => rules,
            Self::TugOfWar(rules) => rules,
            Self::Relay(rules) => rules,
            Self::Knockout(rules) => rules,
            Self::League(rules) => rules,
            Self::Hill(rules) => rules,
        }
    }

    /// The key it has in a template.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MostPoints(_) => "most-points",
            Self::FirstTo(_) => "first-to",
            Self::EveryoneTo(_) => "everyone-to",
            Self::EveryoneIn(_) => "everyone-in",
            Self::Goal(_) => "goal",
            Self::OwnTarget(_) => "own-target",
            Self::Average(_) => "average",
            Self::Raffle(_) => "raffle",
            Self::TugOfWar(_) => "tug-of-war",
            Self::Relay(_) => "relay",
            Self::Knockout(_) => "knockout",
            Self::League(_) => "league",
            Self::Hill(_) => "hill",
        }
    }

    /// Whether the points of reps alone decide the order: such a board is kept ready, and need not be worked out.
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::MostPoints(MostPoints { by: By::Reps }))
    }

    /// Whether it is news who has most points.
    pub fn tells_lead(&self) -> bool {
        match self {
            Self::MostPoints(MostPoints { by }) | Self::FirstTo(FirstTo { by, .. }) => *by == By::Reps,
            _ => false,
        }
    }

    /// Whether it goes by what each week brought.
    pub fn counts_weeks(&self) -> bool {
        matches!(self, Self::EveryoneIn(_))
    }

    /// Whether those who leave go on counting: for their team, or for all together.
    pub fn keeps_gone(&self) -> bool {
        self.has_teams() || matches!(self, Self::Goal(_))
    }

    /// Whether it is played in teams.
    pub fn has_teams(&self) -> bool {
        self.rules().by() == By::Teams
    }
}

/// Reasons that several formats give.
const AT_LEAST_ONE: &str = "give at least 1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_kept_under_the_name_it_has_in_a_template() {
        let all = [
            Format::default(),
            Format::FirstTo(FirstTo { points: 100, by: By::Teams }),
            Format::EveryoneTo(EveryoneTo { points: 50 }),
            Format::EveryoneIn(EveryoneIn { shares: 3 }),
            Format::Goal(Goal { points: 500, by: By::Reps }),
            Format::OwnTarget(OwnTarget::default()),
            Format::Average(Average {}),
            Format::Raffle(Raffle::default()),
            Format::TugOfWar(TugOfWar { margin: 50 }),
            Format::Relay(Relay { leg: 20 }),
            Format::Knockout(Knockout::default()),
            Format::League(League::default()),
            Format::Hill(Hill {}),
        ];
        for format in all {
            let json = serde_json::to_value(&format).unwrap();
            assert_eq!(json.as_object().unwrap().keys().collect::<Vec<_>>(), [format.name()]);
            assert_eq!(serde_json::from_value::<Format>(json).unwrap(), format);
            assert_eq!(format.rules().fault(), None);
        }
    }
}
