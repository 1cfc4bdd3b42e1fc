//! `/pace`: the own place, why each share earned what it did, and undo.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use super::Message;
use super::blocks::{action, actions, button, section};
use super::corrections;
use super::escape::typed;
use super::format;
use super::words::{local, multiplier, number, place, span, things};
use crate::domain::contest::Phase;
use crate::domain::kind::Kind;
use crate::domain::measure::Award;
use crate::domain::pace::{Me, MyContest, Undone, Why, WhyLine};
use crate::domain::score::Verdict;

/// `/pace me`.
pub fn me(me: &Me) -> Message {
    let mut lines: Vec<String> = me
        .contests
        .iter()
        .map(|c| {
            if let Some(aside) = c.aside {
                return format!(
                    "*{}*: {}; {} left{}. {}",
                    typed(&c.title),
                    things(c.points, "point", "points"),
                    span(c.left),
                    quota(c),
                    format::aside(aside, Phase::Open)
                );
            }
            if let Some(shown) = &c.shown {
                let whose = if c.is_team { "your team has " } else { "" };
                let (title, shown) = (typed(&c.title), format::shown(shown));
                return format!("*{title}*: {whose}{shown}; {} left{}", span(c.left), quota(c));
            }
            let gap =
                c.behind.map_or_else(String::new, |gap| format!(", {} behind the next place", number(gap)));
            format!(
                "*{}*: {} with {}{gap}; {} left{}",
                typed(&c.title),
                place(c.place),
                things(c.points, "point", "points"),
                span(c.left),
                quota(c)
            )
        })
        .collect();
    if lines.is_empty() {
        lines.push("You are in no running contest. `/contest list` shows what there is to join.".to_owned());
    }
    if me.days_needed == 0 {
        return Message::plain(lines.join("\n"));
    }
    let streak = match me.streak_weeks {
        0 => String::new(),
        1 => "One active week so far. ".to_owned(),
        n => format!("{} active weeks in a row. ", super::words::count_first(n.into())),
    };
    lines.push(format!(
        "{streak}This week: active on {} of {} workdays.",
        me.days_this_week.min(me.days_needed),
        me.days_needed
    ));
    Message::plain(lines.join("\n"))
}

fn quota(contest: &MyContest) -> String {
    contest.quota.as_ref().map_or_else(String::new, |pace| format!("; {}", super::quota::piece(pace)))
}

/// `/pace why`.
pub fn why(why: &Why, now: DateTime<Utc>) -> Message {
    if why.lines.is_empty() && why.corrections.is_empty() && why.awards.is_empty() {
        return Message::plain(format!(
            "You have shared nothing in *{}* yet. `/share` and a link starts it.",
            typed(&why.title)
        ));
    }
    let mut lines = vec![format!("*{}*: {}, share by share", typed(&why.title), number(why.total))];
    lines.extend(why.corrections.iter().map(|correction| corrections::line(correction, why.zone, now)));
    let mut appeals = Vec::new();
    let mut appeal = |text: &mut String, name: &str, what: &str| {
        let number = appeals.len() + 1;
        text.push_str(&format!(" · appeal {number}"));
        let value = format!("{}|{what}", why.contest);
        appeals.push(button(&format!("Appeal {number}"), &format!("{name}.{number}"), &value));
    };
    // Of what lost nothing the rep may think otherwise too; of awards there are few.
    let mut left = APPEALS_MOST;
    for award in &why.awards {
        let mut text = award_line(award, why.zone, now);
        if award.stands && left > 0 {
            appeal(&mut text, action::APPEAL_AWARD, award.entry.as_str());
            left -= 1;
        }
        lines.push(text);
    }
    for line in &why.lines {
        let mut text = why_line(line, why.zone, now);
        if line.stands && has_lost(line) && left > 0 {
            appeal(&mut text, action::APPEAL, line.share.as_str());
            left -= 1;
        }
        lines.push(text);
    }
    let text = lines.join("\n");
    if appeals.is_empty() {
        return Message::plain(text);
    }
    // In parts, so that each entry with a button is seen.
    let mut blocks: Vec<Value> = lines.chunks(LINES).map(|part| section(part.join("\n"))).collect();
    blocks.push(actions(appeals));
    Message { blocks, text }
}

