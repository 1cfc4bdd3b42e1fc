//! What a format says: what wins, what stands behind a name, and how far another row is.

use super::escape::typed;
use super::words::{moment, number, things};
use crate::domain::board::Heading;
use crate::domain::contest::Phase;
use crate::domain::format::{Aside, By, Format, Shown, Summary, Ties};

/// What wins, in a sentence for the announcement; none where the points say it all.
pub fn aim(format: &Format) -> Option<String> {
    let teams = |by: &By| *by == By::Teams;
    Some(match format {
        Format::MostPoints(rules) if teams(&rules.by) => {
            "Teams play: what all members earn together counts.".to_owned()
        }
        Format::MostPoints(_) => return None,
        Format::FirstTo(rules) => {
            let who = if teams(&rules.by) { "team to get to" } else { "to get to" };
            format!("The first {who} {} points wins, and that ends it.", number(rules.points))
        }
        Format::EveryoneTo(rules) => {
            format!("Everyone gets to {} points, each at their own pace.", number(rules.points))
        }
        Format::EveryoneIn(rules) => {
            format!("Everyone in: {} from each of us, every week.", things(rules.shares, "share", "shares"))
        }
        Format::Goal(rules) if teams(&rules.by) => {
            format!("Each team has {} points to reach together.", number(rules.points))
        }
        Format::Goal(rules) => format!("All of us together: {} points.", number(rules.points)),
        Format::OwnTarget(rules) => format!(
            "You play against yourself: your target is what you earned in your last four weeks, at least {} points; \
             up to {} % counts.",
            number(rules.floor),
            number(rules.most_percent)
        ),
        Format::Average(_) => {
            "Teams play: points for each active member count, so teams can be of any size.".to_owned()
        }
        Format::Raffle(rules) => format!(
            "Every {} a ticket, from {} on; {} drawn at the end.",
            match rules.points_a_ticket {
                1 => "point makes".to_owned(),
                more => format!("{} points make", number(more)),
            },
            number(rules.qualify),
            match rules.winners {
                1 => "one is".to_owned(),
                more => format!("{more} are"),
            }
        ),
        Format::TugOfWar(rules) => format!(
            "Teams pull: who is {} ahead wins, and that ends it.",
            things(rules.margin, "point", "points")
        ),
        Format::Knockout(rules) => format!(
            "Two by two: whoever has more points in a round goes on, and a tie goes to the better seed. The {} strongest \
             who have joined by the draw play.",
            rules.places
        ),
        Format::League(rules) => format!(
            "A league in {}: pools of like strength, and after each round {}.",
            things(rules.rounds, "round", "rounds"),
            match rules.moves {
                1 => "the best of a pool goes up, the last goes down".to_owned(),
                more => format!("the best {more} of a pool go up, the last {more} down"),
            }
        ),
        Format::Hill(_) => {
            "King of the hill: each day's best takes it at midnight, a tie leaves it; most days win."
                .to_owned()
        }
        Format::Relay(rules) => format!(
            "A relay of teams: each member runs a leg of {}, and nobody can run another's.",
            things(rules.leg, "point", "points")
        ),
    })
}

/// What stands behind a name.
pub fn shown(shown: &Shown) -> String {
    match *shown {
        Shown::Points(points) => number(points),
        Shown::Towards { points, goal } => format!("{} of {}", number(points), number(goal)),
        Shown::Percent { percent, points, target } => {
            format!("{} % ({} of {})", number(percent), number(points), number(target))
        }
        Shown::Average { hundredths, active, members } => {
            format!("{} each ({active} of {members} active)", decimal(hundredths))
        }
        Shown::Tickets { tickets: 0, points, qualify } => {
            format!("{} of the {} points that qualify", number(points), number(qualify))
        }
        Shown::Tickets { tickets, .. } => things(tickets, "ticket", "tickets"),
        Shown::Shares { shares, asked } => {
            format!("{} of {} this week", number(shares), things(asked, "share", "shares"))
        }
        Shown::Weeks { done, of } => format!("{} of {} done", number(done), things(of, "week", "weeks")),
        Shown::Round { points, total } => {
            format!("{} this round ({} in all)", number(points), number(total))
        }
        Shown::Won { rounds } => format!("{} won", things(rounds, "round", "rounds")),
        Shown::Held { days, points: 0 } => format!("{} on the hill", things(days, "day", "days")),
        Shown::Held { days, points } => {
            format!("{} on the hill ({} today)", things(days, "day", "days"), number(points))
        }
        Shown::Legs { run, of, points } => {
            format!("{run} of {} run ({})", things(of, "leg", "legs"), things(points, "point", "points"))
        }
    }
}

