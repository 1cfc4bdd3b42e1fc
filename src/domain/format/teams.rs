//! What only teams play: averages, the tug of war, the relay.

use serde::{Deserialize, Serialize};

use super::field::Crew;
use super::table::{ranked, team};
use super::{AT_LEAST_ONE, By, Field, Rules, Shown, Summary, Table};

/// The team with most points for each active member wins, so that teams need not be of one size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Average {}

impl Rules for Average {
    fn by(&self) -> By {
        By::Teams
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let row = |crew: &Crew<'_>| {
            let active = crew.active();
            let hundredths = (crew.points() * 100 + active / 2) / active.max(1);
            team(crew, hundredths, Shown::Average { hundredths, active, members: crew.size() })
        };
        Table::plain(ranked(field.crews().iter().map(row).collect()), None)
    }
}

/// Teams pull until the first is so far ahead of the second; that ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TugOfWar {
    /// The lead that wins, in points.
    pub margin: i64,
}

impl Rules for TugOfWar {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (self.margin < 1).then_some(("margin", AT_LEAST_ONE))
    }

    fn by(&self) -> By {
        By::Teams
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let crews = field.crews();
        let rows = ranked(
            crews.iter().map(|crew| team(crew, crew.points(), Shown::Points(crew.points()))).collect(),
        );
        let summary = rows.first().zip(rows.get(1)).map(|(first, second)| {
            let by = first.shown.value() - second.shown.value();
            Summary::Rope { ahead: (by > 0).then(|| first.name.clone()), by, margin: self.margin }
        });
        Table::plain(rows, summary)
    }

    fn may_decide(&self, _points: i64) -> bool {
        true
    }

    fn is_decided(&self, table: &Table) -> bool {
        matches!(table.summary, Some(Summary::Rope { by, margin, .. }) if by >= margin)
    }
}

/// Each member of a team runs a leg of so many points, and nobody can run another's: the team that has run most of its
/// way wins, and the first to run all of it ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// The points of a leg.
    pub leg: i64,
}

impl Rules for Relay {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (self.leg < 1).then_some(("leg", AT_LEAST_ONE))
    }

    fn by(&self) -> By {
        By::Teams
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let row = |crew: &Crew<'_>| {
            let run = crew.members.iter().filter(|player| player.standing.points >= self.leg).count();
            let points: i64 =
                crew.members.iter().map(|player| player.standing.points.clamp(0, self.leg)).sum();
            // A leg stays the team's, whoever leaves.
            let of = crew.size() + crew.idle_gone;
            // In hundredths of a per cent of the team's own way, so that teams need not be of one size.
            let way = points * 10_000 / (of * self.leg).max(1);
            let run = super::field::count(run);
            team(crew, way, Shown::Legs { run, of, points })
        };
        Table::plain(ranked(field.crews().iter().map(row).collect()), None)
    }

    fn may_decide(&self, points: i64) -> bool {
        points >= self.leg
    }

    /// A team of one is no relay: it may lead, but it cannot end it.
    fn is_decided(&self, table: &Table) -> bool {
        table.rows().any(|row| matches!(row.shown, Shown::Legs { run, of, .. } if of >= 2 && run == of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    fn teams() -> Ground {
        let mut ground = Ground::default();
        ground.team("Hawks").team("Owls");
        ground
    }

    #[test]
    fn the_average_is_of_active_members() {
        let mut ground = teams();
        ground.rep("Ann", 50).on("Hawks").rep("Bo", 26).on("Hawks").rep("Cy", 0).on("Hawks");
        ground.rep("Di", 37).on("Owls").rep("Ed", 38).on("Owls").rep("Fay", 38).on("Owls");
        let table = Average {}.table(&ground.field());
        assert_eq!(lines(&table), ["1 Hawks 38.00 each of 2/3", "2 Owls 37.67 each of 3/3"]);
    }

    #[test]
    fn who_leaves_takes_nothing_away_from_a_team() {
        let mut ground = teams();
        ground.rep("Ann", 30).on("Hawks").rep("Bo", 6).on("Hawks").rep("Cy", 0).on("Hawks");
        ground.rep("Di", 25).on("Owls").rep("Ed", -15).on("Owls");
        let formats: [&dyn Rules; 3] = [&Average {}, &TugOfWar { margin: 50 }, &Relay { leg: 20 }];
        let before = formats.map(|format| lines(&format.table(&ground.field())));
        assert_eq!(before[2], ["1 Owls 1/2 legs, 20", "2 Hawks 1/3 legs, 26"]);
        for _ in 0..4 {
            let leaves = ground.players.remove(1);
            ground.gone.push(leaves);
            let tables = formats.map(|format| format.table(&ground.field()));
            assert!(formats.iter().zip(&tables).all(|(format, table)| !format.is_decided(table)));
            assert_eq!(lines(&tables[1]), before[1]);
            assert_eq!(lines(&tables[2]), before[2]);
            // Who did nothing is one member fewer, and no more.
            let without_members = |lines: &[String]| -> Vec<String> {
                lines.iter().map(|line| line.split('/').next().unwrap_or_default().to_owned()).collect()
            };
            assert_eq!(without_members(&lines(&tables[0])), without_members(&before[0]));
        }
    }

    #[test]
    fn a_team_of_nobody_or_one_harms_nothing() {
        let mut ground = teams();
        ground.rep("Ann", 0).on("Hawks");
        for format in [&Average {} as &dyn Rules, &TugOfWar { margin: 5 }, &Relay { leg: 5 }] {
            let table = format.table(&ground.field());
            assert_eq!(table.rows().count(), 2);
            assert!(table.rows().all(|row| row.place == 1) && !format.is_decided(&table));
        }
    }

    #[test]
    fn the_rope_is_won_by_the_margin() {
        let mut ground = teams();
        ground.rep("Ann", 50).on("Hawks").rep("Bo", 41).on("Owls");
        let format = TugOfWar { margin: 10 };
        let table = format.table(&ground.field());
        let rope = |by| Some(Summary::Rope { ahead: Some("Hawks".into()), by, margin: 10 });
        assert_eq!((&table.summary, format.is_decided(&table)), (&rope(9), false));
        ground.players[0].standing.points = 51;
        let table = format.table(&ground.field());
        assert_eq!((&table.summary, format.is_decided(&table)), (&rope(10), true));
    }

    #[test]
    fn nobody_runs_anothers_leg() {
        let mut ground = teams();
        ground.rep("Ann", 500).on("Hawks").rep("Bo", 4).on("Hawks");
        ground.rep("Cy", 15).on("Owls").rep("Di", 20).on("Owls");
        let format = Relay { leg: 20 };
        let table = format.table(&ground.field());
        assert_eq!(lines(&table), ["1 Owls 1/2 legs, 35", "2 Hawks 1/2 legs, 24"]);
        assert!(!format.is_decided(&table));
        ground.players[2].standing.points = 20;
        assert!(format.is_decided(&format.table(&ground.field())));
    }

    #[test]
    fn a_relay_compares_teams_of_any_size() {
        let mut ground = teams();
        ground.rep("Ann", 15).on("Hawks").rep("Bo", 15).on("Hawks");
        ground.rep("Cy", 20).on("Owls").rep("Di", 15).on("Owls").rep("Ed", 0).on("Owls");
        let table = Relay { leg: 20 }.table(&ground.field());
        assert_eq!(lines(&table), ["1 Hawks 0/2 legs, 30", "2 Owls 1/3 legs, 35"]);
    }
}
