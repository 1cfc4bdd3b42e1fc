//! The field of a contest: everybody on its board with what its format goes by.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::time::instant;
use super::values::day;
use super::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional, rounds, row, teams};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::format::rounds::{Round, first_draw};
use crate::domain::format::{Field, Player, Team};
use crate::domain::id::{ContestId, TeamId, UserId, WorkspaceId};
use crate::domain::standing::Standing;

/// Whom to read.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Everybody.
    All,
    /// One rep.
    Rep(&'a UserId),
    /// The members of one team.
    Team(&'a TeamId),
}

/// A field as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRows {
    /// The players on the board.
    pub players: Vec<Player>,
    /// Those who have left it, where the format goes on counting them.
    pub gone: Vec<Player>,
    /// The teams.
    pub teams: Vec<Team>,
    /// The rounds drawn.
    pub rounds: Vec<Round>,
    /// The weeks begun, by their Mondays.
    pub weeks: Vec<NaiveDate>,
    /// The names of those who have left, where rounds tell of them.
    pub former: BTreeMap<UserId, String>,
}

impl FieldRows {
    /// As formats take it.
    pub fn of<'a>(&'a self, contest: &Contest) -> Field<'a> {
        Field {
            players: &self.players,
            gone: &self.gone,
            teams: &self.teams,
            rounds: &self.rounds,
            first_draw: first_draw(&contest.format, contest.starts_at, contest.ends_at),
            zone: contest.zone,
            starts_at: contest.starts_at,
            ends_at: contest.ends_at,
            weeks: &self.weeks,
            ended_at: (contest.phase == Phase::Closed)
                .then(|| contest.closed_at.unwrap_or(contest.ends_at).min(contest.ends_at)),
            former: &self.former,
        }
    }

    /// A round begins: nobody has points in it.
    pub fn begin(&mut self, round: Round) {
        self.rounds.push(round);
        self.players.iter_mut().for_each(|player| player.round_points = 0);
    }
}

row! {
    struct PlayerRow {
        user_id: String,
        name: String,
        points: i64,
        shares: i64,
        board_place: Option<i64>,
        reached_at: i64,
        streak_weeks: i64,
        team_id: Option<String>,
        through_at: Option<i64>,
        points_before: i64,
        round_points: i64,
        joined_at: i64,
    }
}

impl PlayerRow {
    fn player(self) -> Result<Player> {
        Ok(Player {
            standing: Standing {
                user: self.user_id.into(),
                name: self.name,
                points: self.points,
                shares: self.shares,
                place: 0,
                place_before: self.board_place,
                reached_at: instant(self.reached_at)?,
                streak: u32::try_from(self.streak_weeks).unwrap_or(0),
            },
            joined_at: instant(self.joined_at)?,
            team: self.team_id.map(TeamId::from),
            through_at: self.through_at.map(instant).transpose()?,
            round_points: self.round_points,
            points_before: self.points_before,
            weeks: BTreeMap::new(),
        })
    }
}

/// The players whom `$whose` lets through.
macro_rules! players {
    ($($whose:literal),*) => {
        concat!(
            "SELECT s.user_id, COALESCE(p.shown_as, p.name, s.user_id) AS name, s.points, s.shares, s.board_place, s.reached_at,
                 CAST(COALESCE(p.streak_weeks, 0) AS BIGINT) AS streak_weeks, s.team_id, s.through_at,
                 s.points_before, s.round_points, CAST(COALESCE(e.joined_at, s.reached_at) AS BIGINT) AS joined_at
             FROM standings s
             LEFT JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
             LEFT JOIN entrants e ON e.workspace_id = s.workspace_id AND e.contest_id = s.contest_id
                 AND e.user_id = s.user_id
             WHERE s.workspace_id = $1 AND s.contest_id = $2",
            $($whose),*
        )
    };
}

/// Those who have left and are to be counted: with all they did; of those who did nothing, whoever chose to leave.
/// Somebody who left the company without having done anything is no loss that a team has to bear.
macro_rules! gone {
    ($whose:literal) => {
        players!(" AND s.hidden = 1 AND (s.points <> 0 OR s.shares <> 0 OR e.left_at IS NOT NULL)", $whose)
    };
}