/// A distance between two rows of this sort, more than 0: `12`, `4.5 each`, `3 tickets`.
pub fn distance(like: &Shown, by: i64) -> String {
    match like {
        Shown::Points(_) | Shown::Towards { .. } | Shown::Legs { .. } | Shown::Round { .. } => number(by),
        Shown::Won { .. } => things(by, "round", "rounds"),
        Shown::Held { .. } => things(by, "day", "days"),
        Shown::Percent { .. } => format!("{} %", number(by)),
        Shown::Average { .. } => format!("{} each", decimal(by)),
        Shown::Tickets { .. } => things(by, "ticket", "tickets"),
        Shown::Shares { .. } => things(by, "share", "shares"),
        Shown::Weeks { .. } => things(by, "week", "weeks"),
    }
}

/// What tells a row from another with the same number, or with more, that is behind it (or ahead).
pub fn edge(like: &Shown, ties: Ties, is_ahead: bool) -> &'static str {
    match (ties, like, is_ahead) {
        (Ties::Shared, Shown::Legs { .. }, true) => "ahead by the part of its way",
        (Ties::Shared, Shown::Legs { .. }, false) => "behind by the part of its way",
        (Ties::Shared, _, true) => "ahead",
        (Ties::Shared, _, false) => "behind",
        (Ties::Arrival, _, true) => "there before you",
        (Ties::Arrival, _, false) => "there after you",
        (Ties::Total, _, true) => "ahead by points in all",
        (Ties::Total, _, false) => "behind by points in all",
        (Ties::Seed, _, true) => "level, with the better seed",
        (Ties::Seed, _, false) => "level, and you are the better seed",
        (Ties::Draw, _, true) => "ahead by points",
        (Ties::Draw, _, false) => "behind by points",
    }
}

/// Why the next place up is ahead with the same number, or with less.
pub fn edge_in_full(like: &Shown, ties: Ties) -> &'static str {
    match (ties, like) {
        (Ties::Shared, Shown::Legs { .. }) => "The next place up has run more of its way.",
        (Ties::Shared | Ties::Arrival, _) => "The next place up got there first.",
        (Ties::Total, _) => "The next place up has more points in all.",
        (Ties::Seed, _) => "One point more and you are ahead.",
        (Ties::Draw, _) => "The next place up has more points.",
    }
}

/// How ties are told apart, in one line; none where there is nothing to tell.
pub fn tie_rule(heading: &Heading) -> Option<&'static str> {
    let is_over = heading.phase == Phase::Closed;
    match heading.format.rules().ties() {
        Ties::Shared => Some("Equal points share a place; for prizes, whoever got there first is ahead."),
        Ties::Arrival => Some("Whoever got there first is ahead, whatever others have by now."),
        Ties::Total => Some("Of those who are level, more points in all are ahead."),
        // By then it is told who was drawn, and who beat whom.
        Ties::Seed | Ties::Draw if is_over => None,
        Ties::Seed => Some("A tie goes to the better seed."),
        Ties::Draw => Some("The draw decides, and each ticket has the same chance."),
    }
}

