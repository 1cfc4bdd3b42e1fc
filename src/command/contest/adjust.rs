//! `/contest adjust` and `/contest log`: scores corrected by hand, and the record of what managers did.

use crate::command::words::{Word, joined, person, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::contest_log;
use crate::play::correct_score::{Asked, correct_score};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest adjust @rep +10 reason [of \"Contest\"]";

/// `/contest adjust`.
pub const ADJUST: Verb = Verb {
    name: "adjust",
    right: Right::Steer,
    help: HelpLine { usage: USAGE, about: "corrects a score by hand; the rep is told why (managers)" },
    run: |call| Box::pin(adjust(call)),
};

/// `/contest log`.
pub const LOG: Verb = Verb {
    name: "log",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest log [\"Title\"]",
        about: "lists what managers did: corrections, decisions, rules; who, when and why (managers)",
    },
    run: |call| Box::pin(log(call)),
};

async fn adjust(call: Call) -> Result<Message> {
    // Behind `for` stands a reason.
    let (words, wanted) = call.of_contest(&call.words, &["for"]);
    let Some(asked) = read(words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    let here = call.command.channel.clone();
    Ok(match correct_score(&call.play, call.asker(), asked, wanted, here).await? {
        Ok(corrected) => voice::corrections::made(&corrected),
        Err(refusal) => call.refuse(&refusal),
    })
}

async fn log(call: Call) -> Result<Message> {
    let (workspace, here) = (&call.command.workspace, &call.command.channel);
    Ok(match contest_log::log(&call.play, workspace, &call.titled(&call.words), here).await? {
        Ok(log) => voice::contest_log::log(&log, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// Whose score, by how much, and why. The sign has to be there, lest a slip gives what was to be taken.
fn read(words: &[Word]) -> Option<Asked> {
    let [whom, points, reason @ ..] = words else { return None };
    let (sign, digits) = match points.text.chars().next()? {
        '+' => (1, &points.text[1..]),
        minus @ ('-' | '−' | '–') => (-1, &points.text[minus.len_utf8()..]),
        _ => return None,
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    // Too many to count is too many in any case.
    let points = sign * digits.parse::<i64>().unwrap_or(i64::MAX);
    let reason = seen(&joined(reason));
    is_number.then_some(Asked { whom: person(whom)?, points, reason: reason.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;
    use crate::play::whom::PersonRef;

    #[test]
    fn a_correction_says_whom_how_much_and_why() {
        let asked = |text: &str| read(&split(text)).map(|asked| (asked.points, asked.reason));
        assert_eq!(asked("<@U1|ann> +10 the lost post"), Some((10, "the lost post".into())));
        assert_eq!(asked("<@U1> -5 \"sent twice\""), Some((-5, "sent twice".into())));
        assert_eq!(asked("@ann −5 x"), Some((-5, "x".into())), "as phones write it");
        assert_eq!(asked("@ann +99999999999999999999 x"), Some((i64::MAX, "x".into())));
        assert_eq!(asked("@ann +5"), Some((5, String::new())), "refused later, for want of a reason");
        for nonsense in ["", "@ann", "@ann 10 x", "@ann + x", "@ann +1.5 x", "@ann +x y"] {
            assert_eq!(asked(nonsense), None, "{nonsense}");
        }
        assert_eq!(read(&split("<@U1> +1 x")).unwrap().whom, PersonRef::Id("U1".into()));
    }
}
