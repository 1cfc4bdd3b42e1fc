//! The form for a new contest, and its preview.

use super::Form;
use super::elements::{Choice, channel, checkboxes, date, line, number, select, time};
use crate::domain::contest::{PRIZES_MOST, TITLE_MOST};
use crate::domain::format::Format;
use crate::domain::forms::{ContestForm, Rates};
use crate::domain::quota;
use crate::domain::refusal::Refusal;
use crate::domain::season::Every;
use crate::domain::teams::TeamRefusal;
use crate::voice::Message;
use crate::voice::blocks::{action, context};
use crate::voice::escape::typed;
use crate::voice::words::{capitalised, zone};

/// The fields of the form for a new contest; the numbers of its format stand under their keys.
pub mod field {
    /// Its template.
    pub const TEMPLATE: &str = "template";
    /// Its title.
    pub const TITLE: &str = "title";
    /// The date it starts on; now where empty.
    pub const STARTS: &str = "starts";
    /// The time it starts at.
    pub const FROM: &str = "from";
    /// The date it ends on.
    pub const ENDS: &str = "ends";
    /// The time it ends at.
    pub const UNTIL: &str = "until";
    /// Where it is announced.
    pub const CHANNEL: &str = "channel";
    /// The points that everybody is asked for.
    pub const QUOTA: &str = "quota";
    /// The teams that it begins with.
    pub const TEAMS: &str = "teams";
    /// Its prizes.
    pub const PRIZES: &str = "prizes";
    /// How often it comes again.
    pub const EVERY: &str = "every";
    /// When its board comes.
    pub const BOARD: &str = "board";
    /// What its points are.
    pub const RULEBOOK: &str = "rulebook";
    /// What else there is to say.
    pub const MORE: &str = "more";
}

/// The action of the template's menu.
pub const CHOOSE_TEMPLATE: &str = "contest.template";
/// The name of the preview, which starts the contest.
pub const PREVIEW: &str = "form.contest.preview";
/// The box that makes a dry run of it.
pub const DRY: &str = "dry";
/// The value of a contest that does not come again.
const ONCE: &str = "once";
/// The largest number of a format, with a digit to spare: what is too much is told in our words.
const NUMBER_MOST: i64 = 9_999_999;

/// Most characters of the names of teams.
const TEAMS_LONGEST: usize = 400;

/// How to start a contest without the form.
pub const INSTEAD: &str =
    "type `/contest start sprint-week \"Title\"`; `/contest templates` lists what else there is.";

/// Asks for a new contest.
pub fn form(facts: &ContestForm) -> Form {
    let of = |field: &str| format!("{field}:{}", facts.template);
    let zone = zone(facts.zone);
    let templates: Vec<Choice> =
        facts.templates.iter().map(|(name, title, about)| Choice::new(name, title).about(about)).collect();
    let (starts, ends) = (facts.starts, facts.ends);
    let mut blocks = vec![
        select(field::TEMPLATE, "What kind of contest?", &templates, Some(&facts.template))
            .tells(CHOOSE_TEMPLATE)
            .block(),
        line(&of(field::TITLE), "Title", &facts.title, TITLE_MOST).block(),
        channel(field::CHANNEL, "Channel", facts.channel.as_ref().map(|it| it.as_str()))
            .hint("Where it is announced and its board comes; I have to be in it.")
            .block(),
        date(&of(field::STARTS), "Starts on", starts.map(|at| at.date()))
            .hint("Now, if you leave it and the time empty.")
            .optional()
            .block(),
        time(&of(field::FROM), &format!("Starts at ({zone} time)"), starts.map(|at| at.time()))
            .optional()
            .block(),
        date(&of(field::ENDS), "Ends on", Some(ends.date())).block(),
        time(&of(field::UNTIL), &format!("Ends at ({zone} time)"), Some(ends.time()))
            .hint("With the end of that day, if you leave it empty.")
            .optional()
            .block(),
    ];
    for (key, now) in facts.format.numbers() {
        if let Some(label) = asked(&facts.format, key) {
            blocks.push(number(&of(key), label, Some(now), (0, NUMBER_MOST)).block());
        }
    }
    if facts.format.has_teams() {
        let hint =
            "Their names, with commas between them; captains can make more. People join them by a command.";
        blocks.push(line(&of(field::TEAMS), "Teams", "", TEAMS_LONGEST).hint(hint).optional().block());
    }
    blocks.extend([
        number(&of(field::QUOTA), "Points asked of everybody", facts.quota, (0, quota::MOST))
            .hint("A quota; leave it empty where there is none.")
            .optional()
            .block(),
        line(&of(field::PRIZES), "Prizes", &facts.prizes, PRIZES_MOST)
            .hint(
                "As the announcement has them; `/contest prize` gives each place its own."
                    .replace('`', "")
                    .as_str(),
            )
            .optional()
            .block(),
        select(&of(field::EVERY), "Comes again", &repeats(), Some(every_value(facts.every))).block(),
        time(field::BOARD, &format!("Daily board at ({zone} time)"), Some(facts.board_at)).block(),
    ]);
    blocks.extend(rules(facts));
    let dry = [Choice::new(DRY, "Try it out first").about("it scores silently, and only managers see it")];
    blocks.push(checkboxes(field::MORE, "Dry run", &dry, |_| false).block());
    Form {
        name: action::FORM_CONTEST,
        title: "New contest",
        submit: Some("Preview"),
        close: "Cancel",
        blocks,
        metadata: facts.here.to_string(),
    }
}

