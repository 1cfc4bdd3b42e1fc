//! Prizes and rewards in words.

use super::Message;
use super::blocks::{action, actions, button, primary, section};
use super::escape::typed;
use super::words::{capitalised, list, number, place, things};
use crate::domain::board::Winners;
use crate::domain::reward::{
    Award, AwardState, Catalogue, Counter, Ground, Prize, PrizeList, PrizeNews, Reward, RewardNews,
    RewardRefusal, Waiting,
};

/// Most rewards with a button: more would not fit a message.
const BUTTONS: usize = 10;

fn what_for(ground: Ground) -> String {
    match ground {
        Ground::Place(at) => format!("{} place", place(at)),
        Ground::Points(at) => things(at, "point", "points"),
    }
}

fn left(stock: Option<i64>) -> String {
    match stock {
        None => String::new(),
        Some(0) => ", none left".to_owned(),
        Some(stock) => format!(", {} left", number(stock)),
    }
}

fn prize(prize: &Prize) -> String {
    format!("{}: {}{}", what_for(prize.ground), typed(&prize.name), left(prize.stock))
}

/// A contest's prizes, as a line below what else is told of it; none where there are none.
pub(super) fn line(prizes: &[Prize]) -> Option<String> {
    let told = prizes.iter();
    let told: Vec<String> = told
        .map(|prize| format!("{} ({}{})", typed(&prize.name), what_for(prize.ground), left(prize.stock)))
        .collect();
    (!told.is_empty()).then(|| format!("Prizes: {}", told.join(" · ")))
}