/// So many lines fit a section.
const LINES: usize = 10;

/// Most that can be appealed from one list: Slack takes no more buttons in a row.
const APPEALS_MOST: usize = 25;

/// Whether a share earned less than it might have.
fn has_lost(line: &WhyLine) -> bool {
    line.verdict != Verdict::Counted || line.halved || line.cut > 0 || line.spent.is_some()
}

fn award_line(award: &Award, zone: Tz, now: DateTime<Utc>) -> String {
    let (when, points) = (local(award.at, zone, now), number(award.points));
    let mut reason = typed(&award.label);
    if award.cut > 0 {
        reason.push_str(&format!(", {} over the week's most", number(award.cut)));
    }
    reason.push_str(&by_version(award.rules));
    match award.stands {
        true => format!("• {when}: *+{points}*, {reason}"),
        false => format!("• {when}: taken back (was +{points}), {reason}"),
    }
}

fn why_line(line: &WhyLine, zone: Tz, now: DateTime<Utc>) -> String {
    let link = link(&line.url);
    let when = local(line.shared_at, zone, now);
    let reason = reason(line);
    if line.stands {
        format!("• {when}: *+{}*, {reason} ({link})", number(line.paid))
    } else {
        format!("• {when}: taken back (was +{}), {reason} ({link})", number(line.paid))
    }
}

/// The whole address behind a short label: a cut address would be a wrong one.
pub(super) fn link(url: &str) -> String {
    const SHOWN: usize = 50;
    let bare = url.split_once("://").map_or(url, |(_, bare)| bare).trim_start_matches("www.");
    let mut label: String = bare.chars().take(SHOWN).collect();
    if bare.chars().nth(SHOWN).is_some() {
        label.push('…');
    }
    let address = url.replace('&', "&amp;").replace('<', "%3C").replace('>', "%3E").replace('|', "%7C");
    format!("<{address}|{}>", typed(&label).replace('|', "¦"))
}

fn reason(line: &WhyLine) -> String {
    let label = line.label.as_deref().unwrap_or("link");
    match line.verdict {
        Verdict::Copied => return format!("reads {} % like {}", line.likeness, earlier(line.likest)),
        Verdict::Capped => return "counted, every cap that fits was spent".to_owned(),
        Verdict::Counted => {}
    }
    let mut reason = format!("{} {}", typed(label), line.base);
    if let Some((label, points)) = &line.spent {
        reason.push_str(&format!(", the cap of {} ({points}) being spent", typed(label)));
    }
    if line.halved {
        reason.push_str(&format!(", half for reading {} % like {}", line.likeness, earlier(line.likest)));
    }
    if line.multiplier != 100 {
        reason.push_str(&format!(" × {}", multiplier(line.multiplier)));
    }
    if let Some(bonus) = &line.bonus {
        reason.push_str(&format!(" ({})", typed(bonus)));
    }
    if line.cut > 0 {
        reason.push_str(&format!(", {} over the day's most", line.cut));
    }
    if line.first_of_week > 0 {
        reason.push_str(&format!(" + {} first of the week", line.first_of_week));
    }
    reason.push_str(&by_version(line.rules));
    reason
}

/// The version of the rules, where they were changed.
fn by_version(rules: i64) -> String {
    if rules > 1 { format!(", by version {rules} of the rules") } else { String::new() }
}

/// `an earlier article`, whoever's it was.
fn earlier(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Original) => "an earlier original post",
        Some(Kind::Article) => "an earlier article",
        Some(Kind::Comment) => "an earlier comment",
        Some(Kind::Share | Kind::Like) | None => "an earlier share",
    }
}

/// `/pace undo`.
pub fn undone(undone: &Undone) -> Message {
    let taken: Vec<String> = undone
        .contests
        .iter()
        .map(|(title, points)| format!("{} in *{}*", number(-points), typed(title)))
        .collect();
    let taken =
        if taken.is_empty() { String::new() } else { format!(" ({})", super::words::list(&taken, "and")) };
    Message::plain(format!(
        ":leftwards_arrow_with_hook: Taken back{taken}. The link and its place under the caps are free again."
    ))
}
