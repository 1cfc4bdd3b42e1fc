//! Scoring a share anew: where it stands, whether that can be taken back, and taking it in again.

use chrono::{DateTime, Utc};

use super::choose::{Rests, is_open};
use super::once::{Caller, Stop, Stopped};
use super::record_share::take_in;
use super::submission::Submission;
use super::{Asker, roles};
use crate::domain::contest::Contest;
use crate::domain::id::{ContestId, UserId, WorkspaceId};
use crate::domain::link::Link;
use crate::domain::refusal::Refusal;
use crate::domain::review::{Paid, Review, ReviewRefusal};
use crate::domain::roster::Person;
use crate::domain::score::Verdict;
use crate::domain::share::Draft;
use crate::store::entrants::Entry;
use crate::store::explained::{self, Explained};
use crate::store::shares::Share;
use crate::store::{Result, Tx, contests, entrants, ledger, rules};

/// What a share earned in a contest.
pub(super) struct Worth {
    pub(super) verdict: Verdict,
    pub(super) likeness: u8,
    pub(super) halved: bool,
    pub(super) points: i64,
    pub(super) first_of_week: i64,
}

/// The live contests in which a share stands, with what it earned there.
pub(super) async fn standing(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &Share,
) -> Result<Vec<(Contest, Worth)>> {
    let mut all = Vec::new();
    for score in ledger::scores_of(tx, workspace, &share.id).await? {
        let Some(contest) = contests::find(tx, workspace, &score.contest).await? else { continue };
        if !contest.phase.is_live() {
            continue;
        }
        let Some(worth) = explained::of_share(tx, workspace, &contest.id, &share.id).await? else { continue };
        let likeness = rules::of(tx, workspace, &contest.id).await?.numbered(worth.rules).book.likeness;
        let halved = (likeness.similar..likeness.copied).contains(&worth.likeness);
        let Explained { verdict, likeness, points, first_of_week, .. } = worth;
        all.push((contest, Worth { verdict, likeness, halved, points, first_of_week }));
    }
    Ok(all)
}

/// Whether a share can still be scored anew, as of `at`: it was not taken back, each of its contests takes shares, and took
/// them then, and its rep plays in them.
pub(super) async fn can_score_anew(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    share: &Share,
    at: DateTime<Utc>,
) -> Result<bool> {
    if !roles::may_play(&caller.play.settings, person) {
        return Ok(false);
    }
    let Some(standing) = loose(tx, &caller.workspace, share).await? else { return Ok(false) };
    let taking = taking(tx, caller, person, at).await?;
    Ok(standing.iter().all(|(contest, _)| taking.contains(&contest.id)))
}

/// Where a share stands, if all of that can be taken back. Where it stands in a contest that is over, it keeps its link
/// there and everywhere.
pub(super) async fn loose(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    share: &Share,
) -> Result<Option<Vec<(Contest, Worth)>>> {
    if share.taken_back.is_some() {
        return Ok(None);
    }
    let standing = standing(tx, workspace, share).await?;
    let all = ledger::scores_of(tx, workspace, &share.id).await?.len();
    Ok((!standing.is_empty() && standing.len() == all).then_some(standing))
}

/// The contests of somebody's that take shares, and took them at `at`.
pub(super) async fn taking(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    at: DateTime<Utc>,
) -> Result<Vec<ContestId>> {
    let mut taking = Vec::new();
    let joined = entrants::in_play(tx, &caller.workspace, &person.id).await?.into_iter();
    for contest in joined.filter(|play| play.entry == Entry::Joined).map(|play| play.contest) {
        let rules = caller.play.books.of(tx, &caller.workspace, &contest).await?;
        if is_open(&contest, at, &Rests::new()) && rules.rests_until(at, contest.zone).is_none() {
            taking.push(contest.id);
        }
    }
    Ok(taking)
}

/// The name under which a review's effects are owed.
pub(super) fn asker(caller: &Caller, user: &UserId, review: &Review) -> Asker {
    Asker {
        workspace: caller.workspace.clone(),
        user: user.clone(),
        delivery: format!("review:{}", review.number),
    }
}

/// Takes a share in anew. It was seen before that it will be; should it not, nothing of this happens.
pub(super) async fn score_anew(
    tx: &mut Tx,
    caller: &Caller,
    person: &Person,
    submission: &Submission,
    review: &Review,
) -> Stopped<Vec<Paid>> {
    let scored = take_in(tx, &caller.play, submission, caller.now).await?;
    let Some(Ok(receipt)) = scored else {
        return Err(Stop::Undone(Refusal::Review(ReviewRefusal::Gone { number: review.number })));
    };
    let lines = [&receipt.lead].into_iter().chain(&receipt.others);
    Ok(lines
        .map(|line| Paid {
            user: person.id.clone(),
            name: person.name.clone(),
            title: line.title.clone(),
            points: line.score.total(),
        })
        .collect())
}

/// A share as it could have been typed.
pub(super) fn draft_of(share: &Share) -> Draft {
    let read = Link::parse(&share.link_url).ok().filter(|link| link.key == share.link_key);
    let link = read.unwrap_or_else(|| Link {
        key: share.link_key.clone(),
        url: share.link_url.clone(),
        network: share.network,
        personal: false,
        implies: share.kind,
    });
    let (kind, words, words_len) = (share.kind, share.words.clone(), share.words_len);
    Draft { link, kind, words, words_len, yesterday: false, tags: Vec::new() }
}
