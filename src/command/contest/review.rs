//! `/contest review`: what waits for a manager.

use crate::command::words::{Word, joined, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::reviews::{Decision, decide, list};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest review [approve 3 [+5] | decline 3 because … | done]";

/// `/contest review`.
pub const VERB: Verb = Verb {
    name: "review",
    right: Right::Steer,
    help: HelpLine {
        usage: USAGE,
        about: "shows what waits for you (counts, results, appeals), and decides it (managers)",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    match call.words.as_slice() {
        [] => Ok(voice::reviews::queue(&list(&call.play, &call.asker(), true).await?, call.now)),
        [done] if done.is("done") => {
            Ok(voice::reviews::done(&list(&call.play, &call.asker(), false).await?, call.now))
        }
        words => {
            let Some((number, decision)) = read(words) else {
                return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
            };
            Ok(match decide(&call.play, call.asker(), number, decision).await? {
                Ok(decided) => voice::reviews::decided(&decided),
                Err(refusal) => call.refuse(&refusal),
            })
        }
    }
}

/// Which review, and what becomes of it.
fn read(words: &[Word]) -> Option<(i64, Decision)> {
    let [verb, number, rest @ ..] = words else { return None };
    let number = number.text.trim_start_matches('#').parse().ok()?;
    let reason = |words: &[Word]| seen(&joined(words)).trim().to_owned();
    if verb.is("decline") {
        return Some((number, Decision::Decline { reason: reason(rest) }));
    }
    if !verb.is("approve") {
        return None;
    }
    let points = rest.first().and_then(|word| word.text.strip_prefix('+')?.parse::<i64>().ok());
    let rest = if points.is_some() { &rest[1..] } else { rest };
    Some((number, Decision::Approve { points, reason: reason(rest) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn a_number_a_decision_and_a_reason() {
        let read = |text: &str| read(&split(text));
        let declined = Decision::Decline { reason: "that was last year".into() };
        assert_eq!(read("decline 3 that was last year"), Some((3, declined)));
        let approved = Decision::Approve { points: Some(5), reason: "well argued".into() };
        assert_eq!(read("approve #3 +5 well argued"), Some((3, approved)));
        assert_eq!(read("approve 3"), Some((3, Decision::Approve { points: None, reason: String::new() })));
        for nonsense in ["approve", "decline", "approve three", "reject 3"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
