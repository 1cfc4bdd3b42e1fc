//! Rules in words: how points work, what a change would mean, and the bonuses beside them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Message;
use super::blocks::{action, actions, primary, section};
use super::escape::typed;
use super::words::{capitalised, list, local, moment, multiplier, number, place, things, zone};
use crate::domain::bonus::{Bonus, BonusTime, KINDS};
use crate::domain::change::{BonusNews, Changed, NewRules, Preview, RulesRefusal, between};
use crate::domain::kind::Kind;
use crate::domain::rulebook::{Period, Rule};
use crate::domain::rules::Rules;

/// How points work in a contest.
pub fn rules(title: &str, rules: &Rules, zone: Tz, now: DateTime<Utc>) -> Message {
    let book = &rules.at(now).book;
    let mut lines = vec![format!("*How points work in {}*", typed(title))];
    lines.extend(to_come(rules, zone, now));
    lines.extend(book.rules.iter().map(rule_line));
    lines.push(format!(
        "At most {} points a day. The first share of a week that pays adds {} on top.",
        book.daily_points, book.first_of_week
    ));
    lines.push(format!(
        "Three active workdays make an active week; each one in a row multiplies by {} more, up to {}. One missed \
         week in {} is forgiven.",
        multiplier(book.streak.step_percent),
        multiplier(100 + book.streak.most_percent),
        book.streak.freeze_every
    ));
    lines.push(format!(
        "Words {} % like an earlier share earn half, from {} % nothing. The same link counts once, and one \
         person's own post belongs to whoever shared it first.",
        book.likeness.similar, book.likeness.copied
    ));
    Message::plain(lines.join("\n"))
}

fn rule_line(rule: &Rule) -> String {
    let mut line = format!("• {}: {}", capitalised(&typed(&rule.label)), number(rule.points));
    if rule.min_words > 0 {
        line.push_str(&format!(", with at least {} characters of your own words", rule.min_words));
    }
    let caps: Vec<String> = rule
        .caps
        .iter()
        .map(|cap| {
            let per = match cap.per {
                Period::Day => "a day",
                Period::Week => "a week",
            };
            let network = if cap.each_network { " and network" } else { "" };
            format!("{} {per}{network}", cap.count)
        })
        .collect();
    if !caps.is_empty() {
        line.push_str(&format!("; {}", caps.join(", ")));
    }
    line
}

/// The changes and bonuses that are to come or under way, a line each.
pub(super) fn to_come(rules: &Rules, zone: Tz, now: DateTime<Utc>) -> Vec<String> {
    let present = &rules.at(now).book;
    let mut lines: Vec<String> = rules
        .to_come(now)
        .map(|version| {
            let changed = changes(&between(present, &version.book));
            format!(":memo: From {}: {changed}.", moment(version.from, zone, now))
        })
        .collect();
    let bonuses = rules.bonuses.iter().filter(|bonus| bonus.is_to_come(now) && bonus.team.is_none());
    lines.extend(bonuses.map(|bonus| format!("{} {}", icon(bonus), sentence(bonus, zone, now))));
    lines
}

/// What is asked before rules are changed: how the contest so far would stand under them.
pub fn preview(preview: &Preview, now: DateTime<Utc>) -> Message {
    let from = match preview.from {
        None => "from now on".to_owned(),
        Some(from) => format!("from {} on", moment(from, preview.zone, now)),
    };
    let mut lines = vec![
        format!("*{}* would go by other rules {from}:", typed(&preview.title)),
        format!("{}.", capitalised(&changes(&preview.changed))),
        replayed(preview),
    ];
    lines.extend(preview.moved.iter().map(|moved| {
        let (before, after) = moved.place;
        let places =
            if before == after { place(after) } else { format!("{} → {}", place(before), place(after)) };
        let (had, has) = moved.points;
        format!("• {}: {places}, {} → {} points", typed(&moved.name), number(had), number(has))
    }));
    let more = preview.movers - preview.moved.len();
    if more > 0 {
        lines.push(format!("… and {} more.", number(i64::try_from(more).unwrap_or(i64::MAX))));
    }
    lines.push("What was earned stays as it is; the new rules count from then on.".to_owned());
    let text = lines.join("\n");
    let value = format!("{}|{}", preview.contest, preview.ask);
    let buttons = vec![primary("Change the rules", action::CHANGE_RULES, &value)];
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

fn replayed(preview: &Preview) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let shares = things(count(preview.shares), "share", "shares");
    match (preview.shares, preview.movers) {
        (0, _) => "Nobody has shared anything yet, so nobody would stand elsewhere.".to_owned(),
        (_, 0) => format!(
            "Played again with these rules, the {shares} so far would leave everybody where they are."
        ),
        (_, n) => format!(
            "Played again with these rules, the {shares} so far would change the points or place of {}:",
            things(count(n), "player", "players")
        ),
    }
}

