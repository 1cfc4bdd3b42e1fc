//! Announcing contests, steering them, and explaining their rules.

use chrono::{DateTime, NaiveTime, Utc};

use super::Message;
use super::blocks::{action, actions, button, context, primary, section};
use super::escape::typed;
use super::rules::sentence;
use super::words::{local, moment, span};
use super::{format, seasons};
use crate::domain::bonus::Bonus;
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN, Steered};
use crate::domain::format::Aside;
use crate::domain::reward::Prize;
use crate::domain::rulebook::{Rule, Rulebook};
use crate::domain::rules::Rules;
use crate::domain::season::{Every, Listed};
use crate::domain::template::Template;

/// The announcement in the contest's channel.
pub fn announcement(
    contest: &Contest,
    book: &Rulebook,
    promise: Option<&str>,
    (quota, every): (Option<i64>, Option<Every>),
    now: DateTime<Utc>,
) -> Message {
    let again = every.map(|every| format!(" A new one starts {}.", seasons::every(every)));
    announced(contest, book, promise, again.as_deref().unwrap_or_default(), quota, now)
}

/// The announcement of the next contest of a series: who played in the one before is in, and what comes every weekend goes on.
pub fn succession(
    contest: &Contest,
    book: &Rulebook,
    promise: Option<&str>,
    (former, quota): (&str, Option<i64>),
    bonuses: &[Bonus],
    now: DateTime<Utc>,
) -> Message {
    let mut news = format!(" Whoever played in *{}* is in, and all start at zero.", typed(former));
    for bonus in bonuses {
        news.push_str(&format!(" {}", sentence(bonus, contest.zone, now)));
    }
    announced(contest, book, promise, &news, quota, now)
}

fn announced(
    contest: &Contest,
    book: &Rulebook,
    promise: Option<&str>,
    news: &str,
    quota: Option<i64>,
    now: DateTime<Utc>,
) -> Message {
    let starts = if contest.starts_at <= now {
        "starts now".to_owned()
    } else {
        format!("starts {}", moment(contest.starts_at, contest.zone, now))
    };
    let mut title = format!(
        ":checkered_flag: *{}* {starts} and runs until {}.{news}",
        typed(&contest.title),
        moment(contest.ends_at, contest.zone, now)
    );
    let how = format!("Share what you post with `/share`, or drop the link here. {}", rates(book));
    if let Some(aim) = format::aim(&contest.format) {
        title.push_str(&format!("\n{aim}"));
    }
    if contest.format.has_teams() {
        title.push_str(" `/contest team` makes, joins and shows teams.");
    }
    if let Some(promise) = promise {
        title.push_str(&format!(
            " The draw is by a seed whose SHA-256 is `{promise}`; the seed is told afterwards."
        ));
    }
    if let Some(points) = quota {
        title.push_str(&format!("\n{}", super::quota::aim(points)));
    }
    let prizes =
        contest.prizes.as_ref().map_or_else(String::new, |prizes| format!("Prizes: {}. ", typed(prizes)));
    let board = format!("{prizes}Board every morning at {}.", clock_time(contest.board_at));
    with_join(contest, format!("{title}\n{how}\n{board}"))
}

/// What is said when a contest announced earlier begins.
pub fn opening(contest: &Contest, now: DateTime<Utc>) -> Message {
    let text = format!(
        ":checkered_flag: *{}* is open and runs until {}. The first share takes the lead.",
        typed(&contest.title),
        moment(contest.ends_at, contest.zone, now)
    );
    with_join(contest, text)
}

fn with_join(contest: &Contest, text: String) -> Message {
    let id = contest.id.as_str();
    let buttons = vec![primary("Join", action::JOIN, id), button("How points work", action::RULES, id)];
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// The rates in one line: "Original posts 10, …; at most 30 a day."
fn rates(book: &Rulebook) -> String {
    let mut rules: Vec<&Rule> = book.rules.iter().filter(|rule| rule.points > 0).collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.points));
    let rates: Vec<String> =
        rules.iter().take(4).map(|rule| format!("{} {}", typed(&rule.label), rule.points)).collect();
    format!("{}; at most {} a day.", super::words::capitalised(&rates.join(", ")), book.daily_points)
}

/// `9` for a whole hour, else `9:30`.
fn clock_time(time: NaiveTime) -> String {
    let text = time.format("%-H:%M").to_string();
    text.strip_suffix(":00").map_or(text.clone(), str::to_owned)
}

