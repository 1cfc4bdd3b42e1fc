//! The table of a contest whose format has its own idea of an order.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::{Aside, Field, Player, Shown, Side, Table};
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::standing::Standing;
use crate::store::field::{self, Of};
use crate::store::{Result, Tx, standings, teams};

/// Everybody in the format's order.
pub(super) async fn read(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Table> {
    let rows = field::read(tx, workspace, contest, Of::All, today(contest, now)).await?;
    Ok(contest.format.rules().table(&rows.of(contest)))
}

/// The same as one rep sees it: who stands for them, and why nobody does.
pub(super) async fn read_for(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<(Table, Option<Side>, Option<Aside>)> {
    let rows = field::read(tx, workspace, contest, Of::All, today(contest, now)).await?;
    let side = side(tx, workspace, contest, user).await?;
    let table = contest.format.rules().table(&rows.of(contest));
    let aside = aside(contest, &rows.of(contest), &table, side.as_ref(), user);
    Ok((table, side, aside))
}

/// Why a player stands in no row; none where they do, and for who does not play.
fn aside(
    contest: &Contest,
    field: &Field<'_>,
    table: &Table,
    side: Option<&Side>,
    user: &UserId,
) -> Option<Aside> {
    let player = field.players.iter().find(|player| player.standing.user == *user)?;
    let Some(side) = side else { return Some(Aside::NoTeam) };
    if table.rows().any(|row| row.side == *side) {
        return None;
    }
    contest.format.rules().aside(field, player)
}

/// Why a rep who plays stands in no row of a contest's board, if that is so.
pub(super) async fn aside_now(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<Option<Aside>> {
    if contest.format.is_plain() {
        return Ok(None);
    }
    let nothing = More { points: 0, shares: 0, day: today(contest, now), now };
    Ok(own_after(tx, workspace, contest, user, nothing).await?.1)
}

/// Who stands for a rep: themselves, or their team; none where they are on no team.
pub(super) async fn side(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
) -> Result<Option<Side>> {
    if contest.format.has_teams() {
        return Ok(teams::of(tx, workspace, &contest.id, user).await?.map(Side::Team));
    }
    Ok(Some(Side::Rep(user.clone())))
}

/// What puts a rep, or their team, where they are, once the rep has so many points and shares more: without reading
/// everybody. Where nobody stands for them, why that is so.
pub(super) async fn own_after(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    more: More,
) -> Result<(Option<Shown>, Option<Aside>)> {
    let today = today(contest, more.now);
    let Some(side) = side(tx, workspace, contest, user).await? else {
        return Ok((None, Some(Aside::NoTeam)));
    };
    let mut rows = match &side {
        Side::Rep(user) => field::read(tx, workspace, contest, Of::Rep(user), today).await?,
        Side::Team(team) => field::read(tx, workspace, contest, Of::Team(team), today).await?,
    };
    if rows.players.is_empty() {
        // They join by this share.
        rows.players.push(newcomer(
            user,
            field::points_before(tx, workspace, contest, user).await?,
            more.now,
        ));
    }
    let Some(player) = rows.players.iter_mut().find(|player| player.standing.user == *user) else {
        return Ok((None, None));
    };
    player.standing.points += more.points;
    player.round_points += more.points;
    player.standing.shares += more.shares;
    *player.weeks.entry(calendar::monday(more.day)).or_default() += more.shares;
    let table = contest.format.rules().table(&rows.of(contest));
    let shown = table.rows().find(|row| row.side == side).map(|row| row.shown);
    Ok((shown, aside(contest, &rows.of(contest), &table, Some(&side), user)))
}

fn newcomer(user: &UserId, points_before: i64, now: DateTime<Utc>) -> Player {
    let standing = Standing {
        user: user.clone(),
        name: String::new(),
        points: 0,
        shares: 0,
        place: 0,
        place_before: None,
        reached_at: now,
        streak: 0,
    };
    let weeks = BTreeMap::new();
    Player { standing, joined_at: now, team: None, through_at: None, round_points: 0, points_before, weeks }
}

/// What a share adds to a rep.
pub(super) struct More {
    pub(super) points: i64,
    pub(super) shares: i64,
    /// The day it counts on.
    pub(super) day: NaiveDate,
    pub(super) now: DateTime<Utc>,
}

/// Keeps every place as it stands now: movement is told against it until the next board.
pub(super) async fn keep_places(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    table: &Table,
) -> Result<()> {
    for row in table.rows().filter(|row| row.place_before != Some(row.place) && row.shown.counts()) {
        match &row.side {
            Side::Rep(user) => standings::keep_place(tx, workspace, &contest.id, user, row.place).await?,
            Side::Team(team) => teams::keep_place(tx, workspace, &contest.id, team, row.place).await?,
        }
    }
    Ok(())
}

/// The day in the contest's zone; of one that is over its last, so that what is told of it afterwards stays as it was.
pub(super) fn today(contest: &Contest, now: DateTime<Utc>) -> NaiveDate {
    let last = contest.closed_at.unwrap_or(contest.ends_at).min(contest.ends_at);
    let is_over = contest.phase == Phase::Closed && now >= last;
    let at = if is_over { last - TimeDelta::milliseconds(1) } else { now };
    calendar::date(at.max(contest.starts_at.min(now)), contest.zone)
}
