//! `/contest pause`, `resume`, `extend`, `end`, `reopen`, `cancel`.

use crate::command::words::{Word, joined};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::edit_contest::facts;
use crate::play::pick::Wanted;
use crate::play::roles::Right;
use crate::play::steer_contest::{NewEnd, Steer, steer_contest};
use crate::store::Result;
use crate::voice::forms::edit as view;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const EXTEND_USAGE: &str = "/contest extend [\"Title\"] [for 2d | until Fri 15:00]";

/// `/contest pause`.
pub const PAUSE: Verb = Verb {
    name: "pause",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest pause [\"Title\"]",
        about: "refuses shares until it is resumed; the end stays (managers)",
    },
    run: |call| Box::pin(plain(call, Steer::Pause)),
};

/// `/contest resume`.
pub const RESUME: Verb = Verb {
    name: "resume",
    right: Right::Steer,
    help: HelpLine { usage: "/contest resume [\"Title\"]", about: "lets it go on (managers)" },
    run: |call| Box::pin(plain(call, Steer::Resume)),
};

/// `/contest extend`.
pub const EXTEND: Verb = Verb {
    name: "extend",
    right: Right::Steer,
    help: HelpLine {
        usage: EXTEND_USAGE,
        about: "gives it a later (or earlier) end; asks for it by a form where you leave it out (managers)",
    },
    run: |call| Box::pin(extend(call)),
};

/// `/contest end`.
pub const END: Verb = Verb {
    name: "end",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest end [\"Title\"]",
        about: "ends it now; can be taken back within the hour (managers)",
    },
    run: |call| Box::pin(plain(call, Steer::End)),
};

/// `/contest reopen`.
pub const REOPEN: Verb = Verb {
    name: "reopen",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest reopen [\"Title\"] [until …]",
        about: "takes an end back, within the hour (managers)",
    },
    run: |call| Box::pin(reopen(call)),
};

/// `/contest cancel`.
pub const CANCEL: Verb = Verb {
    name: "cancel",
    right: Right::Steer,
    help: HelpLine { usage: "/contest cancel [\"Title\"]", about: "calls it off (managers)" },
    run: |call| Box::pin(plain(call, Steer::Cancel)),
};

async fn plain(call: Call, steer: Steer) -> Result<Message> {
    let wanted = call.titled(&call.words);
    apply(call, steer, wanted).await
}

async fn extend(call: Call) -> Result<Message> {
    match end_of(&call) {
        (wanted, Some(end)) => apply(call, Steer::Extend(end), wanted).await,
        (wanted, None) => ask_for_end(call, wanted).await,
    }
}

/// Nothing was said of a new end: the form that changes the contest asks for it.
async fn ask_for_end(call: Call, wanted: Wanted) -> Result<Message> {
    let here = call.command.channel.clone();
    Ok(match facts(&call.play, &call.asker(), &wanted, &here).await? {
        Ok(facts) => call.open(view::form_at_end(&facts), view::INSTEAD),
        // What names no contest was meant for an end.
        Err(Refusal::UnknownContest { .. }) if call.words.iter().all(|word| !word.quoted) => {
            call.refuse(&Refusal::Usage { usage: EXTEND_USAGE.to_owned() })
        }
        Err(refusal) => call.refuse(&refusal),
    })
}

async fn reopen(call: Call) -> Result<Message> {
    let (wanted, end) = end_of(&call);
    apply(call, Steer::Reopen(end), wanted).await
}

async fn apply(call: Call, steer: Steer, wanted: Wanted) -> Result<Message> {
    let (verb, here) = (steer.verb(), call.command.channel.clone());
    Ok(match steer_contest(&call.play, call.asker(), steer, wanted, here).await? {
        Ok(steered) => voice::contest::steered(&steered, verb, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// The contest meant, before its new end or behind it, and this end.
fn end_of(call: &Call) -> (Wanted, Option<NewEnd>) {
    let (words, behind) = call.of_contest(&call.words, &["for"]);
    match split_end(words) {
        (title, end) if title.is_empty() => (behind, end),
        // Without quotes, "King of Hills" is a title.
        _ => {
            let (title, end) = split_end(&call.words);
            (call.titled(&title), end)
        }
    }
}

/// The title's words, and the new end after `for`, `by` or `until`. A bare span at the end counts too:
/// `/contest extend 2d`.
fn split_end(words: &[Word]) -> (Vec<Word>, Option<NewEnd>) {
    let keyword = words.iter().position(|word| ["for", "by", "until"].into_iter().any(|k| word.is(k)));
    if let Some(at) = keyword {
        let said = joined(&words[at + 1..]);
        let end = if words[at].is("until") { NewEnd::Until(said) } else { NewEnd::For(said) };
        return (words[..at].to_vec(), Some(end));
    }
    match words.split_last() {
        Some((last, title)) if !last.quoted && last.text.starts_with(|c: char| c.is_ascii_digit()) => {
            (title.to_vec(), Some(NewEnd::For(last.text.clone())))
        }
        _ => (words.to_vec(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn a_new_end_follows_the_title_in_three_spellings() {
        let read = |text: &str| {
            let (title, end) = split_end(&split(text));
            (joined(&title), end)
        };
        assert_eq!(
            read("\"Spring Sprint\" for 2d"),
            ("Spring Sprint".into(), Some(NewEnd::For("2d".into())))
        );
        assert_eq!(read("until Fri 15:00"), (String::new(), Some(NewEnd::Until("Fri 15:00".into()))));
        assert_eq!(read("2d"), (String::new(), Some(NewEnd::For("2d".into()))));
        assert_eq!(read("\"2d\""), ("2d".into(), None));
    }
}
