//! Steps, days and paces, by example and by property.

use chrono::NaiveTime;
use proptest::prelude::*;

use super::*;

const BERLIN: Tz = Tz::Europe__Berlin;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str, zone: Tz) -> DateTime<Utc> {
    let (date, time) = text.split_once(' ').unwrap();
    calendar::at(day(date), NaiveTime::parse_from_str(time, "%H:%M").unwrap(), zone)
}

/// Berlin's days of a contest, joined at its start unless said otherwise.
fn days(from: &str, until: &str, joined: Option<&str>, now: &str, holidays: &[&str]) -> Days {
    let starts_at = at(from, BERLIN);
    let joined_at = joined.map_or(starts_at, |joined| at(joined, BERLIN));
    let stretch = Stretch { starts_at, ends_at: at(until, BERLIN), joined_at, zone: BERLIN };
    Days::of(&stretch, &Holidays::new(holidays.iter().map(|text| day(text))), at(now, BERLIN))
}

fn all(points: i64) -> Target {
    Target { points, is_own: false }
}

#[test]
fn a_quarter_that_starts_in_midweek_is_counted_in_workdays() {
    // Wednesday to Wednesday, 13 weeks, over the change of the clocks on 29 March.
    let seen = |now| days("2026-03-04 10:00", "2026-06-03 10:00", None, now, &["2026-04-03", "2026-04-06"]);
    let first = seen("2026-03-04 10:00");
    assert_eq!((first.all, first.own, first.gone, first.left), (64, 64, 0, 64));
    assert_eq!((first.week, first.is_today, first.is_later_week), (3, true, false));
    let easter = seen("2026-04-03 12:00");
    assert_eq!((easter.is_today, easter.week, easter.is_later_week), (false, 4, true), "a long weekend");
    let after = seen("2026-06-03 10:00");
    assert_eq!((after.gone, after.left, after.week), (64, 0, 0), "the end is not in it");
    let before = seen("2026-03-02 10:00");
    assert_eq!((before.gone, before.is_today), (0, false));
}

#[test]
fn a_contest_over_a_weekend_has_two_days() {
    let seen = days("2026-03-07 00:00", "2026-03-09 00:00", None, "2026-03-08 12:00", &[]);
    assert_eq!((seen.all, seen.gone, seen.left, seen.is_today), (2, 1, 1, true));
    let pace = Pace::on(all(20), &seen, 10, 0);
    assert_eq!((pace.light, pace.today, pace.week), (Light::OnPace, Some(10), 10));
}

#[test]
fn on_the_last_weekend_no_workday_is_left() {
    let seen = days("2026-03-02 09:00", "2026-03-09 00:00", None, "2026-03-07 12:00", &[]);
    let pace = Pace::on(all(100), &seen, 90, 5);
    assert_eq!((seen.left, pace.today, pace.week, pace.days_left), (0, None, 0, 0));
    assert_eq!((pace.expected, pace.light), (100, Light::Close));
}

#[test]
fn holidays_only_leave_every_day_a_day() {
    let week = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"];
    assert_eq!(days("2026-03-02 09:00", "2026-03-06 15:00", None, "2026-03-02 09:00", &week).all, 5);
}

#[test]
fn who_joins_late_is_asked_for_the_rest() {
    let late = |joined| days("2026-03-02 09:00", "2026-03-16 09:00", Some(joined), "2026-03-09 09:00", &[]);
    // Eleven workdays, of which six are left from the second Monday on.
    let pace = Pace::on(all(110), &late("2026-03-09 08:00"), 0, 0);
    assert_eq!((pace.quota, pace.whole, pace.expected, pace.light), (60, Some(110), 0, Light::OnPace));
    assert_eq!((pace.today, pace.week), (Some(10), 50));
    let own = Pace::on(Target { points: 110, is_own: true }, &late("2026-03-09 08:00"), 0, 0);
    assert_eq!((own.quota, own.whole), (110, None), "a number of one's own is meant as it is");
    assert_eq!(Pace::on(all(110), &late("2026-02-01 08:00"), 0, 0).quota, 110);
    // After the last workday: what is left of the last weekend.
    let weekend =
        days("2026-03-02 09:00", "2026-03-09 00:00", Some("2026-03-08 10:00"), "2026-03-08 11:00", &[]);
    assert_eq!((weekend.own, Pace::on(all(100), &weekend, 0, 0).quota), (1, 20));
}