/// What counts: a menu where there are several rulebooks, else a line.
fn rules(facts: &ContestForm) -> Option<serde_json::Value> {
    match facts.rulebooks.as_slice() {
        [] => None,
        [only] => Some(context(format!("What counts: {}.", typed(&pays(only))))),
        several => {
            let choices: Vec<Choice> = several
                .iter()
                .map(|rates| Choice::new(&rates.name, &capitalised(&rates.name)).about(&pays(rates)))
                .collect();
            let field = format!("{}:{}", field::RULEBOOK, facts.template);
            Some(select(&field, "What counts", &choices, Some(&several[0].name)).block())
        }
    }
}

fn pays(rates: &Rates) -> String {
    let pays: Vec<String> =
        rates.pays.iter().take(4).map(|(label, points)| format!("{label} {points}")).collect();
    format!("{}; at most {} a day", pays.join(", "), rates.daily)
}

/// What a number of a format is.
fn asked(format: &Format, key: &str) -> Option<&'static str> {
    Some(match (format, key) {
        (Format::FirstTo(_), "points") => "Points that win",
        (Format::EveryoneTo(_), "points") => "Points for everyone to reach",
        (Format::EveryoneIn(_), "shares") => "Shares from each of us, every week",
        (Format::Goal(_), "points") => "Points to reach together",
        (Format::OwnTarget(_), "floor") => "Least target, in points",
        (Format::OwnTarget(_), "most_percent") => "Most that counts, in % of the target",
        (Format::Raffle(_), "points_a_ticket") => "Points that make a ticket",
        (Format::Raffle(_), "qualify") => "Points from which on tickets count",
        (Format::Raffle(_), "winners") => "Winners to draw",
        (Format::TugOfWar(_), "margin") => "Lead that wins, in points",
        (Format::Relay(_), "leg") => "Points of a leg",
        (Format::Knockout(_), "places") => "Places in the bracket (4, 8 or 16)",
        (Format::League(_), "pool") => "Most players in a pool (2 to 10)",
        (Format::League(_), "moves") => "Players who go up and down each round",
        (Format::League(_), "rounds") => "Rounds",
        _ => return None,
    })
}

fn repeats() -> [Choice; 3] {
    [
        Choice::new(ONCE, "Not by itself"),
        Choice::new(every_value(Some(Every::Week)), "Every week"),
        Choice::new(every_value(Some(Every::Month)), "Every month"),
    ]
}

fn every_value(every: Option<Every>) -> &'static str {
    every.map_or(ONCE, Every::word)
}

/// The announcement as it will be, with a button that starts the contest; `request` is what it starts.
pub fn preview(announcement: &Message, is_dry: bool, request: String) -> Form {
    let lead = match is_dry {
        true => "This is what you and the other managers hear. Nothing is announced.",
        false => "This is what the channel reads.",
    };
    let mut blocks = vec![context(lead)];
    match announcement.blocks.is_empty() {
        true => blocks.push(crate::voice::blocks::section(announcement.text.clone())),
        // Its buttons mean a contest that there is not yet.
        false => {
            blocks.extend(announcement.blocks.iter().filter(|block| block["type"] != "actions").cloned())
        }
    }
    Form {
        name: PREVIEW,
        title: "Preview",
        submit: Some(if is_dry { "Try it out" } else { "Start it" }),
        close: "Back",
        blocks,
        metadata: request,
    }
}

/// A refusal in the words of a form, where its usual ones are for those who type.
pub fn refusal(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::BadNumber { why, .. } => format!("That number does not work here: {why}."),
        Refusal::BadTitle { most } => {
            format!("A title has 1 to {most} characters, with letters or digits among them.")
        }
        Refusal::TitleTaken { title } => {
            format!("The title *{}* is taken; give this one another.", typed(title))
        }
        Refusal::StartsInPast => "That is in the past; leave both fields empty to start now.".to_owned(),
        Refusal::Team(TeamRefusal::NameTaken { team }) => {
            format!("{} is there twice; give each team a name of its own.", typed(team))
        }
        Refusal::Team(TeamRefusal::BadName { most }) => {
            format!("A team's name has 1 to {most} characters, with letters or digits among them.")
        }
        Refusal::NotHere => "Choose a channel for it.".to_owned(),
        Refusal::ChannelArchived { name } => format!("#{} is archived; choose another channel.", typed(name)),
        _ => return None,
    })
}
