//! Rewards: put up by managers, and claimed by reps for points that they have won. What is spent lowers no standing.

use super::once::once;
use super::pick::is_same_name;
use super::roles::{self, Right};
use super::{Asker, Play, deciding};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::nearest::nearest;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::reward::{
    Catalogue, Counter, LISTED, MOST, NAME_MOST, Reward, RewardNews, RewardRefusal, Waiting,
};
use crate::domain::text;
use crate::fresh;
use crate::store::winnings::{self, Known, NewWinning};
use crate::store::{Result, Tx, rewards, roster};

/// How many of their awards a rep sees, and how many that wait a manager.
const OWN: i64 = 5;
const WAITING: i64 = 20;

/// What a manager does with rewards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RewardAct {
    /// Puts one up, or changes its price and stock.
    Keep {
        /// What it is.
        name: String,
        /// Points it costs.
        price: i64,
        /// How many there are; as many as are claimed where unsaid.
        stock: Option<i64>,
    },
    /// Takes one off the list.
    Remove(String),
}

/// Changes what can be claimed.
pub async fn change(play: &Play, asker: Asker, act: RewardAct) -> Result<Outcome<RewardNews>> {
    once(play, asker, async move |tx, caller| {
        caller.may(tx, Right::Steer).await??;
        let workspace = &caller.workspace;
        let all: Vec<Reward> =
            rewards::all(tx, workspace).await?.into_iter().map(|(reward, _)| reward).collect();
        match act {
            RewardAct::Keep { name, price, stock } => {
                let name = check(&name, price, stock)?;
                let known = all.iter().find(|reward| is_same_name(&reward.name, &name));
                if known.is_none() && all.len() >= LISTED {
                    return Err(Refusal::Reward(RewardRefusal::TooMany { most: LISTED }).into());
                }
                let id = known.map_or_else(fresh::short_id, |known| known.id.clone());
                let reward = Reward { id, name, price, stock };
                rewards::keep(tx, workspace, &reward, &caller.user, caller.now).await?;
                Ok(RewardNews::Kept { reward, is_new: known.is_none() })
            }
            RewardAct::Remove(name) => {
                let reward = named(&all, &name)?;
                rewards::remove(tx, workspace, &reward.id).await?;
                Ok(RewardNews::Removed { name: reward.name })
            }
        }
    })
    .await
}

/// The name as it is kept, where it and the numbers can be.
fn check(name: &str, price: i64, stock: Option<i64>) -> Outcome<String> {
    let no = |refusal| Err(Refusal::Reward(refusal));
    let Some(name) = text::name(name, NAME_MOST) else {
        return no(RewardRefusal::BadName { most: NAME_MOST });
    };
    if !(1..=MOST).contains(&price) || stock.is_some_and(|stock| !(1..=MOST).contains(&stock)) {
        return no(RewardRefusal::BadNumber { most: MOST });
    }
    Ok(name)
}

fn named(all: &[Reward], name: &str) -> Outcome<Reward> {
    all.iter().find(|reward| is_same_name(&reward.name, name)).cloned().ok_or_else(|| {
        let nearest = nearest(name, all.iter().map(|reward| reward.name.as_str())).map(str::to_owned);
        Refusal::Reward(RewardRefusal::NoReward { name: name.to_owned(), nearest })
    })
}

/// How a rep says what they claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// By its name.
    Named(String),
    /// By a button: the reward's id.
    Id(String),
}

/// A rep claims a reward: its price is reserved, one is taken out of the stock, and a manager is asked.
pub async fn claim(play: &Play, asker: Asker, what: Claimed) -> Result<Outcome<RewardNews>> {
    once(play, asker, async move |tx, caller| {
        let (workspace, user, now) = (&caller.workspace, &caller.user, caller.now);
        // Held, so that two claims of one rep cannot spend the same points.
        let person = roster::held(tx, workspace, user).await?;
        if !person.is_some_and(|person| roles::may_play(&caller.play.settings, &person)) {
            return Err(Refusal::NotAPlayer.into());
        }
        let all = rewards::all(tx, workspace).await?;
        let listed: Vec<Reward> = all.iter().map(|(reward, _)| reward.clone()).collect();
        let reward = match &what {
            Claimed::Named(name) => named(&listed, name)?,
            Claimed::Id(id) => {
                let gone = RewardRefusal::NoReward { name: String::new(), nearest: None };
                let found = listed.iter().find(|reward| reward.id == *id).cloned();
                found.ok_or(Refusal::Reward(gone))?
            }
        };
        let (name, price) = (reward.name.clone(), reward.price);
        let balance = balance(tx, workspace, user).await?.0;
        if balance < price {
            return Err(Refusal::Reward(RewardRefusal::TooDear { name, price, balance }).into());
        }
        if !rewards::take(tx, workspace, &reward).await? {
            return Err(Refusal::Reward(RewardRefusal::SoldOut { name }).into());
        }
        let new = NewWinning { contest: None, source: &reward.id, user, name: &name, price, ground: None };
        let by = all.into_iter().find(|(other, _)| other.id == reward.id).map(|(_, by)| by);
        deciding::make(tx, &caller.play, workspace, &new, by, now).await?;
        Ok(RewardNews::Claimed { name, price, balance: balance - price })
    })
    .await
}

/// Points won that are neither spent nor reserved, and those that are reserved.
async fn balance(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<(i64, i64)> {
    let (spent, reserved) = winnings::spent(tx, workspace, user).await?;
    Ok((rewards::won(tx, workspace, user).await? - spent - reserved, reserved))
}

/// What a rep can claim, and with what.
pub async fn catalogue(play: &Play, workspace: &WorkspaceId, user: &UserId) -> Result<Catalogue> {
    play.store
        .read(async |tx| {
            let person = roster::person(tx, workspace, user).await?;
            let (balance, reserved) = balance(tx, workspace, user).await?;
            Ok(Catalogue {
                rewards: rewards::all(tx, workspace).await?.into_iter().map(|(reward, _)| reward).collect(),
                balance,
                reserved,
                can_claim: person.is_some_and(|person| roles::may_play(&play.settings, &person)),
                own: winnings::of_rep(tx, workspace, user, OWN).await?,
            })
        })
        .await
}

/// What managers see of the rewards.
pub async fn counter(play: &Play, workspace: &WorkspaceId) -> Result<Counter> {
    play.store
        .read(async |tx| {
            let (known, all) = winnings::waiting(tx, workspace, WAITING).await?;
            let mut waiting = Vec::with_capacity(known.len());
            for Known { award, user, .. } in known {
                let short = deciding::short(tx, workspace, &user, award.price).await?;
                waiting.push(Waiting { award, short });
            }
            Ok(Counter {
                rewards: rewards::all(tx, workspace).await?.into_iter().map(|(reward, _)| reward).collect(),
                more: all - i64::try_from(waiting.len()).unwrap_or(all),
                waiting,
            })
        })
        .await
}
