//! What a contest's end leaves undecided: whoever waits for a manager hears that it pays nothing there now.

use chrono::{DateTime, Utc};

use super::{asking, owing};
use crate::domain::contest::{Contest, REOPEN_WITHIN};
use crate::domain::id::WorkspaceId;
use crate::domain::review::{Matter, Review};
use crate::store::{Result, Tx, ledger, reviews, roster, rules};
use crate::voice;

/// Tells those who wait for a decision that could have paid in a contest which closes.
pub(super) async fn tell(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    contest: &Contest,
    now: DateTime<Utc>,
) -> Result<()> {
    if contest.is_dry() {
        return Ok(());
    }
    for review in reviews::open_of_players(tx, workspace, &contest.id).await? {
        if !could_pay(tx, workspace, contest, &review).await? {
            continue;
        }
        let user = review.user.clone();
        let zone = roster::person(tx, workspace, &user).await?.map_or(contest.zone, |person| person.zone);
        let key = format!("undecided:{}:{}:{}", contest.id, contest.closings, review.number);
        let line = asking::line(tx, workspace, review).await?;
        let message = voice::reviews::undecided(&line, &contest.title, now + REOPEN_WITHIN, zone, now);
        owing::tell(tx, workspace, &user, &key, &message, now).await?;
    }
    Ok(())
}

/// Whether a review is about something that the contest pays for, or could be paid more for.
async fn could_pay(tx: &mut Tx, workspace: &WorkspaceId, contest: &Contest, review: &Review) -> Result<bool> {
    let at = review.asked_at;
    let rules = rules::of(tx, workspace, &contest.id).await?;
    let (book, ran) = (&rules.at(at).book, (contest.starts_at..contest.ends_at).contains(&at));
    Ok(match &review.matter {
        Matter::Win(win) => ran && book.results.iter().any(|rule| rule.id == win.kind),
        Matter::Count { measure, .. } => ran && book.counts.iter().any(|rule| rule.counts == measure.what),
        Matter::Award { contest: of, .. } => *of == contest.id,
        Matter::Share { share, .. } | Matter::Post { first: share, .. } => {
            let scores = ledger::scores_of(tx, workspace, share).await?;
            scores.iter().any(|score| score.contest == contest.id)
        }
    })
}
