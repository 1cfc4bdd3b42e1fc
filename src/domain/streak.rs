//! Streaks: active weeks in a row, with one freeze in four weeks.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::calendar;

/// A rep's active days: for each Monday, one bit for each day of that week (bit 0 is Monday).
pub type ActiveDays = BTreeMap<NaiveDate, u8>;

/// Monday to Friday. Weekends may be played, but they neither make nor break a streak.
const WORKDAYS: u8 = 0b1_1111;

/// What a streak amounts to on a given day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// Active weeks in a row before the current one: what the multiplier goes by.
    pub before: u32,
    /// Whether the current week is active already.
    pub this_week: bool,
    /// Active workdays so far in the current week.
    pub days_this_week: u32,
}

impl Streak {
    /// The streak as seen on `today` (the rep's date). `workdays` make a week active, and one missed week in
    /// any `freeze_every` is bridged (0: none); a bridged week adds nothing and breaks nothing.
    ///
    /// Of all runs of weeks that end now and obey this, it is the longest. While the current week is under
    /// way, nobody is told yet that it was missed.
    pub fn on(today: NaiveDate, active: &ActiveDays, workdays: u32, freeze_every: u32) -> Self {
        let this = calendar::monday(today);
        let days_in =
            |monday: NaiveDate| active.get(&monday).map_or(0, |days| (days & WORKDAYS).count_ones());
        let is_active = |weeks_ago: u32| {
            let monday = this.checked_sub_days(Days::new(7 * u64::from(weeks_ago)));
            monday.is_some_and(|monday| days_in(monday) >= workdays.max(1))
        };

        let mut before = 0;
        let mut bridged = None;
        for weeks_ago in 1.. {
            if is_active(weeks_ago) {
                before += 1;
                continue;
            }
            let rested = bridged.is_none_or(|last| weeks_ago - last >= freeze_every);
            // A bridge needs a far side: a missed week with nothing before it is just where the streak began.
            if freeze_every == 0 || !rested || !is_active(weeks_ago + 1) {
                break;
            }
            bridged = Some(weeks_ago);
        }
        Self { before, this_week: is_active(0), days_this_week: days_in(this) }
    }

    /// Weeks in a row, the current one included once it is active.
    pub fn weeks(self) -> u32 {
        self.before + u32::from(self.this_week)
    }
}

/// The latest active day.
pub fn latest(active: &ActiveDays) -> Option<NaiveDate> {
    let (monday, days) = active.iter().rev().find(|(_, days)| **days != 0)?;
    Some(*monday + Days::new(days.ilog2().into()))
}

/// Marks `date` as active.
pub fn mark(active: &mut ActiveDays, date: NaiveDate) {
    *active.entry(calendar::monday(date)).or_default() |= 1 << date.weekday().num_days_from_monday();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Active days out of a row of weeks, oldest first, the last being the week of `today`: `A` for an active
    /// one, `.` for a missed one.
    fn weeks(today: NaiveDate, row: &str) -> ActiveDays {
        let ago = (0..u64::try_from(row.len()).unwrap()).rev();
        let this = calendar::monday(today);
        let active = row.chars().zip(ago).filter(|(week, _)| *week == 'A');
        active.map(|(_, ago)| (this - Days::new(7 * ago), 0b0_0111)).collect()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn before(row: &str) -> u32 {
        let today = day("2026-06-17");
        Streak::on(today, &weeks(today, row), 3, 4).before
    }

    #[test]
    fn three_workdays_make_a_week_active_and_weekends_do_not_help() {
        let mut active = ActiveDays::new();
        for date in ["2026-06-15", "2026-06-16", "2026-06-20", "2026-06-21"] {
            mark(&mut active, day(date));
        }
        let streak = Streak::on(day("2026-06-21"), &active, 3, 4);
        assert_eq!((streak.this_week, streak.days_this_week), (false, 2));
        mark(&mut active, day("2026-06-19"));
        let streak = Streak::on(day("2026-06-21"), &active, 3, 4);
        assert_eq!((streak.this_week, streak.days_this_week, streak.weeks()), (true, 3, 1));
    }

    #[test]
    fn the_current_week_does_not_count_before_it_is_active() {
        assert_eq!(before("AA."), 2);
        let today = day("2026-06-17");
        let streak = Streak::on(today, &weeks(today, "AAA"), 3, 4);
        assert_eq!((streak.before, streak.weeks()), (2, 3));
    }

    #[test]
    fn one_missed_week_is_bridged_and_adds_nothing() {
        assert_eq!(before("AA.A."), 3);
        assert_eq!(before("AA.A"), 2);
    }

    #[test]
    fn last_week_is_bridged_while_this_one_is_under_way() {
        assert_eq!(before("AA.."), 2);
    }

    #[test]
    fn two_missed_weeks_in_a_row_break_it() {
        assert_eq!(before("AA..A."), 1);
        assert_eq!(before("AA..."), 0);
    }

    #[test]
    fn a_second_missed_week_within_four_breaks_it() {
        assert_eq!(before("AA.AA.A."), 3);
        assert_eq!(before("AA.AAA.A."), 6);
    }

    #[test]
    fn a_missed_week_with_nothing_before_it_is_no_part() {
        assert_eq!(before(".A."), 1);
        assert_eq!(before("."), 0);
    }

    #[test]
    fn without_freezes_every_missed_week_breaks_it() {
        let today = day("2026-06-17");
        assert_eq!(Streak::on(today, &weeks(today, "AA.A."), 3, 0).before, 1);
    }

    #[test]
    fn a_streak_runs_on_over_the_new_year_and_a_year_of_53_weeks() {
        // 2026 has a week 53: its Monday is 28 December.
        let today = day("2027-01-06");
        assert_eq!(Streak::on(today, &weeks(today, "AAAAA"), 3, 4).weeks(), 5);
        let mut active = weeks(today, "AAAAA");
        active.remove(&day("2026-12-28"));
        assert_eq!(Streak::on(today, &active, 3, 0).weeks(), 1);
    }

    #[test]
    fn the_first_date_there_is_does_not_panic() {
        let first = calendar::monday(NaiveDate::MIN + Days::new(20));
        assert_eq!(Streak::on(first, &weeks(first, "AA"), 3, 4).weeks(), 2);
    }
}
