//! Quotas in words: a part, a word for how it looks, and the next step. Never a colour alone.

use super::Message;
use super::blocks::section;
use super::escape::typed;
use super::format::bar;
use super::words::{number, things};
use crate::domain::contest::Contest;
use crate::domain::quota::{Everybody, Light, Own, Pace, QuotaNews, QuotaRefusal, Rule, Tally};

fn emoji(light: Light) -> &'static str {
    match light {
        Light::Reached | Light::OnPace => ":large_green_circle:",
        Light::Close => ":large_yellow_circle:",
        Light::Behind => ":red_circle:",
    }
}

fn word(light: Light) -> &'static str {
    match light {
        Light::Reached => "reached",
        Light::OnPace => "on pace",
        Light::Close => "close to the pace",
        Light::Behind => "behind the pace",
    }
}

/// `/pace quota`.
pub fn own(own: &Own) -> Message {
    let pace = &own.pace;
    let mut lines = vec![format!(
        "{} *{}*: {} of {}, {}.",
        emoji(pace.light),
        typed(&own.title),
        number(pace.points),
        things(pace.quota, "point", "points"),
        if own.has_begun || pace.light == Light::Reached { word(pace.light) } else { "not begun yet" }
    )];
    let mut so_far = format!("{} {} %.", bar(pace.percent()), number(pace.percent()));
    if let Some(percent) = pace.of_expected() {
        so_far.push_str(&format!(
            " By now {} would be on pace: you have {} % of that.",
            number(pace.expected),
            number(percent)
        ));
    }
    if let Some(whole) = pace.whole {
        so_far.push_str(&format!(" ({} for the whole time; you joined later.)", number(whole)));
    }
    lines.push(so_far);
    lines.push(steps(own));
    if own.is_public {
        lines.push("Everybody's quota is open here: `/pace quota all`.".to_owned());
    }
    Message::plain(lines.join("\n"))
}

/// What is asked next.
fn steps(own: &Own) -> String {
    let pace = &own.pace;
    if own.is_over {
        return "It is over; nothing more is asked.".to_owned();
    }
    if pace.light == Light::Reached {
        return "All that comes now is on top.".to_owned();
    }
    if pace.days_left == 0 {
        return "No workday is left, but what you share until the end still counts.".to_owned();
    }
    let left = format!("{} left.", things(pace.days_left, "workday", "workdays"));
    if pace.today.is_some_and(|today| today > 0 && today == pace.week) {
        return format!("Today asks {} more, the last step of this week. {left}", number(pace.week));
    }
    let week = match (pace.is_later_week, pace.week) {
        (true, points) => format!("the next working week asks {}", number(points)),
        (false, 0) => "this week's steps are done".to_owned(),
        (false, points) => format!("this week asks {} more", number(points)),
    };
    let today = match pace.today {
        None => "Today asks nothing".to_owned(),
        Some(0) => "Today's step is done".to_owned(),
        Some(points) => format!("Today asks {} more", number(points)),
    };
    format!("{today}; {week}. {left}")
}

/// The same in a few words, to stand behind others: `quota 62 %, 6 more today keeps you on pace`.
pub(super) fn piece(pace: &Pace) -> String {
    if pace.light == Light::Reached {
        return "quota reached".to_owned();
    }
    let percent = number(pace.percent());
    match (pace.today, pace.light) {
        (None, _) if pace.days_left == 0 => format!("quota {percent} %"),
        (None, _) => format!("quota {percent} %, nothing asked today"),
        (Some(0), _) => format!("quota {percent} %, today's step is done"),
        (Some(more), Light::OnPace) => {
            format!("quota {percent} %, {} more today keeps you on pace", number(more))
        }
        (Some(more), _) => format!("quota {percent} %, today's step: {} more", number(more)),
    }
}

/// One's own bar, as a line below one's place.
pub(super) fn bar_line(pace: &Pace) -> String {
    format!(
        "Quota: {} {} of {}, {} %, {}.",
        bar(pace.percent()),
        number(pace.points),
        number(pace.quota),
        number(pace.percent()),
        word(pace.light)
    )
}

/// Everybody's bar, as a line below a board.
pub(super) fn tally_line(tally: &Tally) -> String {
    format!(
        "Quota: {} {} % together; {} of {} on pace.",
        bar(tally.percent()),
        number(tally.percent()),
        number(tally.reached + tally.on_pace),
        number(tally.all())
    )
}

/// The same once all is over.
pub(super) fn last_line(tally: &Tally) -> String {
    format!(
        "Quota: {} {} % together; {} of {} reached theirs.",
        bar(tally.percent()),
        number(tally.percent()),
        number(tally.reached),
        number(tally.all())
    )
}

