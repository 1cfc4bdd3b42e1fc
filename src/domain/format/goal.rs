//! A goal that all reach together, or each team for itself.

use serde::{Deserialize, Serialize};

use super::table::{ranked, rep, team};
use super::{AT_LEAST_ONE, By, Field, Rules, Shown, Summary, Table};

/// So many points together. It runs to its end: there is praise beyond 100 % too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// So many: of all players, or of each team.
    pub points: i64,
    /// Whether it is one goal for all, or one for each team.
    #[serde(default)]
    pub by: By,
}

impl Rules for Goal {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (self.points < 1).then_some(("points", AT_LEAST_ONE))
    }

    fn by(&self) -> By {
        self.by
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let goal = self.points;
        match self.by {
            By::Reps => {
                let all = field.players.iter().chain(field.gone);
                let points = all.map(|player| player.standing.points);
                let row = |player: &super::Player| {
                    rep(player, player.standing.points, Shown::Points(player.standing.points))
                };
                let summary = Some(Summary::Together { points: points.sum(), goal });
                Table::plain(ranked(field.players.iter().map(row).collect()), summary)
            }
            By::Teams => {
                let crews = field.crews();
                let rows = crews
                    .iter()
                    .map(|crew| team(crew, crew.points(), Shown::Towards { points: crew.points(), goal }));
                Table::plain(ranked(rows.collect()), None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    #[test]
    fn all_work_towards_one_goal() {
        let mut ground = Ground::default();
        ground.rep("Ann", 30).rep("Bo", 40);
        let table = Goal { points: 100, by: By::Reps }.table(&ground.field());
        assert_eq!(lines(&table), ["1 Bo 40", "2 Ann 30"]);
        assert_eq!(table.summary, Some(Summary::Together { points: 70, goal: 100 }));
    }

    #[test]
    fn who_leaves_goes_on_counting_for_all() {
        let mut ground = Ground::default();
        ground.rep("Ann", 30).rep("Bo", -15);
        let leaves = ground.players.remove(1);
        ground.gone.push(leaves);
        let table = Goal { points: 100, by: By::Reps }.table(&ground.field());
        assert_eq!(lines(&table), ["1 Ann 30"]);
        assert_eq!(table.summary, Some(Summary::Together { points: 15, goal: 100 }));
    }

    #[test]
    fn or_each_team_towards_its_own() {
        let mut ground = Ground::default();
        ground.team("Hawks").team("Owls").rep("Ann", 30).on("Owls").rep("Bo", 90).on("Owls");
        let table = Goal { points: 100, by: By::Teams }.table(&ground.field());
        assert_eq!(lines(&table), ["1 Owls 120/100", "2 Hawks 0/100"]);
    }
}
