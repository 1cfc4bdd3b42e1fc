//! A stretch of a contest: who earned what in it.

use chrono::{DateTime, Days, Utc};

use super::boards::{AROUND, TOP, name_own};
use crate::domain::board::RangeBoard;
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::format::{Row, Shown, Side};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::range::Range;
use crate::domain::refusal::Refusal;
use crate::domain::standing::places;
use crate::store::{Result, Tx, contests, ranges, rounds, seasons};

/// The stretch that `words` mean in a contest, if they mean one.
pub fn read(words: &[&str], contest: &Contest, now: DateTime<Utc>) -> Option<Range> {
    Range::parse(words, calendar::date(now, contest.zone))
}

/// The contest that a stretch lies in: where the one picked had not begun, the latest of its series that was played then.
pub async fn played_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: Contest,
    range: Range,
) -> Result<Contest> {
    let Range::Days { first, last } = range else { return Ok(contest) };
    let is_in = |contest: &Contest| {
        let until = contest.closed_at.map_or(contest.ends_at, |closed_at| closed_at.min(contest.ends_at));
        first <= calendar::date(until, contest.zone)
            && last >= calendar::date(contest.starts_at, contest.zone)
    };
    if is_in(&contest) {
        return Ok(contest);
    }
    let all = seasons::all(tx, workspace).await?;
    let Some((_, season)) = all.iter().find(|(of, _)| *of == contest.id) else { return Ok(contest) };
    for (other, _) in
        all.iter().filter(|(_, other)| other.series == season.series && other.number < season.number)
    {
        if let Some(other) = contests::find(tx, workspace, other).await?.filter(is_in) {
            return Ok(other);
        }
    }
    Ok(contest)
}

/// Why a contest has no such round, if it has none.
pub async fn no_round(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    range: Range,
) -> Result<Option<Refusal>> {
    let Range::Round(number) = range else { return Ok(None) };
    let drawn = rounds::all(tx, workspace, &contest.id).await?;
    let has = match drawn.last() {
        Some(round) => round.of,
        None if contest.format.rules().rounds().is_none() => 0,
        // How many there will be is known with the first.
        None => return Ok(None),
    };
    Ok((number > has).then(|| Refusal::NoRound { title: contest.title.clone(), has }))
}

/// Who earned what in a stretch of a contest, as `user` sees it. By points, whatever the format.
pub async fn board(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    range: Range,
    user: &UserId,
) -> Result<RangeBoard> {
    let mut earned = match range {
        Range::Round(round) => ranges::in_round(tx, workspace, &contest.id, round).await?,
        Range::Days { first, last } => {
            let from = calendar::start_of(first, contest.zone);
            let until = calendar::start_of(last + Days::new(1), contest.zone);
            ranges::in_days(tx, workspace, &contest.id, (first, last), (from, until)).await?
        }
    };
    earned.sort_by(|a, b| (b.points, &a.user).cmp(&(a.points, &b.user)));
    let places = places(&earned.iter().map(|earned| earned.points).collect::<Vec<_>>());
    let row = |(earned, place): (ranges::Earned, i64)| Row {
        side: Side::Rep(earned.user),
        name: earned.name,
        place,
        place_before: None,
        shown: Shown::Points(earned.points),
    };
    let mut rows: Vec<Row> = earned.into_iter().zip(places).map(row).collect();
    name_own(tx, workspace, user, rows.iter_mut()).await?;
    let own = rows.iter().position(|row| row.side == Side::Rep(user.clone()));
    let around =
        own.map_or(&rows[..0], |at| &rows[at.saturating_sub(AROUND)..rows.len().min(at + AROUND + 1)]);
    Ok(RangeBoard {
        title: contest.title.clone(),
        range,
        top: rows.iter().filter(|row| row.shown.counts()).take(TOP).cloned().collect(),
        around: around.to_vec(),
        own: own.map(|at| rows[at].clone()),
        players: i64::try_from(rows.len()).unwrap_or(i64::MAX),
    })
}
