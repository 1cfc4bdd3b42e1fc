//! `/contest reward`: what reps can claim for points won, and the managers' yes or no.

use super::prize::stocked;
use super::quota::number;
use crate::command::words::{Word, joined, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::reward::Decision;
use crate::play::deciding;
use crate::play::rewards::{self, RewardAct};
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest reward add \"Coffee voucher\" 50 [stock 20] | remove \"Coffee voucher\" | approve 12 | \
                     decline 12 reason | refund 12 reason";

/// `/contest reward`.
pub const VERB: Verb = Verb {
    name: "reward",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest reward [add \"Coffee voucher\" 50 [stock 20] | remove … | approve 12 | decline 12 reason | refund …]",
        about: "lists what can be claimed for points and what waits, changes it, decides (managers)",
    },
    run: |call| Box::pin(run(call)),
};

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    List,
    Change(RewardAct),
    Decide(i64, Decision),
}

async fn run(call: Call) -> Result<Message> {
    let Some(asked) = read(&call.words) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    let news = match asked {
        Asked::List => {
            let counter = rewards::counter(&call.play, &call.command.workspace).await?;
            return Ok(voice::rewards::counter(&counter));
        }
        Asked::Change(act) => rewards::change(&call.play, call.asker(), act).await?,
        Asked::Decide(number, decision) => {
            deciding::decide(&call.play, call.asker(), number, decision).await?
        }
    };
    Ok(match news {
        Ok(news) => voice::rewards::news(&news),
        Err(refusal) => call.refuse(&refusal),
    })
}

fn read(words: &[Word]) -> Option<Asked> {
    let Some((verb, rest)) = words.split_first() else { return Some(Asked::List) };
    let decided = |decision: fn(String) -> Decision| {
        let (which, reason) = rest.split_first()?;
        let which = number(which.text.trim_start_matches(['#', '№']))?;
        Some(Asked::Decide(which, decision(seen(&joined(reason)).trim().to_owned())))
    };
    match verb.text.to_lowercase().as_str() {
        "list" if rest.is_empty() => Some(Asked::List),
        "add" => added(rest),
        "remove" if !rest.is_empty() => Some(Asked::Change(RewardAct::Remove(seen(&joined(rest))))),
        "approve" if rest.len() == 1 => decided(|_| Decision::Approve),
        "decline" => decided(Decision::Decline),
        "refund" => decided(Decision::Refund),
        _ => None,
    }
}

/// A name, its price, and how many there are.
fn added(words: &[Word]) -> Option<Asked> {
    let (before, stock) = match words {
        [before @ .., keyword, _] if keyword.is("stock") => (before, stocked(words)?.1),
        all => (all, None),
    };
    let [name @ .., price] = before else { return None };
    let unit = price.is("points") || price.is("point");
    let (name, price) = match (unit, name) {
        (true, [name @ .., price]) => (name, price),
        (false, name) => (name, price),
        (true, []) => return None,
    };
    let price = (!price.quoted).then(|| number(&price.text)).flatten()?;
    let name = (!name.is_empty()).then(|| seen(&joined(name)))?;
    Some(Asked::Change(RewardAct::Keep { name, price, stock }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    #[test]
    fn words_become_wishes() {
        let asked = |text: &str| read(&split(text));
        let keep = |name: &str, price, stock| {
            Some(Asked::Change(RewardAct::Keep { name: name.to_owned(), price, stock }))
        };
        assert_eq!(asked(""), Some(Asked::List));
        assert_eq!(asked("list"), Some(Asked::List));
        assert_eq!(asked("add \"Coffee voucher\" 50 stock 20"), keep("Coffee voucher", 50, Some(20)));
        assert_eq!(asked("add Coffee voucher 50 points"), keep("Coffee voucher", 50, None));
        assert_eq!(asked("add Mug -5"), keep("Mug", -5, None), "refused later, with the reason");
        assert_eq!(
            asked("remove Coffee voucher"),
            Some(Asked::Change(RewardAct::Remove("Coffee voucher".into())))
        );
        assert_eq!(asked("approve 12"), Some(Asked::Decide(12, Decision::Approve)));
        assert_eq!(
            asked("decline #12 sold out"),
            Some(Asked::Decide(12, Decision::Decline("sold out".into())))
        );
        assert_eq!(asked("refund 12"), Some(Asked::Decide(12, Decision::Refund(String::new()))));
        let nonsense = [
            "add",
            "add 50",
            "add Mug",
            "add Mug many",
            "add \"Mug 50\"",
            "add Mug 5 stock x",
            "remove",
            "approve",
            "approve x",
            "burn it",
        ];
        for nonsense in nonsense {
            assert_eq!(asked(nonsense), None, "{nonsense}");
        }
    }
}
