//! Prizes of a contest, and rewards that are claimed for points won.

use serde::{Deserialize, Serialize};

/// Most characters of what a prize or reward is called.
pub const NAME_MOST: usize = 80;

/// Most of one that there can be, and the highest price.
pub const MOST: i64 = 1_000_000;

/// The lowest place that a prize can be for.
pub const PLACES: i64 = 100;

/// Most prizes in a contest, and most rewards in a workspace.
pub const LISTED: usize = 30;

/// What a prize is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A place in the final standings, from 1.
    Place(i64),
    /// So many points, whenever they are reached.
    Points(i64),
}

/// A prize in a contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prize {
    /// Its own id.
    pub id: String,
    /// What for.
    pub ground: Ground,
    /// What it is, as typed.
    pub name: String,
    /// How many are left; none where everybody who earns it gets one.
    pub stock: Option<i64>,
}

/// The prizes that go from `before` points to `after` of them: what was passed on the way up.
pub fn crossed(prizes: &[Prize], before: i64, after: i64) -> Vec<Prize> {
    let is_crossed =
        |prize: &&Prize| matches!(prize.ground, Ground::Points(at) if before < at && at <= after);
    let mut crossed: Vec<Prize> = prizes.iter().filter(is_crossed).cloned().collect();
    crossed.sort_by_key(|prize| match prize.ground {
        Ground::Place(at) | Ground::Points(at) => at,
    });
    crossed
}

/// Something that can be claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reward {
    /// Its own id.
    pub id: String,
    /// What it is, as typed.
    pub name: String,
    /// Points it costs.
    pub price: i64,
    /// How many are left; none where there is no end of them.
    pub stock: Option<i64>,
}

/// What has become of a prize that was won, or of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardState {
    /// A manager has to say yes or no.
    Pending,
    /// Yes.
    Approved,
    /// No; what it cost is free again.
    Declined,
    /// Taken back after a yes; what it cost is free again.
    Refunded,
}

/// A prize won, or a reward claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// What managers name it by.
    pub number: i64,
    /// The rep's name, as typed.
    pub rep: String,
    /// What it is, as typed.
    pub name: String,
    /// Points it costs; 0 for a prize.
    pub price: i64,
    /// What the prize is for, and the contest's title, as typed; none for a claim.
    pub won: Option<(Ground, String)>,
    /// What has become of it.
    pub state: AwardState,
    /// Why it was declined or taken back, as typed.
    pub reason: Option<String>,
}

/// An award that waits for a yes or a no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The award.
    pub award: Award,
    /// What the rep has left to pay for it, where that is too little by now.
    pub short: Option<i64>,
}

/// What a manager says of an award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Approve,
    /// No, and why.
    Decline(String),
    /// It is taken back after all, and why.
    Refund(String),
}

impl Decision {
    /// The state it can be said in, and the state it leads to.
    pub fn step(&self) -> (AwardState, AwardState) {
        match self {
            Self::Approve => (AwardState::Pending, AwardState::Approved),
            Self::Decline(_) => (AwardState::Pending, AwardState::Declined),
            Self::Refund(_) => (AwardState::Approved, AwardState::Refunded),
        }
    }

    /// The verb that says it.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Decline(_) => "decline",
            Self::Refund(_) => "refund",
        }
    }

    /// Why, where it needs a reason.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Approve => None,
            Self::Decline(reason) | Self::Refund(reason) => Some(reason),
        }
    }
}

/// The prizes of a contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrizeList {
    /// The contest's title, as typed.
    pub title: String,
    /// Those for places first.
    pub prizes: Vec<Prize>,
}

/// What became of a manager's wish about prizes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrizeNews {
    /// There is one more; all of them.
    Added(PrizeList),
    /// There is one less; what is left.
    Removed(PrizeList),
}

/// What a rep can claim, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The rewards, the cheapest first.
    pub rewards: Vec<Reward>,
    /// Points won that are neither spent nor reserved; below 0 where some were taken back since.
    pub balance: i64,
    /// Points reserved by claims that are not decided.
    pub reserved: i64,
    /// Whether the person may claim.
    pub can_claim: bool,
    /// Their latest claims and prizes, the latest first.
    pub own: Vec<Award>,
}

/// What managers see of the rewards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The rewards, the cheapest first.
    pub rewards: Vec<Reward>,
    /// What waits for a yes or a no, the oldest first.
    pub waiting: Vec<Waiting>,
    /// How many more wait.
    pub more: i64,
}

/// What became of a wish about rewards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum RewardNews {
    /// There is one more, or one has another price or stock.
    Kept { reward: Reward, is_new: bool },
    /// There is one less; claims of it go on.
    Removed { name: String },
    /// A rep claimed one; what is left to spend.
    Claimed { name: String, price: i64, balance: i64 },
    /// A manager decided.
    Decided(Award),
}

/// Why something about prizes and rewards is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum RewardRefusal {
    /// A name that is missing, or too long.
    BadName { most: usize },
    /// A place, a number of points, a price or a stock that cannot be.
    BadNumber { most: i64 },
    /// More than can be listed.
    TooMany { most: usize },
    /// There is a prize for that place, or of that name at these points.
    PrizeTaken { name: String },
    /// There is no such prize in the contest.
    NoPrize { title: String },
    /// There is nothing of that name to claim; the nearest, if any is near.
    NoReward { name: String, nearest: Option<String> },
    /// None is left.
    SoldOut { name: String },
    /// The rep has too little to spend.
    TooDear { name: String, price: i64, balance: i64 },
    /// The points that were to pay for a claim are not there any more.
    PointsGone { number: i64, rep: String, name: String, price: i64, has: i64 },
    /// No award has that number.
    NoAward { number: i64 },
    /// It was decided before.
    Decided { number: i64, state: AwardState, by: Option<String> },
    /// A decision that needs a reason has none, or too long a one.
    NeedsReason { number: i64, verb: String, most: usize },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prize_for_points_is_crossed_on_the_way_up() {
        let prize = |id: &str, ground| Prize { id: id.into(), ground, name: id.into(), stock: None };
        let all =
            [prize("b", Ground::Points(100)), prize("a", Ground::Points(50)), prize("c", Ground::Place(60))];
        let ids = |before, after| -> Vec<String> {
            crossed(&all, before, after).into_iter().map(|prize| prize.id).collect()
        };
        assert_eq!(ids(0, 49), [""; 0]);
        assert_eq!(ids(49, 50), ["a"]);
        assert_eq!(ids(50, 99), [""; 0], "once is enough");
        assert_eq!(ids(0, 250), ["a", "b"]);
        assert_eq!(ids(100, 40), [""; 0]);
    }

    #[test]
    fn each_decision_has_its_place() {
        use AwardState::{Approved, Declined, Pending, Refunded};
        let why = || "why".to_owned();
        let steps =
            [Decision::Approve, Decision::Decline(why()), Decision::Refund(why())].map(|it| it.step());
        assert_eq!(steps, [(Pending, Approved), (Pending, Declined), (Approved, Refunded)]);
    }
}
