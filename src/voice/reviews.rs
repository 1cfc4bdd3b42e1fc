//! What waits for a manager, in words.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use super::Message;
use super::blocks::{action, actions, button, primary, section};
use super::escape::typed;
use super::measures;
use super::pace::link;
use super::words::{list, local, number, things};
use crate::domain::id::UserId;
use crate::domain::review::{Decided, Matter, Paid, ReviewLine, ReviewList, ReviewRefusal, ReviewState};
use crate::domain::score::Verdict;

/// What a manager hears when something waits for them.
pub fn asked(line: &ReviewLine, zone: Tz, now: DateTime<Utc>) -> Message {
    let text = format!(":eyes: {}", open_line(line, zone, now));
    Message { blocks: blocks_of(line, text.clone()), text }
}

/// `/contest review`.
pub fn queue(queue: &ReviewList, now: DateTime<Utc>) -> Message {
    if queue.lines.is_empty() {
        return Message::plain(
            "Nothing waits for you. `/contest review done` shows what was decided lately.",
        );
    }
    let texts: Vec<String> = queue.lines.iter().map(|line| open_line(line, queue.zone, now)).collect();
    let mut blocks: Vec<Value> =
        queue.lines.iter().zip(&texts).flat_map(|(line, text)| blocks_of(line, text.clone())).collect();
    let mut text = texts.join("\n");
    if queue.more > 0 {
        let more = format!("… and {} more after these.", queue.more);
        blocks.push(section(more.clone()));
        text.push_str(&format!("\n{more}"));
    }
    Message { text, blocks }
}

/// What stands in place of a question to a manager once it is decided.
pub fn closed(decided: &Decided, zone: Tz, now: DateTime<Utc>) -> Message {
    let line = &decided.line;
    let (by, reason) =
        line.decided.as_ref().map_or(("", ""), |(by, _, reason)| (by.as_str(), reason.as_str()));
    let by = if by.is_empty() { String::new() } else { format!(" by {}", typed(by)) };
    let reason = if reason.is_empty() { String::new() } else { format!(" Why: {}", typed(reason)) };
    let (mark, came) = match line.state {
        ReviewState::Declined => (":no_entry:", format!("Declined{by}.")),
        ReviewState::Withdrawn => (":leftwards_arrow_with_hook:", format!("Withdrawn{by}.")),
        ReviewState::Open | ReviewState::Approved if decided.paid.is_empty() => {
            (":white_check_mark:", format!("Approved{by}; it pays nothing now."))
        }
        ReviewState::Open | ReviewState::Approved => {
            (":white_check_mark:", format!("Approved{by}: {}.", list(&paid(&decided.paid, true), "and")))
        }
    };
    let text = format!("{mark} {}\n{came}{reason}", open_line(line, zone, now));
    Message { blocks: vec![section(text.clone())], text }
}

/// `/contest review` once something in it was decided: that, and what still waits.
pub fn queue_after(decided: &Decided, queue: &ReviewList, now: DateTime<Utc>) -> Message {
    let closed = closed(decided, queue.zone, now);
    let rest = match queue.lines.is_empty() {
        true => Message::plain("Nothing else waits for you."),
        false => self::queue(queue, now),
    };
    let mut blocks = closed.blocks;
    match rest.blocks.is_empty() {
        true => blocks.push(section(rest.text.clone())),
        false => blocks.extend(rest.blocks),
    }
    Message { text: format!("{}\n{}", closed.text, rest.text), blocks }
}

