//! The league: pools of like strength, and a way up and down between rounds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::rounds::{Outcome, Pace, Plan, Rounds, by_strength, played};
use super::table::{Group, GroupKind, Unplaced, ranked, rep};
use super::{Aside, Field, Player, Rules, Shown, Table, Ties};
use crate::domain::id::UserId;

/// Pools by recent points; after each round the best of a pool go up and the last of it go down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct League {
    /// Most players of a pool, 2 to 10.
    pub pool: usize,
    /// How many go up and down; never more than half of a pool.
    pub moves: usize,
    /// Rounds, of one length.
    pub rounds: i64,
}

impl Default for League {
    fn default() -> Self {
        Self { pool: 10, moves: 2, rounds: 4 }
    }
}

impl League {
    /// Players from the strongest down, dealt into as few pools as hold them, of even sizes.
    fn pools(&self, strongest: &[UserId]) -> Vec<Vec<UserId>> {
        let pools = strongest.len().div_ceil(self.pool.max(1)).max(1);
        let mut rest = strongest;
        (0..pools)
            .map(|pool| {
                let (these, others) = rest.split_at(rest.len().div_ceil(pools - pool));
                rest = others;
                these.to_vec()
            })
            .collect()
    }

    /// The pools after a round, for those still there: each keeps its size, but for who came and went.
    fn moved(&self, ended: &[Vec<UserId>], field: &Field<'_>) -> Vec<UserId> {
        let there = by_user(field);
        let mut pools: Vec<Vec<UserId>> = ended
            .iter()
            .map(|pool| pool.iter().filter(|user| there.contains_key(user)).cloned().collect())
            .collect();
        for upper in (1..pools.len()).rev() {
            let moves = self.moves.min(pools[upper - 1].len() / 2).min(pools[upper].len() / 2);
            let up: Vec<UserId> = pools[upper].drain(..moves).collect();
            let keep = pools[upper - 1].len() - moves;
            let down = pools[upper - 1].split_off(keep);
            pools[upper - 1].extend(up);
            pools[upper].splice(0..0, down);
        }
        let mut order: Vec<UserId> = pools.into_iter().flatten().collect();
        let seated: BTreeSet<&UserId> = ended.iter().flatten().collect();
        let newcomers = by_strength(field).into_iter().map(|player| &player.standing.user);
        order.extend(newcomers.filter(|user| !seated.contains(user)).cloned());
        order
    }
}

/// The players by their ids: thousands play, and each is looked up.
fn by_user<'a>(field: &Field<'a>) -> BTreeMap<&'a UserId, &'a Player> {
    field.players.iter().map(|player| (&player.standing.user, player)).collect()
}

/// Rows by points in this round, then in all.
fn rows<'a>(players: impl Iterator<Item = &'a Player>) -> Vec<super::Row> {
    let row = |player: &Player| -> Unplaced<(i64, i64)> {
        let (points, total) = (player.round_points, player.standing.points);
        rep(player, (points, total), Shown::Round { points, total })
    };
    ranked(players.map(row).collect())
}

/// A pool's rows; who has left is gone.
fn of_pool(players: &BTreeMap<&UserId, &Player>, pool: &[UserId]) -> Vec<super::Row> {
    rows(pool.iter().filter_map(|user| players.get(user).copied()))
}

impl Rounds for League {
    fn pace(&self, _first: &Plan) -> Pace {
        Pace::Even(self.rounds)
    }

    fn plan(&self, field: &Field<'_>) -> Option<Plan> {
        let order = match field.rounds.last() {
            None => by_strength(field).into_iter().map(|player| player.standing.user.clone()).collect(),
            Some(last) if last.number >= last.of => return None,
            Some(last) => match &last.outcome {
                Some(Outcome::Pools(ended)) => self.moved(ended, field),
                _ => return None,
            },
        };
        (order.len() >= 2).then(|| Plan::Pools(self.pools(&order)))
    }

    fn outcome(&self, field: &Field<'_>) -> Option<Outcome> {
        let Plan::Pools(pools) = &field.rounds.last()?.plan else { return None };
        let players = by_user(field);
        let order = |pool: &Vec<UserId>| -> Vec<UserId> {
            let users = of_pool(&players, pool).into_iter().filter_map(|row| match row.side {
                super::Side::Rep(user) => Some(user),
                super::Side::Team(_) => None,
            });
            users.collect()
        };
        Some(Outcome::Pools(pools.iter().map(order).collect()))
    }
}

