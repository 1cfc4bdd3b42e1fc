//! The one way a share is written down, whatever door it came through: its grounds are read, it is judged, and what
//! follows is written.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::admission::{admit, rests};
use super::choose::{Door, Targets};
use super::praise::{self, Stand};
use super::submission::{Submission, Taking};
use super::tables::{self, More};
use super::weigh::{self, Weighed, Worth};
use super::{Play, badges, close_contest, disclosure, dry_runs, home, owing, prizes, quotas};
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::id::WorkspaceId;
use crate::domain::kind::Kind;
use crate::domain::milestone;
use crate::domain::receipt::{Line, Receipt, StreakLine};
use crate::domain::refusal::{Outcome, Refusal};
use crate::domain::reward::Prize;
use crate::domain::score::Verdict;
use crate::domain::streak::Streak;
use crate::store::claims::{self, Claim, Link};
use crate::store::grounds::{self, Case, Grounds};
use crate::store::ledger::{self, Scored};
use crate::store::shares::{self, Share};
use crate::store::tallies;
use crate::store::{Batch, Error, Result, Tx, contests, deliveries, entrants, field, look_alikes, roster};
use crate::voice;

/// Takes a share in: scored in each contest it counts in, paid, and answered. A message that concerns no
/// contest gives `None`. What a message's rep should know beyond the reaction is owed as a whisper.
pub async fn record_share(play: &Play, submission: Submission) -> Result<Option<Outcome<Receipt>>> {
    let (now, deps) = (play.clock.now(), play.clone());
    play.store
        .write(async move |tx| {
            let asker = &submission.asker;
            let grounds = read_grounds(tx, &submission).await?;
            if let Some(answer) = &grounds.answered {
                return deliveries::parse(answer, &asker.workspace, &asker.delivery);
            }
            if grounds.has_left {
                return Err(Error::Removed);
            }
            let judged = match grounds.is_known_message {
                true => None,
                false => {
                    dry_runs::count(tx, &deps, &submission, &grounds, now).await?;
                    judge(tx, &deps, &submission, grounds, now).await?
                }
            };
            let (outcome, mut batch, counted) = match judged {
                None => (None, Batch::default(), None),
                Some(Judged { outcome, batch, counted }) => (Some(outcome), batch, counted),
            };
            deliveries::keep(&mut batch, &asker.workspace, &asker.delivery, now, &outcome)?;
            batch.run(tx).await?;
            follow_up(tx, &submission, outcome.as_ref(), counted.as_ref(), now).await?;
            Ok(outcome)
        })
        .await
}

/// Scores a share outside of its own delivery and settles everything that follows from it: the way back in for an
/// edited message.
pub(super) async fn take_in(
    tx: &mut Tx,
    play: &Play,
    submission: &Submission,
    now: DateTime<Utc>,
) -> Result<Option<Outcome<Receipt>>> {
    let grounds = read_grounds(tx, submission).await?;
    dry_runs::count(tx, play, submission, &grounds, now).await?;
    let Some(judged) = judge(tx, play, submission, grounds, now).await? else { return Ok(None) };
    judged.batch.run(tx).await?;
    follow_up(tx, submission, Some(&judged.outcome), judged.counted.as_ref(), now).await?;
    Ok(Some(judged.outcome))
}

/// Reads what the share is judged by. Rep and contests are held first: two deliveries of one message, or two shares
/// for one cap, take turns.
async fn read_grounds(tx: &mut Tx, submission: &Submission) -> Result<Grounds> {
    let asker = &submission.asker;
    roster::hold(tx, &asker.workspace, &asker.user).await?;
    contests::hold_live(tx, &asker.workspace).await?;
    let message = submission.door.message_ts().map(|ts| (submission.door.channel(), ts));
    // Wherever a contest is, the share counts on one of these days there: the calendar differs by a day at most.
    let day = submission.at.date_naive();
    let (first, last) = (day - Days::new(2), day + Days::new(1));
    let case = Case {
        workspace: &asker.workspace,
        user: &asker.user,
        delivery: &asker.delivery,
        claim_key: &submission.claim_key(),
        message,
        weeks: [calendar::monday(first), calendar::monday(last)],
        streak_since: weigh::streak_since(first),
    };
    grounds::read(tx, &case).await
}

