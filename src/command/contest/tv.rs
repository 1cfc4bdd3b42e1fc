//! `/contest tv`: a board on a screen, at an address of its own.

use secrecy::ExposeSecret;

use super::quota::number;
use crate::command::words::Word;
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::roles::Right;
use crate::play::screens;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest tv [\"Title\"] | list | off [2]";

/// `/contest tv`.
pub const VERB: Verb = Verb {
    name: "tv",
    right: Right::Steer,
    help: HelpLine {
        usage: USAGE,
        about: "shows this channel's contests, or one, on a screen; lists such screens, ends them (managers)",
    },
    run: |call| Box::pin(run(call)),
};

/// What is to be done about screens.
#[derive(Debug, PartialEq, Eq)]
enum Act<'w> {
    Make(&'w [Word]),
    List,
    Off(Option<i64>),
}

async fn run(call: Call) -> Result<Message> {
    let here = call.command.channel.clone();
    let Some(act) = read(&call.words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    Ok(match act {
        Act::List => {
            let live = screens::live(&call.play, &call.command.workspace, &call.command.user).await?;
            voice::screens::live(&live, call.now)
        }
        Act::Off(number) => match screens::revoke(&call.play, call.asker(), number, here).await? {
            Ok(numbers) => voice::screens::revoked(&numbers),
            Err(refusal) => call.refuse(&refusal),
        },
        Act::Make(title) => match screens::make(&call.play, call.asker(), call.titled(title), here).await? {
            Ok((made, address)) => {
                let address = address.as_ref().map(|address| (address.url.expose_secret(), address.reach));
                voice::screens::made(&made, address)
            }
            Err(refusal) => call.refuse(&refusal),
        },
    })
}

fn read(words: &[Word]) -> Option<Act<'_>> {
    match words {
        [list] if list.is("list") => Some(Act::List),
        [off, which @ ..] if off.is("off") || off.is("revoke") => match which {
            [] => Some(Act::Off(None)),
            [one] => Some(Act::Off(Some(number(&one.text)?))),
            _ => None,
        },
        title => Some(Act::Make(title)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn words_say_what_is_to_be_done_and_a_title_is_a_title() {
        for (text, act) in [
            ("list", Some(Act::List)),
            ("LIST", Some(Act::List)),
            ("off", Some(Act::Off(None))),
            ("revoke 3", Some(Act::Off(Some(3)))),
            ("off -1", Some(Act::Off(Some(-1)))),
            ("off Spring", None),
            ("off 1 2", None),
        ] {
            assert_eq!(read(&split(text)), act, "{text}");
        }
        for title in ["", "\"Spring Sprint\"", "Spring Sprint", "\"off\"", "\"list\"", "list price"] {
            assert_eq!(read(&split(title)), Some(Act::Make(&split(title))), "{title}");
        }
    }
}
