//! `/pace settings`: what one chooses for oneself, and managers for everybody.

use chrono::NaiveTime;

use crate::command::words::{Word, seen};
use crate::command::{Call, Verb};
use crate::domain::nearest::nearest;
use crate::domain::preferences::Preference;
use crate::domain::quiet::QuietHours;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::when::clock;
use crate::play::for_everybody::{self, Choice};
use crate::play::preferences;
use crate::play::roles::Right;
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/pace settings [streaks | mentions | board] [on | off]";
const QUIET: &str = "/pace settings quiet 19:00 8:00";

/// `/pace settings`.
pub const VERB: Verb = Verb {
    name: "settings",
    right: Right::Own,
    help: HelpLine {
        usage: USAGE,
        about: "shows or changes what you have chosen: streaks, mentions in praise, your name on boards; managers also choose for everybody: `quiet 19:00 8:00`, `board 9:30`",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    let (workspace, user) = (&call.command.workspace, &call.command.user);
    let said = match read(&call.words) {
        Ok(Wish::See) => {
            let chosen = preferences::show(&call.play, workspace, user).await?;
            let all = for_everybody::shown(&call.play, &call.asker()).await?;
            Ok(voice::preferences::settings(&chosen, all))
        }
        Ok(Wish::Choose(preference, on)) => {
            let chosen = preferences::choose(&call.play, call.asker(), preference, on).await?;
            chosen.map(|_| voice::preferences::chosen(preference, on))
        }
        Ok(Wish::ForEverybody(choice)) => {
            let chosen = for_everybody::choose(&call.play, call.asker(), choice).await?;
            chosen.map(voice::preferences::chosen_for_everybody)
        }
        Err(refusal) => Err(refusal),
    };
    Ok(said.unwrap_or_else(|refusal| call.refuse(&refusal)))
}

/// What somebody wants of their settings.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    See,
    Choose(Preference, bool),
    ForEverybody(Choice),
}

/// What the words want.
fn read(words: &[Word]) -> Outcome<Wish> {
    let words = match words {
        [public, rest @ ..] if public.is("public") && !rest.is_empty() => rest,
        all => all,
    };
    if let [board, rest @ ..] = words
        && board.is("board")
        && let Some(at) = board_time(rest)
    {
        return Ok(Wish::ForEverybody(Choice::BoardAt(at)));
    }
    let (what, rest) = match words {
        [] => return Ok(Wish::See),
        [help] if help.is("help") => return Ok(Wish::See),
        [quiet, rest @ ..] if quiet.is("quiet") => {
            let hours = hours(rest).ok_or_else(|| Refusal::Usage { usage: QUIET.to_owned() });
            return hours.map(|hours| Wish::ForEverybody(Choice::Quiet(hours)));
        }
        [what, rest @ ..] => (what, rest),
    };
    let Some(preference) = Preference::of(&what.text) else {
        let known = Preference::ALL.iter().map(|preference| preference.word()).chain(["quiet"]);
        return Err(unknown("/pace settings".to_owned(), what, known));
    };
    match rest {
        [on] if on.is("on") => Ok(Wish::Choose(preference, true)),
        [off] if off.is("off") => Ok(Wish::Choose(preference, false)),
        [slip] if nearest(&slip.text, ["on", "off"].into_iter()).is_some() => {
            Err(unknown(format!("/pace settings {}", preference.word()), slip, ["on", "off"].into_iter()))
        }
        _ => Err(Refusal::Usage { usage: format!("/pace settings {} on | off", preference.word()) }),
    }
}

/// `9:30`, `at 9:30`.
fn board_time(words: &[Word]) -> Option<NaiveTime> {
    match words {
        [at, time] if at.is("at") => clock(&time.text),
        [time] => clock(&time.text),
        _ => None,
    }
}

/// `19:00 8:00`, `from 19:00 until 8:00`, `19:00-8:00`; `off` for none.
fn hours(words: &[Word]) -> Option<QuietHours> {
    if let [off] = words
        && off.is("off")
    {
        return Some(QuietHours { from: NaiveTime::MIN, until: NaiveTime::MIN });
    }
    let parts = words.iter().flat_map(|word| word.text.split(['-', '–'])).filter(|part| !part.is_empty());
    let times =
        parts.filter(|part| !["from", "until", "to"].iter().any(|word| part.eq_ignore_ascii_case(word)));
    let times: Option<Vec<NaiveTime>> = times.map(clock).collect();
    match times?.as_slice() {
        &[from, until] => Some(QuietHours { from, until }),
        _ => None,
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
        assert_eq!(read(""), Ok(Wish::See));
        assert_eq!(read("help"), Ok(Wish::See));
        assert_eq!(read("Streaks OFF"), Ok(Wish::Choose(Preference::Streaks, false)));
        assert_eq!(read("public board on"), Ok(Wish::Choose(Preference::Board, true)));
        for bad in ["streaks", "streaks maybe", "streaks on off", "public", "\"streaks\" \"off\"", "off"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_behind_board_is_when_boards_come() {
        let read = |text: &str| read(&split(text));
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        for (text, time) in [("board 9:30", at(9, 30)), ("Board at 7am", at(7, 0))] {
            assert_eq!(read(text), Ok(Wish::ForEverybody(Choice::BoardAt(time))), "{text}");
        }
        assert_eq!(read("board off"), Ok(Wish::Choose(Preference::Board, false)));
        assert!(read("board 25:00").is_err() && read("board at").is_err());
    }

    #[test]
    fn quiet_hours_are_two_times_however_they_are_joined() {
        let read = |text: &str| read(&split(text));
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let evening = Wish::ForEverybody(Choice::Quiet(QuietHours { from: time(19), until: time(8) }));
        for text in [
            "quiet 19:00 8:00",
            "Quiet from 7pm until 8am",
            "quiet 19-8",
            "quiet 19:00 – 8:00",
            "quiet 19 to 8",
        ] {
            assert_eq!(read(text).as_ref(), Ok(&evening), "{text}");
        }
        assert!(
            matches!(read("quiet off"), Ok(Wish::ForEverybody(Choice::Quiet(hours))) if hours.are_none())
        );
        for bad in [
            "quiet",
            "quiet 19",
            "quiet 19 8 9",
            "quiet soon",
            "quiet off now",
            "quiet 25:00 8:00",
            "quite 1 2",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
