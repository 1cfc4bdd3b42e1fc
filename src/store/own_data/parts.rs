//! The rows of which somebody's own data is made.

use serde::{Serialize, Serializer};

use crate::store::row;
use crate::store::time::instant;

row! {
    /// A person as Slack told us of them, with what they chose.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnPerson {
        /// Slack's id.
        pub user_id: String,
        /// The name.
        pub name: String,
        /// What others read in its place, if anything.
        pub shown_as: Option<String>,
        /// The zone.
        pub zone: String,
        /// The place in the workspace.
        pub membership: String,
        /// Whether streaks run for them.
        pub streaks: i64,
        /// Whether praise may mention them.
        pub mentions: i64,
        /// Active weeks in a row, on the latest active day.
        pub streak_weeks: i64,
        /// That day.
        pub streak_day: Option<String>,
        /// When Slack last told us.
        #[serde(serialize_with = "at")]
        pub learned_at: i64,
        /// When they last opened their Home tab.
        #[serde(serialize_with = "maybe_at")]
        pub home_opened_at: Option<i64>,
    }
}

row! {
    /// A contest they joined.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnContest {
        /// Our id.
        pub contest_id: String,
        /// Its title.
        pub title: String,
        /// When they joined.
        #[serde(serialize_with = "at")]
        pub joined_at: i64,
        /// When they left, if they did.
        #[serde(serialize_with = "maybe_at")]
        pub left_at: Option<i64>,
        /// Points.
        pub points: Option<i64>,
        /// Shares that counted.
        pub shares: Option<i64>,
        /// Points in the four weeks before.
        pub points_before: Option<i64>,
        /// The team they play for.
        pub team: Option<String>,
    }
}

row! {
    /// Something they shared.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnShare {
        /// Our id.
        pub share_id: String,
        /// The link.
        pub link_url: String,
        /// Where it was shared.
        pub network: String,
        /// What it is.
        pub kind: String,
        /// Own words; empty once they were forgotten.
        pub words: String,
        /// How many characters those had.
        pub words_len: i64,
        /// The channel it came by.
        pub channel_id: String,
        /// The message it came by.
        pub message_ts: Option<String>,
        /// When it counts.
        #[serde(serialize_with = "at")]
        pub shared_at: i64,
        /// Their own date then.
        pub rep_day: String,
        /// When it was taken in.
        #[serde(serialize_with = "at")]
        pub recorded_at: i64,
        /// When it was taken back, if it was.
        #[serde(serialize_with = "maybe_at")]
        pub taken_back: Option<i64>,
    }
}

row! {
    /// What a share was worth in a contest.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnScore {
        /// The share.
        pub share_id: String,
        /// The contest.
        pub contest_id: String,
        /// What became of it.
        pub verdict: String,
        /// The rule that took it.
        pub rule: Option<String>,
        /// The day it counts on there.
        pub day: String,
        /// The rule's points.
        pub base: i64,
        /// The multiplier, in per cent.
        pub multiplier: i64,
        /// How alike its words were to the likest share before, in per cent.
        pub likeness: i64,
        /// What it was paid.
        pub points: i64,
        /// What the day's most cut away.
        pub cut: i64,
        /// The bonus for the first of the week.
        pub first_of_week: i64,
        /// Whether it still stands.
        pub stands: i64,
    }
}

row! {
    /// An entry of the ledger.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnEntry {
        /// Its id.
        pub entry_id: String,
        /// The contest.
        pub contest_id: String,
        /// When it was written.
        #[serde(serialize_with = "at")]
        pub at: i64,
        /// Points.
        pub points: i64,
        /// Why.
        pub reason: String,
        /// For which share.
        pub share_id: Option<String>,
        /// The entry that it takes back.
        pub reverses: Option<String>,
    }
}

row! {
    /// A correction by hand.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnCorrection {
        /// The contest.
        pub contest_id: String,
        /// The entry that it became.
        pub entry_id: String,
        /// Whom it concerns, by Slack's id.
        pub user_id: String,
        /// Who made it, by Slack's id.
        pub made_by: String,
        /// Points.
        pub points: i64,
        /// Why.
        pub reason: String,
        /// When.
        #[serde(serialize_with = "at")]
        pub at: i64,
    }
}

row! {
    /// A week with active days.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnWeek {
        /// Its Monday.
        pub week: String,
        /// A bit for each active day; Monday's is 1.
        pub days: i64,
    }
}

