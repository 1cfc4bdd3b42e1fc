//! Refusals: what, why and the way on, in one sentence.

use chrono::{DateTime, Utc};

use super::Message;
use super::blocks::{action, actions, primary, section};
use super::escape::typed;
use super::words::{list, local, moment, number, things};
use crate::domain::contest::Phase;
use crate::domain::format::numbers::as_typed;
use crate::domain::id::ChannelId;
use crate::domain::link::LinkFault;
use crate::domain::refusal::{Choice, Refusal};
use crate::domain::share::DraftFault;

/// Says why something is not done.
pub fn refusal(refusal: &Refusal, now: DateTime<Utc>) -> Message {
    match refusal {
        Refusal::LeftBefore { title, contest } => with_join(
            format!("You left *{}*, so shares no longer count there; Join brings you back.", typed(title)),
            &[Choice { contest: contest.clone(), title: title.clone() }],
        ),
        Refusal::JoinOneFirst { options } => {
            with_join("Several contests are running; join one and send your share again.".to_owned(), options)
        }
        other => Message::plain(sentence(other, now)),
    }
}

fn with_join(text: String, options: &[Choice]) -> Message {
    let buttons = options
        .iter()
        .take(10)
        .enumerate()
        .map(|(i, choice)| {
            primary(
                &format!("Join {}", choice.title),
                &format!("{}.{i}", action::JOIN),
                choice.contest.as_str(),
            )
        })
        .collect();
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// Every refusal but those that come with buttons.
fn sentence(refusal: &Refusal, now: DateTime<Utc>) -> String {
    match refusal {
        Refusal::Draft(fault) => draft(fault),
        Refusal::NotManager { managers } => not_manager(managers),
        Refusal::NotAPlayer => {
            "Contests here are for members of this workspace; ask a manager if you should be one.".to_owned()
        }
        Refusal::NoContest => {
            "No contest is running right now; `/contest list` shows what there is.".to_owned()
        }
        Refusal::NotBegun { title, starts_at, zone } => {
            format!("*{}* starts {}; share this then.", typed(title), moment(*starts_at, *zone, now))
        }
        Refusal::Resting { title, until, .. } if *until <= now => format!(
            "*{}* took a rest then; leave out `yesterday` to count this for today.",
            typed(title)
        ),
        Refusal::Resting { title, until, zone } => {
            let until = moment(*until, *zone, now);
            format!("*{}* takes a rest until {until}; share this then and it counts.", typed(title))
        }
        Refusal::Rules(refusal) => super::rules::refusal(refusal),
        Refusal::Measure(refusal) => super::measures::refusal(refusal, now),
        Refusal::Review(refusal) => super::reviews::refusal(refusal),
        Refusal::NoStretch { words, nearest: Some(nearest) } => {
            format!("\"{}\" is no stretch of time. Did you mean `/leaderboard {nearest}`?", typed(words))
        }
        Refusal::NoStretch { words, nearest: None } => format!(
            "\"{}\" is no stretch of time I know; write `last week`, `this month`, `since 3 Feb` or `round 2`.",
            typed(words)
        ),
        Refusal::NoRound { title, has: 0 } => {
            format!("*{}* has no rounds; `/leaderboard last week` shows a stretch of it.", typed(title))
        }
        Refusal::NoRound { title, has } => {
            let rounds = things(*has, "round", "rounds");
            format!("*{}* has {rounds}; `/leaderboard round {has}` shows the last.", typed(title))
        }
        Refusal::Paused { title } => {
            format!("*{}* is paused, so shares do not count now; send this again when it goes on.", typed(title))
        }
        // These come with buttons; their words are there, or with the line that was typed.
        Refusal::LeftBefore { title, .. } => format!("You left *{}*.", typed(title)),
        Refusal::JoinOneFirst { .. } | Refusal::WhichContest { .. } => {
            "Which contest do you mean? Type its title, in quotes, as well.".to_owned()
        }
        Refusal::AlreadyCounted { at, zone, points } => format!(
            "That link has counted already: {} (+{points}). Shared something new? `/share` its link.",
            local(*at, *zone, now)
        ),
        Refusal::ClaimedByAnother => {
            "Somebody shared that post before you, and one person's post counts once; share your comment on it with \
             `comment` after the link, or, if it is your own, ask a manager by `/pace appeal` and the link."
                .to_owned()
        }
        Refusal::BeforeStart { title } => format!(
            "*{}* had not begun yesterday; leave out `yesterday` to count this for today.",
            typed(title)
        ),
        Refusal::UnknownWord { command, word, nearest } => unknown_word(command, word, nearest.as_deref()),
        Refusal::UnknownTemplate { word, nearest } => {
            let guess = nearest.as_ref().map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            format!("\"{}\" is no template.{guess} `/contest templates` lists all.", typed(word))
        }
        Refusal::BadTitle { most } => {
            format!("A title has 1 to {most} characters; put it in quotes: `\"Spring Sprint\"`.")
        }
        Refusal::TitleTaken { title } => {
            format!("The title *{}* is taken; give this one another, in quotes.", typed(title))
        }
        Refusal::NoDryTeams => super::dry_runs::no_teams(),
        Refusal::BadTime { word } => format!(
            "\"{}\" is no time I can read; write `for 5d`, `until Fri 15:00` or `from 2026-03-02 9:00`.",
            typed(word)
        ),
        Refusal::BadNumber { key, why } => format!("That number does not work for `{}`: {why}.", as_typed(key)),
        Refusal::NoNumber { word, has } if has.is_empty() => {
            format!("This kind of contest has no `{}`; leave `with …` out.", typed(&as_typed(word)))
        }
        Refusal::NoNumber { word, has } => format!(
            "This kind of contest has no `{}`; what you can choose with a number is {}.",
            typed(&as_typed(word)),
            list(&has.iter().map(|key| format!("`{}`", as_typed(key))).collect::<Vec<_>>(), "and"),
        ),
        Refusal::UnknownRulebook { word, known } => format!(
            "There is no rulebook `{}`; choose {}.",
            typed(word),
            list(&known.iter().map(|name| format!("`{}`", typed(name))).collect::<Vec<_>>(), "or"),
        ),
        Refusal::BadPrizes { most } => format!("Say the prizes in at most {most} characters."),
        Refusal::ChangedMeanwhile { title } => format!(
            "*{}* has changed since this form was opened; close it and look again, then change what is still to be \
             changed.",
            typed(title)
        ),
        Refusal::NothingChanged => "Nothing is different from before; change something, or close this.".to_owned(),
        Refusal::EndsTooSoon => "It would be over before it began; give a later end.".to_owned(),
        Refusal::StartsInPast => "That start is in the past; leave out `from` to start now.".to_owned(),
        Refusal::StartLacks { date: true } => {
            "Choose the date, too; or empty the time, and it starts now.".to_owned()
        }
        Refusal::StartLacks { date: false } => {
            "Choose the time, too; or empty the date, and it starts now.".to_owned()
        }
        Refusal::TooLong => "A contest lasts a year at most; give an earlier end.".to_owned(),
        Refusal::UnknownChannel { name } => format!(
            "I know no channel #{}; check its name, and invite me there with `/invite` if it is private.",
            typed(name)
        ),
        Refusal::BotNotInChannel { name } => {
            let channel = if name.is_empty() { "this channel".to_owned() } else { format!("#{}", typed(name)) };
            format!("I am not in {channel}; invite me there with `/invite`, then try again.")
        }
        Refusal::ChannelArchived { name } => {
            format!("#{} is archived; unarchive it, or name another channel with `in #channel`.", typed(name))
        }
        Refusal::NotHere => "A contest needs a channel; add `in #channel`.".to_owned(),
        Refusal::PostedJustNow => {
            "This channel was given the board a moment ago; scroll up, or ask again in ten minutes.".to_owned()
        }
        Refusal::UnknownContest { title, nearest } => match nearest {
            Some(nearest) => {
                format!("There is no contest \"{}\". Did you mean \"{}\"?", typed(title), typed(nearest))
            }
            None => format!("There is no contest \"{}\"; `/contest list` shows all.", typed(title)),
        },
        Refusal::WrongPhase { title, verb, phase } => wrong_phase(title, verb, *phase),
        Refusal::NoDraw { title } => format!(
            "Nobody is drawn in *{0}*; `/leaderboard \"{0}\"` shows how it stands.",
            typed(title)
        ),
        Refusal::ReopenTooLate { title } => format!(
            "*{}* ended more than an hour ago, so it stays closed; start a new one with `/contest start`.",
            typed(title)
        ),
        Refusal::ReopenNeedsEnd { title } => format!(
            "*{0}* had reached its end; give it a new one: `/contest reopen \"{0}\" until Fri 15:00`.",
            typed(title)
        ),
        Refusal::NothingToUndo { minutes } => format!(
            "There is no share of yours from the last {minutes} minutes to take back; `/pace why` shows what \
             counted."
        ),
        Refusal::WordsTooLate => {
            "That share cannot be given words any more; put them behind the link of your next one.".to_owned()
        }
        Refusal::NoNewWords => "Write a few words of your own; these are the ones it has.".to_owned(),
        Refusal::AlreadyJoined { title, aside: Some(aside) } => {
            format!("You are in *{}* already. {}", typed(title), super::format::aside(*aside, Phase::Open))
        }
        Refusal::AlreadyJoined { title, aside: None } => {
            format!("You are in *{}* already; `/leaderboard` shows where.", typed(title))
        }
        Refusal::NotJoined { title } => format!("You are not in *{}*.", typed(title)),
        Refusal::UnknownPerson { name } if name.is_empty() => {
            "I do not know that person yet; once they have written something here I will.".to_owned()
        }
        Refusal::UnknownPerson { name } => {
            format!("I know no \"{}\", or several; pick the name from Slack's list after `@`.", typed(name))
        }
        Refusal::NotPlaying { name, title } => {
            format!("{} is not in *{}*; the Join button or a first share changes that.", typed(name), typed(title))
        }
        Refusal::BadReason { most } => {
            format!("Say why, in 1 to {most} characters: the rep reads it, and it stays in `/contest log`.")
        }
        Refusal::BadPoints { most } => {
            format!("A correction gives or takes 1 to {} points, like `+10` or `-5`.", number(*most))
        }
        Refusal::Settled { title } => {
            format!("*{}* ended more than an hour ago, so its standings are final.", typed(title))
        }
        Refusal::StillPlaying(refusal) => super::privacy::still_playing(refusal, now),
        Refusal::BonusSet => {
            "That bonus hour is scheduled already; `/contest bonus` shows what is coming.".to_owned()
        }
        Refusal::Team(refusal) => super::teams::refusal(refusal),
        Refusal::Duel(refusal) => super::duels::refusal(refusal),
        Refusal::Season(refusal) => super::seasons::refusal(refusal),
        Refusal::Quota(refusal) => super::quota::refusal(refusal),
        Refusal::Reward(refusal) => super::rewards::refusal(refusal),
        Refusal::Screen(refusal) => super::screens::refusal(refusal),
        Refusal::Usage { usage } => format!("It goes like this: `{usage}`"),
    }
}

fn not_manager(managers: &[String]) -> String {
    let names: Vec<String> = managers.iter().map(|name| typed(name)).collect();
    match names.as_slice() {
        [] => "Only managers can do that; a workspace admin is one.".to_owned(),
        [one] => format!("Only managers can do that; {one} is a manager here."),
        several => format!("Only managers can do that; {} are managers here.", list(several, "and")),
    }
}

fn unknown_word(command: &str, word: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => {
            format!("`{command}` knows no \"{}\". Did you mean `{command} {nearest}`?", typed(word))
        }
        None => format!("`{command}` knows no \"{}\"; `{command} help` lists what it does.", typed(word)),
    }
}

