//! The one way a share is written down, whatever door it came through.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::choose::{Door, Targets, choose};
use super::submission::{Submission, Taking};
use super::weigh::{self, Worth};
use super::{Play, owing, praise, roles, take_back};
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::id::WorkspaceId;
use crate::domain::kind::Kind;
use crate::domain::milestone;
use crate::domain::originality::prints;
use crate::domain::receipt::{Line, Receipt, StreakLine};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::score::Verdict;
use crate::store::ledger::{self, Scored};
use crate::store::shares::{self, Claim, Share};
use crate::store::{Result, Tx, contests, deliveries, look_alikes, roster, standings};
use crate::voice;

/// Takes a share in: scored in each contest it counts in, paid, and answered. A message that concerns no
/// contest gives `None`. What a message's rep should know beyond the reaction is owed as a whisper.
pub async fn record_share(play: &Play, submission: Submission) -> Result<Option<Outcome<Receipt>>> {
    let (now, deps) = (play.clock.now(), play.clone());
    play.store
        .write(async move |tx| {
            let asker = submission.asker.clone();
            deliveries::once(tx, &asker.workspace, &asker.delivery, now, async |tx| {
                // Held before anything is looked at: two deliveries of one message take turns.
                roster::hold(tx, &asker.workspace, &asker.user).await?;
                if is_known_message(tx, &submission).await? {
                    return Ok(None);
                }
                take_in(tx, &deps, &submission, now).await
            })
            .await
        })
        .await
}

/// Whether the message was scored before, or edited or deleted before we heard of it: Slack may tell us late, and out
/// of order.
async fn is_known_message(tx: &mut Tx, submission: &Submission) -> Result<bool> {
    let Door::Message { channel, ts } = &submission.door else { return Ok(false) };
    let workspace = &submission.asker.workspace;
    Ok(take_back::is_overtaken(tx, workspace, channel, ts).await?
        || shares::of_message(tx, workspace, channel, ts).await?.is_some())
}

/// Scores a share and settles everything that follows from it. Also the way back in for an edited message.
pub(super) async fn take_in(
    tx: &mut Tx,
    play: &Play,
    submission: &Submission,
    now: DateTime<Utc>,
) -> Result<Option<Outcome<Receipt>>> {
    let workspace = &submission.asker.workspace;
    let outcome = match admit(tx, play, submission, now).await? {
        None => return Ok(None),
        Some(Err(refusal)) => Err(refusal),
        Some(Ok((taking, targets))) => settle(tx, &taking, targets).await?,
    };
    if let Door::Message { .. } = submission.door {
        answer_message(tx, workspace, submission, &outcome, now).await?;
    }
    Ok(Some(outcome))
}