fn blocks_of(line: &ReviewLine, text: String) -> Vec<Value> {
    let value = format!("review|{}", line.number);
    let approve = match line.matter {
        Matter::Win(_) => "Confirm",
        Matter::Count { .. } => "Count it",
        Matter::Share { .. } => "Count in full",
        Matter::Award { .. } => "Approve",
        Matter::Post { .. } => "It is theirs",
    };
    let (number, form) = (line.number, action::FORM_REVIEW);
    // What takes words or a number opens a form.
    let approve = match needs_points(line) {
        true => primary("Give points", &format!("{form}.0"), &decision(true, number)),
        false => primary(approve, action::APPROVE, &value),
    };
    let decline = button("Decline", &format!("{form}.1"), &decision(false, number));
    vec![section(text), actions(vec![approve, decline])]
}

/// What a form that decides is about: the value of the button that opens it.
pub(super) fn decision(is_granted: bool, number: i64) -> String {
    format!("{}|{number}", if is_granted { "approve" } else { "decline" })
}

/// Whether granting it takes a number of points: likeness took nothing from the share.
fn needs_points(line: &ReviewLine) -> bool {
    match line.matter {
        Matter::Share { verdict, halved, .. } => verdict != Verdict::Copied && !halved,
        _ => false,
    }
}

pub(super) fn open_line(line: &ReviewLine, zone: Tz, now: DateTime<Utc>) -> String {
    let note = if line.note.is_empty() { String::new() } else { format!(" They say: {}", typed(&line.note)) };
    format!(
        "*{}* · {}, {}: {}{note}",
        line.number,
        typed(&line.name),
        local(line.asked_at, zone, now),
        matter(line)
    )
}

/// What it is about, as a manager reads it.
pub(super) fn matter(line: &ReviewLine) -> String {
    match &line.matter {
        Matter::Count { measure, most, value, .. } => {
            format!(
                "{} after {}, {} at once.",
                measures::of(*measure, *value),
                number(*most),
                number(value - most)
            )
        }
        Matter::Win(win) => {
            let others: Vec<String> =
                line.others.iter().map(|(name, percent)| format!("{percent} % {}", typed(name))).collect();
            let credit = match others.is_empty() {
                true => String::new(),
                false => format!(", credit {} % theirs, {}", win.credits[0].1, list(&others, "and")),
            };
            format!("{}{credit}.", measures::what(win))
        }
        Matter::Share { url, verdict, likeness, halved, paid, .. } => {
            let why = match verdict {
                Verdict::Copied => format!("nothing, for reading {likeness} % like an earlier share"),
                Verdict::Capped => "nothing, every cap that fits being spent".to_owned(),
                Verdict::Counted if *halved => {
                    format!("{}, half for reading {likeness} % like an earlier share", number(*paid))
                }
                Verdict::Counted => number(*paid),
            };
            format!("appeals; {} earned {why}.", link(url))
        }
        Matter::Award { label, paid, cut, .. } => {
            let cut = match cut {
                0 => String::new(),
                cut => format!(", {} being over the week's most", number(*cut)),
            };
            format!("appeals; {} earned {}{cut}.", typed(label), number(*paid))
        }
        Matter::Post { draft, .. } => {
            let first = line.others.first().map_or_else(String::new, |(name, _)| format!("{} ", typed(name)));
            format!("says {} is their own post; {first}submitted it first.", link(&draft.link.url))
        }
    }
}

/// `/contest review done`.
pub fn done(list: &ReviewList, now: DateTime<Utc>) -> Message {
    if list.lines.is_empty() {
        return Message::plain("Nothing was decided yet.");
    }
    let mut lines = vec!["*Decided lately*".to_owned()];
    lines.extend(list.lines.iter().map(|line| {
        let state = match line.state {
            ReviewState::Open => "open",
            ReviewState::Approved => "approved",
            ReviewState::Declined => "declined",
            ReviewState::Withdrawn => "withdrawn",
        };
        let decided = line.decided.as_ref().map_or_else(String::new, |(by, at, reason)| {
            let reason = if reason.is_empty() { String::new() } else { format!(": {}", typed(reason)) };
            format!(" by {}, {}{reason}", typed(by), local(*at, list.zone, now))
        });
        format!("• *{}* {}: {} {state}{decided}", line.number, typed(&line.name), matter(line))
    }));
    Message::plain(lines.join("\n"))
}