fn draft(fault: &DraftFault) -> String {
    match fault {
        DraftFault::NoLink => {
            "Paste the link of what you posted after `/share`, and a few words of your own: \
                               `/share https://www.linkedin.com/posts/… original …`"
                .to_owned()
        }
        DraftFault::Link(LinkFault::Broken) => {
            "That link looks broken; copy it again from the address bar and send it whole.".to_owned()
        }
        DraftFault::Link(LinkFault::Scheme) => {
            "Only web links count (https://…); copy the one from the address bar.".to_owned()
        }
        DraftFault::Link(LinkFault::Short(host)) => format!(
            "{} is a short link, and nobody can see where it leads; open it and share the full link.",
            typed(host)
        ),
        DraftFault::Link(LinkFault::Private(host)) => {
            format!("{} is no public web page; share the link of the post itself.", typed(host))
        }
    }
}

fn wrong_phase(title: &str, verb: &str, phase: Phase) -> String {
    let title = typed(title);
    match (verb, phase) {
        ("resume", Phase::Open) => format!("*{title}* is running already."),
        ("join" | "leave" | "team", Phase::Closed) => format!("*{title}* is over."),
        ("pause", Phase::Paused) => format!("*{title}* is paused already; `/contest resume` lets it go on."),
        ("reopen", Phase::Scheduled | Phase::Open | Phase::Paused) => {
            format!("*{title}* is not over, so there is nothing to reopen.")
        }
        ("adjust" | "duel", Phase::Scheduled) => {
            format!("*{title}* has not started yet; there is no score to speak of.")
        }
        (_, Phase::Scheduled) => format!("*{title}* has not started yet; `/contest cancel` calls it off."),
        (_, Phase::Closed) => {
            format!("*{title}* is over; within the hour of its end `/contest reopen` takes that back.")
        }
        (_, Phase::Cancelled) => {
            format!("*{title}* was called off; `/contest start` starts a new contest.")
        }
        (_, Phase::Open | Phase::Paused) => format!("*{title}* is still running."),
    }
}

