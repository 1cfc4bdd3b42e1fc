//! Boards and teams, with names and titles as the world types them.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::now;
use crate::domain::board::{Draw, FinalBoard, Heading, PrivateBoard, PublicBoard, RangeBoard, Winners};
use crate::domain::contest::Phase;
use crate::domain::correction::{Corrected, Correction};
use crate::domain::duel::{Duel, DuelLine, DuelNews, DuelRefusal, DuelState, LASTS};
use crate::domain::format::rounds::{Outcome, Plan, Round};
use crate::domain::format::{Field, Format, Group, GroupKind, Player, Row, Shown, Side, Summary, Table};
use crate::domain::picture::Picture;
use crate::domain::progress::{Grown, Progress, marks};
use crate::domain::quota::{Days, Everybody, Own, Pace, QuotaNews, QuotaRefusal, Rule, Tally, Target};
use crate::domain::range::Range;
use crate::domain::standing::Standing;
use crate::domain::teams::{Crew, Lineup, TeamNews, TeamRefusal};
use crate::voice::{Message, board, corrections, duels, picture, quota, rounds as voice_rounds, teams};

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
        Shown::Round { points: 3, total: 10 },
        Shown::Won { rounds: 1 },
        Shown::Weeks { done: 1, of: 2 },
        Shown::Held { days: 2, points: 5 },
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
        Some(Summary::Weeks { done: 1, players: 2, full: 0, weeks: 2 }),
        Some(Summary::Pot { tickets: 3, holders: 2 }),
        Some(Summary::Round { number: 0, of: 0, ends_at: now() }),
        Some(Summary::Round { number: 1, of: 2, ends_at: now() }),
        Some(Summary::Hill { king: Some(typed.into()) }),
        Some(Summary::Rope { ahead: Some(typed.into()), by: 5, margin: 10 }),
    ]
}

/// A board as one sees it who stands among its rows.
fn private(typed: &str, rows: &[Row], summary: Option<Summary>) -> PrivateBoard {
    PrivateBoard {
        heading: heading(typed),
        summary,
        pool: Some(2),
        top: rows.to_vec(),
        around: rows.to_vec(),
        own: Some(row(typed, rows[0].side.clone(), Some(1), Shown::Points(4))),
        behind: Some(3),
        brought: Some(2),
        aside: None,
        quota: Some(paces()[0]),
        can_post: true,
    }
}

/// Boards as they stand in a home.
pub(super) fn at_home(typed: &str) -> Vec<PrivateBoard> {
    rows(typed).chunks(3).map(|rows| private(typed, rows, None)).collect()
}

fn heading(typed: &str) -> Heading {
    Heading {
        contest: "c1".into(),
        title: typed.into(),
        zone: Tz::UTC,
        starts_at: now(),
        ends_at: now() + TimeDelta::days(2),
        phase: Phase::Open,
        now: now(),
        players: 3,
        shares: 4,
        format: Format::default(),
    }
}

/// A group of each kind.
fn table(rows: &[Row], summary: Option<Summary>) -> Table {
    let group = |kind, rows: &[Row]| Group { kind, rows: rows.to_vec() };
    let groups = vec![
        group(GroupKind::All, rows),
        group(GroupKind::Pair, &rows[..rows.len().min(2)]),
        group(GroupKind::Pair, &rows[..1]),
        group(GroupKind::Pool(1), rows),
    ];
    Table { summary, groups }
}

/// Boards and final standings as pictures, and how it went.
pub(super) fn pictures(typed: &str) -> Vec<Picture> {
    let heading = || heading(typed);
    let mut all = Vec::new();
    for (summary, rows) in summaries(typed).into_iter().zip(rows(typed).chunks(3).cycle()) {
        let last = FinalBoard {
            heading: heading(),
            table: table(rows, summary.clone()),
            draw: Some(Draw { seed: "S".into(), winners: vec![typed.into()] }),
            improved: Some((typed.into(), 50)),
            winners: Vec::new(),
            quota: None,
            active: 1,
            points: 9,
            settled_at: now(),
            next_starts_at: None,
        };
        let marks = marks(now(), now() + TimeDelta::days(1), Tz::UTC);
        let lines = vec![Grown { name: typed.into(), points: vec![0, 9] }];
        all.extend(picture::growth(&last.heading.title, "How it went", &Progress { marks, lines }));
        all.push(picture::last(&last));
        all.push(picture::daily(&PublicBoard {
            heading: heading(),
            table: table(rows, summary),
            biggest_move: None,
            quota: None,
            duels: Vec::new(),
            longest_streak: None,
            active_yesterday: Some(2),
        }));
    }
    all
}