/// What became of a share, and what is to be written for it.
struct Judged<'a> {
    outcome: Outcome<Receipt>,
    batch: Batch,
    /// None where it was refused.
    counted: Option<Counted<'a>>,
}

/// A share that was taken in, as far as praise goes by it.
struct Counted<'a> {
    taking: Taking<'a>,
    worths: Vec<Worth>,
    stands: Vec<Stand>,
    /// Before the share and with it.
    streaks: (Streak, Streak),
    prizes: Vec<(Contest, Vec<Prize>)>,
    /// Whether the rep's home is kept fresh, and whether somebody else may be looking at theirs.
    homes: (bool, bool),
}

/// Who, where and when; then claims and scores. Nothing of it is written yet but, on PostgreSQL, the claim on a
/// personal post.
async fn judge<'a>(
    tx: &mut Tx,
    play: &'a Play,
    submission: &'a Submission,
    grounds: Grounds,
    now: DateTime<Utc>,
) -> Result<Option<Judged<'a>>> {
    let refused_with = |refusal, batch| Judged { outcome: Err(refusal), batch, counted: None };
    let refused = |refusal| refused_with(refusal, Batch::default());
    let workspace = &submission.asker.workspace;
    let rests = rests(tx, play, workspace, submission.counts_at(), &grounds.in_play).await?;
    let (taking, targets) = match admit(play, submission, &grounds, &rests, now) {
        None => return Ok(None),
        Some(Err(refusal)) => return Ok(Some(refused(refusal))),
        Some(Ok(admitted)) => admitted,
    };
    Ok(Some(match settle(tx, taking, targets, &grounds).await? {
        Ok(judged) => judged,
        Err(refusal @ Refusal::ClaimedByAnother) => {
            let (mut batch, draft) = (Batch::default(), &submission.draft);
            // Its rep may appeal: then it counts as it was typed here.
            let id = grounds::refused(&submission.asker.user, &draft.link.key);
            deliveries::note(&mut batch, workspace, &id, now, draft)?;
            refused_with(refusal, batch)
        }
        Err(refusal) => refused(refusal),
    }))
}

/// Claims, scores and pays: gathers everything that is to be written.
async fn settle<'a>(
    tx: &mut Tx,
    taking: Taking<'a>,
    mut targets: Targets,
    grounds: &Grounds,
) -> Result<Outcome<Judged<'a>>> {
    let (workspace, user) = (taking.workspace(), &taking.person.id);
    let (claims, claim_key) = (&grounds.claims, taking.submission.claim_key());
    targets.contests.retain(|contest| !is_claimed(claims, contest));
    targets.joins.retain(|contest| !is_claimed(claims, contest));
    if claims.iter().any(|claim| claim.contest.is_none() && claim.user != *user) {
        return Ok(Err(Refusal::ClaimedByAnother));
    }
    if targets.contests.is_empty() {
        return Ok(Err(already_counted(claims, &taking)));
    }
    let before = weigh::on(taking.rep_day, &grounds.active, &taking.play.streak);
    let weeks = if grounds.without_streaks { 0 } else { before.before };
    let weighed = weigh::weigh(tx, &taking, &targets.contests, grounds, weeks).await?;
    let is_copy = weighed.worths.iter().all(|worth| worth.score.verdict == Verdict::Copied);
    let (mut batch, link) = (Batch::default(), Link { key: &claim_key, user, share: &taking.id });
    if !is_copy && taking.is_personal() && !claims.iter().any(|claim| claim.contest.is_none()) {
        // Asked for only now: what is refused for another reason claims nothing.
        if !claims::claim_own_post(tx, &mut batch, workspace, link).await? {
            return Ok(Err(Refusal::ClaimedByAnother));
        }
    }
    let stands = stands(tx, workspace, &weighed.worths, grounds).await?;
    write_down(&mut batch, &taking, &weighed, &stands, &targets, link)?;
    // A like is no effort: it keeps no week active.
    let is_active = !is_copy && taking.draft().kind != Kind::Like;
    let with_it = if is_active { weigh::mark_active(&mut batch, &taking, &grounds.active) } else { before };
    let lines = weighed.worths.iter().zip(&stands).map(|(worth, stand)| line(worth, stand, weighed.likeness));
    let mut others: Vec<Line> = lines.collect();
    show_own(tx, &taking, &weighed.worths, &mut others).await?;
    others[0].quota = quotas::after_share(tx, &taking, &weighed.worths[0], &stands[0], grounds).await?;
    let lead = others.remove(0);
    let streak = match grounds.without_streaks {
        true => StreakLine::default(),
        false => StreakLine {
            before: before.before,
            days: with_it.days_this_week,
            needed: weighed.worths[0].book.streak.workdays,
        },
    };
    // The days are kept, should the rep want streaks again; of those that are off nobody hears.
    let with_it = if grounds.without_streaks { before } else { with_it };
    let joined = targets.joins.into_iter().map(|contest| contest.title).collect();
    let streaks = (before, with_it);
    let earned = badges::earned(&mut batch, &taking, &weighed.worths, &stands, streaks, grounds)?;
    let disclose = disclosure::missing(&taking, &weighed.worths, grounds);
    let receipt = Receipt { share: taking.id.clone(), lead, others, joined, earned, disclose, streak };
    let prizes = prizes::passed(&weighed.worths, &stands, grounds);
    let looked_at = grounds.others_looked_at.is_some_and(|at| taking.now - at <= home::LOOKED_AT);
    let homes = (grounds.has_home, looked_at);
    let counted = Counted { taking, worths: weighed.worths, stands, streaks, prizes, homes };
    Ok(Ok(Judged { outcome: Ok(receipt), batch, counted: Some(counted) }))
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