/// What the manager hears who decided.
pub fn decided(decided: &Decided) -> Message {
    let (number, name) = (decided.line.number, typed(&decided.line.name));
    Message::plain(match decided.line.state {
        ReviewState::Declined => format!(":no_entry: *{number}* is declined, and {name} has been told why."),
        _ if decided.paid.is_empty() => {
            format!(":white_check_mark: *{number}* is approved; it pays nothing now.")
        }
        _ => format!(
            ":white_check_mark: *{number}* is approved: {}.{}",
            list(&paid(&decided.paid, true), "and"),
            unpaid(decided)
        ),
    })
}

/// Whose part of a result is paid nowhere any more.
fn unpaid(decided: &Decided) -> String {
    let Matter::Win(win) = &decided.line.matter else { return String::new() };
    let names = [&decided.line.name].into_iter().chain(decided.line.others.iter().map(|(name, _)| name));
    let parts: Vec<String> = win
        .credits
        .iter()
        .zip(names)
        .filter(|((user, _), _)| decided.paid.iter().all(|paid| paid.user.as_str() != user))
        .map(|((_, percent), name)| format!("{percent} % of {}", typed(name)))
        .collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!(" Not paid: {}, whom no contest pays for it now.", list(&parts, "and")),
    }
}

fn paid(paid: &[Paid], with_name: bool) -> Vec<String> {
    paid.iter()
        .map(|paid| {
            let whose = if with_name { format!("{} ", typed(&paid.name)) } else { String::new() };
            format!("{whose}+{} in *{}*", number(paid.points), typed(&paid.title))
        })
        .collect()
}

/// What those concerned hear.
pub fn told(decided: &Decided, user: &UserId, has_asked: bool) -> Message {
    let line = &decided.line;
    let by = line.decided.as_ref().map_or("A manager", |(by, ..)| by.as_str());
    let by = typed(by);
    let reason = line.decided.as_ref().map_or("", |(.., reason)| reason.as_str());
    let what = whose(line, has_asked);
    if line.state == ReviewState::Declined {
        return Message::plain(format!("{by} declined {what}: {}", typed(reason)));
    }
    let mine: Vec<Paid> = decided.paid.iter().filter(|paid| paid.user == *user).cloned().collect();
    let points = match (mine.is_empty(), &line.matter) {
        (true, _) => " It pays nothing at the moment.".to_owned(),
        // The share is scored as a whole, so that is what it pays altogether.
        (false, Matter::Share { .. } | Matter::Post { .. }) if reason.is_empty() => {
            format!(" It counts with {} now.", list(&paid(&mine, false), "and"))
        }
        (false, _) => format!(" {}.", list(&paid(&mine, false), "and")),
    };
    let reason = if reason.is_empty() { String::new() } else { format!(" They say: {}", typed(reason)) };
    let unpaid = if has_asked && !decided.paid.is_empty() { unpaid(decided) } else { String::new() };
    Message::plain(format!(":white_check_mark: {by} confirmed {what}.{points}{unpaid}{reason}"))
}

/// What a review is about, to whoever asked for it or has a part in it.
fn whose(line: &ReviewLine, has_asked: bool) -> String {
    match &line.matter {
        Matter::Count { measure, value, .. } => format!("your count, {}", measures::of(*measure, *value)),
        Matter::Win(win) => measures::what(win).replacen("The ", if has_asked { "your " } else { "the " }, 1),
        Matter::Share { url, .. } => format!("your appeal for {}", link(url)),
        Matter::Award { label, .. } => format!("your appeal for {}", typed(label)),
        Matter::Post { draft, .. } => format!("your claim to {}", link(&draft.link.url)),
    }
}

