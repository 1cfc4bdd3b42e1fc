//! What a share is worth in each of its contests, before anything is written.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use super::submission::Taking;
use crate::domain::calendar;
use crate::domain::contest::Contest;
use crate::domain::id::{UserId, WorkspaceId};
use crate::domain::originality::{likeness, prints};
use crate::domain::rulebook::{Rulebook, StreakRule};
use crate::domain::score::{Facts, Past, Score, caps_left, score};
use crate::domain::streak::{self, ActiveDays, Streak};
use crate::store::{Result, Tx, contests, ledger, look_alikes, roster, shares};

/// How far back a streak is followed: two years of weeks.
const STREAK_LOOKBACK: Days = Days::new(2 * 52 * 7);

/// A share scored in one contest.
pub(super) struct Worth {
    pub(super) contest: Contest,
    pub(super) book: Rulebook,
    pub(super) facts: Facts,
    pub(super) score: Score,
    past: Vec<Past>,
}

impl Worth {
    /// The label of the rule that took it.
    pub(super) fn label(&self) -> Option<String> {
        let id = self.score.rule.as_ref()?;
        self.book.rules.iter().find(|rule| rule.id == *id).map(|rule| rule.label.clone())
    }

    /// What the best rule that is still open today would pay next.
    pub(super) fn still_pays(&self) -> Option<(String, i64)> {
        let mut past = self.past.clone();
        past.push(self.score.past(&self.facts));
        let left = caps_left(&self.book, &self.facts, &past);
        left.iter().max_by_key(|next| next.points).map(|next| (next.rule.label.clone(), next.points))
    }
}

/// A share scored in all its contests.
pub(super) struct Weighed {
    /// Its worth in each contest.
    pub(super) worths: Vec<Worth>,
    /// How alike its words are to the likest earlier share, in per cent.
    pub(super) likeness: u8,
    /// Whether its words are long enough to be compared.
    pub(super) is_compared: bool,
}

/// Scores the share in each of `contests`, with `weeks` active weeks in a row before this one.
pub(super) async fn weigh(
    tx: &mut Tx,
    taking: &Taking<'_>,
    contests: &[Contest],
    weeks: u32,
) -> Result<Weighed> {
    let workspace = taking.workspace();
    let mut books = Vec::with_capacity(contests.len());
    for contest in contests {
        books.push(contests::rulebook(tx, workspace, contest).await?);
    }
    let is_compared = books.iter().any(|book| taking.draft().words_len >= book.likeness.min_words);
    let alike = if is_compared { likest(tx, taking, &books).await? } else { 0 };
    let mut worths = Vec::with_capacity(contests.len());
    for (contest, book) in contests.iter().zip(books) {
        let day = taking.day_in(contest);
        let monday = calendar::monday(day);
        let past = ledger::week(tx, workspace, &contest.id, &taking.person.id, monday).await?;
        let facts = Facts {
            kind: taking.draft().kind,
            network: taking.draft().link.network,
            words_len: taking.draft().words_len,
            day,
            likeness: alike,
            streak_weeks: weeks,
        };
        let score = score(&book, &facts, &past);
        worths.push(Worth { contest: contest.clone(), book, facts, score, past });
    }
    Ok(Weighed { worths, likeness: alike, is_compared })
}

/// How alike the words are to the likest share that anybody here made lately.
async fn likest(tx: &mut Tx, taking: &Taking<'_>, books: &[Rulebook]) -> Result<u8> {
    let days = books.iter().map(|book| book.likeness.days).max().unwrap_or(0);
    let since = taking.shared_at - TimeDelta::days(i64::from(days));
    let words = &taking.draft().words;
    let near = look_alikes::find(tx, taking.workspace(), &prints(words), since).await?;
    Ok(near.iter().map(|other| likeness(words, other)).max().unwrap_or(0))
}

/// The rep's streak on the day the share counts on, the share itself left out.
pub(super) async fn streak(tx: &mut Tx, taking: &Taking<'_>) -> Result<Streak> {
    let days = active_days(tx, taking.workspace(), &taking.person.id, taking.rep_day).await?;
    Ok(on(taking.rep_day, &days, &taking.play.streak))
}

/// A rep's active days as far back as a streak is followed from `day`.
pub(super) async fn active_days(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    user: &UserId,
    day: NaiveDate,
) -> Result<ActiveDays> {
    shares::active_days(tx, workspace, user, calendar::monday(day) - STREAK_LOOKBACK).await
}

/// The streak on `day` by a rulebook's rule.
pub(super) fn on(day: NaiveDate, days: &ActiveDays, rule: &StreakRule) -> Streak {
    Streak::on(day, days, rule.workdays, rule.freeze_every)
}

/// Marks the day as active and gives the streak as it stands then.
pub(super) async fn mark_active(tx: &mut Tx, taking: &Taking<'_>) -> Result<Streak> {
    let (workspace, user, day) = (taking.workspace(), &taking.person.id, taking.rep_day);
    let mut days = active_days(tx, workspace, user, day).await?;
    let week = days.entry(calendar::monday(day)).or_default();
    *week |= bit(day);
    shares::keep_active_week(tx, workspace, user, calendar::monday(day), *week).await?;
    keep_streak(tx, &taking.play.streak, workspace, user, &days).await?;
    Ok(on(day, &days, &taking.play.streak))
}

/// Looks again whether a share still makes `day` active, after one was taken back; the streak that is left.
pub(super) async fn without(
    tx: &mut Tx,
    rule: &StreakRule,
    workspace: &WorkspaceId,
    user: &UserId,
    day: NaiveDate,
) -> Result<u32> {
    let mut days = active_days(tx, workspace, user, day).await?;
    if !shares::active_on(tx, workspace, user, day).await? {
        let week = days.entry(calendar::monday(day)).or_default();
        *week &= !bit(day);
        shares::keep_active_week(tx, workspace, user, calendar::monday(day), *week).await?;
    }
    keep_streak(tx, rule, workspace, user, &days).await
}

/// Keeps the streak for the boards and gives its weeks: as it stands on the latest active day, whichever day was
/// looked at.
async fn keep_streak(
    tx: &mut Tx,
    rule: &StreakRule,
    workspace: &WorkspaceId,
    user: &UserId,
    days: &ActiveDays,
) -> Result<u32> {
    let latest = streak::latest(days);
    let weeks = latest.map_or(0, |day| on(day, days, rule).weeks());
    roster::keep_streak(tx, workspace, user, weeks, latest).await?;
    Ok(weeks)
}

/// The day's bit in its week.
fn bit(day: NaiveDate) -> u8 {
    1 << day.weekday().num_days_from_monday()
}
