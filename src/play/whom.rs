//! The person whom a command names.

use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::store::{Result, Tx, roster};

/// A person as somebody names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonRef {
    /// As Slack escapes it: `<@U123|ann>`.
    Id(UserId),
    /// As typed: `@Ann`.
    Name(String),
}

/// The person meant, if they are known and are there only once.
pub(super) async fn find(tx: &mut Tx, workspace: &WorkspaceId, whom: &PersonRef) -> Result<Outcome<Person>> {
    let found = match whom {
        PersonRef::Id(id) => roster::person(tx, workspace, id).await?.into_iter().collect(),
        PersonRef::Name(name) => roster::named(tx, workspace, name).await?,
    };
    let unknown = || {
        let name = match whom {
            PersonRef::Id(_) => String::new(),
            PersonRef::Name(name) => name.clone(),
        };
        Refusal::UnknownPerson { name }
    };
    let mut people = found.into_iter();
    Ok(match (people.next(), people.next()) {
        (Some(person), None) => Ok(person),
        _ => Err(unknown()),
    })
}
