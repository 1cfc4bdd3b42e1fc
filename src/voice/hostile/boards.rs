//! Boards and teams, with names and titles as the world types them.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::now;
use crate::domain::board::{Draw, FinalBoard, Heading, PrivateBoard, PublicBoard};
use crate::domain::contest::Phase;
use crate::domain::format::{Row, Shown, Side, Summary};
use crate::domain::teams::{Crew, Lineup, TeamNews, TeamRefusal};
use crate::voice::{Message, board, teams};

fn row(typed: &str, side: Side, place_before: Option<i64>, shown: Shown) -> Row {
    Row { side, name: typed.into(), place: 2, place_before, shown }
}

/// A row of each sort.
fn rows(typed: &str) -> Vec<Row> {
    let shown = [
        Shown::Points(10),
        Shown::Towards { points: 10, goal: 20 },
        Shown::Percent { percent: 50, points: 10, target: 20 },
        Shown::Average { hundredths: 1050, active: 2, members: 3 },
        Shown::Tickets { tickets: 2, points: 20, qualify: 10 },
        Shown::Tickets { tickets: 0, points: 5, qualify: 10 },
        Shown::Shares { shares: 1, asked: 3 },
        Shown::Legs { run: 1, of: 2, points: 10 },
    ];
    let sides = [Side::Rep("U1".into()), Side::Team("t1".into())];
    shown
        .into_iter()
        .zip(sides.into_iter().cycle())
        .map(|(shown, side)| row(typed, side, Some(4), shown))
        .collect()
}

fn summaries(typed: &str) -> Vec<Option<Summary>> {
    vec![
        None,
        Some(Summary::Together { points: 5, goal: 10 }),
        Some(Summary::Through { done: 1, players: 2, full_weeks: Some((1, 2)) }),
        Some(Summary::Pot { tickets: 3, holders: 2 }),
        Some(Summary::Rope { ahead: Some(typed.into()), by: 5, margin: 10 }),
    ]
}

/// Everything that is said of boards and teams.
pub(super) fn all(typed: &str) -> Vec<Message> {
    let heading = || Heading {
        contest: "c1".into(),
        title: typed.into(),
        zone: Tz::UTC,
        starts_at: now(),
        ends_at: now() + TimeDelta::days(2),
        phase: Phase::Open,
        now: now(),
        players: 3,
        shares: 4,
    };
    let mut said = Vec::new();
    for summary in summaries(typed) {
        said.push(board::public(&PublicBoard {
            heading: heading(),
            summary: summary.clone(),
            rows: rows(typed),
            biggest_move: Some((typed.into(), 3)),
            longest_streak: Some((typed.into(), 3)),
            active_yesterday: Some(2),
        }));
        said.push(board::private(&PrivateBoard {
            heading: heading(),
            summary: summary.clone(),
            top: rows(typed),
            around: rows(typed),
            own: Some(row(typed, Side::Team("t1".into()), Some(1), Shown::Points(4))),
            behind: Some(3),
            brought: Some(2),
            needs_team: false,
            can_post: true,
        }));
        said.push(board::last(&FinalBoard {
            heading: heading(),
            summary,
            rows: rows(typed),
            draw: Some(Draw { seed: "S".into(), winners: vec![typed.into()] }),
            improved: Some((typed.into(), 50)),
            active: 1,
            points: 9,
            settled_at: now(),
        }));
    }
    said.extend(of_teams(typed));
    said
}

fn of_teams(typed: &str) -> Vec<Message> {
    let name = || -> String { typed.into() };
    let crew = Crew { name: name(), captain: Some(name()), members: vec![name(), name()] };
    let lineup = Lineup { title: name(), teams: vec![crew], loose: vec![name()] };
    let news = [
        TeamNews::Created { team: name(), title: name() },
        TeamNews::Joined { team: name(), title: name() },
        TeamNews::Left { team: name(), title: name() },
        TeamNews::Renamed { before: name(), team: name() },
        TeamNews::Captain { name: name(), team: name() },
        TeamNews::Moved { name: name(), team: name() },
        TeamNews::Drafted { lineup: lineup.clone() },
    ];
    let refusals = [
        TeamRefusal::NoTeams { title: name() },
        TeamRefusal::TooMany { most: 50 },
        TeamRefusal::BadName { most: 40 },
        TeamRefusal::NameTaken { team: name() },
        TeamRefusal::Unknown { name: name(), nearest: Some(name()) },
        TeamRefusal::Unknown { name: name(), nearest: None },
        TeamRefusal::OnIt { team: name() },
        TeamRefusal::OnNone { name: Some(name()) },
        TeamRefusal::OnNone { name: None },
        TeamRefusal::Bound { team: name(), points: 5 },
        TeamRefusal::NotCaptain { team: name(), captain: Some(name()) },
        TeamRefusal::NotCaptain { team: name(), captain: None },
        TeamRefusal::CannotDraft { teams: 3, players: 2, most: 50 },
    ];
    let mut said: Vec<Message> = news.iter().map(teams::news).collect();
    said.push(teams::lineup(&lineup));
    said.extend(refusals.iter().map(|refusal| Message::plain(teams::refusal(refusal))));
    said
}
