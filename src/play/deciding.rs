//! Awards: prizes and claims on their way from a rep to a manager's yes or no.

use chrono::{DateTime, Utc};

use super::once::{Caller, once};
use super::roles::{self, Right};
use super::{Asker, Play, owing};
use crate::domain::correction::REASON_MOST;
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::review::ReviewRefusal;
use crate::domain::reward::{Award, AwardState, Decision, RewardNews, RewardRefusal};
use crate::store::winnings::{self, Known, NewWinning};
use crate::store::{Result, Tx, posts, prizes, rewards, roster};
use crate::voice;

/// Writes an award down and asks a manager for a yes or a no: whoever put up what is awarded, or another one if they
/// steer no more. Whoever won a prize hears of it.
pub(super) async fn make(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    new: &NewWinning<'_>,
    put_up_by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let number = winnings::make(tx, workspace, new, now).await?;
    let Some(known) = winnings::find(tx, workspace, number).await? else { return Ok(()) };
    if let Some(manager) = whom_to_ask(tx, play, workspace, put_up_by, new.user).await? {
        let message = voice::rewards::ask(&known.award);
        owing::tell(tx, workspace, &manager, &ask_key(number), &message, now).await?;
    }
    if new.contest.is_some() {
        let message = voice::rewards::won(&known.award);
        owing::tell(tx, workspace, new.user, &format!("award:{number}:won"), &message, now).await?;
    }
    Ok(())
}

/// The key of the message that asks a manager about an award.
fn ask_key(number: i64) -> String {
    format!("award:{number}:ask")
}

/// The manager to ask: that one, if they still are one and it is not about themselves, else another; none where there is
/// no other.
pub(super) async fn whom_to_ask(
    tx: &mut Tx,
    play: &Play,
    workspace: &WorkspaceId,
    first: Option<UserId>,
    about: &UserId,
) -> Result<Option<UserId>> {
    if let Some(user) = first.filter(|user| user != about) {
        let person = roster::person(tx, workspace, &user).await?;
        if person.is_some_and(|person| roles::may(&play.settings, &person, Right::Steer)) {
            return Ok(Some(user));
        }
    }
    roster::first_manager(tx, workspace, &play.settings.managers, about).await
}

/// Most managers that a refusal names.
const NAMED: usize = 4;

/// Nobody decides for themselves where somebody else can: refuses where there is another manager than the caller.
pub(super) async fn is_left_to_others(tx: &mut Tx, caller: &Caller) -> Result<Outcome<()>> {
    let named = &caller.play.settings.managers;
    let others = roster::managers(tx, &caller.workspace, named, Some(&caller.user), NAMED).await?;
    Ok(if others.is_empty() { Ok(()) } else { Err(Refusal::Review(ReviewRefusal::Own { others })) })
}

/// A manager says yes or no to the award of that number, or takes it back after a yes. Of two who do so at once the
/// second hears who was faster.
pub async fn decide(
    play: &Play,
    asker: Asker,
    number: i64,
    decision: Decision,
) -> Result<Outcome<RewardNews>> {
    once(play, asker, async move |tx, caller| {
        let manager = caller.may(tx, Right::Steer).await??;
        let (workspace, now) = (&caller.workspace, caller.now);
        check(number, &decision)?;
        let no_award = || Refusal::Reward(RewardRefusal::NoAward { number });
        let seen = winnings::find(tx, workspace, number).await?.ok_or_else(no_award)?;
        if seen.user == manager.id {
            is_left_to_others(tx, caller).await??;
        }
        if decision == Decision::Approve && seen.award.state == AwardState::Pending {
            can_be_spent(tx, workspace, &seen).await??;
        }
        let step = decision.step();
        let is_first =
            winnings::step(tx, workspace, number, step, (&manager.id, decision.reason()), now).await?;
        let known = winnings::find(tx, workspace, number).await?.ok_or_else(no_award)?;
        if !is_first {
            let Known { award, by, .. } = known;
            return Err(Refusal::Reward(RewardRefusal::Decided { number, state: award.state, by }).into());
        }
        if step.1 != AwardState::Approved {
            match &known.contest {
                Some(contest) => prizes::put_back(tx, workspace, contest, &known.source).await?,
                None => rewards::put_back(tx, workspace, &known.source).await?,
            }
        }
        let message = voice::rewards::told(&known.award, &manager.name);
        let key = format!("award:{number}:{}", decision.verb());
        owing::tell(tx, workspace, &known.user, &key, &message, now).await?;
        let asked = ask_key(number);
        if let Some(asked_of) = posts::told_to(tx, workspace, &asked).await? {
            let message = voice::rewards::closed(&known.award, &manager.name);
            let key = format!("{asked}:{}", decision.verb());
            owing::tell_instead(tx, workspace, &asked_of, &asked, &key, &message, now).await?;
        }
        Ok(RewardNews::Decided(known.award))
    })
    .await
}

/// Whether the points that a claim reserved are still there. Its rep is held, so that they stay.
async fn can_be_spent(tx: &mut Tx, workspace: &WorkspaceId, claim: &Known) -> Result<Outcome<()>> {
    roster::hold(tx, workspace, &claim.user).await?;
    let Award { number, rep, name, price, .. } = claim.award.clone();
    Ok(match short(tx, workspace, &claim.user, price).await? {
        None => Ok(()),
        Some(has) => Err(Refusal::Reward(RewardRefusal::PointsGone { number, rep, name, price, has })),
    })
}

/// What a rep has that is not spent, where it does not pay that price. What other claims reserve is not yet spent.
pub(super) async fn short(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    price: i64,
) -> Result<Option<i64>> {
    if price == 0 {
        return Ok(None);
    }
    let has = rewards::won(tx, workspace, user).await? - winnings::spent(tx, workspace, user).await?.0;
    Ok((has < price).then_some(has))
}

fn check(number: i64, decision: &Decision) -> Outcome<()> {
    let Some(reason) = decision.reason() else { return Ok(()) };
    if reason.chars().any(char::is_alphanumeric) && reason.chars().count() <= REASON_MOST {
        return Ok(());
    }
    let (verb, most) = (decision.verb().to_owned(), REASON_MOST);
    Err(Refusal::Reward(RewardRefusal::NeedsReason { number, verb, most }))
}