/// `original post 10 → 12, at most a day 30 → 40`.
pub(super) fn changes(changed: &[Changed]) -> String {
    if changed.is_empty() {
        return "caps, streaks or likeness change, the points stay".to_owned();
    }
    let one = |c: &Changed| format!("{} {} → {}", typed(&c.label), number(c.before), number(c.after));
    list(&changed.iter().map(one).collect::<Vec<_>>(), "and")
}

/// That rules change: for the channel, and for whoever changed them.
pub fn new_rules(new: &NewRules, now: DateTime<Utc>) -> Message {
    let from = if new.from <= now { "now".to_owned() } else { moment(new.from, new.zone, now) };
    Message::plain(format!(
        ":memo: New rules in *{}* from {from} on: {}. What was earned before stays as it is.",
        typed(&new.title),
        changes(&new.changed)
    ))
}

/// A bonus that was scheduled, or begins.
pub fn bonus(news: &BonusNews, now: DateTime<Utc>) -> Message {
    let (title, bonus) = (typed(&news.title), &news.bonus);
    let text = match &news.team {
        Some(team) => format!(
            ":clapper: *{}* chose their play of the week in *{title}*: {} count {} for them {}.",
            typed(team),
            kinds(&bonus.kinds),
            factor(bonus),
            match bonus.time {
                BonusTime::Once(from, _) if from > now => {
                    format!("from {} to {}", local(from, news.zone, now), until(bonus, news.zone, now))
                }
                _ => format!("until {}", until(bonus, news.zone, now)),
            }
        ),
        None => format!("{} *{title}*: {}", icon(bonus), sentence(bonus, news.zone, now)),
    };
    Message::plain(text)
}

/// The same for the manager who scheduled it.
pub fn bonus_set(news: &BonusNews, now: DateTime<Utc>) -> Message {
    let text = bonus(news, now).text;
    Message::plain(format!(
        "{text} The channel hears of it; `/contest bonus cancel {}` takes it back.",
        news.bonus.number
    ))
}

/// A bonus that is called off.
pub fn bonus_off(news: &BonusNews) -> Message {
    let what = match &news.team {
        Some(team) => format!("The {} of *{}*", typed(&news.bonus.label), typed(team)),
        None => format!("The {}", typed(&news.bonus.label)),
    };
    Message::plain(format!(
        ":memo: {what} in *{}* is off; what it added until now stays.",
        typed(&news.title)
    ))
}

/// What captains may do from now on.
pub fn plays(title: &str, percent: u32) -> Message {
    Message::plain(match percent {
        0 => format!("Captains of *{}* choose no play of the week from now on.", typed(title)),
        _ => format!(
            "Captains of *{}* may choose a play of the week: `/contest team play comments` counts them ×{}.",
            typed(title),
            multiplier(percent)
        ),
    })
}

/// `/contest bonus`: what is scheduled.
pub fn bonuses(title: &str, rules: &Rules, zone: Tz, now: DateTime<Utc>) -> Message {
    let coming: Vec<String> = rules
        .bonuses
        .iter()
        .filter(|bonus| bonus.is_to_come(now))
        .map(|bonus| {
            let whose = if bonus.team.is_some() { " (for one team)" } else { "" };
            format!("• {}: {}{whose}", bonus.number, sentence(bonus, zone, now))
        })
        .collect();
    let title = typed(title);
    if coming.is_empty() {
        return Message::plain(format!(
            "No bonus is scheduled in *{title}*. `/contest bonus x2 from tomorrow 11:00 for 1h` makes an hour count double."
        ));
    }
    Message::plain(format!("*Bonuses in {title}*\n{}", coming.join("\n")))
}

fn icon(bonus: &Bonus) -> &'static str {
    if bonus.is_rest() { ":palm_tree:" } else { ":zap:" }
}

/// `Bonus hour from tomorrow, 11:00 to 12:00 (Berlin): articles count ×2.`
pub(super) fn sentence(bonus: &Bonus, zone: Tz, now: DateTime<Utc>) -> String {
    let label = capitalised(&typed(&bonus.label));
    let effect = match bonus.is_rest() {
        true => "no share is taken in; what you share before or after counts".to_owned(),
        false => format!("{} {} {}", kinds(&bonus.kinds), counts(bonus), factor(bonus)),
    };
    match bonus.time {
        BonusTime::Weekends(from) if from > now => {
            format!("{label}: on Saturdays and Sundays from {} on, {effect}.", moment(from, zone, now))
        }
        BonusTime::Weekends(_) => format!("{label}: on Saturdays and Sundays {effect}."),
        BonusTime::Once(from, _) if from > now => {
            format!("{label} from {} to {}: {effect}.", local(from, zone, now), until(bonus, zone, now))
        }
        BonusTime::Once(..) => format!("{label} until {}: {effect}.", until(bonus, zone, now)),
    }
}

