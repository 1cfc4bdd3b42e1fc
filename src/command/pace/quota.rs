//! `/pace quota`: how one stands to what is asked, and the next steps.

use crate::command::words::{Word, seen};
use crate::command::{Call, Verb, which};
use crate::play::pick::Wanted;
use crate::play::quotas;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

/// `/pace quota`.
pub const VERB: Verb = Verb {
    name: "quota",
    right: Right::Read,
    help: HelpLine {
        usage: "/pace quota [all] [of \"Contest\"]",
        about: "shows what today and this week ask, and with `all` how everybody stands",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, user, here) = (&call.command.workspace, &call.command.user, &call.command.channel);
    let (is_all, said) = read(&call.words);
    let wanted = call.meant(said);
    let shown = match is_all {
        true => quotas::everybody(&call.play, workspace, user, &wanted, here)
            .await?
            .map(|all| voice::quota::everybody(&all)),
        false => {
            quotas::own(&call.play, workspace, user, &wanted, here).await?.map(|own| voice::quota::own(&own))
        }
    };
    Ok(shown.unwrap_or_else(|refusal| call.refuse(&refusal)))
}

/// Whether it is about everybody, and in which contest.
fn read(words: &[Word]) -> (bool, Wanted) {
    let (is_all, rest) = match words {
        [all, rest @ ..] if all.is("all") => (true, rest),
        rest => (false, rest),
    };
    match rest {
        [of, title] if ["of", "in", "for"].into_iter().any(|lead| of.is(lead)) => {
            (is_all, Wanted::Title(seen(&title.text)))
        }
        rest => (is_all, which::titled(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn words_say_whose_and_where() {
        let title = || Wanted::Title("Q 1".into());
        let seen = |text: &str| read(&split(text));
        assert_eq!(seen(""), (false, Wanted::Unsaid));
        assert_eq!(seen("all"), (true, Wanted::Unsaid));
        assert_eq!(seen("in \"Q 1\""), (false, title()));
        assert_eq!(seen("all in \"Q 1\""), (true, title()));
        assert_eq!(seen("Q 1"), (false, title()), "without quotes too");
        assert_eq!(seen("\"all\""), (false, Wanted::Title("all".into())));
    }
}
