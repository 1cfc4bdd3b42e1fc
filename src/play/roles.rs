//! Who may do what, decided in one place.
//!
//! Each verb, button and door names the [`Right`] that it needs, and [`may`] says who has it. The doors ask
//! [`admit`] before they do anything, so that no verb can be forgotten; a use case that changes something asks
//! [`check`] once more, in the transaction that changes it.

use super::{Play, leave};
use crate::config::Settings;
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::{Membership, Person};
use crate::store::{Result, Tx, roster};

/// Most managers that a refusal names.
const NAMED: usize = 3;

/// What somebody needs for what they want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// To look, which changes nothing: everybody whom the workspace knows, guests too.
    Read,
    /// To decide over what is kept of oneself: everybody whom the workspace knows, guests too.
    Own,
    /// To play: live members, and guests where the operator lets them.
    Play,
    /// To steer contests: admins and owners of the workspace, and members whom the configuration names.
    Steer,
}

/// Whether a person has a right. Who has left, and whoever is no person, has none.
pub fn may(settings: &Settings, person: &Person, right: Right) -> bool {
    let standing = person.standing;
    if person.deactivated || standing == Membership::Bot {
        return false;
    }
    match right {
        Right::Read | Right::Own => true,
        Right::Play => standing != Membership::Guest || settings.guests_play,
        Right::Steer => {
            standing == Membership::Admin
                || (standing == Membership::Member && settings.managers.contains(&person.id))
        }
    }
}

/// [`Right::Play`], where the person is at hand.
pub fn may_play(settings: &Settings, person: &Person) -> bool {
    may(settings, person, Right::Play)
}

/// The person, if they have the right; otherwise why not, and for steering who could. A stranger has none.
pub async fn check(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    right: Right,
) -> Result<Outcome<Person>> {
    match roster::person(tx, workspace, user).await? {
        Some(person) if may(&play.settings, &person, right) => Ok(Ok(person)),
        _ if right == Right::Steer => {
            let managers = roster::managers(tx, workspace, &play.settings.managers, None, NAMED).await?;
            Ok(Err(Refusal::NotManager { managers }))
        }
        _ => Ok(Err(Refusal::NotAPlayer)),
    }
}

/// The same at a door, before anything is done. Where the app was removed nobody is let in: what changes
/// something is refused by the mark of its delivery, what only reads is refused here.
///
/// # Errors
/// [`Error::Removed`](crate::store::Error::Removed), or when the database fails.
pub async fn admit(
    play: &Play,
    workspace: &WorkspaceId,
    user: &UserId,
    right: Right,
) -> Result<Outcome<Person>> {
    play.store
        .read(async |tx| {
            if matches!(right, Right::Read | Right::Own) {
                leave::check(tx, workspace).await?;
            }
            check(tx, play, workspace, user, right).await
        })
        .await
}
