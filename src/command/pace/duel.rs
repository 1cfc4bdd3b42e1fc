//! `/pace duel`: challenge a colleague inside a running contest.

use crate::command::words::{Word, joined, person, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::duels;
use crate::play::pick::Wanted;
use crate::play::roles::Right;
use crate::play::whom::PersonRef;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/pace duel @name [for 2d] [of \"Contest\"]";

/// `/pace duel`.
pub const VERB: Verb = Verb {
    name: "duel",
    right: Right::Play,
    help: HelpLine { usage: USAGE, about: "challenges a colleague: who earns more in that time?" },
    run: |call| Box::pin(run(call)),
};

/// Challenges whom the words name.
pub(in crate::command) async fn run(call: Call) -> Result<Message> {
    let Some((whom, lasts, wanted)) = read(&call.words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    let here = call.command.channel.clone();
    Ok(match duels::challenge(&call.play, call.asker(), whom, lasts, call.meant(wanted), here).await? {
        Ok(news) => voice::duels::news(&news, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// Whom, for how long, and in which contest.
fn read(words: &[Word]) -> Option<(PersonRef, Option<String>, Wanted)> {
    let (whom, rest) = words.split_first()?;
    let (rest, wanted) = match rest {
        [before @ .., of, title] if of.is("of") || of.is("in") => (before, Wanted::Title(seen(&title.text))),
        all => (all, Wanted::Unsaid),
    };
    let lasts = match rest {
        [] => None,
        [keyword, span @ ..] if keyword.is("for") && !span.is_empty() => Some(joined(span)),
        _ => return None,
    };
    Some((person(whom)?, lasts, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn words_say_whom_how_long_and_where() {
        let ann = || PersonRef::Id("U1".into());
        assert_eq!(read(&split("<@U1|ann>")), Some((ann(), None, Wanted::Unsaid)));
        let title = Wanted::Title("Spring Sprint".into());
        assert_eq!(
            read(&split("<@U1|ann> for 3d in \"Spring Sprint\"")),
            Some((ann(), Some("3d".into()), title.clone()))
        );
        assert_eq!(read(&split("<@U1|ann> of \"Spring Sprint\"")), Some((ann(), None, title)));
        for nonsense in ["", "<@U1> for", "<@U1> now", "<@U1> <@U2>"] {
            assert_eq!(read(&split(nonsense)), None, "{nonsense}");
        }
    }
}