/// Everything that is said of boards and teams.
pub(super) fn all(typed: &str) -> Vec<Message> {
    let heading = || heading(typed);
    let mut said = Vec::new();
    // A few rows at a time: what is too long for Slack is cut.
    for (summary, rows) in summaries(typed).into_iter().zip(rows(typed).chunks(3).cycle()) {
        said.push(board::public(&PublicBoard {
            heading: heading(),
            table: table(rows, summary.clone()),
            biggest_move: Some((typed.into(), 3)),
            quota: Some(quota_tally()),
            duels: vec![duel_line(typed)],
            longest_streak: Some((typed.into(), 3)),
            active_yesterday: Some(2),
        }));
        said.push(board::private(&private(typed, rows, summary.clone())));
        let last = FinalBoard {
            heading: heading(),
            table: table(rows, summary),
            draw: Some(Draw { seed: "S".into(), winners: vec![typed.into()] }),
            improved: Some((typed.into(), 50)),
            winners: vec![Winners { prize: typed.into(), names: vec![typed.into()], more: 2 }],
            quota: Some(quota_tally()),
            active: 1,
            points: 9,
            settled_at: now(),
            next_starts_at: Some(now()),
        };
        said.extend([board::last(&last), board::corrected(&last)]);
    }
    said.push(board::ranged(&RangeBoard {
        title: typed.into(),
        range: Range::Round(2),
        top: rows(typed)[..2].to_vec(),
        around: rows(typed)[..2].to_vec(),
        own: Some(row(typed, Side::Rep("U1".into()), None, Shown::Points(3))),
        players: 3,
    }));
    said.extend(of_teams(typed));
    said.extend(of_rounds(typed));
    said.extend(of_duels(typed));
    said.extend(of_quotas(typed));
    let corrected =
        Corrected { correction: correction(typed), title: typed.into(), total: 3, is_drawn: true };
    said.extend([corrections::told(&corrected), corrections::made(&corrected)]);
    said
}

pub(super) fn correction(typed: &str) -> Correction {
    let typed = || -> String { typed.into() };
    Correction { name: typed(), made_by: typed(), points: -5, reason: typed(), at: now(), is_gone: false }
}

fn duel_line(typed: &str) -> DuelLine {
    DuelLine {
        challenger: typed.into(),
        rival: typed.into(),
        challenger_points: 2,
        rival_points: 1,
        ends_at: now(),
    }
}

fn of_duels(typed: &str) -> Vec<Message> {
    let contest = super::a_contest(typed, Phase::Open);
    let name = || -> String { typed.into() };
    let duel = Duel {
        id: "d1".into(),
        challenger: "U1".into(),
        rival: "U2".into(),
        state: DuelState::Offered,
        lasts: LASTS,
        offered_at: now(),
        fought: None,
        points: None,
    };
    let news = [
        DuelNews::Offered { rival: name(), title: name() },
        DuelNews::Accepted { challenger: name(), title: name(), ends_at: now(), zone: Tz::UTC },
        DuelNews::Declined { challenger: name() },
    ];
    let refusals = [
        DuelRefusal::WithOneself,
        DuelRefusal::NotRunning { title: name() },
        DuelRefusal::Already { rival: name() },
        DuelRefusal::TooMany { name: Some(name()), most: 3 },
        DuelRefusal::TooMany { name: None, most: 3 },
        DuelRefusal::NotOpen,
        DuelRefusal::BadLength,
    ];
    let mut said: Vec<Message> = news.iter().map(|news| duels::news(news, now())).collect();
    said.extend(refusals.iter().map(|refusal| Message::plain(duels::refusal(refusal))));
    said.push(duels::challenge(&contest, &duel, typed, now()));
    said.push(duels::declined(typed));
    said.push(duels::begins(&contest, typed, typed, now(), now()));
    let level = DuelLine { rival_points: 2, ..duel_line(typed) };
    said.extend([duel_line(typed), level].iter().map(|line| duels::over(&contest, line)));
    said
}

/// One in each light.
pub(super) fn paces() -> Vec<Pace> {
    let days = Days { all: 10, own: 10, gone: 5, left: 5, week: 5, is_later_week: false, is_today: true };
    let target = Target { points: 100, is_own: false };
    [100, 60, 40, 2].map(|points| Pace::on(target, &days, points, 1)).to_vec()
}

