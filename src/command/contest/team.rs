//! `/contest team`: who plays for whom, and the captains' and managers' part in it.

use super::bonus;
use crate::command::words::{Word, joined, person, seen};
use crate::command::{Call, Verb};
use crate::domain::refusal::Refusal;
use crate::play::activity::activity;
use crate::play::bonuses;
use crate::play::pick::Wanted;
use crate::play::roles::Right;
use crate::play::teams::{TeamAct, act, lineup};
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest team [create \"Falcons\" | join \"Falcons\" | leave | name \"Eagles\" | captain @rep | \
                     swap @mine @theirs | activity | play comments] [of \"Contest\"]; managers: move @rep \"Falcons\" | draft 3 | plays x1.5";

const PLAY_USAGE: &str =
    "/contest team play comments [x1.5] [from tomorrow 9:00] [for 1d | until Fri] [of \"Contest\"]";

/// `/contest team`.
pub const VERB: Verb = Verb {
    name: "team",
    right: Right::Read,
    help: HelpLine {
        usage: "/contest team [create | join | leave | name | captain | swap | activity …]",
        about: "shows the teams, or makes, joins and leads one; managers also `move @rep \"Falcons\"` and `draft 3`",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (words, wanted) = call.of_contest(&call.words, &[]);
    let here = call.command.channel.clone();
    let Some((verb, rest)) = words.split_first() else {
        let shown = lineup(&call.play, &call.command.workspace, &wanted, &here).await?;
        return Ok(match shown {
            Ok(shown) => voice::teams::lineup(&shown),
            Err(refusal) => call.refuse(&refusal),
        });
    };
    if verb.is("activity") {
        return shows_activity(&call, rest, &wanted).await;
    }
    if let Some(message) = plays(&call, verb, rest, &wanted).await? {
        return Ok(message);
    }
    let Some(what) = read(&verb.text.to_lowercase(), rest) else {
        return Ok(call.refuse(&Refusal::Usage { usage: USAGE.to_owned() }));
    };
    Ok(match act(&call.play, call.asker(), what, wanted, here).await? {
        Ok(news) => voice::teams::news(&news),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// What a team has been doing: the captain's own, or the one that a manager names.
async fn shows_activity(call: &Call, rest: &[Word], wanted: &Wanted) -> Result<Message> {
    let name = (!rest.is_empty()).then(|| seen(&joined(rest)));
    let here = &call.command.channel;
    Ok(match activity(&call.play, &call.asker(), name.as_deref(), wanted, here).await? {
        Ok(shown) => voice::swaps::activity(&shown, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// The play of the week: chosen by a captain, or allowed by a manager.
async fn plays(call: &Call, verb: &Word, rest: &[Word], wanted: &Wanted) -> Result<Option<Message>> {
    let (wanted, here) = (wanted.clone(), call.command.channel.clone());
    Ok(match rest {
        [kind, rest @ ..] if verb.is("play") => {
            let Some(asked) = read_play(kind, rest) else {
                return Ok(Some(call.refuse(&Refusal::Usage { usage: PLAY_USAGE.to_owned() })));
            };
            let chosen = bonuses::choose_play(&call.play, call.asker(), asked, wanted, here).await?;
            Some(match chosen {
                Ok(news) => voice::rules::bonus(&news, call.now),
                Err(refusal) => call.refuse(&refusal),
            })
        }
        [factor] if verb.is("plays") => {
            let factor = (!factor.is("off")).then(|| seen(&factor.text));
            let allowed = bonuses::allow_plays(&call.play, call.asker(), factor, wanted, here).await?;
            Some(match allowed {
                Ok((title, percent)) => voice::rules::plays(&title, percent),
                Err(refusal) => call.refuse(&refusal),
            })
        }
        _ => None,
    })
}

/// What counts more, by how much and when; the week and the manager's multiplier where nothing is said of them.
fn read_play(kind: &Word, rest: &[Word]) -> Option<bonuses::Asked> {
    let is_factor = |word: &Word| {
        let bare = word.text.trim_matches(['x', 'X', '×']);
        bare != word.text && bare.starts_with(|c: char| c.is_ascii_digit())
    };
    let (factor, when) = match rest {
        [factor, when @ ..] if is_factor(factor) => (Some(seen(&factor.text)), when),
        when => (None, when),
    };
    let asked = bonus::read_rest(when)?;
    let is_of_time = asked.label.is_none() && asked.kinds.is_empty() && !asked.weekends;
    is_of_time.then(|| bonuses::Asked { factor, kinds: vec![seen(&kind.text)], ..asked })
}

/// What the words after the verb mean, if anything.
fn read(verb: &str, rest: &[Word]) -> Option<TeamAct> {
    let name = |words: &[Word]| (!words.is_empty()).then(|| seen(&joined(words)));
    Some(match (verb, rest) {
        ("create", name_of) => TeamAct::Create(name(name_of)?),
        ("join", name_of) => TeamAct::Join(name(name_of)?),
        ("leave", []) => TeamAct::Leave,
        ("name", name_of) => TeamAct::Name(name(name_of)?),
        ("captain", [whom]) => TeamAct::Captain(person(whom)?),
        ("swap", [mine, theirs]) => TeamAct::Swap(person(mine)?, person(theirs)?),
        ("move", [whom, name_of @ ..]) => TeamAct::Move(person(whom)?, name(name_of)?),
        ("draft", []) => TeamAct::Draft(None),
        ("draft", [count]) => TeamAct::Draft(Some(count.text.parse().ok()?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;
    use crate::play::whom::PersonRef;

    fn parse(text: &str) -> Option<TeamAct> {
        let words = split(text);
        let (verb, rest) = words.split_first().unwrap();
        read(&verb.text, rest)
    }

    #[test]
    fn a_play_says_what_counts_more_and_perhaps_when() {
        let read = |text: &str| {
            let words = split(text);
            let (kind, rest) = words.split_first().unwrap();
            read_play(kind, rest)
        };
        let plain = bonuses::Asked { kinds: vec!["comments".into()], ..bonuses::Asked::default() };
        assert_eq!(read("comments"), Some(plain.clone()));
        assert_eq!(
            read("comments x2 from tomorrow 9:00 for 1d"),
            Some(bonuses::Asked {
                factor: Some("x2".into()),
                from: Some("tomorrow 9:00".into()),
                lasts: Some("1d".into()),
                ..plain.clone()
            })
        );
        assert_eq!(read("comments until Fri"), Some(bonuses::Asked { until: Some("Fri".into()), ..plain }));
        for nonsense in
            ["comments on articles", "comments weekends", "comments \"Power hour\"", "comments for"]
        {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn words_become_deeds() {
        assert_eq!(parse("create \"The Owls\""), Some(TeamAct::Create("The Owls".into())));
        assert_eq!(parse("join Night Owls"), Some(TeamAct::Join("Night Owls".into())), "without quotes too");
        assert_eq!(parse("captain <@U7|ann>"), Some(TeamAct::Captain(PersonRef::Id("U7".into()))));
        let ann = PersonRef::Name("Ann".into());
        assert_eq!(parse("move @Ann \"Owls\""), Some(TeamAct::Move(ann, "Owls".into())));
        assert_eq!(parse("draft 3"), Some(TeamAct::Draft(Some(3))));
        let (bo, kai) = (PersonRef::Id("U8".into()), PersonRef::Name("Kai".into()));
        assert_eq!(parse("swap <@U8|bo> @Kai"), Some(TeamAct::Swap(bo, kai)));
        for nonsense in [
            "create",
            "leave now",
            "captain",
            "captain a b",
            "swap @Ann",
            "move @Ann",
            "draft many",
            "burn it",
        ] {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }
}
