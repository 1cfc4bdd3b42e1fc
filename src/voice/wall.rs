//! A board on a screen: the words of the public board, cut into what a page lays out. The page shows them as text and adds
//! nothing to them but the time that runs.

use serde::Serialize;

use super::board::{is_told, news, nobody_yet};
use super::escape::{plain, unmarked};
use super::words::{moment, number};
use super::{format, quota, shout_out};
use crate::domain::board::{Heading, PublicBoard};
use crate::domain::contest::Phase;
use crate::domain::format::{self as formats, GroupKind, Shown, Side, Summary};
use crate::domain::screen::{ShoutOut, Wall};

/// Rows of a list, pools and pairs that one slide has room for.
const ROWS_MOST: usize = 10;
const POOLS_MOST: usize = 6;
const PAIRS_MOST: usize = 8;

/// Slides of one contest: nobody waits longer for the others.
const SLIDES_MOST: usize = 3;

/// What a page lays out. Instants are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// Where it is from.
    pub channel: Option<String>,
    /// What takes turns; none where nothing is on.
    pub slides: Vec<Slide>,
    /// What stands there then.
    pub idle: Option<Idle>,
    /// What was praised, the latest first.
    pub shouts: Vec<Shout>,
}

/// A board, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slide {
    /// The same as long as it is the same board.
    pub id: String,
    /// The contest's title.
    pub title: String,
    /// `open`, `paused` or `over`.
    pub phase: &'static str,
    /// What that means, where it is not open.
    pub state: Option<&'static str>,
    /// Its start.
    pub starts_at: i64,
    /// Its end.
    pub ends_at: i64,
    /// Its end in words.
    pub until: String,
    /// What holds for the whole board.
    pub summary: Option<String>,
    /// The same in per cent, where it is a part of something.
    pub part: Option<i64>,
    /// Which part of the board this is: `2 of 3`.
    pub of: Option<String>,
    /// The rows.
    pub groups: Vec<Group>,
    /// What stands there where there are none.
    pub empty: Option<&'static str>,
    /// What is told below.
    pub news: Vec<String>,
}

/// Rows that are ranked with each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// `all`, `pair` or `pool`.
    pub kind: &'static str,
    /// What it is called.
    pub name: Option<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The same as long as it is of the same side; says nothing of whose.
    pub key: String,
    /// Place, from 1; none where there is no order yet.
    pub place: Option<i64>,
    /// The name to show.
    pub name: String,
    /// What stands behind it …
    pub value: String,
    /// … and what explains that.
    pub detail: Option<String>,
    /// How long its bar is, in per cent.
    pub part: i64,
    /// How its place changed since the last daily board.
    pub moved: Option<Moved>,
}

/// A change of place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// `up`, `down` or `new`.
    pub way: &'static str,
    /// In words.
    pub said: String,
}

/// What stands on a screen with nothing on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Idle {
    /// In large letters.
    pub title: String,
    /// Below.
    pub line: String,
    /// When the next contest starts.
    pub starts_at: Option<i64>,
}

/// One message of praise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shout {
    /// When it fell due: no two of a channel at one instant.
    pub at: i64,
    /// What it says.
    pub text: String,
}

/// Everything that a screen shows. `key` names whose a row is, in a contest, by something that nobody can read.
pub fn wall(wall: &Wall, key: impl Fn(&str, &str) -> String) -> View {
    // What ended without a point is told only where there is nothing else to tell.
    let told: Vec<&PublicBoard> = wall.boards.iter().filter(|board| !ended_empty(board)).collect();
    let told = if told.is_empty() && wall.next.is_none() { wall.boards.iter().collect() } else { told };
    let slides: Vec<Slide> = told.into_iter().flat_map(|board| slides(board, &key)).collect();
    let channel = wall.channel.as_ref().map(|name| format!("#{}", plain(name)));
    View {
        idle: slides.is_empty().then(|| idle(wall)),
        slides,
        shouts: wall.shout_outs.iter().map(shout).collect(),
        channel,
    }
}

