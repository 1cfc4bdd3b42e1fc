//! `/pace win`: a result that came through social channels.

use crate::command::words::{Word, joined, person, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::roles::Right;
use crate::play::whom::PersonRef;
use crate::play::wins::{Reported, report};
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str =
    "/pace win [deal | opportunity | meeting] \"Acme\" [12000 EUR] via linkedin [with @bob 30%]";

/// `/pace win`.
pub const VERB: Verb = Verb {
    name: "win",
    right: Right::Play,
    help: HelpLine {
        usage: "/pace win \"Acme\" 12000 EUR via linkedin [with @bob 30%]",
        about: "reports a deal (or `meeting`, `opportunity`) that came through social; a manager confirms it",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let Some(reported) = read(&call.words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    Ok(match report(&call.play, call.asker(), reported).await? {
        Ok((win, points)) => voice::measures::reported(&win, points),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// What was won, through which network, and who had a part in it.
fn read(words: &[Word]) -> Option<Reported> {
    let via = words.iter().position(|word| word.is("via") || word.is("through"))?;
    let (what, rest) = words.split_at(via);
    let (network, rest) = rest.get(1..)?.split_first()?;
    let with = match rest {
        [] => Vec::new(),
        [keyword, colleagues @ ..] if keyword.is("with") => colleagues_of(colleagues)?,
        _ => return None,
    };
    let (kind, what) = match what {
        [kind, customer, ..] if !kind.quoted && customer.quoted => (Some(seen(&kind.text)), &what[1..]),
        all => (None, all),
    };
    let (customer, amount) = match what {
        [] => return None,
        [customer] => (seen(&customer.text), None),
        [customer, number, currency] => {
            (seen(&customer.text), Some((seen(&number.text), seen(&currency.text))))
        }
        [customer, both] if customer.quoted => {
            let both = seen(&both.text);
            let at = both.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '_')))?;
            let (number, currency) = both.split_at(at);
            let (number, currency) = if at == 0 { sign_first(&both)? } else { (number, currency) };
            (seen(&customer.text), Some((number.to_owned(), currency.to_owned())))
        }
        words => (seen(&joined(words)), None),
    };
    Some(Reported { kind, customer, amount, network: seen(&network.text), with })
}

/// `€12000`.
fn sign_first(both: &str) -> Option<(&str, &str)> {
    let at = both.find(|c: char| c.is_ascii_digit())?;
    Some((&both[at..], &both[..at]))
}

/// `@bob 30% @kai`, perhaps with "and" between them.
fn colleagues_of(words: &[Word]) -> Option<Vec<(PersonRef, Option<i64>)>> {
    let mut colleagues: Vec<(PersonRef, Option<i64>)> = Vec::new();
    for word in words.iter().filter(|word| !word.is("and")) {
        let text = seen(&word.text);
        let percent = text.trim_end_matches([',', '%']).parse::<i64>();
        match (percent, colleagues.last_mut()) {
            (Ok(percent), Some((_, share @ None))) => *share = Some(percent),
            (Ok(_), _) => return None,
            (Err(_), _) => colleagues.push((person(word)?, None)),
        }
    }
    (!colleagues.is_empty()).then_some(colleagues)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    fn reported(text: &str) -> Option<Reported> {
        read(&split(text))
    }

    #[test]
    fn a_result_is_read_with_all_that_belongs_to_it() {
        let acme = Reported {
            kind: None,
            customer: "Acme Corp".into(),
            amount: Some(("12000".into(), "EUR".into())),
            network: "linkedin".into(),
            with: Vec::new(),
        };
        assert_eq!(reported("\"Acme Corp\" 12000 EUR via linkedin"), Some(acme.clone()));
        assert_eq!(reported("\"Acme Corp\" 12000EUR via linkedin"), Some(acme.clone()));
        let sign = Reported { amount: Some(("12000".into(), "€".into())), ..acme.clone() };
        assert_eq!(reported("\"Acme Corp\" €12000 via linkedin"), Some(sign));
        let bare = Reported { amount: None, ..acme.clone() };
        assert_eq!(reported("Acme Corp via linkedin"), Some(bare.clone()));
        let meeting = Reported { kind: Some("meeting".into()), ..bare };
        assert_eq!(reported("meeting \"Acme Corp\" via linkedin"), Some(meeting));
        let (bob, kai) = (PersonRef::Id("U1".into()), PersonRef::Name("kai".into()));
        let with = Reported { with: vec![(bob, Some(30)), (kai, None)], ..acme };
        assert_eq!(reported("\"Acme Corp\" 12000 EUR via linkedin with <@U1|bob> 30% and @kai"), Some(with));
        for nonsense in [
            "",
            "\"Acme\"",
            "\"Acme\" via",
            "via linkedin",
            "\"Acme\" via x with",
            "\"Acme\" via x 30%",
            "\"Acme\" via x with 30%",
        ] {
            assert_eq!(reported(nonsense), None, "{nonsense}");
        }
    }
}
