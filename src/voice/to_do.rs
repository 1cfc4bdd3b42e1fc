//! What five minutes of today would bring: two small things to do, and the reason that matters most.

use super::escape::typed;
use super::format::distance_in_full;
use super::words::{local, network_name, number, things};
use crate::domain::board::PrivateBoard;
use crate::domain::format::Shown;
use crate::domain::home::{Home, OwnPlay, Week};
use crate::domain::kind::Kind;
use crate::domain::link::Network;
use crate::domain::today::{Step, Today};

/// A contest that takes shares, and today in it.
type Running<'a> = (&'a PrivateBoard, &'a Today);

/// What to do today.
pub(super) fn to_do(home: &Home, play: &OwnPlay) -> String {
    let running: Vec<Running<'_>> =
        play.boards.iter().filter_map(|board| Some((board, of(play, board)?))).collect();
    let Some((board, today)) = running.iter().find(|(_, today)| !today.steps.is_empty()) else {
        return nothing_pays(home, play, &running);
    };
    let place = match play.boards.len() {
        1 => String::new(),
        _ => format!(" in *{}*", typed(&board.heading.title)),
    };
    let mut lines = vec![format!("*Five minutes today*{place}")];
    lines.extend(today.steps.iter().map(step));
    lines.extend(reason(play, &running));
    lines.join("\n")
}

/// Today in the contest of a board, where that takes shares.
fn of<'a>(play: &'a OwnPlay, board: &PrivateBoard) -> Option<&'a Today> {
    play.today.iter().find(|today| today.contest == board.heading.contest)
}

/// What today brought in a contest and can still bring; none where no shares are taken.
pub(super) fn so_far(play: &OwnPlay, board: &PrivateBoard) -> Option<String> {
    let today = of(play, board)?;
    let points = things(today.points, "point", "points");
    Some(match today.steps.is_empty() {
        true => format!("Today: {points}."),
        false => format!("Today: {points}, at most {} more.", number(today.left)),
    })
}

