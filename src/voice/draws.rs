//! Draws in words, and the row of tickets as a file.

use super::Message;
use super::escape::typed;
use super::export::{sheet, text};
use super::words::{list, moment, things};
use crate::domain::draw::{DrawNews, Made};
use chrono::{DateTime, Utc};

/// `/contest draw`: how a contest's draw stands, and how to make it again.
pub fn news(news: &DrawNews, now: DateTime<Utc>) -> Message {
    Message::plain(match news {
        DrawNews::Ahead { title, promise, ends_at, zone } => format!(
            "Nothing is drawn in *{}* yet: that is done once, at the end, {}. The seed is secret until then; its SHA-256 \
             is `{promise}`.",
            typed(title),
            moment(*ends_at, *zone, now)
        ),
        DrawNews::Made { title, seed, promise, tickets, holders, winners, at, zone } => {
            let names: Vec<String> = winners.iter().map(|name| format!("*{}*", typed(name))).collect();
            let drawn = match names.as_slice() {
                [] => "nobody held a ticket, so nobody was drawn".to_owned(),
                names => format!("drawn {}", list(names, "and")),
            };
            format!(
                "*{}*, {}: {drawn}. In the pot: {} of {}; who held how many is on its way, as a file in our direct \
                 message.\n\
                 The seed was `{seed}`; `printf {seed} | sha256sum` gives the hash that was promised, `{promise}`.\n\
                 To check it, number the tickets from 0 in the order of the file. The 1st draw takes the SHA-256 of \
                 `{seed}:1`, reads its first 32 digits as a hexadecimal number, and takes the ticket at what remains \
                 when that is divided by the number of tickets. The winner's tickets leave, and the 2nd draw does the \
                 same with `{seed}:2`.",
                typed(title),
                moment(*at, *zone, now),
                things(*tickets, "ticket", "tickets"),
                things(*holders, "person", "people"),
            )
        }
    })
}

/// The row of tickets as CSV, in the order in which it was drawn from. Names are those that everybody may read.
pub fn tickets(made: &Made) -> String {
    let place = |at: usize| made.drawn.iter().position(|drawn| *drawn == at).map(|nth| (nth + 1).to_string());
    let mut first = 0;
    let rows = made.row.iter().enumerate().map(|(at, holder)| {
        let (from, last) = (first, first + holder.tickets - 1);
        first += holder.tickets;
        vec![
            text(&holder.name),
            holder.tickets.to_string(),
            from.to_string(),
            last.to_string(),
            place(at).unwrap_or_default(),
        ]
    });
    sheet(&["name", "tickets", "first", "last", "drawn"], rows)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::domain::draw::Holder;

    #[test]
    fn the_row_is_written_as_it_was_drawn_from() {
        let holder = |name: &str, tickets| Holder { user: name.into(), name: name.to_owned(), tickets };
        let made = Made {
            seed: "s".to_owned(),
            at: DateTime::UNIX_EPOCH,
            row: vec![holder("Ana", 3), holder("A player", 7), holder("=Bo", 1)],
            drawn: vec![1, 0],
        };
        assert_snapshot!(tickets(&made).replace('\r', ""), @r"
        name,tickets,first,last,drawn
        Ana,3,0,2,2
        A player,7,3,9,1
        '=Bo,1,10,10,
        ");
    }
}