/// Reads the field, or a part of it, as it stands on `today`, a day in the contest's zone.
pub async fn read(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    of: Of<'_>,
    today: NaiveDate,
) -> Result<FieldRows> {
    let id = contest.id.as_str();
    let rows = match of {
        Of::All => fetch_all!(tx, PlayerRow, players!(" AND s.hidden = 0"), workspace.as_str(), id)?,
        Of::Rep(user) => fetch_all!(
            tx,
            PlayerRow,
            players!(" AND s.hidden = 0 AND s.user_id = $3"),
            workspace.as_str(),
            id,
            user.as_str()
        )?,
        Of::Team(team) => fetch_all!(
            tx,
            PlayerRow,
            players!(" AND s.hidden = 0 AND s.team_id = $3"),
            workspace.as_str(),
            id,
            team.as_str()
        )?,
    };
    let mut players = rows.into_iter().map(PlayerRow::player).collect::<Result<Vec<_>>>()?;
    let gone = match of {
        Of::All if contest.format.keeps_gone() => {
            fetch_all!(tx, PlayerRow, gone!(""), workspace.as_str(), id)?
        }
        Of::Team(team) if contest.format.keeps_gone() => {
            fetch_all!(tx, PlayerRow, gone!(" AND s.team_id = $3"), workspace.as_str(), id, team.as_str())?
        }
        _ => Vec::new(),
    };
    let gone = gone.into_iter().map(PlayerRow::player).collect::<Result<Vec<_>>>()?;
    let mut weeks = Vec::new();
    if contest.format.counts_weeks() {
        let first = calendar::monday(calendar::date(contest.starts_at, contest.zone));
        weeks = first.iter_weeks().take_while(|monday| *monday <= today).collect();
        let mut shares = shares_by_week(tx, workspace, &contest.id, of, first).await?;
        for player in &mut players {
            player.weeks = shares.remove(&player.standing.user).unwrap_or_default();
        }
    }
    let teams =
        if contest.format.has_teams() { teams::all(tx, workspace, &contest.id).await? } else { Vec::new() };
    let rounds = match contest.round {
        0 => Vec::new(),
        _ => rounds::all(tx, workspace, &contest.id).await?,
    };
    let former = match (of, rounds.is_empty()) {
        (Of::All, false) => former(tx, workspace, &contest.id).await?,
        _ => BTreeMap::new(),
    };
    Ok(FieldRows { players, gone, former, teams, rounds, weeks })
}

