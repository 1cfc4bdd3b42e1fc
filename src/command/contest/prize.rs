//! `/contest prize`: what places and points in a contest win.

use super::quota::number;
use crate::command::words::{Word, joined, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::reward::Ground;
use crate::play::prizes::{self, PrizeAct};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest prize 1st \"Dinner for two\" | 100 points \"Team mug\" [stock 10] | remove 1st [of \"Contest\"]";

/// `/contest prize`.
pub const VERB: Verb = Verb {
    name: "prize",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest prize [1st \"Dinner for two\" | 100 points \"Team mug\" [stock 10] | remove 1st]",
        about: "lists what a contest's places and points win, or changes it (managers)",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (words, wanted) = call.of_contest(&call.words, &["for"]);
    let here = call.command.channel.clone();
    if words.is_empty() {
        return Ok(match prizes::list(&call.play, &call.command.workspace, &wanted, &here).await? {
            Ok(list) => voice::rewards::prizes(&list),
            Err(refusal) => call.refuse(&refusal),
        });
    }
    let Some(act) = read(words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    Ok(match prizes::change(&call.play, call.asker(), act, wanted, here).await? {
        Ok(news) => voice::rewards::prize_news(&news),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// What is to become of the prizes.
fn read(words: &[Word]) -> Option<PrizeAct> {
    let (ground, rest) = match words {
        [remove, what @ ..] if remove.is("remove") => return removal(what),
        [points, unit, rest @ ..] if unit.is("points") || unit.is("point") => {
            (Ground::Points(number(&points.text)?), rest)
        }
        [at, rest @ ..] => (Ground::Place(place(at)?), rest),
        [] => return None,
    };
    let (name, stock) = stocked(rest)?;
    Some(PrizeAct::Add { ground, name, stock })
}

fn removal(what: &[Word]) -> Option<PrizeAct> {
    match what {
        [] => None,
        [one] if !one.quoted && place(one).is_some() => Some(PrizeAct::RemovePlace(place(one)?)),
        name => Some(PrizeAct::RemoveNamed(seen(&joined(name)))),
    }
}

/// A name, and how many there are behind `stock`.
pub(super) fn stocked(words: &[Word]) -> Option<(String, Option<i64>)> {
    let (name, stock) = match words {
        [name @ .., keyword, count] if keyword.is("stock") => (name, Some(number(&count.text)?)),
        name => (name, None),
    };
    (!name.is_empty()).then(|| (seen(&joined(name)), stock))
}

/// `1st`, `2nd`, `3.`, or a bare number.
fn place(word: &Word) -> Option<i64> {
    if word.quoted {
        return None;
    }
    let text = word.text.to_lowercase();
    let digits = ["st", "nd", "rd", "th", "."].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(&text);
    number(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn words_say_what_for_and_how_many() {
        let act = |text: &str| read(&split(text));
        let add = |ground, name: &str, stock| Some(PrizeAct::Add { ground, name: name.to_owned(), stock });
        assert_eq!(act("1st \"Dinner for two\""), add(Ground::Place(1), "Dinner for two", None));
        assert_eq!(act("22nd Mug"), add(Ground::Place(22), "Mug", None));
        assert_eq!(act("3. Mug"), add(Ground::Place(3), "Mug", None));
        assert_eq!(act("100 points \"Team mug\" stock 10"), add(Ground::Points(100), "Team mug", Some(10)));
        assert_eq!(
            act("1,000 points Team mug"),
            add(Ground::Points(1000), "Team mug", None),
            "without quotes too"
        );
        assert_eq!(
            act("0 points Mug"),
            add(Ground::Points(0), "Mug", None),
            "refused later, with the reason"
        );
        assert_eq!(act("remove 1st"), Some(PrizeAct::RemovePlace(1)));
        assert_eq!(act("remove \"Team mug\""), Some(PrizeAct::RemoveNamed("Team mug".into())));
        for nonsense in ["1st", "100 points", "Mug", "100 points Mug stock many", "remove", "1st stock 3"] {
            assert_eq!(act(nonsense), None, "{nonsense}");
        }
    }
}
