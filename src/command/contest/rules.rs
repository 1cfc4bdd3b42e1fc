//! `/contest rules`: how points work, and changing that for a contest that runs.

use crate::command::words::{Word, joined, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::change_rules::{Asked, preview, told};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest rules original=12 daily=40 [from tomorrow 9:00] [of \"Contest\"] | use habit";

/// `/contest rules`.
pub const VERB: Verb = Verb {
    name: "rules",
    right: Right::Read,
    help: HelpLine {
        usage: "/contest rules [original=12 … [from …]]",
        about: "shows how points work; managers change it, after a look at what that would mean",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (words, wanted) = call.of_contest(&call.words, &[]);
    let here = &call.command.channel;
    if words.is_empty() {
        return Ok(match told(&call.play, &call.command.workspace, &wanted, here).await? {
            Ok((title, rules, zone)) => voice::rules::rules(&title, &rules, zone, call.now),
            Err(refusal) => call.refuse(&refusal),
        });
    }
    let Some(asked) = read(words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    Ok(match preview(&call.play, &call.asker(), &asked, &wanted, here).await? {
        Ok(shown) => voice::rules::preview(&shown, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// What is to change, and from when on.
fn read(words: &[Word]) -> Option<Asked> {
    let from = words.iter().position(|word| word.is("from"));
    let (what, when) = words.split_at(from.unwrap_or(words.len()));
    let from = match when {
        [] => None,
        [_, words @ ..] => Some(seen(&joined(words))).filter(|words| !words.is_empty()),
    };
    if from.is_none() && !when.is_empty() {
        return None;
    }
    match what {
        [] => None,
        [verb, name] if verb.is("use") => {
            Some(Asked { words: Vec::new(), book: Some(seen(&name.text)), from })
        }
        words => {
            // A space around the sign is a slip that means no harm.
            let text = joined(words).replace(" =", "=").replace("= ", "=");
            Some(Asked { words: text.split_whitespace().map(seen).collect(), book: None, from })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn numbers_a_rulebook_and_a_moment() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read(&split("original = 12 daily=40 from tomorrow 9:00")),
            Some(Asked {
                words: words(&["original=12", "daily=40"]),
                book: None,
                from: Some("tomorrow 9:00".into())
            })
        );
        let gentle = Asked { words: Vec::new(), book: Some("gentle".into()), from: None };
        assert_eq!(read(&split("use gentle")), Some(gentle));
        for nonsense in ["", "from Mon", "original=12 from"] {
            assert_eq!(read(&split(nonsense)), None, "{nonsense}");
        }
    }
}