/// The names that others read of those who were on the board and have left.
async fn former(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<BTreeMap<UserId, String>> {
    let rows = fetch_all!(
        tx,
        (String, String),
        "SELECT s.user_id, COALESCE(p.shown_as, p.name) FROM standings s
         JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 1",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(rows.into_iter().map(|(user, name)| (user.into(), name)).collect())
}

/// The names of the players on the board as Slack tells them: for managers, who see them whatever others may.
pub async fn names(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
) -> Result<BTreeMap<UserId, String>> {
    let rows = fetch_all!(
        tx,
        (String, String),
        "SELECT s.user_id, p.name FROM standings s
         JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(rows.into_iter().map(|(user, name)| (user.into(), name)).collect())
}

/// What all together have who are not on the board.
pub async fn points_of_gone(tx: &mut Tx, workspace: &WorkspaceId, contest: &ContestId) -> Result<i64> {
    let (points,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT) FROM standings
         WHERE workspace_id = $1 AND contest_id = $2 AND hidden = 1",
        workspace.as_str(),
        contest.as_str(),
    )?;
    Ok(points)
}

/// How many shares everybody, or one rep, has in each week from `first` on; copies count for nothing.
async fn shares_by_week(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &ContestId,
    of: Of<'_>,
    first: NaiveDate,
) -> Result<BTreeMap<UserId, BTreeMap<NaiveDate, i64>>> {
    type Row = (String, String, i64);
    let (id, first) = (contest.as_str(), first.to_string());
    let rows = match of {
        Of::Rep(user) => fetch_all!(
            tx,
            Row,
            "SELECT user_id, week, COUNT(*) FROM scores
             WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $4 AND week >= $3
                 AND stands = 1 AND verdict <> 'copied' GROUP BY user_id, week",
            workspace.as_str(),
            id,
            first,
            user.as_str(),
        )?,
        Of::All | Of::Team(_) => fetch_all!(
            tx,
            Row,
            "SELECT user_id, week, COUNT(*) FROM scores
             WHERE workspace_id = $1 AND contest_id = $2 AND day >= $3
                 AND stands = 1 AND verdict <> 'copied' GROUP BY user_id, week",
            workspace.as_str(),
            id,
            first,
        )?,
    };
    let mut weeks: BTreeMap<UserId, BTreeMap<NaiveDate, i64>> = BTreeMap::new();
    for (user, week, shares) in rows {
        weeks.entry(user.into()).or_default().insert(day(&week, "scores.week")?, shares);
    }
    Ok(weeks)
}

/// What a rep earned in the four weeks before a contest: of a share that counted in several contests, the best of them;
/// dry runs aside.
pub async fn points_before(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
) -> Result<i64> {
    let until = calendar::date(contest.starts_at, contest.zone);
    let from = until - Days::new(28);
    let (points,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(SUM(share.best), 0) AS BIGINT) FROM (
             SELECT MAX(sc.points + sc.first_of_week) AS best
             FROM entrants e CROSS JOIN scores sc
             WHERE e.workspace_id = $1 AND e.user_id = $2
                 AND sc.workspace_id = $1 AND sc.contest_id = e.contest_id AND sc.user_id = $2
                 AND sc.week >= $3 AND sc.day >= $4 AND sc.day < $5 AND sc.stands = 1
                 AND NOT EXISTS (SELECT 1 FROM contests d WHERE d.workspace_id = $1 AND d.contest_id = e.contest_id
                     AND d.dry_run IS NOT NULL)
             GROUP BY sc.share_id) share",
        workspace.as_str(),
        user.as_str(),
        calendar::monday(from).to_string(),
        from.to_string(),
        until.to_string(),
    )?;
    Ok(points)
}

/// Keeps what some of a contest's players earned in the four weeks before.
pub async fn keep_points_before(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    users: &[UserId],
) -> Result<()> {
    for user in users {
        let points = points_before(tx, workspace, contest, user).await?;
        execute!(
            tx,
            "UPDATE standings SET points_before = $4 WHERE workspace_id = $1 AND contest_id = $2 AND user_id = $3",
            workspace.as_str(),
            contest.id.as_str(),
            user.as_str(),
            points,
        )?;
    }
    Ok(())
}

/// Points in the four weeks before from which on an improvement is told: per cent of next to nothing are no news.
const IMPROVED_FROM: i64 = 10;

/// Who improved most on the four weeks before, and by how many per cent, both measured for the same length of time;
/// none where nobody did.
pub async fn most_improved(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
) -> Result<Option<(String, i64)>> {
    let best = fetch_optional!(
        tx,
        (String, i64, i64),
        "SELECT COALESCE(p.shown_as, p.name, s.user_id), s.points, s.points_before
         FROM standings s
         LEFT JOIN people p ON p.workspace_id = s.workspace_id AND p.user_id = s.user_id
         WHERE s.workspace_id = $1 AND s.contest_id = $2 AND s.hidden = 0 AND s.points_before >= $3
         ORDER BY CAST(s.points AS DOUBLE PRECISION) / s.points_before DESC, s.points DESC, s.reached_at, s.user_id
         LIMIT 1",
        workspace.as_str(),
        contest.id.as_str(),
        IMPROVED_FROM,
    )?;
    let days = |from: DateTime<Utc>, to: DateTime<Utc>| (to - from).num_hours().max(1);
    let length = days(contest.starts_at, contest.closed_at.unwrap_or(contest.ends_at).min(contest.ends_at));
    Ok(best.and_then(|(name, points, before)| {
        let percent = points * 100 * 28 * 24 / (before * length) - 100;
        (percent > 0).then_some((name, percent))
    }))
}

#[cfg(test)]
mod tests;