/// What a rep hears for whom a contest has ended before a manager had decided.
pub fn undecided(
    line: &ReviewLine,
    title: &str,
    until: DateTime<Utc>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Message {
    Message::plain(format!(
        ":hourglass: *{}* is over, and no manager had decided on {} (number {}), so nothing comes of it there. Until {} a \
         manager can still put that right by `/contest adjust`; ask one.",
        typed(title),
        whose(line, true),
        line.number,
        local(until, zone, now)
    ))
}

/// What a rep hears whose share was deleted or changed, after a manager had added points to it.
pub fn addition_gone(url: &str, added: &[(String, i64)]) -> Message {
    let added: Vec<String> =
        added.iter().map(|(title, points)| format!("{} in *{}*", number(-points), typed(title))).collect();
    Message::plain(format!(
        ":leftwards_arrow_with_hook: {} was deleted or changed, so what a manager had added to it went with it: {}.",
        link(url),
        list(&added, "and")
    ))
}

/// What the first rep hears whose post turned out to be another's.
pub fn handed_over(url: &str, owner: &str, lost: &[(String, i64)]) -> Message {
    let lost: Vec<String> =
        lost.iter().map(|(title, points)| format!("{} in *{}*", number(-points), typed(title))).collect();
    let lost = if lost.is_empty() { String::new() } else { format!(" ({})", list(&lost, "and")) };
    Message::plain(format!(
        ":leftwards_arrow_with_hook: {} is {}'s own post, a manager found, so it counts for them{lost}. Your next one counts \
         for you.",
        link(url),
        typed(owner)
    ))
}

/// What a rep hears who appealed.
pub fn appealed(number: i64) -> Message {
    Message::plain(format!(
        ":eyes: A manager will look at it (number {number}), and you will hear. `/pace appeal` and a few words add your reason."
    ))
}

/// What a rep hears who appealed against an award.
pub fn appealed_award(number: i64) -> Message {
    Message::plain(format!(":eyes: A manager will look at it (number {number}), and you will hear."))
}

/// Why a review is not asked for, or not decided.
pub(super) fn refusal(refusal: &ReviewRefusal) -> String {
    match refusal {
        ReviewRefusal::Unknown { number } => {
            format!("There is no review {number}; `/contest review` shows what waits.")
        }
        ReviewRefusal::Closed { number, by, state } => {
            let what = match state {
                ReviewState::Declined => "declined",
                ReviewState::Withdrawn => "withdrawn",
                ReviewState::Open | ReviewState::Approved => "approved",
            };
            let by = if by.is_empty() { String::new() } else { format!(" by {}", typed(by)) };
            format!("{number} was {what}{by} already; `/contest review done` shows how.")
        }
        ReviewRefusal::Own { others } => {
            let others: Vec<String> = others.iter().map(|name| typed(name)).collect();
            format!("You have a part in that, so somebody else decides: {}.", list(&others, "or"))
        }
        ReviewRefusal::NoReason { number, most } => format!(
            "Say why, in at most {most} characters: `/contest review decline {number} because …`; they hear it."
        ),
        ReviewRefusal::TooMany { most } => {
            format!("{} of yours wait for a manager already; ask again once some are decided.", things(i64::try_from(*most).unwrap_or(i64::MAX), "matter", "matters"))
        }
        ReviewRefusal::Asked { number } => {
            format!("A manager was asked about that already (number {number}); you will hear, or have heard.")
        }
        ReviewRefusal::NothingToAppeal => {
            "I find nothing of yours from the last two weeks in a running contest there; `/pace why` lists what you have."
                .to_owned()
        }
        ReviewRefusal::NeedsPoints { number } => format!(
            "Likeness took nothing there, so say how many points it gets: `/contest review approve {number} +5 …`."
        ),
        ReviewRefusal::Gone { number } => format!(
            "What {number} is about was taken back, counts otherwise by now, or its contest is not running; decline it, or \
             correct by hand with `/contest adjust`."
        ),
    }
}
