//! Whether a share is let in: everything that can refuse it before its link and its worth are looked at.

use chrono::{DateTime, Days, Utc};

use super::choose::{Rests, Targets, choose};
use super::submission::{Submission, Taking};
use super::{Play, roles};
use crate::domain::calendar;
use crate::domain::contest::{Contest, Phase};
use crate::domain::id::WorkspaceId;
use crate::domain::refusal::{Outcome, Refusal};
use crate::fresh;
use crate::store::entrants::InPlay;
use crate::store::grounds::Grounds;
use crate::store::{Result, Tx};

/// The contests that rest at the time of a share, and until when.
pub(super) async fn rests(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    at: DateTime<Utc>,
    in_play: &[InPlay],
) -> Result<Rests> {
    let mut rests = Rests::new();
    for contest in in_play.iter().map(|play| &play.contest).filter(|contest| contest.phase == Phase::Open) {
        let rules = play.books.of(tx, workspace, contest).await?;
        if let Some(until) = rules.rests_until(at, contest.zone) {
            rests.insert(contest.id.clone(), until);
        }
    }
    Ok(rests)
}

/// Everything that can refuse a share before its link and its worth are looked at.
pub(super) fn admit<'a>(
    play: &'a Play,
    submission: &'a Submission,
    grounds: &Grounds,
    rests: &Rests,
    now: DateTime<Utc>,
) -> Option<Outcome<(Taking<'a>, Targets)>> {
    let is_message = submission.door.message_ts().is_some();
    let person = grounds.person.clone();
    let Some(person) = person.filter(|person| roles::may_play(&play.settings, person)) else {
        return (!is_message).then_some(Err(Refusal::NotAPlayer));
    };
    let mut targets = match choose(&grounds.in_play, &submission.door, submission.at, rests)? {
        Err(refusal) => return Some(Err(refusal)),
        Ok(targets) => targets,
    };
    let mut rep_day = calendar::date(submission.at, person.zone);
    if submission.draft.yesterday {
        if let Some(refusal) = drop_not_begun(&mut targets, submission) {
            return Some(Err(refusal));
        }
        rep_day = rep_day - Days::new(1);
    }
    let shared_at = submission.counts_at();
    let id = fresh::id().into();
    Some(Ok((Taking { play, submission, person, id, rep_day, shared_at, now }, targets)))
}

/// Leaves out the contests that had not begun yesterday; the refusal if that leaves none.
fn drop_not_begun(targets: &mut Targets, submission: &Submission) -> Option<Refusal> {
    let had_begun =
        |contest: &Contest| submission.day_in(contest) >= calendar::date(contest.starts_at, contest.zone);
    let title = targets.contests.first().map(|contest| contest.title.clone()).unwrap_or_default();
    targets.contests.retain(had_begun);
    targets.joins.retain(had_begun);
    targets.contests.is_empty().then_some(Refusal::BeforeStart { title })
}
