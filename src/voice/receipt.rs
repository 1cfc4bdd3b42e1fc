//! Receipts: the private answer to a share, at most four lines.

use super::Message;
use super::blocks::{action, actions, button, section};
use super::escape::typed;
use super::words::{capitalised, count, count_first, multiplier, number, place, things};
use super::{format, quota};
use crate::domain::contest::Phase;
use crate::domain::format::Shown;
use crate::domain::receipt::{Line, Receipt, StreakLine};
use crate::domain::score::Verdict;

/// The answer to a share that was taken in.
pub fn receipt(receipt: &Receipt) -> Message {
    let lead = &receipt.lead;
    let mut lines = vec![earned(lead, receipt.streak)];
    if lead.score.verdict != Verdict::Copied {
        lines.push(standing(lead));
        lines.extend(outlook(lead, receipt.streak));
    }
    lines.extend(rest(receipt));
    if let Some(mark) = &receipt.disclose {
        remind(&mut lines, mark);
    }
    let text = lines.join("\n");
    if lead.score.with_more_words.is_none() || lead.score.verdict == Verdict::Copied {
        return Message::plain(text);
    }
    let add = button("Add own words", action::FORM_WORDS, receipt.share.as_str());
    Message { blocks: vec![section(text.clone()), actions(vec![add])], text }
}

/// Most lines of a receipt.
const LINES: usize = 4;

/// Reminds of the mark that a post with prizes in sight should carry: in a line of its own, if there is one left.
fn remind(lines: &mut Vec<String>, mark: &str) {
    let reminder = format!("There are prizes here, so say so in the post: {}.", typed(mark));
    let is_full = lines.len() >= LINES;
    match lines.last_mut() {
        Some(last) if is_full => last.push_str(&format!(" {reminder}")),
        _ => lines.push(reminder),
    }
}

/// What it earned and why, or why nothing.
fn earned(line: &Line, streak: StreakLine) -> String {
    let score = &line.score;
    if score.verdict == Verdict::Copied {
        return format!(
            ":bulb: This reads {} % like something already shared here, so it earns nothing. Add one line only \
             you could write and `/share` it again.",
            line.likeness
        );
    }
    let hint = more_words(line);
    if score.total() == 0 {
        let hint = hint.map_or_else(String::new, |hint| format!(" {hint}"));
        return format!(":memo: Counted, no points: {}{hint}", nothing(line, streak));
    }
    let hint = hint.map_or_else(String::new, |hint| format!(". {hint}"));
    let mut parts = vec![format!("{}{}", typed(line.label.as_deref().unwrap_or("share")), steps(line))];
    if score.first_of_week > 0 {
        parts.push(format!("first this week ({})", score.first_of_week));
    }
    format!(":white_check_mark: *+{}* — {}{hint}", score.total(), parts.join(" · "))
}

/// The steps from the rule's points to what was paid, where there was more than one.
fn steps(line: &Line) -> String {
    let score = &line.score;
    let mut steps = number(score.base);
    if score.halved {
        steps = format!("{steps} × ½");
    }
    if score.multiplier != 100 {
        steps = format!("{steps} × {}", multiplier(score.multiplier));
    }
    if let Some(bonus) = &line.bonus {
        steps = format!("{steps}, {}", typed(bonus));
    }
    if score.cut > 0 {
        steps = format!("{steps}, the day's most leaves {}", number(score.points));
    }
    if score.halved {
        steps = format!("{steps}; {} % like an earlier share", line.likeness);
    }
    format!(" ({steps})")
}

fn nothing(line: &Line, streak: StreakLine) -> String {
    let score = &line.score;
    let mut why = match (score.verdict, &line.label) {
        (Verdict::Counted, _) if score.cut > 0 => "you have today's most already".to_owned(),
        (Verdict::Counted, Some(label)) => format!("a {} pays nothing here", typed(label)),
        _ => "what counts of this kind today is already in".to_owned(),
    };
    why.push_str(match (streak.needed > 0, score.verdict, &line.label) {
        (false, ..) => ".",
        (true, Verdict::Counted, Some(_)) if score.cut == 0 => ", but it keeps your week active.",
        _ => ". It keeps your week active.",
    });
    if let Some((label, points)) = &line.still_pays {
        why.push_str(&format!(" {} would still pay {points}.", with_article(label)));
    }
    why
}

/// `An article`, `A comment`.
fn with_article(label: &str) -> String {
    let article = if label.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    format!("{article} {}", typed(label))
}

fn more_words(line: &Line) -> Option<String> {
    let (points, words) = line.score.with_more_words?;
    Some(format!("With {words} characters of your own words it would pay {points}."))
}