/// The end, without the day where that is the day of its start.
fn until(bonus: &Bonus, in_zone: Tz, now: DateTime<Utc>) -> String {
    let BonusTime::Once(from, until) = bonus.time else { return String::new() };
    let (start, end) = (from.with_timezone(&in_zone), until.with_timezone(&in_zone));
    match start.date_naive() == end.date_naive() && from > now {
        true => format!("{} ({})", end.format("%H:%M"), zone(in_zone)),
        false => moment(until, in_zone, now),
    }
}

fn kinds(kinds: &[Kind]) -> String {
    if kinds.is_empty() {
        return "everything".to_owned();
    }
    let word = |kind: &Kind| match kind {
        Kind::Share => "shares",
        Kind::Original => "original posts",
        Kind::Article => "articles",
        Kind::Comment => "comments",
        Kind::Like => "likes",
    };
    list(&kinds.iter().map(|kind| word(kind).to_owned()).collect::<Vec<_>>(), "and")
}

fn counts(bonus: &Bonus) -> &'static str {
    if bonus.kinds.is_empty() { "counts" } else { "count" }
}

fn factor(bonus: &Bonus) -> String {
    format!("×{}", multiplier(bonus.percent))
}

/// Why rules are not changed.
pub(super) fn refusal(refusal: &RulesRefusal) -> String {
    match refusal {
        RulesRefusal::UnknownRule { word, nearest: Some(nearest), .. } => {
            format!("There is no rule \"{}\". Did you mean `{nearest}`?", typed(word))
        }
        RulesRefusal::UnknownRule { word, nearest: None, known } => {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            format!("There is no rule \"{}\"; there are {}.", typed(word), list(&known, "and"))
        }
        RulesRefusal::BadNumber { word, reason } => {
            format!("I cannot set \"{}\": {}. Write it like `original=12`.", typed(word), typed(reason))
        }
        RulesRefusal::Twice { name } => {
            format!("`{}` stands there twice; say one number for it.", typed(name))
        }
        RulesRefusal::SetAlready { number, label } => format!(
            "There is a {} for that already; `/contest bonus cancel {number}` takes it back.",
            typed(label)
        ),
        RulesRefusal::NothingChanges => {
            "Those are the rules already; `/contest rules` shows them.".to_owned()
        }
        RulesRefusal::Outdated { title } => format!(
            "The rules of *{}* have changed since that preview; `/contest rules …` shows what it would mean now.",
            typed(title)
        ),
        RulesRefusal::BadMoment => {
            "That moment does not lie between now and the contest's end; try `from tomorrow 9:00`.".to_owned()
        }
        RulesRefusal::BadFactor { least, most } => {
            format!("A bonus multiplies by {} to {}: `x2`.", multiplier(*least), multiplier(*most))
        }
        RulesRefusal::TooLong { days } => {
            format!(
                "A bonus lasts at most {days} days, or it is none; `/contest rules` changes points for good."
            )
        }
        RulesRefusal::BadLabel { most } => {
            format!("A bonus is called something of 1 to {most} characters: `\"Power hour\"`.")
        }
        RulesRefusal::TooMany { most } => {
            format!("{most} bonuses are scheduled already; `/contest bonus cancel` with a number makes room.")
        }
        RulesRefusal::NoBonus { number } => {
            format!("No bonus {number} is to come; `/contest bonus` lists those that are.")
        }
        RulesRefusal::UnknownKind { word, nearest } => {
            let known: Vec<String> = KINDS.iter().map(|kind| format!("`{kind}`")).collect();
            match nearest {
                Some(nearest) => format!("There is no kind \"{}\". Did you mean `{nearest}`?", typed(word)),
                None => format!("There is no kind \"{}\"; there are {}.", typed(word), list(&known, "and")),
            }
        }
        RulesRefusal::Chosen { label } => {
            format!("Your team has its {} already; the next can be chosen on Monday.", typed(label))
        }
        RulesRefusal::PlayTooHigh { most } => {
            let most = multiplier(*most);
            format!("A play of the week counts at most ×{most} here: write `x{most}`, or leave it out.")
        }
        RulesRefusal::NoPlays { title } => {
            format!("Teams choose no play of the week in *{}*; a manager can allow it.", typed(title))
        }
    }
}
