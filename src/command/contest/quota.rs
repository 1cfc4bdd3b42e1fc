//! `/contest quota`: what is asked of everybody, and of single reps.

use crate::command::words::{Word, person};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::quotas::{self, Wish};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str =
    "/contest quota 300 [for @rep] [public | private] [of \"Contest\"], or quota off [for @rep]";

/// `/contest quota`.
pub const VERB: Verb = Verb {
    name: "quota",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest quota 300 [for @rep] [public | private] [of \"Title\"]",
        about: "asks everybody, or one rep, for so many points; `off` ends it (managers)",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (words, wanted) = call.of_contest(&call.words, &["for"]);
    let here = call.command.channel.clone();
    if words.is_empty() {
        return Ok(match quotas::rule(&call.play, &call.command.workspace, &wanted, &here).await? {
            Ok(news) => voice::quota::news(&news),
            Err(refusal) => call.refuse(&refusal),
        });
    }
    let Some(wish) = read(words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    Ok(match quotas::set_quota(&call.play, call.asker(), wish, wanted, here).await? {
        Ok(news) => voice::quota::news(&news),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// How much, of whom, and who sees it.
fn read(words: &[Word]) -> Option<Wish> {
    let mut wish = Wish { points: None, is_off: false, whom: None, is_public: None };
    let mut rest = match words {
        [off, rest @ ..] if off.is("off") => {
            wish.is_off = true;
            rest
        }
        [visible, ..] if visibility(visible).is_some() => words,
        [points, rest @ ..] => {
            wish.points = Some(number(&points.text)?);
            rest
        }
        [] => return None,
    };
    while let [word, after @ ..] = rest {
        rest = match after {
            [whom, after @ ..] if word.is("for") && wish.whom.is_none() => {
                wish.whom = Some(person(whom)?);
                after
            }
            after if wish.is_public.is_none() && !wish.is_off => {
                wish.is_public = Some(visibility(word)?);
                after
            }
            _ => return None,
        };
    }
    let says_nothing_of_whom = wish.whom.is_some() && wish.points.is_none() && !wish.is_off;
    (!says_nothing_of_whom).then_some(wish)
}

fn visibility(word: &Word) -> Option<bool> {
    match (word.is("public"), word.is("private")) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// A whole number as it was typed: what is too large to count is refused later, as is what lies below 1.
pub(super) fn number(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let digits = digits.replace([',', '.', '\''], "");
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| sign * digits.parse::<i64>().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;
    use crate::play::whom::PersonRef;

    #[test]
    fn words_say_how_much_of_whom_and_who_sees_it() {
        let wish = |text: &str| read(&split(text));
        let plain = Wish { points: Some(300), is_off: false, whom: None, is_public: None };
        assert_eq!(wish("300"), Some(plain.clone()));
        assert_eq!(
            wish("1,000 public"),
            Some(Wish { points: Some(1000), is_public: Some(true), ..plain.clone() })
        );
        let ann = || Some(PersonRef::Id("U1".into()));
        let own = Wish { points: Some(80), whom: ann(), is_public: Some(false), ..plain.clone() };
        assert_eq!(wish("80 for <@U1|ann> private"), Some(own.clone()));
        assert_eq!(wish("80 private for <@U1|ann>"), Some(own));
        assert_eq!(wish("public"), Some(Wish { points: None, is_public: Some(true), ..plain.clone() }));
        let off = Wish { points: None, is_off: true, ..plain.clone() };
        assert_eq!(wish("off"), Some(off.clone()));
        assert_eq!(wish("off for <@U1>"), Some(Wish { whom: ann(), ..off }));
        assert_eq!(wish("-5").unwrap().points, Some(-5), "refused later, with the reason");
        assert_eq!(wish("99999999999999999999").unwrap().points, Some(i64::MAX));
        let nonsense = [
            "many",
            "300 for",
            "300 for a for b",
            "300 public private",
            "off public",
            "public for <@U1>",
            "300 400",
        ];
        for nonsense in nonsense {
            assert_eq!(wish(nonsense), None, "{nonsense}");
        }
    }
}