/// The app was removed from the workspace, and this was typed all the same.
pub fn removed() -> Message {
    Message::plain(
        "Pacesetter was removed from this workspace, so nothing counts now; once an admin has installed it again, \
         the scores are as they were.",
    )
}

/// Something broke on our side and nothing was taken in; `id` finds it in the log.
pub fn trouble(id: &str) -> Message {
    Message::plain(format!(
        ":warning: That was not taken in: something broke here (quote {id}). Please send it again in a minute."
    ))
}

/// The bot is not at work yet, and nothing was taken in.
pub fn starting() -> Message {
    Message::plain(
        ":hourglass: I am only just starting, so that was not taken in. Please send it again in a minute.",
    )
}

/// There is no answer in time; `id` is the one to quote. It may still be taken in.
pub fn too_slow(id: &str) -> Message {
    Message::plain(format!(
        ":hourglass: This takes longer than Slack lets me wait (quote {id}). Look again in a minute, or send it \
         once more: nothing counts twice."
    ))
}

/// Told to a manager: something could not be posted, for Slack's reason `code`.
pub fn could_not_post(channel: &ChannelId, name: Option<&str>, code: &str) -> Message {
    let channel = match name {
        Some(name) if !name.is_empty() => format!("#{}", typed(name)),
        _ => format!("<#{channel}>"),
    };
    let why = match code {
        "not_in_channel" | "channel_not_found" => {
            "I am not in it any more. `/invite` me there, and the next board comes through.".to_owned()
        }
        "is_archived" => "it is archived. Unarchive it, or start the next contest elsewhere.".to_owned(),
        "restricted_action" | "restricted_action_read_only_channel" => {
            "only some people may post there. Let me post, or start the next contest elsewhere.".to_owned()
        }
        other => format!("Slack says `{}`. Your operator finds more in the log.", typed(other)),
    };
    Message::plain(format!(":warning: I could not post in {channel}: {why}"))
}
