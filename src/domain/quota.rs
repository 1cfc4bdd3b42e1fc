//! Quotas: so many points in a contest, broken into steps by the workdays that are left in a rep's own zone.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::calendar;

/// The highest quota.
pub const MOST: i64 = 1_000_000;

/// From so many per cent of what is expected by now on, a rep is close to the pace.
const CLOSE_PERCENT: i64 = 70;

/// A quota as it was set for a rep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Points; of everybody's, for the whole contest.
    pub points: i64,
    /// Whether it was set for this rep alone: then it is meant as it is, whenever they joined.
    pub is_own: bool,
}

/// Days on which nobody is asked for anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays(BTreeSet<NaiveDate>);

impl Holidays {
    /// These dates.
    pub fn new(dates: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self(dates.into_iter().collect())
    }

    /// Whether `date` is one from Monday to Friday and no holiday.
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.0.contains(&date)
    }
}

/// What of a contest is a rep's: from its start, or from their joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The contest's first instant.
    pub starts_at: DateTime<Utc>,
    /// The first instant after it.
    pub ends_at: DateTime<Utc>,
    /// When the rep joined; before the start it makes no difference.
    pub joined_at: DateTime<Utc>,
    /// The rep's zone.
    pub zone: Tz,
}

/// The days of a stretch, as seen from one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Workdays of the contest.
    pub all: i64,
    /// Those from the rep's joining on.
    pub own: i64,
    /// Of those, the ones that are over.
    pub gone: i64,
    /// Those that are left, today included.
    pub left: i64,
    /// Those left in the first week that has any, today included.
    pub week: i64,
    /// Whether that week is a later one than this.
    pub is_later_week: bool,
    /// Whether today is a workday of the stretch.
    pub is_today: bool,
}

impl Days {
    /// Counts the days as seen at `now`. Where a stretch has no workday at all, such as that of a contest over a weekend,
    /// each of its days is one.
    pub fn of(stretch: &Stretch, holidays: &Holidays, now: DateTime<Utc>) -> Self {
        let date = |at| calendar::date(at, stretch.zone);
        let (start, last) = (date(stretch.starts_at), date(stretch.ends_at - TimeDelta::milliseconds(1)));
        let from = date(stretch.joined_at.max(stretch.starts_at)).min(last);
        let today = if now < stretch.ends_at { date(now) } else { last.succ_opt().unwrap_or(last) };
        let worked = |first: NaiveDate| {
            let days = || first.iter_days().take_while(|day| *day <= last);
            let workdays: Vec<NaiveDate> = days().filter(|day| holidays.is_workday(*day)).collect();
            if workdays.is_empty() { days().collect() } else { workdays }
        };
        let own = worked(from);
        let gone = own.partition_point(|day| *day < today);
        let left = &own[gone..];
        let week = left.first().map(|day| calendar::monday(*day));
        let in_week = left.iter().take_while(|day| Some(calendar::monday(**day)) == week);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Self {
            all: count(worked(start).len()),
            own: count(own.len()),
            gone: count(gone),
            left: count(left.len()),
            week: count(in_week.count()),
            is_later_week: week.is_some_and(|week| week > calendar::monday(today)),
            is_today: left.first() == Some(&today),
        }
    }

    /// What a target comes to for whoever has these days: everybody's is asked of late joiners in part, rounded half up.
    fn quota(&self, target: Target) -> i64 {
        if target.is_own || self.own >= self.all {
            return target.points;
        }
        ((2 * target.points * self.own + self.all) / (2 * self.all)).max(1)
    }
}

/// How a rep stands to the quota, in words that never need a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// All of it is there.
    Reached,
    /// As much as is expected by now, or more.
    OnPace,
    /// At least 70 % of that.
    Close,
    /// Less.
    Behind,
}

/// Where a rep stands, and what is asked next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The rep's points.
    pub points: i64,
    /// The quota, for late joiners the part that is theirs.
    pub quota: i64,
    /// What a contest's whole length asks, where that is more.
    pub whole: Option<i64>,
    /// What is expected after the workdays that are over.
    pub expected: i64,
    /// How that looks.
    pub light: Light,
    /// Points that today asks still; none where today is no workday.
    pub today: Option<i64>,
    /// Points that the week asks still, today included: this one, or the next with a workday.
    pub week: i64,
    /// Whether that is a later week than this.
    pub is_later_week: bool,
    /// Workdays left, today included.
    pub days_left: i64,
}

