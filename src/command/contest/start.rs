//! `/contest start`: a contest in one line.

use super::quota::number;
use crate::command::pace::duel;
use crate::command::words::{Word, seen};
use crate::command::{Call, Verb};
use crate::domain::format::numbers::from_typed;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::season::Every;
use crate::domain::when::clock;
use crate::play::roles::Right;
use crate::play::start_contest::{ChannelRef, StartRequest, start_contest};
use crate::store::Result;
use crate::voice::help::HelpLine;
use crate::voice::{self, Message};

const USAGE: &str = "/contest start sprint-week \"Title\" from Mon 9:00 for 5d in #channel every week";

/// `/contest start`.
pub const VERB: Verb = Verb {
    name: "start",
    right: Right::Steer,
    help: HelpLine {
        usage: "/contest start <template> [\"Title\"] [from …] [for 5d | until …] [in #channel] [quota 300] [every week | month] [with points 250] [prizes \"…\"] [dry]",
        about: "starts a contest, or tries it out silently (managers)",
    },
    run: |call| Box::pin(run(call)),
};

async fn run(call: Call) -> Result<Message> {
    // A duel is no contest of its own: it is fought inside a running one.
    if call.words.first().is_some_and(|word| word.is("duel")) {
        let mut call = call;
        call.words.remove(0);
        return duel::run(call).await;
    }
    let request = match parse(&call.words) {
        Ok(request) => request,
        Err(refusal) => return Ok(call.refuse(&refusal)),
    };
    let here = call.command.channel.clone();
    Ok(match start_contest(&call.play, call.asker(), request, here).await? {
        Ok(started) if started.contest.is_dry() => voice::dry_runs::started(&started.contest, call.now),
        Ok(started) => voice::contest::started(&started.contest, started.every, call.now),
        Err(refusal) => call.refuse(&refusal),
    })
}

/// The parts of a start request; each reaches from its keyword to the next. Words that fit nowhere are refused rather than
/// ignored.
fn parse(words: &[Word]) -> Outcome<StartRequest> {
    let usage = || Refusal::Usage { usage: USAGE.to_owned() };
    let Some((template, mut rest)) = words.split_first().filter(|(first, _)| !first.is("help")) else {
        return Err(usage());
    };
    let mut request = StartRequest { template: seen(&template.text), ..StartRequest::default() };
    if let Some((title, after)) = rest.split_first().filter(|(first, _)| first.quoted) {
        request.title = Some(seen(&title.text));
        rest = after;
    }
    while let Some((keyword, after)) = rest.split_first() {
        let end = after.iter().position(is_keyword).unwrap_or(after.len());
        let (value, next) = after.split_at(end);
        take(&mut request, &keyword.text.to_lowercase(), value).ok_or_else(usage)?;
        rest = next;
    }
    let is_contradiction = (request.lasts.is_some() && request.until.is_some())
        || (request.quota.is_some() && request.without_quota)
        || (request.every.is_some() && (request.dry || request.once));
    if is_contradiction { Err(usage()) } else { Ok(request) }
}

const KEYWORDS: [&str; 12] =
    ["from", "for", "until", "in", "quota", "every", "once", "with", "prizes", "board", "rules", "dry"];

fn is_keyword(word: &Word) -> bool {
    KEYWORDS.into_iter().any(|keyword| word.is(keyword))
}

