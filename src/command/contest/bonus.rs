//! `/contest bonus`: scheduled multipliers and rests.

use crate::command::words::{Word, joined, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::bonuses::{Asked, call_off, schedule};
use crate::play::change_rules::told;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest bonus x2 [from tomorrow 11:00] [for 1h | until 12:00] [on articles] [\"Power hour\"] \
                     | rest weekends | cancel 2";

/// `/contest bonus`.
pub const VERB: Verb = Verb {
    name: "bonus",
    right: Right::Read,
    help: HelpLine {
        usage: "/contest bonus [x2 from tomorrow 11:00 for 1h | rest weekends | cancel 2]",
        about: "shows what is multiplied when; managers schedule it, or a rest in which nothing counts",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    // In quotes stands a name for the bonus, unless it is alone.
    let (words, wanted) = call.of_contest(&call.words, &["for"]);
    let here = call.command.channel.clone();
    match words {
        [] => {
            let told = told(&call.play, &call.command.workspace, &wanted, &here).await?;
            Ok(match told {
                Ok((title, rules, zone)) => voice::rules::bonuses(&title, &rules, zone, call.now),
                Err(refusal) => call.refuse(&refusal),
            })
        }
        [verb, number] if verb.is("cancel") => {
            let Ok(number) = number.text.parse() else { return Ok(usage(&call)) };
            Ok(match call_off(&call.play, call.asker(), number, wanted, here).await? {
                Ok(news) => voice::rules::bonus_off(&news),
                Err(refusal) => call.refuse(&refusal),
            })
        }
        words => {
            let Some(asked) = read(words) else { return Ok(usage(&call)) };
            Ok(match schedule(&call.play, call.asker(), asked, wanted, here).await? {
                Ok(news) => voice::rules::bonus_set(&news, call.now),
                Err(refusal) => call.refuse(&refusal),
            })
        }
    }
}

fn usage(call: &Call) -> Message {
    call.refuse(&Refusal::Usage { usage: USAGE.to_owned() })
}

/// What is to be multiplied, by how much, and when.
fn read(words: &[Word]) -> Option<Asked> {
    let (factor, rest) = words.split_first()?;
    let is_rest = factor.is("rest") || factor.is("off");
    Some(Asked { factor: (!is_rest).then(|| seen(&factor.text)), ..read_rest(rest)? })
}

/// What of a bonus stands behind its multiplier.
pub(super) fn read_rest(words: &[Word]) -> Option<Asked> {
    let mut asked = Asked::default();
    let (mut part, mut said): (&str, Vec<&Word>) = ("from", Vec::new());
    let mut keep = |part: &str, said: &mut Vec<&Word>| {
        if said.is_empty() {
            return part == "from" || part == "label";
        }
        let text = seen(&joined(&said.drain(..).cloned().collect::<Vec<_>>()));
        match part {
            "from" => asked.from = Some(text),
            "for" => asked.lasts = Some(text),
            "until" => asked.until = Some(text),
            _ => {
                let kinds = text.split([',', ' ']).filter(|word| !word.is_empty() && *word != "and");
                asked.kinds = kinds.map(str::to_owned).collect();
            }
        }
        true
    };
    let mut label = None;
    let mut is_weekends = false;
    for word in words {
        let keyword = ["from", "for", "until", "on"].into_iter().find(|keyword| word.is(keyword));
        if word.quoted {
            label = Some(seen(&word.text));
        } else if word.is("weekends") || word.is("weekend") {
            is_weekends = true;
        } else if let Some(keyword) = keyword {
            if !keep(part, &mut said) {
                return None;
            }
            part = keyword;
        } else {
            said.push(word);
        }
    }
    let is_said = keep(part, &mut said) || (is_weekends && part == "on");
    is_said.then_some(Asked { weekends: is_weekends, label, ..asked })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn a_bonus_is_read_in_any_order() {
        let asked = |text: &str| read(&split(text));
        let hour = Asked {
            factor: Some("x2".into()),
            from: Some("tomorrow 11:00".into()),
            lasts: Some("1h".into()),
            kinds: vec!["articles".into(), "comments".into()],
            label: Some("Power hour".into()),
            ..Asked::default()
        };
        assert_eq!(
            asked("x2 tomorrow 11:00 for 1h on articles, comments \"Power hour\""),
            Some(hour.clone())
        );
        assert_eq!(
            asked("x2 \"Power hour\" on articles and comments for 1h from tomorrow 11:00"),
            Some(hour)
        );
        let rest = Asked { weekends: true, ..Asked::default() };
        assert_eq!(asked("rest weekends"), Some(rest.clone()));
        assert_eq!(asked("rest on weekends"), Some(rest));
        assert_eq!(asked("x2"), Some(Asked { factor: Some("x2".into()), ..Asked::default() }));
        for nonsense in ["", "x2 for", "x2 until", "x2 on", "x2 for from now"] {
            assert_eq!(asked(nonsense), None, "{nonsense}");
        }
    }
}
