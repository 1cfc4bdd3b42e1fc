//! Boards: what they show.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::once::once;
use super::owing::Illustrated;
use super::pick::{Picked, Wanted, pick};
use super::roles::Right;
use super::{Asker, Play, duels, owing, prizes, quotas, raffles, series, tables};
use crate::domain::board::{Draw, FinalBoard, Heading, PrivateBoard, PublicBoard};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase, REOPEN_WITHIN};
use crate::domain::format::{Aside, Group, GroupKind, Row, Side, Summary, Table};
use crate::domain::id::{ChannelId, ContestId, UserId, WorkspaceId};
use crate::domain::picture::Picture;
use crate::domain::preferences::UNNAMED;
use crate::domain::progress::{Grown, Mark, Progress, marks};
use crate::domain::quota::Holidays;
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::standing::public_rows;
use crate::store::posts::EventType;
use crate::store::roster::Channel;
use crate::store::{Result, Tx, field, progress, roster, standings};
use crate::voice;

/// Rows from the top on a private board.
pub(super) const TOP: usize = 3;

/// Neighbours each way on a private board.
pub(super) const AROUND: usize = 2;

/// Lines of the chart of final standings: more cannot be told apart.
const LINES: usize = 5;

/// Teams on a public board, at most.
const TEAMS_MOST: usize = 10;

/// The first day on which a kept streak is alive: last week's Monday.
fn streaks_since(contest: &Contest, now: DateTime<Utc>) -> NaiveDate {
    calendar::monday(calendar::date(now, contest.zone)) - Days::new(7)
}