/// How the rep will stand in each contest once the share is paid.
async fn stands(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    worths: &[Worth],
    grounds: &Grounds,
) -> Result<Vec<Stand>> {
    let mut stands = Vec::with_capacity(worths.len());
    for worth in worths {
        let contest = &worth.contest.id;
        let before = grounds.stood.get(contest).copied();
        let had = before.unwrap_or_default();
        let total = had.points + worth.score.total();
        let places = tallies::places(tx, workspace, contest, had.points, total).await?;
        let shares = had.shares + i64::from(worth.score.verdict != Verdict::Copied);
        let leader = grounds.leaders.get(contest).cloned();
        stands.push(Stand { before, total, shares, places, leader });
    }
    Ok(stands)
}

/// The share, its claims and prints, and what it is paid in each contest.
fn write_down(
    batch: &mut Batch,
    taking: &Taking<'_>,
    weighed: &Weighed,
    stands: &[Stand],
    targets: &Targets,
    link: Link<'_>,
) -> Result<()> {
    let (workspace, user) = (taking.workspace(), &taking.person.id);
    shares::insert(batch, workspace, &share(taking))?;
    let is_copy = weighed.worths.iter().all(|worth| worth.score.verdict == Verdict::Copied);
    if let Some(prints) = weighed.prints.as_ref().filter(|_| !is_copy) {
        look_alikes::keep(batch, workspace, &taking.id, prints, taking.shared_at);
    }
    let mut paid: Vec<(&Worth, &Stand)> = weighed.worths.iter().zip(stands).collect();
    // In one order for everybody, so that two who share at once cannot wait for each other for ever.
    paid.sort_by(|(a, _), (b, _)| a.contest.id.cmp(&b.contest.id));
    for (worth, stand) in paid {
        let contest = &worth.contest.id;
        if targets.joins.iter().any(|joined| joined.id == *contest) {
            entrants::enter(batch, workspace, contest, user, taking.now);
        }
        if worth.score.verdict != Verdict::Copied {
            claims::claim(batch, workspace, contest, link);
        }
        let scored = Scored {
            contest,
            share: &taking.id,
            user,
            network: taking.draft().link.network,
            day: worth.facts.day,
            likeness: weighed.likeness,
            score: &worth.score,
            round: worth.contest.round,
            rules: worth.rules,
            bonus: worth.bonus.as_deref(),
            streak_weeks: worth.facts.streak_weeks,
            likest: weighed.likest,
            // Who joins by this share stands there without points by now.
            stood: Some(stand.before.unwrap_or_default()),
        };
        ledger::pay(batch, workspace, &scored, taking.now)?;
    }
    Ok(())
}

fn share(taking: &Taking<'_>) -> Share {
    let (draft, door) = (taking.draft(), &taking.submission.door);
    Share {
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
        is_worded: false,
    }
}