/// Where nothing is left to earn today: what there is to know instead.
fn nothing_pays(home: &Home, play: &OwnPlay, running: &[Running<'_>]) -> String {
    if let Some(until) = running.iter().filter_map(|(_, today)| today.rests_until).min() {
        return format!("*A rest today.* Shares count again {}.", local(until, home.zone, home.now));
    }
    if !running.is_empty() {
        return "*Today is done:* all that its caps allow is in. Tomorrow they start anew.".to_owned();
    }
    match (play.boards.first(), play.to_join.first()) {
        (Some(_), _) => "No contest takes shares just now; what comes next stands below.".to_owned(),
        (None, Some(first)) => {
            let join = format!("Join *{}*: your first share puts you on its board.", typed(&first.title));
            let mut lines = vec!["*Five minutes today*".to_owned(), format!("• {join}")];
            lines.extend(play.week.and_then(active_day));
            lines.join("\n")
        }
        (None, None) => "No contest runs at the moment. What you share keeps your week active.".to_owned(),
    }
}

/// One small thing, and what it brings.
fn step(step: &Step) -> String {
    let place = match step.network {
        Network::Linkedin => String::new(),
        other => format!(" on {}", network_name(other)),
    };
    let what = match step.kind {
        Kind::Share => "Share a post",
        Kind::Comment => "Comment on a prospect's or an expert's post",
        Kind::Original => "Write a post",
        Kind::Article => "Publish an article",
        Kind::Like => "Like a post",
    };
    let words = match step.words {
        0 => String::new(),
        words => format!(" with {words} characters of your own words"),
    };
    let first = match step.first_of_week {
        0 => String::new(),
        points => format!(", and +{} for the first this week", number(points)),
    };
    format!("• {what}{place}{words}: *+{}*{first}", number(step.points))
}

/// Why it matters today: the next place if it is in reach, then what the day can do for the quota and the week.
fn reason(play: &OwnPlay, running: &[Running<'_>]) -> Option<String> {
    let week = || play.week.and_then(active_day);
    running
        .iter()
        .find_map(|running| next_up(running, true))
        .or_else(|| running.iter().find_map(quota_step))
        .or_else(week)
        .or_else(|| running.iter().find_map(|running| next_up(running, false)))
}

/// The next place up, where it is in sight, or even in reach today.
fn next_up(&(board, today): &Running<'_>, in_reach: bool) -> Option<String> {
    let own = board.own.as_ref()?;
    let behind = board.behind.filter(|behind| *behind > 0)?;
    // A team's points, and what is no points, take more than one's own day.
    let is_own = board.brought.is_none()
        && matches!(own.shown, Shown::Points(_) | Shown::Towards { .. } | Shown::Round { .. });
    (!in_reach || is_own && behind <= today.left).then(|| {
        format!(
            "{} to the next place in *{}*.",
            distance_in_full(&own.shown, behind),
            typed(&board.heading.title)
        )
    })
}

/// What the day still asks for a quota, as far as a day can bring it.
fn quota_step(&(board, today): &Running<'_>) -> Option<String> {
    let asked = board.quota.as_ref()?.today.filter(|asked| *asked > 0)?;
    let (points, title) = (things(asked, "point", "points"), typed(&board.heading.title));
    Some(match asked <= today.left {
        true => format!("{points} more in *{title}* and today's step of your quota is done."),
        false => format!(
            "Your quota in *{title}* asks {points} more today; shares can still bring {} of them.",
            number(today.left)
        ),
    })
}

/// What the day can do for the week.
fn active_day(week: Week) -> Option<String> {
    let left = week.needed.saturating_sub(week.days);
    Some(match (left, week.streak) {
        _ if left == 0 || !week.today_helps => return None,
        (1, 0) => "One share today and this week is an active one.".to_owned(),
        (1, weeks) => {
            format!("One share today keeps your streak of {} going.", things(weeks.into(), "week", "weeks"))
        }
        _ => format!(
            "A share today makes it day {} of the {} that make a week active.",
            week.days + 1,
            week.needed
        ),
    })
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use insta::assert_snapshot;

    use super::*;
    use crate::domain::badge::{Feats, Shelf};
    use crate::domain::board::Heading;
    use crate::domain::contest::Phase;
    use crate::domain::format::{Format, Row, Side};
    use crate::domain::quota::{Days, Pace, Target};

    fn now() -> DateTime<Utc> {
        "2026-03-04T09:00:00Z".parse().unwrap()
    }

    fn board(title: &str, place: i64, behind: Option<i64>) -> PrivateBoard {
        let side = Side::Rep("U1".into());
        PrivateBoard {
            heading: Heading {
                contest: title.into(),
                title: title.to_owned(),
                zone: chrono_tz::UTC,
                starts_at: now() - TimeDelta::days(1),
                ends_at: now() + TimeDelta::days(2),
                phase: Phase::Open,
                now: now(),
                players: 3,
                shares: 4,
                format: Format::default(),
            },
            summary: None,
            pool: None,
            top: Vec::new(),
            around: Vec::new(),
            own: Some(Row {
                side,
                name: "Ana".to_owned(),
                place,
                place_before: None,
                shown: Shown::Points(40),
            }),
            behind,
            brought: None,
            aside: None,
            quota: None,
            can_post: false,
        }
    }

    fn today(title: &str, left: i64, steps: &[Step]) -> Today {
        let (contest, steps) = (title.into(), steps.to_vec());
        Today { contest, points: 30 - left, left, rests_until: None, steps }
    }

    const SHARE: Step =
        Step { kind: Kind::Share, network: Network::Linkedin, words: 100, points: 5, first_of_week: 0 };
    const COMMENT: Step = Step { kind: Kind::Comment, words: 0, points: 2, ..SHARE };

    fn week(days: u32, streak: u32) -> Option<Week> {
        Some(Week { streak, days, needed: 3, today_helps: days < 3 })
    }

    fn told(boards: Vec<PrivateBoard>, today: Vec<Today>, week: Option<Week>) -> String {
        let shelf = Shelf {
            own: Vec::new(),
            others: Vec::new(),
            level: None,
            next: None,
            feats: Feats::default(),
            longest_streak: 0,
        };
        let (more_boards, to_join, more_to_join, entries) = (0, Vec::new(), 0, Vec::new());
        let play = OwnPlay { week, boards, today, more_boards, to_join, more_to_join, entries, shelf };
        let home = Home { zone: chrono_tz::UTC, now: now(), play: None, desk: None };
        to_do(&home, &play)
    }

    #[test]
    fn the_first_of_a_complete_week_still_has_things_to_do_on_a_fresh_day() {
        let first = vec![board("Cup", 1, None)];
        assert_snapshot!(told(first, vec![today("Cup", 30, &[SHARE, COMMENT])], week(3, 2)), @r"
        *Five minutes today*
        • Share a post with 100 characters of your own words: *+5*
        • Comment on a prospect's or an expert's post: *+2*
        ");
    }

    #[test]
    fn the_reason_is_a_place_in_reach_then_the_quota_as_far_as_a_day_goes_then_the_week() {
        let days = Days { all: 10, own: 10, gone: 8, left: 2, week: 2, is_later_week: false, is_today: true };
        let with = |behind, has_quota: bool| {
            let target = Target { points: 156, is_own: false };
            let quota = has_quota.then(|| Pace::on(target, &days, 40, 0));
            PrivateBoard { quota, ..board("Cup", 2, Some(behind)) }
        };
        let last = |board, left, week| {
            let said = told(vec![board], vec![today("Cup", left, &[COMMENT])], week);
            said.lines().last().unwrap_or_default().to_owned()
        };
        assert_eq!(last(with(15, true), 15, week(0, 0)), "15 points to the next place in *Cup*.");
        assert_eq!(
            last(with(16, true), 15, week(0, 0)),
            "Your quota in *Cup* asks 58 points more today; shares can still bring 15 of them."
        );
        assert_eq!(
            last(with(99, true), 60, week(0, 0)),
            "58 points more in *Cup* and today's step of your quota is done."
        );
        let of_week = |week| last(with(99, false), 30, week);
        assert_eq!(of_week(week(0, 0)), "A share today makes it day 1 of the 3 that make a week active.");
        assert_eq!(of_week(week(2, 0)), "One share today and this week is an active one.");
        assert_eq!(of_week(week(2, 3)), "One share today keeps your streak of 3 weeks going.");
        assert_eq!(of_week(None), "99 points to the next place in *Cup*.");
    }

    #[test]
    fn what_is_used_up_is_said_and_another_contest_comes_in_its_place() {
        let both = || vec![board("Cup", 1, None), board("Dash", 1, None)];
        let one_left = vec![today("Cup", 0, &[]), today("Dash", 3, &[COMMENT])];
        assert_snapshot!(told(both(), one_left, None), @r"
        *Five minutes today* in *Dash*
        • Comment on a prospect's or an expert's post: *+2*
        ");
        let none = || vec![today("Cup", 0, &[]), today("Dash", 0, &[])];
        assert_snapshot!(told(both(), none(), None), @"*Today is done:* all that its caps allow is in. Tomorrow they start anew.");
        let mut rests = none();
        rests[1].rests_until = Some(now() + TimeDelta::days(1));
        assert_snapshot!(told(both(), rests, None), @"*A rest today.* Shares count again tomorrow, 09:00.");
        assert_snapshot!(told(both(), Vec::new(), None), @"No contest takes shares just now; what comes next stands below.");
    }
}
