//! Captains: who leads a team once its captain is gone.

use chrono::{DateTime, Utc};

use super::owing;
use crate::domain::contest::Contest;
use crate::domain::format::Team;
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::roster::Person;
use crate::fresh;
use crate::store::{Result, Tx, contests, preferences, roster, teams};
use crate::voice;

/// Somebody has left a team, or the contest. If they led it, the member with most points leads it now, and of several the
/// one who has been in longest; where nobody is left, the contest's manager hears of it.
pub(super) async fn hand_over(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    team: &Team,
    gone: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    if team.captain.as_ref() != Some(gone) {
        return Ok(());
    }
    let captain = teams::members(tx, workspace, &contest.id, &team.id).await?.into_iter().next();
    let led = Team { captain: captain.clone(), ..team.clone() };
    teams::update(tx, workspace, &contest.id, &led).await?;
    let key = format!("captain:{}:{}", contest.id, fresh::id());
    let before = name(tx, workspace, gone).await?;
    match captain {
        Some(captain) => {
            let message = voice::teams::leads_now(&team.name, &contest.title, &before);
            owing::tell(tx, workspace, &captain, &key, &message, now).await?;
        }
        None => {
            let message = voice::teams::leaderless(&team.name, &contest.title, &before);
            owing::tell(tx, workspace, &contest.started_by, &key, &message, now).await?;
        }
    }
    Ok(())
}

/// Somebody has left a contest: their team gets another captain, if they led it.
pub(super) async fn left_contest(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    user: &UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    if !contest.format.has_teams() {
        return Ok(());
    }
    for team in teams::all(tx, workspace, &contest.id).await? {
        hand_over(tx, workspace, contest, &team, user, now).await?;
    }
    Ok(())
}

/// The contests in which somebody leads a team who has just left the company, held: they are to be followed.
pub(super) async fn led_by(tx: &mut Tx, workspace: &WorkspaceId, person: &Person) -> Result<Vec<Contest>> {
    let known = roster::person(tx, workspace, &person.id).await?;
    if !person.deactivated || known.is_none_or(|known| known.deactivated) {
        return Ok(Vec::new());
    }
    let mut led = Vec::new();
    for contest in contests::live(tx, workspace).await?.into_iter().filter(|one| one.format.has_teams()) {
        let teams = teams::all(tx, workspace, &contest.id).await?;
        if teams.iter().any(|team| team.captain.as_ref() == Some(&person.id)) {
            led.extend(contests::hold(tx, workspace, &contest.id).await?);
        }
    }
    Ok(led)
}

/// What others read somebody called.
pub(super) async fn name(tx: &mut Tx, workspace: &WorkspaceId, user: &UserId) -> Result<String> {
    preferences::public_name(tx, workspace, user).await
}