/// What the rep is told of the share in one contest.
fn line(worth: &Worth, stand: &Stand, likeness: u8) -> Line {
    let milestones = &worth.book.milestones;
    Line {
        contest: worth.contest.id.clone(),
        title: worth.contest.title.clone(),
        score: worth.score.clone(),
        label: worth.label(),
        bonus: worth.bonus.clone(),
        likeness,
        total: stand.total,
        place: stand.places.after,
        // A place among those without points says nothing.
        place_before: stand.before.filter(|had| had.points > 0).map(|_| stand.places.before),
        behind: stand.places.next_up.map(|next| next - stand.total),
        shown: None,
        aside: None,
        is_team: false,
        quota: None,
        next_milestone: milestone::next(&milestones.points, milestones.then_every, stand.total),
        still_pays: worth.still_pays(),
    }
}

/// Adds what the rep's row shows in contests that go by more than points.
async fn show_own(tx: &mut Tx, taking: &Taking<'_>, worths: &[Worth], lines: &mut [Line]) -> Result<()> {
    for (worth, line) in worths.iter().zip(lines).filter(|(worth, _)| !worth.contest.format.is_plain()) {
        let more = More {
            points: worth.score.total(),
            shares: i64::from(worth.score.verdict != Verdict::Copied),
            day: worth.facts.day,
            now: taking.now,
        };
        line.is_team = worth.contest.format.has_teams();
        (line.shown, line.aside) =
            tables::own_after(tx, taking.workspace(), &worth.contest, &taking.person.id, more).await?;
    }
    Ok(())
}

/// What others hear of a share that was written down, and, of a message, its rep: a reaction where it counted, a
/// whisper where there is something to know.
async fn follow_up(
    tx: &mut Tx,
    submission: &Submission,
    outcome: Option<&Outcome<Receipt>>,
    counted: Option<&Counted<'_>>,
    now: DateTime<Utc>,
) -> Result<()> {
    if let Some(Counted { taking, worths, stands, streaks, prizes, homes: (has_home, others_look) }) = counted
    {
        if *has_home {
            home::publish(tx, taking.workspace(), &taking.person.id, now).await?;
            // Once more when it can no longer be taken back, to whoever still looks.
            let undone_until = now + TimeDelta::minutes(taking.play.settings.undo_minutes.into());
            home::plan(tx, taking.workspace(), undone_until).await?;
        }
        if *others_look {
            home::plan(tx, taking.workspace(), now).await?;
        }
        praise::after_share(tx, taking, worths, stands, *streaks).await?;
        prizes::after_share(tx, taking, prizes).await?;
        if let Some(Ok(receipt)) = outcome {
            praise::badges_of_share(tx, taking, worths, &receipt.earned).await?;
        }
        for (worth, stand) in worths.iter().zip(stands) {
            if stand.before.is_none() {
                let newcomer = std::slice::from_ref(&taking.person.id);
                field::keep_points_before(tx, taking.workspace(), &worth.contest, newcomer).await?;
            }
            if worth.score.total() > 0 && worth.contest.format.rules().may_decide(stand.total) {
                close_contest::plan_decision(tx, taking.workspace(), &worth.contest, now).await?;
            }
        }
    }
    let (Door::Message { channel, ts }, Some(outcome)) = (&submission.door, outcome) else { return Ok(()) };
    let (workspace, key) = (&submission.asker.workspace, &submission.asker.delivery);
    let whisper = match outcome {
        Err(refusal) => Some(voice::refusal::refusal(refusal, now)),
        Ok(receipt) => {
            let paid = receipt.lead.score.total() > 0;
            if receipt.lead.score.verdict != Verdict::Copied {
                let react = owing::counted(channel.clone(), ts.clone());
                owing::call(tx, workspace, &format!("react:{key}"), react, now).await?;
            }
            let is_news = !paid || !receipt.joined.is_empty() || !receipt.earned.is_empty();
            is_news.then(|| voice::receipt::receipt(receipt))
        }
    };
    if let Some(message) = whisper {
        let user = &submission.asker.user;
        owing::whisper(tx, workspace, channel, user, &format!("whisper:{key}"), &message, now).await?;
    }
    Ok(())
}