/// A milestone of the contest's own time.
pub fn time_check(contest: &Contest, left: chrono::TimeDelta) -> Message {
    Message::plain(format!(
        ":hourglass_flowing_sand: *{}*: {} left. `/leaderboard` shows what is within reach.",
        typed(&contest.title),
        span(left)
    ))
}

/// That half of the time is over.
pub fn halfway(contest: &Contest, left: chrono::TimeDelta) -> Message {
    Message::plain(format!(
        ":hourglass_flowing_sand: Half of *{}* is over: {} left to move up.",
        typed(&contest.title),
        span(left)
    ))
}

/// What the manager hears after starting a contest.
pub fn started(contest: &Contest, every: Option<Every>, now: DateTime<Utc>) -> Message {
    let when = if contest.phase == Phase::Open {
        "has started".to_owned()
    } else {
        format!("starts {}", moment(contest.starts_at, contest.zone, now))
    };
    let mut text = format!(
        ":checkered_flag: *{}* {when} in <#{}> and runs until {}.",
        typed(&contest.title),
        contest.channel,
        moment(contest.ends_at, contest.zone, now)
    );
    if contest.ends_at - contest.starts_at > chrono::TimeDelta::days(31) {
        text.push_str(" That is over a month: interest fades after about four weeks, so think of rounds.");
    }
    if let Some(every) = every {
        text.push_str(&format!(
            " It comes again {}; `/contest repeat off` stops that.",
            seasons::every(every)
        ));
    }
    Message::plain(text)
}

/// The same after starting it by form, with a button to change it.
pub fn started_by_form(contest: &Contest, every: Option<Every>, now: DateTime<Utc>) -> Message {
    let text = started(contest, every, now).text;
    let change = button("Change it", action::FORM_EDIT, contest.id.as_str());
    Message { blocks: vec![section(text.clone()), actions(vec![change])], text }
}

/// What the manager hears after steering a contest, and the channel too.
pub fn steered(steered: &Steered, verb: &str, now: DateTime<Utc>) -> Message {
    let contest = &steered.contest;
    // Once the next one has begun, this one stays as it is.
    let reopens_until = now + REOPEN_WITHIN;
    let reopens_until = steered.next_starts_at.map_or(reopens_until, |next| next.min(reopens_until));
    let next = steered.next_starts_at.map(|next| local(next, contest.zone, now));
    let next = next.map_or_else(String::new, |next| {
        format!(
            " The next one starts {next}; `/contest repeat off \"{}\"` stops that.",
            typed(&contest.title)
        )
    });
    let title = typed(&contest.title);
    let until = moment(contest.ends_at, contest.zone, now);
    Message::plain(match verb {
        "pause" => format!(
            ":double_vertical_bar: *{title}* is paused: shares do not count until it goes on. The end stays {until}."
        ),
        "resume" => format!(":arrow_forward: *{title}* goes on and runs until {until}."),
        "extend" => format!(":calendar: *{title}* now runs until {until}."),
        "end" if reopens_until <= now => format!(":trophy: *{title}* has ended.{next}"),
        "end" => format!(
            ":trophy: *{title}* has ended. `/contest reopen` takes that back until {}.{next}",
            local(reopens_until, contest.zone, now)
        ),
        "reopen" => {
            let void = steered.new_promise.as_ref().map_or_else(String::new, |promise| {
                format!(
                    " The draw that was made is void. At the end there is a new one, by another seed whose SHA-256 is \
                     `{promise}`."
                )
            });
            format!(":arrow_forward: *{title}* is open again and runs until {until}.{void}")
        }
        _ if contest.starts_at > now => {
            format!(":no_entry: *{title}* is called off before it began.{next}")
        }
        _ => format!(":no_entry: *{title}* is called off. Its points stay in everyone's history.{next}"),
    })
}

/// `/contest list`.
pub fn list(live: &[Listed], past: &[Listed], now: DateTime<Utc>) -> Message {
    if live.is_empty() && past.is_empty() {
        return Message::plain("No contest yet. A manager starts one with `/contest start sprint-week`.");
    }
    let mut lines: Vec<String> = live.iter().map(|one| listed(one, now)).collect();
    if live.is_empty() {
        lines.push("No contest is running.".to_owned());
    }
    if !past.is_empty() {
        lines.push("Over:".to_owned());
        lines.extend(past.iter().map(|one| listed(one, now)));
    }
    Message::plain(lines.join("\n"))
}