impl Pace {
    /// Works it out from a rep's points, of which `earned_today` since the day began in their zone.
    pub fn on(target: Target, days: &Days, points: i64, earned_today: i64) -> Self {
        let quota = days.quota(target);
        let expected = if days.own == 0 { quota } else { quota * days.gone / days.own };
        let percent = if expected == 0 { 100 } else { points.saturating_mul(100) / expected };
        let light = match percent {
            _ if points >= quota => Light::Reached,
            100.. => Light::OnPace,
            CLOSE_PERCENT.. => Light::Close,
            _ => Light::Behind,
        };
        // A day's step is made in its morning: what was earned since is a part of it.
        let earned = if days.is_today { earned_today.max(0) } else { 0 };
        let missing = (quota - (points - earned)).max(0);
        let asked = |days_of: i64| (first_steps(missing, days.left, days_of) - earned).max(0);
        Self {
            points,
            quota,
            whole: (quota < target.points).then_some(target.points),
            expected,
            light,
            today: days.is_today.then(|| asked(1)),
            week: asked(days.week),
            is_later_week: days.is_later_week,
            days_left: days.left,
        }
    }

    /// The part that is there, in per cent, from 0 on; beyond 100 where there is more.
    pub fn percent(&self) -> i64 {
        self.points.max(0).saturating_mul(100) / self.quota.max(1)
    }

    /// The points in per cent of what is expected by now; none while nothing is.
    pub fn of_expected(&self) -> Option<i64> {
        (self.expected > 0).then(|| self.points.max(0).saturating_mul(100) / self.expected)
    }
}

/// What the first `of` of so many `days` ask, where they share what is `missing` evenly, the earlier days a point more.
fn first_steps(missing: i64, days: i64, of: i64) -> i64 {
    if days == 0 {
        return 0;
    }
    let of = of.clamp(0, days);
    missing / days * of + (missing % days).min(of)
}

/// How many stand how, and what they have together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Whose quota is reached.
    pub reached: i64,
    /// Who is on the pace, beside those.
    pub on_pace: i64,
    /// Who is close to it.
    pub close: i64,
    /// Who has further to go.
    pub behind: i64,
    /// Points of all.
    pub points: i64,
    /// Quotas of all.
    pub quota: i64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, pace: &Pace) {
        let counted = match pace.light {
            Light::Reached => &mut self.reached,
            Light::OnPace => &mut self.on_pace,
            Light::Close => &mut self.close,
            Light::Behind => &mut self.behind,
        };
        *counted += 1;
        self.points = self.points.saturating_add(pace.points.max(0));
        self.quota = self.quota.saturating_add(pace.quota);
    }

    /// How many have a quota.
    pub fn all(&self) -> i64 {
        self.reached + self.on_pace + self.close + self.behind
    }

    /// What all have, in per cent of what is asked of all.
    pub fn percent(&self) -> i64 {
        self.points.saturating_mul(100) / self.quota.max(1)
    }
}

/// One's own quota in a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// The contest's title, as typed.
    pub title: String,
    /// Where one stands.
    pub pace: Pace,
    /// Whether it has begun.
    pub has_begun: bool,
    /// Whether it is over.
    pub is_over: bool,
    /// Whether everybody can see it.
    pub is_public: bool,
}

/// Everybody's quotas in a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Everybody {
    /// The contest's title, as typed.
    pub title: String,
    /// Those who are furthest, by name as typed, and the asker among them wherever they stand.
    pub shown: Vec<(String, Pace)>,
    /// All of them.
    pub tally: Tally,
    /// Whether everybody can see it.
    pub is_public: bool,
}

/// What is set in a contest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What is asked of everybody; none where only single reps have a quota.
    pub points: Option<i64>,
    /// How many reps have a number of their own.
    pub own: i64,
    /// Whether everybody can see everybody's.
    pub is_public: bool,
}

/// What became of a manager's wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum QuotaNews {
    /// Everybody has a quota, or only the visibility changed.
    Set { title: String, rule: Rule },
    /// A rep has one of their own.
    SetFor { name: String, points: i64, title: String },
    /// Nobody has one any more, whatever was set.
    Off { title: String },
    /// A rep has none of their own any more; everybody's then holds, if there is one.
    OffFor { name: String, points: Option<i64>, title: String },
}

/// Why there is no quota to set or to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the line above each variant speaks for its fields
pub enum QuotaRefusal {
    /// Not a number of points that can be asked.
    BadPoints { most: i64 },
    /// Nothing is set in the contest, for the rep who asks or at all.
    NotSet { title: String },
    /// Each sees only their own.
    Private { title: String },
    /// There is nothing to take away from this rep.
    NotSetFor { name: String, title: String },
}

#[cfg(test)]
mod tests;