/// Who, where and when: everything that can refuse a share before its worth is asked.
async fn admit<'a>(
    tx: &mut Tx,
    play: &'a Play,
    submission: &'a Submission,
    now: DateTime<Utc>,
) -> Result<Option<Outcome<(Taking<'a>, Targets)>>> {
    let asker = &submission.asker;
    let is_message = submission.door.message_ts().is_some();
    let person = roster::hold(tx, &asker.workspace, &asker.user).await?;
    let Some(person) = person.filter(|person| roles::may_play(&play.settings, person)) else {
        return Ok((!is_message).then_some(Err(Refusal::NotAPlayer)));
    };
    contests::hold_live(tx, &asker.workspace).await?;
    let in_play = contests::in_play(tx, &asker.workspace, &asker.user).await?;
    let mut targets = match choose(&in_play, &submission.door, submission.at) {
        None => return Ok(None),
        Some(Err(refusal)) => return Ok(Some(Err(refusal))),
        Some(Ok(targets)) => targets,
    };
    let mut rep_day = calendar::date(submission.at, person.zone);
    let mut shared_at = submission.at;
    if submission.draft.yesterday {
        if let Some(refusal) = drop_not_begun(&mut targets, submission) {
            return Ok(Some(Err(refusal)));
        }
        rep_day = rep_day - Days::new(1);
        shared_at -= TimeDelta::days(1);
    }
    let id = uuid::Uuid::now_v7().to_string().into();
    Ok(Some(Ok((Taking { play, submission, person, id, rep_day, shared_at, now }, targets))))
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

/// Claims, scores, pays and praises.
async fn settle(tx: &mut Tx, taking: &Taking<'_>, mut targets: Targets) -> Result<Outcome<Receipt>> {
    let (workspace, user) = (taking.workspace(), &taking.person.id);
    let claims = shares::claims(tx, workspace, &taking.claim_key(), user).await?;
    targets.contests.retain(|contest| !is_claimed(&claims, contest));
    targets.joins.retain(|contest| !is_claimed(&claims, contest));
    if claims.iter().any(|claim| claim.contest.is_none() && claim.user != *user) {
        return Ok(Err(Refusal::ClaimedByAnother));
    }
    if targets.contests.is_empty() {
        return Ok(Err(already_counted(&claims, taking)));
    }
    let streak = weigh::streak(tx, taking).await?;
    let weighed = weigh::weigh(tx, taking, &targets.contests, streak.before).await?;
    let is_copy = weighed.worths.iter().all(|worth| worth.score.verdict == Verdict::Copied);
    if !is_copy && taking.is_personal() && !claims.iter().any(|claim| claim.contest.is_none()) {
        // Asked for only now, and by the database: two who submit one post at once cannot both have it.
        if !shares::claim(tx, workspace, None, &taking.claim_key(), user, &taking.id).await? {
            return Ok(Err(Refusal::ClaimedByAnother));
        }
    }
    write_down(tx, taking).await?;
    if !is_copy && weighed.is_compared {
        look_alikes::keep(tx, workspace, &taking.id, &prints(&taking.draft().words), taking.shared_at)
            .await?;
    }
    for contest in &targets.joins {
        contests::join(tx, workspace, &contest.id, user, taking.now).await?;
    }
    let mut lines = Vec::with_capacity(weighed.worths.len());
    for worth in &weighed.worths {
        lines.push(pay(tx, taking, worth, weighed.likeness).await?);
    }
    // A like is no effort: it keeps no week active.
    let is_active = !is_copy && taking.draft().kind != Kind::Like;
    let streak_now = if is_active { weigh::mark_active(tx, taking).await? } else { streak };
    praise::after_share(tx, taking, &weighed.worths, &lines, (streak, streak_now)).await?;
    let streak = StreakLine {
        before: streak.before,
        days: streak_now.days_this_week,
        needed: weighed.worths[0].book.streak.workdays,
    };
    let joined = targets.joins.into_iter().map(|contest| contest.title).collect();
    let lead = lines.remove(0);
    Ok(Ok(Receipt { share: taking.id.clone(), lead, others: lines, joined, streak }))
}

fn is_claimed(claims: &[Claim], contest: &Contest) -> bool {
    claims.iter().any(|claim| claim.contest.as_ref() == Some(&contest.id))
}

fn already_counted(claims: &[Claim], taking: &Taking<'_>) -> Refusal {
    let first = claims.iter().filter(|claim| claim.contest.is_some()).min_by_key(|claim| claim.shared_at);
    Refusal::AlreadyCounted {
        at: first.map_or(taking.shared_at, |claim| claim.shared_at),
        zone: taking.person.zone,
        points: first.map_or(0, |claim| claim.points),
    }
}

async fn write_down(tx: &mut Tx, taking: &Taking<'_>) -> Result<()> {
    let (draft, door) = (taking.draft(), &taking.submission.door);
    let share = Share {
        id: taking.id.clone(),
        user: taking.person.id.clone(),
        link_key: draft.link.key.clone(),
        link_url: draft.link.url.clone(),
        network: draft.link.network,
        kind: draft.kind,
        words: draft.words.clone(),
        words_len: draft.words_len,
        channel: door.channel().clone(),
        message_ts: door.message_ts().map(str::to_owned),
        shared_at: taking.shared_at,
        rep_day: taking.rep_day,
        recorded_at: taking.now,
        taken_back: None,
    };
    shares::insert(tx, taking.workspace(), &share).await
}

/// Pays a share in one contest and says how the rep stands there now.
async fn pay(tx: &mut Tx, taking: &Taking<'_>, worth: &Worth, likeness: u8) -> Result<Line> {
    let (workspace, user, contest) = (taking.workspace(), &taking.person.id, &worth.contest.id);
    let before = standings::own(tx, workspace, contest, user).await?;
    if worth.score.verdict != Verdict::Copied {
        shares::claim(tx, workspace, Some(contest), &taking.claim_key(), user, &taking.id).await?;
    }
    let scored = Scored {
        contest,
        share: &taking.id,
        user,
        network: taking.draft().link.network,
        day: worth.facts.day,
        likeness,
        score: &worth.score,
    };
    ledger::pay(tx, workspace, &scored, taking.now).await?;
    let after = standings::own(tx, workspace, contest, user).await?.unwrap_or_default();
    let milestones = &worth.book.milestones;
    Ok(Line {
        contest: contest.clone(),
        title: worth.contest.title.clone(),
        score: worth.score.clone(),
        label: worth.label(),
        likeness,
        total: after.points,
        place: after.place,
        // A place among those without points says nothing.
        place_before: before.filter(|own| own.points > 0).map(|own| own.place),
        behind: after.next_up.map(|next| next - after.points),
        next_milestone: milestone::next(&milestones.points, milestones.then_every, after.points),
        still_pays: worth.still_pays(),
    })
}

/// What a message's rep hears: a reaction where it paid, a whisper where there is something to know.
async fn answer_message(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    submission: &Submission,
    outcome: &Outcome<Receipt>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Door::Message { channel, ts } = &submission.door else { return Ok(()) };
    let key = &submission.asker.delivery;
    let zone =
        roster::person(tx, workspace, &submission.asker.user).await?.map_or(chrono_tz::UTC, |p| p.zone);
    let whisper = match outcome {
        Err(refusal) => Some(voice::refusal::refusal(refusal, zone, now)),
        Ok(receipt) => {
            let paid = receipt.lead.score.total() > 0;
            if receipt.lead.score.verdict != Verdict::Copied {
                let react = owing::counted(channel.clone(), ts.clone());
                owing::call(tx, workspace, &format!("react:{key}"), react, now).await?;
            }
            (!paid || !receipt.joined.is_empty()).then(|| voice::receipt::receipt(receipt))
        }
    };
    if let Some(message) = whisper {
        let user = &submission.asker.user;
        owing::whisper(tx, workspace, channel, user, &format!("whisper:{key}"), &message, now).await?;
    }
    Ok(())
}