/// Whether a contest is over and nobody had anything in it.
fn ended_empty(board: &PublicBoard) -> bool {
    !board.heading.phase.is_live() && !board.table.rows().any(|row| row.shown.counts())
}

fn idle(wall: &Wall) -> Idle {
    match &wall.next {
        Some(next) => Idle {
            title: plain(&next.title),
            line: format!("Starts {}.", moment(next.at, next.zone, wall.now)),
            starts_at: Some(next.at.timestamp_millis()),
        },
        None => Idle {
            title: "No contest is running.".to_owned(),
            line: "A manager starts one with /contest start.".to_owned(),
            starts_at: None,
        },
    }
}

/// The same words as in the channel, without marks of formatting, and nobody mentioned.
fn shout(shout_out: &ShoutOut) -> Shout {
    let said = shout_out::shout_out(&shout_out.praises, &std::collections::BTreeSet::new());
    Shout {
        at: shout_out.at.timestamp_millis(),
        text: unmarked(said.text.strip_prefix(":tada: ").unwrap_or(&said.text)),
    }
}

/// The slides of one board: what has more groups than there is room for goes onto several.
fn slides(board: &PublicBoard, key: &impl Fn(&str, &str) -> String) -> Vec<Slide> {
    let heading = &board.heading;
    let contest = heading.contest.as_str();
    let groups: Vec<&formats::Group> =
        board.table.groups.iter().filter(|group| !group.rows.is_empty()).collect();
    let most = match groups.first().map(|group| group.kind) {
        Some(GroupKind::Pool(_)) => POOLS_MOST,
        Some(GroupKind::Pair) => PAIRS_MOST,
        _ => 1,
    };
    let told = is_told(board.table.rows());
    let summary = board.table.summary.as_ref();
    let worded = |groups: &[&formats::Group]| -> Vec<Group> {
        groups.iter().map(|of| group(of, told, &|side: &Side| key(contest, &side_id(side)))).collect()
    };
    let slide = |groups: Vec<Group>, at: usize, of: usize| Slide {
        id: format!("{contest}.{at}"),
        title: plain(&heading.title),
        phase: phase(heading.phase).0,
        state: phase(heading.phase).1,
        starts_at: heading.starts_at.timestamp_millis(),
        ends_at: heading.ends_at.timestamp_millis(),
        until: moment(heading.ends_at, heading.zone, heading.now),
        summary: summary.and_then(|summary| in_words(summary, heading)),
        part: summary.and_then(part),
        of: (of > 1).then(|| format!("{} of {of}", at + 1)),
        empty: groups.is_empty().then(|| nobody_yet(heading)),
        groups,
        news: told_below(board),
    };
    if groups.is_empty() {
        return vec![slide(Vec::new(), 0, 1)];
    }
    let parts: Vec<_> = groups.chunks(most).take(SLIDES_MOST).collect();
    parts.iter().enumerate().map(|(at, groups)| slide(worded(groups), at, parts.len())).collect()
}

fn phase(phase: Phase) -> (&'static str, Option<&'static str>) {
    match phase {
        Phase::Open => ("open", None),
        Phase::Paused => ("paused", Some("Paused")),
        Phase::Scheduled => ("open", Some("Not begun")),
        Phase::Closed | Phase::Cancelled => ("over", Some("Final standings")),
    }
}

fn side_id(side: &Side) -> String {
    match side {
        Side::Rep(user) => format!("rep {user}"),
        Side::Team(team) => format!("team {team}"),
    }
}

fn in_words(summary: &Summary, heading: &Heading) -> Option<String> {
    // Which round it was is nobody's news once all is over.
    let is_old = heading.phase == Phase::Closed && matches!(summary, Summary::Round { number: 1.., .. });
    // Its bar is drawn by the page.
    let words = || unmarked(&format::summary(summary, heading));
    (!is_old).then(|| words().trim_start_matches(['▰', '▱', ' ']).to_owned())
}