/// Whom the prizes go to, as a line below the final standings.
pub(super) fn told_last(winners: &[Winners]) -> Option<String> {
    let told = winners.iter().map(|winners| {
        let mut names: Vec<String> = winners.names.iter().map(|name| format!("*{}*", typed(name))).collect();
        if winners.more > 0 {
            names.push(format!("{} more", number(winners.more)));
        }
        format!("{} for {}", typed(&winners.prize), list(&names, "and"))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("Prizes: {}.", told.join(" · ")))
}

/// `/contest prize`.
pub fn prizes(list: &PrizeList) -> Message {
    let title = typed(&list.title);
    if list.prizes.is_empty() {
        return Message::plain(format!(
            "*{title}* has no prizes yet. `/contest prize 1st \"Dinner for two\"` puts one up, and \
             `/contest prize 100 points \"Team mug\"` another."
        ));
    }
    let mut lines = vec![format!("*Prizes of {title}*")];
    lines.extend(list.prizes.iter().map(|one| format!("• {}", super::words::capitalised(&prize(one)))));
    Message::plain(lines.join("\n"))
}

/// What a manager hears who changed the prizes.
pub fn prize_news(news: &PrizeNews) -> Message {
    match news {
        PrizeNews::Added(list) => prizes(list),
        PrizeNews::Removed(list) if list.prizes.is_empty() => Message::plain(format!(
            "Taken away; *{}* has no prizes now. What was won stays won.",
            typed(&list.title)
        )),
        PrizeNews::Removed(list) => {
            let Message { text, .. } = prizes(list);
            Message::plain(format!("{text}\nThe other is taken away; what was won of it stays won."))
        }
    }
}

/// What a manager hears of a prize that was won, or of a claim, with the buttons to answer.
pub fn ask(award: &Award) -> Message {
    let text = format!(":gift: No. {}: {}. Approve it?", award.number, what_happened(award));
    let value = format!("|{}", award.number);
    let buttons =
        vec![primary("Approve", action::HAND_OUT, &value), button("Decline", action::HOLD_BACK, &value)];
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

/// What stands in place of that question once a manager has answered it.
pub fn closed(award: &Award, manager: &str) -> Message {
    let reason = award.reason.as_ref().map_or_else(String::new, |reason| format!(" Why: {}", typed(reason)));
    let text = format!(
        ":gift: No. {}: {}. {} by {}; I have told them.{reason}",
        award.number,
        what_happened(award),
        capitalised(state(award.state)),
        typed(manager)
    );
    Message { blocks: vec![section(text.clone())], text }
}

fn what_happened(award: &Award) -> String {
    let (rep, name) = (typed(&award.rep), typed(&award.name));
    match &award.won {
        Some((ground, title)) => {
            format!("*{rep}* won *{name}* in *{}* ({})", typed(title), what_for(*ground))
        }
        None => format!("*{rep}* claims *{name}* for {}", things(award.price, "point", "points")),
    }
}

/// What a rep hears who won a prize.
pub fn won(award: &Award) -> Message {
    let name = typed(&award.name);
    Message::plain(match &award.won {
        Some((ground, title)) => format!(
            ":gift: You won *{name}* in *{}*: {}. I will tell you as soon as a manager has confirmed it.",
            typed(title),
            what_for(*ground)
        ),
        None => format!(":gift: You won *{name}*. I will tell you as soon as a manager has confirmed it."),
    })
}

/// What a rep hears who earned a prize of which none is left.
pub fn gone(prize: &Prize, title: &str) -> Message {
    Message::plain(format!(
        ":gift: You made it to {} in *{}*; the last *{}* was given just before, and your points stay yours.",
        what_for(prize.ground),
        typed(title),
        typed(&prize.name)
    ))
}

/// What a rep hears whose prize goes back, because the points for it did.
pub fn withdrawn(name: &str, title: &str) -> Message {
    Message::plain(format!(
        ":leftwards_arrow_with_hook: *{}* goes back, since points in *{}* were taken back; reach it again and it is yours.",
        typed(name),
        typed(title)
    ))
}

/// What a rep hears of a manager's decision.
pub fn told(award: &Award, manager: &str) -> Message {
    let (name, manager) = (typed(&award.name), typed(manager));
    let reason = award.reason.as_ref().map_or_else(String::new, |reason| format!(" Why: {}", typed(reason)));
    let free = match award.price {
        0 => String::new(),
        price => format!(" Your {} are free again.", things(price, "point", "points")),
    };
    Message::plain(match award.state {
        AwardState::Pending => format!(":gift: *{name}* waits for a manager."),
        AwardState::Approved => format!(":gift: *{name}* is yours: {manager} approved it."),
        AwardState::Declined => format!(":gift: {manager} declined *{name}*.{free}{reason}"),
        AwardState::Refunded => format!(":gift: {manager} took *{name}* back.{free}{reason}"),
    })
}

fn state(state: AwardState) -> &'static str {
    match state {
        AwardState::Pending => "waits for a manager",
        AwardState::Approved => "approved",
        AwardState::Declined => "declined",
        AwardState::Refunded => "taken back",
    }
}

/// `/pace rewards`.
pub fn catalogue(catalogue: &Catalogue) -> Message {
    let mut lines = Vec::new();
    let to_spend = things(catalogue.balance.max(0), "point", "points");
    let reserved = match catalogue.reserved {
        0 => String::new(),
        reserved => format!(", beside {} that claims reserve", number(reserved)),
    };
    lines.push(format!("You have {to_spend} to spend{reserved}. Spending lowers no place."));
    if catalogue.rewards.is_empty() {
        lines.push(
            "There is nothing to claim yet; a manager puts it up with `/contest reward add`.".to_owned(),
        );
    }
    lines.extend(catalogue.rewards.iter().map(reward));
    if !catalogue.own.is_empty() {
        lines.push("*Yours so far*".to_owned());
        lines.extend(catalogue.own.iter().map(own));
    }
    let text = lines.join("\n");
    let is_within_reach = |reward: &&Reward| {
        catalogue.can_claim && reward.price <= catalogue.balance && reward.stock != Some(0)
    };
    let within_reach = catalogue.rewards.iter().filter(is_within_reach).take(BUTTONS).enumerate();
    let buttons: Vec<_> = within_reach
        .map(|(i, reward)| {
            let (label, name) = (format!("Claim {}", reward.name), format!("{}.{i}", action::CLAIM));
            button(&label, &name, &format!("|{}", reward.id))
        })
        .collect();
    if buttons.is_empty() {
        return Message::plain(text);
    }
    Message { blocks: vec![section(text.clone()), actions(buttons)], text }
}

fn reward(reward: &Reward) -> String {
    format!("• {} — {}{}", typed(&reward.name), things(reward.price, "point", "points"), left(reward.stock))
}

fn own(award: &Award) -> String {
    let why = award.reason.as_ref().map_or_else(String::new, |reason| format!(": {}", typed(reason)));
    let what = match &award.won {
        Some((ground, title)) => format!("{} in *{}*", what_for(*ground), typed(title)),
        None => things(award.price, "point", "points"),
    };
    format!("• {} ({what}), {}{why}", typed(&award.name), state(award.state))
}

/// `/contest reward`.
pub fn counter(counter: &Counter) -> Message {
    let mut lines = Vec::new();
    match counter.rewards.is_empty() {
        true => lines.push(
            "There is nothing to claim yet. `/contest reward add \"Coffee voucher\" 50 stock 20` puts something up."
                .to_owned(),
        ),
        false => lines.push("*To be claimed with `/pace rewards`*".to_owned()),
    }
    lines.extend(counter.rewards.iter().map(reward));
    match counter.waiting.is_empty() {
        true => lines.push("Nothing waits for a decision.".to_owned()),
        false => {
            lines.push(
                "*Waiting for you*: `/contest reward approve 12`, or `/contest reward decline 12 reason`"
                    .to_owned(),
            );
            lines.extend(counter.waiting.iter().map(|one| {
                format!("• No. {}: {}{}", one.award.number, what_happened(&one.award), short(one))
            }));
        }
    }
    if counter.more > 0 {
        lines.push(format!("… and {} more.", number(counter.more)));
    }
    let text = lines.join("\n");
    Message { blocks: vec![section(text.clone())], text }
}

/// That the points for a claim are not there any more.
fn short(waiting: &Waiting) -> String {
    let has = waiting.short.map(|has| things(has.max(0), "point", "points"));
    has.map_or_else(String::new, |has| format!(", but has {has} now"))
}

/// What whoever did something hears.
pub fn news(news: &RewardNews) -> Message {
    Message::plain(match news {
        RewardNews::Kept { reward, is_new } => format!(
            ":gift: {} *{}*: {}{}. Reps claim it with `/pace rewards`.",
            if *is_new { "There is something to claim now," } else { "Changed:" },
            typed(&reward.name),
            things(reward.price, "point", "points"),
            left(reward.stock)
        ),
        RewardNews::Removed { name } => {
            format!("*{}* can no longer be claimed; claims made before go on.", typed(name))
        }
        RewardNews::Claimed { name, price, balance } => format!(
            ":gift: *{}* is reserved for you: {}, which leaves {} to spend. I will tell you what a manager says.",
            typed(name),
            things(*price, "point", "points"),
            number(*balance)
        ),
        RewardNews::Decided(award) => format!(
            ":gift: No. {}, *{}* of {}: {}. I have told them.",
            award.number,
            typed(&award.name),
            typed(&award.rep),
            state(award.state)
        ),
    })
}

/// Why something is not done.
pub(super) fn refusal(refusal: &RewardRefusal) -> String {
    match refusal {
        RewardRefusal::BadName { most } => {
            format!("Say what it is in 1 to {most} characters, in quotes: `\"Dinner for two\"`.")
        }
        RewardRefusal::BadNumber { most } => format!("Give a number from 1 to {}.", number(*most)),
        RewardRefusal::TooMany { most } => format!("There are {most} already; remove one first."),
        RewardRefusal::PrizeTaken { name } => {
            format!("That is for *{}* already; `/contest prize remove` takes it away.", typed(name))
        }
        RewardRefusal::NoPrize { title } => {
            format!("*{}* has no such prize; `/contest prize` lists them.", typed(title))
        }
        RewardRefusal::NoReward { name, nearest } => match nearest {
            Some(near) => {
                format!("There is no \"{}\" to claim. Did you mean \"{}\"?", typed(name), typed(near))
            }
            None if name.is_empty() => {
                "That can no longer be claimed; `/pace rewards` shows what can.".to_owned()
            }
            None => format!("There is no \"{}\" to claim; `/pace rewards` shows what there is.", typed(name)),
        },
        RewardRefusal::SoldOut { name } => {
            format!("The last *{}* was claimed before you; `/pace rewards` shows what is left.", typed(name))
        }
        RewardRefusal::TooDear { name, price, balance } => format!(
            "*{}* costs {}, and you have {} to spend; your next shares bring it closer.",
            typed(name),
            things(*price, "point", "points"),
            number((*balance).max(0))
        ),
        RewardRefusal::PointsGone { number, rep, name, price, has } => format!(
            "The points for it are not there any more: *{}* costs {}, and {} has {} to spend now; \
             `/contest reward decline {number} reason` says no.",
            typed(name),
            things(*price, "point", "points"),
            typed(rep),
            super::words::number((*has).max(0))
        ),
        RewardRefusal::NoAward { number } => {
            format!("There is no number {number}; `/contest reward` lists what waits.")
        }
        RewardRefusal::Decided { number, state: AwardState::Pending, .. } => {
            format!(
                "Number {number} was not approved yet; `/contest reward decline {number} reason` says no."
            )
        }
        RewardRefusal::Decided { number, state: is, by } => {
            let by = by.as_ref().map_or_else(String::new, |by| format!(" by {}", typed(by)));
            let way_on = match is {
                AwardState::Approved => format!("; `/contest reward refund {number} reason` takes it back"),
                _ => String::new(),
            };
            format!("Number {number} was {}{by} already{way_on}.", state(*is))
        }
        RewardRefusal::NeedsReason { number, verb, most } => format!(
            "Say why, in 1 to {most} characters: `/contest reward {verb} {number} reason`; the rep reads it."
        ),
    }
}
