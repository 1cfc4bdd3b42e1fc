//! Who may do what, decided in one place.

use super::Play;
use crate::config::Settings;
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::{Membership, Person};
use crate::store::{Result, Tx, roster};

/// Most managers that a refusal names.
const NAMED: usize = 3;

/// Whether a person plays: live members, and guests where the operator lets them.
pub fn may_play(settings: &Settings, person: &Person) -> bool {
    person.may_play() || (settings.guests_play && !person.deactivated && person.standing == Membership::Guest)
}

/// Whether a person steers contests: an admin or owner of the workspace, or named in the configuration.
pub fn is_manager(settings: &Settings, person: &Person) -> bool {
    !person.deactivated
        && (person.standing == Membership::Admin
            || (person.standing == Membership::Member && settings.managers.contains(&person.id)))
}

/// The person, if they may steer; otherwise who could.
pub async fn manager(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
) -> Result<Outcome<Person>> {
    match roster::person(tx, workspace, user).await? {
        Some(person) if is_manager(&play.settings, &person) => Ok(Ok(person)),
        _ => {
            let managers = roster::managers(tx, workspace, &play.settings.managers, NAMED).await?;
            Ok(Err(Refusal::NotManager { managers }))
        }
    }
}