impl Rules for League {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        if !(2..=10).contains(&self.pool) {
            return Some(("pool", "give 2 to 10"));
        }
        if !(1..=5).contains(&self.moves) {
            return Some(("moves", "give 1 to 5"));
        }
        (!(1..=60).contains(&self.rounds)).then_some(("rounds", "give 1 to 60"))
    }

    fn rounds(&self) -> Option<&dyn Rounds> {
        Some(self)
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let Some(Plan::Pools(pools)) = field.rounds.last().map(|round| &round.plan) else {
            return Table::plain(rows(field.players.iter()), Some(played(field)));
        };
        let players = by_user(field);
        let group = |(n, pool): (usize, &Vec<UserId>)| Group {
            kind: GroupKind::Pool(n + 1),
            rows: of_pool(&players, pool),
        };
        Table { summary: Some(played(field)), groups: pools.iter().enumerate().map(group).collect() }
    }

    fn ties(&self) -> Ties {
        Ties::Total
    }

    fn aside(&self, field: &Field<'_>, player: &Player) -> Option<Aside> {
        let round = field.rounds.last()?;
        let Plan::Pools(pools) = &round.plan else { return None };
        match pools.iter().flatten().any(|user| *user == player.standing.user) {
            true => None,
            false if round.number < round.of => Some(Aside::NextRound),
            false => Some(Aside::NoMoreRounds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    fn ground(players: usize) -> Ground {
        let mut ground = Ground::default();
        for i in 0..players {
            ground.rep(&format!("P{i:02}"), 0).before(1_000 - i64::try_from(i).unwrap());
        }
        ground
    }

    fn pools(plan: Option<Plan>) -> Vec<String> {
        let Some(Plan::Pools(pools)) = plan else { panic!("{plan:?}") };
        let short = |user: &UserId| user.as_str()[1..].to_owned();
        pools.iter().map(|pool| pool.iter().map(short).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn pools_are_even_and_of_like_strength() {
        let league = League { pool: 5, ..League::default() };
        assert_eq!(pools(league.plan(&ground(11).field())), ["00 01 02 03", "04 05 06 07", "08 09 10"]);
        assert_eq!(pools(league.plan(&ground(3).field())), ["00 01 02"]);
        assert_eq!(league.plan(&ground(1).field()), None);
    }

    #[test]
    fn two_go_up_and_two_go_down() {
        let league = League { pool: 5, ..League::default() };
        let mut ground = ground(10);
        ground.play(league.plan(&ground.field()).unwrap(), 4);
        ground.scored(&[("P00", 9), ("P01", 8), ("P02", 7), ("P03", 6), ("P04", 5)]);
        ground.scored(&[("P09", 5), ("P08", 4), ("P07", 3)]);
        assert_eq!(lines(&league.table(&ground.field()))[5], "1 P09 5 in this round, 0 in all");
        ground.decide(league.outcome(&ground.field()).unwrap());
        assert_eq!(pools(league.plan(&ground.field())), ["00 01 02 09 08", "03 04 07 05 06"]);
    }

    #[test]
    fn who_came_starts_at_the_bottom_and_who_left_is_gone() {
        let league = League { pool: 3, moves: 1, ..League::default() };
        let mut ground = ground(4);
        ground.play(league.plan(&ground.field()).unwrap(), 4);
        ground.decide(league.outcome(&ground.field()).unwrap());
        ground.players.remove(0);
        ground.rep("P99", 500);
        assert_eq!(pools(league.plan(&ground.field())), ["01 02", "03 99"], "a pool of one moves nobody");
    }

    #[test]
    fn ten_thousand_players_are_no_work() {
        let league = League::default();
        let mut ground = Ground::default();
        (0..10_000).for_each(|i| {
            ground.rep(&format!("P{i:05}"), 0).before(i);
        });
        let begun = std::time::Instant::now();
        ground.play(league.plan(&ground.field()).unwrap(), 4);
        assert_eq!(league.table(&ground.field()).groups.len(), 1_000);
        ground.decide(league.outcome(&ground.field()).unwrap());
        let Some(Plan::Pools(pools)) = league.plan(&ground.field()) else { panic!("no pools") };
        assert_eq!(pools.iter().flatten().count(), 10_000);
        // To look each of them up among all the others takes many times that.
        assert!(begun.elapsed() < std::time::Duration::from_secs(3), "{:?}", begun.elapsed());
    }

    #[test]
    fn who_joins_between_two_draws_plays_from_the_next_on() {
        let league = League { rounds: 2, ..League::default() };
        let mut ground = ground(4);
        ground.play(league.plan(&ground.field()).unwrap(), 2);
        ground.rep("P99", 5);
        let why = |ground: &Ground| league.aside(&ground.field(), ground.players.last().unwrap());
        assert_eq!(why(&ground), Some(Aside::NextRound));
        assert_eq!(league.aside(&ground.field(), &ground.players[0]), None);
        ground.decide(league.outcome(&ground.field()).unwrap());
        ground.play(league.plan(&ground.field()).unwrap(), 2);
        assert_eq!(why(&ground), None);
        ground.rep("P98", 5);
        assert_eq!(why(&ground), Some(Aside::NoMoreRounds));
    }

    #[test]
    fn after_the_last_round_there_is_no_other() {
        let league = League { rounds: 1, ..League::default() };
        let mut ground = ground(4);
        ground.play(league.plan(&ground.field()).unwrap(), 1);
        ground.decide(league.outcome(&ground.field()).unwrap());
        assert_eq!(league.plan(&ground.field()), None);
    }
}
