//! The raffle: points are tickets, and a seed that was promised beforehand draws them.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::field::count;
use super::table::{ranked, rep};
use super::{AT_LEAST_ONE, Field, Player, Rules, Shown, Summary, Table, Ties};
use crate::domain::id::UserId;

/// Points are tickets, and tickets are drawn at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Raffle {
    /// Points that make a ticket.
    pub points_a_ticket: i64,
    /// Points from which on one's tickets are in the pot.
    pub qualify: i64,
    /// How many are drawn; nobody twice.
    pub winners: usize,
}

impl Default for Raffle {
    fn default() -> Self {
        Self { points_a_ticket: 10, qualify: 50, winners: 1 }
    }
}

impl Raffle {
    /// The tickets that so many points make.
    pub fn tickets(&self, points: i64) -> i64 {
        if points < self.qualify { 0 } else { points / self.points_a_ticket }
    }
}

impl Rules for Raffle {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        if self.points_a_ticket < 1 {
            return Some(("points_a_ticket", AT_LEAST_ONE));
        }
        if self.qualify < 0 {
            return Some(("qualify", "give 0 or more"));
        }
        (!(1..=100).contains(&self.winners)).then_some(("winners", "give 1 to 100"))
    }

    fn table(&self, field: &Field<'_>) -> Table {
        let row = |player: &Player| {
            let points = player.standing.points;
            let tickets = self.tickets(points);
            rep(player, (tickets, points), Shown::Tickets { tickets, points, qualify: self.qualify })
        };
        let held = field.players.iter().map(|player| self.tickets(player.standing.points)).filter(|n| *n > 0);
        let held: Vec<i64> = held.collect();
        let summary = Some(Summary::Pot { tickets: held.iter().sum(), holders: count(held.len()) });
        Table::plain(ranked(field.players.iter().map(row).collect()), summary)
    }

    fn ties(&self) -> Ties {
        Ties::Draw
    }
}

/// The row that is drawn from: everybody on a raffle's table who holds tickets, with how many, in the order of ids.
pub fn pot(table: &Table) -> Vec<(UserId, i64)> {
    let held = |row: &super::Row| match (&row.side, row.shown) {
        (super::Side::Rep(user), Shown::Tickets { tickets: tickets @ 1.., .. }) => {
            Some((user.clone(), tickets))
        }
        _ => None,
    };
    let mut row: Vec<_> = table.rows().filter_map(held).collect();
    row.sort();
    row
}

/// What is published before the draw: the SHA-256 of the seed, in hexadecimal.
pub fn commitment(seed: &str) -> String {
    Sha256::digest(seed.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Draws `winners` of those who hold so many tickets each, by the seed, and none of them twice. Gives where in the row
/// they stand, from 0, in the order in which they were drawn.
///
/// The n-th draw, from 1, takes the SHA-256 of `<seed>:<n>`, reads its first sixteen bytes as one number, largest digit
/// first, and takes the ticket at that number modulo the number of tickets left, from 0. The winner's tickets leave the
/// row. Whoever knows the seed and the tickets can repeat it.
pub fn draw(seed: &str, tickets: &[i64], winners: usize) -> Vec<usize> {
    let mut row: Vec<(usize, u128)> =
        tickets.iter().map(|tickets| u128::try_from(*tickets).unwrap_or(0)).enumerate().collect();
    row.retain(|(_, tickets)| *tickets > 0);
    let mut drawn = Vec::new();
    while drawn.len() < winners && !row.is_empty() {
        let left: u128 = row.iter().map(|(_, tickets)| tickets).sum();
        let hash = Sha256::digest(format!("{seed}:{}", drawn.len() + 1).as_bytes());
        let number = hash.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        let mut at = number % left;
        let holder = row.iter().position(|(_, tickets)| {
            let is_theirs = at < *tickets;
            at = at.saturating_sub(*tickets);
            is_theirs
        });
        let Some(holder) = holder else { break };
        drawn.push(row.remove(holder).0);
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::testing::{Ground, lines};

    #[test]
    fn points_make_tickets_from_the_qualifying_score_on() {
        let mut ground = Ground::default();
        ground.rep("Ann", 49).rep("Bo", 50).rep("Cy", 128);
        let table = Raffle::default().table(&ground.field());
        assert_eq!(lines(&table), ["1 Cy 12 tickets", "2 Bo 5 tickets", "3 Ann 0 tickets"]);
        assert_eq!(table.summary, Some(Summary::Pot { tickets: 17, holders: 2 }));
    }

    #[test]
    fn the_row_that_is_drawn_from_is_in_the_order_of_ids() {
        let mut ground = Ground::default();
        ground.rep("U3", 10).rep("U1", 20).rep("U4", 9).rep("U2", 50);
        let raffle = Raffle { points_a_ticket: 10, qualify: 0, winners: 1 };
        let row = [("U1", 2), ("U2", 5), ("U3", 1)].map(|(user, tickets)| (UserId::from(user), tickets));
        assert_eq!(pot(&raffle.table(&ground.field())), row, "who holds none is not in it");
    }

    /// The numbers are those of `printf spring:1 | sha256sum` and so on, worked out by another program.
    #[test]
    fn anyone_can_repeat_the_draw() {
        assert_eq!(&commitment("spring:1")[..32], "76458cd107213ddde19358a236f7801f");
        let drawn = draw("spring", &[3, 7, 0, 5], 5);
        assert_eq!(drawn, [1, 0, 3], "nobody twice, and nobody without a ticket");
    }

    #[test]
    fn the_published_hash_is_sha_256_of_the_seed() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(commitment("abc"), known);
    }

    #[test]
    fn tickets_are_chances() {
        let tickets = [30, 60, 10];
        let mut won = [0; 3];
        for seed in 0..10_000 {
            won[draw(&format!("seed {seed}"), &tickets, 1)[0]] += 1;
        }
        for (tickets, won) in tickets.iter().zip(won) {
            assert!((won - tickets * 100_i64).abs() < 250, "{won} wins with {tickets} tickets");
        }
    }

    #[test]
    fn an_empty_pot_has_no_winner() {
        assert_eq!(draw("s", &[], 3), [0; 0]);
        assert_eq!(draw("s", &[0], 1), [0; 0]);
    }
}