/// Why somebody who has joined stands on no board, as they are told themselves.
pub fn aside(aside: Aside, phase: Phase) -> String {
    let is_live = phase.is_live();
    let why = match aside {
        Aside::NoTeam if is_live => {
            return "You are on no team yet: `/contest team` shows them, and `/contest team join \"Falcons\"` puts you \
                    on one."
                .to_owned();
        }
        Aside::NextRound if is_live => {
            return "You joined after this round was drawn, so you play from the next one on.".to_owned();
        }
        Aside::NoTeam => "You were on no team".to_owned(),
        Aside::Late => "You joined after the draw, so you are in no pair of this cup".to_owned(),
        Aside::NotDrawn => "The draw took the strongest, so you are in no pair of this cup".to_owned(),
        Aside::Beaten { round } => format!("You were beaten in round {round}"),
        Aside::NextRound | Aside::NoMoreRounds => {
            "You joined after the last round was drawn, so you are in no pool".to_owned()
        }
    };
    let on = if is_live { "; what you share still earns you points." } else { "." };
    format!("{why}{on}")
}

/// The same as a sentence has it: `12 points`.
pub fn distance_in_full(like: &Shown, by: i64) -> String {
    match like {
        Shown::Points(_) | Shown::Towards { .. } | Shown::Legs { .. } | Shown::Round { .. } => {
            things(by, "point", "points")
        }
        Shown::Average { .. } => format!("{} points each", decimal(by)),
        _ => distance(like, by),
    }
}

/// What holds for the whole board, in a line.
pub fn summary(summary: &Summary, heading: &Heading) -> String {
    let told = told(summary, heading, |name| format!("*{}*", typed(name)));
    match done(summary) {
        Some(percent) => format!("{} {told}", bar(percent)),
        None => told,
    }
}

/// How much of what all are after is done, in per cent; none where that is no matter of more or less.
pub fn done(summary: &Summary) -> Option<i64> {
    match summary {
        Summary::Together { points, goal } => Some(points.saturating_mul(100) / goal.max(&1)),
        Summary::Through { done, players, .. } | Summary::Weeks { done, players, .. } => {
            Some(done * 100 / (*players).max(1))
        }
        Summary::Rope { ahead: Some(_), by, margin } => Some(by * 100 / margin.max(&1)),
        _ => None,
    }
}

/// What holds for the whole board, in words alone; `named` writes a name.
pub fn told(summary: &Summary, heading: &Heading, named: impl Fn(&str) -> String) -> String {
    let (zone, now, is_over) = (heading.zone, heading.now, heading.phase == Phase::Closed);
    match summary {
        Summary::Together { points, goal } => {
            let percent = done(summary).unwrap_or(0);
            format!("{} of {} points together, {} %.", number(*points), number(*goal), number(percent))
        }
        Summary::Through { done, players, full_weeks: None } => {
            format!("{} of {} are through.", number(*done), number(*players))
        }
        Summary::Through { done, players, full_weeks: Some((full, weeks)) } => {
            let mut line =
                format!("{} of {} have done their part this week.", number(*done), number(*players));
            if *weeks > 0 {
                line.push_str(&format!(" Weeks with everyone in: {full} of {weeks}."));
            }
            line
        }
        Summary::Weeks { done, players, weeks: 0 | 1, .. } => {
            format!("{} of {} did their part.", number(*done), number(*players))
        }
        Summary::Weeks { done, players, full, weeks } => format!(
            "{} of {} did their part every week. Weeks with everyone in: {full} of {weeks}.",
            number(*done),
            number(*players)
        ),
        Summary::Round { number: 0, .. } if is_over => "It ended before a round was drawn.".to_owned(),
        Summary::Round { number: 0, ends_at, .. } if *ends_at <= now => {
            "No round was drawn yet: it takes two who have joined.".to_owned()
        }
        Summary::Round { number: 0, ends_at, .. } => {
            format!(
                "The first round is drawn {}, among all who have joined by then.",
                moment(*ends_at, zone, now)
            )
        }
        Summary::Round { number, of, ends_at } => {
            format!("Round {number} of {of}, until {}.", moment(*ends_at, zone, now))
        }
        Summary::Hill { king: Some(king) } => format!("{} holds the hill.", named(king)),
        Summary::Hill { king: None } if is_over => "Nobody took the hill.".to_owned(),
        Summary::Hill { king: None } => "Nobody holds the hill yet.".to_owned(),
        Summary::Pot { tickets, holders } => {
            format!(
                "In the pot: {} of {}.",
                things(*tickets, "ticket", "tickets"),
                things(*holders, "person", "people")
            )
        }
        Summary::Rope { ahead: None, margin, .. } => {
            format!("The rope has not moved; a lead of {} wins.", number(*margin))
        }
        Summary::Rope { ahead: Some(ahead), by, margin } => {
            format!("{} pull ahead by {}; a lead of {} wins.", named(ahead), number(*by), number(*margin))
        }
    }
}

