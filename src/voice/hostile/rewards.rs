//! Prizes and rewards, with names and reasons as the world types them.

use crate::domain::badge::{Earned, Feats, Ground as For, OnShelf, Record, Shelf, ToCome};
use crate::domain::kind::Kind;
use crate::domain::reward::{
    Award, AwardState, Catalogue, Counter, Ground, Prize, PrizeList, PrizeNews, Reward, RewardNews,
    RewardRefusal, Waiting,
};
use crate::voice::{Message, badges, rewards};

pub(super) fn prizes(typed: &str) -> Vec<Prize> {
    let grounds = [(Ground::Place(1), None), (Ground::Points(100), Some(3)), (Ground::Points(200), Some(0))];
    grounds.map(|(ground, stock)| Prize { id: "p1".into(), ground, name: typed.into(), stock }).to_vec()
}

/// Everything that is said of prizes and rewards.
pub(super) fn all(typed: &str) -> Vec<Message> {
    let name = || -> String { typed.into() };
    let list = || PrizeList { title: name(), prizes: prizes(typed) };
    let none = PrizeList { prizes: Vec::new(), ..list() };
    let reward = || Reward { id: "r1".into(), name: name(), price: 5, stock: Some(2) };
    let states = [AwardState::Pending, AwardState::Approved, AwardState::Declined, AwardState::Refunded];
    let awards: Vec<Award> = states
        .into_iter()
        .zip([None, Some((Ground::Place(2), name()))].into_iter().cycle())
        .map(|(state, won)| Award {
            number: 12,
            rep: name(),
            name: name(),
            price: if won.is_none() { 5 } else { 0 },
            won,
            state,
            reason: Some(name()),
        })
        .collect();
    let mut said = vec![rewards::prizes(&list()), rewards::prizes(&none)];
    let news = [PrizeNews::Added(list()), PrizeNews::Removed(list()), PrizeNews::Removed(none)];
    said.extend(news.iter().map(rewards::prize_news));
    said.extend(awards.iter().flat_map(|award| {
        [rewards::ask(award), rewards::won(award), rewards::told(award, typed), rewards::closed(award, typed)]
    }));
    said.extend([rewards::gone(&prizes(typed)[1], typed), rewards::withdrawn(typed, typed)]);
    for (rewards, own) in [(vec![reward(), reward()], awards.clone()), (Vec::new(), Vec::new())] {
        let catalogue = Catalogue { rewards, balance: 9, reserved: 1, can_claim: true, own };
        said.push(rewards::catalogue(&catalogue));
    }
    let waiting = [Some(3), None].into_iter().cycle();
    let waiting = awards.iter().cloned().zip(waiting).map(|(award, short)| Waiting { award, short });
    for (rewards, waiting) in [(vec![reward()], waiting.collect()), (Vec::new(), Vec::new())] {
        said.push(rewards::counter(&Counter { rewards, waiting, more: 3 }));
    }
    let news = [
        RewardNews::Kept { reward: reward(), is_new: true },
        RewardNews::Kept { reward: reward(), is_new: false },
        RewardNews::Removed { name: name() },
        RewardNews::Claimed { name: name(), price: 5, balance: 4 },
        RewardNews::Decided(awards[1].clone()),
    ];
    said.extend(news.iter().map(rewards::news));
    let mut refusals = vec![
        RewardRefusal::BadName { most: 80 },
        RewardRefusal::BadNumber { most: 9 },
        RewardRefusal::TooMany { most: 9 },
        RewardRefusal::PrizeTaken { name: name() },
        RewardRefusal::NoPrize { title: name() },
        RewardRefusal::NoReward { name: name(), nearest: Some(name()) },
        RewardRefusal::NoReward { name: name(), nearest: None },
        RewardRefusal::SoldOut { name: name() },
        RewardRefusal::TooDear { name: name(), price: 5, balance: -4 },
        RewardRefusal::NoAward { number: 3 },
        RewardRefusal::PointsGone { number: 3, rep: name(), name: name(), price: 5, has: -4 },
        RewardRefusal::NeedsReason { number: 3, verb: "decline".into(), most: 200 },
    ];
    refusals.extend(states.map(|state| RewardRefusal::Decided { number: 3, state, by: Some(name()) }));
    said.extend(refusals.iter().map(|refusal| Message::plain(rewards::refusal(refusal))));
    said.extend([true, false].map(|has| badges::shelf(&shelf(typed, has))));
    said
}

/// One of each sort.
pub(super) fn earned(typed: &str) -> Vec<Earned> {
    let (id, name) = (|| "b1".to_owned(), || -> String { typed.into() });
    vec![
        Earned::Badge { id: id(), name: name(), times: 0 },
        Earned::Badge { id: id(), name: name(), times: 3 },
        Earned::Record { id: id(), name: name(), record: Record::Day, value: 30 },
        Earned::Level { name: name() },
    ]
}

pub(super) fn shelf(typed: &str, has: bool) -> Shelf {
    let name = || -> String { typed.into() };
    let grounds = [
        For::First(None),
        For::First(Some(Kind::Article)),
        For::ContestPoints(5),
        For::ContestShares(5),
        For::StreakWeeks(5),
        For::WeekDays(5),
        For::Record(Record::Day, 5),
        For::Record(Record::Streak, 5),
    ];
    let held = [(0, None), (2, None), (0, Some((Record::Streak, 5)))];
    let own = held.map(|(times, record)| OnShelf { name: name(), times, record });
    Shelf {
        own: if has { own.to_vec() } else { Vec::new() },
        others: grounds
            .map(|ground| ToCome { name: name(), ground, holder: has.then(|| (name(), 9)) })
            .to_vec(),
        level: has.then(name),
        next: has.then(|| (name(), 500)),
        feats: Feats { contest: has.then(|| (5, name())), ..Feats::default() },
        longest_streak: 2,
    }
}