/// `/pace quota all`.
pub fn everybody(all: &Everybody) -> Message {
    let whose = if all.is_public { "everybody's quota" } else { "everybody's quota; only managers see this" };
    let mut lines = vec![format!("*{}*: {whose}", typed(&all.title))];
    if all.shown.is_empty() {
        lines.push("Nobody plays yet.".to_owned());
        return Message::plain(lines.join("\n"));
    }
    let percent = all.tally.percent();
    lines.push(format!("{} {} % together; {}.", bar(percent), number(percent), counts(&all.tally)));
    lines.extend(all.shown.iter().map(|(name, pace)| {
        format!(
            "• {} — {} of {}, {} %{}",
            typed(name),
            number(pace.points),
            number(pace.quota),
            number(pace.percent()),
            praised(pace.light)
        )
    }));
    let more = all.tally.all() - i64::try_from(all.shown.len()).unwrap_or(0);
    if more > 0 {
        lines.push(format!("… and {more} more."));
    }
    let text = lines.join("\n");
    Message { blocks: vec![section(text.clone())], text }
}

/// What is said of a rep where others can read it: of whom has further to go, the number alone.
fn praised(light: Light) -> String {
    if light == Light::Behind { String::new() } else { format!(", {}", word(light)) }
}

fn counts(tally: &Tally) -> String {
    let parts = [
        (tally.reached, "there"),
        (tally.on_pace, "on pace"),
        (tally.close, "close"),
        (tally.behind, "with further to go"),
    ];
    let told = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", number(n)));
    told.collect::<Vec<_>>().join(", ")
}

/// What is asked, for an announcement.
pub(super) fn aim(points: i64) -> String {
    format!("Quota: {} for each of us; `/pace quota` breaks it into days.", things(points, "point", "points"))
}

/// What the channel hears when everybody's quota changes.
pub fn told(contest: &Contest, rule: &Rule) -> Message {
    Message::plain(format!(":dart: *{}*: {}", typed(&contest.title), said(rule)))
}

fn said(rule: &Rule) -> String {
    let what = match (rule.points, rule.own) {
        (Some(points), 0) => format!("a quota of {} for each of us.", things(points, "point", "points")),
        (Some(points), own) => format!(
            "a quota of {} for each of us; {} of their own.",
            things(points, "point", "points"),
            things(own, "rep has a number", "reps have a number")
        ),
        (None, own) => format!("{} of their own.", things(own, "rep has a quota", "reps have a quota")),
    };
    let who = match rule.is_public {
        true => "Everybody sees how everybody stands, with `/pace quota all`.",
        false => "Each sees only their own, with `/pace quota`; managers see all.",
    };
    format!("{what} {who}")
}

/// What a rep hears whose own number a manager has set or taken off.
pub fn told_rep(news: &QuotaNews, manager: &str) -> Message {
    let manager = typed(manager);
    Message::plain(match news {
        QuotaNews::SetFor { points, title, .. } => format!(
            ":dart: {manager} set your quota in *{}*: {}. `/pace quota` breaks it into days.",
            typed(title),
            things(*points, "point", "points")
        ),
        QuotaNews::OffFor { points: Some(points), title, .. } => format!(
            ":dart: {manager} took your own quota in *{}* off; everybody's holds for you, {}.",
            typed(title),
            things(*points, "point", "points")
        ),
        other => format!(":dart: {manager} took your quota in *{}* off.", typed(title(other))),
    })
}

fn title(news: &QuotaNews) -> &str {
    match news {
        QuotaNews::Set { title, .. }
        | QuotaNews::SetFor { title, .. }
        | QuotaNews::Off { title }
        | QuotaNews::OffFor { title, .. } => title,
    }
}

/// What the manager hears.
pub fn news(news: &QuotaNews) -> Message {
    let of = typed(title(news));
    Message::plain(match news {
        QuotaNews::Set { rule, .. } => format!(":dart: *{of}*: {}", said(rule)),
        QuotaNews::SetFor { name, points, .. } => format!(
            ":dart: {} has a quota of their own in *{of}*: {}. I have told them.",
            typed(name),
            things(*points, "point", "points")
        ),
        QuotaNews::Off { .. } => format!(":dart: *{of}* asks for no quota any more."),
        QuotaNews::OffFor { name, points: Some(points), .. } => format!(
            ":dart: {} has no quota of their own in *{of}* any more; everybody's holds, {}.",
            typed(name),
            things(*points, "point", "points")
        ),
        QuotaNews::OffFor { name, points: None, .. } => {
            format!(":dart: {} has no quota in *{of}* any more.", typed(name))
        }
    })
}

/// Why there is nothing to set or to show.
pub(super) fn refusal(refusal: &QuotaRefusal) -> String {
    match refusal {
        QuotaRefusal::BadPoints { most } => {
            format!("A quota is 1 to {} points, like `/contest quota 300`.", number(*most))
        }
        QuotaRefusal::NotSet { title } => {
            format!("*{}* asks for no quota; a manager sets one with `/contest quota 300`.", typed(title))
        }
        QuotaRefusal::Private { title } => {
            format!("In *{}* each sees only their own quota: `/pace quota`.", typed(title))
        }
        QuotaRefusal::NotSetFor { name, title } => {
            format!("{} has no quota of their own in *{}*.", typed(name), typed(title))
        }
    }
}
