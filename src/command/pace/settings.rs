//! `/pace settings`: what one chooses for oneself.

use crate::command::words::{Word, seen};
use crate::command::{Call, Verb};
use crate::domain::nearest::nearest;
use crate::domain::preferences::Preference;
use crate::domain::refusal::{Outcome, Refusal};
use crate::play::preferences;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/pace settings [streaks | mentions | board] [on | off]";

/// `/pace settings`.
pub const VERB: Verb = Verb {
    name: "settings",
    right: Right::Own,
    help: HelpLine {
        usage: USAGE,
        about: "shows or changes what you have chosen: streaks, mentions in praise, your name on boards",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, user) = (&call.command.workspace, &call.command.user);
    Ok(match read(&call.words) {
        Ok(None) => voice::preferences::settings(&preferences::show(&call.play, workspace, user).await?),
        Ok(Some((preference, on))) => {
            match preferences::choose(&call.play, call.asker(), preference, on).await? {
                Ok(_) => voice::preferences::chosen(preference, on),
                Err(refusal) => call.refuse(&refusal),
            }
        }
        Err(refusal) => call.refuse(&refusal),
    })
}

/// What the words choose; nothing where they only ask.
fn read(words: &[Word]) -> Outcome<Option<(Preference, bool)>> {
    let words = match words {
        [public, rest @ ..] if public.is("public") && !rest.is_empty() => rest,
        all => all,
    };
    let (what, rest) = match words {
        [] => return Ok(None),
        [help] if help.is("help") => return Ok(None),
        [what, rest @ ..] => (what, rest),
    };
    let Some(preference) = Preference::of(&what.text) else {
        let known = Preference::ALL.iter().map(|preference| preference.word());
        return Err(unknown("/pace settings".to_owned(), what, known));
    };
    match rest {
        [on] if on.is("on") => Ok(Some((preference, true))),
        [off] if off.is("off") => Ok(Some((preference, false))),
        [slip] if nearest(&slip.text, ["on", "off"].into_iter()).is_some() => {
            Err(unknown(format!("/pace settings {}", preference.word()), slip, ["on", "off"].into_iter()))
        }
        _ => Err(Refusal::Usage { usage: format!("/pace settings {} on | off", preference.word()) }),
    }
}

fn unknown<'a>(command: String, word: &Word, known: impl Iterator<Item = &'a str>) -> Refusal {
    let nearest = nearest(&word.text, known).map(str::to_owned);
    Refusal::UnknownWord { command, word: seen(&word.text), nearest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn words_choose_one_thing_on_or_off() {
        let read = |text: &str| read(&split(text));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("help"), Ok(None));
        assert_eq!(read("Streaks OFF"), Ok(Some((Preference::Streaks, false))));
        assert_eq!(read("public board on"), Ok(Some((Preference::Board, true))));
        for bad in ["streaks", "streaks maybe", "streaks on off", "public", "\"streaks\" \"off\"", "off"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