#[test]
fn the_lights_turn_at_70_and_100_percent_of_what_is_expected() {
    let seen = days("2026-03-02 09:00", "2026-03-07 00:00", None, "2026-03-04 09:00", &[]);
    let light = |points| Pace::on(all(250), &seen, points, 0).light;
    assert_eq!(Pace::on(all(250), &seen, 0, 0).expected, 100);
    assert_eq!([-5, 0, 69, 70, 99, 100, 249, 250, 900].map(light), {
        use Light::{Behind, Close, OnPace, Reached};
        [Behind, Behind, Behind, Close, Close, OnPace, OnPace, Reached, Reached]
    });
}

#[test]
fn what_was_earned_today_is_a_part_of_todays_step() {
    let seen = days("2026-03-02 09:00", "2026-03-07 00:00", None, "2026-03-02 12:00", &[]);
    let pace = |points| Pace::on(all(52), &seen, points, points);
    assert_eq!((pace(0).today, pace(0).week), (Some(11), 52));
    assert_eq!((pace(4).today, pace(4).week), (Some(7), 48));
    assert_eq!((pace(15).today, pace(15).week), (Some(0), 37));
    assert_eq!((pace(52).today, pace(60).week, pace(60).light), (Some(0), 0, Light::Reached));
    assert_eq!((pace(60).percent(), pace(-5).percent()), (115, 0));
}

#[test]
fn a_tally_tells_those_who_are_there_from_those_on_the_way() {
    let seen = days("2026-03-02 09:00", "2026-03-07 00:00", None, "2026-03-04 09:00", &[]);
    let mut tally = Tally::default();
    for points in [300, 100, 80, 10, -3] {
        tally.add(&Pace::on(all(250), &seen, points, 0));
    }
    assert_eq!((tally.reached, tally.on_pace, tally.close, tally.behind, tally.all()), (1, 1, 1, 2, 5));
    assert_eq!((tally.points, tally.quota, tally.percent()), (490, 1250, 39));
    assert_eq!(Tally::default().percent(), 0);
}

fn any_zone() -> impl Strategy<Value = Tz> {
    let zones =
        [BERLIN, Tz::America__New_York, Tz::Asia__Tokyo, Tz::Pacific__Apia, Tz::Africa__Cairo, Tz::UTC];
    prop::sample::select(zones.to_vec())
}

proptest! {
    #[test]
    fn the_steps_of_the_days_left_make_up_what_is_missing(missing in 0..=MOST, days in 1..=370i64) {
        let steps: Vec<i64> =
            (1..=days).map(|n| first_steps(missing, days, n) - first_steps(missing, days, n - 1)).collect();
        prop_assert_eq!(steps.iter().sum::<i64>(), missing);
        prop_assert!(steps.windows(2).all(|two| two[0] >= two[1] && two[0] - two[1] <= 1));
        prop_assert_eq!(first_steps(missing, 0, 1), 0);
    }

    #[test]
    fn whatever_the_calendar_a_pace_holds_together(
        zone in any_zone(),
        start in 0..500i64, minutes in 1..=366 * 1440i64, joined in -10..400i64, seen in -10..400i64,
        target in 1..=MOST, is_own: bool, points in -100..2 * MOST, today in -50..500i64,
        holidays in prop::collection::vec(0..900i64, 0..30),
    ) {
        let epoch = at("2026-01-01 00:00", Tz::UTC);
        let starts_at = epoch + TimeDelta::days(start) + TimeDelta::minutes(minutes % 1440);
        let stretch = Stretch {
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(minutes),
            joined_at: starts_at + TimeDelta::days(joined),
            zone,
        };
        let holidays = Holidays::new(holidays.iter().map(|n| (epoch + TimeDelta::days(*n)).date_naive()));
        let days = Days::of(&stretch, &holidays, starts_at + TimeDelta::days(seen));
        prop_assert!(days.own >= 1 && days.all >= 1);
        prop_assert_eq!(days.gone + days.left, days.own);
        prop_assert!((0..=7).contains(&days.week) && days.week <= days.left);
        prop_assert_eq!(days.week == 0, days.left == 0);
        prop_assert!(!(days.is_today && days.is_later_week));
        let pace = Pace::on(Target { points: target, is_own }, &days, points, today);
        prop_assert!((1..=target).contains(&pace.quota) && (0..=pace.quota).contains(&pace.expected));
        let asked = pace.today.unwrap_or(0);
        prop_assert!(asked >= 0 && asked <= pace.week && pace.week <= pace.quota.max(pace.quota - points));
        // What is asked, day after day, gets there; once there, nothing is asked.
        prop_assert_eq!(pace.light == Light::Reached, points >= pace.quota);
        if pace.light == Light::Reached {
            prop_assert_eq!((asked, pace.week), (0, 0));
        }
        if days.left == days.week && days.left > 0 && points < pace.quota {
            prop_assert!(points + pace.week >= pace.quota);
        }
    }
}
