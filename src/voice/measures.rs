//! Counts and results in words.

use chrono::{DateTime, Utc};

use super::Message;
use super::escape::typed;
use super::words::{list, local, network_name, number, things};
use crate::domain::measure::{CountNews, Counted, Measure, MeasureRefusal, Win};

/// What a rep hears who counted something.
pub fn counted(news: &CountNews) -> Message {
    Message::plain(match news {
        CountNews::Baseline { measure, value } => format!(
            ":memo: Noted: {}. From here on what you gain counts; count again whenever you like.",
            of(*measure, *value)
        ),
        CountNews::NoGain { measure, value, most } => format!(
            ":memo: Noted: {}, no more than the {} of before, so nothing is added; nothing is taken either.",
            of(*measure, *value),
            number(*most)
        ),
        CountNews::Held { measure, value, most } => format!(
            ":hourglass_flowing_sand: {} after {}: that is a lot at once, so a manager takes a look before it counts. \
             A slip? Count again.",
            of(*measure, *value),
            number(*most)
        ),
        CountNews::Gain { measure, value, most, paid } => {
            let gain = format!("{} more, {} now", number(value - most), of(*measure, *value));
            let paid: Vec<String> = paid
                .iter()
                .map(|(title, points)| format!("*+{}* in *{}*", number(*points), typed(title)))
                .collect();
            match paid.is_empty() {
                true => format!(":memo: {gain}. That is not yet a point, or this week's most is reached."),
                false => format!(":white_check_mark: {} — {gain}.", list(&paid, "and")),
            }
        }
        CountNews::Undone { measure, value } => format!(
            ":leftwards_arrow_with_hook: Taken back: {}, and what it had earned.",
            of(*measure, *value)
        ),
    })
}

/// `830 LinkedIn connections`.
pub(super) fn of(measure: Measure, value: i64) -> String {
    let network = network_name(measure.network);
    let (one, many) = match measure.what {
        Counted::Connections => ("connection", "connections"),
        Counted::Followers => ("follower", "followers"),
    };
    things(value, &format!("{network} {one}"), &format!("{network} {many}"))
}

/// What a rep hears who reported a result.
pub fn reported(win: &Win, points: i64) -> Message {
    let split = match win.credits.len() {
        0 | 1 => String::new(),
        _ => format!(", {} % of it yours", win.credits[0].1),
    };
    Message::plain(format!(
        ":handshake: Well done! {} goes to a manager; once confirmed it pays {}{split}.",
        what(win),
        things(points, "point", "points")
    ))
}

/// `Your deal with Acme (12,000 EUR) through LinkedIn`, without the first word.
pub(super) fn what(win: &Win) -> String {
    let amount = win.amount.as_ref().map_or_else(String::new, |(hundredths, currency)| {
        let cents = hundredths % 100;
        let cents = if cents == 0 { String::new() } else { format!(".{cents:02}") };
        format!(" ({}{cents} {})", number(hundredths / 100), typed(currency))
    });
    format!(
        "The {} with *{}*{amount} through {}",
        typed(&win.kind),
        typed(&win.customer),
        network_name(win.network)
    )
}

/// Why something is not counted.
pub(super) fn refusal(refusal: &MeasureRefusal, now: DateTime<Utc>) -> String {
    let ticked =
        |names: &[String]| list(&names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>(), "and");
    match refusal {
        MeasureRefusal::UnknownMeasure { word, nearest: Some(nearest), .. } => {
            format!("I do not count \"{}\". Did you mean `{nearest}`?", typed(word))
        }
        MeasureRefusal::UnknownMeasure { word, nearest: None, known } => {
            format!("I do not count \"{}\", but {}.", typed(word), ticked(known))
        }
        MeasureRefusal::BadCount { word, most } => format!(
            "\"{}\" is no number from 0 to {}; write it like `/pace count linkedin-connections 812`.",
            typed(word),
            number(*most)
        ),
        MeasureRefusal::PaysNowhere { what } => format!(
            "No contest that you play in pays for {}; `/contest list` shows what there is to join.",
            typed(what)
        ),
        MeasureRefusal::NothingToUndo { minutes } => {
            format!(
                "You have counted nothing in the last {minutes} minutes; ask a manager to correct what is older."
            )
        }
        MeasureRefusal::UnknownResult { word, nearest: Some(nearest), .. } => {
            format!("There is no result \"{}\". Did you mean `{nearest}`?", typed(word))
        }
        MeasureRefusal::UnknownResult { word, nearest: None, known } => {
            format!("There is no result \"{}\"; there are {}.", typed(word), ticked(known))
        }
        MeasureRefusal::BadCustomer { most } => {
            format!("Say with whom, in 1 to {most} characters: `/pace win \"Acme\" via linkedin`.")
        }
        MeasureRefusal::BadAmount { word } => {
            format!("\"{}\" is no amount of money; write it like `12000 EUR`.", typed(word))
        }
        MeasureRefusal::UnknownNetwork { word, known } => {
            format!("I know no network \"{}\"; there are {}.", typed(word), ticked(known))
        }
        MeasureRefusal::BadCredit { most } => format!(
            "Credit is split among you and at most {most} colleagues, each named once, and some of it stays yours: \
             `with @bob 30%`."
        ),
        MeasureRefusal::CreditNowhere { name, plays: true } => format!(
            "{} is in no running contest that pays for it, so that part would be lost: report it again once they have \
             joined one (`/contest join`), or without them.",
            typed(name)
        ),
        MeasureRefusal::CreditNowhere { name, plays: false } => {
            format!("{} does not play here, so that part would be lost: report it without them.", typed(name))
        }
        MeasureRefusal::Reported { at, zone, is_yours: true, .. } => {
            format!("You reported that already, {}; one result counts once.", local(*at, *zone, now))
        }
        MeasureRefusal::Reported { name, at, zone, is_yours: false } => format!(
            "{} reported that already, {}; agree on the credit, and a manager can correct it with `/contest adjust`.",
            typed(name),
            local(*at, *zone, now)
        ),
    }
}