/// What stands behind a name where the number is set apart: it, and what explains it.
pub fn set_apart(shown: &Shown) -> (String, String) {
    let counted = |n: i64, one: &str, many: &str| (number(n), if n == 1 { one } else { many }.to_owned());
    match *shown {
        Shown::Points(points) => (number(points), String::new()),
        Shown::Towards { points, goal } => (number(points), format!("of {}", number(goal))),
        Shown::Percent { percent, points, target } => {
            (format!("{} %", number(percent)), format!("{} of {}", number(points), number(target)))
        }
        Shown::Average { hundredths, .. } => (decimal(hundredths), "each".to_owned()),
        Shown::Tickets { tickets: 0, points, qualify } => {
            (number(points), format!("of {} to qualify", number(qualify)))
        }
        Shown::Tickets { tickets, .. } => counted(tickets, "ticket", "tickets"),
        Shown::Shares { shares, asked } => {
            (number(shares), format!("of {}", things(asked, "share", "shares")))
        }
        Shown::Weeks { done, of } => (number(done), format!("of {}", things(of, "week", "weeks"))),
        Shown::Round { points, .. } => (number(points), "this round".to_owned()),
        Shown::Won { rounds } => counted(rounds, "round", "rounds"),
        Shown::Held { days, .. } => counted(days, "day", "days"),
        Shown::Legs { run, of, .. } => (number(run), format!("of {}", things(of, "leg", "legs"))),
    }
}

/// Ten cells, full to a part; more than all of it is full.
pub fn bar(percent: i64) -> String {
    let full = usize::try_from(percent.clamp(0, 100) / 10).unwrap_or(0);
    format!("{}{}", "▰".repeat(full), "▱".repeat(10 - full))
}

/// Hundredths as people write them: `38`, `37.5`, `37.67`.
fn decimal(hundredths: i64) -> String {
    let text = format!("{}.{:02}", number(hundredths / 100), hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::{League, Raffle};

    #[test]
    fn one_is_no_plural() {
        let raffle = Format::Raffle(Raffle { points_a_ticket: 1, qualify: 5, winners: 1 });
        assert_eq!(aim(&raffle).unwrap(), "Every point makes a ticket, from 5 on; one is drawn at the end.");
        let league = Format::League(League { moves: 1, ..League::default() });
        assert_eq!(
            aim(&league).unwrap(),
            "A league in 4 rounds: pools of like strength, and after each round the best of a pool goes up, the last \
             goes down."
        );
    }

    #[test]
    fn a_bar_is_full_in_tenths() {
        let bars = [-5, 0, 9, 10, 99, 100, 250].map(bar);
        assert_eq!(bars[0], "▱▱▱▱▱▱▱▱▱▱");
        assert_eq!(bars[1], bars[2]);
        assert_eq!(bars[3], "▰▱▱▱▱▱▱▱▱▱");
        assert_eq!(bars[4], "▰▰▰▰▰▰▰▰▰▱");
        assert_eq!(bars[5], bars[6]);
    }

    #[test]
    fn hundredths_are_written_short() {
        assert_eq!(
            [3800, 3750, 3767, 5, 0, 123_400].map(decimal),
            ["38", "37.5", "37.67", "0.05", "0", "1,234"]
        );
    }
}
