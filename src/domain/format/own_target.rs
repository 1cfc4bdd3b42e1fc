//! Per cent of one's own target: a handicap, so that a beginner can beat a champion.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::table::{ranked, rep};
use super::{AT_LEAST_ONE, Field, Player, Rules, Shown, Table};

/// Milliseconds of the four weeks that a target is drawn from.
const FOUR_WEEKS: i64 = 28 * 24 * 60 * 60 * 1000;

/// Most per cent of a target drawn from one's own last four weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnTarget {
    /// The least target, in points, whenever one joins: who did nothing before cannot win by one like.
    pub floor: i64,
    /// The most that counts, in per cent.
    pub most_percent: i64,
}

impl Default for OwnTarget {
    fn default() -> Self {
        Self { floor: 20, most_percent: 200 }
    }
}

impl OwnTarget {
    /// The points asked of a player: as many as in the four weeks before, scaled to the part of the contest that is
    /// theirs, and at least the floor, however late they joined.
    fn target(&self, field: &Field<'_>, player: &Player) -> i64 {
        let own = millis(player.joined_at.max(field.starts_at), field.ends_at).max(0);
        let target = half_up(i128::from(player.points_before) * i128::from(own), FOUR_WEEKS.into());
        target.max(self.floor)
    }
}

fn millis(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (to - from).num_milliseconds()
}

/// A quotient rounded once, half up.
fn half_up(of: i128, by: i128) -> i64 {
    i64::try_from((2 * of + by).div_euclid(2 * by)).unwrap_or(i64::MAX)
}

impl Rules for OwnTarget {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        if self.floor < 1 {
            return Some(("floor", AT_LEAST_ONE));
        }
        (self.most_percent < 100).then_some(("most_percent", "give at least 100"))
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let row = |player: &Player| {
            let (points, target) = (player.standing.points, self.target(field, player));
            let percent = (points.saturating_mul(100) / target).min(self.most_percent);
            rep(player, percent, Shown::Percent { percent, points, target })
        };
        Table::plain(ranked(field.players.iter().map(row).collect()), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    #[test]
    fn the_target_is_ones_own_four_weeks_scaled_to_the_contest() {
        // The contest lasts two weeks: half of what the four weeks before brought.
        let mut ground = Ground::default();
        ground.rep("Ann", 90).before(200).rep("Bo", 55).before(100);
        let table = OwnTarget::default().table(&ground.field());
        assert_eq!(
            lines(&table),
            ["1 Bo 110% of 50", "2 Ann 90% of 100"],
            "fewer points, but more of one's own"
        );
    }

    #[test]
    fn a_target_has_a_floor_and_what_counts_an_end() {
        let mut ground = Ground::default();
        ground.rep("Ann", 20).rep("Bo", 90).before(80);
        let table = OwnTarget::default().table(&ground.field());
        assert_eq!(lines(&table), ["1 Bo 200% of 40", "2 Ann 100% of 20"]);
    }

    #[test]
    fn who_joins_late_is_asked_for_the_rest_only() {
        let mut ground = Ground::default();
        ground.rep("Ann", 25).before(100).joined(7).rep("Bo", 0).before(400).joined(7);
        let table = OwnTarget::default().table(&ground.field());
        assert_eq!(lines(&table), ["1 Ann 100% of 25", "2 Bo 0% of 100"]);
    }

    #[test]
    fn nobody_wins_by_one_link_on_the_last_day() {
        let mut ground = Ground::default();
        ground.rep("Ann", 19).rep("Bo", 1).joined(13).rep("Cy", 1).before(100).joined(13);
        let table = OwnTarget::default().table(&ground.field());
        assert_eq!(
            lines(&table),
            ["1 Ann 95% of 20", "2 Bo 5% of 20", "2 Cy 5% of 20"],
            "the target shrinks with the time that is left, the floor does not"
        );
    }
}
