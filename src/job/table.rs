//! The table of jobs: each kind of work and the use case that does it. The work is settled in the transaction
//! that holds its effect.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::JobKind;
use crate::domain::id::WorkspaceId;
use crate::play::due::Due;
use crate::play::leave::{self, Erasing};
use crate::play::{
    Play, bonuses, close_contest, daily_board, duels, health, home, housekeeping, prizes, rounds, shout_outs,
    succeed,
};
use crate::store::{Result, Tx, agenda};

/// Every kind of work there is.
pub const KINDS: &[JobKind<Play>] = &[
    JobKind {
        name: "open_contest",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                close_contest::open_when_due(tx, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "close_contest",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                close_contest::close_when_due(tx, &at.play, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "decide",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                close_contest::decide_when_due(tx, &at.play, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "round",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                rounds::turn_when_due(tx, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "give_prizes",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                prizes::give_when_due(tx, &at.play, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "end_duel",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                duels::end_when_due(tx, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "bonus_begins",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                bonuses::begin_when_due(tx, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "succeed",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                succeed::succeed_when_due(tx, &at.play, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "daily_board",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                daily_board::post_when_due(tx, &at.play, &at.workspace, &at.due, at.due_at, at.now).await
            }))
        },
    },
    JobKind {
        name: "health",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                health::look_when_due(tx, &at.play, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "time_check",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                close_contest::tell_time_when_due(tx, &at.play, &at.workspace, &at.due, at.due_at, at.now)
                    .await
            }))
        },
    },
    JobKind {
        name: "shout_outs",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                shout_outs::shout_out_when_due(tx, &at.play, &at.workspace, &at.due, at.now).await
            }))
        },
    },
    JobKind {
        name: "homes",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                home::publish_when_due(tx, &at.workspace, at.now).await
            }))
        },
    },
    JobKind { name: "erase", run: |play, claim| Box::pin(erased(play, claim)) },
    JobKind {
        name: "housekeeping",
        run: |play, claim| {
            Box::pin(settled(play, claim, async |tx, at| {
                housekeeping::run(tx, &at.play, &at.workspace, at.now).await
            }))
        },
    },
];

/// A piece of work at the moment it is done.
struct Errand {
    play: Play,
    workspace: WorkspaceId,
    due: Due,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
}

/// Does a piece of work and settles it, both or neither.
async fn settled<W>(play: Arc<Play>, claim: agenda::Claim, work: W) -> anyhow::Result<()>
where
    W: AsyncFnOnce(&mut Tx, &Errand) -> Result<()> + Send + 'static,
{
    let store = play.store.clone();
    let errand = Errand {
        workspace: claim.workspace.clone(),
        due: claim.work.args()?,
        due_at: claim.work.due_at,
        now: play.clock.now(),
        play: (*play).clone(),
    };
    store
        .write(async move |tx| {
            work(tx, &errand).await?;
            agenda::settle(tx, &claim, errand.now).await
        })
        .await?;
    Ok(())
}

/// Erases a part of a workspace that has left, and goes on with the next in a transaction of its own; in the last
/// one the work itself is erased, so there is nothing to settle.
async fn erased(play: Arc<Play>, claim: agenda::Claim) -> anyhow::Result<()> {
    let (store, now) = (play.store.clone(), play.clock.now());
    store
        .write(async move |tx| {
            // First, since it proves that the work is still ours, and holds it.
            agenda::go_on(tx, &claim, now).await?;
            let (workspace, key) = (&claim.workspace, &claim.work.key);
            match leave::erase(tx, &play, workspace, now).await? {
                Erasing::More | Erasing::Done => {}
                Erasing::NotYet(at) => {
                    agenda::move_to(tx, workspace, key, at).await?;
                }
                Erasing::Back => {
                    agenda::withdraw(tx, workspace, key, now).await?;
                }
            }
            Ok(())
        })
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::due::Mark;

    #[test]
    fn every_kind_of_work_finds_its_job() {
        let all = [
            Due::OpenContest { contest: "c".into() },
            Due::CloseContest { contest: "c".into(), closings: 0 },
            Due::Decide { contest: "c".into(), at: DateTime::UNIX_EPOCH },
            Due::Round { contest: "c".into(), number: 1, at: DateTime::UNIX_EPOCH },
            Due::GivePrizes { contest: "c".into(), closings: 1 },
            Due::EndDuel { contest: "c".into(), duel: "d".into() },
            Due::BonusBegins { contest: "c".into(), bonus: 2 },
            Due::Succeed { contest: "c".into(), closings: 1, turn: 1 },
            Due::DailyBoard { contest: "c".into(), date: chrono::NaiveDate::MIN },
            Due::Health { contest: "c".into(), date: chrono::NaiveDate::MIN },
            Due::TimeCheck {
                contest: "c".into(),
                mark: Mark::Halfway,
                ends_at: DateTime::UNIX_EPOCH,
                has_waited: false,
            },
            Due::ShoutOuts { channel: "C".into(), zone: chrono_tz::UTC, at: DateTime::UNIX_EPOCH },
            Due::Homes { at: DateTime::UNIX_EPOCH },
            Due::Erase { left_at: DateTime::UNIX_EPOCH },
            Due::Housekeeping { date: chrono::NaiveDate::MIN },
        ];
        for due in &all {
            assert_eq!(KINDS.iter().filter(|kind| kind.name == due.kind()).count(), 1, "{due:?}");
        }
        assert_eq!(KINDS.len(), all.len());
    }
}
