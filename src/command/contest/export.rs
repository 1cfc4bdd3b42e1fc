//! `/contest export`: a contest written out, as a file for a manager.

use crate::command::words::{Word, seen};
use crate::command::{Call, Verb};
use crate::domain::export::{Form, Part};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::play::files;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest export [csv | json] [ledger | standings] [of \"Contest\"]";
const KNOWN: [&str; 4] = ["csv", "json", "ledger", "standings"];

/// `/contest export`.
pub const VERB: Verb = Verb {
    name: "export",
    right: Right::Steer,
    help: HelpLine { usage: USAGE, about: "sends you its standings and ledger as a file (managers)" },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (words, wanted) = call.of_contest(&call.words, &[]);
    let form = match read(words) {
        Ok(form) => form,
        Err(refusal) => return Ok(call.refuse(&refusal)),
    };
    let here = call.command.channel.clone();
    Ok(match files::contest(&call.play, call.asker(), form, wanted, here).await? {
        Ok(wanted) => voice::files::coming(&wanted),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// How it is to be written, and which part of it; each said at most once.
fn read(words: &[Word]) -> Outcome<(Form, Option<Part>)> {
    let (mut form, mut part) = (None, None);
    for word in words {
        let is_new = match word.text.to_lowercase().as_str() {
            _ if word.quoted => false,
            "csv" => form.replace(Form::Csv).is_none(),
            "json" => form.replace(Form::Json).is_none(),
            "ledger" => part.replace(Part::Ledger).is_none(),
            "standings" => part.replace(Part::Standings).is_none(),
            slip => match nearest(slip, KNOWN.into_iter()) {
                None => false,
                Some(nearest) => {
                    return Err(Refusal::UnknownWord {
                        command: "/contest export".to_owned(),
                        word: seen(&word.text),
                        nearest: Some(nearest.to_owned()),
                    });
                }
            },
        };
        if !is_new {
            return Err(Refusal::Usage { usage: USAGE.to_owned() });
        }
    }
    Ok((form.unwrap_or_default(), part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn words_say_how_and_what_in_any_order() {
        let read = |text: &str| read(&split(text));
        assert_eq!(read(""), Ok((Form::Csv, None)));
        assert_eq!(read("JSON ledger"), Ok((Form::Json, Some(Part::Ledger))));
        assert_eq!(read("standings csv"), Ok((Form::Csv, Some(Part::Standings))));
        for bad in ["csv json", "csv csv", "ledger standings", "xlsx", "\"csv\" json", "ledgr"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