/// How far it has come, in per cent.
fn part(summary: &Summary) -> Option<i64> {
    let (done, all) = match *summary {
        Summary::Together { points, goal } => (points, goal),
        Summary::Through { done, players, .. } | Summary::Weeks { done, players, .. } => (done, players),
        Summary::Rope { by, margin, .. } => (by, margin),
        Summary::Round { .. } | Summary::Hill { .. } | Summary::Pot { .. } => return None,
    };
    Some(percent(done, all))
}

fn percent(done: i64, all: i64) -> i64 {
    (done.saturating_mul(100) / all.max(1)).clamp(0, 100)
}

/// What the channel reads below the board.
fn told_below(board: &PublicBoard) -> Vec<String> {
    if board.heading.phase == Phase::Closed {
        return Vec::new();
    }
    let quota = board.quota.as_ref().map(quota::tally_line);
    quota.into_iter().chain([news(board)]).map(|line| unmarked(&line.replace(['▰', '▱'], ""))).collect()
}

fn group(group: &formats::Group, told: bool, key: &impl Fn(&Side) -> String) -> Group {
    let rows = group.rows.iter();
    // What a full bar is: a goal of one's own, or what the first has.
    let best = rows.clone().map(|row| row.shown.value()).max().unwrap_or(0);
    match group.kind {
        GroupKind::All => Group {
            kind: "all",
            name: None,
            rows: rows.take(ROWS_MOST).map(|row| listed(row, told, best, key)).collect(),
        },
        GroupKind::Pair => Group {
            kind: "pair",
            name: None,
            rows: match group.rows.as_slice() {
                [alone] => vec![Row { value: "goes through".to_owned(), ..short(alone, false, best, key) }],
                _ => rows.map(|row| short(row, false, best, key)).collect(),
            },
        },
        GroupKind::Pool(pool) => Group {
            kind: "pool",
            name: Some(format!("Pool {}", number(i64::try_from(pool).unwrap_or(i64::MAX)))),
            // Before anybody has scored there is no order to tell.
            rows: rows.map(|row| short(row, best > 0, best, key)).collect(),
        },
    }
}

fn listed(row: &formats::Row, told: bool, best: i64, key: &impl Fn(&Side) -> String) -> Row {
    let shown = format::shown(&row.shown);
    // What explains a number stands behind it in brackets.
    let (value, detail) = match shown.split_once(" (") {
        Some((value, detail)) => (value.to_owned(), Some(detail.trim_end_matches(')').to_owned())),
        None => (shown, None),
    };
    Row {
        key: key(&row.side),
        place: Some(row.place),
        name: plain(&row.name),
        value,
        detail,
        part: bar(&row.shown, best),
        moved: moved(row, told),
    }
}

/// A row of few words, where there are many groups.
fn short(row: &formats::Row, ranked: bool, best: i64, key: &impl Fn(&Side) -> String) -> Row {
    Row {
        key: key(&row.side),
        place: ranked.then_some(row.place),
        name: plain(&row.name),
        value: number(row.shown.value()),
        detail: None,
        part: bar(&row.shown, best),
        moved: None,
    }
}

fn bar(shown: &Shown, best: i64) -> i64 {
    match *shown {
        Shown::Towards { points, goal } => percent(points, goal),
        Shown::Shares { shares, asked } => percent(shares, asked),
        Shown::Weeks { done, of } => percent(done, of),
        Shown::Legs { run, of, .. } => percent(run, of),
        Shown::Tickets { tickets: 0, points, qualify } if best == 0 => percent(points, qualify),
        _ => percent(shown.value(), best),
    }
}

fn moved(row: &formats::Row, told: bool) -> Option<Moved> {
    let (way, said) = match row.moved() {
        Some(up @ 1..) => ("up", format!("up {up}")),
        Some(down @ ..=-1) => ("down", format!("down {}", -down)),
        Some(0) => return None,
        None if told => ("new", "new".to_owned()),
        None => return None,
    };
    Some(Moved { way, said })
}

#[cfg(test)]
mod tests;
