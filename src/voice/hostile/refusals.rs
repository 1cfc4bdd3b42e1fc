//! Every reason to decline.

use chrono_tz::Tz;

use super::{choices, now, reviews, rules};
use crate::domain::contest::Phase;
use crate::domain::duel::DuelRefusal;
use crate::domain::format::Aside;
use crate::domain::link::LinkFault;
use crate::domain::privacy::StillPlaying;
use crate::domain::quota::QuotaRefusal;
use crate::domain::refusal::Refusal;
use crate::domain::reward::RewardRefusal;
use crate::domain::screen::ScreenRefusal;
use crate::domain::season::{Every, SeasonRefusal};
use crate::domain::share::DraftFault;
use crate::domain::teams::TeamRefusal;

/// Every reason to decline, with typed words wherever there can be some.
pub(super) fn all(typed: &str) -> Vec<Refusal> {
    let (title, name, word) = (typed.to_owned(), typed.to_owned(), typed.to_owned());
    let (zone, at, points) = (Tz::UTC, now(), 3);
    let near = || [None, Some(typed.to_owned())];
    let mut all = vec![
        Refusal::NotManager { managers: vec![name.clone()] },
        Refusal::NotManager { managers: vec![name.clone(), name.clone()] },
        Refusal::NotAPlayer,
        Refusal::Draft(DraftFault::NoLink),
        Refusal::Draft(DraftFault::Link(LinkFault::Broken)),
        Refusal::Draft(DraftFault::Link(LinkFault::Scheme)),
        Refusal::Draft(DraftFault::Link(LinkFault::Short(name.clone()))),
        Refusal::Draft(DraftFault::Link(LinkFault::Private(name.clone()))),
        Refusal::NoContest,
        Refusal::NotBegun { title: title.clone(), starts_at: at, zone },
        Refusal::Paused { title: title.clone() },
        Refusal::Resting { title: title.clone(), until: at, zone },
        Refusal::LeftBefore { title: title.clone(), contest: "c1".into() },
        Refusal::JoinOneFirst { options: choices(typed) },
        Refusal::AlreadyCounted { at, zone, points },
        Refusal::ClaimedByAnother,
        Refusal::BeforeStart { title: title.clone() },
        Refusal::BadTitle { most: 80 },
        Refusal::BadTime { word: word.clone() },
        Refusal::EndsTooSoon,
        Refusal::StartsInPast,
        Refusal::StartLacks { date: true },
        Refusal::StartLacks { date: false },
        Refusal::WordsTooLate,
        Refusal::NoNewWords,
        Refusal::BadNumber { key: "points".into(), why: "give at least 1".into() },
        Refusal::NoNumber { word: typed.into(), has: Vec::new() },
        Refusal::NoNumber { word: typed.into(), has: vec!["points".into()] },
        Refusal::UnknownRulebook { word: typed.into(), known: vec!["habit".into()] },
        Refusal::BadPrizes { most: 200 },
        Refusal::ChangedMeanwhile { title: title.clone() },
        Refusal::NothingChanged,
        Refusal::TooLong,
        Refusal::UnknownChannel { name: name.clone() },
        Refusal::BotNotInChannel { name: name.clone() },
        Refusal::ChannelArchived { name },
        Refusal::TitleTaken { title: title.clone() },
        Refusal::PostedJustNow,
        Refusal::NotHere,
        Refusal::WhichContest { options: choices(typed) },
        Refusal::NoStretch { words: title.clone(), nearest: None },
        Refusal::NoStretch { words: title.clone(), nearest: Some("last week".into()) },
        Refusal::NoRound { title: title.clone(), has: 0 },
        Refusal::NoRound { title: title.clone(), has: 3 },
        Refusal::NoDraw { title: title.clone() },
        Refusal::ReopenTooLate { title: title.clone() },
        Refusal::ReopenNeedsEnd { title: title.clone() },
        Refusal::NothingToUndo { minutes: 15 },
        Refusal::NoDryTeams,
        Refusal::BonusSet,
        Refusal::Season(SeasonRefusal::Once { title: title.clone() }),
        Refusal::Season(SeasonRefusal::GoneOn { title: title.clone(), next: title.clone() }),
        Refusal::Season(SeasonRefusal::TooLong { every: Every::Week }),
        Refusal::Season(SeasonRefusal::TooLong { every: Every::Month }),
        Refusal::AlreadyJoined { title: title.clone(), aside: None },
        Refusal::AlreadyJoined { title: title.clone(), aside: Some(Aside::Late) },
        Refusal::NotJoined { title: title.clone() },
        Refusal::UnknownPerson { name: title.clone() },
        Refusal::Team(TeamRefusal::OnNone { name: None }),
        Refusal::Team(TeamRefusal::LeadsNone),
        Refusal::Duel(DuelRefusal::NotOpen),
        Refusal::StillPlaying(StillPlaying { title: title.clone(), until: None, zone }),
        Refusal::StillPlaying(StillPlaying { title: title.clone(), until: Some(at), zone }),
        Refusal::Quota(QuotaRefusal::Private { title: title.clone() }),
        Refusal::Reward(RewardRefusal::SoldOut { name: title.clone() }),
        Refusal::Screen(ScreenRefusal::TooMany { most: 9 }),
        Refusal::Screen(ScreenRefusal::Unknown { number: 9 }),
        Refusal::Screen(ScreenRefusal::NotInDirectMessage),
        Refusal::Screen(ScreenRefusal::NoneHere),
        Refusal::Screen(ScreenRefusal::NoPages),
        Refusal::BadReason { most: 200 },
        Refusal::BadPoints { most: 9 },
        Refusal::Settled { title: title.clone() },
        Refusal::NotPlaying { name: title.clone(), title: title.clone() },
        Refusal::Usage { usage: "/contest end".into() },
    ];
    // What is near is one of our own words, but for titles.
    all.extend(["end", ""].map(|near| Refusal::UnknownWord {
        command: "/contest".into(),
        word: word.clone(),
        nearest: (!near.is_empty()).then(|| near.to_owned()),
    }));
    all.push(Refusal::UnknownTemplate { word, nearest: Some("sprint-week".into()) });
    all.extend(near().map(|nearest| Refusal::UnknownContest { title: title.clone(), nearest }));
    for phase in [Phase::Scheduled, Phase::Open, Phase::Paused, Phase::Closed, Phase::Cancelled] {
        let verbs = ["resume", "join", "pause", "reopen", "end"];
        all.extend(verbs.map(|verb| Refusal::WrongPhase { title: title.clone(), verb: verb.into(), phase }));
    }
    all.extend(rules::refusals(typed).into_iter().map(Refusal::Rules));
    all.extend(reviews::of_measures(typed).into_iter().map(Refusal::Measure));
    all.extend(reviews::of_reviews(typed).into_iter().map(Refusal::Review));
    all
}