async fn heading(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<(Heading, standings::Totals)> {
    let totals = standings::totals(tx, workspace, &contest.id).await?;
    let heading = Heading {
        contest: contest.id.clone(),
        title: contest.title.clone(),
        zone: contest.zone,
        starts_at: contest.starts_at,
        ends_at: contest.ends_at,
        phase: contest.phase,
        now,
        players: totals.players,
        shares: totals.shares,
        format: contest.format.clone(),
    };
    Ok((heading, totals))
}

/// The board that everyone sees, and the whole table it was taken from.
pub async fn public(
    tx: &mut Tx,
    holidays: &Holidays,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<(PublicBoard, Table)> {
    let (board, table, _) = with_totals(tx, workspace, contest, now).await?;
    let quota = quotas::tally(tx, holidays, workspace, contest, now).await?;
    Ok((PublicBoard { quota, ..board }, table))
}

async fn with_totals(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<(PublicBoard, Table, standings::Totals)> {
    let (heading, totals) = heading(tx, workspace, contest, now).await?;
    let since = streaks_since(contest, now);
    let table = match contest.format.is_plain() {
        true => {
            let most = i64::try_from(public_rows(usize::try_from(totals.players).unwrap_or(0))).unwrap_or(0);
            let rows = standings::top(tx, workspace, &contest.id, since, most).await?;
            Table::plain(rows.into_iter().map(Row::from).collect(), None)
        }
        false => tables::read(tx, workspace, contest, now).await?,
    };
    let shown = shown(contest, &table);
    let today = calendar::date(now, contest.zone);
    let active_yesterday = match calendar::date(contest.starts_at, contest.zone) < today {
        true => Some(standings::active_on(tx, workspace, &contest.id, today - Days::new(1)).await?),
        false => None,
    };
    let biggest_move = match contest.format.is_plain() {
        true => standings::biggest_move(tx, workspace, &contest.id).await?,
        false => biggest_move(&table),
    };
    let board = PublicBoard {
        heading,
        table: shown,
        biggest_move,
        quota: None,
        duels: duels::lines(tx, workspace, contest).await?,
        longest_streak: standings::longest_streak(tx, workspace, &contest.id, since).await?,
        active_yesterday,
    };
    Ok((board, table, totals))
}

/// The part that everyone sees: of reps the top, never the bottom; of teams the first ten, of a pool the first three,
/// and all pairs.
fn shown(contest: &Contest, table: &Table) -> Table {
    let most = |group: &Group| match group.kind {
        GroupKind::Pair => group.rows.len(),
        GroupKind::Pool(_) => public_rows(group.rows.len()).min(TOP),
        GroupKind::All if contest.format.is_plain() => group.rows.len(),
        GroupKind::All if contest.format.has_teams() => TEAMS_MOST,
        GroupKind::All => public_rows(group.rows.len()),
    };
    let groups = table.groups.iter().map(|group| {
        let rows = match group.kind {
            GroupKind::Pair => group.rows.clone(),
            _ => leading(&group.rows, most(group), |row| row.shown.counts()),
        };
        Group { kind: group.kind, rows }
    });
    Table { summary: table.summary.clone(), groups: groups.collect() }
}

/// The first rows that have something to show, at most so many. Nobody reads of a third place without a second.
fn leading(rows: &[Row], most: usize, is_shown: impl Fn(&Row) -> bool) -> Vec<Row> {
    let mut leading: Vec<Row> = Vec::new();
    for row in rows.iter().filter(|row| is_shown(row)).take(most) {
        if row.place > i64::try_from(leading.len() + 1).unwrap_or(i64::MAX) {
            break;
        }
        leading.push(row.clone());
    }
    leading
}

/// Who has moved up most since the last board.
fn biggest_move(table: &Table) -> Option<(String, i64)> {
    let moves = table.rows().filter(|row| row.shown.counts()).filter_map(|row| Some((row, row.moved()?)));
    // Of several the one that stands highest.
    let biggest = moves.filter(|(_, up)| *up > 0).rev().max_by_key(|(_, up)| *up);
    biggest.map(|(row, up)| (row.name.clone(), up))
}

/// The board as `user` sees it in the channel `here`.
pub async fn private(
    tx: &mut Tx,
    holidays: &Holidays,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    here: &ChannelId,
    now: DateTime<Utc>,
) -> Result<PrivateBoard> {
    let (heading, _) = heading(tx, workspace, contest, now).await?;
    let channel = roster::channel(tx, workspace, here).await?;
    let can_post = channel.as_ref().is_some_and(Channel::takes_posts);
    let mut view = match contest.format.is_plain() {
        true => plain_view(tx, workspace, contest, user, now).await?,
        false => own_view(tx, workspace, contest, user, now).await?,
    };
    name_own(tx, workspace, user, view.top.iter_mut().chain(&mut view.around)).await?;
    Ok(PrivateBoard {
        heading,
        summary: view.summary,
        pool: view.pool,
        own: view.around.iter().find(|row| Some(&row.side) == view.side.as_ref()).cloned(),
        top: view.top,
        around: view.around,
        behind: view.behind,
        brought: view.brought,
        aside: view.aside,
        quota: quotas::pace(tx, holidays, workspace, contest, user, now).await?,
        can_post,
    })
}

/// Gives the person's own rows their name: it is there for themselves whatever others may read.
pub(super) async fn name_own<'r>(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    rows: impl Iterator<Item = &'r mut Row>,
) -> Result<()> {
    let own = Side::Rep(user.clone());
    let mut own: Vec<&mut Row> = rows.filter(|row| row.side == own && row.name == UNNAMED).collect();
    if !own.is_empty()
        && let Some(person) = roster::person(tx, workspace, user).await?
    {
        own.iter_mut().for_each(|row| row.name.clone_from(&person.name));
    }
    Ok(())
}

/// What one person sees of a table.
#[derive(Default)]
struct View {
    summary: Option<Summary>,
    pool: Option<usize>,
    side: Option<Side>,
    top: Vec<Row>,
    around: Vec<Row>,
    behind: Option<i64>,
    brought: Option<i64>,
    aside: Option<Aside>,
}

/// Of a board that is kept ready.
async fn plain_view(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<View> {
    let since = streaks_since(contest, now);
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    let mut top = standings::top(tx, workspace, &contest.id, since, count(TOP)).await?;
    top.retain(|row| row.points > 0 || row.user == *user);
    let around = standings::neighbours(tx, workspace, &contest.id, since, user, count(AROUND)).await?;
    let own = standings::own(tx, workspace, &contest.id, user).await?;
    Ok(View {
        side: Some(Side::Rep(user.clone())),
        top: top.into_iter().map(Row::from).collect(),
        around: around.into_iter().map(Row::from).collect(),
        behind: own.and_then(|own| own.next_up.map(|next| next - own.points)),
        ..View::default()
    })
}

/// Of a board that its format works out.
async fn own_view(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<View> {
    let (Table { summary, groups }, side, aside) =
        tables::read_for(tx, workspace, contest, user, now).await?;
    let own = standings::own(tx, workspace, &contest.id, user).await?;
    let is_own = |row: &Row| Some(&row.side) == side.as_ref();
    // Who is in none sees the first.
    let at = groups.iter().position(|group| group.rows.iter().any(is_own)).unwrap_or(0);
    let Group { kind, mut rows } = groups.into_iter().nth(at).unwrap_or_default();
    // A pair is named by its seeds; stable: of those on one place the order stays.
    rows.sort_by_key(|row| row.place);
    let rows = &rows[..];
    let at = rows.iter().position(is_own).filter(|_| own.is_some());
    let around =
        at.map_or(&rows[..0], |at| &rows[at.saturating_sub(AROUND)..rows.len().min(at + AROUND + 1)]);
    let ahead = at.and_then(|at| rows[..at].iter().rev().find(|row| row.place < rows[at].place));
    Ok(View {
        pool: if let GroupKind::Pool(pool) = kind { Some(pool) } else { None },
        behind: at.zip(ahead).map(|(at, ahead)| (ahead.shown.value() - rows[at].shown.value()).max(0)),
        around: around.to_vec(),
        top: leading(rows, TOP, |row| kind == GroupKind::Pair || row.shown.counts() || is_own(row)),
        brought: own.filter(|_| contest.format.has_teams() && at.is_some()).map(|own| own.points),
        aside,
        side: side.filter(|_| own.is_some()),
        summary,
    })
}

/// The final standings.
pub async fn last(
    tx: &mut Tx,
    holidays: &Holidays,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<FinalBoard> {
    let (board, _, totals) = with_totals(tx, workspace, contest, now).await?;
    Ok(FinalBoard {
        heading: board.heading,
        table: board.table,
        draw: draw(tx, workspace, contest).await?,
        winners: prizes::winners(tx, workspace, contest, now).await?,
        improved: field::most_improved(tx, workspace, contest).await?,
        quota: quotas::tally(tx, holidays, workspace, contest, now).await?,
        active: totals.active,
        points: totals.points,
        settled_at: now + REOPEN_WITHIN,
        next_starts_at: series::next_start(tx, workspace, contest, now).await?,
    })
}

/// The pictures of final standings: how everybody stands, and how the points of the first grew.
pub async fn last_pictures(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    board: &FinalBoard,
) -> Result<Vec<Picture>> {
    let ended_at = contest.closed_at.unwrap_or(contest.ends_at).max(contest.starts_at);
    let marks = marks(contest.starts_at, ended_at, contest.zone);
    let first = board.table.rows().filter(|row| row.shown.counts()).take(LINES);
    let lines = grown(tx, workspace, &contest.id, first, &marks, None).await?;
    let mut pictures = vec![voice::picture::last(board)];
    let title = &board.heading.title;
    pictures.extend(voice::picture::growth(title, "How it went", &Progress { marks, lines }));
    Ok(pictures)
}

/// How the points of some grew; `before` leaves out what came from then on.
pub(super) async fn grown<'r>(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    rows: impl Iterator<Item = &'r Row>,
    marks: &[Mark],
    before: Option<DateTime<Utc>>,
) -> Result<Vec<Grown>> {
    let days =
        marks.first().zip(marks.last()).map_or(0, |(first, last)| (last.until - first.until).num_days());
    let mut lines = Vec::new();
    for row in rows {
        let mut earned = progress::earned(tx, workspace, contest, &row.side, days).await?;
        earned.retain(|(at, _)| before.is_none_or(|before| *at < before));
        lines.push(Grown::from_earned(row.name.clone(), &earned, marks));
    }
    Ok(lines)
}

/// The draw that was made, where the format draws.
async fn draw(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest) -> Result<Option<Draw>> {
    let made = raffles::made(tx, workspace, contest).await?;
    Ok(made.map(|made| Draw {
        winners: made.winners().map(|holder| holder.name.clone()).collect(),
        seed: made.seed,
    }))
}

/// In each such stretch of time a channel is given a contest's board once, however many ask for it.
const ASKED_EVERY: TimeDelta = TimeDelta::minutes(10);

/// Any phase in which a board says something.
const ANY: &[Phase] = &[Phase::Scheduled, Phase::Open, Phase::Paused, Phase::Closed];

/// A person posts the public board to a channel that the bot is in.
pub async fn post_public(play: &Play, asker: Asker, wanted: Wanted, here: ChannelId) -> Result<Outcome<()>> {
    once(play, asker, async move |tx, caller| {
        let (workspace, now) = (&caller.workspace, caller.now);
        let contest = match pick(tx, workspace, &wanted, &here, ANY, now).await? {
            Picked::One(contest) => contest,
            Picked::Refused(refusal) => return Err(refusal.into()),
        };
        caller.may(tx, Right::Play).await??;
        let channel = roster::channel(tx, workspace, &here).await?;
        if !channel.as_ref().is_some_and(Channel::takes_posts) {
            let name = channel.map(|channel| channel.name).unwrap_or_default();
            return Err(Refusal::BotNotInChannel { name }.into());
        }
        let (board, _) = public(tx, &caller.play.settings.holidays, workspace, &contest, now).await?;
        let (message, picture) = (voice::board::public(&board), voice::picture::daily(&board));
        let message = Illustrated::with(&message, vec![picture]);
        let window = now.timestamp() / ASKED_EVERY.num_seconds();
        let key = format!("asked_board:{}:{here}:{window}", contest.id);
        let is_new = owing::post(tx, workspace, &here, EventType::Board, &key, message, now).await?;
        if is_new { Ok(()) } else { Err(Refusal::PostedJustNow.into()) }
    })
    .await
}