/// `/contest list past`.
pub fn past(past: &[Listed], now: DateTime<Utc>) -> Message {
    if past.is_empty() {
        return Message::plain("No contest is over yet; `/contest list` shows what runs.");
    }
    let lines: Vec<String> = past.iter().map(|one| listed(one, now)).collect();
    Message::plain(format!("Over, the latest first:\n{}", lines.join("\n")))
}

fn listed(one: &Listed, now: DateTime<Utc>) -> String {
    let again = match (one.every, one.next) {
        (_, Some(next)) => format!("; the next one starts {}", local(next, one.contest.zone, now)),
        (Some(every), None) => format!("; {}", seasons::repeats(every)),
        (None, None) => String::new(),
    };
    let dry = if one.contest.is_dry() { "; dry run, seen by managers only" } else { "" };
    format!("• {}{again}{dry}", line(&one.contest, now))
}

fn line(contest: &Contest, now: DateTime<Utc>) -> String {
    let state = match contest.phase {
        Phase::Scheduled => format!("starts {}", moment(contest.starts_at, contest.zone, now)),
        Phase::Open => format!("until {}", moment(contest.ends_at, contest.zone, now)),
        Phase::Paused => format!("paused, until {}", moment(contest.ends_at, contest.zone, now)),
        Phase::Closed => {
            format!("ended {}", moment(contest.closed_at.unwrap_or(contest.ends_at), contest.zone, now))
        }
        Phase::Cancelled => "cancelled".to_owned(),
    };
    format!("*{}* in <#{}>, {state}", typed(&contest.title), contest.channel)
}

/// `/contest show`.
pub fn show(
    contest: &Contest,
    rules: &Rules,
    prizes: &[Prize],
    (players, shares): (i64, i64),
    now: DateTime<Utc>,
) -> Message {
    let book = &rules.at(now).book;
    let mut aim = format::aim(&contest.format).map_or_else(String::new, |aim| format!("\n{aim}"));
    if let Some(prizes) = super::rewards::line(prizes) {
        aim.push_str(&format!("\n{prizes}"));
    }
    let text = format!(
        "{}{aim}\n{} · {} · board at {}",
        line(contest, now),
        super::words::things(players, "player", "players"),
        super::words::things(shares, "share", "shares"),
        contest.board_at.format("%H:%M"),
    );
    let text = match super::rules::to_come(rules, contest.zone, now) {
        lines if lines.is_empty() => text,
        lines => format!("{text}\n{}", lines.join("\n")),
    };
    let mut blocks = vec![section(text.clone()), context(rates(book))];
    let id = contest.id.as_str();
    let mut buttons = vec![button("How points work", action::RULES, id)];
    if contest.phase.is_live() {
        buttons.insert(0, primary("Join", action::JOIN, id));
    }
    blocks.push(actions(buttons));
    Message { text: format!("{text}\n{}", rates(book)), blocks }
}

/// `/contest templates`.
pub fn templates<'a>(templates: impl Iterator<Item = &'a Template>) -> Message {
    let mut lines: Vec<String> =
        templates.map(|template| format!("• `{}`: {}", template.name, typed(&template.about))).collect();
    lines.push(
        "• `duel @name`: two of a running contest, for two days; everyone can with `/pace duel`".to_owned(),
    );
    let text = lines.join("\n");
    let start = button("Start one by a form", action::FORM_CONTEST, "");
    Message { blocks: vec![section(text.clone()), actions(vec![start])], text }
}

/// That the person is in, or out.
pub fn joined(title: &str, aside: Option<Aside>) -> Message {
    if let Some(aside) = aside {
        return Message::plain(format!(
            ":wave: You are in *{}*. {}",
            typed(title),
            format::aside(aside, Phase::Open)
        ));
    }
    Message::plain(format!(
        ":wave: You are in *{}*. Share something with `/share` and its link, or drop a link in the channel.",
        typed(title)
    ))
}

/// That the person has left.
pub fn left(contest: &Contest) -> Message {
    let points = match (contest.format.has_teams(), contest.format.keeps_gone()) {
        (true, _) => "What you brought your team goes on counting for it; Join brings you back.",
        (false, true) => "Your points go on counting for the goal; Join brings you back.",
        (false, false) => "Your points wait for you: Join brings them back.",
    };
    Message::plain(format!("You have left *{}* and are off its board. {points}", typed(&contest.title)))
}
