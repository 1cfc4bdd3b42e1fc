//! Streaks: active weeks in a row, with one freeze in four weeks.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// A rep's active days: for each Monday, one bit for each day of that week (bit 0 is Monday).
pub type ActiveDays = BTreeMap<NaiveDate, u8>;

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
    pub fn on(today: NaiveDate, active: &ActiveDays, workdays: u32, freeze_every: u32) -> Self {
        let _ = (today, active, workdays, freeze_every);
        Self::default()
    }

    /// Weeks in a row, the current one included once it is active.
    pub fn weeks(self) -> u32 {
        self.before + u32::from(self.this_week)
    }
}
