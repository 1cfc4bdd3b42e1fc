//! Rounds: a contest that is played in several, each drawn up from those before.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::field::{Field, Player};
pub use super::round::{Outcome, Plan, Round};
use super::{Format, Summary};
use crate::domain::calendar;

/// When rounds end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// So many of one length, from the first draw to the contest's end.
    Even(i64),
    /// Each at midnight in the contest's zone.
    Daily,
}

/// What a format with rounds decides about them.
pub trait Rounds: Sync {
    /// When rounds end, once it is known who plays in the first.
    fn pace(&self, first: &Plan) -> Pace;

    /// The next round, from the field and the rounds before; none where there are too few players, or it is over.
    fn plan(&self, field: &Field<'_>) -> Option<Plan>;

    /// How the round that is played ends as things stand.
    fn outcome(&self, field: &Field<'_>) -> Option<Outcome>;
}

/// When the first round is drawn: a day into the contest, or a tenth of it, so that people can join; where nobody is
/// left out of a round, at once.
pub fn first_draw(format: &Format, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> DateTime<Utc> {
    let wait = TimeDelta::days(1).min((ends_at - starts_at) / 10);
    if matches!(format, Format::Hill(_)) { starts_at } else { starts_at + wait }
}

impl Pace {
    /// How many rounds there are from the first draw to the end of the contest.
    pub fn count(self, from: DateTime<Utc>, ends_at: DateTime<Utc>, zone: Tz) -> i64 {
        match self {
            Self::Even(rounds) => rounds,
            Self::Daily => {
                let (first, last) = (calendar::date(from, zone), calendar::date(ends_at, zone));
                let whole = (last - first).num_days();
                // A contest that ends at midnight has no round on that day.
                whole + i64::from(calendar::start_of(last, zone) < ends_at)
            }
        }
    }

    /// When a round ends that starts at `from`, with `left` rounds left, itself among them.
    pub fn end(self, from: DateTime<Utc>, left: i64, ends_at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let end = match self {
            Self::Even(_) => {
                let part = (ends_at - from) / i32::try_from(left.max(1)).unwrap_or(i32::MAX);
                let end = from + part;
                // Nobody watches a round end at night.
                if part < TimeDelta::days(2) {
                    end
                } else {
                    calendar::at(calendar::date(end, zone), NOON, zone)
                }
            }
            Self::Daily => {
                let next = calendar::date(from, zone).succ_opt().unwrap_or(chrono::NaiveDate::MAX);
                calendar::start_of(next, zone)
            }
        };
        if left <= 1 { ends_at } else { end.min(ends_at) }
    }
}

/// When longer rounds end, local time.
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon exists");

/// The round that is played, or when the first is drawn.
pub(super) fn played(field: &Field<'_>) -> Summary {
    match field.rounds.last() {
        Some(round) => Summary::Round { number: round.number, of: round.of, ends_at: round.ends_at },
        None => Summary::Round { number: 0, of: 0, ends_at: field.first_draw },
    }
}

/// Players from the strongest down: by what they earned in the four weeks before and since, then by who joined first.
pub(super) fn by_strength<'a>(field: &Field<'a>) -> Vec<&'a Player> {
    let mut players: Vec<&Player> = field.players.iter().collect();
    let strength = |player: &Player| player.points_before + player.standing.points;
    players.sort_by(|a, b| {
        (strength(b), a.joined_at, &a.standing.user).cmp(&(strength(a), b.joined_at, &b.standing.user))
    });
    players
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::format::{Hill, Knockout};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn people_have_a_day_to_join() {
        let (start, end) = (at("2026-03-02T09:00:00Z"), at("2026-03-30T09:00:00Z"));
        let knockout = Format::Knockout(Knockout::default());
        assert_eq!(first_draw(&knockout, start, end), at("2026-03-03T09:00:00Z"));
        assert_eq!(first_draw(&knockout, start, at("2026-03-04T09:00:00Z")), at("2026-03-02T13:48:00Z"));
        assert_eq!(first_draw(&Format::Hill(Hill {}), start, end), start);
    }

    #[test]
    fn even_rounds_share_the_time_that_is_left() {
        let (from, end) = (at("2026-03-02T00:00:00Z"), at("2026-03-08T00:00:00Z"));
        let pace = Pace::Even(3);
        assert_eq!(pace.count(from, end, Tz::UTC), 3);
        assert_eq!(pace.end(from, 3, end, Tz::UTC), at("2026-03-04T12:00:00Z"), "at noon");
        let longer = at("2026-03-10T00:00:00Z");
        assert_eq!(pace.end(at("2026-03-04T00:00:00Z"), 2, longer, Tz::UTC), at("2026-03-07T12:00:00Z"));
        assert_eq!(pace.end(from, 3, at("2026-03-03T12:00:00Z"), Tz::UTC), at("2026-03-02T12:00:00Z"));
        assert_eq!(pace.end(at("2026-03-07T00:00:00Z"), 1, longer, Tz::UTC), longer);
    }

    #[test]
    fn daily_rounds_end_at_the_zones_midnight_whatever_its_clocks_do() {
        let zone = Tz::Europe__Berlin;
        let (from, end) = (at("2026-03-28T09:00:00Z"), at("2026-03-31T13:00:00Z"));
        assert_eq!(Pace::Daily.count(from, end, zone), 4);
        let first = Pace::Daily.end(from, 4, end, zone);
        assert_eq!(first, at("2026-03-28T23:00:00Z"));
        assert_eq!(Pace::Daily.end(first, 3, end, zone), at("2026-03-29T22:00:00Z"), "a day of 23 hours");
        assert_eq!(Pace::Daily.end(at("2026-03-30T22:00:00Z"), 1, end, zone), end);
        assert_eq!(
            Pace::Daily.count(from, at("2026-03-29T22:00:00Z"), zone),
            2,
            "none on the day of its last midnight"
        );
    }
}