/// Takes one part in; none where it says nothing, nothing that can be read, or what was said before.
fn take(request: &mut StartRequest, keyword: &str, value: &[Word]) -> Option<()> {
    let said = seen(&value.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "));
    let some = || (!said.is_empty()).then(|| said.clone());
    match (keyword, value) {
        ("from", _) => fill(&mut request.from, some()?),
        ("for", _) => fill(&mut request.lasts, some()?),
        ("until", _) => fill(&mut request.until, some()?),
        ("in", _) => fill(&mut request.channel, channel(value)?),
        ("every", _) => fill(&mut request.every, Every::parse(&said)?),
        ("board", _) => fill(&mut request.board_at, clock(&said)?),
        ("rules", _) => fill(&mut request.rulebook, some()?.to_lowercase()),
        // Empty quotes announce none.
        ("prizes", [prizes]) if prizes.quoted => fill(&mut request.prizes, said),
        ("with", [_, ..]) => numbers(request, value),
        ("quota", [off]) if off.is("off") => tick(&mut request.without_quota),
        ("quota", _) => fill(&mut request.quota, quota(value)?),
        ("once", []) => tick(&mut request.once),
        ("dry", []) => tick(&mut request.dry),
        _ => None,
    }
}

fn fill<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

fn tick(flag: &mut bool) -> Option<()> {
    (!std::mem::replace(flag, true)).then_some(())
}

/// The numbers of its format, each behind its name.
fn numbers(request: &mut StartRequest, words: &[Word]) -> Option<()> {
    for pair in words.chunks(2) {
        let [key, value] = pair else { return None };
        let is_new = request.numbers.insert(from_typed(&seen(&key.text)), number(&value.text)?).is_none();
        if !is_new {
            return None;
        }
    }
    Some(())
}

/// How many points, and `public` where all may see how all stand.
fn quota(words: &[Word]) -> Option<(i64, bool)> {
    match words {
        [points] => Some((number(&points.text)?, false)),
        [points, public] if public.is("public") || public.is("private") => {
            Some((number(&points.text)?, public.is("public")))
        }
        _ => None,
    }
}

/// A channel as Slack escapes it (`<#C1|name>`), or as typed (`#name`).
fn channel(words: &[Word]) -> Option<ChannelRef> {
    let [word] = words else { return None };
    let text = word.text.as_str();
    if let Some(inner) = text.strip_prefix("<#").and_then(|text| text.strip_suffix('>')) {
        let id = inner.split('|').next().unwrap_or(inner);
        return Some(ChannelRef::Id(id.into()));
    }
    let name = seen(text);
    let name = name.trim_start_matches('#').to_lowercase();
    (!name.is_empty()).then_some(ChannelRef::Name(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::words::split;

    fn read(text: &str) -> Outcome<StartRequest> {
        parse(&split(text))
    }

    #[test]
    fn a_whole_line_is_taken_apart() {
        let request =
            read("sprint-week \"Spring Sprint\" from tomorrow 9:00 for 5d in <#C7|social-wins>").unwrap();
        assert_eq!(request.template, "sprint-week");
        assert_eq!(request.title.as_deref(), Some("Spring Sprint"));
        assert_eq!(request.from.as_deref(), Some("tomorrow 9:00"));
        assert_eq!(request.lasts.as_deref(), Some("5d"));
        assert_eq!(request.channel, Some(ChannelRef::Id("C7".into())));
    }

    #[test]
    fn a_quota_stands_anywhere_behind_the_title() {
        let quota = |text: &str| read(text).unwrap().quota;
        assert_eq!(quota("sprint-week for 5d"), None);
        assert_eq!(quota("sprint-week quota 300 for 5d"), Some((300, false)));
        assert_eq!(quota("sprint-week for 5d quota 1,000 public"), Some((1000, true)));
        assert_eq!(quota("sprint-week quota -3"), Some((-3, false)), "refused later, with the reason");
    }

    #[test]
    fn a_bare_channel_name_works_too() {
        let request = read("sprint-week until Fri 15:00 in #Social-Wins").unwrap();
        assert_eq!(request.channel, Some(ChannelRef::Name("social-wins".into())));
        assert_eq!(request.until.as_deref(), Some("Fri 15:00"));
    }

    #[test]
    fn what_comes_again_says_how_often() {
        assert_eq!(read("sprint-week every week").unwrap().every, Some(Every::Week));
        assert_eq!(read("team-cup \"Cup\" every Month in #a").unwrap().every, Some(Every::Month));
        assert_eq!(read("sprint-week").unwrap().every, None);
        assert!(read("sprint-week dry \"Title\"").is_err(), "the title stands behind the template");
        assert!(read("sprint-week \"Dry\" for 2d dry").unwrap().dry);
    }

    #[test]
    fn all_that_a_form_asks_for_can_be_typed() {
        let line = "raffle \"R\" with points-a-ticket 5 Winners 3 quota off once prizes \"cake, or tea\" board 9:30 rules Habit";
        let request = read(line).unwrap();
        let numbers: Vec<(&str, i64)> = request.numbers.iter().map(|(key, n)| (key.as_str(), *n)).collect();
        assert_eq!(numbers, [("points_a_ticket", 5), ("winners", 3)]);
        assert!(request.without_quota && request.once && request.quota.is_none());
        assert_eq!(request.prizes.as_deref(), Some("cake, or tea"));
        assert_eq!(request.board_at, chrono::NaiveTime::from_hms_opt(9, 30, 0));
        assert_eq!(request.rulebook.as_deref(), Some("habit"));
        assert_eq!(read("raffle prizes \"\"").unwrap().prizes.as_deref(), Some(""), "none");
    }

    #[test]
    fn words_that_fit_nowhere_are_refused() {
        for text in [
            "sprint-week with",
            "sprint-week with points",
            "sprint-week with points many",
            "sprint-week with points 5 points 6",
            "sprint-week with points 5 with points 6",
            "sprint-week prizes",
            "sprint-week prizes cake",
            "sprint-week prizes \"cake\" and tea",
            "sprint-week board soon",
            "sprint-week rules",
            "sprint-week once upon",
            "sprint-week once every week",
            "sprint-week quota off quota 300",
            "",
            "help",
            "sprint-week Spring Sprint",
            "sprint-week for",
            "sprint-week for 5d for 6d",
            "sprint-week for 5d until Fri",
            "sprint-week in #a #b",
            "sprint-week every",
            "sprint-week every day",
            "sprint-week dry dry",
            "sprint-week dry wine",
            "sprint-week dry every week",
            "sprint-week every week every month",
            "sprint-week quota",
            "sprint-week quota many",
            "sprint-week quota 300 loud",
            "sprint-week quota 300 quota 200",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
