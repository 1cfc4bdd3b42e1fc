//! Most points, and first to so many.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::table::{ranked, rep, team};
use super::{AT_LEAST_ONE, By, Field, Rules, Shown, Table, Ties};

/// Most points win.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MostPoints {
    /// Who is ranked.
    #[serde(default)]
    pub by: By,
}

impl Rules for MostPoints {
    fn by(&self) -> By {
        self.by
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let rows = match self.by {
            By::Reps => {
                let points = field.players.iter().map(|player| (player, player.standing.points));
                points.map(|(player, points)| rep(player, points, Shown::Points(points))).collect()
            }
            By::Teams => {
                let crews = field.crews();
                crews.iter().map(|crew| team(crew, crew.points(), Shown::Points(crew.points()))).collect()
            }
        };
        Table::plain(ranked(rows), None)
    }
}

/// Who first has so many points wins, and that ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstTo {
    /// So many.
    pub points: i64,
    /// Who is ranked.
    #[serde(default)]
    pub by: By,
}

impl Rules for FirstTo {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (self.points < 1).then_some(("points", AT_LEAST_ONE))
    }

    fn by(&self) -> By {
        self.by
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let goal = self.points;
        let rows = match self.by {
            By::Reps => {
                let key =
                    |points: i64, through: Option<DateTime<Utc>>| (through.map(Reverse), points.min(goal));
                let row = |player: &super::Player| {
                    let points = player.standing.points;
                    rep(player, key(points, player.through_at), Shown::Towards { points, goal })
                };
                ranked(field.players.iter().map(row).collect())
            }
            By::Teams => {
                let crews = field.crews();
                let row = |crew| {
                    let points = super::field::Crew::points(crew);
                    team(crew, points, Shown::Towards { points, goal })
                };
                ranked(crews.iter().map(row).collect())
            }
        };
        Table::plain(rows, None)
    }

    fn ties(&self) -> Ties {
        if self.by == By::Reps { Ties::Arrival } else { Ties::Shared }
    }

    fn is_decided(&self, table: &Table) -> bool {
        table.rows().any(|row| row.shown.value() >= self.points)
    }

    fn may_decide(&self, points: i64) -> bool {
        self.by == By::Teams || points >= self.points
    }

    fn line(&self) -> Option<i64> {
        (self.by == By::Reps).then_some(self.points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    #[test]
    fn most_points_rank_reps_and_ties_share_a_place() {
        let mut ground = Ground::default();
        ground.rep("Ann", 30).rep("Bo", 40).rep("Cy", 30).rep("Di", 0);
        let table = MostPoints::default().table(&ground.field());
        assert_eq!(lines(&table), ["1 Bo 40", "2 Ann 30", "2 Cy 30", "4 Di 0"]);
    }

    #[test]
    fn most_points_of_teams_are_those_of_all_members() {
        let mut ground = Ground::default();
        ground.team("Hawks").team("Owls").team("Empty");
        ground.rep("Ann", 30).on("Hawks").rep("Bo", 40).on("Owls").rep("Cy", 20).on("Hawks").rep("Di", 90);
        let table = MostPoints { by: By::Teams }.table(&ground.field());
        assert_eq!(lines(&table), ["1 Hawks 50", "2 Owls 40", "3 Empty 0"], "Di plays for no team");
    }

    #[test]
    fn who_got_there_first_is_ahead_of_who_has_more_by_now() {
        let mut ground = Ground::default();
        ground.rep("Ann", 130).through(20).rep("Bo", 100).through(10).rep("Cy", 99);
        let format = FirstTo { points: 100, by: By::Reps };
        let table = format.table(&ground.field());
        assert_eq!(lines(&table), ["1 Bo 100/100", "2 Ann 130/100", "3 Cy 99/100"]);
        assert!(format.is_decided(&table) && format.may_decide(100) && !format.may_decide(99));
        assert!(FirstTo { points: 100, by: By::Teams }.may_decide(1), "one of many who bring it");
    }

    #[test]
    fn it_is_open_until_somebody_is_through() {
        let mut ground = Ground::default();
        ground.rep("Ann", 99);
        let format = FirstTo { points: 100, by: By::Reps };
        assert!(!format.is_decided(&format.table(&ground.field())));
        assert!(!format.is_decided(&format.table(&Ground::default().field())));
    }
}
