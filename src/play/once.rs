//! The frame of a use case: one transaction, in which a delivery is marked as seen, done, and answered; a delivery that
//! comes again is answered as before.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::pick::{Picked, Wanted, pick, pick_dry_run};
use super::roles::{self, Right};
use super::{Asker, Play};
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::{ChannelId, UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::roster::Person;
use crate::store::{Error, Result, Tx, contests, deliveries, roster};

/// Why a use case stops. So that `?` serves for both: a failure undoes the transaction, a refusal is an answer.
pub(super) enum Stop {
    /// It is declined; what was written so far stays.
    Refused(Refusal),
    /// It is declined after something was written: all of that is undone.
    Undone(Refusal),
    /// The database failed.
    Failed(Error),
}

/// What a use case comes to, on its way.
pub(super) type Stopped<T> = std::result::Result<T, Stop>;

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Who asks, what they work with, and when.
pub(super) struct Caller {
    pub(super) play: Play,
    pub(super) workspace: WorkspaceId,
    pub(super) user: UserId,
    pub(super) now: DateTime<Utc>,
}

/// What undoes a transaction, so that a refusal can be answered.
#[derive(Debug, thiserror::Error)]
#[error("undone, and refused")]
struct Undone(Refusal);

/// Does `work` once for the asker's delivery.
pub(super) async fn once<T, W>(play: &Play, asker: Asker, work: W) -> Result<Outcome<T>>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    W: AsyncFnOnce(&mut Tx, &Caller) -> Stopped<T> + Send + 'static,
{
    let Asker { workspace, user, delivery } = asker;
    let caller = Caller { play: play.clone(), workspace, user, now: play.clock.now() };
    let done = play
        .store
        .write(async move |tx| {
            let caller = &caller;
            deliveries::once(tx, &caller.workspace, &delivery, caller.now, async move |tx| {
                match work(tx, caller).await {
                    Ok(done) => Ok(Ok(done)),
                    Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
                    Err(Stop::Undone(refusal)) => Err(Error::Other(Undone(refusal).into())),
                    Err(Stop::Failed(error)) => Err(error),
                }
            })
            .await
        })
        .await;
    match done {
        Err(Error::Other(why)) => why.downcast().map(|Undone(refusal)| Err(refusal)).map_err(Error::Other),
        done => done,
    }
}

/// Which contest is meant, seen from where, for what.
pub(super) struct Meant {
    pub(super) wanted: Wanted,
    pub(super) here: ChannelId,
    pub(super) phases: &'static [Phase],
}

impl Caller {
    /// The asker, if they have the right.
    pub(super) async fn may(&self, tx: &mut Tx, right: Right) -> Result<Outcome<Person>> {
        roles::check(tx, &self.play, &self.workspace, &self.user, right).await
    }

    /// The contest meant, held until the transaction ends: whoever changes it, or scores in it, waits. Who is `held` is
    /// held before it, as everywhere, so that nobody waits in a circle.
    pub(super) async fn contest(
        &self,
        tx: &mut Tx,
        meant: &Meant,
        held: &UserId,
    ) -> Result<Outcome<Contest>> {
        let (workspace, now) = (&self.workspace, self.now);
        let picked = pick(tx, workspace, &meant.wanted, &meant.here, meant.phases, now).await?;
        let contest = match picked {
            Picked::One(contest) => contest,
            Picked::Refused(refusal) => return Ok(Err(refusal)),
        };
        self.held(tx, contest, held).await
    }

    /// The same, or the dry run meant, for a manager.
    pub(super) async fn contest_or_dry_run(
        &self,
        tx: &mut Tx,
        meant: &Meant,
        held: &UserId,
    ) -> Result<Outcome<Contest>> {
        match self.contest(tx, meant, held).await? {
            Err(refusal @ (Refusal::NoContest | Refusal::UnknownContest { .. })) => {
                let (wanted, here) = (&meant.wanted, &meant.here);
                match pick_dry_run(tx, &self.workspace, wanted, here, meant.phases).await? {
                    Some(contest) => self.held(tx, contest, held).await,
                    None => Ok(Err(refusal)),
                }
            }
            found => Ok(found),
        }
    }

    async fn held(&self, tx: &mut Tx, contest: Contest, held: &UserId) -> Result<Outcome<Contest>> {
        let workspace = &self.workspace;
        roster::hold(tx, workspace, held).await?;
        // Read again under a lock: somebody may be changing it at this moment.
        Ok(contests::hold(tx, workspace, &contest.id).await?.ok_or(Refusal::NoContest))
    }
}