/// Place, how it moved, and how far the next one is.
fn standing(line: &Line) -> String {
    if let Some(aside) = line.aside {
        let points = things(line.total, "point", "points");
        return format!(
            "You have {points} in *{}*. {}",
            typed(&line.title),
            format::aside(aside, Phase::Open)
        );
    }
    if let Some(shown) = &line.shown {
        if let Shown::Held { days, points } = shown {
            let (points, days) = (number(*points), things(*days, "day", "days"));
            return format!("You have {points} today in *{}*, and {days} on the hill.", typed(&line.title));
        }
        let who = match (line.is_team, shown) {
            (true, _) => "Your team has",
            (false, Shown::Percent { .. }) => "You are at",
            (false, _) => "You have",
        };
        return format!("{who} {} in *{}*.", format::shown(shown), typed(&line.title));
    }
    let moved = match line.place_before.map(|before| before - line.place) {
        Some(up @ 1..) => format!(", up {}", count(up)),
        Some(down @ ..=-1) => format!(", down {}", count(-down)),
        _ => String::new(),
    };
    let gap = match line.behind {
        Some(behind) => format!("; {} behind the next place", number(behind)),
        None if line.total > 0 => "; nobody is ahead of you".to_owned(),
        None => String::new(),
    };
    format!(
        "You are *{}* in *{}* with {}{moved}{gap}.",
        place(line.place),
        typed(&line.title),
        number(line.total)
    )
}

/// The streak, the next milestone, and the quota.
fn outlook(line: &Line, streak: StreakLine) -> Option<String> {
    let next = line
        .next_milestone
        .map(|at| format!("Next milestone: {} ({} to go).", number(at), number(at - line.total)));
    let weeks = i64::from(streak.before);
    let quota = line.quota.as_ref().map(|pace| format!("{}.", capitalised(&quota::piece(pace))));
    let lit = match (weeks, line.score.multiplier) {
        (1.., 101..) if line.bonus.is_none() => Some(format!(
            ":fire: {}: ×{}.",
            match weeks {
                1 => "One active week behind you".to_owned(),
                _ => format!("{} active weeks in a row", count_first(weeks)),
            },
            multiplier(line.score.multiplier)
        )),
        _ if streak.days < streak.needed => Some(format!(
            "Active {} of {} workdays this week.",
            number(streak.days.into()),
            number(streak.needed.into())
        )),
        _ => None,
    };
    let told: Vec<String> = [lit, next, quota].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// The other contests, what was joined by this share, and what it earned beside points.
fn rest(receipt: &Receipt) -> Option<String> {
    let has_joined = |title: &String| receipt.joined.contains(title);
    let mut parts = Vec::new();
    let (paid, unpaid): (Vec<&Line>, Vec<&Line>) =
        receipt.others.iter().partition(|line| line.score.total() > 0);
    // Where it paid nothing there is nothing to say, but that one plays there now.
    let joined: Vec<String> = [&receipt.lead]
        .into_iter()
        .chain(unpaid)
        .filter(|line| has_joined(&line.title))
        .map(|line| format!("*{}*", typed(&line.title)))
        .collect();
    if !joined.is_empty() {
        parts.push(format!("You are in {} now.", super::words::list(&joined, "and")));
    }
    let others: Vec<String> = paid
        .into_iter()
        .map(|line| {
            let joined = if has_joined(&line.title) { ", where you play now" } else { "" };
            format!("+{} in *{}*{joined}", line.score.total(), typed(&line.title))
        })
        .collect();
    if !others.is_empty() {
        parts.push(format!("Also {}.", super::words::list(&others, "and")));
    }
    parts.extend(super::badges::told(&receipt.earned));
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::domain::score::Score;

    fn line(title: &str, points: i64) -> Line {
        Line {
            contest: title.into(),
            title: title.to_owned(),
            score: Score {
                verdict: if points > 0 { Verdict::Counted } else { Verdict::Capped },
                rule: None,
                base: points,
                halved: false,
                multiplier: 100,
                points,
                cut: 0,
                first_of_week: 0,
                with_more_words: None,
            },
            label: None,
            bonus: None,
            likeness: 0,
            total: 30,
            place: 1,
            place_before: None,
            behind: None,
            shown: None,
            is_team: false,
            aside: None,
            quota: None,
            next_milestone: None,
            still_pays: None,
        }
    }

    fn of(lead: Line, others: Vec<Line>, joined: &[&str]) -> Receipt {
        let joined = joined.iter().map(|title| (*title).to_owned()).collect();
        let streak = StreakLine { before: 0, days: 3, needed: 3 };
        Receipt { share: "s1".into(), lead, others, joined, earned: Vec::new(), disclose: None, streak }
    }

    #[test]
    fn what_would_still_pay_ends_in_one_full_stop() {
        let mut lead = line("Cup", 0);
        lead.still_pays = Some(("article".to_owned(), 15));
        lead.score.with_more_words = Some((5, 100));
        assert_snapshot!(receipt(&of(lead, Vec::new(), &[])).text, @r"
        :memo: Counted, no points: what counts of this kind today is already in. It keeps your week active. An article would still pay 15. With 100 characters of your own words it would pay 5.
        You are *1st* in *Cup* with 30; nobody is ahead of you.
        ");
    }

    #[test]
    fn where_a_share_paid_nothing_beside_is_not_told() {
        let others = vec![line("Dash", 5), line("Knockout", 0), line("League", 0)];
        assert_snapshot!(receipt(&of(line("Cup", 10), others, &["League", "Dash"])).text, @r"
        :white_check_mark: *+10* — share (10)
        You are *1st* in *Cup* with 30; nobody is ahead of you.
        You are in *League* now. Also +5 in *Dash*, where you play now.
        ");
        let nothing_beside = of(line("Cup", 10), vec![line("Knockout", 0)], &[]);
        assert_eq!(receipt(&nothing_beside).text.lines().count(), 2);
    }
}