fn quota_tally() -> Tally {
    let mut tally = Tally::default();
    paces().iter().for_each(|pace| tally.add(pace));
    tally
}

fn of_quotas(typed: &str) -> Vec<Message> {
    let contest = super::a_contest(typed, Phase::Open);
    let name = || -> String { typed.into() };
    let mut said: Vec<Message> = Vec::new();
    for pace in paces() {
        for is_over in [false, true] {
            let (title, is_public) = (name(), is_over);
            said.push(quota::own(&Own { title, pace, has_begun: true, is_over, is_public }));
        }
    }
    let shown: Vec<_> = paces().into_iter().map(|pace| (name(), pace)).collect();
    for (shown, is_public) in [(shown, true), (Vec::new(), false)] {
        said.push(quota::everybody(&Everybody { title: name(), shown, tally: quota_tally(), is_public }));
    }
    let rule = Rule { points: Some(300), own: 2, is_public: true };
    said.push(quota::told(&contest, &rule));
    let news = [
        QuotaNews::Set { title: name(), rule },
        QuotaNews::Set { title: name(), rule: Rule { points: None, own: 1, is_public: false } },
        QuotaNews::SetFor { name: name(), points: 80, title: name() },
        QuotaNews::Off { title: name() },
        QuotaNews::OffFor { name: name(), points: Some(300), title: name() },
        QuotaNews::OffFor { name: name(), points: None, title: name() },
    ];
    said.extend(news.iter().flat_map(|news| [quota::news(news), quota::told_rep(news, typed)]));
    let refusals = [
        QuotaRefusal::BadPoints { most: 9 },
        QuotaRefusal::NotSet { title: name() },
        QuotaRefusal::Private { title: name() },
        QuotaRefusal::NotSetFor { name: name(), title: name() },
    ];
    said.extend(refusals.iter().map(|refusal| Message::plain(quota::refusal(refusal))));
    said
}

fn of_rounds(typed: &str) -> Vec<Message> {
    let contest = super::a_contest(typed, Phase::Open);
    let player = |id: &str| Player {
        standing: Standing {
            user: id.into(),
            name: typed.into(),
            points: 3,
            shares: 1,
            place: 1,
            place_before: None,
            reached_at: now(),
            streak: 0,
        },
        joined_at: now(),
        team: None,
        through_at: None,
        round_points: 2,
        points_before: 1,
        weeks: [].into(),
    };
    let players = [player("U1")];
    let outcomes = [
        Outcome::Pairs(vec![("U1".into(), Some("U2".into())), ("U2".into(), None)]),
        Outcome::Pools(vec![vec!["U1".into()], vec!["U2".into()]]),
        Outcome::King(Some("U1".into())),
    ];
    let mut said = Vec::new();
    // One of the two has left.
    let former = [("U2".into(), typed.to_owned())].into();
    for outcome in outcomes {
        let round = |number, outcome| Round {
            number,
            of: 2,
            starts_at: now(),
            ends_at: now(),
            plan: Plan::Open,
            outcome,
        };
        let rounds = [round(1, Some(outcome)), round(2, None)];
        for rounds in [&rounds[..], &rounds[..1]] {
            let field = Field {
                players: &players,
                gone: &[],
                teams: &[],
                rounds,
                first_draw: now(),
                zone: Tz::UTC,
                starts_at: now(),
                ends_at: now(),
                weeks: &[],
                ended_at: None,
                former: &former,
            };
            said.push(voice_rounds::drawn(&contest, &field, &table(&rows(typed)[..2], None), now()));
        }
    }
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
        TeamRefusal::There { name: name(), team: name() },
        TeamRefusal::OnNone { name: Some(name()) },
        TeamRefusal::OnNone { name: None },
        TeamRefusal::Bound { team: name(), points: 5 },
        TeamRefusal::Bound { team: name(), points: 0 },
        TeamRefusal::Runs { team: name() },
        TeamRefusal::NotCaptain { team: name(), captain: Some(name()) },
        TeamRefusal::NotCaptain { team: name(), captain: None },
        TeamRefusal::CannotDraft { teams: 3, players: 2, most: 50 },
        TeamRefusal::CannotDraft { teams: 2, players: 1, most: 50 },
    ];
    let mut said: Vec<Message> = news.iter().map(teams::news).collect();
    said.extend([teams::lineup(&lineup), teams::dealt(&lineup)]);
    said.push(teams::moved(typed, Some(typed), typed, typed));
    said.extend(refusals.iter().map(|refusal| Message::plain(teams::refusal(refusal))));
    said
}