row! {
    /// A duel.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnDuel {
        /// The contest.
        pub contest_id: String,
        /// Who offered it, by Slack's id.
        pub challenger: String,
        /// To whom, by Slack's id.
        pub rival: String,
        /// What became of it.
        pub state: String,
        /// When it was offered.
        #[serde(serialize_with = "at")]
        pub offered_at: i64,
        /// When it began.
        #[serde(serialize_with = "maybe_at")]
        pub starts_at: Option<i64>,
        /// When it ends.
        #[serde(serialize_with = "maybe_at")]
        pub ends_at: Option<i64>,
        /// What the challenger earned.
        pub challenger_points: Option<i64>,
        /// What the rival earned.
        pub rival_points: Option<i64>,
    }
}

row! {
    /// A praise.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnPraise {
        /// The contest; empty where it is about all of them.
        pub contest_id: String,
        /// What for.
        pub what: String,
        /// When.
        #[serde(serialize_with = "at")]
        pub at: i64,
    }
}

row! {
    /// A number that they counted.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnCount {
        /// Of what.
        pub measure: String,
        /// How many.
        pub value: i64,
        /// Whether it stands.
        pub state: String,
        /// When.
        #[serde(serialize_with = "at")]
        pub at: i64,
    }
}

row! {
    /// Something that they were paid beside shares.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnAward {
        /// The contest.
        pub contest_id: String,
        /// The entry that it became.
        pub entry_id: String,
        /// By which rule.
        pub rule: String,
        /// What for.
        pub label: String,
        /// Points.
        pub points: i64,
        /// What the week's most cut away.
        pub cut: i64,
        /// The version of the rules it was paid by.
        pub rulebook: i64,
        /// Whether it stands.
        pub stands: i64,
        /// When.
        #[serde(serialize_with = "at")]
        pub at: i64,
    }
}

row! {
    /// Something that they asked managers.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnReview {
        /// Its number.
        pub number: i64,
        /// What about, as we keep it.
        pub matter: String,
        /// What they said to it.
        pub note: String,
        /// Where it stands.
        pub state: String,
        /// When they asked.
        #[serde(serialize_with = "at")]
        pub asked_at: i64,
        /// When it was decided.
        #[serde(serialize_with = "maybe_at")]
        pub decided_at: Option<i64>,
        /// Why it was decided so.
        pub reason: Option<String>,
    }
}

row! {
    /// What a contest asks of them by a number of their own.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnQuota {
        /// The contest.
        pub contest_id: String,
        /// So many points.
        pub points: i64,
        /// Since when.
        #[serde(serialize_with = "at")]
        pub set_at: i64,
    }
}

row! {
    /// What they held in a draw.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnTickets {
        /// The contest.
        pub contest_id: String,
        /// Where in the row, from 1.
        pub nth: i64,
        /// How many.
        pub tickets: i64,
    }
}

row! {
    /// A prize that they won, or a reward that they claimed.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnWinning {
        /// Its number.
        pub number: i64,
        /// The contest; empty where it was claimed.
        pub contest_id: String,
        /// What it is.
        pub name: String,
        /// What it cost, in points.
        pub price: i64,
        /// What became of it.
        pub state: String,
        /// Why.
        pub reason: Option<String>,
        /// When it was won or claimed.
        #[serde(serialize_with = "at")]
        pub made_at: i64,
    }
}

row! {
    /// A badge of theirs, or the best they did, where one of all holds the record.
    #[derive(Clone, Debug, Serialize)]
    pub struct OwnBadge {
        /// Which.
        pub badge: String,
        /// How often, or how much.
        pub times: i64,
        /// Since when.
        #[serde(serialize_with = "at")]
        pub at: i64,
    }
}

fn at<S: Serializer>(millis: &i64, to: S) -> std::result::Result<S::Ok, S::Error> {
    let instant = instant(*millis).map_err(serde::ser::Error::custom)?;
    to.serialize_str(&instant.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

// Serde hands fields over by reference.
#[allow(clippy::ref_option)]
fn maybe_at<S: Serializer>(millis: &Option<i64>, to: S) -> std::result::Result<S::Ok, S::Error> {
    match millis {
        Some(millis) => at(millis, to),
        None => to.serialize_none(),
    }
}
