//! `/pace count`: numbers that grow.

use crate::command::words::{Word, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::measures::{count, undo_count};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/pace count linkedin-connections 812 | undo";

/// `/pace count`.
pub const VERB: Verb = Verb {
    name: "count",
    right: Right::Play,
    help: HelpLine {
        usage: "/pace count linkedin-connections 812",
        about: "counts connections or followers anew (`x-followers`); what you gained since earns points",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let counted = match read(&call.words) {
        None => return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() })),
        Some(None) => undo_count(&call.play, call.asker()).await?,
        Some(Some((what, number))) => count(&call.play, call.asker(), what, number).await?,
    };
    Ok(match counted {
        Ok(news) => voice::measures::counted(&news),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// What is counted and how many, in either order; none of it where the latest is to be undone.
fn read(words: &[Word]) -> Option<Option<(String, String)>> {
    match words {
        [undo] if undo.is("undo") => Some(None),
        [what @ .., number] if !what.is_empty() && number.text.starts_with(|c: char| c.is_ascii_digit()) => {
            let what: Vec<String> = what.iter().map(|word| seen(&word.text)).collect();
            Some(Some((what.join("-"), seen(&number.text))))
        }
        [number, what @ ..] if !what.is_empty() && number.text.starts_with(|c: char| c.is_ascii_digit()) => {
            let what: Vec<String> = what.iter().map(|word| seen(&word.text)).collect();
            Some(Some((what.join("-"), seen(&number.text))))
        }
        [what, number] => Some(Some((seen(&what.text), seen(&number.text)))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn a_measure_and_a_number_in_either_order() {
        let asked = |what: &str, number: &str| Some(Some((what.to_owned(), number.to_owned())));
        assert_eq!(read(&split("linkedin-connections 812")), asked("linkedin-connections", "812"));
        assert_eq!(read(&split("812 linkedin connections")), asked("linkedin-connections", "812"));
        assert_eq!(read(&split("x followers 1,200")), asked("x-followers", "1,200"));
        assert_eq!(read(&split("x-followers many")), asked("x-followers", "many"));
        assert_eq!(read(&split("undo")), Some(None));
        assert_eq!(read(&split("x-followers")), None);
        assert_eq!(read(&split("")), None);
    }
}
