//! A contest written out.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::tables;
use crate::domain::contest::Contest;
use crate::domain::export::{Export, ExportRow};
use crate::domain::format::{Player, Row, Side};
use crate::domain::id::{TeamId, UserId, WorkspaceId};
use crate::store::field::{self, Of};
use crate::store::{Result, Tx, ledger};
use crate::voice;

/// The contest's standings and ledger as they are now.
pub async fn export(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<Export> {
    let rows = field::read(tx, workspace, contest, Of::All, tables::today(contest, now)).await?;
    let (table, names) =
        (contest.format.rules().table(&rows.of(contest)), field::names(tx, workspace, &contest.id).await?);
    let teams: BTreeMap<_, _> = rows.teams.iter().map(|team| (&team.id, team.name.clone())).collect();
    let of_reps: HashMap<&UserId, &Row> = table
        .rows()
        .filter_map(|row| match &row.side {
            Side::Rep(user) => Some((user, row)),
            Side::Team(_) => None,
        })
        .collect();
    let of = |player: &Player| of_reps.get(&player.standing.user).copied();
    let points = |player: &Player| (std::cmp::Reverse(player.standing.points), player.standing.user.clone());
    let mut players: Vec<&Player> = rows.players.iter().collect();
    players.sort_by_cached_key(|player| (of(player).map_or(i64::MAX, |row| row.place), points(player)));
    let mut members: HashMap<&TeamId, Vec<&Player>> = HashMap::new();
    for player in players.iter().copied().chain(&rows.gone) {
        if let Some(team) = &player.team {
            members.entry(team).or_default().push(player);
        }
    }
    let of_teams = table.rows().filter_map(|row| match &row.side {
        Side::Rep(_) => None,
        Side::Team(team) => {
            let standings = members.get(team).into_iter().flatten().map(|player| &player.standing);
            Some(ExportRow {
                place: Some(row.place),
                kind: "team",
                id: team.to_string(),
                name: row.name.clone(),
                team: None,
                score: Some(voice::format::shown(&row.shown)),
                points: standings.clone().map(|standing| standing.points).sum(),
                shares: standings.map(|standing| standing.shares).sum(),
            })
        }
    });
    let of_players = players.iter().map(|player| {
        let row = of(player);
        ExportRow {
            place: row.map(|row| row.place),
            kind: "rep",
            id: player.standing.user.to_string(),
            name: names.get(&player.standing.user).unwrap_or(&player.standing.name).clone(),
            team: player.team.as_ref().and_then(|team| teams.get(team).cloned()),
            score: row.map(|row| voice::format::shown(&row.shown)),
            points: player.standing.points,
            shares: player.standing.shares,
        }
    });
    Ok(Export {
        contest: contest.id.to_string(),
        title: contest.title.clone(),
        format: contest.format.name(),
        phase: contest.phase,
        starts_at: contest.starts_at,
        ends_at: contest.ends_at,
        zone: contest.zone.name().to_owned(),
        standings: of_teams.chain(of_players).collect(),
        ledger: ledger::entries(tx, workspace, &contest.id).await?,
    })
}
